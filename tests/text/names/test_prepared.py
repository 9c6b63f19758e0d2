import pytest

from enduse.text.names import prepare


def concepts(name: str) -> list[str]:
    return [it.concept or it.text for it in prepare(name).tokens]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("深圳市易博电子有限公司", ["@shenzhen", "@city", "易博", "electronics"]),
        ("ООО «Зорвекс Станкострой»", ["зорвекс", "machine", "tool", "building"]),
        ("株式会社ゾルベクス工作機械", ["ゾルベクス", "machine", "tool"]),
        ("Zorvex Hong Kong Ltd", ["zorvex", "@HK"]),
        ("Brigade Forty-Four", ["brigade", "44"]),
        ("Zorvex Fund III L.P.", ["zorvex", "foundation", "3"]),
        ("中国第十二研究所", ["12", "@CN", "research", "institute"]),
    ],
)
def test_takes_a_name_apart(name: str, expected: list[str]) -> None:
    found = concepts(name)
    assert [it for it in expected if it in found] == expected


def test_drops_legal_forms_wherever_they_stand() -> None:
    assert [it.text for it in prepare("Zorvex Holding, Joint Stock Company Belmar").tokens] == [
        "zorvex",
        "holding",
        "belmar",
    ]


def test_a_name_of_nothing_but_a_legal_form_keeps_it() -> None:
    assert prepare("ООО").tokens


def test_a_title_is_no_part_of_a_persons_name() -> None:
    assert prepare("Dr. Anna Bolteanu", "person").tokens[0].kind == "small"


def test_abd_and_the_next_word_are_one_name() -> None:
    spellings = {prepare(it, "person").tokens[0].text for it in ("Abd al-Rahman", "Abdul Rahman", "Abdurrahman")}
    assert spellings == {"abdrahman"}


def test_an_unknown_bearer_is_read_both_ways() -> None:
    assert prepare("Anna Bolteanu", "unknown").as_person is not None
    assert prepare("Zorvex LLC", "unknown").as_person is None


def test_equal_names_are_prepared_once() -> None:
    assert prepare("Zorvex") is prepare("Zorvex")
