"""Whether a column's values can be what a header says, and what they say on their own."""

from collections.abc import Callable
from dataclasses import dataclass

from enduse.sources.meaning import meaning_of
from enduse.sources.profile import ColumnProfile
from enduse.store.record_kinds import PARTY_ROLES
from enduse.store.schema import ROLES

_CHANCE = 0.35
"""One-digit checks hold by chance in a tenth of random numbers; a column well above that holds such numbers."""


@dataclass(frozen=True)
class Agreement:
    """What values say about one of our columns.

    Attributes:
        fits: How far the values can be this column's, 0 (they contradict) to 1.
        telling: How sure the values alone, without a header, make it that this column is meant, 0 to 1.
        why: A few words on the values.
    """

    fits: float
    telling: float
    why: str


def agreement(table: str, target: str, column: ColumnProfile) -> Agreement:
    """How the values of ``column`` agree with ``target``; full doubt (0.5, 0) for an empty column."""
    if not column.filled:
        return Agreement(0.5, 0.0, "the column is empty in the sample")
    fits, telling, why = _judge(table, target)(column)
    return Agreement(round(fits, 3), round(telling, 3), why)


_Verdict = tuple[float, float, str]
_Judge = Callable[[ColumnProfile], _Verdict]


def _judge(table: str, target: str) -> _Judge:
    if special := _OF_RECORDS.get((table, target)) or (_SPECIAL.get(target) if table not in PARTY_ROLES else None):
        return special
    if target in ROLES or target in PARTY_ROLES.get(table, ()):
        return _name
    if target.endswith("_identifier"):
        return _identifier
    if target.endswith("_address"):
        return _address
    if target.endswith("_account"):
        return _number
    if target.endswith("_bank"):
        return _mark
    return _BY_MEANING.get(meaning_of(table, target), _label)


def _code(column: ColumnProfile) -> _Verdict:
    codes = column.share("code")
    fraction = column.share("fraction")
    plain = max(codes, 0.7 * column.share("short_code")) * (1 - fraction / 2)
    long_codes = column.share("code8", "code9", "code10", "code11", "code12")
    repeated = column.distinct < 0.8
    telling = (
        0.8 * codes
        if long_codes > 0.6 and repeated
        else 0.55 * codes
        if column.share("code6") > 0.9 and repeated
        else 0.0
    )
    return plain, telling * (1 - fraction), f"{codes:.0%} are shaped like goods codes"


def _day(column: ColumnProfile) -> _Verdict:
    days = column.share("day", "roc_day")
    serial = 0.5 * column.share("whole") if 4.9 < column.length < 5.1 else 0.0
    return max(days, serial, 0.7 * column.share("period")), 0.75 * days, f"{days:.0%} are dates"


def _period(column: ColumnProfile) -> _Verdict:
    share = column.share("period", "day")
    return share, 0.7 * share, f"{share:.0%} are periods or dates"


def _span(column: ColumnProfile) -> _Verdict:
    share, _, why = _period(column)
    return share, 0.0, why


def _country(column: ColumnProfile) -> _Verdict:
    share = column.share("country", "country_number")
    return share, 0.4 * column.share("country"), f"{share:.0%} are countries"


def _place(column: ColumnProfile) -> _Verdict:
    share = column.share("place", "country_number")
    return share, 0.4 * column.share("place"), f"{share:.0%} are countries or groups of countries"


def _name(column: ColumnProfile) -> _Verdict:
    no_name = column.share("country", "day", "amount", "incoterm", "currency", "direction")
    fits = column.share("words") * (1 - no_name)
    forms = column.share("legal_form")
    if forms < 0.1 and column.share("address") > 0.7:
        fits *= 0.5
    return fits, 0.45 * forms * (1 - no_name), f"{forms:.0%} have a legal form"


def _identifier(column: ColumnProfile) -> _Verdict:
    scheme, share = column.checked_number
    known = share if share > _CHANCE else 0.0
    numbered = 0.7 * column.share("numbered", "whole") * (1 - column.share("legal_form", "day", "country", "fraction"))
    why = (
        f"{share:.0%} have the check digits of {scheme}"
        if known
        else f"{column.share('numbered'):.0%} are numbers or codes"
    )
    # A goods code also passes some one-digit check by chance; a number that is mostly codes tells nothing.
    telling = 0.7 * share if share > 0.6 and column.share("code", "ru_declaration") < 0.95 else 0.0
    return max(known, numbered), telling, why


def _address(column: ColumnProfile) -> _Verdict:
    share = column.share("address")
    return (
        max(share, 0.6 * column.share("words")),
        0.3 * share * (1 - column.share("legal_form")),
        f"{share:.0%} look like addresses",
    )


def _description(column: ColumnProfile) -> _Verdict:
    words, long = column.share("words"), column.share("long", "many_words")
    other = column.share("country", "day", "incoterm")
    fits = words * (0.6 + 0.4 * long) * (1 - other) * (1 - 0.7 * column.share("legal_form"))
    # Addresses are long, too, but fewer: descriptions hardly repeat.
    varied = 0.35 + 0.25 * min(1.0, 2 * column.distinct)
    telling = varied * column.share("long") * column.share("many_words") * (1 - column.share("legal_form"))
    return fits, telling * (column.distinct > 0.05), f"texts of {column.length:.0f} characters"


def _declaration(column: ColumnProfile) -> _Verdict:
    shaped = column.share("ru_declaration")
    other = column.share("day", "country", "fraction", "small", "legal_form")
    numbered = 0.9 * column.share("numbered", "whole") * (1 - other)
    chance = 0.25 if column.distinct > 0.3 and column.share("code") < 0.5 else 0.0
    return (
        max(shaped, numbered),
        max(0.9 * shaped, chance * numbered),
        _shape_of(shaped, column),
    )


def _shape_of(shaped: float, column: ColumnProfile) -> str:
    if shaped:
        return f"{shaped:.0%} have the shape of a Russian declaration number"
    return f"{column.share('numbered', 'whole'):.0%} are numbers or codes"


def _line(column: ColumnProfile) -> _Verdict:
    return column.share("small"), 0.1 * column.share("small"), f"{column.share('small'):.0%} are small whole numbers"


def _word(column: ColumnProfile) -> _Verdict:
    share = column.share("direction")
    return share, 0.6 * share * (column.distinct < 0.2), f"{share:.0%} say import, export or transit"


def _currency(column: ColumnProfile) -> _Verdict:
    share = column.share("currency")
    return share, 0.8 * share, f"{share:.0%} are currencies"


def _amount(column: ColumnProfile) -> _Verdict:
    share = (
        column.share("amount") * (1 - 0.6 * column.share("day")) * (1 - 0.5 * column.share("code10", "code8", "code12"))
    )
    return share, 0.15 * share, f"{share:.0%} are amounts"


def _unit(column: ColumnProfile) -> _Verdict:
    share = column.share("unit")
    short = 0.7 if column.length < 14 and column.distinct < 0.1 and column.share("fraction") < 0.1 else 0.0
    return max(share, short), 0.5 * share, f"{share:.0%} are units"


def _terms(column: ColumnProfile) -> _Verdict:
    share = column.share("incoterm")
    return max(share, 0.4 * column.share("words")), 0.8 * share, f"{share:.0%} are Incoterms"


def _label(column: ColumnProfile) -> _Verdict:
    """Marks, models, offices, procedures: any short text will do."""
    wrong = column.share("day", "fraction")
    return 0.9 * (1 - wrong), 0.0, f"texts of {column.length:.0f} characters"


def _mark(column: ColumnProfile) -> _Verdict:
    fits = (
        column.share("words", "numbered") * (1 - column.share("day", "fraction")) * (1 - 0.7 * column.share("country"))
    )
    return fits, 0.0, f"texts of {column.length:.0f} characters"


def _number(column: ColumnProfile) -> _Verdict:
    """Serial numbers, accounts, numbers of contracts: digits with or without letters, no amounts."""
    share = column.share("numbered", "whole") * (1 - column.share("day", "fraction", "country"))
    return 0.25 + 0.75 * share, 0.0, f"{share:.0%} are numbers or codes"


def _event(column: ColumnProfile) -> _Verdict:
    share = column.share("event")
    few = column.distinct < 0.5
    return 0.4 + 0.6 * share, 0.8 * share * few, f"{share:.0%} are events of machines"


def _domain(column: ColumnProfile) -> _Verdict:
    share = column.share("domain")
    return share, 0.9 * share, f"{share:.0%} are names of sites"


def _prose(column: ColumnProfile) -> _Verdict:
    """Purposes, subjects, statements, pages: words."""
    words, wrong = column.share("words"), column.share("country", "day", "fraction")
    fits = words * (0.7 + 0.3 * column.share("long", "many_words")) * (1 - wrong)
    return fits, 0.0, f"texts of {column.length:.0f} characters"


def _vague_day(column: ColumnProfile) -> _Verdict:
    share = column.share("day", "roc_day", "period", "span")
    return share, 0.7 * column.share("day"), f"{share:.0%} are days, spans of days, months or years"


_OF_RECORDS: dict[tuple[str, str], _Judge] = {
    ("events", "serial"): _number,
    ("events", "kind"): _event,
    ("exhibits", "held_on"): _vague_day,
    ("tenders", "contract_no"): _number,
    ("tenders", "goods_code"): _number,
    ("tenders", "unit"): _unit,
    ("tenders", "subject"): _prose,
    ("payments", "purpose"): _prose,
    ("trademarks", "number"): _number,
    ("web", "domain"): _domain,
    ("web", "text"): _prose,
    ("claims", "text"): _prose,
    ("claims", "about"): _mark,
    ("claims", "speaker"): _mark,
    ("trademarks", "mark"): _mark,
    ("events", "party"): _mark,
    ("web", "registrant"): _mark,
    ("orders", "order_no"): _number,
    ("orders", "description"): _prose,
    ("orders", "goods_code"): _code,
    ("orders", "end_use"): _prose,
    ("orders", "delivery_terms"): _terms,
    ("order_changes", "order_no"): _number,
}
_SPECIAL: dict[str, _Judge] = {
    "goods_code": _code,
    "description": _description,
    "declaration_no": _declaration,
    "line_no": _line,
    "unit": _unit,
    "delivery_terms": _terms,
    "manufacturer_text": _mark,
    "trademark": _mark,
    "start": _span,
    "end": _span,
}
_BY_MEANING: dict[str, _Judge] = {
    "amount": _amount,
    "whole": _amount,
    "day": _day,
    "period": _period,
    "country": _country,
    "place": _place,
    "code": _code,
    "word": _word,
    "currency": _currency,
}
