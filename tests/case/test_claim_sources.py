"""Independent sources are counted, not articles."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enduse.case.claim_sources import ClaimSources, Corroboration, independent
from enduse.model.claim import Claim, ClaimSource
from enduse.model.claim_log import LoggedClaim
from enduse.model.evidence import EvidenceFacts, EvidenceItem, Particulars


def said(number: int, speaker: str, publisher: str = "", **more: Any) -> LoggedClaim:
    source = more.pop("source", ClaimSource(publisher))
    return LoggedClaim(f"C{number}", Claim(speaker, text="Three machines.", source=source, **more))


def kept(number: int, sha256: str, source: str) -> EvidenceItem:
    told = Particulars("a.pdf", sha256, 1, EvidenceFacts(source=source))
    return EvidenceItem(number, sha256, 1, "", "application/pdf", "none", "", "", "", told)


def stand(*claims: LoggedClaim, evidence: tuple[EvidenceItem, ...] = ()) -> Corroboration:
    return ClaimSources(claims, evidence).of("C1")


def test_one_source_is_single_and_two_independent_ones_corroborate() -> None:
    one, two = said(1, "Council of Norvia"), said(2, "Vymysel Herald", confirms=("C1",))

    assert (stand(one).word, stand(one).sources) == ("single", 1)
    assert (stand(one, two).word, stand(one, two).sources) == ("corroborated", 2)


def test_two_articles_that_quote_one_document_are_one() -> None:
    one = said(1, "Anna Writer", "Herald", rests_on=("E1",))
    two = said(2, "Boris Writer", "Tribune", rests_on=("E1",), confirms=("C1",))

    found = stand(one, two, evidence=(kept(1, "aa", "archive.example"),))

    assert (found.word, found.sources) == ("single", 1)
    assert "C1, C2 all come from E1" in found.why


def test_two_pages_of_one_file_are_one_document() -> None:
    one, two = said(1, "Anna", "Herald", rests_on=("E1",)), said(2, "Boris", rests_on=("E2",), confirms=("C1",))

    assert stand(one, two, evidence=(kept(1, "aa", "x"), kept(2, "aa", "y"))).sources == 1
    assert stand(one, two, evidence=(kept(1, "aa", "x"), kept(2, "bb", "y"))).sources == 2
    # Two documents of one giver.
    assert stand(one, two, evidence=(kept(1, "aa", "x"), kept(2, "bb", "x"))).sources == 1


def test_what_rests_on_a_claim_adds_nothing_to_it() -> None:
    one = said(1, "Works", "Herald")
    two = said(2, "Boris Writer", "Tribune", rests_on=("C1",), confirms=("C1",))
    three = said(3, "Clara Writer", "Gazette", rests_on=("C2",), confirms=("C2",))

    assert stand(one, two, three).sources == 1
    assert stand(one, two, three, said(4, "Customs office", confirms=("C3",))).sources == 2


def test_whoever_repeats_itself_elsewhere_stays_one() -> None:
    assert stand(said(1, "Works AG", "Herald"), said(2, "WORKS", "Tribune", confirms=("C1",))).sources == 1


def test_one_publisher_is_one_source_by_name_or_address() -> None:
    one = said(1, "Anna", source=ClaimSource(address="https://www.herald.example/a"))

    assert (
        stand(one, said(2, "Boris", source=ClaimSource(address="http://herald.example/b"), confirms=("C1",))).sources
        == 1
    )
    assert (
        stand(one, said(2, "Boris", source=ClaimSource(address="http://tribune.example"), confirms=("C1",))).sources
        == 2
    )


@pytest.mark.parametrize(("account", "sources"), [("plant", 1), ("other", 2)])
def test_on_a_platform_the_account_is_the_publisher(account: str, sources: int) -> None:
    one = said(1, "Anna", source=ClaimSource(address="https://t.me/plant/7"))
    two = said(2, "Boris", source=ClaimSource(address=f"https://t.me/{account}/9"), confirms=("C1",))

    assert stand(one, two).sources == sources


def test_a_document_that_nobody_holds_is_known_through_its_teller() -> None:
    one = said(1, "Anna", "Herald", rests_on=("Contract 7",))

    assert stand(one, said(2, "Boris", "Tribune", rests_on=("contract  7",), confirms=("C1",))).sources == 1
    assert stand(one, said(2, "Boris", "Herald", rests_on=("Letter 9",), confirms=("C1",))).sources == 1
    assert stand(one, said(2, "Boris", "Tribune", rests_on=("Letter 9",), confirms=("C1",))).sources == 2


def test_a_claim_may_rest_on_two_documents_of_two_hands() -> None:
    one = said(1, "Analyst", rests_on=("E1", "E2"))

    assert stand(one, evidence=(kept(1, "aa", "x"), kept(2, "bb", "y"))).word == "corroborated"


def test_who_draws_on_both_does_not_make_two_sources_one() -> None:
    one, two = said(1, "Anna"), said(2, "Boris", confirms=("C1",))
    both = said(3, "Clara", rests_on=("C1", "C2"), confirms=("C1",))

    assert stand(one, two, both).sources == 2


def test_claims_that_rest_on_each_other_are_one_word() -> None:
    one, two = said(1, "Anna", rests_on=("C2",)), said(2, "Boris", rests_on=("C1",), confirms=("C1",))

    assert stand(one, two).sources == 1


def test_a_denial_makes_both_contested_however_many_sources() -> None:
    told = [said(1, "Anna"), said(2, "Boris", confirms=("C1",)), said(3, "Works", kind="denial", disputes=("C2",))]
    sources = ClaimSources(told)

    assert (sources.of("C1").word, sources.of("C1").sources, sources.of("C1").disputed_by) == ("contested", 2, ("C3",))
    assert (sources.of("C3").word, sources.of("C3").disputed_by) == ("contested", ("C2",))


SETS = st.lists(st.frozensets(st.integers(0, 9).map(str), min_size=1, max_size=3), max_size=8)


@given(SETS)
def test_no_count_beats_trying_every_choice(sets: list[frozenset[str]]) -> None:
    best = 0
    for chosen in range(1 << len(sets)):
        mine = [it for at, it in enumerate(sets) if chosen >> at & 1]
        if sum(map(len, mine)) == len(frozenset().union(*mine)):
            best = max(best, len(mine))

    assert independent(sets) == best


@given(SETS, st.frozensets(st.integers(0, 9).map(str), min_size=1, max_size=3))
def test_one_more_source_never_lowers_the_count(sets: list[frozenset[str]], more: frozenset[str]) -> None:
    assert independent([*sets, more]) >= independent(sets)


def test_hundreds_of_claims_are_counted() -> None:
    told = [said(1, "S1")] + [said(it, f"S{it % 100}", f"P{it % 7}", confirms=("C1",)) for it in range(2, 400)]

    assert 1 < stand(*told).sources <= 8
