# ruff: noqa: E501  (tables of examples stay whole)
"""Tables of registers in many languages say who exists, owns, directs and is related. All firms and people are invented."""

import io
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from enduse.model.listing import BadRecord
from enduse.model.relation import RegisterRecord, Relation
from enduse.sources.lists import ListFile
from enduse.sources.registers.owners_table import REGISTER

# Each: an owner of 60 per cent since 4 March 2015, a director, a wife or brother; the company's day, address and phone.
TABLES: dict[str, tuple[str, str]] = {
    "english": (
        "utf-8",
        "company,id,country,incorporated,status,address,phone,activity,relation,related,related_country,share,from,to\nQuillon LLC,77,AE,2015-03-04,active,1 Elm Rd,+971 4 1,trade,founder,Ann Elm,AE,60,2015-03-04,\nQuillon LLC,77,AE,2015-03-04,active,1 Elm Rd,+971 4 1,trade,managing director,Bob Oak,AE,,2016-01-01,2020-01-01\nQuillon LLC,77,AE,2015-03-04,active,1 Elm Rd,+971 4 1,trade,wife,Cat Elm,AE,,,\n",
    ),
    "russian": (
        "cp1251",
        "Компания;ИНН;Страна;Дата регистрации;Статус;Юридический адрес;Телефон;ОКВЭД;Вид связи;Связанное лицо;Страна связанного лица;Доля, %;Дата начала;Дата окончания\nООО «Кедр»;77;Россия;04.03.2015;действующее;Тула, 1;+7 1;46.62;учредитель;Елин Пётр;Россия;60;04.03.2015;\nООО «Кедр»;77;Россия;04.03.2015;действующее;Тула, 1;+7 1;46.62;Генеральный директор;Дубов Олег;Россия;;01.01.2016;01.01.2020\nООО «Кедр»;77;Россия;04.03.2015;действующее;Тула, 1;+7 1;46.62;супруга;Елина Анна;Россия;;;\n",
    ),
    "ukrainian": (
        "utf-8",
        "Компанія;Код ЄДРПОУ;Країна;Дата реєстрації;Стан;Юридична адреса;Телефон;КВЕД;Тип зв'язку;Пов'язана особа;Частка;Дата початку\nТОВ «Явір»;77;Україна;04.03.2015;зареєстровано;Київ, 1;+380 1;46.62;засновник;Ялинка Петро;60%;04.03.2015\nТОВ «Явір»;77;Україна;04.03.2015;зареєстровано;Київ, 1;+380 1;46.62;керівник;Дуб Олег;;01.01.2016\nТОВ «Явір»;77;Україна;04.03.2015;зареєстровано;Київ, 1;+380 1;46.62;дружина;Ялинка Анна;;\n",
    ),
    "chinese": (
        "gb18030",
        "公司名称,统一社会信用代码,成立日期,经营状态,注册地址,联系电话,经营范围,关系,关联方,持股比例,开始日期\n青岚科技有限公司,77,2015年3月4日,存续,深圳1号,0755-1,机床,股东,王甲,60%,2015-03-04\n青岚科技有限公司,77,2015年3月4日,存续,深圳1号,0755-1,机床,法定代表人,李乙,,2016-01-01\n青岚科技有限公司,77,2015年3月4日,存续,深圳1号,0755-1,机床,妻子,赵丙,,\n",
    ),
    "taiwanese": (
        "big5",
        "公司名稱,統一編號,核准設立日期,公司狀態,公司所在地,電話,營業項目,關係,關係人,持股比例,起\n青嵐企業,77,2015/03/04,核准設立,台北1號,02-1,機械,股東,王甲,60%,2015/03/04\n青嵐企業,77,2015/03/04,核准設立,台北1號,02-1,機械,董事長,李乙,,2016/01/01\n青嵐企業,77,2015/03/04,核准設立,台北1號,02-1,機械,配偶,趙丙,,\n",
    ),
    "turkish": (
        "cp1254",
        "Şirket;Vergi No;Ülke;Kuruluş Tarihi;Durum;Adres;Telefon;Faaliyet Konusu;İlişki;Ortak;Ortak Ülkesi;Pay Oranı;Başlangıç;Bitiş\nKaratepe A.Ş.;77;Türkiye;04.03.2015;faal;İzmir 5;+90 1;makina;kurucu ortak;Ali Kara;Türkiye;60,00;04.03.2015;\nKaratepe A.Ş.;77;Türkiye;04.03.2015;faal;İzmir 5;+90 1;makina;müdür;Veli Ak;Türkiye;;01.01.2016;\nKaratepe A.Ş.;77;Türkiye;04.03.2015;faal;İzmir 5;+90 1;makina;kardeşi;Can Kara;Türkiye;;;\n",
    ),
    "korean": (
        "cp949",
        "회사명,사업자등록번호,설립일,상태,주소,전화번호,업종,관계,관계자,지분율,시작일\n한들기계,77,2015-03-04,정상,서울 1,02-1,기계,주주,김갑,0.6,2015-03-04\n한들기계,77,2015-03-04,정상,서울 1,02-1,기계,대표이사,박을,,2016-01-01\n한들기계,77,2015-03-04,정상,서울 1,02-1,기계,배우자,이병,,\n",
    ),
    "japanese": (
        "shift_jis",
        "会社名,法人番号,設立年月日,状態,所在地,電話番号,事業内容,関係,関係者,持株比率,就任日\n青嵐機械,77,2015年3月4日,営業中,東京1,03-1,機械,株主,山田甲,60%,2015-03-04\n青嵐機械,77,2015年3月4日,営業中,東京1,03-1,機械,代表取締役,川口乙,,2016-01-01\n青嵐機械,77,2015年3月4日,営業中,東京1,03-1,機械,配偶者,山田丙,,\n",
    ),
    "german": (
        "cp1252",
        "Firma;Registernummer;Land;Gegründet;Rechtsstatus;Anschrift;Telefon;Geschäftszweck;Art der Beziehung;Verbundene Person;Anteil;Von;Bis\nDrehwerk GmbH;77;Deutschland;04.03.2015;aktiv;Kiel 1;0431 1;Handel;Gesellschafter;Uwe Ost;60 %;04.03.2015;\nDrehwerk GmbH;77;Deutschland;04.03.2015;aktiv;Kiel 1;0431 1;Handel;Geschäftsführer;Jan West;;01.01.2016;\nDrehwerk GmbH;77;Deutschland;04.03.2015;aktiv;Kiel 1;0431 1;Handel;Ehefrau;Ina Ost;;;\n",
    ),
    "spanish": (
        "utf-8",
        "Empresa;RUC;País;Fecha de constitución;Situación;Dirección;Teléfono;Actividad;Relación;Persona relacionada;País del accionista;Participación;Desde;Hasta\nTornos Sol SA;77;Perú;04/03/2015;activo;Calle 2;+51 1;máquinas;socio;Ana Ruiz;Perú;60;04/03/2015;\nTornos Sol SA;77;Perú;04/03/2015;activo;Calle 2;+51 1;máquinas;gerente;Leo Paz;Perú;;01/01/2016;\nTornos Sol SA;77;Perú;04/03/2015;activo;Calle 2;+51 1;máquinas;hermano;Gil Ruiz;Perú;;25/12/2016;\n",
    ),
    "arabic": (
        "utf-8",
        "الشركة,رقم التسجيل,الدولة,تاريخ التأسيس,الحالة,العنوان,الهاتف,النشاط,العلاقة,الشخص المرتبط,الحصة,من تاريخ\nشركة الواحة,77,AE,2015-03-04,نشط,دبي 1,+971 1,تجارة,شريك,علي حسن,60%,2015-03-04\nشركة الواحة,77,AE,2015-03-04,نشط,دبي 1,+971 1,تجارة,مدير,سامي,,2016-01-01\nشركة الواحة,77,AE,2015-03-04,نشط,دبي 1,+971 1,تجارة,زوجة,ليلى,,\n",
    ),
}


def items(text: str, encoding: str = "utf-8") -> list[Any]:
    data = text.encode(encoding)
    file = ListFile("registry.csv", len(data), lambda: io.BytesIO(data))
    assert REGISTER.fits(file)
    return list(REGISTER.read(file).records)


@pytest.mark.parametrize("language", TABLES)
def test_owner_director_and_relative_are_told_apart(language: str) -> None:
    found = [it for it in items(TABLES[language][1], TABLES[language][0]) if isinstance(it, Relation)]
    assert [it.kind for it in found] == ["shares", "directs", "family"]
    assert (found[0].low, found[0].high, found[0].start) == (Fraction(3, 5), Fraction(3, 5), date(2015, 3, 4))
    assert (found[1].low, found[1].start) == (None, date(2016, 1, 1))


@pytest.mark.parametrize("language", TABLES)
def test_the_company_keeps_its_day_address_phone_and_activity(language: str) -> None:
    found = [it for it in items(TABLES[language][1], TABLES[language][0]) if isinstance(it, RegisterRecord)]
    company = next(it for it in found if it.kind == "company")
    assert (company.founded_on, company.status) == (date(2015, 3, 4), "active")
    assert company.identifiers[0].value == "77"
    assert (len(company.addresses), len(company.contacts), len(company.activities)) == (1, 1, 1)


def test_a_word_that_names_the_other_relative_joins_two_people() -> None:
    text = "company,country,relation,related,related_country,share\nQuillon LLC,RU,spouse_of:Ivan Elm,Ann Elm,RU,\n"
    family, linked = [it for it in items(text) if isinstance(it, Relation)]
    assert (family.kind, family.subject.name, family.object.name) == ("family", "Ann Elm", "Ivan Elm")
    assert (linked.kind, linked.object.name, linked.note) == ("linked", "Quillon LLC", "spouse_of:Ivan Elm")


def test_directors_in_a_column_of_their_own_direct() -> None:
    text = "Company,Tax ID,Founded,Director,Owner,Share\nQuillon LLC,77,2015-03-04,Bob Oak; Eve Fir,Ann Elm,60%\nHenghe,78,2016-01-01,Joe Ash,,\n"
    found = [it for it in items(text) if isinstance(it, Relation)]
    assert [(it.kind, it.subject.name, it.object.name) for it in found] == [
        ("shares", "Ann Elm", "Quillon LLC"),
        ("directs", "Bob Oak", "Quillon LLC"),
        ("directs", "Eve Fir", "Quillon LLC"),
        ("directs", "Joe Ash", "Henghe"),
    ]


def test_the_companys_own_first_day_is_none_of_a_holding_that_ended_before() -> None:
    head = "company,country,incorporated,relation,related,share,from,to\n"
    (held,) = [
        it
        for it in items(f"{head}Quillon,RU,2021-02-18,owner,Ann Elm,33,2021-02-18,2019-06-01\n")
        if isinstance(it, Relation)
    ]
    assert (held.start, held.end) == (None, date(2019, 6, 1))
    refused = items(f"{head}Quillon,RU,2020-02-18,owner,Ann Elm,33,2021-02-18,2019-06-01\n")
    assert [it.code for it in refused if isinstance(it, BadRecord)] == ["R-REG-DATE"]


def test_other_rows_tell_day_from_month_and_the_unit_of_shares() -> None:
    head = "company,country,relation,related,share,from\n"
    found = items(f"{head}Quillon,RU,owner,Ann Elm,0.25,03/04/2021\nQuillon,RU,owner,Bob Oak,0.5,12/25/2021\n")
    assert [(it.low, it.start) for it in found if isinstance(it, Relation)] == [
        (Fraction(1, 4), date(2021, 3, 4)),
        (Fraction(1, 2), date(2021, 12, 25)),
    ]


@pytest.mark.parametrize("header", ["Name,Director", "Date,Payer,Payee,Amount", "Fair,Company,Role,Brand"])
def test_other_tables_are_no_registers(header: str) -> None:
    data = f"{header}\n{','.join('x' for _ in header.split(','))}\n".encode()
    assert not REGISTER.fits(ListFile("table.csv", len(data), lambda: io.BytesIO(data)))
