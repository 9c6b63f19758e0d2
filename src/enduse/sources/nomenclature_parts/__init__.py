"""What several formats of nomenclatures share."""
