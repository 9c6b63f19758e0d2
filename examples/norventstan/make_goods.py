"""Write ``imports_goods.csv``: goods lines that tell six patterns by words, codes, weights and counts, and neighbours.

It may be added to the case beside the other files; the demonstration does without it. Every firm, number and shipment
is invented. One brand is that of a maker that no longer exists, since the table of brands must know where it was built.
The same script gives the same bytes.
"""

from dataclasses import replace
from datetime import date, timedelta

from make_case import (
    BROKER_AE,
    DEALER_JP,
    HUB_CN,
    HUB_TR,
    MAKER_DE,
    MAKER_TW,
    Goods,
    Importer,
    Sender,
    Trade,
    inn,
    line_of,
    write_csv,
)

FIRMS = tuple(
    Importer(f'ООО "{name}"', inn(f"9799002{number + 10}"), f"60{number:02}99, г. Тверь")
    for number, name in enumerate(
        (
            "ВЕЛАНТОР", "ДРУМАСТИЛ", "КОРСЕЛЬВА", "МИРТАНОЛ", "ПАРВИСТОН", "РЕЛЬТАВА", "СИНДОРАТ", "ТЕРМАЛИКС",
            "УЛЬВЕНТО", "ФАРГОНИТ", "ХАЛЬМЕРОН", "ЭСТОВАЛЬ",
        )
    )
)  # fmt: skip
VELANTOR, DRUMASTIL, KORSELVA, MIRTANOL, PARVISTON, RELTAVA = FIRMS[:6]
LATHE = Goods("8458112009", "", "VORLANDE MASCHINEN", "VORLANDE", "DE", 5200, 96_000)
BEFORE, AFTER = date(2021, 1, 12), date(2022, 5, 11)

Line = dict[str, str]


def shipments(importer: Importer, sender: Sender, goods: Goods, start: date, texts: list[str]) -> list[Line]:
    """One line for each text, three weeks apart."""
    trade = Trade(importer, sender, goods, start, start, 21)
    return [
        line_of(trade, start + timedelta(days=21 * at), goods.usd * (1 + at % 3 / 50), goods.kg)
        | {"Описание и характеристика товара": text}
        for at, text in enumerate(texts)
    ]


def machines_called_parts() -> list[Line]:
    """misdeclared_parts; honest beside it: a spindle that is declared as one."""
    hidden = [f"ЗАПАСНЫЕ ЧАСТИ: СТАНОК ТОКАРНЫЙ С ЧПУ, МОДЕЛЬ VL-250, СЕР. № VL{it}0417, 1 ШТ" for it in range(21, 25)]
    spindles = [f"ШПИНДЕЛЬ ДЛЯ ТОКАРНОГО СТАНКА С ЧПУ, АРТ. 44-{it}, 1 ШТ" for it in range(5)]
    as_part = replace(LATHE, code="8466930000")
    return [
        *shipments(VELANTOR, HUB_TR, as_part, AFTER, hidden),
        *shipments(DRUMASTIL, MAKER_DE, replace(as_part, kg=60, usd=4_000), AFTER, spindles),
    ]


def codes_that_slid() -> list[Line]:
    """hs_downshift: the same lathes in the same words, under a code that no list names."""
    texts = [f"СТАНОК ТОКАРНЫЙ С ЧПУ, МОДЕЛЬ HMS-20, ЗАВ. № H{it}881" for it in range(31, 36)]
    lathe = Goods("8458112009", "", "HOSHIMIZU KIKAI", "HOSHIMIZU", "JP", 2900, 150_000)
    return [
        *shipments(DRUMASTIL, DEALER_JP, lathe, BEFORE, texts),
        *shipments(DRUMASTIL, HUB_CN, replace(lathe, code="8479899708"), AFTER, [it.replace("H", "K") for it in texts]),
    ]


def used_machines_by_a_third_country() -> list[Line]:
    """second_hand_flow."""
    texts = [f"СТАНОК ФРЕЗЕРНЫЙ С ЧПУ, МОД. FW-800, БЫВШИЙ В УПОТРЕБЛЕНИИ, {2006 + it} Г.В." for it in range(6)]
    return shipments(KORSELVA, HUB_TR, replace(LATHE, code="8459610000", usd=41_000), AFTER, texts)


def an_origin_that_the_brand_has_not() -> list[Line]:
    """origin_disguise: from Japan before, "from Turkey" afterwards."""
    texts = [f"СТАНОК ТОКАРНЫЙ С ЧПУ HITACHI SEIKI HT-20, ЗАВ. № HS{it}2290" for it in range(41, 45)]
    lathe = Goods("8458112009", "", "HITACHI SEIKI", "HITACHI SEIKI", "JP", 4100, 61_000)
    return [
        *shipments(MIRTANOL, DEALER_JP, lathe, BEFORE, texts[:2]),
        *shipments(MIRTANOL, HUB_TR, replace(lathe, origin="TR"), AFTER, texts[2:]),
    ]


def prices_and_one_that_none_has() -> list[Line]:
    """value_or_weight_anomaly: lathes of one model at one price for the kilogram, and one with a wrong weight."""
    lathe = Goods("8458118000", "", "TAIJUNWEI PRECISION", "TAIJUNWEI", "TW", 2600, 52_000)
    text = "СТАНОК ТОКАРНЫЙ С ЧПУ, МОДЕЛЬ TJL-46, НОВЫЙ"
    usual = [it for firm in FIRMS[5:11] for it in shipments(firm, MAKER_TW, lathe, AFTER, [text] * 4)]
    return [*usual, *shipments(PARVISTON, BROKER_AE, replace(lathe, kg=130), AFTER, [text])]


def parts_for_machines_that_nobody_saw() -> list[Line]:
    """parts_quantity_vs_installed_base: twelve users of one brand, one of them with parts for many more machines."""
    machine, part = replace(LATHE, kg=5100), replace(LATHE, code="8466930000", kg=9, usd=900)
    bought = "СТАНОК ТОКАРНЫЙ С ЧПУ, МОДЕЛЬ VL-250, НОВЫЙ, 1 ШТ"
    found: list[Line] = []
    for at, firm in enumerate(FIRMS):
        pieces = 240 if firm is RELTAVA else 4
        found += shipments(firm, MAKER_DE, machine, BEFORE + timedelta(days=30 * at), [bought])
        text = f"КАРЕТКА ЛИНЕЙНОЙ НАПРАВЛЯЮЩЕЙ ДЛЯ ТОКАРНОГО СТАНКА С ЧПУ, {pieces} ШТ"
        found += shipments(firm, MAKER_DE, replace(part, kg=9.0 * pieces, usd=90.0 * pieces), AFTER, [text] * 3)
    return found


def main() -> None:
    """Write the file."""
    lines = [
        *machines_called_parts(),
        *codes_that_slid(),
        *used_machines_by_a_third_country(),
        *an_origin_that_the_brand_has_not(),
        *prices_and_one_that_none_has(),
        *parts_for_machines_that_nobody_saw(),
    ]
    lines.sort(key=lambda it: (it["_day"], it["Получатель"], it["Описание и характеристика товара"]))
    for serial, line in enumerate(lines, 1):
        day = date.fromisoformat(line.pop("_day"))
        line["Регистрационный номер ДТ"] = f"10998{100 + serial % 7:03d}/{day:%d%m%y}/{4000000 + serial:07d}"
    write_csv("imports_goods.csv", lines, "cp1251")


if __name__ == "__main__":
    main()
