"""What the facts of every kind of entry of a case have in common."""

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from typing import Any, ClassVar, Final, Self

from enduse.errors import UsageError

CONFIDENCE: Final = ("recorded", "derived", "probable", "possible", "alleged", "denied")
"""The six words."""


@dataclass(frozen=True)
class Facts:
    """Facts of one kind of entry, as JSON values."""

    kind: ClassVar[str] = ""

    def to_facts(self) -> dict[str, Any]:
        """What the case log keeps: every field that is not at its default."""
        return {it.name: _plain(value) for it in fields(self) if (value := getattr(self, it.name)) != _default(it)}

    @classmethod
    def from_facts(cls, facts: Mapping[str, Any]) -> Self:
        """The same from what the case log keeps; fields of later versions are passed over.

        Raises:
            UsageError: ``E-CASE-FACT``: they are no such facts.
        """
        known = {it.name for it in fields(cls)}
        told = {name: tuple(it) if isinstance(it, list) else it for name, it in facts.items() if name in known}
        try:
            return cls(**told)
        except TypeError as lacking:
            raise bad_fact(cls.kind, str(dict(facts)), f"something is missing: {lacking}") from lacking


def needed(what: str, text: str) -> None:
    """Nothing, or ``UsageError``: nothing is said."""
    if not text.strip():
        raise bad_fact(what, text, "nothing is said")


def one_of(what: str, word: str, words: tuple[str, ...]) -> None:
    """Nothing, or ``UsageError``: the word is none of these."""
    if word not in words:
        raise bad_fact(what, word, f"one of {', '.join(words)} is expected")


def country_code(code: str) -> None:
    """Nothing, or ``UsageError``: it is no two letters."""
    if code and not (len(code) == 2 and code.isascii() and code.isalpha() and code.isupper()):
        raise bad_fact("country", code, "two capital letters are expected, e.g. KR")


def bad_fact(what: str, seen: str, expected: str) -> UsageError:
    """The error: nothing is written."""
    return UsageError(f"{what} {seen!r}: {expected}. Nothing was written.", code="E-CASE-FACT")


def _default(it: Any) -> Any:
    return it.default_factory() if it.default_factory is not MISSING else it.default


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
