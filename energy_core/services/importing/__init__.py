"""A file's series on their way into the store: which meter each belongs to, and its rows."""
