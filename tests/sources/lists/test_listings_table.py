# ruff: noqa: E501  (tables of examples stay whole)
"""A plain table of listings, in any language: names, numbers and above all days survive. All firms are invented."""

import io
from collections.abc import Callable
from datetime import date

import pytest
import xlsxwriter

from enduse.errors import UnreadableFile
from enduse.model.listing import BadRecord, ListEntry, WrittenIdentifier
from enduse.sources.lists import ListFile
from enduse.sources.lists.listings_table import LIST

TABLES: dict[str, tuple[str, str]] = {
    "english": (
        "utf-8",
        "authority,entry,names,identifiers,address,country,programme,listed_on,delisted_on\nCouncil-X,L1,Quillon Works LLC; ООО «Квиллон»,INN 9799001010,1 Elm Rd,RU,industry,2022-07-07,2023-01-02\n",
    ),
    "russian": (
        "cp1251",
        "Орган;№ записи;Имена;ИНН;Адрес;Страна;Основание;Дата включения;Дата исключения\nCouncil-X;L1;Quillon Works LLC| ООО «Квиллон»;9799001010;Тула, 1;Россия;industry;07.07.2022;02.01.2023\n",
    ),
    "ukrainian": (
        "utf-8",
        "Список санкцій\nОрган влади;Номер запису;Найменування;ІПН;Країна;Програма;Дата застосування;Дата скасування\nCouncil-X;L1;Quillon Works LLC; ;Росія;industry;07.07.2022;02.01.2023\n",
    ),
    "chinese": (
        "gb18030",
        "制裁机构,条目编号,名称,统一社会信用代码,地址,国家,制裁项目,列入日期,解除日期\nCouncil-X,L1,Quillon Works LLC；青岚公司,,深圳1号,俄罗斯,industry,2022年7月7日,2023年1月2日\n",
    ),
    "turkish": (
        "cp1254",
        "Yaptırım Makamı;Kayıt No;Unvan;Ülke;Program Adı;Listeye Alınma Tarihi;Listeden Çıkarılma Tarihi\nCouncil-X;L1;Quillon Works LLC;Rusya;industry;07.07.2022;02.01.2023\n",
    ),
    "korean": (
        "cp949",
        "제재기관,등재번호,명칭,국가,근거,등재일,해제일\nCouncil-X,L1,Quillon Works LLC,러시아,industry,2022-07-07,2023-01-02\n",
    ),
    "german": (
        "utf-8-sig",
        "Behörde;Eintrag;Namen;Land;Programm;Gelistet am;Gestrichen am\nCouncil-X;L1;Quillon Works LLC;Russland;industry;7.7.2022;2.1.2023\n",
    ),
    "spanish": (
        "utf-16",
        "Autoridad\tEntrada\tNombre\tPaís\tPrograma\tFecha de inclusión\tFecha de exclusión\nCouncil-X\tL1\tQuillon Works LLC\tRU\tindustry\t07/07/2022\t02/01/2023\nCouncil-X\tL2\tHenghe\tCN\tindustry\t25/12/2022\t\n",
    ),
    "arabic": (
        "utf-8",
        "السلطة,القيد,الاسم,الدولة,البرنامج,تاريخ الإدراج,تاريخ الحذف\nCouncil-X,L1,Quillon Works LLC,RU,industry,2022-07-07,2023-01-02\n",
    ),
}


def given(text: str | bytes, encoding: str = "utf-8", name: str = "watch.csv") -> ListFile:
    data = text if isinstance(text, bytes) else text.encode(encoding)
    return ListFile(name, len(data), lambda: io.BytesIO(data))


def entries(file: ListFile) -> list[ListEntry]:
    return [it for it in LIST.read(file).records if isinstance(it, ListEntry)]


@pytest.mark.parametrize("language", TABLES)
def test_days_names_and_authority_survive_in_every_language(language: str) -> None:
    file = given(TABLES[language][1], TABLES[language][0])
    assert LIST.fits(file)
    first = entries(file)[0]
    assert (first.authority, first.entry_id, first.names[0].text, first.countries) == (
        "Council-X",
        "L1",
        "Quillon Works LLC",
        ("RU",),
    )
    assert (first.listed_on, first.delisted_on) == (date(2022, 7, 7), date(2023, 1, 2))
    assert first.programmes == ("industry",)


def test_joined_names_are_told_apart_and_numbers_by_their_words() -> None:
    (first,) = entries(given(TABLES["english"][1]))
    assert [(it.text, it.role) for it in first.names] == [("Quillon Works LLC", "primary"), ("ООО «Квиллон»", "alias")]
    assert first.identifiers == (WrittenIdentifier("INN", "9799001010", "RU"),)
    assert (first.addresses[0].text, first.addresses[0].country) == ("1 Elm Rd", "RU")


def test_other_columns_stay_beside_the_entry() -> None:
    (first,) = entries(given("List,Name,Listed on,Clerk\nGrey list,Quillon,2022-07-07,Ann\n"))
    assert (first.authority, first.list, first.more) == ("Grey list", "Grey list", {"Clerk": "Ann"})


def test_a_line_without_a_name_is_said_and_not_lost() -> None:
    records = list(LIST.read(given("Authority,Name,Listed on\nCouncil-X,,2022-07-07\nCouncil-X,A1,\n")).records)
    assert [(it.row, it.code) for it in records if isinstance(it, BadRecord)] == [(2, "R-LIST-NAME")]
    assert len(records) == 2


def test_days_that_cannot_be_read_are_kept_as_written_and_said() -> None:
    reading = LIST.read(given("Authority,Name,Listed on\nCouncil-X,Quillon,last spring\nCouncil-X,Henghe,\n"))
    first = next(it for it in reading.records if isinstance(it, ListEntry))
    assert (first.listed_on, first.more["listed_on"]) == (None, "last spring")
    assert [it.code for it in reading.notices] == ["W-LISTING-DAY", "W-LISTING-UNDATED"]


def test_days_of_two_readings_are_said() -> None:
    reading = LIST.read(given("Authority,Name,Listed on\nCouncil-X,Quillon,03/04/2022\n"))
    assert [it.code for it in reading.notices] == ["W-DATE-ORDER"]
    told = LIST.read(given("Authority,Name,Listed on\nCouncil-X,Quillon,03/04/2022\nCouncil-X,Henghe,12/25/2022\n"))
    assert [it.listed_on for it in told.records if isinstance(it, ListEntry)] == [date(2022, 3, 4), date(2022, 12, 25)]


def test_a_workbook_is_read_too() -> None:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate([["Authority", "Name", "Listed on"], ["Council-X", "Quillon", "2022-07-07"]]):
            sheet.write_row(at, 0, row)
    file = given(made.getvalue(), name="watch.xlsx")
    assert LIST.fits(file)
    assert entries(file)[0].listed_on == date(2022, 7, 7)


@pytest.mark.parametrize(
    "header",
    [
        "Name,Country,Since,Phone",
        "Date,Payer,Payee,Amount",
        "Name,Listed on",
        "company,id,country,incorporated,relation,related,share,from,to",
    ],
)
def test_other_tables_are_not_taken_for_listings(header: str) -> None:
    file = given(f"{header}\n{','.join('x' for _ in header.split(','))}\n")
    assert not LIST.fits(file)
    with pytest.raises(UnreadableFile) as refused:
        LIST.read(file)
    assert refused.value.code == "E-LIST-HEADER"


def test_is_added_without_being_named(desk_for_lists: Callable[[str, str], list[tuple[str, str]]]) -> None:
    assert desk_for_lists("watch.csv", TABLES["english"][1]) == [("listings_table", "listings")]
