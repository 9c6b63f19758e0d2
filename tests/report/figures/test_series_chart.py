import xml.etree.ElementTree as ET

from enduse.report.figures.canvas import cut, short, ticks
from enduse.report.figures.series import series_svg
from enduse.report.model import Dossier, SeriesBlock

SVG = "{http://www.w3.org/2000/svg}"


def chart(dossier: Dossier) -> tuple[SeriesBlock, ET.Element]:
    block = next(it for it in dossier.blocks if isinstance(it, SeriesBlock))
    return block, ET.fromstring(series_svg(block).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))


def height(bar: ET.Element) -> float:
    rect = bar.find(f"{SVG}rect")
    assert rect is not None
    return float(rect.attrib["height"])


def test_every_month_with_value_has_a_bar_that_opens_its_figure(vektor: Dossier) -> None:
    block, root = chart(vektor)
    wanted = {f"#{it.id}" for band in block.bands for it in band.values if it}
    assert {it.get("href") for it in root.iter(f"{SVG}a")} == wanted
    assert len(wanted) == 5


def test_the_height_of_bars_is_in_proportion(vektor: Dossier) -> None:
    _, root = chart(vektor)
    heights = {bar.findtext(f"{SVG}title"): height(bar) for bar in root.iter(f"{SVG}a")}
    august, may = (tall for title, tall in heights.items() if title and ("2022-08" in title or "2022-05" in title))
    assert abs(max(august, may) / min(august, may) - 2) < 0.05


def test_it_has_a_title_and_a_description(vektor: Dossier) -> None:
    _, root = chart(vektor)
    assert root.get("role") == "img"
    assert "highest month is 2022-08" in (root.findtext(f"{SVG}desc") or "")


def test_markers_are_numbered(vektor: Dossier) -> None:
    block, root = chart(vektor)
    numbers = [it.findtext(f"{SVG}text") for it in root.iter(f"{SVG}g") if it.get("class") == "marker"]
    assert numbers == [str(at) for at in range(1, len(block.markers) + 1)]


def test_gridlines_are_round_and_reach_over_the_top() -> None:
    assert ticks(987_000) == [0, 250_000, 500_000, 750_000, 1_000_000]
    assert ticks(0) == [0, 1]


def test_axis_numbers_are_short() -> None:
    assert [short(it) for it in (1_500_000, 250_000, 120, 2e9)] == ["1.5 M", "250 k", "120", "2 bn"]


def test_wide_letters_take_more_room() -> None:
    assert cut("abcdefghij", 70) == "abcdefghij"
    assert cut("机床制造有限公司", 60) == "机床制…" or len(cut("机床制造有限公司", 60)) < 6
    assert cut("ABCDEFGHIJKLM", 60).endswith("…")
