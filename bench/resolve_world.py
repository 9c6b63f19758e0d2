"""Fictional companies as rows name them, each mention with the company it means: for measuring resolution."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from enduse.resolve.profiles import Profile
from enduse.text.company_names import normal_keys

_SYLLABLES = (
    ("ва", "va"), ("вир", "vir"), ("гал", "gal"), ("дон", "don"), ("зин", "zin"), ("кар", "kar"), ("кол", "kol"),
    ("лад", "lad"), ("лен", "len"), ("мер", "mer"), ("мон", "mon"), ("нор", "nor"), ("ост", "ost"), ("пет", "pet"),
    ("рав", "rav"), ("рин", "rin"), ("сол", "sol"), ("тан", "tan"), ("тул", "tul"), ("урб", "urb"), ("фен", "fen"),
    ("хол", "khol"), ("чар", "char"), ("шум", "shum"), ("эрв", "erv"), ("юст", "yust"), ("яр", "yar"), ("бор", "bor"),
    ("дим", "dim"), ("жел", "zhel"), ("иск", "isk"), ("кув", "kuv"), ("лом", "lom"), ("миг", "mig"), ("нав", "nav"),
    ("орд", "ord"), ("пру", "pru"), ("рем", "rem"), ("сив", "siv"), ("тир", "tir"), ("уль", "ul"), ("фар", "far"),
)  # fmt: skip
_GENERAL = (
    ("станкосервис", "stankoservis"), ("техно", "tekhno"), ("инструмент", "instrument"), ("машиностроение",
    "mashinostroenie"), ("электроника", "elektronika"), ("трейд", "treyd"), ("импорт", "import"), ("маш", "mash"),
)  # fmt: skip
_TRANSLATED = {"инструмент": "tools", "трейд": "trade", "импорт": "import", "электроника": "electronics"}
_FORMS = (("ООО", "LLC"), ("АО", "JSC"), ("ООО", "OOO"))
_COUNTRIES = ("RU", "RU", "RU", "RU", "KZ", "BY", "KG", "AE")


@dataclass(frozen=True)
class World:
    """Parties by normal form and number, and which company each of them is.

    Attributes:
        parties: As the exact stage leaves them; no two have one anchor.
        truth: Anchor to the number of the company that most of its rows mean.
    """

    parties: Sequence[Profile]
    truth: Mapping[str, int]


def world(parties: int, seed: int = 1) -> World:
    """So many parties, made of somewhat fewer companies; most companies have one or two rare words, some none."""
    random = Random(seed)
    found: dict[str, list[tuple[str, str, int, int]]] = defaultdict(list)
    number = 0
    while len(found) < parties:
        batch = [it for company in range(number, number + 2_000) for it in _mentions(random, company)]
        number += 2_000
        keys = normal_keys([name for name, _, _, _, _ in batch])
        for (name, country, registered, rows, company), key in zip(batch, keys, strict=True):
            anchor = registered or f"name:{country}:{key}"
            if anchor in found or len(found) < parties:
                found[anchor].append((name, country, rows, company))
    truth = {anchor: _most(said, 3) for anchor, said in found.items()}
    return World([_profile(anchor, said) for anchor, said in found.items()], truth)


def _most(said: Sequence[tuple[str, str, int, int]], at: int) -> int:
    counts: Counter[int] = Counter()
    for it in said:
        counts[int(it[at])] += it[2]
    return max(sorted(counts), key=lambda it: counts[it])


def _profile(anchor: str, said: Sequence[tuple[str, str, int, int]]) -> Profile:
    names = Counter[str]()
    for name, _, rows, _ in said:
        names[name] += rows
    countries = frozenset(it[1] for it in said if it[1])
    return Profile(anchor, tuple(name for name, _ in names.most_common()), countries, sum(names.values()))


def _mentions(random: Random, company: int) -> Iterator[tuple[str, str, str, int, int]]:
    """Name, country, registered number, rows, company."""
    rare = _word(random) if random.random() < 0.96 else None
    family = random.random() < 0.1
    words = [it for it in (rare, _word(random) if family else None, random.choice(_GENERAL)) if it]
    country, numbered = random.choice(_COUNTRIES), random.random() < 0.6
    form = random.choice(_FORMS)
    rows = max(1, int(random.paretovariate(0.9)))
    own = f"{form[0]} «{' '.join(it[0] for it in words).upper()}»"
    yield own, country, f"inn:{company:012}" if numbered else "", rows, company
    if random.random() < 0.45:
        latin = " ".join(it[1] for it in words).upper()
        yield f"{latin} {form[1]}", random.choice((country, country, "")), "", max(1, rows // 2), company
    if random.random() < 0.12:
        said = " ".join(_TRANSLATED.get(it[0], it[1]) for it in words).title()
        yield f"{said} Co., Ltd.", country, "", 1, company
    if random.random() < 0.12:
        yield f"{form[0]} {_slip(random, ' '.join(it[0] for it in words)).upper()}", country, "", 1, company


def _word(random: Random) -> tuple[str, str]:
    parts = [random.choice(_SYLLABLES) for _ in range(random.choice((3, 4, 4, 5)))]
    return "".join(it[0] for it in parts), "".join(it[1] for it in parts)


def _slip(random: Random, text: str) -> str:
    at = random.randrange(1, max(2, len(text) // 2))
    kind = random.randrange(3)
    if kind == 0:
        return text[:at] + text[at + 1 :]
    if kind == 1:
        return text[:at] + text[at] + text[at:]
    return text[:at] + text[at + 1 : at + 2] + text[at] + text[at + 2 :]
