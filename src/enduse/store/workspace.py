"""A workspace: the folder of one investigation."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Self

from enduse.errors import NotAWorkspace, UsageError
from enduse.store.atomic import explained, write_atomically

CONFIG = "enduse.toml"

_FOLDERS = ("sources", "ledger", "ledger/versions", "ledger/staging", "maps", "derived", "cache")

_TEMPLATE = """\
# This folder is an enduse workspace. Lines that start with # are defaults; change and uncomment them.

# A few words for headings.
# title = ""

# The day behaviour should have changed, e.g. 2022-02-24; none: taken from the control lists.
# watershed = 2022-02-24

# Memory that the engine may use before it writes to cache/, in MiB.
# memory_mb = 1024

# Threads of the engine; 0 means one for each core.
# threads = 0

# How many results of `enduse run` are kept.
# kept_runs = 3

# [lists]
# Formats that `enduse lists update` fetches; see them all with: enduse explain lists
# wanted = ["csl_csv", "eu_fsf_xml_1_1", "ofac_sdn_csv", "ofac_consolidated_csv", "un_consolidated_xml"]
# A list older than so many days is called stale.
# stale_days = 7
# The same for watch lists of your own; 0: they never are.
# own_stale_days = 0
# May an address be one of this machine or its private network (a mirror of your own)?
# private = false
# [lists.urls]
# csl_csv = "https://mirror.example.org/consolidated.csv"
"""


@dataclass(frozen=True)
class ListsConfig:
    """What ``[lists]`` says.

    Attributes:
        wanted: Ids of the list formats that are fetched.
        stale_days: A snapshot older than so many days is called stale.
        own_stale_days: The same for the user's own watch lists; 0: they never are.
        private: May an address be one of this machine or its private network?
        urls: Id of a list format to the address that takes the place of the publisher's.
    """

    wanted: tuple[str, ...] = (
        "csl_csv",
        "eu_fsf_xml_1_1",
        "ofac_sdn_csv",
        "ofac_consolidated_csv",
        "un_consolidated_xml",
    )
    stale_days: int = 7
    own_stale_days: int = 0
    private: bool = False
    urls: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class WorkspaceConfig:
    """What ``enduse.toml`` says.

    Attributes:
        title: A few words for headings.
        watershed: The day behaviour should have changed; None: taken from the control lists.
        memory_mb: Memory that the engine may use before it writes to ``cache/``, in MiB.
        threads: Threads of the engine; 0 means one for each core.
        kept_runs: How many results of ``run`` are kept.
        lists: Which lists are fetched, and from where.
    """

    title: str = ""
    watershed: date | None = None
    memory_mb: int = 1024
    threads: int = 0
    kept_runs: int = 3
    lists: ListsConfig = field(default_factory=ListsConfig)


_KINDS: dict[str, type] = {"title": str, "watershed": date, "memory_mb": int, "threads": int, "kept_runs": int}
_LIST_KINDS: dict[str, type] = {"wanted": list, "stale_days": int, "own_stale_days": int, "private": bool, "urls": dict}
_LEAST = {"memory_mb": 64, "threads": 0, "kept_runs": 1}


@dataclass(frozen=True)
class Workspace:
    """The paths of one workspace and what its ``enduse.toml`` says."""

    root: Path
    config: WorkspaceConfig = field(default_factory=WorkspaceConfig)

    @classmethod
    def create(cls, root: Path) -> Self:
        """Make ``root`` a workspace; on a workspace, only what is missing is made.

        Raises:
            UsageError: ``E-WORKSPACE-FILLED``: the folder holds other files, or is no folder.
        """
        root = root.absolute()
        if not (root / CONFIG).is_file():
            _refuse_filled(root)
            with explained("making the workspace", root):
                root.mkdir(parents=True, exist_ok=True)
                write_atomically(root / CONFIG, _TEMPLATE.encode())
        with explained("making the workspace", root):
            for name in _FOLDERS:
                (root / name).mkdir(parents=True, exist_ok=True)
            (root / "judgements.jsonl").touch(exist_ok=True)
        return cls.open(root)

    @classmethod
    def find(cls, start: Path) -> Self:
        """The nearest workspace at or above ``start``.

        Raises:
            NotAWorkspace: There is none.
        """
        start = start.absolute()
        for folder in (start, *start.parents):
            if (folder / CONFIG).is_file():
                return cls.open(folder)
        raise NotAWorkspace(
            f"Neither {str(start)!r} nor a folder above it is a workspace ({CONFIG} is missing). "
            "Go to your workspace, or make one with `enduse init FOLDER`."
        )

    @classmethod
    def open(cls, root: Path) -> Self:
        """The workspace in exactly this folder.

        Raises:
            NotAWorkspace: ``enduse.toml`` is missing.
            UsageError: ``E-CONFIG``: it says something we do not understand.
        """
        path = root.absolute() / CONFIG
        if not path.is_file():
            raise NotAWorkspace(
                f"{str(root)!r} is no workspace ({CONFIG} is missing). Make one with `enduse init FOLDER`."
            )
        with explained("reading the settings", path):
            text = path.read_bytes()
        return cls(root.absolute(), read_config(text, path))

    @property
    def sources(self) -> Path:
        """Originals, named by their SHA-256."""
        return self.root / "sources"

    @property
    def ledger(self) -> Path:
        """Parts, in a folder for each table."""
        return self.root / "ledger"

    @property
    def versions(self) -> Path:
        """Manifests, one for each version of the ledger."""
        return self.ledger / "versions"

    @property
    def staging(self) -> Path:
        """Parts of sources whose reading has not ended."""
        return self.ledger / "staging"

    @property
    def maps(self) -> Path:
        """Saved column mappings."""
        return self.root / "maps"

    @property
    def derived(self) -> Path:
        """What ``run`` computed."""
        return self.root / "derived"

    @property
    def cache(self) -> Path:
        """What may be deleted at any time."""
        return self.root / "cache"

    @property
    def judgements(self) -> Path:
        """The analyst's same and not-same, one JSON object a line, only ever appended to."""
        return self.root / "judgements.jsonl"

    def original(self, source_id: str) -> Path:
        """Where the bytes of a source are kept."""
        return self.sources / source_id


def _refuse_filled(root: Path) -> None:
    if root.exists() and not root.is_dir():
        raise UsageError(
            f"{str(root)!r} is a file; a workspace is a folder. Give another name.", code="E-WORKSPACE-FILLED"
        )
    # Hidden files (.git, .DS_Store) hold no evidence that we could mix ours with.
    others = sorted(it.name for it in root.iterdir() if not it.name.startswith(".")) if root.exists() else []
    if others:
        raise UsageError(
            f"{str(root)!r} is not empty (it holds {others[0]!r}{' and more' if others[1:] else ''}) and is no "
            "workspace. So that nothing of yours is mixed with ours, give a new or empty folder.",
            code="E-WORKSPACE-FILLED",
        )


def read_config(text: bytes, path: Path) -> WorkspaceConfig:
    """What a settings file says.

    Args:
        text: The bytes of the file.
        path: For the message only.

    Raises:
        UsageError: ``E-CONFIG``: no TOML, a key we do not know, or a value of the wrong kind.
    """
    try:
        spec: dict[str, Any] = tomllib.loads(text.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise _bad_config(path, f"cannot be read as TOML: {error}") from error
    lists = spec.pop("lists", {})
    _check_known(path, "", spec, {**_KINDS, "lists": dict})
    for key, value in spec.items():
        _check_value(path, key, value)
    return WorkspaceConfig(**spec, lists=_read_lists(lists, path))


def _read_lists(spec: object, path: Path) -> ListsConfig:
    if not isinstance(spec, dict):
        raise _bad_config(path, f"sets lists = {spec!r}; expected a table [lists]")
    _check_known(path, "lists.", spec, _LIST_KINDS)
    for key, value in spec.items():
        texts = value if key == "wanted" else value.values() if key == "urls" and isinstance(value, dict) else ()
        if type(value) is not _LIST_KINDS[key] or not all(isinstance(it, str) for it in texts):
            raise _bad_config(
                path, f"sets lists.{key} = {value!r}; expected a value of kind {_LIST_KINDS[key].__name__}"
            )
    wanted = {"wanted": tuple(spec["wanted"])} if "wanted" in spec else {}
    return ListsConfig(**{**spec, **wanted})


def _check_known(path: Path, within: str, spec: Mapping[str, Any], known: Mapping[str, type]) -> None:
    if strangers := sorted(set(spec) - set(known)):
        names = ", ".join(repr(within + it) for it in strangers)
        raise _bad_config(path, f"sets {names}, which we do not know (known are {', '.join(known)})")


def _check_value(path: Path, key: str, value: object) -> None:
    kind = _KINDS[key]
    if type(value) is not kind:
        raise _bad_config(path, f"sets {key} = {value!r}; expected a value of kind {kind.__name__}")
    if isinstance(value, int) and value < _LEAST[key]:
        raise _bad_config(path, f"sets {key} = {value!r}; expected at least {_LEAST[key]}")


def _bad_config(path: Path, seen: str) -> UsageError:
    return UsageError(
        f"{str(path)!r} {seen}. A setting we guess at could change findings, so we stopped. Correct the file.",
        code="E-CONFIG",
    )
