"""Since when a brand is no longer sold in Russia and Belarus, by its maker's word."""

from dataclasses import dataclass
from datetime import date

from enduse.detect.statements import since_when, statements
from enduse.model.claim import Claim
from enduse.model.status import rough_day
from enduse.report.profile_entries import statuses_of
from enduse.report.profile_ground import Ground, Who, words_of
from enduse.report.profile_references import about


@dataclass(frozen=True)
class Exit:
    """One word on the exit of a brand.

    Attributes:
        on: First day; of a month or year its last one, so that nothing counts too early.
        text: As said.
        refs: What says so.
        rows: Ids of rows that say so.
    """

    on: date
    text: str
    refs: tuple[str, ...] = ()
    rows: tuple[int, ...] = ()


def exits_of(ground: Ground, who: Who) -> list[Exit]:
    """Every word on the exit of a brand that was said by the day, the earliest first."""
    found = [Exit(it.since, it.what, (it.id,)) for it in about("brand_exits", who) if it.since]
    for entry in ground.told("claim"):
        claim = Claim.from_facts(entry.facts)
        if claim.predicate == "stopped" and who.means(claim.doer) and (day := claim.since or claim.said_on):
            found.append(Exit(_last(day), words_of(claim), (entry.id, *claim.references)))
    for entry, status in statuses_of(ground, who):
        if status.status == "exited_market" and status.since:
            refs = (entry.id, *status.evidence)
            found.append(Exit(_last(status.since), status.why or f"{status.party} left the market", refs))
    for it in statements(ground.ledger):
        if it.predicate == "stopped" and it.speaker_id in who.ids:
            found.append(Exit(it.since or since_when(it.text, it.said_on), it.text, rows=(it.row_id,)))
    return sorted((it for it in found if it.on <= ground.on), key=lambda it: (it.on, it.text))


def _last(text: str) -> date:
    day = rough_day(text)
    return date.fromordinal(day.end.toordinal() - 1)


def exit_on(ground: Ground, who: Who) -> Exit | None:
    """The exit that counts: the earliest word of it."""
    return next(iter(exits_of(ground, who)), None)
