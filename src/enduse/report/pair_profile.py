"""Both sides' published figures of a pair of countries beside what declarations say."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import fsum

from enduse.model.period import Span
from enduse.model.profile import Cell, Number, ProfileTable, Section, Statement, TableLine
from enduse.report.country_profile_lines import Lines, TradeLine, total
from enduse.report.wording import money, place_name
from enduse.trace.mirror import MirrorGap, mirror_gap


@dataclass(frozen=True, slots=True)
class PublishedCell:
    """One cell of published statistics, nothing of it counted twice.

    Attributes:
        flow: ``export`` is the sender's word, ``import`` the receiver's.
        sender: Country that the goods leave, as published.
        months: That it covers.
        usd: None where no rate is known.
    """

    row: int
    flow: str
    sender: str
    receiver: str
    month: int
    months: int
    usd: float | None


Cells = Sequence[PublishedCell]


def published_within(cells: Cells, period: Span) -> list[PublishedCell]:
    """Those that lie wholly in the period; of one flow and pair the monthly ones, where there are any."""
    inside = [it for it in cells if period.start <= it.month and it.month + it.months <= period.end]
    monthly = {(it.flow, it.sender, it.receiver) for it in inside if it.months == 1}
    return [it for it in inside if it.months == 1 or (it.flow, it.sender, it.receiver) not in monthly]


def summed(cells: Cells) -> Number | None:
    """Their value in dollars with their rows; None without any."""
    valued = [it for it in cells if it.usd is not None]
    if not valued:
        return None
    rows = tuple(sorted(it.row for it in valued))
    return Number(fsum(it.usd or 0.0 for it in valued), "USD", "sum", rows)


def published_section(
    asked: Sequence[str], made: Mapping[str, Lines], sent: Mapping[str, Lines], cells: Cells
) -> Section:
    """Declared and published amounts of each country, side by side: four counts that are never added."""
    title = "Published statistics beside declarations"
    if not cells:
        return Section("published", title, not_assessable="No published statistics of these countries are held.")
    own = {it: [one for one in cells if one.sender == it] for it in asked}
    lines = [
        TableLine(("Declared: made there", *(_some(made[it]) for it in asked))),
        TableLine(("Declared: shipped from there", *(_some(sent[it]) for it in asked))),
        TableLine(("Published by the sender", *(summed(_of(own[it], "export")) for it in asked))),
        TableLine(("Published by the receiver", *(summed(_of(own[it], "import")) for it in asked))),
        TableLine(("Months published by the sender", *(_months(_of(own[it], "export")) for it in asked))),
        TableLine(("Months published by the receiver", *(_months(_of(own[it], "import")) for it in asked))),
    ]
    note = (
        "Declarations are those that were added; statistics are as published. Senders count without freight, receivers "
        "with it, and a receiver may count by origin. The four are never added up."
    )
    return Section("published", title, (), (ProfileTable("published", "USD", ("", *asked), tuple(lines), note),))


def _of(cells: Cells, flow: str) -> list[PublishedCell]:
    return [it for it in cells if it.flow == flow]


def _some(lines: Lines) -> Number | None:
    return total(lines) if lines else None


def _months(cells: Cells) -> Number | None:
    held = {month for it in cells for month in range(it.month, it.month + it.months)}
    return Number(len(held), "months", "count", tuple(sorted(it.row for it in cells))) if held else None


def mirror_section(pair: tuple[str, str], sent_lines: Sequence[TradeLine], cells: Cells) -> Section:
    """Year by year what is declared and what either side publishes, and the gap between the two sides."""
    one, other = pair
    title = f"Both sides' figures: {place_name(one)} to {place_name(other)}"
    told = [it for it in cells if (it.sender, it.receiver) == pair]
    if not told:
        return Section("mirror", title, not_assessable="Neither side's published figures of this pair are held.")
    years = sorted({it.month // 12 for it in told} | {it.month // 12 for it in sent_lines})
    lines = tuple(TableLine((str(year), *_year(year, sent_lines, told))) for year in years)
    columns = ("Year", "Declared, shipped from there", "Published by the sender", "Published by the receiver")
    gap = mirror_gap(_monthly(told, "export"), _monthly(told, "import"))
    said = _gap(gap, tuple(sorted(it.row for it in told)))
    return Section("mirror", title, (said,), (ProfileTable("mirror", "USD by year", columns, lines),))


def _year(year: int, sent: Sequence[TradeLine], cells: Cells) -> tuple[Cell, ...]:
    own = [it for it in cells if it.month // 12 == year]
    declared = _some([it for it in sent if it.month // 12 == year])
    return declared, summed(_of(own, "export")), summed(_of(own, "import"))


def _monthly(cells: Cells, flow: str) -> dict[int, float]:
    found: dict[int, float] = defaultdict(float)
    for it in cells:
        if it.flow == flow and it.months == 1 and it.usd is not None:
            found[it.month] += it.usd
    return dict(found)


def _gap(gap: MirrorGap | None, rows: tuple[int, ...]) -> Statement:
    if gap is None:
        return Statement(("The two sides cannot be compared: too few months are published by both.",), "derived", rows)
    lag = f", {gap.lag} months later" if gap.lag else ""
    text = (
        f"Over {gap.months} months the sender reports {money(gap.sent)} USD and the receiver {money(gap.received)} USD"
        f"{lag}. At the sender's prices {money(gap.gap)} USD are missing (90 %: {money(gap.low)} "
        f"to {money(gap.high)}), {gap.share:.0%} of what was sent. Goods that only pass "
        "through and other ways of counting make gaps, too."
    )
    return Statement((text,), "derived", rows)
