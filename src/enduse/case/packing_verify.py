"""Whether a pack is as it was written, and whether its rows give its findings: offline, without a workspace."""

import io
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from enduse.case.packing_rerun import PackedFinding, RowsToRun, found_again, silent
from enduse.case.packing_signing import expected_key, signer_of
from enduse.case.running import Tell
from enduse.detect.finding import read_finding
from enduse.errors import EnduseError, InputError, UnreadableFile, UsageError
from enduse.model.pack import (
    DOCUMENTS,
    FINDING_ROWS,
    FINDINGS,
    JUDGEMENTS,
    LEDGER,
    LOG,
    MANIFEST,
    SIGNATURE,
    Difference,
    PackManifest,
)
from enduse.store.case_log import entry_hash
from enduse.store.manifest import Manifest, parse_manifest
from enduse.store.pack_cells import PLACES
from enduse.store.pack_zip import OpenPack, damaged, open_pack
from enduse.store.parts import file_hash
from enduse.store.schema import SCHEMA_VERSION, TABLES

_HASH = re.compile(r"[0-9a-f]{64}")
_MOST_MANIFEST = 64 << 20
_MOST_UNPACKED = 4 << 30


@dataclass(frozen=True)
class PackProblem:
    """Something of a pack is not as it should be.

    Attributes:
        file: Which; empty: the pack itself.
        code: Explained by ``enduse explain``.
        says: In words.
    """

    file: str
    code: str
    says: str


@dataclass(frozen=True)
class PackCheck:
    """What came of a check.

    Attributes:
        problems: Empty: every byte is as it was written.
        sha256: Of the pack: compare it with what the publisher states.
        manifest: None where it cannot be read.
        signer: Public key that signed it; empty: nobody.
        again: What the rerun said, where one was asked for: findings that differ now.
        documents: As the pack's list tells them.
    """

    problems: tuple[PackProblem, ...]
    sha256: str
    manifest: PackManifest | None = None
    signer: str = ""
    again: tuple[Difference, ...] | None = None
    documents: tuple[Mapping[str, Any], ...] = ()

    @property
    def good(self) -> bool:
        """Is it as it was written, and did a rerun say what the pack says of itself?"""
        known = self.manifest.differences if self.manifest else ()
        return not self.problems and {it.key for it in self.again or ()} <= {it.key for it in known}


@dataclass(frozen=True)
class ReadPack:
    """A pack that is open."""

    pack: OpenPack

    @cached_property
    def manifest(self) -> PackManifest:
        """What it says of itself.

        Raises:
            InputError: ``E-PACK-MANIFEST``, ``E-PACK-DAMAGED``.
        """
        data = self.pack.read(MANIFEST, _MOST_MANIFEST)
        try:
            return PackManifest.from_object(json.loads(data))
        except (ValueError, RecursionError) as error:
            raise damaged(self.pack.path.name, f"its manifest is no JSON ({error})") from error

    @cached_property
    def ledger(self) -> Manifest:
        """The files its rows come from.

        Raises:
            InputError: ``E-PACK-DAMAGED``.
        """
        try:
            held = parse_manifest(self.pack.read(LEDGER), LEDGER)
        except (EnduseError, RecursionError) as error:
            raise damaged(self.pack.path.name, f"{LEDGER!r} cannot be read ({error})") from error
        # They become names of folders when the rows are run again.
        if strange := [it.source_id for it in held.sources if not _HASH.fullmatch(it.source_id)]:
            raise damaged(self.pack.path.name, f"{LEDGER!r} gives {strange[0]!r} as the hash of a file")
        return held

    def lines(self, name: str) -> list[dict[str, Any]]:
        """The objects of a file of JSON Lines.

        Raises:
            UnreadableFile: ``E-PACK-DAMAGED``.
        """
        try:
            return [json.loads(it) for it in self.pack.read(name).decode("utf-8").split("\n") if it]
        except (ValueError, RecursionError) as error:
            raise damaged(self.pack.path.name, f"{name!r} is no JSON Lines ({error})") from error

    def tables(self) -> dict[str, pa.Table]:
        """Its rows by table of the ledger.

        Raises:
            UsageError: ``E-PACK-SCHEMA``: another version of the ledger's schema wrote them.
            UnreadableFile: ``E-PACK-DAMAGED``: a file is no such table, or would swell beyond four gigabytes.
        """
        wrote = self.manifest.versions.get("ledger_schema", "")
        if wrote != str(SCHEMA_VERSION):
            raise UsageError(
                f"The rows of this pack have the ledger's schema {wrote!r}; this version of enduse reads "
                f"{SCHEMA_VERSION}. Install enduse {self.manifest.versions.get('enduse', '')} to compute its findings "
                "again. That the pack is as it was written can be checked all the same, without --rerun.",
                code="E-PACK-SCHEMA",
            )
        names = [it for it in TABLES if f"rows/{it}.parquet" in self.pack.files]
        return {it: self._table(it) for it in names}

    def findings(self) -> list[PackedFinding]:
        """Its findings with the places of their rows."""
        places = {
            it["key"]: tuple((r["sha256"], r["member"], r["sheet"], r["row"], r["cell"]) for r in it["rows"])
            for it in self.lines(FINDING_ROWS)
        }
        return [PackedFinding(it, places.get(it["key"], ())) for it in self.lines(FINDINGS)]

    def rows_to_run(self) -> RowsToRun:
        """What its findings were computed from."""
        judgements = self.pack.read(JUDGEMENTS).decode("utf-8", "replace").splitlines()
        return RowsToRun(self.ledger.sources, self.tables(), judgements, self.manifest.run)

    def _table(self, name: str) -> pa.Table:
        file = f"rows/{name}.parquet"
        try:
            opened = pq.ParquetFile(io.BytesIO(self.pack.read(file)))
            groups = [opened.metadata.row_group(it) for it in range(opened.metadata.num_row_groups)]
            if sum(it.total_byte_size for it in groups) > _MOST_UNPACKED:
                raise damaged(self.pack.path.name, f"{file!r} would swell beyond four gigabytes")
            table = opened.read()
        except (pa.ArrowException, OSError) as error:
            raise damaged(self.pack.path.name, f"{file!r} is no table ({error})") from error
        if not table.schema.equals(TABLES[name].arrow_schema()):
            raise damaged(self.pack.path.name, f"{file!r} has other columns than the ledger")
        return table


def read_pack(path: Path) -> ReadPack:
    """A pack whose every byte is as it was written; for whoever goes on to use it.

    Raises:
        InputError: It is not; the first thing that is wrong.
    """
    read = ReadPack(open_pack(path))
    for problem in _problems(read):
        raise damaged(path.name, f"{problem.file or 'the pack'}: {problem.says}")
    return read


def verify_pack(path: Path, key: str = "", rerun: bool = False, tell: Tell = silent) -> PackCheck:
    """Check a pack; nothing is written but a folder for temporary files where a rerun is asked for.

    Args:
        path: Of the pack.
        key: Public key that must have signed it, or a file that holds it; empty: whoever did.
        rerun: Also compute its findings again from its rows.
        tell: Takes progress of the rerun.

    Raises:
        UnreadableFile: There is no such file, or ``key`` is none.
        UsageError: ``E-PACK-SCHEMA``: these rows cannot be run by this version.
    """
    if not path.is_file():
        raise UnreadableFile(f"There is no file {str(path)!r}. Check the name.", code="E-NOFILE")
    wanted = expected_key(key) if key else ""
    digest = file_hash(path)
    try:
        read = ReadPack(open_pack(path))
        manifest = read.manifest
    except EnduseError as error:
        return PackCheck((PackProblem("", error.code, error.message),), digest)
    problems = [*_problems(read)]
    signer = _signer(read)
    if wanted and signer != wanted:
        says = f"it was signed by {signer or 'nobody'}, not by {wanted}"
        problems.append(PackProblem(SIGNATURE, "E-PACK-SIGNATURE", says))
    documents = () if problems else tuple(read.lines(DOCUMENTS))
    again = None
    if rerun and not problems:
        try:
            again = tuple(found_again(read.rows_to_run(), read.findings(), tell))
        except (InputError, KeyError, TypeError, AttributeError) as error:
            problems.append(PackProblem("", "E-PACK-DAMAGED", f"its findings cannot be computed again: {error!r}"))
    return PackCheck(tuple(problems), digest, manifest, signer, again, documents)


def _signer(read: ReadPack) -> str:
    if SIGNATURE not in read.pack.files:
        return ""
    return signer_of(read.pack.read(MANIFEST, _MOST_MANIFEST), read.pack.read(SIGNATURE, 1 << 16))


def _problems(read: ReadPack) -> Iterator[PackProblem]:
    try:
        yield from _unlisted(read)
        yield from _altered(read)
        if SIGNATURE in read.pack.files and not _signer(read):
            says = "the signature does not belong to this manifest: one of them was changed"
            yield PackProblem(SIGNATURE, "E-PACK-SIGNATURE", says)
        for check in _CHECKS:
            yield from check(read)
    except EnduseError as error:
        yield PackProblem("", error.code, error.message)
    except (KeyError, TypeError, AttributeError) as error:
        yield PackProblem("", "E-PACK-DAMAGED", f"a line of it lacks something: {error!r}")


def _unlisted(read: ReadPack) -> Iterator[PackProblem]:
    listed, held = {it.path for it in read.manifest.files}, set(read.pack.files) - {MANIFEST, SIGNATURE}
    for name in sorted(held - listed):
        yield PackProblem(name, "E-PACK-FILES", "the manifest does not list it: somebody put it in")
    for name in sorted(listed - held):
        yield PackProblem(name, "E-PACK-FILES", "the manifest lists it, and it is not there: somebody took it out")
    if len(listed) != len(read.manifest.files):
        yield PackProblem(MANIFEST, "E-PACK-FILES", "it lists a file twice")


def _altered(read: ReadPack) -> Iterator[PackProblem]:
    for it in read.manifest.files:
        found = read.pack.files.get(it.path)
        if found and (found.sha256, found.size) != (it.sha256, it.size):
            says = f"its SHA-256 is {found.sha256}, the manifest says {it.sha256}: it was altered"
            yield PackProblem(it.path, "E-PACK-DAMAGED", says)


def _broken_log(read: ReadPack) -> Iterator[PackProblem]:
    previous = ""
    for line in read.lines(LOG):
        whole = "withheld" not in line
        if line["previous"] != previous or whole and entry_hash(line) != line["hash"]:
            yield PackProblem(LOG, "E-PACK-LOG", f"entry C{line['number']} was altered, or one before it is gone")
        previous = line["hash"]
    if previous != read.manifest.chains.get("case_log", ""):
        yield PackProblem(LOG, "E-PACK-LOG", "its last entry is not the one that the manifest names")


def _rowless(read: ReadPack) -> Iterator[PackProblem]:
    """Findings whose rows are neither in the pack nor said to be withheld."""
    if read.manifest.versions.get("ledger_schema") != str(SCHEMA_VERSION):
        return
    withheld = {it["sha256"] for it in read.lines(PLACES) if it["withheld"]}
    held = set[tuple[str, str, str, int]]()
    for table in read.tables().values():
        columns = [table[it].to_pylist() for it in ("source_id", "member", "sheet", "row")]
        held |= {(s, m or "", t or "", r) for s, m, t, r in zip(*columns, strict=True)}
    for finding in read.findings():
        lacking = [it for it in finding.rows if it[:4] not in held and it[0] not in withheld]
        if lacking:
            says = f"finding {finding.key} rests on {len(lacking)} rows that are not in the pack"
            yield PackProblem(FINDING_ROWS, "E-PACK-ROWS", says)


def _documents(read: ReadPack) -> Iterator[PackProblem]:
    for it in read.lines(DOCUMENTS):
        found = read.pack.files.get(it["file"]) if it["file"] else None
        if it["file"] and found is None:
            yield PackProblem(DOCUMENTS, "E-PACK-FILES", f"{it['evidence']}: {it['file']!r} is missing")
        if found and it["state"] == "whole" and found.sha256 != it["sha256"]:
            says = f"{it['evidence']} is said to be whole, and is not the file that was added"
            yield PackProblem(it["file"], "E-PACK-DAMAGED", says)


def _ledger(read: ReadPack) -> Iterator[PackProblem]:
    if not read.ledger.sources and read.manifest.rows:
        yield PackProblem(LEDGER, "E-PACK-ROWS", "it names no file that the rows come from")


def _findings(read: ReadPack) -> Iterator[PackProblem]:
    lines, made = read.lines(FINDINGS), read.manifest
    if len(lines) != made.findings:
        yield PackProblem(
            FINDINGS, "E-PACK-FILES", f"it holds {len(lines)} findings, the manifest says {made.findings}"
        )
    for line in lines:
        if read_finding(json.dumps(line)).revision != line["revision"]:
            yield PackProblem(FINDINGS, "E-PACK-DAMAGED", f"finding {line['key']} says something else than it did")


_CHECKS: tuple[Callable[[ReadPack], Iterator[PackProblem]], ...] = (
    _ledger,
    _findings,
    _broken_log,
    _rowless,
    _documents,
)
