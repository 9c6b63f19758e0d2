from datetime import date

import pytest

from enduse.errors import UsageError
from enduse.model.editions import HS_EDITIONS, Edition, between, hs_on, read_edition


@pytest.mark.parametrize(
    ("text", "name"),
    [("HS2017", "HS2017"), ("hs 2017", "HS2017"), ("2017", "HS2017"), ("H5", "HS2017"), ("H0", "HS1992"),
     ("1988", "HS1992"), ("TN VED", "TNVED"), ("ТН ВЭД ЕАЭС", "TNVED"), ("cn8", "CN"), ("HSK", "HSK")],
)  # fmt: skip
def test_an_edition_goes_by_many_names(text: str, name: str) -> None:
    assert read_edition(text).name == name


@pytest.mark.parametrize("text", ["", "HS2019", "1900", "SITC", "H9"])
def test_an_unknown_edition_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        read_edition(text)


def test_an_edition_begins_with_its_year() -> None:
    assert hs_on(date(2021, 12, 31)).name == "HS2017"
    assert hs_on(date(2022, 1, 1)).name == "HS2022"
    assert hs_on(date(1990, 1, 1)).name == "HS1992"


def test_steps_lead_there_and_back() -> None:
    there = between(Edition("HS2012"), Edition("HS2022"))
    assert there == (("HS2012", "HS2017"), ("HS2017", "HS2022"))
    back = between(Edition("HS2022"), Edition("HS2012"))
    assert back == (("HS2022", "HS2017"), ("HS2017", "HS2012"))
    assert between(Edition("HS2017"), Edition("HS2017")) == ()


def test_hsk_is_no_edition_of_the_harmonized_system() -> None:
    assert not Edition("HSK").is_hs
    assert all(Edition(name).is_hs for name in HS_EDITIONS)
