"""The bundled case: claims that cite what was published, and nothing else."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from enduse.case.book_figures import compared_figures
from enduse.case.case_book import CaseBook
from enduse.case.published_case import make_published, write_published
from enduse.model.case_book import Event
from enduse.model.claim import Claim, Figure
from enduse.store.workspace import Workspace

AT = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> CaseBook:
    folder = tmp_path_factory.mktemp("published") / "case"
    made = CaseBook(Workspace.create(folder).root, lambda: AT)
    write_published(made, "tester")
    return made


def test_every_claim_cites_publisher_title_and_time_and_quotes_a_few_words_at_most(book: CaseBook) -> None:
    claims = [Claim.from_facts(it.facts) for it in book.log.entries("claim")]
    assert len(claims) > 20
    for it in claims:
        assert it.source.publisher
        assert it.source.title
        assert it.said_on
        assert len(it.source.quote.split()) <= 8


def test_every_event_rests_on_a_claim_or_names_its_source(book: CaseBook) -> None:
    for entry in book.log.entries("event"):
        told = Event.from_facts(entry.facts)
        assert told.source or all(it.startswith("C") for it in told.rests_on)
        assert told.confidence in ("alleged", "possible", "recorded")


def test_it_holds_no_rows_about_anybody(book: CaseBook) -> None:
    assert book.store.current() == 0
    assert book.log.verify() == []


def test_it_is_written_once(tmp_path: Path) -> None:
    first = make_published(tmp_path / "case", "tester")
    again = make_published(tmp_path / "case", "tester")
    assert len(again.log.history()) == len(first.log.history())


def test_figures_in_two_currencies_agree_at_the_rates_of_their_years(book: CaseBook) -> None:
    made = compared_figures(book.log.entries("claim"), book.store)
    told = {(it.one.period, it.one.unit, it.two.unit): it for it in made.pairs}
    dollars, pounds = told["2021", "USD", "GBP"], told["2023", "USD", "GBP"]
    assert dollars.dated == pytest.approx(1.3757, abs=0.001)
    assert pounds.dated == pytest.approx(1.2435, abs=0.001)
    assert told["2014", "RUB", "USD"].apart == pytest.approx(0.009, abs=0.002)
    assert not dollars.independent


def test_a_rate_that_only_the_bundled_means_know_is_used(tmp_path: Path) -> None:
    own = CaseBook(Workspace.create(tmp_path / "case").root, lambda: AT)
    for value, unit in ((85_250_000, "RUB"), (1_000_000, "USD")):
        claim = Claim("a newspaper", "figure", text="price", matter="price", figure=Figure(value, unit, "2023"))
        own.log.write(claim.entry(), AT, "tester")
    (pair,) = compared_figures(own.log.entries("claim"), own.store, 0.001).pairs
    assert pair.answer == "agree"
