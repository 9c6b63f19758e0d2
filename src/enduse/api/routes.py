"""yente's endpoints: match, search, entities and what stands next to them."""

from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.responses import JSONResponse

from enduse.api.asking import (
    ERRORS,
    MOST_QUERIES,
    EntityMatchQuery,
    MatchParameters,
    PageParameters,
    SearchParameters,
    desk_of,
    holding_with,
    require_known,
)
from enduse.api.entities import Circle, Json, circle_of
from enduse.api.holding import Holding
from enduse.api.matching import ALGORITHM, match_entity
from enduse.api.searching import search
from enduse.api.system import state_of

router = APIRouter(responses=ERRORS, default_response_class=JSONResponse)


@router.post("/match/{dataset}", tags=["Matching"], response_model=None)
async def match(
    request: Request, dataset: str, body: EntityMatchQuery, asked: Annotated[MatchParameters, Query()]
) -> JSONResponse:
    """Entities of the lists that may be those of the queries, each with its probability and the reasons for it."""
    desk = desk_of(request)
    holding = holding_with(desk, dataset)
    schemas = [it.schema_ for it in body.queries.values()]
    require_known(holding, [*asked.include_dataset, *asked.exclude_dataset], [*asked.exclude_schema, *schemas])
    _require_algorithm(asked.algorithm)
    _require_few(len(body.queries))
    wanted = asked.wanted(holding, dataset)
    answers = {}
    for key, it in body.queries.items():
        answers[key] = await desk.ask(lambda it=it: match_entity(holding, it.schema_, it.properties, wanted))  # type: ignore[misc]
    return JSONResponse({"responses": answers, "limit": asked.limit, "enduse": state_of(holding)})


@router.get("/search/{dataset}", tags=["Matching"], response_model=None)
async def search_entities(request: Request, dataset: str, asked: Annotated[SearchParameters, Query()]) -> JSONResponse:
    """Entities with a few words in their names or numbers, for a person who types them."""
    desk = desk_of(request)
    holding = holding_with(desk, dataset)
    require_known(holding, [*asked.include_dataset, *asked.exclude_dataset], [*asked.exclude_schema, asked.schema_])
    sought, page = asked.sought(holding, dataset), asked.page()
    await desk.lay_out_words(holding)
    found = await desk.ask(lambda: search(holding, sought, page))
    return JSONResponse({**found, "enduse": state_of(holding)})


@router.get("/entities/{entity_id}", tags=["Data access"], response_model=None)
async def fetch_entity(request: Request, entity_id: str, nested: bool = True) -> JSONResponse:
    """One entity in full, with what stands next to it unless ``nested`` is false."""
    desk = desk_of(request)
    holding = desk.current()

    def told() -> Json:
        circle = _circle(holding, entity_id)
        return circle.nested(entity_id) if nested else circle.json(entity_id)

    return JSONResponse(await desk.ask(told))


@router.get("/entities/{entity_id}/adjacent", tags=["Data access"], response_model=None)
async def fetch_adjacent(request: Request, entity_id: str, asked: Annotated[PageParameters, Query()]) -> JSONResponse:
    """What stands next to an entity, by property: its designation, addresses, papers and links."""
    desk = desk_of(request)
    holding = desk.current()

    def told() -> Json:
        circle = _circle(holding, entity_id)
        near = circle.neighbours(entity_id)
        pages = {name: _page(circle, ids, asked) for name, ids in near.items()}
        return {"entity": circle.json(entity_id), "adjacent": pages}

    return JSONResponse(await desk.ask(told))


@router.get("/entities/{entity_id}/adjacent/{property_name}", tags=["Data access"], response_model=None)
async def fetch_adjacent_by_property(
    request: Request, entity_id: str, property_name: str, asked: Annotated[PageParameters, Query()]
) -> JSONResponse:
    """What stands next to an entity as one property; nothing where the entity has nothing there."""
    desk = desk_of(request)
    holding = desk.current()

    def told() -> Json:
        circle = _circle(holding, entity_id)
        ids = circle.neighbours(entity_id).get(property_name, [])
        return _page(circle, ids, asked)

    return JSONResponse(await desk.ask(told))


def _circle(holding: Holding, id: str) -> Circle:
    if (circle := circle_of(holding, id)) is None:
        raise HTTPException(404, f"E-SERVE-ENTITY There is no entity {id!r} in the lists that are served.")
    return circle


def _page(circle: Circle, ids: list[str], asked: PageParameters) -> Json:
    found = [circle.nested(it, 1) for it in ids if it in circle.members or it in circle.holding.at_id]
    for it in reversed(asked.sort):
        field, _, order = it.partition(":")
        found.sort(key=lambda told, field=field: _text(told, field), reverse=order == "desc")  # type: ignore[misc]
    total = {"value": len(found), "relation": "eq"}
    part = found[asked.offset : asked.offset + asked.limit]
    return {"limit": asked.limit, "offset": asked.offset, "total": total, "results": part}


def _text(told: Json, field: str) -> str:
    value: Any = told.get(field) or told["properties"].get(field.removeprefix("properties."), "")
    return str(value[0]) if isinstance(value, list) and value else str(value)


def _require_algorithm(name: str) -> None:
    if name not in ("best", ALGORITHM):
        said = (
            f"There is no algorithm {name!r} here; this server has one, {ALGORITHM!r}. Leave it out, or ask for 'best'."
        )
        raise HTTPException(400, f"E-SERVE-ALGORITHM {said}")


def _require_few(queries: int) -> None:
    if queries > MOST_QUERIES:
        said = f"The request holds {queries} queries; at most {MOST_QUERIES} are taken at once. Send several requests."
        raise HTTPException(400, f"E-SERVE-BATCH {said}")
