"""What names and numbers come to."""

from collections.abc import Callable

import pytest
from ibis.expr.types import Table

from enduse.resolve.mentions import mentions, name_keys, registered_anchors

Rows = Callable[..., Table]
INN, BRN = "9799001010", "9999990002"


def _anchors(*pairs: tuple[str, str]) -> dict[tuple[str, str], str]:
    return {(it["identifier"], it["country"]): it["registered"] for it in registered_anchors(pairs).to_pylist()}


def test_the_same_company_in_two_roles_is_one_mention(items: Rows) -> None:
    table = items({"consignee": "ООО «Ромашка»", "declarant": "ООО «Ромашка»"}, {"consignee": "ООО «Ромашка»"})

    assert [(it["name"], it["rows"]) for it in mentions(table).to_pyarrow().to_pylist()] == [("ООО «Ромашка»", 3)]


def test_a_role_without_name_and_number_is_no_mention(items: Rows) -> None:
    assert mentions(items({"consignee_country": "RU"})).to_pyarrow().num_rows == 0


def test_a_number_without_a_name_is_a_mention(items: Rows) -> None:
    (found,) = mentions(items({"consignee_identifier": INN})).to_pyarrow().to_pylist()

    assert found == {"name": "", "identifier": INN, "country": "", "rows": 1}


def test_a_number_of_the_country_s_register_is_named_by_its_scheme() -> None:
    assert _anchors((INN, "RU")) == {(INN, "RU"): f"inn:{INN}"}


def test_spaces_and_labels_do_not_make_another_number() -> None:
    assert set(_anchors((INN, "RU"), ("ИНН 97 99001010", "RU"), (f"{INN}/770701001", "RU")).values()) == {f"inn:{INN}"}


def test_a_number_that_fails_its_check_digits_stays_as_written() -> None:
    assert _anchors(("7707083894", "RU")) == {("7707083894", "RU"): "id:RU:7707083894"}


def test_the_same_digits_in_two_countries_are_two_companies() -> None:
    assert len(set(_anchors(("55512345", "AE"), ("55512345", "HK")).values())) == 2


def test_a_number_without_country_joins_the_only_one_with() -> None:
    assert _anchors(("55512345", "AE"), ("55512345", ""))["55512345", ""] == "id:AE:55512345"
    assert _anchors(("55512345", "AE"), ("55512345", "HK"), ("55512345", ""))["55512345", ""] == "id::55512345"


@pytest.mark.parametrize("text", ["-", "0000000000", "н/д", "123", "770701001"])
def test_placeholders_and_shared_codes_identify_nobody(text: str) -> None:
    assert _anchors((text, "RU")) == {(text, "RU"): ""}


def test_a_text_that_names_nobody_has_no_key() -> None:
    keys = {it["name"]: it["key"] for it in name_keys(["ООО", "ООО «Ромашка-Стан»", "OOO ROMASHKA-STAN"]).to_pylist()}

    assert keys["ООО"] == ""
    assert keys["ООО «Ромашка-Стан»"] == keys["OOO ROMASHKA-STAN"] != ""
