"""One pattern of diversion a file."""
