"""Payments, contracts, events and registers: every row stays, and every name becomes a party."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import pytest

from enduse.store.derived_tables import RECORDS, first_id, table_of
from enduse.store.record_kinds import DAY_OF, PARTY_ROLES

Row = Mapping[str, Any]
Resolve = Callable[[Mapping[str, Sequence[Row]]], dict[str, list[dict[str, Any]]]]

INN = "9799001010"
FIRM = {
    "name": "ООО «Ромашка-Стан»",
    "identifier": INN,
    "address": "г. Примерск, ул. Образцовая, д. 7",
    "country": "RU",
}


def _row(table: str, **more: Any) -> Row:
    """A row in which the same firm stands in every role."""
    who = {role if of == "name" else f"{role}_{of}": text for role in PARTY_ROLES[table] for of, text in FIRM.items()}
    return {**who, DAY_OF[table]: date(2023, 5, 6), **more}


def _register(name: str, record: str, number: str, **more: Any) -> Row:
    lists = ("name_roles", "name_languages", "addresses", "address_countries", "contacts", "activities")
    return {
        **{it: [] for it in lists},
        "register": "REG",
        "record_id": record,
        "kind": "company",
        "names": [name],
        "identifiers": [number] if number else [],
        "countries": ["RU"],
        "status": "active",
        "personal": False,
        **more,
    }


@pytest.mark.parametrize("table", PARTY_ROLES)
def test_every_row_stays_and_everybody_in_it_is_a_party(table: str, resolved: Resolve) -> None:
    nobody = {DAY_OF[table]: None}
    found = resolved({table: [_row(table), nobody, _row(table)]})

    rows = found[table]
    assert sorted(it["row"] for it in rows) == [2, 3, 4]
    (party,) = found["parties"]
    for role in PARTY_ROLES[table]:
        by_row = {it["row"]: it[f"{role}_id"] for it in rows}
        assert by_row == {2: party["party_id"], 3: None, 4: party["party_id"]}
    assert {it["row"]: it["month"] for it in rows} == {2: 2023 * 12 + 4, 3: None, 4: 2023 * 12 + 4}


def test_one_firm_is_one_party_in_all_tables_and_no_two_rows_share_an_id(resolved: Resolve) -> None:
    line = {"direction": "import", "consignee": FIRM["name"], "consignee_identifier": INN, "consignee_country": "RU"}
    found = resolved({"items": [line, line], **{it: [_row(it), _row(it)] for it in PARTY_ROLES}})

    assert len(found["parties"]) == 1
    ids = [(name, it["row_id"]) for name in ("items", *PARTY_ROLES) for it in found[name]]
    assert len({row_id for _, row_id in ids}) == len(ids) == 2 + 2 * len(PARTY_ROLES)
    assert all(table_of(row_id) == name for name, row_id in ids)


def test_tables_without_a_source_are_there_and_empty(resolved: Resolve) -> None:
    found = resolved({"payments": [_row("payments")]})

    assert {it: len(found[it]) for it in RECORDS} == {**dict.fromkeys(RECORDS, 0), "payments": 1, "traits": 2}


def test_relations_join_the_records_of_a_register_and_their_shares_are_numbers(resolved: Resolve) -> None:
    owned = f"INN||{INN}"
    relation = {
        "register": "REG",
        "subject_record": "p1",
        "subject_name": "Образцова Анна Петровна",
        "subject_country": "RU",
        "object_record": "c1",
        "object_identifier": owned,
        "object_name": FIRM["name"],
        "object_country": "RU",
        "kind": "shares",
        "low": "1/3",
        "high": "1/3",
    }
    person = _register("Образцова Анна Петровна", "p1", "", kind="unknown", personal=True)
    found = resolved(
        {"register_records": [_register("ООО «Ромашка-Стан»", "c1", owned), person], "relations": [relation]}
    )

    kinds = {it["name"]: it["kind"] for it in found["parties"]}
    by_record = {it["record_id"]: it["party_id"] for it in found["register"]}
    (told,) = found["relations"]
    assert kinds == {"ООО «Ромашка-Стан»": "company", "Образцова Анна Петровна": "person"}
    assert (told["subject_id"], told["object_id"]) == (by_record["p1"], by_record["c1"])
    assert told["low"] == pytest.approx(1 / 3)


def test_relations_that_name_both_ends_by_their_records_alone_join_the_parties_of_these_records(
    resolved: Resolve,
) -> None:
    relation = {"register": "REG", "subject_record": "p1", "object_record": "c1", "kind": "directs"}
    elsewhere = {**relation, "register": "OTHER"}
    unknown = {**relation, "subject_record": "p9"}
    person = _register("Образцова Анна Петровна", "p1", "", kind="unknown")
    older = _register("Another Name", "c1", "", snapshot=date(2020, 1, 1))
    firm = _register("ООО «Ромашка-Стан»", "c1", f"INN||{INN}", snapshot=date(2024, 1, 1))
    found = resolved({"register_records": [person, older, firm], "relations": [relation, elsewhere, unknown]})

    named = {it["row"]: it["party_id"] for it in found["register"]}
    ends = [(it["subject_id"], it["object_id"]) for it in sorted(found["relations"], key=lambda it: it["row"])]
    assert ends == [(named[2], named[4]), (None, None), (None, named[4])]
    assert {it["name"]: it["kind"] for it in found["parties"]}["Образцова Анна Петровна"] == "person"


def test_roubles_become_dollars_by_the_rate_that_declarations_tell_and_it_is_said(resolved: Resolve) -> None:
    lines = [
        {"direction": "import", "declared_on": date(2023, 5, day), "currency": "RUB", "value": 8000.0, "value_usd": usd}
        for day, usd in enumerate((99.0, 100.0, 100.0, 100.0, 130.0), 1)
    ]
    paid = _row("payments", currency="RUB", value=160_000.0)
    found = resolved({"items": lines, "payments": [paid, _row("payments", currency="RUB", value=1.0, value_usd=7.0)]})

    told = {it["row"]: (it["value_usd"], it["rate_publisher"]) for it in found["payments"]}
    assert told == {2: (pytest.approx(2000.0), "declarations"), 3: (7.0, None)}
    (notice,) = [it for it in found["notices"] if it["code"] == "W-RATE-DECLARED"]
    assert "1 rows of payments" in notice["message"]


def test_a_trait_points_to_the_first_row_that_gives_it(resolved: Resolve) -> None:
    earlier = {**_row("tenders"), "signed_on": date(2021, 2, 3)}
    found = resolved({"tenders": [_row("tenders"), earlier]})

    by_kind = {it["kind"]: it for it in found["traits"]}
    assert set(by_kind) == {"address", "house"}
    told = by_kind["address"]
    assert (told["first_on"], told["last_on"]) == (date(2021, 2, 3), date(2023, 5, 6))
    assert (told["row_id"], told["row"]) == (first_id("tenders") + 2, 2)
    assert told["rows"] == 4


def test_a_record_with_two_numbers_joins_the_rows_that_use_either(resolved: Resolve) -> None:
    ogrn = "1199900001014"
    record = _register("ООО «Ромашка-Стан»", "c1", f"INN|RU|{INN}")
    both = {**record, "identifiers": [f"INN|RU|{INN}", f"OGRN|RU|{ogrn}", "KPP|RU|770701001"]}
    paid = [_row("payments"), {**_row("payments"), "payer": "Romashka", "payer_identifier": ogrn}]

    found = resolved({"register_records": [both], "payments": paid})

    assert len({it["payer_id"] for it in found["payments"]}) == 1


def test_a_number_that_two_records_join_to_two_firms_joins_neither(resolved: Resolve) -> None:
    ogrn, other = "1199900001014", "9799001098"
    records = [
        {**_register(name, record, ""), "identifiers": [f"INN|RU|{number}", f"OGRN|RU|{ogrn}"]}
        for name, record, number in (("ООО «Ромашка-Стан»", "c1", INN), ("ООО «Лютик-Стан»", "c2", other))
    ]
    paid = [_row("payments", payer_identifier=it, payer="") for it in (INN, other, ogrn)]

    found = resolved({"register_records": records, "payments": paid})

    assert len({it["payer_id"] for it in found["payments"]}) == 3


def test_a_line_of_an_order_without_a_value_has_that_of_its_pieces(resolved: Resolve) -> None:
    lines = [
        {
            "direction": "import",
            "declared_on": date(2023, 5, day),
            "currency": "RUB",
            "value": 8000.0,
            "value_usd": 100.0,
        }
        for day in range(1, 6)
    ]
    told = _row("orders", order_no="7", price=40_000.0, quantity=4.0, currency="RUB")
    stated = _row("orders", order_no="8", price=40_000.0, quantity=4.0, currency="RUB", value=80_000.0)

    found = resolved({"items": lines, "orders": [told, stated]})

    assert {it["order_no"]: (it["value"], it["value_usd"]) for it in found["orders"]} == {
        "7": (160_000.0, pytest.approx(2000.0)),
        "8": (80_000.0, pytest.approx(1000.0)),
    }


def test_contacts_and_addresses_in_orders_are_traits_and_the_address_stays(resolved: Resolve) -> None:
    told = _row(
        "orders", buyer_phone="+7 495 123-45-67", buyer_email="a@romashka.example", buyer_website="romashka.example"
    )

    found = resolved({"orders": [told]})

    kinds = {it["kind"]: it["key"] for it in found["traits"]}
    assert kinds["phone"] == "+74951234567"
    assert kinds["domain"] == "romashka.example"
    assert kinds["email"] == "a@romashka.example"
    assert found["orders"][0]["buyer_address"] == FIRM["address"]


def test_changes_of_orders_name_nobody_and_stay(resolved: Resolve) -> None:
    change = {"order_no": "7", "changed_on": date(2023, 5, 6), "field": "consignee", "old": "A", "new": "B"}

    (row,) = resolved({"order_changes": [change]})["order_changes"]

    assert (row["order_no"], row["field"], row["new"], row["month"]) == ("7", "consignee", "B", 2023 * 12 + 4)
    assert table_of(row["row_id"]) == "order_changes"
