"""Maps, networks, owners, machines and timelines as drawings: well formed, told in words, no label over another."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import combinations
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enduse.report.figures.canvas import text_width
from enduse.report.figures.drawing import chart_svg
from enduse.report.figures.labels import Box, Plan
from enduse.report.model import DrawnBlock, Figure, Scene, TableBlock
from enduse.report.scenes import (
    ChainStep,
    Custody,
    FlowMap,
    Holder,
    Holding,
    Knot,
    MachineChain,
    MapArc,
    MapPlace,
    Moment,
    Ownership,
    Thread,
    Timeline,
    Web,
)

NAMES = (
    "Хрустальный станок",
    "北京明光机床有限公司",
    "한빛정밀기계",
    "شركة النور للآلات",
    "<b>Long & Bright</b> Harbour Co., Ltd.",
)
LANDS = {"DE": (52.5, 13.4), "CN": (31.2, 121.5), "RU": (55.8, 37.6), "TW": (25.0, 121.5), "US": (40.7, -74.0)}
LANDS |= {"AT": (48.2, 16.4), "CH": (47.4, 8.5), "CZ": (50.1, 14.4), "HU": (47.5, 19.0), "FJ": (-18.1, 178.4)}


def figure(number: int, value: float = 5.0) -> Figure:
    return Figure(f"f{number}", value, "USD", "value", "sum", (number,))


def block(scene: Scene) -> DrawnBlock:
    return DrawnBlock("d", "A <title>", "", scene, TableBlock("d-table", "", "", (), (), "Case"))


def flow_map(pairs: list[tuple[str, str]]) -> FlowMap:
    codes = sorted({code for pair in pairs for code in pair})
    places = tuple(MapPlace(code, f"Country {code}", *LANDS[code]) for code in codes)
    arcs = tuple(MapArc(*pair, "sent", figure(at, 100.0 / (at + 1))) for at, pair in enumerate(pairs))
    return FlowMap("USD", places, arcs)


def web(sides: int) -> Web:
    knots = [Knot("own", "Importer", "company", "RU", False, "centre")]
    knots += [
        Knot(f"k{at}", NAMES[at % 5] * 2, "company", "CN", at % 7 == 0, "left" if at % 2 else "right")
        for at in range(sides)
    ]
    kinds = ("goods", "contract", "money", "ownership")
    threads = tuple(Thread(f"k{at}", "own", kinds[at % 4], figure(at), 1 / (at + 1)) for at in range(sides))
    return Web(tuple(knots), threads)


def ownership(owners: int) -> Ownership:
    holders = [Holder("own", "Importer", "RU", "company", False, 0), Holder("top", NAMES[4], "AE", "company", True, -2)]
    holders += [Holder(f"o{at}", NAMES[at % 5], "CN", "person", False, -1) for at in range(owners)]
    holders.append(Holder("sub", "Daughter", "", "company", False, 1))
    held = [
        Holding(f"o{at}", "own", "over 25 % to 50 % of shares", "since 2021-05-01", False, figure(at))
        for at in range(owners)
    ]
    held += [
        Holding("o0", "own", "director", "", True, figure(98)),
        Holding("top", "o0", "60 % of votes", "", False, figure(99)),
    ]
    return Ownership(tuple(holders), (*held, Holding("own", "sub", "controls", "", False, figure(97))))


def custody(steps: int) -> Custody:
    told = tuple(
        ChainStep(
            f"2021-{at % 12 + 1:02}-01",
            "sold",
            "Türkiye",
            NAMES[at % 5],
            at * 90 or None,
            at == 3,
            "probable",
            "",
            figure(at),
        )
        for at in range(steps)
    )
    return Custody((MachineChain("JADE 1", told), MachineChain("JADE 2", told[:2])))


def moment(at: int) -> Moment:
    rows, cites = (figure(at), ()) if at % 2 == 0 else (None, ("C1",))
    span = (date(2000 + at, 1, 1), date(2001 + at, 1, 1))
    return Moment(f"{2000 + at}", *span, ("Goods", "Case")[at % 2], NAMES[at % 5] * 4, "alleged", rows, cites)


def timeline(many: int) -> Timeline:
    return Timeline(("Goods", "Case"), tuple(moment(at) for at in range(many)))


SCENES = {
    "map": flow_map(
        [("TW", "CN"), ("CN", "RU"), ("DE", "RU"), ("RU", "DE"), ("US", "RU"), ("AT", "CZ"), ("CH", "HU"), ("FJ", "US")]
    ),
    "web": web(59),
    "ownership": ownership(6),
    "custody": custody(13),
    "timeline": timeline(20),
}


def texts(svg: str) -> Iterator[tuple[str, Box]]:
    """Every text of a chart with about the room it takes."""
    yield from _texts(ElementTree.fromstring(svg), 0.0, 0.0)


def _texts(node: ElementTree.Element, dx: float, dy: float) -> Iterator[tuple[str, Box]]:
    moved = node.get("transform", "")
    if moved.startswith("translate("):
        across, down = moved.removeprefix("translate(").removesuffix(")").split(",")
        dx, dy = dx + float(across), dy + float(down)
    if node.tag == "text":
        said = "".join(node.itertext())
        # Smaller than the most a font may take: what touches here covers a letter there.
        size = 10.0 if "small" in node.get("class", "") or "faint" in node.get("class", "") else 11.0
        wide = text_width(said, size) * 0.92
        x, y = float(node.get("x", 0)) + dx, float(node.get("y", 0)) + dy + float(node.get("dy", 0))
        left = x - {"middle": wide / 2, "end": wide}.get(node.get("text-anchor", ""), 0.0)
        yield said, Box(left, y - 9, left + wide, y + 1)
    for child in node:
        yield from _texts(child, dx, dy)


@pytest.mark.parametrize("kind", SCENES)
def test_no_label_covers_another_and_none_leaves_the_chart(kind: str) -> None:
    svg = chart_svg(block(SCENES[kind]))
    found = list(texts(svg))
    assert len(found) > 10
    width, height = map(float, ElementTree.fromstring(svg).get("viewBox", "").split()[2:])
    for said, box in found:
        assert box.left >= -1, said
        assert box.right <= width + 1, said
        assert box.bottom <= height + 1, said
    for (one, first), (other, second) in combinations(found, 2):
        assert not first.meets(second), (one, other)


@pytest.mark.parametrize("kind", SCENES)
def test_a_chart_says_what_it_shows_and_opens_rows(kind: str) -> None:
    svg = chart_svg(block(SCENES[kind]))
    root = ElementTree.fromstring(svg)
    told = root.find("desc")
    assert told is not None
    assert "The table below holds every" in (told.text or "") or "Owners and directors of Importer" in (told.text or "")
    assert 'href="#f' in svg
    assert "<b>Long" not in svg
    assert root.find("title").text == "A <title>"  # type: ignore[union-attr]


def figures_of(scene: Scene) -> set[str]:
    """Ids of every figure that a drawing must open."""
    match scene:
        case Ownership():
            return {it.figure.id for it in scene.holdings}
        case Custody():
            return {step.figure.id for it in scene.machines for step in it.steps}
        case Web():
            return {it.figure.id for it in scene.threads}
        case FlowMap():
            return {it.figure.id for it in scene.arcs}
        case Timeline():
            return {it.figure.id for it in scene.moments if it.figure}
    raise AssertionError(scene)


@pytest.mark.parametrize("kind", SCENES)
def test_every_figure_of_a_drawing_has_its_shape(kind: str) -> None:
    svg = chart_svg(block(SCENES[kind]))
    drawn = {it.get("href") for it in ElementTree.fromstring(svg).iter("a")}
    assert drawn == {f"#{it}" for it in figures_of(SCENES[kind])}


def test_a_map_across_the_date_line_is_cut_where_nothing_lies() -> None:
    near = chart_svg(block(flow_map([("FJ", "US"), ("CN", "FJ")])))
    xs = [float(it.get("cx", 0)) for it in ElementTree.fromstring(near).iter("circle")]
    assert sorted(xs) == [pytest.approx(x) for x in sorted(xs)]
    assert max(xs) - min(xs) < 800


def test_of_too_many_moments_each_kind_of_source_keeps_its_first_and_last() -> None:
    many = timeline(90)
    rare = replace(many.moments[0], lane="Rare", text="only one", on="1999", start=date(1999, 1, 1))
    svg = chart_svg(block(Timeline(("Rare", "Goods", "Case"), (rare, *many.moments))))
    said = [it for it, _ in texts(svg)]
    assert any("only one" in it for it in said)
    assert {"2000", "2001", "2088", "2089"} <= {*said}
    assert "stand in the table only" in svg


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 300), st.floats(0, 200), st.floats(5, 80)), max_size=30))
def test_places_never_meet_and_never_leave_the_room(asked: list[tuple[float, float, float]]) -> None:
    plan = Plan(Box(0, 0, 300, 200))
    given_places = [plan.place((x, y), (wide, 12), (3, 20, 60)) for x, y, wide in asked]
    found = [it for it in given_places if it]
    assert all(it.within(plan.room) for it in found)
    assert not any(one.meets(other) for one, other in combinations(found, 2))
