"""XML documents: one row for each record, nothing lost, nothing expanded."""

from collections.abc import Callable
from pathlib import Path

import pytest

from enduse.errors import UnreadableFile, UnsafeFile
from enduse.sources.reading import Opened
from enduse.sources.reading.xml import XmlSheet

Opener = Callable[..., Opened]

DECLARATION = """<?xml version="1.0" encoding="{encoding}"?>
<d:Message xmlns:d="urn:fictional"><d:ID>M-1</d:ID><Header><Sender>Вымысел</Sender></Header>
<Goods kind="x"><Item n="1"><Code>8458</Code><Party><Name>A</Name></Party><Party><Name>B</Name></Party></Item>
<Item n="2"><Code>8459</Code><Weight unit="kg">5</Weight></Item></Goods><Total>2</Total></d:Message>"""


def records(sheet: object) -> list[dict[str, str]]:
    assert isinstance(sheet, XmlSheet)
    names, *rows = (
        [cell or "" for cell in cells]
        for batch in sheet.batches()
        for cells in zip(*batch.table.drop(["row"]).to_pydict().values(), strict=True)
    )
    return [{name: cell for name, cell in zip(names, row, strict=True) if cell} for row in rows]


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1251", "utf-16"])
def test_a_record_has_its_own_leaves_and_those_above_it(opened: Opener, encoding: str) -> None:
    (sheet,) = opened(DECLARATION.format(encoding=encoding).encode(encoding), "made.xml").sheets
    assert records(sheet) == [
        {
            "/Message/ID": "M-1", "/Message/Header/Sender": "Вымысел", "/Message/Total": "2",
            "/Message/Goods/@kind": "x", "@n": "1", "Code": "8458", "Party/Name": "A | B",
            "Party[1]/Name": "A", "Party[2]/Name": "B",
        },
        {
            "/Message/ID": "M-1", "/Message/Header/Sender": "Вымысел", "/Message/Total": "2",
            "/Message/Goods/@kind": "x", "@n": "2", "Code": "8459", "Weight": "5", "Weight/@unit": "kg",
        },
    ]  # fmt: skip


def test_row_numbers_are_ordinals_of_records_behind_the_names(opened: Opener) -> None:
    (sheet,) = opened(DECLARATION.format(encoding="utf-8").encode(), "made.xml").sheets
    assert [row for batch in sheet.batches() for row in batch.table["row"].to_pylist()] == [1, 2, 3]
    assert sheet.traits == {"root": "Message", "records": "Message/Goods/Item", "count": "2"}


def test_a_layout_may_cut_elsewhere(opened: Opener) -> None:
    (sheet,) = opened(DECLARATION.format(encoding="utf-8").encode(), "made.xml").sheets
    assert isinstance(sheet, XmlSheet)
    parties = sheet.with_records("Item/Party")
    assert [it["Name"] for it in records(parties)] == ["A", "B"]
    assert [it["/Message/Goods/Item/@n"] for it in records(parties)] == ["1", "1"]
    whole = sheet.with_records("NoSuchElement")
    assert [it["Goods/Item/Code"] for it in records(whole)] == ["8458 | 8459"]


def test_leaves_above_belong_to_their_own_group(opened: Opener) -> None:
    groups = "".join(
        f"<g><id>{at}</id><i><c>{at}a</c><d>1</d></i><i><c>{at}b</c><d>1</d></i></g>" for at in range(1, 4)
    )
    (sheet,) = opened(f"<r>{groups}</r>".encode(), "made.xml").sheets
    assert isinstance(sheet, XmlSheet)
    found = records(sheet.with_records("g/i"))
    assert [(it["/r/g/id"], it["c"]) for it in found] == [
        ("1", "1a"), ("1", "1b"), ("2", "2a"), ("2", "2b"), ("3", "3a"), ("3", "3b"),
    ]  # fmt: skip


def test_a_list_beside_the_records_is_left_out_of_them_and_said(opened: Opener) -> None:
    items = "".join(f"<i><a>{at}</a><b>1</b><c>2</c></i>" for at in range(80))
    others = "".join(f"<o><x>{at}</x></o>" for at in range(80))
    (sheet,) = opened(f"<r>{items}{others}</r>".encode(), "made.xml").sheets
    assert [it.code for it in sheet.notices] == ["W-XML-BESIDE"]
    assert len(records(sheet)) == 80


BOMB = '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><r><i>&b;</i><i>x</i></r>'
FILE = '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/hostname">]><r><i>&a;</i></r>'


@pytest.mark.parametrize("text", [BOMB, FILE])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused(opened: Opener, text: str, encoding: str) -> None:
    with pytest.raises(UnsafeFile) as caught:
        opened(text.encode(encoding), "made.xml")
    assert caught.value.code == "E-XML-ENTITY"


def test_entities_far_from_the_beginning_are_refused_too(opened: Opener) -> None:
    far = BOMB.replace("<!DOCTYPE r [", f"<!DOCTYPE r [<!--{' ' * 2_000_000}-->")
    with pytest.raises(UnsafeFile) as caught:
        opened(far.encode(), "made.xml")
    assert caught.value.code == "E-XML-ENTITY"


def test_a_reference_to_an_outer_dtd_is_never_followed(opened: Opener, tmp_path: Path) -> None:
    (tmp_path / "outer.dtd").write_text('<!ENTITY secret "leaked">')
    text = f'<?xml version="1.0"?><!DOCTYPE r SYSTEM "{(tmp_path / "outer.dtd").as_uri()}"><r><i>1</i><i>2</i></r>'
    (sheet,) = opened(text.encode(), "made.xml").sheets
    assert "leaked" not in str(records(sheet))


def test_a_cut_off_document_is_called_damaged(opened: Opener) -> None:
    data = DECLARATION.format(encoding="utf-8").encode()
    with pytest.raises(UnreadableFile) as caught:
        opened(data[:-40], "made.xml")
    assert caught.value.code == "E-XML-DAMAGED"


def test_forbidden_comments_are_passed_over(opened: Opener) -> None:
    text = "<r><!-- two -- hyphens --><i><a>1</a></i><!-- not closed >\n<i><a>2</a></i><!-- fine --><i><a>3</a></i></r>"
    (sheet,) = opened(text.encode(), "made.xml").sheets
    assert [it["a"] for it in records(sheet)] == ["1", "2", "3"]
    assert [it.code for it in sheet.notices] == ["W-XML-COMMENT"]
