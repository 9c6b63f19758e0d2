"""Statements that end a dealer's contract, in several languages and spellings."""

from datetime import date

import pytest

from enduse.detect.terminations import day_named, ends_contract


@pytest.mark.parametrize(
    "predicate",
    [
        "dealer_contract_ended",
        "Contract terminated",
        "distribution-ended",
        "договор расторгнут",
        "прекращение: договор прекращён",
        "终止经销",
        "계약 해지",
        "bayilik feshi: fesih",
        "Vertrag gekündigt",
    ],
)
def test_predicates_of_many_languages_are_read(predicate: str) -> None:
    assert ends_contract(predicate, None) is True


@pytest.mark.parametrize(
    ("predicate", "text"),
    [
        ("general", "Our company opened a new service centre."),
        ("no_deliveries_to_RU_after", "We made no deliveries to Russia after 2023-03-05."),
        ("dealer_appointed", "We ended talks and appointed a dealer."),
        (None, None),
    ],
)
def test_other_statements_end_nothing(predicate: str | None, text: str | None) -> None:
    assert ends_contract(predicate, text) is None


def test_a_text_alone_is_weaker_than_a_predicate() -> None:
    assert ends_contract(None, "Компания расторгла договор со своим дилером.") is False


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("ended its contract on 2022-12-22", date(2022, 12, 22)),
        ("договор расторгнут 22.12.2022", date(2022, 12, 22)),
        ("the dealer of 1999-01-01 was dropped", date(2023, 1, 10)),
        ("ends on 2024-01-01", date(2023, 1, 10)),
        ("on 2022-13-45", date(2023, 1, 10)),
        (None, date(2023, 1, 10)),
    ],
)
def test_the_day_named_counts_where_it_is_near(text: str | None, day: date) -> None:
    assert day_named(text, date(2023, 1, 10)) == day
