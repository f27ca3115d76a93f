"""Proposals that ask for the same, or nearly: told beside each other, decided together, joined by sponsors alone."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from acm_drafts.negotiation.terms import AmendmentKind, Outcome, Stage, Visibility
from acm_drafts.services import amendments
from acm_drafts.store.database import db
from acm_drafts.store.records import Amendment, Cosponsor, Disposition, Paragraph, User
from acm_drafts.web.amendments.similar import keys_of
from acm_drafts.web.shared.signing import REVISION, conceal, sequence_of
from tests.factories import make_head, make_mission_drafter, party, post, sign_in
from tests.tables import Table, current, make_table
from tests.web.readers import Reader, delegate, key_of, mission_reader, observer, queries_of

pytestmark = pytest.mark.usefixtures("session")

TEXT = "The Meeting condemned the attack and urged all parties to act."
STRONG = "condemned in the strongest terms"


@pytest.fixture
def table() -> Table:
    return make_table(TEXT, "The Meeting noted the report.")


def page_of(table: Table, label: str = "1.") -> str:
    return f"/c/{table.code}/p/{table.line(label).code}"


def three(table: Table) -> list[Amendment]:
    """Two that are the same to the letter and one that adds a word to it, another one in between."""
    first = table.replace("EGY", "1.", "condemned", STRONG)
    table.replace("SEN", "1.", "all parties", "everybody")
    text = TEXT.replace("condemned", STRONG).replace("The Meeting", "The Annual Meeting")
    near = table.propose("PAK", AmendmentKind.REPLACE, "1.", text=text)
    return [first, table.replace("MYS", "1.", "condemned", STRONG), near]


# On the table --------------------------------------------------------------------------------------


def test_the_page_of_a_paragraph_tells_what_is_the_same_and_what_nearly(app: Flask, table: Table):
    three(table)

    seen = observer(app).sees(page_of(table))

    assert "MYS 1 asks for the same." in seen
    assert "EGY 1 asks for the same." in seen
    assert "EGY 1 asks for nearly the same. It differs here:" in seen
    assert "The deleted: Annual, end of deletion Meeting" in seen
    assert seen.count("asks for nearly the same") == 1
    assert "%" not in seen


def test_proposals_in_conflict_are_never_listed_as_nearly_the_same(app: Flask, table: Table):
    for code, words in (("EGY", "in the strongest terms"), ("MYS", "in the strongest possible terms")):
        table.replace(code, "1.", "condemned", f"condemned {words}")

    for path in (page_of(table), f"/c/{table.code}/decisions"):
        page = mission_reader(app).sees(path)
        assert "nearly the same" not in page
        assert "Nearly the same" not in page


def test_what_differs_in_letters_case_alone_is_the_same_and_says_how_it_is_typed(app: Flask, table: Table):
    table.replace("EGY", "1.", "condemned", STRONG)
    table.replace("MYS", "1.", "condemned", STRONG.title())

    assert "MYS 1 asks for the same. It is only typed differently:" in observer(app).sees(page_of(table))


def test_who_reads_one_proposal_alone_learns_of_no_other(app: Flask):
    table = make_table(TEXT, visibility=Visibility.MISSION)
    own, _other, _near = three(table)
    egypt = delegate(app, "EGY", table)

    for path in (page_of(table), f"/proposals/{own.code}", f"/c/{table.code}/delegation"):
        page = egypt.sees(path)
        assert "asks for" not in page
        assert "ask for" not in page


def test_where_attribution_is_off_the_others_name_is_its_code(app: Flask):
    table = make_table(TEXT, attributed=False)
    _own, other, _near = three(table)

    page = delegate(app, "EGY", table).sees(page_of(table))

    assert f"{other.code} asks for the same." in page
    assert "MYS 1" not in page


def test_however_many_ask_for_the_same_they_are_named_in_one_sentence(app: Flask, table: Table):
    for code in ("EGY", "MYS", "PAK", "JOR"):
        table.replace(code, "1.", "condemned", STRONG)

    seen = observer(app).sees(page_of(table))

    assert "MYS 1, PAK 1, JOR 1 ask for the same." in seen
    assert seen.count("EGY 1 asks for the same.") == 3


# On the desk ---------------------------------------------------------------------------------------


def test_the_desk_shows_identical_proposals_once_and_similar_proposals_next_to_each_other(
    app: Flask, table: Table
):
    three(table)

    page = mission_reader(app).sees(f"/c/{table.code}/decisions")

    assert "MYS 1 asks for the same." in page
    assert page.count("inserted: in the strongest terms, end of insertion") == 1
    order = [page.index(f"{name} new wording") for name in ("EGY 1", "PAK 1", "SEN 1")]
    assert order == sorted(order)


def test_identical_new_paragraphs_at_one_place_refer_to_each_other(app: Flask, table: Table):
    for code in ("EGY", "MYS"):
        table.propose(code, AmendmentKind.INSERT, after="1.", text="The Meeting thanked the host.")

    page = mission_reader(app).sees(f"/c/{table.code}/decisions")

    assert "MYS 1 asks for the same." in page
    assert "EGY 1 asks for the same." in page


def test_the_desk_costs_the_same_queries_with_few_and_with_many_alike(app: Flask, table: Table):
    three(table)
    reader = mission_reader(app)
    few = queries_of(lambda: reader.get(f"/c/{table.code}/decisions"))
    for code in ("TUR", "JOR", "IRQ", "OMN"):
        table.replace(code, "1.", "condemned", STRONG)

    assert queries_of(lambda: reader.get(f"/c/{table.code}/decisions")) == few


# Decided together ----------------------------------------------------------------------------------


def decide(app: Flask, table: Table, **facts: object):
    """Send the form of a decision as the Mission."""
    paragraph = db.session.get_one(Paragraph, table.line("1.").line.paragraph)
    data = {"seen": paragraph.counter, "read": TEXT, "kind": "accept", "sitting": table.sitting(), **facts}
    return post(sign_in(app.test_client(), make_mission_drafter()), f"{page_of(table)}/decide", data)


def test_the_form_offers_the_same_as_one_choice(app: Flask, table: Table):
    first, same, _near = three(table)

    html = mission_reader(app).get(page_of(table))

    value = f"{key_of(first)}.{key_of(same)}"
    assert f'name="alike" value="{value}"' in html
    assert "EGY 1 and MYS 1" in html
    assert "typed differently" not in html


def test_one_decision_accepts_all_that_ask_for_the_same(app: Flask, table: Table):
    first, same, near = three(table)

    answer = decide(app, table, alike=f"{key_of(first)}.{key_of(same)}")

    assert answer.status_code == 303
    db.session.rollback()
    taken = {
        row.revision.amendment_id: (row.decision_id, row.outcome) for row in db.session.query(Disposition)
    }
    assert set(taken) == {first.id, same.id}
    assert len(set(taken.values())) == 1
    assert taken[first.id][1] == Outcome.ACCEPTED
    assert near.id not in taken


def test_what_is_shown_first_keeps_the_group_ticked(app: Flask, table: Table):
    first, same, _near = three(table)
    value = f"{key_of(first)}.{key_of(same)}"

    html = decide(app, table, alike=value, preview="1").text

    assert f'name="alike" value="{value}" checked' in html
    for one in (first, same):
        assert f'name="on" value="{key_of(one)}" checked' in html


def test_proposals_that_differ_in_letter_case_are_pointed_out_before_they_conflict(app: Flask, table: Table):
    first = table.replace("EGY", "1.", "condemned", STRONG)
    same = table.replace("MYS", "1.", "condemned", STRONG.title())

    assert "They are typed differently" in mission_reader(app).sees(page_of(table))
    answer = decide(app, table, alike=f"{key_of(first)}.{key_of(same)}")
    assert answer.status_code == 409
    assert "These cannot stand together" in answer.text
    text = TEXT.replace("condemned", STRONG)
    answer = decide(app, table, kind="compromise", text=text, alike=f"{key_of(first)}.{key_of(same)}")
    assert answer.status_code == 303


def test_a_value_that_names_nothing_decides_nothing(app: Flask, table: Table):
    three(table)

    first, last = (conceal(key, use=REVISION) for key in (12, 14))
    assert keys_of(f"{first}.x.٣.12.{last}.") == [12, 14]
    assert decide(app, table, alike="x").status_code in (400, 409, 422)
    assert decide(app, table, alike="999999.999998").status_code in (400, 409, 422)
    db.session.rollback()
    assert db.session.query(Disposition).count() == 0


# Joined by their sponsors --------------------------------------------------------------------------


def seen_of(other: Amendment) -> str:
    """Return what the form says of the revision that its reader saw, without saying which it is."""
    return conceal(current(other).sequence, use=sequence_of(other.code))


def test_a_sponsor_sees_an_identical_proposal_and_withdraws_its_own_in_favour_of_it(app: Flask, table: Table):
    own, other, _near = three(table)
    egypt = delegate(app, "EGY", table)

    assert "MYS 1 asks for the same." in egypt.sees(f"/c/{table.code}/delegation")
    page = egypt.sees(f"/proposals/{own.code}")
    assert "Withdraw EGY 1 in favour of MYS 1" in page
    assert "In favour of MYS 1." in page
    form = {"other": other.code, "seen": seen_of(other), "reason": "In favour of MYS 1."}
    assert post(egypt.client, f"/proposals/{own.code}/give-way", form).status_code == 303

    db.session.rollback()
    assert db.session.get_one(Amendment, own.id).stage == Stage.WITHDRAWN
    assert db.session.get(Cosponsor, (other.id, party("EGY").id)) is not None
    assert "Withdrawn by its sponsor." in egypt.sees(f"/proposals/{own.code}")


def test_other_readers_see_an_identical_proposal_and_are_offered_no_withdrawal(app: Flask, table: Table):
    own, _other, _near = three(table)

    for reader in (observer(app), delegate(app, "SEN", table), mission_reader(app)):
        page = reader.sees(f"/proposals/{own.code}")
        assert "MYS 1 asks for the same." in page
        assert "in favour of" not in page


def test_withdrawing_in_favour_of_a_revised_proposal_from_an_old_page_is_refused(app: Flask, table: Table):
    own, other, _near = three(table)
    seen = seen_of(other)
    change = table.proposal(AmendmentKind.REPLACE, "1.", text=TEXT.replace("attack", "attacks"))
    amendments.revise(table.head("MYS"), other.code, change)
    egypt = delegate(app, "EGY", table)

    answer = post(egypt.client, f"/proposals/{own.code}/give-way", {"other": other.code, "seen": seen})

    assert answer.status_code == 409
    assert "A proposal that is revised cannot be co-sponsored from an old page." in answer.text
    assert post(egypt.client, f"/proposals/{own.code}/give-way", {"other": "x"}).status_code == 404
    db.session.rollback()
    assert db.session.get_one(Amendment, own.id).stage == Stage.SUBMITTED


def test_a_reason_betrays_no_proposal_that_its_readers_may_not_read(app: Flask):
    table = make_table(TEXT, visibility=Visibility.MISSION)
    own, other, _near = three(table)
    db.session.add(Cosponsor(amendment_id=other.id, party_id=party("EGY").id))
    db.session.commit()
    egypt = delegate(app, "EGY", table)

    html = egypt.get(f"/proposals/{own.code}")

    assert f"Withdraw EGY {own.number} in favour of MYS {other.number}" in html
    reason = re.search(r'<textarea id="give-way-[^>]*>(.*?)</textarea>', html)
    assert reason is not None
    assert reason[1] == "In favour of a proposal that asks for the same."


def test_the_page_of_a_proposal_costs_the_same_queries_with_few_and_with_many_alike(app: Flask, table: Table):
    own, _other, _near = three(table)
    egypt = Reader(app, db.session.get_one(User, table.head("EGY").user))
    few = queries_of(lambda: egypt.get(f"/proposals/{own.code}"))
    for code in ("TUR", "JOR", "IRQ", "OMN"):
        table.replace(code, "1.", "condemned", STRONG)

    assert queries_of(lambda: egypt.get(f"/proposals/{own.code}")) == few


# Before it is sent ---------------------------------------------------------------------------------


def preview(client: FlaskClient, table: Table, **sent: str) -> str:
    """Return what the form of paragraph 1 shows of what was typed in it."""
    form = f"/c/{table.code}/p/{table.line('1.').code}/amend"
    page = client.get(form).text
    hidden = dict(re.findall(r'name="(base_id|seen)"[^>]*value="([^"]*)"', page))
    answer = post(client, form, {"kind": "replace", "do": "preview", **hidden, **sent})
    assert answer.status_code == 200
    return answer.text


@pytest.mark.parametrize("kind", ["replace", "delete", "move"])
def test_the_preview_names_anothers_proposal_that_asks_for_the_same(app: Flask, kind: str):
    table = make_table("The Meeting welcomed the progress made.", "The Meeting urged all to contribute.")
    text = table.line("1.").line.text.replace("progress", "great progress")
    facts = {"replace": {"text": text}, "move": {"after": "2."}}.get(kind, {})
    amendment = table.propose("SEN", AmendmentKind(kind), "1.", **facts)
    egypt = sign_in(app.test_client(), make_head("EGY"))
    senegal = sign_in(app.test_client(), make_head("SEN"))

    sent = {"kind": kind, "text": text, "after": table.line("2.").code if kind == "move" else ""}
    told = preview(egypt, table, **sent)

    assert "SEN 1</bdi></a> asks for the same." in told
    assert f'/proposals/{amendment.code}#acts-{amendment.code}">Join as co-sponsor' in told
    assert "asks for the same" not in preview(senegal, table, **sent)
    other = {"replace": {"text": text + " Yes."}}.get(kind, {"kind": "keep"})
    assert "asks for the same" not in preview(egypt, table, **{**sent, **other})


def test_the_preview_tells_nothing_of_a_proposal_that_is_hidden(app: Flask):
    table = make_table("The Meeting welcomed the progress made.", visibility=Visibility.DEADLINE)
    text = table.line("1.").line.text.replace("progress", "great progress")
    table.propose("SEN", AmendmentKind.REPLACE, "1.", text=text)

    assert "asks for the same" not in preview(sign_in(app.test_client(), make_head("EGY")), table, text=text)
