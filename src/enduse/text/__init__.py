"""Text as people write it: numbers, dates, countries, company names, identifiers."""
