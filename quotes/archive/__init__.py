"""The archive: who said what in many articles, and since when, in one file that is searched, traced and counted."""
