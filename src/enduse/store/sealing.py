"""Bytes that only their key opens: AES-256-GCM in blocks, so that a file of any size needs little memory.

Every file has a key of its own, derived from the owner's key and a random salt. Each block's nonce is its number and
whether it is the last: blocks cannot be left out, swapped or cut off unseen.
"""

import os
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from enduse.errors import StoreError

KEY_BYTES = 32
BLOCK = 1 << 20
_MAGIC = b"ENDUSE-SEALED-1\n"
_SALT_BYTES = 16
_TAG_BYTES = 16


def new_key() -> bytes:
    """A random key."""
    return os.urandom(KEY_BYTES)


def seal(blocks: Iterable[bytes], key: bytes) -> Iterator[bytes]:
    """The sealed form, piece by piece; ``blocks`` are each at most ``BLOCK`` long and none but the last is shorter."""
    salt = os.urandom(_SALT_BYTES)
    cipher = _cipher(key, salt)
    yield _MAGIC + salt
    waiting, number = b"", 0
    for number, block in enumerate(blocks):  # noqa: B007 - the last number is needed below
        if number:
            yield cipher.encrypt(_nonce(number - 1, last=False), waiting, None)
        waiting = block
    yield cipher.encrypt(_nonce(number, last=True), waiting, None)


def unseal(file: BinaryIO, key: bytes) -> Iterator[bytes]:
    """The original bytes, piece by piece.

    Raises:
        StoreError: ``E-EVIDENCE-CHANGED``: not sealed by this key, or altered since.
    """
    head = file.read(len(_MAGIC) + _SALT_BYTES)
    if not head.startswith(_MAGIC):
        raise _altered()
    cipher, number = _cipher(key, head[len(_MAGIC) :]), 0
    block = file.read(BLOCK + _TAG_BYTES)
    while True:
        following = file.read(BLOCK + _TAG_BYTES)
        try:
            yield cipher.decrypt(_nonce(number, last=not following), block, None)
        except InvalidTag as error:
            raise _altered() from error
        if not following:
            return
        block, number = following, number + 1


def _cipher(key: bytes, salt: bytes) -> AESGCM:
    return AESGCM(HKDF(SHA256(), KEY_BYTES, salt, b"enduse evidence").derive(key))


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


def _altered() -> StoreError:
    return StoreError(
        "These bytes are not what was sealed: they were altered, or another key sealed them. Nothing of them is shown. "
        "Put the file back from a copy, and look with `enduse evidence verify` for others.",
        code="E-EVIDENCE-CHANGED",
    )


def pieces(file: BinaryIO) -> Iterator[bytes]:
    """The bytes of a file in blocks as ``seal`` wants them."""
    while block := file.read(BLOCK):
        yield block
