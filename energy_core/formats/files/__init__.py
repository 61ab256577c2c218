"""One module a file format; each is found by standing in this folder."""
