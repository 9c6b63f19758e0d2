# ruff: noqa: E501  (tables of examples stay whole)
"""Every kind of record is read in many languages, proposed from strange headers, and answers bad input."""

from typing import Any

import pytest

from enduse.errors import UnknownLayout
from enduse.sources.propose import propose
from enduse.sources.record_layouts import record_layouts
from enduse.store.record_kinds import RECORD_KINDS

KINDS = [it.name for it in RECORD_KINDS]

READ: dict[str, list[tuple[str, str, dict[str, Any]]]] = {
    "payments": [
        (
            "utf-8",
            "Payer;Tax ID;Country;Payee;Tax ID;Country;Amount, EUR;Payment date;Purpose\nBramble Works LLC;77;RU;Quillon Trading FZE;88;AE;1 250,50;03.02.2023;lathe parts\n",
            {
                "payer": "Bramble Works LLC",
                "payer_identifier": "77",
                "payer_country": "RU",
                "payee": "Quillon Trading FZE",
                "payee_identifier": "88",
                "payee_country": "AE",
                "value": 1250.5,
                "currency": "EUR",
            },
        ),
        (
            "cp1251",
            "Дата;Плательщик;ИНН плательщика;Получатель платежа;ИНН получателя;Сумма, тыс. руб.;Назначение платежа\n03.02.2023;АО «Вектор-Б»;77;ООО «Листвица»;88;2,5;Оплата по договору\n",
            {
                "payer": "АО «Вектор-Б»",
                "payer_identifier": "77",
                "payee": "ООО «Листвица»",
                "payee_identifier": "88",
                "value": 2500.0,
                "currency": "RUB",
                "purpose": "Оплата по договору",
            },
        ),
        (
            "gb18030",
            "付款日期,付款人名称,付款人统一社会信用代码,收款人名称,收款人国家,收款人开户行,币种,金额,用途\n2023年2月3日,青岚机床有限公司,913,ООО «Резец-5»,俄罗斯,恒和银行,人民币,1250.5,货款\n",
            {
                "payer": "青岚机床有限公司",
                "payer_identifier": "913",
                "payee_country": "RU",
                "payee_bank": "恒和银行",
                "currency": "CNY",
                "value": 1250.5,
            },
        ),
        (
            "cp949",
            "지급일자\t송금인\t송금인 사업자등록번호\t수취인\t수취인 국가\t금액(원)\t적요\n2023-02-03\t한들기계\t123\t청람무역\t중국\t1,250,500\t부품\n",
            {
                "payer": "한들기계",
                "payer_identifier": "123",
                "payee": "청람무역",
                "payee_country": "CN",
                "value": 1250500.0,
                "currency": "KRW",
                "purpose": "부품",
            },
        ),
        (
            "cp1254",
            "Tarih;Gönderen;Gönderen VKN;Alıcı;Alıcı Ülkesi;Alıcı Bankası;Tutar;Döviz;Açıklama\n03.02.2023;Karatepe Makina A.Ş.;55;Yeşilova Dış Ticaret;Türkiye;Ova Bankası;1.250,50;USD;takım\n",
            {
                "payer": "Karatepe Makina A.Ş.",
                "payer_identifier": "55",
                "payee_country": "TR",
                "payee_bank": "Ova Bankası",
                "value": 1250.5,
                "currency": "USD",
            },
        ),
        (
            "utf-8-sig",
            "支払日,支払人,受取人,受取人の国,金額（円）,摘要\n2023/02/03,青嵐機械株式会社,有限会社みずほ台,中国,1250500,部品\n",
            {"payer": "青嵐機械株式会社", "payee_country": "CN", "value": 1250500.0, "currency": "JPY"},
        ),
        (
            "utf-8",
            "تاريخ الدفع,الدافع,المستفيد,بلد المستفيد,المبلغ (درهم),الغرض\n2023-02-03,شركة الواحة,مؤسسة الضفاف,AE,1250.5,قطع غيار\n",
            {
                "payer": "شركة الواحة",
                "payee": "مؤسسة الضفاف",
                "payee_country": "AE",
                "value": 1250.5,
                "currency": "AED",
            },
        ),
    ],
    "tenders": [
        (
            "cp1251",
            "Реестровый номер;Дата заключения;Заказчик;ИНН заказчика;Поставщик;ИНН поставщика;Предмет контракта;Цена контракта, руб.\n01;05.01.2021;ООО «Депо № 2»;77;АО «Холегор»;88;Поставка станка;1413165,43\n",
            {
                "contract_no": "01",
                "buyer": "ООО «Депо № 2»",
                "buyer_identifier": "77",
                "supplier": "АО «Холегор»",
                "supplier_identifier": "88",
                "value": 1413165.43,
                "currency": "RUB",
            },
        ),
        (
            "utf-8",
            "Номер договору;Дата укладення;Замовник;Код ЄДРПОУ;Постачальник;Код ЄДРПОУ;Предмет закупівлі;ДК 021;Сума договору\nUA-1;05.01.2021;КП «Вербовець»;11;ТОВ «Криниця»;22;Верстат;42620000-8;1500\n",
            {
                "buyer_identifier": "11",
                "supplier": "ТОВ «Криниця»",
                "supplier_identifier": "22",
                "goods_code": "42620000",
                "value": 1500.0,
            },
        ),
        (
            "shift_jis",
            "契約日,契約番号,発注者,法人番号,落札者,法人番号,件名,契約金額（円）\n2021/01/05,K-1,青嵐市役所,111,みずほ台商事,222,旋盤の購入,1500000\n",
            {
                "buyer": "青嵐市役所",
                "buyer_identifier": "111",
                "supplier_identifier": "222",
                "value": 1500000.0,
                "currency": "JPY",
            },
        ),
        (
            "utf-8",
            "Expediente;Fecha de firma;Órgano de contratación;Adjudicatario;NIF del adjudicatario;Objeto del contrato;Importe;Divisa\nE-1;05/01/2021;Ayuntamiento de Valdelirio;Tornos Sol SA;B1;torno;1.500,25;EUR\n",
            {
                "buyer": "Ayuntamiento de Valdelirio",
                "supplier": "Tornos Sol SA",
                "supplier_identifier": "B1",
                "value": 1500.25,
                "currency": "EUR",
            },
        ),
    ],
    "events": [
        (
            "utf-8",
            "date,serial,brand,model,event,party,country,note\n2020-09-12,QL-1,QINGLAN,T25,built,Qinglan Machinery,TW,\n",
            {
                "serial": "QL-1",
                "brand": "QINGLAN",
                "model": "T25",
                "kind": "built",
                "party": "Qinglan Machinery",
                "place_country": "TW",
            },
        ),
        (
            "cp1251",
            "Дата;Заводской номер;Марка;Модель;Событие;Владелец;Страна;Согласовано\n12.09.2020;QL-1;ЦИНЛАНЬ;T25;Отгружен покупателю;ООО «Резец-5»;Россия;нет\n",
            {"kind": "shipped", "party": "ООО «Резец-5»", "place_country": "RU", "authorised": False},
        ),
        (
            "big5",
            "日期,機號,廠牌,型號,事件,客戶,國家,備註\n2020/09/12,QL-1,青嵐,T25,安裝調試,恆河企業,中國,無\n",
            {"kind": "installed", "party": "恆河企業", "place_country": "CN"},
        ),
        (
            "utf-8",
            "Datum;Maschinennummer;Hersteller;Typ;Ereignis;Kunde;Land;Bemerkung\n12.09.2020;QL-1;Drehwerk;T25;Wartungsanfrage;Nord GmbH;Deutschland;am Telefon\n",
            {"kind": "service_request", "place_country": "DE", "note": "am Telefon"},
        ),
        (
            "utf-8",
            "일자,제조번호,브랜드,모델,이벤트,업체,국가\n2020-09-12,QL-1,청람,T25,이전 경보,한들기계,대한민국\n",
            {"kind": "relocation_alert", "place_country": "KR"},
        ),
    ],
    "exhibits": [
        (
            "utf-8",
            "fair,year,date,exhibitor,country,brand,stand\nMetal Fair East,2024,2024-05-24,Quillon LLC,RU,QINGLAN,B83\n",
            {
                "fair": "Metal Fair East",
                "exhibitor": "Quillon LLC",
                "exhibitor_country": "RU",
                "brand": "QINGLAN",
                "stand": "B83",
            },
        ),
        (
            "cp1251",
            "Выставка;Страна проведения;Год;Экспонент;Бренд;Роль\nМеталл-Восток;Россия;2024;ООО «Резец-5»;ЦИНЛАНЬ;дилер\n",
            {"fair_country": "RU", "exhibitor": "ООО «Резец-5»", "part": "дилер"},
        ),
        (
            "utf-8",
            "Messe;Land;Messetermin;Aussteller;Land;Marke;Halle/Stand\nDrehtage;Deutschland;24.-27.05.2024;Nord GmbH;Türkei;QINGLAN;3/B12\n",
            {"fair_country": "DE", "exhibitor_country": "TR", "brand": "QINGLAN"},
        ),
        (
            "utf-8",
            "Fuar,Fuar Tarihi,Katılımcı,Katılımcı Ülkesi,Marka,Stant\nTezgah Fuarı,24.05.2024,Karatepe A.Ş.,Türkiye,QINGLAN,7\n",
            {"fair": "Tezgah Fuarı", "exhibitor_country": "TR"},
        ),
    ],
    "web": [
        (
            "utf-8",
            "snapshot,domain,registrant,first_host_country,claimed_affiliation,claimed_address,text\n2022-01-21,WWW.Quillon-CNC.example,Quillon LLC,RU,Oakford Inc.,1 Elm Rd,We sell lathes\n",
            {
                "domain": "quillon-cnc.example",
                "registrant": "Quillon LLC",
                "host_country": "RU",
                "claimed_affiliation": "Oakford Inc.",
            },
        ),
        (
            "cp1251",
            "Дата снимка;Сайт;Владелец домена;Страна хостинга;Заявленный адрес;Текст страницы\n21.01.2022;https://rezets.example/about;ООО «Резец-5»;Россия;Тула, 1;Продаём станки\n",
            {
                "domain": "rezets.example",
                "registrant": "ООО «Резец-5»",
                "host_country": "RU",
                "claimed_address": "Тула, 1",
            },
        ),
        (
            "utf-8",
            "快照日期,域名,注册人,首次托管国家,声称所属,声称地址,页面文本\n2022-01-21,qinglan.example,青岚公司,中国,橡树公司,深圳1号,机床\n",
            {"domain": "qinglan.example", "host_country": "CN", "claimed_affiliation": "橡树公司"},
        ),
        (
            "utf-8",
            "Fecha de captura;Dominio;Titular del dominio;País de alojamiento;Texto\n21/01/2022;tornos.example;Tornos Sol SA;España;Vendemos tornos\n",
            {"domain": "tornos.example", "registrant": "Tornos Sol SA", "host_country": "ES"},
        ),
    ],
    "trademarks": [
        (
            "utf-8",
            "Mark,Registration no,Owner,Country,Office,Registration date,Expiry date\nQINGLAN,00123,Qinglan Holding,TW,TIPO,2012-05-01,2022-05-01\n",
            {"mark": "QINGLAN", "number": "00123", "owner": "Qinglan Holding", "owner_country": "TW", "office": "TIPO"},
        ),
        (
            "cp1251",
            "Товарный знак;Номер свидетельства;Правообладатель;Страна правообладателя;Дата регистрации\nЦИНЛАНЬ;123;ООО «Резец-5»;Россия;01.05.2012\n",
            {"mark": "ЦИНЛАНЬ", "owner": "ООО «Резец-5»", "owner_country": "RU"},
        ),
        (
            "utf-8",
            "商标,注册号,商标权人,商标权人地址,注册日期\n青岚,123,青岚公司,深圳1号,2012-05-01\n",
            {"mark": "青岚", "owner": "青岚公司", "owner_address": "深圳1号"},
        ),
        (
            "utf-8",
            "Marka;Tescil No;Marka Sahibi;Tescil Tarihi\nQINGLAN;123;Karatepe A.Ş.;01.05.2012\n",
            {"mark": "QINGLAN", "owner": "Karatepe A.Ş."},
        ),
    ],
    "claims": [
        (
            "utf-8",
            "date,speaker,about,predicate,text\n2021-06-18,Qinglan Machinery,Quillon LLC,dealer_contract_ended,We ended it.\n",
            {
                "speaker": "Qinglan Machinery",
                "about": "Quillon LLC",
                "predicate": "dealer_contract_ended",
                "text": "We ended it.",
            },
        ),
        (
            "cp1251",
            "Дата;Кто сказал;О ком;Вид заявления;Текст;Ссылка\n18.06.2021;Цинлань;ООО «Резец-5»;отказ;Мы не поставляли.;стр. 1\n",
            {"speaker": "Цинлань", "about": "ООО «Резец-5»", "predicate": "отказ", "reference": "стр. 1"},
        ),
        (
            "utf-8",
            "日期,声明方,涉及公司,声明类型,声明内容\n2021-06-18,青岚公司,恒河公司,终止,已终止合作\n",
            {"speaker": "青岚公司", "about": "恒河公司", "text": "已终止合作"},
        ),
        (
            "utf-8",
            "Datum;Sprecher;Betrifft;Art der Aussage;Wortlaut;Status\n18.06.2021;Drehwerk;Nord GmbH;Lieferstopp;Wir liefern nicht.;beantwortet\n",
            {"speaker": "Drehwerk", "about": "Nord GmbH", "status": "beantwortet"},
        ),
    ],
    "orders": [
        (
            "utf-8",
            'Order no,Order date,Buyer,Buyer country,Buyer phone,Buyer e-mail,Consignee,End user,End user activity,Forwarder,Goods,Model,HS code,Quantity,Unit price,Currency,Destination,Payment terms,Installation,End use,Ship date\nS-7,2024-03-02,Quillon Trading FZE,AE,+971 4 555 0101,q@quillon.example,Dunmore Logistics,Bramble Works LLC,metal parts,Dunmore Logistics,CNC lathe,QT-200,8458112000,1,"120,000.00",USD,UZ,cash,declined,turning of valves,June 2024\n',
            {
                "order_no": "S-7",
                "buyer": "Quillon Trading FZE",
                "buyer_country": "AE",
                "buyer_phone": "+971 4 555 0101",
                "buyer_email": "q@quillon.example",
                "consignee": "Dunmore Logistics",
                "end_user": "Bramble Works LLC",
                "end_user_activity": "metal parts",
                "forwarder": "Dunmore Logistics",
                "goods_code": "8458112000",
                "price": 120000.0,
                "destination": "UZ",
                "terms": "cash",
                "installation": False,
                "end_use": "turning of valves",
            },
        ),
        (
            "cp1251",
            "Номер заказа;Дата заказа;Покупатель;Страна покупателя;ИНН покупателя;ОКВЭД покупателя;Грузополучатель;Конечный пользователь;Плательщик;Банк;Страна банка;Товар;Модель;Количество;Сумма, тыс. руб.;Условия оплаты;Монтаж;Конечное использование\n7;02.03.2024;ООО «Листвица»;Казахстан;77;46.62;ТОО «Дорога»;АО «Вектор-Б»;ИП Ручьев;Банк Ромашка;ОАЭ;Станок токарный;QT-200;1;2,5;предоплата 100%;нет;обработка клапанов\n",
            {
                "buyer": "ООО «Листвица»",
                "buyer_country": "KZ",
                "buyer_identifier": "77",
                "buyer_activity_code": "46.62",
                "payer": "ИП Ручьев",
                "bank": "Банк Ромашка",
                "bank_country": "AE",
                "value": 2500.0,
                "currency": "RUB",
                "installation": False,
            },
        ),
        (
            "gb18030",
            "订单号,订单日期,买方,买方国家,买方电话,收货人,最终用户,最终用途,品名,型号,数量,金额,币种,目的国,付款条件,安装,员工人数\n7,2024年3月2日,青岚贸易,中国,021-555,恒河物流,橡树公司,加工阀门,数控车床,QT-200,2,240000,人民币,俄罗斯,信用证,不需要,5\n",
            {
                "buyer_phone": "021-555",
                "consignee": "恒河物流",
                "end_use": "加工阀门",
                "currency": "CNY",
                "destination": "RU",
                "terms": "信用证",
                "installation": False,
            },
        ),
        (
            "cp949",
            "주문번호\t주문일자\t구매자\t구매자 국가\t수하인\t최종사용자\t품명\t모델명\t수량\t단가(원)\t목적국\t결제조건\t설치여부\t최종용도\n7\t2024-03-02\t청람무역\t대한민국\t한들물류\t한들기계\t수치제어 선반\tQT-200\t1\t1,250,500\t우즈베키스탄\t전신환\t예\t밸브 가공\n",
            {
                "buyer": "청람무역",
                "buyer_country": "KR",
                "price": 1250500.0,
                "currency": "KRW",
                "destination": "UZ",
                "installation": True,
            },
        ),
        (
            "utf-8",
            "Auftragsnummer;Auftragsdatum;Käufer;Land;Adresse;Telefon;Warenempfänger;Endverwender;Ware;Modell;Stückzahl;Gesamtpreis;Währung;Bestimmungsland;Zahlungsbedingungen;Inbetriebnahme;Endverwendung;Versanddatum\n7;02.03.2024;Nord GmbH;Deutschland;Wiesenweg 3, Nordau;+49 30 1;Hafen Spedition;Karatepe A.Ş.;Drehmaschine;QT-200;1;1.250,50;EUR;Türkei;Akkreditiv;ja;Ventile;12.05.2024\n",
            {
                "buyer": "Nord GmbH",
                "buyer_country": "DE",
                "buyer_address": "Wiesenweg 3, Nordau",
                "buyer_phone": "+49 30 1",
                "value": 1250.5,
                "currency": "EUR",
                "destination": "TR",
                "installation": True,
            },
        ),
        (
            "shift_jis",
            "注文番号,注文日,買主,買主の国,荷受人,需要者,品名,型式,数量,単価（円）,仕向国,支払条件,据付,用途\n7,2024/03/02,みずほ台商事,中国,青嵐物流,青嵐機械株式会社,数値制御旋盤,QT-200,1,1500000,カザフスタン,前払,なし,弁の加工\n",
            {
                "buyer": "みずほ台商事",
                "buyer_country": "CN",
                "end_user": "青嵐機械株式会社",
                "price": 1500000.0,
                "currency": "JPY",
                "destination": "KZ",
                "installation": False,
            },
        ),
    ],
    "order_changes": [
        (
            "utf-8",
            "Order no,Changed on,Field,Old value,New value,Changed by\nS-7,2024-03-02,consignee,Bramble Works LLC,Dunmore Logistics,sales\n",
            {
                "order_no": "S-7",
                "field": "consignee",
                "old": "Bramble Works LLC",
                "new": "Dunmore Logistics",
                "by": "sales",
            },
        ),
        (
            "cp1251",
            "Номер заказа;Дата изменения;Что изменено;Было;Стало\n7;02.03.2024;Грузополучатель;АО «Вектор-Б»;ТОО «Дорога»\n",
            {"order_no": "7", "field": "Грузополучатель", "new": "ТОО «Дорога»"},
        ),
        (
            "gb18030",
            "订单号,变更日期,变更项目,变更前,变更后,变更人\n7,2024-03-02,目的国,土耳其,哈萨克斯坦,销售\n",
            {"field": "目的国", "old": "土耳其", "new": "哈萨克斯坦"},
        ),
        (
            "cp949",
            "주문번호\t변경일\t변경항목\t변경전\t변경후\n7\t2024-03-02\t수하인\t한들기계\t한들물류\n",
            {"field": "수하인", "new": "한들물류"},
        ),
        (
            "utf-8",
            "Auftragsnummer;Geändert am;Feld;Alter Wert;Neuer Wert\n7;02.03.2024;Endverwender;Nord GmbH;Karatepe A.Ş.\n",
            {"field": "Endverwender", "new": "Karatepe A.Ş."},
        ),
    ],
}
DAY = {
    "payments": "2023-02-03",
    "tenders": "2021-01-05",
    "events": "2020-09-12",
    "web": "2022-01-21",
    "trademarks": "2012-05-01",
    "claims": "2021-06-18",
    "orders": "2024-03-02",
    "order_changes": "2024-03-02",
}
DAYS = {
    "payments": "paid_on",
    "tenders": "signed_on",
    "events": "happened_on",
    "web": "seen_on",
    "trademarks": "registered_on",
    "claims": "said_on",
    "orders": "ordered_on",
    "order_changes": "changed_on",
}

STRANGE: dict[str, tuple[list[str], list[list[str]]]] = {
    "payments": (
        ["Day", "Payer company", "ИНН", "Payee company", "Cty", "Amt", "Purpose text"],
        [
            ["01.03.2022", 'ООО "РЕЗЕЦ-5"', "77", "QINGLAN CO., LTD.", "CN", "1000,50", "Оплата за станок"],
            ["02.03.2022", 'ООО "РЕЗЕЦ-6"', "78", "HENGHE CO., LTD.", "TR", "1037,50", "Оплата за фрезы"],
        ],
    ),
    "tenders": (
        [
            "Vertrag Nr",
            "Unterzeichnet",
            "Auftraggeber (Name)",
            "Auftragnehmer (Name)",
            "Gegenstand des Vertrags",
            "Wert EUR",
            "Abteilung",
            "Ablage",
        ],
        [
            ["V-1", "01.03.2022", "Stadt Nordau", "Drehwerk GmbH", "Lieferung einer Drehmaschine", "1000,50", "A", "x"],
            ["V-2", "02.03.2022", "Stadt Nordau", "Fräswerk GmbH", "Lieferung von Werkzeug", "1037,50", "B", "y"],
        ],
    ),
    "events": (
        ["When", "S/N of machine", "Constructor works", "What happened", "Customer firm", "Region code"],
        [
            ["01.03.2022", "QL-1001", "QINGLAN", "shipped", "QUILLON LLC", "A"],
            ["02.03.2022", "QL-1002", "QINGLAN", "installed", "OAKFORD INC", "B"],
        ],
    ),
    "exhibits": (
        ["Fair title", "Year held", "Exhibitor (company)", "Made by brand", "Hall no"],
        [
            ["Metal East", "2023", "QUILLON LLC", "QINGLAN", "B12"],
            ["Metal East", "2024", "OAKFORD INC", "QINGLAN", "C3"],
        ],
    ),
    "web": (
        [
            "Fecha captura",
            "URL del sitio",
            "Registrante",
            "País hosting",
            "Dirección mostrada",
            "Texto completo de la página",
        ],
        [
            [
                "01.03.2022",
                "https://www.firma1.example/x",
                "QUILLON LLC",
                "RU",
                "Calle 1, Ciudad",
                "Vendemos máquinas y servicio",
            ],
            [
                "02.03.2022",
                "https://firma2.example",
                "OAKFORD INC",
                "CN",
                "Calle 2, Ciudad",
                "Servicio para la industria",
            ],
        ],
    ),
    "trademarks": (
        ["Mark words", "Reg no", "Owner company", "Date registered", "Class list", "Agent"],
        [
            ["QINGLAN", "1000001", "QUILLON LLC", "01.03.2012", "7", "A"],
            ["HENGHE", "1000002", "OAKFORD INC", "02.03.2012", "7", "B"],
        ],
    ),
    "claims": (
        ["date of statement", "who said", "about which company", "statement text", "clerk"],
        [
            ["01.03.2022", "QUILLON LLC", "OAKFORD INC", "We never sold to them", "A"],
            ["02.03.2022", "OAKFORD INC", "QUILLON LLC", "They are no branch of ours", "B"],
        ],
    ),
    "orders": (
        [
            "Order no. (ours)",
            "When",
            "Buyer (company)",
            "Consignee firm",
            "End user firm",
            "Goods text",
            "Value EUR",
            "Sales desk",
        ],
        [
            [
                "S-1001",
                "01.03.2022",
                "QUILLON LLC",
                "DUNMORE LLC",
                "BRAMBLE LLC",
                "CNC lathe with bar feeder",
                "1000,50",
                "A",
            ],
            [
                "S-1002",
                "02.03.2022",
                "OAKFORD INC",
                "OAKFORD INC",
                "OAKFORD INC",
                "Milling machine, used",
                "1037,50",
                "B",
            ],
        ],
    ),
    "order_changes": (
        ["Order no. (ours)", "Changed date", "Field (name)", "Old text", "New text", "Desk"],
        [
            ["S-1001", "01.03.2022", "consignee", "QUILLON LLC", "DUNMORE LLC", "A"],
            ["S-1002", "02.03.2022", "price", "1000", "1200", "B"],
        ],
    ),
}

BAD: dict[str, tuple[str, str]] = {
    "payments": (
        "Date,Payer,Payee,Amount,Currency\n31.02.2023,Quillon LLC,Oakford Inc.,5,USD\n,,,7,USD\n2023-02-03,Quillon LLC,Oakford Inc.,soon,USD\n",
        "R-DATE R-EMPTY R-AMOUNT",
    ),
    "tenders": (
        "Contract no,Date,Buyer,Supplier,Subject,Price\n1,never,Town of Elm,Quillon LLC,lathe,5\n2,2021-01-05,,,,7\n",
        "R-DATE R-EMPTY",
    ),
    "events": ("Date,Serial,Event,Country\n2020-13-40,QL-1,built,TW\n2020-09-12,,sold,TW\n", "R-DATE R-EMPTY"),
    "exhibits": (
        "Fair,Date,Exhibitor,Brand\nMetal East,once,Quillon LLC,QINGLAN\nMetal East,2024,,\n",
        "R-DATE R-EMPTY",
    ),
    "web": ("Date,Domain,Registrant,Text\nlater,quillon.example,Quillon LLC,lathes\n2022-01-21,,,\n", "R-DATE R-EMPTY"),
    "trademarks": (
        "Mark,Registration no,Owner,Registration date\nQINGLAN,1,Quillon LLC,32.01.2012\n,,Quillon LLC,2012-05-01\n",
        "R-DATE R-EMPTY",
    ),
    "claims": (
        "Date,Speaker,About,Predicate,Text\nyesterday,Quillon LLC,Oakford Inc.,denial,No.\n2021-06-18,Quillon LLC,Oakford Inc.,,\n",
        "R-DATE R-EMPTY",
    ),
    "orders": (
        "Order no,Order date,Buyer,Goods,Value\n1,31.02.2023,Quillon LLC,lathe,5\n2,2023-02-01,Quillon LLC,,5\n3,2023-02-01,Quillon LLC,lathe,soon\n",
        "R-DATE R-EMPTY R-AMOUNT",
    ),
    "order_changes": (
        "Order no,Changed on,Field,Old,New\n1,yesterday,consignee,A,B\n,2023-02-01,consignee,A,B\n",
        "R-DATE R-EMPTY",
    ),
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_a_layout_a_proposal_and_a_bad_case(kind: str) -> None:
    assert [it.id for it in record_layouts() if it.table == kind] == [f"{kind}_table"]
    assert len(READ[kind]) >= 4
    assert kind in STRANGE
    assert kind in BAD


@pytest.mark.parametrize(("kind", "at"), [(kind, at) for kind in KINDS for at in range(len(READ[kind]))])
def test_is_read_whatever_its_language_and_form(desk: Any, layout_of: Any, kind: str, at: int) -> None:
    encoding, text, expected = READ[kind][at]
    report = desk.add("table.csv", text, encoding)
    assert (layout_of(report), report.rows_kept, report.rows_rejected) == (f"{kind}_table", 1, 0)
    (row,) = desk.filled(kind)
    assert {key: row.get(key) for key in expected} == expected
    assert kind not in DAY or row[DAYS[kind]].isoformat() == DAY[kind]


@pytest.mark.parametrize("kind", KINDS)
def test_a_table_with_strange_headers_is_proposed_as_what_it_is(kind: str) -> None:
    header, rows = STRANGE[kind]
    proposal = propose([header, *(rows * 6)])
    assert proposal is not None
    assert (proposal.table, [it.target for it in proposal.missing]) == (kind, [])


@pytest.mark.parametrize("kind", KINDS)
def test_an_accepted_map_reads_the_next_file_in_another_order(desk: Any, layout_of: Any, kind: str) -> None:
    header, rows = STRANGE[kind]
    first = "\n".join("\t".join(row) for row in [header, *(rows * 6)])
    turned = "\n".join("\t".join(reversed(row)) for row in [header, *(rows * 5)])
    report = desk.add("first.csv", first)
    assert {it.code for it in report.entry.places[0].notices} >= {"W-MAP-PROPOSED"}
    again = desk.add("second.csv", turned)
    assert layout_of(again) == layout_of(report) == "first"
    told = [{key: it for key, it in row.items() if key not in ("flags", "other")} for row in desk.filled(kind)]
    assert len(told) == 22
    assert len({tuple(sorted(map(str, row.items()))) for row in told}) == 2


@pytest.mark.parametrize("kind", KINDS)
def test_rows_that_cannot_be_kept_are_rejected_with_their_reason(desk: Any, kind: str) -> None:
    text, codes = BAD[kind]
    report = desk.add("bad.csv", text)
    assert [it["code"] for it in desk.rows("rejects")] == codes.split()
    assert report.rows_read == report.rows_kept + report.rows_rejected


@pytest.mark.parametrize("kind", KINDS)
def test_what_no_column_takes_is_kept_beside_the_row(desk: Any, kind: str) -> None:
    _encoding, text, _expected = next(it for it in READ[kind] if it[0] == "utf-8")
    mark = max(";,", key=text.count)
    header, row = text.strip().split("\n")
    desk.add("table.csv", f"{header}{mark}Zyx\n{row}{mark}extra\n")
    assert desk.filled(kind)[0]["other"] == '{"Zyx": "extra"}'


def test_days_and_staff_that_cannot_be_read_are_not_worth_an_order(desk: Any) -> None:
    text = "Order no,Order date,Buyer,Buyer employees,Goods,Ship date,Buyer incorporated\n7,2024-03-02,Quillon LLC,about ten,lathe,as soon as possible,2023\n"
    report = desk.add("orders.csv", text)
    (row,) = desk.filled("orders")
    assert report.rows_rejected == 0
    assert row["flags"] == ["F-DAY-TEXT", "F-DAY-VAGUE", "F-QUANTITY"]
    assert row["other"] == '{"Ship date": "as soon as possible", "Buyer employees": "about ten"}'
    assert row["buyer_incorporated"].isoformat() == "2023-01-01"


def test_an_order_known_by_its_contract_only_has_the_day_of_that(desk: Any) -> None:
    desk.add("orders.csv", "Order no,Contract date,Buyer,Goods\n7,2024-03-02,Quillon LLC,lathe\n")
    (row,) = desk.filled("orders")
    assert row["ordered_on"] == row["signed_on"]


def test_a_table_of_customers_is_no_record(desk: Any) -> None:
    with pytest.raises(UnknownLayout):
        desk.add("customers.csv", "Name,Country,Since,Phone\nQuillon LLC,AE,2020-01-01,+971 4 1\n")
