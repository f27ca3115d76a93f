"""
One way to say why a file is not read.

`UnreadableFile` takes its reason as a fact, and a reason has facts of its own ("line 12").
Here the two meet, so that the English sentence is whole at once and the web can still say
the reason in the reader's language. Knows no file format.
"""

from acm_drafts.negotiation.errors import UnreadableFile


class Reason(str):
    """An English reason that remembers its catalogue key (`msgid`) and what fills it (`facts`)."""

    __slots__ = ("facts", "msgid")

    msgid: str
    facts: dict[str, object]

    def __new__(cls, msgid: str, /, **facts: object) -> "Reason":
        reason = super().__new__(cls, msgid % facts if facts else msgid)
        reason.msgid = msgid
        reason.facts = facts
        return reason


def unreadable(msgid: str, /, **facts: object) -> UnreadableFile:
    """Return the refusal whose reason is *msgid* (marked `N_`, no final stop) filled with *facts*."""
    return UnreadableFile(why=Reason(msgid, **facts))
