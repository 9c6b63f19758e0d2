"""Which six-digit code a description suggests, by which words, and where the declared code disagrees."""

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from enduse.goods.codes.own_words import own_words
from enduse.goods.codes.words import LONGEST_TEXT, Term, excluded_terms, terms_of, without_exclusions
from enduse.goods.codes.written import read_code
from enduse.goods.facts import Goods
from enduse.model.nomenclature import CodeBooks

_OWN, _SIX, _NATIONAL = 1.5, 1.0, 0.5
_SHARE = {4: 0.35, 2: 0.1}
_LENGTH = 0.4
_CONCEPT = 3.0
_FOR_A_PART = 0.3
_RULED_OUT = 0.45
_BOTH_RULE_OUT = 1.1
_UNSAID = 0.75
_FITS_FACT, _AGAINST_FACT, _BY_FACT_ALONE = 2.0, 0.4, 0.3
_CLEAR = 0.30
_HALF = 0.5
_EDITIONS = ("HS2022", "HS2017", "HS2012")
_HEADINGS_OF_KIND: Mapping[str, tuple[str, ...]] = {
    "turning": ("8458",),
    "milling": ("8459",),
    "machining_centre": ("8457",),
    "grinding": ("8460",),
    "edm": ("845630",),
    "gear": ("846140",),
    "drilling": ("845921", "845929"),
    "additive": ("8485",),
    "part": ("8466", "8482", "8483", "8501", "8504", "8413", "8544", "9031", "8537"),
    "accessory": ("8466", "9031"),
    "cutting_tool": ("8207", "8209"),
    "control_unit": ("8537",),
    "software": ("8523",),
}
_USUAL_OF_KIND: Mapping[str, str] = {
    "turning": "845811",
    "milling": "845961",
    "machining_centre": "845710",
    "grinding": "846023",
    "edm": "845630",
    "gear": "846140",
    "drilling": "845921",
    "additive": "848510",
    "part": "846693",
    "control_unit": "853710",
}
"""The code that most goods of a kind bear: where only the model says what they are."""


@dataclass(frozen=True)
class Suggestion:
    """One code that a text suggests.

    Attributes:
        code: Six digits of HS2022 (of the newest edition at hand).
        score: 0 to 1; how much of what the text says the nomenclature says as well. No probability.
        label: The text of the code, as published or in our own words.
        reasons: Sentences: the words that matched, the facts that fit.
    """

    code: str
    score: float
    label: str
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Disagreement:
    """A text that speaks of other goods than the declared code.

    Attributes:
        declared: Six digits as declared.
        rank: Its place among all codes, 1 the best; 0: nothing in the text speaks for it.
        suggested: The best suggestion.
        sentence: For people. A lead to look at the papers, no finding of its own.
    """

    declared: str
    rank: int
    suggested: Suggestion
    sentence: str


@dataclass(frozen=True)
class CodeIndex:
    """Six-digit codes by the terms of their texts.

    Attributes:
        postings: Term to the codes it stands in, each with its share of the code's text.
        rarity: Term to how much it tells, the natural logarithm of codes over codes that hold it.
        ruled_out: Code to the terms its text excludes.
        qualifiers: Code to the concepts it is for only.
        labels: Code to its text.
    """

    postings: Mapping[str, Mapping[str, float]]
    rarity: Mapping[str, float]
    ruled_out: Mapping[str, frozenset[str]]
    qualifiers: Mapping[str, frozenset[str]]
    labels: Mapping[str, str]


def index_codes(books: CodeBooks) -> CodeIndex:
    """The index of all codes of the books and of our own words; takes seconds for whole nomenclatures, so keep it."""
    labels = _labels(books)
    ruled_out: dict[str, frozenset[str]] = {}
    weights: dict[str, dict[str, float]] = {code: {} for code in labels}
    for code, text, weight in _own_texts(books, labels):
        _add(weights[code], text, weight)
        if out := excluded_terms(text):
            ruled_out[code] = ruled_out.get(code, frozenset()) | out
    for heading, text, weight in _shared_texts(books):
        _spread(weights, [code for code in labels if code.startswith(heading)], text, weight)
    holding = Counter(key for terms in weights.values() for key in terms)
    rarity = {key: math.log(1 + len(labels) / count) for key, count in holding.items()}
    postings = _postings(weights, rarity)
    return CodeIndex(postings, rarity, ruled_out, _qualifiers(labels), labels)


def _qualifiers(labels: Mapping[str, str]) -> dict[str, frozenset[str]]:
    marked = own_words().qualifiers
    texts = dict(labels) | {code: text for code, text in own_words().codes.items() if code in labels}
    return {
        code: found
        for code, text in texts.items()
        if (found := marked & {term.key for term in terms_of(without_exclusions(text))})
    }


def _postings(weights: Mapping[str, Mapping[str, float]], rarity: Mapping[str, float]) -> dict[str, dict[str, float]]:
    shares = {
        code: {key: (1 + math.log1p(weight)) * min(1.0, weight) * rarity[key] for key, weight in terms.items()}
        for code, terms in weights.items()
    }
    norms = {code: math.sqrt(sum(it * it for it in found.values())) or 1.0 for code, found in shares.items()}
    usual = sum(norms.values()) / max(1, len(norms))
    postings: dict[str, dict[str, float]] = {}
    for code, found in shares.items():
        # A text twice as long is not half as telling: two fifths of the length count.
        norm = _LENGTH * norms[code] + (1 - _LENGTH) * usual
        for key, share in found.items():
            postings.setdefault(key, {})[code] = share / norm
    return postings


def suggest_hs6(text: str, index: CodeIndex, goods: Goods | None = None, top: int = 5) -> tuple[Suggestion, ...]:
    """The codes a description suggests, the best first; empty where none of its words stands in a nomenclature.

    Args:
        text: The description.
        index: Of ``index_codes``.
        goods: What was read from the text, where that was done: its kind weighs headings up or down.
        top: How many.
    """
    said = _said(text, goods)
    scores = _scores(said, index)
    best = sorted(scores.items(), key=lambda it: (-it[1], it[0]))[:top]
    return tuple(_suggestion(code, score, said, index) for code, score in best)


def disagreement(text: str, declared: str, index: CodeIndex, goods: Goods | None = None) -> Disagreement | None:
    """Whether the text clearly speaks of other goods than the declared code; None where it does not, or not clearly.

    Raises:
        BadGoodsCode: E-CODE, the declared code is none. A chapter or heading is compared with its codes.
    """
    code = read_code(declared).digits[:6]
    said = _said(text, goods)
    scores = _scores(said, index)
    # A code whose text is not at hand cannot be said to disagree.
    if not scores or not any(it.startswith(code) for it in index.labels):
        return None
    order = sorted(scores, key=lambda it: (-scores[it], it))
    best = order[0]
    own = max((score for it, score in scores.items() if it.startswith(code)), default=0.0)
    if scores[best] < _CLEAR or own > _HALF * scores[best] or best[:4] == code[:4]:
        return None
    rank = next((place for place, it in enumerate(order, 1) if it.startswith(code)), 0)
    suggested = _suggestion(best, scores[best], said, index)
    return Disagreement(code, rank, suggested, _sentence(code, suggested, index))


@dataclass(frozen=True)
class _Said:
    """What a text says: its terms, the terms it rules out, and the kind that was read from it."""

    terms: tuple[Term, ...]
    not_meant: frozenset[str]
    kind: str

    @property
    def headings(self) -> tuple[str, ...]:
        return _HEADINGS_OF_KIND.get(self.kind, ())


def _said(text: str, goods: Goods | None) -> _Said:
    kind = goods.first("kind") if goods else None
    looked_at = text[:LONGEST_TEXT]
    return _Said(terms_of(without_exclusions(looked_at)), excluded_terms(looked_at), str(kind.value) if kind else "")


def _scores(said: _Said, index: CodeIndex) -> dict[str, float]:
    asked = _asked(said.terms, index)
    norm = math.sqrt(sum(it * it for it in asked.values())) or 1.0
    scores: dict[str, float] = {}
    for key, weight in asked.items():
        for code, share in index.postings[key].items():
            scores[code] = scores.get(code, 0.0) + weight / norm * share
    found = {code: min(1.0, score * _fit(code, asked, said, index)) for code, score in scores.items()}
    usual = _USUAL_OF_KIND.get(said.kind, "")
    if usual in index.labels:
        found[usual] = max(_BY_FACT_ALONE, found.get(usual, 0.0))
    return found


def _asked(terms: Sequence[Term], index: CodeIndex) -> dict[str, float]:
    """The terms of the text that tell something, with their weights; concepts tell more than stems."""
    asked: dict[str, float] = {}
    for term in terms:
        asked[term.key] = max(asked.get(term.key, 0.0), term.weight)
    words = own_words()
    if "=whole" not in asked and any(asked.get(it, 0.0) == 1.0 for it in words.components) and _part_first(terms):
        asked = {key: weight * _FOR_A_PART if key in words.machines else weight for key, weight in asked.items()}
    return {
        key: weight * index.rarity[key] * (_CONCEPT if key.startswith("=") else 1.0)
        for key, weight in asked.items()
        if key in index.rarity
    }


def _part_first(terms: Sequence[Term]) -> bool:
    """Does a part stand before the machine, or is "part" said at all in a language that puts it last?"""
    words = own_words()
    keys = [term.key for term in terms if term.key in words.components | words.machines]
    return bool(keys) and (keys[0] in words.components or "=part" in keys)


def _fit(code: str, asked: Mapping[str, float], said: _Said, index: CodeIndex) -> float:
    """How a code fits beside its words: what it or the text rules out, what it is for only, the kind that was read."""
    out = index.ruled_out.get(code, frozenset())
    fit = _RULED_OUT if any(key in out for key in asked if key.startswith("=")) else 1.0
    if said.not_meant:
        agreed = sum(key in out for key in said.not_meant)
        meant = any(code in index.postings.get(key, {}) for key in said.not_meant if key.startswith("="))
        fit *= _BOTH_RULE_OUT**agreed * (_RULED_OUT if meant and not agreed else 1.0)
    if said.headings:
        fit *= _FITS_FACT if code.startswith(said.headings) else _AGAINST_FACT
    return fit * _UNSAID ** len(index.qualifiers.get(code, frozenset()) - asked.keys())


def _suggestion(code: str, score: float, said: _Said, index: CodeIndex) -> Suggestion:
    matched = {term.key: term.word for term in said.terms if code in index.postings.get(term.key, {})}
    telling = sorted(matched, key=lambda key: -index.rarity[key] * index.postings[key][code])
    words = list(dict.fromkeys(matched[key] for key in telling))[:4]
    reasons = [f"The text says {', '.join(repr(it) for it in words)}; the code speaks of it."] if words else []
    if said.headings and code.startswith(said.headings):
        reasons.append(f"The kind read from the text, {said.kind}, belongs there.")
    return Suggestion(code, round(score, 4), index.labels[code], tuple(reasons))


def _labels(books: CodeBooks) -> dict[str, str]:
    labels = {code: text for code, text in own_words().codes.items() if len(code) == 6}
    for edition in _EDITIONS:
        if found := books.of(edition):
            texts = {line.code: line.texts.get("en", "") for line in found[0].lines if len(line.code) == 6}
            return labels | {code: text for code, text in texts.items() if text}
    return labels


def _add(terms: dict[str, float], text: str, weight: float) -> None:
    for term in terms_of(without_exclusions(text)):
        terms[term.key] = terms.get(term.key, 0.0) + weight * term.weight


def _spread(weights: Mapping[str, dict[str, float]], codes: Sequence[str], text: str, weight: float) -> None:
    """A heading speaks of all its codes, but a word that one of them repeats is that one's."""
    shared: dict[str, float] = {}
    _add(shared, text, weight)
    owned = {key for key in shared if any(weights[code].get(key, 0.0) >= _NATIONAL for code in codes)}
    for code in codes:
        for key, more in shared.items():
            if key not in owned or key in weights[code]:
                weights[code][key] = weights[code].get(key, 0.0) + more


def _own_texts(books: CodeBooks, labels: Mapping[str, str]) -> Iterator[tuple[str, str, float]]:
    """Every text that is of one six-digit code, and how much it counts for it."""
    yield from ((code, label, _SIX) for code, label in labels.items())
    yield from ((code, text, _OWN) for code, text in own_words().codes.items() if len(code) == 6)
    for code, text in _published(books):
        if len(code) >= 6 and code[:6] in labels:
            yield code[:6], text, _NATIONAL


def _shared_texts(books: CodeBooks) -> Iterator[tuple[str, str, float]]:
    """The texts of headings and chapters."""
    own = ((code, text) for code, text in own_words().codes.items())
    for code, text in (*own, *_published(books)):
        if len(code) in _SHARE:
            yield code, text, _SHARE[len(code)]


def _published(books: CodeBooks) -> Iterator[tuple[str, str]]:
    """The texts of headings and of national books, each once; of spans of time, the last."""
    seen: set[tuple[str, str]] = set()
    newest = next((it for it in _EDITIONS if books.of(it)), "")
    for book in books.books:
        if book.edition.startswith("HS") and book.edition not in {newest, "HSK"}:
            continue
        for code, lines in book.by_code.items():
            if book.edition == newest and len(code) == 6:
                continue
            for text in lines[-1].texts.values():
                if (code, text) not in seen:
                    seen.add((code, text))
                    yield code, text


def _sentence(declared: str, suggested: Suggestion, index: CodeIndex) -> str:
    own = index.labels.get(declared, "")
    said = f" ({own})" if own else ""
    return (
        f"The text speaks of {suggested.code} ({suggested.label}); declared is {declared}{said}. "
        "A reason to read the papers, not yet a finding."
    )
