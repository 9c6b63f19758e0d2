"""What went to authorities, and what came of it."""

from enduse.model.case_book import Referral
from enduse.model.case_log import CaseEntry
from enduse.report.case_referrals import referrals


def _entry(number: int, refers: int, told: Referral) -> CaseEntry:
    return CaseEntry(number, "referral", told.to, told.to_facts(), refers, "", "")


def test_the_last_answer_counts_and_every_step_is_named() -> None:
    told = [
        _entry(1, 0, Referral("Customs of Nordland", "2024-02-01", ("E1",), text="please look", country="NO")),
        _entry(2, 1, Referral("Customs of Nordland", "2024-02-09", state="declined", text="no comment")),
        _entry(3, 2, Referral("Customs of Nordland", "2024-06-01", state="acted", text="a rule is planned")),
        _entry(5, 4, Referral("Customs of Nordland", "2024-06-01", state="answered")),
    ]
    (it,) = referrals(told)
    assert (it.id, it.on, it.what, it.asked) == ("C1", "2024-02-01", ("E1",), "please look")
    assert (it.state, it.answered_on, it.answer, it.steps) == ("acted", "2024-06-01", "a rule is planned", ("C2", "C3"))
