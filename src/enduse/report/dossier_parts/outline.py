"""From the model of a dossier to the document that PDF, DOCX and Markdown draw, in one language."""

from collections.abc import Iterator

from enduse.report.dossier_parts.back_matter import back_matter
from enduse.report.dossier_parts.body import body
from enduse.report.dossier_parts.fitting import fit
from enduse.report.dossier_parts.front_matter import document_status, opening, summary
from enduse.report.dossier_parts.pieces import Document, Piece
from enduse.report.dossier_parts.texts import Texts
from enduse.report.model import Dossier
from enduse.report.papers_texts import start_of


def outline(dossier: Dossier) -> Document:
    """The whole dossier as a document, its texts fit to be printed; language and status are those of its edition."""
    texts = Texts(dossier.edition.language)
    approval = dossier.edition.approval
    return fit(
        Document(
            title=dossier.subject.title,
            kicker=texts.say("kind", dossier.subject.kind),
            status=document_status(dossier, texts),
            final=approval is not None,
            language=texts.language,
            page=texts.say("page", "page"),
            pieces=tuple(_pieces(dossier, texts)),
            at=start_of(approval.on) if approval else None,
        )
    )


def _pieces(dossier: Dossier, texts: Texts) -> Iterator[Piece]:
    yield from opening(dossier, texts)
    yield from summary(dossier, texts)
    yield from body(dossier, texts)
    yield from back_matter(dossier, texts)
