"""Names that lists and entries have in addresses: short, safe, and the same tomorrow."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from anyascii import anyascii

from enduse.model.ids import stable_key

COLLECTIONS = ("default", "all")
"""Names that mean every list."""

_UNSAFE = re.compile(r"[^A-Za-z0-9.]+")
_LONGEST = 80


def dataset_names(lists: Iterable[str]) -> dict[str, str]:
    """List to the name of its dataset: lower case letters, digits and underscores, each name once.

    >>> dataset_names(["US-OFAC SDN", "EU 833/2014 Annex IV"])
    {'US-OFAC SDN': 'us_ofac_sdn', 'EU 833/2014 Annex IV': 'eu_833_2014_annex_iv'}
    """
    plain = {it: _slug(it) for it in lists}
    taken = Counter(plain.values())
    taken.update(COLLECTIONS)
    # Where two lists would share a name both get a mark of their own, so that neither depends on which came first.
    return {
        it: slug if slug and taken[slug] == 1 else f"{slug or 'list'}_{stable_key(it, length=6)}"
        for it, slug in plain.items()
    }


def entity_ids(parts: Iterable[tuple[str, str]]) -> Iterator[str]:
    """The id of each entry from its dataset and the publisher's id: letters, digits, hyphens and full stops only.

    A publisher's id with other signs gets a mark made of it, a second entry with the same id a number.

    >>> list(entity_ids([("eu_fsf", "EU.1"), ("eu_fsf", "EU.1"), ("eu_fsf", "EU/1")]))
    ['eu-fsf-EU.1', 'eu-fsf-EU.1-n2', 'eu-fsf-EU-1-942b95']
    """
    seen = set[str]()
    for dataset, given in parts:
        id = first = f"{dataset.replace('_', '-')}-{_safe(given)}"
        number = 1
        while id in seen:
            number += 1
            id = f"{first}-n{number}"
        seen.add(id)
        yield id


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", anyascii(name).lower()).strip("_")


def _safe(text: str) -> str:
    """The text, if it needs no change and ends as an id of FollowTheMoney may; else what is left of it, and a mark."""
    found = _UNSAFE.sub("-", text)[:_LONGEST].strip("-.")
    return found if found and found == text else f"{found}-{stable_key(text, length=6)}".strip("-.")
