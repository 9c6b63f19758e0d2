"""What firms have to do with imports, and which firms a register ties."""

from collections.abc import Callable
from datetime import date

from enduse.detect import Ledger
from enduse.detect.trade_of import share_an_owner, tied, trade_of
from enduse.model.ids import party_id

Build = Callable[..., Ledger]
ONE, TWO, OTHER = (party_id(f"name:{it}") for it in ("one", "two", "other"))


def test_counts_a_firms_lines_as_importer_and_as_supplier(ledger: Build) -> None:
    bought = {"on": "2022-01-10", "consignee_id": "one", "goods_code": "8422400008"}
    sold = {"on": "2022-02-10", "consignor_id": "one", "contract_holder_id": "one"}
    facts = ledger(items=[bought, sold, {"on": "2022-02-11"}])

    trade = trade_of(facts, [ONE, TWO])[ONE]
    later = trade_of(facts, [ONE], since=date(2022, 2, 10))[ONE]

    assert (trade.lines, trade.supplies, trade.priority, trade.row_ids) == (2, 1, 1, (1, 2))
    assert later.row_ids == (2,)
    assert TWO not in trade_of(facts, [ONE, TWO])


def test_nobody_asked_for_is_nobody_found(ledger: Build) -> None:
    assert trade_of(ledger(), []) == {}
    assert tied(ledger(), []) == {}


def test_one_owner_ties_two_firms_and_a_director_does_not(ledger: Build) -> None:
    def of(kind: str) -> bool:
        rows = [{"subject_id": "parent", "object_id": it, "kind": kind} for it in ("one", "two")]
        return share_an_owner(tied(ledger(relations=rows), [ONE, TWO]), ONE, TWO)

    assert of("shares")
    assert not of("directs")
    assert not share_an_owner({}, ONE, OTHER)
