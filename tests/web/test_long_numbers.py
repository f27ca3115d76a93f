"""
A number of thousands of digits, in an address or a form, is refused like any other that names nothing.

`make test` sends each address one of the numbers, by turns, and `make test-whole` all of them.
"""

import pytest
from flask import Flask
from sqlalchemy import select

from acm_drafts.negotiation.terms import AmendmentKind, DecisionKind, Role
from acm_drafts.store.database import db
from acm_drafts.store.records import Amendment
from tests.conftest import in_full
from tests.factories import make_officer, sign_in, token_for
from tests.tables import Table, make_table

pytestmark = pytest.mark.thorough

LONG = ("9" * 5_000, f"{2**63}", "1." + "9" * 5_000)
QUERIES = (
    "draft",
    "since",
    "from",
    "to",
    "page",
    "before",
    "paragraph",
    "with",
    "mid",
    "decided",
    "pair",
    "rest",
    "after",
)
FIELDS = (
    "seen base_id on alike keeps change stands-1 rank number take pair-0 line-0 from-1 draft to year sitting "
    "party other label kind depth deadline text token last_day until zone opens_at email q title symbol"
).split()
FORMS: tuple[dict[str, str], ...] = (
    {"kind": "part", "sitting": ""},
    {"kind": "replace", "do": "submit", "line": "paragraph"},
)
"""What has a good value among the rest, so that more is read of it."""


@pytest.fixture
def table(session: object) -> Table:
    table = make_table("The Meeting welcomed the progress made.", "The Meeting urged all of them to act.")
    made = table.replace("EGY", "1.", "progress", "great progress")
    table.decide(DecisionKind.REJECT, made, reason="No.", level=None)
    table.propose("EGY", AmendmentKind.INSERT, after="1.", text="It met.")
    return table


def addresses(app: Flask, table: Table, method: str) -> list[str]:
    """Return every address there is on the table, with keys and numbers of 1 where they have any."""
    parts = {
        **dict.fromkeys(("code", "communique", "communique_code"), table.code),
        **dict.fromkeys(("paragraph", "paragraph_code"), table.line("1.").code),
        **dict.fromkeys(("number", "user_id", "term_id", "invitation_id", "decision_id"), 1),
        "amendment_code": db.session.scalars(
            select(Amendment.code).where(Amendment.stage == "submitted")
        ).all()[-1],
        "batch_code": "zzzzzzz",
        "sequence": 0,
        "token": "x",
    }
    with app.test_request_context():
        adapter = app.url_map.bind("localhost")
        return [
            adapter.build(rule.endpoint, {name: parts[name] for name in rule.arguments}, method=method)
            for rule in app.url_map.iter_rules()
            if method in rule.methods
            and rule.endpoint
            not in ("static", "account.sign_out", "account.choose_language", "account.sign_out_everywhere")
            and rule.arguments <= parts.keys()
        ]


def sent_to(found: list[str], turn: int) -> list[str]:
    """Return to which of the addresses *found* a number is sent whose *turn* it is."""
    return found if in_full() else found[turn % len(LONG) :: len(LONG)]


@pytest.mark.parametrize("role", [Role.MISSION, Role.HEAD])
def test_no_page_and_no_form_fails_of_it(app: Flask, table: Table, role: Role):
    client = sign_in(app.test_client(), make_officer(role, "EGY" if role is Role.HEAD else ""))
    token = token_for(client, "/account")
    failed = []
    turn = list(Role).index(role)
    for place, long in enumerate(LONG):
        for path in sent_to(addresses(app, table, "GET"), turn + place):
            status = client.get(path, query_string=dict.fromkeys(QUERIES, long)).status_code
            if status >= 500 and path != "/readyz":  # it tells that no worker is at work
                failed.append(f"GET {path} {long[:5]}")
        for path in sent_to(addresses(app, table, "POST"), turn + place):
            data = {**dict.fromkeys(FIELDS, long), "csrf_token": token}
            for more in FORMS if in_full() else [FORMS[(turn + place) % len(FORMS)]]:
                if client.post(path, data={**data, **more}).status_code >= 500:
                    failed.append(f"POST {path} {long[:5]} {more}")
    assert failed == []


def test_an_address_with_such_a_number_is_not_found(app: Flask, table: Table):
    client = sign_in(app.test_client(), make_officer(Role.HEAD, "EGY"))

    for path in (
        f"text?draft={LONG[0]}",
        f"text?view=changes&since={LONG[0]}",
        f"journal?before={LONG[0]}",
        f"compare?from={LONG[0]}",
        f"documents/{LONG[0]}.docx",
    ):
        assert client.get(f"/c/{table.code}/{path}").status_code == 404, path
    for path in (f"/people/{LONG[0]}", f"/decisions/{LONG[0]}/void"):
        assert client.get(path).status_code in (404, 405), path
