"""What keeps a dossier a draft, and what no dossier says."""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from importlib.resources import files
from typing import Any

import pytest

from enduse.detect.runner import all_typologies
from enduse.errors import UsageError
from enduse.report.dossier_parts.outline import outline
from enduse.report.dossier_parts.proof import approved, gaps, verdict
from enduse.report.dossier_parts.texts import LANGUAGES
from enduse.report.model import Approval, Dossier, Sentence

DAY = date(2026, 3, 31)


def saying(dossier: Dossier, text: str, confidence: str = "derived") -> Dossier:
    figure = dossier.summary[0].figures()[0]
    return replace(dossier, summary=(*dossier.summary, Sentence((text, figure, "."), confidence)))


def test_a_dossier_whose_statements_all_have_evidence_becomes_final(vektor: Dossier) -> None:
    final = approved(vektor, " A. Prüferin ", DAY)
    assert final.edition.approval == Approval("A. Prüferin", DAY)
    assert outline(final).status == "Approved by A. Prüferin on 31 March 2026"
    assert outline(vektor).status.startswith("DRAFT")


def test_a_sentence_without_evidence_is_marked_and_blocks_the_final_form(vektor: Dossier) -> None:
    bare = replace(vektor, summary=(*vektor.summary, Sentence(("The plant runs at night.",), "possible")))
    with pytest.raises(UsageError, match="The plant runs at night.*no evidence") as caught:
        approved(bare, "A. Prüferin", DAY)
    assert caught.value.code == "E-DOSSIER-UNPROVEN"
    assert "[no evidence]" in repr(outline(bare))
    assert "[no evidence]" not in repr(outline(vektor))


def test_a_finding_without_a_row_blocks_the_final_form(vektor: Dossier) -> None:
    (it,) = vektor.suspicions
    lost = replace(it, evidence=replace(it.evidence, rows=()))
    assert [gap.why for gap in gaps(replace(vektor, suspicions=(lost,)))] == ["no evidence"]


def test_that_nothing_was_found_rests_on_what_was_looked_for(
    told: Callable[..., Dossier], route_change: list[dict[str, Any]], finding: Callable[..., dict[str, Any]]
) -> None:
    looked = finding(key="b", typology="mirror_gap", answer="nothing_found", figures={})
    assert gaps(told("inn:7701234567", route_change, findings=[looked])) == ()
    (gap,) = gaps(told("inn:7701234567", route_change, findings=[]))
    assert gap.text.startswith("No pattern of diversion was found")


@pytest.mark.parametrize(
    "text", ["The maker was complicit in ", "Jade Lathe knowingly shipped ", "They colluded on ", "Завод сознательно "]
)
def test_a_sentence_of_complicity_blocks_the_final_form(text: str, vektor: Dossier) -> None:
    (gap,) = gaps(saying(vektor, text))
    assert gap.why == "verdict"
    assert gap.word in text


def test_what_somebody_else_says_may_be_quoted_as_theirs(vektor: Dossier) -> None:
    assert gaps(saying(vektor, "A newspaper writes that the maker knew and was complicit, on ", "alleged")) == ()


def test_nobody_approves_without_a_name(vektor: Dossier) -> None:
    with pytest.raises(UsageError) as caught:
        approved(vektor, "  ", DAY)
    assert caught.value.code == "E-DOSSIER-APPROVER"


def every_text(value: Any) -> Iterator[str]:
    """All texts in nested tables of data."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from (text for it in value.values() for text in every_text(it))
    elif isinstance(value, list):
        yield from (text for it in value for text in every_text(it))


def test_no_sentence_of_any_typology_states_complicity() -> None:
    patterns = all_typologies().values()
    ours = [finder.headline for it in patterns for finder in it.finders]
    ours += [text for it in patterns for text in (it.title, *it.settle, *it.innocent, *it.misses)]
    assert len(patterns) > 50
    assert [it for it in ours if verdict(it)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_of_a_dossier_states_complicity_in_any_language(language: str) -> None:
    path = files("enduse.data") / "dossier_texts" / f"{language}.toml"
    ours = [*every_text(tomllib.loads(path.read_text(encoding="utf-8")))]
    assert len(ours) > 80
    assert [it for it in ours if verdict(it)] == []


@pytest.mark.parametrize(
    "text",
    [
        "The maker knew where its machines went",
        "Der Hersteller wusste davon",
        "Завод знал об этом",
        "Виробник знав про це",
        "제조사는 알고 있었다",
        "制造商知情",
    ],
)
def test_what_a_maker_knew_is_a_verdict_in_every_language(text: str) -> None:
    assert verdict(text)


def test_the_dossier_of_a_maker_says_nothing_about_what_it_knew(
    told: Callable[..., Dossier], route_change: list[dict[str, Any]], finding: Callable[..., dict[str, Any]]
) -> None:
    made = told("JADE", route_change, findings=[finding()])
    texts = [gap for gap in gaps(made) if gap.why == "verdict"]
    assert texts == []
    assert "nothing about intent" in repr(outline(made))
