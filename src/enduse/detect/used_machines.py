"""Used machines on their way to the destinations, counted by brand and country of dispatch."""

from datetime import date

from ibis import _
from ibis.expr.types import Table

from enduse.detect.goods_lines import machine
from enduse.detect.scope import DESTINATIONS
from enduse.errors import UsageError
from enduse.trace.installed_base import Base, Interval

_USED_FROM = 3
"""Years between making and declaring from which a machine counts as used (catalogue: TY18)."""
_YEAR = 365.25
_COUNTRY_LETTERS = 2


def used_machines(items: Table, watershed: date) -> Table:
    """Lines of used machines on their way to the destinations.

    Returns:
        The lines with ``late`` (from the watershed on), ``exported`` and ``lane`` (``BRAND:COUNTRY`` of dispatch).
    """
    rows = items.filter(items.destination.isin(DESTINATIONS), items.brand.notnull(), items.dispatch.notnull())
    age = rows.declared_on.year().cast("int64") - rows.made_year
    used = rows.condition.isin(("used", "refurbished")).fill_null(False) | (age >= _USED_FROM).fill_null(False)
    told = rows.filter(machine(rows), used, rows.declared_on.notnull(), ~rows.dispatch.isin(DESTINATIONS))
    return told.select(
        *("row_id", "declared_on", "value_usd", "brand", "dispatch", "consignor_id", "consignee_id"),
        exported=(told.direction == "export").fill_null(False),
        late=told.declared_on >= watershed,
        lane=told.brand + ":" + told.dispatch,
    )


def counts(used: Table) -> Table:
    """Machines, sellers and buyers by brand and country: a machine that both sides declared counts once."""
    sides = used.group_by("brand", "dispatch", "lane", "exported").agg(
        machines=_.count(where=_.late),
        machines_before=_.count(where=~_.late),
        sellers=_.consignor_id.nunique(where=_.late),
        buyers=_.consignee_id.nunique(where=_.late),
    )
    return sides.group_by("brand", "dispatch", "lane").agg(
        **{it: _[it].max() for it in ("machines", "machines_before", "sellers", "buyers")}
    )


def years_of(items: Table, watershed: date) -> tuple[float, float]:
    """Years of records before and since the watershed, by all goods lines; at least a month each."""
    reach = items.aggregate(first=_.declared_on.min(), last=_.declared_on.max()).to_pyarrow().to_pylist()[0]
    first, last = reach["first"] or watershed, reach["last"] or watershed
    return max(30.0, (watershed - first).days) / _YEAR, max(30.0, (last - watershed).days + 1) / _YEAR


def given_bases(words: tuple[str, ...]) -> dict[str, Base]:
    """Lane to the base that the analyst gives."""
    return dict(map(_given_base, words))


def _given_base(word: str) -> tuple[str, Base]:
    lane, _equals, number = word.partition("=")
    brand, _colon, country = lane.rpartition(":")
    if not (brand and len(country) == _COUNTRY_LETTERS):
        raise _no_base(word)
    return f"{brand.upper()}:{country.upper()}", read_base(number)


def read_base(number: str) -> Base:
    """A number of machines, or the lowest and the highest; between the two the geometric mean is taken.

    Raises:
        UsageError: ``E-BASE``: it is no number.
    """
    low, _dash, high = number.replace(" ", "").replace(",", "").partition("-")
    if not (low.isdigit() and (high or low).isdigit() and 0 < int(low) <= int(high or low)):
        raise _no_base(number)
    least, most = float(low), float(high or low)
    return Base(Interval((least * most) ** 0.5, least, most))


def _no_base(word: str) -> UsageError:
    return UsageError(
        f"{word!r} names no installed base; write NUMBER or LOW-HIGH, with BRAND:COUNTRY= before it where several are "
        "given, e.g. SPARTAN:CN=80000-120000.",
        code="E-BASE",
    )
