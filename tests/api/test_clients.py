"""Clients that others wrote work with our server as they are."""

import json
import os
import subprocess
import sys

import httpx
import pytest


def test_yente_client_matches_searches_and_fetches(base: str) -> None:
    yente = pytest.importorskip("yente_client", reason="the package yente-client is not installed")
    with yente.Client(base_url=base) as client:
        assert client.healthz().status == "ok"
        assert client.readyz().status == "ok"
        assert client.algorithms().best == "enduse"
        assert "us_ofac_sdn" in {it.name for it in client.datasets().datasets}
        company = yente.Company(name="Kestrel Spindle Works", country="ru", innCode="9799001010")
        answer = client.match(company, threshold=0.6, limit=3)
        assert answer.top.match
        assert answer.top.contributing_explanations
        entity = client.fetch(answer.top.id)
        assert entity.properties["sanctions"][0].schema_ == "Sanction"
        assert client.adjacent(answer.top.id).adjacent["sanctions"].total.value == 1
        assert client.adjacent(answer.top.id, prop="sanctions").results
        found = client.search("kestrel", datasets=["us_ofac_us_ofac_sdn", "eu_consolidated_financial_sanctions"])
        assert found.total.value == 2
        with pytest.raises(yente.NotFoundError):
            client.fetch("nobody")


def test_yente_client_asks_many_in_turn(base: str) -> None:
    yente = pytest.importorskip("yente_client", reason="the package yente-client is not installed")
    people = [("a", yente.Person(name="Perun Halvik")), ("b", yente.Person(name="Nobody Known"))]
    with yente.Client(base_url=base) as client:
        answers = dict(client.match_iter(people))
    assert answers["a"].top.caption == "Perun Halvik"
    assert answers["b"].matches == []


_RECONCILE = """
import json, sys
import pandas
from reconciler import reconcile
column = pandas.Series(["Kestrel Spindle Works", "Perun Halvik"])
found = reconcile(column, reconciliation_endpoint=sys.argv[1], top_res=1)
print(json.dumps(found.to_dict("records")))
"""


def test_reconciler_completes_a_column_of_names(base: str) -> None:
    python = os.environ.get("ENDUSE_RECONCILER_PYTHON", sys.executable)
    if subprocess.run([python, "-c", "import reconciler"], capture_output=True).returncode:
        pytest.skip("reconciler is not installed; ENDUSE_RECONCILER_PYTHON may name a Python that has it")
    done = subprocess.run([python, "-c", _RECONCILE, f"{base}/reconcile"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    found = json.loads(done.stdout.splitlines()[-1])
    assert {it["name"] for it in found} == {"Kestrel Spindle Works", "Perun Halvik"}
    assert all(it["match"] for it in found)
    assert httpx.get(f"{base}/entities/{found[0]['id']}").status_code == 200
