"""OFAC's SDN list as the legacy files ``sdn.csv``, ``alt.csv``, ``add.csv`` and ``sdn_comments.csv``."""

from enduse.sources.list_parts.ofac import EXPORTS, LICENCE, PUBLISHER, SDN, is_consolidated
from enduse.sources.list_parts.ofac_csv import Parts, programmes_in_head, read_legacy
from enduse.sources.lists import ListFile, ListFormat, ListReading


def _fits(file: ListFile) -> bool:
    programmes = programmes_in_head(file.head())
    return bool(programmes) and not is_consolidated(file.name, programmes)


def _read(file: ListFile) -> ListReading:
    beside = {name.casefold(): it for name, it in file.beside.items()}
    parts = Parts(file, beside.get("alt.csv"), beside.get("add.csv"), beside.get("sdn_comments.csv"))
    reading = read_legacy(parts, lambda programmes: SDN)
    return ListReading(reading.records, notices=reading.notices, uses=parts.used())


ofac_sdn_csv = ListFormat(
    id="ofac_sdn_csv",
    title="OFAC Specially Designated Nationals, legacy CSV files",
    publisher=PUBLISHER,
    licence=LICENCE,
    about=(
        "All blocked parties. Entry ids are OFAC's unique numbers (ent_num). The files say no day of listing and no "
        "day of the snapshot. Weak aliases, births, nationalities and numbers are read out of the remarks."
    ),
    source="seen: files of 2019-01; the layout is OFAC's data specification",
    fits=_fits,
    read=_read,
    url=EXPORTS + "SDN.CSV",
    members=("SDN.CSV", "ALT.CSV", "ADD.CSV", "SDN_COMMENTS.CSV"),
)
