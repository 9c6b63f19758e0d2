"""A young firm takes over suppliers, brand and people of an importer that was listed."""

from datetime import timedelta

from bench.worlds.plot import Plot, scheme


@scheme(
    "successor",
    ("successor_importer", "shared_identifier_cluster", "management_overlap_with_listed"),
    differs="the young firm shares neither suppliers nor people with the listed one; it buys other goods",
    needs=("imports", "lists"),
)
def plant(plot: Plot) -> None:
    old, new = plot.importer("listed_predecessor"), plot.importer(young=True)
    listed_on = max(plot.after(plot.random.randrange(0, 4)), new.founded - timedelta(days=60))
    plot.params["listed_on"] = listed_on
    model = plot.wanted()
    maker = plot.world.maker_of(model)
    traders = [plot.trader("supplier") for _ in range(plot.random.choice((2, 2, 3)))]
    shared = plot.random.sample(("director", "phone", "address"), plot.random.choice((1, 2)))
    if plot.honest:
        traders_new = [plot.trader("supplier") for _ in range(2)]
    else:
        traders_new = traders
        plot.params["shared"] = shared
        new = plot.same(
            new, **{key: value for key, value in (("phone", old.phone), ("address", old.address)) if key in shared}
        )
        boss = plot.person("director")
        plot.officer(old, boss)
        if "director" in shared:
            plot.officer(new, boss, since=new.founded)
    plot.role("subject", new, diverts=False)
    plot.owner(new, plot.person(), 100)
    plot.listed(old, listed_on)
    for day in plot.days(plot.count(6, 20), plot.start + timedelta(days=90), listed_on - timedelta(days=20)):
        before = day < plot.control
        chain = (maker, old) if before else (maker, plot.random.choice(traders), old)
        plot.ship(plot.random.choice(plot.siblings(model)), chain, day)
    goods = plot.siblings(model) if not plot.honest else plot.siblings(plot.wanted())
    first = max(listed_on + timedelta(days=15), new.founded + timedelta(days=45))
    for day in plot.days(plot.count(6, 26), first, min(plot.end, first + timedelta(days=340))):
        plot.ship(plot.random.choice(goods), (plot.world.maker_of(goods[0]), plot.random.choice(traders_new), new), day)
