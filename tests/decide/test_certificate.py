"""Checks of an end-user certificate: each says yes, no or that it cannot be told."""

from dataclasses import replace
from datetime import date

import pytest

from enduse.decide.certificate import (
    Certificate,
    CertificateKnowledge,
    EarlierCertificate,
    Officer,
    check_certificate,
)
from enduse.decide.text_overlap import overlap
from enduse.model.order import Given, Order, OrderLine, OrderParty

SIGNED = date(2026, 11, 1)
WORDS = (
    "We are the final user of the lathe SL2500 with serial number SL-0417. It serves civil work only: no military, no "
    "nuclear use. It will never go to Russia or Belarus. You may inspect it and will be told before it is moved. "
    "Our workshop turns brass fittings for water meters, on two shifts, for customers in the Fergana valley, and has "
    "done so since its founders left the cotton works in the autumn of that hard year when the canal ran dry."
)
FIELDS = {
    "issuer": "Orient Teks Stanok MChJ",
    "register_number": "301",
    "signatory": "Karimov, Aziz",
    "signatory_role": "director",
    "authority": "charter",
    "phone": "+998 71 200 11 22",
    "email": "info@orient.example",
    "site": "Amir Temur 5, Toshkent",
    "end_use": "fittings",
    "contract": "118",
}
GOOD = Certificate(FIELDS, WORDS, SIGNED, date(2027, 10, 31), "A. Karimov", SIGNED)
ORDER = Order(
    "118",
    date(2026, 11, 22),
    (
        OrderParty("seller", "Hwaseong Lathes", "KR"),
        OrderParty("buyer", "Bukhara Trade", "UZ"),
        OrderParty("end_user", 'MChJ "ORIENT TEKS STANOK"', "UZ", incorporated=date(2009, 5, 1)),
        OrderParty("forwarder", "Silk Cargo", "UZ", phone="+998 71 999 00 00", email="desk@silkcargo.example"),
    ),
    (OrderLine(1, "lathe", model="SL-2500", serials=("SL0417",)),),
    site="Toshkent, Amir Temur 5",
    answers=(Given("Q02", "yes", "", ("lease.pdf sha256:00",)), Given("Q06", "well")),
)
KNOWN = CertificateKnowledge(
    (EarlierCertificate("7", "Samarkand Gears", " ".join(f"gear{it}" for it in range(60)), "B. Rahimov"),),
    (Officer("Aziz Karimov", "UZ-REG", date(2015, 1, 1)),),
)


def answers(
    certificate: Certificate = GOOD, order: Order = ORDER, known: CertificateKnowledge = KNOWN
) -> dict[str, bool | None]:
    return {it.check: it.truth for it in check_certificate(certificate, order, known)}


def with_fields(**fields: str) -> Certificate:
    return replace(GOOD, fields={**FIELDS, **fields})


def test_nothing_is_found_against_a_certificate_that_fits() -> None:
    assert set(answers().values()) == {True}


def test_what_nobody_knows_is_not_assessable_and_never_found_good() -> None:
    bare = Order("1", date(2026, 11, 22), (OrderParty("seller", "S", "KR"),))
    found = answers(Certificate({}), bare, CertificateKnowledge())
    assert {name for name, it in found.items() if it is True} == set()
    assert found["signatory"] is False
    assert {it for name, it in found.items() if name != "signatory"} == {None}


@pytest.mark.parametrize(
    ("check", "certificate"),
    [
        ("fields", with_fields(authority="")),
        ("undertakings", replace(GOOD, text=WORDS.replace("Belarus", "Minsk"))),
        ("issuer", with_fields(issuer="Bukhara Trade")),
        ("site", with_fields(site="Samarqand, Registon 1")),
        ("machine", replace(GOOD, text=WORDS.replace("SL-0417", "SL-0418"))),
        ("file", replace(GOOD, created=date(2026, 12, 2))),
        ("file", replace(GOOD, author="Silk Cargo")),
        ("file", replace(GOOD, author="B. Rahimov")),
        ("contacts", with_fields(phone="998 71 999-00-00")),
        ("contacts", with_fields(email="karimov@silkcargo.example")),
        ("validity", replace(GOOD, dated=date(2026, 5, 23), created=None)),
        ("validity", replace(GOOD, dated=date(2026, 11, 23))),
        ("validity", replace(GOOD, valid_until=date(2026, 11, 21))),
    ],
)
def test_one_thing_wrong_is_one_finding(check: str, certificate: Certificate) -> None:
    assert [name for name, it in answers(certificate).items() if it is not True] == [check]


@pytest.mark.parametrize(
    ("check", "certificate"),
    [
        ("file", replace(GOOD, created=date(2026, 12, 1))),
        ("validity", replace(GOOD, dated=date(2026, 5, 24), created=None)),
        ("validity", replace(GOOD, dated=date(2026, 11, 22), created=None)),
        ("validity", replace(GOOD, valid_until=date(2026, 11, 22))),
        ("contacts", with_fields(email="karimov@orient.example")),
    ],
)
def test_the_last_day_and_the_like_are_still_in_order(check: str, certificate: Certificate) -> None:
    assert answers(certificate)[check] is True


def test_free_mail_is_shared_by_strangers() -> None:
    forwarder = replace(ORDER.parties[3], email="silk@gmail.com")
    order = replace(ORDER, parties=(*ORDER.parties[:3], forwarder))
    assert answers(with_fields(email="karimov@gmail.com"), order)["contacts"] is True
    assert answers(with_fields(email="silk@gmail.com"), order)["contacts"] is False


@pytest.mark.parametrize(("founded", "truth"), [(date(2022, 2, 23), True), (date(2022, 2, 24), False)])
def test_the_issuer_s_age_turns_on_the_day_of_the_invasion(founded: date, truth: bool) -> None:
    user = replace(ORDER.parties[2], incorporated=founded)
    assert answers(order=replace(ORDER, parties=(user,)))["age_of_issuer"] is truth


@pytest.mark.parametrize(
    ("officers", "truth"),
    [
        (None, None),
        ((Officer("Aziz Karimov", "UZ-REG", date(2026, 11, 1)),), True),
        ((Officer("Aziz Karimov", "UZ-REG", date(2026, 11, 2)),), False),
        ((Officer("Aziz Karimov", "UZ-REG", None, date(2026, 11, 1)),), False),
        ((Officer("Aziz Karimov", "UZ-REG", None, date(2026, 11, 2)),), True),
        ((Officer("Азиз Каримов", "UZ-REG"),), True),
        # Somebody else acts for it; the charter that is named may give him the right.
        ((Officer("Olim Sobirov", "UZ-REG"),), None),
    ],
)
def test_the_signatory_must_act_for_the_issuer_on_that_day(
    officers: tuple[Officer, ...] | None, truth: bool | None
) -> None:
    assert answers(known=replace(KNOWN, officers=officers))["signatory"] is truth


def test_a_certificate_that_nobody_signs_is_wrong_whatever_registers_tell() -> None:
    assert answers(with_fields(signatory=""), known=replace(KNOWN, officers=None))["signatory"] is False


def test_a_stranger_without_proof_may_not_sign() -> None:
    stranger = replace(KNOWN, officers=(Officer("Olim Sobirov", "UZ-REG"),))
    assert answers(with_fields(authority=""), known=stranger)["signatory"] is False


def test_two_issuers_with_one_text_are_a_finding_and_one_issuer_twice_is_not() -> None:
    same = WORDS.replace("SL-0417", "SL-0001").replace("SL2500", "X1")
    told = check_certificate(GOOD, ORDER, replace(KNOWN, history=(EarlierCertificate("7", "Samarkand Gears", same),)))
    found = next(it for it in told if it.check == "template")
    assert found.truth is False
    assert "Samarkand Gears (order 7)" in found.sentence
    own = replace(KNOWN, history=(EarlierCertificate("7", "ORIENT TEKS STANOK", same),))
    assert answers(known=own)["template"] is None


def test_the_house_s_own_form_is_no_reuse() -> None:
    same = replace(KNOWN, history=(EarlierCertificate("7", "Samarkand Gears", WORDS),), form=(WORDS,))
    assert answers(known=same)["template"] is None


@pytest.mark.parametrize("text", ["一二三四五六七八九十" * 5, "일 이 삼 사 오 육 칠 팔 구 십 가 나 다 라 " * 6])
def test_overlap_needs_no_spaces(text: str) -> None:
    different = "".join(chr(0x4E00 + it) for it in range(60))
    assert overlap(text, text) in (1.0, None)
    assert overlap(different, different) == 1.0
    assert overlap(different, different[::-1]) == 0.0


def test_too_little_text_is_no_evidence() -> None:
    assert overlap("for general industrial use", "for general industrial use") is None


def test_the_site_is_the_issuer_s_only_with_a_paper() -> None:
    for given, truth in ((Given("Q02", "yes"), None), (Given("Q02", "no"), False)):
        assert answers(order=replace(ORDER, answers=(given,)))["site"] is truth


def test_a_workshop_that_does_not_fit_is_told() -> None:
    assert answers(order=replace(ORDER, answers=(Given("Q06", "low"),)))["workshop"] is False


def test_the_seller_s_own_form_tells_nothing_by_its_author() -> None:
    assert answers(replace(GOOD, author="Hwaseong Lathes"))["file"] is None
