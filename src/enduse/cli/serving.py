"""`enduse serve`: answers other programs until it is stopped."""

from datetime import date
from pathlib import Path

from enduse.cli.output import Printer


def serve_lists(case: Path, listen: tuple[str, int], token: str, allowed: tuple[list[str], list[str]]) -> None:
    """Serve the lists of a case; see ``api.app.serve``."""
    from enduse.api.app import ServeOptions, serve
    from enduse.store.ledger import LedgerStore
    from enduse.store.workspace import Workspace

    hosts, origins = allowed
    options = ServeOptions(listen[0], listen[1], token, tuple(hosts), tuple(origins))
    shown = f"[{listen[0]}]" if ":" in listen[0] else listen[0]
    base = f"http://{shown}:{listen[1]}"
    Printer().say(
        f"Serving the lists at {base} (yente: /match/default, /search/default, /entities; OpenRefine: "
        f"{base}/reconcile). Ready when {base}/readyz says so. Stop with Ctrl-C."
    )
    serve(LedgerStore(Workspace.find(case)), options, date.today)
