"""The open reference matcher, logic-v2 of nomenklatura, in a process and an environment of its own.

Its packages do not get on with ours, so it is asked over a pipe, one JSON object a line:

    python -m venv REFENV && REFENV/bin/pip install nomenklatura PyICU    # needs libicu-dev, pkg-config and g++
    python -m bench.names.evaluate --reference REFENV/bin/python

Run by that interpreter this file serves; imported by ours it is the client.
"""

import importlib
import importlib.metadata
import json
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

SCHEMAS = {"person": "Person", "company": "Company", "vessel": "Vessel", "unknown": "LegalEntity"}
# Long requests are cut, so that neither side waits on a full pipe and progress can be seen.
CHUNK = 2000


class Reference:
    """The reference matcher as seen from here; leave it by `with`."""

    def __init__(self, python: Path) -> None:
        self._process = subprocess.Popen(
            [str(python), __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )
        self.version: str = self._ask({"op": "version"})["version"]

    def __enter__(self) -> "Reference":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End its process."""
        if self._process.stdin:
            self._process.stdin.close()
        self._process.wait(timeout=30)
        if self._process.stdout:
            self._process.stdout.close()

    def scores(self, pairs: Sequence[tuple[str, str, str]]) -> list[float]:
        """The score of each (left, right, kind)."""
        found: list[float] = []
        for start in range(0, len(pairs), CHUNK):
            found += self._ask({"op": "pairs", "pairs": pairs[start : start + CHUNK]})["scores"]
        return found

    def rank(
        self, kind: str, query: str, entries: Sequence[Sequence[str]], fresh: bool = False
    ) -> tuple[list[float], float]:
        """Scores of a query against entries, each with all its names, and the processor seconds of it.

        Unless `fresh`, the entries were turned into entities before the clock starts (the query is always new).
        """
        said = self._ask({"op": "rank", "kind": kind, "query": query, "entries": entries, "fresh": fresh})
        return said["scores"], said["seconds"]

    def _ask(self, what: dict[str, object]) -> dict[str, Any]:
        stdin, stdout = self._process.stdin, self._process.stdout
        if stdin is None or stdout is None:
            raise RuntimeError("The reference process has no pipe.")
        stdin.write(json.dumps(what) + "\n")
        stdin.flush()
        line = stdout.readline()
        if not line:
            raise RuntimeError(
                "The reference process ended: see what it printed above; its file says how to set it up."
            )
        said: dict[str, Any] = json.loads(line)
        return said


class _Server:
    def __init__(self) -> None:
        self._model = importlib.import_module("followthemoney").model
        self._matcher = importlib.import_module("nomenklatura.matching").get_algorithm("logic-v2")
        self._config = self._matcher.default_config()
        self._made = 0
        self._kept: dict[tuple[str, ...], Any] = {}

    def _entity(self, kind: str, *names: str) -> Any:
        self._made += 1
        schema = SCHEMAS.get(kind, kind)
        return self._model.get_proxy({"id": f"e{self._made}", "schema": schema, "properties": {"name": list(names)}})

    def _score(self, left: Any, right: Any) -> float:
        return float(self._matcher.compare(left, right, self._config).score)

    def answer(self, asked: dict[str, Any]) -> dict[str, Any]:
        """What the client wants to know."""
        if asked["op"] == "version":
            names = ("nomenklatura", "rigour", "followthemoney")
            return {"version": " ".join(f"{it} {importlib.metadata.version(it)}" for it in names)}
        if asked["op"] == "pairs":
            made = [(self._entity(kind, a), self._entity(kind, b)) for a, b, kind in asked["pairs"]]
            return {"scores": [self._score(a, b) for a, b in made]}
        return self._rank(asked)

    def _rank(self, asked: dict[str, Any]) -> dict[str, Any]:
        kind, fresh = asked["kind"], asked["fresh"]
        known = [] if fresh else [self._known(kind, *it) for it in asked["entries"]]
        start = time.process_time()
        query = self._entity(kind, asked["query"])
        found = [self._entity(kind, *it) for it in asked["entries"]] if fresh else known
        scores = [self._score(query, it) for it in found]
        return {"scores": scores, "seconds": time.process_time() - start}

    def _known(self, kind: str, *names: str) -> Any:
        if (kind, *names) not in self._kept:
            self._kept[kind, *names] = self._entity(kind, *names)
        return self._kept[kind, *names]


def serve() -> None:
    """Answer until the pipe is closed."""
    server = _Server()
    for line in sys.stdin:
        sys.stdout.write(json.dumps(server.answer(json.loads(line))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    serve()
