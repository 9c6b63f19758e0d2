"""Addresses, phones, e-mail addresses, sites and accounts by who gives them, in the form in which two can be one."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import ibis
import pyarrow as pa
from ibis.expr.types import StringColumn, Table

from enduse.resolve.mentions import MENTION, mention_columns
from enduse.resolve.numbering import with_row_ids
from enduse.resolve.whereabouts import contacts_in, without_contacts
from enduse.resolve.workers import available, mapped
from enduse.store.derived_tables import RECORDS, first_id
from enduse.store.record_kinds import DAY_OF, PARTY_ROLES
from enduse.store.schema import ROLES
from enduse.store.table import PROVENANCE
from enduse.text.addresses import AddressForm, address_form
from enduse.text.contacts import domain_form, emails_of, phones_of

GIVEN = (*MENTION, "what", "text", "rows", "first_on", "last_on", "row_id")
"""Who writes which text as what, in how many rows, from when to when, and the first of these rows."""

_TEXTS = ("what", "text", "country")
_KEYS = pa.schema([(it, pa.string()) for it in (*_TEXTS, "kind", "key")])
_AT_ONCE = 5_000
_SHORTEST_ACCOUNT = 6
_CONTACTS = (("account", "account"), ("phone", "phone"), ("email", "email"), ("website", "web"))


def given_by_items(items: Table) -> Table:
    """What goods lines give of their parties, with the columns of ``GIVEN``.

    Args:
        items: Ledger items with ``row_id``, each line once.
    """
    each = [_given(items, mention_columns(items, it), items[f"{it}_address"], items.declared_on) for it in ROLES]
    return ibis.union(*each)


def given_by_records(name: str, table: Table, order: Mapping[str, int]) -> Table:
    """What the rows of a table of ``PARTY_ROLES`` give of their parties, with the columns of ``GIVEN``.

    Args:
        name: The table.
        table: The ledger's.
        order: Source id to the order of adding.
    """
    rows = _numbered(name, table, order)
    day = rows[DAY_OF[name]]
    each = []
    for role in PARTY_ROLES[name]:
        who = mention_columns(rows, role)
        each.append(_given(rows, who, rows[f"{role}_address"], day))
        for end, what in _CONTACTS:
            if f"{role}_{end}" in rows.columns:
                each.append(_given(rows, who, rows[f"{role}_{end}"], day, what))
        if name == "web":
            each.append(_given(rows, who, rows.domain, day, "web"))
            each.append(_given(rows, who, rows.claimed_address, day))
    return ibis.union(*each) if len(each) > 1 else each[0]


def given_by_registers(named: Table) -> Table:
    """What records of registers give, with the columns of ``GIVEN``.

    Args:
        named: Ledger ``register_records`` with ``row_id`` and, as ``name``, ``identifier`` and ``country_``, the
            mention that stands for the record.
    """
    who = (named.name, named.identifier, named.country_)
    homes = named.filter(named.addresses.length() > 0).mutate(text=named.addresses.unnest())
    lines = named.filter(named.contacts.length() > 0).mutate(line=named.contacts.unnest())
    home = _given(homes, [homes[it.get_name()] for it in who], homes.text, homes.snapshot)
    calls = [
        _given(some, [some[it.get_name()] for it in who], some.line.substr(len(kind) + 1), some.snapshot, kind)
        for kind in ("phone", "email", "web")
        for some in [lines.filter(lines.line.startswith(f"{kind}:"))]
    ]
    return ibis.union(home, *calls)


def placed_texts(given: Table, placed: Table, parties: Table) -> Table:
    """``given`` with ``party_id``; ``country`` is that of the party where the row states none.

    Args:
        given: Columns of ``GIVEN``.
        placed: Mentions with their ``party_id``.
        parties: With ``party_id`` and ``country``.
    """
    who = placed.filter(placed.party_id.notnull()).select("party_id", *MENTION)
    told = given.inner_join(who, list(MENTION)).select("party_id", *GIVEN)
    home = parties.select("party_id", home=parties.country)
    both = told.left_join(home, "party_id").drop("party_id_right")
    return both.mutate(country=ibis.coalesce(both.country.nullif(""), both.home, "")).drop("home", "name", "identifier")


def distinct_texts(told: Table) -> Table:
    """Every text that is to be read, once."""
    return told.select(*_TEXTS).distinct()


def trait_keys(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Each text with the ``kind`` and ``key`` of each trait it holds; a text that holds none is left out.

    Args:
        batches: Of ``distinct_texts``.
    """
    chunks = (it.slice(at, _AT_ONCE) for it in batches for at in range(0, it.num_rows, _AT_ONCE))
    coming = iter(chunks)
    first = [it for _, it in zip(range(3), coming, strict=False)]
    workers = available() if len(first) == 3 else 1
    yield from mapped(_keys_of_batch, _chained(first, coming), workers)


def keys_schema() -> pa.Schema:
    """Of what ``trait_keys`` gives."""
    return _KEYS


def traits(told: Table, keys: Table, heads: Table) -> Table:
    """One row for each party and trait; the columns of ``store.derived_tables.TRAITS``.

    Args:
        told: As ``placed_texts`` gives it.
        keys: As ``trait_keys`` gives it.
        heads: ``row_id`` and provenance of every row that may have given one.
    """
    each = told.inner_join(keys, list(_TEXTS))
    whole = each.group_by("party_id", "kind", "key").aggregate(
        written=each.text.min(),
        country=each.country.nullif("").min(),
        # DuckDB adds up whole numbers in 128 bits, which a file does not hold.
        rows=each.rows.sum().cast("float64").cast("int64"),
        first_on=each.first_on.min(),
        last_on=each.last_on.max(),
        row_id=each.row_id.min(),
    )
    where = whole.left_join(heads, "row_id").drop("row_id_right")
    return where.select([it.name for it in RECORDS["traits"]]).order_by("party_id", "kind", "key")


def heads_of(table: Table) -> Table:
    """``row_id`` and provenance of a table of a run."""
    return table.select("row_id", *(it.name for it in PROVENANCE))


def keys_of(what: str, text: str, country: str) -> list[tuple[str, str]]:
    """Kinds and keys of the traits that a text holds.

    Args:
        what: ``address``, ``phone``, ``email``, ``web`` or ``account``: the column it stands in.
        text: As written.
        country: ISO alpha-2 of who gives it, else empty.

    >>> keys_of("address", "Room 12, No. 7 Sample Road, Shenzhen, tel. +86 755 8123 4567", "CN")[2]
    ('phone', '+8675581234567')
    """
    if what == "address":
        found = _places(address_form(without_contacts(text), country), country)
        return found + [it for part in contacts_in(text) for it in (*_phones(part, country), *_emails(part))]
    if what == "account":
        plain = "".join(it for it in text.upper() if it.isalnum())
        telling = len(plain) >= _SHORTEST_ACCOUNT and len(set(plain)) > 1 and any(map(str.isdigit, plain))
        return [("account", plain)] if telling else []
    if what == "web":
        site = domain_form(text)
        return [("domain", site.domain)] if site and not site.free else []
    return _phones(text, country) if what == "phone" else _emails(text)


def _phones(text: str, country: str) -> list[tuple[str, str]]:
    return [("phone", it.number or it.digits) for it in phones_of(text, country) if not it.shared]


def _emails(text: str) -> list[tuple[str, str]]:
    found = emails_of(text)
    return [*(("email", it.address) for it in found), *(("domain", it.domain) for it in found if not it.free)]


def _places(form: AddressForm, country: str) -> list[tuple[str, str]]:
    """The address, and the house it is in; a street or a town without a house number is no trait."""
    if not (form.house and form.words):
        return []
    where = form.country or country
    house = " ".join((where, *sorted(form.words), f"#:{form.house}")).strip()
    return [("address", f"{where} {form.key}".strip()), ("house", house)]


def _keys_of_batch(batch: pa.RecordBatch) -> pa.RecordBatch:
    rows = zip(*(batch[it].to_pylist() for it in _TEXTS), strict=True)
    found = [(*row, *it) for row in rows for it in dict.fromkeys(keys_of(*row))]
    columns = list(zip(*found, strict=True)) or [()] * len(_KEYS)
    return pa.record_batch([pa.array(it, pa.string()) for it in columns], schema=_KEYS)


def _chained(first: Sequence[pa.RecordBatch], rest: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    yield from first
    yield from rest


def _numbered(name: str, table: Table, order: Mapping[str, int]) -> Table:
    rows = with_row_ids(table, order)
    return rows.mutate(row_id=(rows.row_id + first_id(name)).cast("int64"))


def _given(rows: Table, who: Sequence[ibis.Value], text: StringColumn, day: ibis.Value, what: str = "address") -> Table:
    parts = dict(zip(MENTION, who, strict=True))
    said = rows.select(**parts, text=text.fill_null("").strip(), on=day, row_id=rows.row_id)
    some = said.filter(said.text.length() > 0)
    counted = some.group_by(*MENTION, "text").aggregate(
        rows=some.count(), first_on=some.on.min(), last_on=some.on.max(), row_id=some.row_id.min()
    )
    return counted.mutate(what=ibis.literal(what)).select(*GIVEN)
