"""The same findings, whichever engine reads the Parquet files."""

import gc
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import ibis
import pyarrow.parquet as pq
import pytest

from enduse.case import RunOptions, create
from enduse.case.running import current_run
from enduse.detect import Finder, Ledger
from enduse.detect.runner import Settings, all_typologies, run
from enduse.detect.typologies.third_country_transshipment import third_country_transshipment
from enduse.resolve.run import LEDGER_TABLES

pytestmark = [
    pytest.mark.spark,
    pytest.mark.slow,
    # What pyspark does with pandas, and sockets that its bridge to Java leaves to the garbage collector.
    pytest.mark.filterwarnings("ignore:The copy keyword is deprecated:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:The 'future.infer_string' option:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning"),
    pytest.mark.filterwarnings("ignore:Exception ignored.*socket:pytest.PytestUnraisableExceptionWarning"),
]

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "norventstan"
BAN = date(2022, 2, 24)
FINDERS = [finder for typology in all_typologies().values() for finder in typology.finders]
NAMES = [f"{typology.id}.{finder.id}" for typology in all_typologies().values() for finder in typology.finders]
every_finder = pytest.mark.parametrize("finder", FINDERS, ids=NAMES)

Busy = Callable[[str], dict[str, Any]]
Open = Callable[[Path], Ledger]

_OPTIONS = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.sql.shuffle.partitions": "2",
    # The tables are small: compiling queries to Java classes would take most of the time.
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.session.timeZone": "UTC",
    # Without Arrow, Spark cannot take small tables that hold arrays.
    "spark.sql.execution.arrow.pyspark.enabled": "true",
}


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """An Ibis backend on a Spark of two threads; skips, and says why, where there is none."""
    sql = pytest.importorskip("pyspark.sql", reason="pyspark is not installed; `python3 dev.py test-spark` installs it")
    if not shutil.which("java") and not os.environ.get("JAVA_HOME"):
        pytest.skip("Spark needs Java, and there is none; on Debian: apt-get install openjdk-17-jre-headless")
    builder = sql.SparkSession.builder.master("local[2]")
    folder = tmp_path_factory.mktemp("spark")
    for name, value in (_OPTIONS | {"spark.sql.warehouse.dir": str(folder), "spark.local.dir": str(folder)}).items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    yield ibis.pyspark.connect(session)
    session.stop()
    # Now, while the warnings about its sockets are known, and not in somebody else's test.
    gc.collect()


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the tables of the bundled case, as ``enduse run`` leaves them."""
    case = create(tmp_path_factory.mktemp("case") / "norventstan")
    for name in ("imports_2021_2022.csv", "imports_2023.csv", "statistics.csv"):
        case.add(EXAMPLE / name)
    case.run(RunOptions(watershed=BAN))
    return current_run(case.workspace).folder


@pytest.fixture
def planted(finder: Finder, ledger: Callable[..., Ledger], busy: Busy, tmp_path: Path) -> Path:
    """A folder with tables in which every finder finds something."""
    facts = ledger(**busy(finder.find.__module__.rpartition(".")[2]))
    for name in LEDGER_TABLES:
        pq.write_table(getattr(facts, name).to_pyarrow(), tmp_path / f"{name}.parquet")
    return tmp_path


def opened(backend: Any, folder: Path) -> Ledger:
    """The tables of ``folder`` on an engine."""
    return Ledger(**{it: backend.read_parquet(str(folder / f"{it}.parquet"), table_name=it) for it in LEDGER_TABLES})


def rows(finder: Finder, backend: Any, folder: Path) -> dict[tuple[str, str], dict[str, Any]]:
    found = finder.find(opened(backend, folder), BAN).to_pyarrow()
    assert len(set(found.column_names)) == found.num_columns
    return {(str(row["subject_id"]), str(row.get("lane") or "")): row for row in found.to_pylist()}


def assert_same(left: Any, right: Any, where: str = "") -> None:
    """Equal but for the last bits of floats, the order within arrays, and null for an empty array."""
    if isinstance(left, Mapping) and isinstance(right, Mapping):
        assert left.keys() == right.keys(), where
        for key in left:
            assert_same(left[key], right[key], f"{where}.{key}")
    elif isinstance(left, list) or isinstance(right, list):
        ours, theirs = (sorted(it or [], key=_order) for it in (left, right))
        assert len(ours) == len(theirs), where
        for mine, other in zip(ours, theirs, strict=True):
            assert_same(mine, other, where)
    elif isinstance(left, float):
        assert right == pytest.approx(left, rel=1e-9, abs=1e-9, nan_ok=True), where
    else:
        assert type(left) is type(right), where
        assert left == right, where


def _order(value: Any) -> str:
    """What puts the members of an array into one order whatever the last bits of their floats are."""
    if isinstance(value, Mapping):
        return repr([(k, v) for k, v in value.items() if not isinstance(v, float)])
    return f"{value:.6g}" if isinstance(value, float) else str(value)


@every_finder
def test_finds_the_same_where_every_pattern_is_planted(finder: Finder, spark: Any, planted: Path) -> None:
    expected = rows(finder, ibis.duckdb.connect(), planted)

    assert expected
    assert_same(rows(finder, spark, planted), expected)


@every_finder
def test_finds_the_same_in_the_bundled_case(finder: Finder, spark: Any, demo: Path) -> None:
    assert_same(rows(finder, spark, demo), rows(finder, ibis.duckdb.connect(), demo))


class FileNames:
    """Names sources by their hash."""

    def source_name(self, source_id: str) -> str:
        return source_id[:8]


def test_a_whole_run_states_the_same_findings(spark: Any, demo: Path) -> None:
    settings = Settings(watershed=BAN)

    ours = run(opened(spark, demo), settings, FileNames())
    theirs = run(opened(ibis.duckdb.connect(), demo), settings, FileNames())

    assert sum(it.answer == "found" for it in theirs) > 5
    assert [it.key for it in ours] == [it.key for it in theirs]
    for our, their in zip(ours, theirs, strict=True):
        assert our.headline == their.headline
        assert our.row_ids == their.row_ids
        assert_same(our.as_dict() | {"revision": ""}, their.as_dict() | {"revision": ""}, our.headline)


@pytest.mark.parametrize("finder", [third_country_transshipment.finders[0]])
def test_rows_that_differ_are_told_apart(finder: Finder, planted: Path) -> None:
    expected = rows(finder, ibis.duckdb.connect(), planted)
    backend = ibis.duckdb.connect()
    facts = opened(backend, planted)
    fewer = replace(facts, items=facts.items.filter(facts.items.row_id % 2 == 0))
    found = finder.find(fewer, BAN).to_pyarrow().to_pylist()

    with pytest.raises(AssertionError):
        assert_same({(str(row["subject_id"]), str(row.get("lane") or "")): row for row in found}, expected)
