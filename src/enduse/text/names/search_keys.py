"""By what a long list of names is searched: for every word the keys its like would have, and how like they would be."""

from dataclasses import dataclass
from functools import lru_cache

from enduse.text.names.prepared import PreparedName
from enduse.text.names.tokens import GENERAL, NUMBER, RARE, SMALL, SPOT, Token

_MOST_PAIRED = 6
_LONG = 5
_HALF = 4
_SAID, _FAMILY, _JOINED, _FRAME, _BARE, _PAIRED, _HALVED, _INITIALS = 1.0, 0.96, 0.95, 0.88, 0.84, 0.82, 0.7, 0.86


@dataclass(frozen=True, slots=True)
class Wanted:
    """A word, or a few that may stand as one, and where its like are found.

    Attributes:
        weight: What its agreement adds.
        telling: Is it a name's own word, neither general nor a number nor an initial?
        keys: Keys with the likeness of the words that share them, 0 to 1, the least first; a key's first letter tells
            its family, so that keys of two families never meet.
    """

    weight: float
    telling: bool
    keys: tuple[tuple[str, float], ...]


def wanted(name: PreparedName) -> tuple[Wanted, ...]:
    """The words of a name with their keys, those that only tell something in common with others left out.

    Families: ``s`` sound, ``g`` group of a given name, ``f`` consonants, ``b`` consonants as Han and kana render them,
    ``h`` half of a sound (for misspelt words), ``j`` and ``J`` neighbours written as one, ``p`` consonants of two
    words, ``i`` initials, ``c`` concept of a general word or place, ``n`` number.
    """
    tokens = [it for it in name.tokens if it.kind != SMALL]
    keys: list[dict[str, float]] = [dict(_keys(it)) for it in tokens]
    for at, token in enumerate(tokens[:-1]):
        for text, likeness in _joined(token, tokens[at + 1]):
            _add(keys, (at, at + 1), text, likeness)
    told = [(at, _classes(it)) for at, it in enumerate(tokens) if it.kind == RARE and not it.letter][:_MOST_PAIRED]
    for place, (at, ones) in enumerate(told):
        for to, others in told[place + 1 :]:
            for one in ones:
                for other in others:
                    _add(keys, (at, to), f"p{min(one, other)} {max(one, other)}", _PAIRED)
    if initials := _initials(tokens):
        _add(keys, range(len(tokens)), "i" + initials, _INITIALS)
    found = [
        Wanted(it.weight, it.kind == RARE and not it.letter, tuple(sorted(of.items(), key=_likeness)))
        for it, of in zip(tokens, keys, strict=True)
    ]
    return (*found, *wanted(name.as_person)) if name.as_person else tuple(found)


def _likeness(key: tuple[str, float]) -> float:
    return key[1]


def _add(keys: list[dict[str, float]], places: "range | tuple[int, int]", text: str, likeness: float) -> None:
    for at in places:
        keys[at][text] = max(keys[at].get(text, 0.0), likeness)


@lru_cache(maxsize=262_144)
def _keys(token: Token) -> tuple[tuple[str, float], ...]:
    if token.kind == NUMBER:
        return (("n" + token.text, _SAID),)
    if token.kind in (GENERAL, SPOT):
        return (("c" + token.concept, _SAID),)
    found = {"s" + it: _SAID for it in token.sounds if it}
    if token.concept:
        found["c" + token.concept] = _SAID
    if token.family:
        found["g" + token.family] = _FAMILY
    found |= {"j" + it: _JOINED for it in token.sounds if len(it) > _LONG}
    found |= {"f" + it: _FRAME for it in token.frames if len(it) > 2}
    found |= {"b" + it: _BARE for it in token.bare_frames if len(it) > 2}
    found |= {"J" + it: _BARE for it in _open_frames(token) if len(it) > 2}
    found |= _halves(token.sounds[0])
    if 2 < len(token.readings[0]) < 9 and not token.personal:
        found["i" + token.readings[0]] = _INITIALS
    return tuple(found.items())


def _halves(sound: str) -> dict[str, float]:
    """Of a misspelt word the beginning or the end is right."""
    return {"h^" + sound[:_HALF]: _HALVED, "h" + sound[-_HALF:]: _HALVED} if len(sound) > _LONG else {}


@lru_cache(maxsize=65_536)
def _joined(one: Token, other: Token) -> tuple[tuple[str, float], ...]:
    if NUMBER in (one.kind, other.kind) or one.text == other.text:
        return ()
    found = [("j" + one.sounds[0] + other.sounds[0], _JOINED)]
    if one.kind == other.kind == RARE:
        frames = {head + tail for head in _open_frames(one)[:2] for tail in _open_frames(other)[:2]}
        found += [("J" + it, _BARE) for it in sorted(frames) if len(it) > 2]
    return tuple(found)


def _open_frames(token: Token) -> tuple[str, ...]:
    """Consonants without h, which Arabic letters write and Latin ones often do not; of Han and kana as they render."""
    frames = token.bare_frames if token.script in ("han", "kana", "hangul") else token.frames
    return tuple(dict.fromkeys(it.replace("h", "") for it in (*frames, *token.bare_frames[:1])))


@lru_cache(maxsize=262_144)
def _classes(token: Token) -> tuple[str, ...]:
    """What is the same in all spellings of a word, by and large; two where Arabic letters may be read in two ways."""
    if token.family:
        return (token.family,)
    found = [it if len(it) > 1 else said for it, said in zip(token.frames, token.sounds, strict=False)]
    return tuple(dict.fromkeys(it for it in found[: 2 if token.script == "arabic" else 1] if it))


def _initials(tokens: list[Token]) -> str:
    """First letters of three words or more, "" for a shorter name or a person's."""
    if len(tokens) < 3 or tokens[0].personal:
        return ""
    letters = dict.fromkeys((it.text, it.readings[0][:1]) for it in tokens if it.kind != NUMBER)
    return "".join(letter for _, letter in letters) if len(letters) > 2 else ""
