"""Contract, goods, origin and bank of one purchase sit in three or more countries, none of them the destination.

For every importer and contract holder: purchases of priority goods in which the countries of origin, of dispatch, of
the contract holder and, where payments tell it, of the holder's bank are at least three different ones, the destination
not counted. Each of them sees a harmless part. Lawful trading houses work like this too, so the flag is weak by itself;
it weighs more where importer and contract holder met only after the watershed and another firm sends the goods.
"""

from datetime import date

import ibis
from ibis import _
from ibis.expr.types import IntegerValue, Table

from enduse.detect import Finder, Ledger, Needs, Typology
from enduse.detect.scope import DESTINATIONS, computed, proof, same_market
from enduse.detect.shared import priority_imports

STRENGTH_NEW_SPLIT = 0.5
STRENGTH_NEW = 0.25
STRENGTH_OLD = 0.15
_PAIR = ["subject_id", "contract_holder_id"]


def by_pair(
    ledger: Ledger,
    watershed: date,
    min_countries: int = 3,
    min_lines: int = 2,
    destinations: tuple[str, ...] = DESTINATIONS,
) -> Table:
    """One row per importer and contract holder with such purchases since the watershed.

    Args:
        ledger: Declarations; payments, where there are any, tell the bank's country.
        watershed: Lines from this day on count; earlier ones of the two are shown as context.
        min_countries: Fewest different countries.
        min_lines: Fewest lines of that kind.
        destinations: Importing countries.
    """
    rows = _lines(ledger, destinations)
    spread = rows.mutate(countries=_countries(rows, watershed))
    late = (spread.declared_on >= watershed).fill_null(False)
    many = spread.countries >= min_countries
    told = spread.mutate(telling=late & many, late=late)
    sums = _sums(told)
    # Half of what the two do together: a trading house that now and then has goods shipped from elsewhere is none.
    found = sums.filter(sums.lines >= min_lines, sums.lines * 2 >= sums.lines_late)
    new = found.lines_before == 0
    return found.mutate(
        strength=ibis.cases(
            (new & (found.split_lines * 2 > found.lines), STRENGTH_NEW_SPLIT), (new, STRENGTH_NEW), else_=STRENGTH_OLD
        ),
        rank=found.value_usd.fill_null(0.0),
        contract_holder_ids=ibis.array([found.contract_holder_id]),
        lane=ibis.array([found.contract_holder_id]),
    ).drop("contract_holder_id", "lines_late")


def _sums(told: Table) -> Table:
    """Counts, countries and rows of every importer and contract holder."""
    return told.group_by(_PAIR).agg(
        value_usd=_.value_usd.sum(where=_.telling),
        lines=_.count(where=_.telling),
        lines_late=_.count(where=_.late),
        lines_before=_.count(where=~_.late),
        split_lines=_.count(where=_.telling & (_.consignor_id != _.contract_holder_id)),
        country_count=_.countries.max(where=_.telling),
        holder_country=_.holder_country.max(where=_.telling),
        origins=_.origin.collect(where=_.telling, distinct=True),
        dispatches=_.dispatch.collect(where=_.telling, distinct=True),
        banks=_.bank.collect(where=_.telling & _.bank.notnull(), distinct=True),
        consignor_ids=_.consignor_id.collect(where=_.telling & _.consignor_id.notnull(), distinct=True),
        **proof(_.telling),
    )


def _lines(ledger: Ledger, destinations: tuple[str, ...]) -> Table:
    """Purchases of priority goods from contract holders abroad, with the country of the holder's ``bank``."""
    rows = priority_imports(ledger, destinations).filter(
        _.contract_holder_id.notnull(),
        # The importer itself often stands in the box of the contract holder.
        _.contract_holder_id != _.subject_id,
        ~_.holder_country.isin(destinations),
        _.origin.notnull(),
        _.dispatch.notnull(),
    )
    paid = ledger.payments.filter(_.payee_bank_country.notnull(), ~_.payee_bank_country.isin(destinations))
    banks = paid.group_by(subject_id=paid.payer_id, contract_holder_id=paid.payee_id).agg(
        bank=paid.payee_bank_country.min()
    )
    return rows.left_join(computed(banks), _PAIR).drop("subject_id_right", "contract_holder_id_right")


def _countries(rows: Table, watershed: date) -> IntegerValue:
    """How many different countries; members of the European Union count as one."""

    def differs(one: ibis.Value, other: ibis.Value) -> ibis.ir.BooleanValue:
        return (~same_market(one, other, watershed)).fill_null(False)

    dispatch = differs(rows.dispatch, rows.origin)
    holder = differs(rows.holder_country, rows.origin) & differs(rows.holder_country, rows.dispatch)
    bank = differs(rows.bank, rows.origin) & differs(rows.bank, rows.dispatch) & differs(rows.bank, rows.holder_country)
    return 1 + dispatch.cast("int64") + holder.cast("int64") + bank.cast("int64")


intermediary_jurisdiction_mismatch = Typology(
    id="intermediary_jurisdiction_mismatch",
    title="Contract, goods and money in three countries",
    about=__doc__,
    innocent=(
        "a trading house that buys from makers of several countries and has them ship from a common store",
        "a group whose sales company, store and treasury sit in three countries",
        "the contract holder's address is that of its mail, not of its office",
    ),
    misses=(
        "a broker that appears only in the payment",
        "banks, where no payments are recorded: origin, dispatch and contract holder must do",
        "goods that are not on the common high priority list",
    ),
    settle=(
        "contract, invoice and payment order of one shipment side by side",
        "register extracts of the contract holder: since when, owned by whom, with what staff",
        "the maker's statement on who bought the goods",
    ),
    sources=(
        "FinCEN and BIS alert, 2022; European Commission on enhanced due diligence, 2023 (catalogue: F22, EU23)",
        "C4ADS on a broker in the Emirates and a shipper in China (catalogue: article 004)",
    ),
    finders=(
        Finder(
            id="by_pair",
            reads="items",
            subject="company",
            headline=(
                "{subject} bought priority goods in {lines:line|lines} ({value}) whose origin, dispatch, contract and "
                "payment sit in up to {country_count} countries; the contract is with {contract_holder} "
                "({holder_country})"
            ),
            needs=Needs(
                columns=("declared_on", "consignee_id", "contract_holder_id", "origin", "hs6", "dispatch"),
                months_after=1,
                lists=("CHPL",),
                rows="imports",
            ),
            find=by_pair,
            confidence="derived",
        ),
    ),
    ceiling=0.5,
)
