"""Schema 2 had no nomenclatures: `enduse goods` read their files anew each time.

Three tables are new: ``code_books``, ``code_lines`` and ``code_correlations``. What schema 2 holds stays as it is.
"""

from enduse.store.migration import Migration

MIGRATION = Migration(
    id="v2_to_v3",
    start=2,
    end=3,
    about="`code_books`, `code_lines` and `code_correlations` are new and empty; no other table changes.",
    tables={},
)
