"""Files of any container as rows of text cells."""
