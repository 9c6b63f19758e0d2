"""What changed on a page between captures: deleted and new lines, and between which two instants."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from enduse.model.evidence import EvidenceItem

_PAGE_MARK = "\f"


@dataclass(frozen=True)
class PageSnapshot:
    """A page as it was captured.

    Attributes:
        item: Which evidence, as ``E1``.
        url: Address.
        captured: Day or instant, ISO 8601; empty: nobody told.
        lines: Visible text.
    """

    item: str
    url: str
    captured: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class PageChange:
    """A line that one capture has and the next has not, or the other way round.

    Attributes:
        what: ``deleted`` or ``added``.
        line: The words.
        before: The older capture.
        after: The newer one: it happened between the two.
    """

    what: str
    line: str
    before: PageSnapshot
    after: PageSnapshot


def snapshots_of(item: EvidenceItem, text: str) -> list[PageSnapshot]:
    """The pages that a piece of evidence holds: one of a saved page, any number of a web archive."""
    told = item.particulars
    if told is None or told.text is None:
        return []
    if told.text.read_by == "warc":
        return [_archived(item, it) for it in text.split(_PAGE_MARK) if it.strip()]
    return [PageSnapshot(item.id, told.facts.source, told.facts.captured, tuple(text.split("\n")))]


def page_key(url: str) -> str:
    """What addresses of one page share: neither scheme, ``www.``, case of the host, fragment nor last slash count."""
    bare = re.sub(r"^[a-z][a-z0-9+.-]*://(www\.)?", "", url.strip(), flags=re.IGNORECASE).partition("#")[0]
    host, slash, path = bare.partition("/")
    return f"{host.lower()}{slash}{path}".rstrip("/")


def changes(snapshots: Iterable[PageSnapshot]) -> list[PageChange]:
    """What changed from each capture to the next; those without a day come first, in the order given."""
    ordered = sorted(snapshots, key=lambda it: it.captured)
    return [it for before, after in zip(ordered, ordered[1:], strict=False) for it in _between(before, after)]


def _between(before: PageSnapshot, after: PageSnapshot) -> Iterator[PageChange]:
    # A line that only moved, or stands fewer times, was neither deleted nor added.
    old, new = set(before.lines), set(after.lines)
    for line in dict.fromkeys(before.lines):
        if line not in new:
            yield PageChange("deleted", line, before, after)
    for line in dict.fromkeys(after.lines):
        if line not in old:
            yield PageChange("added", line, before, after)


def _archived(item: EvidenceItem, text: str) -> PageSnapshot:
    head, _, rest = text.partition("\n")
    url, _, captured = head.rpartition(" ")
    return PageSnapshot(item.id, url, captured, tuple(rest.split("\n")))
