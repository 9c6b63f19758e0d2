from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from enduse.detect import Ledger, typologies
from enduse.detect.finding import Finding, read_finding, read_revision
from enduse.detect.runner import Progress, Settings, run
from enduse.detect.typologies.third_country_transshipment import third_country_transshipment
from enduse.errors import InputError, UnknownTypology, UsageError

BAN = date(2022, 2, 24)
Build = Callable[..., Ledger]
ONE = ("third_country_transshipment",)


class Names:
    def source_name(self, source_id: str) -> str:
        return f"{source_id[:2]}.csv"


def findings(ledger: Ledger, **settings: Any) -> list[Finding]:
    return run(ledger, Settings(**{"watershed": BAN, "only": ONE, **settings}), Names())


def lines(count: int = 1, **more: object) -> list[Mapping[str, object]]:
    usual = {"dispatch": "TR", "consignor_id": "trader", **more}
    return [{"on": "2022-05-01", "value_usd": 1_000.0 + i, **usual} for i in range(count)]


def test_prints_the_fields_of_the_contract(ledger: Build) -> None:
    (found,) = findings(ledger(lines()), ledger_version=7)

    line = found.as_dict()
    assert list(line) == [
        *("schema", "key", "revision", "typology", "answer", "subject", "others", "headline", "strength"),
        *("confidence", "start", "end", "value_usd", "figures", "innocent", "settle"),
        *("evidence", "evidence_count", "ledger_version"),
    ]
    assert line["subject"] == {
        "kind": "company",
        "id": "name:importer",
        "names": ["IMPORTER LLC", "importer"],
        "country": None,
    }
    assert line["others"][0]["role"] == "consignor"
    assert line["evidence"] == [{"source": "ab.csv", "sha256": "ab" * 32, "sheet": None, "row": 2}]
    assert (line["start"], line["ledger_version"]) == ("2022-05-01", 7)
    assert line["headline"].startswith("IMPORTER LLC received 1 line of priority goods since 2022-02-24")


def test_counts_in_headlines_agree_with_their_nouns(ledger: Build) -> None:
    (one,) = findings(ledger(lines(1)))
    (two,) = findings(ledger(lines(2)))

    assert "received 1 line of" in one.headline
    assert "1 lane)" in one.headline
    assert "received 2 lines of" in two.headline


def test_a_line_reads_back_as_it_was_written(ledger: Build) -> None:
    (found,) = findings(ledger(lines()))

    assert read_finding(found.to_json()) == replace(found, row_ids=())


def test_key_and_revision_are_read_without_the_rest(ledger: Build) -> None:
    (found,) = findings(ledger(lines()))

    assert read_revision(found.to_json()) == (found.key, found.revision)
    with pytest.raises(InputError, match="no finding"):
        read_revision("{cut")


def test_others_stand_in_the_order_of_what_they_sent(ledger: Build) -> None:
    small, large = lines(2)
    sent = [{**small, "consignor_id": "small", "value_usd": 1.0}, {**large, "consignor_id": "large", "value_usd": 9.0}]

    (found,) = findings(ledger(sent))

    assert [it.names[-1] for it in found.others if it.role == "consignor"] == ["large", "small"]


def test_two_hundred_rows_stand_in_the_line_and_all_are_counted(ledger: Build) -> None:
    (found,) = findings(ledger(lines(250)))

    assert len(found.evidence) == 200
    assert found.evidence_count == len(found.row_ids) == 250
    assert found.evidence[0].row == 251


def test_rows_before_the_watershed_fill_a_third_at_most(ledger: Build) -> None:
    before = [{**it, "on": "2021-05-01"} for it in lines(300)]

    (found,) = findings(ledger([*lines(300), *before]))

    assert [it.row for it in found.evidence[:134]] == list(range(301, 167, -1))
    assert len(found.evidence) == 200


def test_the_same_facts_give_the_same_revision_and_a_change_supersedes(ledger: Build) -> None:
    (first,) = findings(ledger(lines(2)), ledger_version=1)
    (again,) = findings(ledger(lines(2)), ledger_version=2, previous={first.key: first.revision})
    (more,) = findings(ledger(lines(3)), previous={first.key: first.revision})

    assert (again.revision, again.supersedes) == (first.revision, None)
    assert more.key == first.key
    assert (more.revision != first.revision, more.supersedes) == (True, first.revision)


def test_silence_and_want_of_data_are_two_answers(ledger: Build) -> None:
    (silent,) = findings(ledger([{"on": "2022-05-01"}]))
    (blind,) = findings(ledger([{"on": "2022-05-01"}], lists=[]))

    assert silent.answer == "nothing_found"
    assert (blind.answer, (blind.figures or {})["missing"]) == ("not_assessable", ["list CHPL"])


def test_a_failing_typology_is_a_result_and_stops_no_other(ledger: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(ledger: Ledger, watershed: date) -> None:
        raise ZeroDivisionError("no such luck")

    (finder,) = third_country_transshipment.finders
    bad = replace(third_country_transshipment, id="a_bad_one", finders=(replace(finder, find=broken),))
    monkeypatch.setattr(typologies.third_country_transshipment, "a_bad_one", bad, raising=False)

    found, failed = findings(ledger(lines()), only=("a_bad_one", *ONE))

    assert (found.answer, failed.answer, failed.typology) == ("found", "not_assessable", "a_bad_one")
    assert (failed.figures or {})["error"] == "ZeroDivisionError: no such luck"


def test_no_strength_exceeds_the_ceiling(ledger: Build) -> None:
    (found,) = findings(ledger(lines()), parameters={"strength_new": 0.9})

    assert found.strength == pytest.approx(0.3)


def test_a_threshold_may_be_set_for_all_or_for_one(ledger: Build) -> None:
    general = findings(ledger(lines()), parameters={"strength_new": 0.1})
    narrow = findings(
        ledger(lines()),
        parameters={"strength_new": 0.1, "third_country_transshipment.by_consignee.strength_new": 0.05},
    )

    assert (general[0].strength, narrow[0].strength) == (0.1, 0.05)


def test_unknown_names_are_refused(ledger: Build) -> None:
    with pytest.raises(UnknownTypology, match="no_such"):
        findings(ledger(), only=("no_such",))
    with pytest.raises(UsageError, match="min_luck"):
        findings(ledger(), parameters={"min_luck": 1})


def test_says_how_far_it_is(ledger: Build) -> None:
    heard: list[Progress] = []

    run(ledger(lines()), Settings(BAN, only=ONE), Names(), heard.append)

    assert heard == [Progress(0, 1, "third_country_transshipment.by_consignee")]


def test_parties_of_most_value_come_first(ledger: Build) -> None:
    small, large = lines(consignor_id="small", value_usd=1.0), lines(consignor_id="large", value_usd=9.0)

    (found,) = findings(ledger([*small, *large]))

    assert [it.id for it in found.others] == ["name:large", "name:small"]


@pytest.mark.slow
def test_a_whole_run_puts_the_strongest_first(ledger: Build, busy: Callable[[str], dict[str, Any]]) -> None:
    found = findings(ledger(**busy("")), only=())

    strengths = [it.strength for it in found if it.answer == "found"]
    assert strengths == sorted(strengths, reverse=True)
    assert len({it.key for it in found}) == len(found)
    assert all("guilty" not in it.headline.casefold() for it in found)
