"""Numbers, dates and countries as the dossier prints them: plain English, fixed for every machine."""

from collections.abc import Iterable
from datetime import date

from enduse.model.period import Span, first_day
from enduse.report.model import Cell, Figure, Sentence
from enduse.text.countries import country_name

DASH = "\N{EN DASH}"

CONFIDENCE = {
    "recorded": "stands in a row",
    "derived": "computed from rows",
    "probable": "inferred, reasons given",
    "possible": "inferred from little, reasons given",
    "alleged": "somebody says so",
    "denied": "somebody denies it",
}
"""The six words of confidence and what each means."""

_GROUPS = {
    "EU": "European Union",
    "EU27_2020": "European Union (27)",
    "EA": "Euro area",
    "CIS": "CIS",
    "EAEU": "Eurasian Economic Union",
    "SCO": "Shanghai Cooperation Organisation",
    "WORLD": "World",
}


def place_name(code: str) -> str:
    """English name of a country or group code; the code itself where it has none."""
    return _GROUPS.get(code) or country_name(code) if code else "not recorded"


_WITH_ARTICLE = frozenset(
    {"AE", "EA", "EAEU", "EU", "EU27_2020", "GB", "NL", "PH", "US", "MV", "BS", "GM", "CIS", "SCO"}
)


def place_in_prose(code: str) -> str:
    """A place inside a sentence: ``the European Union``, ``the United Arab Emirates``, ``Kazakhstan``."""
    return f"the {place_name(code)}" if code in _WITH_ARTICLE else place_name(code)


def amount(figure: Figure) -> str:
    """A figure as a sentence prints it: ``4.47 million USD``, ``212 lines``, ``87 %``."""
    value, unit = figure.value, figure.unit
    if unit == "share":
        return share(value)
    if unit == "times":
        return f"{value:,.0f} times" if value >= 100 else f"{value:,.{1 if value >= 0.1 else 2}f} times"
    if unit in {"USD", "EUR"}:
        return f"{money(value)} {unit}"
    return f"{value:,.0f} {_singular(unit) if value == 1 else unit}"


def money(value: float) -> str:
    """``4.47 million``, ``1.30 billion`` or ``211,034``: three figures where it is large."""
    for size, word in ((1e9, "billion"), (1e6, "million")):
        if abs(value) >= size:
            return f"{value / size:,.{2 if abs(value) < size * 100 else 0}f} {word}"
    return f"{value:,.0f}"


def share(value: float) -> str:
    """``87 %``; below one per cent with a decimal, so that little never prints as nothing."""
    if 0 < value < 0.01:
        return "under 0.1 %" if value < 0.001 else f"{value:.1%}".replace("%", " %")
    if 0.99 < value < 1:
        return f"{int(value * 1000) / 10:.1f} %"
    return f"{value:.0%}".replace("%", " %")


def exact(figure: Figure) -> str:
    """A figure as a table prints it: all its digits, no unit."""
    if figure.unit == "share":
        return share(figure.value)
    if figure.unit == "times":
        return f"\N{MULTIPLICATION SIGN} {figure.value:,.{1 if figure.value >= 0.1 else 2}f}"
    return f"{figure.value:,.0f}"


def cell_text(cell: Cell) -> str:
    """A table cell as plain text."""
    if isinstance(cell, Figure):
        return exact(cell)
    return DASH if cell is None or cell == "" else cell


def sentence_text(sentence: Sentence) -> str:
    """A sentence as plain text."""
    return "".join(amount(part) if isinstance(part, Figure) else part for part in sentence.parts)


def month_text(index: int) -> str:
    """``2022-03``."""
    return f"{first_day(index):%Y-%m}"


def span_text(span: Span) -> str:
    """``March to November 2021`` or ``June 2021 to May 2022``."""
    start, end = first_day(span.start), first_day(span.end - 1)
    if span.months == 1:
        return f"{start:%B %Y}"
    return f"{start:%B} to {end:%B %Y}" if start.year == end.year else f"{start:%B %Y} to {end:%B %Y}"


def day_text(day: date | None) -> str:
    """``14 March 2022``."""
    return f"{day.day} {day:%B %Y}" if day else "not recorded"


def listed(names: Iterable[str], at_most: int = 3) -> str:
    """``A, B and C``; what does not fit is counted."""
    given = list(names)
    shown = given[:at_most]
    if rest := len(given) - len(shown):
        return f"{', '.join(shown)} and {rest} more"
    return " and ".join([", ".join(shown[:-1]), shown[-1]]) if len(shown) > 1 else "".join(shown)


def runs_text(numbers: Iterable[int]) -> str:
    """Ascending numbers as runs: ``1-5,9``; what the page and the workbook store for a figure."""
    parts: list[str] = []
    start = end = None
    for number in numbers:
        if end is not None and number == end + 1:
            end = number
            continue
        if start is not None:
            parts.append(f"{start}-{end}" if start != end else f"{start}")
        start = end = number
    if start is not None:
        parts.append(f"{start}-{end}" if start != end else f"{start}")
    return ",".join(parts)


def _singular(unit: str) -> str:
    irregular = {"countries": "country", "companies": "company", "parties": "party"}
    return irregular.get(unit, unit.removesuffix("s"))
