"""One module a format to write; each is found by standing in this folder."""
