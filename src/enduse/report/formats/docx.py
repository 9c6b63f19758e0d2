"""The dossier as a Word document to edit: real styles, real footnotes, a table of contents."""

from pathlib import Path

from enduse.report import export_format
from enduse.report.dossier_parts.outline import outline
from enduse.report.dossier_parts.word import as_docx
from enduse.report.model import Dossier


@export_format(id="docx", suffix=".docx", title="Word document to edit")
def docx(dossier: Dossier, path: Path) -> None:
    """Write the document; the same dossier gives the same bytes."""
    path.write_bytes(as_docx(outline(dossier)))
