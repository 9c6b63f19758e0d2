"""What a list or register says goes into the ledger and comes back the same."""

from datetime import date
from fractions import Fraction

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from enduse.model.listing import Contact, Link, ListEntry, WrittenAddress, WrittenIdentifier, WrittenName
from enduse.model.relation import PartyRef, RegisterRecord, Relation
from enduse.sources.written import (
    Origin,
    entry_of,
    listing_row,
    record_of,
    register_row,
    relation_of,
    relation_row,
)
from enduse.store.schema import TABLES

ORIGIN = Origin("a" * 64, None, "ofac_sdn_csv", date(2024, 1, 2))
texts = st.text(min_size=1, max_size=12).filter(lambda it: "\0" not in it and it.isprintable())
days = st.none() | st.dates(date(1950, 1, 1), date(2100, 1, 1))
scheme = st.sampled_from(["INN", "OGRN", "REG", "OTHER"])
numbers = st.lists(st.builds(WrittenIdentifier, scheme, texts, st.sampled_from(["", "RU"])), max_size=3).map(tuple)
names = st.lists(
    st.builds(WrittenName, texts, st.sampled_from(["primary", "alias", "former", "weak"]), st.sampled_from(["", "ru"])),
    min_size=1,
    max_size=3,
).map(tuple)
addresses = st.lists(st.builds(WrittenAddress, texts, st.sampled_from(["", "AE"])), max_size=2).map(tuple)
contacts = st.lists(st.builds(Contact, st.sampled_from(["phone", "email", "web"]), texts), max_size=2).map(tuple)
several = st.lists(texts, max_size=2).map(tuple)
more = st.dictionaries(texts, texts, max_size=2)
shares = st.none() | st.fractions(0, 1)
parties = st.builds(PartyRef, texts, st.none() | st.builds(WrittenIdentifier, scheme, texts), texts, st.just("CY"))


def through(table: str, row: dict[str, object]) -> dict[str, object]:
    """As the ledger's columns keep it."""
    read: dict[str, object] = pa.Table.from_pylist([row], TABLES[table].arrow_schema()).to_pylist()[0]
    return read


@given(
    st.builds(
        ListEntry,
        st.integers(1, 10**6),
        texts,
        texts,
        texts,
        st.sampled_from(["company", "person", "vessel", "aircraft", "address", "unknown"]),
        names,
        numbers,
        addresses,
        contacts,
        several,
        several,
        several,
        days,
        days,
        texts,
        st.lists(st.builds(Link, texts, texts, texts, texts), max_size=2).map(tuple),
        texts,
        more,
    )
)
def test_an_entry_comes_back_as_it_went_in(entry: ListEntry) -> None:
    assert entry_of(through("listings", listing_row(entry, ORIGIN))) == entry


@given(
    st.builds(
        RegisterRecord,
        st.integers(1, 10**6),
        texts,
        texts,
        st.sampled_from(["company", "person"]),
        names,
        numbers,
        addresses,
        contacts,
        several,
        st.sampled_from(["", "1971", "1971-03"]),
        st.sampled_from(["active", "dissolved", "unknown"]),
        days,
        days,
        several,
        st.booleans(),
        more,
    )
)
def test_a_register_record_comes_back_as_it_went_in(record: RegisterRecord) -> None:
    assert record_of(through("register_records", register_row(record, ORIGIN))) == record


@given(
    st.builds(
        Relation,
        st.integers(1, 10**6),
        texts,
        parties,
        parties,
        st.sampled_from(["shares", "votes", "directs", "family"]),
        shares,
        shares,
        st.none() | st.booleans(),
        days,
        days,
        days,
        texts,
        st.booleans(),
    )
)
def test_a_relation_comes_back_with_its_shares_exact(relation: Relation) -> None:
    assert relation_of(through("relations", relation_row(relation, ORIGIN))) == relation


def test_a_third_is_kept_as_a_third() -> None:
    third = Relation(1, "EGRUL", PartyRef("a"), PartyRef("b"), "shares", Fraction(1, 3), Fraction(1, 3))
    assert relation_row(third, ORIGIN)["low"] == "1/3"
