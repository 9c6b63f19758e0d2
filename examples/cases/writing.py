"""How the cases are written: amounts that add up, days in order, goods lines, files."""

import csv
import random
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path

HERE = Path(__file__).parent


def columns(text: str) -> list[str]:
    """The headers, as they stand in the first line of a file."""
    return text.split(";")


IMPORTS = columns(
    "Регистрационный номер ДТ;№ товара;Дата регистрации;Процедура;Отправитель;Страна отправителя;"
    "Получатель;ИНН получателя;Адрес получателя;Контрактодержатель;Страна происхождения;"
    "Страна отправления;Торгующая страна;Код ТН ВЭД;Описание и характеристика товара;Товарный знак;"
    "Вес нетто, кг;Количество;Валюта;Фактурная стоимость;Статистическая стоимость, USD"
)
COUNTRY = {
    "TW": "ТАЙВАНЬ (КИТАЙ)",
    "KR": "КОРЕЯ, РЕСПУБЛИКА",
    "JP": "ЯПОНИЯ",
    "CN": "КИТАЙ",
    "TR": "ТУРЦИЯ",
    "AE": "ОБЪЕДИНЕННЫЕ АРАБСКИЕ ЭМИРАТЫ",
    "IN": "ИНДИЯ",
    "UZ": "УЗБЕКИСТАН",
    "LT": "ЛИТВА",
    "TH": "ТАИЛАНД",
    "DE": "ГЕРМАНИЯ",
    "IT": "ИТАЛИЯ",
    "CH": "ШВЕЙЦАРИЯ",
    "RU": "РОССИЯ",
}
MACHINES = {
    "TONGTAI": ("8457101000", "Вертикальный обрабатывающий центр с ЧПУ TONGTAI TMV-1050A", 9_200),
    "GOODWAY": ("8458112000", "Станок токарный с ЧПУ GOODWAY GLS-2000", 4_300),
    "LEADWELL": ("8457101000", "Обрабатывающий центр с ЧПУ LEADWELL V-40", 6_100),
    "YCM": ("8457101000", "Фрезерный обрабатывающий центр с ЧПУ YCM NXV1020A", 7_400),
    "VICTOR": ("8458112000", "Токарный станок с ЧПУ VICTOR Vturn-A26", 5_200),
    "TSUGAMI": ("8458112000", "Автомат продольного точения с ЧПУ TSUGAMI B0205-III", 2_700),
    "DMG MORI": ("8457101000", "Обрабатывающий центр с ЧПУ DMG MORI CMX 600V", 6_800),
    "MIKRON": ("8457101000", "Обрабатывающий центр с ЧПУ MIKRON MILL P 500", 9_800),
    "HYUNDAI WIA": ("8458112000", "Токарный станок с ЧПУ HYUNDAI WIA L230A", 4_600),
    "HAITIAN PRECISION": ("8457101000", "Обрабатывающий центр с ЧПУ HAITIAN PRECISION VMC1000", 6_000),
}
Line = dict[str, object]


def inn(stem: str) -> str:
    """Ten digits with a right check digit; regions from 97 on were given to nobody."""
    weights = (2, 4, 10, 3, 5, 9, 4, 6, 8)
    return stem + str(sum(w * int(d) for w, d in zip(weights, stem, strict=True)) % 11 % 10)


def parts(total: float, count: int, draw: random.Random, spread: float = 0.5) -> list[float]:
    """``count`` amounts that come to ``total`` to the cent."""
    weights = [1 + draw.uniform(-spread, spread) for _ in range(count)]
    cents = [round(total * 100 * it / sum(weights)) for it in weights]
    cents[-1] += round(total * 100) - sum(cents)
    return [it / 100 for it in cents]


def days(first: date, last: date, count: int, draw: random.Random) -> list[date]:
    """``count`` days in order, the first and the last among them."""
    between = [first + timedelta(draw.randrange(1, (last - first).days)) for _ in range(count - 2)]
    return [first, *sorted(between), last]


def line(number: int, on: date, **what: object) -> Line:
    """One goods line; ``brand`` gives code, text and mass where they are not given."""
    code, text, mass = MACHINES.get(str(what.get("brand", "")), ("", "", 0))
    return {
        "no": f"10999{number % 900 + 100}/{on:%d%m%y}/{3_100_000 + number}",
        "line": 1,
        "on": on,
        "code": code,
        "text": text,
        "kg": mass,
        "count": 1,
        "currency": "USD",
        "trading": what.get("dispatch"),
        "holder": what.get("consignor"),
        **what,
    }


def comma(amount: object) -> str:
    """With two decimals and a decimal comma."""
    return f"{amount:.2f}".replace(".", ",")


def address(number: str) -> str:
    """Where the firm with that number sits: a house of its own."""
    return f"350{int(number or 1) % 90 + 10:03}, г. Ремвель, ул. Складская, д. {int(number or 1) % 83 + 1}"


def import_row(it: Line) -> list[object]:
    """The cells of a goods line under ``IMPORTS``."""
    usd = float(str(it["usd"]))
    value = usd * float(str(it.get("per_usd", 1.0)))
    country = {of: COUNTRY[str(it[of])] for of in ("origin", "dispatch", "trading")}
    on = it["on"]
    assert isinstance(on, date)
    return [
        *(it["no"], it["line"], f"{on:%d.%m.%Y}", 40, it["consignor"], country["dispatch"]),
        *(it["consignee"], it["inn"], it.get("address", address(str(it["inn"]))), it["holder"]),
        *(country["origin"], country["dispatch"], country["trading"], it["code"], it["text"], it.get("brand", "")),
        *(comma(float(str(it["kg"]))), it["count"], it["currency"], comma(value), comma(usd)),
    ]


def write(folder: str, name: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write one file of a case."""
    path = HERE / folder / name
    path.parent.mkdir(exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        book = csv.writer(file, delimiter=";", lineterminator="\n")
        book.writerow(header)
        book.writerows(rows)


def write_imports(folder: str, lines: Sequence[Line], name: str = "imports.csv") -> None:
    """Write goods lines as a Russian import extract."""
    write(folder, name, IMPORTS, map(import_row, lines))


REGISTER = columns(
    "company;id;country;incorporated;status;address;phone;activity;relation;related;related_id;"
    "related_country;share;from;to"
)
LISTINGS = columns("authority;entry;names;identifiers;address;country;programme;listed_on;delisted_on")
PAYMENTS = columns("Дата;Плательщик;ИНН плательщика;Получатель платежа;ИНН получателя;Сумма, руб.;Назначение платежа")
TENDERS = columns(
    "Реестровый номер;Дата заключения;Заказчик;ИНН заказчика;Поставщик;ИНН поставщика;Предмет контракта;"
    "Цена контракта, руб."
)
