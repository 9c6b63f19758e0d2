"""Money that a firm received from customers of defence, who they are and what they are said to make."""

from collections.abc import Iterator, Sequence

from enduse.detect.defence_money import defence_payments, received
from enduse.model.claim import Claim
from enduse.model.profile import ProfileTable, Section, Statement, TableLine
from enduse.report.profile_ground import (
    Ground,
    Row,
    Who,
    by_weight,
    counted,
    distinct,
    grouped,
    line,
    said,
    share,
    summed,
    words_of,
)
from enduse.report.profile_references import Told, named

MAKES = ("makes", "makes_weapon", "weapon_programme", "produces")
"""Predicates of claims that say what a plant makes."""

_MOST = 60


def money_section(ground: Ground, who: Who) -> Section:
    """Share of defence customers in what it was paid, and the payers by rank."""
    title = "Money from customers of defence"
    ids = sorted(who.ids)
    every = received(ground.ledger)
    paid = (
        every.filter(every.payee_id.isin(ids)).order_by(["paid_on", "row_id"]).to_pyarrow().to_pylist() if ids else []
    )
    paid = [it for it in paid if it["paid_on"] is None or it["paid_on"] <= ground.on]
    if not paid:
        return Section("defence_money", title, not_assessable="No payment to it is in the ledger.")
    marked = defence_payments(ground.ledger)
    defence = marked.filter(marked.payee_id.isin(ids)).order_by(["paid_on", "row_id"]).to_pyarrow().to_pylist()
    defence = [it for it in defence if it["paid_on"] is None or it["paid_on"] <= ground.on]
    first, last = paid[0]["paid_on"], max((it["paid_on"] for it in paid if it["paid_on"]), default=None)
    if not defence:
        none = said(
            "derived", "Of ", counted(paid, "payments"), " to it none is by a customer of defence, as far as seen."
        )
        return Section("defence_money", title, (none,))
    payers = distinct(defence, "payer_id", "payers")
    words = ("From ", str(first), " to ", str(last), " it received ", summed(defence), " from ", payers)
    told = said(
        "derived",
        *words,
        " that belong to armed forces or arms makers, ",
        share(defence, paid),
        " of what it was paid.",
    )
    return Section("defence_money", title, (told, *_top(ground, defence)), (_ranking(ground, defence, paid),))


def _top(ground: Ground, defence: Sequence[Row]) -> Iterator[Statement]:
    ranked = by_weight(grouped(defence, lambda it: it["payer_id"]))
    payer, rows = ranked[0]
    name = ground.names([payer]).get(payer, "not told")
    made = [it for it in makes(ground, (name,))]
    words = f"The largest of them is {name}, with "
    if not made:
        yield said("derived", words, summed(rows), "; what it makes is not told by the tables and claims at hand.")
    for text, word, refs in made[:3]:
        yield said(word, words, summed(rows), f". Published of it: {text}.", refs=refs)


def _ranking(ground: Ground, defence: Sequence[Row], paid: Sequence[Row]) -> ProfileTable:
    names = ground.names(it["payer_id"] for it in defence)
    groups = by_weight(grouped(defence, lambda it: it["payer_id"]))[:_MOST]
    lines = tuple(_payer(ground, names.get(payer, "not told"), rows, paid) for payer, rows in groups)
    columns = ("payer", "payments", "USD", "share of all", "why it counts", "said to make")
    note = "A payment for machines does not say what they are used for; what a payer makes is as published."
    return ProfileTable("payers", "Payers by rank", columns, lines, note)


def _payer(ground: Ground, name: str, rows: Sequence[Row], paid: Sequence[Row]) -> TableLine:
    made = makes(ground, (name,))
    text = "; ".join(it for it, _, _ in made)
    refs = tuple(ref for _, _, cited in made for ref in cited)
    cells = (name, counted(rows, "payments"), summed(rows), share(rows, paid), rows[0]["why"], text)
    return line(*cells, refs=refs)


def makes(ground: Ground, names: Sequence[str]) -> list[tuple[str, str, tuple[str, ...]]]:
    """What a plant is said to make: the text, its word of confidence, and what says so."""
    told = [it for name in names for table in ("defence_plants", "weapon_programmes") if (it := named(table, name))]
    found: list[tuple[str, str, tuple[str, ...]]] = [(it.what, "alleged", (it.id,)) for it in _once(told)]
    who = Who(names[0], names[0], names=tuple(names)) if names else None
    for entry in ground.told("claim"):
        claim = Claim.from_facts(entry.facts)
        if who and claim.predicate in MAKES and who.means(claim.about or claim.doer):
            found.append((words_of(claim), "alleged", (entry.id, *claim.references)))
    return found


def _once(told: Sequence[Told]) -> Sequence[Told]:
    return [*{it.id: it for it in told}.values()]
