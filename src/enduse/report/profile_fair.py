"""Fairs: which brands were on show, by whom, what their makers had said before, and what may be controlled."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from ibis import _

from enduse.detect.brand_marks import bears
from enduse.detect.scope import DESTINATIONS
from enduse.detect.wording import plain
from enduse.goods.brands import Brand, brands
from enduse.goods.desk import GoodsDesk, GoodsQuestion
from enduse.goods.reading import read_goods
from enduse.model.case_book import Mark
from enduse.model.profile import Profile, ProfileTable, Section, Statement, TableLine
from enduse.report.profile_entries import statuses_of
from enduse.report.profile_exits import exit_on
from enduse.report.profile_ground import Ground, Row, Who, counted, day_text, distinct, grouped, line, said
from enduse.report.wording import listed, place_in_prose, place_name

UNSEEN = (
    "A list of exhibitors tells who took a stand. Whether a maker knows of its brand on a stand, it cannot tell.",
    "Brands that the list does not name, and brands unknown to the bundled table, are not seen.",
)
NEVER_CONTROLLED = "A likely entry is a reason to ask; only the authority decides what is controlled."

_MODEL = re.compile(r"model|модел|型号|型號|모델|機種", re.IGNORECASE)
_PAGE = re.compile(r"page|url|link|страниц|ссылк|页|頁|쪽|페이지", re.IGNORECASE)
_COLUMNS = (
    "brand",
    "home",
    "exhibitor",
    "presence",
    "held on",
    "stand and page",
    "status of the brand then",
    "likely entries",
)


@dataclass(frozen=True)
class Shown:
    """One brand on one stand.

    Attributes:
        who: The brand.
        role: ``direct``, ``dealer`` or ``not told``.
        why: Of the role, in words.
        refs: What says so.
        model: On show, as the list writes it; empty: not told.
        page: Where in the source, as the list writes it.
    """

    row: Row
    who: Who
    role: str
    why: str
    refs: tuple[str, ...] = ()
    model: str = ""
    page: str = ""


@cache
def _by_spelling() -> dict[str, Brand]:
    found: dict[str, Brand] = {}
    for it in brands():
        for name in it.spellings:
            found.setdefault(plain(name), it)
    return found


def brand_named(text: str | None) -> Brand | None:
    """The brand of the bundled table with exactly that spelling; nothing is guessed from likeness."""
    return _by_spelling().get(plain(text)) if text else None


def brand_who(brand: Brand, ids: frozenset[int] = frozenset()) -> Who:
    """A brand as the subject of a profile."""
    marks = frozenset(it.upper() for it in brand.spellings)
    return Who(brand.name, brand.name.upper(), ids, brand.spellings, marks, brand.countries)


def shown_at(ground: Ground, rows: Sequence[Row]) -> list[Shown]:
    """What each row of a list of exhibitors shows, and whether the maker or a dealer shows it."""
    names = ground.names(it["exhibitor_id"] for it in rows)
    raw = ground.raw(rows)
    return [_shown(ground, it, names.get(it["exhibitor_id"], ""), raw.get(it["row_id"], {})) for it in rows]


def _shown(ground: Ground, row: Row, exhibitor: str, cells: Mapping[str, str]) -> Shown:
    brand = brand_named(row["brand"])
    title = row["brand"] or exhibitor or "not told"
    who = brand_who(brand) if brand else Who(title, title.upper(), names=(title,), marks=frozenset({title.upper()}))
    role, why, refs = _role(ground, row, who, exhibitor)
    return Shown(row, who, role, why, refs, _cell(cells, _MODEL), _cell(cells, _PAGE))


def _cell(cells: Mapping[str, str], header: re.Pattern[str]) -> str:
    return next((text for name, text in cells.items() if header.search(name) and text), "")


def _role(ground: Ground, row: Row, who: Who, exhibitor: str) -> tuple[str, str, tuple[str, ...]]:
    on = row["held_on"] or ground.on
    part = plain(row["part"])
    for entry, it in statuses_of(ground, who):
        if "dealer" in it.status and it.maker and Who(exhibitor, exhibitor).means(it.party) and it.holds(on) != "no":
            return "dealer", f"{it.party} is written down as {it.status.replace('_', ' ')}", (entry.id, *it.evidence)
    if any(
        word in part for word in ("dealer", "дилер", "representative", "представител", "distributor", "代理", "딜러")
    ):
        return "dealer", f"the list calls it {row['part']}", ()
    if any(bears(mark, (exhibitor,)) for mark in (who.title, *who.names)):
        at_home = row["exhibitor_country"] in who.countries if row["exhibitor_country"] and who.countries else None
        if at_home is False:
            return "not told", "it bears the brand's name and is at home elsewhere", ()
        return "direct", "the exhibitor bears the brand's name", ()
    if any(word in part for word in ("maker", "manufacturer", "производител", "制造", "제조")):
        return "direct", f"the list calls it {row['part']}", ()
    return "not told", "neither the list nor the case tells how it is tied to the maker", ()


def fair_lines(ground: Ground, shown: Sequence[Shown], goods: Sequence[Row]) -> Iterator[TableLine]:
    """A line a brand and stand: who shows it, its status then, and the likely entries of its models."""
    names = ground.names(it.row["exhibitor_id"] for it in shown)
    models = grouped(goods, lambda it: it["brand"])
    for it in shown:
        gone = exit_on(replace(ground, on=it.row["held_on"] or ground.on), it.who)
        status = f"exit said, {gone.on}: {gone.text}" if gone else "no word of an exit at hand"
        entries, refs = _entries(it, models)
        cells = (
            it.row["brand"] or it.who.title,
            place_name(it.who.countries[0]) if it.who.countries else "not known",
            names.get(it.row["exhibitor_id"], ""),
            f"{it.role}: {it.why}",
            day_text(it.row["held_on"]),
            ", ".join(filter(None, (it.row["stand"], it.page))),
            status,
            entries,
        )
        cited = (it.row["row_id"], *(gone.rows if gone else ()), *refs)
        yield line(*cells, rows=cited, refs=(*it.refs, *(gone.refs if gone else ())))


def _entries(it: Shown, models: dict[str, list[Row]]) -> tuple[str, tuple[int, ...]]:
    """Likely entries of models on the stand, else of models of that brand in the goods lines."""
    on = it.row["held_on"] or date.max
    if it.model:
        told = likely_entries(f"{it.who.title} {it.model}", on)
        return f"{it.model}: {told or 'not assessable, no entry can be told from the model'}", ()
    seen = [row for row in models.get(it.who.id, []) if row["model"]]
    per_model = {row["model"]: row for row in seen}
    found = [
        (f"{model}: {entry}", row["row_id"])
        for model, row in list(per_model.items())[:3]
        if (entry := likely_entries(f"{row['brand']} {model} {row['description'] or ''}", on))
    ]
    if found:
        return "; ".join(text for text, _ in found), tuple(row_id for _, row_id in found)
    return "not assessable: no model with known figures", ()


@cache
def _desk() -> GoodsDesk:
    return GoodsDesk()


@cache
def likely_entries(text: str, on: date) -> str:
    """Control entries that may cover goods of that text on that day; never more than likely."""
    day = min(on, date(9999, 1, 1))
    answer = _desk().answer(GoodsQuestion(text, day))
    names = dict.fromkeys(it.name for it in answer.likely_entries)
    if not names:
        return ""
    met = [it.name for it in answer.likely_entries if it.answer == "meets"]
    word = "likely" if met else "possible, figures are missing"
    return f"{listed(names, 4)} ({word}; needs the authority)"


def _marked(ground: Ground, name: str, country: str) -> Iterator[TableLine]:
    """What readers of evidence saw at the fair: brands and models in photographs and films."""
    for entry in ground.told("mark"):
        mark = Mark.from_facts(entry.facts)
        if mark.is_a not in ("brand", "model", "logo") or not name or plain(name) not in plain(entry.about):
            continue
        read = read_goods(mark.text).first("brand")
        brand = brand_named(mark.text) or brand_named(str(read.value) if read else "")
        if brand is None or (country and brand.hq != country):
            continue
        gone = exit_on(ground, brand_who(brand))
        status = f"exit said, {gone.on}: {gone.text}" if gone else "no word of an exit at hand"
        entries = likely_entries(mark.text, ground.on) if mark.is_a == "model" else ""
        cells = (brand.name, place_name(brand.hq), None, f"not told: seen in {mark.evidence}, {mark.confidence}", None)
        told = f"{mark.text}: {entries or 'not assessable'}"
        refs = (entry.id, mark.evidence, *(gone.refs if gone else ()))
        yield line(*cells, mark.note, status, told, rows=gone.rows if gone else (), refs=refs)


def fair_profile(ground: Ground, name: str, country: str) -> Profile:
    """Every brand that was on show at a fair, and those of one country first.

    Args:
        ground: Whose exhibits.
        name: Part of the name of the fair; empty: every fair of the ledger.
        country: Home of the brands that are looked for, ISO alpha-2; empty: any.
    """
    rows = ground.rows("exhibits")
    if name:
        rows = [it for it in rows if plain(name) in plain(it["fair"])]
    shown = shown_at(ground, rows)
    wanted = [it for it in shown if not country or country in it.who.countries[:1]]
    marks = sorted({it.who.id for it in wanted})
    goods = ground.rows("items", _.brand.isin(marks) & _.model.notnull()) if marks else []
    title = f"{name or 'Every fair'}" + (f", brands of {place_name(country)}" if country else "")
    lines = (*fair_lines(ground, wanted, goods), *_marked(ground, name, country))
    table = ProfileTable("shown", "Brands on show", _COLUMNS, lines, NEVER_CONTROLLED)
    section = Section("shown", "Brands on show", tuple(_summary(shown, wanted, country)), (table,) if lines else ())
    if not rows and not lines:
        section = Section(
            "shown", "Brands on show", not_assessable="No list of exhibitors in the ledger names this fair."
        )
    return Profile("fair", name or "fairs", title, ground.on, (section,), unseen=UNSEEN)


def _summary(shown: Sequence[Shown], wanted: Sequence[Shown], country: str) -> Iterator[Statement]:
    rows = [it.row for it in shown]
    if not rows:
        return
    yield said("recorded", "The list names ", distinct(rows, "brand", "brands"), " on ", counted(rows, "rows"), ".")
    if country:
        found = [it.row for it in wanted]
        brands_found = sorted({it.who.title for it in wanted})
        named = f": {listed(brands_found, 8)}" if brands_found else ""
        home = f"t home in {place_in_prose(country)}"
        if found:
            yield said("recorded", f"A{home}: ", distinct(found, "brand", "brands"), f"{named}.")
        else:
            yield said("recorded", f"None of them is a{home}.")


def fairs_section(ground: Ground, who: Who) -> Section:
    """Where the brand was on show in Russia and Belarus, and by whom."""
    title = "Fairs in Russia and Belarus"
    rows = [it for it in ground.rows("exhibits") if who.means(it["brand"] or "") or it["exhibitor_id"] in who.ids]
    rows = [it for it in rows if (it["fair_country"] or it["exhibitor_country"]) in DESTINATIONS]
    if not rows:
        return Section("fairs", title, not_assessable="No list of exhibitors at hand names the brand there.")
    shown = shown_at(ground, rows)
    goods = ground.rows("items", _.brand.isin(sorted(who.marks)) & _.model.notnull()) if who.marks else []
    said_of = [said("recorded", "The brand was on show on ", counted(rows, "stands"), " of fairs there.")]
    direct = [it.row for it in shown if it.role == "direct"]
    if direct:
        said_of.append(
            said("recorded", counted(direct, "of these stands"), " are by an exhibitor that bears its name.")
        )
    lines = tuple(fair_lines(ground, shown, goods))
    return Section("fairs", title, tuple(said_of), (ProfileTable("fairs", title, _COLUMNS, lines, NEVER_CONTROLLED),))
