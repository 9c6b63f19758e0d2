"""The legs of a run: computed from its goods lines, written beside them."""

import pyarrow.parquet as pq
from ibis.expr.types import Table

from enduse.store.derived import DerivedRun
from enduse.store.engine import open_engine
from enduse.trace.legs import find_legs


def write_legs(run: DerivedRun) -> int:
    """Fill the table ``legs`` of a run whose goods lines are there; gives the number of legs."""
    engine = open_engine(run.workspace)

    def scratch(table: Table, name: str) -> Table:
        path = run.path(f"scratch_{name}")
        engine.write_parquet(table, path)
        return engine.read(f"traced_{name}", [str(path)])

    legs = find_legs(engine.read("traced_items", [str(run.path("items"))]), scratch)
    pq.write_table(legs, run.path("legs"), compression="snappy")
    for path in run.folder.glob("scratch_leg_*"):
        path.unlink()
    return len(legs)
