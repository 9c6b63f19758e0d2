"""EPCIS and its vocabulary as far as machines need it: steps, identifiers, places and parties as URIs.

EPCIS 2.0 and CBV 2.0 of GS1 are written here from memory (confidence: memory).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, unquote

CONTEXT = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"
OWN = "urn:enduse:epcis:"
"""What the prefix ``enduse`` stands for: fields that EPCIS has no place for."""

MACHINE, PLACE, PARTY, REFERENCE = "urn:enduse:machine:", "urn:enduse:place:", "urn:enduse:party:", "urn:enduse:ref:"

STEPS: Mapping[str, tuple[str, str | None, str]] = {
    "built": ("commissioning", "active", "ADD"),
    "sold": ("retail_selling", "retail_sold", "OBSERVE"),
    "resold": ("retail_selling", "retail_sold", "OBSERVE"),
    "shipped": ("shipping", "in_transit", "OBSERVE"),
    "cleared": ("accepting", "in_progress", "OBSERVE"),
    "installed": ("installing", "active", "OBSERVE"),
    "moved": ("transporting", "in_transit", "OBSERVE"),
    "relocation_alert": ("sensor_reporting", None, "OBSERVE"),
    "serviced": ("repairing", "in_progress", "OBSERVE"),
    "service_request": ("holding", "needs_replacement", "OBSERVE"),
    "seen": ("inspecting", None, "OBSERVE"),
    "advertised": ("stocking", "sellable_accessible", "OBSERVE"),
    "scrapped": ("destroying", "destroyed", "DELETE"),
}
"""Kind of event to step, disposition and action. What these cannot tell apart, ``enduse:kind`` does."""

_KINDS: Mapping[str, str] = {
    "commissioning": "built",
    "creating_class_instance": "built",
    "assembling": "built",
    "retail_selling": "sold",
    "shipping": "shipped",
    "departing": "shipped",
    "consigning": "shipped",
    "installing": "installed",
    "transporting": "moved",
    "repairing": "serviced",
    "replacing": "serviced",
    "destroying": "scrapped",
    "decommissioning": "scrapped",
    "disassembling": "scrapped",
    **dict.fromkeys(
        (
            *("accepting", "arriving", "receiving", "collecting", "cycle_counting", "entering_exiting", "holding"),
            *("inspecting", "loading", "unloading", "packing", "unpacking", "picking", "repackaging", "sampling"),
            *("sensor_reporting", "staging_outbound", "stock_taking", "stocking", "storing", "removing", "reserving"),
        ),
        "seen",
    ),
}
_ACTIONS = {"ADD": "built", "DELETE": "scrapped", "OBSERVE": "seen"}
_LINK = re.compile(
    r"^https?://[^/]+/(?:.*/)?(?:01|8004|8010|8003)/([^/?#]+)(?:/(?:22|10)/[^/?#]+)*(?:/(?:21|8011)/([^/?#]+))?"
)
_URN = re.compile(r"^urn:epc:id:(sgtin|giai|grai|cpi|itip|upui):(.+)$")
_LAST = re.compile(r"[:/#]")


@dataclass(frozen=True)
class MachineName:
    """What an EPC tells of a machine."""

    serial: str
    brand: str = ""
    model: str = ""


def kind_of_step(step: str, action: str) -> str:
    """The kind of event that a business step means; the step as written where it means none.

    >>> kind_of_step("https://ref.gs1.org/cbv/BizStep-installing", "OBSERVE"), kind_of_step("", "ADD")
    ('installed', 'built')
    """
    word = bare_word(step)
    return _KINDS.get(word, word) or _ACTIONS.get(action, "")


def bare_word(uri: str) -> str:
    """``shipping`` of ``urn:epcglobal:cbv:bizstep:shipping``, of ``.../BizStep-shipping`` and of itself."""
    return _LAST.split(uri)[-1].rpartition("-")[2]


def machine_uri(name: MachineName) -> str:
    """The machine as an identifier of our own: makers of machines seldom have GS1 numbers."""
    return MACHINE + ":".join(quote(it, safe="") for it in (name.brand, name.model, name.serial))


def machine_of(epc: str) -> MachineName:
    """The machine that an EPC names: our own URI, a pure identity URI, a GS1 Digital Link, else its last part.

    >>> machine_of("urn:epc:id:sgtin:4012345.011111.SL2500-0417").serial
    'SL2500-0417'
    >>> machine_of("https://id.gs1.org/01/04012345111118/21/SL2500-0417").serial
    'SL2500-0417'
    """
    if epc.startswith(MACHINE):
        brand, model, serial = map(unquote, [*epc.removeprefix(MACHINE).split(":"), "", ""][:3])
        return MachineName(serial, brand, model)
    if found := _URN.match(epc):
        # What stands before the last point is the company's prefix and the reference of the article.
        return MachineName(unquote(found[2].split(".", 1 if found[1] == "giai" else 2)[-1]))
    if found := _LINK.match(epc):
        return MachineName(unquote(found[2] or found[1]))
    return MachineName(unquote(_LAST.split(epc)[-1]))


def place_uri(country: str, place: str) -> str:
    """A place by its country and name."""
    return f"{PLACE}{country}:{quote(place, safe='')}"


def place_of_uri(uri: str) -> tuple[str, str]:
    """Country and name of a place that ``place_uri`` wrote; of any other no country, and the URI as its name."""
    if not uri.startswith(PLACE):
        return "", uri
    country, _colon, place = uri.removeprefix(PLACE).partition(":")
    return country, unquote(place)


def name_uri(kind: str, name: str) -> str:
    """A party or reference by its name."""
    return f"{kind}{quote(name, safe='')}"


def name_of_uri(kind: str, uri: str) -> str:
    """The name that ``name_uri`` wrote; any other URI as it is."""
    return unquote(uri.removeprefix(kind)) if uri.startswith(kind) else uri
