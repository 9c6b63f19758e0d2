"""Words that texts of statements and pages are searched for, by kind: data, in several languages."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

_MARKS = re.compile(r"[^\w]+|_")


@cache
def words(file: str, section: str) -> Mapping[str, re.Pattern[str]]:
    """The patterns of one section of a file of ``data``, by their name.

    >>> bool(words("page_words", "clients")["words"].search("our clients"))
    True
    """
    told = tomllib.loads(files("enduse.data").joinpath(f"{file}.toml").read_text(encoding="utf-8"))[section]
    return {
        name: re.compile("|".join(f"(?:{it})" for it in patterns), re.IGNORECASE) for name, patterns in told.items()
    }


def plain(text: str | None) -> str:
    """The text in lower case, marks turned to single spaces.

    >>> plain("No deliveries: to_RU!")
    'no deliveries to ru'
    """
    return " ".join(_MARKS.sub(" ", (text or "").lower()).split())
