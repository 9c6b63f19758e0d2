"""Names as annexes of EU regulations write them."""

import re

from enduse.model.listing import NameRole
from enduse.sources.list_parts.draft import EntryDraft

# The annexes give a firm's full name and its short one in brackets; a single word there is an acronym or a remark.
_SECOND_NAME = re.compile(r"(.+?)\s*\(([^()]+)\)")


def annex_name(draft: EntryDraft, text: str, role: NameRole) -> None:
    """A name as written, and the two names in it where a second one stands in brackets at its end."""
    draft.name(text, role)
    both = _SECOND_NAME.fullmatch(text)
    if not both or ":" in both[2]:
        return
    if both[2].casefold() == "former name":
        draft.name(both[1], "former")
    elif len(both[2].split()) > 1:
        draft.name(both[1], "alias" if role == "primary" else role)
        draft.name(both[2], "alias" if role == "primary" else role)
