"""What parties are."""

from collections.abc import Sequence
from typing import Any

import ibis
import pyarrow as pa
from ibis.expr.types import Table

from enduse.resolve.kinds import kinds_by_name, kinds_by_register, kinds_by_relation, with_kinds

MENTIONS = ("Primer Anna", "Obrazec LLC", "ООО «Норвент»", "Norvent Plant")


def rows(*columns: str, of: Sequence[Sequence[Any]]) -> Table:
    return ibis.memtable(pa.table(dict(zip(columns, map(list, zip(*of, strict=True)), strict=True))))


PLACED = rows("name", "identifier", "country", "anchor", of=[(it, "", "RU", f"name:{it}") for it in MENTIONS])


def told(table: Table) -> dict[str, str]:
    return {it["anchor"]: it["told"] for it in table.to_pyarrow().to_pylist()}


def test_who_directs_a_company_is_a_person_unless_a_legal_form_says_otherwise() -> None:
    ends = [(it, "", "RU", "ООО «Норвент»", "", "RU", "directs") for it in MENTIONS[:2]]
    names = [f"{end}_{of}" for end in ("subject", "object") for of in ("name", "identifier", "country")]

    found = kinds_by_relation(rows(*names, "kind", of=ends), PLACED)

    assert told(found) == {"name:Primer Anna": "person"}


def test_kin_are_persons_on_both_sides() -> None:
    names = [f"{end}_{of}" for end in ("subject", "object") for of in ("name", "identifier", "country")]
    relation = [("Primer Anna", "", "RU", "Norvent Plant", "", "RU", "family")]

    assert set(told(kinds_by_relation(rows(*names, "kind", of=relation), PLACED)).values()) == {"person"}


def test_registers_say_what_they_know() -> None:
    of = [("Primer Anna", "", "RU", "unknown", True), ("Norvent Plant", "", "RU", "unknown", False)]
    registered = rows("name", "identifier", "country_", "kind", "personal", of=of)

    assert told(kinds_by_register(registered, PLACED)) == {"name:Primer Anna": "person"}


def test_the_surest_source_wins_and_a_name_without_any_is_a_company() -> None:
    parties = rows("anchor", "names", of=[("a", ["A"]), ("b", ["B"]), ("c", [""][1:])])
    sure = rows("anchor", "told", of=[("a", "company")])

    found = with_kinds(parties, [sure, kinds_by_name(["a", "x"], {"x": "b"})]).to_pyarrow().to_pylist()

    assert {it["anchor"]: it["kind"] for it in found} == {"a": "company", "b": "person", "c": "unknown"}
