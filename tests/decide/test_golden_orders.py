"""The golden set: orders whose outcome and reasons were written from the references, not from what the program says.

The cases are data, ``golden/*.toml``, one file for each theme. A case runs through the whole order desk; what no test
can screen (publishers' lists, owners) is told as facts. A ``turn`` is two cases: the day before a date, and that day.
"""

import csv
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from enduse.case import ListOptions, create
from enduse.case.order_desk import OrderDesk, OrderDeskOptions
from enduse.decide.answering import replies
from enduse.decide.determination import Determination
from enduse.decide.determine import determine
from enduse.decide.facts import Fact, Truths, fact_kinds
from enduse.decide.rulebook import rulebook
from enduse.model.order import Order
from enduse.sources.order_reading import read_order

FOLDER = Path(__file__).parent / "golden"
FIXTURES = Path(__file__).parents[1] / "fixtures/lists"
SNAPSHOT = date(2026, 11, 1)
LISTS = {"us": ListOptions(SNAPSHOT), "eu": ListOptions(SNAPSHOT), "uk": ListOptions(SNAPSHOT),
         "watch": ListOptions(SNAPSHOT, name="Ours")}  # fmt: skip
SAMPLES = {
    "us": ("csl_csv/consolidated.csv", ",", 0),
    "eu": ("eu_fsf_csv_1_1/20260115-FULL-1_1.csv", ";", 0),
    "uk": ("uk_sanctions_list_csv/UK-Sanctions-List.csv", ",", 1),
}
Table = dict[str, Any]
_SCREENED = ("party.lists", "party.programmes", "party.owned_by_listed", "party.controlled_by_listed")


@dataclass(frozen=True)
class Golden:
    """One order and what the references say of it."""

    name: str
    why: str
    order: Table
    told: Table
    problems: list[str]
    lists: bool
    expect: Table

    def __str__(self) -> str:
        return self.name


def _merged(base: Mapping[str, Any], more: Mapping[str, Any]) -> Table:
    found = dict(base)
    for key, value in more.items():
        before = found.get(key)
        found[key] = _merged(before, value) if isinstance(before, dict) and isinstance(value, dict) else value
    return found


def _without_blanks(table: Mapping[str, Any]) -> Table:
    told = {key: _without_blanks(value) if isinstance(value, dict) else value for key, value in table.items()}
    return {key: value for key, value in told.items() if value != ""}


def _resolved(tables: Mapping[str, Table], name: str) -> Table:
    table = dict(tables[name])
    like = table.pop("like", "")
    return _merged(_resolved(tables, like), table) if like else table


def _cases() -> Iterator[Golden]:
    bases = tomllib.loads((FOLDER / "bases.toml").read_text(encoding="utf-8"))
    for path in sorted(FOLDER.glob("*.toml")):
        if path.name != "bases.toml":
            table = tomllib.loads(path.read_text(encoding="utf-8"))
            yield from _of_file(bases, path.stem, table)


def _of_file(bases: Table, theme: str, table: Table) -> Iterator[Golden]:
    for case in table.get("case", ()):
        yield _golden(bases, theme, case, case["expect"])
    for turn in table.get("turn", ()):
        day = turn["on"]
        sides = (("before", day - timedelta(days=1)), ("from", day))
        for side, on in sides:
            one = {**turn, "name": f"{turn['name']}, {'the day before' if side == 'before' else 'the day'}", "on": on}
            yield _golden(bases, theme, one, turn[side])


def _golden(bases: Table, theme: str, case: Table, expect: Table) -> Golden:
    base = _resolved(bases["base"], case.get("base", "settled"))
    line = _resolved(bases["goods"], str(case.get("goods", base["goods"])))
    line.setdefault("origin", case["seller"])
    order = _merged(base["order"], case.get("order", {}))
    order["seller"] = _merged(order["seller"], {"country": case["seller"]})
    order["on"] = case["on"]
    order.setdefault("destination", case["to"])
    order.setdefault("goods", [_merged(line, case.get("line", {}))])
    party = _merged(base["party"], {"country": case["to"]})
    for role in ("buyer", "end_user"):
        order[role] = _merged(party, order.get(role, {}))
    answers = _merged(base["answers"], case.get("answers", {}))
    order["answers"] = {question: word for question, word in answers.items() if word}
    kept = {key: value for key, value in _without_blanks(order).items() if key not in case.get("without", ())}
    return Golden(
        f"{theme}: {case['name']}",
        case["why"],
        kept,
        case.get("told", {}),
        case.get("problems", []),
        _through(case),
        expect,
    )


def _through(case: Table) -> bool:
    return str(case.get("through", "")) == "lists"


CASES = tuple(_cases())
BARE = OrderDesk()


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> OrderDesk:
    """A desk over a case with fictional lists, each in its publisher's format, of 1 November 2026."""
    return listed_desk(tmp_path_factory.mktemp("golden"))


def listed_desk(folder: Path) -> OrderDesk:
    """The same in a folder."""
    made = create(folder / "case")
    for name, options in LISTS.items():
        made.add_list(_written(folder, name), options)
    made.add_list(FIXTURES / "un_consolidated_xml/consolidated.xml", ListOptions(SNAPSHOT))
    return OrderDesk(made.ledger, OrderDeskOptions(today=date(2026, 11, 20)))


def _written(folder: Path, name: str) -> Path:
    """A list as its publisher writes it: the header of a sample, and the rows of ``golden/lists``."""
    rows = list(csv.DictReader((FOLDER / "lists" / f"{name}.csv").read_text(encoding="utf-8").splitlines()))
    if name == "watch":
        return FOLDER / "lists" / "watch.csv"
    sample, delimiter, lead = SAMPLES[name]
    lines = (FIXTURES / sample).read_text(encoding="utf-8-sig").splitlines()
    header = next(csv.reader([lines[lead]], delimiter=delimiter))
    path = folder / Path(sample).name
    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(f"{it}\n" for it in lines[:lead])
        writer = csv.DictWriter(file, header, restval="", delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
    return path


def decided(case: Golden, desk: OrderDesk) -> Determination:
    """What the desk says: the whole desk, with the screening that was told in place of lists."""
    read = read_order(case.order, date(2026, 11, 20))
    assert [it.code for it in read.problems] == case.problems, read.problems
    order: Order = read.order
    if case.lists:
        return desk.check(order).determination
    checked = BARE.check(order)
    named = tuple(it.key for it in checked.parties if it.key in checked.sheet.parties)
    sheet = checked.sheet.with_facts(_told(case.told, named, checked.sheet.lines))
    records = [it for it in checked.replies if it.by == "records"]
    return determine(order, sheet, (*replies(order, sheet), *records), rulebook())


def _told(told: Table, parties: tuple[str, ...], lines: tuple[str, ...]) -> Iterator[Fact]:
    """Facts of the case, ``fact`` or ``buyer fact``; who is named stands on no list unless it is said."""
    keys = {"party": parties, "goods": lines, "order": ("",)}
    found: dict[tuple[str, str], Any] = {(name, it): {} for name in _SCREENED for it in parties}
    found |= {
        (name, it): value
        for it in parties
        for name, value in (("party.listed_share", 0.0), ("party.listed_address", False))
    }
    for key, value in told.items():
        about, _, name = key.rpartition(" ")
        for it in (about,) if about else keys[fact_kinds()[name].scope]:
            found[name, it] = value
    for (name, about), value in found.items():
        yield Fact(name, _value(value), "told by the case", about=about)


def _value(value: Any) -> Any:
    if value == "unknown":
        return None
    if not isinstance(value, dict | list):
        return value
    if isinstance(value, list):
        return Truths(dict.fromkeys(value, True), False)
    rest = None if value.get("rest") == "unknown" else False
    return Truths({key: None if it == "unknown" else it for key, it in value.items() if key != "rest"}, rest)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_an_order_comes_to_what_the_references_say(case: Golden, desk: OrderDesk) -> None:
    found = decided(case, desk)
    assert shown(found, case.expect) == case.expect, f"{case.why}\n{explained(found)}"


def shown(found: Determination, expect: Table) -> Table:
    """As much of the answer as the case speaks of, in its words."""
    deciding = {it.id for it in found.deciding}
    saying = {it.id for it in found.parts if it.now}
    open_ = {it.id for it in found.parts if it.answer == "unknown"}
    asked = {it.question for it in (*found.asks, *found.more_asks)}
    every: Table = {
        "outcome": found.outcome.name,
        "possible": found.strictest_possible.name,
        "mildest": found.mildest_possible.name,
        "policy": found.licence_policy,
        "basis": "law" if "law" in {it.basis for it in found.deciding} else "policy",
        "parts": [it for it in expect.get("parts", ()) if it in deciding],
        "also": [it for it in expect.get("also", ()) if it in saying],
        "open": [it for it in expect.get("open", ()) if it in open_],
        "asks": [it for it in expect.get("asks", ()) if it in asked],
        "since": {it.id: it.start for it in found.parts if it.id in expect.get("since", ())},
        "absent": [it for it in expect.get("absent", ()) if it not in saying | open_],
    }
    return {key: every[key] for key in expect}


def explained(found: Determination) -> str:
    """Every part that says something, for the reader of a failed case."""
    said = (f"{it.id} {it.answer} {[o.name for o in it.now]} {it.sentence[:150]}" for it in found.parts)
    return f"{found.outcome.name} {found.licence_policy}\n" + "\n".join(said)


def test_the_golden_set_is_large_enough() -> None:
    assert len(CASES) >= 250
    assert len({it.name for it in CASES}) == len(CASES)
    assert not [
        it.name
        for it in CASES
        if not it.why or "outcome" not in it.expect or not it.expect.get("parts", it.expect["outcome"] == "OK")
    ]
