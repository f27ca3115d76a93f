"""Damage to a database that no verb does: its guards are kept from running meanwhile."""

from sqlalchemy import text

from acm_drafts.store.database import db


def do_damage(statement: str) -> None:
    """Run *statement* although the database would refuse it, and let everything be read anew."""
    db.session.rollback()
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("set session_replication_role = replica"))
        db.session.execute(text(statement))
        db.session.execute(text("set session_replication_role = origin"))
    else:
        named = text("select name from sqlite_master where type = 'trigger'")
        for name in db.session.scalars(named).all():
            db.session.execute(text(f"drop trigger {name}"))
        db.session.execute(text(statement))
    db.session.commit()
    db.session.expire_all()
