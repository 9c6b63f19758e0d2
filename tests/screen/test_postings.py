"""Keys and the records that have them."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from enduse.screen.postings import Postings, packed, post, unpacked

KEYS = st.dictionaries(st.text(max_size=6), st.lists(st.integers(0, 99), unique=True).map(sorted), max_size=8)


def test_a_key_gives_its_records_and_an_unknown_one_none() -> None:
    postings = post({"inn:1": [0, 3], "inn:2": [3]})
    assert postings.of("inn:1").tolist() == [0, 3]
    assert postings.of("inn:2").tolist() == [3]
    assert postings.of("inn:3").tolist() == []


@given(KEYS)
def test_what_is_kept_as_arrays_comes_back(records: dict[str, list[int]]) -> None:
    records = {key.replace("\0", "x"): ids for key, ids in records.items()}
    back = Postings.from_arrays(post(records).arrays("key"), "key")
    assert {key: back.of(key).tolist() for key in records} == records


@given(st.lists(st.text().filter(lambda it: "\0" not in it)))
def test_packed_texts_come_back(texts: list[str]) -> None:
    assert unpacked(packed(texts)) == texts


def test_no_text_is_told_from_one_empty_text() -> None:
    assert (unpacked(packed([])), unpacked(packed([""]))) == ([], [""])


def test_arrays_that_lack_one_are_refused(tmp_path: Path) -> None:
    arrays = post({"a": [1]}).arrays("key")
    del arrays["key_ids"]
    np.savez(tmp_path / "x.npz", allow_pickle=False, **arrays)
    with np.load(tmp_path / "x.npz") as kept, pytest.raises(KeyError):
        Postings.from_arrays(kept, "key")
