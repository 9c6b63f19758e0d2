"""Patterns in books of orders: how many planted ones are seen, and how often lawful orders are flagged.

    python -m bench.order_books [--orders 1000] [--planted 20] [--seeds 1 2 3] [--json bench/results/order_books.json]

Everything is invented. A book has lawful orders of machines with the habits of lawful trade (a parent pays, a dealer
fills in the form, the forwarder's warehouse receives, a small workshop has free mail), in shares that stand below: they
are assumptions, no published book says them. Among them stand orders that meet one of eleven patterns each. The book
goes the whole way: file, layout, parties, finders. Counted are orders, not findings. Small payments to several
suppliers (split_small_payments) need payments and declarations, so they are not in a book of orders.
"""

import argparse
import csv
import json
import os
import random
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from bench.orders import address, name

from enduse.case import RunOptions, create
from enduse.case.running import current_run, kept_findings

HABITS = {
    "a parent or sister in the same country pays": 0.06,
    "a parent abroad pays": 0.02,
    "the bank is elsewhere": 0.03,
    "everything is paid before shipment": 0.15,
    "letter of credit": 0.15,
    "a forwarder's warehouse receives for a named user": 0.04,
    "a forwarder's warehouse receives, nobody is named behind it": 0.005,
    "consignee or destination changed late": 0.015,
    "route changed late": 0.02,
    "own engineers install": 0.1,
    "a dealer in machinery buys": 0.07,
    "a firm of another trade buys": 0.02,
    "no end use was asked for": 0.1,
    "a few words as end use": 0.15,
    "the dealer's form as end use": 0.12,
    "free mail, no site": 0.05,
    "a phone of another country": 0.03,
    "options make it half as dear again": 0.02,
}
"""Of a hundred lawful orders so many have it; chosen by reasoning."""
_PARTS = ("valve bodies", "gear shafts", "pump housings", "hydraulic couplings", "moulds", "bushings", "flanges")
_STUFF = ("brass", "stainless steel", "grey iron", "aluminium", "tool steel", "bronze")
_USERS = ("household water meters", "tractors", "elevators", "dairy lines", "ships' winches", "printing presses")
_PHONES = {"TR": "+90 212 555", "AE": "+971 4 555", "UZ": "+998 71 255", "KZ": "+7 727 255", "IN": "+91 22 2555"}
_MODELS = [(f"NORDAMAT{at // 3}", f"NL-{100 + at}", 90_000.0 + 15_000.0 * at) for at in range(12)]
Row = dict[str, Any]


@dataclass
class Book:
    """Rows of orders and of their changes, and what was planted where."""

    chance: random.Random
    rows: list[Row] = field(default_factory=list)
    changes: list[Row] = field(default_factory=list)
    planted: dict[str, str] = field(default_factory=dict)

    def met(self, habit: str) -> bool:
        return self.chance.random() < HABITS[habit]

    def add(self, row: Row, pattern: str = "") -> None:
        self.rows.append(row)
        if pattern:
            self.planted[row["Order no"]] = pattern

    def change(self, row: Row, what: tuple[str, str, str], days: int) -> None:
        on = date.fromisoformat(row["Planned shipment"]) - timedelta(days=days)
        told = dict(zip(("Field", "Old value", "New value"), what, strict=True))
        self.changes.append({"Order no": row["Order no"], "Changed on": on.isoformat(), **told})


def lawful(book: Book, number: str) -> Row:
    """One lawful order of a machine, without its habits."""
    chance = book.chance
    country, firm, (brand, model, price) = chance.choice(sorted(_PHONES)), name(chance), chance.choice(_MODELS)
    on = date(2023, 1, 1) + timedelta(days=chance.randrange(500))
    host = "".join(filter(str.isalpha, firm.lower()))[:14]
    end_use = f"Machining of {chance.choice(_PARTS)} of {chance.choice(_STUFF)} for {chance.choice(_USERS)}, "
    end_use += f"some {chance.randrange(5, 90)}00 pieces a year, hall {chance.randrange(1, 9)} in {address(chance)}"
    return {
        "Order no": number, "Order date": on.isoformat(), "Seller": "Nordamat", "Seller country": "KR",
        "Buyer": firm, "Buyer country": country, "Buyer phone": f"{_PHONES[country]} {chance.randrange(1000, 9999)}",
        "Buyer e-mail": f"office@{host}.example", "Buyer website": f"www.{host}.example",
        "Buyer activity code": f"{chance.choice((24, 25, 28, 29))}.{chance.randrange(10, 99)}",
        "Buyer address": address(chance), "End user": firm, "End user country": country,
        "Consignee": firm, "Consignee country": country, "Forwarder": f"{name(chance)} Lines",
        "Bank": "", "Bank country": country, "Payer": firm, "Payer country": country,
        "Description": f"CNC horizontal lathe {brand} {model}", "Brand": brand, "Model": model, "HS code": "845811",
        "Quantity": 1, "Price": round(price * chance.lognormvariate(0.0, 0.12), 2), "Currency": "USD",
        "Terms of payment": "30 % down, 70 % before shipment by T/T", "Destination": country,
        "Installation": "yes", "Training": "yes", "Planned shipment": (on + timedelta(days=120)).isoformat(),
        "End use": end_use,
    }  # fmt: skip


def with_habits(book: Book, row: Row) -> Row:
    """The same with what lawful buyers do, by chance."""
    away = book.chance.choice([it for it in sorted(_PHONES) if it != row["Buyer country"]])
    for habits in (_payment, _receipt, _firm, _end_use):
        habits(book, row, away)
    return row


def _payment(book: Book, row: Row, away: str) -> None:
    if book.met("a parent or sister in the same country pays"):
        row |= {"Payer": name(book.chance)}
    elif book.met("a parent abroad pays"):
        row |= {"Payer": name(book.chance), "Payer country": away}
    if book.met("the bank is elsewhere"):
        row |= {"Bank": "Fable Bank", "Bank country": away}
    if book.met("everything is paid before shipment"):
        row |= {"Terms of payment": "100% prepayment"}
    elif book.met("letter of credit"):
        row |= {"Terms of payment": "irrevocable L/C at sight"}
    if book.met("options make it half as dear again"):
        row |= {"Price": round(row["Price"] * 1.6, 2)}


def _receipt(book: Book, row: Row, away: str) -> None:
    if book.met("a forwarder's warehouse receives for a named user"):
        row |= {"Consignee": row["Forwarder"]}
    elif book.met("a forwarder's warehouse receives, nobody is named behind it"):
        row |= {"Consignee": row["Forwarder"], "End user": "", "End user country": ""}
    if book.met("own engineers install"):
        row |= {"Installation": "no"}
    if book.met("consignee or destination changed late"):
        book.change(row, ("consignee", name(book.chance), row["Consignee"]), book.chance.randrange(1, 14))
    elif book.met("route changed late"):
        book.change(row, ("route", "KR > TR", f"KR > {away} > TR"), book.chance.randrange(1, 14))


def _firm(book: Book, row: Row, away: str) -> None:
    if book.met("a dealer in machinery buys"):
        row |= {"Buyer activity code": "46.62"}
    elif book.met("a firm of another trade buys"):
        row |= {"Buyer activity code": "62.01"}
    if book.met("free mail, no site"):
        row |= {"Buyer e-mail": f"{row['Order no'].lower()}@gmail.com", "Buyer website": ""}
    if book.met("a phone of another country"):
        row |= {"Buyer phone": f"{_PHONES[away]} {book.chance.randrange(1000, 9999)}"}


def _end_use(book: Book, row: Row, away: str) -> None:
    if book.met("no end use was asked for"):
        row |= {"End use": ""}
    elif book.met("a few words as end use"):
        row |= {"End use": book.chance.choice(("metal working", "own production", "turning of parts"))}
    elif book.met("the dealer's form as end use"):
        dealer = book.chance.randrange(5)
        row |= {"End use": f"The machine is used for civil mechanical production only, as agreed with dealer {dealer}."}


def _redirect(book: Book, row: Row) -> None:
    book.change(row, ("end user", row["End user"], name(book.chance)), book.chance.randrange(1, 8))


def _boilerplate(book: Book, row: Row) -> None:
    row |= {"End use": "Production of general engineering parts for the domestic market, civil, no military use."}


PLANTS: dict[str, Callable[[Book, Row], object]] = {
    "third_party_payer": lambda book, row: row.update({"Payer": name(book.chance), "Payer country": "HK"}),
    "cash_or_overpay": lambda book, row: row.update({"Terms of payment": "cash", "Price": 2 * row["Price"]}),
    "letter_of_credit_to_bank_consignee": lambda book, row: row.update(
        {"Consignee": "Fable Commercial Bank", "Terms of payment": "L/C", "End user": "", "End user country": ""}
    ),
    "forwarder_as_final_destination": lambda book, row: row.update(
        {"Consignee": row["Forwarder"], "End user": row["Forwarder"]}
    ),
    "last_minute_redirect": _redirect,
    "refuses_installation_or_training": lambda book, row: row.update({"Installation": "no", "Training": "no"}),
    "product_buyer_mismatch": lambda book, row: row.update({"Buyer activity code": "56.10"}),
    "vague_end_use": _boilerplate,
    "no_web_presence_or_generic_mail": lambda book, row: row.update(
        {"Buyer e-mail": "buyer@mail.ru", "Buyer website": "none", "Buyer address": "apt. 14, 3 Oak Street"}
    ),
    "phone_country_mismatch": lambda book, row: row.update(
        {"Buyer country": "TR", "End user country": "TR", "Buyer phone": "+7 495 955 10 10"}
    ),
    "banned_software_or_service": lambda book, row: row.update(
        {"Order date": "2024-10-10", "Description": "CAM software update, licence key", "Brand": "", "HS code": "",
         "Model": "", "Item type": "software", "Buyer country": "RU", "End user country": "RU", "Destination": "RU"}
    ),
}  # fmt: skip


def make_book(orders: int, planted: int, seed: int) -> Book:
    """A book with lawful orders and planted ones, shuffled."""
    book = Book(random.Random(seed))
    for at in range(orders):
        book.add(with_habits(book, lawful(book, f"L{at:05d}")))
    for pattern, plant in PLANTS.items():
        for _ in range(planted):
            row = lawful(book, f"P{len(book.planted):05d}")
            plant(book, row)
            book.add(row, pattern)
    book.chance.shuffle(book.rows)
    return book


def measured(book: Book) -> Row:
    """What the patterns say of a book that went the whole way."""
    begin = time.process_time()
    found = _findings(book)
    lawful_orders = [it["Order no"] for it in book.rows if it["Order no"] not in book.planted]
    told: Row = {"lawful orders": len(lawful_orders), "processor_s": round(time.process_time() - begin, 1)}
    by_pattern: dict[str, Row] = {}
    for pattern in PLANTS:
        mine = [it for it, what in book.planted.items() if what == pattern]
        seen = sum(pattern in found[it] for it in mine)
        strong = [found[it][pattern] for it in lawful_orders if pattern in found[it]]
        by_pattern[pattern] = {
            "planted": len(mine), "seen": seen, "lawful flagged, %": round(100 * len(strong) / len(lawful_orders), 1),
            "strongest on a lawful one": max(strong, default=0.0),
        }  # fmt: skip
    counts = Counter(min(len(found[it]), 3) for it in lawful_orders)
    told["lawful orders by number of patterns"] = {str(it): counts[it] for it in sorted(counts)}
    for least in (0.3, 0.5):
        told[f"lawful flagged at {least} or above"] = sum(
            max(found[it].values(), default=0.0) >= least for it in lawful_orders
        )
    return told | {"patterns": by_pattern}


def _findings(book: Book) -> dict[str, dict[str, float]]:
    """Order to pattern to strength."""
    found: dict[str, dict[str, float]] = defaultdict(dict)
    # Findings about a firm count for its order: every order has a firm of its own.
    number = {row["Buyer"]: row["Order no"] for row in book.rows}
    with tempfile.TemporaryDirectory() as place:
        case = create(Path(place) / "case")
        for file, rows in (("orders.csv", book.rows), ("order_changes.csv", book.changes)):
            _write(Path(place) / file, rows)
            case.add(Path(place) / file)
        case.run(RunOptions(watershed=date(2022, 2, 24)))
        for it in kept_findings(current_run(case.workspace)):
            if it.typology in PLANTS and it.answer == "found":
                order = next((number[one] for one in it.subject.names if one in number), it.subject.id)
                found[order][it.typology] = max(it.strength or 0.0, found[order].get(it.typology, 0.0))
    return found


def _write(path: Path, rows: list[Row]) -> None:
    header = list(dict.fromkeys(name for row in rows for name in row))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header, restval="")
        writer.writeheader()
        writer.writerows(rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--orders", type=int, default=1_000)
    parser.add_argument("--planted", type=int, default=20)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    result = {
        "what": f"books of {asked.orders} lawful orders and {asked.planted} of each of {len(PLANTS)} patterns",
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "load": [round(it, 2) for it in os.getloadavg()],
        "habits": HABITS,
        "books": {str(seed): measured(make_book(asked.orders, asked.planted, seed)) for seed in asked.seeds},
    }
    text = json.dumps(result, indent=1)
    sys.stdout.write(text + "\n")
    if asked.json:
        asked.json.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
