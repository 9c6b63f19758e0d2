"""How Alembic reaches the desk: the connection is handed in by ``store.desk``."""

from alembic import context

from enduse.store.desk_tables import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA)
with context.begin_transaction():
    context.run_migrations()
