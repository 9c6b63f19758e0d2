"""Models against control lists: likely or for the authority to decide; never called controlled."""

from datetime import date

import pytest

from enduse.goods.desk import GoodsAnswer, GoodsDesk
from enduse.model.profile import WORDS as CONFIDENCE
from enduse.report.model_entries import (
    UNCERTAIN,
    WORDS,
    AskedModel,
    ModelEntry,
    model_answer,
    model_entries,
    models_profile,
)
from enduse.report.paper_parts.rendering import render
from enduse.report.papers_models import models_packet

ON = date(2024, 6, 1)
FIVE_AXES = (("contouring_axes", "5"), ("linear_axes", "3"), ("rotary_axes", "2"))
ROUGH = (*FIVE_AXES, *((f"upr_{axis}_um", "9") for axis in "xyz"), ("upr_standard", "ISO 230-2:2014"))
FINE = (*FIVE_AXES, *((f"upr_{axis}_um", "0.7") for axis in "xyz"), ("upr_standard", "ISO 230-2:2014"))


@pytest.fixture(scope="module")
def desk() -> GoodsDesk:
    return GoodsDesk()


def _entries(desk: GoodsDesk, text: str, answers: tuple[tuple[str, str], ...] = ()) -> dict[str, ModelEntry]:
    return {it.entry: it for it in model_entries(model_answer(desk, AskedModel(text, answers=answers), ON))}


def test_a_model_without_its_accuracy_needs_the_authority(desk: GoodsDesk) -> None:
    found = _entries(desk, "Hermle C 32 U")["2B001.b.2"]
    assert (found.status, found.confidence) == ("needs the authority", "possible")
    assert "repeatability" in found.missing
    assert any("5 (model register)" in it for it in found.known)
    assert found.ask


def test_figures_that_meet_the_entry_make_it_likely_and_no_more(desk: GoodsDesk) -> None:
    found = _entries(desk, "5-axis machining centre", FINE)["2B001.b.2"]
    assert (found.status, found.confidence, found.missing) == ("likely", "probable", "")


def test_figures_beyond_the_limits_are_not_likely(desk: GoodsDesk) -> None:
    found = _entries(desk, "5-axis machining centre", ROUGH)
    assert found.get("2B001.b.2") is None or found["2B001.b.2"].status != "likely"


def test_a_designation_that_only_tells_the_kind_is_taken_and_said(desk: GoodsDesk) -> None:
    found = _entries(desk, "DMG MORI DMU 50")
    assert found
    assert all(it.status == "needs the authority" for it in found.values())


def test_no_status_is_a_decision_and_each_has_a_word() -> None:
    assert set(WORDS.values()) <= set(CONFIDENCE)
    assert "recorded" not in WORDS.values()
    assert "No line of this table is a decision" in UNCERTAIN


@pytest.mark.parametrize("text", ["Hermle C 32 U", "Haas VF-2SS", "TSUGAMI B0205-III", "office chairs"])
def test_the_word_controlled_is_never_put_out(desk: GoodsDesk, text: str) -> None:
    asked = AskedModel(text)
    profile = models_profile([asked], [model_answer(desk, asked, ON)], ON)
    words = [profile.title, *profile.unseen]
    for section in profile.sections:
        words += [section.title, section.not_assessable]
        words += ["".join(map(str, it.parts)) for it in section.statements]
        for table in section.tables:
            words += [table.note, *(str(cell) for line in table.lines for cell in (line.cells[5], line.cells[6]))]
    assert "controlled" not in " ".join(words)


def test_goods_that_no_entry_is_about_are_said(desk: GoodsDesk) -> None:
    asked = AskedModel("office chairs")
    section = models_profile([asked], [model_answer(desk, asked, ON)], ON).section("model_1")
    assert "names no model" in section.not_assessable


def _packet(desk: GoodsDesk, *texts: str) -> tuple[dict[str, GoodsAnswer], str]:
    answers = {it: model_answer(desk, AskedModel(it), ON) for it in texts}
    return answers, render(models_packet(answers, "classify", "Nordamat", ON), "x.txt").decode()


def test_the_packet_asks_and_lists_what_is_known_and_missing(desk: GoodsDesk) -> None:
    _, text = _packet(desk, "Hermle C 32 U", "Haas VF-2SS")
    assert "We ask you to classify" in text
    assert "2B001.b.2" in text
    assert "needs the authority" in text
    assert "Missing" in text
    assert "Nordamat" in text
    assert "only the authority can say definitively" in " ".join(text.split())


def test_equal_packets_have_equal_bytes(desk: GoodsDesk) -> None:
    answers, _ = _packet(desk, "Hermle C 32 U")
    paper = models_packet(answers, "classify", "Nordamat", ON)
    assert render(paper, "x.docx") == render(paper, "x.docx")
