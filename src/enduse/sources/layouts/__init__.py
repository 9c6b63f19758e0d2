"""One layout a file: whose columns are these."""
