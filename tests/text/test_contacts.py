"""Contacts: one number in many spellings, and hosts that prove nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enduse.text.contacts import (
    compare_domains,
    compare_emails,
    compare_phones,
    domain_form,
    emails_of,
    phones_of,
)


@pytest.mark.parametrize(
    ("text", "country", "number"),
    [
        ("8 (495) 123-45-67", "RU", "+74951234567"),
        ("+7 495 1234567", "", "+74951234567"),
        ("74951234567", "", "+74951234567"),
        ("007 495 123 45 67", "", "+74951234567"),
        ("тел.: 8-495-123-45-67", "RU", "+74951234567"),
        ("0755-8888 1234", "CN", "+8675588881234"),
        ("86-755-88881234", "CN", "+8675588881234"),
        ("02-555-1234", "KR", "+8225551234"),
        ("＋８６ ７５５ ８８８８１２３４", "", "+8675588881234"),
    ],
)
def test_a_number_has_one_form(text: str, country: str, number: str) -> None:
    assert [it.number for it in phones_of(text, country)] == [number]


def test_several_numbers_in_a_cell_are_all_read() -> None:
    found = phones_of("+7 495 123-45-67 доб. 12; +7 495 123-45-68, (495) 1234569", "RU")
    assert [it.number for it in found] == ["+74951234567", "+74951234568", "+74951234569"]
    assert [it.extension for it in found] == ["12", "", ""]


def test_one_phone_speaks_and_a_shared_line_speaks_less() -> None:
    (one,), (same,) = phones_of("8 495 1234567", "RU"), phones_of("+74951234567")
    (free,) = phones_of("8 800 555-35-35", "RU")
    assert compare_phones(one, same).score > 0.9
    assert free.shared
    assert compare_phones(free, free).score <= 0.5


def test_other_numbers_and_other_extensions_are_told() -> None:
    (one,), (two,) = phones_of("+74951234567 ext 1"), phones_of("+74951234567 ext 2")
    assert compare_phones(one, two).reasons == ("same phone +74951234567, other extensions",)
    assert compare_phones(one, phones_of("+74951234568")[0]).score == 0


def test_without_a_country_the_last_digits_are_weak_evidence() -> None:
    (bare,), (whole,) = phones_of("1234567"), phones_of("+74951234567")
    assert bare.number == ""
    assert 0 < compare_phones(bare, whole).score < 0.5


@pytest.mark.parametrize("text", ["", "n/a", "123", "see above", "1" * 40])
def test_what_is_no_number_gives_none(text: str) -> None:
    assert phones_of(text, "RU") == ()


def test_addresses_are_folded() -> None:
    assert [it.address for it in emails_of("Mailto:Office@Norvent.Example, n.o.r+x@gmail.com")] == [
        "office@norvent.example",
        "nor@gmail.com",
    ]


def test_one_house_speaks_and_a_free_provider_does_not() -> None:
    office, sales, gmail, other = emails_of("a@norvent.example b@mail.norvent.example c@mail.ru d@mail.ru")
    assert compare_emails(office, sales).score == 0.8
    assert gmail.free
    assert compare_emails(gmail, other).score == 0
    assert "no evidence" in compare_emails(gmail, other).reasons[0]
    assert compare_emails(gmail, gmail).score > 0.9


@pytest.mark.parametrize(
    ("text", "domain"),
    [
        ("https://www.sales.norvent.co.uk:8080/a?b", "norvent.co.uk"),
        ("NORVENT.COM.CN", "norvent.com.cn"),
        ("www.norvent.de", "norvent.de"),
        ("норвент.рф", "xn--b1agwccmr.xn--p1ai"),
        ("norvent.en.alibaba.com", "norvent.en.alibaba.com"),
        ("http://norvent.narod.ru/index.html", "norvent.narod.ru"),
        ("user@norvent.de", "norvent.de"),
    ],
)
def test_the_registered_domain_is_found_without_a_network(text: str, domain: str) -> None:
    form = domain_form(text)
    assert form
    assert form.domain == domain
    assert not form.free


def test_a_platform_is_no_evidence_and_a_firms_page_on_it_is() -> None:
    front, one, same, other = (
        domain_form(it)
        for it in ("alibaba.com", "norvent.en.alibaba.com", "https://norvent.en.alibaba.com/x", "b.en.alibaba.com")
    )
    assert front
    assert one
    assert same
    assert other
    assert compare_domains(front, front).score == 0
    assert compare_domains(one, same).score > 0.8
    assert compare_domains(one, other).score == 0


@pytest.mark.parametrize("text", ["", "norvent", "1.2.3.4", "a b", "-.com", "..", "x" * 300 + ".com", "\u200b.com"])
def test_what_is_no_site_gives_none(text: str) -> None:
    assert domain_form(text) is None


@given(st.text(max_size=60))
def test_any_text_is_answered(text: str) -> None:
    assert all(it.digits for it in phones_of(text, "CN"))
    assert all("@" in it.address for it in emails_of(text))
    assert domain_form(text) is None or "." in str(domain_form(text))
