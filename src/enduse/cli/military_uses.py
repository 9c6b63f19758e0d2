"""Possible uses of goods in the making of arms, for `enduse goods` and `enduse explain`."""

from collections.abc import Sequence

from enduse.cli.output import Printer
from enduse.goods.desk import GoodsAnswer
from enduse.goods.military_uses import PossibleUse, military_uses, not_proof, possible_uses


def uses_of_answer(answer: GoodsAnswer) -> tuple[PossibleUse, ...]:
    """What the goods of an answer are possibly used for, by the kind that was read and the code that was declared."""
    kind = answer.goods.first("kind")
    return possible_uses(str(kind.value) if kind else "", answer.code.code if answer.code else "")


def show_uses(found: Sequence[PossibleUse], printer: Printer) -> None:
    """Print the uses of one answer in short, with the sentence that they are no proof; nothing where there is none."""
    if not found:
        return
    printer.prose(f"\nPossible parts of weapons. {not_proof()}")
    rows = [
        {
            "possible part": it.use.part,
            "why": it.use.reason,
            "because": it.because,
            "sources": "; ".join(one.publisher for one in it.use.sources),
        }
        for it in found
    ]
    printer.rows(rows, ["possible part", "why", "because", "sources"])


def list_uses(printer: Printer) -> None:
    """Print every use of the table with its classes."""
    rows = [
        {
            "use": it.id,
            "kinds": list(it.kinds),
            "codes": list(it.codes),
            "possible part": it.part,
            "reason": it.reason,
            "sources": [source.citation for source in it.sources],
        }
        for it in military_uses()
    ]
    printer.rows(rows, ["use", "kinds", "codes", "possible part"])
    printer.say(not_proof())


def explain_uses(what: str, printer: Printer) -> bool:
    """Print what goods of a kind (``turning``) or code (``8458``) are possibly used for; False when none is known."""
    digits = what.replace(".", "").replace(" ", "")
    found = possible_uses(code=digits) if digits.isdigit() and len(digits) >= 4 else possible_uses(what)
    if not found:
        return False
    if printer.machine:
        printer.rows([it.as_dict() | {"note": not_proof()} for it in found], [])
        return True
    printer.prose(f"{what}: possible parts of weapons\n\n{not_proof()}")
    for it in found:
        printer.prose(f"\n{it.use.part}\n  {it.use.reason} [possible; {it.because}]")
        for source in it.use.sources:
            printer.prose(f"  - {source.citation}")
    return True
