"""Where the header stands, or that there is none."""

from enduse.sources.header_rows import find_header

RECORD = ["10702070/010322/0012345", "01.03.2022", "ООО «Резец»", "8458112009", "12,50"]
HEADER = ["Номер ДТ", "Дата", "Получатель", "Код ТН ВЭД", "Вес нетто"]


def test_finds_a_header_below_a_preamble() -> None:
    found = find_header([["Импорт за март"], [], HEADER, RECORD])
    assert found.rows == (3,)
    assert found.texts == tuple(HEADER)


def test_joins_two_header_rows() -> None:
    upper = ["Номер ДТ", "Дата", "Получатель", "", "Код ТН ВЭД"]
    lower = ["", "", "Наименование", "ИНН", ""]
    found = find_header([upper, lower, ["1", "2", "3", "4", "5"], RECORD])
    assert found.rows == (1, 2, 3)
    assert found.texts[2:4] == ("Получатель Наименование", "Получатель ИНН")


def test_a_table_of_values_has_no_header() -> None:
    found = find_header([RECORD, RECORD, RECORD])
    assert found.rows == ()
    assert found.first_record == 0
    assert found.texts[2] == "column 3"


def test_words_of_an_unknown_language_above_values_are_a_header() -> None:
    head = [["Sefydliad", "Dyddiad", "Swm"], *[[f"Cwmni {letter}", "01.03.2022", "12,50"] for letter in "abcdef"]]
    assert find_header(head).rows == (1,)


def test_a_row_whose_words_come_again_below_is_a_record() -> None:
    head = [["ACORN LTD", "Beech", "12.5"], *[["ACORN LTD", "Beech", "13.5"] for _ in range(5)]]
    assert find_header(head).rows == ()


def test_an_empty_sheet_has_no_header() -> None:
    assert find_header([]).rows == ()
    assert find_header([["", ""]]).rows == ()
