"""What may be told of a piece of evidence."""

from dataclasses import asdict

import pytest

from enduse.errors import InputError
from enduse.model.evidence import EvidenceFacts, Locator, number_of


@pytest.mark.parametrize(
    "told",
    [
        {"grade": "rumour"},
        {"reliability": "G"},
        {"credibility": "7"},
        {"captured": "March 2024"},
        {"sensitivity": "personal"},
    ],
)
def test_what_is_no_known_word_is_refused(told: dict[str, str]) -> None:
    with pytest.raises(InputError) as error:
        EvidenceFacts(**told)  # type: ignore[arg-type]
    assert error.value.code == "E-EVIDENCE-FACT"


@pytest.mark.parametrize("told", [{"timestamp": "12:71"}, {"region": "1,2,3"}, {"page": -1}])
def test_a_place_to_look_is_written_in_one_way(told: dict[str, object]) -> None:
    with pytest.raises(InputError):
        Locator(**told)  # type: ignore[arg-type]


def test_a_locator_reads_as_people_say_it() -> None:
    assert str(Locator(page=3, quote="five axes")) == 'page 3, "five axes"'
    assert str(Locator(timestamp="0:12:07.5", region="10,20,300,200")) == "at 0:12:07.5, region 10,20,300,200"


def test_facts_come_back_as_they_were_written() -> None:
    facts = EvidenceFacts("https://stanok.example", "2024-03-01", "download", Locator(row=7), "ru", "n", "official")
    assert EvidenceFacts.from_object(asdict(facts)) == facts


def test_the_key_is_the_persons_else_the_sources() -> None:
    assert EvidenceFacts(source="a source", sensitivity="leaked").key_owner == "a source"
    assert EvidenceFacts(source="a source", sensitivity="personal", person="Ann Lee").key_owner == "Ann Lee"


def test_a_number_is_told_from_a_hash() -> None:
    assert [number_of(it) for it in ("E7", "e12", "E0", "e7f3a9", "7")] == [7, 12, None, None, None]
