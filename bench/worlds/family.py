"""A family of worlds: countries, brands, files and noise; what is data about it stands in families/*.toml."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from random import Random
from typing import Any

FOLDER = Path(__file__).parent / "families"

STREAMED = ("imports", "exports", "payments", "tenders", "events", "exhibits", "web", "claims")
"""Tables written day by day; the others (register, lists, trademarks, statistics) are written at the end."""


@dataclass(frozen=True)
class FileSpec:
    """One file of a world.

    Attributes:
        reporter: Whose customs; empty where the file is of no country.
        columns: Header and field of each column, in order.
        roles: Whose names and numbers it holds.
        noise: Shares: typo, variant, missing, repeated, wrong_code.
        missing_months: How many whole months are lost.
    """

    name: str
    table: str
    reporter: str
    language: str
    encoding: str
    delimiter: str
    dates: str
    decimal: str
    thousands: str
    countries: str
    code_length: int
    upper: bool
    columns: Sequence[tuple[str, str]]
    roles: Sequence[str]
    noise: Mapping[str, float]
    missing_months: int
    preamble: Sequence[str]


@dataclass(frozen=True)
class Family:
    """Where goods are made, through which hubs and to whom they go, and which files there are."""

    name: str
    makers: Sequence[str]
    hubs: Sequence[str]
    importers: Sequence[str]
    elsewhere: Sequence[str]
    brands: Mapping[str, Sequence[str]]
    hub_makers: Mapping[str, Sequence[str]]
    serials: bool
    quarterly: bool
    mix: Mapping[str, float]
    files: Sequence[FileSpec]

    def file(self, table: str, reporter: str = "") -> FileSpec | None:
        """The file of this table and reporter, if this family has it."""
        return self._by.get((table, reporter)) or self._by.get((table, ""))

    def has(self, table: str) -> bool:
        return table in self._tables

    @cached_property
    def _by(self) -> Mapping[tuple[str, str], FileSpec]:
        return {(it.table, it.reporter): it for it in self.files}

    @cached_property
    def _tables(self) -> frozenset[str]:
        return frozenset(it.table for it in self.files)


def families() -> Sequence[str]:
    return sorted(it.stem for it in FOLDER.glob("*.toml"))


def read_family(name: str) -> Family:
    """The family of that name.

    Raises:
        ValueError: There is none; the message names those there are.
    """
    path = FOLDER / f"{name}.toml"
    if not path.exists():
        raise ValueError(f"no family {name!r}; there are {', '.join(families())}")
    raw = tomllib.loads(path.read_text("utf-8"))
    files = [_file({**raw["writing"], **it}, raw["noise"]) for it in raw.pop("files")]
    keys = ("makers", "hubs", "importers", "elsewhere", "brands", "hub_makers", "serials", "quarterly", "mix")
    return Family(name=name, files=files, **{key: raw[key] for key in keys})


def _file(it: Mapping[str, Any], noise: Mapping[str, float]) -> FileSpec:
    columns = [(head, field) for head, _, field in (text.rpartition("=") for text in it["columns"])]
    return FileSpec(
        name=it["name"],
        table=it["table"],
        reporter=it.get("reporter", ""),
        language=it["language"],
        encoding=it["encoding"],
        delimiter=it["delimiter"],
        dates=it["dates"],
        decimal=it["decimal"],
        thousands=it.get("thousands", ""),
        countries=it["countries"],
        code_length=it.get("code_length", 6),
        upper=it.get("upper", False),
        columns=columns,
        roles=tuple(dict.fromkeys(field.partition(".")[0] for _, field in columns if "." in field)),
        noise={**noise, **it.get("noise", {})},
        missing_months=it.get("missing_months", 0),
        preamble=it.get("preamble", ()),
    )


def draw_noise(random: Random, noise: Mapping[str, float]) -> Mapping[str, float]:
    """The shares of one world: each between half and twice what the family says."""
    return {key: share * 2 ** random.uniform(-1, 1) for key, share in sorted(noise.items())}
