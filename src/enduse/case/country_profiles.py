"""Profiles of countries of origin, and of a pair of countries, from the last run of a case."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import ibis
import pyarrow as pa

from enduse.case.evidence import StoredOriginals
from enduse.case.profiling_citing import place_all
from enduse.case.running import current_run, ledger_of
from enduse.decide.deriving import hubs
from enduse.detect import Ledger
from enduse.errors import UsageError
from enduse.model.period import Span, first_day
from enduse.model.profile import Profile
from enduse.report.country_profile import CountryGround, country_profile
from enduse.report.country_profile_lines import OTHERS, Columns, TradeLine, grouped, ranked, within
from enduse.report.pair_profile import PublishedCell, mirror_section, published_section, published_within
from enduse.report.pair_profile_context import context_section, context_series
from enduse.report.wording import place_name
from enduse.store.ledger import LedgerStore
from enduse.text.countries import is_country, place_of
from enduse.trace.control_dates import Marker, markers
from enduse.trace.lanes import one_side
from enduse.trace.series import movements

_NAMED = 6
"""Origins that are shown by name in the shares, those asked for included, as long as they are fewer."""

_ITEM = ("row_id", "month", "origin", "dispatch", "destination", "goods_code", "kind", "brand", "value_usd")
_CELL = ("row_id", "importer", "month", "months", "value_usd")
_FLOWS: tuple[Literal["export", "import"], ...] = ("export", "import")


@dataclass(frozen=True)
class CountryQuestion:
    """What is asked.

    Attributes:
        countries: Codes or names of countries of origin; ``EU`` for its members.
        destinations: Likewise.
        code: Leading digits of the goods code; empty: all goods.
        first: Index of the first month; None: that of the first line.
        last: Index of the last month; None: that of the last line.
    """

    countries: tuple[str, ...]
    destinations: tuple[str, ...] = ("RU", "BY")
    code: str = ""
    first: int | None = None
    last: int | None = None


@dataclass(frozen=True)
class CountryProfiles:
    """The last run of a case, ready for questions about countries.

    Raises:
        UsageError: ``E-NO-RUN``: nothing was computed yet.
    """

    store: LedgerStore

    @cached_property
    def ledger(self) -> Ledger:
        """The tables of the run."""
        return ledger_of(current_run(self.store.workspace))

    def countries(self, question: CountryQuestion) -> Profile:
        """The countries side by side: the same questions, the same months.

        Raises:
            UsageError: ``E-PROFILE-COUNTRY``: a country is not known; ``E-PROFILE-EMPTY``: no record speaks of the
                destinations; ``E-PROFILE-MONTHS``: no month is left.
        """
        ground, cells = self._ground(_checked(question))
        sent = {it: ground.sent_from(it) for it in ground.asked}
        section = published_section(ground.asked, ground.made_in(), sent, cells)
        return country_profile(replace(ground, published=(section,)))

    def pair(self, question: CountryQuestion, context: Path | None = None) -> Profile:
        """One country of origin and one of destination, with both sides' statistics, and context kept apart.

        Raises:
            UsageError: As ``countries``.
            UnreadableFile: ``E-CONTEXT``: the file of context series cannot be used.
        """
        held = context_series(context)
        ground, cells = self._ground(_checked(question))
        (one,), (other,) = ground.asked, ground.destinations
        mirror = mirror_section((one, other), ground.sent_from(one), cells)
        concerned = [it for it in held if it.concerns(one, other)]
        section, references = context_section(concerned, mirror.title, ground.on)
        told = country_profile(replace(ground, published=(mirror,)))
        code = f", code {ground.code}" if ground.code else ""
        return replace(
            told,
            kind="pair",
            id=f"{one}>{other}",
            title=f"{place_name(one)} and {place_name(other)}{code}, {ground.period}",
            sections=(*told.sections, section),
            references=(*told.references, *references),
        )

    def placed(self, profile: Profile) -> Profile:
        """The profile with the place of every row that it cites."""
        run = current_run(self.store.workspace)
        manifest = self.store.manifest(int(run.info["ledger_version"]))
        return place_all(profile, self.ledger, StoredOriginals(self.store.workspace, manifest))

    def _ground(self, question: CountryQuestion) -> tuple[CountryGround, list[PublishedCell]]:
        lines, undated = self._lines(question)
        cells = [cell for it in question.countries for cell in self._cells_of(it, question)]
        period = _period([it.month for it in (lines or cells)], question)
        inside = within(lines, period)
        columns = _columns(inside, question.countries)
        measures = self._measures((*columns.asked, *columns.named), inside, question.code)
        ground = CountryGround(
            columns=columns,
            destinations=question.destinations,
            period=period,
            on=first_day(period.end),
            lines=inside,
            undated=undated,
            code=question.code,
            measures=measures,
            hubs=hubs(),
        )
        return ground, published_within(cells, period)

    def _lines(self, question: CountryQuestion) -> tuple[list[TradeLine], int]:
        items = self.ledger.items
        rows = items.filter(items.destination.isin(question.destinations))
        rows = rows.filter(rows.goods_code.startswith(question.code)) if question.code else rows
        table = one_side(rows).select(*_ITEM).order_by("row_id").to_pyarrow()
        dated = [_line(it) for it in table.to_pylist() if it["month"] is not None]
        return dated, table.num_rows - len(dated)

    def _measures(
        self, countries: Sequence[str], lines: Sequence[TradeLine], code: str
    ) -> Mapping[str, Sequence[Marker]]:
        codes = sorted({it.code[:6] for it in lines if it.code} | ({code} if code else set()))
        lists = self.ledger.code_lists.to_pyarrow()
        return {it: markers(codes, "EU27_2020" if it == "EU" else it, lists) for it in countries}

    def _cells_of(self, country: str, question: CountryQuestion) -> list[PublishedCell]:
        """What the country and the destinations publish; a member of the Union by itself, not as a part of it."""
        return [it for flow in _FLOWS for it in self._flow_of(country, flow, question)]

    def _flow_of(
        self, country: str, flow: Literal["export", "import"], question: CountryQuestion
    ) -> list[PublishedCell]:
        held = self.ledger.statistics
        far, near = ("reporter", "partner") if flow == "export" else ("partner", "reporter")
        rows = held.filter(held[near].isin(question.destinations))
        union = country == "EU"
        told = movements(rows if union else rows.filter(rows[far] == country), flow)
        told = told.filter(told.exporter == "EU") if union else told
        scope = told.goods_code.startswith(question.code) if question.code else told.scope == "goods"
        return [_cell(it, flow, country) for it in _arrow(told.filter(scope)).to_pylist()]


def _arrow(told: ibis.Table) -> pa.Table:
    return told.select(*_CELL).order_by("row_id").to_pyarrow()


def _cell(row: Mapping[str, Any], flow: str, country: str) -> PublishedCell:
    return PublishedCell(row["row_id"], flow, country, row["importer"], row["month"], row["months"], row["value_usd"])


def _line(row: Mapping[str, Any]) -> TradeLine:
    return TradeLine(
        row=row["row_id"],
        month=row["month"],
        origin=row["origin"] or "",
        dispatch=row["dispatch"] or "",
        destination=row["destination"],
        code=row["goods_code"] or "",
        kind=row["kind"] or "",
        brand=row["brand"] or "",
        usd=row["value_usd"],
    )


def _checked(question: CountryQuestion) -> CountryQuestion:
    if not question.countries or not question.destinations:
        raise UsageError(
            "A profile needs at least one country of origin and one destination, e.g. KR --to RU,BY.",
            code="E-PROFILE-COUNTRY",
        )
    return replace(
        question,
        countries=tuple(dict.fromkeys(map(_code, question.countries))),
        destinations=tuple(dict.fromkeys(map(_code, question.destinations))),
    )


def _code(text: str) -> str:
    place = place_of(text.strip().upper() if len(text.strip()) == 2 else text.strip())
    code = "EU" if place.code in ("EU", "EU27_2020") else place.code
    if not code or not (is_country(code) or code == "EU"):
        raise UsageError(
            f"{text!r} is no country that is known. Give a code of two letters such as KR, an English name, or EU.",
            code="E-PROFILE-COUNTRY",
        )
    return code


def _period(months: Sequence[int], question: CountryQuestion) -> Span:
    """The months asked for, as far as records reach where no end was named."""
    if not months:
        raise UsageError(
            f"No goods line and no published figure goes to {', '.join(question.destinations)}"
            f"{f' under code {question.code}' if question.code else ''}. Nothing can be profiled; `enduse sources` "
            "lists what was added.",
            code="E-PROFILE-EMPTY",
        )
    start = min(months) if question.first is None else question.first
    end = (max(months) if question.last is None else question.last) + 1
    if start >= end:
        raise UsageError(
            f"No month is left from {first_day(start):%Y-%m} to {first_day(end - 1):%Y-%m}. "
            "Give --start and --until so that the first comes before the last, inside the time of the records.",
            code="E-PROFILE-MONTHS",
        )
    return Span(start, end)


def _columns(lines: Sequence[TradeLine], asked: tuple[str, ...]) -> Columns:
    """The countries asked for, and the largest other origins beside them."""
    alone = Columns(asked)
    others = grouped((it for it in lines if alone.of(it.origin, it.month) == OTHERS), lambda it: it.origin)
    return Columns(asked, tuple(ranked(others, max(0, _NAMED - len(asked)))))
