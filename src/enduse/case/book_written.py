"""Moments of a timeline that people wrote into a case, and those of its evidence."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from enduse.case.book_references import evidence_line
from enduse.model.case_book import Absence, Event, Referral
from enduse.model.case_log import CaseEntry
from enduse.model.claim import Claim, Reply, Request
from enduse.model.evidence import EvidenceItem
from enduse.model.status import from_facts as status_of
from enduse.model.when import When
from enduse.report.case_absence import bounded
from enduse.report.case_lines import claim_line, event_line
from enduse.report.case_timeline import Moment


def written_moments(entries: Iterable[CaseEntry]) -> list[Moment]:
    """Every dated entry that holds: events, claims, requests and replies, statuses, referrals, searches."""
    return [told for it in entries if it.kind in _MOMENTS for told in _MOMENTS[it.kind](it)]


def evidence_moments(items: Sequence[EvidenceItem]) -> list[Moment]:
    """When each piece of evidence was captured, where that is told and its key was not erased."""
    found = []
    for it in items:
        captured = it.particulars.facts.captured if it.particulars else ""
        if captured:
            source = it.particulars.facts.source if it.particulars else ""
            text = f"captured: {evidence_line(it)}"
            found.append(Moment(it.id, When.read(captured), "evidence", text, "recorded", (source or it.id,), (it.id,)))
    return found


def _event(entry: CaseEntry) -> Iterator[Moment]:
    told = Event.from_facts(entry.facts)
    parties = tuple(it for it in (entry.about, told.other) if it)
    sources = tuple(it for it in (told.source,) if it)
    refs = (entry.id, *(it for it in told.rests_on))
    kind = {"listed": "listing", "delisted": "delisting", "measure": "control"}.get(told.is_a, "event")
    text = event_line(told, entry.about)
    yield Moment(entry.id, told.moment, kind, text, told.confidence, sources, refs, (), parties, told.after)


def _claim(entry: CaseEntry) -> Iterator[Moment]:
    told = Claim.from_facts(entry.facts)
    parties = tuple(dict.fromkeys(it for it in (told.speaker, told.actor, told.about) if it))
    source = ", ".join(it for it in (told.source.publisher, told.source.title) if it)
    refs = (entry.id, *told.source.evidence)
    word = "denied" if told.kind == "denial" else "alleged"
    yield Moment(entry.id, _when(told.said_on), "claim", claim_line(told), word, (source,) if source else (), refs, (),
                 parties)  # fmt: skip


def _request(entry: CaseEntry) -> Iterator[Moment]:
    told = Request.from_facts(entry.facts)
    text = f"{told.to} was asked by {told.channel}: {' '.join(told.questions)}"
    yield Moment(entry.id, _when(told.asked_on), "request", text, "recorded", (), (entry.id, *told.evidence), (),
                 (told.to,))  # fmt: skip


def _reply(entry: CaseEntry) -> Iterator[Moment]:
    told = Reply.from_facts(entry.facts)
    text = f"{entry.about} {told.outcome}" + (f": {told.text}" if told.text else "")
    after = (f"C{entry.refers}",) if entry.refers else ()
    yield Moment(entry.id, _when(told.on), "reply", text, "recorded", (), (entry.id, *told.evidence), (),
                 (entry.about,), after)  # fmt: skip


def _status(entry: CaseEntry) -> Iterator[Moment]:
    told = status_of(entry.about, entry.facts)
    word, refs = told.status.replace("_", " "), (entry.id, *told.evidence)
    for on, head, id in ((told.since, "is from then on", entry.id), (told.until, "is no longer", f"{entry.id}:end")):
        if on:
            maker = f" of {told.maker}" if told.maker else ""
            why = f": {told.why}" if told.why and id == entry.id else ""
            text = f"{entry.about} {head} {word}{maker}{why}"
            yield Moment(id, _when(on), "status", text, told.confidence, (told.source,) if told.source else (), refs,
                         (), (entry.about,))  # fmt: skip


def _referral(entry: CaseEntry) -> Iterator[Moment]:
    told = Referral.from_facts(entry.facts)
    text = f"referral to {told.to}: {told.state}" + (f". {told.text}" if told.text else "")
    after = (f"C{entry.refers}",) if entry.refers else ()
    yield Moment(entry.id, When.read(told.on), "referral", text, "recorded", (), (entry.id, *told.rests_on), (),
                 (told.to,), after)  # fmt: skip


def _absence(entry: CaseEntry) -> Iterator[Moment]:
    told = Absence.from_facts(entry.facts)
    if told.on:
        text = bounded(told).sentence
        parties = (entry.about,) if entry.about else ()
        yield Moment(
            entry.id, When.read(told.on), "search", text, "recorded", (), (entry.id, *told.rests_on), (), parties
        )


def _when(text: str) -> When:
    """A day, month or year; of two with a slash between the whole span."""
    return When.read(text.replace("/", ".."))


_MOMENTS: Mapping[str, Callable[[CaseEntry], Iterator[Moment]]] = {
    "event": _event,
    "claim": _claim,
    "request": _request,
    "reply": _reply,
    "status": _status,
    "referral": _referral,
    "absence": _absence,
}
