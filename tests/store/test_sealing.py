"""Sealed bytes: their key alone opens them, and no change goes unseen."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enduse.errors import StoreError
from enduse.store.sealing import BLOCK, new_key, pieces, seal, unseal

KEY = bytes(range(32))


def _sealed(data: bytes) -> bytes:
    return b"".join(seal(pieces(io.BytesIO(data)), KEY))


def _opened(data: bytes, key: bytes = KEY) -> bytes:
    return b"".join(unseal(io.BytesIO(data), key))


@given(st.binary(max_size=300))
def test_what_was_sealed_opens_again(data: bytes) -> None:
    assert _opened(_sealed(data)) == data


@pytest.mark.parametrize("size", [0, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK])
def test_the_edges_of_blocks_are_no_edge_cases(size: int) -> None:
    data = b"x" * size
    assert _opened(_sealed(data)) == data


@settings(max_examples=30)
@given(st.data())
def test_one_flipped_bit_is_seen(data: st.DataObject) -> None:
    sealed = bytearray(_sealed(b"who bought the lathe"))
    place = data.draw(st.integers(0, len(sealed) * 8 - 1))
    sealed[place // 8] ^= 1 << (place % 8)
    with pytest.raises(StoreError) as error:
        _opened(bytes(sealed))
    assert error.value.code == "E-EVIDENCE-CHANGED"


def test_blocks_left_out_or_cut_off_are_seen() -> None:
    sealed = _sealed(b"a" * BLOCK + b"b" * BLOCK + b"c")
    head, block = 32, BLOCK + 16
    for wrong in (sealed[: head + block], sealed[:head] + sealed[head + block :]):
        with pytest.raises(StoreError):
            _opened(wrong)


def test_another_key_opens_nothing() -> None:
    with pytest.raises(StoreError):
        _opened(_sealed(b"text"), new_key())


def test_the_same_bytes_sealed_twice_look_different() -> None:
    assert _sealed(b"text") != _sealed(b"text")
