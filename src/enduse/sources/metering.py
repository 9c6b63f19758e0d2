"""How far the intake of one file is, for whoever watches."""

from collections.abc import Callable
from dataclasses import dataclass, field

from enduse.sources.loading import Step


@dataclass(frozen=True)
class Progress:
    """How far an ingest is.

    Attributes:
        stage: keeping, recognising, reading or publishing.
        name: File name.
        rows: Rows looked at in this run.
        bytes_read: How far in the file; 0 when unknown.
        size: Bytes of the file.
        seconds: Since this run began.
    """

    stage: str
    name: str
    rows: int = 0
    bytes_read: int = 0
    size: int = 0
    seconds: float = 0.0

    @property
    def rows_per_s(self) -> float:
        """Mean rate of this run; 0 before the first second is measured."""
        return self.rows / self.seconds if self.seconds > 0 else 0.0


def silent(progress: Progress) -> None:
    """Say nothing."""


@dataclass
class Meter:
    """Adds up steps and passes them on as progress.

    Attributes:
        name: File name.
        progress: Called at every stage and after every batch.
        timer: Seconds of a steady clock.
        size: Bytes of the file.
    """

    name: str
    progress: Callable[[Progress], None]
    timer: Callable[[], float]
    size: int = 0
    rows: int = 0
    bytes_read: int = 0
    began: float = field(init=False)

    def __post_init__(self) -> None:
        self.began = self.timer()

    def say(self, stage: str) -> None:
        """Report where we are."""
        seconds = self.timer() - self.began
        self.progress(Progress(stage, self.name, self.rows, self.bytes_read, self.size, seconds))

    def step(self, step: Step) -> None:
        """Add a batch and report."""
        self.rows += step.rows
        self.bytes_read = max(self.bytes_read, step.bytes_read)
        self.say("reading")
