"""Numbers on lists: which scheme the words before a number mean, made exact by country and check digits."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files

from enduse.model.listing import WrittenIdentifier
from enduse.sources.list_parts.values import tidy
from enduse.text.identifiers import SCHEMES, recognise

_GENERAL = frozenset({"TAX", "REG", "OTHER", "NATIONAL_ID"})
_TAX_SCHEMES = frozenset(
    {"inn", "vkn", "unp", "kz_bin", "az_voen", "gstin", "pan", "vn_mst", "th_tin", "edrpou", "uscc"}
)
_COMPANY_SCHEMES = frozenset({"ogrn", "ogrnip", "uscc", "edrpou", "unp", "tw_ubn", "jp_cn", "sg_uen", "kz_bin", "lei"})
_ANYWHERE = frozenset({"uscc", "lei"})
_IMO = re.compile(r"^(?:IMO)?\s*(\d{7})$", re.I)
_LEI = re.compile(r"^[0-9A-Z]{20}$")
_LABELS_ON_VALUE = re.compile(r"^(?:ИНН|INN|ОГРН|OGRN|No\.?|№)\s*", re.I)
_HINTS = (
    ("passport", "PASSPORT"),
    ("tax", "TAX"),
    ("registr", "REG"),
    ("company number", "REG"),
    ("identity card", "NATIONAL_ID"),
    ("national id", "NATIONAL_ID"),
    ("personal id", "NATIONAL_ID"),
)


@lru_cache(maxsize=16_384)
def label_key(text: str) -> str:
    """A label as it is compared: its letters and digits, lower case."""
    return "".join(it for it in text.casefold() if it.isalnum())


@cache
def labels(section: str) -> Mapping[str, str]:
    """Label key to what it means, from ``data/list_labels.toml``: ``schemes`` or ``facts``."""
    known = tomllib.loads((files("enduse.data") / "list_labels.toml").read_text(encoding="utf-8"))[section]
    return {label_key(label): meaning for meaning, texts in known.items() for label in texts}


@cache
def label_texts() -> tuple[str, ...]:
    """Every known label as it is written, the longest first, so that no label hides a longer one."""
    known = tomllib.loads((files("enduse.data") / "list_labels.toml").read_text(encoding="utf-8"))
    texts = {label for section in known.values() for group in section.values() for label in group}
    return tuple(sorted(texts, key=lambda it: (-len(it), it)))


def scheme_of(label: str) -> str:
    """The scheme that a label means; ``OTHER`` when it is not known."""
    known = labels("schemes").get(label_key(label))
    return known or next((scheme for hint, scheme in _HINTS if hint in label.casefold()), "OTHER")


def identifier(label: str, value: str, country: str = "", home: str = "") -> WrittenIdentifier:
    """The number with its scheme.

    Args:
        label: The publisher's words for the number's kind.
        value: As written; kept so, except for the word "IMO" before a ship's number.
        country: ISO alpha-2 of who issued it, empty where the list does not say.
        home: ISO alpha-2 of the party where that is one country: it helps to tell the scheme, and is not written
            down as the issuer.
    """
    value, scheme = tidy(value), scheme_of(label)
    if ship := _IMO.match(value):
        company = "company" in label.casefold()
        if scheme == "IMO" or value.casefold().startswith("imo"):
            return WrittenIdentifier("IMO_COMPANY" if company else "IMO", ship.group(1), country)
    if scheme == "IMO":
        scheme = "OTHER"
    if scheme == "LEI" and not _LEI.match(value):
        scheme = "REG"
    return WrittenIdentifier(_exact(scheme, value, country or home) if scheme in _GENERAL else scheme, value, country)


def _exact(scheme: str, value: str, country: str) -> str:
    """``INN`` for a tax number of Russia whose check digits hold, and the like."""
    if scheme == "NATIONAL_ID":
        return scheme
    fits = {"TAX": _TAX_SCHEMES, "REG": _COMPANY_SCHEMES}.get(scheme, _TAX_SCHEMES | _COMPANY_SCHEMES)
    for it in recognise(_LABELS_ON_VALUE.sub("", value), country or None):
        here = it.scheme in _ANYWHERE or (country and SCHEMES[it.scheme].country == country)
        if it.checked and it.scheme in fits and here:
            return it.scheme.upper()
    return scheme
