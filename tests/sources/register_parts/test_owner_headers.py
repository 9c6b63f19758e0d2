"""Tables of owners that say by their headers what they mean."""

import io
import tarfile
from pathlib import Path

import pytest

from enduse.sources.lists import ListFile
from enduse.sources.register_parts.owner_headers import mapping_of_headers, meaning_of, status_of
from enduse.sources.registers.owners_table import REGISTER


def table(text: str, codec: str = "utf-8") -> ListFile:
    data = text.encode(codec)
    return ListFile("t.csv", len(data), lambda: io.BytesIO(data))


@pytest.mark.parametrize(
    "header",
    [
        "Owner,Company,Share",
        "company;related;relation",
        "Учредитель;Компания;Доля, %",
        "公司名称,股东名称,持股比例",
        "회사명,주주명,지분율 (%)",
        "Shareholder\tCompany name\tVoting rights",
    ],
)
def test_an_owner_an_owned_and_a_share_or_relation_are_enough(header: str) -> None:
    assert mapping_of_headers(table(f"{header}\n1,2,3\n")) is not None


@pytest.mark.parametrize(
    "header",
    ["Owner,Company,Price", "Company,Share,Price", "Owner,Owner,Company,Share", "Date,Partner,Company,Share", "a", ""],
)
def test_a_table_that_tells_less_is_left_to_others(header: str) -> None:
    assert mapping_of_headers(table(f"{header}\nx\n")) is None


def test_what_stands_beside_a_name_is_of_that_party() -> None:
    meant = meaning_of(["Company", "INN", "Country", "Shareholder", "Shareholder country", "ИНН учредителя"])
    assert meant["owned_number:INN"] == "INN"
    assert (meant["owned_country"], meant["owner_country"]) == ("Country", "Shareholder country")
    assert meant["owner_number:INN"] == "ИНН учредителя"


def test_encoding_and_delimiter_are_found() -> None:
    told = mapping_of_headers(table("Учредитель;Общество;Доля\nИванов Иван;ООО «Пример»;50\n" * 3, "windows-1251"))
    assert told is not None
    assert (told.delimiter, told.encoding) == (";", "windows-1251")


def test_a_row_without_a_relation_keeps_its_company() -> None:
    file = table("company,status,related,relation,share\nNorvent Ltd,dissolved,,,\n,active,A,owner,5 %\n")
    company, nobody = REGISTER.read(file).records
    assert (company.names[0].text, company.status) == ("Norvent Ltd", "dissolved")  # type: ignore[union-attr]
    assert nobody.code == "R-REG-NOBODY"  # type: ignore[union-attr]


def test_a_notice_says_how_each_column_was_understood() -> None:
    (notice,) = REGISTER.read(table("company,related,relation,colour\nB,A,owner,red\n")).notices
    assert notice.code == "W-REG-HEADERS"
    assert "'related' as owner" in notice.message
    assert "not read: 'colour'" in notice.message


def test_a_number_without_a_scheme_is_that_of_its_country_whose_digits_hold() -> None:
    file = table("company,id,country,related,related_id,share\nB,9799001010,RU,A,12-3,9 %\n")
    owner, owned, _ = REGISTER.read(file).records
    assert [it.scheme for it in owned.identifiers] == ["TAX"]  # type: ignore[union-attr]
    assert [it.scheme for it in owner.identifiers] == ["OTHER"]  # type: ignore[union-attr]


def test_states_of_companies_are_words_of_several_languages() -> None:
    assert [status_of(it) for it in ("Active", "注销", "?")] == ["active", "dissolved", "unknown"]


def test_of_a_whole_world_only_the_register_is_one(real_data: Path) -> None:
    with tarfile.open(real_data / "worlds_dev" / "a11.tar.xz") as archive:
        heads = {
            Path(it.name).name: archive.extractfile(it).read(65_536)  # type: ignore[union-attr]
            for it in archive
            if it.name.endswith(".csv")
        }
    files = [ListFile(name, len(head), lambda head=head: io.BytesIO(head)) for name, head in heads.items()]  # type: ignore[misc]
    assert [it.name for it in files if mapping_of_headers(it)] == ["registry.csv"]


REGISTERS = {
    "english": "Company name;Registration number;Country;Date of incorporation;Status;Registered address;Telephone;"
    "Business;Role;Person or company;Their number;Their country;Share %;Since;Until",
    "russian": "Название компании;Регистрационный номер;Страна;Дата регистрации;Статус;Юридический адрес;Телефон;"
    "Деятельность;Роль;Лицо или компания;Его номер;Его страна;Доля %;С;По",
    "turkish": "Şirket adı;Sicil no;Ülke;Kuruluş tarihi;Durum;Kayıtlı adres;Telefon;Faaliyet;Görevi;"
    "Kişi veya şirket;Kişinin numarası;Kişinin ülkesi;Hisse %;Başlangıç;Bitiş",
    "chinese": "公司名称;注册号;国家;成立日期;状态;注册地址;电话;经营范围;职务;个人或公司;其编号;其国家;持股比例;"
    "开始日期;结束日期",
    "german": "Firmenname;Registernummer;Land;Gründungsdatum;Status;Anschrift;Telefon;Tätigkeit;Funktion;"
    "Person oder Firma;Deren Nummer;Deren Land;Anteil %;Seit;Bis",
    "serbian": "Naziv firme;Matični broj;Zemlja;Datum osnivanja;Status;Adresa sedišta;Telefon;Delatnost;Uloga;"
    "Lice ili firma;Njihov broj;Njihova zemlja;Udeo %;Od;Do",
    "kazakh": "Компания атауы;БСН;Елі;Құрылған күні;Күйі;Мекенжайы;Телефон;Қызметі;Рөлі;Тұлға немесе компания;"
    "Оның нөмірі;Оның елі;Үлесі %;Бастап;Дейін",
    "italian": "Ragione sociale;Partita IVA;Paese;Data di costituzione;Stato;Sede legale;Telefono;Attività;Ruolo;"
    "Persona o società;Loro numero;Loro paese;Quota %;Dal;Al",
    "korean": "회사명;등록번호;국가;설립일;상태;주소;전화;업종;직위;개인 또는 법인;상대방 번호;상대방 국가;지분율;"
    "시작일;종료일",
    "arabic": "اسم الشركة;رقم التسجيل;البلد;تاريخ التأسيس;الحالة;العنوان;الهاتف;النشاط;الدور;الشخص أو الشركة;"
    "رقم الشخص;بلد الشخص;النسبة %;من;حتى",
}
MEANT = (
    "owned owned_number owned_country owned_founded owned_status owned_address owned_phone owned_activity kind owner"
)
MEANT += " owner_number owner_country share start end"


@pytest.mark.parametrize("language", REGISTERS)
def test_a_company_register_says_by_its_headers_what_it_holds(language: str) -> None:
    headers = REGISTERS[language].split(";")
    assert meaning_of(headers) == dict(zip(MEANT.split(), headers, strict=True))


@pytest.mark.parametrize("language", REGISTERS)
def test_a_register_of_headers_alone_is_a_table_of_owners(language: str) -> None:
    cells = ";".join("x" for _ in MEANT.split())
    assert mapping_of_headers(table(f"{REGISTERS[language]}\n{cells}\n")) is not None
