"""Statements that a dealer's contract has ended: who ended it, with whom, since when."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from enduse.detect import Ledger

_DAY = re.compile(r"(?<!\d)(?:(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})|(\d{1,2})\.(\d{1,2})\.(\d{4}))(?!\d)")
_MARKS = re.compile(r"[^\w]+|_")
_LONGEST_BEFORE = 730


@dataclass(frozen=True)
class Termination:
    """One such statement.

    Attributes:
        row_id: Of the statement.
        maker_id: Who says so, or whose contract it was.
        dealer_id: With whom.
        ended_on: The day the statement names, else the day it was made.
        text: As said.
        named: Does its one-word predicate say so? Else its text does, which is weaker.
    """

    row_id: int
    maker_id: int
    dealer_id: int
    ended_on: date
    text: str
    named: bool


@cache
def _words() -> Mapping[str, re.Pattern[str]]:
    told = tomllib.loads(files("enduse.data").joinpath("termination_words.toml").read_text(encoding="utf-8"))
    return {name: re.compile("|".join(f"(?:{it})" for it in words)) for name, words in told.items()}


def _plain(text: str | None) -> str:
    return " ".join(_MARKS.sub(" ", (text or "").lower()).split())


def ends_contract(predicate: str | None, text: str | None) -> bool | None:
    """Does a statement say that a contract has ended? True by its predicate, False by its text only, None: no.

    >>> ends_contract("dealer_contract_ended", None), ends_contract(None, "We ended the contract with our dealer.")
    (True, False)
    >>> ends_contract("general", "Our company opened a new service centre.")
    """
    words, said, told = _words(), _plain(predicate), _plain(text)
    if words["begun"].search(said):
        return None
    if words["predicates"].search(said):
        return True
    return False if words["ended"].search(told) and words["contract"].search(told) else None


def day_named(text: str | None, said_on: date) -> date:
    """The latest day that the text names before it was said, at most two years; else the day it was said.

    >>> day_named("ended its contract on 2022-12-22", date(2023, 1, 10))
    datetime.date(2022, 12, 22)
    """
    days = [it for it in _days(text or "") if 0 <= (said_on - it).days <= _LONGEST_BEFORE]
    return max(days, default=said_on)


def _days(text: str) -> Iterator[date]:
    for found in _DAY.finditer(text):
        year, month, day, last_day, last_month, last_year = found.groups()
        try:
            yield date(int(year or last_year), int(month or last_month), int(day or last_day))
        except ValueError:
            continue


def terminations(ledger: Ledger) -> list[Termination]:
    """Every such statement whose two parties and day are recorded, in the order of the rows.

    A statement may be the dealer's own: so both ways round are given, and the goods lines tell who is the dealer.
    """
    rows = ledger.claims
    whole = rows.filter(rows.speaker_id.notnull(), rows.about_id.notnull(), rows.said_on.notnull())
    told: Sequence[Mapping[str, Any]] = whole.filter(whole.speaker_id != whole.about_id).to_pyarrow().to_pylist()
    found = []
    for row in sorted(told, key=lambda it: int(it["row_id"])):
        named = ends_contract(row["predicate"], row["text"])
        if named is None:
            continue
        on, text = day_named(row["text"], row["said_on"]), row["text"] or ""
        for maker, dealer in ((row["speaker_id"], row["about_id"]), (row["about_id"], row["speaker_id"])):
            found.append(Termination(row["row_id"], maker, dealer, on, text, named))
    return found
