"""Write ``labelled.csv`` from the wordings of ``families_*.txt`` and the makes of ``pools.txt``.

The second set, ``labelled_2.csv``, is made of the wordings and the further makes in the folder ``second``, with
serial numbers of other forms and more ways of being disturbed.

One wording is one family. The words of a wording were written by hand, in the manner of customs declarations;
brands, models, serials, years and figures are drawn for each row from what suits the wording, by a random number that
depends on the family and the row alone. A family is in one half, whole: by the SHA-256 of its id.

    python bench/goods/build_labelled.py        # writes labelled.csv and labelled_2.csv beside this file
"""

import csv
import hashlib
import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parent
# fmt: off
COLUMNS = (
    "id", "family", "half", "language", "noise", "text",
    "whole", "kind", "part_type", "tool_type", "condition", "year",
    "age", "brand", "model", "serials", "quantity", "axes",
    "contouring_axes", "travel_x_mm", "travel_y_mm", "travel_z_mm", "positioning_accuracy_um", "repeatability_um",
    "bar_diameter_mm", "turning_diameter_mm", "spindle_rpm", "control", "weight_kg", "declared_code",
    "hs6", "note",
)
# fmt: on
LABELS = {"q": "quantity", "m": "model", "b": "brand", "y": "year", "s": "serials", "cond": "condition"} | {
    "axes": "axes",
    "caxes": "contouring_axes",
    "control": "control",
    "rpm": "spindle_rpm",
    "note": "note",
    "turn": "turning_diameter_mm",
    "lang": "language",
}  # fmt: skip
SLOT = re.compile(r"\{([A-Z]\d?|b)\}")
LOOK_ALIKE = dict(zip("АВЕКМНОРСТХасеорху", "ABEKMHOPCTXaceopxy", strict=True))
BACK = {latin: other for other, latin in LOOK_ALIKE.items()}
TNVED = {
    "845811": "8458112000", "845819": "8458190000", "845891": "8458912000", "845710": "8457109000",
    "845961": "8459619000", "845969": "8459690000", "845630": "8456301100", "846693": "8466930000",
    "846023": "8460230000", "846012": "8460120000", "846031": "8460310000", "820900": "8209008000",
    "846140": "8461403100", "846620": "8466209800", "846610": "8466103800", "846630": "8466300000",
    "820770": "8207703700", "820750": "8207506000", "820740": "8207403000", "853710": "8537101000",
}  # fmt: skip
ISO = ("CNMG120408", "WNMG080408", "APKT1604PDER", "SNMG120412-MR", "DCMT11T304", "CCMT09T308-PM", "TNMG160404")
OLD_LATHES = ("1К62", "16К20", "1М63Н", "C6140", "CDS6132")
OLD_MILLS = ("6Р12", "6Т13-29", "ВМ127М", "X5032")
# Letters of other alphabets that look like Latin ones; the last six are Macedonian, Ukrainian, Kazakh and Greek.
WIDE_LOOK_ALIKE = BACK | dict(zip("SIJsijhv", "ЅІЈѕіјһν", strict=True))
SERIAL_FORMS = ("######", "#######", "L##-#####", "LL######", "LLL####", "##L####", "####-##-##", "LL##-####")
SERIAL_FORMS_2 = (
    "L######", "########", "LL#####-######", "######LL", "##-####-###", "LLL-#####", "#####", "L#L#####", "###.###",
)  # fmt: skip
WATCHED = ("HAAS", "MAZAK", "DOOSAN", "OKUMA")


@dataclass(frozen=True)
class Edition:
    """One labelled set: where its wordings are, how its rows are disturbed.

    Attributes:
        mark: Stands before the ids of its families.
        folders: Where its pools are; its wordings are in the last.
    """

    mark: str
    folders: tuple[Path, ...]
    serials: tuple[str, ...]
    wide: bool

    @property
    def file(self) -> Path:
        return HERE / f"labelled{'_' if self.mark else ''}{self.mark}.csv"


FIRST = Edition("", (HERE,), SERIAL_FORMS, wide=False)
SECOND = Edition("2", (HERE, HERE / "second"), SERIAL_FORMS_2, wide=True)


@dataclass(frozen=True)
class Make:
    pool: str
    brand: str
    written: tuple[str, ...]
    local: dict[str, str]
    models: tuple[str, ...]


@dataclass(frozen=True)
class Family:
    id: str
    language: str
    fields: tuple[str, ...]
    text: str
    fixed: dict[str, str]
    edition: Edition

    @property
    def half(self) -> str:
        return "train" if hashlib.sha256(self.id.encode()).digest()[0] % 2 == 0 else "test"


@dataclass
class Drawing:
    """What one row was filled with."""

    family: Family
    dice: random.Random
    make: Make | None
    labels: dict[str, str] = field(default_factory=dict)
    pieces: list[tuple[str, str]] = field(default_factory=list)


def makes(edition: Edition) -> list[Make]:
    found = []
    lines = [it for folder in edition.folders for it in (folder / "pools.txt").read_text(encoding="utf-8").splitlines()]
    for line in lines:
        if line.startswith("#") or not line:
            continue
        pool, brand, written, ru, zh, ko, ja, models = line.split(";")
        local = {"ru": ru, "zh": zh, "ko": ko, "ja": ja}
        found.append(Make(pool, brand, tuple(written.split("/")), local, tuple(models.split(","))))
    return found


def families(edition: Edition) -> list[Family]:
    found = []
    for path in sorted(edition.folders[-1].glob("families_*.txt")):
        language = path.stem.partition("_")[2]
        lines = [it for it in path.read_text(encoding="utf-8").splitlines() if it and not it.startswith("#")]
        for number, line in enumerate(lines, 1):
            *fields, rest = line.split("|", 6)
            text, _, tail = rest.partition(" @")
            fixed = dict(it.split("=", 1) for it in tail.split(";")) if tail else {}
            name = f"{edition.mark}{language}-{number:03d}"
            found.append(Family(name, fixed.get("lang", language), tuple(fields), text, fixed, edition))
    return found


def serial(dice: random.Random, forms: tuple[str, ...]) -> str:
    pattern = dice.choice(forms)
    cast = {"#": lambda: str(dice.randint(0, 9)), "L": lambda: dice.choice("ABCDEGHJKMNPRSTV")}
    drawn = "".join(cast.get(it, lambda it=it: it)() for it in pattern)
    return drawn if drawn[0] != "0" else f"1{drawn[1:]}"


def year(drawing: Drawing) -> str:
    condition = drawing.family.fields[3] or drawing.family.fixed.get("cond", "")
    low, high = {"new": (2020, 2025), "used": (1996, 2019), "refurbished": (1998, 2016)}.get(condition, (2005, 2024))
    return str(drawing.dice.randint(low, high))


def thousands(drawing: Drawing, low: int, high: int) -> tuple[str, str]:
    value = drawing.dice.randrange(low, high, 10)
    style = drawing.dice.choice((" ", "", "") if drawing.family.language not in {"en"} else (",", "", ""))
    return f"{value:,}".replace(",", style), str(value)


def micrometres(drawing: Drawing) -> tuple[str, str]:
    value = drawing.dice.choice(("4", "5", "6", "8", "10"))
    comma = "," if drawing.family.language in {"ru", "de", "tr"} else "."
    return f"0{comma}{int(value):03d}", value


def brand(drawing: Drawing, local: bool) -> str:
    make = drawing.make
    if make is None:
        raise ValueError(f"{drawing.family.id} names a brand, but has no pool")
    drawing.labels["brand"] = make.brand
    written = make.local.get(drawing.family.language.partition("-")[0], "") if local else ""
    return written or drawing.dice.choice(make.written)


def model(drawing: Drawing) -> str:
    assert drawing.make is not None
    drawing.labels["model"] = drawing.dice.choice(drawing.make.models)
    return drawing.labels["model"]


def add_serial(drawing: Drawing) -> str:
    drawn = serial(drawing.dice, drawing.family.edition.serials)
    drawing.labels["serials"] = "|".join(filter(None, (drawing.labels.get("serials"), drawn)))
    return drawn


def labelled(drawing: Drawing, name: str, drawn: tuple[str, str]) -> str:
    drawing.labels[name] = drawn[1]
    return drawn[0]


def one(drawing: Drawing, name: str, choices: tuple[str, ...]) -> str:
    value = drawing.dice.choice(choices)
    return labelled(drawing, name, (value, value))


def quantity(drawing: Drawing) -> str:
    kind = drawing.family.fields[1]
    if drawing.family.fields[0] == "complete":
        choices: tuple[str, ...] = ("1", "1", "1", "2")
    else:
        choices = (
            ("1", "2", "4") if kind in {"control_unit", "software"} else ("2", "5", "10", "24", "50", "200", "1500")
        )
    return one(drawing, "quantity", choices)


FILL: dict[str, Callable[[Drawing], str]] = {
    "B": lambda it: brand(it, local=False),
    "b": lambda it: brand(it, local=True),
    "M": model,
    "S": add_serial, "T": add_serial, "U": add_serial,
    "Y": lambda it: one(it, "year", (year(it),)),
    "Q": quantity,
    "K": lambda it: labelled(it, "weight_kg", thousands(it, 1800, 14000)),
    "R": lambda it: one(it, "spindle_rpm", ("6000", "8000", "10000", "12000", "15000")),
    "H": lambda it: one(it, "bar_diameter_mm", ("12", "16", "20", "26", "32", "38", "42")),
    "X1": lambda it: one(it, "travel_x_mm", ("410", "500", "635", "762", "1020", "1300")),
    "Y1": lambda it: one(it, "travel_y_mm", ("400", "450", "510", "520", "600")),
    "Z1": lambda it: one(it, "travel_z_mm", ("380", "460", "508", "510", "630")),
    "E": lambda it: labelled(it, "positioning_accuracy_um", micrometres(it)),
    "F": lambda it: one(it, "repeatability_um", ("2", "3", "4", "5")),
    "W": lambda it: one(it, "age", ("8", "12", "15")),
    "O": lambda it: one(it, "model", OLD_LATHES),
    "P": lambda it: one(it, "model", OLD_MILLS),
    "I": lambda it: it.dice.choice(ISO),
    "A": lambda it: f"{it.dice.randint(10, 99)}-{it.dice.randint(1000, 9999)}",
    "N": lambda it: f"{it.dice.randint(10, 99)}/{it.dice.randint(2019, 2024)}-{it.dice.choice(('IMP', 'A', 'K'))}",
    "D": lambda it: f"{it.dice.randint(1, 28):02d}.{it.dice.randint(1, 12):02d}.{it.dice.randint(2019, 2024)}",
    "V": lambda it: "".join(it.dice.choices("ABCDEFGHJKLMNPRSTUVWXYZ0123456789", k=9)),
    # The machine an insert is meant for; the goods are of another brand.
    "W9": lambda it: it.dice.choice(WATCHED),
}  # fmt: skip


def noises(family: Family) -> tuple[str, ...]:
    """What is done to the second and third row of a family; the first is left as it was written."""
    language, wide = family.language, family.edition.wide
    if language.partition("-")[0] in {"zh", "ja", "ko"}:
        return ("plain", "wide", "spaces", "plain") + (("solid",) if wide else ())
    usual = ("plain", "caps", "lower", "glued", "typo", "spaces", "numbered")
    if wide:
        return (*usual, "typo", "homoglyph", "homoglyph", "joined", "joined")
    return usual + (("homoglyph",) * 2 if language == "ru" else ())


def typo(word: str, dice: random.Random, wide: bool) -> str:
    at = dice.randrange(2, len(word) - 2)
    way = dice.choice(("swap", "drop", "double")) if wide else "swap"
    after = {"swap": word[at + 1] + word[at], "drop": word[at + 1], "double": word[at] * 2 + word[at + 1]}[way]
    return word[:at] + after + word[at + 2 :]


def swapped(text: str, table: dict[str, str], dice: random.Random) -> str:
    return "".join(table[it] if it in table and dice.random() < 0.35 else it for it in text)


def alike(drawing: Drawing) -> list[tuple[str, str]]:
    """The pieces with letters of another alphabet in the words and the brand."""
    wide = drawing.family.edition.wide
    back = WIDE_LOOK_ALIKE if wide else BACK
    words = back if wide and drawing.family.language in {"en", "de", "tr"} else LOOK_ALIKE
    tables = {"": words, "B": back}
    return [
        (kind, swapped(text, tables[kind], drawing.dice) if kind in tables else text) for kind, text in drawing.pieces
    ]


def joined(text: str, dice: random.Random) -> str:
    """Without the space between two of its words."""
    gaps = [it.start() for it in re.finditer(r"(?<=[^\W\d_]{4}) (?=[^\W\d_]{4})", text)]
    at = dice.choice(gaps) if gaps else len(text)
    return text[:at] + text[at + 1 :]


def disturbed(drawing: Drawing, noise: str) -> str:
    """The text with the noise in its words; figures, models and serials are only ever re-cased."""
    text = "".join(text for _, text in _with_noise(drawing, noise))
    match noise:
        case "caps":
            return text.upper()
        case "lower":
            return text.lower()
        case "glued":
            return re.sub(r"(?<=[,.:;№)]) +| +(?=[(№])", "", text)
        case "spaces":
            return text.replace(" ", "  ", 3).replace(", ", " ,\n", 1)
        case "numbered":
            return f"1) {text};"
        case "solid":
            return re.sub(r"(?<=[^\x00-\x7f]) | (?=[^\x00-\x7f])", "", text)
        case "wide":
            return text.translate({it: it + 0xFEE0 for it in map(ord, ",:()")})
    return text


def _with_noise(drawing: Drawing, noise: str) -> list[tuple[str, str]]:
    """The pieces, their words disturbed."""
    dice, pieces, wide = drawing.dice, drawing.pieces, drawing.family.edition.wide
    if noise == "typo":
        words = [it for kind, text in pieces if not kind for it in re.findall(r"[^\W\d_]{7,}", text)]
        if words:
            chosen = dice.choice(words)
            pieces = [
                (kind, text if kind else text.replace(chosen, typo(chosen, dice, wide), 1)) for kind, text in pieces
            ]
    if noise == "homoglyph":
        pieces = alike(drawing)
    if noise == "joined":
        longest = max((it for it in pieces if not it[0]), key=lambda it: len(it[1]))
        pieces = [(it[0], joined(it[1], dice)) if it is longest else it for it in pieces]
    return pieces


def row(family: Family, number: int, make: Make | None) -> dict[str, str]:
    seed = int.from_bytes(hashlib.sha256(f"{family.id}/{number}".encode()).digest()[:8])
    drawing = Drawing(family, random.Random(seed), make)
    at = 0
    template = family.text.replace("СТАНКОВ {W}", "СТАНКОВ {W9}")
    for found in SLOT.finditer(template):
        drawing.pieces += [("", template[at : found.start()]), (found[1], FILL[found[1]](drawing))]
        at = found.end()
    drawing.pieces.append(("", template[at:]))
    noise = "plain" if number == 1 else drawing.dice.choice(noises(family))
    text = disturbed(drawing, noise)
    whole, kind, subtype, condition, _, codes = family.fields
    true, _, declared = codes.partition(">")
    # Where two subheadings may be argued for, no expert code is given; the declared one stands.
    true, declared = ("", codes[1:]) if codes.startswith("?") else (true, declared)
    fixed = {LABELS[key]: value for key, value in family.fixed.items() if key != "lang"}
    fixed = {key: drawing.labels.get("serials", "") if key == "serials" else value for key, value in fixed.items()}
    types = {"tool_type" if kind == "cutting_tool" else "part_type": subtype}
    return dict.fromkeys(COLUMNS, "") | drawing.labels | {
        "id": f"{family.id}-{number}", "family": family.id, "half": family.half, "language": family.language,
        "noise": noise, "text": text, "whole": whole, "kind": kind, "condition": condition, "hs6": true,
        "declared_code": longer(declared or true, family.language),
    } | types | fixed  # fmt: skip


def longer(code: str, language: str) -> str:
    """The six digits as that country's declarations carry them."""
    if language in {"ru", "mix"}:
        return TNVED.get(code, f"{code}0000")
    return {"de": f"{code}00", "tr": f"{code}000000", "ko": f"{code}0000", "en": code}.get(language, f"{code}00")


def rows(edition: Edition) -> list[dict[str, str]]:
    pools: dict[str, list[Make]] = {}
    for make in makes(edition):
        pools.setdefault(make.pool, []).append(make)
    found = []
    for family in families(edition):
        pool = pools.get(family.fields[4], [])
        if "{b}" in family.text:
            pool = [it for it in pool if it.local.get(family.language.partition("-")[0])] or pool
        start = int(hashlib.sha256(family.id.encode()).hexdigest(), 16)
        for number in range(1, 4 if pool else 3):
            found.append(row(family, number, pool[(start + number * 7) % len(pool)] if pool else None))
    return found


def main() -> None:
    for edition in (FIRST, SECOND):
        found = rows(edition)
        with edition.file.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
            writer.writeheader()
            writer.writerows(found)
        print(edition.file.name, len(found), "rows,", len({it["family"] for it in found}), "families")


if __name__ == "__main__":
    main()
