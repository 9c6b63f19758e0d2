"""Tests of one order: what it is for, what was declined, what was changed late, what may not go at all."""

from collections.abc import Mapping
from datetime import date
from itertools import chain

from rapidfuzz import fuzz, process

from enduse.detect.order_flag import NO_PEERS, PIECE, Flag, OrderPeers, bare, is_told, party_key
from enduse.detect.order_kinds import is_machine
from enduse.detect.order_signs import order_signs, plain, says_none, sign, wide
from enduse.model.order import Change, Order, OrderLine
from enduse.text.company_names import normal_form
from enduse.text.countries import country_code, country_name

RESTRICTED = ("RU", "BY")
SOFTWARE_RULE = date(2024, 9, 16)
"""From this day on CNC operation software, CAD, CAM, PLM and their updates need a licence (timeline T040)."""

_WEIGHT_OF_WIDE = 2.5
"""A Chinese, Japanese or Korean letter says about as much as so many of an alphabet."""

_BARRED = ("cnc_operation", "cam", "cad", "plm", "update", "service")
_REDIRECTS = ("end_user", "consignee", "destination", "route")
_ONE_PLACE = 90.0
_BY_PIECES = 0.95
_MOST_NEAR = 300
"""So many texts are compared with one: whether it is another buyer's is told by the first of them."""


def last_minute_redirect(order: Order, peers: OrderPeers = NO_PEERS, max_days: int = 14) -> tuple[Flag, ...]:
    """Consignee, end user, destination or route were changed within ``max_days`` before shipment, or after it."""
    if order.ship_on is None:
        return ()
    late = [
        (at, it, what, (order.ship_on - it.changed_on).days)
        for at, it in enumerate(order.changes)
        if it.changed_on is not None and (what := redirected(it)) and (order.ship_on - it.changed_on).days <= max_days
    ]
    if not late:
        return ()
    worst = min(late, key=lambda it: (it[2] == "route", it[3]))
    _at, change, what, days = worst
    when = _before_shipment(days)
    to = f" from {change.old.strip() or 'nothing'} to {change.new.strip() or 'nothing'}"
    strength = 0.15 if what == "route" else 0.3 if days < 0 or _to_restricted(change) else 0.25
    return (
        Flag(
            "last_minute_redirect",
            f"the {what.replace('_', ' ')} was changed {when}{to}",
            "who asked for the change and why, in writing; the end user's own confirmation of the new place",
            strength,
            what,
            changes=tuple(at for at, _change, _what, _days in late),
            figures={"days_before_shipment": float(days), "late_changes": float(len(late))},
        ),
    )


def _before_shipment(days: int) -> str:
    if days < 0:
        return "after the day of shipment"
    return {0: "on the day of shipment", 1: "the day before shipment"}.get(days, f"{days} days before shipment")


def redirected(change: Change) -> str:
    """What a change sends elsewhere: end_user, consignee, destination or route; empty for others and for spellings."""
    if change.field.rpartition(".")[2] in ("phone", "email", "website", "activity", "employees"):
        return ""
    what = next((it for it in _REDIRECTS if sign(f"redirect.{it}", change.field)), "")
    return what if what and not _one_place(change.old, change.new) else ""


def _one_place(old: str, new: str) -> bool:
    """Do two texts say the same: a corrected spelling, another name of one country?"""
    if not old.strip() or not new.strip() or says_none(old):
        # What was empty before is filled in, not changed.
        return not old.strip() or says_none(old)
    countries = country_code(old), country_code(new)
    if all(countries):
        return countries[0] == countries[1]
    keys = normal_form(old).key, normal_form(new).key
    return (bool(keys[0]) and keys[0] == keys[1]) or fuzz.ratio(plain(old), plain(new)) >= _ONE_PLACE


def _to_restricted(change: Change) -> bool:
    return country_code(change.new) in RESTRICTED


def refuses_installation_or_training(
    order: Order, peers: OrderPeers = NO_PEERS, min_rate: float = 0.8, min_orders: int = 5
) -> tuple[Flag, ...]:
    """Installation or training is declined, which at least ``min_rate`` of the brand's other orders include."""
    declined = [
        it
        for name, said, known in (
            ("installation", order.installation, peers.installation),
            ("training or service", order.training, peers.training),
        )
        if said is False
        for it in _unlike_others(order, known, name, min_orders)
        if it[1] >= min_rate
    ]
    if not declined:
        return ()
    brand, rate, count, _lines, _name = max(declined, key=lambda it: it[1])
    what = " and ".join(dict.fromkeys(it[4] for it in declined))
    return (
        Flag(
            "refuses_installation_or_training",
            f"{what} declined, which {rate:.0%} of {count} other orders of {brand} include",
            "who will install the machine and where; a visit of the maker's engineer after delivery",
            0.3 if " and " in what else 0.25,
            "both" if " and " in what else "installation" if order.installation is False else "training",
            lines=tuple(sorted({line for it in declined for line in it[3]})),
            figures={"usual_rate": rate, "other_orders": float(count)},
        ),
    )


def _unlike_others(
    order: Order, known: Mapping[str, Mapping[str, bool]], name: str, least: int
) -> list[tuple[str, float, int, tuple[int, ...], str]]:
    """For each brand of machines in the order that has enough others: brand, rate, count of others, lines, what."""
    found = []
    for brand in sorted({it.brand for it in order.lines if it.brand and is_machine(it)}):
        others = [said for number, said in known.get(bare(brand), {}).items() if number != order.id]
        if len(others) >= least:
            lines = tuple(it.line for it in order.lines if it.brand == brand and is_machine(it))
            found.append((brand, sum(others) / len(others), len(others), lines, name))
    return found


def vague_end_use(
    order: Order, peers: OrderPeers = NO_PEERS, min_letters: int = 40, min_similarity: float = 0.95
) -> tuple[Flag, ...]:
    """The end use of a machine is not said, is said in a few words, or in the words of other buyers.

    Args:
        order: The order.
        peers: End uses of other orders.
        min_letters: A shorter text is too short; a Chinese, Japanese or Korean letter counts for two and a half.
        min_similarity: From 0 to 1, from which a text is that of another buyer.
    """
    machines = tuple(it.line for it in order.lines if is_machine(it))
    if not machines:
        return ()
    text = order.end_use.strip()
    letters = text_weight(text)
    twins = others_with(order, peers, min_similarity) if letters >= min_letters else frozenset()
    if not text or says_none(text):
        found = (0.1, "empty", "no end use is stated")
    elif letters < min_letters:
        found = (0.15, "short", f"the end use is {text!r} and no more")
    elif twins:
        found = (0.25, "boilerplate", f"the end use has the words of {len(twins)} other buyer(s)")
    else:
        return ()
    strength, kind, sentence = found
    return (
        Flag(
            "vague_end_use",
            sentence,
            "which parts, for which industry, of which materials, signed by an officer of the end user",
            strength,
            kind,
            lines=machines,
            figures={"letters": letters, "other_buyers": float(len(twins))},
        ),
    )


def text_weight(text: str) -> float:
    """Letters and digits of a text; those of scripts that say more with each count for more."""
    return sum(_WEIGHT_OF_WIDE if wide(it) else 1.0 for it in text if it.isalnum() or it == " ")


def end_use_key(order: Order) -> str:
    """The end use without marks and without the names of the order's parties."""
    said = plain(order.end_use)
    for party in order.parties:
        told = plain(party.name)
        said = said.replace(told, " ") if told.strip() else said
    return " ".join(said.split())


def writer_of(order: Order) -> str:
    """Key of the party whose words an end use is: the end user, else the buyer; empty where nobody is named."""
    parties = order.party("end_user"), order.party("buyer")
    return next((party_key(it) for it in parties if it is not None and is_told(it)), "")


def others_with(order: Order, peers: OrderPeers, least: float) -> frozenset[str]:
    """Other buyers whose end use has the same words; where hundreds have, not all of them."""
    key, own = end_use_key(order), writer_of(order)
    found = set(peers.texts.get(key, frozenset()))
    near = [it for it in near_texts(key, peers, least) if it != key]
    for text, _score, _at in process.extract(key, near, scorer=fuzz.ratio, score_cutoff=least * 100, limit=None):
        found |= peers.texts[text]
    return frozenset(found - {own, ""})


def near_texts(key: str, peers: OrderPeers, least: float) -> list[str]:
    """Texts that may agree with this one by ``least``: all of them, unless pieces in common can tell.

    Texts that share rare pieces come first, and no more than so many: thousands of orders on one form all share its
    words, and comparing each with each would take hours to say no more.
    """
    if least < _BY_PIECES:
        return sorted(peers.texts)
    cuts = {key[at : at + PIECE] for at in range(len(key) - PIECE + 1)}
    groups = sorted((texts for cut in cuts if (texts := peers.pieces.get(cut))), key=lambda it: (len(it), it[0]))
    found = dict[str, None]()
    for text in chain.from_iterable(groups):
        found[text] = None
        if len(found) == _MOST_NEAR:
            break
    return list(found)


def banned_software_or_service(
    order: Order, peers: OrderPeers = NO_PEERS, start: date = SOFTWARE_RULE
) -> tuple[Flag, ...]:
    """Software, updates or service of machine tools for Russia or Belarus."""
    region = next((it for it in _places(order) if it in RESTRICTED), "")
    found = [(it, kind) for it in order.lines if (kind := barred_kind(it))]
    if not region or not found:
        return ()
    sure = order.last_country in RESTRICTED
    late = order.on >= start
    line, kind = min(found, key=lambda it: (_BARRED.index(it[1]), it[0].line))
    about = order_signs()["barred"][kind]["about"]
    software = line.kind in ("software", "technology")
    strength = 0.3 if not late else 0.4 if not sure else 0.6 if software or kind == "update" else 0.5
    return (
        Flag(
            "banned_software_or_service",
            f"{about} ({line.text.strip() or line.model}) for {country_name(region)}"
            + ("" if late else f", ordered before {start:%d %B %Y}".replace(" 0", " ")),
            "the licence or the exemption under which it may be supplied; where the machines stand",
            strength,
            kind,
            lines=tuple(it.line for it, _kind in found),
        ),
    )


def barred_kind(line: OrderLine) -> str:
    """``cnc_operation``, ``cam``, ``cad``, ``plm``, ``update``, ``service`` or empty: what a line is of these."""
    text = " ".join((line.text, line.model, *line.options))
    kinds = _BARRED if line.kind != "goods" else ("update",)
    if line.kind == "parts":
        return ""
    return next((it for it in kinds if sign(f"barred.{it}", text)), "")


def _places(order: Order) -> tuple[str, ...]:
    """Where the goods go, the surest first; the buyer's seat last."""
    roles = ("end_user", "consignee", "buyer")
    seats = (party.country for role in roles for party in order.all_in(role))  # type: ignore[arg-type]
    return (order.site_country, order.destination, *seats)
