"""The drawings of a dossier: maps, network, owners, machines, timeline."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from enduse.report.cells_story import CellStream
from enduse.report.drawn_custody import custody_block
from enduse.report.drawn_map import map_block
from enduse.report.drawn_network import network_block, ownership_block
from enduse.report.drawn_timeline import timeline_block
from enduse.report.frame import Frame
from enduse.report.goods_story import Stream
from enduse.report.lines import Line
from enduse.report.model import Block
from enduse.report.movement import Heading
from enduse.report.scenes import Moment
from enduse.report.surroundings import Surroundings


@dataclass(frozen=True)
class Drawn:
    """What is drawn.

    Attributes:
        around: Records beside the subject's own.
        lines: Every line that may be cited.
        streams: Goods lines by direction.
        cell_streams: Published cells by flow.
        moments: What the case log tells, dated.
    """

    around: Surroundings
    lines: tuple[Line, ...]
    streams: Sequence[Stream]
    cell_streams: Sequence[CellStream]
    moments: tuple[Moment, ...] = ()


def drawn_blocks(frame: Frame, it: Drawn) -> Iterator[Block]:
    """The drawings that have something to show, in reading order."""
    by_id = {line.row_id: line for line in it.lines}
    goods = [line for stream in it.streams for line in stream.lines]
    made: list[Block | None] = [*_maps(frame, it)]
    made += [
        network_block(frame, it.around, goods, by_id),
        ownership_block(frame, it.around, by_id),
        custody_block(frame, it.around, by_id),
        timeline_block(frame, it.around, goods, by_id, it.moments),
    ]
    yield from (block for block in made if block)


def _maps(frame: Frame, it: Drawn) -> Iterator[Block | None]:
    for stream in it.streams:
        told = stream.title[:1].upper() + stream.title[1:] if stream.id else ""
        yield map_block(frame, Heading(f"map{stream.id}", "Map of flows", "", told), stream.lines)
    for cells in it.cell_streams:
        yield map_block(frame, Heading(f"map{cells.id}", "Map of flows", "", cells.title), cells.lines)
