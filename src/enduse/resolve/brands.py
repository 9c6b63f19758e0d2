"""The brand of a goods line, and the texts that officials write where there is none."""

import ibis
from ibis.expr.types import StringColumn

NO_BRAND = (
    "ОТСУТСТВУЕТ",
    "ОТСУТСТВУЮТ",
    "ОТСУТСТВУЕТ ТОВАРНЫЙ ЗНАК",
    "ТОВАРНЫЙ ЗНАК ОТСУТСТВУЕТ",
    "БЕЗ ТОВАРНОГО ЗНАКА",
    "БЕЗ ТОВАРНЫХ ЗНАКОВ",
    "БЕЗ ТЗ",
    "БЕЗ МАРКИ",
    "БЕЗ БРЕНДА",
    "НЕ ОБОЗНАЧЕН",
    "НЕ ОБОЗНАЧЕНО",
    "НЕ УКАЗАН",
    "НЕ УКАЗАНО",
    "НЕ УСТАНОВЛЕН",
    "НЕ ИМЕЕТ",
    "НЕИЗВЕСТЕН",
    "НЕИЗВЕСТНО",
    "НЕТ",
    "НЕТ ДАННЫХ",
    "НЕМАЄ",
    "ВІДСУТНІЙ",
    "БЕЗ ТОРГОВОЇ МАРКИ",
    "NO BRAND",
    "NOBRAND",
    "NO TRADEMARK",
    "NO TRADE MARK",
    "NO MARK",
    "WITHOUT TRADEMARK",
    "WITHOUT BRAND",
    "NOT SPECIFIED",
    "NOT STATED",
    "UNBRANDED",
    "UNKNOWN",
    "NONE",
    "NO",
    "N/A",
    "NA",
    "N.A",
    "NULL",
    "NIL",
    "MARKASIZ",
    "MARKA YOK",
    "YOK",
    "BELİRTİLMEMİŞ",
    "无品牌",
    "无",
    "無品牌",
    "無",
    "無牌",
    "상표없음",
    "없음",
    "ノーブランド",
    "なし",
    "",
)
"""Compared in upper case, with quotes, outer dashes and full stops taken off."""

_WRAPPING = r"^[\s\"'«»“”„‘’`().,;:*_-]+|[\s\"'«»“”„‘’`().,;:*_-]+$"


def brand(trademark: StringColumn, manufacturer_text: StringColumn) -> StringColumn:
    """The mark in upper case, else the maker as written; null where both say that there is none."""
    return ibis.coalesce(_mark(trademark), _mark(manufacturer_text))


def _mark(text: StringColumn) -> StringColumn:
    bare = text.upper().re_replace(_WRAPPING, "").re_replace(r"\s+", " ")
    return ibis.ifelse(bare.isin(NO_BRAND), ibis.null("string"), bare)
