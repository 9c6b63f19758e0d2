"""A firm shares an address, phone, e-mail or account with a listed party, or a buyer shares one with its own seller.

Only what few share tells anything: a business centre, a registration agent or a bookkeeper's telephone is given by many
firms that have nothing to do with each other. With a listed party it counts from the day of the listing on. Between
buyer and seller it says that two firms that trade across a border may be one house.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

import ibis
import pyarrow as pa
from ibis import _
from ibis.expr.types import Table

from enduse.detect import Finder, Ledger, Needs, Typology
from enduse.detect.dealings import cited, dealings, line_rows, preferring_priority, record_rows
from enduse.detect.listed_parties import last_listed_day, listed_parties, own_hits
from enduse.detect.partners import PAIR, lines_between, partners
from enduse.detect.scope import DESTINATIONS, computed, small
from enduse.detect.ties import SUCCESSION, openly_tied
from enduse.text.addresses import address_form

STRENGTH_NUMBER = 0.55
STRENGTH_ROOM = 0.45
STRENGTH_HOUSE = 0.2
STRENGTH_PARTNERS = 0.25
_MANY_KINDS = ("account", "domain", "email", "phone")


def _rare(traits: Table, most: int) -> Table:
    """The traits that two to ``most`` parties give, with ``sharing`` and ``fine`` (an address down to the room)."""
    counts = traits.group_by("kind", "key").agg(sharing=_.party_id.nunique())
    few = traits.join(counts.filter(_.sharing >= 2, _.sharing <= most), ["kind", "key"])
    rows = few.select("party_id", "kind", "key", "written", "row_id", "sharing").to_pyarrow()
    fine = [
        kind not in ("address", "house") or (kind == "address" and bool(address_form(written or "").room))
        for kind, written in zip(rows["kind"].to_pylist(), rows["written"].to_pylist(), strict=True)
    ]
    return small(rows.append_column("fine", pa.array(fine, pa.bool_())))


def _ties(ledger: Ledger, most: int) -> Table:
    """Unlisted parties and the listed ones that they share a rare trait with: one row for each trait."""
    listed = listed_parties(ledger)
    theirs = ledger.traits.semi_join(listed, "party_id").select("kind", "key").distinct()
    rare = _rare(ledger.traits.semi_join(computed(theirs), ["kind", "key"]), most)
    with_them = rare.join(listed, "party_id").select(
        "kind", "key", "listed_on", "delisted_on", listed_id="party_id", listed_row="row_id"
    )
    others = rare.anti_join(listed, "party_id").rename(subject_id="party_id")
    return computed(others.join(with_them, ["kind", "key"]))


def with_listed(
    ledger: Ledger,
    watershed: date,
    destinations: tuple[str, ...] = DESTINATIONS,
    max_sharing: int = 4,
) -> Table:
    """One row per party that deals in imports and shares something rare with a listed party.

    Args:
        ledger: Its ``traits``, ``hits`` and declarations.
        watershed: Counts as the day of a listing whose day is not stated.
        destinations: Importing countries.
        max_sharing: What more parties give is common and says nothing.
    """
    ties = _ties(ledger, max_sharing)
    succeeded = computed(openly_tied(ledger, ties, "listed_id", SUCCESSION).select("subject_id").distinct())
    since = ties.group_by("subject_id").agg(
        listed_on=_.listed_on.min(),
        until=last_listed_day(ties.delisted_on),
        sharing=_.sharing.min(),
        kinds=_.kind.collect(distinct=True),
        by_number=_.kind.isin(_MANY_KINDS).any(),
        fine=_.fine.any(),
        listed_ids=_.listed_id.collect(distinct=True),
    )
    since = since.mutate(since=ibis.coalesce(_.listed_on, watershed), succeeded=_.subject_id.isin(succeeded.subject_id))
    since = computed(since)
    lines = dealings(ledger, since, destinations).join(since.select("subject_id", "since", "until"), "subject_id")
    after = preferring_priority(
        lines.mutate(telling=(_.declared_on >= _.since) & (_.declared_on < _.until).fill_null(True)), ["subject_id"]
    )
    keys = ["subject_id"]
    of_listed = ties.select("subject_id", row_id="listed_row")
    hits = own_hits(ledger).join(ties.select("subject_id", "listed_id").distinct(), _.party_id == ties.listed_id)
    facts = (record_rows(it, keys) for it in (ties, of_listed, hits))
    found = cited(since, keys, line_rows(after, keys), *facts)
    goods = after.group_by(keys).agg(priority=_.priority.any(where=_.telling))
    return found.join(goods, keys).mutate(strength=_strength(), rank=_.value_usd.fill_null(0.0)).drop("since", "until")


def _strength() -> ibis.Value:
    told = ibis.cases((_.by_number, STRENGTH_NUMBER), (_.fine, STRENGTH_ROOM), else_=STRENGTH_HOUSE)
    weighed = ibis.ifelse(_.priority.fill_null(False), told, told / 2)
    # A firm that a register names as legal successor of the listed one has its telephone for a known reason.
    return ibis.ifelse(_.succeeded, ibis.least(weighed, STRENGTH_HOUSE), weighed)


def between_partners(
    ledger: Ledger,
    watershed: date,
    destinations: tuple[str, ...] = DESTINATIONS,
    max_sharing: int = 4,
) -> Table:
    """One row per importer and seller of priority goods that share something rare, whoever they are.

    Args:
        ledger: Its ``traits`` and declarations.
        watershed: Lines from this day on count; earlier ones are shown as context.
        destinations: Importing countries.
        max_sharing: What more parties give is common and says nothing.
    """
    theirs = ledger.traits.select("party_id", "kind", "key", "row_id")
    pairs = partners(ledger, destinations)
    buyers = pairs.join(theirs, pairs.subject_id == theirs.party_id).drop("party_id").rename(buyer_row="row_id")
    both = buyers.join(theirs, [buyers.partner_id == theirs.party_id, "kind", "key"]).rename(seller_row="row_id")
    both = computed(both.select(*PAIR, "kind", "key", "buyer_row", "seller_row"))
    rare = _rare(ledger.traits.semi_join(both.select("kind", "key").distinct(), ["kind", "key"]), max_sharing)
    both = computed(both.join(rare.select("kind", "key", "sharing").distinct(), ["kind", "key"]))
    ties = computed(both.group_by(PAIR).agg(sharing=_.sharing.min(), kinds=_.kind.collect(distinct=True)))
    lines = lines_between(ledger, ties, destinations)
    lines = lines.filter(lines.priority).mutate(telling=_.declared_on >= watershed)
    facts = (record_rows(both.select(*PAIR, row_id=it), PAIR) for it in ("buyer_row", "seller_row"))
    found = cited(ties, PAIR, line_rows(lines.filter(_.telling.notnull()), PAIR), *facts)
    return found.mutate(
        partner_ids=ibis.array([_.partner_id]),
        lane=ibis.array([_.partner_id]),
        strength=ibis.literal(STRENGTH_PARTNERS),
        rank=_.value_usd.fill_null(0.0),
    ).drop("partner_id")


def _phrases(row: Mapping[str, Any]) -> Mapping[str, str]:
    told = set(row["kinds"]) - ({"house"} if "address" in row["kinds"] else set())
    kinds = " and ".join(_WORDS.get(it, it) for it in sorted(told))
    since = f"since the listing of {row['listed_on']}" if row.get("listed_on") else "since the watershed"
    return {
        "what": kinds,
        "since_when": f"{since} (the day of the listing is not stated)" if since[-1] == "d" else since,
    }


_WORDS = {"account": "a bank account", "address": "an address", "domain": "a web domain"} | {
    "email": "an e-mail address",
    "house": "a house",
    "phone": "a telephone number",
}

shared_identifier_cluster = Typology(
    id="shared_identifier_cluster",
    title="Shared address, phone or account",
    about=__doc__,
    innocent=(
        "two tenants of one building, or of one service that gives addresses and telephones",
        "the listed party left, and the number or room was given to somebody else",
        "companies of one group that say so openly",
        "one lawyer, bookkeeper or customs broker registered both",
    ),
    misses=(
        "what no source of the ledger gives: hosts of sites, signatories, devices",
        "an address or number that many give, although two of them belong together",
        "a listed party whose address or number no source gives",
    ),
    settle=(
        "lease and telephone contracts: whose are they, since when",
        "register extracts of both firms: owners, directors, earlier addresses",
        "who answers the telephone or the e-mail",
    ),
    sources=(
        "BIS, Supplement No. 3 to part 732, red flag 1 (catalogue: BIS3-1)",
        "FinCEN and BIS alert, June 2022: shared addresses of shell firms (catalogue: F22)",
        "15 CFR 744.16(f): addresses on the Entity List",
    ),
    ceiling=0.6,
    finders=(
        Finder(
            id="with_listed",
            reads="items",
            subject="company",
            headline=(
                "{subject} shares {what} with {listed}, a listed party; it dealt in {lines:line|lines} ({value}) "
                "{since_when}"
            ),
            needs=Needs(
                columns=("declared_on", "consignee_id"), lists=("CHPL",), rows="imports", tables=("traits", "hits")
            ),
            find=with_listed,
            phrases=_phrases,
        ),
        Finder(
            id="between_partners",
            reads="items",
            subject="company",
            headline=(
                "{subject} and its seller {partner} share {what} that {sharing:party|parties} in the records give; "
                "{lines:line|lines} of priority goods ({value}) since {watershed}"
            ),
            needs=Needs(
                columns=("declared_on", "consignee_id", "consignor_id"),
                lists=("CHPL",),
                rows="imports",
                tables=("traits",),
            ),
            find=between_partners,
            phrases=_phrases,
        ),
    ),
)
