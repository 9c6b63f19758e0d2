import pytest
from hypothesis import given
from hypothesis import strategies as st

from enduse.model.ids import PARTY_DIGITS, party_id, party_number, party_text, stable_key


def test_a_key_depends_on_every_part_and_on_their_order() -> None:
    keys = {stable_key("a", "b"), stable_key("b", "a"), stable_key("ab"), stable_key("a", "b", "")}
    assert len(keys) == 4


def test_a_key_is_the_same_on_every_machine() -> None:
    # Decisions and notes hang on keys: this value may never change.
    assert stable_key("third_country_transshipment", "INN:1", 7) == stable_key(
        "third_country_transshipment", "INN:1", "7"
    )
    assert stable_key("x") == "2d711642b726b044"


def test_a_party_id_is_the_number_of_its_anchors_hash() -> None:
    assert party_id("x") == 0x2D711642B726B04


@given(st.integers(min_value=0, max_value=16**PARTY_DIGITS - 1))
def test_a_printed_party_id_reads_back(number: int) -> None:
    assert party_number(party_text(number)) == number
    assert len(party_text(number)) == PARTY_DIGITS


@pytest.mark.parametrize("text", ["", "inn:7701234567", "0" * 14, "0" * 16, "-00000000000001", "0x0000000000001"])
def test_other_texts_are_no_party_id(text: str) -> None:
    assert party_number(text) is None
