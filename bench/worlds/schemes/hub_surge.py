"""A maker's exports to a hub jump after the control, and the hub's exports to the destination with them."""

from bench.worlds.plot import Plot, scheme
from bench.worlds.statistics import CODES, Bend


@scheme(
    "hub_surge",
    ("hub_surge",),
    differs="the hub keeps what it buys: its own exports onward stay as they were",
    also=("mirror_gap", "third_country_transshipment"),
    needs=("statistics",),
)
def plant(plot: Plot) -> None:
    lane = plot.lane(CODES[:5])
    month = plot.after(plot.random.randrange(0, 4)).replace(day=1)
    factor = 1 + plot.random.uniform(1.6, 6) * plot.intensity
    sides = ("export", "import") if plot.honest else ("export", "import", "onward")
    plot.params["bends"] = [Bend(lane, month, factor, plot.random.randrange(1, 7), sides, plot.tag)]
    plot.breaks.append({"series": lane, "month": f"{month:%Y-%m}"})
