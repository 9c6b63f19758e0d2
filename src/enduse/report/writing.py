"""Choose a format by the file's suffix and write the dossier in one step."""

import os
from pathlib import Path

from enduse.errors import UsageError
from enduse.registry import collect
from enduse.report import Format, formats
from enduse.report.model import Dossier


def write_dossier(dossier: Dossier, path: Path) -> Format:
    """Write ``dossier`` to ``path`` in the format of its suffix; an existing file is replaced as a whole.

    Raises:
        UsageError: No format has that suffix (``E-FORMAT``).
    """
    form = format_for(path)
    draft = path.with_name(f".{path.name}.tmp")
    try:
        form.write(dossier, draft)
        os.replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)
    return form


def format_for(path: Path) -> Format:
    """The format whose suffix ``path`` has."""
    known = collect(formats, Format)
    for form in known.values():
        if path.suffix.lower() == form.suffix:
            return form
    offered = ", ".join(f"{it.suffix} ({it.title})" for it in known.values())
    raise UsageError(
        f"No report format has the suffix {path.suffix!r} of {path.name!r}. Name a file that ends in {offered}.",
        code="E-FORMAT",
    )
