"""Values by month as stacked bars, with numbered lines where something happened."""

from collections.abc import Iterator

from enduse.model.period import first_day
from enduse.report.figures.canvas import PATTERNS, number, opener, patterns, short, text, ticks
from enduse.report.model import Band, Figure, SeriesBlock
from enduse.report.wording import month_text

WIDTH, HEIGHT = 960, 320
LEFT, RIGHT, TOP, BOTTOM = 58, 8, 40, 40
_LABELLED = 18


def series_svg(block: SeriesBlock) -> str:
    """The chart as one ``<svg>``; every bar opens its rows, every value stands in the block's table."""
    return "".join(_parts(_Scale(block)))


class _Scale:
    """Months to x, values to y."""

    def __init__(self, block: SeriesBlock) -> None:
        self.block = block
        self.months = len(block.bands[0].values)
        self.totals = [sum(_worth(band.values[at]) for band in block.bands) for at in range(self.months)]
        self.ticks = ticks(max(self.totals, default=0.0))
        self.step = (WIDTH - LEFT - RIGHT) / self.months

    def x(self, month: float) -> float:
        return LEFT + (month - self.block.first) * self.step

    def y(self, value: float) -> float:
        return HEIGHT - BOTTOM - value / self.ticks[-1] * (HEIGHT - TOP - BOTTOM)


def _worth(figure: Figure | None) -> float:
    return max(0.0, figure.value) if figure else 0.0


def _parts(scale: _Scale) -> Iterator[str]:
    block = scale.block
    yield f'<svg class="chart" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-labelledby="{block.id}-t {block.id}-d">'
    yield f'<title id="{block.id}-t">{text(block.title)}</title><desc id="{block.id}-d">{text(_told(scale))}</desc>'
    yield f"<defs>{patterns(block.id)}</defs>"
    yield from _shades(scale)
    yield from _axes(scale)
    for at, band in enumerate(block.bands):
        yield from _bars(scale, at, band)
    yield from _values(scale)
    yield from _markers(scale)
    yield "</svg>"


def _told(scale: _Scale) -> str:
    block = scale.block
    last = block.first + scale.months - 1
    top = max(range(scale.months), key=lambda at: scale.totals[at])
    return (
        f"Stacked bars by month, {month_text(block.first)} to {month_text(last)}, in {block.unit}: "
        f"{', '.join(band.name for band in block.bands)}. The highest month is {month_text(block.first + top)} "
        f"with {scale.totals[top]:,.0f}. The table below holds every value."
    )


def _shades(scale: _Scale) -> Iterator[str]:
    for at, (name, start, end) in enumerate(scale.block.shaded):
        x, width = scale.x(start), (end - start) * scale.step
        size = f'width="{number(width)}" height="{HEIGHT - TOP - BOTTOM}"'
        yield (
            f'<rect class="shade shade-{at}" x="{number(x)}" y="{TOP}" {size}/>'
            f'<text class="tick" x="{number(x + width / 2)}" y="{HEIGHT - 6}" text-anchor="middle">{text(name)}</text>'
        )


def _axes(scale: _Scale) -> Iterator[str]:
    for value in scale.ticks:
        y = number(scale.y(value))
        yield f'<path class="grid" d="M{LEFT},{y} H{WIDTH - RIGHT}"/>'
        yield f'<text class="tick" x="{LEFT - 6}" y="{y}" dy="4" text-anchor="end">{short(value)}</text>'
    yield f'<text class="tick" x="{LEFT - 6}" y="{TOP - 16}" text-anchor="end">{text(scale.block.unit)}</text>'
    few = scale.months <= _LABELLED
    for at in range(scale.months):
        day = first_day(scale.block.first + at)
        if _is_named(scale, at, day.month):
            label = f"{day:%Y-%m}" if few or (day.month != 1 and scale.months > 3) else f"{day:%Y}"
            if day.month in {11, 12} and at == 0 and not few:
                continue
            x = number(scale.x(scale.block.first + at + (0.5 if few else 0)))
            anchor = "middle" if few else "start"
            yield f'<text class="tick" x="{x}" y="{HEIGHT - BOTTOM + 16}" text-anchor="{anchor}">{label}</text>'
        if day.month == 1:
            x = number(scale.x(scale.block.first + at))
            yield f'<path class="axis" d="M{x},{HEIGHT - BOTTOM} v5"/>'


def _is_named(scale: _Scale, at: int, month: int) -> bool:
    """Of few months each, or every other one where they would touch; of many each January."""
    if scale.months <= _LABELLED:
        return scale.step >= 62 or at % 2 == 0
    return month == 1 or at == 0


def _bars(scale: _Scale, at: int, band: Band) -> Iterator[str]:
    block = scale.block
    gap = min(2.0, scale.step * 0.15)
    for month, figure in enumerate(band.values):
        if not figure or figure.value <= 0:
            continue
        below = sum(_worth(it.values[month]) for it in block.bands[:at])
        top, bottom = scale.y(below + figure.value), scale.y(below)
        shape = (
            f'<rect x="{number(scale.x(block.first + month) + gap / 2)}" y="{number(top)}" '
            f'width="{number(scale.step - gap)}" height="{number(max(0.8, bottom - top))}" '
            f'fill="url(#{block.id}-{at % PATTERNS})"/>'
        )
        yield opener(figure, shape, "fig bar")


def _values(scale: _Scale) -> Iterator[str]:
    """Values over the bars: all of them where there is room, else over the highest that stand apart."""
    shown: list[int] = []
    for at in sorted(range(scale.months), key=lambda it: (-scale.totals[it], it)):
        room = 1 if scale.months <= _LABELLED else max(2, round(44 / scale.step))
        if scale.totals[at] > 0 and all(abs(at - other) >= room for other in shown) and len(shown) < _LABELLED:
            shown.append(at)
    for at in sorted(shown if scale.months <= _LABELLED else shown[:4]):
        x, y = scale.x(scale.block.first + at + 0.5), scale.y(scale.totals[at]) - 4
        label = short(scale.totals[at])
        yield f'<text class="value" x="{number(x)}" y="{number(y)}" text-anchor="middle">{label}</text>'


def _markers(scale: _Scale) -> Iterator[str]:
    """Numbered lines; the list below the chart says what each number means."""
    placed: list[float] = []
    for at, marker in enumerate(scale.block.markers, 1):
        month = marker.on.year * 12 + marker.on.month - 1 + (marker.on.day - 1) / 31
        x = scale.x(month)
        level = sum(abs(x - other) < 18 for other in placed[-2:])
        placed.append(x)
        y = TOP - 14 - 13 * (level % 2)
        said = text(f"{marker.on}: {marker.label}")
        yield f'<g class="marker"><title>{said}</title><path d="M{number(x)},{y + 8} V{HEIGHT - BOTTOM}"/>'
        yield f'<circle cx="{number(x)}" cy="{y}" r="8"/>'
        yield f'<text x="{number(x)}" y="{y}" dy="3.5" text-anchor="middle">{at}</text></g>'
