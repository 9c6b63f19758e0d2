"""Rules, parties, goods and lists of an examined order, as it was kept, as blocks of a paper."""

from collections.abc import Mapping, Sequence
from typing import Any

from enduse.report.paper_parts.blocks import Block, Bullets, Grid, Heading, Words

Kept = Mapping[str, Any]
_MEMORY = "known from memory only: verify before you rely on it"


def rule_blocks(checked: Kept, *, law_only: bool = False) -> list[Block]:
    """What decides, and what is not settled; each rule with its citation, days and confidence."""
    parts = [it for it in checked["parts"] if it["kind"] == "rule" and (it["basis"] == "law" or not law_only)]
    policy = [it for it in checked["parts"] if it["kind"] == "question" and it["outcome"] and not law_only]
    firm = [it for it in parts if it["answer"] == "yes"]
    unsettled = [it for it in parts if it["answer"] == "unknown"]
    blocks: list[Block] = [Heading("Rules that apply"), *_rules(firm, "None of the rules examined applies.")]
    if policy:
        rows = tuple((f"{it['id']} {it['title']}", "/".join(it["outcome"]), it["sentence"]) for it in policy)
        blocks += [
            Heading("What the house's questions require"),
            Words("Policy of the house: it never prohibits by itself.", "note"),
            Grid(("Question", "Requires", "Why"), rows, (6, 2, 6)),
        ]
    if unsettled:
        blocks += [Heading("Rules of which it is not known whether they apply"), *_open_rules(unsettled)]
    return blocks


def _rules(parts: Sequence[Kept], empty: str) -> list[Block]:
    rows = tuple((_name(it), "/".join(it["outcome"]), _because(it), _source(it)) for it in parts)
    return [Grid(("Rule", "Requires", "What it says, and why", "Source"), rows, (4, 2, 6, 5)) if rows else Words(empty)]


def _open_rules(parts: Sequence[Kept]) -> list[Block]:
    """Rules that wait for the same thing stand together, below what they wait for."""
    groups = dict[str, list[Kept]]()
    for it in parts:
        groups.setdefault(_lacking(it), []).append(it)
    blocks: list[Block] = []
    for lacking, several in groups.items():
        rows = tuple((_name(it), "/".join(it["possible"]), _source(it)) for it in several)
        blocks += [Words(lacking), Grid(("Rule", "Could require", "Source"), rows, (6, 3, 8))]
    return blocks


def _name(part: Kept) -> str:
    whose = part["jurisdiction"] if part["basis"] == "law" else "policy of the house"
    return f"{part['title']} ({part['id']}, {whose})"


def _because(part: Kept) -> str:
    policy = f"Licences: {part['policy']}." if part["policy"] else ""
    adjusted = f"Changed for this order: {part['adjusted']}." if part["adjusted"] else ""
    return " ".join(filter(None, (part["sentence"], policy, *part["because"], adjusted)))


def _lacking(part: Kept) -> str:
    return " ".join(dict.fromkeys(it["sentence"] for it in part["missing"] if it["sentence"])) or part["sentence"]


def _source(part: Kept) -> str:
    days = f"in force from {part['start'] or 'before the rules held here'}" + (
        f" to {part['end']}" if part["end"] else ""
    )
    sure = _MEMORY if part["evidence"] == "memory" else f"{part['evidence']}, confidence {part['confidence']}"
    return "; ".join(filter(None, (part["citation"], part["source"], days, sure)))


def party_blocks(checked: Kept) -> list[Block]:
    """What lists, registers and records say of each party."""
    matches = tuple(
        (
            it["label"],
            one["list"],
            f"{one['name']} ({one['entry_id']})",
            "certain" if one["certain"] else f"possible, {one['score']:.2f}",
            one["listed_on"] or "",
        )
        for it in checked["parties"]
        for one in it["matches"]
    )
    header = ("Party", "List", "Entry", "How sure", "Listed on")
    found = (
        Grid(header, matches, (4, 4, 4, 2, 2)) if matches else Words("No list entry was met in the lists named below.")
    )
    blocks: list[Block] = [Heading("Parties"), found]
    for it in checked["parties"]:
        said = (*it["ownership"], *it["notes"], *(f"Finding: {one['headline']}" for one in it["findings"]))
        if said:
            blocks += [Heading(it["label"], 2), Bullets(tuple(said))]
    return blocks


def goods_blocks(checked: Kept) -> list[Block]:
    """What each line is, and what the control entries say of it."""
    blocks: list[Block] = [Heading("Goods")] if checked["goods"] else []
    for it in checked["goods"]:
        code = (
            f"code {it['code']}" if it["code"] else f"no code; likely {', '.join(it['suggested_codes'][:3]) or 'none'}"
        )
        blocks.append(Heading(f"Line {it['line']}: {it['text']} ({code})", 2))
        if it["lists_of_codes"]:
            blocks.append(Words(f"Lists that name the code: {', '.join(it['lists_of_codes'])}."))
        if it["contradictions"]:
            blocks.append(Bullets(tuple(it["contradictions"])))
        rows = tuple((one["entry"], one["answer"], one["sentence"]) for one in it["entries"])
        if rows:
            blocks.append(Grid(("Entry", "Answer", "Why"), rows, (2, 2, 9)))
    return blocks


def lists_blocks(checked: Kept) -> list[Block]:
    """Lists with the days of their snapshots, and what the reader must know."""
    lists = tuple(checked["lists"])
    asked = Bullets(lists) if lists else Words("No list was loaded: no party was compared with any list.", "strong")
    notices = tuple(checked["notices"])
    more: list[Block] = [Heading("Notes"), Bullets(notices)] if notices else []
    return [Heading("Lists asked"), asked, *more]
