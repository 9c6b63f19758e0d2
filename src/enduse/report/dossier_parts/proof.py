"""What keeps a dossier a draft: statements without evidence, and statements that go further than any record."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib.resources import files

from enduse.errors import UsageError
from enduse.report.model import Approval, Dossier, Sentence, Suspicion
from enduse.report.wording import sentence_text

_SAID_BY_OTHERS = frozenset({"alleged", "denied"})
_SHOWN = 3


@dataclass(frozen=True)
class Gap:
    """A statement that may not be published as it stands.

    Attributes:
        text: The statement.
        why: ``no evidence`` or ``verdict``.
        word: For a verdict: the word that makes it one.
    """

    text: str
    why: str
    word: str = ""


def proven(statement: Sentence | Suspicion) -> bool:
    """Does it name rows, entries of the case or pieces of evidence, or a part of the dossier that it sums up?"""
    if isinstance(statement, Suspicion):
        return bool(statement.evidence.rows)
    return bool(statement.rests_on or statement.cites) or any(it.rows for it in statement.figures())


def verdict(text: str) -> str:
    """The word by which a text pronounces on intent or guilt, empty where it has none.

    >>> verdict("The maker knowingly supplied the plant"), verdict("The maker is named in 3 lines")
    ('knowingly', '')
    """
    found = _verdicts().search(text)
    return found[0] if found else ""


@cache
def _verdicts() -> re.Pattern[str]:
    known = tomllib.loads((files("enduse.data") / "verdict_words.toml").read_text(encoding="utf-8"))
    spaced = [re.escape(it).replace(r"\*", r"\w*") for words in known["words"].values() for it in words]
    unspaced = [re.escape(it) for words in known["anywhere"].values() for it in words]
    return re.compile(rf"\b(?:{'|'.join(spaced)})\b|{'|'.join(unspaced)}", re.IGNORECASE)


def gaps(dossier: Dossier) -> tuple[Gap, ...]:
    """Every statement that keeps the dossier from being final, in reading order."""
    return tuple(_gaps(dossier))


def _gaps(dossier: Dossier) -> Iterator[Gap]:
    statements: tuple[Sentence | Suspicion, ...] = (*dossier.summary, *dossier.suspicions)
    for statement in statements:
        text = statement.headline if isinstance(statement, Suspicion) else sentence_text(statement)
        if not proven(statement):
            yield Gap(text, "no evidence")
        if word := unfit_word(statement):
            yield Gap(text, "verdict", word)


def unfit_word(statement: Sentence | Suspicion) -> str:
    """The word by which a statement pronounces on intent or guilt in its own name, empty where it has none.

    What somebody says about intent may be quoted, as theirs; rows never show it.
    """
    if statement.confidence in _SAID_BY_OTHERS:
        return ""
    return verdict(statement.headline if isinstance(statement, Suspicion) else sentence_text(statement))


def approved(dossier: Dossier, by: str, on: date) -> Dossier:
    """The dossier as a final one.

    Args:
        dossier: A draft.
        by: Who approves it, as it shall be printed.
        on: The day.

    Raises:
        UsageError: ``E-DOSSIER-APPROVER`` without a name; ``E-DOSSIER-UNPROVEN`` while a statement has no evidence
            or pronounces a verdict.
    """
    if not by.strip():
        said = "A final dossier says who approved it, and no name was given. Name the person: --approved-by NAME."
        raise UsageError(said, code="E-DOSSIER-APPROVER")
    if open_points := gaps(dossier):
        raise UsageError(_told(open_points), code="E-DOSSIER-UNPROVEN")
    return replace(dossier, edition=replace(dossier.edition, approval=Approval(by.strip(), on)))


def _told(found: tuple[Gap, ...]) -> str:
    listed = "; ".join(f"{it.text!r} ({f'says {it.word!r}' if it.word else it.why})" for it in found[:_SHOWN])
    more = f"; and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
    many = "1 statement" if len(found) == 1 else f"{len(found)} statements"
    return (
        f"The dossier stays a draft: {many} cannot be published: {listed}{more}. Add the records that show them or "
        "leave them out, then run again; without --final the draft is written with the places marked."
    )
