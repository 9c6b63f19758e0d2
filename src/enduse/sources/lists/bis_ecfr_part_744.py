"""Supplements 4, 6 and 7 to part 744 of the EAR (Entity List, Unverified List, Military End-Users) as eCFR's XML."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from enduse.model.listing import BadRecord, ListEntry
from enduse.sources.list_parts.bis import ABOUT_IDS, LICENCE, PUBLISHER, Supplement, supplement_records
from enduse.sources.list_parts.errors import empty
from enduse.sources.list_parts.tables import Table, TableRecord, column_key
from enduse.sources.list_parts.values import numbered
from enduse.sources.list_parts.xml import let_go, local_name, root_of, xml_events
from enduse.sources.lists import ListFile, ListFormat, ListReading

_SUPPLEMENT = re.compile(r"Supplement No\.?\s*(\d+) to Part 744", re.I)
_LISTS = {
    "4": Supplement("Entity List", cell="", citation=""),
    "6": Supplement("UVL", cell="", citation="", programme="UVL statement before shipping; no licence exceptions"),
    "7": Supplement("MEU", cell="", citation="", programme="licence for items of supplement no. 2 to part 744"),
}


def _fits(file: ListFile) -> bool:
    head = file.head()
    name = root_of(head)[0]
    return bool(re.fullmatch(r"DIV\d|ECFR", name)) and bool(re.search(rb"[Pp]art 744|PART 744|N=\"744\"", head))


def _read(file: ListFile) -> ListReading:
    # All tables are walked first: a cut file is refused before its first entry.
    tables = list(_tables(file))
    if not any(table.records for _, table in tables):
        raise empty(file.name)
    return ListReading(numbered(_records(tables)))


def _records(tables: list[tuple[str, Table]]) -> Iterator[ListEntry | BadRecord]:
    for number, table in tables:
        supplement = replace(_LISTS[number], cell=table.columns[1], citation=table.columns[-1])
        yield from supplement_records(table, supplement)


def _tables(file: ListFile) -> Iterator[tuple[str, Table]]:
    """The tables of the three supplements with the number of theirs; rows are numbered through the whole file."""
    number, depth, row = "", 0, 0
    for event, element in xml_events(file):
        found = _SUPPLEMENT.search(element.get("N") or "")
        if event == "start" and found:
            number, depth = found.group(1), 1
        elif event == "start":
            depth += bool(depth)
        else:
            depth -= bool(depth)
            name = local_name(element.tag).upper()
            if name == "TABLE" and depth and number in _LISTS and (cut := _cut(element, row)):
                row = cut.records[-1].row
                yield number, cut
            if name == "TABLE" or not depth:
                let_go(element)


def _cut(table: Any, before: int) -> Table | None:
    rows = [[it for it in row if _is(it, "TH", "TD")] for row in table.iter() if _is(row, "TR")]
    rows = [row for row in rows if row]
    if len(rows) < 2 or len(rows[0]) < 3:
        return None
    columns = tuple(column_key(re.sub(r"\s*\d+$", "", _text(it))) for it in rows[0])
    records: list[TableRecord | BadRecord] = []
    for at, row in enumerate(rows[1:], before + 1):
        cells = tuple(_text(it) for it in row)
        if len(cells) == len(columns):
            records.append(TableRecord(at, cells, columns))
        else:
            said = f"The row has {len(cells)} cells, the table has {len(columns)}."
            records.append(BadRecord(at, "R-LIST-CELLS", said, cells))
    return Table(columns, tuple(records))


def _is(element: Any, *names: str) -> bool:
    return isinstance(element.tag, str) and local_name(element.tag).upper() in names


def _text(cell: Any) -> str:
    """All text of a cell; a line break is kept, for it tells where an alias ends."""
    parts = [cell.text or ""]
    for it in cell.iter():
        if it is not cell:
            parts += [
                "\n" if _is(it, "BR", "P") else "",
                it.text or "" if isinstance(it.tag, str) else "",
                it.tail or "",
            ]
    lines = (" ".join(line.split()) for line in "".join(parts).split("\n"))
    return "\n".join(it for it in lines if it)


bis_ecfr_part_744 = ListFormat(
    id="bis_ecfr_part_744",
    title="BIS Entity List, Unverified List and Military End-User List, eCFR XML of part 744",
    publisher=PUBLISHER,
    licence=LICENCE,
    about=(
        "The three supplements to part 744 in one file, as eCFR gives a part on a day. Names, aliases and addresses "
        "stand in one cell of running text, which is kept whole; addresses of high diversion risk have no name. "
        + ABOUT_IDS
    ),
    source="memory: eCFR's XML with its tables; no real file was at hand",
    fits=_fits,
    read=_read,
)
