"""Whose customs took the declarations, where customs of several states name their columns alike.

Declarations of Belarus, Kazakhstan, Armenia and Kyrgyzstan are headed in Russian as those of Russia are. Read as
Russian ones, everything that Kazakhstan imports seems to have arrived in Russia. Two things tell: a header that names
a registered number of one state only ("БИН получателя"), and a file name that begins with a state and says import or
export ("kz_import.csv"); a state behind the direction ("export_kz.csv") is as often where the goods go.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from enduse.errors import Notice
from enduse.sources.choose import Chosen
from enduse.sources.meaning import WORDS
from enduse.text.countries import country_code
from enduse.text.headers import header_words
from enduse.text.identifiers import SCHEMES

_CODE = 2


def on_its_territory(chosen: Chosen, names: Sequence[str]) -> tuple[Chosen, tuple[Notice, ...]]:
    """The same with the layout's customs put right, and the notice that says so.

    Args:
        chosen: The layout laid over a sheet.
        names: What the file, the member of an archive and the sheet are called.
    """
    layout = chosen.layout
    clues = dict(_clues(chosen, names))
    told = set(clues.values())
    if not layout.customs_others or not told or told == {layout.customs}:
        return chosen, ()
    if len(told) > 1:
        said = "; ".join(f"{why}: {country}" for why, country in clues.items())
        return chosen, (
            Notice(
                "W-CUSTOMS",
                f"Whose customs took these declarations is not clear ({said}). They were read as those of "
                f"{layout.customs}, as the layout {layout.id} says.",
            ),
        )
    (country,) = told
    why = next(iter(clues))
    registers = {target: country if of == layout.customs else of for target, of in layout.registers.items()}
    notice = Notice(
        "W-CUSTOMS",
        f"The declarations were read as those of {country}, not of {layout.customs} as the layout {layout.id} usually "
        f"has them: {why}.",
    )
    return replace(chosen, layout=replace(layout, customs=country, registers=registers)), (notice,)


def _clues(chosen: Chosen, names: Sequence[str]) -> Iterator[tuple[str, str]]:
    layout = chosen.layout
    states = {layout.customs, *layout.customs_others}
    for header in chosen.headers or ():
        if len(found := _labelled(header) & states) == 1:
            yield f"the column {header!r} holds a number of that state", found.pop()
    for name in names:
        if country := _in_front(name, states):
            yield f"{name!r} says so", country


def _labelled(header: str) -> set[str]:
    """The states whose registered numbers a header names: INN is one of several."""
    words = set(header_words(header))
    return {it.country for it in SCHEMES.values() for label in it.labels if {*header_words(label)} <= words}


def _in_front(name: str, states: set[str]) -> str:
    """The state with which a name begins that says import or export; empty where there is none."""
    words = [part for word in header_words(name) for part in word.split("_") if part]
    stems = [stem for way in ("import", "export") for stem in WORDS[way] if len(stem) > 3]
    # "by_import.csv" is of Belarus, "by_month_import.csv" is not: a code stands straight before the direction.
    near = words[1:2] if words and len(words[0]) == _CODE else words[1:]
    if not any(word.startswith(stem) for word in near for stem in stems):
        return ""
    code = country_code(words[0]) or ""
    return code if code in states else ""
