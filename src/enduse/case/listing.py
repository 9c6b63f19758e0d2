"""The lists of a case: which there are, how old they are, what changed, and how they are brought up to date."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from enduse.errors import EnduseError, ListsMissing, UnknownLayout, UnreadableFile, UsageError
from enduse.model.listing import ListEntry
from enduse.screen.listed import (
    Change,
    ListSnapshot,
    age_days,
    all_snapshots,
    difference,
    read_entries,
    snapshots_for,
    stale,
)
from enduse.sources.fetching import FetchPolicy, Validators, fetch
from enduse.sources.ingest import IngestContext, SourceReport, ingest
from enduse.sources.list_checks import note_check, read_checks
from enduse.sources.lists import ListFormat
from enduse.sources.party_table import given_columns
from enduse.sources.publications import Publication, find_publication, list_formats, whole_of
from enduse.sources.reading.blob import blob_of
from enduse.sources.reading.limits import Limits
from enduse.sources.watch_list import WATCH_LIST, watch_list
from enduse.store.ledger import LedgerStore

Tell = Callable[[str, int, float | None], None]


@dataclass(frozen=True)
class ListState:
    """A list that the case holds, by its newest snapshot, or one that is wanted and missing.

    Attributes:
        name: Authority and list.
        format: Id of the list format.
        snapshot: Day of the newest snapshot; None when there is none.
        stated: Does the publisher state that day?
        age_days: Days since then.
        state: ``fresh``, ``stale`` or ``missing``.
        entries: In the newest snapshot.
        snapshots: How many snapshots there are.
        publisher: Who published it.
        checked: The last day on which the publisher still gave the same; None where it was not asked.
    """

    name: str
    format: str
    snapshot: date | None
    stated: bool
    age_days: int | None
    state: str
    entries: int
    snapshots: int
    publisher: str
    checked: date | None = None


@dataclass(frozen=True)
class UpdateReport:
    """What became of one list that was to be fetched.

    Attributes:
        format: Id of the list format.
        state: ``updated``, ``unchanged`` or ``failed``.
        entries: Entries of the new snapshot.
        snapshot: Its day.
        code: Of the error, where it failed.
        message: What went wrong.
    """

    format: str
    state: str
    entries: int = 0
    snapshot: str = ""
    code: str = ""
    message: str = ""


@dataclass(frozen=True)
class ListOptions:
    """How a list is taken from a file.

    Attributes:
        snapshot: Of what day it is, where the file does not say; None: the day it is added.
        format: Id of the list format; ``watch_list``: any spreadsheet with a column of names; empty: recognised, and
            a watch list where ``name`` or ``columns`` is given.
        name: What a watch list is called in answers; empty: the file's name.
        columns: Of a watch list: ``role=header,...`` where its headers do not say it by themselves.
        accept_shrunk: Take it even when it has lost more than half of its entries.
    """

    snapshot: date | None = None
    format: str = ""
    name: str = ""
    columns: str = ""
    accept_shrunk: bool = False


def list_states(store: LedgerStore, today: date, at: int | None = None) -> list[ListState]:
    """Every list of the case, and those that its settings want and it lacks."""
    settings = store.workspace.config.lists
    known = all_snapshots(store.manifest(at))
    counted = Counter(it.name for it in known)
    checked = read_checks(store.workspace)
    old = set(stale(known, today, settings, checked))
    states = [
        replace(_state(it, today, it in old, counted), checked=checked.get(it.source_id))
        for it in snapshots_for(known, today)
    ]
    return states + [_missing(it) for it in _wanting(store, known)]


def require_fresh(store: LedgerStore, today: date) -> None:
    """Nothing, or the error that a list is stale or missing.

    Raises:
        ListsMissing: ``E-LISTS-NONE``, ``E-LISTS-MISSING`` (one that the settings want) or ``E-LISTS-STALE``.
    """
    known = all_snapshots(store.manifest())
    if not known:
        raise ListsMissing(
            "No list is loaded, so nothing can be screened against. Fetch the lists with `enduse lists update`, or add "
            "their files with `enduse lists add FILE`.",
            code="E-LISTS-NONE",
        )
    settings = store.workspace.config.lists
    if wanting := _wanting(store, known):
        raise ListsMissing(
            f"{len(wanting)} of the lists that the case wants are not loaded: {', '.join(it.id for it in wanting)}. "
            "Fetch them with `enduse lists update`, add their files with `enduse lists add FILE`, or name those that "
            "you need under lists.wanted in enduse.toml.",
            code="E-LISTS-MISSING",
        )
    if old := stale(known, today, settings, read_checks(store.workspace)):
        shown = ", ".join(f"{it.name} ({it.on.isoformat()})" for it in old[:5])
        raise ListsMissing(
            f"{len(old)} of the lists are older than {settings.stale_days} days: {shown}. Newer entries would be "
            "missed. Bring them up to date with `enduse lists update`, or with `enduse lists add FILE` on a machine "
            "without internet."
        )


def add_list(store: LedgerStore, path: Path, options: ListOptions, today: date) -> SourceReport:
    """Take a list in from a file, whole or not at all.

    Raises:
        UnknownLayout: ``E-LISTS-UNKNOWN``: no list format reads it.
        InputError: It is damaged, cut, or has lost half of its entries.
    """
    own = None
    if options.format == WATCH_LIST or (not options.format and (options.name or options.columns)):
        own = watch_list(options.name or path.name.partition(".")[0], given_columns(options.columns))
    elif options.format:
        _format(options.format)
    else:
        _require_list(path)
    context = IngestContext(
        store,
        today,
        layout_id=options.format if own is None and options.format else None,
        publication=own,
        accept_shrunk=options.accept_shrunk,
        snapshot=options.snapshot,
    )
    return ingest(path, context)


def update_lists(store: LedgerStore, formats: tuple[str, ...], today: date, tell: Tell) -> Iterator[UpdateReport]:
    """Fetch lists from their publishers; one that fails does not keep the others from being brought up to date.

    Args:
        store: The ledger.
        formats: Ids of list formats; none: those that the settings want.
        today: The day of the snapshot where the publisher states none.
        tell: Takes progress.

    Raises:
        UsageError: ``E-LISTS-FORMAT``: no list format has that id, or it has no address.
    """
    settings = store.workspace.config.lists
    wanted = [(_format(it), _address(it, settings.urls)) for it in formats or settings.wanted]
    for known, url in wanted:
        tell(f"fetching {known.title}", 0, None)
        try:
            yield _update(store, known, url, today)
        except EnduseError as error:
            yield UpdateReport(known.id, "failed", code=error.code, message=error.message)


def diff_lists(store: LedgerStore, before: str, after: str) -> tuple[Change, ...]:
    """Entries added, changed and removed between two snapshots.

    Args:
        store: The ledger.
        before: A file, or ``FORMAT@YYYY-MM-DD`` of a snapshot in the ledger; ``LIST@DAY`` for one of its lists.
        after: The same.

    Raises:
        UsageError: ``E-LISTS-SNAPSHOT``: there is no such file or snapshot.
    """
    return difference(_entries(store, before), _entries(store, after))


def _wanting(store: LedgerStore, known: Iterable[ListSnapshot]) -> list[ListFormat]:
    held, formats = {it.format for it in known}, list_formats()
    return [formats[it] for it in store.workspace.config.lists.wanted if it in formats and it not in held]


def _state(it: ListSnapshot, today: date, old: bool, counted: Mapping[str, int]) -> ListState:
    return ListState(
        it.name,
        it.format,
        it.on,
        it.stated,
        age_days(it, today),
        "stale" if old else "fresh",
        it.entries,
        counted[it.name],
        it.publisher,
    )


def _missing(known: ListFormat) -> ListState:
    return ListState(known.title, known.id, None, False, None, "missing", 0, 0, known.publisher)


def _format(name: str) -> ListFormat:
    if (known := list_formats().get(name)) is None:
        raise UsageError(
            f"No list format is called {name!r}. See them with `enduse explain lists`.", code="E-LISTS-FORMAT"
        )
    return known


def _address(name: str, urls: Mapping[str, str]) -> str:
    url = urls.get(name) or _format(name).url
    if not url:
        raise UsageError(
            f"{name} has no address that it could be fetched from. Download it from its publisher and add it with "
            f"`enduse lists add FILE`, or set an address under [lists.urls] in enduse.toml.",
            code="E-LISTS-FORMAT",
        )
    return url


def _update(store: LedgerStore, known: ListFormat, url: str, today: date) -> UpdateReport:
    settings = store.workspace.config.lists
    policy, held = FetchPolicy(private=settings.private), _held(store, known)
    with TemporaryDirectory(dir=store.workspace.cache) as folder:
        notes: dict[Path, Validators] = {}
        for name, address in _parts(known, url):
            note = store.workspace.cache / "lists" / f"{known.id}-{name}.json"
            # Of a list in several files all are fetched or none: half of them unchanged cannot be put together.
            # What the case does not hold any more must come whole, too.
            validators = Validators.read(note) if held and not known.members[1:] else Validators()
            found = fetch(address, Path(folder) / name, policy, validators)
            if found is None:
                note_check(store.workspace, held, today)
                return UpdateReport(known.id, "unchanged")
            notes[note] = found.validators
        report = ingest(Path(folder) / _parts(known, url)[0][0], IngestContext(store, today, layout_id=known.id))
    for note, validators in notes.items():
        validators.write(note)
    note_check(store.workspace, report.entry.source_id, today)
    if report.already:
        return UpdateReport(known.id, "unchanged")
    (place,) = report.entry.places
    return UpdateReport(known.id, "updated", report.rows_kept, place.traits.get("snapshot", ""))


def _held(store: LedgerStore, known: ListFormat) -> str:
    """The source of the newest snapshot that the case holds in that format; empty when there is none."""
    found = [it for it in all_snapshots(store.manifest()) if it.format == known.id]
    return max(found, key=lambda it: it.on).source_id if found else ""


def _parts(known: ListFormat, url: str) -> list[tuple[str, str]]:
    """File names and addresses of the files that make a list."""
    base, _, last = url.partition("?")[0].rpartition("/")
    if not known.members[1:]:
        return [(last or known.id, url)]
    return [(it, f"{base}/{it}") for it in known.members]


def _entries(store: LedgerStore, named: str) -> list[ListEntry]:
    if Path(named).is_file():
        return _entries_of_file(Path(named))
    name, at, day = named.rpartition("@")
    known = [it for it in all_snapshots(store.manifest()) if name in (it.format, it.name)]
    wanted = [it for it in known if it.on.isoformat() == day]
    if not at or not wanted:
        has = ", ".join(sorted({f"{it.format}@{it.on.isoformat()}" for it in known or all_snapshots(store.manifest())}))
        raise UsageError(
            f"{named!r} is no file and no snapshot of a list. The snapshots: {has or 'none'}.", code="E-LISTS-SNAPSHOT"
        )
    return [it.entry for it in read_entries(store, wanted)]


def _entries_of_file(path: Path) -> list[ListEntry]:
    with _publication(path) as found:
        return [it for it in found.format.read(found.file).records if isinstance(it, ListEntry)]


def _require_list(path: Path) -> None:
    with _publication(path):
        return


@contextmanager
def _publication(path: Path) -> Iterator[Publication]:
    limits = Limits()
    with whole_of(path, limits) as given:
        if not given.is_file():
            raise UnreadableFile(f"There is no file {str(path)!r}. Check the path.", code="E-FILE")
        found = find_publication(blob_of(given), limits)
        if found is None or not isinstance(found.format, ListFormat):
            raise UnknownLayout(
                f"{path.name!r} is no list in a format that is known; see them with `enduse explain lists`. A watch "
                "list of your own is any spreadsheet with a column of names: add it with `enduse lists add FILE "
                "--format watch_list`.",
                code="E-LISTS-UNKNOWN",
            )
        yield found
