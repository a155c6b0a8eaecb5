"""How fast we are, measured by anyone: `python -m bench`."""
