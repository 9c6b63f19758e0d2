"""Propose what the columns of an unknown file are, from its headers and from its values.

Both must agree: a header that its values contradict is not believed, and values without a header are believed only
where their shape is telling. The way from scores to confidence is told in ``docs/explanation/mapping.md``.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from enduse.errors import Notice
from enduse.sources.agreement import Agreement, agreement
from enduse.sources.assignment import assign
from enduse.sources.header_rows import Header, find_header
from enduse.sources.lexicon import HeaderMatch, generic_header, header_matches, never_named
from enduse.sources.meaning import WORDS
from enduse.sources.profile import ColumnProfile, profile_columns
from enduse.sources.proposal import Candidate, Missing, Proposal, Proposed
from enduse.sources.proposed_tables import ESSENTIAL, GRAVE, NEEDED_FOR, NOT_MAPPED, PROPOSED, RECORDS, Table, roles_of
from enduse.store.record_kinds import DAY_OF
from enduse.store.schema import ROLES, TABLES
from enduse.text.headers import header_words
from enduse.text.identifiers import SCHEMES

FLOOR = 0.5
"""Below this confidence a column stays unmapped: kept as it is."""

_HEADER_TRUST = 0.95
_EMPTY_TRUST = 0.7
_UNKNOWN_TRUST = 0.8
_CONTRADICTED = 0.3
_BESIDE_NUMBER = 0.6
_OTHER_NAME = 0.52
_CANDIDATE = 0.15
_SURE_GOODS = 0.7
_GENERIC_TRUST = 0.9
_PARTY_TRUST = 0.6
_WHOSE = 0.4
_SURE_SCHEME = 0.8
_NAMED = 0.7
_COVERED = 0.4
_SEVERAL = 3
_WITH_PARTIES = frozenset({"items", *RECORDS})
_ROUTE = frozenset({"origin", "dispatch", "destination", "declaration_no"})
_USABLE = (("declared_on", "declaration_no"), ("goods_code", "description"), ROLES)
_DAYS = frozenset({"declared_on", *DAY_OF.values()})


@dataclass(frozen=True)
class _Score:
    """How well one column is one of ours."""

    confidence: float
    why: str
    contradicted: bool = False


@dataclass(frozen=True)
class _Sheet:
    """An unknown table: its header, and what the values below look like."""

    header: Header
    profiles: tuple[ColumnProfile, ...]
    file_name: str

    def text(self, position: int) -> str:
        texts = self.header.texts
        return texts[position] if position < len(texts) else ""


def propose(head: Sequence[Sequence[str]], file_name: str = "") -> Proposal | None:
    """A mapping for the table whose first rows are ``head``; None when it holds nothing the ledger has a place for.

    Args:
        head: The first rows as text, preamble and header included; about 2,000 rows make a good sample.
        file_name: May tell the direction ("export_2023.csv").
    """
    header = find_header(head)
    records = [row for row in head[header.first_record :] if any(cell.strip() for cell in row)]
    if not records:
        return None
    sheet = _Sheet(header, profile_columns(records), file_name)
    tables = (*PROPOSED, *(it for it in RECORDS if _may_be(it, header))) if header.rows else PROPOSED
    proposals = [it for table in tables if (it := _propose_table(table, sheet))]
    return max(proposals, key=_strength, default=None)


def _may_be(table: Table, header: Header) -> bool:
    """Do headers name a column of each essential group? A quick look before a close one."""
    named = {target for text in header.texts for target in header_matches(table, text)}
    details = {f"{role}_{generic_header(text)}" for text in header.texts for role in roles_of(table)}
    return all(any(target in named or target in details for target in group) for group in ESSENTIAL[table])


def _strength(proposal: Proposal) -> float:
    """How much of the table is told; goods lines with their route go before the contracts they resemble."""
    told = sum(column.confidence for column in proposal.columns if column.target)
    return told + (proposal.table == "items" and not _ROUTE.isdisjoint(proposal.mapped))


def _propose_table(table: Table, sheet: _Sheet) -> Proposal | None:
    targets = [column.name for column in TABLES[table].columns if column.name not in NOT_MAPPED]
    scores = [_scores(table, targets, sheet, position) for position in range(len(sheet.profiles))]
    if table in _WITH_PARTIES:
        scores = _by_party(table, scores, sheet) if sheet.header.rows else _by_neighbours(scores, sheet)
    gains = [[_gain(it[target].confidence) for target in targets] for it in scores]
    chosen = [targets[at] if at is not None else None for at in assign(gains)]
    columns = tuple(_proposed(sheet, at, target, scores[at]) for at, target in enumerate(chosen))
    if not _is_such_a_table(table, columns):
        return None
    missing = tuple(_missing(table, columns, scores))
    proposal = Proposal(
        table=table,
        header_rows=sheet.header.rows,
        columns=columns,
        missing=missing,
        calendar=_calendar(columns),
        registers=_registers(columns),
        notices=(*map(_need, missing), *_contradictions(columns, scores), *_headless(sheet)),
    )
    return _with_direction(proposal, sheet)


def _gain(confidence: float) -> float:
    """Squared, so that one sure column weighs more than two doubtful ones."""
    return confidence**2 if confidence >= FLOOR else 0.0


def _is_such_a_table(table: Table, columns: Sequence[Proposed]) -> bool:
    """Has it one column of each essential group? Payments and lists of firms have names and dates, but no goods."""
    sure = {it.target: it.confidence for it in columns if it.target}
    if table == "items" and "goods_code" not in sure and sure.get("description", 0.0) < _SURE_GOODS:
        return False
    if table not in _WITH_PARTIES and any(it.profile.share("legal_form") > 0.5 for it in columns):
        return False  # Statistics, lists of codes and rates name no companies.
    if table in RECORDS and not _is_named(table, columns):
        return False
    return all(any(target in sure for target in group) for group in ESSENTIAL[table])


def _is_named(table: Table, columns: Sequence[Proposed]) -> bool:
    """Do headers name what makes such a table, and most of the rest? Values that would do for it prove nothing."""
    named = {
        it.target: found.score
        for it in columns
        if it.target and (found := header_matches(table, it.header).get(it.target))
    }
    best = [max((named.get(target, 0.0) for target in group), default=0.0) for group in ESSENTIAL[table]]
    told = sum(it.target is not None for it in columns)
    return min(best) > 0 and sum(best) >= _NAMED * len(best) and told >= _COVERED * len(columns)


def _scores(table: Table, targets: Sequence[str], sheet: _Sheet, position: int) -> dict[str, _Score]:
    column, text = sheet.profiles[position], sheet.text(position)
    named: Mapping[str, HeaderMatch] = header_matches(table, text) if sheet.header.rows else {}
    found = {target: _score(named.get(target), agreement(table, target, column), column) for target in targets}
    if sheet.header.rows and text:
        found |= {target: _doubted(it, (table, target), text) for target, it in found.items() if target not in named}
    return found


def _doubted(score: _Score, place: tuple[str, str], header: str) -> _Score:
    """A header that we do not know speaks a little against what the values say, one that rules it out a lot."""
    table, target = place
    trust = 0.3 if never_named(target, header, table) else _UNKNOWN_TRUST
    return replace(score, confidence=round(trust * score.confidence, 3))


def _score(named: HeaderMatch | None, values: Agreement, column: ColumnProfile) -> _Score:
    """Header and values as two independent witnesses; a witness that contradicts the other silences it."""
    if named is None:
        return _Score(values.telling, f"no such header; {values.why}")
    said = f"the header holds {named.spelling!r}" if named.score < 1 else f"the header is {named.spelling!r}"
    if not column.filled:
        return _Score(round(_EMPTY_TRUST * named.score, 3), f"{said}; {values.why}")
    if values.fits < _CONTRADICTED:
        return _Score(round(0.15 * named.score, 3), f"{said}, but only {values.why}", contradicted=True)
    doubt = (1 - _HEADER_TRUST * named.score * values.fits**0.5) * (1 - values.telling * values.fits)
    return _Score(round(1 - doubt, 3), f"{said}; {values.why}")


def _by_party(table: Table, scores: Sequence[dict[str, _Score]], sheet: _Sheet) -> list[dict[str, _Score]]:
    """A header such as "ИНН" or "Address" belongs to the party named just before it, else just after it."""
    raised = [dict(it) for it in scores]
    roles = roles_of(table)
    named = {at: role for at, it in enumerate(scores) for role in roles if it[role].confidence >= _PARTY_TRUST}
    for at, column in enumerate(sheet.profiles):
        generic = generic_header(sheet.text(at))
        kind = generic or _only_a_number(table, sheet, at)
        beside = next((named[near] for near in (at - 1, at + 1, at - 2, at - 3) if near in named), None)
        theirs = [target for role in roles if (target := f"{role}_{kind}") in scores[at]]
        if not kind or not theirs:
            continue
        raised[at] |= dict.fromkeys(theirs, _Score(_WHOSE, "whose it is cannot be told"))
        if beside:
            raised[at] |= dict.fromkeys(theirs, _Score(0.1, "belongs to another party"))
        if beside and (target := f"{beside}_{kind}") in theirs:
            match = HeaderMatch(_GENERIC_TRUST if generic else _PARTY_TRUST, f"{sheet.text(at)} beside the {beside}")
            raised[at][target] = _score(match, agreement(table, target, column), column)
    return raised


def _only_a_number(table: Table, sheet: _Sheet, position: int) -> str:
    """``identifier`` for registered numbers under a header that names none of our columns."""
    if not roles_of(table):
        return ""
    number = f"{'consignee' if table == 'items' else roles_of(table)[0]}_identifier"
    values = agreement(table, number, sheet.profiles[position])
    named = header_matches(table, sheet.text(position))
    return "identifier" if values.telling >= FLOOR and all(it.score < FLOOR for it in named.values()) else ""


def _by_neighbours(scores: Sequence[dict[str, _Score]], sheet: _Sheet) -> list[dict[str, _Score]]:
    """Without headers: the name beside the one column of registered numbers is taken for the consignee.

    Importers are registered where the file comes from; the partner abroad seldom has a number. The first other
    column of names is then the consignor. In a file whose name says "export" it is the other way round.
    """
    home, abroad = ("consignor", "consignee") if _said_direction(sheet) == {"export"} else ("consignee", "consignor")
    raised = [dict(it) for it in scores]
    numbers = [at for at, it in enumerate(scores) if it["consignee_identifier"].confidence >= FLOOR]
    names = [at for at, column in enumerate(sheet.profiles) if column.share("legal_form") >= 0.5]
    if len(numbers) != 1 or not names:
        return raised
    nearest = min(names, key=lambda at: abs(at - numbers[0]))
    if abs(nearest - numbers[0]) > 2:
        return raised
    number = scores[numbers[0]]["consignee_identifier"]
    raised[numbers[0]] |= {f"{role}_identifier": replace(number, confidence=0.3) for role in ROLES}
    raised[numbers[0]][f"{home}_identifier"] = number
    raised[nearest][home] = _Score(_BESIDE_NUMBER, "names beside the only column of registered numbers")
    if other := [at for at in names if at != nearest]:
        raised[other[0]][abroad] = _Score(_OTHER_NAME, "the first other column of names")
    return raised


def _proposed(sheet: _Sheet, position: int, target: str | None, scores: Mapping[str, _Score]) -> Proposed:
    column = sheet.profiles[position]
    best = max(scores, key=lambda it: scores[it].confidence)
    score = scores[target or best]
    why = score.why if target else f"nearest is {best} ({score.confidence:.0%}): {score.why}; kept as it is"
    text = sheet.text(position) or f"column {position + 1}"
    return Proposed(position, text, target, score.confidence, why, column.samples, column)


def _missing(table: Table, columns: Sequence[Proposed], scores: Sequence[Mapping[str, _Score]]) -> list[Missing]:
    mapped = {it.target for it in columns}
    if "value" in mapped:
        mapped.add("value_usd")  # Amounts are converted at dated rates.
    mapped |= {it.target.removesuffix("_identifier") for it in columns if it.target}  # A number names a party, too.
    grave = frozenset() if table == "items" and _is_usable(mapped) else GRAVE[table]
    return [
        Missing(target, needed_for, _candidates(target, columns, scores), target in grave)
        for target, needed_for in NEEDED_FOR[table].items()
        if target not in mapped
    ]


def _is_usable(mapped: Collection[str | None]) -> bool:
    """Does a line say which declaration or when, what goods, and who? An export extract often names no more."""
    return all(any(it in mapped for it in group) for group in _USABLE)


def _candidates(
    target: str, columns: Sequence[Proposed], scores: Sequence[Mapping[str, _Score]]
) -> tuple[Candidate, ...]:
    found = [
        Candidate(it.header, it.position, scores[it.position][target].confidence)
        for it in columns
        if scores[it.position][target].confidence >= _CANDIDATE
        and not scores[it.position][target].contradicted
        and not (it.target and it.confidence >= _GENERIC_TRUST)
    ]
    return tuple(sorted(found, key=lambda it: -it.confidence)[:3])


def _need(missing: Missing) -> Notice:
    named = ", ".join(f"{it.header!r} ({it.confidence:.0%})" for it in missing.candidates)
    return Notice(
        "W-MAP-NEED",
        f"No column is surely the {missing.target}; needed for {missing.needed_for}. "
        f"{f'Nearest: {named}. ' if named else ''}"
        "If the file has it, name the column in the map; else go on without it.",
    )


def _contradictions(columns: Sequence[Proposed], scores: Sequence[Mapping[str, _Score]]) -> list[Notice]:
    sure = {it.target for it in columns if it.confidence >= _GENERIC_TRUST}
    return [
        Notice(
            "W-MAP-VALUES",
            f"Column {it.header!r} is named like {target}, but its values contradict: {score.why} "
            f"(for example {', '.join(map(repr, it.samples[:3]))}). It was not taken for {target}.",
        )
        for it in columns
        for target, score in scores[it.position].items()
        if score.contradicted and score.confidence >= 0.14 and target not in sure
    ]


def _headless(sheet: _Sheet) -> list[Notice]:
    if sheet.header.rows:
        return []
    return [
        Notice(
            "W-MAP-HEADLESS",
            "The first row holds values, not column names. Columns were told by their values alone: "
            "look at the samples before you accept.",
        )
    ]


def _calendar(columns: Sequence[Proposed]) -> str:
    days = next((it.profile for it in columns if it.target in _DAYS), None)
    return "roc" if days and days.share("roc_day") > days.share("day") else "gregorian"


def _registers(columns: Sequence[Proposed]) -> dict[str, str]:
    """Identifier columns nearly all of whose numbers are of one country's register."""
    found = {}
    for it in columns:
        scheme, share = it.profile.checked_number
        of_party = it.target and it.target.endswith("_identifier")
        if it.target and of_party and share >= _SURE_SCHEME and SCHEMES[scheme].country:
            found[it.target] = SCHEMES[scheme].country
    return found


def _with_direction(proposal: Proposal, sheet: _Sheet) -> Proposal:
    target = {"items": "direction", "statistics": "flow"}.get(proposal.table, "")
    if not target or target in proposal.mapped:
        return proposal
    said, source = _said_direction(sheet), "the file's name or headers"
    if not said and proposal.table == "items":
        said, source = _shown_direction(proposal.mapped), "the countries: they vary on one side only"
    if len(said) != 1:
        return proposal
    (way,) = said
    notice = Notice(
        "W-MAP-DIRECTION",
        f"No column tells the {target}. It was read from {source}: {way}. Correct it in the map if it is wrong.",
    )
    return replace(proposal, constants={**proposal.constants, target: way}, notices=(*proposal.notices, notice))


def _shown_direction(mapped: Mapping[str, Proposed]) -> set[str]:
    """``export`` where goods go to several countries and no column says where from, ``import`` the other way round.

    A customs service does not name its own country on the side where it always stands.
    """
    sides = {"export": ("destination", "dispatch"), "import": ("dispatch", "destination")}
    return {
        way
        for way, (there, here) in sides.items()
        if there in mapped and here not in mapped and len(mapped[there].samples) >= _SEVERAL
    }


def _said_direction(sheet: _Sheet) -> set[str]:
    """What the file's name and its headers say: ``export``, ``import``, both or neither."""
    texts = sheet.header.texts if sheet.header.rows else ()
    words = header_words(" ".join([sheet.file_name.replace("_", " "), *texts]))
    return {way for way in ("export", "import") for word in words if _says(way, word)}


def _says(way: str, word: str) -> bool:
    return any(word.startswith(it) if len(it) > 3 else word == it and not it.isascii() for it in WORDS[way])
