"""Which parties are natural persons."""

import pytest

from enduse.resolve.persons import bare_person, is_whole, kind_of
from enduse.text.names import prepare


@pytest.mark.parametrize(
    "name",
    ["ИП Примеров Пример Примерович", "Primerova Anna Petrovna", "Примеров П.П.", "P. P. Primerov", "Mr. Sam Primer",
     "ФОП Прикладенко Ганна Петрівна", "Алиев Самир Пример оглы", "Individual entrepreneur Primerov Petr Petrovich"],
)  # fmt: skip
def test_a_person_is_known_by_patronymic_initials_or_title(name: str) -> None:
    assert kind_of(name) == "person"


@pytest.mark.parametrize(
    "name",
    ["ООО «Примерович»", "ПРИМЕРОВИЧ", "ООО Примеров Пётр Петрович", "Primerovich Trading LLC", "I. Machine Technology",
     "", "Завод им. П. П. Примерова", "АО «Пример Петрович»", "S.P. Primer Trading Co., Ltd."],
)  # fmt: skip
def test_a_company_is_none(name: str) -> None:
    assert kind_of(name) == "company"


def test_a_sole_traders_form_is_no_part_of_the_name() -> None:
    assert bare_person("ИП Примеров П.П.") == "Примеров П.П."
    assert bare_person("Ипатьев") == "Ипатьев"


def test_a_name_with_initials_is_not_whole() -> None:
    whole, short = (is_whole(prepare(it, "person")) for it in ("Примеров Пётр Петрович", "Примеров П. П."))

    assert whole
    assert not short
