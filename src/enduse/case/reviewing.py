"""Pairs of parties that may be one: laid before the analyst, whose judgements are kept and replayed."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

import ibis
import pyarrow as pa

from enduse.case.running import current_run
from enduse.errors import UsageError
from enduse.model.ids import party_id, party_number, party_text
from enduse.resolve.judgements import RETRACTED, Judgement, Judgements
from enduse.resolve.matching import OPEN
from enduse.resolve.pairs import PAIRS
from enduse.store.atomic import append_durably, explained
from enduse.store.derived import DerivedRun
from enduse.store.ledger import LedgerStore
from enduse.store.schema import ROLES
from enduse.store.workspace import Workspace

FILE = "judgements.jsonl"

WORDS: Mapping[str, str] = {
    "same": "same",
    "not_same": "not_same",
    "not-same": "not_same",
    "different": "not_same",
    "unsure": "unsure",
}
"""What an analyst may write, and the verdict that is kept."""

Clock = Callable[[], datetime]


def now() -> datetime:
    """The instant, in UTC."""
    return datetime.now(UTC)


def verdict_of(word: str) -> str:
    """The verdict that an analyst's word means.

    Raises:
        UsageError: ``E-REVIEW-VERDICT``: none.
    """
    if word in WORDS:
        return WORDS[word]
    raise UsageError(
        f"{word!r} is no verdict, so nothing was kept. Write same, different or unsure.", code="E-REVIEW-VERDICT"
    )


@dataclass(frozen=True)
class Side:
    """One party of a pair, as the last run left it.

    Attributes:
        anchor: What a judgement is about.
        name: The spelling that was compared.
        names: All spellings of the party that it belongs to today.
        country: Where.
        identifiers: Numbers as written.
        rows: How many times rows name the party.
        value_usd: Of all goods lines that name it in any role.
        party: Its id, printed.
    """

    anchor: str
    name: str
    names: tuple[str, ...] = ()
    country: str | None = None
    identifiers: tuple[str, ...] = ()
    rows: int = 0
    value_usd: float = 0.0
    party: str = ""


@dataclass(frozen=True)
class ReviewPair:
    """Two parties that may be one.

    Attributes:
        left: One; its anchor comes first in the alphabet.
        right: The other.
        score: Probability that they are one, 0 to 1.
        reasons: Why they were paired, the weightiest first.
        against: Why nobody joined them.
        state: ``open``, or ``joined`` when a rule joined them without asking.
        rows: Rows that would change hands.
        weight: How soon it is worth a look: the order of the queue.
        verdict: What was judged since the run; empty for nothing.
    """

    left: Side
    right: Side
    score: float
    reasons: tuple[str, ...]
    against: tuple[str, ...]
    state: str
    rows: int
    weight: float
    verdict: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """The anchors."""
        return self.left.anchor, self.right.anchor

    def as_dict(self) -> dict[str, Any]:
        """For a program."""
        own = {name: value for name, value in vars(self).items() if name not in ("left", "right")}
        return {"left": vars(self.left), "right": vars(self.right), **own}


@dataclass(frozen=True)
class Review:
    """The review of one workspace: what is to be judged, and the file that keeps what was.

    Attributes:
        workspace: Whose.
        by: Who judges.
        clock: Tells the instant.
    """

    workspace: Workspace
    by: str
    clock: Clock = now

    def queue(self, state: str = OPEN, *, judged: bool = False) -> list[ReviewPair]:
        """Pairs in the order in which they are worth a look.

        Args:
            state: ``open``, or ``joined`` for pairs that a rule joined.
            judged: Also those that were judged since the run.

        Raises:
            UsageError: ``E-NO-RUN``: nothing was computed yet.
            LedgerDamaged: ``E-DERIVED``: the last run was made before pairs were kept.
        """
        verdicts = self._judgements().verdicts
        pairs = [_pair(it, self._sides, verdicts) for it in self._rows if it["state"] == state]
        return [it for it in pairs if judged or not it.verdict]

    def decide(self, left: str, right: str, verdict: str, note: str = "") -> Judgement:
        """Keep a judgement about two anchors; it counts from the next run on.

        Raises:
            UsageError: ``E-REVIEW-VERDICT``: no such verdict.
            InputError: ``E-JUDGEMENT``: the two anchors are one.
        """
        return self._keep(left, right, verdict_of(verdict), note)

    def undo(self) -> Judgement | None:
        """Take the last standing judgement back; None when there is none. What was said before it counts again."""
        last = self._last()
        return self.retract(*last) if last else None

    def retract(self, left: str, right: str) -> Judgement:
        """Take the last standing judgement about two anchors back."""
        return self._keep(left, right, RETRACTED)

    def anchor_of(self, text: str) -> str:
        """The anchor that a person means: by anchor, by party id, or by a name that only one party bears.

        Raises:
            UsageError: ``E-REVIEW-PARTY``: none, or several.
        """
        found = self._known_anchor(text) or self._by_id(text) or self._by_name(text)
        if len(found) == 1:
            return found[0]
        told = f"{len(found)} parties: {', '.join(found[:5])}" if found else "no party of the last run"
        raise UsageError(
            f"{text!r} means {told}, so nothing was kept. Name an anchor as `enduse review --json` prints it "
            "(inn:..., name:RU:...), the id of a party, or a name that only one party bears.",
            code="E-REVIEW-PARTY",
        )

    def rows_of(self, side: Side, most: int = 12) -> list[dict[str, Any]]:
        """Goods lines that name a party, those of the greatest value first."""
        number = party_number(side.party)
        items = self._run.open_tables(["items"])["items"]
        roles = [items[f"{role}_id"] == number for role in ROLES]
        as_role = ibis.cases(*((fits, role) for fits, role in zip(roles, ROLES, strict=True)), else_="")
        named = items.filter(ibis.or_(*roles)).mutate(role=as_role)
        columns = ("source_id", "sheet", "row", "declared_on", "role", "goods_code", "value_usd", "description")
        ordered = named.order_by(ibis.desc(named.value_usd, nulls_first=False), named.row_id).limit(most)
        rows = ordered.select(*columns).to_pyarrow().to_pylist()
        return [{"source": self._sources.get(row["source_id"], row["source_id"]), **row} for row in rows]

    def _keep(self, left: str, right: str, verdict: str, note: str = "") -> Judgement:
        instant = self.clock().astimezone(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")
        one, other = sorted((left, right))
        said = Judgement(one, other, verdict, self.by, instant, note)
        # A file that cannot be read must not grow: the new line would be lost with the others.
        self._judgements()
        append_durably(self.workspace.root / FILE, said.line())
        return said

    def _judgements(self) -> Judgements:
        return Judgements.parse(self._lines())

    def _lines(self) -> list[str]:
        path = self.workspace.root / FILE
        if not path.exists():
            return []
        with explained("reading the judgements", path):
            return path.read_text(encoding="utf-8").splitlines()

    def _last(self) -> tuple[str, str] | None:
        """The pair of the last judgement in the file that was not taken back."""
        standing: list[tuple[str, str]] = []
        self._judgements()
        for entry in (json.loads(line) for line in self._lines() if line.strip()):
            pair = (min(entry["left"], entry["right"]), max(entry["left"], entry["right"]))
            if entry["verdict"] != RETRACTED:
                standing.append(pair)
            elif pair in standing:
                del standing[len(standing) - 1 - standing[::-1].index(pair)]
        return standing[-1] if standing else None

    @cached_property
    def _run(self) -> DerivedRun:
        return current_run(self.workspace)

    @cached_property
    def _sources(self) -> dict[str, str]:
        """Source id to file name."""
        store = LedgerStore(self.workspace)
        manifest = store.manifest(self._run.info.get("ledger_version", store.current()))
        return {it.source_id: it.name for it in manifest.sources}

    @cached_property
    def _rows(self) -> list[dict[str, Any]]:
        return list(self._run.open_tables([PAIRS])[PAIRS].to_pyarrow().to_pylist())

    @cached_property
    def _sides(self) -> dict[int, dict[str, Any]]:
        """Party id to its row, for parties that stand in a pair."""
        wanted = sorted({it[f"{side}_id"] for it in self._rows for side in ("left", "right")})
        parties = self._run.open_tables(["parties"])["parties"]
        ids = ibis.memtable(pa.table({"party_id": pa.array(wanted, pa.int64())}))
        found = parties.semi_join(ids, "party_id").to_pyarrow().to_pylist()
        return {it["party_id"]: it for it in found}

    def _known_anchor(self, text: str) -> list[str]:
        if any(text in (it["left"], it["right"]) for it in self._rows):
            return [text]
        return self._anchors({"party_id": [party_id(text)]}) if ":" in text else []

    def _by_id(self, text: str) -> list[str]:
        number = party_number(text)
        return [] if number is None else self._anchors({"party_id": [number]})

    def _by_name(self, text: str) -> list[str]:
        mentions = self._run.open_tables(["mentions"])["mentions"]
        bearing = mentions.filter(mentions.name.lower() == text.lower(), mentions.anchor.notnull())
        return sorted(bearing.select("anchor").distinct().to_pyarrow()["anchor"].to_pylist())

    def _anchors(self, wanted: Mapping[str, Sequence[int]]) -> list[str]:
        parties = self._run.open_tables(["parties"])["parties"]
        ids = ibis.memtable(pa.table({"party_id": pa.array(wanted["party_id"], pa.int64())}))
        return sorted(parties.semi_join(ids, "party_id").to_pyarrow()["anchor"].to_pylist())


_Row = Mapping[str, Any]


def _pair(row: _Row, sides: Mapping[int, _Row], verdicts: Mapping[tuple[str, str], str]) -> ReviewPair:
    return ReviewPair(
        _side("left", row, sides),
        _side("right", row, sides),
        row["score"],
        tuple(row["reasons"]),
        tuple(row["against"]),
        row["state"],
        row["rows"],
        row["weight"],
        verdicts.get((row["left"], row["right"]), ""),
    )


def _side(of: str, row: _Row, sides: Mapping[int, _Row]) -> Side:
    party = sides.get(row[f"{of}_id"], {})
    return Side(
        row[of],
        row[f"{of}_name"],
        tuple(party.get("names", ())),
        party.get("country"),
        tuple(party.get("identifiers", ())),
        party.get("mentions", 0),
        row[f"{of}_usd"],
        party_text(row[f"{of}_id"]),
    )
