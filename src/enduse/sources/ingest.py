"""One file goes into the ledger: kept, recognised, converted, published as one new version."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from importlib.metadata import version
from pathlib import Path

from enduse.errors import InputError, Interrupted, Notice, UnknownLayout
from enduse.model.ids import stable_key
from enduse.model.provenance import Place
from enduse.sources.book_intake import FoundBook, load_book
from enduse.sources.code_books import book_name, code_book_formats, format_of, no_nomenclature
from enduse.sources.flag_notices import flag_notices
from enduse.sources.keeping import Original, keeping
from enduse.sources.layout import Layout, Terms, bundled_layouts
from enduse.sources.list_intake import ListSetting, left_beside, load_publication, terms_of
from enduse.sources.lists import ListFile, ListFormat
from enduse.sources.loading import Loader, Step
from enduse.sources.metering import Meter, silent
from enduse.sources.metering import Progress as Progress
from enduse.sources.plan import Plan, Setting
from enduse.sources.publications import Publication, find_publication, list_formats, register_formats, whole_of
from enduse.sources.reading import Opened, Sheet
from enduse.sources.reading.blob import Blob
from enduse.sources.reading.limits import Limits
from enduse.sources.reading.opening import Identity, open_source
from enduse.sources.recognise import Accept, Recognised, Recogniser, absent_notice, accept_complete, own_layouts
from enduse.sources.record_layouts import record_layouts
from enduse.sources.twins import MEMBER_TRAIT, holder_of, single_out
from enduse.store.intake import Intake
from enduse.store.ledger import LedgerStore
from enduse.store.manifest import PlaceEntry, SourceEntry
from enduse.store.schema import SCHEMA_VERSION

_SENSITIVITY = ("public", "internal", "personal", "leaked")
_OWN_NAMES = frozenset({"parquet", "jsonl", "xml"})


def this_reader() -> str:
    """What reads: the version of enduse and the schema it writes."""
    return f"enduse {version('enduse')}, schema {SCHEMA_VERSION}"


@dataclass(frozen=True)
class IngestContext:
    """Where and how files are taken in.

    Attributes:
        store: The ledger.
        today: Later days of declaration are flagged.
        layouts: Which layouts may read; empty: the bundled ones.
        layout_id: Take this layout for every sheet whose header it fits.
        maps: Folder of saved maps and of the user's own layouts; None: there is none.
        accept: Asked about every sheet that only a proposal can read: the name under which the map is saved and
            used, or None to leave the sheet out. By default a proposal that lacks nothing is accepted.
        terms: Publisher, licence and sensitivity, in place of what the layouts say.
        limits: How much a file may ask of the machine.
        publication: Read the file as this list, whatever it looks like: a watch list of the user's own.
        accept_shrunk: Take a list that has lost more than half of its entries since its last snapshot.
        snapshot: Of what day a list is, where the user knows it.
        threads: How many batches are converted at the same time; one more than the cores, because a thread
            waits while its part goes to disk.
        progress: Called at every stage and after every batch.
        timer: Seconds of a steady clock, for the rate.
        reader: What reads; batches that another reader staged are thrown away, so that two readings never mix.
    """

    store: LedgerStore
    today: date
    layouts: tuple[Layout, ...] = ()
    layout_id: str | None = None
    maps: Path | None = None
    accept: Accept = accept_complete
    terms: Terms | None = None
    limits: Limits = Limits()
    publication: ListFormat | None = None
    accept_shrunk: bool = False
    snapshot: date | None = None
    threads: int = 3
    progress: Callable[[Progress], None] = silent
    timer: Callable[[], float] = time.monotonic
    reader: str = field(default_factory=this_reader)

    @property
    def publication_id(self) -> str | None:
        """The list or register format that was asked for by its id, if it is one."""
        return self.layout_id if self.layout_id in {*list_formats(), *register_formats()} else None

    def known_layouts(self) -> tuple[Layout, ...]:
        """The layouts that may read: the user's own in ``maps``, and the bundled ones."""
        own = own_layouts(self.maps) if self.maps else ()
        return (*own, *(self.layouts or bundled_layouts()))

    def prepare(self) -> None:
        """Load what recognising reads, list formats and layouts; it takes as long as hashing some 200 MB."""
        list_formats(), register_formats(), code_book_formats(), self.known_layouts()


@dataclass(frozen=True)
class SourceReport:
    """What became of one file.

    Attributes:
        entry: As the ledger's manifest has it: each table with its layout, counts, flags and notices.
        already: The ledger held these bytes before: nothing was done.
        version: The ledger's version that holds it.
        resumed_rows: Rows that a stopped run had staged.
        notices: What concerns the whole file.
    """

    entry: SourceEntry
    already: bool
    version: int
    resumed_rows: int = 0
    notices: tuple[Notice, ...] = ()

    @property
    def rows_read(self) -> int:
        """Over all tables; ``rows_kept + rows_rejected``."""
        return sum(it.rows_read for it in self.entry.places)

    @property
    def rows_kept(self) -> int:
        """Over all tables."""
        return sum(it.rows_kept for it in self.entry.places)

    @property
    def rows_rejected(self) -> int:
        """Over all tables."""
        return sum(it.rows_rejected for it in self.entry.places)


@dataclass(frozen=True)
class _Survey:
    """Which sheets are read with what, and which are left out."""

    known: Sequence[Recognised]
    books: Sequence[FoundBook]
    left_out: Mapping[str, str]
    hashes: Mapping[str, str]

    @property
    def recipe(self) -> object:
        """What the reading of the file depends on, besides the reader."""
        return [it.chosen for it in self.known], [it.format.id for it in self.books]

    @property
    def terms(self) -> list[Terms]:
        """Of each table."""
        return [*(it.chosen.layout.terms for it in self.known), *(it.terms for it in self.books)]


def ingest(path: Path, context: IngestContext) -> SourceReport:
    """Take one file into the ledger.

    The original is kept first. Every table that a layout reads is converted and staged batch by batch; one new
    version of the ledger is published at the end, whole or not at all. Bytes that the ledger holds already change
    nothing. A stopped run goes on where it ended when the same file is given again.

    Raises:
        InputError: The file cannot be read (``UnreadableFile``, ``UnsafeFile``) or no layout reads any of it
            (``UnknownLayout``). Nothing of it is published.
        Interrupted: Ctrl-C; what was staged stays.
        StoreError: The ledger cannot be written.
    """
    with whole_of(path, context.limits, context.maps) as given:
        meter = Meter(given.name, context.progress, context.timer)
        meter.say("keeping")
        with keeping(given, context.store, context.prepare) as original:
            meter.size = original.size
            return _known_already(original.source_id, given.name, context) or _take_in(original, context, meter)


def _take_in(original: Original, context: IngestContext, meter: Meter) -> SourceReport:
    name = meter.name
    if context.layout_id is not None and context.publication_id is None:
        return _take_tables(original, context, meter)
    blob = Blob(name, original.size, lambda: original.path.open("rb"))
    found = (
        Publication(context.publication, ListFile(name, original.size, blob.open))
        if context.publication
        else find_publication(blob, context.limits, context.publication_id)
    )
    return _take_publication(found, original, context, meter) if found else _take_tables(original, context, meter)


def _take_publication(found: Publication, original: Original, context: IngestContext, meter: Meter) -> SourceReport:
    source_id = original.source_id
    meter.say("reading")
    setting = ListSetting(source_id, context.today, context.store.manifest(), context.accept_shrunk, context.snapshot)
    recipe = stable_key(context.reader, found.format.id, context.snapshot or context.today, length=32)
    with context.store.intake(source_id, recipe) as intake:
        try:
            place = load_publication(found, intake, setting)
            meter.step(Step(place.rows_read, original.size))
            original.settle()
        except InputError:
            intake.discard()
            raise
        terms = context.terms or terms_of(found)
        entry = SourceEntry(
            source_id, meter.name, original.size, context.store.now(), (place,), left_beside(found), **asdict(terms)
        )
        manifest = intake.publish(entry)
    return SourceReport(entry, False, manifest.version)


def _take_tables(original: Original, context: IngestContext, meter: Meter) -> SourceReport:
    name, source_id = meter.name, original.source_id
    meter.say("recognising")
    opened = open_source(original.path, context.limits, identity=Identity(name, source_id))
    survey = _survey(opened, context)
    recipe = stable_key(context.reader, context.limits, survey.recipe, length=32)
    with context.store.intake(source_id, recipe) as intake:
        resumed = intake.progress().rows
        try:
            loader = Loader(intake, context.threads, meter.step)
            places, odd = _load(survey, loader, Setting(source_id, Place(), name, context.today))
            survey = replace(survey, left_out={**survey.left_out, **odd})
            meter.say("publishing")
            original.settle()
        except InputError:
            # The same bytes would be refused at the same place again: nothing is worth going on from.
            intake.discard()
            raise
        except KeyboardInterrupt as stop:
            raise Interrupted(
                f"Stopped at row {intake.progress().rows:,} of {name!r}. The rows so far are safe, none is "
                "published yet. Give the same command again to go on from there.",
                code="E-INTERRUPTED",
            ) from stop
        entry = _entry(opened, survey, places, context, original.size)
        manifest = intake.publish(entry)
    return SourceReport(entry, False, manifest.version, resumed, opened.notices)


def _known_already(source_id: str, name: str, context: IngestContext) -> SourceReport | None:
    manifest = context.store.manifest()
    if (entry := manifest.source(source_id)) is not None:
        return SourceReport(entry, True, manifest.version)
    if (holder := holder_of(source_id, manifest.sources)) is None:
        return None
    entry, member = holder
    said = f"{name!r} has the same bytes as {member!r} of {entry.name!r}, which the ledger holds. Nothing was added."
    return SourceReport(entry, True, manifest.version, 0, (Notice("W-SAME-BYTES", said),))


def _survey(opened: Opened, context: IngestContext) -> _Survey:
    singled = single_out(opened, context.store.manifest().sources)
    known, books, left_out = [], [], {**opened.left_out, **singled.left_out}
    recogniser = _recogniser(opened, context)
    for sheet in singled.sheets:
        if (book := _book(opened, sheet, context, recogniser)) is not None:
            books.append(book)
            continue
        found = _no_book(context) or recogniser.recognise(sheet)
        name = str(sheet.place) or opened.name
        if isinstance(found, str):
            left_out[name] = found
        elif not found.chosen.layout.table:
            layout = found.chosen.layout
            left_out[name] = f"{layout.title}: {' '.join(layout.about.split())}"
        else:
            known.append(found)
    if not known and not books:
        if _no_book(context):
            raise no_nomenclature(opened.name)
        reasons = "; ".join(f"{name}: {why}" for name, why in list(left_out.items())[:5])
        raise UnknownLayout(
            f"Nothing of {opened.name!r} was taken in: {reasons}. Name the layout, or add one as a TOML file "
            "(see docs/how-to/add-a-layout.md)."
        )
    return _Survey(known, books, left_out, singled.hashes)


def _recogniser(opened: Opened, context: IngestContext) -> Recogniser:
    more = tuple if context.layouts else record_layouts
    return Recogniser(context.known_layouts(), opened.name, context.layout_id, context.maps, context.accept, more)


def _book(opened: Opened, sheet: Sheet, context: IngestContext, recogniser: Recogniser) -> FoundBook | None:
    """The table as a nomenclature; a layout that reads it goes before, and one that was asked for."""
    named = context.layout_id
    if named is not None and named not in code_book_formats():
        return None
    form = format_of(sheet, named)
    if form is None or (named is None and recogniser.has_layout(sheet)):
        return None
    return FoundBook(sheet, form, book_name(opened.name, sheet, len(opened.sheets) > 1))


def _no_book(context: IngestContext) -> str:
    """Why a table is left out where a nomenclature was asked for; empty where none was."""
    named = context.layout_id in code_book_formats()
    return f"it is no nomenclature in the format {context.layout_id!r}" if named else ""


def _load(survey: _Survey, loader: Loader, setting: Setting) -> tuple[tuple[PlaceEntry, ...], dict[str, str]]:
    """The tables that were staged, and those that were left out because their content contradicts their layout."""
    intake = loader.intake
    entries, left_out = [], {}
    for book in survey.books:
        digest = survey.hashes.get(book.sheet.place.member or "")
        entries.append(load_book(book, intake, {MEMBER_TRAIT: digest} if digest else {}))
        loader.report(Step(entries[-1].rows_read, 0))
    for known in survey.known:
        here = Setting(setting.source_id, known.sheet.place, setting.file_name, setting.today)
        try:
            plan = loader.load(known, here)
        except InputError as error:
            # One odd table of many must not keep the others out; what it staged already cannot be taken back.
            if len(survey.known) + len(survey.books) == 1 or intake.counts(known.sheet.place).rows_read:
                raise
            left_out[str(known.sheet.place)] = f"{error.code} {error.message}"
            continue
        digest = survey.hashes.get(known.sheet.place.member or "")
        entries.append(_place_entry(known, plan, intake, {MEMBER_TRAIT: digest} if digest else {}))
    return tuple(entries), left_out


def _place_entry(known: Recognised, plan: Plan | None, intake: Intake, member: dict[str, str]) -> PlaceEntry:
    sheet, chosen = known.sheet, known.chosen
    counts = intake.counts(sheet.place)
    skipped = dict(counts.skipped)
    if plan is not None and sheet.kind not in _OWN_NAMES:
        above = chosen.skip_rows - len(chosen.header_rows)
        skipped |= {"header": len(chosen.header_rows)} | ({"above the header": above} if above else {})
    decided = plan.notices if plan else chosen.notices
    return PlaceEntry(
        sheet.place.member,
        sheet.place.sheet,
        sheet.kind,
        chosen.layout.id,
        chosen.layout.table,
        _traits(known) | member,
        counts.rows_read,
        counts.rows_kept,
        counts.rows_rejected,
        skipped,
        dict(counts.flags),
        (
            *sheet.notices,
            *known.notices,
            *decided,
            *absent_notice(chosen),
            *counts.notices,
            *flag_notices(counts.flags),
        ),
    )


def _traits(known: Recognised) -> dict[str, str]:
    """What is needed to read a row again as a person would: its form, its header, its record element."""
    rows = known.chosen.header_rows
    traits = {**known.sheet.traits, "header_rows": f"{rows[0]}-{rows[-1]}" if rows else ""}
    return traits | ({"records": known.chosen.layout.records} if known.chosen.layout.records else {})


def _entry(
    opened: Opened, survey: _Survey, places: tuple[PlaceEntry, ...], context: IngestContext, size: int
) -> SourceEntry:
    terms = context.terms or _joint_terms(survey.terms)
    return SourceEntry(
        opened.source_id,
        opened.name,
        size,
        context.store.now(),
        places,
        survey.left_out,
        terms.publisher,
        terms.licence,
        terms.re_export,
        terms.sensitivity,
    )


def _joint_terms(terms: Sequence[Terms]) -> Terms:
    """What holds for the whole file: the strictest of its tables' terms."""
    return Terms(
        "; ".join(dict.fromkeys(it.publisher for it in terms if it.publisher)),
        "; ".join(dict.fromkeys(it.licence for it in terms if it.licence)),
        all(it.re_export for it in terms),
        max((it.sensitivity for it in terms), key=_SENSITIVITY.index),
    )
