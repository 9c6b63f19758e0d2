"""Set up, try and check enduse on a fresh machine: ``python3 dev.py demo`` or ``python3 dev.py test``.

Standard library only. The environment is made in ``.venv`` beside this file and kept until the
requirements change.
"""

import argparse
import hashlib
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
STAMP = VENV / "enduse-setup"
SPARK_STAMP = VENV / "enduse-spark"
SPARK_PINS = ROOT / "requirements-spark.txt"
QUICK = "not slow and not browser and not spark"


def main() -> int:
    """Run the verb of the command line; the exit status is that of what it ran."""
    parser = argparse.ArgumentParser(description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    verbs.add_parser("setup", help="make .venv and install what the requirements file pins")
    demo = verbs.add_parser("demo", help="run the main job on the bundled case")
    demo.add_argument("--folder", default="demo-case", help="where the case is made")
    test = verbs.add_parser("test", help="run the test suite")
    test.add_argument("rest", nargs=argparse.REMAINDER, help="passed on to pytest")
    spark = verbs.add_parser("test-spark", help="run the tests that need Spark (and Java); installs pyspark once")
    spark.add_argument("rest", nargs=argparse.REMAINDER, help="passed on to pytest")
    check = verbs.add_parser("check", help="everything the build runs")
    check.add_argument("--fast", action="store_true", help="under two minutes: leave long tests out")
    check.add_argument("--no-tests", action="store_true", help="format, lint, types, floors and documents only")
    verbs.add_parser("goldens", help="write anew what people see; review the difference before committing")
    verbs.add_parser("lock", help="pin the requirements anew (needs uv)")
    given = parser.parse_args()
    if given.verb == "lock":
        return lock()
    set_up()
    if given.verb == "demo":
        return demo_case(given.folder)
    if given.verb == "test":
        return tests(given.rest)
    if given.verb == "test-spark":
        return spark_tests(given.rest)
    if given.verb == "check":
        return checks(given)
    return goldens() if given.verb == "goldens" else 0


def set_up() -> None:
    """Make ``.venv`` and install the pinned requirements, unless that was done already."""
    if sys.version_info < (3, 11):  # noqa: UP036 - it runs before anything is installed
        raise SystemExit(
            f"enduse needs Python 3.11 or newer; this is {sys.version.split()[0]}. Run dev.py with a newer one."
        )
    pinned = (ROOT / "requirements.txt").read_bytes() + (ROOT / "pyproject.toml").read_bytes()
    wanted = f"{hashlib.sha256(pinned).hexdigest()} {sys.version.split()[0]} {ROOT}"
    if STAMP.exists() and STAMP.read_text() == wanted:
        return
    started = time.monotonic()
    say("Setting up .venv (once; a minute or two)")
    if not PYTHON.exists():
        make_environment()
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    step([*pip, "--require-hashes", "--only-binary", ":all:", "-r", str(ROOT / "requirements.txt")])
    step([*pip, "--no-deps", "--no-build-isolation", "-e", str(ROOT)])
    STAMP.write_text(wanted)
    say(f"Set up in {time.monotonic() - started:.0f} s")


def make_environment() -> None:
    """Make the virtual environment, or say what this Python lacks for it."""
    done = subprocess.run([sys.executable, "-m", "venv", str(VENV)], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(
            f"This Python ({sys.executable}) cannot make virtual environments: {done.stdout.strip()[-300:]}\n"
            "On Debian or Ubuntu: apt-get install python3-venv. Elsewhere install Python from python.org, "
            f"or install uv and run: uv venv --seed {VENV}; then run this command again.\n"
            f"(looked for ensurepip in {sysconfig.get_path('stdlib')})"
        )


def demo_case(folder: str) -> int:
    """Run the whole main job on the bundled fictional case."""
    return run([str(BIN / "enduse"), "demo", folder])


def tests(rest: list[str]) -> int:
    """Run the test suite on two processes; ``rest`` goes to pytest. Spark wants both cores and has its own verb."""
    if "-m" not in rest:
        say("The tests on Spark are apart: python3 dev.py test-spark")
        rest = ["-m", "not spark", *rest]
    return run([str(PYTHON), "-m", "pytest", "-n", "2", "--dist", "worksteal", "-q", *rest])


def spark_tests(rest: list[str]) -> int:
    """Run the tests that need Spark, each file in a process of its own.

    A process keeps the Java it started first, with the libraries that the first file asked it for.
    """
    if not shutil.which("java") and not os.environ.get("JAVA_HOME"):
        raise SystemExit(
            "Spark needs Java 17 or newer, and there is no `java` on this machine's path.\n"
            "On Debian or Ubuntu: apt-get install openjdk-17-jre-headless. Then run this command again."
        )
    wanted = f"{hashlib.sha256(SPARK_PINS.read_bytes()).hexdigest()} {sys.version.split()[0]}"
    if not SPARK_STAMP.exists() or SPARK_STAMP.read_text() != wanted:
        say("Installing pyspark into .venv (once; about 450 MB to fetch)")
        # It is published as source only, so wheels cannot be asked for.
        pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        step([*pip, "--require-hashes", "-r", str(SPARK_PINS)])
        SPARK_STAMP.write_text(wanted)
    files = [it for it in sorted((ROOT / "tests").rglob("test_*.py")) if "mark.spark" in it.read_text(encoding="utf-8")]
    command = [str(PYTHON), "-m", "pytest", "-m", "spark", "-q", "--durations=5"]
    return max(run([*command, str(it.relative_to(ROOT)), *rest]) for it in files)


def checks(given: argparse.Namespace) -> int:
    """Run format, lint, types, floors, then the tests; stop at the first that fails."""
    module = [str(PYTHON), "-m"]
    steps = [
        [*module, "ruff", "format", "--check", "."],
        [*module, "ruff", "check", "."],
        [*module, "mypy"],
        [str(BIN / "lint-imports"), "--no-cache", "--no-logo"],
    ]
    if not given.no_tests:
        steps.append(
            [*module, "pytest", "-n", "2", "--dist", "worksteal", "-q", *(["-m", QUICK] if given.fast else [])]
        )
    for command in steps:
        started = time.monotonic()
        if status := run(command):
            say(f"FAILED ({status}): {' '.join(command[1:])}")
            return status
        say(f"{time.monotonic() - started:5.0f} s  {' '.join(Path(it).name for it in command[:4])}")
    return 0


def goldens() -> int:
    """Let the golden tests write what they see."""
    os.environ["ENDUSE_WRITE_GOLDENS"] = "1"
    return tests(["-k", "golden"])


def lock() -> int:
    """Pin every dependency with its hashes, naming no index; what only Spark needs in a file of its own."""
    options = "--universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate"
    compile = ["uv", "pip", "compile", "pyproject.toml", *options.split()]
    if status := run([*compile, "--group", "dev", "-o", "requirements.txt"]):
        return status
    if status := run([*compile, "--extra", "spark", "-c", "requirements.txt", "-o", SPARK_PINS.name]):
        return status
    known = {name for name, _pin in pins(ROOT / "requirements.txt")}
    SPARK_PINS.write_text("".join(pin for name, pin in pins(SPARK_PINS) if name not in known))
    return 0


def pins(path: Path) -> list[tuple[str, str]]:
    """Name and text of every pin of a requirements file, its hashes included."""
    found = re.finditer(r"^([^\s=]+)==.*\n(?:[ \t].*\n)*", path.read_text(), re.MULTILINE)
    return [(it[1], it[0]) for it in found]


def step(command: list[str]) -> None:
    """Run a command of the set-up; stop with its words when it fails."""
    if status := run(command):
        raise SystemExit(f"Set-up stopped (exit {status}) at: {' '.join(command[1:6])} ...")


def run(command: list[str]) -> int:
    """Run a command in the project's folder, its output shown."""
    return subprocess.run(command, cwd=ROOT, check=False).returncode


def say(text: str) -> None:
    """Print progress to stderr."""
    print(f"dev.py: {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
