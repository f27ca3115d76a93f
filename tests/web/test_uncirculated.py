"""
A text that is not circulated is the Mission's: nobody else is told its title, its symbol, or that it is there.

`make test` lets each reader ask for a third of all addresses, by turns, and `make test-whole` for all.
"""

import re
from io import BytesIO

import pytest
from flask import Flask

from acm_drafts.negotiation.terms import Role
from acm_drafts.services import drafts
from acm_drafts.store.database import db
from acm_drafts.store.records import Communique, Paragraph
from acm_drafts.web.shared.addresses import NumberConverter
from tests.conftest import by_turns, in_full
from tests.factories import make_officer, mission, sign_in, token_for
from tests.tables import lines_of, make_table

TITLE, SYMBOL = "Declaration on a secret matter", "OIC/SECRET"
READERS = {
    "head": (Role.HEAD, "SEN"),
    "drafter": (Role.DRAFTER, "SEN"),
    "observer": (Role.OBSERVER, ""),
    "chair": (Role.CHAIR, ""),
    "administrator": (Role.ADMINISTRATOR, ""),
}
MISSING = "zzzzzzz"


@pytest.fixture
def hidden(session: object) -> tuple[str, str]:
    """The codes of a text that is not circulated and of a paragraph of it, beside one that is."""
    make_table("The Meeting welcomed the progress made.")
    lines = lines_of("The Meeting kept a secret.", "It kept another.")
    facts = {"lines": lines, "data": b"secret", "symbol": SYMBOL, "title": TITLE}
    key = drafts.import_text(mission(), **facts).communique_id
    communique = db.session.get_one(Communique, key)
    paragraph = db.session.query(Paragraph).filter_by(communique_id=key).first()
    return communique.code, paragraph.code


def paths(app: Flask, code: str, paragraph: str) -> list[tuple[str, str]]:
    """Return method and address of everything that is asked of one text."""
    found = []
    parts = {
        "language": "fr",
        "paragraph": paragraph,
        "paragraph_code": paragraph,
        "batch_code": MISSING,
        "body": MISSING,
        "sitting": MISSING,
        "procedure": MISSING,
        "reservation": MISSING,
        "discussion": MISSING,
        "group": MISSING,
        "version": MISSING,
        "entry": MISSING,
        "call": MISSING,
        "answer": MISSING,
        "file": MISSING,
        "mark": MISSING,
        "question": 1,
        "token": "spent",
        "term_id": 1,
        "number": 1,
        "sequence": 0,
        "together": 1,
    }
    for rule in app.url_map.iter_rules():
        names = {"code", "communique", "communique_code"} & rule.arguments
        if not names or rule.endpoint == "account.choose_language":
            continue
        given = {**dict.fromkeys(names, code), **{n: v for n, v in parts.items() if n in rule.arguments}}
        numbers = [name for name in given if isinstance(rule._converters[name], NumberConverter)]
        given |= {name: 1 for name in numbers if given[name] == MISSING}
        with app.test_request_context():
            path = app.url_map.bind("localhost").build(
                rule.endpoint, given, method=min(rule.methods - {"HEAD"})
            )
        found += [(method, path) for method in sorted(rule.methods & {"GET", "POST"})]
    return found


@pytest.mark.thorough
@pytest.mark.parametrize("office", READERS)
def test_to_others_it_is_as_if_it_were_not_there(app: Flask, hidden: tuple[str, str], office: str):
    client = sign_in(app.test_client(), make_officer(*READERS[office]))
    token = token_for(client, "/account")

    def asked(code: str, paragraph: str) -> dict[tuple[str, str], tuple[int, bytes]]:
        answers = {}
        for method, path in by_turns(paths(app, code, paragraph), list(READERS).index(office)):
            data = {"csrf_token": token, "kind": "keep", "do": "submit", "pasted": "The Meeting kept it."}
            answer = client.get(path) if method == "GET" else client.post(path, data=data)
            at = method, path.replace(f"/c/{code}", "/c/X").replace(f"/{paragraph}", "/Y")
            answers[at] = answer.status_code, answer.data
        return answers

    there, missing = asked(*hidden), asked(MISSING, "zzzzzzy")

    assert len(there) > (40 if in_full() else 20)
    assert [at for at, (_status, page) in there.items() if TITLE in page.decode("utf-8", "replace")] == []
    assert [at for at, (_status, page) in there.items() if SYMBOL in page.decode("utf-8", "replace")] == []
    different = {at: (there[at][0], missing[at][0]) for at in there if there[at][0] != missing[at][0]}
    assert different == {}


@pytest.mark.parametrize("office", READERS)
def test_no_page_that_is_open_names_it(app: Flask, hidden: tuple[str, str], office: str):
    client = sign_in(app.test_client(), make_officer(*READERS[office]))
    waiting, seen = ["/", "/account", "/people", "/nowhere"], set()
    while waiting:
        path = waiting.pop()
        if path in seen or re.match(r"/(static|language|sign-)", path):
            continue
        seen.add(path)
        answer = client.get(path)
        page = answer.data.decode("utf-8", "replace")
        assert TITLE not in page, path
        assert SYMBOL not in page + str(answer.headers), path
        assert hidden[0] not in page, path
        waiting += [
            link.partition("#")[0].replace("&amp;", "&") for link in re.findall(r'href="(/[^"]*)"', page)
        ]
    assert len(seen) > 3


def test_a_file_that_names_it_is_taken_as_one_that_names_none(app: Flask, hidden: tuple[str, str]):
    opened = db.session.query(Communique).filter(Communique.code != hidden[0]).one().code
    mission_reads = sign_in(app.test_client(), make_officer(Role.MISSION))
    working = mission_reads.get(f"/c/{hidden[0]}/incoming/working.docx").data
    client = sign_in(app.test_client(), make_officer(Role.HEAD, "SEN"))
    form = {"csrf_token": token_for(client, "/account"), "file": (BytesIO(working), "a.docx")}

    answer = client.post(f"/c/{opened}/incoming", data=form, content_type="multipart/form-data")

    assert answer.status_code == 422
    assert "Hardly anything in this file stands in" in answer.text
    assert SYMBOL not in answer.text
