"""The OpenRefine Reconciliation API 0.2: a column of names in, entities of the lists out."""

import json
from typing import Any
from urllib.parse import parse_qsl

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, JSONResponse

from enduse.api.asking import ERRORS, MOST_QUERIES, desk_of, holding_with
from enduse.api.entities import Json, circle_of
from enduse.api.holding import Holding
from enduse.api.pages import flyout, preview
from enduse.api.recon import extended, manifest, proposed, reconciled, suggested_types
from enduse.api.recon import suggested_entities as entities_like
from enduse.api.recon import suggested_properties as properties_like
from enduse.screen.ftm_model import schemata

router = APIRouter(responses=ERRORS, tags=["Reconciliation"], default_response_class=JSONResponse)


@router.get("/reconcile", response_model=None)
async def reconcile_all(request: Request, queries: str = "", extend: str = "") -> JSONResponse:
    """The manifest of all lists, or answers to queries in the address."""
    return await _answer(request, "default", queries, extend)


@router.post("/reconcile", response_model=None)
async def reconcile_all_form(request: Request) -> JSONResponse:
    """Answers to the queries, or to the request for more data, of a form."""
    return await _answer(request, "default", *await _form(request))


@router.get("/reconcile/{dataset}", response_model=None)
async def reconcile(request: Request, dataset: str, queries: str = "", extend: str = "") -> JSONResponse:
    """The manifest of one list, or answers to queries in the address."""
    return await _answer(request, dataset, queries, extend)


@router.post("/reconcile/{dataset}", response_model=None)
async def reconcile_form(request: Request, dataset: str) -> JSONResponse:
    """Answers to the queries, or to the request for more data, of a form."""
    return await _answer(request, dataset, *await _form(request))


@router.get("/reconcile/{dataset}/suggest/entity", response_model=None)
async def suggest_entity(request: Request, dataset: str, prefix: str = "", cursor: int = 0) -> JSONResponse:
    """Entities whose names begin so."""
    desk, holding = desk_of(request), holding_with(desk_of(request), dataset)
    scope = holding.scope(dataset, (), ())
    await desk.lay_out_words(holding)
    return JSONResponse(await desk.ask(lambda: entities_like(holding, scope, prefix, max(cursor, 0))))


@router.get("/reconcile/{dataset}/suggest/property", response_model=None)
async def suggest_property(request: Request, dataset: str, prefix: str = "", cursor: int = 0) -> JSONResponse:
    """Properties whose names begin so."""
    holding_with(desk_of(request), dataset)
    return JSONResponse(properties_like(prefix, max(cursor, 0)))


@router.get("/reconcile/{dataset}/suggest/type", response_model=None)
async def suggest_type(request: Request, dataset: str, prefix: str = "", cursor: int = 0) -> JSONResponse:
    """Types whose names begin so."""
    holding_with(desk_of(request), dataset)
    return JSONResponse(suggested_types(prefix, max(cursor, 0)))


@router.get("/reconcile/{dataset}/flyout/{what}", response_model=None)
async def flyout_of(request: Request, dataset: str, what: str, id: str) -> JSONResponse:
    """A few lines about an entity, a type or a property."""
    desk, holding = desk_of(request), holding_with(desk_of(request), dataset)
    if what == "entity":
        return JSONResponse({"id": id, "html": await desk.ask(lambda: flyout(_entity(holding, id)))})
    known = schemata() if what == "type" else {k: p for it in schemata().values() for k, p in it.properties.items()}
    if what not in ("type", "property") or id not in known:
        raise HTTPException(404, f"E-SERVE-ENTITY There is no {what} {id!r}.")
    return JSONResponse({"id": id, "html": flyout({"caption": known[id].label, "schema": id, "properties": {}})})


@router.get("/reconcile/{dataset}/preview", response_model=None)
async def preview_of(request: Request, dataset: str, id: str) -> HTMLResponse:
    """A small page about an entity."""
    desk, holding = desk_of(request), holding_with(desk_of(request), dataset)
    page = await desk.ask(lambda: preview(_entity(holding, id)))
    policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
    return HTMLResponse(page, headers={"content-security-policy": policy})


@router.get("/reconcile/{dataset}/extend/propose", response_model=None)
async def propose_properties(request: Request, dataset: str, type: str = "Thing", limit: int = 50) -> JSONResponse:
    """Properties that entities of a type have."""
    holding_with(desk_of(request), dataset)
    if type not in schemata():
        raise HTTPException(400, f"E-SERVE-SCHEMA There is no type {type!r}.")
    return JSONResponse(proposed(type, max(limit, 0)))


async def _answer(request: Request, dataset: str, queries: str, extend: str) -> JSONResponse:
    desk, holding = desk_of(request), holding_with(desk_of(request), dataset)
    if extend:
        wanted = _parsed(extend)
        return JSONResponse(await desk.ask(lambda: extended(holding, wanted)))
    if not queries:
        base = str(request.base_url).rstrip("/")
        title = "all lists" if dataset not in holding.snapshots else holding.snapshots[dataset].name
        return JSONResponse(manifest(base, dataset, f"enduse: {title}"))
    batch = _parsed(queries)
    if len(batch) > MOST_QUERIES:
        said = f"The request holds {len(batch)} queries; at most {MOST_QUERIES} are taken at once."
        raise HTTPException(400, f"E-SERVE-BATCH {said} Send several requests.")
    scope = holding.scope(dataset, (), ())
    found = {}
    for key, query in batch.items():
        found[key] = await desk.ask(lambda query=query: reconciled(holding, scope, query))  # type: ignore[misc]
    return JSONResponse(found)


async def _form(request: Request) -> tuple[str, str]:
    """The queries, and the request for more data, of a form.

    Raises:
        HTTPException: 400: it is no form.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in ("", "application/x-www-form-urlencoded"):
        said = f"The request is of type {kind!r}. Send a form (application/x-www-form-urlencoded) with `queries`."
        raise HTTPException(400, f"E-SERVE-JSON {said}")
    try:
        told = dict(parse_qsl((await request.body()).decode(), max_num_fields=20))
    except ValueError as error:
        raise HTTPException(400, f"E-SERVE-JSON The form cannot be read: {error}.") from error
    return told.get("queries", ""), told.get("extend", "")


def _parsed(text: str) -> dict[str, Any]:
    """The object that a parameter holds.

    Raises:
        HTTPException: 400: it holds none.
    """
    try:
        told = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise HTTPException(400, f"E-SERVE-JSON The parameter is no JSON: {error}.") from error
    if not isinstance(told, dict):
        raise HTTPException(400, f"E-SERVE-JSON The parameter is a {type(told).__name__}, and must be an object.")
    return told


def _entity(holding: Holding, id: str) -> Json:
    if (circle := circle_of(holding, id)) is None:
        raise HTTPException(404, f"E-SERVE-ENTITY There is no entity {id!r} in the lists that are served.")
    return circle.nested(id)
