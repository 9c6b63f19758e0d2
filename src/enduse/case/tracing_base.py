"""What leaves of a brand's installed base, for one question."""

from dataclasses import asdict, dataclass
from math import isfinite
from typing import Any

from ibis import _

from enduse.case.tracing import Custody
from enduse.detect.used_machines import counts, read_base, used_machines, years_of
from enduse.errors import UnknownSubject, UsageError
from enduse.text.countries import country_code, country_name
from enduse.trace.installed_base import Base, Flow, Interval, Leak, leak, share_of

Row = dict[str, Any]


@dataclass(frozen=True)
class BaseQuestion:
    """Whose machines, and how many stand where.

    Attributes:
        brand: As the descriptions name it.
        country: Code or name of the country where they stand.
        base: Machines there, ``NUMBER`` or ``LOW-HIGH``; empty: not known.
        world: Machines in the world, likewise.
    """

    brand: str
    country: str
    base: str = ""
    world: str = ""


def base_answer(custody: Custody, asked: BaseQuestion) -> Row:
    """Counts before and since the watershed, rates, leak rate and share with 95 % bounds, and sentences.

    Raises:
        UsageError: ``E-BASE``: a base that is no number; a country that is not known.
        UnknownSubject: ``E-BASE-NONE``: no used machine of the brand left that country.
    """
    code = country_code(asked.country)
    if code is None:
        raise UsageError(f"{asked.country!r} is no country that is known; expected a code such as CN, or a name.")
    base = read_base(asked.base) if asked.base else None
    world = read_base(asked.world) if asked.world else None
    watershed, items = custody.ban.since, custody.ledger.items
    lane = f"{asked.brand.upper()}:{code}"
    rows = counts(used_machines(items, watershed)).filter(_.lane == lane).to_pyarrow().to_pylist()
    if not rows and base is None:
        raise UnknownSubject(
            f"No used machine of {asked.brand!r} left {country_name(code)} for Russia or Belarus by the goods lines, "
            "and no base was given, so nothing can be estimated. Look at the brand's spelling (enduse export goods).",
            code="E-BASE-NONE",
        )
    told = rows[0] if rows else {"machines": 0, "machines_before": 0, "sellers": 0, "buyers": 0}
    years = years_of(items, watershed)
    flows = Flow(told["machines_before"], years[0]), Flow(told["machines"], years[1])
    found = leak(*flows, base)
    share = share_of(base, world) if base and world else None
    return {
        "schema": "enduse.installed_base/1",
        "brand": asked.brand.upper(),
        "country": code,
        "watershed": watershed.isoformat(),
        "before": asdict(flows[0]),
        "since": asdict(flows[1]),
        "sellers": told["sellers"],
        "buyers": told["buyers"],
        "base": _interval(base.machines if base else None),
        "share_of_world": _interval(share),
        **{name: _interval(value) for name, value in vars(found).items()},
        "sentences": _sentences(asked.brand.upper(), code, (flows, base, share), found),
    }


def _interval(value: Interval | None) -> Row | None:
    if value is None:
        return None
    return {name: number if isfinite(number) else None for name, number in asdict(value).items()}


def _sentences(
    brand: str, code: str, known: tuple[tuple[Flow, Flow], Base | None, Interval | None], found: Leak
) -> list[str]:
    (before, since), base, share = known
    told = [
        f"Used machines of {brand} from {country_name(code)} to Russia and Belarus: {since.machines:,} in "
        f"{since.years:.1f} years since the watershed, {before.machines:,} in {before.years:.1f} years before it.",
        f"That is {found.a_year.value:,.1f} a year ({_between(found.a_year, ',.1f')}), {found.ratio.value:,.1f} times "
        f"as many as before ({_between(found.ratio, ',.1f')}); beyond the rate before: "
        f"{found.excess.value:,.0f} machines ({_between(found.excess, ',.0f')}).",
    ]
    if base:
        told.append(
            f"The base: some {base.machines.value:,.0f} machines ({_between(base.machines, ',.0f')})"
            + (f", {share.value:.0%} of those in the world ({_between(share, '.0%')})." if share else ".")
        )
    if found.share:
        told.append(f"Leak rate: {found.share.value:.3%} of the base a year ({_between(found.share, '.3%')}).")
    told.append("Only machines that a description calls used, or older than three years, are counted: a lower bound.")
    return told


def _between(value: Interval, form: str) -> str:
    high = format(value.high, form) if isfinite(value.high) else "no upper bound"
    return f"95 %: {format(value.low, form)} to {high}"
