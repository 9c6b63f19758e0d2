"""What the commands of `enduse case` share: their options, the book they open, who writes."""

import getpass
from pathlib import Path
from typing import Annotated, Any

import typer

Json = Annotated[bool, typer.Option("--json", help="JSON Lines, also on a terminal.", envvar="ENDUSE_JSON")]
Folder = Annotated[
    Path, typer.Option("--case", "-C", help="Workspace; found from here upwards by default.", envvar="ENDUSE_CASE")
]
By = Annotated[str, typer.Option("--by", help="Who writes; the name of the account by default.", envvar="ENDUSE_BY")]
Rests = Annotated[
    list[str] | None,
    typer.Option("--evidence", "-e", help="What it rests on: E7, C3 or a finding's key; several times."),
]
About = Annotated[str, typer.Option("--about", help="Whom or what it is about, as written.")]
Source = Annotated[str, typer.Option("--source", help="Who published or tells it, where no evidence is kept.")]
WHEN = "2024-03-01, 2024-03, 2024-Q1, 2024, 2011..2013, or with before, after, since, until, about."
HERE = Path()


def book(case: Path) -> Any:
    """The book of the workspace."""
    from enduse.case.case_book import CaseBook
    from enduse.store.workspace import Workspace

    return CaseBook(Workspace.find(case).root)


def who(by: str) -> str:
    """Who writes."""
    return by.strip() or getpass.getuser()
