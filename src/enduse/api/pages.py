"""Small pages about an entity, for the side of somebody's spreadsheet."""

from html import escape
from typing import Any

from enduse.api.entities import Json
from enduse.screen.ftm_model import schemata

_FEW = ("country", "nationality", "birthDate", "registrationNumber", "innCode", "program", "programId")
_HIDDEN = frozenset({"addressEntity", "sourceUrl", "topics"})
_MOST = 12
_STYLE = (
    ":root{color-scheme:light dark}body{font:14px/1.4 system-ui,sans-serif;margin:12px}"
    "h1{font-size:17px;margin:0 0 2px}p{margin:0 0 8px;opacity:.75}"
    "dl{display:grid;grid-template-columns:max-content 1fr;gap:2px 10px;margin:0}"
    "dt{opacity:.75}dd{margin:0;overflow-wrap:anywhere}"
)


def flyout(entity: Json) -> str:
    """A few lines; every text of the lists is escaped."""
    rows = [it for it in _rows(entity) if it[0] in _FEW]
    told = "".join(f"<p>{escape(label)}: {escape(text)}</p>" for _, label, text in rows[:3])
    return f"<p><b>{escape(str(entity['caption']))}</b> · {escape(_label(entity))}</p>{told}"


def preview(entity: Json) -> str:
    """A page by itself, without scripts."""
    rows = "".join(f"<dt>{escape(label)}</dt><dd>{escape(text)}</dd>" for _, label, text in _rows(entity))
    origin: dict[str, Any] = entity.get("enduse", {})
    where = f"{origin['list']}, snapshot of {origin['snapshot']}" if origin else ", ".join(entity["datasets"])
    title = escape(str(entity["caption"]))
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title><style>{_STYLE}</style>'
        f"</head><body><h1>{title}</h1><p>{escape(_label(entity))} · {escape(where)}</p><dl>{rows}</dl></body></html>"
    )


def _label(entity: Json) -> str:
    known = schemata().get(entity["schema"])
    return known.label if known else str(entity["schema"])


def _rows(entity: Json) -> list[tuple[str, str, str]]:
    known = schemata().get(entity["schema"])
    found = []
    for name, values in entity["properties"].items():
        if name in _HIDDEN or not values:
            continue
        label = known.properties[name].label if known and name in known.properties else name
        texts = [str(it["caption"]) if isinstance(it, dict) else str(it) for it in values]
        more = f" (and {len(texts) - _MOST} more)" if len(texts) > _MOST else ""
        found.append((name, label, "; ".join(texts[:_MOST]) + more))
    return found
