"""Title, status, contents, notices and summary."""

from collections.abc import Iterator

from enduse.report.dossier_parts.phrases import noted, section, words
from enduse.report.dossier_parts.pieces import Contents, Passage, Piece, Run, Runs
from enduse.report.dossier_parts.proof import gaps, proven, unfit_word
from enduse.report.dossier_parts.texts import Texts
from enduse.report.model import Dossier, Figure, Sentence, Suspicion
from enduse.report.papers_texts import country_text, day_text

_MOST_NAMES = 9


def document_status(dossier: Dossier, texts: Texts) -> str:
    """``DRAFT ...``, or who approved it and when."""
    approval = dossier.edition.approval
    if approval is None:
        return texts.say("status", "draft")
    return texts.say("status", "final", by=approval.by, on=day_text(approval.on, texts.language))


def opening(dossier: Dossier, texts: Texts) -> Iterator[Piece]:
    """What stands between the title and the summary."""
    for line in _names(dossier, texts):
        yield Passage(words(line), "soft")
    yield Passage(words(_made_of(dossier, texts)), "soft")
    if hint := texts.say("hint", "language"):
        yield Passage(words(hint), "soft")
    for notice in dossier.notices:
        name = texts.label({"plain": "note"}.get(notice.tone, notice.tone))
        yield Passage((Run(f"{name}. ", "bold"), Run(notice.text)), "notice" if notice.tone == "plain" else notice.tone)
    if not dossier.edition.approval and (found := gaps(dossier)):
        yield Passage(words(texts.say("status", "gaps", count=len(found))), "warning")
    yield Contents(texts.say("section", "contents"))


def _names(dossier: Dossier, texts: Texts) -> Iterator[str]:
    it = dossier.subject
    if it.kind != "company":
        return
    known = [country_text(it.country, texts.language), *it.identifiers]
    yield " · ".join(filter(None, known))
    if len(it.names) > 1:
        rest = len(it.names) - _MOST_NAMES
        more = f" {texts.label('more', count=rest)}" if rest > 0 else ""
        yield f"{texts.label('also')}: {' · '.join(it.names[1:_MOST_NAMES])}{more}"


def _made_of(dossier: Dossier, texts: Texts) -> str:
    versions = dossier.versions
    rows = texts.label("rows_from", rows=f"{len(dossier.evidence):,}", sources=len(dossier.sources))
    parts = [rows, texts.label("ledger", ledger=versions.ledger), f"enduse {versions.engine}"]
    if versions.watershed:
        parts.append(f"{texts.label('watershed')}: {versions.watershed}")
    return " · ".join(parts)


def summary(dossier: Dossier, texts: Texts) -> Iterator[Piece]:
    """Graded sentences whose numbers carry footnotes."""
    yield section(texts, "summary")
    yield Passage(words(texts.say("hint", "summary")), "soft")
    for sentence in dossier.summary:
        said = tuple(noted(it, texts) if isinstance(it, Figure) else Run(it) for it in sentence.parts)
        yield Passage((*said, *graded(sentence, texts)), "sentence")


def graded(statement: Sentence | Suspicion, texts: Texts) -> Runs:
    """The word of confidence behind a statement, and what is missing to it."""
    runs = [Run(" "), Run(f"[{texts.grade(statement.confidence)}]", "grade")]
    if not proven(statement):
        runs += [Run(" "), Run(f"[{texts.say('status', 'no_evidence')}]", "alert")]
    if word := unfit_word(statement):
        runs += [Run(" "), Run(f"[{texts.say('status', 'verdict', word=word)}]", "alert")]
    return tuple(runs)
