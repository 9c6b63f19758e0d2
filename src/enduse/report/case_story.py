"""What a dossier tells of its case: claims beside records, the right of reply, hypotheses, and what is cited."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from enduse.model.when import When
from enduse.report.case_file import CaseFile, ToldClaim, ToldReply
from enduse.report.case_matrix import Matrix
from enduse.report.frame import Frame
from enduse.report.lines import Line
from enduse.report.model import Block, Cell, Column, Figure, Sentence, TableBlock
from enduse.report.scenes import Moment
from enduse.text.company_names import normal_keys

MOST_TOLD = 6
"""Claims and answers that the summary tells one by one; the tables hold all."""
CITED = "cited"
"""Id of the table in which every cited entry and piece of evidence stands."""
_LANES: Mapping[str, str] = {"listing": "Lists and controls", "delisting": "Lists and controls"}
_VERDICTS: Mapping[str, str] = {
    "consistent": "agrees",
    "inconsistent": "speaks against",
    "neutral": "neither",
    "not_applicable": "does not apply",
}
_CITE = re.compile(r"[CE][1-9]\d*")


def about_these(case: CaseFile, names: Iterable[str]) -> CaseFile:
    """What of a case concerns these parties; hypotheses are about the whole case and stay."""
    wanted = {*normal_keys(names)} - {""}

    def concerns(parties: Sequence[str]) -> bool:
        return bool(wanted & {*normal_keys(parties)})

    return replace(
        case,
        claims=tuple(it for it in case.claims if concerns(it.parties)),
        replies=tuple(it for it in case.replies if concerns((it.to,))),
        moments=tuple(it for it in case.moments if not it.parties or concerns(it.parties)),
    )


def case_sentences(frame: Frame, case: CaseFile, by_id: Mapping[int, Line]) -> Iterator[Sentence]:
    """Claims and answers, for the summary; each names the entries that bear it out."""
    if case.claims:
        yield _counted(case.claims)
    contradicted = [it for it in case.claims if it.answer == "contradicted"]
    for it in contradicted[:MOST_TOLD]:
        yield _beside(frame, it, by_id)
    for reply in case.replies[:MOST_TOLD]:
        yield Sentence((f"{reply.sentence} [{', '.join(reply.cites)}]",), "recorded", cites=reply.cites)


def _counted(claims: Sequence[ToldClaim]) -> Sentence:
    counts = Counter(it.answer for it in claims)
    parts = ", ".join(f"{counts[it]} {it}" for it in ("contradicted", "supported", "consistent", "not testable"))
    many = "One statement stands" if len(claims) == 1 else f"{len(claims)} statements stand"
    cites = tuple(dict.fromkeys(cite for it in claims for cite in it.cites))
    text = f"{many} in the case, by the subject or those it deals with, or about them. Beside the records: {parts}."
    return Sentence((text,), "derived", cites=cites)


def _beside(frame: Frame, it: ToldClaim, by_id: Mapping[int, Line]) -> Sentence:
    """The claim in its speaker's name, and what the rows say; neither is a word on what anybody knew."""
    when = f" on {it.said_on}" if it.said_on else ""
    said = f"{it.speaker} said{when}: “{it.said}” [{', '.join(it.cites)}]. The records differ: {it.why.rstrip('.')}"
    figure = _rows(frame, it, by_id)
    parts: tuple[str | Figure, ...] = (f"{said} (", figure, ").") if figure else (f"{said}.",)
    return Sentence(parts, it.word, cites=it.cites)


def _rows(frame: Frame, it: ToldClaim, by_id: Mapping[int, Line]) -> Figure | None:
    lines = [by_id[row] for row in it.row_ids if row in by_id]
    return frame.book.count(lines, f"rows beside the claim {it.id}", "rows") if lines else None


def case_blocks(frame: Frame, case: CaseFile, by_id: Mapping[int, Line]) -> Iterator[Block]:
    """Claims and answers, hypotheses, and everything cited, as tables."""
    if case.claims:
        yield _claims(frame, case.claims, by_id)
    if case.replies:
        yield _replies(case)
    if case.matrix and case.matrix.hypotheses:
        yield _hypotheses(case.matrix)
        yield _weighed(case.matrix)
    if cited := _cited(case):
        yield _citations(case, cited)


def _claims(frame: Frame, claims: Sequence[ToldClaim], by_id: Mapping[int, Line]) -> TableBlock:
    titles = ("No.", "Who", "When", "What was said", "About", "Word", "Records", "Why", "Sources", "Rows")
    columns = tuple(
        Column(it, "number" if it == "Rows" else "date" if it in {"No.", "When"} else "text") for it in titles
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            ", ".join(it.cites) or it.id,
            it.speaker,
            it.said_on,
            "; ".join(filter(None, (it.said, *it.standing))),
            it.about,
            it.word,
            it.answer,
            it.why,
            "; ".join(filter(None, (it.sources, it.source))),
            _rows(frame, it, by_id),
        )
        for it in claims
    )
    note = (
        "What somebody said stands here as theirs. Contradicted means that rows say otherwise, not that anybody lied; "
        "consistent, that no row speaks against a denial; not testable, that the records cannot say."
    )
    return TableBlock("claims", "Claims beside the records", note, columns, rows, "Case")


def _replies(case: CaseFile) -> TableBlock:
    columns = (
        Column("No.", "date"),
        Column("Who was asked"),
        Column("Asked on", "date"),
        Column("State"),
        Column("Since", "date"),
        Column("In words"),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (", ".join(it.cites), it.to, it.asked_on, it.state, it.on, it.sentence) for it in case.replies
    )
    note = f"State on {case.as_of}. Who has not answered has admitted nothing." if case.as_of else ""
    return TableBlock("replies", "Right of reply", note, columns, rows, "Case")


def _hypotheses(found: Matrix) -> TableBlock:
    columns = (
        Column("No."),
        Column("Entry", "date"),
        Column("Hypothesis"),
        Column("Lawful"),
        Column("Against", "number"),
        Column("Not weighed", "number"),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (it.label, it.id, it.text, "yes" if it.innocent else "no", f"{it.against}", f"{it.open}")
        for it in found.hypotheses
    )
    note = " ".join(found.verdict)
    return TableBlock("hypotheses", "Hypotheses, the least contradicted first", note, columns, rows, "Case")


def _weighed(found: Matrix) -> TableBlock:
    ordered = sorted(found.hypotheses, key=lambda it: int(it.label[1:]))
    columns = (Column("Item", "date"), Column("What it is"), *(Column(it.label) for it in ordered))
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (item.ref, item.said, *(_verdict(item.cells.get(it.id)) for it in ordered)) for item in found.items
    )
    note = "How each item stands to each hypothesis, and why; a dash where nobody has weighed it."
    return TableBlock("matrix", "Items against hypotheses", note, columns, rows, "Case")


def _verdict(cell: object) -> Cell:
    verdict, reason = getattr(cell, "verdict", ""), getattr(cell, "reason", "")
    return f"{_VERDICTS.get(verdict, verdict)}: {reason}" if cell else None


def _cited(case: CaseFile) -> list[str]:
    """Every entry and piece of evidence that is named, evidence first, by number."""
    items = case.matrix.items if case.matrix else ()
    named = [cite for claim in case.claims for cite in claim.cites]
    named += [cite for reply in case.replies for cite in reply.cites]
    named += [it.ref for it in items] + [it.id for it in (case.matrix.hypotheses if case.matrix else ())]
    named += [cite for it in case.moments for cite in it.refs]
    found = {it for it in named if _CITE.fullmatch(it) and (it in case.items or it in case.entries)}
    return sorted(found, key=lambda it: (it[0] != "E", int(it[1:])))


def _citations(case: CaseFile, cited: Collection[str]) -> TableBlock:
    titles = ("No.", "What", "From", "Captured or written", "Grade", "SHA-256")
    columns = tuple(Column(it, "date" if it in {"No.", "Captured or written"} else "text") for it in titles)
    rows: list[tuple[Cell, ...]] = []
    for it in cited:
        kept = case.items.get(it)
        if kept:
            rows.append((it, kept.name, kept.source, kept.captured, kept.grade, kept.sha256))
        else:
            kind, _, day = case.entries[it].partition(" ")
            rows.append((it, f"{kind} in the case log", "", day, "", ""))
    note = "E: a piece of evidence, kept by its bytes; its SHA-256 says which. C: an entry of the case log."
    return TableBlock(CITED, "Evidence and entries cited", note, columns, tuple(rows), "Case")


def case_moments(case: CaseFile) -> tuple[Moment, ...]:
    """Dated entries of the case for the timeline."""
    told = [_moment(str(it.when), it.when, _LANES.get(it.kind, "Case"), (it.text, it.confidence, _refs(it.refs)))
            for it in case.moments if it.when.known]  # fmt: skip
    # Those that are rows of the ledger stand in the timeline as such.
    for claim in (it for it in case.claims if not it.id.startswith("row")):
        when = When.read(claim.said_on.replace("/", ".."))
        if when.known:
            text = f"{claim.speaker}: {claim.said}"
            told.append(_moment(claim.said_on, when, "Statements", (text, claim.word, claim.cites)))
    told += [_replied(it) for it in case.replies if it.on]
    return tuple(told)


def _replied(it: ToldReply) -> Moment:
    return _moment(it.on, When.read(it.on), "Statements", (it.sentence, "recorded", it.cites))


def _moment(on: str, when: When, lane: str, told: tuple[str, str, tuple[str, ...]]) -> Moment:
    text, confidence, cites = told
    return Moment(on, when.start, when.end, lane, text, confidence, None, cites)


def _refs(refs: Sequence[str]) -> tuple[str, ...]:
    return tuple(it for it in refs if _CITE.fullmatch(it))
