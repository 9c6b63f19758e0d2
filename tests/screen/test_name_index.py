from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enduse.screen.name_index import NameIndex, Search, build_index, index_of_arrays
from enduse.text.names import NameKind, PreparedName, prepare

FIRMS = [
    "Zorvex Machinery LLC",
    "ООО Белмаран",
    "北京博瑞通科技有限公司",
    "Anhelm Trading",
    "Plant 412",
    "Zor Velden Group",
]
PEOPLE = [
    "DROZDOVAR, Anton Petrovich",
    "AL-HABBARI, Mohammad Ali",
    "Rahmatullah Shah Nawazi",
    "Velmont Orstad",
    "Aline Mortesque",
]


@pytest.fixture(scope="module")
def firms() -> NameIndex:
    return build_index([(it, "company") for it in FIRMS])


@pytest.fixture(scope="module")
def people() -> NameIndex:
    return build_index([(it, "person") for it in PEOPLE])


def first(index: NameIndex, query: str, kind: NameKind) -> str:
    found = index.nearest(prepare(query, kind))
    return index.texts[found[0].at] if found else ""


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("Зорвекс Машинери", "Zorvex Machinery LLC"),
        ("Belmaran", "ООО Белмаран"),
        ("Beijing Boruitong Technology", "北京博瑞通科技有限公司"),
        ("Anhelmm Trading", "Anhelm Trading"),
        ("АО Завод 412", "Plant 412"),
        ("Zorvelden Group", "Zor Velden Group"),
    ],
)
def test_a_firm_is_found_in_another_spelling(firms: NameIndex, query: str, expected: str) -> None:
    assert first(firms, query, "company") == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("Антон Петрович Дроздовар", "DROZDOVAR, Anton Petrovich"),
        ("محمد علي الحباري", "AL-HABBARI, Mohammad Ali"),
        ("رحمت الله شاه نوازی", "Rahmatullah Shah Nawazi"),
        ("Orstad Velmont", "Velmont Orstad"),
        ("Aline Mortesqe", "Aline Mortesque"),
    ],
)
def test_a_person_is_found_in_another_spelling(people: NameIndex, query: str, expected: str) -> None:
    assert first(people, query, "person") == expected


def test_a_stranger_is_not_even_compared(people: NameIndex) -> None:
    assert people.candidates(prepare("Wilbert Kuhnrath", "person"))[0].tolist() == []


def test_no_more_names_come_back_than_asked_for() -> None:
    index = build_index([(f"Velmont Orstad {it}", "person") for it in "ABCDEFGH"])
    assert len(index.nearest(prepare("Velmont Orstad", "person"), 3, 0.0)) == 3


def test_names_that_are_compared_alike_take_one_place_and_all_come_back() -> None:
    index = build_index([(it, "person") for it in [*["Velmont Orstad"] * 5, "VELMONT ORSTAD", "Velmont Orst"]])
    found = index.nearest(prepare("Orstad Velmont", "person"), 2, 0.0)
    assert sorted(it.at for it in found) == list(range(7))


def test_a_search_brings_weak_names_and_a_screening_does_not(people: NameIndex) -> None:
    query = prepare("Anton Mortesk", "person")
    weak = people.nearest(query, 12, 0.0)
    assert {people.texts[it.at] for it in weak} >= {"DROZDOVAR, Anton Petrovich", "Aline Mortesque"}
    assert people.nearest(query, 12, 0.8) == []


def test_a_person_is_no_company_of_the_same_word() -> None:
    index = build_index([("Velmont Trading", "company"), ("Velmont, Aline", "person"), ("Velmont", "unknown")])
    found = index.nearest(prepare("Velmont, Aline", "person"), 12, 0.3)
    assert {index.texts[it.at] for it in found} <= {"Velmont, Aline", "Velmont"}
    assert index.texts[found[0].at] == "Velmont, Aline"


def test_a_company_that_bears_the_very_name_of_a_person_is_found() -> None:
    index = build_index([("Velmont Orstad", "company")])
    assert index.nearest(prepare("Velmont Orstad", "person"), 12, 0.3) != []


def test_a_name_that_everybody_has_is_still_found() -> None:
    index = build_index([("Velmont", "person")] * 500)
    assert index.nearest(prepare("Velmont", "person"))[0].score > 0.9


def test_one_question_leaves_no_trace_in_the_next(firms: NameIndex) -> None:
    before = firms.nearest(prepare("Zorvex Machinery"))
    firms.nearest(prepare("Anhelm Trading 412 Zorvex"))
    assert firms.nearest(prepare("Zorvex Machinery")) == before


def test_a_kept_index_answers_as_the_first(people: NameIndex) -> None:
    again = index_of_arrays(people.arrays())
    query = prepare("Anton Drozdovar", "person")
    assert again.nearest(query) == people.nearest(query) != []


def test_an_index_kept_by_an_older_version_is_refused(people: NameIndex) -> None:
    arrays = {name: array for name, array in people.arrays().items() if name != "same"}
    with pytest.raises(KeyError):
        index_of_arrays(arrays)


def test_an_empty_index_and_an_empty_name_are_answered(firms: NameIndex) -> None:
    assert build_index([]).nearest(prepare("Zorvex")) == []
    assert firms.nearest(prepare("")) == []
    assert np.count_nonzero(firms.weights) == len(FIRMS)


EXACT: list[tuple[str, NameKind]] = [
    ("Your Fuel Company", "company"),
    ("E.X. Co.", "company"),
    ("ABEL, Konrad Udo", "person"),
    ("MARIGOLD", "vessel"),
    ("ООО «Вектор Стан»", "company"),
    ("Общая Техника", "company"),
]


@pytest.mark.parametrize("kind", ["unknown", "own"])
@pytest.mark.parametrize(("text", "own"), EXACT, ids=[it for it, _ in EXACT])
def test_a_name_as_it_stands_in_the_list_is_always_found(text: str, own: NameKind, kind: str) -> None:
    crowd: list[tuple[str, NameKind]] = [(f"Your Fuel Trading {at} Company", "company") for at in range(600)]
    index = build_index([*crowd, *EXACT])
    found = index.nearest(prepare(text, own if kind == "own" else "unknown"))
    assert index.texts[found[0].at] == text
    assert found[0].score >= 0.9


WORDS = [
    "Velmont",
    "Orstad",
    "Zorvex",
    "Belmaran",
    "Anton",
    "Aline",
    "Дроздовар",
    "Trading",
    "Plant",
    "412",
    "حباري",
    "北京",
]
NAMES = st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join), min_size=1, max_size=12)


@settings(max_examples=60, deadline=None)
@given(NAMES, st.randoms(use_true_random=False), st.sampled_from(WORDS), st.sampled_from(WORDS))
def test_the_order_of_the_names_does_not_matter(names: list[str], chance: Random, one: str, other: str) -> None:
    shuffled = chance.sample(names, len(names))
    query = prepare(f"{one} {other}")
    first, second = (build_index([(it, "company") for it in order]) for order in (names, shuffled))
    assert scored(first, query) == scored(second, query)


@settings(max_examples=60, deadline=None)
@given(NAMES, NAMES)
def test_other_names_in_the_list_hide_no_hit(names: list[str], others: list[str]) -> None:
    query = prepare(names[0])
    alone, among = (build_index([(it, "company") for it in each]) for each in (names, names + others))
    strong = {it for it in scored(alone, query) if it[1] >= 0.8}
    assert strong <= set(scored(among, query))


@settings(max_examples=60, deadline=None)
@given(NAMES, st.sampled_from(["company", "person", "unknown"]), st.integers(0, 11))
def test_every_name_of_the_list_is_found_as_it_stands(names: list[str], kind: NameKind, at: int) -> None:
    text = names[at % len(names)]
    index = build_index([(it, kind) for it in names])
    assert text in {name for name, _ in scored(index, prepare(text, kind))}


@settings(max_examples=40, deadline=None)
@given(NAMES, NAMES)
def test_many_questions_learned_at_once_are_answered_alike(names: list[str], asked: list[str]) -> None:
    queries = [prepare(it) for it in asked]
    single, bulk = (build_index([(it, "company") for it in names]) for _ in range(2))
    bulk.learn(queries)
    assert [bulk.nearest(it) for it in queries] == [single.nearest(it) for it in queries]


@settings(max_examples=60, deadline=None)
@given(
    NAMES,
    st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(["company", "person", "unknown"])), max_size=6),
    st.sampled_from([0.0, 0.3, 0.5]),
)
def test_many_questions_at_once_are_answered_as_one_by_one(
    names: list[str], asked: list[tuple[str, NameKind]], least: float
) -> None:
    index = build_index([(it, "company") for it in names] + [(it, "person") for it in names[:3]])
    searches = [Search(prepare(f"{names[0]} {word}", kind), 6, least) for word, kind in asked]
    assert index.nearest_each(searches) == [index.nearest(it.query, it.full, it.least) for it in searches]


def test_more_questions_than_are_added_up_at_once_are_all_answered(people: NameIndex, firms: NameIndex) -> None:
    index = build_index([(it, "person") for it in PEOPLE])
    index._sums.together = 2
    queries = [prepare(it, "person") for it in ("Aline Mortesqe", "Orstad Velmont", "Anton Drozdovar", "Aline", "")]
    together = index.nearest_each([Search(it) for it in queries])
    assert together == [people.nearest(it) for it in queries]
    assert [len(it) > 0 for it in together] == [True, True, True, True, False]


def test_a_crowd_of_weak_names_does_not_hide_a_match() -> None:
    index = build_index([*((f"Velmont Trading {at}", "company") for at in range(200)), ("Velmont Zorvexa", "company")])
    found = index.nearest(prepare("Velmont Zorvex"), 24, 0.5)
    assert index.texts[found[0].at] == "Velmont Zorvexa"


def test_forgetting_words_changes_no_answer(people: NameIndex) -> None:
    query = prepare("Orstad Velmnt", "person")
    before = people.nearest(query)
    people._room = -1
    people.nearest(prepare("Aline", "person"))
    assert people.nearest(query) == before != []


def scored(index: NameIndex, query: PreparedName) -> list[tuple[str, float]]:
    """Texts and scores of the names that are found, in an order of their own."""
    return sorted((index.texts[it.at], it.score) for it in index.nearest(query, 50, 0.3))
