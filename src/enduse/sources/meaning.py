"""What the columns of the ledger mean, as far as reading cells needs to know it."""

from functools import cache
from typing import Literal

from enduse.store.record_kinds import DESCRIBED_ROLES, PARTY_ROLES
from enduse.store.schema import ROLES, TABLES

Meaning = Literal[
    "text",
    "amount",
    "whole",
    "day",
    "period",
    "country",
    "place",
    "code",
    "word",
    "currency",
    "truth",
    "event",
    "domain",
    "vague_day",
    "consent",
    "class_code",
]

_OF_RECORDS = frozenset(role for roles in PARTY_ROLES.values() for role in roles)
_COUNTRIES = frozenset(
    {
        *("origin", "dispatch", "destination", "trading_country"),
        *("fair_country", "place_country", "host_country", "payer_bank_country", "payee_bank_country"),
        *(f"{role}_country" for role in (*ROLES, *_OF_RECORDS)),
    }
)
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
_BY_PLACE: dict[tuple[str, str], Meaning] = {
    ("events", "kind"): "event",
    ("events", "authorised"): "consent",
    ("web", "domain"): "domain",
    ("exhibits", "held_on"): "vague_day",
    ("tenders", "goods_code"): "class_code",
    ("orders", "signed_on"): "vague_day",
    ("orders", "ship_on"): "vague_day",
    ("orders", "installation"): "consent",
    ("orders", "training"): "consent",
    **{("orders", f"{role}_incorporated"): "vague_day" for role in DESCRIBED_ROLES},
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
    "702": "SGD",
    "356": "INR",
    "704": "VND",
    "764": "THB",
    "985": "PLN",
    "941": "RSD",
    "944": "AZN",
    "972": "TJS",
    "986": "BRL",
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
    "歐元": "EUR",
    "人民幣": "CNY",
    "日元": "JPY",
    "日圓": "JPY",
    "円": "JPY",
    "日本円": "JPY",
    "米ドル": "USD",
    "ユーロ": "EUR",
    "人民元": "CNY",
    "卢布": "RUB",
    "盧布": "RUB",
    "ルーブル": "RUB",
    "里拉": "TRY",
    "港币": "HKD",
    "港幣": "HKD",
    "新台币": "TWD",
    "新臺幣": "TWD",
    "新台幣": "TWD",
    "NT$": "TWD",
    "달러": "USD",
    "미국달러": "USD",
    "유로": "EUR",
    "원": "KRW",
    "위안": "CNY",
    "엔": "JPY",
    "루블": "RUB",
    "РУБ": "RUB",
    "РУБ.": "RUB",
    "РУБЛЬ": "RUB",
    "РУБЛИ": "RUB",
    "РОССИЙСКИЙ РУБЛЬ": "RUB",
    "ДОЛЛ": "USD",
    "ДОЛЛ.": "USD",
    "ДОЛЛАР США": "USD",
    "ДОЛЛАРЫ США": "USD",
    "ДОЛ. США": "USD",
    "ЕВРО": "EUR",
    "ЄВРО": "EUR",
    "ЮАНЬ": "CNY",
    "ЮАНИ": "CNY",
    "КИТАЙСКИЙ ЮАНЬ": "CNY",
    "ГРН": "UAH",
    "ГРН.": "UAH",
    "ГРИВНЯ": "UAH",
    "ТЕНГЕ": "KZT",
    "ДИРХАМ": "AED",
    "ДИРХАМ ОАЭ": "AED",
    "ЛИРА": "TRY",
    "ТУРЕЦКАЯ ЛИРА": "TRY",
    "TL": "TRY",
    "₺": "TRY",
    "£": "GBP",
    "₩": "KRW",
    "₸": "KZT",
    "₴": "UAH",
    "EURO": "EUR",
    "EUROS": "EUR",
    "US-DOLLAR": "USD",
    "US DOLLAR": "USD",
    "US DOLLARS": "USD",
    "DÓLAR": "USD",
    "DÓLARES": "USD",
    "YUAN": "CNY",
    "RUBLE": "RUB",
    "RUBEL": "RUB",
    "درهم": "AED",
    "دولار": "USD",
    "دولار أمريكي": "USD",
    "يورو": "EUR",
    "روبل": "RUB",
    "يوان": "CNY",
}
"""ISO 4217 numbers and common other spellings (from memory), by alphabetic code."""

# Declared and statistical amounts that nothing real exceeds.
ABSURD_AMOUNT = 1e12


@cache
def meaning_of(table: str, column: str) -> Meaning:
    """How the cells of that column are read."""
    if (table, column) in _BY_PLACE:
        return _BY_PLACE[table, column]
    if column in _BY_NAME:
        return _BY_NAME[column]
    kind = next(it.kind for it in TABLES[table].columns if it.name == column)
    return _BY_KIND.get(kind, "text")
