"""What an order's keys and cells mean, gathered by field before any value is read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from enduse.sources.order_fields import Field, field_of, goods_field, nearest_key, party_field, word_of
from enduse.text.countries import country_code

_MANY = ("intermediate", "owner")
Written = tuple[str, Any]
"""The key or header, and what stands there."""


@dataclass(frozen=True)
class OrderProblem:
    """Something in an order that could not be taken as written.

    Attributes:
        code: ``W-ORDER-...`` of ``data/messages``.
        field: Where, as written.
        seen: What stood there.
        ask: A question to the user.
        suggestion: What it may mean; empty: nothing comes near.
        needed: Without an answer the order cannot be examined at all.
    """

    code: str
    field: str
    seen: str
    ask: str
    suggestion: str = ""
    needed: bool = False


@dataclass
class Gathered:
    """One order while it is read.

    Attributes:
        today: The day whose law counts where the order names none.
        problems: What was not understood.
        values: By field of the order.
        parties: By role and number, then by field of a party.
        lines: By number, then by field of a line.
    """

    today: date
    problems: list[OrderProblem] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)
    parties: dict[tuple[str, int], dict[str, Any]] = field(default_factory=dict)
    lines: dict[int, dict[str, Any]] = field(default_factory=dict)

    def problem(self, code: str, at: Written, ask: str, suggestion: str = "") -> None:
        """Note that something could not be taken as written."""
        self.problems.append(OrderProblem(code, at[0], str(at[1]), ask, suggestion))


def take(reading: Gathered, key: str, value: Any) -> None:
    """Put a value where its key says, or note that nothing is called so."""
    meant = field_of(key)
    if is_blank(value) and not isinstance(value, list):
        return
    if meant is None:
        near = nearest_key(key)
        hint = f" Did you mean {near!r}?" if near else ""
        reading.problem("W-ORDER-FIELD", (key, value), f"No field of an order is called {key!r}.{hint}", near)
    elif meant.group == "order":
        _take_order(reading, meant.name, key, value)
    elif meant.group == "goods":
        _take_lines(reading, [{key: value}] if meant.name else value)
    else:
        _take_party(reading, meant, (key, value))


def _take_order(reading: Gathered, name: str, key: str, value: Any) -> None:
    if name == "goods":
        _take_lines(reading, value)
    elif name == "software":
        _take_software(reading, value)
    elif name == "destination" and isinstance(value, Mapping):
        for inner, it in value.items():
            take(reading, f"destination {inner}" if inner != "country" else "destination", it)
    else:
        reading.values[name] = (key, value)


def _take_lines(reading: Gathered, value: Any) -> None:
    several = value if isinstance(value, list) else [value]
    for at, it in enumerate(several, 1):
        line = it if isinstance(it, Mapping) else {"description": it}
        # A flat order names one line, field by field.
        number = at if len(several) > 1 or len(line) != 1 else 1
        _take_line(reading, reading.lines.setdefault(number, {}), line)


def _take_line(reading: Gathered, into: dict[str, Any], line: Mapping[str, Any]) -> None:
    for key, value in line.items():
        name = goods_field(key)
        if name:
            into[name] = (key, value)
        elif not is_blank(value):
            # What a line says beyond the fields is a figure of the machine: upr_x_um = 0.8.
            known = into.setdefault("specifications", ("specifications", {}))
            if isinstance(known[1], dict):
                known[1][key] = value


def _take_software(reading: Gathered, value: Any) -> None:
    for it in value if isinstance(value, list) else [value]:
        number = max(reading.lines, default=0) + 1
        line = dict(it) if isinstance(it, Mapping) else {"description": str(it)}
        _take_line(reading, reading.lines.setdefault(number, {}), {"kind": "software", **line})


def _take_party(reading: Gathered, meant: Field, written: Written) -> None:
    role, (key, value) = meant.group, written
    if isinstance(value, list):
        for at, it in enumerate(value, 1):
            _party_value(reading, meant, at, (key, it))
        if not value and role == "intermediate":
            reading.values["no_intermediates"] = (key, True)
    elif role in _MANY and isinstance(value, str) and ";" in value:
        for at, it in enumerate(filter(None, map(str.strip, value.split(";"))), 1):
            _party_value(reading, meant, at, (key, it))
    else:
        _party_value(reading, meant, 1, written)


def _party_value(reading: Gathered, meant: Field, at: int, written: Written) -> None:
    role, name, (key, value) = meant.group, meant.name, written
    if isinstance(value, Mapping):
        _party_table(reading, (role, at), key, value)
        return
    if name == "name" and role == "intermediate" and word_of(str(value), ("none",)):
        reading.values["no_intermediates"] = (key, True)
        return
    if role == "seller" and name == "name" and (code := country_code(str(value))):
        reading.parties.setdefault((role, at), {}).setdefault("country", (key, code))
        return
    reading.parties.setdefault((role, at), {})[name] = (key, value)


def _party_table(reading: Gathered, place: tuple[str, int], key: str, table: Mapping[str, Any]) -> None:
    party = reading.parties.setdefault(place, {})
    for inner, it in table.items():
        name = party_field(inner)
        if name and not is_blank(it):
            party[name] = (f"{key}.{inner}", it)
        elif not name and not is_blank(it):
            at = (f"{key}.{inner}", it)
            reading.problem("W-ORDER-FIELD", at, f"No field of a party is called {inner!r}.", nearest_key(inner))


def settle(reading: Gathered) -> None:
    """Draw what follows from several fields together: an order said to have no intermediary answers the question."""
    if reading.values.get("no_intermediates"):
        reading.values["answers"] = _with_answer(reading.values.get("answers"), "Q19", "none")


def _with_answer(known: Any, question: str, value: str) -> tuple[str, Any]:
    key, given = known or ("answers", {})
    if isinstance(given, Mapping):
        return key, {question: value, **given}
    return key, [*given, {"question": question, "value": value}]


def is_blank(value: Any) -> bool:
    """Does a value say nothing?"""
    return value is None or (isinstance(value, str) and not value.strip())
