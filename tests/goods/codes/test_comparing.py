import pytest

from enduse.errors import BadGoodsCode, UsageError
from enduse.goods.codes.comparing import same_goods, successors
from enduse.model.nomenclature import CodeBooks


def test_a_code_that_only_lost_its_scrap_means_the_same_goods(books: CodeBooks) -> None:
    found = same_goods("845811", "HS2017", "845811", "HS2022", books)
    assert found.relation == "same"
    assert [row.row for _, row in found.rows] == [8]
    assert "8549" in found.notes[-1]


def test_a_code_that_was_split_shares_a_part(books: CodeBooks) -> None:
    found = same_goods("845610", "HS2012", "845611", "HS2017", books)
    assert found.relation == "part"
    assert {row.row for _, row in found.rows} == {2, 3}
    assert "845611, 845612" in found.sentence


def test_the_answer_is_the_same_from_both_sides(books: CodeBooks) -> None:
    for a, b in (("845610", "845611"), ("845811", "845811"), ("845811", "845612")):
        one = same_goods(a, "HS2012", b, "HS2017", books)
        other = same_goods(b, "HS2017", a, "HS2012", books)
        assert one.relation == other.relation


def test_two_steps_are_followed(books: CodeBooks) -> None:
    assert same_goods("845610", "HS2012", "845612", "HS2022", books).relation == "part"
    assert same_goods("845811", "HS2012", "845811", "HS2022", books).relation == "same"
    assert successors("845610", "HS2012", "HS2022", books) == ("845611", "845612")


def test_other_goods_are_different(books: CodeBooks) -> None:
    found = same_goods("845811", "HS2012", "845611", "HS2017", books)
    assert found.relation == "different"
    assert "share no goods" in found.sentence


def test_longer_codes_are_cut_and_that_is_said(books: CodeBooks) -> None:
    found = same_goods("8458112000", "HS2017", "8458.11", "HS2022", books)
    assert found.relation == "same"
    assert any("cut" in it for it in found.notes)


def test_within_one_edition_no_table_is_needed() -> None:
    assert same_goods("845811", "HS2022", "845811", "H6", CodeBooks()).relation == "same"
    assert same_goods("845811", "HS2022", "845891", "H6", CodeBooks()).relation == "different"


def test_without_a_table_nothing_is_said_about_the_goods() -> None:
    found = same_goods("845811", "HS2017", "845811", "HS2022", CodeBooks())
    assert found.relation == "unknown"
    assert "HS2017 to HS2022" in found.sentence


def test_a_code_that_the_edition_does_not_have_is_refused(books: CodeBooks) -> None:
    with pytest.raises(BadGoodsCode) as caught:
        same_goods("845610", "HS2022", "845611", "HS2017", books)
    assert caught.value.code == "E-CODE-ABSENT"


def test_a_heading_has_no_counterpart(books: CodeBooks) -> None:
    with pytest.raises(BadGoodsCode) as caught:
        same_goods("8456", "HS2012", "845611", "HS2017", books)
    assert caught.value.code == "E-CODE-SHORT"


def test_a_national_nomenclature_cannot_be_compared(books: CodeBooks) -> None:
    with pytest.raises(UsageError):
        same_goods("8458112000", "TNVED", "845811", "HS2022", books)


def test_real_tables_know_machine_tools(real_books: CodeBooks) -> None:
    for code in ("845710", "845811", "845891", "845961"):
        assert same_goods(code, "HS2012", code, "HS2022", real_books).relation == "same", code
    # Some parts of machines went to displays and transducers with HS2022.
    assert same_goods("846693", "HS2017", "846693", "HS2022", real_books).relation == "part"
    assert same_goods("845610", "HS2012", "845611", "HS2022", real_books).relation == "part"
    assert "848510" in successors("846390", "HS2017", "HS2022", real_books)
