"""Which records have a key: a dictionary of many short lists of numbers, small in memory and quick to open."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ids = NDArray[np.int32]
Arrays = dict[str, NDArray[np.generic]]


@dataclass(frozen=True)
class Postings:
    """Keys and the records that have them.

    Attributes:
        slots: Key to its slot.
        starts: Where each slot's records begin in ``ids``; one more at the end.
        ids: Records, each once in a slot, ascending.
    """

    slots: Mapping[str, int]
    starts: NDArray[np.int64]
    ids: Ids

    def of(self, key: str) -> Ids:
        """The records that have the key; none where it is unknown."""
        slot = self.slots.get(key)
        return self.ids[:0] if slot is None else self.ids[self.starts[slot] : self.starts[slot + 1]]

    def arrays(self, prefix: str) -> Arrays:
        """What ``from_arrays`` makes it of again."""
        return {f"{prefix}_keys": packed(list(self.slots)), f"{prefix}_starts": self.starts, f"{prefix}_ids": self.ids}

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[np.generic]], prefix: str) -> "Postings":
        """The postings that ``arrays`` came of.

        Raises:
            KeyError: One of the arrays is missing.
        """
        keys = unpacked(arrays[f"{prefix}_keys"].astype(np.uint8))
        starts, ids = arrays[f"{prefix}_starts"].astype(np.int64), arrays[f"{prefix}_ids"].astype(np.int32)
        return cls({key: slot for slot, key in enumerate(keys)}, starts, ids)


def post(records: Mapping[str, Sequence[int]]) -> Postings:
    """Postings of keys and their records, which come ascending."""
    sizes = np.fromiter((len(it) for it in records.values()), np.int64, len(records))
    starts = np.concatenate((np.zeros(1, np.int64), np.cumsum(sizes)))
    ids = np.fromiter((at for it in records.values() for at in it), np.int32, int(starts[-1]))
    return Postings({key: slot for slot, key in enumerate(records)}, starts, ids)


def packed(texts: Sequence[str]) -> NDArray[np.uint8]:
    """Texts as one array of bytes; a NUL in a text becomes a space."""
    joined = "\0".join(it.replace("\0", " ") for it in texts)
    # A first byte tells no text from one empty text.
    return np.frombuffer((f"+{joined}" if texts else "").encode("utf-8", "surrogatepass"), np.uint8)


def unpacked(array: NDArray[np.uint8]) -> list[str]:
    """The texts that ``packed`` joined."""
    joined = array.tobytes().decode("utf-8", "surrogatepass")
    return joined[1:].split("\0") if joined else []
