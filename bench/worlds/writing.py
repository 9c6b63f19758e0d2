"""Rows as a file of its family says them: in its language, with its dates and numbers, and with its mistakes."""

import csv
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from babel import Locale
from bench.worlds.family import FileSpec, draw_noise
from bench.worlds.names import Party
from bench.worlds.truth import Notes
from bench.worlds.world import Row

OPTIONAL = frozenset(
    (
        "brand",
        "model",
        "maker",
        "serial",
        "net",
        "gross",
        "trading",
        "terms",
        "address",
        "address_latin",
        "phone",
        "email",
        "procedure",
        "text",
    )
)
PLACES = frozenset(
    (
        "origin",
        "dispatch",
        "destination",
        "trading",
        "country",
        "place",
        "hosted",
        "reporter",
        "partner",
        "payer_bank_country",
        "payee_bank_country",
    )
)
GOODS = ("imports", "exports")
TAILS = {
    "845710": "1000",
    "845811": "2000",
    "845961": "0000",
    "846693": "7000",
    "820770": "3100",
    "841370": "2100",
    "846591": "0000",
    "842240": "0008",
    "847710": "0009",
    "841480": "7300",
    "848180": "1990",
    "846261": "1000",
}


class Writer:
    """One file of a world, written row by row; what each row means goes to the notes."""

    def __init__(self, spec: FileSpec, folder: Path, notes: Notes, seed: int) -> None:
        self.spec, self.notes = spec, notes
        self.random = Random(f"write-{spec.name}-{seed}")
        self.noise = draw_noise(self.random, spec.noise)
        self._file = open(folder / spec.name, "w", encoding=spec.encoding, newline="", errors="replace")  # noqa: SIM115
        self._csv = csv.writer(
            self._file, delimiter=spec.delimiter, lineterminator="\r\n" if spec.encoding.startswith("cp") else "\n"
        )
        for line in spec.preamble:
            self._file.write(line + "\n")
        self._csv.writerow([head for head, _ in spec.columns])
        self.at = 1 + len(spec.preamble)
        self.fields = [(role, what) for role, _, what in (field.partition(".") for _, field in spec.columns)]
        self.lost: set[tuple[int, int]] = set()
        self._places: dict[str, str] = {}

    def lose(self, start: date, end: date) -> list[str]:
        """Forget whole months, as archives do; their names, for the truth."""
        months = sorted({(start + timedelta(days=n)).replace(day=1) for n in range(40, (end - start).days - 40, 15)})
        gone = self.random.sample(months, min(self.spec.missing_months, len(months)))
        self.lost = {(it.year, it.month) for it in gone}
        return sorted(f"{it:%Y-%m}" for it in gone)

    def write(self, row: Row) -> bool:
        """Write it; whether a second version of it should follow some days later."""
        if (row.day.year, row.day.month) in self.lost:
            return False
        self.at += 1
        self._csv.writerow([self._cell(row, field, what) for field, what in self.fields])
        self.notes.note(self.spec, self.at, row)
        return self.spec.table in GOODS and self.random.random() < self.noise["repeated"]

    def _cell(self, row: Row, field: str, what: str) -> str:
        if what:
            party = row.parties.get(field)
            return "" if party is None else self._of(party, what)
        value = row.cells.get(field)
        if field in OPTIONAL and row.table in GOODS and self.random.random() < self.noise["missing"]:
            return ""
        if field == "code":
            return self._code(str(value))
        if field in PLACES:
            return self._place(str(value or ""))
        return self._plain(value)

    def _plain(self, value: Any) -> str:
        if value is None:
            return ""
        if isinstance(value, date):
            return self._day(value)
        if isinstance(value, float):
            text = f"{value:,.2f}" if self.spec.thousands else f"{value:.2f}"
            return text.replace(",", "\0").replace(".", self.spec.decimal).replace("\0", self.spec.thousands)
        text = str(value)
        return text.upper() if self.spec.upper else text

    def _day(self, day: date) -> str:
        if self.spec.dates == "roc":
            return f"{day.year - 1911}/{day.month:02d}/{day.day:02d}"
        return day.strftime(self.spec.dates)

    def _of(self, party: Party, what: str) -> str:
        if what == "country":
            return self._place(party.country)
        text = str(getattr(party, what))
        if what in ("native", "latin"):
            text = self._name(text)
            self.notes.name(party, text)
        elif what in OPTIONAL and self.spec.table in GOODS and self.random.random() < self.noise["missing"]:
            return ""
        return text.upper() if self.spec.upper else text

    def _name(self, text: str) -> str:
        chance = self.random
        if chance.random() < self.noise["variant"]:
            text = chance.choice(VARIANTS)(text)
        if chance.random() < self.noise["typo"] and len(text) > 8:
            at = chance.randrange(2, len(text) - 2)
            text = (
                text[:at] + text[at + 1] + text[at] + text[at + 2 :]
                if chance.random() < 0.5
                else text[:at] + text[at + 1 :]
            )
        return text

    def _code(self, hs6: str) -> str:
        code = hs6
        if self.random.random() < self.noise["wrong_code"]:
            code = hs6[:4] + f"{self.random.randrange(10, 99)}"
        return (code + TAILS.get(hs6, "0000") + "00")[: self.spec.code_length] if len(hs6) == 6 else hs6

    def _place(self, country: str) -> str:
        if country not in self._places:
            style, _, case = self.spec.countries.partition("-")
            text = country
            if country and style != "iso2":
                text = str(Locale.parse(style).territories[country])
            self._places[country] = text.upper() if case == "upper" else text
        return self._places[country]

    def close(self) -> None:
        self._file.close()


def _turned(text: str) -> str:
    """ООО "Х" becomes "Х" ООО; other names stay."""
    form, _, rest = text.partition(" ")
    return f"{rest} {form}" if rest.startswith('"') else text


VARIANTS: tuple[Callable[[str], str], ...] = (
    str.upper,
    lambda text: text.replace('"', ""),
    lambda text: text.replace('"', "«", 1).replace('"', "»", 1),
    lambda text: text.replace("CO., LTD.", "COMPANY LIMITED").replace("Ltd. Şti.", "Limited Şirketi"),
    lambda text: text.replace(".", "").replace(",", ""),
    _turned,
)


def again(row: Row, days: int) -> Row:
    """The same declaration lodged again some days later, as a correction."""
    later = row.day + timedelta(days=days)
    return replace(row, day=later, cells={**row.cells, "day": later})
