"""What leaves the product as a file. The formats stand in `writing/`."""
