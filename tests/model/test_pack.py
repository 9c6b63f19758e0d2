"""The manifest of a pack: what is printed can be read again, and nothing else is taken for one."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enduse.errors import InputError
from enduse.model.pack import (
    Difference,
    LeftOut,
    PackedRun,
    PackedSubject,
    PackFile,
    PackManifest,
    is_plain_name,
    plain_name,
)

MANIFEST = PackManifest(
    title="Lathes",
    made_by="Kim Tester",
    versions={"enduse": "0.1.0"},
    run=PackedRun("2022-02-24", True, ("hub_surge",), ("hub_surge.min_after=1",)),
    subjects=(PackedSubject("Romashka", "company", "inn:7701234567", "Romashka", "dossier/1-inn"),),
    scope="cited",
    findings=2,
    differences=(Difference("k", "strength '0.2' instead of '0.3'"),),
    left_out=(LeftOut("evidence E1", 1, "it is marked personal"),),
    chains={"case_log": "ab"},
    commands=("enduse run",),
    files=(PackFile("README.txt", 3, "0" * 64, "in words"),),
)


def _told(**changed: Any) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(json.dumps(MANIFEST.to_object()))
    return {**told, **changed}


def test_what_is_printed_is_read() -> None:
    assert PackManifest.from_object(_told()) == MANIFEST


@pytest.mark.parametrize(
    "changed",
    [
        {"schema": "enduse.pack/2"},
        {"scope": "some"},
        {"run": {}},
        {"files": [{"path": "../x", "size": 1, "sha256": "0" * 64, "about": ""}]},
        {"files": [{"path": "x", "size": 1, "sha256": "no", "about": ""}]},
        {"unknown": 1},
        {"subjects": None},
    ],
)
def test_what_is_no_manifest_is_refused(changed: dict[str, Any]) -> None:
    with pytest.raises(InputError) as seen:
        PackManifest.from_object(_told(**changed))
    assert seen.value.code == "E-PACK-MANIFEST"


@pytest.mark.parametrize("told", [[], "x", None, {}])
def test_other_json_is_no_manifest(told: Any) -> None:
    with pytest.raises(InputError):
        PackManifest.from_object(told)


@given(st.text(max_size=100))
def test_a_name_that_was_made_plain_is_plain(text: str) -> None:
    assert not plain_name(text) or is_plain_name(plain_name(text))
