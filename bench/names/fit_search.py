"""Fit which names an index compares in depth: from what words they share to the score of a full comparison.

    python -m bench.names.fit_search --sets SETS --data ../shared/data > src/enduse/data/names_search.toml

The train half only, and the list of 20,000 entities. Scores are what the comparison of today gives: fit again when it
has changed much. Nothing is learned about who is who, only about what the comparison will say. The names that the
table of today puts first count most, as only among them the order matters: fit twice.
"""

import argparse
import os
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from bench.names.build_sets import Listed, Query
from bench.names.evaluate import read, sampled
from bench.names.speed import big_list

from enduse.screen.name_index import NameIndex, build_index
from enduse.screen.pre_score import TERMS, WITH_VOWELS, promise, terms_of
from enduse.text.names import NameKind, prepare, score_prepared
from enduse.text.names.word_keys import is_own

Matrix = np.ndarray[Any, np.dtype[np.float64]]
_QUERIES = 160
_ROUNDS = 40
# The scores of many thousand names that share a word: this only steadies coefficients of terms that are rare.
_STEADY = 1.0
_FIRST, _REST = 50, 0.1
"""So many names of a query count wholly, the rest so much."""


def examples(
    index: NameIndex, kinds: Sequence[str], queries: Sequence[Query]
) -> Iterator[tuple[str, Matrix, Matrix, Matrix]]:
    """Of each query the row of coefficients that it bears on; its candidates' terms, scores and what they count."""
    for query in queries:
        kind: NameKind = "person" if query.kind == "person" else "company"
        name = prepare(query.query, kind)
        ids, shared = index.shared(name)
        mine = np.array([kinds[it] == query.kind for it in ids.tolist()], np.bool_)
        if not mine.any():
            continue
        terms = terms_of(shared, name.weight, sum(map(is_own, name.tokens)))[:, mine]
        scores = [score_prepared(name, index.prepared(it)) for it in ids[mine].tolist()]
        far = index.far[ids[mine]] | (not name.scripts <= WITH_VOWELS)
        hope = promise(terms, kind == "person", far)
        counts = np.where(hope >= np.sort(hope)[-_FIRST:].min(), 1.0, _REST)
        for side, chosen in (("near", ~far), ("far", far)):
            if chosen.any():
                columns = np.array(scores)[chosen], counts[chosen]
                yield f"{kind}_{side}", terms.T[chosen].astype(np.float64), *columns


def fitted(terms: Matrix, scores: Matrix, counts: Matrix) -> Matrix:
    """Coefficients of a logistic regression on scores instead of labels, by Newton's method."""
    row = np.zeros(terms.shape[1])
    for _ in range(_ROUNDS):
        said = 1.0 / (1.0 + np.exp(-np.clip(terms @ row, -30.0, 30.0)))
        slope = terms.T @ (counts * (said - scores)) + _STEADY * row
        bend = (terms * (counts * said * (1.0 - said))[:, None]).T @ terms + _STEADY * np.eye(len(row))
        row -= np.linalg.solve(bend, slope)
    return row


def main() -> None:
    """Print the table."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--sets", type=Path, required=True)
    asked.add_argument("--data", type=Path, default=Path(os.environ.get("ENDUSE_TEST_DATA", "../shared/data")))
    given = asked.parse_args()
    found = defaultdict[str, list[tuple[Matrix, Matrix, Matrix]]](list)
    for listed, queries in sources(given.sets, given.data):
        index = build_index([(it.name, "person" if it.kind == "person" else "company") for it in listed])
        for name, *columns in examples(index, [it.kind for it in listed], queries):
            found[name].append((columns[0], columns[1], columns[2]))
    print("# Log-odds of the score of two names from what their words share, by which a search chooses the names that")
    print("# it compares in depth. Fitted by bench/names/fit_search.py; the terms are told in screen/pre_score.py.")
    for name in sorted(found):
        terms, scores, counts = (np.concatenate(it) for it in zip(*found[name], strict=True))
        print(f"\n[{name}]")
        for term, value in zip(TERMS, fitted(terms, scores, counts), strict=True):
            print(f"{term} = {value:.3f}")


def sources(sets: Path, data: Path) -> Iterator[tuple[list[Listed], list[Query]]]:
    """Lists and queries of the train half."""
    for name in ("un", "ofac"):
        rows = read(sets / f"{name}_queries.train.csv")
        yield [Listed(**it) for it in read(sets / f"{name}_list.csv")], _queries(rows, _QUERIES)
    rows = read(sets / "ofac_queries.train.csv") + read(sets / "unlisted.train.csv")
    yield big_list(data), _queries(rows, 2 * _QUERIES)


def _queries(rows: Sequence[dict[str, str]], most: int) -> list[Query]:
    return sampled((Query(it["query"], it["kind"], it["entry"], 0) for it in rows), most)


if __name__ == "__main__":
    main()
