"""What two spellings of an address, a phone or an account share."""

import pytest

from enduse.resolve.traits import keys_of

HERE = "353722, г. Примерск, ул. Образцовая, д. 120, оф. 14"


@pytest.mark.parametrize(
    "other", ["Примерск, Образцовая ул., дом 120, офис 14", "Office 14, 120 Obraztsovaya street, Primersk"]
)
def test_spellings_of_one_address_have_one_key(other: str) -> None:
    assert keys_of("address", HERE, "RU") == keys_of("address", other, "RU")


def test_two_rooms_share_the_house_and_not_the_address() -> None:
    one, other = dict(keys_of("address", HERE, "RU")), dict(keys_of("address", HERE.replace("оф. 14", "оф. 15"), "RU"))

    assert one["house"] == other["house"]
    assert one["address"] != other["address"]


def test_one_street_of_two_countries_is_two_addresses() -> None:
    assert keys_of("address", "7 Sample Road", "GB") != keys_of("address", "7 Sample Road", "IE")


@pytest.mark.parametrize("text", ["г. Примерск", "Sample Road, Shenzhen", "-", ""])
def test_a_place_without_a_house_is_no_trait(text: str) -> None:
    assert keys_of("address", text, "RU") == []


def test_contacts_in_an_address_cell_are_traits_of_their_own() -> None:
    found = keys_of("address", f"{HERE}, тел. 8 (495) 123-45-67, office@norvent.example", "RU")

    assert ("phone", "+74951234567") in found
    assert ("email", "office@norvent.example") in found
    assert ("domain", "norvent.example") in found


def test_a_free_mail_host_is_no_domain() -> None:
    assert keys_of("email", "some.one@gmail.com", "") == [("email", "someone@gmail.com")]


def test_a_site_and_an_e_mail_of_one_domain_share_it() -> None:
    assert keys_of("web", "https://www.norvent.example/kontakt", "") == [("domain", "norvent.example")]
    assert ("domain", "norvent.example") in keys_of("email", "a@norvent.example", "")


@pytest.mark.parametrize(("text", "key"), [("4070 2810-1234 5678", "4070281012345678"), ("n/a", ""), ("00000000", "")])
def test_accounts_are_compared_without_spaces_and_placeholders_are_none(text: str, key: str) -> None:
    assert keys_of("account", text, "") == ([("account", key)] if key else [])
