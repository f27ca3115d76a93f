"""
Parts of addresses that can be refused before any view runs: numbers that the database could not hold.

And what an address names: the object by which a page knows its meeting.
"""

from flask import Flask, request
from werkzeug.routing import BaseConverter, Map, ValidationError

from acm_drafts.text.language import Language
from acm_drafts.web.shared.signing import conceal, reveal

GREATEST = 2**31 - 1
"""What a PostgreSQL integer holds: a larger number names nothing, and asking for it would fail."""


def number_in(digits: str) -> int | None:
    """Return the number that was sent in plain digits, None for anything else and for one that nothing has."""
    if not (digits.isascii() and digits.isdecimal()) or len(digits) > len(str(GREATEST)):
        return None
    return int(digits) if int(digits) <= GREATEST else None


class NumberConverter(BaseConverter):
    """A number from 0 to GREATEST in plain digits; anything else is no address of ours, so 404."""

    regex = r"(?:0|[1-9][0-9]{0,9})"

    def to_python(self, value: str) -> int:
        number = int(value)
        if number > GREATEST:
            raise ValidationError()
        return number


class KeyConverter(BaseConverter):
    """The key of a record, concealed for one use; anything else is no address of ours, so 404."""

    regex = r"[0-9A-Za-z_-]{32}"

    def __init__(self, url_map: Map, use: str) -> None:
        super().__init__(url_map)
        self.use = use

    def to_python(self, value: str) -> int:
        key = reveal(value, use=self.use)
        if key is None:
            raise ValidationError()
        return key

    def to_url(self, value: int) -> str:
        return conceal(value, use=self.use)


class CodeConverter(BaseConverter):
    """The code of a communiqué, paragraph or proposal: letters and digits, at most twelve."""

    regex = r"[0-9A-Za-z]{1,12}"


class PublicConverter(BaseConverter):
    """The public address of a text: ASCII letters, digits, dots and hyphens."""

    regex = r"[0-9A-Za-z][0-9A-Za-z.-]{0,199}"


class LanguageConverter(BaseConverter):
    """One of the official languages, by its code; anything else is no address of ours, so 404."""

    regex = f"(?:{'|'.join(language.value for language in Language)})"
    weight = 50
    """It is tried before the address of a text."""

    def to_python(self, value: str) -> Language:
        return Language(value)

    def to_url(self, value: Language | str) -> str:
        return Language(value).value


NAMED = {
    "c": "code",
    "proposals": "amendment",
    "decisions": "decision",
    "meetings": "meeting",
    "people": "meeting",
}
"""What the second part of an address names, by its first part: a key of store.meetings.OF."""


def named_object() -> tuple[str, object] | None:
    """
    Return what the address of this request names, as the kind of object and its key; None above all meetings.

    People belong to no meeting, so that their pages name it in ?meeting=.
    """
    parts = request.path.split("/")
    kind = NAMED.get(parts[1])
    if request.url_rule is None or kind is None:
        return None
    if parts[1] == "people":
        return named_meeting()
    if len(parts) == 2:
        return None  # the list of all meetings
    key = parts[2]
    return kind, int(key) if kind in ("decision", "meeting") else key


def named_meeting() -> tuple[str, object] | None:
    """Return the meeting that ?meeting= names, None where it is not said; no meeting has the key 0."""
    sent = request.args.get("meeting", "")
    if not sent:
        return None
    is_key = sent.isascii() and sent.isdecimal() and len(sent) <= 10 and int(sent) <= GREATEST
    return "meeting", int(sent) if is_key else 0


def init_app(app: Flask) -> None:
    """Let routes say `<int:…>`, `<code:…>`, `<key("person"):…>`, `<language:…>` and `<public:…>`."""
    app.url_map.converters["language"] = LanguageConverter
    app.url_map.converters["public"] = PublicConverter
    app.url_map.converters["key"] = KeyConverter
    app.url_map.converters["int"] = NumberConverter
    app.url_map.converters["code"] = CodeConverter
