"""The log of evidence, which nothing changes or deletes."""

from alembic import op

from enduse.store.evidence_tables import EVIDENCE_METADATA

revision = "v2_evidence"
down_revision = "v1_orders"


def upgrade() -> None:
    """Make the table and its triggers."""
    EVIDENCE_METADATA.create_all(op.get_bind())
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER evidence_log_no_{change.lower()} BEFORE {change} ON evidence_log "
            f"BEGIN SELECT RAISE(ABORT, 'desk:E-DESK-APPEND'); END"
        )
