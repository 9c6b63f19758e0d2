"""The words in a pack say what was left out and what differs."""

from dataclasses import replace

from enduse.model.pack import Difference, LeftOut, PackedRun, PackedSubject, PackManifest
from enduse.report.pack_readme import pack_readme

MANIFEST = PackManifest(
    "Lathes", "Kim Tester", {"enduse": "0.1.0", "ledger": "7"}, PackedRun("2022-02-24", True),
    (PackedSubject("x", "company", "inn:7701234567", "Ромашка", "dossier/1-inn"),), "cited", 2,
)  # fmt: skip


def test_it_says_who_made_it_and_whom_it_is_about() -> None:
    told = " ".join(pack_readme(MANIFEST).decode().split())
    assert "Made by Kim Tester with enduse 0.1.0 from version 7" in told
    assert "Ромашка (company inn:7701234567)" in told
    assert "nothing was left out" in told
    assert "gave 2 of 2 findings again" in told


def test_what_was_left_out_and_what_differs_is_said_with_its_reason() -> None:
    made = replace(
        MANIFEST, left_out=(LeftOut("rows of a.csv", 1200, "its terms"),), differences=(Difference("k", "gone"),)
    )
    told = pack_readme(made).decode()
    assert [it in told for it in ("rows of a.csv: 1,200 (its terms)", "gave 1 of 2 findings", "k: gone")] == [True] * 3
