"""One key at a time from a terminal, on every system."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

ReadKey = Callable[[], str]
"""Gives the next key: a character, ``up``, ``down``, ``enter``, ``escape``, or an empty text when input has ended."""

_SEQUENCES = {"\x1b[A": "up", "\x1b[B": "down", "\x1bOA": "up", "\x1bOB": "down"}
_NAMED = {"\r": "enter", "\n": "enter", "\x7f": "backspace", "\x08": "backspace", "\x1b": "escape"}
_WINDOWS = {"H": "up", "P": "down"}
_STOP = "\x03"


@contextmanager
def keys() -> Iterator[ReadKey]:
    """Read keys without waiting for a line's end; the terminal is as it was afterwards, whatever happens.

    The key that stops a program raises ``KeyboardInterrupt`` as everywhere.
    """
    if sys.platform == "win32":
        yield _windows_key
        return
    import termios
    import tty

    handle = sys.stdin.fileno()
    before = termios.tcgetattr(handle)
    try:
        tty.setcbreak(handle)
        yield _terminal_key
    finally:
        termios.tcsetattr(handle, termios.TCSADRAIN, before)


def _terminal_key() -> str:
    import os
    import select

    handle = sys.stdin.fileno()
    read = os.read(handle, 1)
    if not read:
        return ""
    if read == b"\x1b":
        # What follows an escape at once belongs to it: arrows send three bytes.
        while len(read) < 3 and select.select([handle], [], [], 0.05)[0]:
            read += os.read(handle, 1)
        return _SEQUENCES.get(read.decode("ascii", "replace"), "escape")
    while (size := _length(read[0])) > len(read):
        read += os.read(handle, size - len(read))
    text = read.decode("utf-8", "replace")
    return _NAMED.get(text, text)


def _length(first: int) -> int:
    """Bytes of the UTF-8 character that begins so."""
    return 4 if first >= 0xF0 else 3 if first >= 0xE0 else 2 if first >= 0xC0 else 1


def _windows_key() -> str:
    import msvcrt

    read: str = msvcrt.getwch()  # type: ignore[attr-defined,unused-ignore]
    if read in ("\x00", "\xe0"):
        return _WINDOWS.get(msvcrt.getwch(), "")  # type: ignore[attr-defined,unused-ignore]
    if read == _STOP:
        raise KeyboardInterrupt
    return _NAMED.get(read, read)
