"""Three answers to a question: yes, no and not known (Kleene's strong logic)."""

from collections.abc import Iterable

Truth = bool | None
"""``None`` is *not known*. More knowledge turns it into yes or no, and never yes into no."""


def every(parts: Iterable[Truth]) -> Truth:
    """No where one part is no, yes where all are yes; yes of nothing."""
    seen = list(parts)
    if False in seen:
        return False
    return None if None in seen else True


def some(parts: Iterable[Truth]) -> Truth:
    """Yes where one part is yes, no where all are no; no of nothing."""
    seen = list(parts)
    if True in seen:
        return True
    return None if None in seen else False


def opposite(part: Truth) -> Truth:
    """What is not known stays so."""
    return None if part is None else not part


def agreed(possible: Iterable[Truth]) -> Truth:
    """What all possible cases say together; not known where they differ or where there is none."""
    seen = set(possible)
    return seen.pop() if len(seen) == 1 else None
