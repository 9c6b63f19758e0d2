"""Raw files become ledger rows and rejects: reading, layouts, mapping, conversion."""
