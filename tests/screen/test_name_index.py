import numpy as np
import pytest

from enduse.screen.name_index import NameIndex, build_index, index_of_arrays
from enduse.text.names import NameKind, prepare

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
    assert people.candidates(prepare("Wilbert Kuhnrath", "person"), 12) == []


def test_no_more_names_come_back_than_asked_for(people: NameIndex) -> None:
    index = build_index([(f"Velmont Orstad {it}", "person") for it in "ABCDEFGH"])
    assert len(index.candidates(prepare("Velmont Orstad", "person"), 3)) == 3


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
    arrays = {name: array for name, array in people.arrays().items() if name != "counts"}
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
