"""What the user must know of odd cells, in sentences."""

from collections.abc import Mapping

from enduse.errors import Notice


def flag_notices(flags: Mapping[str, int]) -> tuple[Notice, ...]:
    """Sentences for flags that mean that something was changed or lost."""
    said = {
        "W-HS-NUMBER": "{:,} goods codes had lost their leading zero to a spreadsheet; it was put back.",
        "F-HS-LOST": "{:,} goods codes became numbers such as 8.457E+09; their digits are lost. Get the file as text.",
        "F-DATE-OTHER": "{:,} rows write month and day in the other order than their column; others may do so unseen.",
        "F-COUNTRY": "{:,} rows name a country that is not known; the text is kept beside the row.",
        "F-NEGATIVE": "{:,} rows hold an amount below zero; it was kept as it stands. It may be a correction.",
        "F-ABSURD": "{:,} rows hold an amount beyond all reason; it was kept as it stands. Look before you add up.",
        "F-FUTURE": "{:,} rows have a day in the future; it was kept as it stands. Look at how days are written.",
        "F-EVENT": "{:,} rows name an event of no known kind; it was kept as it stands.",
        "F-DOMAIN": "{:,} rows hold no name of a site where one is expected; the text is kept beside the row.",
        "F-YES-NO": "{:,} rows say neither yes nor no where one is expected; the text is kept beside the row.",
        "F-DAY-TEXT": "{:,} rows hold a text where a day is expected; it is kept beside the row.",
        "F-DECIMAL": "{:,} rows hold an amount such as 1,234 that could be thousands or decimals; it was left empty.",
    }
    return tuple(Notice(f"W{code[1:]}", text.format(flags[code])) for code, text in said.items() if flags.get(code))
