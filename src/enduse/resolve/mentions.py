"""Names and numbers of companies as rows write them, each distinct combination once, and what they come to."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import ibis
import pyarrow as pa
from ibis.expr.types import Table

from enduse.resolve.profiles import is_distinctive
from enduse.resolve.workers import available, mapped
from enduse.store.schema import ROLES
from enduse.text.company_names import normal_keys
from enduse.text.identifiers import recognise
from enduse.text.names import prepare

MENTION = ("name", "identifier", "country")
"""What makes a mention: unstated parts are empty texts, never null."""

_NOT_ALPHANUMERIC = re.compile(r"[\W_]+")
_SHORTEST_IDENTIFIER = 4
_AT_ONCE = 20_000

_SHARED_CODES = frozenset({"kpp"})
"""Schemes whose values thousands of firms share."""


def mentions(items: Table, further: Sequence[Table] = ()) -> Table:
    """Every distinct mention over the four roles: ``name``, ``identifier``, ``country`` and ``rows``.

    Args:
        items: Goods lines.
        further: Mentions of other records, with the same columns.
    """
    together = ibis.union(*(_of_role(items, role) for role in ROLES), *further)
    return together.group_by(*MENTION).aggregate(rows=together.rows.sum().cast("int64"))


def _of_role(items: Table, role: str) -> Table:
    """The role's mentions; grouping here keeps the union small."""
    parts = mention_columns(items, role)
    rows = items.select(**dict(zip(MENTION, parts, strict=True)))
    told = rows.filter((rows.name != "") | (rows.identifier != ""))
    return told.group_by(*MENTION).aggregate(rows=told.count())


def mention_columns(items: Table, role: str) -> tuple[ibis.Value, ibis.Value, ibis.Value]:
    """Name, identifier and country of ``role`` in the form in which mentions are joined."""
    name = items[role].fill_null("")
    identifier = items[f"{role}_identifier"].fill_null("")
    return name, identifier, items[f"{role}_country"].fill_null("")


def name_keys(names: Sequence[str]) -> pa.Table:
    """``name``, ``key``, its normal form, and ``distinctive``: would hardly any other company bear it?

    The key is empty when the text names nobody.
    """
    chunks = [names[start : start + _AT_ONCE] for start in range(0, len(names), _AT_ONCE)]
    parts = [_name_keys(()), *mapped(_name_keys, chunks, available() if len(chunks) > 1 else 1)]
    return pa.concat_tables(parts)


def _name_keys(names: Sequence[str]) -> pa.Table:
    told = [is_distinctive(prepare(it)) for it in names]
    keys = pa.array(normal_keys(list(names)), pa.string())
    return pa.table({"name": pa.array(names, pa.string()), "key": keys, "distinctive": pa.array(told, pa.bool_())})


def registered_anchors(pairs: Iterable[tuple[str, str]]) -> pa.Table:
    """What each number makes of a mention: ``identifier``, ``country``, ``registered``, ``register_country``.

    ``registered`` is ``scheme:value`` where the number has the form of its country's register (and its check
    digits hold, where the scheme has them), else ``id:country:value`` as written. A number without a country is
    the only anchor that the same number has elsewhere; failing that, a scheme must be the only one that fits.
    Placeholders (``-``, ``0000000000``, fewer than four letters or digits) and codes that many firms share
    (KPP) give an empty text: they identify nobody.

    Args:
        pairs: Identifiers and countries as written, an empty text for an unstated country.
    """
    every = sorted(set(pairs))
    stated = {pair: _stated_anchor(*pair) for pair in every if pair[1]}
    elsewhere: dict[str, set[_Anchor]] = defaultdict(set)
    for anchor in stated.values():
        elsewhere[anchor.value].add(anchor)
    rows = []
    for identifier, country in every:
        anchor = stated.get((identifier, country)) or _unstated_anchor(identifier, elsewhere)
        rows.append((identifier, country, anchor.text, anchor.country))
    columns = list(zip(*rows, strict=True)) or [(), (), (), ()]
    names = ("identifier", "country", "registered", "register_country")
    return pa.table([pa.array(values, pa.string()) for values in columns], names=names)


@dataclass(frozen=True, order=True)
class _Anchor:
    scheme: str
    country: str
    value: str

    @property
    def text(self) -> str:
        if not self.scheme:
            return ""
        return f"id:{self.country}:{self.value}" if self.scheme == "id" else f"{self.scheme}:{self.value}"


_NOBODY = _Anchor("", "", "")


def _stated_anchor(identifier: str, country: str) -> _Anchor:
    bare = _bare(identifier)
    if not _tells(bare):
        return _NOBODY
    fitting = [it for it in recognise(identifier, country) if it.country in (country, "")]
    whose = [it for it in fitting if it.scheme not in _SHARED_CODES]
    if whose:
        return _Anchor(whose[0].scheme, country, whose[0].value)
    return _NOBODY if fitting else _Anchor("id", country, bare)


def _unstated_anchor(identifier: str, elsewhere: Mapping[str, set[_Anchor]]) -> _Anchor:
    bare = _bare(identifier)
    if not _tells(bare):
        return _NOBODY
    fitting = [it for it in recognise(identifier) if it.scheme not in _SHARED_CODES]
    value = fitting[0].value if fitting else bare
    if len(known := elsewhere.get(value, set())) == 1:
        return min(known)
    # One check digit holds by chance in a tenth of all numbers: two schemes that fit tell nothing.
    if len({it.scheme for it in fitting}) == 1:
        return _Anchor(fitting[0].scheme, fitting[0].country, value)
    return _Anchor("id", "", bare)


def _tells(bare: str) -> bool:
    return len(bare) >= _SHORTEST_IDENTIFIER and len(set(bare)) > 1


def _bare(identifier: str) -> str:
    return _NOT_ALPHANUMERIC.sub("", unicodedata.normalize("NFKC", identifier)).upper()
