"""Saved maps: the same kind of file is read again, renamed and reordered as it may be. All firms are invented."""

import random
from pathlib import Path

import pytest

from enduse.errors import BadPlugin
from enduse.sources.layout import Layout, bundled_layouts, layout_of, read_layout
from enduse.sources.maps import layout_spec, read_maps, recognise_saved, save_map
from enduse.sources.propose import propose

Rows = list[list[str]]

HEADER = [
    "Номер ДТ",
    "Дата",
    "Отправитель",
    "Получатель",
    "Страна происхождения",
    "Страна отправления",
    "Код ТН ВЭД",
    "Вес нетто",
]


def rows(count: int = 24) -> Rows:
    return [
        [
            f"10702070/010322/00{at:05d}",
            f"{at % 28 + 1:02d}.03.2022",
            f"QINGLAN{at % 5} MACHINERY CO., LTD.",
            f'ООО "РЕЗЕЦ-{at % 7}"',
            ("ТАЙВАНЬ (КИТАЙ)", "ЯПОНИЯ")[at % 2],
            ("КИТАЙ", "ТУРЦИЯ")[at % 2],
            ("8458112009", "8457101000")[at % 2],
            f"{1000 + at * 37},5",
        ]
        for at in range(count)
    ]


@pytest.fixture
def maps(tmp_path: Path) -> Path:
    """A folder that holds the map of one kind of file."""
    proposal = propose([HEADER, *rows()], "imports.csv")
    assert proposal
    save_map(proposal, tmp_path, "Border extract!", "Extract of a border post")
    return tmp_path


def test_a_saved_map_is_a_layout_file(maps: Path) -> None:
    layout = read_layout(maps / "border_extract.toml")
    assert (layout.id, layout.title, layout.table) == ("border_extract", "Extract of a border post", "items")
    assert layout.constants == {"direction": "import"}
    assert {it.target: it.headers for it in layout.columns}["goods_code"] == ("Код ТН ВЭД",)


def test_the_same_kind_of_file_is_recognised(maps: Path) -> None:
    found = recognise_saved([HEADER, *rows(9)], maps)
    assert found
    assert found.chosen.columns["net_kg"] == (7,)
    assert found.differences == ()
    assert found.likeness > 0.95
    assert found.notice.code == "W-MAP-KNOWN"


def test_columns_in_another_order_are_found_and_said(maps: Path) -> None:
    order = list(range(len(HEADER)))
    random.Random(5).shuffle(order)
    found = recognise_saved([[HEADER[at] for at in order], *[[row[at] for at in order] for row in rows()]], maps)
    assert found
    assert {target: at for target, (at,) in found.chosen.columns.items()}["goods_code"] == order.index(6)
    assert "columns stand in another order" in found.differences


def test_renamed_columns_are_found_by_meaning_or_values_and_said(maps: Path) -> None:
    header = [
        {"Отправитель": "Грузоотправитель", "Код ТН ВЭД": "Zzyzx", "Получатель": "Firma"}.get(it, it) for it in HEADER
    ]
    found = recognise_saved([header, *rows()], maps)
    assert found
    assert [found.chosen.columns[it] for it in ("consignor", "consignee", "goods_code")] == [(2,), (3,), (6,)]
    assert "goods_code was 'Код ТН ВЭД' and is now 'Zzyzx'" in found.differences


def test_two_renamed_columns_that_look_alike_are_not_told_apart(maps: Path) -> None:
    turned = [0, 1, 2, 3, 5, 4, 6, 7]
    header = [*HEADER[:4], "Aaa", "Bbb", *HEADER[6:]]
    found = recognise_saved([header, *[[row[at] for at in turned] for row in rows()]], maps)
    assert found
    assert not {"origin", "dispatch"} & found.chosen.columns.keys()
    assert "origin ('Страна происхождения') was not found" in found.differences


def test_missing_and_new_columns_are_said(maps: Path) -> None:
    found = recognise_saved([[*HEADER[:7], "Примечание"], *[[*row[:7], "без осмотра"] for row in rows()]], maps)
    assert found
    assert "net_kg" not in found.chosen.columns
    assert "net_kg ('Вес нетто') was not found" in found.differences
    assert "new columns, kept as they are: 'Примечание'" in found.differences


def test_another_kind_of_file_is_not_recognised(maps: Path) -> None:
    payments = [["Дата", "Плательщик", "Сумма", "Назначение"], *[["01.03.2022", "ООО «Резец»", "10,5", "Оплата"]] * 9]
    statistics = [["Reporter", "Partner", "Period", "HS6", "Value"], *[["TW", "RU", "2022-03", "845811", "10"]] * 9]
    assert recognise_saved(payments, maps) is None
    assert recognise_saved(statistics, maps) is None
    assert recognise_saved([], maps) is None


def test_a_file_without_headers_is_recognised_by_its_values(tmp_path: Path) -> None:
    proposal = propose(rows(), "march.csv")
    assert proposal
    save_map(proposal, tmp_path, "bare")
    found = recognise_saved(rows(12), tmp_path)
    assert found
    assert found.chosen.header_rows == ()
    assert found.chosen.columns["goods_code"] == (6,)


def test_saving_again_replaces_the_map_and_leaves_nothing_else(maps: Path) -> None:
    proposal = propose([HEADER, *rows()], "exports.csv")
    assert proposal
    save_map(proposal, maps, "border extract")
    assert [it.name for it in maps.iterdir()] == ["border_extract.toml"]
    (saved,) = read_maps(maps)
    assert saved.layout.constants == {"direction": "export"}


def test_a_failed_save_leaves_the_old_map(maps: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = (maps / "border_extract.toml").read_text(encoding="utf-8")
    proposal = propose([HEADER, *rows()], "exports.csv")
    assert proposal

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        save_map(proposal, maps, "border extract")
    assert [it.read_text(encoding="utf-8") for it in maps.iterdir()] == [before]


@pytest.mark.parametrize(
    "damage", ["not toml [", "[fingerprint]\nheaders = 3", 'id = "x"\n[fingerprint]\nheaders = []\ncolumns = {a = 1}']
)
def test_a_damaged_map_is_an_error_that_names_it(maps: Path, damage: str) -> None:
    (maps / "broken.toml").write_text(damage, encoding="utf-8")
    with pytest.raises(BadPlugin, match="broken.toml is no saved map"):
        recognise_saved([HEADER, *rows()], maps)


def test_a_plain_layout_in_the_folder_is_no_saved_map(maps: Path) -> None:
    text = 'id = "plain"\ntitle = "t"\ntable = "items"\nabout = "a"\nsource = "s"\n[columns]\ngoods_code = "Code"\n'
    (maps / "plain.toml").write_text(text, encoding="utf-8")
    assert [it.layout.id for it in read_maps(maps)] == ["border_extract"]


def test_a_folder_without_maps_recognises_nothing(tmp_path: Path) -> None:
    assert recognise_saved([HEADER, *rows()], tmp_path) is None


@pytest.mark.parametrize("layout", bundled_layouts(), ids=lambda it: it.id)
def test_writing_a_layout_and_reading_it_changes_nothing(layout: Layout) -> None:
    assert layout_of(layout_spec(layout)) == layout
