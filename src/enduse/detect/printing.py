"""Make findings of what finders return: names for ids, a sentence, ordered rows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

import numpy as np
import pyarrow as pa

from enduse.detect import Finder, Typology
from enduse.detect.finding import INLINE_EVIDENCE, Finding, Other, Subject
from enduse.detect.scope import place_name
from enduse.detect.witnesses import Party, Witnesses
from enduse.model.ids import party_text, stable_key

Ids = np.ndarray[Any, Any]

_PARTY_KINDS = ("company", "person")
_PLACES = ("exporter", "importer", "direct", "holder_country", "sender_country")
_IDS = "_ids"
_ROWS = ("row_ids", "context_ids")
_SLICE = 10_000
_OWN_FIELDS = (
    "subject_id",
    "strength",
    "rank",
    "start",
    "end",
    "value_usd",
    "row_ids",
    "context_ids",
    "confidence",
)


class Count(int):
    """A number that a headline may print with its noun: ``{lines:line|lines}`` gives ``1 line``, ``2 lines``."""

    def __format__(self, spec: str) -> str:
        one, bar, many = spec.partition("|")
        return f"{int(self)} {one if self == 1 else many}" if bar else int(self).__format__(spec)


@dataclass(frozen=True)
class Row:
    """One suspect as a finder returned it.

    Attributes:
        values: Every column but the row ids.
        telling: Ids of the rows that prove it.
        context: Ids of the rows that show the state before.
        linked: Ids of rows of other declarations that are the same goods as telling ones.
        lane_ids: The parties that keep it apart from others about the same subject, where parties do.
    """

    values: Mapping[str, Any]
    telling: np.ndarray[Any, Any]
    context: np.ndarray[Any, Any]
    linked: np.ndarray[Any, Any] = field(default_factory=lambda: np.empty(0, "int64"))
    lane_ids: tuple[int, ...] = ()

    @classmethod
    def read(cls, table: pa.Table) -> Iterator["Row"]:
        """Every row of a finder's table, in its order."""
        told = table.drop_columns([it for it in _ROWS if it in table.column_names])
        values = (row for batch in told.to_batches(max_chunksize=_SLICE) for row in batch.to_pylist())
        rows, context = (_lists(table, it) for it in _ROWS)
        for row, telling, before in zip(values, rows, context, strict=True):
            lane = row.get("lane")
            lane_ids = tuple(lane) if isinstance(lane, list) else ()
            if lane_ids:
                row["lane"] = ">".join(map(party_text, lane_ids))
            yield cls(row, telling, before, lane_ids=lane_ids)

    def with_linked(self, links: Mapping[int, np.ndarray[Any, Any]]) -> "Row":
        """With the rows that ``links`` join to telling ones, those that stand here already left out."""
        found = [links[it] for it in self.telling.tolist() if it in links]
        if not found:
            return self
        return replace(self, linked=np.setdiff1d(np.concatenate(found), [*self.telling, *self.context]))

    @property
    def subject_id(self) -> str:
        """Party id as it is printed, or id of a lane, brand or country."""
        subject = self.values["subject_id"]
        return party_text(subject) if isinstance(subject, int) else str(subject)

    @property
    def lane(self) -> str:
        """What keeps two findings about one subject apart; may be empty."""
        return str(self.values.get("lane") or "")

    @property
    def strength(self) -> float:
        """As the finder gave it."""
        return float(self.values["strength"])

    @property
    def rank(self) -> float:
        """Orders equal strengths, higher first."""
        return float(self.values.get("rank") or 0.0)

    def others(self) -> list[tuple[str, int]]:
        """Role and party id of everybody else, sorted."""
        told = {name.removesuffix(_IDS): ids or () for name, ids in self.values.items() if name.endswith(_IDS)}
        return sorted({(role, it) for role, ids in told.items() for it in ids if it is not None})

    def party_ids(self) -> Iterator[int]:
        """Everybody that needs a name."""
        subject = self.values["subject_id"]
        if isinstance(subject, int):
            yield subject
        yield from (party for _role, party in self.others())


def _lists(table: pa.Table, column: str) -> Iterator[Ids]:
    """The ids of each row; none where the row or the table has no such list."""
    for cell in table[column] if column in table.column_names else [None] * table.num_rows:
        if cell is None or not cell.is_valid:
            yield np.empty(0, "int64")
        else:
            yield np.asarray(cell.values.drop_null().to_numpy(zero_copy_only=False), dtype="int64")


@dataclass(frozen=True)
class Printer:
    """Prints the rows of one finder."""

    typology: Typology
    finder: Finder
    watershed: date
    witnesses: Witnesses
    parties: Mapping[int, Party]

    def finding(self, row: Row, ledger_version: int) -> Finding:
        """The finding that one row of the finder's result states."""
        telling, linked, context = (self.witnesses.ordered(it) for it in (row.telling, row.linked, row.context))
        inline = self.witnesses.evidence(_inline(telling, linked, context))
        subject, others = self._subject(row), self._others(row, telling)
        values = row.values
        return Finding(
            key=stable_key(self.typology.id, subject.id, self.finder.id, self._stable_lane(row)),
            typology=self.typology.id,
            answer="found",
            subject=subject,
            headline=_sentence(self.finder.headline.format(**self._words(row, subject, others))),
            others=others,
            strength=tidy(min(row.strength, self.typology.ceiling)),
            confidence=values.get("confidence") or self.finder.confidence,
            start=_day(values.get("start")),
            end=_day(values.get("end")),
            value_usd=tidy(values.get("value_usd")),
            figures=self._figures(row),
            innocent=self.typology.innocent,
            settle=self.typology.settle,
            evidence=inline,
            evidence_count=telling.size + linked.size + context.size,
            ledger_version=ledger_version,
            row_ids=tuple(int(it) for it in np.concatenate([telling, linked, context])),
        )

    def _subject(self, row: Row) -> Subject:
        party = self.parties.get(row.values["subject_id"]) if self.finder.subject in _PARTY_KINDS else None
        if party is None:
            return Subject(self.finder.subject, row.subject_id, (row.subject_id,))
        return Subject(self.finder.subject, party.anchor, party.names, party.country)

    def _others(self, row: Row, telling: np.ndarray[Any, Any]) -> tuple[Other, ...]:
        """Everybody else, by the value of the telling rows they stand in."""
        named = row.others()
        weights = {role: self.witnesses.weights(telling, role) for role in {role for role, _party in named}}
        named.sort(key=lambda it: -weights[it[0]].get(it[1], 0.0))
        return tuple(self._other(role, party_id) for role, party_id in named)

    def _other(self, role: str, party_id: int) -> Other:
        party, printed = self.parties.get(party_id), party_text(party_id)
        return Other(role, party.anchor, party.names, party.country) if party else Other(role, printed, (printed,))

    def _stable_lane(self, row: Row) -> str:
        """The lane with anchors for party ids: ids may change where anchors do not."""
        anchors = (self.parties[it].anchor if it in self.parties else party_text(it) for it in row.lane_ids)
        return ">".join(anchors) if row.lane_ids else row.lane

    def _words(self, row: Row, subject: Subject, others: tuple[Other, ...]) -> dict[str, Any]:
        """What a headline may name: the columns, the watershed, the subject, the first party of every role."""
        value, start, end = row.values.get("value_usd"), row.values.get("start"), row.values.get("end")
        roles = {it.role: it.names[0] if it.names else it.id for it in reversed(others)}
        own = {
            "subject_id": row.subject_id,
            "subject": subject.names[0] if subject.names else subject.id,
            "watershed": self.watershed,
            "value": f"{value:,.0f} USD" if value is not None else "value not stated",
            "span": f"{start:%Y-%m} to {end:%Y-%m}" if start and end else "dates not stated",
        }
        places = {it: place_name(row.values[it]) for it in _PLACES if row.values.get(it)}
        columns = {k: Count(v) if type(v) is int else v for k, v in row.values.items()}
        return {**columns, **places, **roles, **own, **self.finder.phrases(row.values)}

    def _figures(self, row: Row) -> dict[str, Any]:
        told = {k: v for k, v in row.values.items() if k not in _OWN_FIELDS and not k.endswith(_IDS)}
        figures = {k: tidy(v) for k, v in told.items()}
        return {"finder": self.finder.id, **figures}


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _inline(telling: Ids, linked: Ids, context: Ids) -> list[int]:
    """The rows that go into the line: half of them, at least, are telling ones; then the same goods elsewhere, then
    the state before.
    """
    before = min(context.size, max(1, min(telling.size, INLINE_EVIDENCE * 2 // 3) // 2))
    room = INLINE_EVIDENCE - before
    elsewhere = min(linked.size, max(room - telling.size, room * 2 // 5))
    return [*telling[: room - elsewhere].tolist(), *linked[:elsewhere].tolist(), *context[:before].tolist()]


def _day(value: date | datetime | None) -> str | None:
    return None if value is None else value.isoformat()[:10]


def tidy(value: Any) -> Any:
    """The value as JSON can hold it, rounded: sums made in parallel differ in their last bits."""
    if isinstance(value, float):
        return None if value != value else round(value, 2 if abs(value) >= 100 else 6)
    if isinstance(value, date):
        return value.isoformat()[:10]
    if isinstance(value, Mapping):
        return {k: tidy(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return sorted((tidy(it) for it in value), key=str)
    return value
