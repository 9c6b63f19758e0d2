import re
from collections.abc import Callable
from datetime import date
from html.parser import HTMLParser
from typing import Any

import pytest

from enduse.report.formats.html import page
from enduse.report.model import Dossier


class Tags(HTMLParser):
    """Every start tag with its attributes, noscript content included."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


@pytest.fixture(scope="module")
def source(vektor: Dossier) -> str:
    return page(vektor)


@pytest.fixture(scope="module")
def tags(source: str) -> list[tuple[str, dict[str, str | None]]]:
    return Tags(source).found


def test_every_printed_figure_leads_to_an_entry_of_the_register(tags: list[tuple[str, dict[str, str | None]]]) -> None:
    anchors = {attrs["id"] for _, attrs in tags if attrs.get("id")}
    links = {str(attrs["href"])[1:] for tag, attrs in tags if tag == "a" and str(attrs["href"]).startswith("#")}
    assert links <= anchors
    assert len([it for it in links if re.fullmatch(r"f\d+", it)]) > 50


def test_ids_are_unique(tags: list[tuple[str, dict[str, str | None]]]) -> None:
    ids = [attrs["id"] for _, attrs in tags if attrs.get("id")]
    assert len(ids) == len(set(ids))


def test_nothing_is_loaded_from_anywhere(source: str, tags: list[tuple[str, dict[str, str | None]]]) -> None:
    loading = [attrs for _, attrs in tags if attrs.get("src") or str(attrs.get("href", "#"))[:1] != "#"]
    assert loading == []
    assert "url(http" not in source
    assert "@import" not in source


def test_the_policy_allows_only_the_own_script_and_style(source: str) -> None:
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', source)
    assert policy is not None
    assert "default-src &#39;none&#39;" in policy[1]
    assert "unsafe" not in policy[1]
    assert policy[1].count("sha256-") == 2


def test_nothing_uses_inline_styles_or_handlers(tags: list[tuple[str, dict[str, str | None]]]) -> None:
    assert [attrs for _, attrs in tags if any(it == "style" or it.startswith("on") for it in attrs)] == []


def test_hostile_names_stay_text(source: str, tags: list[tuple[str, dict[str, str | None]]]) -> None:
    assert "alert(1)" in source
    assert "<script>alert" not in source
    assert [tag for tag, _ in tags].count("script") == 2
    assert "<b>bold" not in source


def test_withheld_rows_show_where_they_stand_and_nothing_else(source: str) -> None:
    row = re.search(r'<tr id="e9">.*?</tr>', source, re.DOTALL)
    assert row is not None
    assert "closed.csv › row 4" in row[0]
    assert "withheld: closed.csv may not be passed on (no redistribution)" in row[0]
    assert "300.5" not in source


def test_it_says_versions_and_what_it_cannot_see(source: str) -> None:
    assert "ledger version 7" in source
    assert "What this dossier cannot see" in source
    assert "d" * 64 in source


def test_it_pronounces_no_verdict(source: str) -> None:
    assert not re.search(r"\b(guilty|cleared|clean)\b", source, re.IGNORECASE)


def test_every_word_of_confidence_is_one_of_the_six(vektor: Dossier) -> None:
    six = {"recorded", "derived", "probable", "possible", "alleged", "denied"}
    assert {it.confidence for it in vektor.summary} | {it.confidence for it in vektor.suspicions} <= six


@pytest.mark.slow
def test_ten_thousand_rows_of_evidence_make_a_page_of_sensible_size(told: Callable[..., Dossier]) -> None:
    facts: list[dict[str, Any]] = [
        {"on": date(2021 + at % 3, at % 12 + 1, at % 28 + 1), "usd": at / 7, "dispatch": ("TW", "CN", "TR")[at % 3]}
        for at in range(10_000)
    ]
    source = page(told("inn:7701234567", facts))
    assert source.count('<tr id="e') == 10_000
    assert len(source.encode()) < 12_000_000
