"""A table by mapping: shares as people write them, and a reason for each that has two readings."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from enduse.errors import UnreadableFile
from enduse.model.listing import BadRecord
from enduse.model.relation import RegisterRecord, Relation
from enduse.sources.lists import ListFile
from enduse.sources.registers import RegisterFormat
from enduse.sources.registers.owners_table import REGISTER

Item = RegisterRecord | Relation | BadRecord
Open = Callable[[str | Path], ListFile]
Made = Callable[[str, bytes], ListFile]
ReadAll = Callable[[RegisterFormat, ListFile], list[Item]]
TABLE = b"Owner,Company,Share,Since\nA Ltd,B Ltd,0.25,03/04/2021\n"
MAP = '[columns]\nowner = "Owner"\nowned = "Company"\nshare = "Share"\n'


@pytest.fixture
def items(opened: Open, read_all: ReadAll) -> list[Item]:
    return read_all(REGISTER, opened("owners_table/owners.csv"))


@pytest.fixture
def mapped(made: Made) -> Callable[[str], ListFile]:
    """The small table with this mapping."""

    def make(mapping: str) -> ListFile:
        table = made("t.csv", TABLE)
        return ListFile(table.name, table.size, table.open, {"t.toml": made("t.toml", mapping.encode())})

    return make


def test_shares_are_exact_and_open_where_the_words_say_so(items: list[Item]) -> None:
    first, second, third = [it for it in items if isinstance(it, Relation) and it.kind == "shares"]
    assert (first.low, first.high, first.start) == (Fraction(51, 200), Fraction(51, 200), date(2019, 2, 1))
    assert second.low == Fraction(1, 3)
    assert (third.low, third.high, third.low_excluded) == (Fraction(1, 4), Fraction(1), True)


def test_every_row_that_was_not_kept_says_why(items: list[Item]) -> None:
    assert [(it.row, it.code) for it in items if isinstance(it, BadRecord)] == [
        (5, "R-SHARE-AMBIGUOUS"),
        (6, "R-SHARE-ABOVE"),
        (7, "R-SHARE-UNREADABLE"),
        (8, "R-REG-DATE"),
        (10, "R-REG-NOBODY"),
        (11, "R-RAGGED"),
    ]


def test_a_word_of_the_table_gives_the_kind(items: list[Item]) -> None:
    assert [it.kind for it in items if isinstance(it, Relation) and it.row == 9] == ["directs"]


def test_persons_are_marked(items: list[Item]) -> None:
    (erika,) = [it for it in items if isinstance(it, RegisterRecord) and it.personal]
    assert (erika.names[0].text, erika.born, erika.countries) == ("Erika Beispiel", "1971-03", ("DE",))


def test_the_unit_in_the_mapping_decides(mapped: Callable[[str], ListFile], read_all: ReadAll) -> None:
    for unit, share in (("fraction", Fraction(1, 4)), ("percent", Fraction(1, 400))):
        items = read_all(REGISTER, mapped(f'[register]\nshare_unit = "{unit}"\n{MAP}'))
        assert [it.low for it in items if isinstance(it, Relation)] == [share]


def test_a_day_with_two_readings_is_refused_until_the_mapping_says_which(
    mapped: Callable[[str], ListFile], read_all: ReadAll
) -> None:
    head = '[register]\nshare_unit = "fraction"\n'
    since = 'start = "Since"\n'
    assert [it.code for it in read_all(REGISTER, mapped(head + MAP + since)) if isinstance(it, BadRecord)] == [
        "R-REG-DATE"
    ]
    items = read_all(REGISTER, mapped(f'{head}date_order = "mdy"\n{MAP}{since}'))
    assert [it.start for it in items if isinstance(it, Relation)] == [date(2021, 3, 4)]


@pytest.mark.parametrize(
    ("mapping", "said"),
    [
        ("[", "no TOML"),
        ("[columns]\n", "'owner' and 'owned'"),
        (MAP + 'colour = "x"\n', "'colour'"),
        (MAP.replace("Company", "Firm"), "no column 'Firm'"),
        (f'[register]\nshare_unit = "pints"\n{MAP}', "'pints'"),
        (f'[register]\nencoding = "klingon"\n{MAP}', "klingon"),
        (f'{MAP}[kinds]\n"x" = "friend"\n', "'friend'"),
        (f'[register]\ndelimiter = ";;"\n{MAP}', "delimiter"),
    ],
)
def test_a_wrong_mapping_says_what_is_wrong(
    mapping: str, said: str, mapped: Callable[[str], ListFile], read_all: ReadAll
) -> None:
    with pytest.raises(UnreadableFile, match=said):
        read_all(REGISTER, mapped(mapping))
