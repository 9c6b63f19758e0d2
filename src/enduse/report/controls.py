"""Control dates for the charts, from the lists in the ledger and the bundled timeline."""

from collections.abc import Sequence

import pyarrow as pa

from enduse.report.dossier import Markers
from enduse.report.model import Marker
from enduse.trace.control_dates import markers


def control_markers(code_lists: pa.Table) -> Markers:
    """What ``Material.markers`` wants: the dated controls of the makers' countries on these goods."""

    def found(codes: frozenset[str], makers: frozenset[str]) -> Sequence[Marker]:
        known = {it for maker in makers for it in markers(codes, maker, code_lists)}
        drawn = {Marker(it.on, f"{it.regime}: {it.label}", _scope(it.citation, it.regime, it.label)) for it in known}
        return sorted(drawn, key=lambda it: (it.on, it.label, it.citation))

    return found


def _scope(citation: str, regime: str, label: str) -> str:
    """A citation without the words that the label already says."""
    return citation.removeprefix(f"{regime}, {label}: ") if citation != label else ""
