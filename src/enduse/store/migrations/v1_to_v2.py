"""Schema 1 had no lists and no registers.

Three tables are new: ``listings``, ``register_records`` and ``relations``. What schema 1 holds stays as it is.
"""

from enduse.store.migration import Migration

MIGRATION = Migration(
    id="v1_to_v2",
    start=1,
    end=2,
    about="`listings`, `register_records` and `relations` are new and empty; no other table changes.",
    tables={},
)
