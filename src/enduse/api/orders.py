"""Orders examined over REST: ``POST /api/v1/check``, one order or several at once."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict

from enduse.case.order_desk import OrderDesk
from enduse.case.order_opened import LivingDesk, put_off_collections
from enduse.report.checked import as_object
from enduse.sources.order_gathering import OrderProblem
from enduse.sources.order_reading import ReadOrder, read_order
from enduse.store.ledger import LedgerStore

MOST_ORDERS = 300
"""Orders of one request."""

router = APIRouter(prefix="/api/v1", tags=["Orders"], default_response_class=JSONResponse)
Json = dict[str, Any]


class CheckRequest(BaseModel):
    """One order, or several.

    Attributes:
        order: Fields as in ``enduse check --example``.
        orders: Several such.
        on: The day whose law and lists count; left out: each order's own, else today.
    """

    model_config = ConfigDict(extra="allow")
    order: Json | None = None
    orders: list[Json] | None = None
    on: date | None = None


@dataclass
class OrderDoor:
    """Examines orders in a thread of its own, one after the other, over the case as it is when they come."""

    store: LedgerStore
    today: Callable[[], date]
    _thread: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1, "orders"))
    _living: LivingDesk = field(init=False)
    _settled: bool = False

    def __post_init__(self) -> None:
        self._living = LivingDesk(self.store)

    async def check(self, reads: list[tuple[ReadOrder, date | None]]) -> list[Json]:
        """The answers, in the order of the questions."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._check, reads)

    def close(self) -> None:
        """Take no more orders."""
        self._thread.shutdown(cancel_futures=True)

    def _check(self, reads: list[tuple[ReadOrder, date | None]]) -> list[Json]:
        desk = self._living.desk()
        told = [_told(desk, read, on) for read, on in reads]
        if not self._settled:
            # With the first answer everything is loaded that stays.
            put_off_collections()
            self._settled = True
        return told


@router.post("/check", response_model=None)
async def check(request: Request, body: CheckRequest) -> JSONResponse:
    """What the law of a day and the house's questions say of an order, with what to ask first."""
    door: OrderDoor = request.app.state.orders
    given = body.orders if body.orders is not None else [_only(body)]
    if len(given) > MOST_ORDERS:
        raise HTTPException(413, f"E-ORDER-MANY {len(given)} orders in one request; at most {MOST_ORDERS} are taken.")
    today = body.on or door.today()
    answers = await door.check([(read_order(it, today), body.on) for it in given])
    if body.orders is not None:
        return JSONResponse({"answers": answers})
    return JSONResponse(answers[0], 422 if "detail" in answers[0] else 200)


def _only(body: CheckRequest) -> Json:
    """The order in ``order``, or the body itself where it is the order."""
    return body.order if body.order is not None else dict(body.model_extra or {})


def _told(desk: OrderDesk, read: ReadOrder, on: date | None) -> Json:
    problems = [_problem(it) for it in read.problems]
    if read.needed:
        asked = " ".join(f"{it.ask} ({it.field})" for it in read.needed)
        return {"detail": f"E-ORDER-NEEDED The order cannot be examined yet. {asked}", "problems": problems}
    order = replace(read.order, on=on) if on else read.order
    return {**as_object(desk.check(order)), "problems": problems}


def _problem(it: OrderProblem) -> Json:
    return {"code": it.code, "field": it.field, "seen": it.seen, "ask": it.ask, "suggestion": it.suggestion or None}
