"""How profiles leave the program: text on a terminal, JSON Lines in a pipe, a file where one is named."""

import re
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path

from enduse.cli.output import Printer
from enduse.model.profile import Profile

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def show_profiles(profiles: Iterable[Profile], output: Path | None, printer: Printer) -> None:
    """Print profiles, or write them to a file that ends in .html, .md or .json."""
    from enduse.report.profile_files import write_profile
    from enduse.report.profile_text import profile_object

    made: Sequence[Profile] = [*profiles]
    for it in made:
        for notice in it.notices:
            printer.say(notice)
    if output:
        write_profile(made, output)
        printer.rows([{"file": str(output), "bytes": output.stat().st_size}], ["file", "bytes"])
    elif printer.machine:
        printer.rows([profile_object(it) for it in made], [])
    else:
        _print(made)


def _print(made: Sequence[Profile]) -> None:
    from enduse.report.profile_text import profile_lines

    width = shutil.get_terminal_size().columns
    for place, it in enumerate(made):
        if place:
            print()
        for line in profile_lines(it, width):
            # A stranger's text must not steer the terminal.
            print(_CONTROL.sub("\N{REPLACEMENT CHARACTER}", line))
