import pytest

from enduse.goods.codes.kept_index import index_bytes, index_of
from enduse.goods.codes.suggesting import CodeIndex, index_codes, suggest_hs6
from enduse.model.nomenclature import CodeBooks


@pytest.fixture
def index(books: CodeBooks) -> CodeIndex:
    return index_codes(books)


def test_an_index_comes_back_as_it_was(index: CodeIndex) -> None:
    after = index_of(index_bytes(index))
    assert after is not None
    assert {term: dict(found) for term, found in after.postings.items()} == index.postings
    assert (after.rarity, after.labels) == (index.rarity, index.labels)
    assert (after.ruled_out, after.qualifiers) == (index.ruled_out, index.qualifiers)


@pytest.mark.parametrize("text", ["станок токарный с ЧПУ", "spindle for a lathe", "CNC 선반", "", "яблоки"])
def test_it_suggests_what_it_suggested(index: CodeIndex, text: str) -> None:
    after = index_of(index_bytes(index))
    assert after is not None
    assert suggest_hs6(text, after) == suggest_hs6(text, index)


@pytest.mark.parametrize("kept", [0, 10, 32, 33, 1_000, -1])
def test_a_cut_file_is_no_index(index: CodeIndex, kept: int) -> None:
    assert index_of(index_bytes(index)[:kept]) is None


@pytest.mark.parametrize("at", [0, 31, 32, 500, -1])
def test_one_other_byte_is_noticed(index: CodeIndex, at: int) -> None:
    data = bytearray(index_bytes(index))
    data[at] ^= 1
    assert index_of(bytes(data)) is None
