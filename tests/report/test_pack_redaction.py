"""Redaction shows what names a person that matters, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enduse.report.pack_redaction import BLACK, redacted

BOOKINGS = (
    "Passenger | Passport | Flight | Date\n"
    "Vymyshlenny Oleg | 712345678 | XX 234 | 2023-05-01\n"
    "Obraztsova Anna | 700000001 | XX 234 | 2023-05-01"
)


def test_of_a_table_the_rows_of_those_who_matter_are_shown_without_private_columns() -> None:
    shown = redacted(BOOKINGS, ["Oleg Vymyshlenny"], table=True)
    assert shown.text.split("\n") == [
        "Passenger | Passport | Flight | Date", f"Vymyshlenny Oleg | {BLACK} | XX 234 | 2023-05-01", BLACK
    ]  # fmt: skip
    assert (shown.lines, shown.kept) == (1, 2)


@pytest.mark.parametrize("between", [",", ";", "\t"])
def test_cells_may_be_parted_otherwise(between: str) -> None:
    shown = redacted(BOOKINGS.replace(" | ", between), ["Oleg Vymyshlenny"], table=True).text.split("\n")
    assert shown[1] == between.join(["Vymyshlenny Oleg", BLACK, "XX 234", "2023-05-01"])


def test_a_number_behind_a_comma_goes() -> None:
    assert redacted("Oleg,712345678,x", ["Oleg"], table=False).text == f"Oleg,{BLACK},x"


def test_a_table_without_a_header_shows_nobody_in_its_place() -> None:
    rows = "\n".join(["[Obraztsova]", *BOOKINGS.split("\n")[2:], *BOOKINGS.split("\n")[1:2]])
    assert redacted(rows, ["Oleg Vymyshlenny"], table=True).text == (
        f"{BLACK}\n{BLACK}\nVymyshlenny Oleg | {BLACK} | XX 234 | 2023-05-01"
    )


def test_each_sheet_has_a_header_of_its_own() -> None:
    pages = f"[one]\n{BOOKINGS}\n[two]\nDate | Name\n2024 | Oleg Vymyshlenny"
    shown = redacted(pages, ["Oleg Vymyshlenny"], table=True).text.split("\n")
    assert [shown[1], *shown[4:]] == [BOOKINGS.split("\n")[0], BLACK, "Date | Name", "2024 | Oleg Vymyshlenny"]


def test_of_a_text_no_line_is_a_header() -> None:
    assert redacted("A list of travellers\nOLEG Vymyshlenny\fAnna", ["oleg vymyshlenny"], table=False).text == (
        f"{BLACK}\nOLEG Vymyshlenny\f{BLACK}"
    )


@pytest.mark.parametrize("gone", ["+7 495 123-45-67", "4512 345678", "oleg@firm.example", "8 (495) 1234567"])
def test_contacts_and_numbers_of_papers_go(gone: str) -> None:
    assert redacted(f"Oleg, {gone}, lathe", ["Oleg"], table=False).text == f"Oleg, {BLACK}, lathe"


@pytest.mark.parametrize("stays", ["2023-05-01", "01-05-2023", "4,378,000 RUB", "115 000 USD", "2B001", "12.5 t"])
def test_days_amounts_and_codes_stay(stays: str) -> None:
    assert redacted(f"Oleg {stays}", ["Oleg"], table=False).text == f"Oleg {stays}"


@pytest.mark.parametrize("name", ["Oleg Vymyshlennyj", "Ole", ""])
def test_another_name_shows_nothing(name: str) -> None:
    assert redacted("Oleg Vymyshlenny", [name] if name else [], table=False).kept == 0


@given(st.text(alphabet="ab\n\f |", max_size=60))
def test_lines_stay_in_their_places(text: str) -> None:
    shown = redacted(text, ["ab"], table=False).text
    assert [it.count("\n") for it in shown.split("\f")] == [it.count("\n") for it in text.split("\f")]
