"""What the goods are: read from text and code (planned)."""
