"""A small network of fictional parties, as every network format gets it."""

from datetime import date

import pytest

from enduse.report.network_model import (
    Cited,
    CitedPlace,
    Listed,
    Made,
    Network,
    NetworkEdge,
    NetworkNode,
    Number,
    SourceTerms,
    Spell,
    Stake,
)

LINES = Cited(CitedPlace("d" * 64, "lines.csv", "2023"), (2, 3, 4, 9))
REGISTER = Cited(CitedPlace("e" * 64, "owners.json"), (7,))
ENTRIES = Cited(CitedPlace("f" * 64, "watch.csv"), (2,))


def listed(by: str, score: float, entry: str) -> Listed:
    since = date(2023, 2, 25)
    return Listed(
        "EU", "Annex IV", entry, "OOO Alfastan", since, None, ("833/2014",), by, score, "same words", (ENTRIES,)
    )


@pytest.fixture(scope="session")
def network() -> Network:
    """Maker sells to importer in two spells; a person owns the importer; the importer may be on a list."""
    spells = (Spell(date(2022, 1, 1), date(2022, 3, 1)), Spell(date(2022, 6, 1), date(2022, 7, 1)))
    importer = NetworkNode(
        "b" * 15,
        "Альфастан <script>&\x07",
        ("Альфастан <script>&\x07", "ALFASTAN  LLC"),
        "company",
        "RU",
        (Number("0077012345", "INN", "RU"), Number("00123")),
        (listed("identifier", 1.0, "E1"), listed("name", 0.6, "E2")),
    )
    nodes = (
        NetworkNode("a" * 15, "Fable Lathe Co., Ltd.", (), "company", "TW"),
        importer,
        NetworkNode("c" * 15, "Ivan Primerov", ("Ivan Primerov",), "person"),
        NetworkNode("d" * 15, "Anna Primerova", ("Anna Primerova",), "person"),
    )
    stake = Stake(0.25, 0.5, low_excluded=True, direct=True, register="UK-PSC", note="shares")
    owned = (Spell(date(2021, 5, 1), None),)
    edges = (
        NetworkEdge("e1", "a" * 15, "b" * 15, "import", spells, 1_250_000.5, 4, 3, (LINES,)),
        NetworkEdge("e2", "c" * 15, "b" * 15, "shares", owned, None, 1, 0, (REGISTER,), stake),
        NetworkEdge("e3", "c" * 15, "d" * 15, "family", (), None, 1, 0, (REGISTER,), Stake(note="spouse")),
    )
    sources = (
        SourceTerms("d" * 64, "lines.csv", "A customs office", "CC BY 4.0"),
        SourceTerms("e" * 64, "owners.json"),
    )
    return Network(nodes, edges, (*sources, SourceTerms("f" * 64, "watch.csv")), Made("1.0", 3, date(2024, 5, 2), 2))
