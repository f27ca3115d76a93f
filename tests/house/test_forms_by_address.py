"""A form that is sent as an address cannot become one that the server refuses to read: its boxes are bounded."""

import re
import runpy

from acm_drafts.negotiation.library import LONGEST_TYPED
from acm_drafts.web.shared.requests import LONGEST_ADDRESS
from tests.house.tree import ROOT, files, read, relative

BYTES_OF_A_LETTER = 9
"""So many characters one letter of the basic plane takes in an address at most; one beyond it counts as two."""
OF_CHOICES = 1_000
"""So many characters the choices and hidden fields beside a box take, and the address of the page."""

FORM = re.compile(r"<form\b[^>]*method=\"get\".*?</form>|\{%-? call lists\.filters\(.*?endcall", re.DOTALL)
BOX = re.compile(r"<input\b(?![^>]*type=\"(?:hidden|date|checkbox|radio)\")[^>]*>|<textarea\b[^>]*>")


def test_every_box_of_a_form_that_is_sent_as_an_address_is_bounded():
    boxes = []
    for path in files("templates/*"):
        for form in FORM.findall(path.read_text("utf-8")):
            boxes += [(relative(path), box) for box in BOX.findall(form)]

    assert [entry for entry in boxes if "maxlength=" not in entry[1]] == []
    assert len(boxes) >= 6


def test_the_server_reads_the_longest_address_that_a_box_can_make():
    most = runpy.run_path(str(ROOT / "gunicorn.conf.py"))["limit_request_line"]

    assert LONGEST_TYPED * BYTES_OF_A_LETTER + OF_CHOICES <= LONGEST_ADDRESS < most
    assert f"large_client_header_buffers 4 {most // 1024}k;" in read("deploy/nginx.conf")
    assert 'maxlength="{{ LONGEST_TYPED }}"' in read("templates/search/index.html")
