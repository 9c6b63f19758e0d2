"""Keys by their owner."""

from pathlib import Path

import pytest

from enduse.store.key_ring import KeyRing


@pytest.fixture
def ring(tmp_path: Path) -> KeyRing:
    return KeyRing(tmp_path / "desk_keys.db")


def test_an_owner_has_one_key_however_the_name_is_written(ring: KeyRing) -> None:
    assert ring.made_for("Oleg Vymyshlenny") == ring.made_for(" VYMYSHLENNY, Oleg")
    assert ring.made_for("Ann Lee") != ring.made_for("Oleg Vymyshlenny")
    assert len(ring.keys()) == 2


def test_an_erased_key_is_nowhere_in_the_file(ring: KeyRing) -> None:
    key_id, key = ring.made_for("Oleg Vymyshlenny")
    assert key in ring.path.read_bytes()
    ring.erase(key_id)
    left = ring.path.read_bytes()
    assert (key in left, b"oleg" in left, ring.key(key_id), ring.id_of("Oleg Vymyshlenny")) == (False, False, None, "")


def test_asking_makes_no_file(ring: KeyRing) -> None:
    assert (ring.key("x"), ring.keys(), ring.id_of("Ann"), ring.path.exists()) == (None, {}, "", False)
