"""Phones, e-mail addresses and domains: when two are one, and when sameness is no evidence.

Scores order candidates and carry their reasons; they were set by hand and are not calibrated.
"""

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from phonenumbers import (
    Leniency,
    PhoneNumberFormat,
    PhoneNumberMatcher,
    PhoneNumberType,
    format_number,
    number_type,
    region_code_for_number,
)

_SPLIT = re.compile(r"[;,\n|]|\s/\s|(?<=\d{7})/(?=\+?\d{6})")
_TRUNK = re.compile(r"^\s*(?:tel|phone|fax|mob|тел|факс|моб|电话|传真|전화)[.:/\s]*", re.IGNORECASE)
_EXTENSION = re.compile(r"(?i)(?:доб|вн|ext|extension|x|转|内线)[.:\s]*(\d{1,6})\s*\)?\s*$")
_EMAIL = re.compile(r"[^\s<>()\[\],;:\"'@]+@[^\s<>()\[\],;:\"'@]+\.[^\s<>()\[\],;:\"'@.]{2,}")
_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*://")
_LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)")
_SHARED_LINES = (PhoneNumberType.TOLL_FREE, PhoneNumberType.SHARED_COST, PhoneNumberType.PREMIUM_RATE)
_DOTS_MEAN_NOTHING = frozenset({"gmail.com", "googlemail.com"})


@dataclass(frozen=True)
class PhoneForm:
    """One phone number.

    Attributes:
        number: ``+74951234567``; empty where no country is known.
        digits: All digits as written, without an extension.
        country: ISO alpha-2 of the numbering plan, where known.
        extension: Digits after "ext." or "доб.".
        shared: A number that many callers share, such as a toll-free line.
    """

    number: str
    digits: str
    country: str = ""
    extension: str = ""
    shared: bool = False


@dataclass(frozen=True)
class EmailForm:
    """One e-mail address.

    Attributes:
        address: Lower case; of Gmail without dots; no part behind ``+``.
        host: What stands behind the ``@``.
        domain: The registered domain of the host.
        free: Anybody gets an address there: the host is no evidence.
    """

    address: str
    host: str
    domain: str
    free: bool


@dataclass(frozen=True)
class DomainForm:
    """One site.

    Attributes:
        host: Lower case, ASCII, without ``www.``.
        domain: The registered domain; on a platform of many firms the firm's own name with it.
        free: The host of a free mail provider or a platform's front page: no evidence.
    """

    host: str
    domain: str
    free: bool


@dataclass(frozen=True)
class ContactMatch:
    """How much two contacts speak for one owner: 0 to 1, not calibrated, and why."""

    score: float
    reasons: tuple[str, ...]


@lru_cache(maxsize=65_536)
def phones_of(text: str, country: str = "") -> tuple[PhoneForm, ...]:
    """Every phone number in a cell.

    Args:
        text: As written; several are divided by comma, semicolon or stroke.
        country: ISO alpha-2 where a number without ``+`` is at home.

    >>> [it.number for it in phones_of("8 (495) 123-45-67, +7 495 1234568", "RU")]
    ['+74951234567', '+74951234568']
    """
    plain = unicodedata.normalize("NFKC", text)
    found = [form for piece in _SPLIT.split(plain) for form in _phones_in(piece, country or None)]
    return tuple(dict.fromkeys(found))


def _phones_in(text: str, country: str | None) -> list[PhoneForm]:
    extension = _EXTENSION.search(text)
    bare = _TRUNK.sub("", text[: extension.start()] if extension else text).strip()
    bare = re.sub(r"^00(?=[1-9])", "+", bare)
    digits = "".join(it for it in bare if it.isdecimal())
    if not 5 <= len(digits) <= 20 or not digits.isascii():
        return []
    after = extension[1] if extension else ""
    known = [it.number for it in PhoneNumberMatcher(bare, country, Leniency.POSSIBLE, max_tries=3)]
    if not known and not bare.startswith("+"):
        # Many write the country's code without the plus.
        known = [it.number for it in PhoneNumberMatcher(f"+{digits}", None, Leniency.VALID, max_tries=3)]
    if not known:
        return [PhoneForm("", digits, "", after)]
    return [
        PhoneForm(
            number=format_number(it, PhoneNumberFormat.E164),
            digits="".join(one for one in str(it.country_code) + str(it.national_number)),
            country=region_code_for_number(it) or "",
            extension=it.extension or after,
            shared=number_type(it) in _SHARED_LINES,
        )
        for it in known
    ]


def compare_phones(left: PhoneForm, right: PhoneForm) -> ContactMatch:
    """Do two numbers ring at one place?"""
    if left.number and right.number:
        if left.number != right.number:
            return ContactMatch(0.0, ("other phone numbers",))
        if left.shared:
            return ContactMatch(0.5, (f"same phone {left.number}, a line that several may share",))
        if left.extension and right.extension and left.extension != right.extension:
            return ContactMatch(0.7, (f"same phone {left.number}, other extensions",))
        return ContactMatch(0.93, (f"same phone {left.number}",))
    short, long = sorted((left.digits, right.digits), key=len)
    tail = short[-10:]
    if len(tail) >= 7 and long.endswith(tail):
        return ContactMatch(
            0.6 if len(tail) >= 9 else 0.35, (f"same last {len(tail)} digits, the country is not told",)
        )
    return ContactMatch(0.0, ("other phone numbers",))


def emails_of(text: str) -> tuple[EmailForm, ...]:
    """Every e-mail address in a cell.

    >>> [it.address for it in emails_of("Sales: Office@Norvent.example; n.o+x@gmail.com")]
    ['office@norvent.example', 'no@gmail.com']
    """
    found = []
    for written in _EMAIL.findall(unicodedata.normalize("NFKC", text)):
        local, _, host = written.casefold().strip(".").rpartition("@")
        site = domain_form(host)
        if site is None:
            continue
        local = local.removeprefix("mailto:").partition("+")[0]
        local = local.replace(".", "") if site.host in _DOTS_MEAN_NOTHING else local
        found.append(EmailForm(f"{local}@{site.host}", site.host, site.domain, site.host in _hosts("free")))
    return tuple(dict.fromkeys(it for it in found if not it.address.startswith("@")))


def compare_emails(left: EmailForm, right: EmailForm) -> ContactMatch:
    """Do two addresses belong to one house? The same free provider is no evidence at all."""
    if left.address == right.address:
        return ContactMatch(0.95, (f"same e-mail address {left.address}",))
    if left.domain != right.domain:
        return ContactMatch(0.0, ("other e-mail domains",))
    if left.free or right.free:
        return ContactMatch(0.0, (f"{left.host} gives addresses to anybody: no evidence",))
    return ContactMatch(0.8, (f"same e-mail domain {left.domain}",))


@lru_cache(maxsize=65_536)
def domain_form(text: str) -> DomainForm | None:
    """The site in a link, host or e-mail host; None where there is none.

    >>> domain_form("https://www.Sales.Norvent.co.uk:8080/x?y").domain, domain_form("пример.рф").domain
    ('norvent.co.uk', 'xn--e1afmkfd.xn--p1ai')
    """
    plain = _SCHEME.sub("", unicodedata.normalize("NFKC", text).strip().casefold())
    host = re.split(r"[/?#\s]", plain, maxsplit=1)[0].rpartition("@")[2].partition(":")[0].strip(".")
    try:
        ascii = host.encode("idna").decode() if not host.isascii() else host
    except UnicodeError:
        return None
    labels = ascii.split(".")
    if len(labels) < 2 or not all(map(_LABEL.fullmatch, labels)) or labels[-1].isdigit():
        return None
    bare = ascii.removeprefix("www.") if len(labels) > 2 else ascii
    domain = _registered(bare)
    return DomainForm(bare, domain, domain in _hosts("free") or domain in _hosts("tenants"))


def compare_domains(left: DomainForm, right: DomainForm) -> ContactMatch:
    """Do two sites belong to one house?"""
    if left.domain != right.domain:
        return ContactMatch(0.0, ("other domains",))
    if left.free:
        return ContactMatch(0.0, (f"{left.domain} serves anybody: no evidence",))
    return ContactMatch(0.85, (f"same domain {left.domain}",))


def _registered(host: str) -> str:
    labels = host.split(".")
    for size in range(len(labels) - 1, 1, -1):
        # On a platform the label before it is the firm's own.
        if ".".join(labels[-size:]) in _hosts("tenants"):
            return ".".join(labels[-size - 1 :])
    size = 3 if ".".join(labels[-2:]) in _hosts("ends") else 2
    return ".".join(labels[-size:])


@cache
def _hosts(section: str) -> frozenset[str]:
    told = tomllib.loads((files("enduse.data") / "mail_hosts.toml").read_text(encoding="utf-8"))[section]
    return frozenset(told["second" if section == "ends" else "hosts"])
