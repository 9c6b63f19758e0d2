"""What of a case goes into its dossiers: claims beside records, answers, hypotheses, dated entries, evidence."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from enduse.case.book_written import written_moments
from enduse.case.case_book import CaseBook
from enduse.case.claim_desk import GRACE_DAYS, ClaimDesk
from enduse.case.claim_records import CitedRow, ClaimRecords, ComparedClaim
from enduse.model.claim_log import LoggedClaim, RightOfReply, redacted, redacted_reply
from enduse.model.evidence import EvidenceItem
from enduse.report.case_file import EMPTY, CaseFile, KeptItem, ToldClaim, ToldReply
from enduse.report.case_lines import claim_line
from enduse.store.evidence_store import EvidenceStore
from enduse.store.ledger import LedgerStore
from enduse.store.workspace import Workspace

_MOMENTS = ("event", "status", "referral", "absence")
_WITHHELD = "withheld: marked {sensitivity}"


def case_file(workspace: Workspace) -> CaseFile:
    """Everything that was written into the case; what is personal or leaked is named and not printed.

    A case in which nothing was written has no such file, and none is made.
    """
    root = Path(workspace.root)
    claims, book = ClaimDesk(root), CaseBook(root)
    written = (root / "desk.db").exists()
    entries = claims.log.entries() if written else []
    told = claims.claims() if written else []
    asked = claims.right_of_reply() if written else []
    if not entries and not told:
        return EMPTY
    stands, beside = claims.corroborated(told), claims.standing(told)
    return CaseFile(
        as_of=claims.now().date() if asked else None,
        claims=tuple(_claim(it, stands[it.claim.id].why, beside.get(it.claim.id, ())) for it in _compared(root, told)),
        replies=tuple(_reply(it) for it in asked),
        matrix=book.matrix() if any(it.kind == "hypothesis" for it in entries) else None,
        moments=tuple(written_moments(it for it in entries if it.kind in _MOMENTS)),
        items={it.id: it for it in _kept(EvidenceStore(root).items())},
        entries={it.id: f"{it.kind} {it.at[:10]}" for it in entries},
    )


class _RowsById(ClaimRecords):
    """Comparisons that name rows by their ids: a dossier reads the rows itself, once for all that cites them."""

    def cited(self, row_ids: Iterable[int]) -> dict[int, CitedRow]:
        return {it: CitedRow(it, "", "", "", "", 0, "", "") for it in row_ids}


def _compared(root: Path, told: Sequence[LoggedClaim]) -> list[ComparedClaim]:
    return _RowsById(LedgerStore(Workspace(root))).compared(told, GRACE_DAYS)


def _claim(it: ComparedClaim, sources: str, standing: Sequence[str]) -> ToldClaim:
    own, shown = it.claim.claim, redacted(it.claim.claim)
    open_one = own.sensitivity == "none"
    name = f"row {it.claim.id}" if it.claim.row_id else it.claim.id
    cites = tuple(x for x in (it.claim.id, *own.references) if not it.claim.row_id or x != it.claim.id)
    row = (it.claim.row_id,) if it.claim.row_id else ()
    return ToldClaim(
        id=name,
        parties=tuple(filter(None, (own.speaker, own.actor, own.about))),
        speaker=shown.speaker,
        about=shown.about,
        said=shown.text_or_quote or claim_line(shown),
        said_on=own.said_on,
        source=", ".join(filter(None, (shown.source.publisher, shown.source.title))),
        word="denied" if own.kind == "denial" else "alleged",
        answer=it.word,
        why=it.why if open_one else "",
        row_ids=(*row, *(x.row_id for x in it.rows)) if open_one else (),
        sources=sources,
        standing=tuple(standing) if open_one else (),
        cites=cites,
    )


def _reply(it: RightOfReply) -> ToldReply:
    told = redacted_reply(it)
    sent = told.request.evidence if told.request else ()
    cites = (told.id, *sent, *(cite for one in told.replies for cite in (one.id, *one.reply.evidence)))
    kept = cites if told.request else ()
    return ToldReply(told.id, told.to, told.asked_on, told.state, told.on, told.sentence, tuple(dict.fromkeys(kept)))


def _kept(items: Iterable[EvidenceItem]) -> Iterable[KeptItem]:
    for it in items:
        told = it.particulars
        if told is None:
            yield KeptItem(it.id, "erased", "", "", "", it.stored)
        elif it.sensitivity != "none":
            name = _WITHHELD.format(sensitivity=it.sensitivity)
            yield KeptItem(it.id, name, "", told.facts.captured[:10], "", it.stored)
        else:
            grade = f"{told.facts.grade}, {told.facts.reliability}{told.facts.credibility}"
            yield KeptItem(it.id, told.name, told.facts.source, told.facts.captured[:10], grade, told.sha256)
