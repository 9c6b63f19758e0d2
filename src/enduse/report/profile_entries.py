"""Sections of a profile that stand on what people wrote into the case and on statements in the ledger."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from enduse.detect.statements import compare, statements
from enduse.model.case_judging import Absence, Estimate
from enduse.model.case_log import CaseEntry
from enduse.model.claim import Claim, Reply, Request
from enduse.model.profile import ProfileTable, Section, Statement, TableLine
from enduse.model.status import STATUSES, Status, from_facts, rough_day
from enduse.report.profile_ground import Answer, Ground, Row, Who, day_text, grouped, line, said, stated, words_of
from enduse.store.order_log import Block

Placed = tuple[date, TableLine]

_LAST = date.max
_RULE_OF_THREE = 3.0
_UNTESTED = Answer("")
_ENDED = "contract said to have ended"
_STATUS_COLUMNS = ("who", "status", "from", "until", "concerns", "decided by", "why", "reviewed by", "word")


def statuses_of(ground: Ground, who: Who) -> list[tuple[CaseEntry, Status]]:
    """Statuses of the subject, or of others as its dealers, by their first day; undated ones last."""
    found = []
    for entry in ground.told("status"):
        told = from_facts(entry.about, entry.facts)
        if who.means(entry.about) or who.means(told.maker):
            found.append((entry, told))
    return sorted(found, key=lambda it: (_first(it[1]), it[0].number))


def _first(told: Status) -> date:
    return rough_day(told.since).first if told.since else _LAST


def blocks_of(ground: Ground, who: Who) -> list[Block]:
    """Blocks and liftings of the order desk about the subject, oldest first."""
    return [it for it in ground.blocks if who.means(it.name) and it.start <= ground.on]


def status_section(ground: Ground, who: Who) -> Section:
    """What the subject is, or who is its dealer, from when on and by whose word."""
    told = statuses_of(ground, who)
    lines: list[Placed] = [(_first(status), _status_line(entry, status)) for entry, status in told]
    lines += [(it.start, _block_line(it)) for it in _desk_only(blocks_of(ground, who), told)]
    lines += [*_ended_contracts(ground, who)]
    if not lines:
        why = "No status is written down: enduse profile status NAME --is dealer --since 2022 --source WHO ..."
        return Section("statuses", "Status by date", not_assessable=why)
    table = ProfileTable(
        "statuses", "Status by date", _STATUS_COLUMNS, tuple(it for _, it in sorted(lines, key=lambda it: it[0]))
    )
    return Section("statuses", "Status by date", (*_today(ground, told),), (table,))


def _status_line(entry: CaseEntry, it: Status) -> TableLine:
    concerns = " in ".join(filter(None, (it.maker, it.market)))
    cells = (it.party, it.status.replace("_", " "), it.since, it.until, concerns, it.decided_by, _why(it))
    return line(*cells, it.reviewer, it.confidence, refs=(entry.id, *it.evidence))


def _why(it: Status) -> str:
    return "; ".join(filter(None, (it.why, it.source)))


def _block_line(it: Block) -> TableLine:
    word = "unblocked" if it.lifted else "blocked"
    return line(it.name, word, it.start.isoformat(), "", "order desk", it.by, it.decision, "", "recorded")


def _desk_only(blocks: list[Block], told: list[tuple[CaseEntry, Status]]) -> Iterator[Block]:
    """Blocks that no status of the case tells as well."""
    known = {entry.id for entry, _ in told}
    for it in blocks:
        if not any(f"({key})" in it.decision for key in known):
            yield it


def _ended_contracts(ground: Ground, who: Who) -> Iterator[Placed]:
    """Contracts with dealers that are said to have ended, as the ledger's statements and the case's claims tell."""
    for entry in ground.told("claim"):
        claim = Claim.from_facts(entry.facts)
        if claim.predicate == "contract_ended" and any(map(who.means, (claim.about, claim.doer))):
            day = claim.since or claim.said_on
            cells = (claim.about, _ENDED, day, "", claim.doer, claim.speaker)
            first = rough_day(day).first if day else _LAST
            yield first, line(*cells, words_of(claim), "", "alleged", refs=(entry.id, *claim.references))
    rows = [it for it in ground.of("claims", who, "speaker", "about") if "contract_ended" in str(it["predicate"])]
    names = ground.names(it[role] for it in rows for role in ("speaker_id", "about_id"))
    for row in rows:
        speaker, dealer = names.get(row["speaker_id"], ""), names.get(row["about_id"], "")
        day, words = day_text(row["said_on"]), str(row["text"] or "")
        ended = line(dealer, _ENDED, day, "", speaker, speaker, words, "", "alleged", rows=(row["row_id"],))
        yield row["said_on"] or _LAST, ended


def _today(ground: Ground, told: list[tuple[CaseEntry, Status]]) -> Iterator[Statement]:
    for entry, it in told:
        holds = it.holds(ground.on)
        if holds == "no":
            continue
        since = f" since {it.since}" if it.since else ""
        for_whom = f" for {it.maker}" if it.maker else ""
        doubt = "" if holds == "yes" else "; whether on this very day its source does not tell"
        said_by = f", decided by {it.decided_by}" if it.decided_by else ""
        words = f"On {ground.on} {it.party} is written down as {it.status.replace('_', ' ')}{for_whom}{since}{said_by}"
        yield said(it.confidence, f"{words} ({STATUSES[it.status]}){doubt}.", refs=(entry.id, *it.evidence))


def claims_section(ground: Ground, who: Who) -> Section:
    """What it says, what is said of it, what the records say of that, and what came of asking it."""
    lines = [*_case_claims(ground, who), *_ledger_claims(ground, who)]
    asked = _replies(ground, who)
    tables = []
    if lines:
        told = ("day", "who says it", "about", "what", "against the records", "word")
        ordered = tuple(it for _, it in sorted(lines, key=lambda it: it[0]))
        tables.append(ProfileTable("claims", "Statements by it and about it", told, ordered))
    if asked:
        columns = ("asked on", "who", "question", "deadline", "answer", "on", "in words")
        tables.append(ProfileTable("replies", "Right of reply", columns, tuple(asked)))
    title = "Statements and answers"
    if tables:
        return Section("claims", title, tables=tuple(tables))
    return Section("claims", title, not_assessable="No statement by it or about it is in the ledger or the case.")


def _case_claims(ground: Ground, who: Who) -> Iterator[Placed]:
    every = [(it, Claim.from_facts(it.facts)) for it in ground.told("claim")]
    mine = [(it, claim) for it, claim in every if any(map(who.means, (claim.speaker, claim.about, claim.actor)))]
    answers = ground.compared([it.id for it, _claim in mine]) if mine else {}
    for entry, it in mine:
        word = "denied" if it.kind == "denial" else "alleged"
        answer = answers.get(entry.id, _UNTESTED)
        cells = (it.said_on, it.speaker, it.about, words_of(it), answer.text, word)
        day = rough_day(it.said_on).first if it.said_on else _LAST
        yield day, line(*cells, rows=answer.rows, refs=(entry.id, *it.references))


def _ledger_claims(ground: Ground, who: Who) -> Iterator[Placed]:
    rows = ground.of("claims", who, "speaker", "about")
    if not rows:
        return
    wanted = {it["row_id"] for it in rows}
    tested = {
        it.statement.row_id: it
        for it in compare(ground.ledger, [it for it in statements(ground.ledger) if it.row_id in wanted])
    }
    names = ground.names(it[role] for it in rows for role in ("speaker_id", "about_id"))
    for row in rows:
        speaker, other = names.get(row["speaker_id"], ""), names.get(row["about_id"], "")
        result = tested.get(row["row_id"])
        answer = f"{result.answer.replace('_', ' ')}: {result.why}" if result else "not testable"
        cited = (row["row_id"], *(result.row_ids if result else ()))
        words = row["text"] or row["predicate"] or ""
        yield (
            row["said_on"] or _LAST,
            line(day_text(row["said_on"]), speaker, other, words, answer, "alleged", rows=cited),
        )


def _replies(ground: Ground, who: Who) -> list[TableLine]:
    replies = grouped(({"of": it.refers, "entry": it} for it in ground.told("reply")), lambda it: it["of"])
    return [
        _asked(ground, entry, request, replies.get(entry.number, []))
        for entry in ground.told("request")
        if who.means((request := Request.from_facts(entry.facts)).to)
    ]


def _asked(ground: Ground, entry: CaseEntry, request: Request, replies: list[Row]) -> TableLine:
    cells = (request.asked_on, request.to, " ".join(request.questions), request.deadline)
    if replies:
        last: Any = replies[-1]["entry"]
        reply = Reply.from_facts(last.facts)
        return line(*cells, reply.outcome, reply.on, reply.text, refs=(entry.id, last.id, *reply.references))
    late = bool(request.deadline) and request.deadline < ground.on.isoformat()
    return line(*cells, "unanswered" if late else "not answered yet", "", "", refs=(entry.id, *request.references))


def estimates_table(ground: Ground, who: Who) -> ProfileTable | None:
    """Figures that somebody published about it, with period, method and source; never added to the records' own."""
    lines = []
    for entry in ground.told("estimate"):
        it = Estimate.from_facts(entry.facts)
        if who.means(entry.about):
            number = stated(it.value, it.unit, (entry.id, *it.rests_on))
            bound = "" if it.bound == "exactly" else it.bound.replace("_", " ")
            lines.append(line(it.market, it.period, it.what, bound, number, it.method, it.source, refs=(entry.id,)))
    columns = ("market", "period", "what", "bound", "value", "method", "source")
    note = "Published figures, each as its source words it; they are estimates and enter no sum of the records."
    return ProfileTable("estimates", "Published figures", columns, tuple(lines), note) if lines else None


def absence_section(ground: Ground, who: Who) -> Section:
    """What was looked for and not seen, with how much was looked at."""
    lines, sentences = [], []
    for entry in ground.told("absence"):
        it = Absence.from_facts(entry.facts)
        if not who.means(entry.about):
            continue
        refs = (entry.id, *it.rests_on)
        seen, looked = stated(it.found, it.unit, refs), stated(it.reviewed, it.unit, refs)
        lines.append(line(it.looked_for, looked, seen, it.sample, it.method, it.on, refs=refs))
        if not it.found:
            bound = _RULE_OF_THREE / it.reviewed
            told = (looked, f" reviewed for {it.looked_for}: none identified. ")
            more = f"With a sample drawn at random at most about {bound:.1%} would show it (rule of three, 95 %)."
            words = (
                more if it.random else "The sample was not drawn at random, so it says nothing of what was not seen."
            )
            sentences.append(said("recorded", *told, words, refs=refs))
    title = "Looked for and not seen"
    if not lines:
        return Section("absences", title, not_assessable="No search is written down: enduse case absence ...")
    columns = ("looked for", "reviewed", "identified", "sample", "method", "when")
    return Section("absences", title, tuple(sentences), (ProfileTable("absences", title, columns, tuple(lines)),))


def findings_section(ground: Ground, who: Who) -> Section:
    """Patterns that the last run found about it."""
    found = ground.findings_about(who)
    title = "Patterns of the last run"
    if not found:
        return Section(
            "findings", title, not_assessable="The last run found no pattern about it; see enduse findings --all."
        )
    columns = ("pattern", "strength", "what", "word", "finding")
    lines = tuple(
        line(
            it.typology.replace("_", " "),
            stated(it.strength, "strength", (it.key,)),
            it.headline,
            it.confidence,
            it.key,
            rows=ground.cited.get(it.key, ()),
            refs=(it.key,),
        )
        for it in found
    )
    note = "A pattern is a reason to look, never a verdict; lawful explanations stand with each: enduse show KEY."
    return Section("findings", title, tables=(ProfileTable("findings", title, columns, lines, note),))
