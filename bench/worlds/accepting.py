"""Which typologies rightly name a scheme: those whose definition its written rows meet, whatever it was planted as."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bench.worlds.plot import INVASION, Plot, Scheme
from bench.worlds.world import Row

YOUNG_DAYS = 180
FEW = 2
SMALL_USD = 200_000
SHARE = 0.8
GREW = 2.0
NEAR_CONTROL_DAYS = 365
SEEN_IN = {
    "former_co_owner_link": "register",
    "management_overlap_with_listed": "register",
    "new_company_after_2022_02_24": "register",
    "rapid_first_order_after_incorporation": "register",
    "trade_fair_presence_of_banned_brand": "exhibits",
    "fund_flow_timing": "payments",
}
"""Records without which a typology of a core cannot be seen."""


def visible_core(scheme: Scheme, plot: Plot) -> list[str]:
    """The typologies of the core that this family's files can show."""
    return [it for it in scheme.core if it not in SEEN_IN or plot.world.family.has(SEEN_IN[it])]


@dataclass(frozen=True)
class Story:
    """The imports of one plot, as written."""

    plot: Plot
    imports: Sequence[Row]
    rows: Sequence[Row]

    @property
    def indirect(self) -> Sequence[Row]:
        return [it for it in self.imports if it.cells["origin"] != it.cells["dispatch"]]

    @property
    def total(self) -> float:
        return sum(float(it.cells["usd"]) for it in self.imports)


def accepted(scheme: Scheme, plot: Plot, rows: Sequence[Row]) -> list[str]:
    """Names of the typologies, sorted."""
    into = set(plot.world.family.importers)
    imports = [it for it in rows if it.table == "imports" and it.reporter in into]
    story = Story(plot, imports, rows)
    met = set(_ways(story)) | set(_firms(story)) | set(_goods(story)) | set(_series(story)) if imports else set()
    return sorted({*scheme.core, *scheme.also, *met})


def _ways(story: Story) -> Iterator[str]:
    """What the route and the contract show."""
    if story.indirect:
        yield from ("third_country_transshipment", "circuitous_route")
    for row in story.imports:
        holder, sender = row.parties["holder"], row.parties["sender"]
        if holder.pid != sender.pid and holder.country != sender.country:
            yield "broker_vs_shipper_split"
            if len({holder.country, str(row.cells["dispatch"]), str(row.cells["origin"])}) > FEW:
                yield "intermediary_jurisdiction_mismatch"


def _firms(story: Story) -> Iterator[str]:
    """What the ages of the diverting firms show."""
    for party in story.plot.diverting:
        trades = [
            it.day
            for it in story.imports
            if party.pid in {it.parties[role].pid for role in ("sender", "buyer", "holder")}
        ]
        if party.kind == "company" and trades:
            if party.founded >= INVASION:
                yield "new_company_after_2022_02_24"
            if min(trades) - party.founded <= timedelta(days=YOUNG_DAYS):
                yield "rapid_first_order_after_incorporation"


def _goods(story: Story) -> Iterator[str]:
    """What goods, money and size show."""
    if any(it.lot is not None and it.lot.used for it in story.imports):
        yield from ("second_hand_flow", "installed_base_leak")
    yuan = sum(
        float(it.cells["usd"]) for it in story.imports if it.cells["currency"] == "CNY" and it.cells["origin"] != "CN"
    )
    if yuan >= SHARE * story.total:
        yield "yuan_or_nondollar_payment"
    if len(story.imports) <= FEW:
        yield "single_shot_buyer"
    if story.total < SMALL_USD:
        yield "minor_importer_below_threshold"
    if any(it.table == "events" for it in story.rows) or _sent_elsewhere(story):
        yield "serial_seen_elsewhere"


def _sent_elsewhere(story: Story) -> bool:
    """A maker or hub declared numbered machines to one country, and they came into the importing one."""
    came = {it.lot.number for it in story.imports if it.lot is not None and it.lot.serials}
    into = set(story.plot.world.family.importers)
    sent = [it for it in story.rows if it.table == "exports" and it.cells["destination"] not in into]
    return any(it.lot is not None and it.lot.number in came for it in sent)


def _series(story: Story) -> Iterator[str]:
    """What the months before and after the control show, importer by importer."""
    for buyer in sorted({it.parties["buyer"].pid for it in story.imports}):
        mine = [it for it in story.imports if it.parties["buyer"].pid == buyer]
        before = [it for it in mine if it.day < story.plot.control]
        after = [it for it in mine if it.day >= story.plot.control]
        old = {it.parties["sender"].pid for it in before}
        new = sum(float(it.cells["usd"]) for it in after if it.parties["sender"].pid not in old)
        if new > GREW * max(sum(float(it.cells["usd"]) for it in before), 1.0):
            yield "growth_attributed_to_new_intermediaries"
        direct = [it for it in before if it.cells["origin"] == it.cells["dispatch"]]
        late = [it for it in after if it.cells["origin"] != it.cells["dispatch"]]
        if len(direct) >= FEW and len(late) >= FEW and _near(direct[-1].day, story.plot.control):
            yield "route_shift_after_control_date"


def _near(day: date, control: date) -> bool:
    return abs((control - day).days) <= NEAR_CONTROL_DAYS
