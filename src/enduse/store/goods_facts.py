"""What a run keeps of a goods description: one row for each distinct text, made once, joined to every line with it."""

import pyarrow as pa

from enduse.store.schema import Column

TEXTS = ("description", "trademark", "manufacturer_text")
"""The columns of a goods line that are read together; empty, not null, where nothing is written."""

GOODS_FACTS = (
    Column("kind", "text", "what the goods are: turning, milling, cutting_tool ... as in docs/explanation/goods.md"),
    Column("whole", "text", "complete, part or set, as the words say"),
    Column("part_type", "text", "which part it is"),
    Column("tool_type", "text", "which cutting tool it is"),
    Column("condition", "text", "new, used or refurbished, as the words say"),
    Column("made_year", "int", "year of manufacture"),
    Column("mark", "text", "the brand's usual name in capitals"),
    Column("maker_group", "text", "the group the brand belongs to"),
    Column("maker_countries", "texts", "ISO alpha-2 of the brand's seat and plants, where they are known"),
    Column("model", "text", "model"),
    Column("serials", "texts", "serial numbers of the goods"),
    Column("pieces", "float", "how many pieces the text speaks of"),
    Column(
        "contradictions",
        "texts",
        "codes of what the text says against itself; in items also what the rest of the line says",
    ),
)
"""Null or empty where the text does not say; never guessed from anything but the text and the bundled knowledge."""


def goods_facts_schema() -> pa.Schema:
    """``TEXTS``, then ``GOODS_FACTS``."""
    return pa.schema([*((it, pa.string()) for it in TEXTS), *((it.name, it.arrow) for it in GOODS_FACTS)])
