"""Which parties are natural persons, and by which of their names to compare them."""

from collections.abc import Iterable, Sequence

import ibis
from ibis import _

from enduse.detect import Ledger
from enduse.resolve.persons import bare_person, has_form, kind_of


def people_among(ledger: Ledger, ids: Iterable[int]) -> dict[int, str]:
    """Those of the parties that are people, with the fullest of their names.

    A register's word counts first. Else a party is taken for a person where its name has no legal form: owners and
    directors are asked about here, and firms among them are registered ones.
    """
    wanted = ibis.memtable({"party_id": sorted(set(ids))}, schema={"party_id": "int64"})
    rows = ledger.parties.semi_join(wanted, "party_id").select("party_id", "name", "names").to_pyarrow().to_pylist()
    told = ledger.register.filter(_.kind.isin(("person", "company"))).semi_join(wanted, "party_id")
    kinds = {it["party_id"]: it["kind"] for it in told.select("party_id", "kind").distinct().to_pyarrow().to_pylist()}
    found = {}
    for row in rows:
        names = [it for it in (row["name"], *(row["names"] or ())) if it]
        kind = kinds.get(row["party_id"]) or ("company" if not names or has_form(names[0]) else "person")
        if kind == "person" and names:
            found[row["party_id"]] = _fullest(names)
    return found


def _fullest(names: Sequence[str]) -> str:
    """The first that says that it is a person's, by a patronymic or initials; else the first without a legal form."""
    told = [bare_person(it) for it in names if not has_form(it)] or [names[0]]
    return next((it for it in told if kind_of(it) == "person"), told[0])
