"""When firms were founded, and out of what."""

from ibis import _
from ibis.expr.types import Table

from enduse.detect import Ledger
from enduse.detect.ties import SUCCESSION


def founded(ledger: Ledger) -> Table:
    """Companies with the earliest founding day that a register states: ``subject_id``, ``founded_on``, ``row_id``."""
    dated = ledger.register.filter(_.founded_on.notnull(), _.party_id.notnull(), ~(_.kind == "person").fill_null(False))
    return dated.group_by(subject_id=dated.party_id).agg(
        founded_on=_.founded_on.min(), row_id=_.row_id.argmin(_.founded_on)
    )


def with_predecessor(ledger: Ledger, firms: Table) -> Table:
    """The firms with ``succeeds``: does a register name a legal predecessor or successor of it?"""
    kin = ledger.relations.filter(_.kind.isin(SUCCESSION))
    ends = kin.select(subject_id="subject_id").union(kin.select(subject_id="object_id")).distinct()
    return firms.mutate(succeeds=firms.subject_id.isin(ends.subject_id))
