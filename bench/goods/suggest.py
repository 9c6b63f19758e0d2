"""Measure which six-digit code is suggested for a text: ours, a plain TF-IDF, and the declared code.

    python bench/goods/suggest.py --data ../shared/data --half train
    python bench/goods/suggest.py --data ../shared/data --half test --json ../../tmp/suggest.json

Texts: the labelled set beside this file, and ``goods_to_code`` (its texts are mostly those of the nomenclature itself
with words of shipping around them; *own words* are the texts that do not hold the text of their code). Nothing is
trained on these texts; the words of ``hs_words.toml`` were tried on the ``train`` half. ``test`` of ``goods_to_code``
is every code whose SHA-256 begins with an odd byte.
"""

import argparse
import csv
import gzip
import hashlib
import json
import math
import re
import resource
import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from enduse.goods.codes.reading import read_code_books
from enduse.goods.codes.suggesting import CodeIndex, disagreement, index_codes, suggest_hs6
from enduse.goods.facts import Goods
from enduse.model.nomenclature import CodeBooks

HERE = Path(__file__).resolve().parent
WORD = re.compile(r"[^\W_]+")
Rank = Callable[[str], list[str]]
Text = tuple[str, str]
BOOKS = ("hs2022_H6_unstats.xlsx", "korea_hsk_2025.csv.gz", "korea_hsk_nature_20250101.xlsx")


def books_of(data: Path) -> CodeBooks:
    folder = data / "nomenclature"
    tnved = sorted((folder / "tnved_fts").glob("TNVED[23]*"))
    return read_code_books([*(folder / name for name in BOOKS), *tnved])


def plain_tfidf(books: CodeBooks) -> Rank:
    """Words of the published texts, cosine of TF-IDF: no concepts, no stems, nothing excluded."""
    documents: dict[str, Counter[str]] = {}
    codes = {it.code for it in books.of("HS2022")[0].lines if len(it.code) == 6}
    for book in books.books:
        for line in book.lines:
            words = Counter(it.casefold() for text in line.texts.values() for it in WORD.findall(text))
            for code in [line.code[:6]] if len(line.code) >= 6 else [it for it in codes if it.startswith(line.code)]:
                if code in codes and len(line.code) >= 4:
                    documents.setdefault(code, Counter()).update(words)
    seen = Counter(word for words in documents.values() for word in words)
    rarity = {word: math.log(len(documents) / count) for word, count in seen.items()}
    postings: dict[str, list[tuple[str, float]]] = {}
    for code, words in documents.items():
        norm = math.sqrt(sum((count * rarity[word]) ** 2 for word, count in words.items())) or 1.0
        for word, count in words.items():
            postings.setdefault(word, []).append((code, count * rarity[word] / norm))
    return lambda text: _ranked(text, postings, rarity)


def _ranked(text: str, postings: Mapping[str, list[tuple[str, float]]], rarity: Mapping[str, float]) -> list[str]:
    scores: dict[str, float] = {}
    for word, count in Counter(it.casefold() for it in WORD.findall(text)).items():
        for code, share in postings.get(word, ()):
            scores[code] = scores.get(code, 0.0) + count * rarity[word] * share
    return sorted(scores, key=lambda it: (-scores[it], it))[:5]


def ours(index: CodeIndex) -> Rank:
    return lambda text: [it.code for it in suggest_hs6(text, index)]


def with_facts(index: CodeIndex, texts: Sequence[str]) -> Rank:
    from enduse.goods.reading import read_many

    read: dict[str, Goods] = dict(zip(texts, read_many(texts), strict=True))
    return lambda text: [it.code for it in suggest_hs6(text, index, read[text])]


def measured(rank: Rank, texts: Sequence[Text]) -> dict[str, float | int]:
    started = resource.getrusage(resource.RUSAGE_SELF).ru_utime
    found = [(rank(text), code) for text, code in texts]
    seconds = resource.getrusage(resource.RUSAGE_SELF).ru_utime - started
    rows = max(1, len(found))
    return {
        "rows": len(found),
        "top_1": round(sum(got[:1] == [code] for got, code in found) / rows, 4),
        "top_5": round(sum(code in got for got, code in found) / rows, 4),
        "heading_top_1": round(sum(bool(got) and got[0][:4] == code[:4] for got, code in found) / rows, 4),
        "cpu_ms_per_text": round(1000 * seconds / rows, 3),
    }


def labelled(half: str) -> list[dict[str, str]]:
    with (HERE / "labelled.csv").open(encoding="utf-8", newline="") as file:
        return [it for it in csv.DictReader(file) if it["half"] == half and it["hs6"]]


def goods_to_code(data: Path, half: str, limit: int) -> dict[str, list[Text]]:
    path = data / "goods_to_code" / "HSClassify_micro_training.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        rows = [it for it in csv.DictReader(file) if _half(it["hs_code"]) == half]
    verbatim, own, other = [], [], []
    texts = {it["hs_code"]: it["hs_desc"] for it in rows if "n.e.c" in it["hs_desc"] or ";" in it["hs_desc"]}
    for it in rows:
        pair = (it["text"], it["hs_code"])
        official = texts.get(it["hs_code"], it["hs_desc"])
        if it["language"] != "en":
            other.append(pair)
        elif official.casefold()[:40] in it["text"].casefold():
            verbatim.append(pair)
        else:
            own.append(pair)
    return {"verbatim": verbatim[:limit], "own words, English": own[:limit], "Thai, Chinese, Vietnamese": other[:limit]}


def _half(code: str) -> str:
    return "test" if hashlib.sha256(code.encode()).digest()[0] % 2 else "train"


def flags(index: CodeIndex, rows: Sequence[dict[str, str]], facts: bool = False) -> dict[str, float | int | None]:
    """How well a declared code that is not the expert's is flagged; only another heading counts as wrong."""
    read: Sequence[Goods | None] = [None] * len(rows)
    if facts:
        from enduse.goods.reading import read_many

        read = read_many([it["text"] for it in rows])
    wrong = [it["hs6"][:4] != it["declared_code"][:4] for it in rows]
    pairs = zip(rows, read, strict=True)
    raised = [disagreement(it["text"], it["declared_code"], index, goods) is not None for it, goods in pairs]
    hit = sum(a and b for a, b in zip(wrong, raised, strict=True))
    return {
        "declared_wrong": sum(wrong), "flagged": sum(raised),
        "precision": round(hit / sum(raised), 4) if any(raised) else None,
        "recall": round(hit / sum(wrong), 4) if any(wrong) else None,
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--half", default="train", choices=("train", "test"))
    parser.add_argument("--limit", type=int, default=1500)
    parser.add_argument("--facts", action="store_true", help="weigh headings by the kind that is read from the text")
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    books, rows = books_of(asked.data), labelled(asked.half)
    bare, full = index_codes(CodeBooks()), index_codes(books)
    ranks: dict[str, Rank] = {
        "ours": ours(full),
        "ours, own words only": ours(bare),
        "plain TF-IDF": plain_tfidf(books),
    }
    pairs = [(it["text"], it["hs6"]) for it in rows]
    if asked.facts:
        texts = [it[0] for it in pairs]
        ranks |= {"ours, with facts": with_facts(full, texts), "own words, with facts": with_facts(bare, texts)}
    found: dict[str, object] = {"labelled": {name: measured(rank, pairs) for name, rank in ranks.items()}}
    agree = sum(it["declared_code"][:6] == it["hs6"] for it in rows)
    found["declared code is the expert's"] = round(agree / len(rows), 4)
    found["flags"] = {"all books": flags(full, rows), "own words only": flags(bare, rows)}
    if asked.facts:
        found["flags, with facts"] = {"all books": flags(full, rows, True), "own words only": flags(bare, rows, True)}
    for name, texts_of in goods_to_code(asked.data, asked.half, asked.limit).items():
        both = {"ours": ranks["ours"], "plain TF-IDF": ranks["plain TF-IDF"]}
        found[f"goods_to_code, {name}"] = {which: measured(rank, texts_of) for which, rank in both.items()}
    text = json.dumps(found, indent=1, ensure_ascii=False) + "\n"
    if asked.json:
        asked.json.write_text(text, encoding="utf-8")
    sys.stdout.write(text)


if __name__ == "__main__":
    main()
