"""Tests of manifests: printing and reading them back."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from enduse.errors import LedgerDamaged, Notice, StoreError
from enduse.store.manifest import (
    EMPTY,
    Manifest,
    Part,
    PlaceEntry,
    SourceEntry,
    parse_manifest,
    print_manifest,
)

# File names on Linux are bytes: those that are no text come as lone surrogates.
NAMES = st.text(st.characters(), max_size=12)
TEXTS = st.text(max_size=12)
NUMBERS = st.integers(0, 2**63 - 1)
COUNTS = st.dictionaries(TEXTS, NUMBERS, max_size=3)


@st.composite
def places(draw: st.DrawFn) -> PlaceEntry:
    kept, rejected = draw(NUMBERS), draw(NUMBERS)
    return PlaceEntry(
        draw(st.none() | NAMES),
        draw(st.none() | NAMES),
        draw(TEXTS),
        draw(TEXTS),
        draw(TEXTS),
        draw(st.dictionaries(TEXTS, TEXTS, max_size=3)),
        kept + rejected,
        kept,
        rejected,
        draw(COUNTS),
        draw(COUNTS),
        tuple(draw(st.lists(st.builds(Notice, TEXTS, TEXTS), max_size=2))),
    )


SOURCES = st.builds(
    SourceEntry,
    TEXTS,
    NAMES,
    NUMBERS,
    TEXTS,
    st.lists(places(), max_size=2).map(tuple),
    st.dictionaries(NAMES, TEXTS, max_size=2),
    TEXTS,
    TEXTS,
    st.booleans(),
    TEXTS,
)
PARTS = st.builds(Part, TEXTS, TEXTS, NUMBERS, st.lists(TEXTS, max_size=3).map(tuple), NUMBERS, TEXTS)
MANIFESTS = st.builds(
    Manifest,
    NUMBERS,
    NUMBERS,
    TEXTS,
    st.lists(PARTS, max_size=3).map(tuple),
    st.lists(SOURCES, max_size=3).map(tuple),
    TEXTS,
)


@given(MANIFESTS)
@example(Manifest(1, 1, "", sources=(SourceEntry("00", "\udcff.csv", 0, ""),)))
def test_reading_what_was_printed_gives_it_back(manifest: Manifest) -> None:
    assert parse_manifest(print_manifest(manifest), "1.json") == manifest


@given(MANIFESTS)
def test_a_manifest_is_printed_to_the_same_utf8_bytes_every_time(manifest: Manifest) -> None:
    printed = print_manifest(manifest)
    assert print_manifest(parse_manifest(printed, "1.json")) == printed
    printed.decode("utf-8")


def test_a_manifest_cut_off_at_any_byte_is_reported_as_damaged() -> None:
    whole = print_manifest(Manifest(3, 1, "2024-03-01T12:00:00Z", note="add north.csv"))
    for end in range(len(whole) - 1):
        with pytest.raises(LedgerDamaged, match=r"3\.json"):
            parse_manifest(whole[:end], "3.json")


@pytest.mark.parametrize("text", [b"[]", b'"x"', b"{}", b'{"parts": 3, "sources": []}', b"\xff\xfe"])
def test_what_is_no_manifest_is_reported_as_damaged(text: bytes) -> None:
    with pytest.raises(LedgerDamaged):
        parse_manifest(text, "3.json")


@pytest.mark.parametrize(("read", "kept", "rejected"), [(10, 9, 0), (10, 9, 2), (0, -1, 1)])
def test_counts_that_lose_a_row_are_refused(read: int, kept: int, rejected: int) -> None:
    with pytest.raises(StoreError) as caught:
        PlaceEntry(None, "Sheet1", "xlsx", "", "items", rows_read=read, rows_kept=kept, rows_rejected=rejected)
    assert caught.value.code == "E-COUNTS"


def test_the_empty_ledger_holds_no_source() -> None:
    assert EMPTY.source("00") is None
    assert EMPTY.of_table("items") == ()
