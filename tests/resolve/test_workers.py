"""Work on several cores: the same answers in the same order."""

import io
import operator
import pickle

import pytest

from enduse.errors import EnduseError
from enduse.resolve.workers import answer, available, mapped


class Unreadable:
    """Asked whether it is true, it fails."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return int, ("no number",)


@pytest.mark.parametrize("workers", [1, 2])
def test_answers_come_in_the_order_of_the_chunks(workers: int) -> None:
    assert list(mapped(operator.neg, range(20), workers)) == [-it for it in range(20)]


def test_nothing_to_do_needs_no_process() -> None:
    assert list(mapped(operator.neg, [], 1)) == []


def test_a_process_that_dies_is_told_of(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(EnduseError) as caught:
        list(mapped(operator.truth, [Unreadable(), Unreadable()], 2))

    assert caught.value.code == "E-WORKER"
    assert "ValueError" in capfd.readouterr().err


def test_who_takes_only_the_first_answer_leaves_no_process_behind() -> None:
    found = mapped(operator.neg, range(1_000), 2)

    assert next(found) == 0
    found.close()  # type: ignore[attr-defined]
    assert list(found) == []


def test_the_variable_says_how_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENDUSE_WORKERS", "3")
    assert available() == 3

    monkeypatch.setenv("ENDUSE_WORKERS", "0")
    assert available() == 1


def test_the_serving_side_answers_until_its_input_ends() -> None:
    into = io.BytesIO(b"".join(pickle.dumps((operator.neg, it)) for it in (1, 2)))
    out = io.BytesIO()

    answer(into, out)

    out.seek(0)
    assert [pickle.load(out), pickle.load(out)] == [(True, -1), (True, -2)]
