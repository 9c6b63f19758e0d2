"""What the reconciliation interface answers, as plain objects."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from fastapi import HTTPException

from enduse.api.asking import MOST_QUERIES
from enduse.api.entities import Circle, Json, circle_of
from enduse.api.holding import Holding
from enduse.api.matching import Wanted, hits_of, is_match
from enduse.api.searching import Sought, found_by
from enduse.screen.ftm import caption_of
from enduse.screen.ftm_model import FtmSchema, schemata
from enduse.screen.screener import MATCH, Hit

TYPES = ("Company", "Organization", "LegalEntity", "Person", "Vessel", "Airplane", "Address", "Thing")
_MODEL = "https://followthemoney.tech/explorer/schemata/"
_PAGE = 10
_MOST_RESULTS = 100


def manifest(base: str, dataset: str, name: str) -> Json:
    """What the service can do, and where."""
    here = f"{base}/reconcile/{dataset}"

    def suggest(what: str) -> Json:
        return {
            "service_url": here,
            "service_path": f"/suggest/{what}",
            "flyout_service_url": here,
            "flyout_service_path": f"/flyout/{what}?id=${{id}}",
        }

    most = {
        "name": "limit",
        "label": "Limit",
        "type": "number",
        "default": 0,
        "help_text": "At most so many values; 0: all",
    }
    return {
        "versions": ["0.2"],
        "name": name,
        "identifierSpace": f"{base}/entities",
        "schemaSpace": _MODEL,
        "documentation": "https://reconciliation-api.github.io/specs/0.2/",
        "batchSize": min(50, MOST_QUERIES),
        "view": {"url": f"{here}/preview?id={{{{id}}}}"},
        "preview": {"url": f"{here}/preview?id={{{{id}}}}", "width": 430, "height": 300},
        "suggest": {it: suggest(it) for it in ("entity", "type", "property")},
        "extend": {
            "propose_properties": {"service_url": here, "service_path": "/extend/propose"},
            "property_settings": [most],
            # As yente calls them; the specification has the name above.
            "propose_settings": [most],
        },
        "defaultTypes": [{"id": it, "name": schemata()[it].label} for it in TYPES],
    }


def reconciled(holding: Holding, scope: frozenset[str], query: Any) -> Json:
    """The candidates for one query of a batch.

    Raises:
        HTTPException: 400: it is no query.
    """
    if not isinstance(query, Mapping):
        raise HTTPException(400, f"E-SERVE-JSON A query must be an object with `query` or `properties`, not {query!r}.")
    types = [it for it in _texts(query.get("type")) or ["Thing"] if it in schemata()]
    properties = _properties(query)
    if not types or not properties:
        return {"result": []}
    limit = query.get("limit", _PAGE)
    most = int(min(max(limit, 0), _MOST_RESULTS)) if isinstance(limit, int | float) else _PAGE
    best: dict[int, Hit] = {}
    for name in types:
        for at, hit in hits_of(holding, name, properties, Wanted(scope)):
            if at not in best or best[at].score < hit.score:
                best[at] = hit
    ordered = sorted(best.items(), key=lambda it: (-it[1].score, holding.cards[it[0]].id))
    return {"result": [_candidate(holding, at, hit) for at, hit in ordered[:most]]}


def suggested_entities(holding: Holding, scope: frozenset[str], prefix: str, cursor: int) -> Json:
    """Entities that have every word of the prefix, its last word perhaps unfinished."""
    if not prefix.strip():
        return {"result": []}
    unfinished = prefix if prefix.endswith("*") else f"{prefix.strip()}*"
    found = found_by(holding, Sought(unfinished, "Thing", scope))[cursor : cursor + _PAGE]
    return {
        "result": [
            {
                "id": holding.cards[at].id,
                "name": caption_of(holding.entries[at].entry),
                "description": _described(holding, at),
                "notable": [_type(schemata()[holding.cards[at].schema])],
            }
            for at in found
        ]
    }


def suggested_types(prefix: str, cursor: int) -> Json:
    """Schemata whose id or label begins so."""
    wanted = prefix.casefold()
    fits = [
        it
        for it in schemata().values()
        if it.matchable and any(word.casefold().startswith(wanted) for word in (it.name, it.label))
    ]
    return {"result": [_type(it) for it in fits[cursor : cursor + _PAGE]]}


def suggested_properties(prefix: str, cursor: int) -> Json:
    """Properties whose id or label begins so."""
    wanted = prefix.casefold()
    known = {name: it for schema in map(schemata().__getitem__, TYPES) for name, it in schema.properties.items()}
    fits = [it for it in known.values() if any(word.casefold().startswith(wanted) for word in (it.name, it.label))]
    return {
        "result": [
            {"id": it.name, "name": it.label, "description": f"{it.label} ({it.type})"}
            for it in fits[cursor : cursor + _PAGE]
        ]
    }


def proposed(type: str, limit: int) -> Json:
    """Properties that may be asked of entities of a type."""
    found = [{"id": it.name, "name": it.label} for it in schemata()[type].properties.values()]
    return {"properties": found[: limit or None], "type": type, "limit": limit}


def extended(holding: Holding, wanted: Mapping[str, Any]) -> Json:
    """Values of properties of entities; entities that are not known have none.

    Raises:
        HTTPException: 400: ``ids`` or ``properties`` is missing or of another kind.
    """
    ids, asked = wanted.get("ids"), wanted.get("properties")
    if not isinstance(ids, list) or not isinstance(asked, list) or len(ids) > _MOST_RESULTS * 10:
        raise HTTPException(400, "E-SERVE-JSON A request for data must hold `ids` and `properties`, which are lists.")
    names = [(str(it.get("id", "")), it.get("settings") or {}) for it in asked if isinstance(it, Mapping)]
    known = {name: it for schema in schemata().values() for name, it in schema.properties.items()}
    meta = []
    for name, _ in names:
        told: Json = {"id": name, "name": known[name].label if name in known else name}
        if name in known and known[name].range:
            told["type"] = _type(schemata()[known[name].range])
        meta.append(told)
    rows = {str(id): {name: _cells(holding, str(id), name, settings) for name, settings in names} for id in ids}
    return {"meta": meta, "rows": rows}


def _cells(holding: Holding, id: str, name: str, settings: Any) -> list[Json]:
    if (circle := circle_of(holding, id)) is None:
        return []
    near = circle.neighbours(id).get(name)
    if near is not None:
        found: list[Json] = [{"id": it, "name": _caption(circle, it)} for it in near]
    else:
        found = [{"str": it} for it in circle.members[id].properties.get(name, ())]
    most = str(settings.get("limit") or "") if isinstance(settings, Mapping) else ""
    return found[: int(most)] if most.isdecimal() and len(most) < 9 and int(most) else found


def _caption(circle: Circle, id: str) -> str:
    if id in circle.members or id in circle.holding.at_id:
        return str(circle.json(id)["caption"])
    return id


def _candidate(holding: Holding, at: int, hit: Hit) -> Json:
    card = holding.cards[at]
    return {
        "id": card.id,
        "name": caption_of(hit.listed.entry),
        "description": _described(holding, at),
        "score": round(hit.score * 100, 2),
        "match": is_match(hit, MATCH),
        "features": [{"id": "probability", "value": hit.score}],
        "type": [_type(schemata()[card.schema])],
    }


def _described(holding: Holding, at: int) -> str:
    listed = holding.entries[at]
    parts = [listed.snapshot.name, ", ".join(listed.entry.countries), "; ".join(listed.entry.programmes[:3])]
    return " · ".join(it for it in parts if it)


def _type(schema: FtmSchema) -> Json:
    return {"id": schema.name, "name": schema.label}


def _properties(query: Mapping[str, Any]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    if isinstance(text := query.get("query"), str) and text.strip():
        found["name"] = [text]
    given = query.get("properties")
    for it in given if isinstance(given, list) else ():
        if isinstance(it, Mapping):
            found.setdefault(str(it.get("pid", "")), []).extend(_texts(it.get("v")))
    return found


def _texts(value: Any) -> list[str]:
    """Texts of a value: itself, those of a list, of an entity its name."""
    many: Iterable[Any] = value if isinstance(value, Sequence) and not isinstance(value, str) else [value]
    named = (it.get("name") or it.get("id") if isinstance(it, Mapping) else it for it in many)
    return [str(it) for it in named if isinstance(it, str | int | float)]
