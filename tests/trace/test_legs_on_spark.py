"""The same legs, growth and lanes, whichever engine reads the goods lines."""

import gc
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from ibis.expr.types import Table

from enduse.trace.growth import growth
from enduse.trace.lanes import lanes, one_side
from enduse.trace.legs import find_legs

pytestmark = [
    pytest.mark.spark,
    pytest.mark.slow,
    # What pyspark does with pandas, and sockets that its bridge to Java leaves to the garbage collector.
    pytest.mark.filterwarnings("ignore:The copy keyword is deprecated:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:The 'future.infer_string' option:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning"),
    pytest.mark.filterwarnings("ignore:Exception ignored.*socket:pytest.PytestUnraisableExceptionWarning"),
]

_OPTIONS = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.sql.shuffle.partitions": "2",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.execution.arrow.pyspark.enabled": "true",
}


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    sql = pytest.importorskip("pyspark.sql", reason="pyspark is not installed")
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
    gc.collect()


@pytest.fixture
def lines(goods: Callable[..., Table], tmp_path: Path) -> str:
    """A file with a dozen lots that go through a hub, half of them with serial numbers."""
    sent: dict[str, Any] = {"direction": "export", "destination": "TR", "consignee_id": 7, "value_usd": 80_000.0}
    on: dict[str, Any] = {"direction": "export", "dispatch": "TR", "consignor_id": 7, "consignee_id": 9}
    rows = [
        {
            **step,
            "on": f"2023-{month:02}-{day:02}",
            "net_kg": 3_000.0 * 1.1**lot,
            "serials": [f"SP2O-{lot:04}"] if lot % 2 else [],
        }
        for lot in range(12)
        for step, month, day in (
            (sent, 1, 1 + lot),
            (on, 3, 5 + lot),
            ({**on, "direction": "import", "value_usd": 130_000.0}, 3, 15 + lot),
        )
    ]
    pq.write_table(goods(rows).to_pyarrow(), tmp_path / "items.parquet")
    return str(tmp_path / "items.parquet")


def _legs(backend: Any, lines: str, folder: Path) -> list[dict[str, Any]]:
    folder.mkdir()

    def scratch(table: Table, name: str) -> Table:
        pq.write_table(table.to_pyarrow(), folder / f"{name}.parquet")
        return backend.read_parquet(str(folder / f"{name}.parquet"), table_name=name)

    found: list[dict[str, Any]] = find_legs(backend.read_parquet(lines, table_name="items"), scratch).to_pylist()
    return found


def test_both_engines_join_the_same_lines(spark: Any, lines: str, tmp_path: Path) -> None:
    duck = _legs(ibis.duckdb.connect(), lines, tmp_path / "duck")
    theirs = _legs(spark, lines, tmp_path / "spark")
    assert len(duck) > 12
    assert [{**it, "probability": pytest.approx(it["probability"])} for it in duck] == theirs


def test_both_engines_take_growth_and_lanes_apart_alike(spark: Any, lines: str) -> None:
    told = []
    for backend in (ibis.duckdb.connect(), spark):
        items = backend.read_parquet(lines, table_name="items")
        parts = growth(one_side(items), 2023 * 12 + 2, 2, "consignor_id")
        table: pa.Table = lanes(items).to_pyarrow()
        told.append((parts, sorted(map(str, table.select(sorted(table.column_names)).to_pylist()))))
    assert told[0] == told[1]
