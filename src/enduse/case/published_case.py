"""The bundled case of published facts, written with the same functions as a user's own entries."""

import tomllib
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from enduse.case.case_book import CaseBook
from enduse.case.claim_desk import ClaimDesk
from enduse.model.case_book import FACTS
from enduse.model.claim import Claim
from enduse.store.workspace import Workspace

_NOTES = {
    "source": "read in the article or a copy of it",
    "abstract": "as a summary gives it: compare with the article before you quote it",
}


def make_published(folder: Path, by: str) -> CaseBook:
    """Make a workspace that holds the case; what it holds already is not written twice.

    Raises:
        UsageError: ``E-WORKSPACE-FILLED``: the folder holds other files.
    """
    book = CaseBook(Workspace.create(folder).root)
    if not book.log.history():
        write_published(book, by)
    return book


def write_published(book: CaseBook, by: str) -> None:
    """Write every claim and entry of the bundled case, in the order of the file's claims and then entries."""
    told = tomllib.loads(files("enduse.data").joinpath("published_case.toml").read_text(encoding="utf-8"))
    desk, ids = ClaimDesk(book.root, book.now), dict[str, str]()
    for it in told["claim"]:
        ids[it["id"]] = desk.add(_claim(it, told["sources"], ids), by).id
    for it in told["entry"]:
        facts = FACTS[it["kind"]].from_facts(_named({k: v for k, v in it.items() if k not in _OUTSIDE}, ids))
        refers = _name(it.get("refers", ""), ids)
        written = book.write(facts, by, it.get("about", ""), refers)
        if "id" in it:
            ids[it["id"]] = written.id


_OUTSIDE = ("id", "kind", "about", "refers")


def _claim(told: Mapping[str, Any], sources: Mapping[str, Any], ids: Mapping[str, str]) -> Claim:
    """Whoever published it says so, unless somebody else is named."""
    source = sources[told["from"]]
    cited = {name: source[name] for name in ("publisher", "title", "address") if name in source}
    fields = {name: it for name, it in told.items() if name not in ("id", "from", "quote", "read")}
    return Claim.from_facts(
        {
            "speaker": source["publisher"],
            "said_on": source["on"],
            "kind": "figure" if "figure" in told else "statement",
            "note": _NOTES[told["read"]],
            "source": {**cited, "quote": told.get("quote", ""), "language": "en" if "quote" in told else ""},
            **_named(fields, ids),
        }
    )


def _named(fields: Mapping[str, Any], ids: Mapping[str, str]) -> dict[str, Any]:
    """The fields with the numbers of the entries that they name by ``@id``."""
    return {
        name: [_name(one, ids) for one in it] if isinstance(it, list) else _name(it, ids) if isinstance(it, str) else it
        for name, it in fields.items()
    }


def _name(text: str, ids: Mapping[str, str]) -> str:
    return ids[text[1:]] if text.startswith("@") else text
