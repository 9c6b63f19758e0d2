"""Command line: a door to the facade, no logic.

Heavy libraries are imported inside the commands, so that ``enduse --help`` answers at once.
"""

import os
import sys
import traceback
from types import TracebackType

from enduse.errors import EnduseError, Interrupted


def main() -> None:
    """Run the command line; the exit status is one of docs/reference/exit-codes.md."""
    from enduse.cli.app import app
    from enduse.cli.output import Printer

    sys.excepthook = _last_words
    try:
        app(prog_name="enduse")
    except EnduseError as error:
        Printer().say(f"{error.code}  {error.message}")
        Printer().say(f"More: enduse explain {error.code}")
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        print(
            "E-INTERRUPTED  Stopped. The ledger stands as it was; the same command goes on from here.", file=sys.stderr
        )
        sys.exit(Interrupted.exit_code)
    except BrokenPipeError:
        # The reader of the pipe (head, less) has seen enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _last_words(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Say that enduse itself failed, without a stack trace unless ENDUSE_DEBUG asks for one."""
    if os.environ.get("ENDUSE_DEBUG"):
        traceback.print_exception(kind, error, trace)
    print(
        f"E-INTERNAL  enduse made a mistake ({kind.__name__}: {str(error)[:300]}). "
        "The last good version of the ledger stands. Run again with ENDUSE_DEBUG=1 and report what it prints.",
        file=sys.stderr,
    )
