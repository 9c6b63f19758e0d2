"""Laws that every determination keeps, over the real rules, real questions and random orders on the whole desk."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from enduse.case.order_desk import OrderDesk
from enduse.decide.answering import replies
from enduse.decide.determination import Determination, Part
from enduse.decide.determine import determine
from enduse.decide.facts import Fact, FactSheet, Truths, Value, fact_kinds
from enduse.decide.questions import Reply, questions, worse
from enduse.decide.rulebook import Rulebook, rulebook
from enduse.model.order import Given, Order, OrderLine, OrderParty, OwnerShare

DESK = OrderDesk()
BOOK = rulebook()
LAWS = settings(max_examples=25, deadline=None)
SELLERS = ("KR", "TW", "JP", "DE", "US", "GB", "CH", "CN", "TR")
PLACES = ("RU", "BY", "KZ", "KG", "TR", "AE", "UZ", "CN", "UA", "NO", "DE")
DAYS = sorted({it.start for rule in BOOK.rules for it in rule.spans if it.start and it.start.year >= 2014})
ROUGH = {
    "upr_x_um": "5", "upr_z_um": "5", "upr_standard": "ISO 230-2:2014", "positioning_accuracy_x_um": "12",
    "positioning_accuracy_z_um": "12", "positioning_accuracy_standard": "ISO 230-2:1988", "contouring_axes": "2",
    "linear_axes": "2", "rotary_axes": "0", "turning_diameter_mm": "300", "bar_only": "no", "tilting_spindle": "no",
    "contact_lens": "no", "special_purpose": "none",
}  # fmt: skip
GOODS = (
    OrderLine(1, "CNC horizontal lathe", code="845811", specifications=ROUGH),
    OrderLine(1, "CNC horizontal lathe", code="845811", specifications={**ROUGH, "upr_x_um": "0.8", "upr_z_um": "0.8"}),
    OrderLine(1, "CNC horizontal lathe", code="845811"),
    OrderLine(1, "Parts of machine tools: turret", kind="parts", code="846693"),
    OrderLine(1, "Drilling tools", code="820750"),
    OrderLine(1, "CNC operation software", kind="software", code="852349"),
    OrderLine(1, "Ball bearings", code="848210"),
    OrderLine(1, "Office chairs", code="940171"),
)
WORDS = [(id, word) for id, it in questions().items() for word in it.answers]
SCREENED = ("party.lists", "party.programmes", "party.owned_by_listed", "party.controlled_by_listed")


@st.composite
def orders(draw: st.DrawFn) -> Order:
    """An order about a rule's own days, told more or less fully."""
    to = draw(st.sampled_from(PLACES))
    owners = draw(st.sampled_from((None, (), (OwnerShare("S. P.", 100.0, to, "person"),))))
    buyer = OrderParty("buyer", "Prasertmetal", to, {"REG": "77"}, "1 Mill Road", owners=owners)
    others = draw(st.lists(st.sampled_from((
        replace(buyer, role="end_user"),
        OrderParty("consignee", "Baltanur Montaj", "TR"),
        OrderParty("intermediate", "Oriel Trade", "AE", function="stores, 4 %"),
        OrderParty("bank", "Ornek Banka", "TR"),
    )), unique_by=lambda it: it.role, max_size=3))  # fmt: skip
    lines = draw(st.lists(st.sampled_from(GOODS), min_size=1, max_size=2))
    given_ = draw(st.lists(st.sampled_from(WORDS), max_size=12))
    return Order(
        "G-3",
        draw(st.sampled_from(DAYS)) + timedelta(days=draw(st.sampled_from((-1, 0, 30)))),
        (OrderParty("seller", "Nordamat", draw(st.sampled_from(SELLERS))), buyer, *others),
        tuple(replace(it, line=number) for number, it in enumerate(lines, 1)),
        destination=to,
        route=draw(st.sampled_from((None, (), ("RU",), ("TR",)))),
        us_content=draw(st.sampled_from((None, True, False))),
        no_reexport=draw(st.sampled_from((None, True, False))),
        end_use=draw(st.sampled_from(("", "Brass valve bodies for household water meters", "parts for missiles"))),
        signed_on=draw(st.sampled_from((None, date(2023, 4, 1), date(2024, 2, 24)))),
        answers=tuple(Given(id, word) for id, word in given_),
    )


def facts_of(order: Order) -> FactSheet:
    """What the desk makes of it, with everybody screened and found on no list."""
    checked = DESK.check(order)
    named = [it.key for it in checked.parties if it.key in checked.sheet.parties]
    return checked.sheet.with_facts(Fact(name, Truths({}, False), about=it) for it in named for name in SCREENED)


def said(order: Order, sheet: FactSheet, *more: Reply, book: Rulebook = BOOK) -> Determination:
    """What it comes to, with further answers."""
    return determine(order, sheet, (*replies(order, sheet), *more), book)


def adverse() -> st.SearchStrategy[tuple[str, Value]]:
    """A fact that speaks against an order: a bad truth, or a name on a list, an entry that is met."""
    flags = sorted(
        it.name for it in fact_kinds().values()
        if it.type == "bool" and it.name not in NEUTRAL
    )  # fmt: skip
    bad = st.sampled_from(flags).map(lambda it: (it, not fact_kinds()[it].good))
    lists = st.sampled_from(("US-OFAC SDN", "US-BIS Entity List", "EU Consolidated Financial Sanctions", "UN List"))
    entries = st.sampled_from(("2B001.a", "2B201.c", "2B991.c", "2D002"))
    return st.one_of(
        bad,
        lists.map(lambda it: ("party.lists", Truths({it: True}, False))),
        entries.map(lambda it: ("goods.entries", Truths({it: True}, False))),
        st.sampled_from(("US-OFAC", "US-BIS", "EU", "UK")).map(
            lambda it: ("party.owned_by_listed", Truths({it: True}, False))
        ),
        st.sampled_from(("RU", "BY")).map(lambda it: ("onward", Truths({it: True}, False))),
        st.sampled_from(("RU", "BY")).map(lambda it: ("route.transit", Truths({it: True}, False))),
    )


NEUTRAL = frozenset(
    {"sheet.complete", "goods.machine_tool", "goods.machine", "goods.sensitive", "goods.used", "channel.dealer",
     "seller.us_person", "own_subsidiary", "order.partner"}
)  # fmt: skip
"""Facts that describe an order and speak neither for nor against it; an own subsidiary is an exception and a duty."""


@given(orders(), adverse())
@LAWS
def test_an_unfavourable_fact_never_softens(order: Order, more: tuple[str, Value]) -> None:
    sheet = facts_of(order)
    name, value = more
    about = {"party": "buyer", "goods": "1", "order": ""}[fact_kinds()[name].scope]
    bad = Fact(name, value, "told", about=about)
    known = sheet.get(name, about)
    told = bad if known is None else worse(known, bad)
    assume(told is not None)
    assert told is not None
    before, after = said(order, sheet), said(order, sheet.with_facts([told]))
    assert after.outcome >= before.outcome, (more, [it.id for it in before.deciding])


@given(orders(), st.data())
@LAWS
def test_answers_stay_within_the_interval_announced(order: Order, data: st.DataObject) -> None:
    sheet = facts_of(order)
    before = said(order, sheet)
    open_ = [it.id for it in before.parts if it.kind == "question" and it.answer == "unknown"]
    assume(open_)
    chosen = data.draw(st.lists(st.sampled_from(open_), min_size=1, max_size=6, unique=True))
    more = [Reply(it, data.draw(st.sampled_from(sorted(questions()[it].answers))), "said") for it in chosen]
    after = said(order, sheet, *more)
    assert before.mildest_possible <= after.outcome <= before.strictest_possible, more


@given(
    orders(),
    st.sampled_from(sorted({(rule.id, span.start) for rule in BOOK.rules for span in rule.spans if span.start})),
)
@LAWS
def test_the_day_before_and_the_day_differ_exactly_by_the_rules_of_that_day(
    order: Order, turn: tuple[str, date]
) -> None:
    """With the facts of one day: what no rule that changes that day says is the same on both."""
    _, day = turn
    sheet = facts_of(replace(order, on=day))
    turning = {it.id for it in BOOK.rules if it.on(day) != it.on(day - timedelta(days=1))}
    assert turn[0] in turning
    after = said(replace(order, on=day), sheet)
    before = said(replace(order, on=day - timedelta(days=1)), sheet)
    kept = {it.id: _rule(it) for it in after.parts if it.kind == "rule" and it.id not in turning}
    assert kept == {it.id: _rule(it) for it in before.parts if it.kind == "rule" and it.id not in turning}
    apart = Rulebook(tuple(it for it in BOOK.rules if it.id not in turning), "apart")
    one, other = (said(replace(order, on=it), sheet, book=apart) for it in (day, day - timedelta(days=1)))
    assert one.outcome == other.outcome


def _rule(part: Part) -> tuple[Any, ...]:
    return (part.answer, part.now, part.possible, part.citation, part.start, part.end)


@given(orders(), st.randoms(use_true_random=False))
@LAWS
def test_the_order_of_parties_and_lines_does_not_matter(order: Order, random: Any) -> None:
    parties, lines = list(order.parties[1:]), list(order.lines)
    random.shuffle(parties)
    random.shuffle(lines)
    other = replace(order, parties=(order.parties[0], *parties), lines=tuple(lines))
    one, two = (said(it, facts_of(it)) for it in (order, other))
    assert _whole(one) == _whole(two)


def _whole(it: Determination) -> tuple[Any, ...]:
    parts: Mapping[str, Any] = {part.id: (part.answer, part.now, part.possible) for part in it.parts}
    return (it.outcome, it.mildest_possible, it.strictest_possible, it.licence_policy, parts,
            {ask.question for ask in it.asks})  # fmt: skip


@given(orders())
@LAWS
def test_law_is_cited_and_policy_never_blocks(order: Order) -> None:
    found = said(order, facts_of(order))
    for part in found.parts:
        assert part.basis == "law" or "BLOCK" not in {it.name for it in part.now}
        assert part.kind == "question" or (part.citation and part.evidence and part.confidence)
