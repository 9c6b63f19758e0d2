"""What papers are made of, and how they become text, Markdown, HTML, Word, PDF and mail."""
