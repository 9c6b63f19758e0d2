"""How Alembic reaches the desk: the connection is handed in by ``store.desk``."""

from alembic import context

from enduse.store.desk_tables import METADATA

# Read outside of a migration (documentation, doctest) there is no environment, and nothing to do.
if getattr(context, "config", None) is not None:
    context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA)
    with context.begin_transaction():
        context.run_migrations()
