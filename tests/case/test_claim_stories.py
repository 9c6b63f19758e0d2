"""What one speaker said on one matter, told by told."""

from typing import Any

from enduse.case.claim_stories import stories, word_changes
from enduse.model.claim import Claim, Figure
from enduse.model.claim_log import LoggedClaim


def said(number: int, on: str, speaker: str = "Works", **more: Any) -> LoggedClaim:
    return LoggedClaim(f"C{number}", Claim(speaker, said_on=on, **{"text": "It is so.", "about": "Plant", **more}))


def told(*claims: LoggedClaim) -> list[tuple[str, list[str]]]:
    (story,) = stories(claims, str.casefold)
    return [(it.claim.id, [str(one) for one in it.changes]) for it in story.tellings]


def test_tellings_stand_in_the_order_of_their_days_whatever_was_typed_first() -> None:
    late, early, undated = said(1, "2024-03-01"), said(2, "2023"), said(3, "")

    assert [it for it, _ in told(late, early, undated)] == ["C2", "C1", "C3"]


def test_what_changed_is_marked() -> None:
    first = said(1, "2023", predicate="no_relation", since="2020")
    second = said(2, "2024", predicate="only_parts", since="2022-03", figure=Figure(2))

    assert told(first, second)[1] == (
        "C2", ["claim: no_relation -> only_parts", "since: 2020 -> 2022-03", "figure: - -> 2 machines"],
    )  # fmt: skip


def test_other_speakers_and_other_matters_are_other_stories() -> None:
    assert stories([said(1, "2023"), said(2, "2024", "Other"), said(3, "2024", about="Somebody")], str.casefold) == []


def test_a_matter_keeps_claims_about_different_firms_together() -> None:
    first, second = said(1, "2023", matter="end", about="A"), said(2, "2024", matter="End", about="B")

    assert told(first, second)[1] == ("C2", ["about: A -> B"])


def test_a_story_of_which_only_the_words_changed_is_not_a_changed_one() -> None:
    same, words = stories(
        [said(1, "2023"), said(2, "2024"), said(3, "2023", "Zeta"), said(4, "2024", "Zeta", text="It was so.")],
        str.casefold,
    )

    assert (same.changed, words.changed) == (False, False)
    assert [str(it) for it in words.tellings[1].changes] == ["words: is -> was"]


def test_words_of_other_scripts_are_compared_as_words() -> None:
    assert word_changes("Мы не поставляли станки.", "Мы поставляли только запчасти") == (
        "не … станки",
        "только запчасти",
    )
    assert word_changes("SAME, words!", "same words") == ("", "")
