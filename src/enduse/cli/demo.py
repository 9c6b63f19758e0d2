"""`enduse demo`: the whole main job on the bundled fictional case, with the commands it stands for."""

import time
from datetime import date
from importlib.resources import files
from pathlib import Path

from enduse import case as cases
from enduse.case import RunOptions
from enduse.cli.analysis import print_findings
from enduse.cli.output import Printer, Progress
from enduse.errors import UnreadableFile

SUBJECT = "Норвентстан"
WATERSHED = date(2022, 2, 24)
FILES = ("imports_2021_2022.csv", "imports_2023.csv", "statistics.csv")


def run_demo(folder: Path, printer: Printer, progress: Progress) -> None:
    """Make the case, add its files, look for patterns, and write the dossier and the evidence workbook.

    Raises:
        UsageError: The folder holds other files.
    """
    started = time.monotonic()
    printer.say("Every firm and shipment of this case is invented.\n")
    case = cases.create(folder)
    printer.say(f"$ enduse init {folder}; cd {folder}; enduse add {' '.join(FILES)}")
    for name in FILES:
        report = case.add(_bundled(name), tell=progress)
        progress.finish()
        printer.say(f"  {name}: {report.rows_kept:,} rows kept, {report.rows_rejected} rejected")
    printer.say("\n$ enduse run --watershed 2022-02-24")
    report_of_run = case.run(RunOptions(watershed=WATERSHED), progress)
    progress.finish()
    for notice in report_of_run.notices:
        printer.say(f"  {notice.code}  {notice.message}")
    printer.say("\n$ enduse findings")
    found = [it for it in report_of_run.findings if it.answer == "found"]
    print_findings(found, printer)
    dossier, workbook = folder / "norventstan.html", folder / "norventstan.xlsx"
    printer.say(f"\n$ enduse report dossier {SUBJECT} -o {dossier.name} --also xlsx")
    case.dossier(SUBJECT, [dossier, workbook], progress)
    progress.finish()
    printer.say(f"  The dossier:            {dossier.resolve().as_uri()}")
    printer.say(f"  The evidence workbook:  {workbook.resolve()}")
    printer.say(
        f"  All of it took {time.monotonic() - started:.0f} s. Go on in that folder: cd {folder}; enduse show {SUBJECT}"
    )


def _bundled(name: str) -> Path:
    """A file of the bundled case: in the installed package, or in the checkout it runs from."""
    package = Path(str(files("enduse.data") / "demo" / name))
    checkout = Path(__file__).resolve().parents[3] / "examples" / "norventstan" / name
    for path in (package, checkout):
        if path.exists():
            return path
    raise UnreadableFile(
        f"The bundled case lacks {name!r}: this installation is not whole. Install enduse again.", code="E-NOFILE"
    )
