"""Who stands on a list, from when to when: what typologies about listed parties start from."""

import ibis
from ibis import _
from ibis.expr.types import Table

from enduse.detect import Ledger
from enduse.detect.scope import computed
from enduse.detect.shared import once

LEAST_SCORE = 0.9
"""Probability from which a party counts as the one listed; below it a hit is a question, not a fact to build on."""

LEAST_NAMESAKE = 0.5
"""Probability from which a party may be the one listed: the same full name, say, without a number or a birth date."""

_PART = ("shares", "votes", "controls", "appoints_board", "directs")


def possibly_listed(ledger: Ledger) -> Table:
    """Parties that are or may be listed under their own number or name, each once.

    A name alone leaves doubt. It is settled where the party has a part in another one that is surely listed, or the
    other way round: lists name owners together with their firms.

    Args:
        ledger: Its ``hits`` (those by address only say where a party sits, not who it is) and ``relations``.

    Returns:
        ``party_id``, ``certain``, ``listed_on`` (the first day on any list; null where none is stated),
        ``delisted_on`` (null while it stands on any), ``listed_by`` (one of the authorities), ``listed_name``.
        A gap between two lists counts as listed. Computed.
    """
    return once(ledger, "possibly listed", Table, lambda: computed(_possibly(ledger)))


def listed_parties(ledger: Ledger) -> Table:
    """Those of ``possibly_listed`` that surely are."""
    return once(ledger, "listed", Table, lambda: computed(possibly_listed(ledger).filter(_.certain)))


def own_hits(ledger: Ledger) -> Table:
    """The hits behind ``possibly_listed``."""
    return ledger.hits.filter(_.by != "address", _.score >= LEAST_NAMESAKE)


def last_listed_day(delisted_on: ibis.Value) -> ibis.Value:
    """Of several listings, the day on which the last of them ended; null while any goes on."""
    return ibis.ifelse(delisted_on.isnull().any(), ibis.null("date"), delisted_on.max())


def _possibly(ledger: Ledger) -> Table:
    hits = own_hits(ledger)
    sure = computed(hits.filter(hits.score >= LEAST_SCORE).select("party_id").distinct())
    doubtful = computed(hits.anti_join(sure, "party_id").select("party_id").distinct())
    settled = _settled(ledger, sure, doubtful)
    certain = computed(ibis.union(sure, settled, distinct=True).mutate(certain=ibis.literal(True)))
    told = hits.left_join(certain, hits.party_id == certain.party_id).drop("party_id_right")
    told = told.mutate(certain=told.certain.fill_null(False))
    # Of a party that is surely one entry, what it may be besides tells nothing.
    numbered = told.semi_join(sure, "party_id").filter(_.score >= LEAST_SCORE)
    return _each(ibis.union(numbered, told.anti_join(sure, "party_id")))


def _settled(ledger: Ledger, sure: Table, doubtful: Table) -> Table:
    ties = ledger.relations.filter(_.kind.isin(_PART)).select("subject_id", "object_id").distinct()
    owners = ties.semi_join(sure, ties.object_id == sure.party_id).select(party_id="subject_id")
    firms = ties.semi_join(sure, ties.subject_id == sure.party_id).select(party_id="object_id")
    return ibis.union(owners, firms, distinct=True).semi_join(doubtful, "party_id")


def _each(hits: Table) -> Table:
    return hits.group_by("party_id").agg(
        certain=hits.certain.any(),
        listed_on=hits.listed_on.min(),
        delisted_on=last_listed_day(hits.delisted_on),
        listed_by=hits.authority.min(),
        listed_name=hits.listed_name.min(),
    )
