"""An order decided: facts and answers in, rules and questions applied, the outcome with all its parts out."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from enduse.decide.applying import apply_rules
from enduse.decide.asking import asks
from enduse.decide.deriving import with_derived
from enduse.decide.determination import Determination, Part
from enduse.decide.facts import Fact, FactSheet
from enduse.decide.outcomes import strictest
from enduse.decide.questions import Reply, adjusted, question_parts, questions, told_facts, worse
from enduse.decide.rulebook import Rulebook
from enduse.decide.widening import widened
from enduse.model.order import Order
from enduse.text.countries import eu_members


def determine(order: Order, sheet: FactSheet, replies: Sequence[Reply], book: Rulebook) -> Determination:
    """What the law of the order's day and the house's questions say of it.

    Args:
        order: The order.
        sheet: What is known of it; see ``decide.facts``.
        replies: Answers: given, read off the order, or found in the records.
        book: The rules.

    Raises:
        InputError: ``E-ANSWER``, ``E-ADJUSTMENT``: an answer or a change of a house rule in words that are not known.
    """
    base = with_derived(order, sheet)
    full = base.with_facts(_stricter(base, told_facts(replies, base.parties)))
    ruled = apply_rules(book, full, order.on)
    changed = {it.part: it for it in order.adjustments}
    said = question_parts(replies, full, order.adjustments)
    every = (*(adjusted(it, changed.get(it.id)) for it in ruled.parts), *said)
    parts = sorted(
        widened(every, full, book, order.on),
        key=lambda it: (-strictest(it.now), -strictest(it.possible), it.basis, it.id),
    )
    first, more = asks(parts)
    return Determination(
        order_id=order.id,
        on=order.on,
        parts=tuple(parts),
        asks=first,
        more_asks=more,
        notices=tuple((*_contradictions(replies), *_unchanged(order, ruled.parts), *_without_rules(order, book))),
        rules_version=book.version,
        examined=ruled.examined,
    )


def _stricter(sheet: FactSheet, told: Iterable[Fact]) -> Iterable[Fact]:
    """Facts that answers tell where nothing better is known: no answer talks a record away."""
    for fact in told:
        known = sheet.get(fact.name, fact.about)
        if (new := fact if known is None else worse(known, fact)) is not None:
            yield new


def _contradictions(replies: Iterable[Reply]) -> Iterable[str]:
    ordered = sorted(replies, key=lambda it: (it.question, it.about))
    for (question, _), several in groupby(ordered, key=lambda it: (it.question, it.about)):
        found = {it.value: it for it in several}
        if not questions()[question].agree(found):
            said = "; ".join(f"{value} ({it.sentence or it.by})" for value, it in found.items())
            yield f"{question} has contradictory answers: {said}. The stricter one counts until this is settled."


def _unchanged(order: Order, ruled: Iterable[Part]) -> Iterable[str]:
    """Changes that were asked for and cannot be made."""
    law = {it.id: it for it in ruled if it.basis == "law"}
    for it in order.adjustments:
        if it.part in law:
            yield f"{it.part} ({law[it.part].title}) is law; it was not changed to {it.outcome}."
        elif not it.reason.strip():
            yield f"{it.part} was not changed to {it.outcome}: a change needs a reason."


def _without_rules(order: Order, book: Rulebook) -> Iterable[str]:
    country = order.seller_country
    own = {country, "EU"} if country in eu_members(order.on) else {country}
    if not country:
        return
    if not any(it.jurisdiction == country for it in book.rules):
        eu = any(it.jurisdiction == "EU" for it in book.rules)
        yield (
            f"No rules of {country} itself are held"
            + (" (those of the EU are asked where the seller is in it)." if eu else ".")
            + " What its law says of this order is not known."
        )
    held = [span.start for rule in book.rules if rule.jurisdiction in own for span in rule.spans if span.start]
    if held and order.on < min(held):
        laws = " and ".join(sorted(own))
        yield (
            f"{order.on} lies before every rule of {laws} that is held; the first is of {min(held)}. "
            "What the law of that day said is not known. Is the day right?"
        )
