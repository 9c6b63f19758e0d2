"""The dossier as Markdown: to read, to compare and to keep under version control."""

from pathlib import Path

from enduse.report import export_format
from enduse.report.dossier_parts.markdown_text import as_markdown
from enduse.report.dossier_parts.outline import outline
from enduse.report.model import Dossier


@export_format(id="md", suffix=".md", title="Markdown")
def markdown(dossier: Dossier, path: Path) -> None:
    """Write the text, in UTF-8; its charts are inside, as data."""
    path.write_text(as_markdown(outline(dossier)), encoding="utf-8", newline="\n")
