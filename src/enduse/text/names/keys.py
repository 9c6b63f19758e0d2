"""Keys by which an index finds the candidates for a name."""

from dataclasses import dataclass

from enduse.text.names.prepared import PreparedName
from enduse.text.names.tokens import GENERAL, NUMBER, RARE, SMALL, SPOT, Token


@dataclass(frozen=True, slots=True)
class IndexKey:
    """One key of a name; two names that are one party usually share several.

    Attributes:
        text: The key; its first letter tells its family, so that keys of two families never meet.
        weight: How much sharing it tells, 0 to 1.
    """

    text: str
    weight: float


def index_keys(name: PreparedName) -> tuple[IndexKey, ...]:
    """Keys of a name, the weightiest first, each once.

    Families: ``s`` sound of a rare word, ``f`` its consonants, ``b`` the consonants as Han and kana render them,
    ``t`` trigrams of the sound (for misspelt words), ``c`` concept of a general word or place, ``g`` group of a
    given name, ``n`` number, ``j`` two neighbouring words written as one, ``h`` pairs of Han characters.
    """
    found: dict[str, float] = {}
    for token in name.tokens:
        for text, weight in _token_keys(token):
            found[text] = max(found.get(text, 0.0), weight)
    for first, second in zip(name.tokens, name.tokens[1:], strict=False):
        if first.kind not in (SMALL, NUMBER) and second.kind not in (SMALL, NUMBER) and first.text != second.text:
            found.setdefault("j" + first.sounds[0] + second.sounds[0], 0.5)
    if name.as_person:
        for key in index_keys(name.as_person):
            found.setdefault(key.text, key.weight)
    return tuple(IndexKey(text, weight) for text, weight in sorted(found.items(), key=lambda it: (-it[1], it[0])))


def _token_keys(token: Token) -> list[tuple[str, float]]:
    if token.kind == NUMBER:
        return [("n" + token.text, 0.2)]
    if token.kind in (GENERAL, SPOT):
        return [("c" + token.concept, 0.15)]
    if token.kind != RARE:
        return []
    keys = [("s" + it, token.weight) for it in token.sounds if it]
    keys += [("f" + it, 0.5 * token.weight) for it in token.frames if len(it) > 2]
    keys += [("b" + it, 0.4 * token.weight) for it in token.bare_frames if len(it) > 2]
    keys += [("j" + it, 0.5) for it in token.sounds if len(it) > 5]
    if token.concept:
        keys.append(("c" + token.concept, 0.8 * token.weight))
    if token.family:
        keys.append(("g" + token.family, token.weight))
    sound = f"^{token.sounds[0]}$"
    if len(sound) > 5:
        keys += [("t" + sound[at : at + 3], 0.1 * token.weight) for at in range(len(sound) - 2)]
    if token.script == "han" and len(token.text) > 2:
        keys += [("h" + token.text[at : at + 2], 0.3) for at in range(len(token.text) - 1)]
    return keys
