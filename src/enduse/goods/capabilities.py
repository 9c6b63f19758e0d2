"""What a kind of goods says about what a machine can do: yes, no, or nothing."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from enduse.goods.spans import Known


def flags_of_kind(kind: str, note: str) -> dict[str, Known]:
    """What goods of that kind surely can and cannot do; nothing for a kind that is not in the table.

    Args:
        kind: A word of the fact ``kind``.
        note: Who calls the goods so.
    """
    return {name: Known(value, "derived", note) for name, value in _kinds().get(kind, {}).items()}


@cache
def _kinds() -> Mapping[str, Mapping[str, bool | str]]:
    text = (files("enduse.data") / "goods" / "entries" / "kinds.toml").read_text(encoding="utf-8")
    return MappingProxyType(
        {
            kind: {
                **dict.fromkeys(it.get("yes", ()), True),
                **dict.fromkeys(it.get("no", ()), False),
                **it.get("words", {}),
            }
            for kind, it in tomllib.loads(text).items()
        }
    )
