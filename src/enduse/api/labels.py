"""What countries and topics are called, for people."""

from functools import cache

from babel import Locale

from enduse.screen.ftm_model import topic_labels


def country_label(code: str) -> str:
    """The English name of a country.

    >>> country_label("kz"), country_label("zz9")
    ('Kazakhstan', 'zz9')
    """
    return _territories().get(code.upper(), code)


def topic_label(topic: str) -> str:
    """What a topic is called; itself where it is not known."""
    return topic_labels().get(topic, topic)


@cache
def _territories() -> dict[str, str]:
    return dict(Locale("en").territories)
