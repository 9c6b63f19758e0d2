"""Where requests ask the lists, in turn; a newer version takes the older one's place without a request lost."""

import asyncio
import gc
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from enduse.api.holding import Holding, open_holding
from enduse.api.remembering import forget_beyond
from enduse.errors import EnduseError, ListsMissing
from enduse.store.ledger import LedgerStore

T = TypeVar("T")
CHECK_SECONDS = 5.0
"""How often it is looked whether the ledger has a newer version."""
_SLICE = 20
_REHEARSED = 40
# After how many new objects the youngest are looked through, and after how many such times the older ones.
_COLLECTIONS = (10_000, 20, 100)
# Questions between two looks at how much is remembered.
_OFTEN = 64


@dataclass
class Desk:
    """Answers questions to the lists; made by the event loop, which also owns it.

    The loop itself asks, one question after the other: a thread of its own costs each question a fifth more, and a
    screener is for one thread anyhow. Lists are opened in a thread beside it. A question keeps the holding that it
    began with, so a reload drops nobody.

    Attributes:
        store: The ledger.
        today: Tells the day.
        holding: What is asked now; None before the first is open.
        trouble: Why the last reload failed; empty when it did not. The holding before it stays in use.
    """

    store: LedgerStore
    today: Callable[[], date]
    holding: Holding | None = None
    trouble: str = ""
    _opening: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1, "opening"))
    _tasks: list[asyncio.Task[None]] = field(default_factory=list)
    _asked: int = 0

    def current(self) -> Holding:
        """The holding to ask.

        Raises:
            ListsMissing: ``E-SERVE-OPENING``: it is still being opened; ``E-LISTS-NONE``: there is no list.
        """
        if self.holding is None:
            raise ListsMissing(
                self.trouble or "The lists are still being made ready. Ask again in some seconds.",
                code="E-SERVE-OPENING",
            )
        if not self.holding.snapshots:
            raise ListsMissing(
                "No list is loaded, so an answer would mean nothing. Fetch the lists with `enduse lists update`, or "
                "add their files with `enduse lists add FILE`; they are served some seconds later.",
                code="E-LISTS-NONE",
            )
        return self.holding

    async def ask(self, work: Callable[[], T]) -> T:
        """What ``work`` gives, after what others have asked before."""
        await asyncio.sleep(0)
        self._asked += 1
        if self._asked % _OFTEN == 0:
            forget_beyond()
        return work()

    async def lay_out_words(self, holding: Holding) -> None:
        """Make the holding searchable, beside the loop: the first search waits for it, nothing else does."""
        if not holding.searchable:
            await asyncio.get_running_loop().run_in_executor(self._opening, holding.lay_out_words)

    async def start(self, warm: bool) -> None:
        """Open the lists in the background, and keep looking for newer ones."""
        keeping = asyncio.create_task(self._keep(warm))
        keeping.add_done_callback(self._ended)
        self._tasks.append(keeping)

    async def stop(self) -> None:
        """Stop looking; what is being asked is answered."""
        for task in self._tasks:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        self._opening.shutdown()

    async def refresh(self) -> bool:
        """Open the newest version if it is not the one that is asked; True when it took its place."""
        held, today = self.holding, self.today()
        try:
            if held is not None and (held.version, held.day) == (self.store.current(), today):
                return False
            loop = asyncio.get_running_loop()
            self.holding = await loop.run_in_executor(self._opening, open_holding, self.store, today)
        except EnduseError as error:
            self.trouble = f"{error.code} {error.message}"
            return False
        self.trouble = ""
        return True

    async def _keep(self, warm: bool) -> None:
        warming: asyncio.Task[None] | None = None
        while True:
            if await self.refresh() and warm and self.holding is not None:
                if warming is not None:
                    warming.cancel()
                warming = asyncio.create_task(self._warm(self.holding))
                self._tasks[1:] = [warming]
            await asyncio.sleep(CHECK_SECONDS)

    def _ended(self, keeping: asyncio.Task[None]) -> None:
        """Say that nobody looks for newer lists any more, when that is so by a mistake of ours."""
        if not keeping.cancelled() and (error := keeping.exception()) is not None:
            self.trouble = (
                f"E-INTERNAL Newer lists are no longer looked for ({type(error).__name__}: {error}). Start the server "
                "again, and report this."
            )

    async def _warm(self, holding: Holding) -> None:
        """Make ready what the first questions would have to wait for, between the questions."""
        for start in range(0, len(holding.entries), _SLICE):
            holding.prepare(start, _SLICE)
            # As long as it took, others come first.
            await asyncio.sleep(0.005)
        holding.entries.settle()
        for at in range(0, len(holding.entries), max(1, len(holding.entries) // _REHEARSED)):
            holding.rehearse(at)
            await asyncio.sleep(0.005)
        # What stays for good need not be looked through by every collection: those pauses are the longest answers.
        gc.collect()
        gc.freeze()
        # Names are kept as they are first compared; whole collections would look through these again and again.
        gc.set_threshold(*_COLLECTIONS)
        holding.warm = True
