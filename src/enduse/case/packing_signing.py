"""Signatures of packs: who holds the key wrote the manifest, and nobody changed it since. Checked offline."""

import base64
import binascii
import json
import os
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from enduse.errors import InputError, UnreadableFile
from enduse.store.atomic import explained

ALGORITHM = "Ed25519"


def signing_key(path: Path) -> tuple[Ed25519PrivateKey, bool]:
    """The key in a file; where there is no file, a new one is written, readable by its owner alone, and True.

    Raises:
        InputError: ``E-PACK-KEY``: the file is no such key.
    """
    if not path.exists():
        key = Ed25519PrivateKey.generate()
        pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        with (
            explained("writing a key", path),
            os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file,
        ):  # noqa: E501
            file.write(pem)
        return key, True
    with explained("reading a key", path):
        pem = path.read_bytes()
    try:
        found = load_pem_private_key(pem, None)
    except (ValueError, TypeError) as error:
        raise _no_key(path, str(error)) from error
    if not isinstance(found, Ed25519PrivateKey):
        raise _no_key(path, f"it is a key of the kind {type(found).__name__}")
    return found, False


def public_text(key: Ed25519PrivateKey) -> str:
    """The public half, in 44 letters; whoever checks a pack compares it with what the signer published."""
    return _text(key.public_key())


def signature_of(manifest: bytes, key: Ed25519PrivateKey) -> bytes:
    """The signature's file for a manifest."""
    told = {
        "algorithm": ALGORITHM,
        "public_key": public_text(key),
        "signature": base64.b64encode(key.sign(manifest)).decode("ascii"),
    }
    return (json.dumps(told, indent=1, sort_keys=True) + "\n").encode()


def signer_of(manifest: bytes, signature: bytes) -> str:
    """The public key that signed the manifest; empty: it was signed by none, or the manifest was changed since."""
    try:
        told = json.loads(signature)
        public = base64.b64decode(told["public_key"], validate=True)
        signed = base64.b64decode(told["signature"], validate=True)
        Ed25519PublicKey.from_public_bytes(public).verify(signed, manifest)
    except (InvalidSignature, ValueError, KeyError, TypeError, binascii.Error):
        return ""
    return str(told["public_key"]) if told.get("algorithm") == ALGORITHM else ""


def expected_key(text: str) -> str:
    """A public key as it was given: its letters, or a file that holds them.

    Raises:
        UnreadableFile: ``E-PACK-KEY``: it is none.
    """
    path = Path(text)
    try:
        told = path.read_text(encoding="ascii").strip() if path.is_file() else text.strip()
        if len(base64.b64decode(told, validate=True)) == 32:
            return told
    except (ValueError, OSError, binascii.Error):
        pass
    raise UnreadableFile(
        f"{text!r} is no public key of a signer: 44 letters that end in =, or a file that holds them. The signer finds "
        "them beside the private key, in a file that ends in .pub.",
        code="E-PACK-KEY",
    )


def _text(key: Ed25519PublicKey) -> str:
    return base64.b64encode(key.public_bytes(Encoding.Raw, PublicFormat.Raw)).decode("ascii")


def _no_key(path: Path, seen: str) -> InputError:
    return InputError(
        f"{str(path)!r} holds no private key for signing ({seen}). Name a file that does not exist yet, and a key is "
        "made there; or one that an earlier `enduse report pack --sign` made.",
        code="E-PACK-KEY",
    )
