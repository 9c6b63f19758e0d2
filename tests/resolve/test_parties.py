"""Mentions become parties."""

import json
from collections.abc import Callable
from random import Random
from typing import Any

import ibis
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ibis.expr.types import Table

from enduse.errors import StoreError
from enduse.model.ids import party_id
from enduse.resolve.judgements import Judgements
from enduse.resolve.mentions import name_keys, registered_anchors
from enduse.resolve.parties import Claims, anchored, check_ids, parties

Mention = tuple[str, str, str]
Keep = Callable[[Table, str], Table]

INN, OTHER_INN = "9799001010", "9799001098"
NOBODY = Judgements()


def _resolved(mentions: list[Mention], keep: Keep, judgements: Judgements = NOBODY) -> Table:
    columns = list(zip(*mentions, strict=True))
    table = pa.table(dict(zip(("name", "identifier", "country"), columns, strict=True)))
    counted = ibis.memtable(table.append_column("rows", pa.array([1] * len(mentions), pa.int64())))
    claims = Claims(
        counted.group_by("name", "identifier", "country").aggregate(rows=counted.rows.sum().cast("int64")),
        ibis.memtable(name_keys([it[0] for it in dict.fromkeys((it[0],) for it in mentions)])),
        ibis.memtable(registered_anchors([it[1:] for it in mentions])),
    )
    return keep(anchored(claims.joined(), judgements, keep), "placed")


def _anchors(mentions: list[Mention], keep: Keep, judgements: Judgements = NOBODY) -> dict[Mention, str | None]:
    rows = _resolved(mentions, keep, judgements).to_pyarrow().to_pylist()
    return {(it["name"], it["identifier"], it["country"]): it["anchor"] for it in rows}


def _ambiguous(mentions: list[Mention], keep: Keep) -> set[str]:
    rows: list[dict[str, Any]] = _resolved(mentions, keep).to_pyarrow().to_pylist()
    return {it["name"] for it in rows if it["ambiguous"]}


def test_two_spellings_with_one_number_are_one_party(keep: Keep) -> None:
    found = _anchors([("ООО «Ромашка-Стан»", INN, "RU"), ("ROMASHKA TRADE LLC", INN, "RU")], keep)

    assert set(found.values()) == {f"inn:{INN}"}


def test_a_name_joins_the_one_numbered_party_in_its_country(keep: Keep) -> None:
    bare = ("ROMASHKA-STAN LLC", "", "RU")

    assert _anchors([("ООО «Ромашка-Стан»", INN, "RU"), bare], keep)[bare] == f"inn:{INN}"


def test_a_name_without_country_joins_the_one_numbered_party(keep: Keep) -> None:
    bare = ("ROMASHKA-STAN LLC", "", "")

    assert _anchors([("ООО «Ромашка-Стан»", INN, "RU"), bare], keep)[bare] == f"inn:{INN}"


def test_a_name_in_another_country_is_another_party(keep: Keep) -> None:
    bare = ("ROMASHKA-STAN LLC", "", "AE")

    assert _anchors([("ООО «Ромашка-Стан»", INN, "RU"), bare], keep)[bare] == "name:AE:romashkastan"


def test_names_with_different_numbers_are_never_merged(keep: Keep) -> None:
    found = _anchors([("ООО «Ромашка-Стан»", INN, "RU"), ("ООО «Ромашка-Стан»", OTHER_INN, "RU")], keep)

    assert set(found.values()) == {f"inn:{INN}", f"inn:{OTHER_INN}"}


def test_a_name_that_two_numbered_parties_bear_is_ambiguous(keep: Keep) -> None:
    mentions = [
        ("ООО «Ромашка-Стан»", INN, "RU"),
        ("ЗАО «Ромашка-Стан»", OTHER_INN, "RU"),
        ("ROMASHKA-STAN", "", "RU"),
    ]

    assert _anchors(mentions, keep)["ROMASHKA-STAN", "", "RU"] == "name:RU:romashkastan"
    assert _ambiguous(mentions, keep) == {"ROMASHKA-STAN"}


def test_a_name_without_country_that_two_countries_know_is_ambiguous(keep: Keep) -> None:
    mentions = [("Vektor Stan Ltd", "", "AE"), ("Vektor Stan Ltd", "", "HK"), ("VEKTOR STAN", "", "")]

    assert _anchors(mentions, keep)["VEKTOR STAN", "", ""] == "name::vektorstan"
    assert _ambiguous(mentions, keep) == {"VEKTOR STAN"}


def test_a_name_without_country_joins_the_only_country_that_knows_it(keep: Keep) -> None:
    mentions = [("Vektor Stan Ltd", "", "AE"), ("VEKTOR STAN", "", "")]

    assert set(_anchors(mentions, keep).values()) == {"name:AE:vektorstan"}


def test_nobody_is_made_of_a_name_that_says_nothing(keep: Keep) -> None:
    assert _anchors([("ООО", "", "RU"), ("N/A", "-", "")], keep) == {("ООО", "", "RU"): None, ("N/A", "-", ""): None}


def test_a_party_is_called_by_its_most_frequent_name_and_keeps_all(keep: Keep) -> None:
    mentions = [("ROMASHKA-STAN LLC", INN, "RU"), *[("ООО «Ромашка-Стан»", INN, "RU")] * 2]

    (party,) = parties(_resolved(mentions, keep)).to_pyarrow().to_pylist()

    assert party == {
        "party_id": party_id(f"inn:{INN}"),
        "anchor": f"inn:{INN}",
        "name": "ООО «Ромашка-Стан»",
        "names": ["ООО «Ромашка-Стан»", "ROMASHKA-STAN LLC"],
        "country": "RU",
        "identifiers": [INN],
        "mentions": 3,
        "ambiguous": False,
    }


def test_two_anchors_with_one_id_stop_the_run() -> None:
    apart, shared = ([{"party_id": it, "anchor": f"inn:{at}"} for at, it in enumerate(ids)] for ids in ((7, 8), (7, 7)))

    check_ids(ibis.memtable(pa.Table.from_pylist(apart)))
    with pytest.raises(StoreError, match="'inn:0' and 'inn:1'.*'000000000000007'") as caught:
        check_ids(ibis.memtable(pa.Table.from_pylist(shared)))
    assert caught.value.code == "E-PARTY-ID"


def test_a_number_alone_is_a_party_called_by_its_anchor(keep: Keep) -> None:
    (party,) = parties(_resolved([("", INN, "RU")], keep)).to_pyarrow().to_pylist()

    assert (party["name"], party["country"], party["names"]) == (f"inn:{INN}", "RU", [])


def test_a_judgement_joins_two_parties_and_settles_an_ambiguous_one(keep: Keep) -> None:
    mentions = [("Ромашка-Стан", INN, "RU"), ("Ромашка-Стан", OTHER_INN, "RU"), ("ROMASHKA-STAN", "", "RU")]
    said = Judgements.parse([json.dumps({"left": "name:RU:romashkastan", "right": f"inn:{INN}", "verdict": "same"})])

    found = _resolved(mentions, keep, said).to_pyarrow().to_pylist()

    assert {it["anchor"] for it in found if not it["identifier"]} == {f"inn:{INN}"}
    assert not any(it["ambiguous"] for it in found)


def test_a_judgement_keeps_a_name_apart_from_a_number(keep: Keep) -> None:
    mentions = [("Ромашка-Стан", INN, "RU"), ("ROMASHKA-STAN", "", "RU")]
    said = Judgements.parse(
        [json.dumps({"left": f"inn:{INN}", "right": "name:RU:romashkastan", "verdict": "not_same"})]
    )

    assert _anchors(mentions, keep, said)["ROMASHKA-STAN", "", "RU"] == "name:RU:romashkastan"


MENTIONS = st.lists(
    st.tuples(
        st.sampled_from(["ООО «Ромашка»", "ROMASHKA LLC", "Василёк АО", "ООО", ""]),
        st.sampled_from(["", INN, OTHER_INN, "55512345", "-"]),
        st.sampled_from(["", "RU", "AE"]),
    ),
    min_size=1,
    max_size=8,
)


@pytest.mark.slow
@settings(max_examples=15, deadline=None)
@given(MENTIONS, st.randoms(use_true_random=False))
def test_neither_order_nor_repetition_matters_and_numbers_stay_apart(
    keep: Keep, mentions: list[Mention], mixer: Random
) -> None:
    shuffled = [*mentions, *mentions]
    mixer.shuffle(shuffled)
    found = _anchors(mentions, keep)
    numbers = {it["identifier"]: it["registered"] for it in registered_anchors([it[1:] for it in mentions]).to_pylist()}

    assert _anchors(shuffled, keep) == found
    assert all(found[it] not in set(numbers.values()) - {numbers[it[1]]} for it in mentions if numbers[it[1]])


def test_a_name_of_general_words_joins_no_number(keep: Keep) -> None:
    bare = ("TEKHNOLOGIYA LLC", "", "RU")

    assert _anchors([("ООО «Технология»", INN, "RU"), bare], keep)[bare] == "name:RU:tehnologia"


def test_a_judgement_about_a_name_survives_its_joining_a_number(keep: Keep) -> None:
    """Judged when no number was known; the file with the number came later."""
    said = Judgements({("name:AE:solvanek", "name:RU:romashkastan"): "same"})
    other = ("SOLVANEK FZE", "", "AE")

    found = _anchors([("ООО «Ромашка-Стан»", INN, "RU"), ("ROMASHKA-STAN LLC", "", "RU"), other], keep, said)

    assert set(found.values()) == {f"inn:{INN}"}


def test_a_name_judged_to_be_another_number_does_not_join_that_of_its_form(keep: Keep) -> None:
    said = Judgements({(f"inn:{OTHER_INN}", "name:RU:romashkastan"): "same"})
    bare = ("ROMASHKA-STAN LLC", "", "RU")

    found = _anchors([("ООО «Ромашка-Стан»", INN, "RU"), ("ООО «Солванек»", OTHER_INN, "RU"), bare], keep, said)

    assert found[bare] == f"inn:{OTHER_INN}"
    assert len(set(found.values())) == 2


def test_two_names_judged_apart_do_not_meet_in_a_number(keep: Keep) -> None:
    said = Judgements({("name::romashkastan", "name:RU:romashkastan"): "not_same"})
    here, nowhere = ("ROMASHKA-STAN LLC", "", "RU"), ("ROMASHKA-STAN LLC", "", "")

    found = _anchors([("ООО «Ромашка-Стан»", INN, "RU"), here, nowhere], keep, said)

    assert found[here] != found[nowhere]
