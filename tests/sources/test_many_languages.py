"""Extracts in many languages: every column finds its place and every row is kept. All firms are invented."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from enduse.model.provenance import Place
from enduse.sources.ingest import IngestContext, ingest
from enduse.sources.lexicon import header_matches
from enduse.sources.proposal import Proposal
from enduse.sources.propose import propose
from enduse.store.ledger import LedgerStore
from enduse.store.workspace import Workspace

ROWS = 24
VALUES: dict[str, list[str]] = {
    "declaration_no": [f"{4100 + at * 3:08d}" for at in range(ROWS)],
    "declared_on": [f"2022-03-{at % 28 + 1:02d}" for at in range(ROWS)],
    "consignor": [f"VELMORA{at % 5} TRADING CO., LTD." for at in range(ROWS)],
    "consignor_identifier": [f"{20299081 + at % 5}" for at in range(ROWS)],
    "consignor_address": [f"Linden Street {at % 5 + 3}, Velm" for at in range(ROWS)],
    "consignee": [f"Bardun{at % 7} TEKHNO LLC" for at in range(ROWS)],
    "consignee_address": [f"Forest Street {at % 7 + 3}, Office {at % 7 + 20}, Bard" for at in range(ROWS)],
    "destination": [("RU", "AM", "KZ")[at % 3] for at in range(ROWS)],
    "origin": [("JP", "DE", "TW")[at % 3] for at in range(ROWS)],
    "dispatch": [("DE", "TR")[at % 2] for at in range(ROWS)],
    "goods_code": [("84581120", "84571010", "84661038")[at % 3] for at in range(ROWS)],
    "description": [f"CNC lathe with tool turret, type R-{at}, new, year 2021" for at in range(ROWS)],
    "trademark": [("TAROKA", "VELMOR")[at % 2] for at in range(ROWS)],
    "model": [f"TR-{at % 9}50" for at in range(ROWS)],
    "serial": [f"TR{21890871 + at * 7}" for at in range(ROWS)],
    "quantity": [f"{at % 4 + 1}" for at in range(ROWS)],
    "net_kg": [f"{1000 + at * 37}.50" for at in range(ROWS)],
    "currency": [("USD", "EUR", "JPY")[at % 3] for at in range(ROWS)],
    "value": [f"{81000 + at * 97}.75" for at in range(ROWS)],
}
_USUAL = ["declaration_no", "declared_on", "consignor", "consignee", "destination", "origin", "goods_code"]
_USUAL += ["description", "net_kg", "quantity", "currency", "value"]


def named(text: str) -> dict[str, str]:
    return dict(zip(_USUAL, text.split("; "), strict=True))


HEADERS: dict[str, dict[str, str]] = {
    "japanese": {
        "declaration_no": "輸出申告番号",
        "declared_on": "申告年月日",
        "consignor": "輸出者",
        "consignor_address": "輸出者の住所",
        "consignee": "仕向人",
        "destination": "仕向国",
        "goods_code": "統計品目番号",
        "description": "品名",
        "trademark": "商標",
        "model": "型式",
        "serial": "製造番号",
        "quantity": "数量",
        "net_kg": "正味重量",
        "currency": "通貨",
        "value": "申告価格",
    },
    "serbian": named(
        "Broj deklaracije; Datum; Izvoznik; Primalac; Zemlja odredišta; Zemlja porekla; Tarifni broj; Opis robe; "
        "Neto masa (kg); Količina; Valuta; Fakturna vrednost"
    )
    | {"consignor_identifier": "PIB izvoznika"},
    "serbian in Cyrillic": named(
        "Број декларације; Датум; Извозник; Прималац; Земља одредишта; Земља порекла; Тарифни број; Опис робе; "
        "Нето маса; Количина; Валута; Фактурна вредност"
    ),
    "italian": named(
        "Numero dichiarazione; Data; Esportatore; Destinatario; Paese di destinazione; Paese di origine; Codice NC; "
        "Descrizione merce; Peso netto (kg); Quantità; Valuta; Valore fattura"
    )
    | {"consignor_address": "Indirizzo dell'esportatore", "consignor_identifier": "Partita IVA esportatore"},
    "polish": named(
        "Numer zgłoszenia; Data zgłoszenia; Nadawca; Odbiorca; Kraj przeznaczenia; Kraj pochodzenia; Kod CN; "
        "Opis towaru; Masa netto (kg); Ilość; Waluta; Wartość fakturowa"
    )
    | {"consignee_address": "Adres odbiorcy", "dispatch": "Kraj wysyłki"},
    "czech": named(
        "Číslo celního prohlášení; Datum přijetí; Vývozce; Příjemce; Země určení; Země původu; Kód zboží; "
        "Popis zboží; Čistá hmotnost; Množství; Měna; Fakturovaná částka"
    ),
    "portuguese": named(
        "Número da declaração; Data de registro; Exportador; Importador; País de destino; País de origem; NCM; "
        "Descrição da mercadoria; Peso líquido; Quantidade; Moeda; Valor da fatura"
    ),
    "kazakh": named(
        "Декларация нөмірі; Декларация күні; Жүк жөнелтуші; Жүк алушы; Баратын елі; Шығу елі; СЭҚ ТН коды; "
        "Тауардың сипаттамасы; Нетто салмағы; Саны; Валютасы; Фактуралық құны"
    ),
    "uzbek": named(
        "Bojxona deklaratsiyasi raqami; Deklaratsiya sanasi; Jo'natuvchi; Yuk qabul qiluvchi; Tayinlangan mamlakat; "
        "Kelib chiqish mamlakati; TIF TN kodi; Tovar tavsifi; Netto vazni; Miqdori; Valyuta; Faktura qiymati"
    ),
    "armenian": named(
        "Հայտարարագրի համար; Ամսաթիվ; Ուղարկող; Ստացող; Նշանակման երկիր; Ծագման երկիր; ԱՏԳ ԱԱ կոդ; "
        "Ապրանքի նկարագրություն; Զուտ քաշ; Քանակ; Արժույթ; Մաքսային արժեք"
    ),
    "georgian": named(
        "დეკლარაციის ნომერი; თარიღი; გამგზავნი; მიმღები; დანიშნულების ქვეყანა; წარმოშობის ქვეყანა; სეს ესნ კოდი; "
        "საქონლის აღწერა; ნეტო წონა; რაოდენობა; ვალუტა; ღირებულება"
    ),
    "azerbaijani": named(
        "Bəyannamə nömrəsi; Tarix; Göndərən; Alan; Təyinat ölkəsi; Mənşə ölkəsi; XİF MN kodu; Malın təsviri; "
        "Netto çəki; Miqdarı; Valyuta; Faktura dəyəri"
    ),
    "arabic": named(
        "رقم البيان الجمركي; تاريخ البيان; المصدر; المستورد; بلد المقصد; بلد المنشأ; البند الجمركي; وصف البضاعة; "
        "الوزن الصافي; الكمية; العملة; قيمة الفاتورة"
    )
    | {"consignee_address": "عنوان المستورد"},
    "persian": named(
        "شماره اظهارنامه; تاریخ اظهارنامه; فرستنده; گیرنده; کشور مقصد; کشور مبدا; شماره تعرفه; شرح کالا; وزن خالص; "
        "تعداد; نوع ارز; ارزش فاکتور"
    ),
    "vietnamese": named(
        "Số tờ khai; Ngày đăng ký; Người xuất khẩu; Người nhập khẩu; Nước đến; Nước xuất xứ; Mã HS; Mô tả hàng hóa; "
        "Trọng lượng tịnh; Số lượng; Loại tiền; Trị giá hóa đơn"
    ),
    "thai": named(
        "เลขที่ใบขนสินค้า; วันที่; ผู้ส่งออก; ผู้นำเข้า; ประเทศปลายทาง; ประเทศแหล่งกำเนิด; พิกัดศุลกากร; "
        "รายละเอียดสินค้า; น้ำหนักสุทธิ; ปริมาณ; สกุลเงิน; มูลค่า"
    ),
    "indonesian": named(
        "Nomor PEB; Tanggal PEB; Eksportir; Penerima; Negara tujuan; Negara asal; Pos tarif; Uraian barang; "
        "Berat bersih; Jumlah; Mata uang; Nilai FOB"
    ),
    "greek": named(
        "Αριθμός διασάφησης; Ημερομηνία; Αποστολέας; Παραλήπτης; Χώρα προορισμού; Χώρα καταγωγής; "
        "Κωδικός εμπορεύματος; Περιγραφή εμπορευμάτων; Καθαρό βάρος; Ποσότητα; Νόμισμα; Αξία τιμολογίου"
    ),
    "hungarian": named(
        "Vámnyilatkozat száma; Elfogadás dátuma; Feladó; Címzett; Rendeltetési ország; Származási ország; "
        "Vámtarifaszám; Áru megnevezése; Nettó tömeg; Mennyiség; Pénznem; Számlaérték"
    ),
    "hindi": named(
        "घोषणा संख्या; दिनांक; निर्यातक; आयातक; गंतव्य देश; मूल देश; एचएस कोड; माल का विवरण; शुद्ध भार; मात्रा; मुद्रा; चालान मूल्य"
    ),
    "hebrew": named(
        "מספר רשימון; תאריך; יצואן; יבואן; ארץ יעד; ארץ מקור; פרט מכס; תיאור הטובין; משקל נטו; כמות; מטבע; ערך חשבון"
    ),
}


def text_of(headers: dict[str, str]) -> str:
    lines = [list(headers.values()), *([VALUES[it][at] for it in headers] for at in range(ROWS))]
    return "".join("\t".join(line) + "\n" for line in lines)


def unless_grave(proposal: Proposal, place: Place, file_name: str) -> str | None:
    return None if any(it.grave for it in proposal.missing) else "mapped"


def rows_taken(folder: Path, headers: dict[str, str]) -> tuple[int, list[dict[str, Any]]]:
    store = LedgerStore(Workspace.create(folder / "case"), lambda: datetime(2024, 3, 1, 12, tzinfo=UTC))
    path = folder / "extract.tsv"
    path.write_text(text_of(headers), encoding="utf-8")
    report = ingest(path, IngestContext(store, date(2024, 3, 1), accept=unless_grave))
    parts = [pq.read_table(store.workspace.ledger / it.path) for it in store.manifest().of_table("items")]
    return report.rows_read, pa.concat_tables(parts).to_pylist()


def proposed(headers: dict[str, str]) -> Proposal:
    found = propose([line.split("\t") for line in text_of(headers).splitlines()], "extract.tsv")
    assert found is not None
    return found


@pytest.mark.parametrize("language", HEADERS)
def test_each_column_finds_its_place(language: str) -> None:
    headers = HEADERS[language]
    found = proposed(headers)
    assert found.table == "items"
    assert {it.header: it.target for it in found.columns} == {text: target for target, text in headers.items()}


@pytest.mark.parametrize("language", ["japanese", "serbian", "polish", "kazakh", "armenian", "arabic", "thai", "greek"])
def test_every_row_is_kept_with_its_goods_and_parties(language: str, tmp_path: Path) -> None:
    read, rows = rows_taken(tmp_path, HEADERS[language])
    assert read == len(rows) == ROWS
    assert [it["consignee"] for it in sorted(rows, key=lambda it: it["row"])] == VALUES["consignee"]
    assert {it["declared_on"] for it in rows} == {date.fromisoformat(it) for it in VALUES["declared_on"]}


@pytest.mark.parametrize(
    "kept",
    [
        ("declared_on", "consignor", "goods_code", "net_kg"),
        ("declaration_no", "consignor", "description", "net_kg"),
        ("declared_on", "consignor", "description", "value"),
    ],
)
def test_a_day_or_number_goods_and_one_party_are_enough(kept: tuple[str, ...]) -> None:
    found = proposed({it: HEADERS["japanese"][it] for it in kept})
    assert found.missing
    assert not any(it.grave for it in found.missing)
    assert {it.code for it in found.notices} >= {"W-MAP-NEED"}


def test_goods_for_several_countries_from_an_unnamed_one_are_exports() -> None:
    assert proposed(HEADERS["japanese"]).constants == {"direction": "export"}


@pytest.mark.parametrize("language", ["polish", "japanese"])
def test_nothing_is_guessed_of_the_direction_when_both_sides_or_one_country_are_named(language: str) -> None:
    headers = HEADERS[language]
    lines = [line.split("\t") for line in text_of(headers).splitlines()]
    at = list(headers).index("destination")
    if "dispatch" not in headers:
        lines = [lines[0], *([*line[:at], "RU", *line[at + 1 :]] for line in lines[1:])]
    found = propose(lines, "extract.tsv")
    assert found is not None
    assert found.mapped["destination"].header == headers["destination"]
    assert "direction" not in found.constants


def test_goods_and_days_without_any_party_are_not_enough() -> None:
    headers = {it: HEADERS["japanese"][it] for it in ("declaration_no", "declared_on", "goods_code", "net_kg", "value")}
    assert any(it.grave for it in proposed(headers).missing)


@pytest.mark.parametrize(
    ("header", "target"),
    [
        ("PIB izvoznika", "consignor_identifier"),
        ("УНП получателя", "consignee_identifier"),
        ("Indirizzo del destinatario", "consignee_address"),
        ("輸出者の住所", "consignor_address"),
        ("出口人統一編號", "consignor_identifier"),
        ("Kraj nadawcy", "consignor_country"),
        ("수출자주소", "consignor_address"),
    ],
)
def test_a_detail_of_a_party_is_told_from_the_party(header: str, target: str) -> None:
    matches = header_matches("items", header)
    assert max(matches, key=lambda it: matches[it].score) == target


def test_where_goods_are_sent_from_is_not_where_the_sender_sits() -> None:
    matches = header_matches("items", "Gönderen Ülke")
    assert matches["dispatch"].score > matches["consignor_country"].score


@pytest.mark.parametrize(
    "header", ["Stückpreis", "Prezzo unitario", "単価", "Cena jednostkowa", "Preço unitário", "Jedinična cena"]
)
def test_the_price_of_one_piece_is_no_value_in_any_language(header: str) -> None:
    assert not {"value", "value_usd"} & header_matches("items", header).keys()
