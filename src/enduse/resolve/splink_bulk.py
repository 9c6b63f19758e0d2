"""Pairs of parties by Splink, the record-linkage library, on our normalised columns: DuckDB here, or a Spark cluster.

An alternative to ``matching.likenesses`` for masses of parties that outgrow one machine. Splink weighs whole columns
(rarest word, other rare words, general words, numbers, country, legal form) by how often they agree by chance; we read
names and decide what is joined, so that both ways give nearly the same answers. Needs the extra ``enduse[er]``.
"""

import logging
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from types import ModuleType
from typing import Any

import pyarrow as pa

from enduse.errors import UsageError
from enduse.resolve.comparing import ASK, compare_scored
from enduse.resolve.likeness import Likeness, likeness
from enduse.resolve.profiles import Profiles
from enduse.text.names import NameKind, PreparedName, prepare
from enduse.text.names.tokens import GENERAL, NUMBER, RARE, SPOT

COLUMNS = ("word", "frame", "rest", "general", "numbers", "country", "form")
"""What Splink compares and blocks on; see ``normalised``."""

_NEAR = 0.92
_M = {
    "word": (0.80, 0.06),
    "rest": (0.90, 0.06),
    "general": (0.65, None),
    "numbers": (0.98, None),
    "country": (0.97, None),
    "form": (0.85, None),
}
"""How often the columns of one party's two spellings are equal, and are alike; set by hand, not fitted."""
_M_FRAME = 0.10
_U_NEAR = 1e-4
_WEIGHED = ("word", "rest")
"""Columns whose values are the weightier the rarer they are."""
_PRIOR = 100.0
# A word that stands twice in a small file is far rarer in the world than the file makes it look.
_WORLD = 1_000
_BLOCKS = (("word",), ("frame", "general"))


@dataclass(frozen=True)
class SplinkFinder:
    """Finds pairs of parties by Splink; goes where ``matching.likenesses`` goes.

    Attributes:
        spark: Address of a Spark master, e.g. ``local[2]`` or ``spark://host:7077``; empty: DuckDB on this machine.
    """

    spark: str = ""

    def __call__(self, profiles: Profiles) -> Iterator[Likeness]:
        """Every pair of parties that may be one.

        Raises:
            UsageError: ``E-NO-SPLINK``: the extra is not installed.
        """
        records = normalised(profiles)
        bearers = Counter(records["word"].to_pylist())
        words = dict(zip(records["party"].to_pylist(), records["word"].to_pylist(), strict=True))
        for (left, right), score in sorted(_scores(records, self.spark).items()):
            one, other = profiles.at(left), profiles.at(right)
            rarest = max(2, min(bearers[words[left]], bearers[words[right]]))
            found = compare_scored(one, other, score, rarest)
            if found.open or found.barred:
                yield likeness(one, other, found)


def finder_of(text: str) -> Callable[[Profiles], Iterator[Likeness]]:
    """The finder that ``--er`` names: ``splink``, or ``splink:MASTER`` for a Spark cluster.

    Raises:
        UsageError: ``E-ER``: there is no such engine; ``E-NO-SPLINK``: it is not installed.
    """
    name, _, master = text.partition(":")
    if name != "splink":
        raise UsageError(
            f"--er {text!r} names no way to find pairs of names; there are `own`, `splink` (DuckDB) and "
            "`splink:MASTER` (Spark, e.g. splink:local[2]). Nothing was computed.",
            code="E-ER",
        )
    _module("splink")
    return SplinkFinder(master)


def normalised(profiles: Profiles) -> pa.Table:
    """One row for each spelling: ``unique_id``, ``party`` (position) and ``COLUMNS``; unstated parts are null.

    ``word`` is the sound of the rarest word, ``frame`` its consonants, ``rest`` the sounds of the other rare words,
    ``general`` the meanings of general words and places.
    """
    countries = [min(it) if it else None for it in profiles.table["countries"].to_pylist()]
    rows = [{"party": place, "country": countries[place], **_row(text, kind)} for place, text, kind in profiles.names()]
    numbered = [{"unique_id": number, **row} for number, row in enumerate(rows)]
    kinds = [("unique_id", pa.int64()), ("party", pa.int64()), *((it, pa.string()) for it in COLUMNS)]
    return pa.Table.from_pylist(numbered, schema=pa.schema(kinds))


def _row(text: str, kind: NameKind) -> dict[str, str | None]:
    name = prepare(text, kind)
    rare = [it for it in name.tokens if it.kind == RARE]
    rare.sort(key=lambda it: (-it.weight, -len(it.sounds[0]), it.sounds[0]))
    general = sorted({it.concept for it in name.tokens if it.kind in (GENERAL, SPOT)})
    return {
        "word": rare[0].sounds[0] if rare else None,
        "frame": rare[0].bare_frames[0] if rare and rare[0].bare_frames else None,
        "rest": " ".join(it.sounds[0] for it in rare[1:]),
        "general": " ".join(general),
        "numbers": _numbers(name),
        "form": name.form or None,
    }


def _numbers(name: PreparedName) -> str:
    return " ".join(sorted(it.text for it in name.tokens if it.kind == NUMBER))


def _scores(records: pa.Table, spark: str) -> dict[tuple[int, int], float]:
    """Pairs of parties, ascending, with the probability that Splink gives their likeliest spellings."""
    if records.num_rows < 2:
        return {}
    splink = _module("splink")
    api = _spark_api(splink, spark) if spark else splink.DuckDBAPI()
    linker = splink.Linker(
        api.register(_frame(api, records) if spark else records, table_name="enduse_names"),
        _settings(splink, records),
        log_level=logging.ERROR,
    )
    for column in _WEIGHED:
        table = _frequencies(records[column].to_pylist(), column)
        known = api.register(_frame(api, table) if spark else table, table_name=f"enduse_{column}_frequencies")
        linker.table_management.register_term_frequency_lookup(known, column)
    found = linker.inference.predict(threshold_match_probability=ASK, warning_mode="never")
    best: dict[tuple[int, int], float] = {}
    for row in found.as_record_list():
        left, right = sorted((int(row["party_l"]), int(row["party_r"])))
        if left != right:
            best[left, right] = max(best.get((left, right), 0.0), min(0.999, float(row["match_probability"])))
    return best


def _settings(splink: ModuleType, records: pa.Table) -> Any:
    levels = _module("splink.comparison_level_library")
    comparisons = _module("splink.comparison_library")
    return splink.SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="unique_id",
        probability_two_random_records_match=min(0.05, _PRIOR / (records.num_rows + _WORLD)),
        additional_columns_to_retain=["party"],
        retain_matching_columns=False,
        blocking_rules_to_generate_predictions=[splink.block_on(*it) for it in _BLOCKS],
        comparisons=[
            comparisons.CustomComparison(
                output_column_name=column,
                comparison_levels=_levels(levels, column, _chance(records[column].to_pylist())),
            )
            for column in _M
        ],
    )


def _chance(values: Sequence[str | None]) -> float:
    """How often the column is equal in two records drawn at random."""
    told = [it for it in values if it is not None]
    total = len(told) + _WORLD
    return float(min(0.95, max(1e-9, sum((it / total) ** 2 for it in Counter(told).values()))))


def _frequencies(values: Sequence[str | None], column: str) -> pa.Table:
    """How often each value stands among all records and a world of others."""
    counts = Counter(it for it in values if it is not None)
    total = sum(counts.values()) + _WORLD
    shares = [count / total for count in counts.values()]
    return pa.table({column: pa.array(counts.keys(), pa.string()), f"tf_{column}": pa.array(shares, pa.float64())})


def _levels(library: ModuleType, column: str, chance: float) -> list[Any]:
    equal, alike = _M[column]
    exact = library.ExactMatchLevel(column, term_frequency_adjustments=column in _WEIGHED)
    found = [library.NullLevel(column), exact.configure(m_probability=equal, u_probability=chance)]
    if column == "word":
        # Two scripts spell one sound in two ways; its consonants are the same.
        frames = library.ExactMatchLevel("frame")
        found.append(frames.configure(m_probability=_M_FRAME, u_probability=max(chance, _U_NEAR)))
    if alike is not None:
        near = library.JaroWinklerLevel(column, _NEAR)
        found.append(near.configure(m_probability=alike, u_probability=_U_NEAR))
    rest = max(0.005, 1.0 - equal - (alike or 0.0) - (_M_FRAME if column == "word" else 0.0))
    found.append(library.ElseLevel().configure(m_probability=rest, u_probability=max(1e-3, 1.0 - chance)))
    return found


def _spark_api(splink: ModuleType, master: str) -> Any:
    jar = _module("splink.backends.spark").similarity_jar_location()
    builder: Any = _module("pyspark.sql").SparkSession.builder
    settings: Mapping[str, str] = {
        "spark.jars": jar,
        "spark.sql.shuffle.partitions": "4",
        "spark.default.parallelism": "4",
        "spark.ui.enabled": "false",
        "spark.sql.session.timeZone": "UTC",
    }
    for key, value in settings.items():
        builder = builder.config(key, value)
    session = builder.master(master).appName("enduse").getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return splink.SparkAPI(spark_session=session, break_lineage_method="persist", num_partitions_on_repartition=4)


def _frame(api: Any, table: pa.Table) -> Any:
    kinds = {pa.int64(): "bigint", pa.float64(): "double", pa.string(): "string"}
    schema = ", ".join(f"{it.name} {kinds[it.type]}" for it in table.schema)
    return api.spark.createDataFrame(table.to_pylist(), schema=schema)


def _module(name: str) -> ModuleType:
    try:
        return import_module(name)
    except ImportError as error:
        raise UsageError(
            f"--er splink needs {name!r}, which is not installed ({error}). Nothing was computed. "
            "Install it with: pip install 'enduse[er]' (and 'enduse[spark]' for a cluster), or leave --er out.",
            code="E-NO-SPLINK",
        ) from error
