"""Which questions of an order go to the customer: in the letter, and on the record of having asked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from enduse.decide.questions import questions
from enduse.errors import UsageError
from enduse.report.papers_letter import for_customer


@dataclass(frozen=True)
class CustomerQuestions:
    """Questions for a customer.

    Attributes:
        asked: ``Q01`` ..., in their order.
        own: Those of the fewest, or of those named, that the house must settle itself.
        extra: None of the fewest is for a customer, so those are asked that could make the outcome stricter.
    """

    asked: tuple[str, ...]
    own: tuple[str, ...]
    extra: bool = False


def customer_questions(order_id: str, checked: Mapping[str, Any], named: Iterable[str] = ()) -> CustomerQuestions:
    """The questions named, else the fewest that can change the outcome, as far as a customer can answer them.

    Args:
        order_id: For messages.
        checked: As ``report.checked.as_object`` writes it.
        named: ``Q01`` ...

    Raises:
        UsageError: ``E-PAPER-QUESTIONS``: nothing to ask, or no such question.
    """
    wanted = tuple(named)
    if strange := [it for it in wanted if it not in questions()]:
        raise UsageError(
            f"There is no question {', '.join(map(repr, strange))}: they are called Q01 to Q45.",
            code="E-PAPER-QUESTIONS",
        )
    fewest, more = ([it["id"] for it in checked[name]] for name in ("questions", "more_questions"))
    asked, own = for_customer(wanted or fewest)
    if asked:
        return CustomerQuestions(asked, own)
    others = for_customer(more)[0]
    if others and not wanted:
        return CustomerQuestions(others, own, extra=True)
    house = f" (for the house itself: {', '.join(own)})" if own else ""
    raise UsageError(
        f"Order {order_id!r} has no question for the customer{house}. Others that could be asked: "
        f"{', '.join(others) or 'none'}. Name them with --question.",
        code="E-PAPER-QUESTIONS",
    )
