"""A maker ends its contract with a dealer; the dealer goes on buying and showing the brand."""

from datetime import date, timedelta

from bench.worlds.plot import Plot, scheme


@scheme(
    "dealer_continues",
    ("dealer_continues_after_termination", "trade_fair_presence_of_banned_brand"),
    differs="only goods already under way still arrive, within weeks of the end",
    needs=("imports", "claims"),
)
def plant(plot: Plot) -> None:
    dealer, trader = plot.importer(), plot.trader()
    model = plot.world.choose(plot.random, plot.random.choice(plot.world.family.makers), controlled=True)
    plot.keys.append(model.brand)
    maker, goods = plot.world.maker_of(model), plot.siblings(model)
    plot.role("maker", maker, diverts=False)
    ended = plot.control - timedelta(days=plot.random.randrange(0, 160))
    plot.params["ended"] = ended
    plot.statement(
        maker,
        dealer,
        day=ended,
        predicate="dealer_contract_ended",
        text=f"{maker.latin} ended its distribution contract with {dealer.latin} on {ended}.",
    )
    for day in plot.days(plot.count(6, 20), plot.start, ended):
        plot.ship(plot.random.choice(goods), (maker, dealer), day)
    first, last = (ended, ended + timedelta(days=55)) if plot.honest else (ended + timedelta(days=95), plot.end)
    for day in plot.days(plot.count(3, 5) if plot.honest else plot.count(6, 22), first, last):
        plot.ship(plot.random.choice(goods), (maker, dealer) if plot.honest else (maker, trader, dealer), day)
    year = ended.year if plot.honest else min(ended.year + 1, plot.end.year - 1)
    shown = date(ended.year - 1, 5, 22) if plot.honest else date(year, 5, 22)
    plot.stand(dealer, model.brand, shown)
