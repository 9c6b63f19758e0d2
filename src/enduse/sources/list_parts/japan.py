"""What the forms of Japan's Foreign End User List share: countries, concerns, names run together with a country."""

import re
from collections.abc import Iterable

from enduse.sources.list_parts.draft import EntryDraft
from enduse.sources.list_parts.places import nation_of

LIST = "Foreign End User List"
PUBLISHER = "Ministry of Economy, Trade and Industry of Japan (METI)"
LICENCE = "Japan government standard terms of use (compatible with CC BY 4.0)"

_CONCERNS = {
    "B": "WMD: biological",
    "C": "WMD: chemical",
    "M": "WMD: missiles",
    "N": "WMD: nuclear",
    "CW": "conventional weapons",
}
_MARKS = re.compile(r"(?<![A-Za-zＡ-Ｚ])(CW|[BCMNＮ])(?![A-Za-z])")
_NUMBERED = re.compile(r"^\s*\d+\s*$")


def concerns_of(text: str) -> list[str]:
    """The concerns that the marks B, C, M, N and CW of a cell mean.

    >>> concerns_of("大量破壊兵器等の懸念: ミサイル、核 M、N; 通常兵器の懸念: CW")
    ['WMD: missiles', 'WMD: nuclear', 'conventional weapons']
    """
    return list(dict.fromkeys(_CONCERNS[it.replace("Ｎ", "N")] for it in _MARKS.findall(text)))


def country_and_rest(text: str) -> tuple[str, str]:
    """A country at the start of a text and what follows it; no country and the whole text where there is none.

    >>> country_and_rest("People's Republic of China Ravenhold Optics Co., Ltd.")
    ("People's Republic of China", 'Ravenhold Optics Co., Ltd.')
    """
    words = text.split()
    for size in range(min(len(words), 7), 0, -1):
        start = " ".join(words[:size])
        if nation_of(start):
            return start, " ".join(words[size:])
    return "", text


def new_user(row: int, entry_id: str, name: str, aliases: Iterable[str]) -> EntryDraft:
    """An entry with its names; what it follows from is still to be said."""
    draft = EntryDraft(row, "JP", LIST, entry_id, "company")
    if name.strip():
        draft.name(name, "primary")
    for alias in aliases:
        if alias.strip():
            draft.name(alias)
    return draft


def add_concerns(draft: EntryDraft, text: str) -> None:
    """What the list fears of the entry; the words stay as written too."""
    for concern in concerns_of(text):
        draft.programme(concern)
    draft.note("concern", " ".join(text.split()))


def is_number(text: str) -> bool:
    """Is the cell a bare number of a row?"""
    return bool(_NUMBERED.match(text))
