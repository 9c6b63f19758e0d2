"""A maker's exports to a hub grow many times; the hub never records that they came."""

from bench.worlds.plot import Plot, scheme
from bench.worlds.statistics import CODES, Bend


@scheme(
    "phantom_transit",
    ("mirror_gap",),
    differs="the hub records what it got",
    also=("hub_surge", "third_country_transshipment"),
    needs=("statistics",),
)
def plant(plot: Plot) -> None:
    lane = plot.lane(CODES[:5])
    month = plot.after(plot.random.randrange(0, 4)).replace(day=1)
    factor = 1 + plot.random.uniform(2, 7) * plot.intensity
    sides = ("export", "import") if plot.honest else ("export",)
    plot.params["bends"] = [Bend(lane, month, factor, plot.random.randrange(1, 7), sides, plot.tag)]
    plot.breaks.append({"series": lane, "month": f"{month:%Y-%m}"})
