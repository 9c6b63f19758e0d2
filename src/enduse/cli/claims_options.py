"""What `enduse claims` may be told on the command line."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

Day = datetime | None
Many = list[str] | None

Json = Annotated[bool, typer.Option("--json", help="JSON Lines, also on a terminal.", envvar="ENDUSE_JSON")]
Folder = Annotated[
    Path, typer.Option("--case", "-C", help="Workspace; found from here upwards by default.", envvar="ENDUSE_CASE")
]
By = Annotated[str, typer.Option("--by", help="Who does this; the name of the account by default.", envvar="ENDUSE_BY")]
Evidence = Annotated[Many, typer.Option(help="Evidence that shows it, e.g. E7; several times.")]
GraceDays = Annotated[int, typer.Option(min=0, help="Days after an end in which goods under way may still arrive.")]
OnDay = Annotated[Day, typer.Option("--on", formats=["%Y-%m-%d"], help="Day; today by default.")]
Note = Annotated[str, typer.Option(help="In words.")]

Speaker = Annotated[str, typer.Argument(help="Who says it.")]
Text = Annotated[str, typer.Argument(help="What is claimed, in your words; or give --says or --quote.")]
Kind = Annotated[
    str,
    typer.Option(help="statement, denial, termination, marketing, client, figure, signature, plan or authenticity."),
]
Says = Annotated[
    str,
    typer.Option(
        help="In one word, which records can test: stopped, never_sold, only_parts, no_relation, branch_of, "
        "contract_ended, delivered, delivered_at_most, domestic, same_company, relative_of, owns, controls; or one "
        "they cannot: signed, not_signed, authentic, not_authentic, or your own."
    ),
]
Actor = Annotated[str, typer.Option(help="Who is said to have done it, where that is not the speaker.")]
About = Annotated[str, typer.Option(help="With or to whom; of authenticity the evidence, e.g. E7.")]
On = Annotated[str, typer.Option("--on", help="When it was said: 2024-03-01, 2024-03 or 2024.")]
Since = Annotated[str, typer.Option(help="From when it is claimed to hold.")]
Place = Annotated[str, typer.Option(help="Where it was said.")]
Publisher = Annotated[str, typer.Option(help="Who published it.")]
Title = Annotated[str, typer.Option(help="Of the article, letter or page.")]
Address = Annotated[str, typer.Option("--from", help="Where it is found.")]
Page = Annotated[int, typer.Option(min=0, help="Page.")]
Quote = Annotated[str, typer.Option(help="The words as said.")]
Language = Annotated[str, typer.Option(help="Of the quote: ru, zh, ko, en ...")]
Value = Annotated[float | None, typer.Option(help="The number it states.")]
Unit = Annotated[str, typer.Option(help="Of the number: machines, % or a currency.")]
Period = Annotated[str, typer.Option(help="What the number is about: 2023, 2023-03, 2022..2023.")]
RestsOn = Annotated[Many, typer.Option(help="What it draws on: E7, C3 or a document; several times.")]
Confirms = Annotated[Many, typer.Option(help="A claim that says the same, e.g. C3; several times.")]
Disputes = Annotated[Many, typer.Option(help="A claim that it denies, e.g. C3; several times.")]
Matter = Annotated[str, typer.Option(help="A word that keeps claims on one matter together.")]
Sensitivity = Annotated[str, typer.Option(help="none, personal or leaked; the latter two stay out of copies.")]

To = Annotated[str, typer.Argument(help="Who is asked; or an earlier request (C12), to write its letter.")]
Question = Annotated[Many, typer.Option("--question", "-q", help="Several times; the usual one by default.")]
AskedAbout = Annotated[Many, typer.Option("--about", help="A claim or finding that it is about; several times.")]
Purpose = Annotated[str, typer.Option(help="right_of_reply or confirmation.")]
Channel = Annotated[str, typer.Option(help="email, letter, phone, form, message, in_person or other.")]
Contact = Annotated[str, typer.Option(help="Address or number that was used.")]
Deadline = Annotated[Day, typer.Option(formats=["%Y-%m-%d"], help="Last day for an answer; in 14 days by default.")]
Letter = Annotated[list[Path] | None, typer.Option("--out", "-o", help="The letter: txt, docx, pdf, html, md or eml.")]
Spoken = Annotated[str, typer.Option("--language", "-l", help="Of the letter: en, ko, ru, zh, de or ja.")]
Sender = Annotated[str, typer.Option(help="Who writes the letter.")]

Asked = Annotated[str, typer.Argument(help="C12: the request; see `enduse claims list --asked`.")]
Outcome = Annotated[str, typer.Argument(help="answered, declined or unanswered.")]
Answer = Annotated[str, typer.Argument(help="What was answered, or why it was declined.")]
InAnswer = Annotated[Many, typer.Option("--claim", help="A claim that stands in the answer, e.g. C3; several times.")]
Who = Annotated[str, typer.Option(help="Who answered, where it is not the one who was asked.")]
