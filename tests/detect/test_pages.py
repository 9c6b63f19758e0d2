"""Pages: sentences, runs of words, copies of texts."""

from collections.abc import Callable
from datetime import date

import pytest

from enduse.detect import Ledger
from enduse.detect.pages import Page, copies, pages, sentence_key, sentences, shingles

Build = Callable[..., Ledger]
STORY = (
    "Halvorford has bought and sold used lathes from one family workshop in the middle of the prairie since the days "
    "of steam and leather belts, and every machine leaves under its own power."
)
OTHER = (
    "Our cutters for hard alloys are ground on benches that grandfather built, packed by hand in oiled paper and sent "
    "to shops on four continents, always with a written card."
)


def page(domain: str, text: str, owner: int | None = None, row: int = 1) -> Page:
    return Page(row, domain, date(2022, 1, 1), owner, "", "", "", "", text)


def test_two_sites_of_one_text_are_copies() -> None:
    (found,) = copies(
        [page("a.example", STORY, 1), page("b.example", STORY + " Call us.", 2), page("c.example", OTHER)], 0.85
    )

    assert {found.page.domain, found.other.domain} == {"a.example", "b.example"}
    assert 0.85 <= found.share < 1


@pytest.mark.parametrize(
    "told",
    [
        # One owner may show one text on two sites.
        [page("a.example", STORY, 1), page("b.example", STORY, 1)],
        # Another text.
        [page("a.example", STORY, 1), page("b.example", OTHER, 2)],
        # Too short to tell.
        [page("a.example", "We sell lathes and mills.", 1), page("b.example", "We sell lathes and mills.", 2)],
        # A phrase of the trade: six sites have it.
        [page(f"{it}.example", STORY, it) for it in range(1, 7)],
    ],
)
def test_these_are_none(told: list[Page]) -> None:
    assert [*copies(told, 0.85)] == []


def test_texts_without_spaces_are_compared_letter_by_letter() -> None:
    assert len(shingles("我们销售各种车床")) == 5


def test_counters_do_not_make_a_sentence_new() -> None:
    assert sentence_key("Reference 614344.") == sentence_key("Reference 557222")


def test_sentences_end_where_a_line_ends() -> None:
    assert sentences("Our clients\nWorks One\n\n") == ("Our clients", "Works One")


def test_the_only_party_that_gives_a_domain_owns_it(ledger: Build) -> None:
    web = [{"on": "2022-01-01", "domain": "a.example", "text": "x"}, {"on": "2022-01-01", "domain": "b.example"}]
    traits = [
        {"party_id": "one", "kind": "domain", "key": "a.example"},
        {"party_id": "one", "kind": "domain", "key": "b.example"},
        {"party_id": "two", "kind": "domain", "key": "b.example"},
    ]

    first, second = pages(ledger(web=web, traits=traits))

    assert first.owner_id is not None
    assert second.owner_id is None
