"""Every answer to the questions that is at hand: those given, and those that the order's own fields tell."""

from collections.abc import Iterator

from enduse.decide.answering_given import given_replies
from enduse.decide.answering_goods import goods_replies
from enduse.decide.answering_parties import party_replies
from enduse.decide.answering_terms import terms_replies
from enduse.decide.deriving import with_derived
from enduse.decide.facts import FactSheet
from enduse.decide.questions import Reply, questions
from enduse.model.order import Order


def replies(order: Order, sheet: FactSheet) -> tuple[Reply, ...]:
    """What is known in answer to the questions: the given answers first, then what was read off the order.

    Both stand side by side where they differ: a field of the order never takes a given answer's place, nor an answer
    that of a field. Nothing is read into what the order does not say; a field that is bad for the order is told even
    where the question need not be asked, unless the goods are everyday goods.

    Raises:
        InputError: ``E-ANSWER``: an answer that was given fits no question.
    """
    full = with_derived(order, sheet)
    return (*given_replies(order), *(it for it in _read(order, full) if _matters(it, full)))


def _read(order: Order, sheet: FactSheet) -> Iterator[Reply]:
    yield from party_replies(order, sheet)
    yield from terms_replies(order, sheet)
    yield from goods_replies(order, sheet)


def _matters(reply: Reply, sheet: FactSheet) -> bool:
    if questions()[reply.question].is_relevant(sheet):
        return True
    return bool(reply.requires) and not reply.is_open and _is_sensitive(sheet)


def _is_sensitive(sheet: FactSheet) -> bool:
    facts = (sheet.get("goods.sensitive", line) for line in sheet.lines)
    return any(it is not None and it.value is not False for it in facts)
