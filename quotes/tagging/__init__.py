"""The attribution model at run time: a text to cues with the source and content of each, and to names."""
