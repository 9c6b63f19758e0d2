"""The first tables of the desk, with the rules of approval as triggers.

The triggers are SQLite's. They raise the code of the error that the user sees, after ``desk:``.
"""

from alembic import op

from enduse.store.desk_tables import APPEND_ONLY, METADATA

revision = "v1_orders"
down_revision = None

_NEXT = {
    "": ("examined",),
    "examined": ("examined", "asked", "answered", "proposed", "refused"),
    "asked": ("examined", "asked", "answered", "proposed", "refused"),
    "answered": ("examined", "asked", "answered", "proposed", "refused"),
    "proposed": ("examined", "customs", "licensing", "approved", "returned", "refused"),
    "customs": ("examined", "customs", "licensing", "approved", "returned", "refused"),
    "licensing": ("examined", "customs", "licensing", "approved", "returned", "refused"),
    "approved": ("examined", "shipped", "returned", "refused"),
    "returned": ("examined", "asked", "answered", "proposed", "refused"),
    "refused": ("examined",),
    "shipped": ("reopened",),
    "reopened": ("reopened", "asked", "answered", "closed"),
    "closed": ("reopened",),
}

_LAST = "(SELECT {what} FROM order_steps WHERE order_id = NEW.order_id ORDER BY id DESC LIMIT 1)"
_SETTING = "(SELECT value FROM desk_settings WHERE name = '{name}' ORDER BY id DESC LIMIT 1)"
_PROPOSED = (
    "(SELECT {what} FROM order_steps WHERE order_id = NEW.order_id AND revision = NEW.revision "
    "AND step = 'proposed' ORDER BY id DESC LIMIT 1)"
)
_TIER = (
    "(SELECT by_key FROM order_steps WHERE order_id = NEW.order_id AND revision = NEW.revision AND step = '{tier}' "
    "AND id > {since} ORDER BY id DESC LIMIT 1)"
)


def upgrade() -> None:
    """Make the tables, the transitions, the settings a desk begins with, and the triggers."""
    METADATA.create_all(op.get_bind())
    op.bulk_insert(
        METADATA.tables["order_transitions"],
        [{"before": before, "after": after} for before, every in _NEXT.items() for after in every],
    )
    for table in APPEND_ONLY:
        for change in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{change.lower()} BEFORE {change} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, 'desk:E-DESK-APPEND'); END"
            )
    for name, when, code in _rules():
        op.execute(
            f"CREATE TRIGGER order_steps_{name} BEFORE INSERT ON order_steps WHEN {when} "
            f"BEGIN SELECT RAISE(ABORT, 'desk:{code}'); END"
        )


def _rules() -> list[tuple[str, str, str]]:
    """Name, condition under which a step is refused, and code."""
    return [*_order_of_steps(), *_approvals(), *_proposals()]


def _order_of_steps() -> list[tuple[str, str, str]]:
    newest = "(SELECT max(revision) FROM order_revisions WHERE order_id = NEW.order_id)"
    last = f"coalesce({_LAST.format(what='step')}, '')"
    # SQLite fires triggers in no promised order: a stale revision is told by its own trigger alone.
    unknown = f"NOT EXISTS (SELECT 1 FROM order_transitions WHERE before = {last} AND after = NEW.step)"
    return [
        ("revision", f"NEW.revision IS NOT {newest}", "E-ORDER-REVISION"),
        ("order", f"NEW.revision IS {newest} AND {unknown}", "E-ORDER-STATE"),
        ("clock", f"NEW.seconds < {_LAST.format(what='seconds')}", "E-ORDER-CLOCK"),
        ("named", "trim(NEW.by_key) = ''", "E-ORDER-WHO"),
    ]


def _approvals() -> list[tuple[str, str, str]]:
    by, at, since = (_PROPOSED.format(what=it) for it in ("by_key", "seconds", "id"))
    hours = f"CAST(coalesce({_SETTING.format(name='wait_hours')}, '24') AS REAL)"
    mode = f"coalesce({_SETTING.format(name='approval')}, 'four_eyes')"
    same = f"NEW.step = 'approved' AND {by} = NEW.by_key"
    two_tier = f"NEW.step = 'approved' AND {_SETTING.format(name='tiers')} = 'two'"
    customs, licensing = (_TIER.format(tier=it, since=since) for it in ("customs", "licensing"))
    early = f"NEW.seconds - {at} < 3600 * {hours}"
    return [
        ("four_eyes", f"{same} AND {mode} = 'four_eyes'", "E-4EYES"),
        ("two_eyes_wait", f"{same} AND {mode} = 'two_eyes_wait' AND {early}", "E-4EYES-WAIT"),
        ("two_tiers", f"{two_tier} AND ({customs} IS NULL OR {licensing} IS NULL)", "E-ORDER-TIERS"),
        ("two_people", f"{two_tier} AND {customs} = {licensing}", "E-ORDER-TIERS"),
    ]


def _proposals() -> list[tuple[str, str, str]]:
    outcome = "(SELECT outcome FROM order_revisions WHERE order_id = NEW.order_id AND revision = NEW.revision)"
    basis = outcome.replace("SELECT outcome", "SELECT basis")
    ships = "NEW.step = 'proposed' AND NEW.reason <> 'apply_for_licence'"
    no_licence = "coalesce(json_extract(NEW.payload, '$.licence'), '') = ''"
    applied = f"NEW.step = 'shipped' AND {_PROPOSED.format(what='reason')} = 'apply_for_licence'"
    return [
        ("prohibited", f"NEW.step = 'proposed' AND {outcome} = 'BLOCK'", "E-ORDER-PROHIBITED"),
        ("licence", f"{ships} AND {outcome} = 'LICENCE' AND {no_licence}", "E-ORDER-LICENCE"),
        ("open", f"{ships} AND {outcome} = 'HOLD' AND {basis} = 'law'", "E-ORDER-OPEN"),
        ("reasoned", f"{ships} AND {outcome} = 'HOLD' AND trim(NEW.note) = ''", "E-ORDER-REASON"),
        ("licensed", f"{applied} AND {no_licence}", "E-ORDER-LICENCE"),
    ]
