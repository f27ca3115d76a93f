"""Pages are sent compressed to those whom no other site sent."""

import gzip
import re
import threading
from collections.abc import Iterable, Iterator
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest
from flask.testing import FlaskClient
from werkzeug.exceptions import NotFound
from werkzeug.middleware.http_proxy import ProxyMiddleware
from werkzeug.serving import make_server
from werkzeug.test import Client

from tests.conftest import make_app

OWN = {"Accept-Encoding": "gzip", "Sec-Fetch-Site": "same-origin"}


def test_a_page_is_compressed_and_says_so(client: FlaskClient):
    plain = client.get("/sign-in", headers={"Sec-Fetch-Site": "none"})
    packed = client.get("/sign-in", headers=OWN)

    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.headers["Cache-Control"] == "no-store"
    assert {"Accept-Encoding", "Sec-Fetch-Site"} <= set(packed.vary)
    assert len(packed.data) < len(plain.data) / 2
    assert b"</html>" in gzip.decompress(packed.data)
    assert int(packed.headers["Content-Length"]) == len(packed.data)


@pytest.mark.parametrize("site", ["cross-site", "same-site", ""])
def test_what_another_site_began_is_sent_as_it_is(client: FlaskClient, site: str):
    """Its length would tell what the page holds beside what the address repeats."""
    headers = {"Accept-Encoding": "gzip"} | ({"Sec-Fetch-Site": site} if site else {})

    assert "Content-Encoding" not in client.get("/sign-in?next=/guess", headers=headers).headers


@pytest.mark.parametrize("accepted", ["", "br", "gzip;q=0"])
def test_who_does_not_read_it_gets_the_plain_page(client: FlaskClient, accepted: str):
    answer = client.get("/sign-in", headers=OWN | {"Accept-Encoding": accepted})

    assert "Content-Encoding" not in answer.headers


def test_what_is_short_or_no_page_stays_as_it_is(client: FlaskClient):
    assert "Content-Encoding" not in client.get("/healthz", headers=OWN).headers
    assert "Content-Encoding" not in client.head("/sign-in", headers=OWN).headers


# Behind a proxy --------------------------------------------------------------------------------------


FORWARDED = {
    "X-Forwarded-For": "203.0.113.9",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "drafts.example",
    "X-Forwarded-Port": "443",
}
"""What a proxy that speaks https adds for the application (README, ACM_PROXIES)."""


@pytest.fixture
def proxy(sqlite_url: str) -> Iterator[Client]:
    """A browser of which each request goes through a proxy, over HTTP, to the application that believes one proxy."""
    app = make_app(sqlite_url, PROXIES=1, TRUSTED_HOSTS=["drafts.example"])
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    target = {"target": f"http://127.0.0.1:{server.server_port}", "headers": FORWARDED, "host": "<auto>"}
    hop = ProxyMiddleware(NotFound(), {}).proxy_to

    def forward(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        answer = hop({**target, "remove_prefix": False}, environ["PATH_INFO"], "/")
        return answer(environ, start_response)

    yield Client(forward)
    server.shutdown()
    thread.join()
    with app.app_context():
        app.extensions["sqlalchemy"].engine.dispose()


def test_behind_a_proxy_a_page_arrives_compressed_once(proxy: Client):
    plain = proxy.get("/sign-in", headers={"Sec-Fetch-Site": "none"})
    packed = proxy.get("/sign-in", headers=OWN)

    assert packed.headers.getlist("Content-Encoding") == ["gzip"]
    page = gzip.decompress(packed.data)
    assert b"</html>" in page and plain.data.count(b"<link") == page.count(b"<link")
    assert int(packed.headers["Content-Length"]) == len(packed.data) < len(plain.data) / 2
    for answer in (plain, packed):
        assert {"Accept-Encoding", "Sec-Fetch-Site"} <= set(answer.vary)
        assert answer.headers["Cache-Control"] == "no-store"
        assert "ETag" not in answer.headers, "a page that no cache may keep has no name in one"


def test_behind_a_proxy_what_another_site_began_is_sent_as_it_is(proxy: Client):
    answer = proxy.get("/sign-in", headers=OWN | {"Sec-Fetch-Site": "cross-site"})

    assert "Content-Encoding" not in answer.headers
    assert b"</html>" in answer.data


def test_behind_a_proxy_a_static_file_arrives_compressed_once_and_is_kept_for_each_encoding(proxy: Client):
    sheet = re.search(r'href="(/static/css/base[^"]+)"', proxy.get("/sign-in").text)[1]
    plain, packed = proxy.get(sheet), proxy.get(sheet, headers=OWN)

    assert packed.headers.getlist("Content-Encoding") == ["gzip"]
    assert gzip.decompress(packed.data) == plain.data
    assert set(plain.vary) == set(packed.vary) == {"Accept-Encoding"}
    assert "ETag" not in packed.headers, "two encodings may not share one"


def test_behind_a_proxy_a_file_under_its_plain_name_is_validated_by_its_etag(
    proxy: Client,
):
    first = proxy.get("/static/css/base.css", headers=OWN)
    again = proxy.get("/static/css/base.css", headers=OWN | {"If-None-Match": first.headers["ETag"]})

    assert "Content-Encoding" not in first.headers
    assert proxy.get("/static/css/base.css").headers["ETag"] == first.headers["ETag"]
    assert (again.status_code, again.data) == (304, b"")
