"""A firm that deals in imports belongs, by half or more, to listed parties.

Whoever is listed may go on through a company of theirs that is not. The holdings of all listed parties are added up
through the companies in between, on every day on which the firm traded, by the rules that screening keeps: each law
with its dates, and beside them one yardstick for the lists of all authorities together, because not every authority
has such a rule. A listing counts from its first day on, a share as long as the register says.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import ibis
import pyarrow as pa
from ibis import _
from ibis.expr.types import Table

from enduse.detect import Finder, Ledger, Needs, Typology
from enduse.detect.dealings import cited, dealings, line_rows, preferring_priority, record_rows
from enduse.detect.holdings import (
    YARDSTICK,
    Facts,
    below,
    facts_of,
    id_rows,
    rules_with_yardstick,
    spells,
    trading_days,
)
from enduse.detect.listed_parties import listed_parties, possibly_listed
from enduse.detect.scope import DESTINATIONS, computed, small
from enduse.screen.ground import Question
from enduse.screen.ownership import Standing, standings
from enduse.screen.rules import OwnershipRules

STRENGTHS = {"owned": 0.65, "contradicted": 0.55, "namesake": 0.35, "later": 0.3, "possible": 0.25}
"""By grade: owned when it traded; so recorded, while the register names holders of more than the whole; owned if
parties of a listed one's name are the listed; owned by parties that were listed only after its last dealings; owned
only if shares that the register leaves open are theirs."""

_SUSPECTS = pa.schema(
    {
        "subject_id": pa.int64(),
        "grade": pa.string(),
        "share": pa.string(),
        "laws": pa.list_(pa.string()),
        "listed_ids": pa.list_(pa.int64()),
        "since": pa.date32(),
        "dates_stated": pa.bool_(),
    }
)


@dataclass(frozen=True)
class Held:
    """One firm on the trading days on which listed parties held it.

    Attributes:
        subject: Party id.
        grade: One of ``STRENGTHS``.
        share: Bounds of what they hold, in words.
        laws: Jurisdictions whose law of one of the days says so.
        listed: The listed parties above it.
        days: The trading days.
        rows: Rows of registers and lists that say so.
        dated: Does every one of the listings state its first day?
    """

    subject: int
    grade: str
    share: str
    laws: tuple[str, ...]
    listed: tuple[int, ...]
    days: tuple[date, ...]
    rows: tuple[int, ...]
    dated: bool


def _held(facts: Facts, subject: int, traded: Sequence[date], last: date) -> Held | None:
    """The firm, if it was owned on any day it traded, or at the end of the records; the surest grade of several."""
    mine = facts.above(str(subject))
    rules = rules_with_yardstick(mine.listed)
    found: dict[str, list[date]] = {}
    answers: dict[str, _Answer] = {}
    for first, days in spells(mine.days(rules), traded).items():
        if answer := _answer(mine, rules, subject, first):
            found.setdefault(answer.grade, []).extend(days)
            answers[answer.grade] = answer
    if not found and (answer := _answer(mine, rules, subject, last)) and answer.grade != "possible":
        found["later"], answers["later"] = sorted(set(traded)), answer
    best = next((it for it in STRENGTHS if it in found), None)
    return _told(mine, subject, (best, answers[best]), (found[best], last)) if best else None


@dataclass(frozen=True)
class _Answer:
    """Grade, share in words, and the jurisdictions whose law says so."""

    grade: str
    share: str
    laws: tuple[str, ...]


def _answer(mine: Facts, rules: OwnershipRules, subject: int, on: date) -> _Answer | None:
    """What is to be said of one day; None where the firm is nobody's listed."""
    question = Question(on, (str(subject),))
    full = {it.jurisdiction: it for it in standings(mine.stakes, mine.listed, question, rules)}
    answer = full[YARDSTICK].answer
    told = full if answer == "owned" else _at_face_value(mine, rules, question)
    grade = {"owned": "owned", "possibly_owned": "possible"}.get(answer)
    if grade != "owned" and YARDSTICK in told and told[YARDSTICK].answer == "owned":
        grade = "contradicted"
    elif grade != "owned":
        told = _at_face_value(mine.without_doubt(), rules, question)
        grade = "namesake" if YARDSTICK in told and told[YARDSTICK].answer == "owned" else grade
    if grade is None:
        return None
    said = full if grade == "possible" else told
    share = said[YARDSTICK].bounds[0].text if said[YARDSTICK].bounds else "an unknown share"
    owned = {name for name, it in said.items() if it.answer == ("possibly_owned" if grade == "possible" else "owned")}
    return _Answer(grade, share, tuple(sorted(owned - {YARDSTICK})))


def _at_face_value(mine: Facts, rules: OwnershipRules, question: Question) -> Mapping[str, Standing]:
    """The answers from the holdings of the listed alone; empty where the other holders leave room for them.

    Where a register names holders of more than the whole, no share is certain, and a bound of nothing comes of it.
    """
    chain = [it.stake for it in mine.from_listed()]
    told = {it.jurisdiction: it for it in standings(chain, mine.listed, question, rules)}
    return told if any(it.stake.low for it in mine.from_listed()) else {}


def _told(mine: Facts, subject: int, said: tuple[str, _Answer], when: tuple[list[date], date]) -> Held | None:
    (grade, answer), (days, last) = said, when
    asked = (last,) if grade == "later" else (days[0], days[-1])
    counted = [
        it
        for known in mine.listings.values()
        for it in known
        if it.listed.party != str(subject) and any(it.listed.holds_on(day) for day in asked)
    ]
    if not counted:
        # It may be listed itself; that is another question.
        return None
    chain = [it.row_id for it in mine.from_listed() if it.stake.kind in ("shares", "votes")]
    return Held(
        subject=subject,
        grade=grade,
        share=answer.share,
        laws=answer.laws,
        listed=tuple(sorted({int(it.listed.party) for it in counted})),
        days=tuple(days),
        rows=(*(it.row_id for it in counted), *chain),
        dated=all(it.listed.start for it in counted),
    )


def _suspects(held: Sequence[Held]) -> Table:
    rows = [
        {
            "subject_id": it.subject,
            "grade": it.grade,
            "share": it.share,
            "laws": list(it.laws),
            "listed_ids": list(it.listed),
            "since": it.days[0],
            "dates_stated": it.dated,
        }
        for it in held
    ]
    return small(pa.Table.from_pylist(rows, schema=_SUSPECTS))


def owned_by_listed(
    ledger: Ledger,
    watershed: date,
    destinations: tuple[str, ...] = DESTINATIONS,
) -> Table:
    """One row per party that dealt in imports while listed parties held half of it or more, or may have.

    Args:
        ledger: Its ``relations``, ``hits`` and declarations.
        watershed: Not used: what counts are the days of listings and shares.
        destinations: Importing countries.
    """
    reached = below(ledger, possibly_listed(ledger))
    facts = facts_of(ledger, reached)
    sure = listed_parties(ledger)
    owned = computed(reached.rename(subject_id="party_id").anti_join(sure.rename(subject_id="party_id"), "subject_id"))
    lines = dealings(ledger, owned, destinations)
    trading = list(trading_days(lines))
    last = max((it for _subject, days in trading for it in days), default=watershed)
    held = [it for subject, days in trading if (it := _held(facts, subject, days, last))]
    suspects, keys = _suspects(held), ["subject_id"]
    traded = id_days(held)
    lines = lines.left_join(traded, [lines.subject_id == traded.of_id, lines.declared_on == traded.on_day])
    lines = preferring_priority(lines.mutate(telling=lines.of_id.notnull()), keys)
    told = id_rows((it.subject, row) for it in held for row in it.rows)
    found = cited(suspects, keys, line_rows(lines, keys), record_rows(told, keys))
    goods = lines.group_by(keys).agg(priority=lines.priority.any(where=lines.telling))
    strength = ibis.cases(*((_.grade == it, value) for it, value in STRENGTHS.items()), else_=0.0)
    found = found.join(goods, keys).mutate(strength=ibis.ifelse(_.priority.fill_null(False), strength, strength / 2))
    return found.mutate(rank=_.value_usd.fill_null(0.0)).drop("since")


def id_days(held: Sequence[Held]) -> Table:
    """Trading days of each firm on which it was held: ``of_id``, ``on_day``."""
    rows = [{"of_id": it.subject, "on_day": day} for it in held for day in it.days]
    return small(pa.Table.from_pylist(rows, schema=pa.schema({"of_id": pa.int64(), "on_day": pa.date32()})))


_VERBS = {
    "namesake": "or namesakes of theirs held",
    "owned": "held",
    "contradicted": "by the records held",
    "later": "hold",
    "possible": "may have held",
}


def _phrases(row: Mapping[str, Any]) -> Mapping[str, str]:
    verb = _VERBS[row["grade"]]
    many = len(row["listed_ids"]) - 1
    rest = f" and {many} more" if many > 0 else ""
    law = f" (so under the law of {', '.join(sorted(row['laws']))})" if row["laws"] else ""
    undated = "" if row["dates_stated"] else "; since when somebody of them is listed is not stated"
    when = "before they were listed" if row["grade"] == "later" else "while they did"
    over = "; holders of more than the whole are recorded" if row["grade"] == "contradicted" else ""
    return {"hold": verb, "and_more": rest, "under": law, "undated": over + undated, "when": when}


ownership_50_rule = Typology(
    id="ownership_50_rule",
    title="Owned by listed parties",
    about=__doc__,
    innocent=(
        "the shares were sold, and the register has not heard of it",
        "the listed party is a namesake of the owner",
        "a licence of the authority allows the trade",
        "the goods are not covered by any measure against the owner",
    ),
    misses=(
        "owners whom no register of the ledger names",
        "control without shares; see management_overlap_with_listed and family_link_to_listed_owner",
        "nominees and trusts",
    ),
    settle=(
        "certified register extracts of the firm and of every holder above it, with dates",
        "date of birth or tax number of the owner against the list's entry",
        "share purchase agreements, where shares are said to have been sold",
    ),
    sources=(
        "OFAC, revised guidance of 13 August 2014 (catalogue: OFAC)",
        "EU and UK rules on ownership and control; BIS affiliates rule (catalogue: EU, UK, BIS)",
        "C4ADS on a second importer in the family of the first (catalogue: C4)",
    ),
    ceiling=0.7,
    finders=(
        Finder(
            id="owned_by_listed",
            reads="items",
            subject="company",
            headline=(
                "Listed parties ({listed}{and_more}) {hold} {share} of {subject}, which dealt in {lines:line|lines} "
                "({value}) {when}{under}{undated}"
            ),
            needs=Needs(
                columns=("declared_on", "consignee_id"), lists=("CHPL",), rows="imports", tables=("relations", "hits")
            ),
            find=owned_by_listed,
            phrases=_phrases,
        ),
    ),
)
