"""How fast we are, measured by anyone, from the repository's root: `python -m bench`."""
