"""Run migrations on the application's own database, or on the connection that the caller holds; SQLite in batches."""

from contextlib import nullcontext
from logging.config import fileConfig

from alembic import context
from flask import current_app

config = context.config
held = config.attributes.get("connection")
if config.config_file_name is not None:
    fileConfig(config.config_file_name, disable_existing_loggers=False)


def run() -> None:
    database = current_app.extensions["migrate"].db
    with database.engine.connect() if held is None else nullcontext(held) as connection:
        context.configure(
            connection=connection,
            target_metadata=database.metadata,
            **current_app.extensions["migrate"].configure_args,
        )
        with context.begin_transaction():
            context.run_migrations()


if context.is_offline_mode():
    raise SystemExit("Migrations read and write data, so they run against a database, not into a file.")
run()
