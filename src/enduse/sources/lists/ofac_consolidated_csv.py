"""OFAC's consolidated list of those not on the SDN list, as ``cons_prim.csv`` and the files beside it."""

from enduse.sources.list_parts.ofac import CONSOLIDATED, EXPORTS, LICENCE, PUBLISHER, is_consolidated
from enduse.sources.list_parts.ofac_csv import Parts, programmes_in_head, read_legacy
from enduse.sources.lists import ListFile, ListFormat, ListReading


def _fits(file: ListFile) -> bool:
    programmes = programmes_in_head(file.head())
    return bool(programmes) and is_consolidated(file.name, programmes)


def _read(file: ListFile) -> ListReading:
    beside = {name.casefold(): it for name, it in file.beside.items()}
    parts = Parts(file, beside.get("cons_alt.csv"), beside.get("cons_add.csv"), beside.get("cons_comments.csv"))
    reading = read_legacy(parts, lambda programmes: CONSOLIDATED)
    return ListReading(reading.records, notices=reading.notices, uses=parts.used())


ofac_consolidated_csv = ListFormat(
    id="ofac_consolidated_csv",
    title="OFAC consolidated non-SDN lists, legacy CSV files",
    publisher=PUBLISHER,
    licence=LICENCE,
    about=(
        "Sectoral sanctions, Chinese military-industrial companies, CAPTA, menu-based sanctions, evaders and the "
        "Palestinian Legislative Council. Which of them an entry is on, only its programmes say. Entry ids are OFAC's "
        "unique numbers. The files say no day of the snapshot; days of listing stand in the remarks of some."
    ),
    source="seen: files published until 2024",
    fits=_fits,
    read=_read,
    url=EXPORTS + "CONS_PRIM.CSV",
    members=("CONS_PRIM.CSV", "CONS_ALT.CSV", "CONS_ADD.CSV", "CONS_COMMENTS.CSV"),
)
