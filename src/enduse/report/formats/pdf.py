"""The dossier as PDF, set by typst: footnotes, contents, charts as drawings."""

from pathlib import Path

from enduse.report import export_format
from enduse.report.dossier_parts.outline import outline
from enduse.report.dossier_parts.typesetting import as_pdf
from enduse.report.model import Dossier


@export_format(id="pdf", suffix=".pdf", title="PDF to read and print")
def pdf(dossier: Dossier, path: Path) -> None:
    """Write the PDF; the same dossier and the same fonts give the same bytes."""
    path.write_bytes(as_pdf(outline(dossier)))
