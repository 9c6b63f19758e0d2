"""Whatever a JSON record holds, a reader answers: with what it could read, or with a reason."""

import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enduse.model.listing import BadRecord
from enduse.registry import collect
from enduse.sources import registers
from enduse.sources.lists import ListFile
from enduse.sources.registers import RegisterFormat

ALL = collect(registers, RegisterFormat)
JSON_REGISTERS = [ALL[it] for it in ("follow_the_money", "open_ownership_bods", "uk_psc")]

WORDS = [
    "id",
    "schema",
    "properties",
    "name",
    "owner",
    "asset",
    "percentage",
    "Ownership",
    "Person",
    "Company",
    "caption",
    "statementId",
    "statementID",
    "statementType",
    "recordType",
    "recordId",
    "recordStatus",
    "recordDetails",
    "entity",
    "person",
    "relationship",
    "updated",
    "closed",
    "entityStatement",
    "ownershipOrControlStatement",
    "subject",
    "interestedParty",
    "interests",
    "share",
    "exact",
    "minimum",
    "type",
    "shareholding",
    "startDate",
    "endDate",
    "replacesStatements",
    "describedByEntityStatement",
    "names",
    "fullName",
    "identifiers",
    "scheme",
    "company_number",
    "data",
    "kind",
    "individual-person-with-significant-control",
    "natures_of_control",
    "date_of_birth",
    "year",
    "month",
    "ownership-of-shares-25-to-50-percent",
    "exemptions",
    "items",
    "links",
    "self",
    "nationality",
    "address",
    "notified_on",
    "2020-01-01",
    "2019",
]
word = st.sampled_from(WORDS)
leaf = st.none() | st.booleans() | st.integers(-5, 10**20) | st.floats(allow_nan=False) | word | st.text(max_size=5)
tree = st.recursive(leaf, lambda it: st.lists(it, max_size=3) | st.dictionaries(word, it, max_size=6), max_leaves=25)
records = st.lists(st.dictionaries(word, tree, min_size=1, max_size=10), min_size=1, max_size=4)


@pytest.mark.slow
@pytest.mark.parametrize("register", JSON_REGISTERS, ids=lambda it: it.id)
@settings(max_examples=60)
@given(records)
def test_any_object_is_read_or_refused_with_a_reason(register: RegisterFormat, given: list[dict[str, object]]) -> None:
    data = "\n".join(map(json.dumps, given)).encode()
    items = list(register.read(ListFile("any", len(data), lambda: io.BytesIO(data))).records)
    assert {it.row for it in items} == set(range(1, len(given) + 1))
    assert all(it.reason for it in items if isinstance(it, BadRecord))
