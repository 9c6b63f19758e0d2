"""The dossier as Markdown: the same numbers and footnotes, and nothing of a stranger's text is markup."""

import re

import pytest

from enduse.report.dossier_parts.markdown_text import as_markdown, text
from enduse.report.dossier_parts.outline import outline
from enduse.report.model import Dossier
from enduse.report.wording import amount, runs_text


@pytest.fixture(scope="module")
def said(vektor: Dossier) -> str:
    return as_markdown(outline(vektor))


def test_every_link_leads_to_an_anchor(said: str) -> None:
    anchors = re.findall(r'<a id="([^"]+)"></a>', said)
    links = set(re.findall(r"\]\(#([^)]+)\)", said))
    assert links <= set(anchors)
    assert len(anchors) == len(set(anchors))
    assert len(links) > 50


def test_every_footnote_is_told_once_and_in_order(said: str) -> None:
    told = re.findall(r"^\[\^(\d+)\]: ", said, re.MULTILINE)
    named = re.findall(r"\[\^(\d+)\](?!:)", said)
    assert named == told == [str(it) for it in range(1, len(told) + 1)]


def test_the_register_names_the_rows_of_every_figure(vektor: Dossier, said: str) -> None:
    for figure in vektor.figures:
        line = re.search(rf'^\| <a id="{figure.id}"></a>{figure.id} \|.*$', said, re.MULTILINE)
        assert line is not None
        plain = line[0].replace("\\", "")
        assert f" {amount(figure)} |" in plain
        assert not figure.rows or f"[{runs_text(figure.rows).replace(',', ', ')}](#e{figure.rows[0]})" in plain


def test_no_text_of_a_stranger_is_markup(said: str) -> None:
    assert "<script" not in re.sub(r"\\<", "", said)
    assert set(re.findall(r"(?<!\\)<(/?\w+)", said)) == {"a", "/a", "br"}
    assert text("| a | [x](javascript:1)") == r"\| a \| \[x\]\(javascript:1\)"


def test_its_charts_are_inside(said: str) -> None:
    assert "](data:image/svg+xml;base64," in said
    assert "](http" not in said
