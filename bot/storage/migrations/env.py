"""What Alembic runs at each upgrade: the connection is handed over, in a transaction; logging is left alone."""

from alembic import context

from bot.storage.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
