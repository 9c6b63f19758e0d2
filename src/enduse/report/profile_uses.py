"""What goods of a profile may be used for in the making of arms: reasons to ask, each with its source, never a use."""

from collections.abc import Sequence

from enduse.goods.military_uses import military_uses, not_proof, possible_uses
from enduse.model.profile import ProfileTable, Reference, Section
from enduse.report.profile_ground import Row, counted, grouped, line

TABLE = "military_uses"


def uses_section(rows: Sequence[Row]) -> Section:
    """Possible uses of goods by kind and code.

    Args:
        rows: With ``row_id``, ``kind`` and ``goods_code``.
    """
    title = "Possible uses of such goods"
    found: dict[str, list[Row]] = {}
    texts: dict[str, tuple[str, str]] = {}
    for (kind, code), mine in grouped(rows, lambda it: (it["kind"] or "", (it["goods_code"] or "")[:6])).items():
        for it in possible_uses(kind, code):
            found.setdefault(it.use.id, []).extend(mine)
            texts[it.use.id] = (it.use.part, it.use.reason)
    if not found:
        why = "The table of possible uses knows no class of these goods, which says nothing of their use."
        return Section("uses", title, not_assessable=why)
    lines = tuple(
        line(texts[id][0], texts[id][1], counted(mine), "possible", refs=(f"{TABLE}:{id}",))
        for id, mine in sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    )
    columns = ("possibly for", "why", "lines", "word")
    return Section("uses", title, tables=(ProfileTable("uses", title, columns, lines, not_proof()),))


def use_references() -> dict[str, Reference]:
    """References to possible uses, by their id."""
    return {
        f"{TABLE}:{it.id}": Reference(
            f"{TABLE}:{it.id}",
            "; ".join(source.citation for source in it.sources),
            ", ".join(dict.fromkeys(source.evidence for source in it.sources)),
        )
        for it in military_uses()
    }
