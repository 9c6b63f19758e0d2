"""The page in real Chromium: opened from a file, without a network."""

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from enduse.report.formats.html import html
from enduse.report.model import Dossier

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CHROMIUM = os.environ.get("ENDUSE_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]

# The relative luminance and contrast of WCAG 2.2, over every element that shows text of its own.
LOWEST_CONTRAST = """() => {
  const channel = (v) => { v /= 255; return v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; };
  const light = (c) => .2126 * channel(c[0]) + .7152 * channel(c[1]) + .0722 * channel(c[2]);
  const parse = (text) => (text.match(/[\\d.]+/g) || [0, 0, 0, 0]).map(Number);
  const ground = (node) => {
    for (let at = node; at; at = at.parentElement) {
      const colour = parse(getComputedStyle(at).backgroundColor);
      if (colour.length === 3 || colour[3] > .99) return colour;
    }
    return parse(getComputedStyle(document.body).backgroundColor);
  };
  let worst = [99, ''];
  for (const node of document.querySelectorAll('body *')) {
    const own = [...node.childNodes].some((it) => it.nodeType === 3 && it.textContent.trim());
    if (!own || !node.getClientRects().length || ['SCRIPT', 'STYLE', 'TITLE', 'DESC'].includes(node.tagName)) continue;
    const svg = node.namespaceURI.endsWith('svg');
    if (svg && node.closest('.marker')) continue;
    const style = getComputedStyle(node);
    const [a, b] = [light(parse(svg ? style.fill : style.color)), light(ground(node))];
    const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    if (ratio < worst[0]) worst = [ratio, `${node.tagName}.${node.className} ${node.textContent.slice(0, 40)}`];
  }
  return worst;
}"""


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    if not CHROMIUM:
        pytest.skip("Chromium is not installed; name it in ENDUSE_CHROMIUM or install the package chromium")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def address(vektor: Dossier, tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("page") / "dossier.html"
    html.write(vektor, path)
    return path.as_uri()


@pytest.fixture
def tab(chromium: Browser, address: str) -> Iterator[Page]:
    page = chromium.new_page(viewport={"width": 1280, "height": 900})
    page.goto(address)
    yield page
    page.close()


def drawer_numbers(tab: Page) -> list[str]:
    return [text.split(".")[0] for text in tab.locator("#drawer-rows .spot span").all_inner_texts()]


def test_a_click_on_a_number_opens_its_rows(tab: Page, vektor: Dossier) -> None:
    figure = vektor.summary[0].figures()[1]
    tab.locator(f"#summary a[href='#{figure.id}']").click()
    assert tab.locator("#drawer").is_visible()
    assert drawer_numbers(tab) == [str(it) for it in figure.rows]
    assert "add up to 3,000,321 USD;" in tab.locator("#drawer-sum").inner_text()


def test_sums_of_two_currencies_stay_apart(chromium: Browser, told: Callable[..., Dossier], tmp_path: Path) -> None:
    goods = {"on": date(2022, 5, 1), "usd": 7.0}
    cells = [{"on": date(2022, 5, 1), "eur": 5.5, "partner": "RU", "currency": "EUR"}]
    html.write(told("RU", [goods], cells), tmp_path / "both.html")
    page = chromium.new_page()
    page.goto((tmp_path / "both.html").as_uri())
    said = []
    for link in page.locator("#summary a.fig").all():
        link.click()
        said.append(page.locator("#drawer-sum").inner_text())
        page.keyboard.press("Escape")
    page.close()
    assert any(" 7 USD" in it for it in said)
    assert any(" 5.5 EUR" in it for it in said)
    assert not any("USD" in it and "EUR" in it for it in said)


def test_the_drawer_works_from_the_keyboard_and_gives_the_focus_back(tab: Page) -> None:
    link = tab.locator("#summary a.fig").first
    link.focus()
    tab.keyboard.press("Enter")
    assert tab.locator("#drawer").is_visible()
    assert tab.evaluate("document.activeElement.id") == "drawer-close"
    tab.keyboard.press("Escape")
    assert not tab.locator("#drawer").is_visible()
    assert tab.evaluate("document.activeElement.classList.contains('fig')")


def test_a_bar_of_the_chart_opens_its_rows(tab: Page) -> None:
    tab.locator("#movement a.bar").first.click()
    assert tab.locator("#drawer").is_visible()


def test_the_untouched_cells_stand_under_their_headers(tab: Page) -> None:
    tab.locator("#summary a.fig").first.click()
    tab.locator("#drawer-rows summary").first.click()
    assert tab.locator(".cells dt").all_inner_texts()[:3] == ["№", "Получатель", "Code"]
    assert tab.locator(".cells dd").all_inner_texts()[:3] == ["2", "=1+1", "0000123"]


def test_hostile_names_run_nothing(chromium: Browser, address: str) -> None:
    page = chromium.new_page()
    said: list[str] = []
    page.on("dialog", lambda it: said.append(it.message))
    page.on("pageerror", lambda it: said.append(str(it)))
    page.on("console", lambda it: said.append(it.text))
    page.goto(address)
    page.locator("#summary a.fig").first.click()
    page.locator("#evidence").scroll_into_view_if_needed()
    page.mouse.move(300, 300)
    assert said == []
    page.close()


def test_the_page_asks_for_nothing_but_itself(chromium: Browser, address: str) -> None:
    page = chromium.new_page()
    asked: list[str] = []
    page.on("request", lambda it: asked.append(it.url))
    page.goto(address)
    page.locator("#summary a.fig").first.click()
    assert asked == [address]
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_has_contrast_enough(scheme: Any, chromium: Browser, address: str) -> None:
    page = chromium.new_page(color_scheme=scheme)
    page.goto(address)
    page.evaluate("document.querySelectorAll('details').forEach((it) => { it.open = true; })")
    ratio, where = page.evaluate(LOWEST_CONTRAST)
    assert ratio >= 4.5, where
    page.locator("#summary a.fig").first.click()
    ratio, where = page.evaluate(LOWEST_CONTRAST)
    assert ratio >= 4.5, where
    page.close()


@pytest.mark.parametrize("width", [390, 1280])
def test_the_page_never_scrolls_sideways(width: int, chromium: Browser, address: str) -> None:
    page = chromium.new_page(viewport={"width": width, "height": 800})
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


def test_without_scripts_numbers_lead_to_the_register_and_on_to_the_rows(chromium: Browser, address: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    assert page.locator("#evidence tr[id]").count() == 9
    assert page.locator("#summary a.fig").nth(1).get_attribute("href") == "#f2"
    assert page.locator("#f2 .runs a").get_attribute("href") == "#e1"
    context.close()


def test_find_goes_to_the_row_that_holds_the_words(tab: Page) -> None:
    tab.fill("#wanted", "hostile-none")
    tab.click("#find button")
    assert "Not in these rows" in tab.locator("#find output").inner_text()
    tab.fill("#wanted", "onmouseover")
    tab.click("#find button")
    assert tab.locator("tr.at").count() == 1


def test_print_holds_all_rows_of_evidence(tab: Page) -> None:
    tab.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert tab.locator("#evidence tr[id]").count() == 9
    assert tab.locator("details:not([open])").count() == 0


def test_ten_thousand_rows_open_and_scroll_at_once(
    chromium: Browser, told: Callable[..., Dossier], tmp_path: Path
) -> None:
    facts = [
        {"on": date(2021 + at % 3, at % 12 + 1, at % 28 + 1), "usd": at / 7, "dispatch": ("TW", "CN", "TR")[at % 3]}
        for at in range(10_000)
    ]
    html.write(told("inn:7701234567", facts), tmp_path / "large.html")
    page = chromium.new_page()
    page.goto((tmp_path / "large.html").as_uri())
    load = page.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd")
    assert load < 5_000
    page.locator("#summary a.fig").nth(1).click()
    assert page.locator("#drawer-rows > li").count() == 100
    assert "10,000 rows" in page.locator("#drawer-sum").inner_text()
    page.keyboard.press("Escape")
    page.evaluate("location.hash = '#e9876'")
    page.wait_for_selector("#e9876.at")
    assert page.evaluate("document.querySelectorAll('#evidence tr[id]').length") < 3_000
    page.close()
