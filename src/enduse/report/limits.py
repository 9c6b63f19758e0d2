"""What a dossier cannot see, and what must be said before anything else."""

from collections.abc import Iterator, Sequence

from enduse.report.lines import Fetched, Line
from enduse.report.model import Notice, SourceNote, SubjectNote
from enduse.report.wording import money, share

_ALWAYS = (
    "It sees only the files that were added. What moves without such a record, or under another goods code, "
    "name or country, is not in it.",
    "A goods code is not a specification: whether one machine needs a licence is decided by its data sheet, "
    "its end use and its end user, not by this dossier.",
    "A finding is a lead for a person to check, never a legal conclusion about anyone.",
)


def unseen(lines: Sequence[Line], subject: SubjectNote) -> tuple[str, ...]:
    """Blind spots of this dossier, those of its own rows first."""
    return (*_of_rows(lines), *_of_parties(subject, lines), *_ALWAYS)


def _of_rows(lines: Sequence[Line]) -> Iterator[str]:
    items = [line for line in lines if line.table == "items"]
    for count, words in (
        (sum(line.value is None for line in items), "carry no value in dollars; they count as lines, not as value"),
        (sum(line.basis == "converted" for line in items), "had their value converted at a dated rate"),
        (sum(line.on is None for line in items), "carry no date and stand outside the monthly series"),
        (sum(not line.origin for line in items), "do not say where the goods were made"),
        (sum(not line.dispatch for line in items), "do not say where the goods were shipped from"),
        (sum("consignor" not in line.parties for line in items), "name no consignor"),
    ):
        if count:
            yield f"{count:,} of {len(items):,} goods lines {words}."
    if any(line.table == "statistics" for line in lines):
        yield (
            "Published statistics count goods, not firms: they show a lane, not who used it. Exports are valued at "
            "the border of the sender, imports at that of the receiver with freight and insurance."
        )


def _of_parties(subject: SubjectNote, lines: Sequence[Line]) -> Iterator[str]:
    if subject.kind == "company":
        yield (
            "Companies are joined by registered number and by written name only. A firm under another name or a new "
            "number is another firm here."
        )
    if any(line.table == "items" for line in lines):
        yield "Declared origin, sender and value are what the declarant wrote; nobody has checked them here."


def opening_notices(fetched: Sequence[Fetched], sources: Sequence[SourceNote], internal: bool) -> tuple[Notice, ...]:
    """What changes how everything below is read."""
    return (*_cut(fetched), *_terms(sources, internal))


def _cut(fetched: Sequence[Fetched]) -> Iterator[Notice]:
    for it in fetched:
        if it.total > len(it.lines):
            kept = sum(line.value or 0.0 for line in it.lines)
            part = f", {share(kept / it.total_value)} of the value" if it.total_value else ""
            yield Notice(
                f"The ledger holds {it.total:,} rows on this subject, worth {money(it.total_value)}. This dossier "
                f"stands on the {len(it.lines):,} of largest value{part}. Every figure below is about these rows only.",
                "warning",
            )


def _terms(sources: Sequence[SourceNote], internal: bool) -> Iterator[Notice]:
    for it in sources:
        if not it.re_export and internal:
            yield Notice(
                f"Keep this dossier inside: it prints rows of {it.name}, which may not be passed on"
                f"{f' ({it.licence})' if it.licence else ''}.",
                "danger",
            )
        elif not it.re_export:
            yield Notice(
                f"{it.cited:,} cited rows stand in {it.name}, which may not be passed on"
                f"{f' ({it.licence})' if it.licence else ''}. Their content is withheld and no sum includes them. "
                "Findings were computed with them.",
                "warning",
            )
        if it.sensitivity in {"personal", "leaked"}:
            yield Notice(
                f"{it.name} is marked {it.sensitivity}. Check who may read this dossier before you pass it on.",
                "warning",
            )
