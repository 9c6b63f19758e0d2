from collections.abc import Callable
from datetime import date

import pytest

from enduse.detect import Ledger
from enduse.errors import UnknownSubject
from enduse.model.ids import party_id, party_text
from enduse.report.subject import find_subject


@pytest.fixture
def ledger(made_ledger: Callable[..., Ledger]) -> Ledger:
    return made_ledger([{"on": date(2022, 5, 1), "usd": 1.0, "brand": "JADE"}])


@pytest.mark.parametrize(
    "text",
    [
        "ООО «Вектор Стан»",
        "ооо «вектор стан»",
        "7701234567",
        "inn:7701234567",
        party_text(party_id("inn:7701234567")),
        "Вектор Стан",
        "VEKTOR STAN LLC",
    ],
)
def test_finds_a_company_by_any_spelling_number_or_id(text: str, ledger: Ledger) -> None:
    found = find_subject(text, ledger)
    assert (found.kind, found.id, found.country) == ("company", party_text(party_id("inn:7701234567")), "RU")


def test_finds_a_brand_whatever_its_case(ledger: Ledger) -> None:
    found = find_subject("jade", ledger)
    assert (found.kind, found.id) == ("brand", "JADE")


@pytest.mark.parametrize("text", ["KZ", "Kazakhstan", "Казахстан", "country:kz"])
def test_finds_a_country_by_code_and_name(text: str, ledger: Ledger) -> None:
    assert find_subject(text, ledger).id == "KZ"


@pytest.mark.parametrize(
    ("text", "id", "title"),
    [
        ("EU>KZ:84661031", "EU>KZ:84661031", "European Union to Kazakhstan, code 84661031"),
        ("tw > cn > ru : 8458", "TW>CN>RU:8458", "Made in Taiwan, shipped from China to Russia, code 8458"),
        ("EU>RU", "EU>RU", "European Union to Russia"),
    ],
)
def test_reads_a_lane(text: str, id: str, title: str, ledger: Ledger) -> None:
    found = find_subject(text, ledger)
    assert (found.kind, found.id, found.title) == ("lane", id, title)


def test_two_companies_of_one_name_are_never_merged(ledger: Ledger) -> None:
    with pytest.raises(UnknownSubject, match=r"names 2 subjects: .*name:CN:TWIN.*name:TR:TWIN") as caught:
        find_subject("Twin Machines", ledger)
    assert caught.value.code == "E-SUBJECT-MANY"


def test_a_choice_of_the_message_settles_which_is_meant(ledger: Ledger) -> None:
    assert find_subject("company:name:CN:TWIN", ledger).id == party_text(party_id("name:CN:TWIN"))


def test_an_unknown_name_is_answered_with_the_nearest(ledger: Ledger) -> None:
    with pytest.raises(UnknownSubject, match="Silk Tool Trading Ltd.") as caught:
        find_subject("Silk Tols Tradin", ledger)
    assert caught.value.code == "E-SUBJECT"


def test_a_name_of_nothing_is_unknown_and_not_everybody(ledger: Ledger) -> None:
    with pytest.raises(UnknownSubject):
        find_subject("ООО", ledger)
