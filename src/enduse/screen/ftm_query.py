"""Whom a FollowTheMoney entity describes, as a question to the lists."""

from collections.abc import Iterator, Mapping, Sequence

from enduse.model.listing import Contact, EntityKind, WrittenAddress, WrittenIdentifier
from enduse.screen.ftm_model import schemata
from enduse.screen.signs import Query
from enduse.sources.ftm_words import COUNTRIES, NAME_ROLES, SCHEMES
from enduse.text.countries import country_code

MOST_NAMES = 24
"""Names of a query that are looked for; yente asks no more either, and each costs as much as the first."""

_KINDS: Sequence[tuple[str, EntityKind]] = (
    ("Person", "person"),
    # A company may stand on a list as an organization, an organization as a company: one kind.
    ("Organization", "company"),
    ("Vessel", "vessel"),
    ("Airplane", "aircraft"),
    ("Address", "address"),
)
_RUSSIAN = frozenset({"INN", "OGRN", "KPP", "OKPO"})
# Numbers that say nothing without the country that gave them.
_NATIONAL = frozenset({"PASSPORT", "NATIONAL_ID", "TAX", "REG"})
_CONTACTS: Mapping[str, Contact] = {
    "phone": Contact("phone", ""),
    "email": Contact("email", ""),
    "website": Contact("web", ""),
}


def query_of(schema: str, properties: Mapping[str, object]) -> Query:
    """What the entity says of a party, in our words; what the lists do not know is left out.

    Args:
        schema: Name of a schema.
        properties: Values, one or a list of them; whatever is no text, number or entity with a caption is left out.
    """
    countries = tuple(dict.fromkeys(it for text in _values(properties, *COUNTRIES) for it in _countries(text)))
    home = countries[0] if len(countries) == 1 else ""
    return Query(
        names=_names(properties),
        kind=kind_of(schema),
        identifiers=tuple(_numbers(properties, home)),
        addresses=tuple(WrittenAddress(it, home) for it in _values(properties, "address", "full")),
        contacts=tuple(Contact(it.kind, text) for name, it in _CONTACTS.items() for text in _values(properties, name)),
        countries=countries,
        births=_values(properties, "birthDate"),
    )


def kind_of(schema: str) -> EntityKind:
    """Our kind of the schema's entities; ``unknown`` for a legal entity, which may be a person, and for a thing."""
    known = schemata()[schema]
    return next((kind for name, kind in _KINDS if known.is_a(name)), "unknown")


def _names(properties: Mapping[str, object]) -> tuple[str, ...]:
    given = _values(properties, *NAME_ROLES)
    parts = [_values(properties, it)[:1] for it in ("firstName", "secondName", "middleName", "fatherName", "lastName")]
    built = " ".join(text for part in parts for text in part)
    return tuple(dict.fromkeys((*given, built) if built and not given else given))[:MOST_NAMES]


def _numbers(properties: Mapping[str, object], home: str) -> Iterator[WrittenIdentifier]:
    for name, scheme in SCHEMES.items():
        for text in _values(properties, name):
            if scheme == "OGRN" and len(text) == 15:
                yield WrittenIdentifier("OGRNIP", text, "RU")
            elif scheme in _RUSSIAN:
                yield WrittenIdentifier(scheme, text, "RU")
            else:
                yield WrittenIdentifier(scheme, text, home if scheme in _NATIONAL else "")


def _countries(text: str) -> tuple[str, ...]:
    code = text[:2] if len(text) == 2 or text[2:3] == "-" else country_code(text)
    return (code.upper(),) if code else ()


def _values(properties: Mapping[str, object], *names: str) -> tuple[str, ...]:
    found = dict[str, None]()
    for name in names:
        given = properties.get(name)
        for one in given if isinstance(given, list | tuple) else (given,):
            text = one.get("caption") if isinstance(one, Mapping) else one
            if isinstance(text, str | int | float) and not isinstance(text, bool) and (plain := str(text).strip()):
                found[plain] = None
    return tuple(found)
