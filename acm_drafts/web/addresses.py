"""
Parts of addresses that can be refused before any view runs: numbers that the database could not hold.
"""

from flask import Flask
from werkzeug.routing import BaseConverter, Map, ValidationError

from acm_drafts.web.seals import conceal, reveal

GREATEST = 2**31 - 1
"""What a PostgreSQL integer holds: a larger number names nothing, and asking for it would fail."""


def number_in(given: str) -> int | None:
    """Return the number that was sent in plain digits, None for anything else and for one that nothing has."""
    if not (given.isascii() and given.isdecimal()) or len(given) > len(str(GREATEST)):
        return None
    return int(given) if int(given) <= GREATEST else None


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


def init_app(app: Flask) -> None:
    """Let routes say `<int:…>`, `<code:…>` and `<key("person"):…>`."""
    app.url_map.converters["key"] = KeyConverter
    app.url_map.converters["int"] = NumberConverter
    app.url_map.converters["code"] = CodeConverter
