"""Static files have names that hold their hash, and stay in every cache for a year."""

import gzip
import os
import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from acm_drafts.web.shared import static_files

STATIC = Path(__file__).resolve().parents[2] / "static"


def addresses(page: str) -> list[str]:
    return re.findall(r'(?:href|src)="(/static/[^"]+)"', page)


def test_every_file_of_a_page_is_named_by_its_hash_and_kept_for_a_year(client: FlaskClient):
    found = addresses(client.get("/sign-in").text)

    assert len(found) > 8
    for address in found:
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable", address
        assert re.search(r"\.[0-9a-f]{12}\.\w+$", address), address


def test_a_stylesheet_names_its_fonts_by_their_hashes(client: FlaskClient):
    sheet = next(address for address in addresses(client.get("/sign-in").text) if "tokens" in address)
    fonts = re.findall(r'url\("\.\./([^"]+)"\)', client.get(sheet).text)

    assert len(fonts) > 5
    for font in fonts:
        answer = client.get(f"/static/{font}")
        assert answer.mimetype == "font/woff2"
        assert "immutable" in answer.headers["Cache-Control"], font


def test_text_is_compressed_for_whoever_reads_it_and_fonts_never(client: FlaskClient, app: Flask):
    with app.app_context():
        sheet, font = (
            static_files.static_url(name) for name in ("css/base.css", "fonts/draft-sans-latin.woff2")
        )
    packed = client.get(sheet, headers={"Accept-Encoding": "gzip"})

    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.headers["Vary"] == "Accept-Encoding"
    assert gzip.decompress(packed.data) == client.get(sheet).data
    assert "Content-Encoding" not in client.get(font, headers={"Accept-Encoding": "gzip"}).headers


def test_another_content_has_another_address(tmp_path: Path):
    sheet = tmp_path / "a.css"
    sheet.write_text("p {}")
    before = static_files.read(sheet).digest
    sheet.write_text("a {}")
    os.utime(sheet, ns=(1, 1))

    assert static_files.read(sheet).digest != before


@pytest.mark.parametrize("name", ["css/base.000000000000.css", "css/base.css"])
def test_an_old_or_plain_name_is_answered_and_asked_again(client: FlaskClient, name: str):
    answer = client.get(f"/static/{name}")

    assert answer.status_code == 200
    assert "immutable" not in answer.headers["Cache-Control"]


@pytest.mark.parametrize("name", ["css/none.0123456789ab.css", "../config.0123456789ab.py"])
def test_no_hash_leads_to_what_is_not_there(client: FlaskClient, name: str):
    assert client.get(f"/static/{name}").status_code == 404
