"""What a firm says of itself does not agree with the records.

Statements that records can test: it stopped selling on a day, it never sold, it sold only parts, it has nothing to do
with a firm, it is a branch of one. Each is compared with goods lines, payments and registers; here stand those that the
records contradict, with the rows. A contradiction is between two papers: either of them may be wrong.
"""

from collections.abc import Mapping
from datetime import date
from itertools import groupby
from typing import Any

import pyarrow as pa
from ibis.expr.types import Table

from enduse.detect import Finder, Ledger, Needs, Typology
from enduse.detect.statements import Comparison, Statement, compare, statements
from enduse.detect.suspect_rows import Columns, Suspect, suspect_table

STRENGTH = 0.45
STRENGTH_FEW = 0.3
STRENGTH_RELATION = 0.25
STRENGTH_TEXT = 0.2
_MANY = 2

_COLUMNS = Columns(
    {
        "predicate": pa.string(),
        "said_on": pa.date32(),
        "since": pa.date32(),
        "quote": pa.string(),
        "lines": pa.int64(),
        "machines": pa.int64(),
        "named": pa.bool_(),
    },
    ("about",),
)
_LONGEST = 240

_CLAIMED = {
    "stopped": "that it sold nothing to Russia or Belarus since {since}",
    "never_sold": "that it sold nothing there",
    "only_parts": "that it is about parts only",
    "no_relation": "that it has nothing to do with {about}",
    "branch_of": "that it belongs to {about}",
}
_AGAINST = {
    "stopped": "{lines} goods lines after the days of grace name it as sender or seller, {machines} of machines",
    "never_sold": "{lines} goods lines name it as sender or seller, {machines} of machines",
    "only_parts": "{machines} goods lines are of complete machines",
    "no_relation": "{lines} records tie the two",
    "branch_of": "registers name other owners ({lines} records)",
}


def by_speaker(ledger: Ledger, watershed: date, grace_days: int = 90) -> Table:
    """One row per speaker, kind of statement and firm it is about, of those that records contradict.

    Args:
        ledger: Statements; declarations, payments, registers.
        watershed: Not used: the statement names its day.
        grace_days: Days in which goods under way may still arrive after an end.
    """
    wrong = [it for it in compare(ledger, statements(ledger), grace_days) if it.answer == "contradicted"]
    wrong.sort(key=lambda it: (*_key(it.statement), it.statement.row_id))
    told = ([*these] for _key_of, these in groupby(wrong, lambda it: _key(it.statement)))
    return suspect_table(map(_suspect, told), _COLUMNS)


def _key(it: Statement) -> tuple[int, str, int]:
    return it.speaker_id, it.predicate, it.about_id or 0


def _suspect(told: list[Comparison]) -> Suspect:
    """Of several statements of one kind the one with most rows against it is quoted; all are cited."""
    best = max(told, key=lambda it: (it.statement.named, len(it.row_ids), -it.statement.row_id))
    it = best.statement
    return Suspect(
        it.speaker_id,
        _strength(best),
        {*best.row_ids, *(one.statement.row_id for one in told)},
        (),
        best.days or [it.said_on],
        lane=it.predicate if it.about_id is None else f"{it.predicate} {it.about_id}",
        confidence="derived" if it.named else "possible",
        rank=float(len(best.row_ids)),
        value_usd=best.value_usd,
        figures={
            "predicate": it.predicate,
            "said_on": it.said_on,
            "since": it.since,
            "quote": it.text[:_LONGEST],
            "lines": len(best.row_ids),
            "machines": best.machines,
            "named": it.named,
        },
        others={"about": [it.about_id]},
    )


def _strength(it: Comparison) -> float:
    if not it.statement.named:
        return STRENGTH_TEXT
    if it.statement.predicate in ("no_relation", "branch_of"):
        return STRENGTH_RELATION
    return STRENGTH if it.machines >= _MANY else STRENGTH_FEW


def _phrases(row: Mapping[str, Any]) -> Mapping[str, str]:
    facts = {**row, "about": "a named firm"}
    return {
        "claimed": _CLAIMED[row["predicate"]].format(**facts),
        "against": _AGAINST[row["predicate"]].format(**facts),
    }


statement_contradicted_by_records = Typology(
    id="statement_contradicted_by_records",
    title="A statement that the records contradict",
    about=__doc__,
    innocent=(
        "the statement is about direct sales, and the declaration names the maker where a trader sold",
        "goods that were sold before the day and shipped or declared later than the days of grace",
        "another firm of the same name, or one whose name was used without its knowledge",
        "the statement was shortened, translated or reported wrongly",
    ),
    misses=(
        "sales through others that do not name the speaker",
        "statements that name no day, no firm and no goods",
        "statements in languages that the list of words does not hold",
    ),
    settle=(
        "the statement in its full wording, and a question to the speaker with the rows beside it",
        "the speaker's invoices and transport documents for the goods lines",
        "serial numbers of the machines and to whom they were sold first",
    ),
    sources=(
        "Washington Post on an importer that spoke of spare parts only, and on a supplier's denials, against customs "
        "records (catalogue: WP, article 003)",
    ),
    finders=(
        Finder(
            id="by_speaker",
            reads="claims",
            subject="company",
            headline="{subject} said on {said_on} {claimed}; {against}",
            # Most statements are about something else.
            needs=Needs(columns=("said_on", "speaker_id"), share=0.01),
            find=by_speaker,
            phrases=_phrases,
        ),
    ),
    ceiling=0.45,
)
