"""What pieces of evidence say: their kind by content, their text, their marks."""
