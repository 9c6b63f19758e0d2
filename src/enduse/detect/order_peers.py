"""What the ledger's orders and declarations tell, against which one order is held."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

import ibis
import pyarrow as pa
from ibis import _

from enduse.detect import Ledger
from enduse.detect.order_course import end_use_key, text_weight, writer_of
from enduse.detect.order_flag import OrderPeers, bare, in_usd, model_key, party_key
from enduse.detect.order_kinds import is_machine
from enduse.detect.orders import OrderCase, order_cases
from enduse.detect.shared import once
from enduse.model.order import Order

Prices = Mapping[str, tuple[tuple[str, float], ...]]

_LETTERS = "[^A-Z0-9]"


def order_peers(ledger: Ledger) -> OrderPeers:
    """Prices, habits, texts and sites, from all orders and from the declarations of the same models."""
    return once(ledger, "order peers", OrderPeers, partial(_peers, ledger))


def _peers(ledger: Ledger) -> OrderPeers:
    cases = order_cases(ledger)
    told = peers_of([it.order for it in cases])
    return replace(told, prices=_prices(ledger, cases), with_site=_with_site(ledger) if cases else frozenset())


def peers_of(orders: Sequence[Order]) -> OrderPeers:
    """The same from orders alone: those of a desk, before any record is asked."""
    texts: dict[str, set[str]] = defaultdict(set)
    for it in orders:
        if text_weight(it.end_use) and (writer := writer_of(it)):
            texts[end_use_key(it)].add(writer)
    return OrderPeers(
        prices=_grouped(_ordered(orders)),
        installation=_habits(orders, "installation"),
        training=_habits(orders, "training"),
        texts={text: frozenset(who) for text, who in texts.items()},
    )


def _habits(orders: Sequence[Order], what: str) -> dict[str, dict[str, bool]]:
    """Brand to orders of its machines that say whether installation, or training, was ordered."""
    found: dict[str, dict[str, bool]] = defaultdict(dict)
    for it in orders:
        said = it.installation if what == "installation" else it.training
        for line in it.lines if said is not None else ():
            if line.brand and is_machine(line):
                found[bare(line.brand)][it.id] = bool(said)
    return dict(found)


def brands_with_habits(peers: OrderPeers, min_orders: int = 5) -> frozenset[str]:
    """Brands of which enough orders say whether installation or training was ordered, to judge one more."""
    return frozenset(
        brand
        for known in (peers.installation, peers.training)
        for brand, said in known.items()
        if len(said) > min_orders
    )


def _prices(ledger: Ledger, cases: Sequence[OrderCase]) -> Prices:
    return _grouped((*_ordered([it.order for it in cases]), *_declared(ledger, cases)))


def _grouped(prices: Iterable[tuple[str, str, float]]) -> Prices:
    found: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for key, who, price in prices:
        found[key].append((who, price))
    return {key: tuple(sorted(each)) for key, each in found.items()}


def _ordered(orders: Sequence[Order]) -> Iterator[tuple[str, str, float]]:
    for it in orders:
        buyer = it.party("buyer")
        for line in it.lines:
            price = in_usd(line.price, it.currency, OrderPeers())
            if price is not None and (key := model_key(line.brand, line.model)):
                yield key, party_key(buyer) if buyer else "", price


def _declared(ledger: Ledger, cases: Sequence[OrderCase]) -> Iterator[tuple[str, str, float]]:
    """Prices of one piece of new machines in declarations, for the models that orders name."""
    models = sorted(
        {bare(line.model) for case in cases for line in case.order.lines if line.brand and bare(line.model)}
    )
    if not models:
        return
    asked = ibis.memtable(pa.table({"model_key": pa.array(models, pa.string())}))
    items = ledger.items.filter(
        _.model.notnull(),
        _.brand.notnull(),
        _.value_usd > 0,
        _.pieces > 0,
        _.whole.fill_null("complete") != "part",
        _.condition.fill_null("new") != "used",
    )
    keyed = items.select(
        "brand",
        consignee_id=_.consignee_id.fill_null(0),
        model_key=_.model.upper().re_replace(_LETTERS, ""),
        price=_.value_usd / _.pieces,
    )
    rows = keyed.semi_join(asked, "model_key").to_pyarrow().to_pylist()
    for row in rows:
        who = f"PARTY:{row['consignee_id']}" if row["consignee_id"] else ""
        yield model_key(row["brand"], row["model_key"]), who, row["price"]


def _with_site(ledger: Ledger) -> frozenset[str]:
    told = ledger.traits.filter(_.kind == "domain", _.party_id.notnull()).select("party_id").distinct()
    seen = ledger.web.filter(_.registrant_id.notnull()).select(party_id=_.registrant_id).distinct()
    rows = ibis.union(told, seen).to_pyarrow()["party_id"].to_pylist()
    return frozenset(f"PARTY:{it}" for it in rows if it is not None)
