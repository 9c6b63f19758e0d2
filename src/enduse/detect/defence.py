"""Who belongs to armed forces, security services or arms makers: by lists, by unmistakable names, by weaker words."""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import ibis
import pyarrow as pa
from ibis.expr.types import Table

from enduse.detect import Ledger
from enduse.detect.listed_parties import LEAST_SCORE, own_hits
from enduse.goods.heads import MACHINE_KINDS
from enduse.goods.reading import read_many
from enduse.text.homoglyphs import repair_homoglyphs

Basis = Literal["unit", "list", "order", "listed", "words"]
"""What the answer stands on, the surest first: the name of a unit or service, a list that names armed forces or arms,
the state defence order named in the record itself, a list that gives no such reason, words in a name."""

SURE: tuple[Basis, ...] = ("unit", "list", "order")
"""Bases that leave little doubt about what the party is."""

_MARKS = re.compile(r"[^\w/№ʹ]+|_")
_TOOLS = frozenset({"cutting_tool", "part", "accessory", "tool", "set"})
_BASES = ("unit", "list", "order", "listed", "words")


@dataclass(frozen=True)
class DefenceSign:
    """Why a party counts.

    Attributes:
        basis: What it stands on.
        why: In words, for a headline or a figure.
        since: Day of the listing as ISO text; empty where there is none.
    """

    basis: Basis
    why: str
    since: str = ""


@dataclass(frozen=True)
class _Words:
    signs: tuple[tuple[str, bool, str, re.Pattern[str]], ...]
    defence: re.Pattern[str]
    elsewhere: re.Pattern[str]
    workshop: re.Pattern[str]
    household: re.Pattern[str]
    machine: re.Pattern[str]
    tool: re.Pattern[str]


@cache
def _words() -> _Words:
    told = tomllib.loads(files("enduse.data").joinpath("defence_words.toml").read_text(encoding="utf-8"))
    signs = tuple(
        (it["kind"], it["sure"], it["about"], re.compile("|".join(f"(?:{one})" for one in it["patterns"])))
        for it in told["sign"]
    )
    return _Words(
        signs,
        *(_any(told["lists"][it]) for it in ("defence", "elsewhere")),
        *(_any(told["goods"][it]) for it in ("workshop", "household", "machine", "tool")),
    )


def _any(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{it})" for it in words))


def _plain(text: str) -> str:
    return " ".join(_MARKS.sub(" ", repair_homoglyphs(text).lower()).split())


def name_sign(names: Iterable[str]) -> DefenceSign | None:
    """What the names of one party say; None where they say nothing.

    >>> name_sign(["ФКУ «Войсковая часть 90001»"]).basis
    'unit'
    >>> name_sign(["Часовой завод «Ракета»"])
    """
    plain = [_plain(it) for it in names if it]
    for kind, sure, about, pattern in _words().signs:
        if kind != "order" and any(pattern.search(it) for it in plain):
            return DefenceSign("unit" if sure else "words", about)
    return None


def names_defence_order(text: str | None) -> bool:
    """Does the purpose of a payment or the subject of a contract name the state defence order?"""
    plain = _plain(text or "")
    return any(kind == "order" and pattern.search(plain) is not None for kind, _sure, _about, pattern in _words().signs)


def workshop_goods(text: str | None) -> bool | None:
    """Does the text speak of machines, tools or equipment? None where it does not say what is paid."""
    plain = _plain(text or "")
    if _words().workshop.search(plain):
        return True
    return False if _words().household.search(plain) else None


def bought_goods(texts: Sequence[str]) -> list[Literal["machine", "tool", "other"]]:
    """What each subject of a contract buys: a machine or machines, tools and parts for them, or something else."""
    read = read_many(texts)
    kinds = (it.first("kind") for it in read)
    return [_bought(text, str(kind.value) if kind else "") for text, kind in zip(texts, kinds, strict=True)]


def _bought(text: str, kind: str) -> Literal["machine", "tool", "other"]:
    words, plain = _words(), _plain(text)
    if kind in MACHINE_KINDS or (not kind and words.machine.search(plain)):
        return "machine"
    return "tool" if kind in _TOOLS or (not kind and words.tool.search(plain)) else "other"


def _hit_sign(hit: Mapping[str, Any]) -> DefenceSign | None:
    """What one entry of a list says; None where it names another reason."""
    reason = " ".join([*(hit["programmes"] or ()), hit["list"] or ""]).lower()
    since = hit["listed_on"].isoformat() if hit["listed_on"] else ""
    where = f"{hit['authority'] or 'a list'}: {hit['listed_name'] or hit['entry_id']}"
    if _words().defence.search(reason):
        return DefenceSign("list", where, since)
    return None if _words().elsewhere.search(reason) else DefenceSign("listed", where, since)


def customers(ledger: Ledger, parties: Table) -> dict[int, DefenceSign]:
    """Those of ``parties`` (column ``party_id``) that belong to armed forces or arms makers, each with its best sign.

    Hits by address only do not count, nor do entries that were taken off their list: two firms of one building are not
    one firm.
    """
    asked = parties.distinct()
    rows = ledger.parties.semi_join(asked, "party_id").select("party_id", "names", "name").to_pyarrow().to_pylist()
    signs = {row["party_id"]: name_sign([*(row["names"] or ()), row["name"] or ""]) for row in rows}
    found: dict[int, DefenceSign] = {party: sign for party, sign in signs.items() if sign}
    hits = own_hits(ledger)
    sure = hits.filter(hits.score >= LEAST_SCORE, hits.delisted_on.isnull()).semi_join(asked, "party_id")
    for hit in sorted(sure.to_pyarrow().to_pylist(), key=lambda it: (it["listed_on"] is None, str(it["listed_on"]))):
        sign, known = _hit_sign(hit), found.get(hit["party_id"])
        if sign and sign.basis == "listed" and known and known.basis == "words":
            # A list that gives no reason, and a name that does: together they say what neither says alone.
            sign = DefenceSign("list", f"{sign.why}; {known.why}", sign.since)
        if sign and _better(sign, known):
            found[hit["party_id"]] = sign
    return found


def _better(sign: DefenceSign, known: DefenceSign | None) -> bool:
    return known is None or _BASES.index(sign.basis) < _BASES.index(known.basis)


def as_table(found: Mapping[int, DefenceSign], column: str) -> Table:
    """The parties as a small table of ``column``, ``basis``, ``why`` and ``since``, in the order of their ids."""
    ids = sorted(found)
    told = [found[it] for it in ids]
    return ibis.memtable(
        pa.table(
            {
                column: pa.array(ids, pa.int64()),
                "basis": pa.array([it.basis for it in told], pa.string()),
                "why": pa.array([it.why for it in told], pa.string()),
                "since": pa.array([it.since for it in told], pa.string()),
            }
        )
    )
