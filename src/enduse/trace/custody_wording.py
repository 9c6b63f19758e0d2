"""What happened to a machine, in words that fit after `was`."""

from collections.abc import Mapping

from enduse.text.countries import country_name

_DONE: Mapping[str, str] = {
    "built": "built in",
    "sold": "sold to",
    "resold": "resold to",
    "shipped": "shipped to",
    "exported": "exported to",
    "imported": "imported into",
    "transit": "in transit to",
    "cleared": "cleared by customs in",
    "installed": "installed in",
    "moved": "moved to",
    "relocation_alert": "reported by its device from",
    "serviced": "serviced in",
    "service_request": "reported for service from",
    "seen": "seen in",
    "advertised": "advertised in",
    "scrapped": "scrapped in",
}


def done(what: str, country: str | None) -> str:
    """The event and its place after ``was``; a kind of no known meaning as it is written.

    >>> done("imported", "RU"), done("lost", None)
    ('imported into Russia', 'lost in a country that is not stated')
    """
    words = _DONE.get(what, f"{what.replace('_', ' ')} in")
    return f"{words} {country_name(country) if country else 'a country that is not stated'}"
