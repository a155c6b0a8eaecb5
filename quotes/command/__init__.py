"""The command `quotes`."""
