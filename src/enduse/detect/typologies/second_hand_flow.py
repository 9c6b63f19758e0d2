"""Used machines are bought through a third country.

For every importer: machines that the description calls used or refurbished, or that were made at least three years
before they were declared, and that were shipped from another country than the one they were made in. Used machines
leave a maker's sales records behind; who sells them next is asked by nobody.
"""

from datetime import date

import ibis
from ibis import _
from ibis.expr.types import Table

from enduse.detect import Finder, Ledger, Needs, Typology
from enduse.detect.goods_lines import machine
from enduse.detect.scope import DESTINATIONS, computed, imports_into, priority_codes, proof, same_market

STRENGTH_MANY = 0.6
STRENGTH_FEW = 0.2
STRENGTH_OLD = 0.15
_MANY = 5


def _used(rows: Table, min_age: int) -> Table:
    """Lines of machines with ``by_words`` and ``age``, the years between making and declaring, where either tells."""
    age = rows.declared_on.year().cast("int64") - rows.made_year
    by_words = rows.condition.isin(("used", "refurbished")).fill_null(False)
    told = rows.mutate(by_words=by_words, age=ibis.ifelse(age >= 0, age, ibis.null("int64")))
    return told.filter(machine(told), told.by_words | (told.age >= min_age).fill_null(False))


def _with_list(rows: Table, ledger: Ledger) -> Table:
    """With ``on_list``: is the code on the common high priority list?"""
    listed = computed(priority_codes(ledger.code_lists).select("hs6")).mutate(on_list=True)
    marked = rows.left_join(listed, "hs6").drop("hs6_right")
    return marked.mutate(on_list=marked.on_list.fill_null(False))


def by_consignee(
    ledger: Ledger,
    watershed: date,
    destinations: tuple[str, ...] = DESTINATIONS,
    min_age: int = 3,
    min_lines: int = 2,
) -> Table:
    """One row per importer that bought used machines through a third country since the watershed.

    Args:
        ledger: Declarations whose descriptions were read.
        watershed: Lines from this day on count; earlier ones are shown as context.
        destinations: Importing countries.
        min_age: Years between making and declaring from which a machine counts as used.
        min_lines: Least number of lines.
    """
    rows = imports_into(ledger.items, destinations)
    used = _used(rows.filter(rows.consignee_id.notnull(), rows.dispatch.notnull()), min_age)
    abroad = used.filter(~same_market(used.origin, used.dispatch, watershed)).mutate(
        telling=_.declared_on >= watershed, subject_id=_.consignee_id, lane=_.origin + ">" + _.dispatch
    )
    return _judged(_summed(_with_list(abroad, ledger)).filter(_.lines >= min_lines))


def _summed(abroad: Table) -> Table:
    return abroad.group_by("subject_id").agg(
        value_usd=_.value_usd.sum(where=_.telling),
        lines=_.count(where=_.telling),
        lines_before=_.count(where=~_.telling),
        lines_by_words=_.by_words.sum(where=_.telling),
        lines_on_list=_.on_list.sum(where=_.telling),
        oldest_made=_.made_year.min(where=_.telling),
        mean_age=_.age.mean(where=_.telling),
        brands=_.brand.collect(where=_.telling & _.brand.notnull(), distinct=True),
        ways=_.lane.collect(where=_.telling & _.lane.notnull(), distinct=True),
        consignor_ids=_.consignor_id.collect(where=_.telling & _.consignor_id.notnull(), distinct=True),
        **proof(_.telling),
    )


def _judged(found: Table) -> Table:
    # Old machines that no list names are sold across borders every day.
    many = (_.lines_on_list.fill_null(0) >= _MANY, STRENGTH_MANY)
    return found.mutate(
        strength=ibis.cases((_.lines_before > 0, STRENGTH_OLD), many, else_=STRENGTH_FEW),
        rank=_.value_usd.fill_null(0.0),
    )


second_hand_flow = Typology(
    id="second_hand_flow",
    title="Used machines through a third country",
    about=__doc__,
    innocent=(
        "a dealer in used machines that keeps its stock in the country of dispatch",
        "a plant that was closed there sold its machines",
        "a machine was made some years ago and never used",
    ),
    misses=(
        "machines whose description says neither that they are used nor when they were made",
        "used machines declared as new",
        "machines shipped from the country they were made in",
    ),
    settle=(
        "the previous owner's invoice and the maker's record of the serial number",
        "the export declaration of the country of dispatch",
        "photographs of the name plate",
    ),
    sources=("C4ADS on used machine tools that reached Russia through dealers (catalogue: TY18, C4)",),
    finders=(
        Finder(
            id="by_consignee",
            reads="items",
            subject="company",
            headline=(
                "{subject} imported {lines:line|lines} of used machines since {watershed} that were shipped from "
                "another country than the one they were made in ({value})"
            ),
            needs=Needs(
                columns=("declared_on", "consignee_id", "origin", "dispatch", "kind"), months_after=1, rows="imports"
            ),
            find=by_consignee,
            confidence="probable",
        ),
    ),
    ceiling=0.6,
)
