"""Write what was found, for people and for other programs."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from enduse.report.model import Dossier

Write = Callable[[Dossier, Path], None]


@dataclass(frozen=True)
class Format:
    """One way to write a dossier: ``write(dossier, path)``.

    Attributes:
        id: Short name, also accepted by ``--also``.
        suffix: File suffix by which it is chosen, with its dot.
        title: For people.
    """

    id: str
    suffix: str
    title: str
    write: Write


def export_format(id: str, suffix: str, title: str) -> Callable[[Write], Format]:
    """Make the decorated function the ``write`` of a format.

    The same dossier must give the same bytes: no clock, no random ids.
    """
    return lambda write: Format(id, suffix, title, write)
