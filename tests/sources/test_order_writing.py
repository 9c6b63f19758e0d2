"""Orders written down and read again."""

import json
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from enduse.model.order import Adjustment, Change, Given, Order, OrderLine, OrderParty, OwnerShare
from enduse.sources.order_reading import read_order
from enduse.sources.order_writing import order_table_of

_WORDS = st.text("abcdefg ", min_size=1, max_size=12).map(str.strip).filter(lambda it: it not in ("", "a b"))
_COUNTRIES = st.sampled_from(["", "KR", "UZ", "DE"])
_DAYS = st.none() | st.dates(date(2014, 1, 1), date(2030, 1, 1))
_TRUTHS = st.none() | st.booleans()
_OWNERS = st.none() | st.lists(
    st.builds(OwnerShare, name=_WORDS, percent=st.none() | st.floats(0, 100), country=_COUNTRIES), max_size=2
).map(tuple)


def _parties(role: str) -> st.SearchStrategy[OrderParty]:
    return st.builds(
        OrderParty,
        role=st.just(role),
        name=_WORDS,
        country=_COUNTRIES,
        identifiers=st.dictionaries(st.sampled_from(["INN", "LEI"]), st.text("0123456789", min_size=1, max_size=9)),
        address=st.sampled_from(["", "1 Long Street"]),
        incorporated=_DAYS,
        employees=st.none() | st.integers(0, 10_000),
        owners=_OWNERS,
        own_subsidiary=_TRUTHS,
    )  # fmt: skip


_LINES = st.builds(
    OrderLine,
    line=st.just(1),
    text=_WORDS,
    kind=st.sampled_from(["goods", "parts", "software", "service", "technology"]),
    code=st.sampled_from(["", "845811", "8458112009"]),
    quantity=st.none() | st.floats(0, 1e6),
    origin=_COUNTRIES,
    year=st.none() | st.integers(1950, 2030),
    condition=st.sampled_from(["", "new", "used", "refurbished"]),
    specifications=st.dictionaries(st.sampled_from(["upr_x_um", "axes"]), st.sampled_from(["1", "0.8"])),
    serials=st.lists(st.text("ABC123-", min_size=1), max_size=2).map(tuple),
)
_ORDERS = st.builds(
    Order,
    id=_WORDS,
    on=st.dates(date(2014, 1, 1), date(2030, 1, 1)),
    parties=st.tuples(_parties("seller"), _parties("buyer"), _parties("intermediate")),
    lines=st.lists(_LINES, min_size=1, max_size=2).map(
        lambda rows: tuple(OrderLine(**{**vars(it), "line": at}) for at, it in enumerate(rows, 1))
    ),
    destination=_COUNTRIES,
    route=st.none() | st.lists(st.sampled_from(["KR", "TR", "UZ"]), max_size=3).map(tuple),
    value=st.none() | st.floats(0, 1e9),
    ship_on=_DAYS,
    installation=_TRUTHS,
    no_reexport=_TRUTHS,
    answers=st.lists(st.builds(Given, st.just("Q11"), st.sampled_from(["yes", "no"]), text=st.just("said")), max_size=2)
    .map(tuple),
    changes=st.lists(st.builds(Change, _WORDS, _WORDS, _WORDS, _DAYS), max_size=1).map(tuple),
    adjustments=st.lists(st.builds(Adjustment, st.just("Q37"), st.just("EDD"), _WORDS), max_size=1).map(tuple),
)  # fmt: skip


@given(_ORDERS)
def test_an_order_written_and_read_is_the_same_order(order: Order) -> None:
    table = json.loads(json.dumps(order_table_of(order)))
    read = read_order(table, date(2026, 11, 22))
    assert read.order == order
