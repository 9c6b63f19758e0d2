"""Lists and registers of a case as of one day, with what does not differ from day to day shared by all days."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from enduse.case.ownership import Ownership
from enduse.case.screening import Screened, Screening
from enduse.decide.conditions import Every, Opposite, Some, Test
from enduse.screen.register_search import RegisterSearch
from enduse.screen.screener import Screener
from enduse.screen.signs import Query

_MOST_KEPT = 2_000


@dataclass(frozen=True)
class DayScreening(Screening):
    """The lists of one day, with an index that other days of the same snapshots share."""

    shared: Callable[[], Screener] | None = None
    kept: dict[tuple[Query, str], Screened] = field(default_factory=dict, compare=False)

    def ask_each(self, asked: Sequence[tuple[Query, str]]) -> list[Screened]:
        """The answers; a bank or a forwarder that many orders name is looked for once."""
        new = [it for it in dict.fromkeys(asked) if it not in self.kept]
        self.kept.update(zip(new, super().ask_each(new), strict=True))
        told = [self.kept[it] for it in asked]
        if len(self.kept) > _MOST_KEPT:
            self.kept.clear()
        return told

    @cached_property
    def screener(self) -> Screener:
        """That index."""
        return self.shared() if self.shared else super().screener


@dataclass(frozen=True)
class DayOwnership(Ownership):
    """The registers asked for one day; reading them is shared by all days."""

    shared: Ownership | None = None

    @cached_property
    def search(self) -> RegisterSearch:
        """Those registers."""
        return self.shared.search if self.shared else super().search

    @cached_property
    def covered(self) -> Mapping[str, Mapping[str, int]]:
        """What they cover."""
        return self.shared.covered if self.shared else super().covered


def lists_in(condition: object) -> Iterator[str]:
    """The lists that a condition asks about."""
    match condition:
        case Test(name="party.lists", wanted=str(name)):
            yield name
        case Test(name="party.lists", wanted=list(names)):
            yield from names
        case Every(parts=parts) | Some(parts=parts):
            for it in parts:
                yield from lists_in(it)
        case Opposite(part=part):
            yield from lists_in(part)
