"""JSON Lines: the whole dossier, one object a line, for jq and for data pipelines."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from enduse.report import export_format
from enduse.report.model import Dossier, Figure, TableBlock, tables
from enduse.report.wording import runs_text, sentence_text

SCHEMA = "enduse.dossier/1"


@export_format(id="jsonl", suffix=".jsonl", title="JSON Lines, every object with its kind")
def jsonl(dossier: Dossier, path: Path) -> None:
    """Write UTF-8, keys sorted, so that two dossiers can be compared with diff."""
    with path.open("w", encoding="utf-8", newline="\n") as out:
        for entry in _objects(dossier):
            out.write(json.dumps(entry, ensure_ascii=False, sort_keys=True) + "\n")


def _objects(dossier: Dossier) -> Iterator[dict[str, Any]]:
    head = {"schema": SCHEMA, "subject": asdict(dossier.subject), "versions": asdict(dossier.versions)}
    yield {"kind": "dossier", **head, "unseen": dossier.unseen, "notices": [it.text for it in dossier.notices]}
    for sentence in dossier.summary:
        ids = [it.id for it in sentence.figures()]
        said = sentence_text(sentence)
        yield {"kind": "sentence", "text": said, "confidence": sentence.confidence, "figures": ids}
    for figure in dossier.figures:
        yield {"kind": "figure", **_figure(figure)}
    for table in tables(dossier):
        yield {"kind": "table", **_table(table)}
    for suspicion in dossier.suspicions:
        yield {"kind": "finding", **asdict(suspicion), "evidence": suspicion.evidence.id}
    for silence in dossier.silences:
        yield {"kind": "silence", **asdict(silence)}
    for source in dossier.sources:
        yield {"kind": "source", **asdict(source)}
    for row in dossier.evidence:
        place = dossier.places[row.place]
        stands = {"source": dossier.sources[place.source].name, "sha256": dossier.sources[place.source].sha256}
        yield {"kind": "evidence", **asdict(row), **stands, "path": place.path, "headers": place.headers}


def _figure(figure: Figure) -> dict[str, Any]:
    return {**asdict(figure), "rows": runs_text(figure.rows), "base": runs_text(figure.base)}


def _table(table: TableBlock) -> dict[str, Any]:
    rows = [
        [{"figure": it.id, "value": it.value} if isinstance(it, Figure) else it for it in row] for row in table.rows
    ]
    title = f"{table.title}: {table.stream}" if table.stream else table.title
    return {"id": table.id, "title": title, "columns": [it.title for it in table.columns], "rows": rows}
