"""What of a case reaches its dossiers, and what does not."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from enduse.case import create
from enduse.case.claim_desk import ClaimDesk
from enduse.case.dossier_case import case_file
from enduse.case.evidence_desk import EvidenceDesk
from enduse.model.claim import Claim, ClaimSource, Request
from enduse.model.evidence import EvidenceFacts
from enduse.report.case_file import EMPTY
from enduse.store.workspace import Workspace


def now() -> datetime:
    return datetime(2024, 3, 20, 12, tzinfo=UTC)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    create(tmp_path / "case")
    return tmp_path / "case"


def test_a_case_in_which_nothing_was_written_has_none_and_none_is_made(root: Path) -> None:
    assert case_file(Workspace(root)) == EMPTY
    assert not (root / "desk.db").exists()


def test_claims_questions_and_evidence_come_with_their_numbers(root: Path) -> None:
    (root / "page.html").write_text("<html><body>never sold</body></html>", encoding="utf-8")
    EvidenceDesk(root, now).add(
        root / "page.html", EvidenceFacts(source="https://a.test", captured="2024-03-01"), "Kim"
    )
    desk = ClaimDesk(root, now)
    desk.add(Claim("Vymysl Co", "denial", text="never sold", source=ClaimSource(evidence=("E1",))), "Kim")
    desk.ask(Request("Vymysl Co", "2024-03-01", questions=("Did you?",), deadline="2024-03-10"), "Kim")
    found = case_file(Workspace(root))
    (claim,) = found.claims
    assert (claim.word, claim.answer, claim.cites) == ("denied", "not testable", ("C1", "E1"))
    (reply,) = found.replies
    assert (reply.state, reply.on, reply.cites) == ("unanswered", "2024-03-10", ("C2",))
    assert found.items["E1"].name == "page.html"
    assert set(found.entries) == {"C1", "C2"}


def test_what_is_personal_or_leaked_is_named_and_not_told(root: Path) -> None:
    (root / "leak.txt").write_text("Oleg Vymyshlenny", encoding="utf-8")
    sealed = EvidenceFacts(source="a source", sensitivity="leaked", person="Oleg Vymyshlenny")
    EvidenceDesk(root, now).add(root / "leak.txt", sealed, "Kim")
    desk = ClaimDesk(root, now)
    desk.add(Claim("Oleg Vymyshlenny", about="Vymysl Co", text="my father owns it", sensitivity="personal"), "Kim")
    desk.add(Claim("Anna Vymyshlenna", text="he paid", source=ClaimSource(evidence=("E1",))), "Kim")
    found = case_file(Workspace(root))
    printed = repr([(it.speaker, it.about, it.said, it.why, it.standing, it.source) for it in found.claims])
    printed += repr(found.items)
    for secret in ("Oleg", "Anna", "father", "paid", "leak.txt"):
        assert secret not in printed
    assert [it.id for it in found.claims] == ["C1", "C2"]
    assert found.items["E1"].name == "withheld: marked leaked"
