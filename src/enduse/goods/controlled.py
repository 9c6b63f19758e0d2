"""Whether the text says that the machine has a numerical control, or plainly that it has none."""

import re
from collections.abc import Iterator

from enduse.goods.facts import Said
from enduse.goods.page import Page
from enduse.goods.scanning import Hit

_WRITTEN = re.compile(r"cnc|чпy|数控|(?<![a-z])nc(?![a-z])|numer")
_DENIED = re.compile(r"чпy|cnc|数控")
_BY_HAND = re.compile(r"pyчh|hand|手|수동")
_CLAUSE_END = re.compile(r"[,;:()\n|]|\. ")
_SURE, _MIXED = 0.92, 0.6


def read_numerical_control(page: Page) -> list[Said]:
    """``numerical_control``: ``yes`` or ``no``, for a text that speaks of a machine; nothing where it does not say.

    A control of the machine that the goods are *for* is none of theirs. ``universal`` and ``conventional`` say ``no``
    with less confidence than ``without CNC``: such a machine may have a control all the same.
    """
    yes = next(_told(page), None)
    nos = [hit for hit in page.every("sign.no_nc") if not _is_context(page, hit)]
    if yes is not None and not nos:
        return [page.fact("numerical_control", "yes", yes[:2], _SURE)]
    denied = next((hit for hit in nos if _DENIED.search(page.folded, *hit[:2])), None)
    if yes is not None:
        return [page.fact("numerical_control", "yes", yes[:2], _SURE if denied is None else _MIXED)]
    by_hand = denied or next((hit for hit in nos if _BY_HAND.search(page.folded, *hit[:2])), None)
    return [
        page.fact("numerical_control", "no", hit[:2], 0.9 if by_hand else _MIXED) for hit in (by_hand, *nos) if hit
    ][:1]


def _told(page: Page) -> Iterator[Hit]:
    """The words for numerical control, also those inside of a word for a machine."""
    yield from (hit for hit in page.every("sign.nc") if not _is_context(page, hit))
    for group in ("machine", "adjective", "unit"):
        for hit in page.every(group):
            if _WRITTEN.search(page.folded, *hit[:2]) and not _is_context(page, hit):
                yield hit


def _is_context(page: Page, hit: Hit) -> bool:
    """Does it only tell what the goods are for?"""
    return "mark.for" in page.groups and any(
        end <= hit[0] and not _CLAUSE_END.search(page.folded, end, hit[0]) for _, end, _ in page.every("mark.for")
    )
