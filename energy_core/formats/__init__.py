"""Bytes in, readings out. Pure: one file a format."""
