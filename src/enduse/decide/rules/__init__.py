"""Rules of law as dated data (planned)."""
