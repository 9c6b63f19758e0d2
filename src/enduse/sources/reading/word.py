"""Tables of Word documents, converted by LibreOffice where it is installed."""

import shutil
import subprocess
import tempfile
from pathlib import Path

from enduse.errors import UnreadableFile
from enduse.sources.reading.blob import Blob, blob_of_bytes
from enduse.sources.reading.held import HeldSheet
from enduse.sources.reading.limits import Limits
from enduse.sources.reading.markup import open_html


def open_word(blob: Blob, kind: str, member: str | None, limits: Limits) -> tuple[HeldSheet, ...]:
    """Every table of a document (``kind`` doc or docx); sheets are called ``table 1``, ``table 2`` ...

    Raises:
        UnreadableFile: E-WORD when LibreOffice is missing, fails or takes too long, or there is no table.
    """
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise _unread(blob, "reading it needs LibreOffice, which is not installed here")
    page = _converted(program, blob, kind, limits)
    try:
        sheets = open_html(blob_of_bytes(blob.name, page), member, limits)
    except UnreadableFile as error:
        raise _unread(blob, "it holds no table") from error
    return tuple(HeldSheet(it.place, "doc", it.rows, {"converted_by": "LibreOffice"}) for it in sheets)


def _converted(program: str, blob: Blob, kind: str, limits: Limits) -> bytes:
    # A profile of its own: a second LibreOffice with the same profile would quietly do nothing.
    with tempfile.TemporaryDirectory(prefix="enduse-word-") as folder:
        source = Path(folder, f"document.{kind}")
        source.write_bytes(blob.first(blob.size))
        command = [program, "--headless", "--norestore", f"-env:UserInstallation={Path(folder, 'profile').as_uri()}"]
        command += ["--convert-to", "html:HTML (StarWriter)", "--outdir", folder, str(source)]
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=limits.word_seconds)
            return Path(folder, "document.html").read_bytes()
        except subprocess.TimeoutExpired as error:
            raise _unread(blob, f"LibreOffice did not finish it in {limits.word_seconds} seconds") from error
        except (subprocess.CalledProcessError, OSError) as error:
            raise _unread(blob, f"LibreOffice could not convert it ({type(error).__name__})") from error


def _unread(blob: Blob, why: str) -> UnreadableFile:
    return UnreadableFile(
        f"{blob.name!r} is a Word document; {why}. Its tables were not read. "
        "Save them as XLSX or CSV and add that file.",
        code="E-WORD",
    )
