"""Claims, requests and replies as the case log keeps them."""

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enduse.errors import InputError
from enduse.model.claim import CLAIM_KINDS, PREDICATES, Claim, ClaimSource, Figure, Reply, Request
from enduse.model.claim_facts import exact_day, span_of
from enduse.model.claim_log import LoggedReply, redacted, reply_state

WORDS = st.text(min_size=1, max_size=12).filter(str.strip)
DAYS = st.sampled_from(["", "2024", "2024-02", "2024-02-29"])
SOURCES = st.builds(
    ClaimSource, publisher=st.text(max_size=5), page=st.integers(0, 99), quote=st.text(max_size=9),
    evidence=st.lists(st.sampled_from(["E1", "E20"]), max_size=2).map(tuple),
)  # fmt: skip
FIGURES = st.none() | st.builds(Figure, st.floats(0, 1e9), st.sampled_from(["machines", "USD"]), DAYS)
CLAIMS = st.builds(
    Claim, speaker=WORDS, kind=st.sampled_from([*CLAIM_KINDS]), actor=st.text(max_size=5), about=st.text(max_size=5),
    predicate=st.sampled_from(["", "free words", *PREDICATES]), text=WORDS, said_on=DAYS, since=DAYS, source=SOURCES,
    figure=FIGURES, rests_on=st.lists(WORDS, max_size=3).map(tuple), confirms=st.just(("C3",)),
    sensitivity=st.sampled_from(["none", "personal", "leaked"]),
)  # fmt: skip


@given(CLAIMS)
def test_a_claim_comes_back_from_the_log_as_it_was_written(claim: Claim) -> None:
    assert Claim.from_facts(json.loads(json.dumps(claim.to_facts()))) == claim


def test_requests_and_replies_come_back_too() -> None:
    asked = Request("Works", "2024-03-01", "confirmation", "letter", "Main St 1", ("Is it so?",), "2024-03-15", ("C1",))
    reply = Reply("declined", "2024-03-10", "No comment.", ("E1",), ("C2",), "its lawyer")

    assert Request.from_facts(json.loads(json.dumps(asked.to_facts()))) == asked
    assert Reply.from_facts(json.loads(json.dumps(reply.to_facts()))) == reply


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024-02-29", date(2024, 2, 29), date(2024, 2, 29)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2023-12", date(2023, 12, 1), date(2023, 12, 31)),
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
    ],
)
def test_a_month_or_year_is_all_its_days(text: str, first: date, last: date) -> None:
    assert span_of(text) == (first, last)


@pytest.mark.parametrize("text", ["spring", "2024-13", "2023-02-29", "24-01-01", "2024-1-1", "9999", "0000"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="is not understood"):
        span_of(text)


def test_a_request_needs_the_day_itself() -> None:
    assert exact_day("2024-03-01") == date(2024, 3, 1)
    for text in ("", "2024-03", "2024"):
        with pytest.raises(InputError):
            exact_day(text)


@pytest.mark.parametrize(
    "wrong",
    [
        {"speaker": " "},
        {"kind": "rumour"},
        {"sensitivity": "secret"},
        {"text": "  "},
        {"said_on": "yesterday"},
        {"since": "2024-00"},
        {"confirms": ("3",)},
        {"disputes": ("E1",)},
    ],
)
def test_a_claim_that_says_nothing_usable_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(InputError) as told:
        replace(Claim("Works", text="We stopped."), **wrong)  # type: ignore[arg-type]
    assert told.value.code == "E-CLAIM-FACT"


@pytest.mark.parametrize("wrong", [(-1.0, "machines"), (float("nan"), "USD"), (float("inf"), "USD"), (101.0, "%")])
def test_a_figure_is_a_number_that_can_be(wrong: tuple[float, str]) -> None:
    with pytest.raises(InputError):
        Figure(*wrong)


def test_a_figure_knows_its_days() -> None:
    assert Figure(3, period="2022..2023-06").days == (date(2022, 1, 1), date(2023, 6, 30))
    assert Figure(3).days is None
    assert str(Figure(1_200_000, "USD", "2023")) == "1,200,000 USD in 2023"


def test_a_deadline_cannot_lie_before_the_question() -> None:
    with pytest.raises(InputError, match="before the day of asking"):
        Request("Works", "2024-03-01", questions=("Why?",), deadline="2024-02-29")


def test_references_name_evidence_and_entries_only() -> None:
    claim = Claim(
        "Works", about="E9", text="It is so.", source=ClaimSource(evidence=("E1",)),
        rests_on=("E2", "C4", "contract 7"), disputes=("C5",),
    )  # fmt: skip

    assert claim.references == ("E1", "E2", "C4", "C5", "E9")


ASKED = Request("Works", "2024-03-01", questions=("Why?",), deadline="2024-03-15")


def _replies(*told: tuple[str, str]) -> tuple[LoggedReply, ...]:
    return tuple(LoggedReply(f"C{at}", Reply(*it), "", "") for at, it in enumerate(told, 2))


@pytest.mark.parametrize(
    ("replies", "today", "state"),
    [
        ((), date(2024, 3, 15), ("asked", "2024-03-01")),
        ((), date(2024, 3, 16), ("unanswered", "2024-03-15")),
        ((("declined", "2024-03-05"),), date(2024, 3, 16), ("declined", "2024-03-05")),
        ((("declined", "2024-03-05"), ("answered", "2024-03-09")), date(2024, 4, 1), ("answered", "2024-03-09")),
        ((("answered", "2024-03-20"),), date(2024, 4, 1), ("answered", "2024-03-20")),
        ((("unanswered", "2024-03-10"),), date(2024, 3, 11), ("unanswered", "2024-03-10")),
    ],
)
def test_silence_becomes_unanswered_after_the_deadline_only(
    replies: tuple[tuple[str, str], ...], today: date, state: tuple[str, str]
) -> None:
    assert reply_state(ASKED, _replies(*replies), today) == state


def test_a_sensitive_claim_leaves_nothing_of_its_words_in_a_copy() -> None:
    source = ClaimSource("Herald", "Title", "https://x.example", 3, "my father owns it", "ru", ("E1",))
    claim = Claim(
        "Oleg Vymyshlenny", "statement", "His father", "Works", "owns", "my father owns it", "2024-01", "2020",
        "at home", source, Figure(7), ("a letter of Oleg",), sensitivity="personal", matter="father", note="by phone",
    )  # fmt: skip

    told = json.dumps(redacted(claim).to_facts())

    assert not [it for it in ("Oleg", "father", "Works", "Herald", "Title", "home", "phone", "7") if it in told]
    assert (redacted(claim).predicate, redacted(claim).source.evidence) == ("owns", ("E1",))
