"""What a dossier tells of its case: what was said stays what was said, and every citation leads somewhere."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from enduse.model.case_log import CaseEntry
from enduse.model.when import When
from enduse.report.case_file import CaseFile, KeptItem, ToldClaim, ToldReply
from enduse.report.case_matrix import matrix
from enduse.report.case_timeline import Moment
from enduse.report.dossier_parts.outline import outline
from enduse.report.dossier_parts.proof import gaps
from enduse.report.formats.html import page
from enduse.report.model import Dossier, DrawnBlock, Figure, TableBlock
from enduse.report.wording import sentence_text

Told = Callable[..., Dossier]
DENIAL = ToldClaim(
    id="C1",
    parties=("Silk Tool Trading Ltd.", "ООО «Вектор Стан»"),
    speaker="Silk Tool Trading Ltd.",
    about="ООО «Вектор Стан»",
    said="we never <b>sold</b> to it",
    said_on="2023-02",
    source="A daily, An article",
    word="denied",
    answer="contradicted",
    why="2 goods lines name it as consignor",
    row_ids=(4, 5),
    sources="1 independent source",
    cites=("C1", "E1"),
)
WORDS = {"consistent": "fits", "inconsistent": "the route was new"}


def entry(number: int, kind: str, facts: dict[str, Any], refers: int = 0) -> CaseEntry:
    return CaseEntry(number, kind, "", facts, refers, "2024-03-01T10:00:00+00:00", "Kim")


@pytest.fixture(scope="session")
def told_case() -> CaseFile:
    """A denial that rows contradict, a question without an answer, and two hypotheses."""
    entries = [
        entry(3, "hypothesis", {"text": "the route was a detour"}),
        entry(4, "hypothesis", {"text": "the maker opened a store", "innocent": True}),
        entry(5, "weighing", {"item": "E1", "verdict": "consistent", "reason": WORDS["consistent"]}, 3),
        entry(6, "weighing", {"item": "E1", "verdict": "inconsistent", "reason": WORDS["inconsistent"]}, 4),
    ]
    asked = "Silk Tool Trading Ltd. was asked by email on 2024-02-01 and had not answered by 2024-02-15."
    reply = ToldReply("C2", "Silk Tool Trading Ltd.", "2024-02-01", "unanswered", "2024-02-15", asked, ("C2",))
    event = Moment("C7", When.read("2022-06"), "event", "a fair was visited", "alleged", refs=("C7", "E1"))
    return CaseFile(
        as_of=date(2024, 3, 1),
        claims=(DENIAL, replace(DENIAL, id="C9", cites=("C9",), parties=("АО Совсем Другое",), speaker="Совсем")),
        replies=(reply, replace(reply, id="C8", to="АО Совсем Другое", cites=("C8",))),
        matrix=matrix(entries, {"E1": "an article"}),
        moments=(event,),
        items={"E1": KeptItem("E1", "article.html", "https://daily.test/1", "2024-02-02", "publisher, B2", "e" * 64)},
        entries={f"C{at}": f"{kind} 2024-03-01" for at, kind in enumerate(
            ("claim", "request", "hypothesis", "hypothesis", "weighing", "weighing", "event", "request", "claim"), 1)},
    )  # fmt: skip


@pytest.fixture(scope="session")
def cased(told: Told, route_change: list[dict[str, Any]], told_case: CaseFile) -> Dossier:
    """The importer's dossier with that case."""
    return told("inn:7701234567", route_change, case=told_case)


def table(dossier: Dossier, id: str) -> TableBlock:
    return next(it for it in dossier.blocks if isinstance(it, TableBlock) and it.id == id)


def test_a_claim_stands_beside_its_rows_in_its_speakers_name(cased: Dossier) -> None:
    (row,) = table(cased, "claims").rows
    assert row[1:8] == (
        *("Silk Tool Trading Ltd.", "2023-02", "we never <b>sold</b> to it", "ООО «Вектор Стан»"),
        *("denied", "contradicted", "2 goods lines name it as consignor"),
    )
    assert isinstance(row[-1], Figure)
    assert [cased.evidence[number - 1].row for number in row[-1].rows] == [5, 6]


def test_only_what_concerns_the_subject_and_those_it_deals_with_is_told(cased: Dossier) -> None:
    assert "Совсем" not in repr(cased.summary)
    assert [row[1] for row in table(cased, "replies").rows] == ["Silk Tool Trading Ltd."]


def test_the_summary_tells_claims_and_answers_with_their_word_and_may_be_published(cased: Dossier) -> None:
    said = {sentence_text(it): it.confidence for it in cased.summary}
    (denied,) = [it for it in said if "never" in it]
    assert said[denied] == "denied"
    assert "[C1, E1]. The records differ: 2 goods lines name it as consignor (2 rows)." in denied
    (asked,) = [it for it in said if "had not answered by 2024-02-15" in it]
    assert said[asked] == "recorded"
    assert [
        it for it in gaps(cased) if "asked" in it.text or "never" in it.text or "stands in the case" in it.text
    ] == []


def test_hypotheses_stand_in_their_rank_with_every_reason(cased: Dossier) -> None:
    assert [row[:4] for row in table(cased, "hypotheses").rows] == [
        ("H1", "C3", "the route was a detour", "no"),
        ("H2", "C4", "the maker opened a store", "yes"),
    ]
    assert table(cased, "matrix").rows == (("E1", "an article", "agrees: fits", "speaks against: the route was new"),)


def test_every_citation_leads_to_the_list_of_what_is_cited(cased: Dossier) -> None:
    listed = [row[0] for row in table(cased, "cited").rows]
    assert listed == ["E1", "C1", "C2", "C3", "C4", "C7"]
    html = page(cased)
    assert '<tr id="cite-E1">' in html
    assert html.count('href="#cite-C1"') >= 2
    assert "never &lt;b&gt;sold" in html
    anchors = [anchor for it in outline(cased).pieces for anchor in getattr(it, "anchors", ())]
    assert "cite-E1" in anchors


def test_the_timeline_holds_the_case_as_precisely_as_it_is_told(cased: Dossier) -> None:
    moments = next(it for it in cased.blocks if isinstance(it, DrawnBlock) and it.id == "timeline").scene.moments  # type: ignore[attr-defined]
    told = {(it.on, it.lane, it.confidence, it.cites) for it in moments}
    assert ("2023-02", "Statements", "denied", ("C1", "E1")) in told
    assert ("2022-06", "Case", "alleged", ("C7", "E1")) in told
    assert ("2024-02-15", "Statements", "recorded", ("C2",)) in told


def test_a_comparison_that_rests_on_a_closed_row_says_so_and_no_more(
    told: Told, route_change: list[dict[str, Any]], told_case: CaseFile
) -> None:
    closed = replace(told_case, claims=(replace(DENIAL, row_ids=(3, 4), why="300.5 USD on one day"),))
    dossier = told("inn:7701234567", route_change, case=closed)
    (row,) = table(dossier, "claims").rows
    assert row[7] == "rests on rows whose source may not be passed on"
    assert "300.5" not in repr(dossier)
