"""What an order says of payment, route, changes and contract, as answers to the questions about them."""

from collections.abc import Iterator
from datetime import timedelta

from enduse.decide.facts import FactSheet
from enduse.decide.order_words import found_word, has_words
from enduse.decide.questions import Reply
from enduse.detect.order_course import redirected
from enduse.detect.order_signs import paid_before, sign
from enduse.model.order import Order

_LATE = timedelta(days=14)
"""A change of destination or consignee this shortly before shipment leaves no time to look at it (pattern TY26)."""
_PREPAID_USD = 100_000.0
"""From here on full payment in advance is unusual (pattern TY22)."""
_PLACES = ("destination", "consignee", "end_user")
_YUAN = ("CNY", "CNH", "RMB")
_ROUBLES = ("RUB", "RUR", "BYN")
_READS_RUSSIAN = ("RU", "BY", "KZ", "KG", "UZ", "TJ", "TM", "AM", "AZ", "GE", "MD", "UA", "EE", "LV", "LT", "IL", "MN")


def terms_replies(order: Order, sheet: FactSheet) -> Iterator[Reply]:
    """Answers to Q13, Q24, Q28 to Q30 and Q43 as far as the order tells them."""
    yield from _resale(order)
    yield from _terms(order, sheet)
    yield from _route(order)
    yield from _changes(order)
    yield from _outfit(order)
    if order.dealer_contract is not None:
        said = "has" if order.dealer_contract else "lacks"
        sentence = f"the dealer's contract {said} terms on territory, reporting and termination"
        yield _read("Q43", "yes" if order.dealer_contract else "no", sentence)
    elif (fact := sheet.get("channel.dealer")) and fact.value is False:
        yield _read("Q43", "no_dealer", "the buyer is the final user")


def _read(question: str, value: str, sentence: str, about: str = "") -> Reply:
    return Reply(question, value, sentence, "order", about)


def _resale(order: Order) -> Iterator[Reply]:
    for text in (order.end_use, order.terms):
        if word := found_word("resale", text):
            yield _read("Q13", "yes", f"the order says: {text} ({word})")


def _terms(order: Order, sheet: FactSheet) -> Iterator[Reply]:
    odd = [*_odd_currency(order), *_odd_terms(order, sheet)]
    if odd:
        yield _read("Q24", "unusual", "; ".join(odd))
    elif order.currency and order.terms:
        yield _read("Q24", "usual", f"{order.currency}, {order.terms}")


def _odd_currency(order: Order) -> Iterator[str]:
    currency = order.currency.upper()
    origins = {it.origin for it in order.lines if it.origin} or {order.seller_country}
    if currency in _YUAN and origins - {"CN", ""}:
        yield f"paid in yuan for goods of {', '.join(sorted(origins - {'CN', ''}))}"
    if currency in _ROUBLES:
        yield f"paid in {currency}"


def _odd_terms(order: Order, sheet: FactSheet) -> Iterator[str]:
    if sign("terms.cash", order.terms):
        yield f"paid in cash ({order.terms})"
    if sign("terms.crypto", order.terms):
        yield f"paid in crypto-currency ({order.terms})"
    if paid_before(order.terms) and _is_large(order, sheet):
        yield f"all of it paid in advance ({order.terms})"


def _is_large(order: Order, sheet: FactSheet) -> bool:
    """Is it more than 100,000 USD? An order of unknown value may be."""
    fact = sheet.get("value_usd")
    value = fact.value if fact else None
    if value is None and order.currency.upper() == "USD":
        value = order.value
    return not isinstance(value, int | float) or value > _PREPAID_USD


def _route(order: Order) -> Iterator[Reply]:
    passed = set(order.route or ())
    for code, word, words in (("RU", "transit_ru", "in_russia"), ("BY", "transit_by", "in_belarus")):
        if code in passed and code != order.destination:
            yield _read("Q28", word, f"the route passes through {code}")
        elif code != order.destination and has_words(words, order.delivery_terms):
            yield _read("Q28", word, f"delivery is {order.delivery_terms}")
    if order.route is not None and not {"RU", "BY"} & passed:
        yield _read("Q28", "stated", f"route: {', '.join(order.route) or 'direct'} {order.delivery_terms}".strip())


def _changes(order: Order) -> Iterator[Reply]:
    shipped = order.ship_on or order.on
    for change in order.changes:
        if redirected(change) not in _PLACES:
            continue
        said = f"{change.field} was changed from {change.old!r} to {change.new!r}"
        if change.changed_on is None:
            yield _read("Q29", "late", f"{said}; the day is not known")
        elif change.changed_on + _LATE >= shipped:
            yield _read("Q29", "late", f"{said} on {change.changed_on}, shipment is on {shipped}")
        else:
            yield _read("Q29", "early", f"{said} on {change.changed_on}")


def _outfit(order: Order) -> Iterator[Reply]:
    if not order.last_country or order.last_country in _READS_RUSSIAN:
        return
    for line in order.lines:
        if word := found_word("russian_outfit", " ".join((line.text, *line.options))):
            sentence = f"line {line.line} speaks of {word!r} for {order.last_country}"
            yield _read("Q30", "no", sentence, str(line.line))
