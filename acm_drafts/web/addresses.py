"""
Parts of addresses that can be refused before any view runs: numbers that the database could not hold.
"""

from flask import Flask
from werkzeug.routing import BaseConverter, ValidationError

GREATEST = 2**31 - 1
"""What a PostgreSQL integer holds: a larger number names nothing, and asking for it would fail."""


class NumberConverter(BaseConverter):
    """A number from 0 to GREATEST in plain digits; anything else is no address of ours, so 404."""

    regex = r"(?:0|[1-9][0-9]{0,9})"

    def to_python(self, value: str) -> int:
        number = int(value)
        if number > GREATEST:
            raise ValidationError()
        return number


class CodeConverter(BaseConverter):
    """The code of a communiqué, paragraph or proposal: letters and digits, at most twelve."""

    regex = r"[0-9A-Za-z]{1,12}"


def init_app(app: Flask) -> None:
    """Let routes say `<int:…>` and `<code:…>`."""
    app.url_map.converters["int"] = NumberConverter
    app.url_map.converters["code"] = CodeConverter
