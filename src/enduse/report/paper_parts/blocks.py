"""A paper as blocks, whatever file it becomes."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Tone = Literal["plain", "note", "strong", "stop", "small"]


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 opens a section."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Words:
    """A paragraph.

    Attributes:
        tone: ``strong`` is a box that says what matters, ``stop`` the same for a prohibition; ``small`` is fine print.
    """

    text: str
    tone: Tone = "plain"


@dataclass(frozen=True)
class Fields:
    """Label and value, one below the other; an empty value is a line to write on."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Grid:
    """A table.

    Attributes:
        widths: Of the columns, in parts; as many as the header has.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]


@dataclass(frozen=True)
class Bullets:
    """A list; ``numbered`` counts from 1."""

    items: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True)
class Asked:
    """A question with room for an answer.

    Attributes:
        mark: By which the answer is filed.
        good: What a good answer looks like, with its label.
        answer: Label of the room for the answer.
    """

    number: int
    question: str
    good: str
    answer: str
    mark: str


@dataclass(frozen=True)
class Signature:
    """Lines to sign on, each with its label below."""

    labels: tuple[str, ...]


Block = Heading | Words | Fields | Grid | Bullets | Asked | Signature


@dataclass(frozen=True)
class Paper:
    """A whole paper.

    Attributes:
        kind: ``letter``, ``certificate``, ``clause``, ``referral`` or ``record``.
        language: ``en``, ``ko``, ``de``, ``zh`` or ``ja``.
        author: Of the file's properties: the seller.
        number: The order's.
        at: Instant of the file's properties; None: none is written.
        foot: At the foot of every page.
        to: Mail address, where the paper is a letter; may be empty.
        page: In the paper's language, with ``{page}`` and ``{pages}``.
    """

    kind: str
    title: str
    language: str
    blocks: tuple[Block, ...]
    author: str = ""
    number: str = ""
    at: datetime | None = None
    foot: str = ""
    to: str = ""
    page: str = "{page} / {pages}"
