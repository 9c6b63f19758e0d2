"""What requests carry, checked, and the errors that answer those that cannot be served."""

from typing import Annotated, Any

from fastapi import FastAPI, HTTPException, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from enduse.api.desk import Desk
from enduse.api.holding import Holding
from enduse.api.matching import LEAST, Wanted
from enduse.api.searching import Facet, Operator, Page, Sought
from enduse.api.word_index import plain_words
from enduse.errors import EnduseError, ListsMissing, UsageError
from enduse.screen.ftm_model import schemata
from enduse.screen.screener import MATCH

MOST_QUERIES = 200
"""Queries of one batch; each is answered by itself, so that others are not kept waiting for the whole batch."""

Names = list[str]
Limit = Annotated[int, Field(ge=0, le=500)]
Offset = Annotated[int, Field(ge=0, le=9499)]
Share = Annotated[float, Field(ge=0, le=1)]
Day = Annotated[str | None, Field(pattern=r"^\d{4}-\d{2}-\d{2}(T\d{2}(:\d{2}(:\d{2})?)?)?$")]


class MatchParameters(BaseModel):
    """What stands in the address of a match; other parameters are taken and not used."""

    limit: Limit = 5
    threshold: Share = MATCH
    cutoff: Annotated[float, Field(ge=0, le=1, json_schema_extra={"deprecated": True})] = LEAST
    algorithm: str = "best"
    include_dataset: Names = []
    exclude_schema: Names = []
    exclude_dataset: Names = []
    topics: Names = []
    changed_since: Day = None
    exclude_entity_ids: Annotated[list[str], Field(max_length=50)] = []

    def wanted(self, holding: Holding, dataset: str) -> Wanted:
        """Which entries may answer."""
        return Wanted(
            holding.scope(dataset, self.include_dataset, self.exclude_dataset),
            tuple(self.exclude_schema),
            frozenset(self.exclude_entity_ids),
            frozenset(self.topics),
            self.changed_since or "",
            self.limit,
            self.threshold,
            self.cutoff,
        )


class SearchParameters(BaseModel):
    """What stands in the address of a search; other parameters are taken and not used."""

    q: Annotated[str, Field(max_length=2_000)] = ""
    schema_: Annotated[str, Field(alias="schema")] = "Thing"
    include_dataset: Names = []
    exclude_dataset: Names = []
    exclude_schema: Names = []
    changed_since: Day = None
    countries: Names = []
    topics: Names = []
    datasets: Names = []
    filter: Names = []
    limit: Limit = 10
    offset: Offset = 0
    sort: Names = []
    target: Annotated[bool | None, Field(json_schema_extra={"deprecated": True})] = None
    fuzzy: bool = False
    simple: bool = False
    facets: list[Facet] = ["countries", "topics", "datasets"]
    filter_op: Operator = "OR"

    def sought(self, holding: Holding, dataset: str) -> Sought:
        """What is looked for."""
        return Sought(
            plain_words(self.q) if self.simple else self.q,
            self.schema_,
            holding.scope(dataset, self.include_dataset, self.exclude_dataset),
            tuple(self.exclude_schema),
            tuple(it.lower() for it in self.countries),
            tuple(self.topics),
            tuple(self.datasets),
            self.filter_op,
            tuple(self.filter),
            self.changed_since or "",
            self.fuzzy,
            self.target,
        )

    def page(self) -> Page:
        """Which part of the answer is given."""
        return Page(self.limit, self.offset, tuple(self.sort), tuple(self.facets))


class PageParameters(BaseModel):
    """Which part of what stands next to an entity is given."""

    sort: Names = []
    limit: Limit = 10
    offset: Offset = 0


class ErrorBody(BaseModel):
    """An error."""

    detail: str = Field(examples=["E-SERVE-DATASET There is no list or collection 'x'."])


class EntityExample(BaseModel):
    """Whom somebody looks for."""

    model_config = ConfigDict(extra="ignore")

    id: str | None = None
    schema_: str = Field(alias="schema", examples=["Person"])
    properties: dict[str, str | list[Any]] = Field(examples=[{"name": ["John Doe"]}])


class EntityMatchQuery(BaseModel):
    """A batch of queries; weights and settings of other algorithms are taken and not used."""

    model_config = ConfigDict(extra="ignore")

    weights: dict[str, float] = {}
    config: dict[str, str | int | float | bool | None] = {}
    queries: dict[str, EntityExample]


def desk_of(request: Request) -> Desk:
    """The desk of the server."""
    desk: Desk = request.app.state.desk
    return desk


def holding_with(desk: Desk, dataset: str) -> Holding:
    """What is asked, if it has the dataset.

    Raises:
        HTTPException: 404: it has not.
        ListsMissing: There is nothing to ask, or not yet.
    """
    holding = desk.current()
    if not holding.knows(dataset):
        raise HTTPException(404, f"E-SERVE-DATASET There is no list or collection {dataset!r}. See them at /catalog.")
    return holding


def require_known(holding: Holding, datasets: list[str], schemas: list[str]) -> None:
    """Nothing, or the error that one of these is unknown.

    Raises:
        HTTPException: 400.
    """
    for name in datasets:
        if not holding.knows(name):
            raise HTTPException(400, f"E-SERVE-DATASET There is no list {name!r}. See them at /catalog.")
    for name in schemas:
        if name not in schemata():
            shown = ", ".join(it.name for it in schemata().values() if it.matchable)
            raise HTTPException(400, f"E-SERVE-SCHEMA There is no schema {name!r}. Use one of: {shown}.")


def add_error_answers(app: FastAPI) -> None:
    """Errors of ours as answers in yente's form, each with its code."""

    @app.exception_handler(EnduseError)
    async def told(request: Request, error: EnduseError) -> JSONResponse:
        status = 503 if isinstance(error, ListsMissing) else 400 if isinstance(error, UsageError) else 500
        return JSONResponse({"detail": f"{error.code} {error.message}"}, status)

    @app.exception_handler(Exception)
    async def unforeseen(request: Request, error: Exception) -> JSONResponse:
        # The server's log has the traceback; a caller that reads JSON must not choke on a plain text.
        said = "This question could not be answered, by a fault of ours. Please report it with the server's log."
        return JSONResponse({"detail": f"E-INTERNAL {said}"}, 500)


ERRORS: dict[int | str, dict[str, Any]] = {it: {"model": ErrorBody} for it in (400, 404, 500, 503)}
