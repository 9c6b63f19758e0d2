"""The review: pairs of parties that may be one, judged on a terminal, or listed and judged by a script."""

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from getpass import getuser
from pathlib import Path

from rich.console import Console, RenderableType

from enduse.case.reviewing import Review, ReviewPair, verdict_of
from enduse.cli.keys import ReadKey, keys
from enduse.cli.output import Printer, counted
from enduse.cli.review_screen import HELP, VERDICT_OF, View, page, rows_page
from enduse.errors import UsageError
from enduse.resolve.matching import JOINED, OPEN

_SAID = {"same": "one party", "not_same": "two parties", "unsure": "unsure"}
_LEAST_WIDTH = 60
_LEAST_ROWS = 3


@dataclass(frozen=True)
class Asked:
    """How a review is asked for.

    Attributes:
        decide: A verdict and two parties; empty: look at the queue.
        undo: Take the last judgement back.
        joined: Show what was joined without asking, not what waits.
        blind: Hide the probability until the pair is judged.
        note: Why, kept with the judgement.
        top: At most so many pairs.
    """

    decide: Sequence[str] = ()
    undo: bool = False
    joined: bool = False
    blind: bool = False
    note: str = ""
    top: int | None = None


def reviewer() -> str:
    """Who judges: ENDUSE_USER, else the name of the user's account."""
    try:
        return os.environ.get("ENDUSE_USER") or getuser()
    except (OSError, KeyError):
        # Containers run under numbers that no account has.
        return "unknown"


def review(made: Review, asked: Asked, printer: Printer) -> None:
    """Decide, undo, list, or open the screen, whichever was asked for."""
    if asked.undo:
        _undo(made, printer)
    elif asked.decide:
        _decide(made, asked, printer)
    elif printer.machine or not (sys.stdin.isatty() and sys.stdout.isatty()):
        _list(made, asked, printer)
    else:
        Screen(made, tuple(made.queue(JOINED if asked.joined else OPEN))[: asked.top], blind=asked.blind).show()


def _decide(made: Review, asked: Asked, printer: Printer) -> None:
    if len(asked.decide) != 3:
        raise UsageError(
            f"--decide takes a verdict and two parties, not {len(asked.decide)} words, so nothing was kept. "
            "Write: enduse review --decide same A B",
            code="E-REVIEW-VERDICT",
        )
    verdict, left, right = asked.decide
    meant = verdict_of(verdict)
    said = made.decide(made.anchor_of(left), made.anchor_of(right), meant, asked.note)
    printer.rows([vars(said)], ["left", "right", "verdict", "by", "at"])
    printer.say("Kept. It counts from the next `enduse run` on; `enduse review --undo` takes it back.")


def _undo(made: Review, printer: Printer) -> None:
    said = made.undo()
    printer.rows([vars(said)] if said else [], ["left", "right", "verdict", "by", "at"], empty="Nothing to take back.")


def _list(made: Review, asked: Asked, printer: Printer) -> None:
    pairs = made.queue(JOINED if asked.joined else OPEN)[: asked.top]
    if printer.machine:
        printer.rows([it.as_dict() for it in pairs], [])
        return
    rows = [
        {"probability": f"{it.score:.0%}", "rows": it.rows, "left": it.left.name, "right": it.right.name}
        for it in pairs
    ]
    printer.rows(rows, ["probability", "rows", "left", "right"], empty="No pair waits for you.")


@dataclass
class Screen:
    """The review on a terminal.

    Attributes:
        made: What keeps the judgements.
        pairs: The queue.
        blind: Hide the probability until a pair is judged.
        console: Where it is drawn.
    """

    made: Review
    pairs: Sequence[ReviewPair]
    blind: bool = False
    console: Console = field(default_factory=lambda: Console(highlight=False))
    _view: View = field(init=False)
    _decided: list[ReviewPair] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._view = View(self.pairs, blind=self.blind)

    def show(self) -> None:
        """Take keys until the user quits; what was judged is kept at each key."""
        with keys() as read, self.console.screen(hide_cursor=True):
            while self._step(read):
                pass
        number = len(self._decided)
        self.console.print(f"{counted(number, 'judgement')} kept." + (" Apply: enduse run" if number else ""))

    def _step(self, read: ReadKey) -> bool:
        """Draw, read one key and act on it; False: stop."""
        self._draw(page(self._view, self._width))
        key = read()
        self._view = replace(self._view, message="")
        if key in ("q", ""):
            return False
        if key in VERDICT_OF:
            self._judge(VERDICT_OF[key])
        elif key in ("j", "down", "enter"):
            self._go(1)
        elif key in ("k", "up"):
            self._go(-1)
        elif key == "l":
            self._look(read)
        elif key == "z":
            self._undo()
        elif key == "/":
            self._search(read)
        elif key == "?":
            self._draw(HELP)
            read()
        else:
            self._view = replace(self._view, message=f"No such key: {key}. ? explains the keys.")
        return True

    @property
    def _width(self) -> int:
        return max(_LEAST_WIDTH, self.console.width)

    def _draw(self, what: RenderableType) -> None:
        self.console.clear()
        self.console.print(what)

    def _go(self, by: int) -> None:
        last = len(self._view.pairs) - 1
        at = min(max(0, self._view.at + by), max(0, last))
        message = "" if at != self._view.at else ("This is the last pair." if by > 0 else "This is the first pair.")
        self._view = replace(self._view, at=at, message=message)

    def _judge(self, verdict: str) -> None:
        if not self._view.pairs:
            return
        pair = self._view.pairs[self._view.at]
        self.made.decide(*pair.key, verdict)
        self._decided.append(pair)
        self._put(pair, verdict)
        self._go(1)
        was = f" The probability was {pair.score:.0%}." if self._view.blind else ""
        self._view = replace(self._view, message=f"Kept: {_SAID[verdict]}: {pair.left.name} / {pair.right.name}.{was}")

    def _undo(self) -> None:
        if not self._decided:
            self._view = replace(
                self._view, message="Nothing was judged here yet. `enduse review --undo` goes further."
            )
            return
        pair = self._decided.pop()
        self.made.retract(*pair.key)
        self._put(pair, pair.verdict)
        keys_shown = [it.key for it in self._view.pairs]
        at = keys_shown.index(pair.key) if pair.key in keys_shown else self._view.at
        self._view = replace(self._view, at=at, message="Taken back.")

    def _put(self, pair: ReviewPair, verdict: str) -> None:
        """The pair with another verdict, in the queue and on the screen."""
        self.pairs = [replace(it, verdict=verdict) if it.key == pair.key else it for it in self.pairs]
        shown = [replace(it, verdict=verdict) if it.key == pair.key else it for it in self._view.pairs]
        self._view = replace(self._view, pairs=shown)

    def _look(self, read: ReadKey) -> None:
        if self._view.pairs:
            pair = self._view.pairs[self._view.at]
            # Both parties must fit on the screen, each with its name, its header and an empty line.
            most = max(_LEAST_ROWS, (self.console.height - 8) // 2)
            rows = [(side, self.made.rows_of(side, most)) for side in (pair.left, pair.right)]
            self._draw(rows_page(pair, rows, self._width))
            read()

    def _search(self, read: ReadKey) -> None:
        text = ""
        while True:
            self.console.clear()
            self.console.print(f"Search, then Enter (Enter alone shows all again): {text}", markup=False)
            key = read()
            if key in ("enter", "escape", ""):
                break
            text = text[:-1] if key == "backspace" else text + (key if len(key) == 1 else "")
        if key == "enter":
            shown = [it for it in self.pairs if _holds(it, text)]
            self._view = View(shown, blind=self.blind, search=text)


def _holds(pair: ReviewPair, text: str) -> bool:
    sides = (pair.left, pair.right)
    told = (*sum(((it.name, it.anchor, *it.names, *it.identifiers) for it in sides), ()), *pair.reasons)
    return any(text.lower() in it.lower() for it in told)


def review_case(folder: Path, asked: Asked, printer: Printer) -> None:
    """The review of the case in ``folder`` or above it."""
    from enduse import case as cases

    review(Review(cases.open(folder).workspace, reviewer()), asked, printer)
