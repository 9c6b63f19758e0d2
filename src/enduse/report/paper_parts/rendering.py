"""A paper as the bytes of a file."""

from pathlib import PurePath

from enduse.errors import UsageError
from enduse.report.paper_parts.blocks import Paper
from enduse.report.paper_parts.cleaning import cleaned
from enduse.report.paper_parts.mail import as_mail
from enduse.report.paper_parts.markup import as_html, as_markdown
from enduse.report.paper_parts.plain_text import as_text
from enduse.report.paper_parts.typesetting import as_pdf
from enduse.report.paper_parts.word import as_docx

ENDINGS = (".txt", ".docx", ".pdf", ".html", ".md", ".eml")
"""What a paper can become; ``.eml`` is a draft of a mail with the Word document attached."""


def render(paper: Paper, name: str) -> bytes:
    """The paper as a file of that name; its ending decides the form. Equal papers give equal bytes.

    Raises:
        UsageError: ``E-PAPER-FORM``: no such form.
    """
    ending, clean = PurePath(name).suffix.casefold(), cleaned(paper)
    match ending:
        case ".txt":
            return as_text(clean).encode()
        case ".docx":
            return as_docx(clean)
        case ".pdf":
            return as_pdf(clean)
        case ".html":
            return as_html(clean).encode()
        case ".md":
            return as_markdown(clean).encode()
        case ".eml":
            return as_mail(clean, as_text(clean), as_docx(clean), f"{PurePath(name).stem}.docx")
    raise UsageError(
        f"A paper cannot be written as {ending or name!r}. Choose an ending of {', '.join(ENDINGS)}.",
        code="E-PAPER-FORM",
    )
