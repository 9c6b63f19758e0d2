"""Entities to whom Japan forbids exports (Russia, Belarus, third countries): the text of METI's documents."""

from enduse.sources.list_parts.errors import damaged, empty, truncated
from enduse.sources.list_parts.meti_ban import ABOUT, LICENCE, PUBLISHER, ban_document, is_ban
from enduse.sources.lists import ListFile, ListFormat, ListReading


def _fits(file: ListFile) -> bool:
    return is_ban(file.head(4_000).decode("utf-8", errors="replace"))


def _read(file: ListFile) -> ListReading:
    with file.open() as reader:
        data = reader.read()
    if not data.strip():
        raise empty(file.name)
    try:
        document = ban_document(file.name, data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        if len(data) - error.start < 4:
            raise truncated(file.name, "it ends inside a letter") from error
        raise damaged(file.name, f"byte {error.start:,} is no UTF-8 text") from error
    return ListReading(document.outcomes(), document.updated)


japan_designated_entities = ListFormat(
    id="japan_designated_entities",
    title="Japan: entities under the export ban (METI, text of the documents)",
    publisher=PUBLISHER,
    licence=LICENCE,
    about=ABOUT,
    source="seen: the texts for Russia (2025-09-12, 561 records) and Belarus (2022-07-05, 27 records)",
    fits=_fits,
    read=_read,
)
