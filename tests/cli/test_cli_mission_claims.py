"""Rows of the mission table on claims, from the command line to what is printed."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.slow

Enduse = Callable[..., Any]
Rows = list[dict[str, Any]]
Case = Callable[..., Path]
Say = Callable[..., dict[str, Any]]

IMPORTS = (
    "declaration_no,date,direction,consignor,consignor_country,consignee,consignee_inn,hs_code,description,brand,"
    "origin,dispatch,destination,quantity,net_kg,value_usd\n"
)
LATHE = "8458112009,CNC horizontal turning lathe NORDAMAT QT-200,NORDAMAT,TW,TW,RU"
MAKER, TRADER, PLANT = "Nordamat Werke AG", "Baltanur Makina", "Prasertmetal LLC"


def line(day: str, seller: str = MAKER, buyer: str = PLANT, pieces: int = 1) -> str:
    inn = 7701000000 + sum(buyer.encode())
    return f"A{day}{seller[0]},{day},import,{seller},TW,{buyer},{inn},{LATHE},{pieces},4200,210000\n"


@pytest.fixture
def case(enduse: Enduse, tmp_path: Path) -> Case:
    """Makes a case of files by their names, with its run of one typology."""

    def made(typology: str = "", **files: str) -> Path:
        enduse("init", "case", cwd=tmp_path)
        folder = tmp_path / "case"
        for name, text in files.items():
            (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
            assert enduse("add", f"../{name}.csv", cwd=folder).returncode == 0
        if files:
            words = ("-t", typology or "statement_contradicted_by_records")
            assert enduse("run", "--watershed", "2022-02-24", *words, cwd=folder).returncode == 0
        return folder

    return made


@pytest.fixture
def say(enduse: Enduse) -> Say:
    """Types a claim in."""

    def said(folder: Path, *words: str) -> dict[str, Any]:
        done = enduse("claims", "add", *words, "--by", "Kim", "--json", cwd=folder)
        assert done.returncode == 0, done.stderr
        (row,) = done.rows
        return dict(row)

    return said


def compared(enduse: Enduse, folder: Path, *what: str) -> dict[str, dict[str, Any]]:
    return {it["claim"]: it for it in enduse("claims", "compare", *what, "--json", cwd=folder).rows}


def findings(enduse: Enduse, folder: Path) -> Rows:
    return [it for it in enduse("findings", "--json", cwd=folder).rows if it["answer"] == "found"]


def test_m10_one_source_is_single_and_two_independent_ones_corroborate(
    enduse: Enduse, case: Case, say: Say, tmp_path: Path
) -> None:
    folder = case()
    (tmp_path / "letter.txt").write_text("Three machines reached each of the three.", encoding="utf-8")
    enduse("evidence", "add", "../letter.txt", "--from", "Council of Norvia", "--by", "Kim", cwd=folder)
    for firm in ("Prasertmetal", "Norventstan", "Ardmetal"):
        say(folder, "Anna Writer", f"{firm} received three machines", "--about", firm, "--rests-on", "imports.csv")
    say(folder, "Council of Norvia", "Prasertmetal received three machines", "--rests-on", "E1", "--confirms", "C1")
    say(
        folder, "Vymysel Herald", "Norventstan received three machines", "--rests-on", "Imports.csv", "--confirms", "C2"
    )

    rows = {it["claim"]: (it["corroboration"], it["independent_sources"]) for it in
            enduse("claims", "list", "--json", cwd=folder).rows}  # fmt: skip

    assert [rows[it] for it in ("C1", "C2", "C3")] == [("corroborated", 2), ("single", 1), ("single", 1)]


CLAIMS_HEAD = "Date,Speaker,About,Predicate,Text\n"
ENDED = f"2024-02-10,{MAKER},{PLANT},dealer_contract_ended,We ended sales and told the dealer to drop our logo.\n"


@pytest.mark.parametrize(("day", "flagged"), [("2024-05-11", True), ("2024-05-10", False)])
def test_m11_shipments_after_the_days_of_grace_are_flagged_and_earlier_ones_not(
    enduse: Enduse, case: Case, say: Say, day: str, flagged: bool
) -> None:
    before = line("2023-03-01") + line("2023-04-01")
    folder = case(
        "dealer_continues_after_termination",
        imports=IMPORTS + before + line(day) + line("2024-08-01", TRADER, "Other Plant LLC"),
        claims=CLAIMS_HEAD + ENDED,
    )
    typed = say(folder, MAKER, "We stopped sales to our dealer.", "--kind", "termination", "--says", "contract_ended",
                "--about", PLANT, "--on", "2024-02-10")  # fmt: skip

    found = [it["typology"] for it in findings(enduse, folder)]
    beside = compared(enduse, folder)
    assert typed["claim"] == "C1"
    assert beside["claims.csv:2"]["answer"] == beside["C1"]["answer"]

    assert found == ["dealer_continues_after_termination"] * flagged
    assert beside["C1"]["answer"] == ("contradicted" if flagged else "supported")
    assert [it["on"] for it in beside["C1"]["rows"]][-1] == (day if flagged else "2024-05-10")


@pytest.mark.parametrize("subject", [MAKER, "CFT Vymysel"], ids=["m12", "m37"])
def test_m12_m37_who_was_asked_stands_with_what_came_of_it_and_the_day(
    enduse: Enduse, case: Case, subject: str
) -> None:
    folder = case()
    asked = ("--question", "Do you still sell there?", "--on", "2024-03-01", "--deadline", "2024-03-15", "--by", "Kim")
    for firm in (subject, "Silent One", "Silent Two"):
        assert enduse("claims", "ask", firm, *asked, "--json", cwd=folder).rows[0]["asked_on"] == "2024-03-01"
    outcome = "answered" if subject == MAKER else "declined"
    enduse("claims", "answer", "C1", outcome, "We stopped.", "--on", "2024-03-09", "--by", "Kim", cwd=folder)

    rows = enduse("claims", "list", "--asked", "--json", cwd=folder).rows

    assert [(it["to"], it["state"], it["on"]) for it in rows] == [
        (subject, outcome, "2024-03-09"), ("Silent One", "unanswered", "2024-03-15"),
        ("Silent Two", "unanswered", "2024-03-15"),
    ]  # fmt: skip
    (mine,) = enduse("claims", "list", subject, "--asked", "--json", cwd=folder).rows
    assert mine["says"].startswith(f"{subject} was asked by email on 2024-03-01 and {outcome}")


COPY = (
    "Greymoor has bought and sold used lathes from one family workshop in the middle of the prairie since the days of "
    "steam and leather belts."
)
WEB = (
    "Date,Domain,Registrant,Registrant country,Claimed affiliation,Claimed address,Text\n"
    f"2020-03-01,greymoor.example,Greymoor Exchange LLC,US,,,{COPY}\n"
    "2022-03-01,gremoor.example,Elante Technology,CN,a branch of Greymoor Exchange LLC,"
    f'"12 Mill Road, Peoria",{COPY}\n'
)
REGISTER = "company,id,country,relation,related,related_id,related_country,share,from,to\n"


@pytest.mark.parametrize("branch", [False, True])
def test_m41_a_false_branch_is_flagged_a_real_one_not_and_the_real_firm_is_asked(
    enduse: Enduse, case: Case, say: Say, tmp_path: Path, branch: bool
) -> None:
    owned = "Elante Technology,91440300MA5FAKE01X,CN,owner,Greymoor Exchange LLC,US-77,US,100,2019-01-01,\n"
    other = "Elante Technology,91440300MA5FAKE01X,CN,owner,Pavel Vymyshlenny,,CN,100,2019-01-01,\n"
    folder = case("impersonating_lookalike_firm", web=WEB, register=REGISTER + (owned if branch else other))
    say(folder, "Elante Technology", "--says", "branch_of", "--about", "Greymoor Exchange LLC", "--on", "2022-03-01",
        "--quote", "a branch of Greymoor Exchange LLC", "--kind", "marketing")  # fmt: skip
    say(
        folder,
        "Greymoor Exchange LLC",
        "They are not ours.",
        "--kind",
        "denial",
        "--disputes",
        "C1",
        "--on",
        "2024-03-05",
    )

    assert {it["subject"]["names"][0] for it in findings(enduse, folder)} == (
        set() if branch else {"Elante Technology"}
    )
    assert compared(enduse, folder)["C1"]["answer"] == ("supported" if branch else "contradicted")

    letter = tmp_path / "letter.txt"
    words = ("--purpose", "confirmation", "--about", "C1", "--on", "2024-03-01", "--by", "Kim", "-o", letter)
    (asked,) = enduse("claims", "ask", "Greymoor Exchange LLC", *words, "--json", cwd=folder).rows
    assert (asked["purpose"], asked["state"] in ("asked", "unanswered")) == ("confirmation", True)
    text = " ".join(letter.read_text(encoding="utf-8").split())
    assert "“a branch of Greymoor Exchange LLC”" in text
    assert "Does this company belong to you" in text


@pytest.mark.parametrize(("planted", "word"), [(False, "consistent"), (True, "contradicted")])
def test_m42_a_suppliers_denial_beside_the_records(
    enduse: Enduse, case: Case, say: Say, planted: bool, word: str
) -> None:
    lines = line("2023-03-01", TRADER) + line("2023-04-01", buyer="Other Plant LLC")
    folder = case(imports=IMPORTS + lines + (line("2023-06-01") if planted else ""))
    say(folder, MAKER, "We never sold to them.", "--kind", "denial", "--says", "never_sold", "--about", PLANT,
        "--on", "2024-03-01")  # fmt: skip

    found = compared(enduse, folder)["C1"]

    assert found["records"] == word
    assert [it["row"] for it in found["rows"]] == ([4] if planted else [2])


def test_m56_two_denials_with_a_changing_story(enduse: Enduse, case: Case, say: Say) -> None:
    rows = (
        f"2023-05-10,{PLANT},{MAKER},no_relation,We have nothing to do with them.\n"
        f"2023-09-12,{PLANT},{MAKER},only_parts,We bought only spare parts.\n"
    )
    folder = case(imports=IMPORTS + line("2023-03-01"), claims=CLAIMS_HEAD + rows)
    say(folder, PLANT, "They supplied a school.", "--about", MAKER, "--on", "2024-01-05")

    told = {it["said_on"]: (it["records"], [row["source"] for row in it["rows"]]) for it in
            compared(enduse, folder).values()}  # fmt: skip
    story = enduse("claims", "stories", PLANT, "--json", cwd=folder).rows

    assert told == {
        "2023-05-10": ("contradicted", ["imports.csv"]),
        "2023-09-12": ("contradicted", ["imports.csv"]),
        "2024-01-05": ("not testable", []),
    }
    assert {it["typology"] for it in findings(enduse, folder)} == {"statement_contradicted_by_records"}
    assert [(it["said_on"], it["records"]) for it in story] == [
        ("2023-05-10", "contradicted"), ("2023-09-12", "contradicted"), ("2024-01-05", "not testable"),
    ]  # fmt: skip
    assert "claim: no_relation -> only_parts" in story[1]["changed"]


def test_m71_a_tie_that_somebody_tells_of_is_weaker_than_a_registers(enduse: Enduse, case: Case, say: Say) -> None:
    owned = f"{PLANT},7701000015,RU,owner,Vymysel Trading LLC,7701000022,RU,60,2020-01-01,\n"
    folder = case(imports=IMPORTS + line("2023-03-01"), register=REGISTER + owned)
    say(folder, "Ivan Vymyshlenny", "It is the same company.", "--says", "same_company", "--actor", PLANT,
        "--about", "Vymysel Trading LLC", "--on", "2024-01-05")  # fmt: skip
    say(folder, "Ivan Vymyshlenny", "My father owns it.", "--says", "owns", "--actor", "Petr Vymyshlenny",
        "--about", "Vymysel Trading LLC", "--on", "2024-01-05")  # fmt: skip

    ties = enduse("claims", "list", "--ties", "--json", cwd=folder).rows

    assert [(it["type"], it["tie"]) for it in ties] == [
        ("statement", "same company"), ("register", "same company"), ("statement", "owns"),
    ]  # fmt: skip
    strengths = {kind: {it["strength"] for it in ties if it["type"] == kind} for kind in ("statement", "register")}
    assert max(strengths["statement"]) < min(strengths["register"])


def test_m76_denied_stands_beside_signature_appears(enduse: Enduse, case: Case, say: Say, tmp_path: Path) -> None:
    folder = case()
    (tmp_path / "letter.txt").write_text("We invite you to the drone plant. Signed.", encoding="utf-8")
    leaked = ("--grade", "leaked", "--sensitivity", "leaked", "--from", "source 14", "--captured", "2022-11-20")
    enduse("evidence", "add", "../letter.txt", *leaked, "--by", "Kim", cwd=folder)
    say(folder, "Analyst", "The letter bears his signature.", "--kind", "signature", "--says", "signed",
        "--about", "Foma Vymyshlenny", "--evidence", "E1", "--on", "2022-11")  # fmt: skip
    say(folder, "Foma Vymyshlenny", "I signed nothing.", "--kind", "denial", "--says", "not_signed",
        "--disputes", "C1", "--on", "2024-02-01")  # fmt: skip

    first, second = enduse("claims", "list", "--json", cwd=folder).rows

    assert first["standing"] == ["signature appears", "denied by Foma Vymyshlenny (C2, 2024-02-01)"]
    assert (first["corroboration"], first["sensitivity"]) == ("contested", "leaked")
    assert second["corroboration"] == "contested"
    enduse("claims", "list", "-o", "../copy.jsonl", cwd=folder)
    copy = (tmp_path / "copy.jsonl").read_text(encoding="utf-8")
    assert "bears his signature" not in copy
    assert "[withheld]" in copy


def test_m77_a_plan_is_no_delivery(enduse: Enduse, case: Case, say: Say) -> None:
    folder = case(imports=IMPORTS + line("2023-03-01"))
    told = say(folder, "Slide 7", "Two machines in the engine line.", "--kind", "plan", "--value", "2",
               "--about", PLANT, "--on", "2023-01-10", "--page", "7")  # fmt: skip

    assert told["standing"] == ["planned, not delivered"]
    assert compared(enduse, folder)["C1"]["answer"] == "not_testable"


def test_m91_the_import_share_stands_beside_what_is_said_to_be_made_at_home(
    enduse: Enduse, case: Case, say: Say
) -> None:
    lines = line("2023-03-01", pieces=2) + line("2023-05-01") + line("2022-05-01", pieces=9)
    folder = case(imports=IMPORTS + lines)
    say(folder, PLANT, "We made one machine ourselves.", "--says", "domestic", "--value", "1", "--period", "2023",
        "--on", "2024-02-01")  # fmt: skip

    found = compared(enduse, folder)["C1"]

    assert (found["import_share"], found["figures"]) == ("75%", {"imported": 3.0, "claimed": 1.0, "import_share": 0.75})
    assert len(found["rows"]) == 2
    shown = enduse("claims", "compare", cwd=folder, width=120).stdout
    assert "75%" in shown
    assert "imports alone do not contradict it" in " ".join(shown.split())


def test_m69_what_was_deleted_after_an_enquiry_is_listed_with_its_hashes(
    enduse: Enduse, case: Case, tmp_path: Path
) -> None:
    gone = "Our customers are plants of the defence industry."
    web = (
        "Date,Domain,Registrant,Text\n"
        f"2022-03-01,seller.example,Vymysel Trade LLC,We sell lathes and mills. {gone}\n"
        "2022-06-20,seller.example,Vymysel Trade LLC,We sell lathes and mills.\n"
    )
    asked = (
        "Date,Speaker,About,Predicate,Text,Status\n"
        "2022-06-10,Vymysel Herald,Vymysel Trade LLC,enquiry,Whom do you sell to?,unanswered\n"
    )
    folder = case("deletion_after_enquiry", web=web, claims=asked)
    (tmp_path / "a.html").write_text(f"<p>We sell lathes.</p><p>{gone}</p>", encoding="utf-8")
    (tmp_path / "b.html").write_text("<p>We sell lathes.</p>", encoding="utf-8")
    for name, day in (("a.html", "2022-03-01"), ("b.html", "2022-06-20")):
        page = ("--from", "https://seller.example", "--captured", day, "--by", "Kim")
        enduse("evidence", "add", f"../{name}", *page, cwd=folder)

    (found,) = findings(enduse, folder)
    (missing,) = enduse("evidence", "diff", "seller.example", "--deleted", "--json", cwd=folder).rows
    hashes = {it["evidence"]: it["sha256"] for it in enduse("evidence", "show", "--json", cwd=folder).rows}

    assert (found["typology"], missing["line"]) == ("deletion_after_enquiry", gone)
    assert [len(hashes[it]) for it in missing["evidence"]] == [64, 64]
    (asked_of,) = enduse("claims", "list", "--asked", "--json", cwd=folder).rows
    assert (asked_of["to"], asked_of["state"]) == ("Vymysel Trade LLC", "unanswered")


def test_m75_a_post_that_supply_goes_on_is_found_in_russian(
    enduse: Enduse, case: Case, say: Say, tmp_path: Path
) -> None:
    post = "Поставки станков продолжаются, несмотря на санкции."
    web = f'Date,Domain,Registrant,Text\n2022-04-15,seller.example,Vymysel Trade LLC,"{post}"\n'
    folder = case("marketing_claims_uninterrupted_supply", web=web)
    (tmp_path / "post.txt").write_text(post, encoding="utf-8")
    (kept,) = enduse("evidence", "add", "../post.txt", "--language", "ru", "--from", "https://seller.example",
                     "--captured", "2022-04-15", "--by", "Kim", "--json", cwd=folder).rows  # fmt: skip
    told = say(folder, "Vymysel Trade LLC", "--kind", "marketing", "--quote", post, "--language", "ru",
               "--evidence", kept["evidence"], "--on", "2022-04-15")  # fmt: skip

    (found,) = findings(enduse, folder)

    assert found["typology"] == "marketing_claims_uninterrupted_supply"
    assert "несмотря на санкции" in found["figures"]["quote"]
    (shown,) = enduse("claims", "show", told["claim"], "--json", cwd=folder).rows
    assert (shown["language"], shown["quote"]) == ("ru", post)
