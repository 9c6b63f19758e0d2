"""The chain of custody of one machine."""

from dataclasses import replace
from datetime import date
from typing import Any
from zlib import crc32

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enduse.trace.custody import Chain, Fact, chain, machines
from enduse.trace.custody_doubts import contradictions, gaps, with_doubts
from enduse.trace.custody_rows import Ban
from enduse.trace.serial_keys import Numbered

BAN = Ban(("RU", "BY"), date(2022, 2, 24))
PLANT, DEALER, STRANGER = 1, 2, 3


def fact(on: str | None, what: str, country: str | None, **more: Any) -> Fact:
    day = date.fromisoformat(on) if on else None
    usual = {"serial": "SL2500-0417", "brand": "SPARTAN", "model": "SL-25"}
    number = more.pop("row_id", crc32(f"{on}{what}{country}".encode()))
    return Fact(row_id=number, on=day, what=what, country=country, **{**usual, **more})


MADE = fact("2021-01-10", "built", "TW")
SOLD = fact("2021-03-01", "shipped", "TR", party_id=PLANT)
HERE = fact("2021-04-01", "installed", "TR", party_id=PLANT)
IN_RUSSIA = fact("2023-05-01", "imported", "RU", sender_country="TR", sender_id=DEALER, party_id=STRANGER)


def standings(*facts: Fact) -> list[tuple[str, str]]:
    return [(it.fact.what, it.standing) for it in chain(facts, BAN).links]


def test_a_machine_that_stays_where_it_was_sold_is_confirmed_there() -> None:
    assert standings(HERE, SOLD, MADE) == [("built", "made"), ("shipped", "placed"), ("installed", "confirmed")]


def test_the_exit_is_the_first_place_to_which_no_record_sends_it() -> None:
    later = fact("2023-09-01", "serviced", "RU")

    found = chain([MADE, SOLD, HERE, IN_RUSSIA, later], BAN)

    assert found.exit is not None
    assert found.placed is not None
    assert (found.exit.fact, found.placed.fact) == (IN_RUSSIA, SOLD)
    assert [it.fact for it in found.outside] == [IN_RUSSIA, later]
    assert found.name == "SPARTAN SL2500-0417"


@pytest.mark.parametrize(
    "innocent",
    [
        fact("2022-06-01", "moved", "IN", authorised=True),
        fact("2022-06-01", "resold", "IN", party_id=DEALER),
        fact("2022-06-01", "exported", "IN", sender_country="TR", sender_id=PLANT, party_id=DEALER),
        fact("2022-06-01", "relocation_alert", None, authorised=True),
        fact("2022-06-01", "serviced", "TR", party_id=DEALER),
        fact("2022-06-01", "serviced", "TW"),
    ],
    ids=lambda it: it.what,
)
def test_what_is_agreed_booked_or_declared_by_the_owner_is_no_exit(innocent: Fact) -> None:
    arrived = replace(innocent, row_id=77, what="imported", on=date(2022, 7, 1))

    assert chain([MADE, SOLD, HERE, innocent, arrived], BAN).exit is None


@pytest.mark.parametrize("what", ["moved", "relocation_alert", "installed", "seen", "imported", "advertised"])
def test_where_no_record_sends_it_is_outside(what: str) -> None:
    assert standings(MADE, SOLD, fact("2022-06-01", what, "IN"))[-1] == (what, "outside")


def test_a_book_cannot_send_it_where_goods_must_not_go_unless_it_was_agreed() -> None:
    booked = fact("2023-05-01", "resold", "RU")

    assert standings(SOLD, booked)[-1] == ("resold", "outside")
    assert standings(SOLD, replace(booked, authorised=True))[-1] == ("resold", "placed")
    assert standings(SOLD, replace(booked, on=date(2022, 2, 23)))[-1] == ("resold", "placed")


def test_what_its_first_seller_sent_there_is_where_it_belongs() -> None:
    direct = fact("2021-03-01", "exported", "RU", sender_country="TW")

    assert standings(direct, IN_RUSSIA) == [("exported", "placed"), ("imported", "confirmed")]


def test_somebody_else_than_the_owner_who_sends_it_on_takes_it_out() -> None:
    onward = fact("2022-06-01", "exported", "KZ", sender_country="TR", sender_id=DEALER)

    assert standings(SOLD, onward)[-1] == ("exported", "outside")


def test_a_move_that_is_refused_is_outside_wherever_it_goes() -> None:
    assert standings(SOLD, fact("2022-06-01", "moved", "TR", authorised=False))[-1] == ("moved", "outside")


def test_an_alarm_is_answered_by_an_agreed_move_about_that_time() -> None:
    alarm = fact("2022-06-01", "relocation_alert", "IN")
    moved = fact("2022-06-20", "moved", "IN", authorised=True)

    assert standings(SOLD, alarm, moved)[1] == ("relocation_alert", "confirmed")
    assert standings(SOLD, alarm, replace(moved, on=date(2022, 8, 1)))[1] == ("relocation_alert", "unagreed")


def test_within_the_union_no_border_is_crossed() -> None:
    sold = fact("2021-03-01", "sold", "DE")

    assert standings(sold, fact("2022-03-01", "seen", "NL"))[-1] == ("seen", "confirmed")
    assert standings(sold, fact("2022-03-01", "seen", "RS"))[-1] == ("seen", "outside")


def test_without_a_record_of_a_sale_nothing_is_outside() -> None:
    assert standings(MADE, IN_RUSSIA) == [("built", "made"), ("imported", "silent")]
    assert standings(MADE, HERE, IN_RUSSIA)[-1] == ("imported", "outside")


def test_a_row_without_country_or_day_is_shown_and_tells_nothing() -> None:
    found = chain([SOLD, fact(None, "seen", None)], BAN)

    assert [(it.fact.on, it.standing, it.gap_days) for it in found.links][-1] == (None, "silent", None)


def test_gaps_are_days_between_rows_and_ways_nobody_recorded() -> None:
    found = chain([MADE, SOLD, HERE, fact("2023-05-01", "seen", "RU")], BAN)

    assert [it.gap_days for it in found.links] == [None, 50, 31, 760]
    (gap,) = gaps(found, 365)
    assert (gap.days, gap.unrecorded) == (760, True)
    assert "no record carries it there" in gap.text
    assert gaps(chain([MADE, SOLD, HERE], BAN), 365) == ()


def test_an_import_from_another_country_than_the_last_known_is_a_way_nobody_recorded() -> None:
    elsewhere = replace(IN_RUSSIA, sender_country="CN", on=date(2021, 5, 1))

    (gap,) = gaps(chain([SOLD, HERE, elsewhere], BAN), 365)

    assert gap.unrecorded


def test_a_clock_that_runs_backwards_is_said() -> None:
    (doubt,) = contradictions(chain([fact("2021-06-01", "built", "TW"), SOLD], BAN))

    assert "before it was made" in doubt.text
    assert doubt.row_ids == (SOLD.row_id,)


@pytest.mark.parametrize(
    ("facts", "word"),
    [
        ((MADE, fact("2021-02-10", "built", "TW")), "made 2 times"),
        ((SOLD, fact("2021-06-01", "seen", "TR"), fact("2021-06-01", "seen", "IN")), "both cannot be"),
        ((SOLD, replace(SOLD, row_id=9, party_id=DEALER)), "two parties"),
        ((SOLD, replace(HERE, on=date(2021, 2, 1))), "but shipped there only on"),
        ((SOLD, replace(HERE, model="XY-9")), "different models"),
    ],
)
def test_contradictions_are_shown(facts: tuple[Fact, ...], word: str) -> None:
    assert any(word in it.text for it in contradictions(chain(facts, BAN)))


def test_a_plain_chain_contradicts_nothing() -> None:
    assert contradictions(chain([MADE, SOLD, HERE, IN_RUSSIA], BAN)) == ()


def test_two_brands_with_one_number_are_two_machines() -> None:
    other = replace(SOLD, row_id=8, brand="ATHENIAN")

    assert [len(it) for it in machines([MADE, SOLD, other])] == [2, 1]


def test_a_row_without_a_brand_joins_the_only_machine_and_no_one_of_two() -> None:
    bare = replace(IN_RUSSIA, brand=None)
    other = replace(SOLD, row_id=8, brand="ATHENIAN")

    assert [len(it) for it in machines([SOLD, bare])] == [2]
    assert [len(it) for it in machines([SOLD, other, bare])] == [1, 1, 1]


def test_two_makings_under_two_spellings_are_two_machines() -> None:
    other = fact("2021-02-10", "built", "TW", serial="SL25OO-0417", row_id=8)

    assert [len(it) for it in machines([MADE, other, SOLD])] == [2, 1]


def test_doubts_lower_the_word() -> None:
    named = Numbered("SL2500-0417", "SPARTAN", "SL-25")
    rows = [
        SOLD,
        replace(IN_RUSSIA, row_id=4, brand=None),
        replace(IN_RUSSIA, row_id=5, serial="SL25OO-0417"),
        replace(IN_RUSSIA, row_id=6, serial="SL2500-0418"),
        replace(IN_RUSSIA, row_id=7, model="XY-9"),
    ]

    words = [it.confidence for it in chain(with_doubts(rows, named), BAN).links]

    assert words == ["recorded", "probable", "probable", "possible", "possible"]


def test_an_advert_is_what_somebody_says() -> None:
    assert chain([SOLD, fact("2023-01-01", "advertised", "TR")], BAN).links[-1].confidence == "alleged"


def test_a_complete_chain_lacks_nothing_until_it_falls_silent() -> None:
    whole = chain([MADE, SOLD, HERE], BAN)

    assert whole.silent_days(date(2021, 5, 1)) == 30
    assert whole.lacks(date(2021, 5, 1), 180) == ()
    assert whole.lacks(date(2022, 5, 1), 180) == ("395 days since the last confirmation",)
    assert whole.lacks(date(2021, 5, 1), 40) == ("a gap of 50 days",)
    assert "nobody saw it where it was sent" in chain([MADE, SOLD], BAN).lacks(date(2021, 3, 2), 180)


KINDS = ("built", "shipped", "installed", "moved", "seen", "exported", "imported", "serviced")


@given(
    st.lists(
        st.tuples(st.sampled_from(KINDS), st.sampled_from(["TW", "TR", "RU", "IN", None]), st.integers(0, 900)),
        max_size=8,
    ),
    st.randoms(),
)
def test_the_order_of_rows_does_not_matter(drawn: list[tuple[str, str | None, int]], random: Any) -> None:
    start = date(2021, 1, 1).toordinal()
    facts = [
        fact(str(date.fromordinal(start + days)), what, country, row_id=at)
        for at, (what, country, days) in enumerate(drawn)
    ]
    turned = [*facts]
    random.shuffle(turned)

    assert chain(facts, BAN) == chain(turned, BAN)
    assert sum(map(len, machines(facts))) == len(facts)


def test_an_empty_chain_is_no_error() -> None:
    assert Chain(()).placed is None
    assert Chain(()).exit is None
