"""Pairs of goods lines that may be the same goods, found by what they share; never every line against every line.

Beside the pairs whose later line is the later one there are *decoys*: pairs found in the same way whose dates stand
the wrong way round. They cannot be the same goods, and so they show how often everything else agrees by accident.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import ibis
from ibis import _
from ibis.expr.types import BooleanValue, Table

Scratch = Callable[[Table, str], Table]
"""Writes a table that is read again and gives it back."""

SAME, ONWARD, ELSEWHERE, ANY = "same movement", "moved on", "other destination", "same serial"
RELATIONS = (SAME, ONWARD, ELSEWHERE, ANY)
"""How two lines may belong together: both sides declare one movement; the goods leave the country that the earlier line
took them to; they arrive elsewhere than the export said; or only a serial number joins them."""

EARLY = {SAME: 10, ONWARD: 10, ELSEWHERE: 10, ANY: 10}
"""Days by which the later line may precede the earlier one: clerks register late."""

LATE = {SAME: 150, ONWARD: 720, ELSEWHERE: 240, ANY: 3650}
"""Days by which it may follow: transport and clearance; storage and resale in a hub."""

MIRROR = 35
"""A decoy that comes ``d`` days too early stands for a pair that comes ``d - MIRROR`` days later: trade between two
firms comes in spells, so accidents are as frequent a while before as a while after, not at another time; dates that
are slightly wrong make no decoy."""

LINES_AT_ONCE = 1_500_000
PAIRS_AT_ONCE = 5_000_000
"""Lines that are joined with each other, and pairs that are worked on, at one time: more would not fit into memory."""

_FINE, _COARSE = 0.002, 0.02
_MOST, _MOST_OF_A_COUNTRY = 300, 40
_PARTIES = frozenset({"seller", "buyer", "holder"})


@dataclass(frozen=True)
class Block:
    """One way to find pairs.

    Attributes:
        relation: Of ``RELATIONS``.
        earlier: Columns of the earlier line; its weight may stand in a neighbouring step.
        later: The columns of the later line that must be equal to them.
        step: Width of the steps of the logarithm of weight that must agree as well; 0: none.
    """

    relation: str
    earlier: tuple[str, ...]
    later: tuple[str, ...]
    step: float = 0.0

    @property
    def most(self) -> int:
        """Lines that may share a key. Where more do, what only a country and the goods have in common tells nothing:
        rivals are too many. So the pairs grow with the lines, not with their square.
        """
        return _MOST if _PARTIES & {*self.earlier, *self.later} else _MOST_OF_A_COUNTRY

    @property
    def shared_out_by(self) -> str:
        """The key's column by which lines are shared out among parts: a key lies in one part, and parts are even."""
        if self.step:
            return "step"
        telling = [at for at, it in enumerate(self.earlier) if it in (*_PARTIES, "model")]
        return f"k{telling[0]}"


def _blocks() -> tuple[Block, ...]:
    lane = ("from_country", "to_country")
    found = [
        Block(SAME, (*lane, "brand", "model"), (*lane, "brand", "model")),
        Block(SAME, ("to_country", "heading"), ("to_country", "heading"), _FINE),
        Block(SAME, ("to_country", "chapter", "pieces"), ("to_country", "chapter", "pieces"), _FINE),
        Block(SAME, ("to_country", "buyer"), ("to_country", "buyer"), _COARSE),
        Block(ONWARD, ("to_country", "brand", "model"), ("from_country", "brand", "model")),
        Block(ONWARD, ("to_country", "heading"), ("from_country", "heading"), _FINE),
        Block(ELSEWHERE, ("from_country", "brand", "model"), ("from_country", "brand", "model"), _COARSE),
        Block(ELSEWHERE, ("from_country", "hs6", "pieces"), ("from_country", "hs6", "pieces"), _FINE),
    ]
    for seller in ("seller", "holder"):
        found += [
            Block(SAME, ("seller", "buyer", "heading"), (seller, "buyer", "heading")),
            Block(SAME, ("to_country", "seller"), ("to_country", seller), _COARSE),
            Block(ONWARD, ("buyer", "heading"), (seller, "heading")),
            Block(ONWARD, ("buyer", "brand", "model"), (seller, "brand", "model")),
            Block(ONWARD, ("buyer",), (seller,), _COARSE),
            Block(ELSEWHERE, ("from_country", "seller"), ("from_country", seller), _FINE),
        ]
    return tuple(found)


BLOCKS = _blocks()


def leg_rows(items: Table) -> Table:
    """The goods lines as they are compared: one short row each; lines without a day or a direction cannot be."""
    kg = ibis.ifelse(_.net_kg > 0, _.net_kg, ibis.null("float64"))
    count = ibis.coalesce(_.quantity, _.pieces)
    whole = ibis.ifelse((count > 0) & (count == count.round()), count, ibis.null("float64"))
    dated = items.filter(_.declared_on.notnull(), _.direction.isin(("import", "export")))
    serials = dated.serials.fill_null(ibis.literal([], type="array<string>"))
    return dated.select(
        "row_id",
        "direction",
        "source_id",
        day=days_of(dated.declared_on),
        from_country=ibis.coalesce(dated.dispatch, dated.consignor_country),
        to_country=ibis.coalesce(dated.destination, dated.consignee_country),
        seller=dated.consignor_id,
        holder=ibis.ifelse(
            (dated.contract_holder_id == dated.consignor_id) | (dated.contract_holder_id == dated.consignee_id),
            ibis.null("int64"),
            dated.contract_holder_id,
        ),
        buyer=dated.consignee_id,
        hs6=dated.hs6,
        heading=dated.goods_code.substr(0, 4),
        chapter=dated.goods_code.substr(0, 2),
        brand=dated.brand,
        model=_letters(dated.model),
        kg=kg,
        pieces=whole,
        value_usd=dated.value_usd,
        serial=_serial_key(ibis.ifelse(serials.length() > 0, serials[0], ibis.null("string"))),
        serials=serials,
    )


def days_of(day: ibis.Value) -> ibis.Value:
    """Days since 1970-01-01."""
    return day.delta(ibis.date(1970, 1, 1), unit="day").cast("int64")


def _letters(text: ibis.Value) -> ibis.Value:
    return text.upper().re_replace("[^0-9A-Z]", "").nullif("")


def _serial_key(text: ibis.Value) -> ibis.Value:
    """What two spellings of a serial number share: O is 0, I and L are 1."""
    plain = _letters(text).replace("O", "0").replace("I", "1").replace("L", "1")
    return ibis.ifelse(plain.length() >= 4, plain, ibis.null("string"))


def candidate_pairs(rows: Table, scratch: Scratch) -> Iterator[Table]:
    """Every pair once, in parts small enough to be worked on: ``earlier``, ``later`` (row ids), ``relation`` (place in
    ``RELATIONS``), ``shared`` (1: a serial number), ``gap`` (days between), ``lag`` (the same, of a decoy mirrored) and
    ``decoy``. All pairs of an earlier line are in one part.

    Args:
        rows: ``leg_rows``, written.
        scratch: Where the pairs of each way are kept.
    """
    lines = _parts(_count(rows), LINES_AT_ONCE)
    found = [scratch(_by_serial(rows), "leg_serials")]
    for at, block in enumerate(BLOCKS):
        found += [scratch(_blocked(rows, block, Share(it, lines)), f"leg_block_{at}_{it}") for it in range(lines)]
    counts = [_count(it) for it in found]
    every = ibis.union(*(it for it, count in zip(found, counts, strict=True) if count), found[0].limit(0))
    parts = _parts(sum(counts), PAIRS_AT_ONCE)
    for it in range(parts):
        mine = Share(it, parts).of(every, "earlier")
        once = mine.group_by("earlier", "later").agg(
            relation=mine.relation.min(), shared=mine.shared.max(), gap=mine.gap.min()
        )
        yield scratch(_dated(once), f"leg_pairs_{it}")


@dataclass(frozen=True)
class Share:
    """One of several parts of a table.

    Attributes:
        at: Which, from 0.
        parts: How many there are.
    """

    at: int
    parts: int

    def of(self, rows: Table, column: str) -> Table:
        """The rows whose ``column`` falls into the part."""
        return rows if self.parts == 1 else rows.filter((rows[column].hash() % self.parts).abs() == self.at)


def _parts(rows: int, at_once: int) -> int:
    return max(1, -(-rows // at_once))


def _count(rows: Table) -> int:
    return int(rows.count().to_pyarrow().as_py())


def _by_serial(rows: Table) -> Table:
    numbered = rows.select("row_id", serial=rows.serials.unnest())
    keys = numbered.mutate(serial=_serial_key(numbered.serial)).filter(_.serial.notnull()).distinct()
    # A number that many lines bear is a series or a code, not a machine's.
    rare = keys.group_by("serial").agg(lines=_.count()).filter(_.lines <= 12, _.lines > 1)
    keys = keys.semi_join(rare, "serial")
    far = keys.rename(other="row_id")
    pairs = (
        keys.inner_join(far, "serial").filter(_.row_id != _.other).select(earlier="row_id", later="other").distinct()
    )
    near = _with_sides(pairs, rows)
    relation = ibis.cases(
        (_is_same(near), RELATIONS.index(SAME)),
        (_is_onward(near), RELATIONS.index(ONWARD)),
        (_is_elsewhere(near), RELATIONS.index(ELSEWHERE)),
        else_=RELATIONS.index(ANY),
    )
    # The same side of the same movement twice is a correction or a double, not a leg.
    doubles = near.to_country.identical_to(near.to_country_b) & ~_is_same(near).fill_null(False)
    return near.filter(~doubles).select(
        "earlier",
        "later",
        relation=relation.cast("int8"),
        shared=ibis.literal(1, type="int8"),
        gap=(near.day_b - near.day).cast("int32"),
    )


def _with_sides(pairs: Table, rows: Table) -> Table:
    columns = ("direction", "from_country", "to_country", "day")
    one = rows.select("row_id", *columns)
    two = rows.select(row_b="row_id", **{f"{it}_b": it for it in columns})
    joined = pairs.inner_join(one, pairs.earlier == one.row_id).drop("row_id")
    return joined.inner_join(two, joined.later == two.row_b).drop("row_b")


def _is_same(pair: Table) -> BooleanValue:
    crossed = (pair.direction == "export") & (pair.direction_b == "import")
    return crossed & (pair.to_country == pair.to_country_b)


def _is_onward(pair: Table) -> BooleanValue:
    return (pair.to_country == pair.from_country_b) & (pair.to_country != pair.to_country_b)


def _is_elsewhere(pair: Table) -> BooleanValue:
    crossed = (pair.direction == "export") & (pair.direction_b == "import")
    return crossed & (pair.to_country != pair.to_country_b)


def _blocked(rows: Table, block: Block, share: Share) -> Table:
    """The pairs of one way in one part of the lines; some of them twice or more."""
    one = _keyed(_side(rows, block.relation, later=False), block.earlier, block.step, spread=(-1, 0, 1))
    two = _keyed(_side(rows, block.relation, later=True), block.later, block.step, spread=(0,))
    one, two = (share.of(it, block.shared_out_by) for it in (one, two))
    keys = [*(f"k{at}" for at in range(len(block.earlier))), *(["step"] if block.step else [])]
    one, two = _few(one, keys, block.most), _few(two, keys, block.most)
    other = two.rename(**{f"{it}_b": it for it in two.columns if it not in keys})
    pairs = one.inner_join(other, keys)
    gap = pairs.day_b - pairs.day
    late = LATE[block.relation]
    met = pairs.filter(gap <= late, gap >= -late - MIRROR, _fits(pairs, block.relation))
    return met.select(
        earlier="row_id",
        later="row_id_b",
        relation=ibis.literal(RELATIONS.index(block.relation), type="int8"),
        shared=ibis.literal(0, type="int8"),
        gap=(met.day_b - met.day).cast("int32"),
    )


def _side(rows: Table, relation: str, *, later: bool) -> Table:
    """The lines that can stand on that side."""
    if relation == ONWARD:
        return rows
    return rows.filter(rows.direction == ("import" if later else "export"))


def _keyed(rows: Table, columns: Sequence[str], step: float, spread: Sequence[int]) -> Table:
    named = {f"k{at}": rows[it] for at, it in enumerate(columns)}
    kept = rows.filter([rows[it].notnull() for it in columns])
    base = ["row_id", "day", "from_country", "to_country"]
    if not step:
        return kept.select(*base, **named)
    cut = (kept.kg.ln() / step).floor().cast("int64")
    parts = [kept.filter(kept.kg.notnull()).select(*base, **named, step=cut + it) for it in spread]
    return ibis.union(*parts) if len(parts) > 1 else parts[0]


def _few(rows: Table, keys: list[str], most: int) -> Table:
    """Without the keys that more lines share than can be compared; a narrower way finds those."""
    counted = rows.group_by(keys).agg(lines=_.count())
    return rows.semi_join(counted.filter(counted.lines <= most), keys)


def _fits(pair: Table, relation: str) -> BooleanValue:
    if relation == SAME:
        return pair.to_country.isnull() | pair.to_country_b.isnull() | (pair.to_country == pair.to_country_b)
    if relation == ONWARD:
        return _is_onward(pair)
    # The sides are an export and an import already.
    return pair.to_country != pair.to_country_b


def _dated(pairs: Table) -> Table:
    """Real pairs and decoys only, and which they are."""
    late = ibis.cases(*((pairs.relation == at, LATE[it]) for at, it in enumerate(RELATIONS)), else_=0)
    early = ibis.cases(*((pairs.relation == at, EARLY[it]) for at, it in enumerate(RELATIONS)), else_=0)
    dated = pairs.mutate(gap=pairs.gap.cast("int64"), late_days=late, early_days=early)
    mirrored = -dated.gap - MIRROR
    marked = dated.mutate(
        real=(dated.gap >= -dated.early_days) & (dated.gap <= dated.late_days),
        decoy=(mirrored >= -dated.early_days) & (mirrored <= dated.late_days) & (dated.gap < -dated.early_days),
        lag=ibis.ifelse(dated.gap < -dated.early_days, mirrored, dated.gap),
    )
    # The pairs of a serial number alone have their own mirror images for decoys; those tell nothing.
    marked = marked.filter(_.real | (_.decoy & (_.relation != RELATIONS.index(ANY))))
    return marked.select("earlier", "later", "relation", "shared", "gap", "lag", "decoy")
