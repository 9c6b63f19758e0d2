"""The further machines of a text that names several: their brands and models, after the most certain ones."""

import re

from enduse.goods.heads import MACHINE_KINDS, Head
from enduse.goods.knowledge import Designation, Knowledge
from enduse.goods.marks import Mark, branded, is_context, trimmed
from enduse.goods.page import Page

_NEXT = re.compile(r" ?(?:[,;/&+] ?(?:и |and |und |ve )?|и |and |und |ve |及|和|와 ?|과 ?|、)")
_MOST = 20
_SURE = 0.7
_LONGEST = 30


def with_companions(page: Page, knowledge: Knowledge, marks: list[Mark], head: Head) -> list[Mark]:
    """The marks, the goods' own first, then those of further machines with brand and model, then the control's.

    Only what a text lists is added: another brand with its model, and models of the same brand divided by commas or
    ``and``. What stands after ``for`` is no further machine.
    """
    best = marks[0]
    several = len(page.every("brand")) > 1
    if best.control or not best.brand or not (several or _designated(page, knowledge, best)):
        return marks
    found = [best, *(_other_brands(page, knowledge, best, head) if several else ())]
    found += [it for mark in found for it in _listed(page, knowledge, mark)]
    every = {(mark.brand, mark.model.upper()): mark for mark in reversed(found)}
    return [*[*reversed(every.values())][:_MOST], *(mark for mark in marks if mark.control)]


def _other_brands(page: Page, knowledge: Knowledge, best: Mark, head: Head) -> list[Mark]:
    return [
        mark
        for mark in branded(page, knowledge, head)
        if mark.model
        and not mark.control
        and mark.brand != best.brand
        and mark.model_span[0] >= best.model_span[1]
        and not MACHINE_KINDS.isdisjoint(knowledge.brands[mark.brand].kinds)
        and not is_context(page, mark)
    ]


def _listed(page: Page, knowledge: Knowledge, mark: Mark) -> list[Mark]:
    """The models of the same brand that follow one another: ``VF-2, VF-4 and ST-20``."""
    found: list[Mark] = []
    while len(found) < _MOST and (told := _designated(page, knowledge, found[-1] if found else mark)):
        span, pattern = told
        sure = (mark.sure[0], min(_SURE, pattern.confidence))
        found.append(mark._replace(model=page.written(*span), model_span=span, sure=sure, kinds=pattern.kinds))
    return found


def _designated(page: Page, knowledge: Knowledge, mark: Mark) -> tuple[tuple[int, int], Designation] | None:
    """The longest designation of the brand that is listed right behind the mark's model."""
    gap = _NEXT.match(page.folded, mark.model_span[1])
    fits = knowledge.any_designation.get(mark.brand)
    if gap is None or fits is None or not fits.regex.match(page.folded, gap.end()):
        return None
    spans = [
        (span, pattern)
        for pattern in knowledge.designations[mark.brand]
        if (match := pattern.regex.match(page.folded, gap.end(), gap.end() + _LONGEST))
        and (span := trimmed(page, match.span())) is not None
    ]
    return max(spans, key=lambda it: it[0][1], default=None)
