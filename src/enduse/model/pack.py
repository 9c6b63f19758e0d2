"""An evidence pack: what is in it, what was left out and why, and what it was made from."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final, Self

from enduse.errors import InputError

PACK: Final = "enduse.pack/1"
MANIFEST: Final = "manifest.json"
SIGNATURE: Final = "manifest.sig"

LEDGER: Final = "ledger.json"
FINDINGS: Final = "findings.jsonl"
FINDING_ROWS: Final = "finding_rows.jsonl"
FIGURES: Final = "figures.jsonl"
JUDGEMENTS: Final = "judgements.jsonl"
LOG: Final = "case_log.jsonl"
CLAIMS: Final = "claims.jsonl"
DOCUMENTS: Final = "documents.jsonl"

SCOPES: Final = ("cited", "parties", "all")
"""Which rows of the ledger go along: those that are cited; also every row that names a party of the findings; all."""

_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*")
_HASH = re.compile(r"[0-9a-f]{64}")
_LONGEST_NAME = 240


@dataclass(frozen=True)
class PackFile:
    """One file of a pack.

    Attributes:
        path: With forward slashes; plain letters, digits and ``._-`` only.
        size: Bytes.
        sha256: Of its bytes.
        about: What it is, in a few words.
    """

    path: str
    size: int
    sha256: str
    about: str

    def __post_init__(self) -> None:
        if not is_plain_name(self.path):
            raise _bad(f"it lists a file called {self.path!r}; a name may hold letters, digits and ._- alone")
        if not _HASH.fullmatch(self.sha256) or self.size < 0:
            raise _bad(f"it gives the hash {self.sha256!r} and {self.size!r} bytes for {self.path!r}")


@dataclass(frozen=True)
class LeftOut:
    """Something that the pack does not hold.

    Attributes:
        what: Name of a source, a piece of evidence or a kind of entries.
        count: Rows or pieces; 1 for a single one.
        why: In words.
    """

    what: str
    count: int
    why: str


@dataclass(frozen=True)
class PackedSubject:
    """Whom or what the pack is about.

    Attributes:
        asked: As the maker named it.
        kind: company, brand, country or lane.
        anchor: Registered number, name key, or id of the brand, country or lane.
        title: For people.
        dossier: Beginning of the paths of its dossier's files.
    """

    asked: str
    kind: str
    anchor: str
    title: str
    dossier: str


@dataclass(frozen=True)
class PackedRun:
    """How the findings were computed: the same rows and these settings give them again.

    Attributes:
        watershed: Day, ISO 8601.
        watershed_given: False: nobody named it.
        only: Typologies of the findings in the pack.
        parameters: ``typology.parameter=value``.
        er: How names were paired.
    """

    watershed: str
    watershed_given: bool
    only: tuple[str, ...] = ()
    parameters: tuple[str, ...] = ()
    er: str = "own"


@dataclass(frozen=True)
class Difference:
    """A finding that does not come out again as it stands in the pack.

    Attributes:
        key: Of the finding.
        says: What differs, in words.
    """

    key: str
    says: str


@dataclass(frozen=True)
class PackManifest:
    """The first file of a pack; it names every other one.

    Attributes:
        title: Of the case; may be empty.
        made_by: Who made the pack.
        versions: enduse, python, ledger, ledger_schema ...
        run: Settings of the run.
        subjects: Whom it is about.
        scope: One of ``SCOPES``.
        rows: Table of the ledger to how many rows of it are in the pack.
        findings: How many findings are in it.
        differences: Those of them that its rows alone do not give again, as was seen when it was made.
        left_out: What it does not hold, and why.
        chains: Heads of the logs of the case: ``case_log``, ``evidence``.
        commands: What makes and checks it.
        files: Every other file but the signature, by path.
    """

    title: str
    made_by: str
    versions: Mapping[str, str]
    run: PackedRun
    subjects: tuple[PackedSubject, ...]
    scope: str
    findings: int
    differences: tuple[Difference, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    chains: Mapping[str, str] = field(default_factory=dict)
    commands: tuple[str, ...] = ()
    files: tuple[PackFile, ...] = ()
    rows: Mapping[str, int] = field(default_factory=dict)

    def to_object(self) -> dict[str, Any]:
        """The same as JSON can hold it."""
        return {"schema": PACK, **asdict(self)}

    @classmethod
    def from_object(cls, told: Mapping[str, Any]) -> Self:
        """The manifest that ``to_object`` gave.

        Raises:
            InputError: ``E-PACK-MANIFEST``: it is none, or that of another version of packs.
        """
        if not isinstance(told, Mapping) or told.get("schema") != PACK:
            seen = told.get("schema") if isinstance(told, Mapping) else type(told).__name__
            raise _bad(f"its manifest has the schema {seen!r}; this version reads {PACK!r}")
        try:
            return cls(**_read({k: v for k, v in told.items() if k != "schema"}))
        except (TypeError, KeyError, AttributeError, ValueError) as error:
            raise _bad(f"its manifest lacks something or has it twice: {error}") from error


def is_plain_name(path: str) -> bool:
    """May a file of a pack be called so? Never an absolute path, ``..``, or what a file system may fold.

    >>> [is_plain_name(it) for it in ("rows/items.parquet", "../x", "/x", "a//b", ".hidden", "Ж")]
    [True, False, False, False, False, False]
    """
    return len(path) <= _LONGEST_NAME and _NAME.fullmatch(path) is not None and ".." not in path


def plain_name(text: str, longest: int = 60) -> str:
    """What of a name may stand in the name of a file; empty where nothing may.

    >>> plain_name("Рынок/../x y.csv"), plain_name("name:TW:delta tools")
    ('x-y.csv', 'name-TW-delta-tools')
    """
    return re.sub(r"\.{2,}", ".", re.sub(r"[^A-Za-z0-9._]+", "-", text)).strip("-.")[:longest].strip("-.")


def _read(told: dict[str, Any]) -> dict[str, Any]:
    run = told["run"]
    lists = {
        "subjects": tuple(PackedSubject(**it) for it in told["subjects"]),
        "differences": tuple(Difference(**it) for it in told["differences"]),
        "left_out": tuple(LeftOut(**it) for it in told["left_out"]),
        "files": tuple(PackFile(**it) for it in told["files"]),
        "commands": tuple(map(str, told["commands"])),
        "run": PackedRun(**{**run, "only": tuple(run["only"]), "parameters": tuple(run["parameters"])}),
    }
    if told["scope"] not in SCOPES:
        raise ValueError(f"scope {told['scope']!r}")
    return {**told, **lists}


def _bad(seen: str) -> InputError:
    return InputError(
        f"This pack cannot be read: {seen}. Get the pack again from whoever published it, or install the version of "
        "enduse that made it.",
        code="E-PACK-MANIFEST",
    )
