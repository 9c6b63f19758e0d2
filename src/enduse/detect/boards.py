"""People who sit in several firms: whom a register names in the one and in the other."""

import pyarrow as pa
from ibis import _
from ibis.expr.types import Table

from enduse.detect import Ledger
from enduse.detect.scope import computed, small
from enduse.detect.ties import SENIOR
from enduse.resolve.persons import is_whole
from enduse.text.names import prepare

PART = (*SENIOR, "represents", "shares", "votes")
"""Kinds of relations by which a person has a part in a firm."""


def seats(ledger: Ledger, kinds: tuple[str, ...], people: Table | None = None) -> Table:
    """Who has a part in which firm: ``person_id``, ``firm_id``, ``kind``, ``row_id``, ``low``, ``start``, ``end``.

    Args:
        ledger: Its ``relations``.
        kinds: Kinds of relations that count.
        people: Only these, by ``person_id``; ``computed``.
    """
    rows = ledger.relations.filter(_.kind.isin(kinds), _.subject_id != _.object_id)
    rows = rows.select("kind", "row_id", "low", "start", "end", person_id="subject_id", firm_id="object_id")
    return rows if people is None else rows.semi_join(people.select("person_id").distinct(), "person_id")


def busy_people(ledger: Ledger, most: int) -> Table:
    """Who has a part in more than ``most`` firms: nominees, agents, and names that many people bear: ``person_id``."""
    counts = seats(ledger, PART).group_by("person_id").agg(firms=_.firm_id.nunique())
    return counts.filter(counts.firms > most).select("person_id")


def told_apart(ledger: Ledger, people: Table) -> Table:
    """The people with ``known``: does more than a name of two words say that it is one and the same person?

    A registered number does; a name of three words or more nearly does; ``Li Wei`` does not.

    Args:
        ledger: Its ``parties``.
        people: ``computed``, with ``person_id``.
    """
    wanted = people.select("person_id").distinct()
    rows = ledger.parties.semi_join(wanted, ledger.parties.party_id == wanted.person_id)
    rows = rows.select(person_id="party_id", name="name", numbers=rows.identifiers.length())
    known = computed(rows.mutate(numbers=rows.numbers.fill_null(0)))
    table = known.to_pyarrow()
    whole = [
        bool(numbers) or is_whole(prepare(name or "", "person"))
        for name, numbers in zip(table["name"].to_pylist(), table["numbers"].to_pylist(), strict=True)
    ]
    marks = small(table.select(["person_id"]).append_column("known", pa.array(whole, pa.bool_())))
    return people.join(marks, "person_id")


def both(left: Table, right: Table) -> Table:
    """Seats of one person in two firms: those of ``left`` beside those of ``right``, whose columns begin with other."""
    second = right.rename(other_id="firm_id", other_kind="kind", other_row="row_id", other_end="end")
    second = second.select("person_id", "other_id", "other_kind", "other_row", "other_end")
    paired = left.join(second, "person_id")
    return paired.filter(paired.firm_id != paired.other_id)
