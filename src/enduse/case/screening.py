"""Who of these is on a list? One party, or a whole spreadsheet of them, with what was decided before."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cached_property
from itertools import islice
from pathlib import Path

from enduse.errors import ListsMissing, UnreadableFile, UsageError
from enduse.screen.decided import Decision, Decisions, Verdict, decide, entry_key
from enduse.screen.kept import ready_screener
from enduse.screen.listed import ListSnapshot, all_snapshots, read_entries, snapshots_for, stale
from enduse.screen.screener import Hit, Screener, search_keys
from enduse.screen.signs import Query, traits_of
from enduse.sources.list_checks import read_checks
from enduse.sources.party_table import PartyColumns, PartyRow, find_parties, given_columns, read_parties
from enduse.sources.reading import BadRow, Sheet
from enduse.sources.reading.opening import open_source
from enduse.store.atomic import append_durably
from enduse.store.ledger import LedgerStore
from enduse.store.manifest import Manifest
from enduse.text.company_names import normal_form

DECISIONS = "screening.jsonl"
_TOGETHER = 250
Tell = Callable[[str, int, float | None], None]


@dataclass(frozen=True)
class Screened:
    """The answer about one party.

    Attributes:
        query: Who was looked for.
        own_id: The user's own number of the party, where there is one.
        hits: Entries it may be, the likeliest first.
        decided: Key of an entry to the decision that holds for it.
        reopened: Key of an entry to what has changed since it was decided.
        row: Line of the spreadsheet it stands in; 0 where it is none.
        cells: That line's cells by their headers.
        problem: Why it could not be looked for; empty where it could.
    """

    query: Query
    own_id: str
    hits: tuple[Hit, ...]
    decided: Mapping[str, Decision]
    reopened: Mapping[str, tuple[str, ...]]
    row: int = 0
    cells: Mapping[str, str] | None = None
    problem: str = ""

    @property
    def open_hits(self) -> tuple[Hit, ...]:
        """Hits that nobody has decided to be somebody else."""
        return tuple(it for it in self.hits if not self._is_other(it))

    @property
    def match(self) -> bool:
        """Is an undecided or confirmed hit at or above the threshold?"""
        return any(it.match for it in self.open_hits)

    def _is_other(self, hit: Hit) -> bool:
        decision = self.decided.get(entry_key(hit.listed))
        return decision is not None and decision.verdict == "not_same"


@dataclass(frozen=True)
class ScreenOptions:
    """How it is asked.

    Attributes:
        on: The day for which it is asked; None: today.
        lists: Only lists whose names contain one of these; empty: all.
        least: Hits below this score are left out.
        columns: Of a spreadsheet: ``role=header,...``.
    """

    on: date | None = None
    lists: tuple[str, ...] = ()
    least: float = 0.4
    columns: str = ""


@dataclass(frozen=True)
class Screening:
    """The lists of a case, made ready for questions; open one and ask it often."""

    store: LedgerStore
    options: ScreenOptions
    today: date

    @cached_property
    def manifest(self) -> Manifest:
        """The version of the ledger that is asked."""
        return self.store.manifest()

    @cached_property
    def snapshots(self) -> tuple[ListSnapshot, ...]:
        """The lists that are asked, each by the snapshot that speaks for the day.

        Raises:
            ListsMissing: ``E-LISTS-NONE``.
        """
        speaking = snapshots_for(all_snapshots(self.manifest), self.options.on or self.today)
        wanted = [it.casefold() for it in self.options.lists]
        chosen = tuple(it for it in speaking if not wanted or any(part in it.name.casefold() for part in wanted))
        if not chosen:
            raise ListsMissing(
                "No list is loaded, so an answer would mean nothing. Fetch the lists with `enduse lists update`, or "
                "add their files with `enduse lists add FILE`."
                if not speaking
                else f"No list is called {', '.join(map(repr, self.options.lists))}; see them with `enduse lists`.",
                code="E-LISTS-NONE",
            )
        return chosen

    @cached_property
    def stale(self) -> tuple[ListSnapshot, ...]:
        """Those of them that are older than the settings allow; none where another day is asked for."""
        if self.options.on is not None:
            return ()
        workspace = self.store.workspace
        return stale(self.snapshots, self.today, workspace.config.lists, read_checks(workspace))

    @cached_property
    def screener(self) -> Screener:
        """The lists made ready; kept in ``cache/`` for the next time."""
        entries = read_entries(self.store, self.snapshots, self.manifest.version)
        return ready_screener(self.store.workspace, entries, self.snapshots, self.manifest.version)

    @cached_property
    def decisions(self) -> Decisions:
        """What was decided before."""
        path = self.store.workspace.root / DECISIONS
        # A note may hold what other programs call the end of a line: only ours counts.
        return Decisions.parse(path.read_text(encoding="utf-8").split("\n") if path.exists() else ())

    def ask(self, query: Query, own_id: str = "") -> Screened:
        """The answer about one party; ``problem`` says why where there is nothing to look for."""
        return self.ask_each([(query, own_id)])[0]

    def ask_each(self, asked: Sequence[tuple[Query, str]]) -> list[Screened]:
        """The same about many parties, each with the user's own number, which is much faster than one by one."""
        why = [nothing_to_look_for(query) for query, _ in asked]
        open_ones = [query for (query, _), it in zip(asked, why, strict=True) if not it]
        # Without a question the lists need not be read.
        found = iter(self._hits(open_ones) if open_ones else ())
        return [
            Screened(query, own_id, (), {}, {}, problem=it) if it else self._remembered(query, own_id, next(found))
            for (query, own_id), it in zip(asked, why, strict=True)
        ]

    def _hits(self, queries: Sequence[Query]) -> list[list[Hit]]:
        return self.screener.hits_each(queries, self.options.on or self.today, self.options.least)

    def _remembered(self, query: Query, own_id: str, hits: Sequence[Hit]) -> Screened:
        """The answer with what was decided about its hits before."""
        decided, reopened = {}, {}
        for hit in hits:
            decision, changed = self.decisions.about(query, hit, own_id)
            if decision is not None:
                decided[entry_key(hit.listed)] = decision
            elif changed:
                reopened[entry_key(hit.listed)] = changed
        return Screened(query, own_id, tuple(hits), decided, reopened)

    def ask_table(self, path: Path, tell: Tell) -> tuple[PartyColumns, Iterator[Screened]]:
        """The columns of a spreadsheet, and the answer about every line of it, in order.

        Raises:
            UnknownLayout: ``E-PARTY-COLUMNS``: no column holds names.
            UnreadableFile: The file cannot be read.
        """
        sheet, columns = find_parties(_sheets(path), given_columns(self.options.columns))
        return columns, self._answers(
            read_parties(sheet, columns), columns, lambda at: tell(f"screening {path.name}", at, None)
        )

    def party(self, path: Path, row: int) -> tuple[Query, str]:
        """One line of a spreadsheet as a question, and the user's own number of that party.

        Raises:
            UsageError: ``E-SCREENING-ROW``: no line with that number names anybody.
        """
        sheet, columns = find_parties(_sheets(path), given_columns(self.options.columns))
        for it in read_parties(sheet, columns):
            if it.row == row and isinstance(it, PartyRow):
                return query_of(it, self.options.on), it.more.get("id", "")
        raise UsageError(
            f"Line {row} of {path.name!r} is no line of its table. Give the number from the column 'row' of the "
            "screened spreadsheet.",
            code="E-SCREENING-ROW",
        )

    def decide(self, query: Query, entry: str, verdict: Verdict, note: str = "", own_id: str = "") -> Decision:
        """Remember what somebody decided about a hit.

        Args:
            query: Who was looked for.
            entry: The entry's id or its first characters, with or without its list before it (``LIST|ID``).
            verdict: ``same``, ``not_same``, or ``open`` to take an earlier one back.
            note: Why.
            own_id: The user's own number of the party.

        Raises:
            UsageError: ``E-SCREENING-ENTRY``: no hit of the query is that entry.
        """
        hits = self.screener.hits(query, self.options.on or self.today)
        found = [it for it in hits if entry in (it.listed.entry.entry_id, entry_key(it.listed))] or [
            it for it in hits if entry and it.listed.entry.entry_id.startswith(entry)
        ]
        if len(found) != 1:
            shown = ", ".join(entry_key(it.listed) for it in (found or hits)[:10]) or "none"
            raise UsageError(
                f"{entry!r} is {'several hits' if found else 'no hit'} of this party. Its hits: {shown}.",
                code="E-SCREENING-ENTRY",
            )
        made = decide(query, found[0], verdict, own_id)
        signed = replace(made, note=note, by=_user(), at=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
        append_durably(self.store.workspace.root / DECISIONS, signed.line())
        vars(self).pop("decisions", None)
        return signed

    def _answers(
        self, rows: Iterable[PartyRow | BadRow], columns: PartyColumns, tell: Callable[[int], None]
    ) -> Iterator[Screened]:
        left, number = iter(rows), 0
        while some := list(islice(left, _TOGETHER)):
            parties = [it for it in some if isinstance(it, PartyRow)]
            answers = iter(self.ask_each([(query_of(it, self.options.on), it.more.get("id", "")) for it in parties]))
            for row in some:
                number += 1
                tell(number)
                if isinstance(row, BadRow):
                    problem = f"{row.code} {row.reason}"
                    yield Screened(Query(()), "", (), {}, {}, row.row, _cells(row, columns), problem)
                else:
                    yield replace(next(answers), row=row.row, cells=row.cells)


def query_of(row: PartyRow, on: date | None = None) -> Query:
    """A line of a spreadsheet as a question."""
    return Query(
        tuple(it.text for it in row.names),
        row.kind,
        on,
        row.identifiers,
        row.addresses,
        row.contacts,
        row.countries,
        row.births,
    )


def nothing_to_look_for(query: Query) -> str:
    """Why a question cannot be asked: it holds no name that could be somebody's, and nothing else; else empty.

    To answer *no match* would say more than was looked at.
    """
    if search_keys(traits_of(query)):
        return ""
    if not any(it.isalnum() for name in query.names for it in name):
        return (
            "It names nobody: no name, valid number, address with a house number or contact, so it was not looked for."
        )
    if all(normal_form(it).reason == "a legal form without a name" for it in query.names):
        return "It is a legal form without a name, so it was not looked for."
    return ""


def _sheets(path: Path) -> Sequence[Sheet]:
    opened = open_source(path)
    if not opened.sheets:
        told = "; ".join(f"{name}: {why}" for name, why in opened.left_out.items())
        raise UnreadableFile(f"{path.name!r} holds no table that could be read. {told}".strip(), code="E-FILE")
    return opened.sheets


def _cells(row: BadRow, columns: PartyColumns) -> dict[str, str]:
    """What could be read of a line that could not be cut into cells; what is too much stands in the last column."""
    fits, rest = row.cells[: len(columns.headers)], row.cells[len(columns.headers) :]
    cells = dict(zip(columns.headers, fits, strict=False))
    if rest:
        cells[columns.headers[-1]] = " | ".join((fits[-1], *rest))
    return cells


def _user() -> str:
    return os.environ.get("ENDUSE_USER") or os.environ.get("USER") or ""
