"""Chains of custody of a dossier's machines."""

from collections.abc import Mapping, Sequence

from enduse.model.ids import party_text
from enduse.report.frame import Frame
from enduse.report.lines import Line
from enduse.report.model import Cell, Column, DrawnBlock, TableBlock
from enduse.report.scenes import ChainStep, Custody, MachineChain
from enduse.report.surroundings import Surroundings
from enduse.report.wording import place_name
from enduse.trace.custody import Chain, Link

_NOTE = (
    "What records say of single machines, joined by serial number, in order of time. A broken line is time without a "
    "record; what stands outside the way that records with authority tell is marked."
)


def custody_block(frame: Frame, around: Surroundings, by_id: Mapping[int, Line]) -> DrawnBlock | None:
    """The machines of the subject; None where no number is recorded twice."""
    machines = tuple(_machine(frame, it, by_id) for it in around.chains if _known(it, by_id))
    if not machines:
        return None
    return DrawnBlock("custody", "Machines and their custody", _NOTE, Custody(machines), _twin(machines))


def _known(chain: Chain, by_id: Mapping[int, Line]) -> bool:
    return all(link.fact.row_id in by_id for link in chain.links)


def _machine(frame: Frame, chain: Chain, by_id: Mapping[int, Line]) -> MachineChain:
    models = [it.fact.model for it in chain.links if it.fact.model]
    name = " ".join(filter(None, (chain.name, f"({models[0]})" if models else "")))
    return MachineChain(name, tuple(_step(frame, it, by_id, chain.name) for it in chain.links))


def _step(frame: Frame, link: Link, by_id: Mapping[int, Line], name: str) -> ChainStep:
    fact = link.fact
    what = fact.what.replace("_", " ") or "not said"
    figure = frame.book.count([by_id[fact.row_id]], f"{name}: {what} {fact.on or 'without a day'}", "rows")
    return ChainStep(
        on=str(fact.on or ""),
        what=what,
        where=place_name(fact.country) if fact.country else "",
        who=frame.party(party_text(fact.party_id)) if fact.party_id is not None else "",
        gap=link.gap_days,
        outside=link.standing == "outside",
        confidence=link.confidence,
        doubt="; ".join(link.reasons),
        figure=figure,
    )


def _twin(machines: Sequence[MachineChain]) -> TableBlock:
    titles = ("Machine", "Day", "What", "Where", "Who", "Word", "Why", "Rows")
    columns = tuple(Column(it, {"Day": "date", "Rows": "number"}.get(it, "text")) for it in titles)  # type: ignore[arg-type]
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (it.name, step.on, step.what, step.where, step.who, step.confidence, step.doubt, step.figure)
        for it in machines
        for step in it.steps
    )
    return TableBlock("custody-table", "Machines and their custody: the figures", "", columns, rows, "Goods")
