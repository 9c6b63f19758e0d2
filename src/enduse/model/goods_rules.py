"""What cannot both be true of a goods line: the headings of each kind of goods, and weights and prices that none has.

Read by ``goods.contradictions`` for one line and by ``resolve.against`` for all lines of a run, so that both say the
same. Headings are those of the Harmonized System of 2012, 2017 and 2022.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

MACHINE_KINDS: Final = frozenset(
    {"turning", "milling", "machining_centre", "grinding", "edm", "gear", "drilling", "additive", "other_machine"}
)
"""Kinds of goods that are machines."""

MACHINE_HEADINGS: Final = frozenset(
    {"8456", "8457", "8458", "8459", "8460", "8461", "8462", "8463", "8464", "8465", "8485"}
)
PART_HEADINGS: Final = frozenset(
    {"8466", "8482", "8483", "8501", "8504", "8537", "8538", "8534", "8543", "8487", "8448"}
)
TOOL_HEADINGS: Final = frozenset({"8207", "8208", "8209"})
# A turn-mill may be classified by either of its trades, and edition 2022 moved additive machines.
HEADINGS: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "turning": frozenset({"8458", "8457"}),
        "milling": frozenset({"8459", "8457"}),
        "machining_centre": frozenset({"8457", "8459"}),
        "grinding": frozenset({"8460"}),
        "edm": frozenset({"8456"}),
        "gear": frozenset({"8461", "8460"}),
        "drilling": frozenset({"8459", "8457"}),
        "additive": frozenset({"8485", "8463", "8479", "8477", "8456", "8515"}),
    }
)
"""The headings under which each kind of machine may be declared."""

OLD_YEARS: Final = 3
"""So many years before its declaration a machine called new was not made."""

HEAVY_PART_KG: Final = 1500.0
DEAR_PART_USD: Final = 50_000.0
LIGHT_MACHINE_KG: Final = 120.0
CHEAP_MACHINE_USD: Final = 1000.0
