"""The lexicon of goods: its languages, its spellings, and what a scanner finds of it."""

import tomllib
from importlib.resources import files

from hypothesis import given
from hypothesis import strategies as st

from enduse.goods.folding import fold
from enduse.goods.knowledge import bundled_knowledge
from enduse.goods.lexicon import LANGUAGES, Chain, Spellings, Word, entries, spellings
from enduse.goods.scanning import find_words, make_scanner
from enduse.goods.typos import find_slips, make_slips

RAW = tomllib.loads((files("enduse.data") / "goods" / "lexicon.toml").read_text(encoding="utf-8"))
SCREW = Word("part", "screw", "en", True, True)
LATHE = Word("machine", "turning", "ru", True, False)


def found(words: dict[str, list[Word]], text: str, chains: dict[str, list[Chain]] | None = None) -> list[str]:
    folded = fold(text)
    hits = find_words(make_scanner(Spellings(words, chains or {})), folded)
    return [folded[start:end] for start, end, _ in hits]


def test_sixteen_groups_and_more_stand_in_all_seven_languages() -> None:
    spoken: dict[tuple[str, str], set[str]] = {}
    for role, value, language, _ in entries(RAW):
        spoken.setdefault((role, value), set()).add(language)
    assert sum(languages == set(LANGUAGES) for languages in spoken.values()) >= 40


def test_the_lexicon_says_where_it_is_from_and_how_sure_it_is() -> None:
    assert RAW["source"]
    assert RAW["confidence"] in {"low", "medium", "high"}


def test_no_entry_is_empty_or_only_a_star() -> None:
    assert [it for it in entries(RAW) if not it[3].strip("* ")] == []


def test_every_spelling_is_folded_already() -> None:
    known = spellings()
    assert [it for it in known.words if fold(it) != it] == []


def test_a_word_is_not_found_inside_of_another() -> None:
    assert found({"screw": [SCREW]}, "unscrewed screw") == ["screw"]


def test_a_shorter_word_inside_of_a_longer_one_is_left_out() -> None:
    longer = Word("part", "ballscrew", "en", True, True)
    assert found({"screw": [SCREW], "ball screw": [longer]}, "ball screw") == ["ball screw"]


def test_a_chain_takes_any_ending_and_a_forgotten_blank() -> None:
    chains = {fold("токарн"): [Chain((fold("токарн"), fold("станк")), LATHE)]}
    for text in ("токарного станка", "токарные станки", "токарных-станков"):
        assert found({}, text, chains) == [fold(text)[: fold(text).index(fold("станк")) + 5]]


def test_a_slip_of_one_letter_is_understood() -> None:
    slips = make_slips({"bearing": [Word("part", "bearing", "en", True, False)]})
    for text in ("baering", "beairng", "bearring", "berings"):
        assert len(find_slips(slips, text, [])) == 1


def test_a_word_that_is_understood_is_no_slip() -> None:
    slips = make_slips({"bearing": [SCREW]})
    assert find_slips(slips, "baering", [(0, 7, SCREW)]) == []


@given(st.text(st.characters(), max_size=80))
def test_hits_lie_in_the_text_in_its_order(text: str) -> None:
    folded = fold(text)
    hits = find_words(bundled_knowledge().scanner, folded)
    assert all(0 <= start < end <= len(folded) for start, end, _ in hits)
    assert [hit[0] for hit in hits] == sorted(hit[0] for hit in hits)
