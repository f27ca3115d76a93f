"""
What this floor has to say about a file, so that it can be said in the reader's language.

A phrase is English text at once and remembers its catalogue key and what fills it; a refusal's
reason is one. Knows no file format.
"""

from acm_drafts.negotiation.errors import FileTooLong, UnreadableFile


class Phrase(str):
    """English text that remembers its catalogue key (*msgid*) and what fills it (*facts*, phrases among them)."""

    __slots__ = ("facts", "msgid")

    msgid: str
    facts: dict[str, object]

    def __new__(cls, msgid: str, /, **facts: object) -> "Phrase":
        phrase = super().__new__(cls, msgid % facts if facts else msgid)
        phrase.msgid = msgid
        phrase.facts = facts
        return phrase


def unreadable(msgid: str, /, **facts: object) -> UnreadableFile:
    """Return the refusal whose reason is *msgid* (marked `N_`, no final stop) filled with *facts*."""
    return UnreadableFile(why=Phrase(msgid, **facts))


def too_long(msgid: str, /, **facts: object) -> FileTooLong:
    """Return the refusal of a file that holds too much, as `unreadable` does."""
    return FileTooLong(why=Phrase(msgid, **facts))
