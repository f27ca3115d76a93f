"""What the tables of revision 0052 are gathered in, and what their descriptions share."""

from typing import Any

import sqlalchemy as sa

schema = sa.MetaData()
"""All tables as revision 0052 makes them. They are never changed: what comes later is a migration of its own."""
MOMENT = sa.DateTime(timezone=True)


def where(condition: str) -> dict[str, Any]:
    """Return what makes an index one of the rows under *condition* alone, on either engine."""
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}
