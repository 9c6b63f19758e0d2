"""One word of a name, ready to be compared: its readings, its meaning and how much it tells."""

from dataclasses import dataclass
from functools import cache, lru_cache
from math import log2

from enduse.text.names.lexicon import BRAND, FORM, PLACE
from enduse.text.names.person_words import alike_names
from enduse.text.names.romanise import readings_of
from enduse.text.names.sounds import bare_frame_of, frame_of, sound_of
from enduse.text.names.tables import letters, rows, words

RARE, GENERAL, SPOT, NUMBER, SMALL = "rare", "general", "place", "number", "small"
"""Kinds of tokens: nobody's but the name's; a general word; a place; a number; a word that tells nothing."""
_SYLLABLE = 0.45
_WEIGHT = {GENERAL: 0.3, SPOT: 0.4, NUMBER: 0.7, SMALL: 0.04}
_HALF_RARE = words("half_rare")
_NOTHING = words("telling_nothing")
_PATRONYM = ("vich", "vic", "vych", "vna", "una", "eich", "inichna", "ogly", "oglu", "kyzy", "uly", "ovic", "evic")
_CJK = frozenset({"han", "kana", "hangul"})


Marks = tuple[tuple[int, int], ...]
"""Of each of some spellings, its letters as bits and its length."""


@dataclass(frozen=True, eq=False, slots=True)
class Token:
    """A word of a name. Equal words are one object, so that comparisons can be remembered.

    Attributes:
        text: As written, in lower case.
        script: Of the letters.
        kind: ``rare``, ``general``, ``place``, ``number`` or ``small``.
        concept: Of a general word or place; ``""`` otherwise.
        readings: Latin spellings, the usual one first.
        sounds: How they sound.
        frames: Their consonant classes.
        bare_frames: The same as Han and kana would render them.
        weight: How much its agreement tells, 0 to 1.
        letter: Is it one letter only?
        family: First spelling of the group of a person's name, ``""`` when it belongs to none.
        personal: Is it a word of a person's name?
        marks: Of readings and of sounds, which letters stand in them, as bits, and how many letters they have.
        frame_set: ``frames`` as a set.
        heads: First letters of ``bare_frames``.
        patronym: Does it end as patronymics do?
    """

    text: str
    script: str
    kind: str
    concept: str
    readings: tuple[str, ...]
    sounds: tuple[str, ...]
    frames: tuple[str, ...]
    bare_frames: tuple[str, ...]
    weight: float
    letter: bool
    family: str = ""
    personal: bool = False
    marks: tuple[Marks, Marks] = ((), ())
    frame_set: frozenset[str] = frozenset()
    heads: frozenset[str] = frozenset()
    patronym: bool = False


@lru_cache(maxsize=524_288)
def token(text: str, script: str, concept: str = "", kind: str = "", personal: bool = False) -> Token:
    """The token of one word; the same object for the same word."""
    if script == "number":
        return Token(text, script, NUMBER, "", (text,), (text,), (text,), (text,), _WEIGHT[NUMBER], False)
    said, spelt = readings_of(text, script), spelt_letters(text, script)
    readings = (*spelt, *said) if script == "hangul" and spelt and len(spelt[0]) > 1 else (*said, *spelt)
    kind = kind or kind_of(concept)
    weight = _weight(readings[0], concept, kind, personal)
    if personal and len(text) == 1 and script in _CJK:
        # One syllable of Han or Hangul tells little, as thousands of persons share its sound.
        weight = min(weight, _SYLLABLE)
    return _made(text, script, (kind, concept, personal), readings, weight)


@lru_cache(maxsize=262_144)
def joined(parts: tuple[Token, ...]) -> Token:
    """Several neighbouring tokens written as one word."""
    text = "".join(it.text for it in parts)
    count = max(len(it.readings) for it in parts)
    readings = dict.fromkeys("".join(it.readings[min(at, len(it.readings) - 1)] for it in parts) for at in range(count))
    rarest = max(it.weight for it in parts)
    return _made(text, parts[0].script, (RARE, "", False), tuple(readings), rarest)


def _made(text: str, script: str, meaning: tuple[str, str, bool], readings: tuple[str, ...], weight: float) -> Token:
    """``meaning``: kind and concept, and whether it is a word of a person's name."""
    kind, concept, personal = meaning
    sounds = list(dict.fromkeys(sound_of(it) for it in readings))
    # j is a vowel in Slavic and German Latin letters.
    sounds += [sound_of(it.replace("j", "i")) for it in readings if "j" in it and script == "latin"]
    sounds = list(dict.fromkeys(sounds))
    frames = tuple(dict.fromkeys(frame_of(it) for it in sounds))
    # English spellings hide k in ch; an r that closes a syllable is heard by some.
    if script == "latin":
        heard = [*sounds, *(sound_of(it.replace("ch", "k")) for it in readings if "ch" in it)]
        heard += [sound_of(it.replace("w", "")) for it in readings if "w" in it]
        bare = tuple(dict.fromkeys((*map(bare_frame_of, heard), *(frame_of(it).replace("h", "") for it in heard))))
    else:
        if script in ("hangul", "kana"):
            sounds = [*sounds, *(sound_of(it.replace("w", "")) for it in readings if "w" in it)]
        bare = tuple(dict.fromkeys(bare_frame_of(it) for it in sounds))
    return Token(
        text,
        script,
        kind,
        concept,
        readings,
        tuple(sounds),
        frames,
        bare,
        weight,
        len(text) == 1 and script not in _CJK,
        alike_names().get(text, "") if personal else "",
        personal,
        marks=(tuple(map(_mark, readings)), tuple(map(_mark, sounds))),
        frame_set=frozenset(frames),
        heads=frozenset(it[:1] for it in bare),
        patronym=len(text) > 5 and any(it.endswith(_PATRONYM) for it in readings),
    )


def _mark(text: str) -> tuple[int, int]:
    """The letters of a text as bits, and its length; letters that share a bit only make two texts look more alike."""
    bits = 0
    for letter in text:
        bits |= 1 << (ord(letter) & 63)
    return bits, len(text)


def kind_of(concept: str) -> str:
    """The kind of a token that means ``concept``."""
    if not concept or concept.startswith(BRAND):
        return RARE
    if concept.startswith(PLACE):
        return SPOT
    return SMALL if concept == FORM or concept in _NOTHING else GENERAL


def _weight(spelling: str, concept: str, kind: str, personal: bool) -> float:
    if kind == RARE:
        seen = _seen(spelling, personal)
        length = len(spelling)
        return (0.3, 0.3, 0.6, 0.85, 1.0)[min(length, 4)] * max(0.3, 1.0 - 0.07 * log2(1 + seen))
    if concept in ("@city", "@province"):
        return 0.05
    return 0.5 if concept in _HALF_RARE else _WEIGHT[kind]


def _seen(spelling: str, personal: bool) -> int:
    """How often a word stands among 50,000 names; of a person's name, all words that sound so count."""
    if not personal:
        return common_words("company").get(spelling, 0)
    return max(common_words("person").get(spelling, 0), _common_sounds().get(sound_of(spelling), 0))


@cache
def _common_sounds() -> dict[str, int]:
    """How often words that sound so, or are forms of one given name, stand in persons' names."""
    found: dict[str, int] = {}
    families: dict[str, int] = {}
    for word, count in common_words("person").items():
        sound, family = sound_of(word), alike_names().get(word, "")
        found[sound] = found.get(sound, 0) + count
        if family:
            families[family] = families.get(family, 0) + count
    for word, family in alike_names().items():
        if word.isascii():
            sound = sound_of(word)
            found[sound] = max(found.get(sound, 0), families.get(family, 0))
    return found


@cache
def common_words(kind: str) -> dict[str, int]:
    """How often words stand in names of that kind, among 50,000; rare ones are left out."""
    found: dict[str, int] = {}
    for row in rows("names_common.tsv"):
        of, word, count = row.split("\t")
        if of == kind:
            found[word] = int(count)
    return found


@lru_cache(maxsize=65_536)
def spelt_letters(text: str, script: str) -> tuple[str, ...]:
    """The abbreviation that a word spells by the English names of its letters; ``()`` when it spells none.

    >>> spelt_letters("디엔", "hangul"), spelt_letters("джиэфкей", "cyrillic"), spelt_letters("завод", "cyrillic")
    (('dn',), ('gfk',), ())
    """
    names = letters()["letter_names"].get(script)
    if not names or len(text) > 14:
        return ()
    found: list[str | None] = [""] + [None] * len(text)
    for end in range(1, len(text) + 1):
        for size in range(min(4, end), 0, -1):
            before, letter = found[end - size], names.get(text[end - size : end])
            if before is not None and letter is not None:
                found[end] = before + letter
                break
    last = found[-1]
    return (last,) if last and (len(last) > 1 or len(text) > 1) else ()
