"""The chart of any block that has one."""

from enduse.report.figures.custody import custody_svg
from enduse.report.figures.flow_map import flow_map_svg
from enduse.report.figures.holdings import holdings_svg
from enduse.report.figures.sankey import sankey_svg
from enduse.report.figures.series import series_svg
from enduse.report.figures.timeline import timeline_svg
from enduse.report.figures.web import web_svg
from enduse.report.model import DrawnBlock, FlowBlock, SeriesBlock
from enduse.report.scenes import Custody, FlowMap, Ownership, Timeline, Web

Charted = SeriesBlock | FlowBlock | DrawnBlock


def chart_svg(block: Charted) -> str:
    """The chart as one ``<svg>``; its shapes open their rows."""
    if isinstance(block, SeriesBlock):
        return series_svg(block)
    if isinstance(block, FlowBlock):
        return sankey_svg(block)
    match block.scene:
        case FlowMap():
            return flow_map_svg(block, block.scene)
        case Web():
            return web_svg(block, block.scene)
        case Ownership():
            return holdings_svg(block, block.scene)
        case Custody():
            return custody_svg(block, block.scene)
        case Timeline():
            return timeline_svg(block, block.scene)
    raise ValueError(f"nothing draws a {type(block.scene).__name__}")
