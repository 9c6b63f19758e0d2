"""Fit the coefficients of `data/names_model.toml` on the training half of the sets; see README.md.

    python -m bench.names.fit --sets SETS --out src/enduse/data/names_model.toml

Logistic regression for companies and for persons, once with both names in the same scripts and once across scripts; the
latter two are shrunk towards the fit of both together. The signs of the coefficients are fixed in advance, so that
more agreement never lowers a score and more contradiction never raises it. Most non-matches are mined: what a search
of two lists brings up for names that are on neither. The log-odds are then bent so that, over the
pairs of the sets, each fold scored by a model that has not seen it, the score is the share of matches: along a rising
line with corners, one for each model, as evidence within one script is worth something else than across scripts.
"""

import argparse
import csv
import os
import zlib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import numpy.typing as npt
from bench.names.measures import pair_quality

from enduse.screen.name_index import build_index
from enduse.text.names import NameKind, features_of, prepare
from enduse.text.names.evidence import FEATURES

Floats = npt.NDArray[np.float64]
_TRAPS = Path(__file__).with_name("traps.csv")
_SETS = ("company_korean", "company_scripts", "person_scripts", "company_latin", "person_latin")
# The development part of name_bench is small and pairs of list entries in one script are many and partly undecidable.
_WEIGHTS = {
    "mined": 0.4,
    "mined true": 1.0,
    "traps": 15.0,
    "name_bench": 6.0,
    "company_latin": 0.7,
    "person_latin": 0.7,
}
# The UN list is the only one searched in the letters of another script, and has few queries.
_ORIGINAL = 3.0
# How much a pair counts when log-odds are turned into chances; mined pairs are no sample of anything.
_LEVEL = {"mined": 0.0, "mined true": 0.0, "traps": 5.0, "name_bench": 1.5}
_MINED = 12
_FOR = frozenset(
    [
        "rare_agree",
        "rare_agree_more",
        "rare_close",
        "general_agree",
        "place_agree",
        "number_agree",
        "cover_least",
        "cover_most",
        "whole",
        "key_near",
        "same_key",
        "rare_share_least",
        "rare_share_most",
        "general_share",
        "general_share_most",
        "words_agree",
        "rare_weakest",
        "acronym",
        "told_full",
        "told_part",
        "told_split",
        "told_weakest",
    ]
)
_STATES = (f"{state}_{count}" for state in ("full", "part", "split") for count in (1, 2, 3))
_FREE = frozenset({"initials", "series", "across_scripts", *_STATES})
_MODELS = ("company_within", "company_across", "person_within", "person_across")


@dataclass(frozen=True)
class Pairs:
    """Labelled pairs: evidence, labels, weights, the model each belongs to, the set and the fold of each."""

    values: Floats
    labels: Floats
    weights: Floats
    models: npt.NDArray[np.int64]
    sets: npt.NDArray[np.str_]
    folds: npt.NDArray[np.int64]


def read_pairs(sets: Path) -> Pairs:
    rows: list[tuple[str, str, NameKind, int, str, str]] = []
    for name in _SETS:
        with (sets / f"{name}.train.csv").open(encoding="utf-8") as file:
            rows += [
                (it["left"], it["right"], _kind(it["kind"]), int(it["label"]), name, it["source"].split("|")[0])
                for it in csv.DictReader(file)
            ]
    with _TRAPS.open(encoding="utf-8") as file:
        rows += [
            (it["left"], it["right"], _kind(it["kind"]), int(it["label"]), "traps", it["left"])
            for it in csv.DictReader(file)
        ]
    rows += mine(sets)
    bench = Path(os.environ.get("ENDUSE_TEST_DATA", "../shared/data")) / "er_pairs" / "name_bench_dev.csv"
    with bench.open(encoding="utf-8") as file:
        rows += [
            (it["name1"], it["name2"], _kind(it["schema"]), int(it["is_match"] == "true"), "name_bench", it["name1"])
            for it in csv.DictReader(file)
        ]
    return Pairs(
        np.array([features_of(left, right, kind) for left, right, kind, *_ in rows], np.float64),
        np.array([row[3] for row in rows], np.float64),
        np.array([_WEIGHTS.get(row[4], 1.0) * (_ORIGINAL if row[5] == "un_queries" else 1.0) for row in rows]),
        np.array([_model_of(*row[:3]) for row in rows]),
        np.array([row[4] for row in rows]),
        np.array([zlib.crc32((row[0] if row[4].startswith("mined") else row[5]).encode()) % 5 for row in rows]),
    )


def mine(sets: Path) -> list[tuple[str, str, NameKind, int, str, str]]:
    """What a search of two lists brings up: nearest names of unlisted names and of other entries; true ones too."""
    found: list[tuple[str, str, NameKind, int, str, str]] = []
    for name in ("ofac", "un"):
        idle = [it for it in _rows(sets / "unlisted.train.csv") if name == "ofac" or _draw(it["query"], 4)]
        asked = [(it, f"{name}_queries") for it in _rows(sets / f"{name}_queries.train.csv")]
        listed = _rows(sets / f"{name}_list.csv")
        for kind in ("company", "person"):
            names = [(it["entry"], it["name"]) for it in listed if it["kind"] == kind]
            index = build_index([(it, _kind(kind)) for _, it in names])
            for row, source in [*asked, *((it, "unlisted") for it in idle)]:
                if row["kind"] == kind:
                    for near in index.nearest(prepare(row["query"], _kind(kind)), 3 * _MINED, 0.0)[:_MINED]:
                        entry, other = names[near.at]
                        same = entry == row["entry"]
                        mined = "mined true" if same else "mined"
                        found.append((row["query"], other, _kind(kind), int(same), mined, source))
    return found


def _draw(text: str, of: int) -> bool:
    return zlib.crc32(text.encode()) % of == 0


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _kind(text: str) -> NameKind:
    return "person" if text.lower() == "person" else "company"


def _model_of(left: str, right: str, kind: NameKind) -> int:
    across = prepare(left, kind).scripts != prepare(right, kind).scripts
    return 2 * (kind == "person") + int(across)


def fit(pairs: Pairs, chosen: npt.NDArray[np.bool_]) -> dict[int, Floats]:
    """Coefficients by model, the constant last."""
    start = np.zeros(pairs.values.shape[1] + 1)
    both = {it: _descend(pairs, chosen & (pairs.models // 2 == it), start, 3e-5) for it in (0, 1)}
    return {it: _descend(pairs, chosen & (pairs.models == it), both[it // 2], 3e-4) for it in range(4)}


def _descend(pairs: Pairs, chosen: npt.NDArray[np.bool_], towards: Floats, pull: float) -> Floats:
    """Logistic regression by Newton's steps, with coefficients kept on their side of zero."""
    values = np.c_[pairs.values[chosen], np.ones(int(chosen.sum()))]
    labels, weights = pairs.labels[chosen], pairs.weights[chosen] / pairs.weights[chosen].sum()
    low = np.array([0.0 if it in _FOR else -np.inf for it in FEATURES] + [-np.inf])
    high = np.array([np.inf if it in _FOR or it in _FREE else 0.0 for it in FEATURES] + [np.inf])
    ease = pull * np.r_[np.ones(len(FEATURES)), 0.02]

    def loss(at: Floats) -> float:
        odds = values @ at
        return float(
            (weights * (np.logaddexp(0, odds) - labels * odds)).sum() + 0.5 * (ease * (at - towards) ** 2).sum()
        )

    found, now = towards.copy(), loss(towards)
    for _ in range(40):
        chance = _chance(values @ found)
        slope = values.T @ (weights * (chance - labels)) + ease * (found - towards)
        free = ~(((found <= low) & (slope > 0)) | ((found >= high) & (slope < 0)))
        bend = (values[:, free] * (weights * chance * (1 - chance))[:, None]).T @ values[:, free]
        step = np.zeros(len(found))
        step[free] = -np.linalg.solve(bend + np.diag(ease[free] + 1e-9), slope[free])
        tried = [np.clip(found + step / 2**half, low, high) for half in range(12)]
        better = next((it for it in tried if loss(it) < now), None)
        if better is None or now - loss(better) < 1e-9:
            break
        found, now = better, loss(better)
    return np.asarray(found, np.float64)


def _chance(odds: Floats) -> Floats:
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(odds, -30, 30))), np.float64)


@dataclass(frozen=True)
class Level:
    """What log-odds are worth: a rising line with corners, straight between them."""

    at: Floats
    to: Floats

    def of(self, odds: Floats) -> Floats:
        return np.asarray(np.interp(odds, self.at, self.to), np.float64)


def levels(pairs: Pairs, found: Floats) -> dict[int, Level]:
    """By model, what its log-odds are worth over the pairs of the sets, from scores of unseen folds."""
    odds = _odds(found)
    weights = np.array([_LEVEL.get(it, 1.0) for it in pairs.sets.tolist()])
    said = {}
    for it in range(4):
        part = (pairs.models == it) & (weights > 0)
        said[it] = _level(odds[part], pairs.labels[part], weights[part] / weights[part].sum())
    return said


def _odds(chances: Floats) -> Floats:
    clipped = np.clip(chances, 1e-4, 1 - 1e-4)
    return np.asarray(np.log(clipped / (1 - clipped)), np.float64)


def _level(odds: Floats, labels: Floats, share: Floats) -> Level:
    """Corners at the eighths of the pairs; every piece rises, and is drawn towards a rise of one."""
    corners = np.unique(np.quantile(odds, np.arange(1, _PIECES) / _PIECES))
    ends = np.r_[-9.3, corners, 9.3]
    ramps = np.clip(odds[:, None] - ends[:-1], 0.0, np.diff(ends))
    rise, start = np.ones(len(ends) - 1), ends[0]
    for _ in range(3000):
        miss = share * (_chance(start + ramps @ rise) - labels)
        slope = ramps.T @ miss + _STIFF * (rise - 1.0)
        start -= 0.3 * float(miss.sum())
        rise = np.maximum(rise - 0.05 * slope, 0.1)
    return Level(ends, start + np.r_[0.0, np.cumsum(np.diff(ends) * rise)])


_PIECES, _STIFF = 8, 0.01


def scores(pairs: Pairs, models: dict[int, Floats], chosen: npt.NDArray[np.bool_]) -> Floats:
    values = np.c_[pairs.values, np.ones(len(pairs.values))]
    found = np.zeros(len(values))
    for it, coefficients in models.items():
        part = chosen & (pairs.models == it)
        found[part] = _chance(values[part] @ coefficients)
    return found


def unseen(pairs: Pairs) -> Floats:
    """Scores of every pair by models fitted without its fold."""
    found = np.zeros(len(pairs.labels))
    for fold in range(5):
        found += scores(pairs, fit(pairs, pairs.folds != fold), pairs.folds == fold)
    return found


def worth(pairs: Pairs, found: Floats, level: dict[int, Level]) -> Floats:
    """Scores after levelling."""
    odds = _odds(found)
    each = np.stack([level[it].of(odds) for it in range(4)])
    chance = _chance(each[pairs.models, np.arange(len(odds))])
    return np.asarray(np.where(chance > 0.98, 0.98 + 0.5 * (chance - 0.98), chance), np.float64)


def report(pairs: Pairs, found: Floats, level: dict[int, Level]) -> None:
    """Quality of the unseen scores after levelling."""
    levelled = worth(pairs, found, level)
    for name in dict.fromkeys(pairs.sets.tolist()):
        part = pairs.sets == name
        print(name, pair_quality(levelled[part], pairs.labels[part].astype(np.bool_), 0.5))


def write(models: dict[int, Floats], level: dict[int, Level], out: Path) -> None:
    lines = [
        "# What each piece of evidence adds to the log-odds that two names are one party; see text/names/evidence.py.",
        '# "within": the letters of both names are of the same scripts; "across": they are not.',
        'fitted = "logistic regression, signs fixed in advance, shrunk towards the fit of both scripts together"',
        'fitted_on = "training half of the sets of bench/names, traps.csv, development part of name_bench"',
        f"fitted_at = {date.today().isoformat()}",
        'script = "bench/names/fit.py"',
    ]
    for it, name in enumerate(_MODELS):
        lines += ["", f"[{name}]"]
        pieces = zip((*FEATURES, "constant"), models[it], strict=True)
        lines += [f"levels_{key} = {[round(float(x), 3) for x in line]}" for key, line in _lines(level[it])]
        lines += [f"{key} = {value:.4f}" for key, value in pieces if abs(value) >= 5e-5 or key == "constant"]
    out.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _lines(level: Level) -> list[tuple[str, Floats]]:
    return [("at", level.at), ("to", level.to)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sets", type=Path, required=True)
    parser.add_argument("--out", type=Path)
    asked = parser.parse_args()
    pairs = read_pairs(asked.sets)
    found = unseen(pairs)
    level = levels(pairs, found)
    report(pairs, found, level)
    if asked.out:
        write(fit(pairs, np.ones(len(pairs.labels), np.bool_)), level, asked.out)


if __name__ == "__main__":
    main()
