import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def imported(path: Path) -> set[str]:
    nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
    plain = {name.name for it in nodes if isinstance(it, ast.Import) for name in it.names}
    return plain | {it.module or "" for it in nodes if isinstance(it, ast.ImportFrom)}


def test_the_worlds_know_nothing_of_the_product() -> None:
    files = list((ROOT / "bench" / "worlds").rglob("*.py"))
    assert len(files) > 20
    assert not {path.name for path in files if any(it.split(".")[0] == "enduse" for it in imported(path))}


def test_the_product_knows_nothing_of_the_worlds() -> None:
    assert not {
        path for path in (ROOT / "src").rglob("*.py") if any(it.split(".")[0] == "bench" for it in imported(path))
    }
