"""What the server serves and how it is: catalogue, algorithms, health, and being told to look for newer lists."""

import hmac
from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import JSONResponse

from enduse.api.asking import ERRORS, desk_of
from enduse.api.entities import Json
from enduse.api.holding import Holding
from enduse.api.labels import country_label
from enduse.api.matching import ALGORITHM
from enduse.api.naming import COLLECTIONS
from enduse.screen.listed import ListSnapshot

router = APIRouter(responses=ERRORS, tags=["System information"], default_response_class=JSONResponse)

_ABOUT = (
    "Names are compared across scripts and spellings by their rare words; numbers, addresses, contacts, countries and "
    "days of birth speak for or against. The score is a probability, the explanation its reasons in words."
)
_TITLES = {"default": "All lists", "all": "All lists (the same as default)"}


def state_of(holding: Holding) -> Json:
    """Which lists answered, and how old they are; part of every answer."""
    days = sorted(it.on.isoformat() for it in holding.snapshots.values())
    return {
        "version": holding.version,
        "day": holding.day.isoformat(),
        "lists": len(holding.snapshots),
        "oldest_snapshot": days[0] if days else None,
        "newest_snapshot": days[-1] if days else None,
        "stale": list(holding.stale),
        "warm": holding.warm,
    }


@router.get("/healthz", response_model=None)
async def healthz() -> JSONResponse:
    """The server is there."""
    return JSONResponse({"status": "ok"})


@router.get("/readyz", response_model=None)
async def readyz(request: Request) -> JSONResponse:
    """The lists are ready to be asked; 503 while they are not."""
    desk_of(request).current()
    return JSONResponse({"status": "ok"})


@router.get("/catalog", response_model=None)
async def catalog(request: Request) -> JSONResponse:
    """Every list with the day of its snapshot, and the collections of them."""
    desk = desk_of(request)
    holding = desk.current()
    datasets = [_collection(holding, it) for it in COLLECTIONS]
    datasets += [_dataset(holding, name, it) for name, it in holding.snapshots.items()]
    return JSONResponse(
        {
            "datasets": datasets,
            "current": [it for it in holding.snapshots if it not in holding.stale],
            "outdated": list(holding.stale),
            "index_stale": bool(holding.stale),
            "enduse": {**state_of(holding), "trouble": desk.trouble},
        }
    )


@router.get("/algorithms", response_model=None)
async def algorithms() -> JSONResponse:
    """The one way in which entities are compared here."""
    feature = {"description": _ABOUT, "coefficient": 1.0, "url": "https://github.com/opensanctions/yente"}
    docs = {"name": ALGORITHM, "description": _ABOUT, "config": {}, "features": {ALGORITHM: feature}}
    one = {"name": ALGORITHM, "description": _ABOUT, "features": docs["features"], "docs": docs}
    return JSONResponse({"algorithms": [one], "default": ALGORITHM, "best": ALGORITHM})


@router.post("/updatez", response_model=None, responses={403: ERRORS[400]})
async def updatez(request: Request, token: str = "", sync: bool = False) -> JSONResponse:
    """Look for newer lists now; only with the token that the server was started with."""
    known: str = request.app.state.token
    if not known or not hmac.compare_digest(token.encode(), known.encode()):
        raise HTTPException(403, "E-SERVE-TOKEN The token is missing or wrong, or the server was started without one.")
    # Newer lists are looked for every few seconds anyhow, so that not waiting needs nothing else.
    if sync:
        await desk_of(request).refresh()
    return JSONResponse({"status": "ok"})


def _collection(holding: Holding, name: str) -> Json:
    return {
        **_described(name, _TITLES[name], len(holding.cards), str(holding.version)),
        "summary": "Every list of the case.",
        "children": list(holding.snapshots),
        "index_current": not holding.stale,
    }


def _dataset(holding: Holding, name: str, it: ListSnapshot) -> Json:
    return {
        **_described(name, it.name, holding.counts[name], it.on.strftime("%Y%m%d")),
        "license": it.licence,
        "summary": f"Snapshot of {it.on.isoformat()}" + ("" if it.stated else ", the day it was added"),
        "publisher": _publisher(it),
        "updated_at": f"{it.on.isoformat()}T00:00:00",
        "last_export": f"{it.on.isoformat()}T00:00:00",
        "children": [],
        "index_current": name not in holding.stale,
    }


def _described(name: str, title: str, entries: int, version: str) -> Json:
    return {
        "name": name,
        "title": title,
        "entity_count": entries,
        "thing_count": entries,
        "version": version,
        "index_version": version,
        "load": True,
        "tags": [],
        "resources": [],
        "deprecated": False,
        "namespace": False,
    }


def _publisher(it: ListSnapshot) -> Mapping[str, Any]:
    place = it.name.partition(" ")[0].partition("-")[0].lower()
    label = country_label(place)
    return {
        "name": it.publisher,
        "country": place if label != place else None,
        "country_label": label if label != place else None,
        "official": None,
    }
