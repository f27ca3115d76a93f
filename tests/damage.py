"""Damage to a database that no verb does: its guards are kept from running meanwhile."""

from sqlalchemy import text

from acm_drafts.store.backup import keys_of_sqlite
from acm_drafts.store.database import db


def do_damage(statement: str) -> None:
    """Run *statement* although the database would refuse it, and let everything be read anew."""
    db.session.rollback()
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("set session_replication_role = replica"))
        db.session.execute(text(statement))
        db.session.execute(text("set session_replication_role = origin"))
    else:
        with db.engine.connect() as connection:
            keys_of_sqlite(connection, "OFF")
            named = text("select name from sqlite_master where type = 'trigger'")
            for name in connection.scalars(named).all():
                connection.execute(text(f"drop trigger {name}"))
            connection.execute(text(statement))
            connection.commit()
            keys_of_sqlite(connection, "ON")
    db.session.commit()
    db.session.expire_all()
