# ruff: noqa: E501  (a table is read by its rows)
"""Ownership worked out by hand: each row says how, before it says what the rule of that day must answer.

``A`` and ``B`` are listed by everybody since 2022-03-01, ``W`` is A's wife; all others are not listed. Holdings are
written ``holder share company``: ``50``, ``25..50``, ``>50``, ``?`` (unknown), ``v60`` (votes), ``i50`` (recorded as
indirect), ``board``, ``controls``, ``director``, ``agent``; ``own`` holds its own shares. What has no holder belongs to
nobody listed unless the row says ``open``.
"""

from datetime import date
from fractions import Fraction
from typing import NamedTuple

import pytest

from enduse.screen.ground import Question
from enduse.screen.ownership import Assessment, assess_ownership
from enduse.screen.stakes import JointArrangement, Kinship, Listed, Stake, StakeKind

SINCE = date(2022, 3, 1)
LISTED = [
    Listed(party, authority, name, programmes, SINCE)
    for party in "AB"
    for authority, name, programmes in (
        ("US-OFAC", "SDN", ("RUSSIA-EO14024",)),
        ("US-BIS", "Entity List", ()),
        ("EU", "269/2014", ()),
        ("UK", "UK Sanctions List", ()),
    )
]
WORDS: dict[str, StakeKind] = {
    "board": "appoints_board", "controls": "controls", "director": "directs", "agent": "represents",
}  # fmt: skip
DAYS = {
    "US-OFAC": date(2024, 7, 4), "EU": date(2024, 7, 4), "UK": date(2024, 7, 4), "US-BIS": date(2025, 10, 15),
}  # fmt: skip


class Case(NamedTuple):
    """How it is worked out by hand; the holdings; the law; what it must say; what is surely and possibly held."""

    why: str
    holdings: str
    law: str
    outcome: str
    share: str = ""
    more: str = ""


def stake(text: str) -> Stake:
    """``A 25..50 X``, with ``@2020-01-01:2021-01-01`` for its days and ``#EGRUL`` for its register."""
    owner, share, owned, *rest = text.split()
    register = next((it[1:] for it in rest if it.startswith("#")), "REG")
    first, _, last = next((it[1:] for it in rest if it.startswith("@")), "").partition(":")
    start, end = (date.fromisoformat(day) if day else None for day in (first, last))
    if share in WORDS:
        return Stake(owner, owned, WORDS[share], register=register, start=start, end=end)
    number = share.lstrip("vi>")
    low, _, high = number.partition("..")
    least, most = (None, None) if number == "?" else (Fraction(low) / 100, Fraction(high or low) / 100)
    return Stake(
        owner=owned if owner == "own" else owner,
        owned=owned,
        kind="votes" if share.startswith("v") else "shares",
        low=least,
        high=Fraction(1) if share.startswith(">") else most,
        low_excluded=share.startswith(">"),
        direct=not share.startswith("i"),
        start=start,
        end=end,
        register=register,
        treasury=owner == "own",
    )


def answered(case: Case) -> Assessment:
    law, _, day = case.law.partition(" ")
    joint = tuple(JointArrangement(tuple(it.split("+"))) for it in case.more.split() if "+" in it)
    question = Question(
        on=date.fromisoformat(day) if day else DAYS[law],
        subjects=("X",),
        jurisdictions=(law,),
        rest_unlisted="open" not in case.more,
        arrangements=joint,
        kin=(Kinship("A", "W", "spouse", reasons=("recorded in a register",)),),
    )
    (found,) = assess_ownership([stake(it) for it in case.holdings.split(";")], LISTED, question)
    return found


CASES = [
    # --- the published vectors -----------------------------------------------------------------------------------
    Case("25 + 25 = 50, 50 is enough", "A 25 X; B 25 X; C 50 X", "US-OFAC", "blocked", "50 %"),
    Case("25 + 25 = 50, 50 is enough since 3 July 2024", "A 25 X; B 25 X; C 50 X", "EU 2024-07-04", "owned", "50 %"),
    Case("25 + 25 = 50, more than 50 was asked for", "A 25 X; B 25 X; C 50 X", "EU 2024-07-01", "not_owned", "50 %"),
    Case("no one above 50, the sum is exactly 50", "A 25 X; B 25 X; C 50 X", "UK", "not_owned", "50 %"),
    Case("25 + 25 = 50 in the six weeks in force", "A 25 X; B 25 X; C 50 X", "US-BIS 2025-10-15", "restricted", "50 %"),
    Case("the rule was suspended", "A 25 X; B 25 X; C 50 X", "US-BIS 2026-01-15", "not_restricted", "50 %"),
    Case("whether the rule returned is not verified", "A 25 X; B 25 X; C 50 X", "US-BIS 2026-11-10", "unknown", "50 %"),
    Case("30 + 25 = 55", "A 30 X; B 25 X; C 45 X", "US-OFAC", "blocked", "55 %"),
    Case("30 + 25 = 55", "A 30 X; B 25 X; C 45 X", "EU", "owned", "55 %"),
    Case("30, 25: 55 only together", "A 30 X; B 25 X; C 45 X", "UK", "owned_only_under_a_joint_arrangement", "55 %"),
    Case("30 + 25 = 55", "A 30 X; B 25 X; C 45 X", "US-BIS 2025-10-15", "restricted", "55 %"),
    Case("50 is enough", "A 50 X; C 50 X", "US-OFAC", "blocked", "50 %"),
    Case("50 is enough since 3 July 2024", "A 50 X; C 50 X", "EU 2024-07-03", "owned", "50 %"),
    Case("the day before, it was not", "A 50 X; C 50 X", "EU 2024-07-02", "not_owned", "50 %"),
    Case("exactly 50 is not more than 50", "A 50 X; C 50 X", "UK", "not_owned", "50 %"),
    Case("H is blocked at 50, then its whole 50 counts: not 25", "A 50 H; C 50 H; H 50 X; D 50 X", "US-OFAC", "blocked", "50 %"),
    Case("49 < 50; the board is no ownership", "A 49 X; C 51 X; A board X", "US-OFAC", "not_blocked", "49 %"),
    Case("49 < 50, but the board is control", "A 49 X; C 51 X; A board X", "EU", "controlled", "49 %"),
    Case("49 < 50, but the board is control", "A 49 X; C 51 X; A board X", "UK", "controlled", "49 %"),
    Case("49 < 50; the wife's 2 are not his", "A 49 X; W 2 X; C 49 X", "US-OFAC", "not_blocked", "49 %"),
    Case("49 + the wife's 2 would be 51: a sign", "A 49 X; W 2 X; C 49 X", "EU", "control_flag", "49 %"),
    Case("49 + the wife's 2 would be 51: a sign", "A 49 X; W 2 X; C 49 X", "UK", "control_flag", "49 %"),
    # --- exact sums ----------------------------------------------------------------------------------------------
    Case("9 + 35 + 6 = 50 exactly", "A 9 X; B 35 X; A 60 H; C 40 H; H 6 X; D 50 X", "US-OFAC", "blocked", "50 %"),
    Case("three sixths are one half", "A 100/6 X; B 100/3 X; C 50 X", "US-OFAC", "blocked", "50 %"),
    Case("33.33 + 16.66 = 49.99", "A 33.33 X; B 16.66 X; C 50.01 X", "US-OFAC", "not_blocked", "49.99 %"),
    Case("10.1 + 39.9 = 50 exactly, not 49.99...", "A 10.1 X; B 39.9 X; C 50 X", "US-OFAC", "blocked", "50 %"),
    # --- OFAC's own examples (FAQ 401) ---------------------------------------------------------------------------
    Case("25 through each of two firms held at 50", "A 50 H; A 50 J; H 25 X; J 25 X; C 50 X", "US-OFAC", "blocked", "50 %"),
    Case("10 direct + 40 through H held at 50", "A 50 H; A 10 X; H 40 X; C 50 X", "US-OFAC", "blocked", "50 %"),
    Case("H at 25 is not blocked, so its 50 do not count", "A 25 H; C 75 H; H 50 X; D 50 X", "US-OFAC", "not_blocked", ""),
    Case("25 + 25 of H make it blocked; H has 50", "A 25 H; B 25 H; C 50 H; H 50 X; D 50 X", "US-OFAC", "blocked", "50 %"),
    Case("only the 25 of H held at 50 count, J is at 25", "A 50 H; A 25 J; H 25 X; J 25 X; C 50 X", "US-OFAC", "not_blocked", "25 %"),
    # --- layers and circles --------------------------------------------------------------------------------------
    Case("50 four times over: the cascade never multiplies", "A 50 H; H 50 J; J 50 K; K 50 X", "US-OFAC", "blocked", "50 %"),
    Case("the third link is 49: it ends there", "A 50 H; H 50 J; J 49 K; C 51 K; K 100 X", "US-OFAC", "not_blocked", ""),
    Case("X and H hold only each other: nobody listed", "H 60 X; X 60 H; C 40 X; D 40 H", "US-OFAC", "not_blocked", ""),
    Case("A has 40 of X, X holds 20 of itself through H: X is not A's, so 40", "A 40 X; X 100 H; H 20 X; C 40 X", "US-OFAC", "not_blocked", "40 %"),
    Case("A has 50 of X: then H's 20 are A's as well", "A 50 X; X 100 H; H 20 X; C 30 X", "US-OFAC", "blocked", "70 %"),
    Case("a circle of three entered at 50", "A 50 H; J 50 H; H 60 K; K 60 J; K 60 X; C 40 X", "US-OFAC", "blocked", "60 %"),
    # --- unknown shares ------------------------------------------------------------------------------------------
    Case("unknown, and C has 60: at most 40", "A ? X; C 60 X", "US-OFAC", "not_blocked", "0 % to 40 %"),
    Case("unknown, and C has 40: at most 60", "A ? X; C 40 X", "US-OFAC", "possibly_blocked", "0 % to 60 %"),
    Case("unknown percentage: Red Flag 29", "A ? X; C 40 X", "US-BIS 2025-10-15", "possibly_restricted", "0 % to 60 %"),
    Case("25 to 50 reaches 50 at its top", "A 25..50 X; C 50 X", "US-OFAC", "possibly_blocked", "25 % to 50 %"),
    Case("25 to 50 never exceeds 50", "A 25..50 X; C 50 X", "UK", "not_owned", "25 % to 50 %"),
    Case("more than 50 is more than 50", "A >50 X", "UK", "owned", "more than 50 % to 100 %"),
    Case("C has more than 50: less than 50 is left", "A ? X; C >50 X", "US-OFAC", "not_blocked", "0 % to less than 50 %"),
    Case("H may be A's: then its 50 count", "A ? H; H 50 X; C 50 X", "US-OFAC", "possibly_blocked", "0 % to 50 %"),
    Case("49 recorded, 51 without a holder", "A 49 X", "US-OFAC", "possibly_blocked", "49 % to 100 %", "open"),
    Case("49 recorded, the rest known to be others'", "A 49 X", "US-OFAC", "not_blocked", "49 %"),
    Case("nobody at all is recorded", "C 50 Y", "US-OFAC", "not_assessable", ""),
    Case("40 recorded, nobody listed, 60 without a holder", "C 40 X", "US-OFAC", "not_assessable", "", "open"),
    Case("60 recorded, nobody listed: 40 is not enough", "C 60 X", "US-OFAC", "not_blocked", "", "open"),
    # --- contradictions ------------------------------------------------------------------------------------------
    Case("60 + 60 = 120: A has 40 to 60 of it", "A 60 X; C 60 X", "US-OFAC", "possibly_blocked", "40 % to 60 %"),
    Case("70 + 40 = 110: A has 60 at least", "A 70 X; C 40 X", "US-OFAC", "blocked", "60 % to 70 %"),
    Case("40 + 80 = 120: A has 20 to 40", "A 40 X; C 80 X", "US-OFAC", "not_blocked", "20 % to 40 %"),
    Case("two registers say 30: once", "A 30 X #EGRUL; A 30 X #GLEIF; C 70 X", "US-OFAC", "not_blocked", "30 %"),
    Case("registers say 40 and 60", "A 40 X #EGRUL; A 60 X #GLEIF; C 40 X", "US-OFAC", "possibly_blocked", "40 % to 60 %"),
    # --- direct and indirect -------------------------------------------------------------------------------------
    Case("30 through H, recorded again as indirect: not 60", "A 100 H; H 30 X; A i30 X; C 70 X", "US-OFAC", "not_blocked", "30 %"),
    Case("only the indirect 50 is recorded", "A i50 X", "US-OFAC", "blocked", "50 %"),
    Case("30 direct, 30 through nobody knows whom: 30 to 60", "A 30 X; A i30 X; C 40 X; D 30 X", "US-OFAC", "possibly_blocked", "30 % to 60 %"),
    # --- treasury shares -----------------------------------------------------------------------------------------
    Case("45 of 90: half where own shares are left out", "A 45 X; own 10 X; C 45 X", "US-OFAC", "possibly_blocked", "45 % to 50 %"),
    Case("50 of 90 is enough either way", "A 50 X; own 10 X; C 40 X", "US-OFAC", "blocked", "50 % to about 55.5556 %"),
    Case("UK capital is the issued capital: 46 of 100", "A 46 X; own 10 X; C 44 X", "UK", "not_owned", "46 %"),
    Case("UK votes leave own shares out: 46 of 90", "A v46 X; own v10 X; C v44 X", "UK", "owned", "about 51.1111 %"),
    # --- votes, board, control -----------------------------------------------------------------------------------
    Case("30 capital, 60 votes: not OFAC's ownership", "A 30 X; C 70 X; A v60 X; C v40 X", "US-OFAC", "not_blocked", "30 %"),
    Case("30 capital, 60 votes: control", "A 30 X; C 70 X; A v60 X; C v40 X", "EU", "controlled", "30 %"),
    Case("30 capital, half of the votes: no majority, no control", "A 30 X; C 70 X; A v50 X; C v50 X", "EU", "not_owned", "30 %"),
    Case("30 capital, 60 votes: first condition", "A 30 X; C 70 X; A v60 X; C v40 X", "UK", "owned", "60 %"),
    Case("60 capital but 40 votes of H: no majority stake", "A 60 H; C 40 H; A v40 H; C v60 H; H 100 X", "UK", "not_owned", ""),
    Case("60 capital but 40 votes of H: capital counts", "A 60 H; C 40 H; A v40 H; C v60 H; H 100 X", "US-OFAC", "blocked", "100 %"),
    Case("A controls H, which owns X", "A 20 H; C 80 H; A controls H; H 100 X", "EU", "controlled", ""),
    Case("a director is a sign, not control", "A 10 X; C 90 X; A director X", "EU", "control_flag", "10 %"),
    Case("acting on behalf is a test of its own", "C 100 X; A agent X", "EU", "control_flag", ""),
    Case("a director without any share is a sign as well", "C 100 X; A director X", "UK", "control_flag", ""),
    Case("acting on behalf, without any share", "C 100 X; A agent X", "UK", "control_flag", ""),
    Case("a director of H, which owns X: no sign on X itself", "C 100 H; H 100 X; A director H", "UK", "not_owned", ""),
    Case("the wife owns all: not his", "W 100 X", "US-OFAC", "not_blocked", ""),
    Case("the wife owns all: a sign", "W 100 X", "EU", "control_flag", ""),
    Case("the wife owns H, H owns X: a sign", "W 100 H; H 100 X", "UK", "control_flag", ""),
    # --- joint arrangements --------------------------------------------------------------------------------------
    Case("30 + 25 held under an arrangement", "A 30 X; B 25 X; C 45 X", "UK", "owned", "55 %", "A+B"),
    Case("A's 30 and C's 25 under an arrangement", "A 30 X; C 25 X; D 45 X", "UK", "owned", "55 %", "A+C"),
    Case("each 60 of another firm, each firm 30 of X", "A 60 H; B 60 J; H 30 X; J 30 X; C 40 X", "UK", "owned_only_under_a_joint_arrangement", "60 %"),
    Case("H is A's and B's only together; nobody alone touches X", "A 30 H; B 30 H; C 40 H; H 100 X", "UK", "owned_only_under_a_joint_arrangement", "100 %"),
    Case("C is not listed: its 25 are nobody's but C's", "A 30 X; C 25 X; D 45 X", "US-OFAC", "not_blocked", "30 %", "A+C"),
    Case("the agreement is a sign of control, not a share", "A 30 X; C 25 X; D 45 X", "EU", "control_flag", "30 %", "A+C"),
    Case("an agreement without anybody listed is nothing", "A 10 X; C 45 X; D 45 X", "EU", "not_owned", "10 %", "C+D"),
    Case("26 + 25 by one arrangement; D's 24 by none", "A 26 X; C 25 X; D 24 X; B 25 X", "UK", "owned", "51 %", "A+C"),
    # --- more of BIS ---------------------------------------------------------------------------------------------
    Case("control is no ownership for BIS", "A 30 X; C 70 X; A board X", "US-BIS", "not_restricted", "30 %"),
    Case("cascade: 50 of 50", "A 50 H; C 50 H; H 50 X; D 50 X", "US-BIS", "restricted", "50 %"),
    # --- days ----------------------------------------------------------------------------------------------------
    Case("sold in June, asked in July", "A 60 X @2020-01-01:2024-06-01; C 100 X @2024-06-01", "US-OFAC 2024-07-04", "not_blocked", ""),
    Case("the last day it still held", "A 60 X @2020-01-01:2024-06-01; C 40 X", "US-OFAC 2024-05-31", "blocked", "60 %"),
    Case("the first day it no longer held", "A 60 X @2020-01-01:2024-06-01; C 40 X", "US-OFAC 2024-06-01", "not_assessable", "", "open"),
    Case("A was not listed yet", "A 60 X; C 40 X", "US-OFAC 2022-02-28", "not_blocked", ""),
    Case("A's first day on the list", "A 60 X; C 40 X", "US-OFAC 2022-03-01", "blocked", "60 %"),
    Case("sold 59 days before the listing to nobody known", "A 60 X @2020-01-01:2022-01-01; C 100 X @2022-01-01", "EU 2023-01-01", "control_flag", ""),
    Case("sold 92 days after the listing: not owned, is it real?", "A 60 X @2020-01-01:2022-06-01; C 100 X @2022-06-01", "EU 2023-01-01", "control_flag", ""),
    Case("OFAC has no control test: a sign only", "A 60 X @2020-01-01:2022-06-01; C 100 X @2022-06-01", "US-OFAC 2023-01-01", "not_blocked", ""),
    Case("sold three years before the listing", "A 60 X @2010-01-01:2019-01-01; C 100 X @2019-01-01", "EU 2023-01-01", "not_owned", ""),
    Case("before 2014 OFAC's law is not verified", "A 60 X; C 40 X", "US-OFAC 2012-01-01", "unknown", ""),
    Case("before 2021 the UK applied EU measures", "A 60 X; C 40 X", "UK 2020-12-30", "unknown", ""),
    Case("no affiliates rule yet", "A 60 X; C 40 X", "US-BIS 2025-09-28", "not_restricted", "60 %"),
    Case("its first day", "A 60 X; C 40 X", "US-BIS 2025-09-29", "restricted", "60 %"),
    Case("its last day", "A 60 X; C 40 X", "US-BIS 2025-11-09", "restricted", "60 %"),
    Case("suspended from here", "A 60 X; C 40 X", "US-BIS 2025-11-10", "not_restricted", "60 %"),
    Case("the last day that is known", "A 60 X; C 40 X", "US-BIS 2026-11-09", "not_restricted", "60 %"),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda it: f"{it.law}: {it.why}: {it.holdings}")
def test_the_rule_says_what_the_hand_says(case: Case) -> None:
    found = answered(case)
    assert (found.outcome, found.bounds[0].text if found.bounds else "") == (case.outcome, case.share)
