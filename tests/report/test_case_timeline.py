"""Moments in an order that no source contradicts."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from enduse.model.when import When
from enduse.report.case_timeline import Moment, contradicts, timeline


def at(id: str, when: str, *after: str, text: str = "") -> Moment:
    return Moment(id, When.read(when), "event", text or id, after=after)


def order(*moments: Moment) -> list[str]:
    return [it.moment.id for it in timeline(moments)]


def test_days_months_years_and_what_is_only_before_or_after() -> None:
    told = [at("spring", "2023-Q2"), at("end", "after 2023-11"), at("first", "before 2023"), at("day", "2023-05-02"),
            at("year", "2022"), at("never", "unknown")]  # fmt: skip
    assert order(*told) == ["year", "first", "spring", "day", "end", "never"]


def test_what_is_not_sure_is_said() -> None:
    placed = timeline([at("a", "2023-05-02"), at("b", "2023-05"), at("c", "2023-06-01")])
    assert [(it.moment.id, it.certain) for it in placed] == [("b", False), ("a", False), ("c", True)]


def test_of_one_day_the_order_that_a_source_tells_is_kept() -> None:
    letter, listing = at("letter", "2023-11-02"), at("a_listing", "2023-11-02", "letter")
    assert order(letter, at("a_listing", "2023-11-02")) == ["a_listing", "letter"]
    assert order(letter, listing) == order(listing, letter) == ["letter", "a_listing"]
    assert timeline([listing, letter])[1].certain


def test_what_nobody_dated_stands_before_what_followed_it() -> None:
    assert order(at("z", "unknown"), at("b", "2023-05-02", "z"), at("a", "2023-05-01")) == ["a", "z", "b"]


def test_a_moment_told_twice_is_one_with_both_sources() -> None:
    one = Moment("C1", When.read("2023"), "event", "Sold  it", sources=("a",), parties=("X", "Y"))
    two = Moment("C2", When.read("2023"), "event", "sold it", sources=("b",), parties=("y", "x"))
    (placed,) = timeline([one, two])
    assert (placed.moment.id, placed.moment.sources) == ("C1", ("a", "b"))
    assert order(one, two, at("later", "unknown", "C2")) == ["C1", "later"]


def test_an_order_that_contradicts_the_dates_is_seen() -> None:
    early, late = at("early", "2023-01-05"), at("late", "2023-02")
    assert contradicts(at("new", "2023-01-06", "late"), [early, late])
    assert not contradicts(at("new", "2023-02-01", "late"), [early, late])
    undated = at("undated", "unknown", "late")
    assert contradicts(at("new", "2023-01-20", "undated"), [late, undated])


def test_a_circle_does_not_stop_the_rest() -> None:
    assert sorted(order(at("a", "2023", "b"), at("b", "2023", "a"), at("c", "2022"))) == ["a", "b", "c"]


@st.composite
def stories(draw: st.DrawFn) -> list[Moment]:
    """Moments of a true story: each with a real day, told more or less precisely; some say what they followed."""
    days = draw(st.lists(st.integers(0, 800), min_size=1, max_size=9))
    found: list[Moment] = []
    for number, offset in enumerate(days):
        day = date(2022, 1, 1) + timedelta(days=offset)
        quarter = f"{day.year}-Q{(day.month + 2) // 3}"
        wide = f"{day - timedelta(days=draw(st.integers(0, 60)))}..{day + timedelta(days=draw(st.integers(0, 60)))}"
        told = [f"{day}", f"{day:%Y-%m}", f"{day:%Y}", quarter, wide, "unknown"]
        told += [f"before {day + timedelta(days=1)}", f"since {day - timedelta(days=3)}"]
        earlier = [str(at) for at in range(number) if days[at] <= offset]
        after = draw(st.lists(st.sampled_from(earlier), max_size=2, unique=True)) if earlier else []
        found.append(at(str(number), draw(st.sampled_from(told)), *after))
    return found


@given(stories())
def test_no_moment_stands_before_one_that_was_surely_earlier(told: list[Moment]) -> None:
    placed = [it.moment for it in timeline(told)]
    places = {it.id: number for number, it in enumerate(placed)}
    assert len(placed) == len(told)
    for number, it in enumerate(placed):
        assert not any(later.when.is_before(it.when) for later in placed[number + 1 :])
        assert all(places[one] < number for one in it.after)


@given(stories(), st.randoms(use_true_random=False))
def test_the_order_of_telling_changes_nothing(told: list[Moment], random: st.DataObject) -> None:
    shuffled = [*told]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert order(*told) == order(*shuffled)
