"""What the readers of several lists share: walking tables, XML and JSON, and reading what lists write into cells."""
