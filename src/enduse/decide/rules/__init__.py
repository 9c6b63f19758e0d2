"""Rules of law and of the house as dated data: one TOML file each; see ``decide.rulebook``."""
