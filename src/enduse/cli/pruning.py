"""Asking before old versions of a ledger are removed."""

import sys
from typing import Any

import typer

from enduse.case import Case
from enduse.cli.output import Printer, counted
from enduse.store.pruning import Surplus

SHOWN = 5


def prune_case(case: Case, keep: int, printer: Printer, *, yes: bool) -> dict[str, Any]:
    """Say what would go, ask, and remove it; gives what went, all zero where nothing did.

    Where nobody can be asked, nothing is removed without ``yes``.
    """
    found = case.surplus(keep)
    printer.say(told(found))
    if found.empty or not (yes or _agreed(printer)):
        return _row(Surplus(found.kept, (), (), (), 0))
    return _row(case.prune(keep))


def told(found: Surplus) -> str:
    """What would go and what stays, in sentences."""
    stays = f"{_versions(found.kept)} {'stays' if len(found.kept) == 1 else 'stay'}"
    if found.empty:
        return f"Nothing to remove: {stays}, and every file belongs to {'it' if len(found.kept) == 1 else 'them'}."
    what = [_versions(found.versions)] if found.versions else []
    what += [counted(len(found.parts), "file") + " of rows"] if found.parts else []
    what += [counted(len(found.originals), "original") + _names(found)] if found.originals else []
    lines = [f"To be removed, {_mib(found.bytes)}: {'; '.join(what)}.", f"{stays[:1].upper()}{stays[1:]}."]
    if len(found.kept) > 1:
        lines.append("The results of the last run keep the version that they were computed from.")
    if found.versions:
        lines.append("Versions that are removed can no longer be opened with --at.")
    return " ".join(lines)


def _agreed(printer: Printer) -> bool:
    if sys.stdin.isatty() and sys.stderr.isatty():
        return typer.confirm("Remove it for good?", err=True)
    printer.say("Nothing was removed. To remove it: enduse compact --prune --yes")
    return False


def _versions(numbers: tuple[int, ...]) -> str:
    if len(numbers) == 1:
        return f"version {numbers[0]}"
    whole = numbers == tuple(range(numbers[0], numbers[-1] + 1))
    return f"versions {numbers[0]} to {numbers[-1]}" if whole else f"versions {', '.join(map(str, numbers))}"


def _names(found: Surplus) -> str:
    names = [name or sha256[:12] for sha256, name in found.originals]
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return f" ({', '.join(names[:SHOWN])}{more})"


def _mib(size: int) -> str:
    return f"{size / 2**20:,.1f} MiB" if size >= 2**20 else f"{size / 2**10:,.0f} KiB"


def _row(gone: Surplus) -> dict[str, Any]:
    return {
        "versions_removed": len(gone.versions),
        "files_removed": len(gone.parts),
        "originals_removed": [name or sha256 for sha256, name in gone.originals],
        "bytes_removed": gone.bytes,
    }
