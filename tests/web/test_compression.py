"""Pages are sent compressed to those whom no other site sent."""

import gzip

import pytest
from flask.testing import FlaskClient

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
