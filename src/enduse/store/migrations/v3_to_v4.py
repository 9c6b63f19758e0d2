"""Schema 3 had no place for payments, tenders, machines' events, fairs, sites, marks and statements.

Seven tables are new: ``payments``, ``tenders``, ``events``, ``exhibits``, ``web``, ``trademarks`` and ``claims``.
What schema 3 holds stays as it is.
"""

from enduse.store.migration import Migration

MIGRATION = Migration(
    id="v3_to_v4",
    start=3,
    end=4,
    about=(
        "`payments`, `tenders`, `events`, `exhibits`, `web`, `trademarks` and `claims` are new and empty; "
        "no other table changes."
    ),
    tables={},
)
