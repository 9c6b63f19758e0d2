"""Changes of the desk's tables, applied by Alembic when a desk is opened."""
