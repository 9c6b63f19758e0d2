"""The index of codes as bytes and back: what stands on disk is taken only where every byte is as it was written."""

import hashlib
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import pyarrow as pa

from enduse.goods.codes.suggesting import CodeIndex

_DIGEST = 32


def index_bytes(index: CodeIndex) -> bytes:
    """The index as bytes: a hash, a table of codes, a table of terms."""
    number = {code: at for at, code in enumerate(index.labels)}
    codes = pa.table(
        {
            "code": pa.array(index.labels.keys(), pa.string()),
            "label": pa.array(index.labels.values(), pa.string()),
            "ruled_out": _sets(index.ruled_out, number),
            "qualifiers": _sets(index.qualifiers, number),
        }
    )
    terms = pa.table(
        {
            "term": pa.array(index.postings.keys(), pa.string()),
            "rarity": pa.array([index.rarity[it] for it in index.postings], pa.float64()),
            "codes": pa.array(
                [[number[it] for it in found] for found in index.postings.values()], pa.list_(pa.int32())
            ),
            "shares": pa.array([list(found.values()) for found in index.postings.values()], pa.list_(pa.float64())),
        }
    )
    written = io.BytesIO()
    for table in (codes, terms):
        with pa.ipc.new_stream(written, table.schema) as writer:
            writer.write_table(table.combine_chunks())
    return hashlib.blake2b(written.getvalue(), digest_size=_DIGEST).digest() + written.getvalue()


def index_of(data: bytes) -> CodeIndex | None:
    """The index that ``index_bytes`` made these bytes of; None where they are not as they were written."""
    body = data[_DIGEST:]
    if hashlib.blake2b(body, digest_size=_DIGEST).digest() != data[:_DIGEST]:
        return None
    reader = pa.BufferReader(body)
    codes, terms = pa.ipc.open_stream(reader).read_all(), pa.ipc.open_stream(reader).read_all()
    names, words = codes["code"].to_pylist(), terms["term"].to_pylist()
    return CodeIndex(
        KeptPostings(terms, {word: at for at, word in enumerate(words)}, names),
        dict(zip(words, terms["rarity"].to_pylist(), strict=True)),
        _maps(codes, "ruled_out"),
        _maps(codes, "qualifiers"),
        dict(zip(names, codes["label"].to_pylist(), strict=True)),
    )


@dataclass(eq=False)
class KeptPostings(Mapping[str, Mapping[str, float]]):
    """Term to the codes it stands in, each with its share; made when a term is asked for.

    Attributes:
        terms: Lists of codes, by number, and of their shares.
        rows: Term to its row.
        codes: The codes by number.
    """

    terms: pa.Table
    rows: Mapping[str, int]
    codes: list[str]
    _made: dict[str, Mapping[str, float]] = field(default_factory=dict)

    def __getitem__(self, term: str) -> Mapping[str, float]:
        if term not in self._made:
            at = self.rows[term]
            numbers, shares = self.terms["codes"][at].as_py(), self.terms["shares"][at].as_py()
            self._made[term] = {self.codes[it]: share for it, share in zip(numbers, shares, strict=True)}
        return self._made[term]

    def __contains__(self, term: object) -> bool:
        return term in self.rows

    def __iter__(self) -> Iterator[str]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def _sets(found: Mapping[str, frozenset[str]], codes: Mapping[str, int]) -> pa.Array:
    """Of each code its terms, null where it has none."""
    return pa.array([sorted(found[it]) if it in found else None for it in codes], pa.list_(pa.string()))


def _maps(codes: pa.Table, name: str) -> dict[str, frozenset[str]]:
    pairs = zip(codes["code"].to_pylist(), codes[name].to_pylist(), strict=True)
    return {code: frozenset(terms) for code, terms in pairs if terms is not None}
