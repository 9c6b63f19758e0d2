"""Records of the LEI system in JSON, as the flat form of its tables: the golden copy, and answers of the LEI search."""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from enduse.model.listing import BadRecord
from enduse.sources.lists import ListFile
from enduse.sources.register_parts.fields import objects_at, text_at, texts_at
from enduse.sources.register_parts.streams import TableRecord, json_records, list_start

_SEARCH = "data"
_TYPE = re.compile(r'\s*\{\s*"type"\s*:\s*"([^"]*)"')
_VALUE = r'\s*:\s*(?:\{[^{}]*\}|"[^"]*")\s*,\s*'
# The words of the LEI search, api.gleif.org, as public readers of its answers name them.
_FACTS: Mapping[str, str] = {
    "LEI": "lei",
    "Entity.LegalName": "entity.legalName.name",
    "Entity.LegalName.xmllang": "entity.legalName.language",
    "Entity.LegalJurisdiction": "entity.jurisdiction",
    "Entity.EntityCategory": "entity.category",
    "Entity.LegalForm.EntityLegalFormCode": "entity.legalForm.id",
    "Entity.EntityStatus": "entity.status",
    "Entity.EntityCreationDate": "entity.creationDate",
    "Entity.EntityExpirationDate": "entity.expiration.date",
    "Entity.EntityExpirationReason": "entity.expiration.reason",
    "Entity.RegistrationAuthority.RegistrationAuthorityID": "entity.registeredAt.id",
    "Entity.RegistrationAuthority.RegistrationAuthorityEntityID": "entity.registeredAs",
    "Registration.RegistrationStatus": "registration.status",
    "Registration.LastUpdateDate": "registration.lastUpdateDate",
}
_NAMES: Mapping[str, str] = {
    "Entity.OtherEntityNames.OtherEntityName": "otherNames",
    "Entity.TransliteratedOtherEntityNames.TransliteratedOtherEntityName": "transliteratedOtherNames",
}
_ADDRESSES: Mapping[str, str] = {
    "Entity.LegalAddress": "legalAddress",
    "Entity.HeadquartersAddress": "headquartersAddress",
}
_LINES = ("FirstAddressLine", "AdditionalAddressLine.1", "AdditionalAddressLine.2", "AdditionalAddressLine.3")
_PLACE = {"City": "city", "Region": "region", "PostalCode": "postalCode", "Country": "country"}


def list_word(file: ListFile, keys: Collection[str], resource: str) -> str:
    """The word under which records that begin with these keys stand, or answers of that type; empty: none do."""
    text = file.head().decode("utf-8-sig", "replace")
    first = _VALUE.join(rf'"{re.escape(it)}"' for it in keys)
    if (at := list_start(text, "records")) >= 0 and re.match(rf"\s*\{{\s*{first}", text[at:]):
        return "records"
    found = _TYPE.match(text[at:]) if resource and (at := list_start(text, _SEARCH)) >= 0 else None
    return _SEARCH if found and found[1] == resource else ""


def json_cells(
    file: ListFile, word: str, form: tuple[Collection[str], Mapping[str, str]]
) -> Iterator[TableRecord | BadRecord]:
    """Every record, flat.

    Args:
        file: The file.
        word: As ``list_word`` gives it.
        form: Elements that are numbered, and names that tables shorten.
    """
    for record in json_records(file, word):
        if isinstance(record, BadRecord):
            yield record
        elif word == _SEARCH:
            yield TableRecord(record.row, _searched(record.value.get("attributes")))
        else:
            cells: dict[str, str] = {}
            _unfold(record.value, "", cells, form)
            yield TableRecord(record.row, cells)


def _unfold(
    value: Mapping[str, Any], stem: str, cells: dict[str, str], form: tuple[Collection[str], Mapping[str, str]]
) -> None:
    """The golden copy in JSON is its XML: ``$`` holds an element's text, ``@type`` its attribute."""
    lists, holders = form
    for key, given in value.items():
        if key == "$":
            cells[stem] = " ".join(str(given).split())
            continue
        if key.startswith("@"):
            word = key[1:].rpartition(":")[2]
            cells[f"{stem}.{'xmllang' if word == 'lang' else word}"] = str(given)
            continue
        for at, one in enumerate(given if isinstance(given, list) else [given], 1):
            path = f"{stem}.{key}" if stem else key
            for written, short in holders.items():
                path = path.removesuffix(written) + short if path.endswith(written) else path
            path = f"{path}.{at}" if key in lists or at > 1 else path
            if isinstance(one, Mapping):
                _unfold(one, path, cells, form)
            elif one is not None:
                cells[path] = text_at(one)


def _searched(told: Any) -> dict[str, str]:
    """A record of the LEI search in the words of the golden copy."""
    cells = {ours: text_at(told, *path.split(".")) for ours, path in _FACTS.items()}
    for ours, word in _NAMES.items():
        for at, name in enumerate(objects_at(told, "entity", word), 1):
            cells[f"{ours}.{at}"] = text_at(name, "name")
            cells[f"{ours}.{at}.xmllang"] = text_at(name, "language")
            cells[f"{ours}.{at}.type"] = text_at(name, "type")
    for ours, word in _ADDRESSES.items():
        lines = texts_at(told, "entity", word, "addressLines")
        cells |= {f"{ours}.{key}": line for key, line in zip(_LINES, lines, strict=False)}
        cells |= {f"{ours}.{key}": text_at(told, "entity", word, theirs) for key, theirs in _PLACE.items()}
    for at, other in enumerate(objects_at(told, "entity", "successorEntities"), 1):
        cells[f"Entity.SuccessorEntity.{at}.SuccessorLEI"] = text_at(other, "lei")
        cells[f"Entity.SuccessorEntity.{at}.SuccessorEntityName"] = text_at(other, "name")
    return cells
