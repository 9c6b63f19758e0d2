"""The bundled layouts as a family: what each of them must say."""

import re

import pytest

from enduse.errors import BadPlugin
from enduse.sources.layout import Layout, bundled_layouts, layout_of
from enduse.sources.plan import named_group
from enduse.text.headers import header_key

LONG = [it for it in bundled_layouts() if it.columns]


@pytest.mark.parametrize("layout", bundled_layouts(), ids=lambda it: it.id)
def test_every_layout_says_what_it_is_and_where_its_facts_come_from(layout: Layout) -> None:
    assert layout.title
    assert layout.about.strip()
    assert re.search(r"\b(seen|memory|derived)\b", layout.source)


@pytest.mark.parametrize("layout", LONG, ids=lambda it: it.id)
def test_no_column_has_two_meanings_in_one_layout(layout: Layout) -> None:
    seen: dict[str, str] = {}
    for rule in layout.columns:
        if rule.pattern is None:
            for header in rule.headers:
                assert seen.setdefault(header_key(header), rule.target) == rule.target, header


@pytest.mark.parametrize("layout", LONG, ids=lambda it: it.id)
def test_patterns_of_a_layout_compile_and_have_a_group(layout: Layout) -> None:
    for rule in (*layout.columns, *layout.derived):
        if rule.pattern is not None:
            assert "value" in re.compile(named_group(rule.pattern)).groupindex


def spec(**more: object) -> dict[str, object]:
    return {"id": "x", "title": "x", "table": "items", "about": "x", "source": "memory", **more}


@pytest.mark.parametrize("part", ["columns", "constants", "absent", "derived", "words", "registers"])
def test_a_layout_that_names_a_strange_column_is_refused(part: str) -> None:
    value: object = ["A"] if part in {"columns", "derived"} else {}
    with pytest.raises(BadPlugin, match="nonsense"):
        layout_of(spec(**{part: {"nonsense": value}}))


def test_a_layout_for_an_unknown_table_is_refused() -> None:
    with pytest.raises(BadPlugin, match="'nowhere'"):
        layout_of(spec(table="nowhere"))


@pytest.mark.parametrize(
    ("layout", "header", "column"),
    [
        ("ru_customs_headed", "Адрес грузополучателя", "consignee_address"),
        ("ru_customs_headed", "Адрес грузоотправителя", "consignor_address"),
        ("ru_customs_headed", "Наименование и характеристика товаров", "description"),
        ("ru_customs_headed", "Таможенная стоимость, долл. США", "value_usd"),
        ("ru_customs_headed", "БИН получателя", "consignee_identifier"),
        ("ko_export_declaration", "제조번호", "serial"),
        ("ko_export_declaration", "신고금액(USD)", "value_usd"),
    ],
)
def test_a_header_of_extracts_is_known(layout: str, header: str, column: str) -> None:
    (known,) = [it for it in LONG if it.id == layout]
    targets = {rule.target for rule in known.columns for it in rule.headers if header_key(it) == header_key(header)}
    assert targets == {column}
