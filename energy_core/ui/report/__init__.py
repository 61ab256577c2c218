"""A month as one HTML file: to print, to keep, to mail. The words and pictures of the page."""
