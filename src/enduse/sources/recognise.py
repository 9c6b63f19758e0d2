"""What to read a sheet with: a bundled layout, a saved map, or a proposal; else why it is left out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from enduse.errors import Notice, UnknownLayout
from enduse.model.provenance import Place
from enduse.sources.choose import Chosen, View, apply_layout, choose
from enduse.sources.layout import Layout, read_layout
from enduse.sources.maps import read_maps, recognise_saved, save_map
from enduse.sources.proposal import Proposal
from enduse.sources.propose import propose
from enduse.sources.proposed_tables import WORTH
from enduse.sources.reading import Sheet
from enduse.sources.reading.xml import XmlSheet
from enduse.sources.register_parts.mapping import is_mapping
from enduse.text.headers import header_key

_HEAD_ROWS = 200
_SAMPLE_ROWS = 2_000
_SURELY_SAVED = 0.95
_SHOWN_HEADERS = 8
_WITH_VALUES = frozenset({"items", "payments", "tenders"})


Accept = Callable[[Proposal, Place, str], str | None]
"""Asked about a proposal, with the sheet's place and the file's name: the map's name, or None to leave it out."""


def accept_complete(proposal: Proposal, place: Place, file_name: str) -> str | None:
    """Accept a proposal that lacks nothing work needs, under the name of the file."""
    if proposal.missing:
        return None
    return "_".join(it for it in (Path(file_name).stem, place.sheet) if it)


@dataclass(frozen=True)
class Recognised:
    """A sheet and the layout that reads it; the sheet may be cut at another record element than before."""

    sheet: Sheet
    chosen: Chosen
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True)
class Recogniser:
    """Finds what reads the sheets of one file.

    A map that was saved for such a file goes before the layouts when it is very like; then the layouts; then any
    saved map that is like enough; then a proposal, if it is accepted.

    Attributes:
        layouts: Which layouts may read.
        file_name: Name of the file that was added.
        layout_id: Only this layout may read.
        maps: Folder of saved maps; None: there is none.
        accept: Asked about proposals.
        more: Further layouts that may read what none of ``layouts`` does; made only when they are needed.
    """

    layouts: tuple[Layout, ...]
    file_name: str
    layout_id: str | None = None
    maps: Path | None = None
    accept: Accept = accept_complete
    more: Callable[[], tuple[Layout, ...]] = tuple

    def recognise(self, sheet: Sheet) -> Recognised | str:
        """What reads the sheet, or a sentence why nothing does.

        Raises:
            UnknownLayout: No layout has the id that was asked for.
        """
        if self.layout_id is not None:
            return self._named(sheet, self.layout_id)
        # Most workspaces have no maps, and the longer head of a large archive's tables takes seconds.
        known = bool(self.maps and read_maps(self.maps))
        saved = recognise_saved(sheet.head(_SAMPLE_ROWS), self.maps) if self.maps and known else None
        if saved is not None and saved.likeness >= _SURELY_SAVED:
            return Recognised(sheet, saved.chosen, (saved.notice,))
        if (found := recognise_sheet(sheet, self.layouts, self.file_name)) is not None:
            return found
        if saved is not None:
            return Recognised(sheet, saved.chosen, (saved.notice,))
        if (found := recognise_sheet(sheet, self.more(), self.file_name)) is not None:
            return found
        return self._proposed(sheet)

    def has_layout(self, sheet: Sheet) -> bool:
        """Does a layout read the sheet?"""
        return recognise_sheet(sheet, self.layouts, self.file_name) is not None

    def _named(self, sheet: Sheet, layout_id: str) -> Recognised | str:
        known = (*self.layouts, *self.more())
        named = next((it for it in known if it.id == layout_id), None)
        if named is None:
            raise UnknownLayout(
                f"No layout is called {layout_id!r}. The known ones: {', '.join(it.id for it in known)}."
            )
        if named.records or named.pivot:
            return recognise_sheet(sheet, (named,), self.file_name) or f"the layout {layout_id!r} does not fit"
        chosen = apply_layout(view_of(sheet, self.file_name), named)
        return Recognised(sheet, chosen) if chosen else f"none of its headers is known to the layout {layout_id!r}"

    def _proposed(self, sheet: Sheet) -> Recognised | str:
        head = sheet.head(_SAMPLE_ROWS)
        proposal = propose(head, self.file_name)
        if proposal is None:
            return why_unknown(view_of(sheet, self.file_name), self.layouts)
        name = self.accept(proposal, sheet.place, self.file_name)
        if name is None:
            lacking = ", ".join(it.target for it in proposal.missing) or "nothing"
            return f"no layout reads it; a map was proposed (missing: {lacking}) and not accepted"
        said = Notice(
            "W-MAP-PROPOSED",
            f"No layout reads this sheet; its columns were mapped from headers and values, as {name!r}. "
            "Look at the map before you rely on it.",
        )
        notices = (said, *proposal.notices)
        if self.maps is not None:
            save_map(proposal, self.maps, name)
            # Read as it will be read the next time, so that a stopped run goes on with the same map.
            if (saved := recognise_saved(head, self.maps)) is not None:
                return Recognised(sheet, saved.chosen, notices)
        return Recognised(sheet, proposal.chosen(proposal.layout(name)), notices)


def own_layouts(folder: Path) -> tuple[Layout, ...]:
    """The user's plain layout files of a folder; saved maps, which have a fingerprint, and mappings of tables of
    owners are not among them.
    """
    saved = {it.path for it in read_maps(folder)}
    others = (path for path in sorted(folder.glob("*.toml")) if path not in saved)
    return tuple(read_layout(path) for path in others if not is_mapping(path.read_bytes()))


def recognise_sheet(sheet: Sheet, layouts: Sequence[Layout], file_name: str) -> Recognised | None:
    """The layout among ``layouts`` that reads the sheet, or None."""
    root = sheet.traits.get("root", "")
    for layout in layouts:
        if layout.records and isinstance(sheet, XmlSheet) and layout.match.root in (None, root):
            cut = sheet.with_records(layout.records)
            if (chosen := choose(view_of(cut, file_name), [layout])) is not None:
                return Recognised(cut, chosen)
    chosen = choose(view_of(sheet, file_name), [layout for layout in layouts if not layout.records])
    return Recognised(sheet, chosen) if chosen else None


def view_of(sheet: Sheet, file_name: str) -> View:
    """What ``choose`` needs to know of a sheet."""
    root = sheet.traits.get("root", "").rpartition("/")[2]
    return View(sheet.head(_HEAD_ROWS), sheet.place, sheet.kind, root, file_name)


def why_unknown(view: View, layouts: Sequence[Layout]) -> str:
    """A sentence: which columns were seen, which layout came nearest and what it lacks."""
    row = max(view.head[:20], key=lambda cells: sum(map(bool, cells)), default=[])
    seen = [cell for cell in row if cell]
    if not seen:
        return "the sheet is empty"
    shown = ", ".join(repr(it) for it in seen[:_SHOWN_HEADERS]) + (" ..." if len(seen) > _SHOWN_HEADERS else "")
    nearest = _nearest(frozenset(map(header_key, seen)), layouts)
    return f"no layout reads its columns ({shown}){nearest}"


def _nearest(keys: frozenset[str], layouts: Sequence[Layout]) -> str:
    def known(layout: Layout) -> set[str]:
        return {it.target for it in layout.columns if keys & {header_key(header) for header in it.headers}}

    best = max(layouts, key=lambda layout: len(known(layout)), default=None)
    if best is None or len(known(best)) < 2:
        return ""
    wanted = {*best.match.columns, *best.match.some, *best.match.headers}
    lacking = sorted(wanted - known(best) - {it for it in best.match.headers if header_key(it) in keys})
    return f"; the nearest, {best.id!r}, lacks {', '.join(lacking)}" if lacking else f"; the nearest is {best.id!r}"


def absent_notice(chosen: Chosen) -> tuple[Notice, ...]:
    """What a file of declarations or other records cannot tell, in a sentence; nothing about it will be found."""
    layout = chosen.layout
    known = {*chosen.columns, *layout.constants, *chosen.derived}
    known |= {it.removesuffix("_identifier") for it in known}
    if layout.table not in WORTH:
        return ()
    lacking = [it for it in WORTH[layout.table] if it not in known]
    if layout.table in _WITH_VALUES and not {"value", "value_usd"} & known:
        lacking.append("value")
    if not lacking:
        return ()
    said = "; ".join(f"{it}: {layout.absent[it]}" if it in layout.absent else it for it in lacking)
    return (Notice("W-ABSENT", f"The file does not say {said}. What needs these columns will be not assessable."),)
