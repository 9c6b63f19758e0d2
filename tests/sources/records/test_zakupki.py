# ruff: noqa: E501  (tables of examples stay whole)
"""Files of Russian public procurement: payment orders, signed contracts, notices. Firms and numbers are invented."""

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

PAYMENTS = """<?xml version="1.0" encoding="UTF-8"?>
<ns2:export xmlns="http://zakupki.gov.ru/oos/types/1" xmlns:ns2="http://zakupki.gov.ru/oos/export/1">
<ns2:contractProcedure schemeVersion="7.5"><id>1</id><regNum>2979900101017000002</regNum><executions><stage><endDate>2017-12-31</endDate></stage>
<execution><payDoc><documentName>платежное поручение</documentName><documentDate>2018-01-19</documentDate><documentNum>31</documentNum></payDoc><currency><code>RUB</code><name>Российский рубль</name></currency><paid>6786.56</paid></execution>
<execution><docExecution><code>1</code><name>Акт</name><documentDate>2018-01-18</documentDate></docExecution><currency><code>RUB</code><name>Российский рубль</name></currency><paid>6786.56</paid></execution>
</executions></ns2:contractProcedure></ns2:export>"""

SIGNED = """<?xml version="1.0" encoding="UTF-8"?><export xmlns="http://zakupki.gov.ru/oos/export/1" xmlns:oos="http://zakupki.gov.ru/oos/types/1">
<fcsContractSign schemeVersion="7.3"><oos:id>1</oos:id><oos:number>2017.1</oos:number><oos:signDate>2017-11-09</oos:signDate><oos:foundation><oos:order><oos:purchaseNumber>011</oos:purchaseNumber></oos:order></oos:foundation>
<oos:customer><oos:regNum>01</oos:regNum><oos:fullName>ИНСПЕКЦИЯ ВЫДУМАННОГО КРАЯ</oos:fullName></oos:customer><oos:price>189140</oos:price><oos:currency><oos:code>RUB</oos:code><oos:name>Российский рубль</oos:name></oos:currency>
<oos:suppliers><oos:supplier><oos:inn>9799001010</oos:inn><oos:organizationName>ООО "Квиллон"</oos:organizationName><oos:country><oos:countryCode>643</oos:countryCode><oos:countryFullName>Российская Федерация</oos:countryFullName></oos:country><oos:factualAddress>Тула, 1</oos:factualAddress></oos:supplier></oos:suppliers></fcsContractSign></export>"""

NOTICES = """"ContractID";"Type";"Status";"StartPrice";"NameCustomer";"PostedDate";"ObjectName"
"'0124'";"Аукцион";"Завершена";3021953,42;"АГЕНТСТВО ВЫДУМАННОГО КРАЯ";"17.06.2019";"26.20.16.170-00000002: Мышь; 26.20.16.110: Клавиатура"
"""


def test_payment_orders_are_payments_of_the_buyer_in_the_register_number(desk: Any) -> None:
    report = desk.add("procedure.xml", PAYMENTS)
    (row,) = desk.filled("payments")
    assert (row["payer_identifier"], row["payer_country"], row["value"], row["currency"]) == (
        "9799001010",
        "RU",
        6786.56,
        "RUB",
    )
    assert (row["paid_on"], row["purpose"]) == (date(2018, 1, 19), "платежное поручение")
    assert report.entry.places[0].skipped["a document of acceptance, not a payment"] == 1


def test_a_signed_contract_names_both_parties(desk: Any) -> None:
    desk.add("signed.xml", SIGNED)
    (row,) = desk.filled("tenders")
    assert (row["buyer"], row["supplier"], row["supplier_identifier"]) == (
        "ИНСПЕКЦИЯ ВЫДУМАННОГО КРАЯ",
        'ООО "Квиллон"',
        "9799001010",
    )
    assert (row["contract_no"], row["signed_on"], row["value"], row["status"]) == (
        "011",
        date(2017, 11, 9),
        189140.0,
        "signed",
    )


def test_notices_keep_price_subject_and_first_code(desk: Any) -> None:
    desk.add("notices.csv", NOTICES)
    (row,) = desk.filled("tenders")
    assert (row["contract_no"], row["value"], row["currency"], row["goods_code"]) == (
        "0124",
        3021953.42,
        "RUB",
        "262016170",
    )
    assert (row["buyer"], row["signed_on"]) == ("АГЕНТСТВО ВЫДУМАННОГО КРАЯ", date(2019, 6, 17))


def test_the_real_files_lose_no_row(desk: Any, real_data: Path) -> None:
    folder = real_data / "procurement_zakupki"
    packed = desk.add("44fz.tar.xz", (folder / "44fz_xml.tar.xz").read_bytes())
    notices = desk.add("notices.csv.gz", (folder / "sample_code-26_region-5277339.csv.gz").read_bytes())
    tables = Counter(it.table for it in packed.entry.places)
    assert tables == {"payments": 45, "tenders": 1}
    assert (packed.rows_read, packed.rows_kept, packed.rows_rejected) == (352, 352, 0)
    assert (notices.rows_read, notices.rows_kept) == (159, 159)
