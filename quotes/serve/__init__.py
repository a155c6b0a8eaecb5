"""The desk, `quotes serve`: a page to check an article on in a browser, and an interface to scan and verify by.

A server in one process answers at once; texts are read, scanned and verified in worker processes, of which it never
waits for one that hangs. One SQLite file holds what was put in, what was found and what people say of it.
"""
