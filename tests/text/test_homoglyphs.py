"""Letters typed in the wrong script are repaired; brands of two scripts are left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enduse.text.homoglyphs import repair_homoglyphs


@pytest.mark.parametrize(
    ("seen", "repaired"),
    [
        ("Китaй", "Китай"),
        ("Республикa", "Республика"),
        ("OOО", "OOO"),
        ("ООO", "OOO"),
        ("BОRING", "BORING"),
        ("Plain latin", "Plain latin"),
        ("чистая кириллица", "чистая кириллица"),
        ("ЯNDEX", "ЯNDEX"),
    ],
)
def test_mixed_words_move_to_the_script_of_their_telling_letters(seen: str, repaired: str) -> None:
    word = repair_homoglyphs(seen)
    assert word == repaired or {word, repaired} == {"ООО", "OOO"}


@given(st.text(alphabet="АВЕКМНОРСТХABEKMHOPCTXЯNщz ", max_size=20))
def test_repairing_twice_changes_nothing(text: str) -> None:
    assert repair_homoglyphs(repair_homoglyphs(text)) == repair_homoglyphs(text)
