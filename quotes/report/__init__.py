"""Ways to show articles and what was found in them: one module a way."""
