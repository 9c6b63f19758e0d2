"""Write the demonstration case: small files as an investigator gets them, six patterns and their look-alikes.

Every firm, number and shipment is invented; tax numbers use a region code that is not assigned. The
same script gives the same bytes. Run it only to change the case: the files it writes are committed.
"""

import csv
import io
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

HERE = Path(__file__).resolve().parent
WATERSHED = date(2022, 2, 24)

HEADERS = (
    "Регистрационный номер ДТ",
    "№ товара",
    "Дата регистрации",
    "Процедура",
    "Отправитель",
    "Адрес отправителя",
    "Страна отправителя",
    "Получатель",
    "ИНН получателя",
    "Адрес получателя",
    "Контрактодержатель",
    "Страна происхождения",
    "Страна отправления",
    "Торгующая страна",
    "Код ТН ВЭД",
    "Описание и характеристика товара",
    "Фирма-изготовитель",
    "Товарный знак",
    "Вес брутто, кг",
    "Вес нетто, кг",
    "Количество",
    "Ед. изм.",
    "Валюта",
    "Фактурная стоимость",
    "Статистическая стоимость, USD",
    "Условия поставки",
    "Таможенный пост",
)

COUNTRIES = {
    "TW": "ТАЙВАНЬ (КИТАЙ)", "TR": "ТУРЦИЯ", "CN": "КИТАЙ", "AE": "ОБЪЕДИНЕННЫЕ АРАБСКИЕ ЭМИРАТЫ", "JP": "ЯПОНИЯ",
    "DE": "ГЕРМАНИЯ", "IT": "ИТАЛИЯ", "KR": "КОРЕЯ, РЕСПУБЛИКА", "KZ": "КАЗАХСТАН", "RS": "СЕРБИЯ", "LT": "ЛИТВА",
    "HK": "ГОНКОНГ",
}  # fmt: skip


@dataclass(frozen=True)
class Importer:
    """A Russian importer, invented."""

    name: str
    inn: str
    address: str


@dataclass(frozen=True)
class Sender:
    """Somebody abroad who ships, invented."""

    name: str
    country: str
    address: str


@dataclass(frozen=True)
class Goods:
    """A kind of goods: code, text, maker, mark, usual mass and price."""

    code: str
    text: str
    maker: str
    mark: str
    origin: str
    kg: float
    usd: float


@dataclass(frozen=True)
class Trade:
    """A steady stream of shipments: who buys what from whom, between which days, how often."""

    importer: Importer
    sender: Sender
    goods: Goods
    start: date
    end: date
    every_days: int
    holder: Sender | None = None
    growth: float = 1.0  # value multiplied by this at the end of the stream
    currency: str = "USD"


def inn(stem: str) -> str:
    """A ten-digit tax number with its check digit."""
    weights = (2, 4, 10, 3, 5, 9, 4, 6, 8)
    return stem + str(sum(int(a) * b for a, b in zip(stem, weights, strict=True)) % 11 % 10)


NORVENT = Importer("ООО «Норвентстан»", inn("979900101"), "603999, г. Нижний Новгород, ул. Плавильная, д. 7, оф. 12")
BRASKOR = Importer('АО "БРАСАНКОР-ТЕХ"', inn("979900102"), "454999, г. Челябинск, пр. Литейщиков, д. 44")
LUMETA = Importer('ООО "ЛУМЕТА ПРИБОР"', inn("979900103"), "190999, г. Санкт-Петербург, наб. Токарная, д. 3")
DELTORIS = Importer("ООО «Делторис»", inn("979900104"), "620999, г. Екатеринбург, ул. Фрезерная, д. 15")
KAVENA = Importer("ООО «Кавена Агро»", inn("979900105"), "344999, г. Ростов-на-Дону, ул. Полевая, д. 81")
ORSANT = Importer('ООО "ОРСАНТ ИНСТРУМЕНТ"', inn("979900106"), "443999, г. Самара, ул. Резцовая, д. 9")
PILVER = Importer("ООО «Пильвер»", inn("979900107"), "420999, г. Казань, ул. Шпиндельная, д. 21")

MAKER_TW = Sender("TAIJUNWEI PRECISION MACHINERY CO., LTD.", "TW", "No. 18, Ln. 99, Jinggong 5th Rd., Taichung")
HUB_TR = Sender("BALTANUR MAKINA DIS TICARET LTD. STI.", "TR", "Ikitelli OSB 14. Sokak No: 3, Istanbul")
HUB_CN = Sender("SHENZHEN YUECHENGDA SUPPLY CHAIN CO., LTD.", "CN", "Rm 1207, Bldg 4, Longhua, Shenzhen")
BROKER_AE = Sender("AMBERLINE GENERAL TRADING FZE", "AE", "Office 311, Saif Zone, Sharjah")
SHIPPER_HK = Sender("QILONGTAI LOGISTICS LIMITED", "HK", "Unit 9, 12/F, Kwun Tong, Hong Kong")
DEALER_JP = Sender("HOSHIMIZU KIKAI SALES K.K.", "JP", "3-7-1 Nishi-Shinmachi, Nagaoka")
MAKER_CN = Sender("DALIAN HUARUIKE MACHINE TOOL CO., LTD.", "CN", "No. 66 Tieshan Rd., Dalian")
TRADER_CN = Sender("DALIAN HUARUIKE IMPORT AND EXPORT CO., LTD.", "CN", "No. 68 Tieshan Rd., Dalian")
MAKER_DE = Sender("Feldmark Werkzeugtechnik GmbH", "DE", "Industriestr. 44, 73999 Musterhausen")
MAKER_IT = Sender("Officine Valdorsa S.r.l.", "IT", "Via dei Torni 8, 41999 Modena")
PUMPS_IT = Sender("Pompe Arcadino S.p.A.", "IT", "Via Acquedotto 2, 42999 Reggio Emilia")
WAREHOUSE_LT = Sender("UAB Nerivita Logistika", "LT", "Sandelio g. 5, Klaipeda")
TOOLS_KR = Sender("HANBITJEONG TOOL CO., LTD.", "KR", "21 Gongdan-ro, Changwon")
TOOLS_CN_NEW = Sender("NINGBO KETELI TOOLS CO., LTD.", "CN", "No. 5 Zhongguan Rd., Ningbo")

CENTRE_TW = Goods(
    "8457101000", "ЦЕНТР ОБРАБАТЫВАЮЩИЙ ВЕРТИКАЛЬНЫЙ С ЧПУ, МОДЕЛЬ TJV-1060, НОВЫЙ", "TAIJUNWEI PRECISION",
    "TAIJUNWEI", "TW", 7200, 88_000,
)  # fmt: skip
LATHE_JP = Goods(
    "8458112009", "СТАНОК ТОКАРНЫЙ С ЧПУ, АВТОМАТ ПРОДОЛЬНОГО ТОЧЕНИЯ, МОДЕЛЬ HMS-20, НОВЫЙ", "HOSHIMIZU KIKAI",
    "HOSHIMIZU", "JP", 2900, 150_000,
)  # fmt: skip
LATHE_CN = Goods(
    "8458118000", "СТАНОК ТОКАРНЫЙ С ЧПУ, МОДЕЛЬ HRK-6140", "DALIAN HUARUIKE", "HUARUIKE", "CN", 2600, 31_000
)
MILL_DE = Goods("8459610000", "СТАНОК ФРЕЗЕРНЫЙ С ЧПУ, МОДЕЛЬ FW-800", "FELDMARK", "FELDMARK", "DE", 5400, 120_000)
MILL_IT = Goods(
    "8459610000", "СТАНОК ФРЕЗЕРНЫЙ С ЧПУ, МОДЕЛЬ VD-1200", "OFFICINE VALDORSA", "VALDORSA", "IT", 6100, 105_000
)
PUMP_IT = Goods("8413708100", "НАСОС ЦЕНТРОБЕЖНЫЙ ДЛЯ ОРОШЕНИЯ", "POMPE ARCADINO", "ARCADINO", "IT", 60, 900)
INSERT_KR = Goods("8207701000", "ФРЕЗЫ ТВЕРДОСПЛАВНЫЕ КОНЦЕВЫЕ", "HANBITJEONG TOOL", "HANBIT", "KR", 40, 22_000)
INSERT_CN = Goods("8207701000", "ФРЕЗЫ КОНЦЕВЫЕ ТВЕРДОСПЛАВНЫЕ", "NINGBO KETELI", "KETELI", "CN", 45, 12_000)

START, END = date(2021, 1, 11), date(2023, 12, 22)

TRADES = (
    # Route shift: direct from the maker until shortly after the control date, then through a hub and a trader;
    # the hub route is also third-country transshipment.
    Trade(NORVENT, MAKER_TW, CENTRE_TW, START, date(2022, 4, 30), 24),
    Trade(NORVENT, HUB_TR, CENTRE_TW, date(2022, 5, 20), END, 19, growth=1.3),
    Trade(NORVENT, HUB_CN, CENTRE_TW, date(2022, 6, 14), END, 31, currency="CNY"),
    # Growth by new intermediaries, with a broker in one country and a shipper in another.
    Trade(BRASKOR, DEALER_JP, LATHE_JP, date(2021, 2, 3), date(2022, 2, 10), 95),
    Trade(BRASKOR, SHIPPER_HK, LATHE_JP, date(2022, 6, 1), END, 7, holder=BROKER_AE, growth=1.8, currency="CNY"),
    Trade(BRASKOR, HUB_CN, LATHE_JP, date(2022, 9, 5), END, 12, holder=BROKER_AE, growth=1.5, currency="CNY"),
    # Look-alike of growth: as much growth, but the old supplier carries it (and it is direct).
    Trade(DELTORIS, MAKER_CN, LATHE_CN, START, END, 9, growth=6.0, currency="CNY"),
    # Look-alike of the broker split: contract holder and sender differ but are of one country.
    Trade(PILVER, MAKER_CN, LATHE_CN, date(2021, 3, 1), END, 26, holder=TRADER_CN),
    # Look-alike of the route shift: the direct lane ends a year before any control, nothing replaces it.
    Trade(LUMETA, MAKER_DE, MILL_DE, START, date(2021, 3, 25), 21),
    # ... and one that stops at the control date and does not come back by another road.
    Trade(LUMETA, MAKER_IT, MILL_IT, date(2021, 2, 8), date(2022, 2, 20), 33),
    # Look-alike of transshipment: uncontrolled goods from a warehouse on the way, before and after.
    Trade(KAVENA, WAREHOUSE_LT, PUMP_IT, START, END, 10),
    Trade(KAVENA, PUMPS_IT, PUMP_IT, START, END, 14),
    # Look-alike of new intermediaries: a new supplier replaces the old one, without growth.
    Trade(ORSANT, TOOLS_KR, INSERT_KR, START, date(2022, 3, 1), 28),
    Trade(ORSANT, TOOLS_CN_NEW, INSERT_CN, date(2022, 4, 4), END, 30, currency="CNY"),
)

PER_USD = {"USD": 1.0, "CNY": 6.9}


def declarations(random: Random) -> list[dict[str, str]]:
    """Every goods line of the case, by day."""
    lines = [line for trade in TRADES for line in stream(trade, random)]
    lines.sort(key=lambda it: (it["_day"], it["Получатель"], it["Отправитель"]))
    for serial, line in enumerate(lines, 1):
        day = date.fromisoformat(line.pop("_day"))
        line["Регистрационный номер ДТ"] = f"10999{100 + serial % 7:03d}/{day:%d%m%y}/{3000000 + serial:07d}"
    return lines


def stream(trade: Trade, random: Random) -> list[dict[str, str]]:
    """The lines of one stream, a little irregular in day, price and mass."""
    lines, day = [], trade.start
    while day <= trade.end:
        share = (day - trade.start).days / max(1, (trade.end - trade.start).days)
        usd = trade.goods.usd * (1 + (trade.growth - 1) * share) * random.uniform(0.93, 1.07)
        lines.append(line_of(trade, day, usd, trade.goods.kg * random.uniform(0.98, 1.02)))
        day += timedelta(days=trade.every_days + random.randint(-2, 2))
    return lines


def line_of(trade: Trade, day: date, usd: float, kg: float) -> dict[str, str]:
    """One goods line as the customs extract writes it."""
    holder = trade.holder or trade.sender
    return {
        "_day": day.isoformat(),
        "№ товара": "1",
        "Дата регистрации": f"{day:%d.%m.%Y}",
        "Процедура": "40",
        "Отправитель": trade.sender.name,
        "Адрес отправителя": trade.sender.address,
        "Страна отправителя": COUNTRIES[trade.sender.country],
        "Получатель": trade.importer.name,
        "ИНН получателя": trade.importer.inn,
        "Адрес получателя": trade.importer.address,
        "Контрактодержатель": holder.name,
        "Страна происхождения": COUNTRIES[trade.goods.origin],
        "Страна отправления": COUNTRIES[trade.sender.country],
        "Торгующая страна": COUNTRIES[holder.country],
        "Код ТН ВЭД": trade.goods.code,
        "Описание и характеристика товара": trade.goods.text,
        "Фирма-изготовитель": trade.goods.maker,
        "Товарный знак": trade.goods.mark,
        "Вес брутто, кг": russian(kg * 1.08),
        "Вес нетто, кг": russian(kg),
        "Количество": "1",
        "Ед. изм.": "ШТ",
        "Валюта": trade.currency,
        "Фактурная стоимость": russian(usd * PER_USD[trade.currency]),
        "Статистическая стоимость, USD": russian(usd),
        "Условия поставки": "CPT МОСКВА",
        "Таможенный пост": "Вымышленный т/п",
    }


def russian(number: float) -> str:
    """A number as the extract writes it: two decimals, decimal comma."""
    return f"{number:.2f}".replace(".", ",")


def statistics(random: Random) -> list[list[str]]:
    """Monthly statistics: a surge to one hub and a widening mirror gap; honest neighbours of both."""
    rows = []
    for index in range(36):
        month = date(2021 + index // 12, index % 12 + 1, 1)
        after = max(0, index - 13)
        season = 1 + 0.15 * ((index % 12) in (2, 3, 8, 9))
        wobble = random.uniform(0.9, 1.1)
        flows = {
            # Surge: lathes from Germany to Kyrgyzstan; Kyrgyzstan records ever less of it (mirror gap).
            ("DE", "KG", "845811"): (18_000 * season * wobble * (1 + 1.9 * after), 0.96 / (1 + 0.11 * after)),
            # Look-alike: steady growth with a season, and both sides agree.
            ("DE", "UZ", "845811"): (210_000 * season * wobble * (1 + 0.012 * index), 1.04),
            # Look-alike of a surge: one big month long before the control date.
            ("DE", "KZ", "845811"): (150_000 * wobble * (7 if index == 5 else 1), 1.05),
            # The direct lane ends.
            ("DE", "RU", "845811"): (1_900_000 * season * wobble * (0.02 if after > 2 else 1), 1.02),
            # Look-alike of a mirror gap: always a third apart, for reasons of valuation, never changing.
            ("IT", "KZ", "841370"): (320_000 * wobble, 0.68),
        }
        for (reporter, partner, code), (usd, seen) in flows.items():
            kg = usd / 32
            rows.append([f"{month:%Y-%m}", reporter, partner, "export", code, f"{usd:.0f}", f"{kg:.0f}"])
            rows.append([f"{month:%Y-%m}", partner, reporter, "import", code, f"{usd * seen:.0f}", f"{kg * seen:.0f}"])
    return rows


def main() -> None:
    """Write the files of the case."""
    random = Random(20220224)
    lines = declarations(random)
    older = [it for it in lines if not it["Дата регистрации"].endswith("2023")]
    newer = [it for it in lines if it["Дата регистрации"].endswith("2023")]
    # The second dump repeats the last lines of the first, as bought extracts do, one of them corrected.
    repeated = [dict(it) for it in older[-12:]]
    repeated[1]["Статистическая стоимость, USD"] = russian(91_500.0)
    broken = dict(newer[3], **{"Дата регистрации": "32.13.2023", "Регистрационный номер ДТ": "10999101/320123/3009999"})
    write_csv("imports_2021_2022.csv", older, "cp1251")
    write_csv("imports_2023.csv", [*repeated, *newer, broken], "cp1251")
    table = io.StringIO()
    out = csv.writer(table, lineterminator="\n")
    out.writerow(["month", "reporter", "partner", "flow", "hs6", "value_usd", "net_kg"])
    out.writerows(statistics(random))
    (HERE / "statistics.csv").write_text(table.getvalue(), encoding="utf-8")


def write_csv(name: str, lines: list[dict[str, str]], encoding: str) -> None:
    """Write lines with semicolons and Windows line ends, as Russian spreadsheets export them."""
    table = io.StringIO()
    out = csv.DictWriter(table, HEADERS, delimiter=";", lineterminator="\r\n")
    out.writeheader()
    out.writerows(lines)
    (HERE / name).write_bytes(table.getvalue().encode(encoding))


if __name__ == "__main__":
    main()
