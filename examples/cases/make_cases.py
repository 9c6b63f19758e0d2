"""Write the eight small cases beside this file: published figures, fictional firms.

    python examples/cases/make_cases.py

Each case rebuilds one that was published about real firms, in the published proportions, with coined names, numbers and
places; brands of goods are real, because what a brand's country is matters. Amounts are drawn with a fixed seed and
scaled to the published sums to the cent. README.md says which published figure each case rebuilds.
"""

import random
from datetime import date, timedelta

from writing import LISTINGS, PAYMENTS, REGISTER, TENDERS, Line, comma, days, inn, line, parts, write, write_imports


def route_shift() -> None:
    """63 shipments: 4.47 M USD direct until May 2023, then 17.8 M through Türkiye and China."""
    draw = random.Random("route_shift")
    importer: Line = {"consignee": "ООО «ВЕЙ МАШИН ТЕХНОЛОДЖИ»", "inn": inn("979900201"), "origin": "TW"}
    direct: Line = {**importer, "consignor": "VEY MACHINE TOOLS CO., LTD.", "dispatch": "TW"}
    ways: list[Line] = [
        {**importer, "consignor": "BALTARUN DIS TICARET LTD. STI.", "dispatch": "TR"},
        {**importer, "consignor": "SHENZHEN QIAOLANWEI TRADING CO., LTD.", "dispatch": "CN"},
    ]
    brands = ("TONGTAI", "GOODWAY", "LEADWELL", "YCM", "VICTOR")
    lines: list[Line] = []
    for on, usd in zip(days(date(2023, 1, 11), date(2023, 5, 29), 14, draw), parts(4.47e6, 14, draw), strict=True):
        lines.append(line(len(lines), on, usd=usd, brand=draw.choice(brands), **direct))
    for on, usd in zip(days(date(2023, 5, 31), date(2023, 12, 20), 49, draw), parts(17.8e6, 49, draw), strict=True):
        lines.append(line(len(lines), on, usd=usd, brand=draw.choice(brands), **ways[draw.random() < 0.55]))
    # Before the control of January 2023 the same firm sold the same goods directly.
    early = zip(days(date(2022, 1, 20), date(2022, 12, 19), 16, draw), parts(1.9e6, 16, draw), strict=True)
    before = [line(900 + at, on, usd=usd, brand=draw.choice(brands), **direct) for at, (on, usd) in enumerate(early)]
    camera: Line = {"code": "8525890009", "text": "Камера промышленная машинного зрения, 2 шт", "kg": 4, "count": 2}
    unrelated: Line = {"consignee": "ООО «РЕМВЕЛЬ ОПТИКА»", "inn": inn("979900202"), "origin": "TW", "dispatch": "TW"}
    vision = line(990, date(2023, 3, 3), usd=2_400.0, consignor="VEY-MACHINE VISION CO., LTD.", **camera, **unrelated)
    write_imports("route_shift", [*before, *lines[:40], vision])
    # A second dump overlaps the first: seven shipments stand in both.
    write_imports("route_shift", [*lines[33:]], "imports_second_dump.csv")
    write(
        "route_shift",
        "register.csv",
        REGISTER,
        [
            [
                "ООО «ВЕЙ МАШИН ТЕХНОЛОДЖИ»",
                importer["inn"],
                "RU",
                "2011-04-12",
                "active",
                "350000, г. Ремвель, ул. Складская, д. 7",
                "",
                "46.62",
            ]
            + ["owner", "Лю Вэньтай", "", "TW", "33,33", "2011-04-12", "2016-09-01"],
            [
                "ООО «ВЕЙ МАШИН ТЕХНОЛОДЖИ»",
                importer["inn"],
                "RU",
                "2011-04-12",
                "active",
                "350000, г. Ремвель, ул. Складская, д. 7",
                "",
                "46.62",
            ]
            + ["owner", "Корвалин Егор Ильич", "", "RU", "66,67", "2011-04-12", ""],
            [
                "VEY MACHINE TOOLS CO., LTD.",
                "TW990021101",
                "TW",
                "2009-02-03",
                "active",
                "Lane 9, Coined Road, Taichung",
                "",
                "2822",
            ]
            + ["director", "Лю Вэньтай", "", "TW", "", "2009-02-03", ""],
        ],
    )
    write(
        "route_shift",
        "trademarks.csv",
        ["mark", "number", "owner", "owner_country", "office", "registered_on"],
        [
            ["VEY MACHINE TOOLS", "T-990021", "ORSTVEL LLC", "RU", "coined office", "2012-03-01"],
            ["VEY MACHINE TECHNOLOGY", "T-990022", "ORSTVEL LLC", "RU", "coined office", "2012-03-01"],
        ],
    )


def two_middlemen() -> None:
    """One brand: 0.6 M USD in 2021 from the official supplier, 50 M in 2023, all growth through two intermediaries."""
    draw = random.Random("two_middlemen")
    importer: Line = {"consignee": "АО «АРГЕМЕЛЬ»", "inn": inn("979900301"), "origin": "JP", "brand": "TSUGAMI"}
    official: Line = {**importer, "consignor": "KANORI TOKUSHU BOEKI K.K.", "dispatch": "JP"}
    broker: Line = {"holder": "AMERVEGO GENERAL TRADING FZE", "trading": "AE"}
    shipper: Line = {**importer, "consignor": "SHENZHEN ELANTU ELECTRONICS CO., LTD.", "dispatch": "CN", **broker}
    lines: list[Line] = []
    for on, usd in zip(days(date(2021, 2, 3), date(2021, 11, 24), 6, draw), parts(0.6e6, 6, draw), strict=True):
        lines.append(line(len(lines), on, usd=usd, **official))
    for on, usd in zip(days(date(2022, 9, 5), date(2022, 12, 20), 12, draw), parts(2.9e6, 12, draw), strict=True):
        lines.append(line(len(lines), on, usd=usd, **shipper))
    for on, usd in zip(days(date(2023, 1, 9), date(2023, 12, 25), 140, draw), parts(50e6, 140, draw), strict=True):
        lines.append(line(len(lines), on, usd=usd, count=2, kg=5_400, **{k: v for k, v in shipper.items()}))
    write_imports("two_middlemen", lines)
    write(
        "two_middlemen",
        "contracts.csv",
        TENDERS,
        [
            ["99021000123", "14.03.2023", "АО «НПП КОМЕТРА»", inn("979900311"), importer["consignee"], importer["inn"]]
            + ["Поставка станка токарного с ЧПУ TSUGAMI B0205-III", "41250000,00"]
        ],
    )
    write(
        "two_middlemen",
        "register.csv",
        REGISTER,
        [
            [
                "АО «АРГЕМЕЛЬ»",
                importer["inn"],
                "RU",
                "2012-05-21",
                "active",
                "350001, г. Ремвель, ул. Литейная, д. 3",
                "",
                "46.62",
            ]
            + ["owner", "Дорвенев Павел Игоревич", "", "RU", "100", "2012-05-21", ""],
        ],
    )
    write(
        "two_middlemen",
        "listings.csv",
        LISTINGS,
        [
            [
                "Council of Norvia",
                "L-0031",
                "ARGEMEL AO; АО «АРГЕМЕЛЬ»",
                importer["inn"],
                "",
                "RU",
                "arms",
                "2023-11-02",
                "",
            ],
            ["Council of Norvia", "L-0019", "KOMETRA NPP AO; АО «НПП КОМЕТРА»", inn("979900311"), "", "RU"]
            + ["air defence missiles", "2022-06-01", ""],
        ],
    )


def second_importer() -> None:
    """Owned by the wife of a listed importer's owner; machines of several countries, all in yuan, all from China."""
    draw = random.Random("second_importer")
    first: Line = {"consignee": "АО «АРГЕМЕЛЬ»", "inn": inn("979900301")}
    second: Line = {"consignee": "ООО «УМЕРСТАН»", "inn": inn("979900401")}
    senders = (
        "NINGBO LANQIAOHE TRADING CO., LTD.",
        "SHENZHEN ELANTU ELECTRONICS CO., LTD.",
        "DALIAN WEIZHENQI CO., LTD.",
    )
    brands = {"TSUGAMI": "JP", "TONGTAI": "TW", "HYUNDAI WIA": "KR", "DMG MORI": "DE"}
    lines: list[Line] = []
    listed_trade = zip(days(date(2022, 3, 9), date(2023, 10, 30), 30, draw), parts(9e6, 30, draw), strict=True)
    for on, usd in listed_trade:
        brand = draw.choice([*brands])
        more: Line = {"brand": brand, "origin": brands[brand], "consignor": draw.choice(senders[:2]), "dispatch": "CN"}
        lines.append(line(len(lines), on, usd=usd, currency="CNY", per_usd=7.1, **more, **first))
    for on, usd in zip(days(date(2023, 11, 21), date(2024, 9, 30), 48, draw), parts(14e6, 48, draw), strict=True):
        brand = draw.choice([*brands])
        more = {"brand": brand, "origin": brands[brand], "consignor": draw.choice(senders), "dispatch": "CN"}
        lines.append(line(len(lines), on, usd=usd, currency="CNY", per_usd=7.2, **more, **second))
    # A dealer in Chinese machines pays in yuan as well, for goods made where they are paid for.
    plain: Line = {"consignee": "ООО «РЕМВЕЛЬСНАБ»", "inn": inn("979900402"), "origin": "CN", "dispatch": "CN"}
    plain |= {"brand": "HAITIAN PRECISION", "consignor": senders[2]}
    for on, usd in zip(days(date(2022, 3, 9), date(2024, 9, 30), 30, draw), parts(2.4e6, 30, draw), strict=True):
        lines.append(line(len(lines), on, usd=usd, currency="CNY", per_usd=7.1, **plain))
    write_imports("second_importer", lines)
    head = ["350001, г. Ремвель, ул. Литейная, д. 3", "", "46.62"]
    write(
        "second_importer",
        "register.csv",
        REGISTER,
        [
            ["АО «АРГЕМЕЛЬ»", first["inn"], "RU", "2012-05-21", "active", *head]
            + ["owner", "Дорвенев Павел Игоревич", "", "RU", "100", "2012-05-21", ""],
            [
                "ООО «УМЕРСТАН»",
                second["inn"],
                "RU",
                "2022-08-15",
                "active",
                "350009, г. Ремвель, ул. Новая, д. 44",
                "",
                "46.62",
            ]
            + ["owner", "Дорвенева Ирина Львовна", "", "RU", "100", "2022-08-15", ""],
            ["Дорвенева Ирина Львовна", "", "RU", "", "", "", "", "", "spouse", "Дорвенев Павел Игоревич", "", "RU"]
            + ["", "2003-06-14", ""],
        ],
    )
    write(
        "second_importer",
        "listings.csv",
        LISTINGS,
        [
            [
                "Council of Norvia",
                "L-0031",
                "ARGEMEL AO; АО «АРГЕМЕЛЬ»",
                first["inn"],
                "",
                "RU",
                "arms",
                "2023-11-02",
                "",
            ],
            ["Council of Norvia", "L-0032", "DORVENEV Pavel Igorevich; Дорвенев Павел Игоревич", "", "", "RU", "arms"]
            + ["2023-11-02", ""],
        ],
    )


def arms_makers() -> None:
    """More than 80 M USD from 41 arms makers in seven months, and what others pay; contracts of military units."""
    draw = random.Random("arms_makers")
    payee = ("ООО «ВЕЙ МАШИН ТЕХНОЛОДЖИ»", inn("979900201"))
    rate = 82.0
    plants = [(f"АО «ЗАВОД {name}»", inn(f"97990{600 + at}0")[:10]) for at, name in enumerate(_plants(41, draw))]
    rows = []
    shares = sorted(parts(81.3e6, len(plants), draw, 0.98), reverse=True)
    for (name, number), usd in zip(plants, shares, strict=True):
        count = draw.randrange(1, 5)
        spread = zip(
            days(date(2023, 1, 9), date(2023, 7, 28), count + 2, draw), parts(usd * rate, count, draw), strict=False
        )
        rows += [
            (on, name, number, *payee, amount, "Оплата за станки с ЧПУ по договору поставки") for on, amount in spread
        ]
    civil = [("ООО «РЕМВЕЛЬВОДОКАНАЛ»", inn("979900701")), ("ООО «ХЛЕБНЫЙ ДОМ»", inn("979900702"))]
    for name, number in civil:
        spread = zip(days(date(2023, 1, 20), date(2023, 7, 20), 4, draw), parts(0.4e6 * rate, 4, draw), strict=True)
        rows += [(on, name, number, *payee, amount, "Оплата за насосное оборудование") for on, amount in spread]
    rows.sort(key=lambda it: (it[0], it[1]))
    write(
        "arms_makers", "payments.csv", PAYMENTS, ([f"{it[0]:%d.%m.%Y}", *it[1:5], comma(it[5]), it[6]] for it in rows)
    )
    listed = [
        ["Council of Norvia", f"L-{500 + at:04}", name, number, "", "RU", "arms production", "2022-06-01", ""]
        for at, (name, number) in enumerate(plants)
    ]
    write("arms_makers", "listings.csv", LISTINGS, listed)
    write(
        "arms_makers",
        "contracts.csv",
        TENDERS,
        [
            [
                "99021000001",
                "18.06.2014",
                "Войсковая часть 99753",
                "",
                *payee,
                "Поставка станка фрезерного с ЧПУ",
                "4378000,00",
            ],
            [
                "99021000002",
                "11.04.2023",
                "ООО «РЕМВЕЛЬВОДОКАНАЛ»",
                civil[0][1],
                *payee,
                "Поставка насосов",
                "1200000,00",
            ],
        ],
    )
    # The yearly mean of 2014 that the published conversion stands on: 38.4 roubles for a dollar.
    rates = [[month, "RUB", "USD", "38.4"] for month in ("2014-06",)] + [
        [f"2023-{m:02}", "RUB", "USD", rate] for m in range(1, 8)
    ]
    write("arms_makers", "rates.csv", ["month", "currency", "per", "rate"], rates)


def _plants(count: int, draw: random.Random) -> list[str]:
    first, last = (
        ("ВЕРД", "ГОРМ", "ДЕЛВ", "КАРН", "ЛИРД", "МОРГ", "НЕРС", "ПЕЛТ", "СОРВ", "ТЕРН"),
        ("АНОВ", "ЕЛЬ", "ИТ", "ОНД", "УРС"),
    )
    names = [a + b for a in first for b in last]
    return sorted(draw.sample(names, count))


def six_countries() -> None:
    """3.711 M USD of Korean goods in three classes through six transit countries."""
    draw = random.Random("six_countries")
    transit = ("CN", "TR", "IN", "UZ", "LT", "TH")
    buyers = (("ООО «ИНСТРУМЕНТВЕЛЬ»", inn("979900801")), ("ООО «СТАНКОНОРД ПЛЮС»", inn("979900802")))
    tools = ("8207501000", "Свёрла и фрезы твердосплавные YG-1, комплект", 18.0)
    holders = ("8466202000", "Патрон токарный гидравлический SAMCHULLY HS-08", 62.0)
    classes = {
        "YG-1": (2.19e6, 60, tools),
        "SAMCHULLY": (1.31e6, 36, holders),
        "HYUNDAI WIA": (0.211e6, 6, ("", "", 0)),
    }
    lines: list[Line] = []
    for brand, (total, count, (code, text, kg)) in classes.items():
        when = days(date(2024, 1, 15), date(2025, 4, 28), count, draw)
        for at, (on, usd) in enumerate(zip(when, parts(total, count, draw), strict=True)):
            way = transit[at % 6] if count >= 36 else transit[at % 2 * 3]
            name, number = draw.choice(buyers)
            more: Line = {"consignee": name, "inn": number, "origin": "KR", "dispatch": way, "brand": brand}
            told: Line = {"code": code, "text": text, "kg": kg} if code else {}
            lines.append(line(len(lines), on, usd=usd, consignor=_SENDERS[way], **more, **told))
    write_imports("six_countries", sorted(lines, key=lambda it: str(it["on"])))


_SENDERS = {
    "CN": "QINGDAO HELANWEI CO., LTD.",
    "TR": "ARDAVUR MAKINA LTD. STI.",
    "IN": "VISHOLARA TOOLS PVT. LTD.",
    "UZ": "OOO TOSHVELSAVDO",
    "LT": "UAB NERVELITA",
    "TH": "PHANARAT CHAI CO., LTD.",
}


def origin_switch() -> None:
    """An importer that bought hardly anything made in China until June 2023 and little else afterwards."""
    draw = random.Random("origin_switch")
    names = ("ООО «СФТ»", "SFT LLC", "ООО СФТ")
    lines: list[Line] = []
    for month in range(24):
        first = date(2022 + month // 12, month % 12 + 1, 3)
        chinese = month >= 18
        for at in range(3):
            brand, origin = ("HAITIAN PRECISION", "CN") if chinese and at else ("TONGTAI", "TW")
            more: Line = {
                "brand": brand,
                "origin": origin,
                "dispatch": "CN",
                "consignor": "NINGBO LANQIAOHE TRADING CO., LTD.",
            }
            usd = round(draw.uniform(90_000, 150_000), 2)
            who: Line = {"consignee": names[(month + at) % 3], "inn": inn("979900901") if at else ""}
            lines.append(line(len(lines), first + timedelta(at * 8), usd=usd, **more, **who))
    write_imports("origin_switch", lines)


def backfill() -> None:
    """Large makers of three countries leave and small ones fill the gap; in a fourth nothing changes."""
    draw = random.Random("backfill")
    lines: list[Line] = []
    brands = {"DE": "DMG MORI", "IT": "", "CH": "MIKRON", "KR": "HYUNDAI WIA"}
    code, text, kg = "8457101000", "Обрабатывающий центр с ЧПУ", 6_500
    for country in brands:
        for month in range(36):
            on = date(2021 + month // 12, month % 12 + 1, 12)
            gone = country != "KR" and month >= 15
            makers = [(f"{country} LARGE MAKER {n}", 400_000.0) for n in (1, 2)] if not gone else []
            small = 40_000.0 if not gone else 150_000.0
            makers += [(f"{country} SMALL MAKER {n}", small) for n in range(1, 6) if (month + n) % 3 == 0]
            for name, usd in makers:
                coined = _coin(name)
                more: Line = {"origin": country, "dispatch": country, "consignor": coined, "brand": coined.split()[0]}
                told: Line = {
                    "code": code,
                    "text": f"{text} {coined.split()[0]}",
                    "kg": kg,
                    "consignee": "ООО «ИНСТРУМЕНТВЕЛЬ»",
                }
                told["inn"] = inn("979900801")
                lines.append(line(len(lines), on, usd=round(usd * draw.uniform(0.8, 1.2), 2), **more, **told))
    write_imports("backfill", lines)


def _coin(name: str) -> str:
    draw = random.Random(name)
    word = "".join(
        draw.choice(it) for it in (("VEL", "MOR", "TAN", "KER"), ("DA", "NO", "RI"), ("STEN", "VARO", "LUMA"))
    )
    return f"{word} {'MACHINES' if 'LARGE' in name else 'WORKS'} {name[:2]}"


def one_machine() -> None:
    """A machine from the maker's hall to a plant abroad: sold, installed, moved unasked, serviced from elsewhere."""
    header = ["date", "serial", "brand", "model", "event", "party", "country", "authorised", "note"]
    machine = ["VTX-0417-22", "DMG MORI", "CMX 600V"]
    other = ["VTX-0418-22", "DMG MORI", "CMX 600V"]
    rows = [
        ["2022-03-04", *machine, "built", "DMG MORI", "DE", "yes", ""],
        ["2022-04-11", *machine, "sold", "ARDAVUR MAKINA LTD. STI.", "TR", "yes", "end user statement on file"],
        ["2022-04-29", *machine, "shipped", "ARDAVUR MAKINA LTD. STI.", "TR", "yes", ""],
        ["2022-06-02", *machine, "installed", "ARDAVUR MAKINA LTD. STI.", "TR", "yes", "installation report"],
        [
            "2023-02-17",
            *machine,
            "relocation_alert",
            "",
            "TR",
            "",
            "sensor lost its place; no relocation was asked for",
        ],
        [
            "2023-08-30",
            *machine,
            "service_request",
            "ООО «ВЕЙ МАШИН ТЕХНОЛОДЖИ»",
            "RU",
            "",
            "control asks for an unlock code",
        ],
        ["2022-03-05", *other, "built", "DMG MORI", "DE", "yes", ""],
        ["2022-04-11", *other, "sold", "ARDAVUR MAKINA LTD. STI.", "TR", "yes", ""],
        ["2022-05-02", *other, "shipped", "ARDAVUR MAKINA LTD. STI.", "TR", "yes", ""],
    ]
    write("one_machine", "events.csv", header, rows)
    write(
        "one_machine",
        "listings.csv",
        LISTINGS,
        [["Council of Norvia", "L-0077", "ARDAVUR MAKINA LTD. STI.", "", "", "TR", "arms", "2023-01-18", ""]],
    )


if __name__ == "__main__":
    for make in (
        route_shift,
        two_middlemen,
        second_importer,
        arms_makers,
        six_countries,
        origin_switch,
        backfill,
        one_machine,
    ):
        make()
