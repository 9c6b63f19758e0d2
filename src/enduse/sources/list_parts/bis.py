"""An entry of a supplement to part 744 of the EAR, as its table prints it: name, aliases and addresses in one cell."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from enduse.model.ids import stable_key
from enduse.model.listing import BadRecord, ListEntry, NameRole, WrittenAddress, WrittenName
from enduse.sources.list_parts.errors import nameless
from enduse.sources.list_parts.tables import Table
from enduse.sources.list_parts.values import code_of, day_of, filled, tidy

AUTHORITY = "US-BIS"
PUBLISHER = "US Department of Commerce, Bureau of Industry and Security"
LICENCE = "US Government work, public domain (17 USC 105)"
ABOUT_IDS = (
    "Entry ids are made of the country and the whole text of the name, for the supplement has none; they change when "
    "BIS corrects a name. listed_on is the earliest date among the Federal Register citations."
)
_ADDRESS_ONLY = re.compile(r"^Address(?:es)?\s*(?:\d+|No\.?\s*\d+)?\s*[:,.]?\s*(?=\S)", re.I)
_ADDRESS_WORD = re.compile(r"^Address(?:es)?\s*(?:\d+\b|:|No\.)", re.I)
_ALIASES = re.compile(r",?\s+(a\.?k\.?a\.?|f\.?k\.?a\.?|d\.?b\.?a\.?|n\.?k\.?a\.?)[,:]?\s+", re.I)
_COUNTED = re.compile(r"^(?:the following\s+)?(?:[\w-]+\s+)?alias(?:es)?\s*:\s*", re.I)
_DASH = re.compile(r"\s*[—–]\s*|\s+-\s*(?=[A-Z\"'])")
_SENTENCE_END = re.compile(
    r"(?<!\bCo)(?<!\bLtd)(?<!\bInc)(?<!\bCorp)(?<!\bNo)(?<!\bSt)(?<!\bDr)(?<!\bBldg)(?<!\s[A-Z])\.(?:\s+|$)"
)
_LEGAL_WORD = re.compile(
    r"^\s*(?:Co|Ltd|Limited|Inc|Incorporated|Corp|LLC|L\.L\.C|LLP|GmbH|S\.?A|S\.?R\.?L|JSC|PJSC|OOO|AO|FZE|FZC|FZCO|FZ|"
    r"B\.?V|Pvt|Pte|Sdn|Bhd|Jr|Sr|Inst|Academy of|and Co)\b",
    re.I,
)
_FR_DAY = re.compile(r"\b(\d{1,2}/\d{1,2}/\d{2,4})\b")
_CONJUNCTION = re.compile(r"[;,]\s*(?:and|or)?$|\s+(?:and|or)$")
_ABBREVIATED = re.compile(r"\b(Co|Ltd|Inc|Corp|Jr|Sr)$")
_NOTE = re.compile(r"\(\s*See\b[^()]*\)", re.I)


@dataclass(frozen=True)
class Printed:
    """What a cell with a name says."""

    names: tuple[WrittenName, ...]
    addresses: tuple[WrittenAddress, ...]


@dataclass(frozen=True)
class Supplement:
    """Which columns of a table say what.

    Attributes:
        list: Name of the list.
        cell: Key of the column with name, aliases and addresses.
        citation: Key of the column with Federal Register citations.
        programme: What follows from an entry, where no column says it.
    """

    list: str
    cell: str
    citation: str
    programme: str = ""


def supplement_records(table: Table, supplement: Supplement) -> Iterator[ListEntry | BadRecord]:
    """The entries; a blank country is that of the row above, as in the printed table."""
    country = ""
    for it in table.records:
        if isinstance(it, BadRecord):
            yield it
            continue
        country = tidy(it["country"]) or country
        text = it[supplement.cell]
        printed = printed_parties(text, country)
        if not text.strip():
            yield nameless(it.row, it.cells)
            continue
        policy = it["license_review_policy"]
        yield ListEntry(
            row=it.row,
            authority=AUTHORITY,
            list=supplement.list,
            entry_id=stable_key(supplement.list, country, tidy(text)),
            kind="unknown" if printed.names else "address",
            names=printed.names,
            addresses=printed.addresses,
            programmes=tuple(filled({"policy": policy or supplement.programme}).values()),
            listed_on=first_day(it[supplement.citation]),
            citation=tidy(it[supplement.citation]),
            more=filled({"country": country, "license_requirement": it["license_requirement"], "text": text}),
        )


def first_day(citation: str) -> date | None:
    """The earliest date among citations such as ``"80 FR 69852, 11/12/15. 81 FR 14953, 3/21/16."``."""
    return min((day for it in _FR_DAY.findall(citation) if (day := day_of(it, "mdy"))), default=None)


def printed_parties(text: str, country: str) -> Printed:
    """Names and addresses in a cell; one that begins with "Address" lists the address itself and has no name."""
    plain, code = _NOTE.sub("", text).strip(), code_of(country)
    if is_address(plain):
        return Printed((), _addresses(bare_address(plain), code))
    found = _ALIASES.search(plain)
    if not found:
        name, rest = _name_and_rest(tidy(plain))
        return Printed((WrittenName(name),), _addresses(rest, code))
    names, rest = _aliases(plain[found.end() :], _role(found.group(1)))
    first = WrittenName(tidy(plain[: found.start()]).strip(" ,;"))
    return Printed(tuple(dict.fromkeys((first, *names))), _addresses(rest, code))


def is_address(name: str) -> bool:
    """Is the "name" of a record the address itself? BIS lists addresses of high diversion risk so, since 2024."""
    return bool(_ADDRESS_WORD.match(name))


def bare_address(name: str) -> str:
    """The address without the word and number before it."""
    return _ADDRESS_ONLY.sub("", tidy(name))


def _role(mark: str) -> NameRole:
    return "former" if mark.casefold().startswith("f") else "alias"


def _aliases(text: str, role: NameRole) -> tuple[list[WrittenName], str]:
    """Aliases and what follows them: lines with dashes where the table printed them so, else one sentence."""
    body = _COUNTED.sub("", text.strip())
    items = _DASH.split(body)
    if len(items) > 1:
        last, rest = _sentence(items[-1])
        texts = [*items[:-1], last]
    else:
        said, rest = _sentence(body)
        texts = said.split(";")
    names = (re.sub(r"^and\s+", "", _CONJUNCTION.sub("", tidy(it)).strip(" ,;.")) for it in texts)
    return [WrittenName(_ABBREVIATED.sub(r"\1.", it), role) for it in names if it], rest


def _sentence(text: str) -> tuple[str, str]:
    """The first sentence (a line end or a full stop that no abbreviation explains) and the rest."""
    line, _, below = text.strip().partition("\n")
    if below.strip():
        return line.rstrip(" ."), tidy(below)
    found = _SENTENCE_END.search(text)
    return (text[: found.start()], tidy(text[found.end() :])) if found else (text.rstrip(" ."), "")


def _name_and_rest(text: str) -> tuple[str, str]:
    """Up to the first comma that no legal form follows."""
    at = text.find(",")
    while at >= 0 and _LEGAL_WORD.match(text[at + 1 :]):
        at = text.find(",", at + 1)
    return (text, "") if at < 0 else (text[:at].strip(), text[at + 1 :].strip())


def _addresses(text: str, code: str) -> tuple[WrittenAddress, ...]:
    parts = (re.sub(r"^and\s+", "", it.strip(" ,.")) for it in re.split(r";", text))
    return tuple(dict.fromkeys(WrittenAddress(tidy(it), code_of(it.rpartition(",")[2]) or code) for it in parts if it))
