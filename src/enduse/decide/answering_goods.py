"""What an order says of its goods and their service, as answers to the questions about them."""

from collections.abc import Iterator

from enduse.decide.facts import FactSheet
from enduse.decide.order_words import has_words
from enduse.decide.questions import Reply
from enduse.model.order import Order, OrderLine

_HEAVY_KG = 1000.0
_DEAR_USD = 20_000.0
"""From here on a single 'part' is rather a whole machine (pattern TY16)."""
_OLD_YEARS = 3
"""Years after making from which goods are second-hand (pattern TY18)."""
_PARTS_HEADING = "8466"


def goods_replies(order: Order, sheet: FactSheet) -> Iterator[Reply]:
    """Answers to Q32 to Q38 as far as the order and what was found of its goods tell them."""
    yield from _specifications(sheet)
    yield from _parts(order)
    machines = [it for it in order.lines if _may_be_machine(it, sheet)]
    for line in machines:
        yield from _condition(line, order)
    if order.us_content is not None:
        said = "the order states US content" if order.us_content else "the order states that there is no US content"
        yield _read("Q35", "yes" if order.us_content else "no", said)
    yield from _options(order)
    if machines:
        yield from _service(order)


def _read(question: str, value: str, sentence: str, about: str = "") -> Reply:
    return Reply(question, value, sentence, "order", about)


def _may_be_machine(line: OrderLine, sheet: FactSheet) -> bool:
    fact = sheet.get("goods.machine", str(line.line))
    return fact is None or fact.value is not False


def _specifications(sheet: FactSheet) -> Iterator[Reply]:
    facts = {line: sheet.get("goods.spec_missing", line) for line in sheet.lines}
    for line, fact in facts.items():
        if fact and fact.value is True:
            yield _read("Q32", "missing", fact.sentence or f"line {line}: a deciding figure is missing", line)
    if facts and all(it and it.value is False for it in facts.values()):
        yield _read("Q32", "told", "no figure that decides a control entry is missing")


def _parts(order: Order) -> Iterator[Reply]:
    parts = [it for it in order.lines if it.kind == "parts" or it.code.startswith(_PARTS_HEADING)]
    if order.lines and not parts:
        yield _read("Q33", "no_parts", "no line is declared as parts")
    for line in parts:
        if why := _looks_whole(line, order):
            yield _read("Q33", "mismatch", f"line {line.line} is declared as parts, but {why}", str(line.line))


def _looks_whole(line: OrderLine, order: Order) -> str:
    """Why declared parts look like a whole machine; empty where they do not."""
    pieces = line.quantity or 1.0
    if line.net_kg and line.net_kg / max(pieces, 1.0) >= _HEAVY_KG:
        return f"a piece weighs {line.net_kg / max(pieces, 1.0):,.0f} kg"
    if line.price and order.currency.upper() == "USD" and line.price >= _DEAR_USD:
        return f"a piece costs {line.price:,.0f} USD"
    if has_words("whole_machine", line.text) and not has_words("part", line.text):
        return f"its text names a machine: {line.text}"
    return ""


def _condition(line: OrderLine, order: Order) -> Iterator[Reply]:
    about, year = str(line.line), line.year
    told = f" of {year}" if year else ""
    if line.condition in ("used", "refurbished"):
        word = line.condition if year else "unknown"
        yield _read("Q34", word, f"line {about} is {line.condition}{told or ', the year is not told'}", about)
    elif line.condition == "new":
        yield _read("Q34", "new", f"line {about} is called new{told}", about)
    if line.condition != "used" and year and order.on.year - year >= _OLD_YEARS:
        yield _read("Q34", "used", f"line {about} was made in {year}", about)


def _options(order: Order) -> Iterator[Reply]:
    for line in order.lines:
        what = ", ".join(line.options) or (line.text if line.kind == "software" else "")
        if what:
            yield _read("Q36", "listed", f"line {line.line}: {what}", str(line.line))


def _service(order: Order) -> Iterator[Reply]:
    if order.installation is not None:
        said = "is ordered" if order.installation else "is not ordered"
        yield _read(
            "Q37", "yes" if order.installation else "no", f"installation by maker or authorised engineer {said}"
        )
    if order.training is not None:
        said = "are agreed" if order.training else "are not agreed"
        yield _read("Q38", "yes" if order.training else "no", f"training and service at the site {said}")
