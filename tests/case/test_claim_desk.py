"""The claims ledger of a workspace: what is typed in and what stands in rows, beside the records of the last run."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from enduse.case import RunOptions, create
from enduse.case.claim_desk import REGISTRY_STRENGTH, ClaimDesk
from enduse.case.claim_records import ComparedClaim
from enduse.case.evidence_desk import EvidenceDesk
from enduse.errors import UsageError
from enduse.model.claim import Claim, ClaimSource, Figure, Reply, Request
from enduse.model.evidence import EvidenceFacts

pytestmark = pytest.mark.slow

NOW = datetime(2024, 3, 10, 12, tzinfo=UTC)
HEAD = (
    "declaration_no,date,direction,consignor,consignor_country,consignee,consignee_inn,hs_code,description,brand,"
    "origin,dispatch,destination,quantity,net_kg,value_usd\n"
)
LATHE = "8458112009,CNC horizontal turning lathe NORDAMAT QT-200,NORDAMAT,TW,TW,RU"
IMPORTS = HEAD + "".join(
    f"A{at},{day},import,{seller},TW,{buyer},{inn},{LATHE},{pieces},4200,210000\n"
    for at, (day, seller, buyer, inn, pieces) in enumerate(
        [
            ("2021-05-10", "Nordamat Werke AG", "Prasertmetal LLC", "7701000015", 1),
            ("2022-01-11", "Nordamat Werke AG", "Prasertmetal LLC", "7701000015", 2),
            ("2023-03-15", "Nordamat Werke AG", "Prasertmetal LLC", "7701000015", 1),
            ("2023-08-15", "Baltanur Makina", "Zavod Vymysel", "7702000019", 3),
        ]
    )
)
CLAIMS = (
    "Date,Speaker,About,Predicate,Text,Status,Reference\n"
    "2024-05-02,Nordamat Werke AG,,exports_stopped,We stopped all exports to Russia in March 2022.,,herald.example\n"
    "2024-05-03,Vymysel Herald,Baltanur Makina,right_of_reply,,no answer,herald.example\n"
)
REGISTER = (
    "company,id,country,relation,related,related_id,related_country,share,from,to\n"
    "Zavod Vymysel,7702000019,RU,owner,Prasertmetal LLC,7701000015,RU,60,2020-01-01,\n"
)


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case whose records were computed."""
    folder = tmp_path_factory.mktemp("claims")
    case = create(folder / "case")
    for name, text in (("imports.csv", IMPORTS), ("claims.csv", CLAIMS), ("register.csv", REGISTER)):
        (folder / name).write_text(text, encoding="utf-8")
        case.add(folder / name)
    case.run(RunOptions(watershed=date(2022, 2, 24), only=("statement_contradicted_by_records",)))
    return case.root


@pytest.fixture
def desk(ran: Path) -> Any:
    """The claims of that case, with nothing typed in."""
    (ran / "desk.db").unlink(missing_ok=True)
    return ClaimDesk(ran, lambda: NOW)


@pytest.fixture
def kept(desk: ClaimDesk, tmp_path: Path) -> Callable[..., str]:
    """Keeps a text as evidence and gives its number."""

    def keep(text: str, **facts: Any) -> str:
        path = tmp_path / "letter.txt"
        path.write_text(text, encoding="utf-8")
        added = EvidenceDesk(desk.root, lambda: NOW).add(path, EvidenceFacts(**facts), "kim")
        return added.item.id

    return keep


def claim(predicate: str, speaker: str = "Nordamat Werke AG", **more: Any) -> Claim:
    return Claim(speaker, **{"predicate": predicate, "said_on": "2024-05-02", **more})


def beside(desk: ClaimDesk, told: Claim, grace_days: int = 90) -> ComparedClaim:
    (found,) = desk.compared([desk.add(told, "kim")], grace_days)
    return found


def test_typed_claims_and_rows_stand_together(desk: ClaimDesk) -> None:
    typed = desk.add(claim("never_sold", about="Zavod Vymysel"), "kim")
    first, second, third = desk.claims()

    assert (first, first.id, first.number) == (typed, "C1", 1)
    assert (second.claim.speaker, second.claim.predicate, second.claim.kind) == (
        "Nordamat Werke AG",
        "stopped",
        "denial",
    )
    assert second.place == "claims.csv:2"
    assert desk.find(second.id) == desk.find("claims.csv:2") == second
    with pytest.raises(UsageError, match="is no claim"):
        desk.find("claims.csv:9")
    assert (third.claim.speaker, third.status) == ("Vymysel Herald", "no answer")


def test_the_claims_of_a_party_are_found_by_any_spelling(desk: ClaimDesk) -> None:
    desk.add(claim("stopped", "NORDAMAT WERKE"), "kim")

    assert len(desk.claims("Nordamat Werke AG")) == 2
    assert len(desk.claims("7701000015")) == 0
    desk.add(claim("never_sold", about="Prasertmetal LLC"), "kim")
    assert [it.id for it in desk.claims("7701000015")] == ["C2"]


ALL = ["imports.csv 2", "imports.csv 3", "imports.csv 4"]


@pytest.mark.parametrize(
    ("told", "answer", "rows"),
    [
        (claim("stopped", since="2022-03"), "contradicted", ["imports.csv 4"]),
        (claim("stopped", since="2023-03"), "consistent", ALL),
        # The records end before the days of grace do.
        (claim("stopped", since="2023"), "not testable", []),
        (claim("never_sold", about="Prasertmetal LLC"), "contradicted", ALL),
        (claim("never_sold", about="Zavod Vymysel"), "consistent", ["imports.csv 5"]),
        (claim("delivered", figure=Figure(4)), "supported", ALL),
        (claim("owns", "Prasertmetal", about="Zavod Vymysel"), "supported", ["register.csv 2"]),
        (claim("stopped", "Herald", actor="Nordamat Werke AG", since="2022-03"), "contradicted", ["imports.csv 4"]),
        (claim("free words"), "not testable", []),
        (claim("stopped", "Nobody Known"), "not testable", []),
        (claim("stopped", said_on=""), "not testable", []),
    ],
)
def test_each_claim_stands_beside_the_rows_that_say_so(
    desk: ClaimDesk, told: Claim, answer: str, rows: list[str]
) -> None:
    found = beside(desk, told)

    assert (found.word, [f"{it.source} {it.row}" for it in found.rows]) == (answer, rows)
    assert found.why.endswith(".")


def test_the_days_of_grace_decide(desk: ClaimDesk) -> None:
    told = claim("stopped", since="2023-01-01")

    assert [beside(desk, told, days).word for days in (72, 73)] == ["contradicted", "consistent"]


def test_a_row_opens_its_file(desk: ClaimDesk) -> None:
    (row,) = beside(desk, claim("stopped", since="2022-03")).rows

    assert (row.table, row.on, row.row) == ("items", "2023-03-15", 4)
    assert "Prasertmetal LLC" in row.says
    assert len(row.sha256) == 64


def test_a_denier_that_no_record_names_is_consistent_with_named_sellers(desk: ClaimDesk) -> None:
    found = beside(desk, claim("never_sold", "Ordex Co", about="Zavod Vymysel"))

    assert (found.word, "other spellings" in found.why) == ("consistent", True)
    assert beside(desk, claim("never_sold", "Ordex Co", about="Nobody Known")).word == "not testable"


def test_before_the_first_run_nothing_is_testable(tmp_path: Path) -> None:
    desk = ClaimDesk(create(tmp_path / "new").root, lambda: NOW)

    found = beside(desk, claim("stopped"))

    assert (found.word, "enduse run" in found.why) == ("not testable", True)
    assert desk.right_of_reply() == []
    assert desk.stories() == []


def test_what_a_claim_names_must_exist(desk: ClaimDesk, kept: Callable[..., str]) -> None:
    for wrong in ({"rests_on": ("E1",)}, {"disputes": ("C9",)}, {"source": ClaimSource(evidence=("E3",))}):
        with pytest.raises(UsageError) as told:
            desk.add(claim("stopped", **wrong), "kim")
        assert told.value.code == "E-CLAIM-REFERS"
    assert desk.typed() == []
    assert kept("x") == "E1"
    assert desk.add(claim("stopped", rests_on=("E1",)), "kim").id == "C1"


def test_a_claim_cannot_confirm_what_is_no_claim(desk: ClaimDesk) -> None:
    asked = desk.ask(Request("Baltanur Makina", "2024-03-01", questions=("Why?",)), "kim")
    with pytest.raises(UsageError):
        desk.add(claim("stopped", confirms=(asked.id,)), "kim")


def test_an_undone_claim_no_longer_counts(desk: ClaimDesk) -> None:
    one = desk.add(claim("free words"), "kim")
    two = desk.add(claim("free words", "Boris Writer", confirms=(one.id,)), "kim")
    assert desk.corroborated([one])[one.id].word == "corroborated"

    desk.undo(two.id, "misheard", "kim")

    assert desk.corroborated([one])[one.id].word == "single"


def test_disputed_authenticity_stays_visible_when_somebody_affirms_it(
    desk: ClaimDesk, kept: Callable[..., str]
) -> None:
    item = kept("Invitation")
    seen = desk.add(claim("signed", "Analyst", kind="signature", source=ClaimSource(evidence=(item,))), "kim")
    desk.add(claim("not_authentic", "Works", kind="authenticity", about=item), "kim")
    desk.add(claim("authentic", "An expert", kind="authenticity", about=item), "kim")

    (found,) = desk.authenticity()

    assert found.status == "authenticity disputed by C2; affirmed by C3"
    assert desk.standing()[seen.id] == ("signature appears", "E1: authenticity disputed by C2; affirmed by C3")
    with pytest.raises(UsageError, match="is none"):
        desk.add(claim("not_authentic", "Works", kind="authenticity", about="the letter"), "kim")


def test_right_of_reply_is_told_per_subject_with_its_days(desk: ClaimDesk) -> None:
    asked = desk.ask(Request("Nordamat Werke AG", "2024-02-01", questions=("Why?",), deadline="2024-02-15"), "kim")
    desk.ask(Request("Prasertmetal LLC", "2024-03-05", questions=("Why?",), deadline="2024-03-19"), "kim")

    states = {it.to: (it.state, it.on) for it in desk.right_of_reply()}

    assert states == {
        "Nordamat Werke AG": ("unanswered", "2024-02-15"),
        "Prasertmetal LLC": ("asked", "2024-03-05"),
        "Baltanur Makina": ("unanswered", "2024-05-03"),
    }
    answered = desk.answer(asked.id, Reply("answered", "2024-03-01", "We stopped."), "kim")
    assert (answered.state, answered.on) == ("answered", "2024-03-01")
    assert [it.state for it in desk.right_of_reply("NORDAMAT WERKE")] == ["answered"]
    assert [it.state for it in desk.right_of_reply("Prasertmetal", date(2024, 3, 20))] == ["unanswered"]


def test_nobody_answers_before_being_asked(desk: ClaimDesk) -> None:
    asked = desk.ask(Request("Works", "2024-02-01", questions=("Why?",)), "kim")
    with pytest.raises(UsageError) as told:
        desk.answer(asked.id, Reply("declined", "2024-01-31"), "kim")
    assert told.value.code == "E-CLAIM-BEFORE"


def test_a_stated_tie_is_always_weaker_than_a_registers(desk: ClaimDesk) -> None:
    told = desk.add(claim("owns", "Petr Vymyshlenny", actor="Prasertmetal LLC", about="Zavod Vymysel"), "kim")
    for number in range(5):
        desk.add(claim("free words", f"Witness {number}", confirms=(told.id,)), "kim")

    statement, register = desk.ties()

    assert (statement.type, statement.word, register.type, register.word) == (
        "statement", "alleged", "register", "recorded",
    )  # fmt: skip
    assert 0 < statement.strength < register.strength == REGISTRY_STRENGTH
    assert [it.source for it in register.rows] == ["register.csv"]


def test_a_denied_tie_is_weaker_still(desk: ClaimDesk) -> None:
    told = desk.add(claim("same_company", "A", about="B"), "kim")
    (before,) = desk.ties()
    desk.add(claim("no_relation", "B", about="A", disputes=(told.id,)), "kim")
    (after,) = desk.ties()

    assert (after.word, after.strength < before.strength) == ("denied", True)


def test_a_changed_story_joins_typed_claims_and_rows(desk: ClaimDesk) -> None:
    desk.add(claim("never_sold", said_on="2023-01-01"), "kim")

    (story,) = desk.stories("nordamat werke")

    assert [it.claim.claim.predicate for it in story.tellings] == ["never_sold", "stopped"]
    assert story.changed


def test_a_claim_on_sensitive_evidence_is_sensitive_itself(desk: ClaimDesk, kept: Callable[..., str]) -> None:
    item = kept("secret", sensitivity="leaked", source="source 14")
    told = desk.add(claim("stopped", rests_on=(item,)), "kim")
    denied = desk.add(claim("stopped", "Open", disputes=(told.id,)), "kim")

    assert [it.claim.sensitivity for it in desk.typed()] == ["leaked", "none"]
    assert denied.claim.sensitivity == "none"
    desk.add(claim("stopped", "Boris Writer", rests_on=(told.id,)), "kim")
    assert [it.facts["sensitivity"] for it in desk.log.entries("claim")] == ["leaked", "none", "leaked"]


def test_a_sensitive_denier_is_not_named_beside_an_open_claim(desk: ClaimDesk) -> None:
    told = desk.add(claim("stopped"), "kim")
    desk.add(claim("free words", "Oleg Vymyshlenny", disputes=(told.id,), sensitivity="personal"), "kim")

    assert desk.standing()[told.id] == ("denied by [withheld] (C2, 2024-05-02)",)
