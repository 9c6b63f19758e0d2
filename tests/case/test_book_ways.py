"""Pivots and chains over ties that were made by hand."""

from collections.abc import Iterable, Sequence

from enduse.case.book_chains import ChainQuestion, chains, flow_ties
from enduse.case.book_pivots import MOST_OF_A_KIND, pivots
from enduse.case.book_ties import Node, Tie, turned
from enduse.model.when import When


def node(name: str) -> Node:
    return Node(f"n:{name}", name)


def tie(one: str, other: str, kind: str = "customer", confidence: str = "recorded", **more: object) -> Tie:
    when = When.read(str(more.pop("when", "")))
    fields: dict[str, object] = {"flow": 1, "sources": ("imports.csv, row 2",), **more}
    return Tie(node(one), node(other), kind, "supplied", confidence, when=when, **fields)  # type: ignore[arg-type]


def nothing(_nodes: Sequence[Node]) -> Iterable[Tie]:
    return ()


def ways(ties: Sequence[Tie], end: str = "", plants: Iterable[str] = ()) -> list[list[str]]:
    question = ChainQuestion(node("maker"), node(end) if end else None, frozenset(f"n:{it}" for it in plants), 9)
    return [[hop.other.label for hop in it.hops] for it in chains(question, ties)]


def test_a_chain_ends_where_goods_were_installed() -> None:
    told = [tie("maker", "house"), tie("house", "importer"), tie("importer", "plant", "plant"), tie("plant", "rest")]
    assert ways(told) == [["house", "importer", "plant"]]
    assert ways(told[:2]) == [["house", "importer"]]
    assert ways(told[:2], plants=["importer"]) == [["house", "importer"]]


def test_a_chain_that_is_not_whole_says_what_is_missing() -> None:
    (found,) = chains(ChainQuestion(node("maker")), [tie("maker", "house"), tie("house", "importer")])
    assert not found.complete
    assert "Nothing says where the goods that importer received went" in found.gaps[0]


def test_no_hop_is_earlier_than_the_one_before_it() -> None:
    late = [tie("maker", "house", when="2023-05"), tie("house", "plant", "plant", when="2023-04-30")]
    assert ways(late) == [["house"]]
    assert ways([late[0], tie("house", "plant", "plant", when="2023-05-02")]) == [["house", "plant"]]


def test_records_of_two_brands_make_no_chain() -> None:
    one, two = tie("maker", "house", rows=3, goods="NORDAMAT"), tie("house", "plant", "plant", rows=1, goods="QUETAN")
    assert ways([one, two]) == [["house"]]


def test_a_chain_is_no_surer_than_its_weakest_hop_and_the_surest_comes_first() -> None:
    told = [tie("maker", "house"), tie("house", "plant", "plant", "alleged"), tie("maker", "other"),
            tie("other", "plant", "plant", "derived")]  # fmt: skip
    found = chains(ChainQuestion(node("maker")), told)
    assert [(it.confidence, it.hops[0].other.label) for it in found] == [("derived", "other"), ("alleged", "house")]
    assert "Hop 2 is only alleged: house supplied plant." in found[1].gaps


def test_a_long_silence_and_a_missing_serial_number_are_said() -> None:
    told = [tie("maker", "house", when="2020"), tie("house", "plant", "plant", when="2022-06")]
    (found,) = chains(ChainQuestion(node("maker")), told)
    assert "Between hop 1 and hop 2 lie 516 days." in found.gaps
    assert "No serial number runs through the chain: its hops may be of different machines." in found.gaps


def test_goods_flow_one_way_however_the_tie_is_told() -> None:
    told = tie("maker", "house")
    assert flow_ties([turned(told)]) == [turned(turned(told))]
    assert flow_ties([tie("a", "b", flow=0)]) == []


def test_a_circle_ends() -> None:
    assert ways([tie("maker", "house"), tie("house", "maker"), tie("house", "house2"), tie("house2", "house")]) == [
        ["house", "house2"]
    ]


def test_pivots_go_both_ways_and_take_the_nearest_way() -> None:
    written = [
        tie("importer", "plant"),
        tie("house", "importer"),
        tie("house", "maker", flow=-1),
        tie("plant", "house"),
    ]
    found = {it.node.label: it for it in pivots(node("importer"), written, nothing).found}
    assert {name: it.steps for name, it in found.items()} == {"plant": 1, "house": 1, "maker": 2}
    assert found["house"].ways == ("supplier",)
    assert [it.node.label for it in pivots(node("importer"), written, nothing, 1).found] == ["plant", "house"]


def test_what_people_wrote_is_never_crowded_out_and_what_is_left_out_is_counted() -> None:
    many = [tie("importer", f"house {at:02}", "supplier", rows=50 - at) for at in range(MOST_OF_A_KIND + 5)]
    written = [tie("importer", "told", "supplier", "alleged", refs=("C1",))]
    made = pivots(node("importer"), written, lambda nodes: many if nodes[0].label == "importer" else (), 1)
    labels = {it.node.label for it in made.found}
    assert "told" in labels
    assert "house 00" in labels
    assert len(labels) == MOST_OF_A_KIND
    assert made.left_out == {"supplier": 6}


def test_all_that_ties_two_is_kept_the_surest_first() -> None:
    written = [tie("importer", "house", "kin", "alleged"), tie("importer", "house", "supplier", "recorded")]
    (found,) = pivots(node("importer"), written, nothing, 1).found
    assert found.ways == ("supplier",)
    assert [it.kind for it in found.ties[0]] == ["supplier", "kin"]
