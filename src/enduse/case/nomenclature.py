"""The nomenclatures that a case holds, made ready for questions about goods."""

from contextlib import suppress
from functools import cache, cached_property
from hashlib import blake2b
from importlib.resources import files
from pathlib import Path

from enduse.goods.codes.kept_index import index_bytes, index_of
from enduse.goods.codes.suggesting import CodeIndex, index_codes
from enduse.goods.codes.tables import HeldTables, held_books
from enduse.model.ids import stable_key
from enduse.model.nomenclature import CodeBooks
from enduse.store.atomic import write_atomically
from enduse.store.direct import read_held
from enduse.store.ledger import LedgerStore

_TABLES = ("code_books", "code_lines", "code_correlations")
_KEPT = 3
"""So many indexes are kept: of the newest version, and of a few before."""


class Nomenclature:
    """What the newest version of a ledger holds of nomenclatures; nothing is read before it is asked for."""

    def __init__(self, store: LedgerStore) -> None:
        self._store = store

    @cached_property
    def books(self) -> CodeBooks:
        """The code books, in the order in which they were added.

        Raises:
            StoreError: ``E-SCHEMA-OLD``: run ``enduse migrate``.
            LedgerDamaged: A part is missing or has another size.
        """
        manifest = self._store.manifest()
        sources = [it.source_id for it in manifest.sources]
        rows = (read_held(self._store, manifest, name, sources) for name in _TABLES)
        return held_books(HeldTables(*rows), sources)

    @cached_property
    def index(self) -> CodeIndex:
        """The index of their codes: opened from ``cache/``, or made and kept there.

        Raises:
            StoreError: As ``books``.
            LedgerDamaged: As ``books``.
        """
        kept = self._kept()
        if kept.is_file() and (known := index_of(kept.read_bytes())) is not None:
            return known
        made = index_codes(self.books)
        # Where the case may only be read, or the disk is full, the answer is the same, only later.
        with suppress(OSError):
            _keep(kept, index_bytes(made))
        return made

    def _kept(self) -> Path:
        """Where the index of these parts is kept: other parts, other sources, other words have another name."""
        manifest = self._store.manifest()
        parts = [it for name in _TABLES for it in manifest.of_table(name)]
        holding = {source for it in parts for source in it.source_ids}
        # The order in which the sources were added decides whose text is shown.
        order = [it.source_id for it in manifest.sources if it.source_id in holding]
        key = stable_key(_words_code(), *(it.sha256 for it in parts), *order)
        return self._store.workspace.cache / "goods" / f"{key}.index"


def _keep(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, data)
    for old in sorted(path.parent.glob("*.index"), key=_made_at, reverse=True)[_KEPT:]:
        old.unlink(missing_ok=True)


def _made_at(path: Path) -> int:
    """When a file was written; another process may have removed it by now."""
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


@cache
def _words_code() -> str:
    """A hash of what makes an index: one that was made by other code or other words would suggest other codes."""
    folders = (files("enduse.goods.codes"), files("enduse.text"), files("enduse.model"), files("enduse.data") / "goods")
    found = (it for folder in folders for it in folder.iterdir() if it.is_file())
    digest = blake2b(digest_size=16)
    for it in sorted(found, key=lambda it: it.name):
        digest.update(it.read_bytes())
    return digest.hexdigest()
