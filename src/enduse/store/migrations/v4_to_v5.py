"""Schema 4 had no place for orders and what was changed in them.

Two tables are new: ``orders`` and ``order_changes``. What schema 4 holds stays as it is.
"""

from enduse.store.migration import Migration

MIGRATION = Migration(
    id="v4_to_v5",
    start=4,
    end=5,
    about="`orders` and `order_changes` are new and empty; no other table changes.",
    tables={},
)
