"""Goods descriptions by the batch, as a run reads them: texts in, one row of facts for each."""

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import pyarrow as pa

from enduse.goods.facts import Said
from enduse.goods.reading import say_many
from enduse.store.goods_facts import GOODS_FACTS, TEXTS, goods_facts_schema

_APART = " ; "
"""Between description, trademark and maker: no word, number or model runs across it."""

_NAMES = tuple(it.name for it in GOODS_FACTS)

Cell = str | int | float | list[str] | None


def read_batch(batch: pa.RecordBatch) -> pa.RecordBatch:
    """The same texts (columns ``TEXTS``) with their facts, in the same order, with the schema ``goods_facts_schema()``.

    The three texts of a line are read as one, so that a model in the description is known by the brand in the box of
    the trademark.
    """
    columns = [batch.column(name).to_pylist() for name in TEXTS]
    texts = [_APART.join(filter(None, it)) for it in zip(*columns, strict=True)]
    with _uncollected():
        rows = [_row(said) for said in say_many(texts)]
    schema = goods_facts_schema()
    cells = list(zip(*rows, strict=True)) or [()] * len(_NAMES)
    read = [pa.array(it, schema.field(name).type) for name, it in zip(_NAMES, cells, strict=True)]
    return pa.RecordBatch.from_arrays([*(batch.column(name) for name in TEXTS), *read], schema=schema)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the collector of circles: there are none here, and looking for them took a sixth of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _row(said: Iterable[Said]) -> tuple[Cell, ...]:
    """The cells of one text, in the order of ``GOODS_FACTS``: of most facts the first, of two all."""
    first: dict[str, str | int | float] = {}
    serials: list[str] = []
    against: list[str] = []
    for name, value, *_ in said:
        if name == "serial":
            serials.append(str(value))
        elif name == "contradiction":
            against.append(str(value))
        elif name not in first:
            first[name] = value
    told = first.get
    mark, pieces, countries = told("brand"), told("quantity"), told("maker_countries")
    return (
        told("kind"),
        told("whole"),
        told("part_type"),
        told("tool_type"),
        told("condition"),
        told("year"),
        str(mark).upper() if mark else None,
        told("maker_group"),
        [it.strip() for it in str(countries).split(",") if it.strip()] if countries else [],
        told("model"),
        serials,
        float(pieces) if pieces is not None else None,
        against,
    )
