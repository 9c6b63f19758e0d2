"""Possible uses of goods in the making of arms: every class has one with a source, and none is called proof."""

import re

import pytest

from enduse.goods.codes.tiers import bundled_listings
from enduse.goods.military_uses import military_uses, not_proof, possible_uses, uses_of_classes
from enduse.model.goods_rules import MACHINE_HEADINGS, MACHINE_KINDS, PART_HEADINGS, TOOL_HEADINGS

KINDS = sorted(MACHINE_KINDS | {"part", "control_unit", "cutting_tool", "accessory", "software"})
PRIORITY = sorted({it.code for it in bundled_listings() if it.basis == "priority" and it.tier})
PROOF = re.compile(
    r"\b(proves?|proof that|is used for|are used for|guilty|certainly|must be|complicit)\b", re.IGNORECASE
)


def test_the_priority_list_has_its_fifty_codes() -> None:
    assert len(PRIORITY) == 50


@pytest.mark.parametrize("code", PRIORITY)
def test_every_code_of_the_priority_list_has_a_use_with_a_source(code: str) -> None:
    found = possible_uses(code=code)
    assert found
    assert all(it.use.sources for it in found)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_goods_has_a_use_with_a_source(kind: str) -> None:
    assert any(it.use.sources for it in possible_uses(kind))


@pytest.mark.parametrize("heading", sorted(MACHINE_HEADINGS | TOOL_HEADINGS | PART_HEADINGS))
def test_every_heading_that_goods_are_read_by_has_a_use(heading: str) -> None:
    assert possible_uses(code=heading)


def test_every_source_says_how_it_is_known_and_every_use_says_why() -> None:
    for use in military_uses():
        assert use.part
        assert use.reason.endswith(".")
        for source in use.sources:
            assert source.evidence in ("seen", "memory")
            assert source.confidence in ("high", "medium", "low")
            assert source.url or source.evidence == "memory" or source.id == "brief"


def test_no_sentence_calls_a_use_proved() -> None:
    for use in military_uses():
        assert use.sentence.startswith("Possibly used for ")
        assert not PROOF.search(use.sentence)
    assert "no proof" in not_proof()


def test_uses_of_the_kind_come_first_and_say_by_which_class() -> None:
    found = possible_uses("cutting_tool", "8458112009")
    assert [it.because for it in found[:2]] == ["kind cutting_tool", "code 8458"]


def test_the_more_exact_code_comes_first() -> None:
    reasons = [it.because for it in possible_uses(code="845891")]
    assert reasons[0] == "code 845891"
    assert "code 8458" in reasons[1:]


def test_goods_of_no_class_have_no_use() -> None:
    assert possible_uses("other", "940171") == ()
    assert possible_uses() == ()


def test_each_use_once_for_several_classes() -> None:
    ids = [it.use.id for it in uses_of_classes([("turning", "8458"), ("turning", "845811"), ("grinding", "8460")])]
    assert len(ids) == len(set(ids))
    assert {"turned_casings", "ground_parts"} <= set(ids)
    assert ids == [it.id for it in military_uses() if it.id in set(ids)]


def test_every_use_is_reached_by_a_kind_or_a_code() -> None:
    for use in military_uses():
        assert use.kinds or use.codes
        assert set(use.kinds) <= set(KINDS)
        assert all(it.isdigit() and 4 <= len(it) <= 6 for it in use.codes)
