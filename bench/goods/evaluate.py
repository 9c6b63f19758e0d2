"""Measure what is read from descriptions of goods against labels: our set, the Russian forms, a synthetic world.

    python bench/goods/evaluate.py --half train                # ours, the half to tune on
    python bench/goods/evaluate.py --half test --json out.json # the frozen half
    python bench/goods/evaluate.py --set 2                     # the second set instead of the first
    python bench/goods/evaluate.py --forms ../shared/data/customs_ru_form_synthetic/declarations.jsonl
    python bench/goods/evaluate.py --world a11                 # an unpacked world
    ... --baseline                                             # the same with a dozen keywords instead of the engine
    ... --errors brand                                         # the rows that one measure counts as wrong

A label ``*`` means: not judged. A measure over nothing is null, never 1.
"""

import argparse
import csv
import hashlib
import json
import re
import sys
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parent
ANYTHING = "*"
FOLD = str.maketrans("АВЕКМНОРСТХУЁІ", "ABEKMHOPCTXYEI")
SAME_MAKER = (
    ("DN Solutions", "Doosan", "Doosan Machine Tools", "Daewoo"),
    ("DMG Mori", "Mori Seiki", "DMG", "Deckel Maho", "Gildemeister"),
    (
        "GF Machining",
        "GF",
        "AgieCharmilles",
        "GF AgieCharmilles",
        "Agie",
        "Charmilles",
        "Mikron",
        "GF Machining Solutions",
    ),
    ("Emuge-Franken", "Emuge"),
    ("Jyoti", "Jyoti CNC"),
    ("ONA", "Ona Electroerosion"),
    ("First", "Long Chang"),
    ("Sumitomo", "Sumitomo Electric", "Sumitomo Electric Hardmetal"),
    ("Gleason", "Gleason-Pfauter", "Pfauter"),
    ("Muratec", "Murata Machinery", "Murata"),
    ("Takamaz", "Takamatsu"),
    ("CHMER", "Ching Hung"),
    ("Junker", "Erwin Junker"),
    ("Blohm", "Blohm Jung"),
    ("Bridgeport", "Hardinge", "Hardinge/Bridgeport"),
    ("Nachi", "Nachi-Fujikoshi"),
    ("Index-Traub", "Index", "Traub"),
    ("Fair Friend", "Feeler", "FFG", "FFG/Feeler"),
    ("TBT", "TBT Tiefbohrtechnik"),
    ("FAG", "INA", "Schaeffler", "Schaeffler (FAG/INA)"),
    ("Neway", "Neway CNC"),
    ("Liebherr", "Liebherr Gear Technology", "Liebherr-Verzahntechnik"),
    ("GSK", "Guangzhou CNC", "GSK CNC"),
    ("Walter", "Walter Maschinenbau"),
    ("Hanwha", "Hanwha Precision Machinery", "Hanwha/Hanwha Precision", "Hanwha Precision", "Hanwha Techwin"),
    ("SMTCL", "Shenyang", "Shenyang (SMTCL)", "i5"),
    ("DMTG", "Dalian Machine Tool", "Dalian"),
    ("JTEKT", "Toyoda", "Toyoda/JTEKT"),
    ("Mitsubishi Electric", "Mitsubishi", "Mitsubishi Materials", "Mitsubishi (EDM/cutting tools)"),
    ("Victor Taichung", "Victor"),
    ("Citizen", "Cincom", "Miyano"),
    ("Star", "Star Micronics"),
    ("Bosch Rexroth", "Rexroth"),
    ("Zhuzhou Cemented Carbide", "ZCC-CT", "ZCC.CT", "ZCC"),
    ("Sandvik", "Sandvik Coromant"),
    ("Nomura DS", "Nomura"),
    ("SLM Solutions", "SLM", "Nikon SLM"),
    ("BLT", "Bright Laser Technologies"),
    ("Samchully", "Samchully Machinery"),
    ("Gühring", "Guhring"),
    ("BIG Daishowa", "Big Kaiser", "BIG"),
    ("Hartford", "She Hong"),
    ("YCM", "Yeong Chin"),
    ("Haitian Precision", "Haitian"),
)
MACHINES = {
    "turning",
    "milling",
    "machining_centre",
    "grinding",
    "edm",
    "gear",
    "drilling",
    "additive",
    "other_machine",
}
# fmt: off
FIGURES = (
    "axes", "contouring_axes", "travel_x_mm", "travel_y_mm",
    "travel_z_mm", "positioning_accuracy_um", "repeatability_um", "bar_diameter_mm",
    "turning_diameter_mm", "spindle_rpm", "weight_kg", "quantity",
)
# fmt: on


@dataclass(frozen=True)
class Read:
    """What was read from one text, or stands in its labels."""

    whole: str = ""
    kind: str = ""
    part_type: str = ""
    tool_type: str = ""
    condition: str = ""
    year: str = ""
    brand: str = ""
    model: str = ""
    serials: tuple[str, ...] = ()
    control: str = ""
    figures: dict[str, str] = field(default_factory=dict)

    @property
    def group(self) -> str:
        """complete, part, tool or none: the classes of the main measure."""
        if self.kind == "cutting_tool":
            return "tool"
        if self.kind in {"part", "accessory", "control_unit"}:
            return "part"
        if self.kind in MACHINES or (self.whole == "complete" and self.kind not in {"other", "software"}):
            return "part" if self.whole == "part" else "complete"
        return "none"

    @property
    def used(self) -> bool:
        return self.condition in {"used", "refurbished"}


def plain(text: str) -> str:
    """Letters and digits of a mark, look-alikes as Latin: how two spellings of one model or serial are compared."""
    upper = unicodedata.normalize("NFKC", text).upper().translate(FOLD)
    return "".join(it for it in upper if it.isalnum())


def maker(name: str) -> str:
    for group in SAME_MAKER:
        if name in group or plain(name) in {plain(it) for it in group}:
            return plain(group[0])
    return plain(name)


def bare_model(name: str, brand: str) -> str:
    """The model without the name of its maker before it."""
    whole = plain(name)
    names = {plain(it) for group in SAME_MAKER if brand in group for it in group} | {plain(brand)}
    front = max((it for it in names if it and whole.startswith(it) and whole != it), key=len, default="")
    return whole[len(front) :]


SETS = {"1": "labelled.csv", "2": "labelled_2.csv"}


def labelled(file_name: str, half: str) -> tuple[list[str], list[Read]]:
    with (HERE / file_name).open(encoding="utf-8", newline="") as file:
        rows = [it for it in csv.DictReader(file) if half in (it["half"], "all")]
    return [it["text"] for it in rows], [from_labels(it) for it in rows]


def from_labels(row: dict[str, str]) -> Read:
    names = ("whole", "kind", "part_type", "tool_type", "condition", "year", "brand", "model", "control")
    serials = tuple(filter(None, row["serials"].split("|")))
    return Read(**{it: row[it] for it in names}, serials=serials, figures={it: row[it] for it in FIGURES if row[it]})


def forms(path: Path) -> tuple[list[str], list[Read]]:
    """The synthetic Russian forms; what they say was labelled by hand and stands beside this file by id."""
    with (HERE / "forms_truth.csv").open(encoding="utf-8", newline="") as file:
        truth = {it["declaration_id"]: it for it in csv.DictReader(file)}
    texts, labels = [], []
    for line in path.read_text(encoding="utf-8").splitlines():
        form = json.loads(line)
        known = truth[form["declaration_id"]]
        texts.append("; ".join(filter(None, (form["G31_1"], form.get("desc_extention")))))
        kind = "part" if known["whole"] == "part" else "other"
        condition = "used" if known["used"] == "1" else ""
        labels.append(
            Read(known["whole"], kind, condition=condition, year=known["year"], model=ANYTHING, serials=(ANYTHING,))
        )
    return texts, labels


def world(folder: Path) -> tuple[list[str], list[Read]]:
    """The Russian imports of a synthetic world; a brand counts where the description names it."""
    import pyarrow.parquet as pq

    truth = pq.read_table(folder / "truth" / "goods.parquet").to_pylist()
    with (folder / "data" / "imports_ru.csv").open(encoding="cp1251", newline="") as file:
        texts = [it["Описание и характеристика товара"] for it in csv.DictReader(file, delimiter=";")]
    found = [(texts[it["row"] - 2], it) for it in truth if it["file"] == "imports_ru.csv"]
    return [it[0] for it in found], [from_world(*it) for it in found]


def from_world(text: str, row: dict[str, object]) -> Read:
    kind = {"complete": "other_machine", "part": "part", "tool": "cutting_tool"}.get(
        str(row["complete_or_part"]), "other"
    )
    brand = str(row["brand"])
    return Read(
        whole=str(row["complete_or_part"]),
        kind=kind,
        condition="used" if row["used_visible"] else "",
        year="" if row["year"] is None else str(row["year"]),
        # In Cyrillic, or only in a column of its own: not judged here.
        brand=brand if not brand or brand.upper() in text.upper() else ANYTHING,
        model=ANYTHING,
        serials=tuple(filter(None, [str(row["serial"] or "")])),
    )


def ours(texts: Sequence[str]) -> list[Read]:
    from enduse.goods.reading import read_many

    return [from_goods(it) for it in read_many(texts)]


def from_goods(goods: object) -> Read:
    def first(name: str) -> str:
        fact = goods.first(name)  # type: ignore[attr-defined]
        return "" if fact is None else number(fact.value)

    names = ("whole", "kind", "part_type", "tool_type", "condition", "year", "brand", "model", "control")
    serials = tuple(str(it.value) for it in goods.every("serial"))  # type: ignore[attr-defined]
    return Read(
        **{it: first(it) for it in names}, serials=serials, figures={it: first(it) for it in FIGURES if first(it)}
    )


def number(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def keywords(texts: Sequence[str]) -> list[Read]:
    """A dozen keywords: what an analyst's first filter does."""
    return [_keyword(it) for it in texts]


PART = re.compile(r"част|запчаст|к станку|для станка|part|配件|零件|부품|parça|ersatz|部品", re.I)
TOOL = re.compile(
    r"пластин|фрез[аы] |сверл|метчик|insert|end mill|drill|刀片|铣刀|엔드밀|인서트|kesici uç|schneidplatt", re.I
)
WHOLE = re.compile(
    r"станок|станк|центр|lathe|machin|车床|車床|加工中心|선반|머시닝|torna|merkezi|maschine|旋盤|マシニング", re.I
)
USED = re.compile(r"б/у|бывш|used|second|二手|中古|중고|kullanılmış|ikinci el|gebraucht", re.I)
NEW = re.compile(r"нов|не быв|new|全新|신품|yeni|neu", re.I)
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
MODEL = re.compile(r"(?:мод\w*|model|型号|型號|modell?)\W{1,3}([A-Z0-9][\w\-/]+)", re.I)
SERIAL = re.compile(r"(?:№|s/n|serial\D{0,6}|机号|機號|제조번호|seri no|-nr\.?)\W{0,3}([A-Z0-9][\w\-]{3,})", re.I)


def _keyword(text: str) -> Read:
    tool, part, whole = TOOL.search(text), PART.search(text), WHOLE.search(text)
    kind = "cutting_tool" if tool else "part" if part else "other_machine" if whole else "other"
    year, model = YEAR.search(text), MODEL.search(text)
    brand = next((it for it in _brand_names() if it.upper() in text.upper()), "")
    return Read(
        whole="complete" if kind == "other_machine" else "part" if kind == "part" else "",
        kind=kind,
        condition="used" if USED.search(text) else "new" if NEW.search(text) else "",
        year=year[0] if year else "",
        brand=brand,
        model=model[1] if model else "",
        serials=tuple(SERIAL.findall(text)),
    )


def _brand_names() -> list[str]:
    files = (HERE / "pools.txt", HERE / "second" / "pools.txt")
    lines = [it for file in files for it in file.read_text(encoding="utf-8").splitlines()]
    return sorted({it.split(";")[1] for it in lines if it and not it.startswith("#")})


Judged = tuple[bool, bool, bool]
"""Whether the label, and whether the answer, says something; whether they agree."""


def judge(name: str) -> Callable[[Read, Read], Judged | None]:
    """How one field is judged; None where the label is ``*``."""

    def compare(said: str, read: str, same: Callable[[str], str] = plain) -> Judged | None:
        return None if said == ANYTHING else (bool(said), bool(read), same(said) == same(read))

    def judged(label: Read, answer: Read) -> Judged | None:
        match name:
            case "used":
                return (label.used, answer.used, label.used == answer.used)
            case "brand":
                return compare(label.brand, answer.brand, maker)
            case "model":
                return compare(label.model, answer.model, lambda it: bare_model(it, label.brand))
            case "serials":
                if ANYTHING in label.serials:
                    return None
                same = {plain(it) for it in label.serials} == {plain(it) for it in answer.serials}
                return (bool(label.serials), bool(answer.serials), same)
            case _ if name in FIGURES:
                return compare(label.figures.get(name, ""), answer.figures.get(name, ""))
            case "control":
                return compare(label.control, answer.control, maker)
            case _:
                return compare(str(getattr(label, name)), str(getattr(answer, name)))

    return judged


def rates(found: Iterable[Judged | None]) -> dict[str, float | int | None]:
    """Precision, recall and F1 of a field, and how often it is right where it is stated and over all rows."""
    rows = [it for it in found if it is not None]
    right = sum(1 for stated, answered, same in rows if stated and answered and same)
    answered, stated = sum(it[1] for it in rows), sum(it[0] for it in rows)
    precision, recall = ratio(right, answered), ratio(right, stated)
    f1 = (
        None
        if precision is None or recall is None or not precision + recall
        else 2 * precision * recall / (precision + recall)
    )
    return {
        "precision": precision, "recall": recall, "f1": f1 if f1 is None else round(f1, 4), "stated": stated,
        "exact_all_rows": ratio(sum(it[2] for it in rows), len(rows)), "rows": len(rows),
    }  # fmt: skip


def ratio(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def groups(labels: Sequence[Read], answers: Sequence[Read]) -> dict[str, object]:
    found: dict[str, object] = {}
    for name in ("complete", "part", "tool"):
        judged = [
            (a.group == name, b.group == name, a.group == b.group == name) for a, b in zip(labels, answers, strict=True)
        ]
        found[name] = rates(judged)["f1"]
    scores = [it for it in found.values() if isinstance(it, float)]
    agree = sum(a.group == b.group for a, b in zip(labels, answers, strict=True))
    return found | {
        "macro_f1": round(sum(scores) / len(scores), 4) if scores else None,
        "accuracy": ratio(agree, len(labels)),
    }


FIELDS = ("used", "year", "brand", "model", "serials", "kind", "part_type", "tool_type", "control", *FIGURES)


def measures(labels: Sequence[Read], answers: Sequence[Read]) -> dict[str, object]:
    pairs = list(zip(labels, answers, strict=True))
    return {"rows": len(pairs), "complete_part_tool": groups(labels, answers)} | {
        name: rates(judge(name)(a, b) for a, b in pairs) for name in FIELDS
    }


def wrong(name: str, texts: Sequence[str], labels: Sequence[Read], answers: Sequence[Read]) -> None:
    for text, label, answer in zip(texts, labels, answers, strict=True):
        if name == "group":
            bad = label.group != answer.group
            pair = (label.group, answer.group)
        else:
            judged = judge(name)(label, answer)
            bad = judged is not None and not judged[2]
            pair = (read_of(label, name), read_of(answer, name))
        if bad:
            print(f"{pair[0]!r} / {pair[1]!r}: {text!r}")


def read_of(read: Read, name: str) -> str:
    return read.figures.get(name, "") if name in FIGURES else str(getattr(read, name))


def fingerprint(file_name: str, half: str) -> str:
    """SHA-256 of the rows of one half, as the README states it."""
    with (HERE / file_name).open(encoding="utf-8", newline="") as file:
        rows = [it for it in csv.reader(file) if it[2] == half]
    return hashlib.sha256("\n".join("\t".join(it) for it in rows).encode()).hexdigest()


def asked_texts(asked: argparse.Namespace) -> tuple[list[str], list[Read]]:
    if asked.forms:
        return forms(asked.forms)
    return world(asked.world) if asked.world else labelled(SETS[asked.set], asked.half)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--half", default="train", choices=("train", "test", "all"))
    parser.add_argument("--set", default="1", choices=tuple(SETS))
    parser.add_argument("--forms", type=Path)
    parser.add_argument("--world", type=Path)
    parser.add_argument("--baseline", action="store_true")
    parser.add_argument("--errors")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--fingerprint", action="store_true")
    asked = parser.parse_args()
    if asked.fingerprint:
        print(*(f"{half} {fingerprint(SETS[asked.set], half)}" for half in ("train", "test")), sep="\n")
        return
    texts, labels = asked_texts(asked)
    answers = (keywords if asked.baseline else ours)(texts)
    if asked.errors:
        wrong(asked.errors, texts, labels, answers)
        return
    found = json.dumps(measures(labels, answers), indent=1, ensure_ascii=False)
    if asked.json:
        asked.json.write_text(found + "\n", encoding="utf-8")
    sys.stdout.write(found + "\n")


if __name__ == "__main__":
    main()
