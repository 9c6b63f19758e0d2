"""Rules read from their files."""

from datetime import date
from pathlib import Path

import pytest

from enduse.decide.applying import apply_rules
from enduse.decide.facts import Fact, FactSheet
from enduse.decide.outcomes import Outcome
from enduse.decide.rulebook import read_rulebook, rulebook
from enduse.errors import BadPlugin

HEAD = """
id = "{id}"
jurisdiction = "{whose}"
title = "Lathes to Ruritania"
gate = "G1"
outcome = {outcome}
sentence = "Not to Ruritania."
"""
SPAN = """
[[in_force]]
{days}
citation = "Act"
source = "T1"
evidence = "seen"
confidence = "high"
{rest}
"""
WHEN = '[in_force.when]\ndestination = "RU"\n'


def write(folder: Path, *spans: str, id: str = "xx_lathes", whose: str = "XX", outcome: str = '"BLOCK"') -> Path:
    path = folder / "xx_lathes.toml"
    path.write_text(HEAD.format(id=id, whose=whose, outcome=outcome) + "".join(spans), encoding="utf-8")
    return path


def span(days: str = "", rest: str = WHEN) -> str:
    return SPAN.format(days=days, rest=rest)


def test_a_rule_holds_from_its_first_day_until_the_day_before_its_last(tmp_path: Path) -> None:
    book = read_rulebook([write(tmp_path, span("start = 2024-01-01\nend = 2024-03-01"))])
    held = [
        bool(list(book.on(day))) for day in (date(2023, 12, 31), date(2024, 1, 1), date(2024, 2, 29), date(2024, 3, 1))
    ]
    assert held == [False, True, True, False]


def test_a_gap_applies_to_nothing(tmp_path: Path) -> None:
    spans = span("start = 2024-01-01\nend = 2024-03-01"), span("start = 2024-03-01", 'gap = "suspended"')
    book = read_rulebook([write(tmp_path, *spans)])
    (rule,) = book.rules
    assert rule.spans[1].gap == "suspended"
    assert list(book.on(date(2024, 4, 1))) == []


def test_law_of_unverified_days_is_not_known_to_apply(tmp_path: Path) -> None:
    book = read_rulebook([write(tmp_path, span("", 'status = "unverified"\n' + WHEN))])
    (part,) = apply_rules(book, FactSheet((Fact("destination", "RU"),)), date(2024, 1, 1)).parts
    assert (part.answer, part.now, part.possible, part.deniers) == ("unknown", (Outcome.HOLD,), (Outcome.BLOCK,), ())


def test_a_house_rule_waits_where_it_would_forbid(tmp_path: Path) -> None:
    book = read_rulebook([write(tmp_path, span(), whose="HOUSE")])
    (part,) = apply_rules(book, FactSheet((Fact("destination", "RU"),)), date(2024, 1, 1)).parts
    assert (part.basis, part.now, part.possible) == ("policy", (Outcome.HOLD,), (Outcome.HOLD,))


def test_a_rule_that_may_apply_waits_and_says_what_is_missing(tmp_path: Path) -> None:
    book = read_rulebook([write(tmp_path, span())])
    (part,) = apply_rules(book, FactSheet(()), date(2024, 1, 1)).parts
    assert (part.answer, part.now, part.possible, part.least) == ("unknown", (Outcome.HOLD,), (Outcome.BLOCK,), ())
    assert [it.fact for it in part.lacks] == ["destination"]
    assert part.deniers == (frozenset({"Q01"}),)


def test_lighter_duties_are_taken_on_while_unknown(tmp_path: Path) -> None:
    book = read_rulebook([write(tmp_path, span(), outcome='["CLAUSE", "EDD"]')])
    (part,) = apply_rules(book, FactSheet(()), date(2024, 1, 1)).parts
    assert part.now == (Outcome.EDD, Outcome.CLAUSE)


def test_a_rule_that_rests_on_a_lack_can_be_settled_by_its_question(tmp_path: Path) -> None:
    book = read_rulebook([write(tmp_path, span("", '[in_force.when]\n"goods.spec_missing" = true\n'))])
    sheet = FactSheet((Fact("goods.spec_missing", True, "axes?", about="1"),), (), ("1",))
    (part,) = apply_rules(book, sheet, date(2024, 1, 1)).parts
    assert (part.answer, part.now, part.least, part.deniers) == ("yes", (Outcome.BLOCK,), (), (frozenset({"Q32"}),))
    assert [it.sentence for it in part.lacks] == ["axes?"]


@pytest.mark.parametrize(
    ("spans", "said"),
    [
        ((span("start = 2024-01-01\nend = 2024-03-01"), span("start = 2024-04-01")), "not explained"),
        ((span("start = 2024-01-01\nend = 2024-03-01"), span("start = 2024-02-01")), "overlap"),
        ((span(rest=""),), "conditions"),
        ((span("start = 2024-01-01\nweight = 1"),), "unknown weight"),
        ((SPAN.replace('"high"', '"sure"').format(days="", rest=WHEN),), "confidence"),
    ],
)
def test_an_ill_formed_rule_is_refused_by_name(tmp_path: Path, spans: tuple[str, ...], said: str) -> None:
    with pytest.raises(BadPlugin, match=said) as caught:
        read_rulebook([write(tmp_path, *spans)])
    assert caught.value.code == "E-RULE"
    assert "xx_lathes" in caught.value.message


@pytest.mark.parametrize(
    ("change", "said"), [({"id": "yy"}, "must be that of the file"), ({"outcome": '"STOP"'}, "STOP")]
)
def test_an_ill_formed_head_is_refused(tmp_path: Path, change: dict[str, str], said: str) -> None:
    with pytest.raises(BadPlugin, match=said):
        read_rulebook([write(tmp_path, span(), **change)])


def test_own_rules_stand_beside_the_bundled_ones(tmp_path: Path) -> None:
    write(tmp_path, span())
    own, bundled = rulebook(tmp_path), rulebook()
    assert own.rule("xx_lathes") is not None
    assert len(own.rules) == len(bundled.rules) + 1
    assert own.version != bundled.version
