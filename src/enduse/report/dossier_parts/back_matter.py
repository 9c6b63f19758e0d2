"""What was looked for, blind spots, method, glossary, sources, evidence and the register of figures."""

from collections.abc import Iterator

from enduse.report.dossier_parts.phrases import section, words
from enduse.report.dossier_parts.pieces import Passage, Piece, Points, Run, Runs, Sheet
from enduse.report.dossier_parts.texts import Texts
from enduse.report.model import Dossier, EvidenceRow, Figure, SourceNote
from enduse.report.wording import amount, runs_text


def back_matter(dossier: Dossier, texts: Texts) -> Iterator[Piece]:
    """Everything behind the story."""
    yield from _silences(dossier, texts)
    yield section(texts, "unseen")
    yield Points(tuple(words(line) for line in dossier.unseen))
    yield section(texts, "method")
    yield Points(tuple(words(line) for line in texts.lines("method")))
    yield section(texts, "glossary")
    yield _meanings(texts)
    yield from _sources(dossier, texts)
    yield from _evidence(dossier, texts)
    yield section(texts, "register")
    yield Passage(words(texts.say("hint", "register")), "soft")
    yield _register(dossier, texts)
    yield Passage(words(texts.label("foot")), "soft")


def _silences(dossier: Dossier, texts: Texts) -> Iterator[Piece]:
    yield section(texts, "silences")
    if not dossier.silences:
        yield Passage(words(texts.say("hint", "silences_none")))
        return
    header = tuple(texts.label(it) for it in ("pattern", "answer", "why"))
    rows = tuple((words(it.title), words(texts.label(it.answer)), words(it.why)) for it in dossier.silences)
    yield Sheet(header, ("left",) * 3, (8, 4, 12), rows)
    yield Passage(words(texts.say("hint", "silences")), "soft")


def _meanings(texts: Texts) -> Sheet:
    known = (*texts.pairs("grade"), *texts.pairs("glossary"))
    rows = tuple(((Run(word, "bold"),), words(meaning)) for word, meaning in known)
    return Sheet((texts.label("term"), texts.label("meaning")), ("left", "left"), (1, 3), rows)


def _sources(dossier: Dossier, texts: Texts) -> Iterator[Piece]:
    yield section(texts, "sources")
    header = tuple(texts.label(it) for it in ("file", "publisher", "licence", "passed_on", "sensitivity", "cited"))
    rows = tuple(_source(it, texts) for it in dossier.sources)
    hashes = tuple((f"SHA-256 {it.sha256}",) for it in dossier.sources)
    yield Sheet(header, (*("left",) * 5, "right"), (8, 5, 5, 4, 4, 3), rows, under=hashes)
    versions, none = dossier.versions, texts.label("none")
    for name, told in (
        ("enduse", versions.engine),
        (texts.label("ledger", ledger=versions.ledger), ""),
        (texts.label("watershed"), versions.watershed),
        (texts.label("lists"), "; ".join(versions.lists) or none),
        (texts.label("rules"), "; ".join(versions.rules) or none),
    ):
        yield Passage((Run(f"{name} ", "bold"), Run(told)), "soft")


def _source(it: SourceNote, texts: Texts) -> tuple[Runs, ...]:
    unknown = texts.label("not_stated")
    told = (it.name, it.publisher or unknown, it.licence or unknown, texts.label("yes" if it.re_export else "no"))
    return tuple(words(text) for text in (*told, it.sensitivity, f"{it.cited:,}"))


def _evidence(dossier: Dossier, texts: Texts) -> Iterator[Piece]:
    yield section(texts, "evidence")
    yield Passage(words(texts.say("hint", "evidence")), "soft")
    for place in (it for it in dossier.places if it.headers):
        name = " › ".join(filter(None, (dossier.sources[place.source].name, place.path)))
        headers = " ¦ ".join(place.headers)
        yield Passage((Run(f"{texts.label('headers')}, {name}: ", "bold"), Run(headers)), "soft")
    header = tuple(texts.label(it) for it in ("mark", "where", "who", "goods", "value"))
    yield Sheet(
        header,
        ("left", "left", "left", "left", "right"),
        (3, 11, 13, 13, 7),
        tuple(_entry(dossier, row, texts) for row in dossier.evidence),
        tuple(f"e{row.number}" for row in dossier.evidence),
        tuple(() if row.withheld else row.cells or (texts.label("unread"),) for row in dossier.evidence),
        tiny=True,
    )


def _entry(dossier: Dossier, row: EvidenceRow, texts: Texts) -> tuple[Runs, ...]:
    told = (str(row.number), _joined(where(dossier, row), row.document, row.on), _joined(row.parties, row.route))
    return tuple(words(it) for it in (*told, row.withheld or _joined(row.code, row.text), _value(row)))


def where(dossier: Dossier, row: EvidenceRow) -> str:
    """``2023.zip › a.csv › row 12``: where a person finds the row."""
    place = dossier.places[row.place]
    spot = f"cell {row.cell}" if row.cell else f"row {row.row}"
    return " › ".join(filter(None, (dossier.sources[place.source].name, place.path, spot)))


def _value(row: EvidenceRow) -> str:
    if row.value is None:
        return "withheld" if row.withheld else "not recorded"
    digits = 0 if float(row.value).is_integer() else 2
    return f"{row.value:,.{digits}f} {row.unit}"


def _joined(*parts: str) -> str:
    return " · ".join(filter(None, parts))


def _register(dossier: Dossier, texts: Texts) -> Sheet:
    header = tuple(texts.label(it) for it in ("figure", "what", "value", "how", "rows"))
    rows = tuple(_figure(it, texts) for it in dossier.figures)
    anchors = tuple(it.id for it in dossier.figures)
    return Sheet(header, ("left", "left", "right", "left", "left"), (3, 11, 8, 6, 14), rows, anchors, tiny=True)


def _figure(it: Figure, texts: Texts) -> tuple[Runs, ...]:
    how = texts.say("how", it.how)
    if it.base:
        how = f"{how}, {texts.label('base', count=f'{len(it.base):,}')}"
    rows = (Run(runs_text(it.rows).replace(",", ", "), to=f"e{it.rows[0]}"),) if it.rows else ()
    return (words(it.id), words(it.label), words(amount(it)), words(how), rows)
