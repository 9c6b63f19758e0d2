"""What stands in a pack, in words, for somebody who has never heard of enduse."""

import textwrap
from collections.abc import Iterator

from enduse.model.pack import PackManifest

_SCOPES = {
    "cited": "the rows that the dossiers and findings cite",
    "parties": "the rows that are cited, and every other row that names a party of the findings",
    "all": "every row of the case that may be passed on",
}

_WORDS = (
    "recorded (it stands in a row), derived (computed from rows), probable and possible (inferred, reasons given), "
    "alleged (somebody says so), denied (somebody says it is not so)"
)


def pack_readme(manifest: PackManifest) -> bytes:
    """The file README.txt."""
    return ("\n".join(_paragraphs(manifest)).rstrip() + "\n").encode()


def _paragraphs(it: PackManifest) -> Iterator[str]:
    title = f"Evidence pack{f': {it.title}' if it.title else ''}"
    yield from (title, "=" * len(title), "")
    made = f"Made by {it.made_by} with enduse {it.versions['enduse']} from version {it.versions['ledger']} of a ledger."
    about = "; ".join(f"{each.title} ({each.kind} {each.anchor})" for each in it.subjects)
    yield from _filled(f"{made} It is about: {about}.")
    yield from _filled(
        "It holds what is recorded and what follows from it by rules that anybody can read. It passes no judgement on "
        f"anybody's intent. Every statement bears one of six words: {_WORDS}."
    )
    yield from _titled("What is where", (
        *(f"{each.dossier}.*  the dossier of {each.title}" for each in it.subjects),
        "findings.jsonl  the findings, one a line; finding_rows.jsonl  where each of their rows stands",
        "figures.jsonl  every number of the dossiers with the numbers of its rows",
        "rows/cited.csv  the cited rows with their cells as they stand in the file, its hash, sheet and row",
        "rows/cells.jsonl, rows/places.jsonl  the same for programs",
        f"rows/*.parquet  {_SCOPES[it.scope]}, as the ledger holds them",
        "documents/  pieces of evidence; documents.jsonl says of each where it is from and what was done to it",
        "case_log.jsonl  what people wrote into the case; claims.jsonl  who said what, who was asked, who answered",
        "manifest.json  SHA-256 of every file, versions, settings",
    ))  # fmt: skip
    yield from _titled("How to check it, without a network", (
        "enduse verify PACK  checks every byte: the files by their hashes, the rest by writing it again",
        "enduse verify PACK --rerun  computes the findings again from the rows in the pack and compares them",
    ))  # fmt: skip
    yield from _filled(
        "A signature (manifest.sig) shows who made the manifest if you know the signer's key: enduse verify PACK "
        "--key KEY. Without one, compare the SHA-256 of the whole file with what its publisher states."
    )
    yield from _titled("What is not in it, and why", [f"{each.what}: {each.count:,} ({each.why})"
                                                      for each in it.left_out] or ["nothing was left out"])  # fmt: skip
    yield from _reproduced(it)
    yield from _titled("Made by", it.commands)


def _reproduced(it: PackManifest) -> Iterator[str]:
    again = it.findings - len(it.differences)
    yield from _filled(
        f"When it was made, its rows alone gave {again} of {it.findings} findings again as they stand in it."
        + (" These differ:" if it.differences else "")
    )
    if it.differences:
        yield from (*(f"  {each.key}: {each.says}" for each in it.differences), "")


def _titled(title: str, lines: tuple[str, ...] | list[str]) -> Iterator[str]:
    yield from (title, "-" * len(title), *(f"  {it}" for it in lines), "")


def _filled(text: str) -> Iterator[str]:
    yield from (*textwrap.wrap(text, 100, break_long_words=False, break_on_hyphens=False), "")
