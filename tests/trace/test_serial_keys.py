"""Serial numbers: which spellings mean one machine."""

import ibis
import pytest
from hypothesis import given
from hypothesis import strategies as st

from enduse.trace.serial_keys import (
    Numbered,
    agree,
    crowded,
    meant,
    one_edit,
    serial_key,
    serial_key_of,
    shown,
    strict_key,
)

MILL = Numbered("SL2500-0417", "SPARTAN", "SL-25")
FAR = Numbered("SL2500-9932", "SPARTAN", "SL-25")


@pytest.mark.parametrize(
    "written",
    [
        "SL2500-0417",
        "sl2500 0417",
        "SL25OO/O4I7",
        "SL25000417",
        "ЅL2500-0417",
        "S/N: SL2500-0417",
        "№ SL2500-0417",
        "Serial No. SL2500-0417",
        "SL2500-04l7",
        "ＳＬ２５００－０４１７",
    ],
)
def test_innocent_spellings_share_one_key(written: str) -> None:
    assert serial_key(written) == serial_key("SL2500-0417")


def test_cyrillic_letters_become_their_latin_twins() -> None:
    assert strict_key("МС21-18Х") == strict_key("MC21-18X")


def test_the_word_before_the_number_is_no_part_of_it_but_a_prefix_is() -> None:
    assert serial_key("SN 12345") == "12345"
    assert serial_key("SN12345") == "SN12345"


@given(st.text(alphabet="ABEOIL0123456789-/. АВЕОоSNser№:#０１Ａ", max_size=14))
def test_a_column_is_read_as_a_text_is(text: str) -> None:
    table = ibis.memtable({"text": [text]}, schema={"text": "string"})

    (found,) = serial_key_of(table.text).to_pyarrow().to_pylist()

    key = serial_key(text)
    tells = len(key) >= 4 and any(it in "0123456789０１" for it in text)
    assert found == (key if tells else None)


@given(st.text(max_size=12))
def test_a_key_is_its_own_key(text: str) -> None:
    key = serial_key(text)

    assert serial_key(key) in (key, serial_key(strict_key(key)))


def test_the_same_number_means_the_machine() -> None:
    assert meant(Numbered("sl2500/0417"), [MILL, FAR]).candidates == (MILL,)


def test_letters_that_look_like_digits_are_said() -> None:
    found = meant(Numbered("SL25OO-O417"), [MILL, FAR])

    assert (found.how, found.candidates) == ("look_alike", (MILL,))


@pytest.mark.parametrize("slip", ["SL2500-0418", "SL2500-041", "SL2500-04177", "SL2500-0471"])
def test_one_slip_is_forgiven_within_brand_and_model(slip: str) -> None:
    found = meant(Numbered(slip, "SPARTAN", "SL-25"), [MILL, FAR])

    assert (found.how, found.candidates) == ("one_edit", (MILL,))


@pytest.mark.parametrize(
    "asked", [Numbered("SL2500-0418", "ATHENIAN"), Numbered("SL2500-0418"), Numbered("SL2500-0499")]
)
def test_a_slip_is_not_forgiven_elsewhere(asked: Numbered) -> None:
    assert meant(asked, [MILL, FAR]).how == "none"


def test_two_neighbours_mean_none() -> None:
    other = Numbered("SL2500-0419", "SPARTAN", "SL-25")

    found = meant(Numbered("SL2500-0418", "SPARTAN", "SL-25"), [MILL, other])

    assert (found.how, found.candidates) == ("several", (MILL, other))


def test_numbers_that_count_up_forgive_no_slip() -> None:
    known = [Numbered(f"SL2500-0{it}", "SPARTAN", "SL-25") for it in range(100, 120)]

    assert meant(Numbered("SL2500-0219", "SPARTAN", "SL-25"), known).how == "several"
    assert not crowded([f"SL{it * 7919:07d}" for it in range(3)])


def test_one_number_of_two_brands_needs_the_brand() -> None:
    twin = Numbered("SL2500-0417", "ATHENIAN")

    assert meant(Numbered("SL2500-0417"), [MILL, twin]).how == "several"
    assert meant(Numbered("SL2500-0417", "ATHENIAN"), [MILL, twin]).candidates == (twin,)


def test_a_short_number_without_a_brand_means_none() -> None:
    assert meant(Numbered("4170"), [Numbered("4170", "SPARTAN")]).how == "several"
    assert meant(Numbered("4170", "SPARTAN"), [Numbered("4170", "SPARTAN")]).how == "exact"
    assert meant(Numbered("17"), [Numbered("17", "SPARTAN")]).how == "none"


def test_one_edit_is_exactly_one() -> None:
    assert one_edit("AB12", "AB21")
    assert not one_edit("AB12", "AB12")
    assert not one_edit("AB12", "BA21")


def test_brands_agree_when_one_holds_the_other() -> None:
    assert agree("Victor", "VICTOR TAICHUNG") is True
    assert agree("", "YCM") is None


def test_people_see_the_usual_spelling() -> None:
    assert shown(["sl2500-0417", "SL2500-0417", "SL25000417"]) == "SL2500-0417"
