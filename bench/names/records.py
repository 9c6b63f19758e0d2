"""Records with their names, read from publishers' files: what the labelled sets are made of.

A record is one entry of one list. Names of one record belong to one party; names of different clusters do not (records
that share a name, written alike, are one cluster, in whichever list they stand).
"""

import csv
import gzip
import hashlib
import io
import json
import re
import unicodedata
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lxml import etree

_SCRIPTS = {
    "LATIN": "en",
    "CYRILLIC": "ru",
    "CJK": "zh",
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "KATAKANA-HIRAGANA": "ja",
    "HANGUL": "ko",
    "ARABIC": "ar",
    "ARMENIAN": "hy",
    "GEORGIAN": "ka",
    "GREEK": "el",
    "HEBREW": "he",
    "THAI": "th",
}
_FORMS = """
LLC LTD LIMITED CO COMPANY CORP CORPORATION INC JSC OJSC CJSC PJSC OOO OAO ZAO AO PAO JOINT STOCK OPEN CLOSED PUBLIC
LIABILITY GMBH FZE FZCO FZC LLP ООО АО ОАО ЗАО ПАО ОБЩЕСТВО С ОГРАНИЧЕННОЙ ОТВЕТСТВЕННОСТЬЮ АКЦИОНЕРНОЕ ОТКРЫТОЕ
ЗАКРЫТОЕ ПУБЛИЧНОЕ ААТ ТАА THE OF AND FGUP FSUE ФГУП ФГБУ ФКП
"""
FORMS = frozenset(_FORMS.split())


@dataclass(frozen=True)
class Name:
    """A name as written, and the language or script its letters tell (``en`` stands for all of Latin)."""

    text: str
    tongue: str


@dataclass(frozen=True)
class Record:
    """One entry of one list. ``beside`` holds pairs of names the publisher wrote side by side as one name."""

    source: str
    id: str
    kind: str
    names: tuple[Name, ...]
    beside: tuple[tuple[Name, Name], ...] = ()


@dataclass
class Builder:
    """Collects the names of one entry, each once, in the publisher's order."""

    source: str
    id: str
    kind: str
    names: list[Name] = field(default_factory=list)
    beside: list[tuple[Name, Name]] = field(default_factory=list)

    def add(self, text: str | None, tongue: str | None = None) -> Name | None:
        """The name as kept, or nothing if the text is empty, mixes scripts or is an acronym."""
        tidy = " ".join((text or "").split()).strip(" ;,.-–—()（）'\"‘’")
        told = tongue_of(tidy)
        if told is None or is_acronym(tidy, self.kind):
            return None
        name = Name(tidy, tongue if tongue and told != "en" else told)
        if name not in self.names:
            self.names.append(name)
        return name

    def join(self, left: Name | None, right: Name | None) -> None:
        """Note that two names were written as one and the same."""
        if left and right and left.tongue != right.tongue:
            self.beside.append((left, right))

    def done(self) -> Record:
        """The record."""
        return Record(self.source, self.id, self.kind, tuple(self.names), tuple(self.beside))


def tongue_of(text: str) -> str | None:
    """The language most letters tell; nothing where fewer than 60 % of them agree."""
    letters = Counter(
        _SCRIPTS.get(unicodedata.name(it, "?").split()[0].removesuffix(":"), "?") for it in text if it.isalpha()
    )
    if not letters:
        return None
    if letters["ja"] and letters["zh"] + letters["ja"] > 0.5 * letters.total():
        return "ja"
    tongue, count = letters.most_common(1)[0]
    if tongue == "?" or count < 0.6 * letters.total():
        return None
    return _cyrillic(text.casefold(), letters["en"] > 0) if tongue == "ru" else tongue


_KAZAKH = re.compile("[әғқңөұүһ]|серіктестігі|қоғамы")
_BELARUSIAN = re.compile("ў|таварыства|прадпрыемства|дзярж|рэспубл")


def _cyrillic(text: str, mixed: bool) -> str:
    if _KAZAKH.search(text):
        return "kk"
    if (
        _BELARUSIAN.search(text)
        or ("і" in text and not set(text) & set("иїє"))
        or (mixed and "i" in text and "и" not in text)
    ):
        return "be"
    return "uk" if set(text) & set("іїєґ") else "ru"


def words_of(text: str) -> list[str]:
    """Upper-case words without marks, for comparing spellings only."""
    plain = "".join(it for it in unicodedata.normalize("NFKD", text.upper()) if not unicodedata.combining(it))
    return re.findall(r"\w+", plain)


def is_acronym(text: str, kind: str) -> bool:
    """Too short to be judged by itself: initials or a word of up to five letters beside the legal form."""
    if kind == "person":
        return len(text) < 3
    core = "".join(it for it in words_of(text) if it not in FORMS)
    return len(core) < {"zh": 4, "ja": 4, "ko": 3}.get(tongue_of(text) or "", 6)


def key_of(name: Name) -> str:
    """What two spellings of one name share: words without legal form, sorted."""
    words = words_of(name.text)
    core = sorted(it for it in words if it not in FORMS) or sorted(words)
    return name.tongue + ":" + "".join(core)


def clusters(records: Iterable[Record]) -> dict[str, str]:
    """The cluster of every record: records of one kind that share a name are one party."""
    parent: dict[str, str] = {}

    def root(it: str) -> str:
        while parent.setdefault(it, it) != it:
            it = parent[it]
        return it

    seen: dict[str, str] = {}
    for record in records:
        own = f"{record.source}:{record.id}"
        for name in record.names:
            other = seen.setdefault(record.kind + key_of(name), own)
            low, high = sorted((root(own), root(other)))
            parent[high] = low
    return {it: root(it) for it in list(parent)}


def number_of(text: str) -> int:
    """A number that depends on the text and nothing else."""
    return int.from_bytes(hashlib.sha256(f"names-1:{text}".encode()).digest()[:8], "big")


def half_of(cluster: str) -> str:
    """``train`` or ``test``, by the cluster alone."""
    return "train" if number_of(cluster) % 2 else "test"


# --- readers -------------------------------------------------------------------------------------------------------


def rows(path: Path) -> Iterator[dict[str, str]]:
    """Rows of a packed CSV file with a header."""
    csv.field_size_limit(10_000_000)
    with gzip.open(path, "rt", encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def _unpacked(path: Path) -> str:
    return gzip.decompress(path.read_bytes()).decode("utf-8")


_LED_BY_FORM = re.compile(r"^(OOO|LLC|JSC|AO|OAO|ZAO|PJSC|PAO|OJSC|CJSC|ООО|АО|ОАО|ЗАО|ПАО)\b|\b(LLC|JSC|Ltd\.?|OOO)$")


def _parts(text: str) -> Iterator[str]:
    for part in text.split(";"):
        pieces = part.split(", ")
        if sum(bool(_LED_BY_FORM.search(it.strip())) for it in pieces) > 1:
            yield from pieces
        else:
            yield part


def _without_brackets(text: str) -> tuple[str, list[str]]:
    inner = re.findall(r"[(（]([^()（）]*)[)）]", text)
    outer = re.sub(r"[(（][^()（）]*[)）]?", " ", text)
    return outer, inner


def eu_journal(path: Path, source: str) -> Iterator[Record]:
    """Firms and persons of a regulation's annexes."""
    for number, row in enumerate(rows(path), start=2):
        if row["schema"] not in {"LegalEntity", "Person"}:
            continue
        made = Builder(source, str(number), "person" if row["schema"] == "Person" else "company")
        for column in ("name", "alias", "previousName"):
            for part in _parts(row[column]):
                outer, inner = _without_brackets(part)
                made.add(re.sub(r"(\w+) ?/ ?\w+", r"\1", outer) if made.kind == "person" else outer)
                for text in inner:
                    if made.kind == "company" and tongue_of(text) != "en":
                        made.add(text)
        yield made.done()


_JA = "\u3040-\u30ff\u4e00-\u9fff々〆「」（）、『』・ー"


def meti(path: Path, source: str) -> Iterator[Record]:
    """Bodies of a Japanese notice: the Japanese name, then the English one, then the address."""
    text = _unpacked(path)
    text = re.sub(r"[０-９]", lambda it: str(ord(it.group()) - ord("０")), text)
    text = re.sub(r"所 *在 *地", "所在地", text)
    start, number = text.find("最終更新日"), 1
    start = text.find("\n", start)
    while start >= 0:
        # A number opens a body only where Japanese follows on its line: addresses hold numbers, too, but no Japanese.
        opening = re.compile(rf"(?<![\d-]){number}(?: (?=\d)| ?(?!\d))(?=[^\n]*[{_JA}])").search(text, start)
        if opening is None:
            return
        close = text.find("所在地", opening.end())
        if close < 0:
            return
        yield _meti_body(text[opening.end() : close], Builder(source, str(number), "company"))
        start, number = close, number + 1


def _meti_body(body: str, made: Builder) -> Record:
    last = max((it.end() for it in re.finditer(rf"[{_JA}]", body)), default=0)
    line = body[last:].split("\n", 1)
    if len(line) == 2 and len(line[0].split()) <= 2 and re.search(r"[A-Za-z]{3}", line[1]):
        last += len(line[0])
    japanese, english = body[:last].replace("\n", ""), body[last:]
    outer, inner = _without_brackets(japanese)
    main = made.add(re.split("[。、､]", outer)[0].replace(" ", ""), "ja")
    head, _, tail = english.partition("a.k.a.")
    made.join(main, made.add(_without_brackets(head)[0]))
    for alias in re.split(r"[;:]\s*(?:and\s*)?", tail)[1:]:
        made.add(_without_brackets(alias)[0])
    for group in inner:
        for alias in re.split(r"、|及び", re.sub(r"^別[称名]、", "", group)):
            made.add(alias.replace(" ", ""), "ja")
    return made.done()


def jp_end_users(path: Path, source: str) -> Iterator[Record]:
    """Bodies of the foreign end-user list, their Han names in brackets behind the Latin ones."""
    for row in json.loads(_unpacked(path)):
        made = Builder(source, row["id"], "company")
        han = "hanja" if "North Korea" in str(row["addresses"]) else None
        for text in (row["entity_name"], *row["aliases"]):
            folded = unicodedata.normalize("NFKC", text or "").replace("\u3000", " ")
            outer, inner = _without_brackets(folded)
            name = made.add(outer, han)
            for part in inner:
                if tongue_of(part) != "en":
                    made.join(made.add(part.replace(" ", ""), han), name)
        yield made.done()


def cn_sanctions(path: Path, source: str) -> Iterator[Record]:
    """Firms and persons under Chinese measures, with the Chinese name the ministry used."""
    for number, row in enumerate(rows(path), start=2):
        made = Builder(source, str(number), "person" if row["Type"] == "Person" else "company")
        name = made.add(_without_brackets(row["Name"])[0])
        chinese = made.add(_without_brackets(row["Chinese name"].split(";")[0])[0])
        made.join(chinese, name)
        for alias in row["Alias"].split(";"):
            made.add(alias)
        yield made.done()


def un_list(path: Path, source: str) -> Iterator[Record]:
    """Persons and bodies of the Security Council's list, with names in the original script."""
    tree = etree.fromstring(_unpacked(path).encode())
    for entry in tree.iter("INDIVIDUAL", "ENTITY"):
        made = Builder(source, entry.findtext("DATAID") or "", "person" if entry.tag == "INDIVIDUAL" else "company")
        parts = (entry.findtext(f"{it}_NAME") or "" for it in ("FIRST", "SECOND", "THIRD", "FOURTH"))
        primary = made.add(_without_brackets(" ".join(parts))[0])
        original = " ".join((entry.findtext("NAME_ORIGINAL_SCRIPT") or "").split())
        written = made.add(re.split(r"[;؛()\n]", original)[0])
        made.join(written, primary if written and written.tongue != "en" else None)
        for alias in entry.iter("ALIAS_NAME"):
            outer, inner = _without_brackets(alias.text or "")
            name = made.add(outer)
            for part in inner:
                made.join(made.add(part) if tongue_of(part) != "en" else None, name)
        yield made.done()


def eu_financial(path: Path, source: str) -> Iterator[Record]:
    """Persons and bodies of the EU's financial sanctions, old XML, with Bulgarian and Greek spellings."""
    tree = etree.fromstring(_unpacked(path).encode())
    for entry in tree.iter("ENTITY"):
        made = Builder(source, entry.get("Id") or "", "person" if entry.get("Type") == "P" else "company")
        for name in entry.iter("NAME"):
            bulgarian = "bg" if name.findtext("LANGUAGE") == "BG" else None
            made.add(_without_brackets(name.findtext("WHOLENAME") or "")[0], bulgarian)
        yield made.done()


def ofac_enhanced(path: Path, source: str) -> Iterator[Record]:
    """Parties of the Treasury's other lists, each name with its translations beside it."""
    with zipfile.ZipFile(path) as archive:
        tree = etree.parse(io.BytesIO(archive.read(archive.namelist()[0])))
    for entry in tree.iter("{*}entity"):
        kind = "person" if entry.findtext(".//{*}entityType") == "Individual" else "company"
        made = Builder(source, entry.get("id") or "", kind)
        for name in entry.iterfind("{*}names/{*}name"):
            found = [made.add(_ordered(it.text)) for it in name.iter("{*}formattedFullName")]
            for other in found[1:]:
                made.join(other, found[0])
        yield made.done()


def _ordered(text: str | None) -> str:
    last, comma, first = (text or "").partition(", ")
    return f"{first} {last}" if comma and last.isupper() else text or ""


def sdn(folder: Path, source: str) -> Iterator[Record]:
    """Persons and bodies of the SDN list of January 2019 (no vessels, no aircraft)."""
    others: dict[str, list[str]] = defaultdict(list)
    for row in _bare(folder / "alt.csv.gz"):
        others[row[0]].append(row[3])
    for row in _bare(folder / "sdn.csv.gz"):
        kind = {"individual": "person", "-0-": "company"}.get(row[2])
        if kind is None:
            continue
        made = Builder(source, row[0], kind)
        for text in (row[1], *others[row[0]]):
            made.add(text)
        yield made.done()


def _bare(path: Path) -> Iterator[list[str]]:
    with gzip.open(path, "rt", encoding="utf-8", errors="replace", newline="") as file:
        for row in csv.reader(file):
            if len(row) > 3:
                yield [it.strip() for it in row]


def kr_disclosure(path: Path, source: str) -> Iterator[Record]:
    """Listed firms of the Korean disclosure system, as its file of codes (`CORPCODE.xml`) names them."""
    for entry in etree.parse(path).iter("list"):
        made = Builder(source, entry.findtext("corp_code") or "", "company")
        made.join(made.add(entry.findtext("corp_name")), made.add(entry.findtext("corp_eng_name")))
        yield made.done()


_FILES: tuple[tuple[str, str, Any], ...] = (
    ("eu_833", "sanctions_eu/2026/32014R0833_consolidated.csv.gz", eu_journal),
    ("eu_765", "sanctions_eu/2026/32006R0765_consolidated.csv.gz", eu_journal),
    ("jp_russia", "sanctions_japan_china/meti_russia/250912_list_russia_tokutei.pdf.txt.gz", meti),
    ("jp_belarus", "sanctions_japan_china/meti_russia/list_belarus_tokutei.pdf.txt.gz", meti),
    ("jp_end_users", "sanctions_japan_china/jp_end_user_list.json.gz", jp_end_users),
    ("cn_measures", "sanctions_japan_china/cn_sanctions.csv.gz", cn_sanctions),
    ("un_2026", "sanctions_un/2026-02/UN_consolidated.xml.gz", un_list),
    ("eu_2016", "sanctions_eu/2016-02/EU_data.xml.gz", eu_financial),
    ("ofac_other", "sanctions_ofac/2025-01/CONS_ENHANCED.ZIP", ofac_enhanced),
    ("ofac_2019", "sanctions_ofac/2019-01", sdn),
)


def all_records(data: Path) -> list[Record]:
    """Every record with a name, in a fixed order."""
    return [it for source, path, read in _FILES for it in read(data / path, source) if it.names]
