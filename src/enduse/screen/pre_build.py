"""The words of a long list of names, collected once."""

import unicodedata
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from enduse.screen.postings import Ids
from enduse.screen.pre_score import WITH_VOWELS
from enduse.screen.pre_words import Floats, Starts, Words, lay_out
from enduse.text.names import NameKind, PreparedName, prepare
from enduse.text.names.forgetting import forget_spellings
from enduse.text.names.tokens import Token
from enduse.text.names.word_keys import Run, hashed, is_own, runs_of, told, word_keys

_TOGETHER = 2_000
# Every name is prepared once here, and remembering all would cost more memory than the index.
_prepared = prepare.__wrapped__


@dataclass(frozen=True)
class Gathered:
    """What an index is made of; see ``NameIndex``."""

    words: Words
    starts: Starts
    ids: Ids
    weights: Floats
    counts: Floats
    same: Ids
    far: NDArray[np.bool_]


@dataclass
class _Words:
    """The words met so far, and where."""

    slots: dict[object, int] = field(default_factory=dict)
    keys: "array[int]" = field(default_factory=lambda: array("I"))
    sizes: "array[int]" = field(default_factory=lambda: array("I"))
    spellings: list[str] = field(default_factory=list)
    weights: "array[float]" = field(default_factory=lambda: array("f"))
    words: "array[int]" = field(default_factory=lambda: array("i"))
    names: "array[int]" = field(default_factory=lambda: array("i"))

    def put(self, name: PreparedName, at: int) -> None:
        """A name's words, at its position."""
        tokens = told(name)
        slots = [self._word(it) for it in tokens]
        slots += [self._run(it) for it in runs_of(tokens)]
        self._has(slots, at)

    def put_whole(self, key: int, at: int) -> None:
        """A name's whole text."""
        slot = self.slots.get(key)
        self._has([self._new(key, (key,), "", 0.0) if slot is None else slot], at)

    def _has(self, slots: Sequence[int], at: int) -> None:
        self.words.extend(slots)
        self.names.extend([at] * len(slots))

    def _word(self, token: Token) -> int:
        slot = self.slots.get(token)
        return self._new(token, word_keys(token), token.readings[0], token.weight) if slot is None else slot

    def _run(self, run: Run) -> int:
        slot = self.slots.get(run.words)
        return self._new(run.words, run.keys, "", sum(it.weight for it in run.words)) if slot is None else slot

    def _new(self, mark: object, keys: Sequence[int], spelling: str, weight: float) -> int:
        slot = self.slots[mark] = len(self.sizes)
        self.keys.extend(keys)
        self.sizes.append(len(keys))
        self.spellings.append(spelling)
        self.weights.append(weight)
        return slot


def gather(names: Sequence[tuple[str, NameKind]]) -> Gathered:
    """What an index of these names is made of."""
    weights, counts = np.zeros(len(names), np.float32), np.zeros(len(names), np.float32)
    far = np.zeros(len(names), np.bool_)
    same, firsts, met = np.zeros(len(names), np.int32), dict[object, int](), _Words()
    for at, (text, kind) in enumerate(names):
        name = _prepared(text, kind)
        if at % _TOGETHER == 0:
            forget_spellings()
        weights[at] = min(name.weight, name.as_person.weight) if name.as_person else name.weight
        counts[at] = sum(map(is_own, name.tokens))
        far[at] = not name.scripts <= WITH_VOWELS
        met.put(name, at)
        if name.as_person:
            met.put(name.as_person, at)
        met.put_whole(whole_key(text), at)
        same[at] = firsts.setdefault(_alike(name), at)
    forget_spellings()
    starts, ids = _by_word(met, len(names))
    return Gathered(lay_out(met.keys, met.sizes, met.spellings, met.weights), starts, ids, weights, counts, same, far)


def whole_key(text: str) -> int:
    """The key of names that are written alike but for case, marks and spaces."""
    return hashed("=" + "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold())))


def _alike(name: PreparedName) -> tuple[object, ...]:
    """What names have in common that every comparison takes for the same."""
    person = _alike(name.as_person) if name.as_person else None
    return name.kind, name.tokens, name.form, name.key, name.comma, person


def _by_word(met: _Words, names: int) -> tuple[Starts, Ids]:
    """Where each word's names begin, and the names, ascending and each once in a word."""
    pairs = np.frombuffer(met.words, np.int32).astype(np.int64) * max(names, 1) + np.frombuffer(met.names, np.int32)
    pairs = np.unique(pairs)
    words, ids = np.divmod(pairs, max(names, 1))
    return words.searchsorted(np.arange(len(met.sizes) + 1)).astype(np.int64), ids.astype(np.int32)
