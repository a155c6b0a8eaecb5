"""What can be wrong with what quotes is given."""


class QuotesError(ValueError):
    """Something that quotes was given cannot be used: one sentence says what is wrong, where, and what to do."""
