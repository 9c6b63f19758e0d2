"""What the analyst judged about pairs of parties: read from ``judgements.jsonl`` and replayed.

The file is only ever appended to. One line is one JSON object::

    {"left": "inn:9799001010", "right": "name:RU:stankoservis", "verdict": "same", "by": "...", "at": "..."}

``left`` and ``right`` are anchors; ``verdict`` is ``same``, ``not_same`` or ``unsure``. A later line about a
pair replaces the earlier one; ``retracted`` takes the last one back, so that the one before it counts again.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Self

from enduse.errors import InputError, Notice

VERDICTS = ("same", "not_same", "unsure")

RETRACTED = "retracted"
"""What undo says of a pair."""


@dataclass(frozen=True)
class Judgements:
    """Pairs of anchors in their alphabetical order, each with its last verdict, in the order of the file."""

    verdicts: Mapping[tuple[str, str], str] = field(default_factory=dict)

    @classmethod
    def parse(cls, lines: Iterable[str]) -> Self:
        """Read the lines of ``judgements.jsonl``; blank lines mean nothing.

        Raises:
            InputError: ``E-JUDGEMENT``: a line is no judgement. Going on would undo the analyst's work in silence.
        """
        said: dict[int, tuple[tuple[str, str], str]] = {}
        of_pair: dict[tuple[str, str], list[int]] = {}
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            pair, verdict = _judgement(number, line)
            standing = of_pair.setdefault(pair, [])
            if verdict != RETRACTED:
                said[number] = (pair, verdict)
                standing.append(number)
            elif standing:
                del said[standing.pop()]
        verdicts: dict[tuple[str, str], str] = {}
        for pair, verdict in said.values():
            verdicts.pop(pair, None)
            verdicts[pair] = verdict
        return cls(verdicts)

    def not_same(self) -> frozenset[tuple[str, str]]:
        """Pairs that must stay apart, in alphabetical order."""
        return frozenset(pair for pair, verdict in self.verdicts.items() if verdict == "not_same")

    def moved(self, places: Mapping[str, str]) -> "Judgements":
        """The same judgements with other anchors in the place of some; what then is said of one anchor falls away."""
        verdicts: dict[tuple[str, str], str] = {}
        for (one, other), verdict in self.verdicts.items():
            left, right = sorted((places.get(one, one), places.get(other, other)))
            if left != right and not (verdict == "unsure" and (left, right) in verdicts):
                verdicts[left, right] = verdict
        return Judgements(verdicts)

    def replay(self) -> "Replay":
        """Which anchor stands for which, after all ``same`` verdicts that contradict no ``not_same``."""
        groups: dict[str, frozenset[str]] = {}
        refused = []
        for pair, verdict in self.verdicts.items():
            if verdict != "same":
                continue
            joined = groups.get(pair[0], frozenset({pair[0]})) | groups.get(pair[1], frozenset({pair[1]}))
            if apart := [it for it in sorted(self.not_same()) if set(it) <= joined]:
                refused.append((pair, apart[0]))
                continue
            groups.update(dict.fromkeys(joined, joined))
        stands_for = {anchor: _first(group) for anchor, group in sorted(groups.items())}
        return Replay({left: right for left, right in stands_for.items() if left != right}, tuple(refused))


@dataclass(frozen=True)
class Replay:
    """The outcome of the judgements.

    Attributes:
        stands_for: Anchor to the anchor of the party it was judged to be.
        refused: ``same`` pairs that were not applied, each with the ``not_same`` pair they contradict.
    """

    stands_for: Mapping[str, str]
    refused: tuple[tuple[tuple[str, str], tuple[str, str]], ...] = ()

    def notices(self) -> tuple[Notice, ...]:
        """One notice for each judgement that contradicts another."""
        return tuple(
            Notice(
                "W-JUDGEMENTS-CLASH",
                f"judgements.jsonl says that {left!r} and {right!r} are the same; this would join "
                f"{one!r} and {other!r}, which it says are not the same. They were kept apart. Add a line that "
                "settles it.",
            )
            for (left, right), (one, other) in self.refused
        )


@dataclass(frozen=True)
class Judgement:
    """One line of ``judgements.jsonl``.

    Attributes:
        left: Anchor.
        right: Another anchor.
        verdict: One of ``VERDICTS``, or ``RETRACTED``.
        by: Who said so.
        at: When, an ISO instant in UTC.
        note: Why, in the analyst's words; empty for none.
    """

    left: str
    right: str
    verdict: str
    by: str
    at: str
    note: str = ""

    @property
    def pair(self) -> tuple[str, str]:
        """The anchors in their alphabetical order."""
        return (min(self.left, self.right), max(self.left, self.right))

    def line(self) -> bytes:
        """The line, with its line end.

        Raises:
            InputError: ``E-JUDGEMENT``: reading it back would fail.
        """
        entry = {name: value for name, value in vars(self).items() if value or name != "note"}
        text = json.dumps(entry, ensure_ascii=False)
        _judgement(0, text)
        return f"{text}\n".encode()


def _judgement(number: int, line: str) -> tuple[tuple[str, str], str]:
    try:
        entry = json.loads(line)
        left, right, verdict = str(entry["left"]), str(entry["right"]), entry["verdict"]
    except (json.JSONDecodeError, KeyError, TypeError) as error:
        raise _bad(number, line) from error
    if verdict not in (*VERDICTS, RETRACTED) or left == right:
        raise _bad(number, line)
    return (min(left, right), max(left, right)), verdict


def _bad(number: int, line: str) -> InputError:
    return InputError(
        f"judgements.jsonl, line {number}, is no judgement: {line.strip()[:120]!r}. Expected a JSON object with "
        f"two different anchors, left and right, and a verdict among {', '.join(VERDICTS)}. Without it earlier "
        "decisions would be lost; correct or remove the line.",
        code="E-JUDGEMENT",
    )


def _first(group: frozenset[str]) -> str:
    """A registered number stands for a name, never the other way round."""
    return min(group, key=lambda it: (it.startswith("name:"), it.startswith("id:"), it))
