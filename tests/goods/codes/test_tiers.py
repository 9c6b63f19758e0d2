from datetime import date, timedelta

import pytest

from enduse.errors import BadGoodsCode
from enduse.goods.codes.tiers import CodeListing, bundled_listings, listings_of, priority_list_versions, tiers
from enduse.model.nomenclature import CodeBooks


def named(code: str, on: date, edition: str = "") -> set[tuple[str, str]]:
    return {(it.authority, it.tier or it.list) for it in tiers(code, edition, on) if it.in_force}


def test_the_priority_list_took_in_lathes_on_its_day() -> None:
    assert ("CHPL", "4.B") in named("8458112000", date(2024, 2, 23))
    assert ("CHPL", "4.B") not in named("8458112000", date(2024, 2, 22))


def test_first_tiers_stand_since_the_first_version() -> None:
    assert ("CHPL", "1") in named("854231", date(2023, 6, 1))
    assert not [it for it in tiers("854231", "", date(2023, 1, 1)) if it.authority == "CHPL" and it.in_force]


def test_an_unknown_start_is_no_answer() -> None:
    (found,) = [it for it in tiers("848210", "", date(2023, 6, 1)) if it.authority == "CHPL"]
    assert found.in_force is None
    assert "not known" in found.note
    (later,) = [it for it in tiers("848210", "", date(2024, 3, 1)) if it.authority == "CHPL"]
    assert later.in_force is True


@pytest.mark.parametrize("code", ["820740", "820900"])
def test_us_additions_begin_on_their_day(code: str) -> None:
    day = date(2024, 6, 12)
    assert [it for it in tiers(code, "", day) if it.citation.endswith("2024-13148")]
    assert not [it for it in tiers(code, "", day - timedelta(days=1)) if it.authority == "US"]


def test_taiwan_listed_codes_in_2024_and_specifications_before() -> None:
    assert {it.basis for it in tiers("845811", "", date(2023, 2, 1)) if it.authority == "TW"} == {"specification"}
    assert "list" in {it.basis for it in tiers("845811", "", date(2024, 3, 8)) if it.authority == "TW"}


def test_what_was_not_read_is_marked_and_comes_last() -> None:
    found = tiers("845811", "", date(2025, 9, 1))
    assert found[-1].basis == "unread"
    assert all(it.confidence for it in found)


def test_a_list_of_the_user_replaces_the_bundled_one_of_its_authority() -> None:
    own = CodeListing("CHPL", "my copy", "845811", "HS2022", start=date(2024, 1, 1), confidence="seen")
    found = [it for it in tiers("845811", "", date(2024, 5, 1), added=[own]) if it.authority == "CHPL"]
    assert [it.list for it in found] == ["my copy"]


def test_a_list_of_codes_leaves_specifications_of_its_authority_standing() -> None:
    own = CodeListing("EU", "my annex", "845710", "HS2022", start=date(2022, 6, 1), confidence="seen")
    found = [it for it in tiers("845710", "", date(2024, 5, 1), added=[own]) if it.authority == "EU"]
    assert {(it.list, it.basis) for it in found} == {("my annex", "list"), ("Reg 2022/328", "specification")}


def test_rows_of_the_ledger_become_listings() -> None:
    row = {
        "authority": "EU", "list": "Annex", "goods_code": "845811", "hs_edition": None, "tier": None,
        "start": date(2019, 3, 1), "end": date(2024, 1, 1), "destinations": "RU", "citation": "act",
        "confidence": "seen",
    }  # fmt: skip
    (found,) = listings_of([row])
    assert (found.code, found.edition, found.tier, found.end) == ("845811", "HS2017", "", date(2024, 1, 1))
    assert not [it for it in tiers("845811", "HS2017", date(2024, 1, 1), added=[found]) if it.list == "Annex"]


def test_a_code_of_an_older_edition_is_followed_to_the_list(books: CodeBooks) -> None:
    own = CodeListing("XX", "lasers", "845611", "HS2022", start=date(2022, 1, 1), confidence="seen")
    (found,) = [it for it in tiers("845610", "HS2012", date(2023, 1, 1), books, [own]) if it.authority == "XX"]
    assert "only some of the goods" in found.note


def test_without_a_table_digits_are_compared_and_that_is_said() -> None:
    found = [it for it in tiers("845811", "HS2017", date(2024, 5, 1)) if it.authority == "CHPL"]
    assert "no correlation table" in found[0].note


def test_goods_of_other_chapters_are_on_no_list() -> None:
    assert tiers("950300", "", date(2025, 1, 1)) == ()


def test_what_is_no_code_is_refused() -> None:
    with pytest.raises(BadGoodsCode):
        tiers("lathe", "", date(2025, 1, 1))


def test_every_bundled_row_says_how_sure_it_is_and_where_it_stands() -> None:
    rows = bundled_listings()
    assert len(rows) > 700
    assert [it for it in rows if not (it.confidence and it.citation and it.code.isdigit())] == []
    assert [it.codes for it in priority_list_versions()] == [38, 45, 50]
    assert sum(it.authority == "CHPL" for it in rows) == priority_list_versions()[-1].codes
