"""The log of what people wrote into a case, which nothing changes or deletes."""

from alembic import op

from enduse.store.case_tables import CASE_METADATA

revision = "v3_case_log"
down_revision = "v2_evidence"


def upgrade() -> None:
    """Make the table and its triggers."""
    CASE_METADATA.create_all(op.get_bind())
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER case_log_no_{change.lower()} BEFORE {change} ON case_log "
            f"BEGIN SELECT RAISE(ABORT, 'desk:E-DESK-APPEND'); END"
        )
