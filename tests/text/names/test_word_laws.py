import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enduse.text.names import MOST, compare_names, compare_prepared, prepare, score_prepared
from enduse.text.names import similarity as words
from enduse.text.names.lexicon import lettered, segments
from enduse.text.names.scoring import _model
from enduse.text.names.tokens import Token, token

LATIN = st.text(alphabet="abcdeghiklmnoprstuvyz", min_size=2, max_size=9)
CYRILLIC = st.text(alphabet="абвгдежзиклмнопрстучшыюя", min_size=2, max_size=9)


@st.composite
def slips(draw: st.DrawFn) -> tuple[str, str]:
    """A word and the same with a few letters changed."""
    word = draw(LATIN)
    other = list(word)
    for at in draw(st.lists(st.integers(0, len(word) - 1), max_size=4)):
        other[at] = draw(st.sampled_from("aeiouszhk"))
    return word, "".join(other)


def rejected_wrongly(one: Token, other: Token) -> bool:
    unlike = words._plainly_unlike(one, other)
    return unlike and max(words._spelt(one, other), words._heard(one, other)) >= words.LEAST


@given(slips())
@settings(max_examples=400, deadline=None)
def test_no_word_is_put_aside_that_a_full_comparison_would_find_alike(pair: tuple[str, str]) -> None:
    assert not rejected_wrongly(token(pair[0], "latin"), token(pair[1], "latin"))


@given(LATIN, CYRILLIC)
@settings(max_examples=200, deadline=None)
def test_nor_across_latin_and_cyrillic(latin: str, cyrillic: str) -> None:
    assert not rejected_wrongly(token(latin, "latin"), token(cyrillic, "cyrillic"))


@given(st.lists(slips(), min_size=1, max_size=4), st.sampled_from(["company", "person"]))
@settings(max_examples=100, deadline=None)
def test_the_short_way_scores_as_the_explained_one(pairs: list[tuple[str, str]], kind: str) -> None:
    who = "person" if kind == "person" else "company"
    one, other = (prepare(" ".join(it[side] for it in pairs), who) for side in (0, 1))
    assert score_prepared(one, other) == compare_prepared(one, other).score <= MOST


@pytest.mark.parametrize(
    ("run", "pieces"),
    [
        ("벨노스페이스", ["벨노", "스페이스"]),
        ("가무기술", ["가무", "기술"]),
        ("한세계건설", ["한세계", "건설"]),
        ("벨해양조", ["벨해", "양조"]),
        ("가람비티아이", ["가람", "비티아이"]),
    ],
)
def test_a_run_of_hangul_is_cut_where_it_leaves_fewest_scraps(run: str, pieces: list[str]) -> None:
    assert [it for it, _ in segments(run, "hangul")] == pieces


def test_letters_are_cut_off_only_where_they_are_sure() -> None:
    assert lettered("엠큐씨조르벡", "hangul") == ("엠큐씨", "조르벡")
    assert lettered("코리아이", "hangul") == ("코리아이",)


def test_every_number_of_a_han_name_is_a_number() -> None:
    numbers = [it.text for it in prepare("中国航天第三研究院三十三研究所").tokens if it.kind == "number"]
    assert numbers == ["3", "33"]


@pytest.mark.parametrize(
    ("left", "right", "least", "most"),
    [
        ("中国电子第三十三研究所", "No. 33 Research Institute of China Electronics", 0.6, 1.0),
        ("中国电子第三十三研究所", "No. 34 Research Institute of China Electronics", 0.0, 0.4),
        ("조르벡스17호스팩", "Zorvex No.17 Special Purpose Acquisition Company", 0.6, 1.0),
        ("가람에이치티", "Garam HT Co., Ltd", 0.8, 1.0),
        ("ООО Зорвлайн", "Zorvline LLC", 0.6, 1.0),
        ("АО Электрозорвекс", "Elektrozorveks JSC", 0.8, 1.0),
        ("朝鮮錦繡製鉄会社", "Kumsu Steel Company", 0.5, 1.0),
    ],
)
def test_firms_across_scripts(left: str, right: str, least: float, most: float) -> None:
    assert least <= compare_names(left, right).score <= most


def test_a_rise_of_the_evidence_never_lowers_the_score() -> None:
    for model in _model().values():
        worth = [model.worth(at / 4) for at in range(-60, 60)]
        assert worth == sorted(worth)
