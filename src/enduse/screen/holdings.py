"""What the registers of a ledger say of one company and of everybody above it: the rows, read and cut down."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from enduse.sources.list_places import REGISTER
from enduse.store.direct import read_rows
from enduse.store.ledger import LedgerStore
from enduse.store.manifest import Manifest
from enduse.text.identifier_keys import identifier_key

_SIDES = ("subject", "object")


@dataclass(frozen=True)
class Marks:
    """By what a party is found in other rows: a row that has one of these may be about it.

    Attributes:
        records: Register and record id, as ``record_mark`` writes them.
        numbers: Registered numbers without signs and leading zeros, whatever their scheme.
        names: Names without signs and case; only of parties that have no number.
    """

    records: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()

    def __or__(self, other: "Marks") -> "Marks":
        return Marks(self.records | other.records, self.numbers | other.numbers, self.names | other.names)

    def __sub__(self, other: "Marks") -> "Marks":
        return Marks(self.records - other.records, self.numbers - other.numbers, self.names - other.names)

    def __bool__(self) -> bool:
        return bool(self.records or self.numbers or self.names)


def record_mark(register: str, record_id: str) -> str:
    """A record of a register: the same id in another register is somebody else."""
    return f"{register}\x1f{record_id}"


def number_marks(scheme: str, value: str, country: str) -> set[str]:
    """A number as it may stand in other rows."""
    key = identifier_key(scheme, value, country).key.rpartition(":")[2]
    return {it for text in (key, value) if (it := plain(text).lstrip("0"))}


def plain(text: str) -> str:
    """Letters and digits only, upper case."""
    return "".join(it for it in text.upper() if it.isalnum())


@dataclass(frozen=True)
class RegisterRows:
    """Rows of ``register_records`` and ``relations``, as the ledger holds them.

    Attributes:
        records: Companies and persons.
        relations: Who owns, directs or controls whom.
        files: File name of each source.
    """

    records: pa.Table
    relations: pa.Table
    files: Mapping[str, str] = field(default_factory=dict)

    @property
    def registers(self) -> Mapping[str, Mapping[str, int]]:
        """Register to country to the number of its companies; a company without a country stands under ``""``."""
        companies = self.records.filter(pc.not_equal(self.records["kind"], "person"))
        registers = pc.cast(companies["register"], pa.string()).combine_chunks()
        countries = companies["countries"].combine_chunks()
        bare = registers.filter(pc.fill_null(pc.equal(pc.list_value_length(countries), 0), fill_value=True))
        names = pa.concat_arrays([registers.take(pc.list_parent_indices(countries)), bare])
        told = pa.concat_arrays(
            [pc.cast(pc.list_flatten(countries), pa.string()), pa.array([""] * len(bare), pa.string())]
        )
        counts = (
            pa.table({"register": names, "country": told})
            .group_by(["register", "country"])
            .aggregate([([], "count_all")])
        )
        found: dict[str, dict[str, int]] = {}
        for row in counts.to_pylist():
            found.setdefault(row["register"], {})[row["country"]] = row["count_all"]
        return found

    def none(self) -> "RegisterRows":
        """The same tables without rows."""
        return RegisterRows(self.records.slice(0, 0), self.relations.slice(0, 0), self.files)

    def above(self, start: Marks) -> "RegisterRows":
        """Only what bears on who is above the start: its rows, those of its holders, and so on upwards.

        Some rows may be too many (two countries give the same number), none is too few.
        """
        seen, new = Marks(), start
        records, relations = _none(self.records), _none(self.relations)
        while new:
            here = self._records_of(new)
            aliases = self._marks_of_records(here) | new
            held = self._held(aliases)
            records, relations = pc.or_(records, here), pc.or_(relations, held)
            seen = seen | aliases
            new = (self._marks_of_ends(held, "subject") | aliases) - seen
        kin = pc.and_(pc.equal(self.relations["kind"], "family"), self._named(seen))
        records = pc.or_(records, self._records_of(self._marks_of_ends(kin, "object")))
        records = pc.or_(records, self._records_of(self._marks_of_ends(kin, "subject")))
        return RegisterRows(self.records.filter(records), self.relations.filter(pc.or_(relations, kin)), self.files)

    @cached_property
    def _ends(self) -> Mapping[str, "_Ends"]:
        return {side: _Ends(self.relations, side) for side in _SIDES}

    @cached_property
    def _own(self) -> "_Own":
        return _Own(self.records)

    def _held(self, marks: Marks) -> pa.ChunkedArray:
        return self._ends["object"].with_any(marks)

    def _named(self, marks: Marks) -> pa.ChunkedArray:
        return pc.or_(self._ends["subject"].with_any(marks), self._ends["object"].with_any(marks))

    def _records_of(self, marks: Marks) -> pa.Array:
        return self._own.with_any(marks)

    def _marks_of_records(self, mask: pa.Array) -> Marks:
        columns = ["register", "record_id", "identifiers", "names"]
        rows = self.records.select(columns).filter(mask).to_pylist()
        return _all(_marks(it["register"], it["record_id"], it["identifiers"] or (), it["names"] or ()) for it in rows)

    def _marks_of_ends(self, mask: pa.ChunkedArray, side: str) -> Marks:
        columns = ["register", *(f"{side}_{it}" for it in ("record", "identifier", "name"))]
        found = []
        for row in self.relations.select(columns).filter(mask).to_pylist():
            number, name = row[f"{side}_identifier"], row[f"{side}_name"]
            record = row[f"{side}_record"] or ""
            # Whoever has a record is named there, with the numbers that make a name needless.
            names = [name] if name and not record and not number else []
            found.append(_marks(row["register"], record, [number] if number else (), names))
        return _all(found)


def read_registers(store: LedgerStore, manifest: Manifest) -> RegisterRows:
    """Every record and relation of every register in a version of the ledger.

    Raises:
        LedgerDamaged: A part is missing or has another size.
    """
    sources = {it.source_id: it.name for it in manifest.sources if any(at.kind == REGISTER for at in it.places)}
    return RegisterRows(
        read_rows(store, manifest, "register_records", sources),
        read_rows(store, manifest, "relations", sources),
        sources,
    )


def _marks(register: str, record: str, numbers: Iterable[str], names: Iterable[str]) -> Marks:
    found: set[str] = set()
    for text in numbers:
        scheme, country, value = text.split("|", 2)
        found |= number_marks(scheme, value, country)
    records = frozenset({record_mark(register, record)} if record else ())
    named = frozenset() if found else frozenset(it for name in names if (it := plain(name)))
    return Marks(records, frozenset(found), named)


def _all(marks: Iterable[Marks]) -> Marks:
    told = list(marks)
    return Marks(
        frozenset().union(*(it.records for it in told)),
        frozenset().union(*(it.numbers for it in told)),
        frozenset().union(*(it.names for it in told)),
    )


def _none(table: pa.Table) -> pa.Array:
    return pa.array([False] * table.num_rows, pa.bool_())


class _Ends:
    """One side of the relations in the form that marks are compared in."""

    def __init__(self, relations: pa.Table, side: str) -> None:
        self._records = _with_register(relations["register"], relations[f"{side}_record"])
        self._numbers = _plain(_values(relations[f"{side}_identifier"]))
        self._names = _plain(relations[f"{side}_name"], zeros=True)

    def with_any(self, marks: Marks) -> pa.Array:
        """Which relations have one of the marks on this side?"""
        found = pc.or_(_in(self._records, marks.records), _in(self._numbers, marks.numbers))
        found = pc.or_(found, _in(self._names, marks.names)) if marks.names else found
        return found.combine_chunks() if isinstance(found, pa.ChunkedArray) else found


class _Own:
    """The records in the form that marks are compared in."""

    def __init__(self, records: pa.Table) -> None:
        self._count = records.num_rows
        self._records = _with_register(records["register"], records["record_id"])
        numbers, names = records["identifiers"].combine_chunks(), records["names"].combine_chunks()
        self._numbers = _plain(_values(pc.list_flatten(numbers))), pc.list_parent_indices(numbers)
        self._names = _plain(pc.list_flatten(names), zeros=True), pc.list_parent_indices(names)

    def with_any(self, marks: Marks) -> pa.Array:
        """Which records have one of the marks?"""
        found = _in(self._records, marks.records)
        found = found.combine_chunks() if isinstance(found, pa.ChunkedArray) else found
        for (values, parents), wanted in ((self._numbers, marks.numbers), (self._names, marks.names)):
            if wanted:
                rows = pc.unique(parents.filter(_in(values, wanted)))
                found = pc.or_(found, pc.is_in(pa.array(range(self._count), parents.type), rows))
        return found


def _with_register(registers: Any, ids: Any) -> Any:
    return pc.binary_join_element_wise(pc.cast(registers, pa.string()), pc.cast(ids, pa.string()), "\x1f")


def _values(identifiers: Any) -> Any:
    """The numbers without their scheme and country."""
    return pc.replace_substring_regex(pc.cast(identifiers, pa.string()), r"^[^|]*\|[^|]*\|", "")


def _plain(texts: Any, zeros: bool = False) -> Any:
    kept = pc.replace_substring_regex(pc.utf8_upper(pc.cast(texts, pa.string())), r"[^\p{L}\p{N}]", "")
    return kept if zeros else pc.utf8_ltrim(kept, characters="0")


def _in(values: Any, wanted: frozenset[str]) -> Any:
    return pc.is_in(values, pa.array(sorted(wanted), pa.string()))
