"""Which numbers a list gives: the scheme told by the words beside a number, and by its check digits."""

import re
from collections.abc import Iterator

from enduse.model.listing import Contact, WrittenIdentifier
from enduse.text.countries import country_code
from enduse.text.identifiers import recognise

# Order counts: "Tax ID/INN" is an INN, "tax registration number" a tax number.
_LABELS = tuple(
    (scheme, re.compile(pattern, re.IGNORECASE))
    for scheme, pattern in (
        ("PASSPORT", r"pass?port|pasaporte|passeport|reisepass|travel ?(?:doc|card)|laissez"),
        ("OGRN", r"\bogrn(?:ip)?\b|ОГРН|main state registration|primary state registration"),
        ("INN", r"\binn\b|ИНН|taxpayer (?:personal )?identification"),
        ("KPP", r"\bkpp\b|КПП"),
        ("OKPO", r"\bokpo\b|ОКПО"),
        ("UNP", r"\bunp\b|УНП"),
        ("EDRPOU", r"\bedrpou\b|ЄДРПОУ|ЕДРПОУ"),
        ("USCC", r"unified social|\buscc\b|统一社会信用代码"),
        ("LEI", r"\blei\b|legal entity identifier"),
        ("IMO", r"\bimo\b"),
        ("MMSI", r"\bmmsi\b"),
        ("BIC", r"swift|\bbic\b"),
        ("DUNS", r"\bd-?u-?n-?s\b"),
        ("DRIVER_LICENCE", r"driv"),
        (
            "NATIONAL_ID",
            r"national|identity|identification card|tazkira|citizen|personal|c[eé]dula|\bssn\b|social secur",
        ),
        ("NATIONAL_ID", r"\bcurp\b|\bdni\b|civil id|\bid[ -]?card|electoral|residen|\bni\b"),
        ("TAX", r"\btax|fiscal|\bvat\b|\bnif\b|\bnit\b|\brfc\b"),
        ("REG", r"regist|company n|regnum|trade licen|business|commerc|enterprise n"),
        ("NATIONAL_ID", r"^id$|identification n|document n"),
    )
)
_GENERAL = frozenset({"REG", "TAX", "OTHER"})
_CUT = re.compile(r";|\(\d{1,2}\)|(?:^|\s)\d{1,2}\)\s")
_IMO_WORD = re.compile(r"^IMO\D{0,12}(?=\d)", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"\s*\(([^()]*)\)\s*$")
_LABEL_BEFORE = re.compile(r"^([^\W\d][^:\d]{1,60}):\s*(?=\S)")
_INN_AND_KPP = re.compile(r"(\d{10})\s*/\s*(\d{4}[0-9A-Z]{2}\d{3})")
_TOLD = tuple(
    (scheme, re.compile(pattern))
    for scheme, pattern in (
        ("IMO", r"\bIMO(?: [Nn](?:umber|o\.?))?[ :]{0,3}(\d{7})\b"),
        ("MMSI", r"\bMMSI[ :]{0,3}(\d{9})\b"),
        ("BIC", r"\b(?:SWIFT/BIC|SWIFT|BIC)(?: [Cc]ode)?[ :]{1,3}([A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?)\b"),
        ("INN", r"(?:\bINN\b|ИНН|Taxpayer [Ii]dentification [Nn]umber|Tax ID)[^\d,;.]{0,25}(\d{12}|\d{10})\b"),
        ("OGRN", r"(?:\bOGRN\b|ОГРН|[Ss]tate [Rr]egistration [Nn]umber)[^\d,;.]{0,25}(\d{13}|\d{15})\b"),
        ("KPP", r"(?:\bKPP\b|КПП)[^\d,;.]{0,5}(\d{9})\b"),
        ("LEI", r"\bLEI(?: [Cc]ode)?[ :]{1,3}([0-9A-Z]{18}\d{2})\b"),
    )
)
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_WEB = re.compile(r"(?:https?://|www\.)[^\s,;()<>\"]+")
_PHONE = re.compile(
    r"\b(?:tel(?:ephone)?|phone|mob(?:ile)?|fax)\b[^\d+(]{0,12}(\+?[\d(][\d ()/-]{5,}\d)", re.IGNORECASE
)


def scheme_of(label: str, default: str = "OTHER") -> str:
    """The scheme that the words beside a number tell."""
    return next((scheme for scheme, pattern in _LABELS if pattern.search(label)), default)


def identifiers_of(label: str, text: str, country: str = "", default: str = "OTHER") -> Iterator[WrittenIdentifier]:
    """The numbers of one cell, cut at ``;`` and at "(1)", each with the words beside it: in brackets or before a colon.

    >>> [(it.scheme, it.value) for it in identifiers_of("registration", "9799001010 (Tax ID/INN); 12-3 (Bermuda)")]
    [('INN', '9799001010'), ('REG', '12-3')]
    """
    for piece in _CUT.split(text):
        value, words, place = _parted(piece.strip())
        if not value:
            continue
        scheme = scheme_of(words) if words else ""
        if scheme in ("", "OTHER"):
            scheme = scheme_of(label, default)
        yield from _refined(scheme, value, place or country)


def identifier_of(label: str, value: str, country: str = "") -> Iterator[WrittenIdentifier]:
    """One number that stands alone in its cell; two where a Russian INN and KPP are joined."""
    yield from _refined(scheme_of(label), value, country)


def identifiers_in(text: str) -> Iterator[WrittenIdentifier]:
    """The numbers that a sentence names with their scheme: "IMO number 9000001", "INN 9799001010"."""
    for scheme, pattern in _TOLD:
        yield from (WrittenIdentifier(scheme, found[1]) for found in pattern.finditer(text))


def contacts_in(text: str) -> Iterator[Contact]:
    """Addresses of mail and sites, and phone numbers that are called so, in a sentence."""
    yield from (Contact("email", found[0].rstrip(".")) for found in _EMAIL.finditer(text))
    yield from (Contact("web", found[0].rstrip(".")) for found in _WEB.finditer(text))
    yield from (Contact("phone", found[1].strip()) for found in _PHONE.finditer(text))


def _parted(piece: str) -> tuple[str, str, str]:
    """A number, the words beside it, and the country that they name."""
    words: list[str] = []
    if before := _LABEL_BEFORE.match(piece):
        words.append(before[1])
        piece = piece[before.end() :]
    while found := _IN_BRACKETS.search(piece):
        words.append(found[1])
        piece = piece[: found.start()]
    places = [code for it in words if (code := country_code(it))]
    return piece.strip(" .,"), " ".join(it for it in words if not country_code(it)), places[0] if places else ""


def _refined(scheme: str, value: str, country: str) -> Iterator[WrittenIdentifier]:
    """A general scheme is made a special one where the country and the check digits say so."""
    if country == "RU" and (both := _INN_AND_KPP.fullmatch(value)):
        yield WrittenIdentifier("INN", both[1], "RU")
        yield WrittenIdentifier("KPP", both[2], "RU")
        return
    if scheme == "IMO":
        value = _IMO_WORD.sub("", value)
    if scheme in _GENERAL:
        # One check digit holds by chance in a tenth of all numbers, so the country must agree, except for LEI.
        held = (it for it in recognise(value, country or None) if it.checked)
        if found := next((it for it in held if it.scheme == "lei" or (country and it.country == country)), None):
            scheme = found.scheme.upper()
    yield WrittenIdentifier(scheme, value, country)
