"""Names of natural persons among the parties of declarations: sole traders, and persons without any form."""

import re
from functools import lru_cache

from enduse.text.names import NameKind, PreparedName, prepare
from enduse.text.names.tokens import SMALL

_TRADER = re.compile(
    r"^\s*(?:индивидуальный предприниматель|частный предприниматель|фізична особа[- ]підприємець|физическое лицо|"
    r"individual entrepreneur|sole trader|жеке кәсіпкер|ип|иппбоюл|фоп|флп|чп|пбоюл|ип\.|ind\.? entr\.?)\s+",
    re.IGNORECASE,
)
_PATRONYM = re.compile(
    r"\w{2,}(?:ович|евич|овна|евна|ична|инична|івна|ївна|йович|ovich|evich|ovna|evna|ichna|ivna|yovych)\b"
    # Patronymics of short names do not end like the others; surnames end so, too, so they are written out.
    r"|\b(?:ильич|кузьмич|фомич|лукич|никитич|саввич|фокич|силыч|ilyich|ilich|il'ich|kuzmich|kuz'mich|fomich|lukich"
    r"|nikitich|savvich)\b"
    r"|\b(?:оглы|оглу|кызы|кизи|улы|ogly|oglu|kyzy|kizi|qizi|ugli)\b",
    re.IGNORECASE,
)
_INITIALS = re.compile(
    r"^\s*(?:[^\W\d_]{3,}(?:-[^\W\d_]+)?\s+(?:[^\W\d_]\.\s*){2}|(?:[^\W\d_]\.\s*){2}[^\W\d_]{3,})\s*$"
)
_TITLE = re.compile(r"^\s*(?:mr|mrs|ms|г-н|г-жа|гражданин|гражданка)\.?\s+", re.IGNORECASE)
_MOST_WORDS = 5
_WHOLE = 3


def bare_person(name: str) -> str:
    """The name without what says that its bearer trades alone.

    >>> bare_person("ИП Примеров Пример Примерович")
    'Примеров Пример Примерович'
    """
    return _TRADER.sub("", name) or name


@lru_cache(maxsize=65_536)
def kind_of(name: str) -> NameKind:
    """``person`` where the name says so: by a patronymic, two initials or a title; else ``company``.

    >>> kind_of("ИП Примеров Пример Примерович"), kind_of("Primerov P.P."), kind_of("ООО «Примерович»")
    ('person', 'person', 'company')
    """
    bare = bare_person(name)
    told = _PATRONYM.search(bare) or _INITIALS.match(bare) or _TITLE.match(bare)
    if not told or '"' in bare or "«" in bare or not 1 < len(bare.split()) <= _MOST_WORDS:
        return "company"
    return "company" if has_form(bare) else "person"


def has_form(name: str) -> bool:
    """Does the name hold the legal form of a company?"""
    # "П.П." may be initials and the form of a sole trader.
    return prepare(name).form not in ("", "SOLE")


def is_whole(name: PreparedName) -> bool:
    """Are a family name, a given name and one more written out?"""
    return sum(it.kind != SMALL and not it.letter for it in name.tokens) >= _WHOLE
