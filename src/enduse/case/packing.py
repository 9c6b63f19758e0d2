"""Evidence packs: what a stranger needs to check a finding, in one file that is the same bytes every time."""

import platform
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa

from enduse.case.dossiers import DRAFT, Publication, make_dossier, published, write_dossiers
from enduse.case.evidence_desk import EvidenceDesk
from enduse.case.packing_documents import Leaving, LogExtract, PackedDocument, log_extract, packed_documents
from enduse.case.packing_files import PackContent, measured, printed, written_files
from enduse.case.packing_rerun import PackedFinding, RowsToRun, found_again, packed_findings, silent
from enduse.case.packing_rows import CitedRows, RowsOfRun
from enduse.case.packing_signing import public_text, signature_of, signing_key
from enduse.case.running import Tell, current_run, kept_findings
from enduse.detect.finding import Finding
from enduse.errors import UsageError
from enduse.model.case_log import CaseEntry
from enduse.model.pack import (
    MANIFEST,
    SCOPES,
    SIGNATURE,
    Difference,
    LeftOut,
    PackedRun,
    PackedSubject,
    PackFile,
    PackManifest,
    plain_name,
)
from enduse.report.model import Dossier
from enduse.report.suspicions import concerning
from enduse.store.case_log import CaseLog
from enduse.store.ledger import LedgerStore
from enduse.store.pack_zip import write_pack
from enduse.store.schema import SCHEMA_VERSION

FORMATS = ("html", "pdf", "docx", "md", "jsonl")


@dataclass(frozen=True)
class PackRequest:
    """What a pack is to hold.

    Attributes:
        subjects: As ``report.subject.find_subject`` reads them; empty: those of the case's log.
        made_by: Who makes it.
        formats: Of the dossiers, some of ``FORMATS``.
        rows: One of ``model.pack.SCOPES``; ``auto``: the first of them whose rows give the findings again.
        how: How the dossiers are published.
        leaving: What may leave.
        sign: File of the private key; made where it is not there; None: not signed.
    """

    subjects: tuple[str, ...]
    made_by: str
    formats: tuple[str, ...] = ("html", "pdf", "docx", "md")
    rows: str = "auto"
    how: Publication = DRAFT
    leaving: Leaving = field(default_factory=Leaving)
    sign: Path | None = None


@dataclass(frozen=True)
class PackReport:
    """What was written.

    Attributes:
        manifest: The pack's.
        sha256: Of the pack.
        public_key: Of the signer; empty: it is not signed.
        new_key: Was the key made for it?
    """

    manifest: PackManifest
    sha256: str
    public_key: str = ""
    new_key: bool = False


def make_pack(store: LedgerStore, asked: PackRequest, target: Path, tell: Tell = silent) -> PackReport:
    """Write the pack of some subjects of the current run, whole or not at all.

    Raises:
        UnknownSubject: One of them is unknown.
        UsageError: ``E-PACK-SUBJECT``, ``E-PACK-FORMAT``, ``E-PACK-LARGE``; ``E-CASE-WHO``; ``E-NO-RUN``; of final
            dossiers ``E-DOSSIER-UNPROVEN``.
        PolicyRefused: ``E-PACK-LOG``: the case's log was altered.
        StoreError: A piece of evidence was changed since it was added.
    """
    _check(asked)
    with store.in_use(), TemporaryDirectory(prefix="enduse-pack-") as folder:
        gathered = _gathered(store, asked, tell)
        content = _content(gathered, asked, tell)
        tell("writing the dossiers", 0, None)
        paths = _dossier_files(gathered, asked, Path(folder))
        files = written_files(content, paths)
        return _written(content.manifest, files, asked, target)


@dataclass(frozen=True)
class _Gathered:
    """Everything that is known before it is written."""

    rows: RowsOfRun
    subjects: tuple[PackedSubject, ...]
    dossiers: Mapping[str, Dossier]
    findings: tuple[Finding, ...]
    cited: CitedRows
    log: LogExtract
    documents: tuple[PackedDocument, ...]
    evidence_head: str

    @property
    def parties(self) -> frozenset[str]:
        """Anchors of everybody whom the findings name, and of the subjects."""
        named = {it.subject.id for it in self.findings} | {one.id for it in self.findings for one in it.others}
        return frozenset(named | {it.anchor for it in self.subjects})


def _check(asked: PackRequest) -> None:
    if not asked.made_by.strip():
        raise UsageError("Nobody is named who makes this pack. Give a name with --by.", code="E-CASE-WHO")
    if strange := [it for it in asked.formats if it not in FORMATS] or not asked.formats:
        raise UsageError(
            f"A pack's dossier is written as {', '.join(FORMATS)}; {strange!r} was asked for.", code="E-PACK-FORMAT"
        )
    if asked.rows not in (*SCOPES, "auto"):
        raise UsageError(f"--rows {asked.rows!r}: one of auto, {', '.join(SCOPES)}.", code="E-PACK-FORMAT")


def _gathered(store: LedgerStore, asked: PackRequest, tell: Tell) -> _Gathered:
    run = current_run(store.workspace)
    rows = RowsOfRun(store, run, asked.leaving.sensitive)
    desk = EvidenceDesk(store.workspace.root)
    tell("reading the case's log", 0, None)
    log = log_extract(CaseLog(desk.store.desk), asked.leaving)
    tell("gathering rows", 0, None)
    every = [it for it in kept_findings(run) if it.answer == "found"]
    subjects, dossiers, keys = list[PackedSubject](), dict[str, Dossier](), set[str]()
    for number, name in enumerate(_subjects(asked, log.shown), 1):
        dossier = published(make_dossier(store, name, version("enduse")), asked.how)
        it = dossier.subject
        path = f"dossier/{number}-{plain_name(it.anchor or it.id) or it.kind}"
        subjects.append(PackedSubject(name, it.kind, it.anchor or it.id, it.title, path))
        dossiers[path] = dossier
        keys |= {each["key"] for each in concerning([one.as_dict() for one in every], it)}
    findings = tuple(it for it in every if it.key in keys)
    cited = rows.cited(findings, dossiers)
    tell("gathering documents", 0, None)
    documents = tuple(packed_documents(desk, asked.leaving, log))
    return _Gathered(rows, tuple(subjects), dossiers, findings, cited, log, documents, desk.store.head())


def _subjects(asked: PackRequest, entries: Sequence[CaseEntry]) -> Sequence[str]:
    named = asked.subjects or tuple(dict.fromkeys(it.about for it in entries if it.kind == "subject" and it.about))
    if not named:
        raise UsageError(
            "Nobody is named whom the pack is about, and the case's log names no subject. Name one: enduse report pack "
            '"NAME OR NUMBER" -o pack.zip; or write it into the case: enduse case subject.',
            code="E-PACK-SUBJECT",
        )
    return named


def _content(it: _Gathered, asked: PackRequest, tell: Tell) -> PackContent:
    packed = tuple(packed_findings(it.rows, it.findings))
    chosen = _chosen(it, asked, packed, tell)
    given = chosen.given
    manifest = PackManifest(
        title=it.rows.store.workspace.config.title,
        made_by=asked.made_by.strip(),
        versions=_versions(it.rows),
        run=given.run,
        subjects=it.subjects,
        scope=chosen.scope,
        findings=len(packed),
        differences=chosen.differences,
        left_out=tuple(_left_out(it)),
        chains={"case_log": it.log.head, "evidence": it.evidence_head},
        commands=tuple(_commands(it, asked, chosen)),
        rows={name: table.num_rows for name, table in given.tables.items()},
    )
    return PackContent(manifest, it.rows, it.cited, it.dossiers, packed, given, it.log, it.documents)


@dataclass(frozen=True)
class _Chosen:
    """The rows that go along, and what they do not give again."""

    scope: str
    given: RowsToRun
    differences: tuple[Difference, ...]


def _chosen(it: _Gathered, asked: PackRequest, packed: Sequence[PackedFinding], tell: Tell) -> _Chosen:
    """The rows that were asked for, or the fewest of those that give most findings again."""
    settings, judgements = _settings(it), tuple(_judgements(it))
    tried = list[_Chosen]()
    for scope in SCOPES if asked.rows == "auto" else (asked.rows,):
        tables = it.rows.selected(scope, it.cited, it.parties)
        tell(f"looking whether these rows ({scope}) give the findings again", 0, None)
        given = RowsToRun(it.rows.sources(it.cited, tables), tables, judgements, settings)
        tried.append(_Chosen(scope, given, tuple(found_again(given, packed))))
        if not tried[-1].differences:
            break
    # Rows that help no finding are nobody's business: of equals the first has the fewest.
    return min(tried, key=lambda one: len(one.differences))


def _settings(it: _Gathered) -> PackedRun:
    run = it.rows.run.info
    only = tuple(sorted({each.typology for each in it.findings}))
    given = bool(run["watershed_given"])
    return PackedRun(run["watershed"], given, only, tuple(run["parameters"]), run.get("er", "own"))


def _judgements(it: _Gathered) -> list[str]:
    """The analyst's judgements, where they speak of parties of the pack alone."""
    path = it.rows.store.workspace.judgements
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    # A judgement joins parties that bear several names: one of them in the pack is enough to need it.
    return [line for line in lines if any(f'"{anchor}"' in line for anchor in it.parties)]


def _versions(rows: RowsOfRun) -> dict[str, str]:
    return {
        "enduse": version("enduse"),
        "python": platform.python_version(),
        "pyarrow": pa.__version__,
        "duckdb": version("duckdb"),
        "ledger": str(rows.manifest.version),
        "ledger_schema": str(SCHEMA_VERSION),
        "ledger_created_at": rows.manifest.created_at,
    }


def _left_out(it: _Gathered) -> Iterator[LeftOut]:
    yield from it.rows.left_out(it.cited)
    for each in it.documents:
        if each.told["state"] in ("withheld", "erased", "redacted"):
            how = "shown in part" if each.told["state"] == "redacted" else each.told["state"]
            yield LeftOut(f"evidence {each.told['evidence']}", 1, f"{how}: {each.told['why']}")
    yield from it.log.left_out


def _commands(it: _Gathered, asked: PackRequest, chosen: _Chosen) -> Iterator[str]:
    info, given = it.rows.run.info, it.rows.run.info["watershed_given"]
    yield from (f"enduse add {source.name}   # sha256 {source.source_id}" for source in chosen.given.sources)
    words = [f"--watershed {info['watershed']}"] if given else []
    words += [f"--typology {name}" for name in info["only"]] + [f"--set {word}" for word in info["parameters"]]
    words += [f"--er {info['er']}"] if info.get("er", "own") != "own" else []
    yield " ".join(["enduse run", *words])
    names = " ".join(f'"{each.asked}"' for each in it.subjects)
    yield f"enduse report pack {names} -o pack.zip --rows {chosen.scope} --formats {','.join(asked.formats)}"
    yield "enduse verify pack.zip --rerun"


def _dossier_files(it: _Gathered, asked: PackRequest, folder: Path) -> dict[str, Path]:
    found = dict[str, Path]()
    (folder / "dossier").mkdir()
    for path, dossier in it.dossiers.items():
        written = {f"{path}.{form}": folder / f"{path}.{form}" for form in asked.formats}
        write_dossiers(dossier, [*written.values()])
        found |= written
    return found


def _written(
    manifest: PackManifest, files: Sequence[tuple[str, str, bytes | Path]], asked: PackRequest, target: Path
) -> PackReport:
    whole = replace(manifest, files=tuple(PackFile(*measured(it)) for it in files))
    head = printed(whole)
    every: list[tuple[str, bytes | Path]] = [(MANIFEST, head)]
    public, new = "", False
    if asked.sign:
        key, new = signing_key(asked.sign)
        public = public_text(key)
        asked.sign.with_name(f"{asked.sign.name}.pub").write_text(f"{public}\n", encoding="ascii")
        every.append((SIGNATURE, signature_of(head, key)))
    digest = write_pack(target, [*every, *((name, content) for name, _, content in files)])
    return PackReport(whole, digest, public, new)
