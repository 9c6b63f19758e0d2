"""One order, examined alone: what can be said of it without any record of others."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz

from enduse.detect.order_course import others_with
from enduse.detect.order_flag import OrderPeers, model_key, party_key, same_party
from enduse.detect.order_flags import order_flags
from enduse.detect.order_kinds import goods_kind, is_machine
from enduse.detect.order_signs import order_signs, paid_before, plain, sign
from enduse.detect.runner import all_typologies
from enduse.model.order import Change, Order, OrderLine, OrderParty, Role

LONG = "turning of valve bodies of stainless steel for water works"


def firm(role: Role, name: str, country: str = "AE", **more: str) -> OrderParty:
    return OrderParty(role, name, country, **more)  # type: ignore[arg-type]


LATHE = OrderLine(1, "CNC lathe", brand="QINGLAN", model="QT-200", code="8458112000", quantity=1.0, price=120_000.0)
PLAIN = Order(
    id="S-7",
    on=date(2024, 10, 2),
    parties=(
        firm("seller", "Qinglan Machinery", "TW"),
        firm("buyer", "Bramble Works LLC", phone="+971 4 555 0101", email="office@bramble.example"),
        firm("consignee", "Bramble Works LLC"),
        firm("end_user", "Bramble Works LLC", activity="metal working"),
    ),
    lines=(LATHE,),
    destination="AE",
    currency="USD",
    terms="30% advance, rest after installation",
    ship_on=date(2024, 12, 20),
    end_use=LONG,
    installation=True,
)


def typologies(order: Order, peers: OrderPeers | None = None) -> list[str]:
    return [it.typology for it in (order_flags(order, peers) if peers else order_flags(order))]


def with_party(order: Order, party: OrderParty) -> Order:
    return replace(order, parties=(*(it for it in order.parties if it.role != party.role), party))


def test_an_ordinary_order_has_no_flag() -> None:
    assert order_flags(PLAIN) == ()


@pytest.mark.parametrize(
    ("order", "typology"),
    [
        (with_party(PLAIN, firm("payer", "Holm Ltd", "HK")), "third_party_payer"),
        (replace(PLAIN, terms="cash"), "cash_or_overpay"),
        (with_party(PLAIN, firm("end_user", "East Bank JSC")), "product_buyer_mismatch"),
        (with_party(PLAIN, firm("end_user", "Dunmore Freight")), "forwarder_as_final_destination"),
        (
            replace(PLAIN, changes=(Change("destination", "AE", "KZ", date(2024, 12, 18)),)),
            "last_minute_redirect",
        ),
        (replace(PLAIN, end_use="parts"), "vague_end_use"),
        (with_party(PLAIN, firm("buyer", "Bramble", phone="+7 495 123-45-67")), "phone_country_mismatch"),
        (
            with_party(PLAIN, firm("intermediate", "Ash Trading", email="ash@gmail.com", address="Villa 7")),
            "no_web_presence_or_generic_mail",
        ),
        (
            replace(PLAIN, destination="BY", lines=(OrderLine(1, "CAM software", "software"),)),
            "banned_software_or_service",
        ),
    ],
)
def test_each_sign_makes_its_flag(order: Order, typology: str) -> None:
    if typology == "product_buyer_mismatch":
        order = with_party(order, firm("end_user", "Salon Rosa", activity="beauty salon"))
    if typology == "banned_software_or_service":
        order = replace(order, parties=tuple(replace(it, country="BY") for it in order.parties if it.role != "buyer"))

    assert typologies(order) == [typology]


def test_flags_are_of_known_typologies_within_their_ceiling_and_say_what_settles_them() -> None:
    known = all_typologies()
    odd = replace(
        with_party(with_party(PLAIN, firm("payer", "Holm Ltd", "HK")), firm("consignee", "East Bank JSC")),
        terms="letter of credit, cash",
        end_use="",
    )

    flags = order_flags(odd)

    assert len(flags) >= 3
    assert [it.strength for it in flags] == sorted((it.strength for it in flags), reverse=True)
    assert all(it.settle and it.sentence and it.strength <= known[it.typology].ceiling for it in flags)


def test_peers_bring_prices_habits_and_texts() -> None:
    peers = OrderPeers(
        prices={model_key("Qinglan", "QT 200"): (("a", 70_000.0), ("b", 70_000.0), ("c", 75_000.0))},
        installation={"QINGLAN": dict.fromkeys("abcde", True)},
        texts={" ".join(plain(LONG).split()): frozenset({"somebody"})},
    )
    order = replace(PLAIN, installation=False)

    assert typologies(order) == []
    assert sorted(typologies(order, peers)) == [
        "cash_or_overpay",
        "refuses_installation_or_training",
        "vague_end_use",
    ]


def test_prices_in_another_currency_need_a_rate() -> None:
    peers = OrderPeers(prices={"QINGLAN|QT200": (("a", 70_000.0), ("b", 70_000.0), ("c", 75_000.0))})
    yuan = replace(PLAIN, currency="CNY", lines=(replace(LATHE, price=900_000.0),))

    assert typologies(yuan, peers) == []
    assert typologies(yuan, replace(peers, usd_per_unit={"CNY": 0.14})) == ["cash_or_overpay"]


@given(st.permutations(PLAIN.parties), st.sampled_from(["cash", "letter of credit", ""]))
def test_the_order_of_parties_does_not_matter(parties: list[OrderParty], terms: str) -> None:
    odd = replace(with_party(PLAIN, firm("payer", "Holm Ltd", "HK")), terms=terms)
    turned = replace(odd, parties=(*parties, odd.parties[-1]))

    assert {it.sentence for it in order_flags(turned)} == {it.sentence for it in order_flags(odd)}


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_is_read_without_an_error(text: str, other: str) -> None:
    odd = replace(PLAIN, terms=text, end_use=other, changes=(Change(text, other, text, date(2024, 12, 18)),))
    parties = tuple(
        replace(it, name=text, phone=other, email=other, address=text, activity=other) for it in odd.parties
    )

    assert all(0 < it.strength <= 0.6 for it in order_flags(replace(odd, parties=parties)))


def test_one_firm_is_known_by_number_or_by_name_and_country() -> None:
    one = firm("buyer", "Bramble Works LLC")

    assert same_party(one, firm("payer", "BRAMBLE WORKS, L.L.C.", ""))
    assert not same_party(one, firm("payer", "Bramble Works LLC", "HK"))
    numbered = replace(one, identifiers={"REG": "77-8"}, name="Other")
    assert same_party(numbered, OrderParty("payer", "Third", "HK", {"INN": "778"}))
    assert party_key(numbered) == "REG:778"


def test_every_word_of_the_data_is_found_in_itself() -> None:
    for section, kinds in order_signs().items():
        for kind, told in kinds.items():
            words = told["words"] if isinstance(told, dict) and "words" in told else told
            if section in ("activity", "missing") or kind.startswith("not") or not isinstance(words, list):
                continue
            bare = [it for it in words if not sign(f"{section}.{kind}", it.removesuffix("_"))]
            assert bare == [], (section, kind)


def test_full_prepayment_is_told_from_a_part() -> None:
    assert [paid_before(it) for it in ("100% T/T in advance", "Vorkasse", "10% advance, 100% quality")] == [
        True,
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("item_type", "text", "code", "kind"),
    [
        ("", "CNC lathe with CAM software", "8458112000", "goods"),
        ("", "spare parts for lathe", "", "goods"),
        ("spare part", "chuck for lathe", "", "parts"),
        ("", "CAM software", "", "software"),
        ("Service", "machine repair", "", "service"),
        ("machine", "повторный станок", "", "goods"),
    ],
)
def test_kinds_of_lines(item_type: str, text: str, code: str, kind: str) -> None:
    assert goods_kind(item_type, text, code) == kind


@pytest.mark.parametrize(
    ("line", "machine"),
    [
        (LATHE, True),
        (OrderLine(1, "CNC lathe"), True),
        (OrderLine(1, "chuck", code="8466200000"), False),
        (OrderLine(1, "CNC lathe", "parts"), False),
        (OrderLine(1, "office chairs"), False),
        (OrderLine(1, "pump", code="8413500000"), False),
    ],
)
def test_machines_are_told_by_code_then_by_text(line: OrderLine, machine: bool) -> None:
    assert is_machine(line) is machine


@given(
    st.text("abc de", min_size=40, max_size=90),
    st.lists(st.tuples(st.integers(0, 89), st.sampled_from(["x", ""])), max_size=6),
)
def test_texts_that_agree_are_found_by_their_pieces(text: str, edits: list[tuple[int, str]]) -> None:
    key = " ".join(text.split())
    other = list(key)
    for at, letter in edits:
        other[at % max(len(other), 1)] = letter
    changed = "".join(other)
    peers = OrderPeers(texts={changed: frozenset({"somebody"})})
    order = replace(PLAIN, parties=(), end_use=key)

    alike = len(key) >= 40 and fuzz.ratio(key, changed) >= 95

    assert not alike or others_with(order, peers, 0.95) == {"somebody"}
