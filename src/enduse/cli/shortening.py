"""Long ids as a person reads them."""

_LONG = 20


def short_id(entry_id: str) -> str:
    """An id as it is shown: some are hashes, and their beginning is enough for ``--entry``."""
    plain = entry_id.isalnum() and any(it.isdigit() for it in entry_id)
    return f"{entry_id[:8]}…" if plain and len(entry_id) > _LONG else entry_id
