"""Parts of addresses: what the database could not hold names nothing."""

import pytest
from werkzeug.exceptions import NotFound
from werkzeug.routing import Map, Rule

from acm_drafts.web.shared.addresses import CodeConverter, NumberConverter

MAP = Map(
    [Rule("/n/<int:part>", endpoint="number"), Rule("/c/<code:part>", endpoint="code")],
    converters={"int": NumberConverter, "code": CodeConverter},
).bind("localhost")


@pytest.mark.parametrize(
    ("path", "part"), [("/n/0", 0), ("/n/2147483647", 2147483647), ("/c/4kd7wqz", "4kd7wqz")]
)
def test_a_number_and_a_code_are_read(path, part):
    assert MAP.match(path)[1] == {"part": part}


@pytest.mark.parametrize(
    "path",
    [
        "/n/-1",
        "/n/2147483648",
        "/n/9223372036854775808",
        "/n/007",
        "/n/٣",
        "/n/1.5",
        "/n/",
        "/c/a'b",
        "/c/a\0",
        "/c/" + "a" * 13,
    ],
)
def test_anything_else_is_no_address(path):
    with pytest.raises(NotFound):
        MAP.match(path)
