"""A ledger of an older schema becomes one of today's: a new version, the old ones stay as they are."""

from collections.abc import Iterator
from dataclasses import replace

import pyarrow as pa

from enduse.errors import BadPlugin
from enduse.registry import collect
from enduse.store import migrations
from enduse.store.ledger import LedgerStore
from enduse.store.manifest import Manifest, Part
from enduse.store.migration import Migration
from enduse.store.parts import part_form, read_schema
from enduse.store.rewriting import Rewriter
from enduse.store.schema import SCHEMA_VERSION
from enduse.store.versions import Change


def steps(start: int, end: int = SCHEMA_VERSION) -> tuple[Migration, ...]:
    """The migrations from one schema to another, in order.

    Raises:
        BadPlugin: A step is missing.
    """
    known = {it.start: it for it in collect(migrations, Migration).values()}
    return tuple(_walk(known, start, end))


def _walk(known: dict[int, Migration], start: int, end: int) -> Iterator[Migration]:
    while start < end:
        if start not in known or known[start].end != start + 1:
            raise BadPlugin(
                f"No migration leads from schema {start} to {start + 1}; enduse cannot read this ledger. "
                "Install a version of enduse that has it."
            )
        yield known[start]
        start += 1


def migrate(store: LedgerStore) -> tuple[Manifest, tuple[Migration, ...]]:
    """Publish the newest version in today's schema; gives it and the steps that were taken.

    A ledger that needs none is left as it is. Killed at any moment, it leaves the old version, and the same
    command does it again.

    Raises:
        SchemaTooNew: A newer enduse wrote the ledger.
        LedgerDamaged: A part is missing or altered.
    """
    base = store.log.read()
    if not base.version or base.schema_version == SCHEMA_VERSION:
        return base, ()
    taken = steps(base.schema_version)
    with store.in_use():
        return store.log.publish(_migration(Rewriter(store.workspace.ledger), taken)), taken


def _migration(rewriter: Rewriter, taken: tuple[Migration, ...]) -> Change:
    converted: dict[str, Part] = {}

    def change(base: Manifest) -> Manifest | None:
        if base.schema_version == SCHEMA_VERSION:
            return None
        for part in base.parts:
            if part.path not in converted:
                converted[part.path] = _converted(rewriter, part, taken)
        parts = tuple(converted[it.path] for it in base.parts)
        note = f"migrate version {base.version} from schema {base.schema_version} to {SCHEMA_VERSION}"
        return replace(base, schema_version=SCHEMA_VERSION, parts=parts, note=note)

    return change


def _converted(rewriter: Rewriter, part: Part, taken: tuple[Migration, ...]) -> Part:
    functions = [it.tables[part.table] for it in taken if part.table in it.tables]
    if not functions:
        return part

    def convert(table: pa.Table) -> pa.Table:
        for function in functions:
            table = function(table)
        return table

    before = read_schema(rewriter.ledger / part.path)
    return rewriter.converted(part, part_form(part.table, convert(before.empty_table()).schema), convert)
