"""What the columns of the ledger mean, as far as reading cells needs to know it."""

from functools import cache
from typing import Literal

from enduse.store.schema import ROLES, TABLES

Meaning = Literal["text", "amount", "whole", "day", "period", "country", "place", "code", "word", "currency", "truth"]

_COUNTRIES = frozenset({"origin", "dispatch", "destination", "trading_country", *(f"{it}_country" for it in ROLES)})
_BY_NAME: dict[str, Meaning] = {
    **dict.fromkeys(_COUNTRIES, "country"),
    "reporter": "place",
    "partner": "place",
    "goods_code": "code",
    "direction": "word",
    "flow": "word",
    "currency": "currency",
    "per": "currency",
    "month": "period",
}
_BY_KIND: dict[str, Meaning] = {"float": "amount", "int": "whole", "date": "day", "bool": "truth"}

WORDS = {
    "export": (
        "export",
        "exports",
        "exp",
        "ex",
        "x",
        "эк",
        "экспорт",
        "вывоз",
        "出口",
        "수출",
        "ihracat",
        "експорт",
        "ек",
    ),
    "import": (
        "import",
        "imports",
        "imp",
        "im",
        "m",
        "им",
        "импорт",
        "ввоз",
        "进口",
        "進口",
        "수입",
        "ithalat",
        "імпорт",
        "ім",
    ),
    "transit": ("transit", "tr", "тт", "транзит", "过境", "過境", "통과"),
}
"""Written directions and flows, lower case, by what they mean."""

CURRENCY_OF = {
    "840": "USD",
    "978": "EUR",
    "156": "CNY",
    "643": "RUB",
    "392": "JPY",
    "410": "KRW",
    "949": "TRY",
    "784": "AED",
    "756": "CHF",
    "826": "GBP",
    "901": "TWD",
    "344": "HKD",
    "398": "KZT",
    "860": "UZS",
    "417": "KGS",
    "051": "AMD",
    "981": "GEL",
    "980": "UAH",
    "933": "BYN",
    "RMB": "CNY",
    "RUR": "RUB",
    "NTD": "TWD",
    "US$": "USD",
    "$": "USD",
    "€": "EUR",
    "₽": "RUB",
    "美元": "USD",
    "人民币": "CNY",
    "欧元": "EUR",
}
"""ISO 4217 numbers and common other spellings (from memory), by alphabetic code."""

# Declared and statistical amounts that nothing real exceeds.
ABSURD_AMOUNT = 1e12


@cache
def meaning_of(table: str, column: str) -> Meaning:
    """How the cells of that column are read."""
    if column in _BY_NAME:
        return _BY_NAME[column]
    kind = next(it.kind for it in TABLES[table].columns if it.name == column)
    return _BY_KIND.get(kind, "text")
