"""Which column of somebody's own table of owners means what."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, get_args

from enduse.errors import UnreadableFile
from enduse.model.relation import RelationKind
from enduse.sources.lists import ListFile
from enduse.sources.register_parts.shares import ShareUnit
from enduse.sources.register_parts.streams import table_header

COLUMNS = (
    "owner",
    "owner_number",
    "owner_country",
    "owner_kind",
    "owner_born",
    "owned",
    "owned_number",
    "owned_country",
    "owned_founded",
    "owned_dissolved",
    "owned_status",
    "owned_address",
    "owned_phone",
    "owned_email",
    "owned_web",
    "owned_activity",
    "director",
    "share",
    "votes",
    "kind",
    "start",
    "end",
    "note",
)


@dataclass(frozen=True)
class TableMapping:
    """What the file ``<table>.toml`` beside a table says.

    Attributes:
        register: Short name of the register.
        columns: Our word of ``COLUMNS`` to the name of the table's column.
        schemes: ``owner_number`` and ``owned_number`` to a scheme, ``INN``; without one a number is read as one of
            its country: tax number or register number, whichever check digits hold.
        kinds: What the table writes in its column ``kind`` to ours.
        persons: What the table writes in its column ``owner_kind`` for natural persons.
        delimiter: Between cells.
        encoding: Python's name of a codec.
        share_unit: ``percent``, ``fraction``, or empty where the texts say it themselves.
        date_order: ``dmy`` or ``mdy`` for days such as 03/04/2021, else empty.
    """

    register: str
    columns: Mapping[str, str]
    schemes: Mapping[str, str] = field(default_factory=dict)
    kinds: Mapping[str, RelationKind] = field(default_factory=dict)
    persons: frozenset[str] = frozenset()
    delimiter: str = ","
    encoding: str = "utf-8-sig"
    share_unit: ShareUnit = ""
    date_order: str = ""


def mapping_names(table: str) -> tuple[str, str]:
    """What the mapping of a table is called: that of ``owners.csv`` is ``owners.toml``, or ``owners.csv.toml``."""
    return f"{table.rpartition('.')[0]}.toml", f"{table}.toml"


def mapping_beside(file: ListFile) -> ListFile | None:
    """The mapping that was given with the table."""
    return next((file.beside[it] for it in mapping_names(file.name) if it in file.beside), None)


def is_mapping(text: bytes) -> bool:
    """Is this, or was it meant to be, the mapping of a table of owners? Other TOML files have other tables."""
    try:
        columns = tomllib.loads(text.decode()).get("columns")
    except (UnicodeDecodeError, tomllib.TOMLDecodeError):
        return False
    return isinstance(columns, dict) and {"owner", "owned"} <= set(columns)


def read_mapping(file: ListFile) -> TableMapping:
    """The mapping in a TOML file; see docs/explanation/registers.md.

    Raises:
        UnreadableFile: E-REG-MAPPING, with what is wrong with it.
    """
    try:
        told = tomllib.loads(file.head(1 << 20).decode())
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise _wrong(file, f"it is no TOML: {error}") from error
    head, columns = _table(told, "register"), _table(told, "columns")
    if strange := sorted(set(columns) - set(COLUMNS)):
        raise _wrong(file, f"it names {strange[0]!r}, and the columns it may name are {', '.join(COLUMNS)}")
    if not {"owner", "owned"} <= set(columns):
        raise _wrong(file, "it does not say which columns are 'owner' and 'owned'")
    kinds = _table(told, "kinds")
    if strange := sorted({str(it) for it in kinds.values()} - set(get_args(RelationKind))):
        raise _wrong(file, f"it gives the kind {strange[0]!r}, and kinds are {', '.join(get_args(RelationKind))}")
    unit = str(head.get("share_unit", ""))
    if unit not in get_args(ShareUnit):
        raise _wrong(file, f"its share_unit is {unit!r}, not 'percent' or 'fraction'")
    return TableMapping(
        register=str(head.get("name", "")) or file.name.partition(".")[0],
        columns={key: str(value) for key, value in columns.items()},
        schemes={key: str(value).upper() for key, value in _table(told, "schemes").items()},
        kinds={str(key).casefold(): value for key, value in kinds.items()},
        persons=frozenset(str(it).casefold() for it in head.get("persons", ())),
        delimiter=str(head.get("delimiter", ",")),
        encoding=str(head.get("encoding", "utf-8-sig")),
        share_unit="percent" if unit == "percent" else "fraction" if unit == "fraction" else "",
        date_order=str(head.get("date_order", "")),
    )


def mapped_columns(file: ListFile, mapping: ListFile) -> int:
    """How many columns of the table the mapping names; 0 where the table lacks one of them."""
    told = read_mapping(mapping)
    try:
        header = table_header(file, told.delimiter, told.encoding)
    except (LookupError, TypeError):
        return 0
    named = set(told.columns.values())
    return len(named) if named <= set(header) else 0


def _table(told: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = told.get(name, {})
    return found if isinstance(found, dict) else {}


def _wrong(file: ListFile, why: str) -> UnreadableFile:
    return UnreadableFile(
        f"The mapping {file.name!r} cannot be used: {why}. Nothing was read with it. Correct it and try again.",
        code="E-REG-MAPPING",
    )
