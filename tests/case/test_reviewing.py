"""The review of a case: its queue, and judgements that are kept and replayed."""

import csv
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from enduse.case import Case, RunOptions, create
from enduse.case.reviewing import Review
from enduse.errors import InputError, UsageError

HEADER = (
    "Регистрационный номер ДТ", "№ товара", "Дата регистрации", "Отправитель", "Получатель", "ИНН получателя",
    "Страна происхождения", "Страна отправления", "Код ТН ВЭД", "Описание и характеристика товара",
    "Статистическая стоимость, USD",
)  # fmt: skip
INN, LATER = "9799001010", "9799001098"

pytestmark = pytest.mark.slow


def add(case: Case, name: str, *rows: tuple[str, str, float]) -> None:
    """Lines of importer, its number, and value; the exporter is always one."""
    path = case.root.parent / f"{name}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        for at, (importer, number, value) in enumerate(rows, 1):
            number_of_declaration, day = f"10965570/{at:02}0123/000{ord(name)}", f"{at:02}.01.2023"
            line = ("Tirvasenko Ltd", importer, number, "ТУРЦИЯ", "ТУРЦИЯ", "8457101000", "lathe", value)
            writer.writerow((number_of_declaration, "1", day, *line))
    case.add(path)


def run(case: Case) -> None:
    case.run(RunOptions(only=("hub_surge",)))


def anchors(case: Case) -> dict[str, str]:
    """Name of each party to its anchor."""
    made = Review(case.workspace, "test")
    return {it: made.anchor_of(it) for it in ("ООО Технология", "Tekhnologiya LLC", "Solvanek LLC", "ООО «Солваннек»")}


@pytest.fixture
def case(tmp_path: Path) -> Case:
    made = create(tmp_path / "case")
    add(
        made,
        "a",
        ("ООО Технология", INN, 5_000.0),
        ("Tekhnologiya LLC", "", 700.0),
        ("Tekhnologiya LLC", "", 900.0),
        ("Solvanek LLC", "", 10.0),
        ("ООО «Солваннек»", "", 20.0),
    )
    run(made)
    return made


def review(case: Case, instant: int = 0) -> Review:
    return Review(case.workspace, "analyst", lambda: datetime(2026, 1, 1, 0, 0, instant, tzinfo=UTC))


def test_a_common_name_waits_with_reasons_rows_and_values(case: Case) -> None:
    (pair,) = review(case).queue()

    assert {pair.left.name, pair.right.name} == {"ООО Технология", "Tekhnologiya LLC"}
    assert {pair.left.value_usd, pair.right.value_usd} == {5_000.0, 1_600.0}
    assert {pair.left.rows, pair.right.rows} == {1, 2}
    assert pair.reasons
    assert any("general or frequent words" in it for it in pair.against)


def test_what_was_joined_without_asking_can_be_checked_and_undone(case: Case) -> None:
    (pair,) = review(case).queue("joined")
    assert {pair.left.name, pair.right.name} == {"Solvanek LLC", "ООО «Солваннек»"}
    assert len(set(anchors(case).values())) == 3

    review(case).decide(*pair.key, "different")
    run(case)

    assert len(set(anchors(case).values())) == 4
    assert review(case).queue("joined") == []


def test_a_judgement_joins_leaves_the_queue_and_survives_new_data(case: Case) -> None:
    (pair,) = review(case).queue()
    review(case).decide(*pair.key, "same", "one telephone number")
    assert review(case).queue() == []

    add(case, "b", ("ООО «Кемитонав»", LATER, 1.0))
    run(case)

    assert anchors(case)["Tekhnologiya LLC"] == anchors(case)["ООО Технология"] == f"inn:{INN}"
    assert review(case).queue() == []


def test_undo_appends_and_takes_the_last_one_back(case: Case) -> None:
    (pair,) = review(case).queue()
    review(case).decide(*pair.key, "same")
    review(case, 1).decide(*pair.key, "different")

    taken = review(case, 2).undo()

    assert taken is not None
    lines = (case.root / "judgements.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(it)["verdict"] for it in lines] == ["same", "not_same", "retracted"]
    assert [it.verdict for it in review(case).queue(judged=True)] == ["same"]
    review(case, 3).undo()
    assert review(case, 4).undo() is None


def test_a_line_tells_who_judged_and_when(case: Case) -> None:
    (pair,) = review(case).queue()

    said = review(case, 5).decide(*pair.key, "unsure")

    assert (said.by, said.at) == ("analyst", "2026-01-01T00:00:05Z")


def test_rows_open_with_the_most_valuable_first(case: Case) -> None:
    (pair,) = review(case).queue()
    side = pair.left if pair.left.name.startswith("Tekh") else pair.right

    rows = review(case).rows_of(side)

    assert [(it["source"], it["row"], it["value_usd"]) for it in rows] == [("a.csv", 4, 900.0), ("a.csv", 3, 700.0)]
    assert {it["role"] for it in rows} == {"consignee"}


def test_a_party_is_named_by_name_by_number_or_by_id(case: Case) -> None:
    made = review(case)
    side = next(it for it in (made.queue()[0].left, made.queue()[0].right) if it.name == "ООО Технология")

    assert {made.anchor_of(it) for it in ("ооо технология", f"inn:{INN}", side.party)} == {f"inn:{INN}"}


@pytest.mark.parametrize("text", ["nobody of that name", "inn:1234567894", "0123456789abcde", ""])
def test_an_unknown_party_is_refused(case: Case, text: str) -> None:
    with pytest.raises(UsageError) as caught:
        review(case).anchor_of(text)

    assert caught.value.code == "E-REVIEW-PARTY"


def test_an_unknown_verdict_is_refused_and_nothing_is_kept(case: Case) -> None:
    (pair,) = review(case).queue()

    with pytest.raises(UsageError) as caught:
        review(case).decide(*pair.key, "perhaps")

    assert caught.value.code == "E-REVIEW-VERDICT"
    assert len(review(case).queue()) == 1


def test_nothing_is_added_to_a_file_that_cannot_be_read(case: Case) -> None:
    (pair,) = review(case).queue()
    path = case.root / "judgements.jsonl"
    path.write_text("broken\n", encoding="utf-8")

    with pytest.raises(InputError):
        review(case).decide(*pair.key, "same")

    assert path.read_text(encoding="utf-8") == "broken\n"
