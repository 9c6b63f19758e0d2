"""The dossier on paper: one document of headings, passages, tables and figures that PDF, DOCX and Markdown draw."""
