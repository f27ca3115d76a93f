"""The paragraph: everything about one piece of the text, as far as each reader may know it."""

import re
from datetime import date
from html import unescape

import pytest
from flask import Flask

from acm_drafts.negotiation.terms import AmendmentKind, Answer, DecisionKind, Level, Stance, Visibility
from acm_drafts.services import amendments, answers, drafts, positions, sponsors, translations
from acm_drafts.services.revisions import Proposal
from acm_drafts.store.database import clock_at, db, utcnow
from acm_drafts.store.drafts import newest_wording
from acm_drafts.store.records import Amendment, Communique, Paragraph, User
from acm_drafts.text.language import Language
from tests.factories import make_administrator, mission, party
from tests.tables import DAY, Table, label_of, lines_of, make_table, read
from tests.web.readers import Reader, delegate, main_of, mission_reader, observer, queries_of, words_of

TEXTS = (
    "The Meeting noted the report of the experts.",
    "The Meeting thanked the donors for what they gave.",
    "The Meeting will meet again.",
)


@pytest.fixture(autouse=True)
def in_context(session: object) -> None:
    """Facts are made in the context of the test; pages are asked for from outside of it."""


def page_of(table: Table, label: str) -> str:
    return f"/c/{table.code}/p/{table.line(label).code}"


def new_page_of(table: Table, amendment: Amendment) -> str:
    """Return the address of the paragraph that an insertion proposes."""
    return f"/c/{table.code}/p/{code_of(amendment)}"


def code_of(amendment: Amendment) -> str:
    key = db.session.get_one(Amendment, amendment.id).paragraph_id
    return db.session.get_one(Paragraph, key).code


def part_of(html: str, name: str) -> str:
    """Return in words the part of the page that has the heading *name*."""
    found = re.search(rf'<section[^>]*aria-labelledby="{name}".*?</section>', html, flags=re.DOTALL)
    return words_of(found[0]) if found else ""


# What waits -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("visibility", [Visibility.ALL, Visibility.MISSION])
def test_its_page_the_text_and_the_form_count_the_same_proposals(app: Flask, visibility: Visibility):
    table = make_table(*TEXTS, visibility=visibility)
    table.replace("EGY", "1.", "noted", "took note of")
    table.propose("EGY", AmendmentKind.INSERT, text="The Meeting noted more.", after="1.")
    egypt = delegate(app, "EGY", table)

    assert "2 pending" in part_of(egypt.get(page_of(table, "1.")), "proposals")
    assert "2 other proposals are pending on this paragraph" in egypt.sees(f"{page_of(table, '1.')}/amend")
    assert "2 proposals" in egypt.sees(f"/c/{table.code}/text")


# Its wording ---------------------------------------------------------------------------------------


def test_the_paragraph_stands_at_the_head_with_its_number_state_and_neighbours(app: Flask):
    table = make_table(TEXTS[0], "# Thanks", *TEXTS[1:])

    html = observer(app).get(page_of(table, "2."))

    assert "Paragraph 2" in words_of(re.search(r"<h1.*?</h1>", html, flags=re.DOTALL)[0])
    assert f'<p class="wording wording--large" lang="en" dir="ltr">{TEXTS[1]}</p>' in html
    assert "no proposals" in words_of(main_of(html))
    assert f'href="{page_of(table, "1.")}" rel="prev"' in html
    assert f'href="{page_of(table, "3.")}" rel="next"' in html
    assert "Thanks" in words_of(re.search(r'<nav class="trail".*?</nav>', html, flags=re.DOTALL)[0])


def test_a_heading_has_a_page_too(app: Flask):
    table = make_table("# Thanks", *TEXTS)

    assert "Heading" in observer(app).sees(page_of(table, "Thanks"))


def test_translations_of_the_wording_stand_under_it_in_their_own_direction(app: Flask):
    table = make_table(*TEXTS)
    translations.add(mission(), table.line("1.").line.wording, Language.AR, "أحاط الاجتماع علما.")

    html = observer(app).get(page_of(table, "1."))

    assert '<p class="wording" lang="ar" dir="rtl">أحاط الاجتماع علما.</p>' in html


def test_a_new_paragraph_typed_in_another_language_is_not_said_to_be_in_that_of_the_text(app: Flask):
    table = make_table(*TEXTS)
    french = "Encourage la coopération entre les institutions de médiation."
    new = table.propose("EGY", AmendmentKind.INSERT, after="1.", text=french)
    table.accept(new)
    table.next_round()

    seen = observer(app).sees(new_page_of(table, new))

    assert "Original in French" in seen
    assert "Original in English" in observer(app).sees(page_of(table, "1."))


def test_a_sub_paragraph_has_an_arabic_letter_beside_arabic_wording_and_a_latin_one_elsewhere(app: Flask):
    table = Table(read(b"1. One:\n\n(a) first;\n\n(b) second.\n\n2. Two.")).open()
    for code, text in ((Language.AR, "ثانيًا."), (Language.FR, "deuxièmement.")):
        translations.add(mission(), table.line("(b)").line.wording, code, text)
    reader = observer(app)

    english = reader.get(page_of(table, "(b)"))
    db.session.get_one(Communique, table.communique).language = "ar"
    db.session.commit()
    arabic = reader.get(page_of(table, "(b)"))
    own_words = reader.get(f"{page_of(table, '(b)')}/provenance")

    assert "1 (b)" in _heading(english)
    assert words_of(english).count("1 (ب)") == 1
    assert "1 (ب)" in _heading(arabic)
    assert "1 (ب)" in _heading(own_words)
    assert "1 (أ)" in words_of(arabic)


def _heading(html: str) -> str:
    return words_of(html.partition("<h1")[2].partition("</h1>")[0].partition(">")[2])


def test_what_is_no_paragraph_of_this_text_is_not_found(app: Flask):
    table, other = make_table(*TEXTS), make_table("Elsewhere.", symbol="OIC/OTHER")
    reader = observer(app)

    reader.get(f"/c/{table.code}/p/nothing", status=404)
    reader.get(f"/c/{table.code}/p/{other.line('1.').code}", status=404)
    reader.get(f"/c/{other.code}/p/{table.line('1.').code}", status=404)


def test_a_paragraph_that_is_not_circulated_is_there_for_the_mission_alone(app: Flask):
    table = Table(lines_of(*TEXTS))
    path = page_of(table, "1.")

    assert TEXTS[0] in mission_reader(app).sees(path)
    for nobody in (observer(app), delegate(app, "EGY"), Reader(app, make_administrator())):
        nobody.get(path, status=404)


# Proposals -----------------------------------------------------------------------------------------


def test_proposals_stand_side_by_side_with_words_sponsors_reason_and_standing(app: Flask):
    table = make_table(*TEXTS)
    proposal = table.replace("EGY", "1.", "noted", "welcomed", reason="It is a good report.")
    sponsors.cosponsor(table.head("JOR"), proposal.code, party=party("JOR").id)
    table.propose("SEN", AmendmentKind.DELETE, "1.", reason="It says nothing.")

    seen = part_of(observer(app).get(page_of(table, "1.")), "proposals")

    assert "2 pending" in seen
    assert "EGY 1 new wording" in seen
    assert "deleted: noted, end of deletion inserted: welcomed, end of insertion" in seen
    assert "Egypt, with Jordan" in seen
    assert "It is a good report." in seen
    assert f"deleted: {TEXTS[0]}, end of deletion" in seen
    assert "Senegal" in seen


def test_an_amendment_to_a_proposal_stands_under_it(app: Flask):
    table = make_table(*TEXTS)
    first = table.replace("EGY", "1.", "noted", "welcomed")
    table.replace("SEN", "1.", "report", "paper")
    text = TEXTS[0].replace("noted", "warmly welcomed")
    below = table.propose("MYS", AmendmentKind.REPLACE, "1.", text=text, amends=first.code)

    html = observer(app).get(page_of(table, "1."))

    places = [html.index(f'id="{one.code}"') for one in (first, below)]
    assert places == sorted(places)
    assert "proposal--below" in html
    assert part_of(html, "proposals").index("MYS 1") < part_of(html, "proposals").index("SEN 1")


def test_a_proposal_under_preparation_is_on_the_page_of_its_own_delegation_alone(app: Flask):
    table = make_table(*TEXTS)
    text = TEXTS[0].replace("noted", "secretly welcomed")
    amendments.save(table.head("EGY"), table.round, table.proposal(AmendmentKind.REPLACE, "1.", text=text))

    assert "secretly" in delegate(app, "EGY", table).get(page_of(table, "1."))
    for other in (mission_reader(app), delegate(app, "SEN"), observer(app)):
        assert "secretly" not in other.get(page_of(table, "1."))


def test_the_combined_reading_names_the_proposal_of_each_change_and_each_conflict(app: Flask):
    table = make_table(*TEXTS)
    table.replace("EGY", "1.", "noted", "welcomed")
    table.replace("MYS", "1.", "noted", "deplored")
    table.replace("SEN", "1.", "of the experts", "of all experts")

    seen = part_of(observer(app).get(page_of(table, "1.")), "together")

    assert "inserted by EGY 1: welcomed, end of insertion" in seen
    assert "inserted by SEN 1: all, end of insertion" in seen
    assert "1 conflict" in seen
    assert "EGY 1 and MYS 1 put different words in the same place." in seen
    assert "EGY 1: “welcomed” MYS 1: “deplored” in the text: “noted”" in seen


def test_each_conflict_quotes_the_conflicting_words_and_shortens_long_ones(app: Flask):
    table = make_table(*TEXTS)
    much = "the very long and very detailed report that took them so many months"
    for code, one, other in (("EGY", "welcomed", "authors"), ("MYS", "deplored", ""), ("SEN", "noted", much)):
        text = TEXTS[0].replace("noted", one).replace("experts", other or "experts")
        table.propose(code, AmendmentKind.REPLACE, "1.", text=text)

    seen = part_of(observer(app).get(page_of(table, "1.")), "together")

    assert "2 conflicts" in seen
    assert "EGY 1: “welcomed” MYS 1: “deplored” in the text: “noted”" in seen
    assert "EGY 1: “authors” SEN 1: “the very long and very detailed report that took them so…”" in seen


def test_words_that_stand_against_each_other_betray_no_sponsor_where_attribution_is_off(app: Flask):
    table = Table(lines_of(*TEXTS)).open(attributed=False)
    made = [table.replace(code, "1.", "noted", word) for code, word in (("EGY", "hailed"), ("MYS", "saw"))]

    seen = part_of(observer(app).get(page_of(table, "1.")), "together")

    assert f"{made[0].code}: “hailed” {made[1].code}: “saw” in the text: “noted”" in seen
    assert "EGY" not in seen


def test_words_that_only_the_mission_reads_are_in_no_conflict_of_another_reader(app: Flask):
    table = make_table(*TEXTS, visibility=Visibility.MISSION)
    table.replace("EGY", "1.", "noted", "secretly noted")
    table.replace("MYS", "1.", "noted", "openly noted")

    assert f"{label_of('EGY')}: “secretly" in part_of(
        mission_reader(app).get(page_of(table, "1.")), "together"
    )
    assert "secretly" not in delegate(app, "MYS", table).get(page_of(table, "1."))


def test_a_conflict_with_what_was_accepted_is_shown_in_all_together_with_its_name(app: Flask):
    table = make_table(*TEXTS)
    malaysia = table.replace("MYS", "1.", "noted", "welcomed")
    table.decide(DecisionKind.COMPROMISE, malaysia, text=TEXTS[0].replace("noted", "took note of"))
    head, key = table.head("MYS"), party("MYS").id
    answers.answer(head, malaysia.code, party=key, answer=Answer.OBJECT, reason="It loses the point.")

    seen = part_of(mission_reader(app).get(page_of(table, "1.")), "together")

    assert "inserted by OICM 1 (accepted): took note of" in seen
    assert "inserted by MYS 1: welcomed" in seen
    assert "1 conflict MYS 1 and OICM 1 (accepted) put different words in the same place." in seen


def test_where_all_was_decided_the_paragraph_says_that_nothing_is_pending(app: Flask):
    table = make_table(*TEXTS)
    table.accept(table.replace("EGY", "1.", "noted", "welcomed"))
    table.close()
    table.open()
    reader = mission_reader(app)

    assert "Nothing is pending here." in reader.sees(page_of(table, "1."))
    assert "Nothing is pending here." in reader.sees(page_of(table, "2."))


def test_where_nothing_was_proposed_in_a_round_that_all_read_the_page_does_not_speak_of_what_one_may_read(
    app,
):
    table = make_table(*TEXTS)

    proposals = words_of(part_of(observer(app).get(page_of(table, "1.")), "proposals"))

    assert "Nothing is pending here." in proposals
    assert "may read" not in proposals


def test_what_is_contested_is_shown_with_its_own_changes_on_the_wording_of_now(app: Flask):
    table = make_table(*TEXTS)
    mine = table.replace("SEN", "1.", "the experts", "everybody")
    table.accept(
        table.replace("EGY", "1.", "noted", "welcomed"), table.replace("MYS", "1.", "experts", "authors")
    )
    table.close()
    table.open()
    head, key = table.head("SEN"), party("SEN").id
    answers.answer(head, mine.code, party=key, answer=Answer.CONTEST, reason="It still matters.")

    seen = part_of(mission_reader(app).get(page_of(table, "1.")), "proposals")

    assert (
        "The Meeting welcomed the report of deleted: the authors, end of deletion inserted: everybody, end of insertion"
        in seen
    )
    assert "noted" not in seen


def test_a_proposal_that_cannot_be_rebased_is_shown_on_its_base_wording(app: Flask):
    table = make_table(*TEXTS)
    mine = table.replace("SEN", "1.", "the experts", "all experts")
    table.accept(table.replace("EGY", "1.", "report of the experts", "account they gave"))
    table.close()
    table.open()
    head, key = table.head("SEN"), party("SEN").id
    answers.answer(head, mine.code, party=key, answer=Answer.CONTEST, reason="It still matters.")

    for name, path in (("proposals", page_of(table, "1.")), ("", f"/c/{table.code}/decisions")):
        html = mission_reader(app).get(path)
        seen = part_of(html, name) if name else words_of(main_of(html))
        assert "report of deleted: the, end of deletion inserted: all, end of insertion experts" in seen
        assert (OLD in seen) is bool(name)


OLD = "Shown on the wording it was made on, that of OIC/FC; the text has changed since."


@pytest.mark.parametrize(
    ("accepted", "drawn", "is_old"),
    [
        (
            ("of the experts", "of the experts on trade"),
            "The Meeting deleted: noted, end of deletion inserted: welcomed, end of insertion "
            "the report of the experts on trade.",
            False,
        ),
        (
            ("noted", "warmly noted"),
            "The Meeting deleted: noted, end of deletion inserted: welcomed, end of insertion "
            "the report of the experts.",
            True,
        ),
    ],
)
def test_a_draft_of_an_earlier_round_is_drawn_on_the_text_as_it_stands(
    app: Flask, accepted: tuple[str, str], drawn: str, is_old: bool
):
    table = make_table(*TEXTS)
    text = TEXTS[0].replace("noted", "welcomed")
    head = table.head("SEN")
    draft = amendments.save(head, table.round, table.proposal(AmendmentKind.REPLACE, "1.", text=text))
    table.accept(table.replace("EGY", "1.", *accepted))
    table.close()
    table.open()
    reader = Reader(app, db.session.get_one(User, head.user))

    for seen in (
        part_of(reader.get(page_of(table, "1.")), "proposals"),
        reader.sees(f"/proposals/{draft.code}"),
    ):
        assert drawn in seen
        assert (OLD in seen) is is_old


def test_a_rejected_proposal_strikes_nothing_that_others_added_since(app: Flask):
    table = make_table(*TEXTS)
    rejected = table.replace("SEN", "1.", "noted", "welcomed")
    table.decide(DecisionKind.REJECT, rejected, reason="Said already.")
    table.accept(table.replace("EGY", "1.", "of the experts", "of the experts on trade"))
    elsewhere = table.replace("MYS", "2.", "thanked", "warmly thanked")
    table.accept(elsewhere)
    table.close()
    table.open()

    page = mission_reader(app).sees(f"/proposals/{rejected.code}")
    assert (
        "deleted: noted, end of deletion inserted: welcomed, end of insertion the report of the experts on trade."
        in page
    )
    assert "Shown on the wording" not in page
    page = mission_reader(app).sees(f"/proposals/{elsewhere.code}")
    assert OLD in page


def test_all_together_calls_what_the_mission_only_proposes_by_that_word(app: Flask):
    table = make_table(*TEXTS)
    table.accept(table.replace("EGY", "1.", "noted", "welcomed"), level=None)
    table.replace("MYS", "1.", "report", "full report")

    seen = part_of(mission_reader(app).get(page_of(table, "1.")), "together")

    assert "EGY 1 (acceptance proposed)" in seen
    assert "accepted" not in seen


def test_without_a_conflict_all_together_says_so(app: Flask):
    table = make_table(*TEXTS)
    table.replace("EGY", "1.", "noted", "welcomed")
    table.replace("SEN", "1.", "of the experts", "of all experts")

    assert "No conflicts." in observer(app).sees(page_of(table, "1."))


def test_a_delegation_reads_its_own_draft_called_a_draft_and_not_by_its_code(app: Flask):
    table = make_table(*TEXTS)
    wanted = table.proposal(AmendmentKind.REPLACE, "1.", text=TEXTS[0].replace("noted", "welcomed"))
    amendment = amendments.save(table.head("EGY"), table.round, wanted)
    egypt = delegate(app, "EGY", table)

    seen = part_of(egypt.get(page_of(table, "1.")), "proposals")

    assert "Your draft new wording" in seen
    assert amendment.code not in seen
    amendments.submit(table.head("EGY"), amendment.code)
    assert "EGY 1 new wording" in part_of(egypt.get(page_of(table, "1.")), "proposals")


def test_new_paragraphs_that_are_to_follow_lead_to_their_own_pages(app: Flask):
    table = make_table(*TEXTS)
    new = table.propose("JOR", AmendmentKind.INSERT, after="1.", text="It adds this.")

    html = observer(app).get(page_of(table, "1."))

    assert f'href="{new_page_of(table, new)}"' in html
    assert "1 bis" in part_of(html, "proposals")


def test_a_new_paragraph_has_one_number_on_every_page_whatever_is_decided_on_others(app: Flask):
    table = Table(read(b"1. One:\n\n(a) first;\n\n(b) second.\n\n2. Two.")).open()
    sub = table.line("(b)")
    accepted = table.propose("JOR", AmendmentKind.INSERT, after="1.", text="It adds this.")
    new = table.propose("EGY", AmendmentKind.INSERT, after=sub.code, text="It adds that.")
    table.accept(accepted)
    mission = mission_reader(app)

    pages = {
        "its own": main_of(mission.get(new_page_of(table, new))),
        "its neighbour's": part_of(mission.get(page_of(table, "(b)")), "proposals"),
        "the text": main_of(mission.get(f"/c/{table.code}/text?view=proposals")),
        "the desk": main_of(mission.get(f"/c/{table.code}/decisions")),
    }

    assert {name for name, page in pages.items() if "1 ter" not in words_of(page)} == set()


def test_new_paragraphs_that_go_on_keep_a_number_each_between_two_rounds(app: Flask):
    table = make_table(*TEXTS)
    new = [
        table.propose(code, AmendmentKind.INSERT, after="1.", text=f"It adds {code}.")
        for code in ("JOR", "EGY")
    ]
    table.close()
    drafts.circulate(table.mission, table.draft, attributed=True)

    seen = [observer(app).sees(new_page_of(table, made)) for made in new]

    assert ["1 bis" in seen[0], "1 ter" in seen[1]] == [True, True]


# What others may not know --------------------------------------------------------------------------


def test_in_a_confidential_round_nothing_of_others_is_on_the_page(app: Flask):
    table = make_table(*TEXTS, visibility=Visibility.MISSION)
    table.replace("EGY", "1.", "noted", "secretly welcomed", reason="A secret reason.")
    rejected = table.replace("MYS", "1.", "noted", "secretly deplored")
    table.decide(DecisionKind.REJECT, rejected, reason="A secret refusal.")
    table.propose("JOR", AmendmentKind.INSERT, after="1.", text="A secret addition.")

    for other in (delegate(app, "SEN"), observer(app)):
        html = other.get(page_of(table, "1."))
        assert "secret" not in html.lower()
        assert "EGY" not in main_of(html)
        assert "conflict" not in words_of(main_of(html))
        assert "pending" not in words_of(part_of(html, "proposals"))
        assert "Proposals of others: Shown to the Mission alone." in words_of(part_of(html, "proposals"))
        assert "proposals not shown" in words_of(main_of(html))
        assert part_of(html, "together") == part_of(html, "positions") == ""
        assert "1 entry" in part_of(html, "history")
    assert "secretly welcomed" in delegate(app, "EGY", table).sees(page_of(table, "1."))
    assert "secretly deplored" not in delegate(app, "EGY", table).get(page_of(table, "1."))
    assert "A secret refusal." in delegate(app, "MYS", table).sees(page_of(table, "1."))
    assert "A secret reason." in mission_reader(app).sees(page_of(table, "1."))


def test_without_attribution_the_page_names_no_sponsor_and_no_position(app: Flask):
    table = Table(lines_of(*TEXTS)).open(attributed=False)
    proposal = table.replace("EGY", "1.", "noted", "welcomed")
    table.replace("MYS", "1.", "noted", "deplored")
    for code, stance in (("SEN", Stance.OPPOSE), ("PAK", Stance.SUPPORT)):
        positions.take_position(
            table.head(code),
            proposal.code,
            party=party(code).id,
            stance=stance,
            reason=f"Reason of {stance}.",
        )

    html = main_of(delegate(app, "SEN", table).get(page_of(table, "1.")))

    for name in ("EGY", "Egypt", "MYS", "Malaysia", "PAK", "Pakistan"):
        assert name not in html
    assert proposal.code in words_of(html)
    assert "Senegal oppose Reason of oppose." in part_of(html, "positions")
    assert "Reason of support." not in part_of(html, "positions")
    assert "Egypt" in delegate(app, "EGY", table).sees(page_of(table, "1."))
    assert "Pakistan" in mission_reader(app).sees(page_of(table, "1."))


def test_the_decision_form_is_for_the_mission_alone_and_only_while_a_round_runs(app: Flask):
    table = make_table(*TEXTS)
    table.replace("EGY", "1.", "noted", "welcomed")
    path = page_of(table, "1.")

    assert f'action="{path}/decide' in mission_reader(app).get(path)
    for other in (delegate(app, "EGY", table), observer(app)):
        assert "/decide" not in other.get(path)
    table.close()
    assert "/decide" not in mission_reader(app).get(path)


def test_ways_to_propose_are_shown_to_those_who_may(app: Flask):
    table = make_table(*TEXTS)
    path = page_of(table, "1.")

    assert f'href="{path}/amend"' in delegate(app, "EGY").get(path)
    assert f'href="/c/{table.code}/insert?after={table.line("1.").code}"' in delegate(app, "EGY").get(path)
    assert f'href="{path}/amend"' not in observer(app).get(path)


# Only proposed, and gone ---------------------------------------------------------------------------


def test_a_paragraph_that_is_only_proposed_has_its_page_and_its_number(app: Flask):
    table = make_table(*TEXTS)
    new = table.propose("JOR", AmendmentKind.INSERT, after="1.", text="It adds this.")

    html = observer(app).get(new_page_of(table, new))

    assert "Paragraph 1 bis" in words_of(main_of(html))
    assert "Proposed: not in the text yet." in words_of(main_of(html))
    assert "inserted: It adds this., end of insertion" in words_of(main_of(html))
    assert f'href="{page_of(table, "1.")}" rel="prev"' in html
    assert f'href="{page_of(table, "2.")}" rel="next"' in html


def test_a_proposed_paragraph_can_be_amended_on_its_page(app: Flask):
    table = make_table(*TEXTS)
    new = table.propose("JOR", AmendmentKind.INSERT, after="1.", text="It adds this to the text.")
    key = db.session.get_one(Amendment, new.id).paragraph_id
    wording = newest_wording(db.session, key, "en")
    for code, word in (("EGY", "that"), ("SEN", "more")):
        text = f"It adds {word} to the text."
        change = Proposal(
            AmendmentKind.REPLACE, code_of(new), wording.id, text=text, amends=new.code, reason="So."
        )
        amendments.propose(table.head(code), table.round, change)

    seen = observer(app).sees(new_page_of(table, new))

    assert "deleted: this, end of deletion inserted: that, end of insertion" in seen
    assert "deleted: this, end of deletion inserted: more, end of insertion" in seen


def test_a_paragraph_proposed_in_confidence_is_not_there_for_others(app: Flask):
    table = make_table(*TEXTS, visibility=Visibility.MISSION)
    new = table.propose("JOR", AmendmentKind.INSERT, after="1.", text="It adds this.")
    path = new_page_of(table, new)

    assert "It adds this." in delegate(app, "JOR", table).sees(path)
    assert "It adds this." in mission_reader(app).sees(path)
    for other in (delegate(app, "SEN"), observer(app)):
        other.get(path, status=404)


def test_a_paragraph_accepted_in_confidence_is_there_for_others_with_the_text_that_prints_it(app: Flask):
    table = make_table(*TEXTS, visibility=Visibility.MISSION)
    new = table.propose("JOR", AmendmentKind.INSERT, after="1.", text="It adds this.")
    path = new_page_of(table, new)
    table.accept(new)
    table.close()
    reader = delegate(app, "SEN")
    reader.get(path, status=404)

    drafts.circulate(mission(), table.draft, attributed=True)

    assert "Paragraph 2" in reader.sees(path)


def test_a_paragraph_that_is_gone_keeps_its_page_and_its_history(app: Flask):
    table = make_table(*TEXTS)
    path = page_of(table, "2.")
    table.accept(table.propose("SEN", AmendmentKind.DELETE, "2."))
    table.close()
    table.open()

    html = delegate(app, "SEN", table).get(path)

    assert "No longer in the text. It last read:" in words_of(main_of(html))
    assert TEXTS[1] in words_of(main_of(html))
    assert "No longer in the text since OIC/FC/Rev.1" in part_of(html, "history")
    assert "SEN 1 accepted at Expert level, Washington DC: sitting 1" in part_of(html, "history")
    assert "/amend" not in html


def test_the_parts_of_a_split_lead_to_one_another(app: Flask):
    table = make_table("It thanked the donors. It thanked the hosts.", TEXTS[0])
    text = table.line("1.").line.text
    path = page_of(table, "1.")
    table.accept(table.propose("EGY", AmendmentKind.SPLIT, "1.", parts=(text[:22], text[23:])))
    table.close()
    table.open()

    assert "Part of it went on as 2" in observer(app).sees(path)
    assert "Came from 1" in observer(app).sees(page_of(table, "2."))


# History -------------------------------------------------------------------------------------------


def history_of(reader: Reader, table: Table, label: str) -> list[str]:
    """Return the entries of the history of the paragraph that prints *label*, oldest first."""
    html = reader.get(page_of(table, label)).partition('id="history"')[2]
    return [words_of(entry) for entry in re.findall(r"<li.*?</li>", html, re.DOTALL)][::-1]


def test_the_history_of_a_part_begins_with_the_whole_and_says_by_which_decision_it_was_split(app: Flask):
    table = make_table("It thanked the donors. It thanked the hosts.", TEXTS[0])
    table.decide(DecisionKind.REJECT, table.replace("MYS", "1.", "donors", "friends"), reason="No.")
    text = table.line("1.").line.text
    table.accept(table.propose("EGY", AmendmentKind.SPLIT, "1.", parts=(text[:22], text[23:])))
    with clock_at(table.next_round()):
        table.replace("PAK", "1.", "donors", "many donors")
        table.accept(table.replace("PAK", "2.", "hosts", "kind hosts"))

    for reader in (observer(app), mission_reader(app)):
        whole, part = history_of(reader, table, "1."), history_of(reader, table, "2.")
        at = next(place for place, entry in enumerate(part) if "Split from paragraph 1 of OIC/FC" in entry)
        before, since = part[:at], part[at + 1 :]
        assert "by the decision of" in part[at] and part[at].endswith("on EGY 1")
        assert [entry.replace(" On paragraph 1 of OIC/FC", "", 1) for entry in before] == whole[: len(before)]
        assert all("On paragraph 1 of OIC/FC" in entry for entry in before)
        for name in ("MYS 1 submitted", "MYS 1 rejected", "EGY 1 submitted", "EGY 1 accepted", "Wording 1"):
            assert sum(name in entry for entry in before) == 1, name
        assert "PAK 1" not in " ".join(part) and sum("PAK 2 accepted" in entry for entry in since) == 1


def test_the_history_of_what_was_joined_tells_both_and_nothing_twice(app: Flask):
    table = make_table("It thanked the donors.", "It thanked the hosts.", TEXTS[0])
    table.decide(DecisionKind.REJECT, table.replace("MYS", "2.", "hosts", "friends"), reason="No.")
    table.accept(table.propose("EGY", AmendmentKind.JOIN, "1."))
    table.close()
    table.open()

    for reader in (observer(app), mission_reader(app)):
        told = history_of(reader, table, "1.")
        for name in (
            "MYS 1 submitted",
            "MYS 1 rejected",
            "EGY 1 submitted",
            "EGY 1 accepted",
            "Took in paragraph 2",
        ):
            assert sum(name in entry for entry in told) == 1, (name, told)
        taken = next(entry for entry in told if "MYS 1 rejected" in entry)
        assert "On paragraph 2 of OIC/FC" in taken and not any(
            "No longer in the text" in entry for entry in told
        )


def test_the_history_of_what_was_split_and_joined_again_tells_nothing_twice(app: Flask):
    table = make_table("It thanked the donors. It thanked the hosts.", TEXTS[0])
    line = table.line("1.").line
    facts = {"party": party("SEN").id, "stance": Stance.SUPPORT}
    positions.take_position_on_paragraph(
        table.head("SEN"), line.paragraph, wording=line.wording, reason="", **facts
    )
    parts = (line.text[:22], line.text[23:])
    table.accept(table.propose("EGY", AmendmentKind.SPLIT, "1.", parts=parts))
    table.close()
    table.open()
    table.accept(table.propose("MYS", AmendmentKind.JOIN, "1."))
    table.close()

    told = history_of(mission_reader(app), table, "1.")
    once = (
        "EGY 1 accepted",
        "MYS 1 accepted",
        "Senegal: support",
        "Split from",
        "Took in",
        "in OIC/FC, printed",
    )
    assert {name: sum(name in entry for entry in told) for name in once} == dict.fromkeys(once, 1), told


def test_the_history_keeps_the_name_and_the_state_of_a_proposal_together(app: Flask):
    table = make_table(*TEXTS)
    proposals = [table.replace(code, "1.", "noted", "took note of") for code in ("EGY", "MYS")]
    table.decide(DecisionKind.REJECT, *proposals, reason="The text is kept.")

    html = observer(app).get(f"/c/{table.code}/p/{table.line('1.').code}")

    pairs = re.findall(r'<span class="whole">(.*?)</span>[^<]*</span>', html, re.DOTALL)
    assert [words_of(pair) for pair in pairs] == ["EGY 1 rejected", "MYS 1 rejected"]


def test_the_history_tells_an_agreement_of_a_hidden_round_once_the_state_does(app: Flask):
    table = make_table(*TEXTS)
    path, begins = page_of(table, "1."), table.next_round(visibility=Visibility.MISSION)
    with clock_at(begins):
        made = table.replace("EGY", "1.", "noted", "secretly welcomed")
        table.void(table.accept(made, level=Level.MINISTERIAL), reason="A secret mistake.")
        table.accept(made, level=Level.AMBASSADORIAL)
        table.accept(table.replace("EGY", "2.", "donors", "many donors"), level=None)
        page = words_of(main_of(observer(app).get(path)))
        assert "Paragraph agreed" not in page and "Ambassadorial" not in page
        table.close()
    with clock_at(begins + 8 * DAY):
        drafts.circulate(table.mission, table.draft, attributed=True)
        html = observer(app).get(path)
        history = words_of(part_of(html, "history"))
        assert history.count("Paragraph agreed") == 1 and "Ambassadorial level" in history
        assert "Ministerial" not in history and "secret mistake" not in history
        assert "EGY" not in main_of(html)
        assert "Paragraph agreed" not in words_of(part_of(observer(app).get(page_of(table, "2.")), "history"))


def test_every_level_that_agreed_the_same_words_stands_in_the_head(app: Flask):
    table = make_table(*TEXTS)
    path = page_of(table, "2.")
    table.agree("2.", level=Level.EXPERT, agreed_on=date(2026, 11, 9))
    table.agree("2.", level=Level.AMBASSADORIAL, agreed_on=date(2026, 11, 12))

    for reader in (observer(app), mission_reader(app)):
        facts = re.search(r'<p class="facts">.*?</p>', reader.get(path), re.S)[0]
        assert (
            "Expert level, Washington DC, 9 November 2026; Ambassadorial level, Washington DC, 12 November 2026"
            in words_of(facts)
        )

    table.accept(table.replace("EGY", "2.", "thanked", "warmly thanked"), level=Level.AMBASSADORIAL)
    facts = re.search(r'<p class="facts">.*?</p>', observer(app).get(path), re.S)[0]
    assert "Expert level" not in words_of(facts) and "Ambassadorial level" in words_of(facts)


def test_the_history_tells_wordings_numbers_proposals_decisions_and_verdicts(app: Flask):
    table = make_table(*TEXTS)
    path = page_of(table, "2.")
    table.accept(table.replace("EGY", "2.", "thanked", "warmly thanked"), reason="All were glad.")
    table.replace("MYS", "2.", "gave", "had given")
    table.accept(table.propose("JOR", AmendmentKind.INSERT, after="1.", text="It adds this."))
    table.close()
    table.open()

    seen = part_of(observer(app).get(path), "history")

    assert "Wording 1 in OIC/FC, printed as 2" in seen
    assert "Wording 2 in OIC/FC/Rev.1, printed as 3, after being 2" in seen
    assert "inserted: warmly, end of insertion" in seen
    assert "EGY 1 submitted: new wording" in seen
    assert "EGY 1 accepted at Expert level, Washington DC: sitting 1" in seen
    assert "All were glad." in seen
    assert "MYS 1 carried over in OIC/FC/Rev.1" in seen
    assert seen.index("Wording 2") < seen.index("Wording 1")


def test_changes_of_a_wording_that_the_history_does_not_show_are_counted(app: Flask):
    table = make_table("The Meeting noted one report, two letters, three maps, four plans and five lists.")
    text = "The Meeting noted 1 report, 2 letters, 3 maps, 4 plans and 5 lists."
    table.accept(table.propose("EGY", AmendmentKind.REPLACE, "1.", text=text))
    table.close()
    table.open()

    seen = part_of(observer(app).get(f"/c/{table.code}/p/{table.line('1.').code}"), "history")

    assert "inserted: 4" in seen
    assert "inserted: 5" not in seen
    assert "and 1 more change" in seen


@pytest.mark.parametrize("attributed", [True, False])
def test_the_history_tells_who_joined_and_what_sponsors_answered_as_far_as_they_may_be_known(
    app: Flask, attributed: bool
):
    table = make_table(*TEXTS, attributed=attributed)
    amendment = table.replace("EGY", "1.", "noted", "welcomed")
    sponsors.cosponsor(table.head("JOR"), amendment.code, party=party("JOR").id)
    table.decide(DecisionKind.REJECT, amendment, reason="Not now.", level=None)
    table.contest(amendment, "Our capital insists.")

    html = observer(app).get(page_of(table, "1."))
    seen = part_of(html, "history")

    assert ("Egypt contests the outcome of EGY 1 Our capital insists." in seen) == attributed
    assert ("Jordan joined the sponsors" in seen) == attributed
    assert "Our capital insists." in seen
    told = ("contests", "non-acceptance proposed", "joined", "submitted")
    assert [seen.index(words) for words in told] == sorted(seen.index(words) for words in told)
    if not attributed:
        assert "A delegation joined the sponsors" in seen
        assert f"A sponsor contests the outcome of {amendment.code}" in seen
        assert "Egypt" not in html
        assert "Jordan" not in html


def test_the_history_tells_that_a_proposal_was_withdrawn_and_why_to_those_who_read_it(app: Flask):
    table = make_table(*TEXTS)
    proposal = table.replace("EGY", "1.", "experts", "envoys")
    amendments.withdraw(table.head("EGY"), proposal.code, reason="Overtaken.")

    assert "EGY 1 withdrawn" in history_of(observer(app), table, "1.")[-1]
    assert "Overtaken." in history_of(delegate(app, "MYS"), table, "1.")[-1]


def test_of_one_moment_the_history_puts_first_what_was_recorded_last(app: Flask):
    table = make_table(*TEXTS)
    amendment = table.replace("EGY", "1.", "noted", "welcomed")
    with clock_at(utcnow()):
        table.decide(DecisionKind.DEFER, amendment, level=None)
        table.decide(DecisionKind.REJECT, amendment, reason="Not now.", level=None)
        table.contest(amendment)

    seen = part_of(observer(app).get(page_of(table, "1.")), "history")

    assert seen.index("contests") < seen.index("non-acceptance proposed") < seen.index("deferral proposed")


def test_a_decision_that_was_voided_stays_in_the_history_and_says_so(app: Flask):
    table = make_table(*TEXTS)
    decision = table.accept(table.replace("EGY", "1.", "noted", "welcomed"))
    table.void(decision, reason="It was the wrong paragraph.")

    seen = part_of(observer(app).get(page_of(table, "1.")), "history")
    assert "That decision no longer counts. The reason: “It was the wrong paragraph.”" in seen


@pytest.mark.thorough
def test_the_reason_for_voiding_is_shown_only_to_readers_of_the_decided_proposal(app: Flask):
    table = make_table(*TEXTS, visibility=Visibility.MISSION)
    table.void(table.accept(table.replace("EGY", "1.", "noted", "welcomed")), reason="Egypt asked for it.")

    assert "Egypt asked for it." in mission_reader(app).sees(page_of(table, "1."))
    assert "Egypt asked" not in observer(app).sees(page_of(table, "1."))


def test_what_a_sponsor_answers_on_a_compromise_is_no_verdict(app: Flask):
    table = make_table(*TEXTS)
    amendment = table.replace("EGY", "1.", "noted", "welcomed")
    table.decide(DecisionKind.COMPROMISE, amendment, text="The Meeting received the report.")
    answers.answer(table.head("EGY"), amendment.code, party=party("EGY").id, answer=Answer.ACCEPT)

    seen = part_of(observer(app).get(page_of(table, "1.")), "history")

    assert "Egypt accepts the compromise for EGY 1" in seen
    assert "EGY 1 accepted" not in seen
    own = delegate(app, "EGY", table).sees(f"/proposals/{amendment.code}")
    assert own.count("Egypt accepts the compromise for EGY 1") == 2


def test_the_outcomes_of_a_round_are_shown_once_the_next_draft_is_circulated(app: Flask):
    table = make_table(*TEXTS)
    path = page_of(table, "1.")
    table.accept(table.replace("EGY", "1.", "noted", "welcomed"))
    table.replace("MYS", "1.", "experts", "best experts")
    table.close()
    reader = delegate(app, "SEN")

    before = part_of(reader.get(path), "history")
    assert "EGY 1 accepted" in before
    assert "carried" not in before
    assert "MYS 1 carried" in part_of(mission_reader(app).get(path), "history")

    drafts.circulate(mission(), table.draft, attributed=True)

    assert "EGY 1 accepted" in part_of(reader.get(path), "history")
    assert "MYS 1 carried" in part_of(reader.get(path), "history")


# What it costs -------------------------------------------------------------------------------------


def test_the_page_costs_the_same_queries_with_few_proposals_and_with_many(app: Flask):
    table = make_table(*TEXTS)
    readers = [delegate(app, "EGY"), observer(app), mission_reader(app)]

    def make_proposals(*codes: str) -> None:
        for code in codes:
            table.replace(code, "1.", "experts", f"experts that {code} sent")
            amendment = table.propose(code, AmendmentKind.INSERT, after="1.", text=f"{code} adds this.")
            positions.take_position(
                table.head("SEN"), amendment.code, party=party("SEN").id, stance=Stance.SUPPORT
            )

    make_proposals("EGY", "MYS")
    few = [queries_of(lambda r=reader: r.get(page_of(table, "1."))) for reader in readers]
    make_proposals("PAK", "TUR", "JOR", "IRQ", "OMN", "MAR", "IDN", "BGD")

    assert [queries_of(lambda r=reader: r.get(page_of(table, "1."))) for reader in readers] == few


def test_names_and_reasons_that_look_like_markup_are_words(app: Flask):
    table = make_table(*TEXTS)
    attack = '"><svg onload=alert(1)>'
    table.replace("EGY", "1.", "noted", attack, reason=attack)

    html = main_of(observer(app).get(page_of(table, "1.")))

    assert "<svg onload" not in html
    assert attack in words_of(html).replace(" ", " ")


# The combined reading, by proposal -----------------------------------------------------------------


def rivals(table: Table) -> list[Amendment]:
    return [
        table.replace("EGY", "1.", "noted", "welcomed"),
        table.replace("SEN", "1.", "noted", "took note of"),
        table.replace("MYS", "1.", "experts", "invited experts"),
    ]


def test_the_combined_reading_shows_all_and_has_a_switch_for_each(app: Flask):
    table = make_table(*TEXTS)
    made = rivals(table)

    html = observer(app).get(page_of(table, "1."))
    together = part_of(html, "together")

    assert "Shown in it EGY 1 Egypt SEN 1 Senegal MYS 1 Malaysia" in together
    assert "inserted by SEN 1: took note of, end of insertion" in together
    for one in made:
        assert f'name="with" value="{one.code}" checked' in html


def test_the_combined_reading_names_the_proposals_that_it_cannot_draw(app: Flask):
    table = make_table(*TEXTS)
    first, *_ = rivals(table)
    assert "Not drawn here" not in part_of(observer(app).get(page_of(table, "1.")), "together")
    table.propose("TUR", AmendmentKind.DELETE, "1.")
    amended = TEXTS[0].replace("noted", "welcomed").replace("experts", "outside experts")
    table.propose("PAK", AmendmentKind.REPLACE, "1.", text=amended, amends=first.code)

    together = part_of(observer(app).get(page_of(table, "1.")), "together")
    assert "ask for no other words: PAK 1 and TUR 1 2 conflicts" in together


def test_the_combined_reading_leaves_out_those_that_are_switched_off(app: Flask):
    table = make_table(*TEXTS)
    first, second, third = rivals(table)

    html = observer(app).get(f"{page_of(table, '1.')}?switched=1&with={first.code}&with={third.code}")
    together = part_of(html, "together")

    assert "1 proposal is left out." in together
    assert "took note of" not in together.partition("Show all")[2].partition("conflict")[0]
    assert "inserted by EGY 1: welcomed, end of insertion" in together
    assert "inserted by MYS 1: invited" in together
    assert f'name="with" value="{second.code}">' in html


def test_the_combined_reading_draws_what_is_settled_only_where_it_is_switched_on(app: Flask):
    table = make_table(*TEXTS)
    first, second, _third = rivals(table)
    table.accept(first)
    reader = observer(app)

    html = reader.get(page_of(table, "1."))
    together = part_of(html, "together")
    assert (
        "SEN 1 (settled by what was accepted) Senegal" in together and "1 proposal is left out." in together
    )
    assert "took note of" not in together and "in conflict" not in together and "No conflicts." in html
    every = re.search(r'href="([^"]*)">Show all', html)
    assert every and "inserted by SEN 1: took note of" in part_of(reader.get(unescape(every[1])), "together")
    assert f'name="with" value="{second.code}">' in html


def test_with_none_switched_on_the_text_stands_as_it_is_and_foreign_codes_show_nothing(app: Flask):
    table = make_table(*TEXTS)
    rivals(table)
    secret = make_table(TEXTS[0], symbol="OIC/OTHER").replace("JOR", "1.", "noted", "hid")

    together = part_of(
        observer(app).get(f"{page_of(table, '1.')}?switched=1&with={secret.code}&with=%00"), "together"
    )

    assert "3 proposals are left out." in together
    assert TEXTS[0] in together
    assert "hid" not in together


def test_the_switches_name_no_sponsor_where_attribution_is_off(app: Flask):
    table = make_table(*TEXTS, attributed=False)
    rivals(table)

    together = part_of(observer(app).get(page_of(table, "1.")), "together")

    assert "Shown in it" in together
    assert "Egypt" not in together
    assert "EGY" not in together


# Between a closing and the next text --------------------------------------------------------------


def test_between_a_closing_and_the_next_draft_the_proposals_are_shown_as_before(app: Flask):
    table = make_table(*TEXTS)
    amendment = table.replace("EGY", "1.", "report", "long report")
    table.decide(DecisionKind.DEFER, amendment)
    table.accept(table.replace("MYS", "1.", "experts", "specialists"))
    reader, path = observer(app), page_of(table, "1.")
    table.close()

    seen = part_of(reader.get(path), "proposals")

    assert "EGY 1 new wording · deferred" in seen
    assert "inserted: long, end of insertion report of the experts" in seen
    assert "specialists." not in seen.replace("inserted: specialists, end of insertion.", "")


# As decided so far ---------------------------------------------------------------------------------


def facts_of(html: str) -> str:
    """Return the line under the wording, in words."""
    found = re.search(r'<p class="facts">(.*?)</p>', html, re.DOTALL)
    assert found
    return words_of(found[1])


def test_what_the_round_decided_is_shown_as_decided_so_far_beside_the_draft(app: Flask):
    table = make_table(*TEXTS)
    path = page_of(table, "1.")
    first = table.replace("EGY", "1.", "noted", "welcomed")
    reader = delegate(app, "SEN")
    assert "As decided so far" not in reader.get(path)

    decision = table.accept(first)
    table.accept(table.replace("MYS", "1.", "experts", "best experts"))

    seen = part_of(reader.get(path), "sofar")
    assert "As decided so far in round 1" in seen
    assert "inserted: welcomed, end of insertion" in seen
    assert "inserted: best, end of insertion" in seen
    table.void(decision, reason="It was the wrong paragraph.")
    assert "welcomed" not in part_of(reader.get(path), "sofar")
    table.close()
    assert "As decided so far" not in reader.get(path)


def test_an_accepted_deletion_is_shown_as_decided_so_far(app: Flask):
    table = make_table(*TEXTS)
    table.accept(table.propose("EGY", AmendmentKind.DELETE, "1."))

    assert "The paragraph is deleted." in part_of(observer(app).get(page_of(table, "1.")), "sofar")


def test_a_new_paragraph_that_was_accepted_shows_its_state_and_its_words_as_decided_so_far(app: Flask):
    table = make_table(*TEXTS)
    new = table.propose("JOR", AmendmentKind.INSERT, after="1.", text="It meets once a year.")
    other = table.amend("TUR", new, "It meets twice a year.")
    path, reader = new_page_of(table, new), delegate(app, "SEN")
    assert "open" in facts_of(reader.get(path))
    table.accept(new)
    assert "It comes into the text when the round is closed" in reader.sees(path)
    assert "As decided so far" not in reader.get(path)

    table.accept(other)

    html = reader.get(path)
    assert "agreed Expert level" in facts_of(html)
    seen = words_of(part_of(html, "sofar"))
    assert (
        "As decided so far in round 1 It meets deleted: once, end of deletion inserted: twice, end of insertion a year."
        in seen
    )
    assert "not in the text yet" not in html
    assert "inserted: twice, end of insertion" in words_of(part_of(mission_reader(app).get(path), "sofar"))


def test_a_new_paragraph_that_was_rejected_says_so_and_has_no_state(app: Flask):
    table = make_table(*TEXTS)
    new = table.propose("JOR", AmendmentKind.INSERT, after="1.", text="It meets once a year.")
    decision = table.decide(DecisionKind.REJECT, new, reason="No.")
    reader = delegate(app, "SEN")

    html = reader.get(new_page_of(table, new))

    assert "Proposed and rejected: not in the text." in html
    assert "not in the text yet" not in html
    assert facts_of(html) == ""

    table.void(decision, reason="It is looked at again.")
    assert "Proposed: not in the text yet." in reader.get(new_page_of(table, new))
    amendments.withdraw(table.head("JOR"), new.code)
    assert "Proposed and withdrawn: not in the text." in reader.get(new_page_of(table, new))


def test_a_new_paragraph_that_the_mission_alone_does_not_accept_is_not_called_rejected(app: Flask):
    table = make_table(*TEXTS)
    new = table.propose("JOR", AmendmentKind.INSERT, after="1.", text="It meets once a year.")
    table.decide(DecisionKind.REJECT, new, level=None, reason="Too early.")

    for reader in (delegate(app, "JOR"), observer(app), mission_reader(app)):
        html = reader.get(new_page_of(table, new))
        assert "Proposed; the Mission proposes not to accept it: not in the text." in html
        assert "Proposed and rejected" not in html


def test_of_a_new_paragraph_accepted_in_confidence_its_sponsor_alone_learns_what_was_decided(app: Flask):
    table = make_table(*TEXTS, visibility=Visibility.MISSION)
    new = table.propose("JOR", AmendmentKind.INSERT, after="1.", text="It meets once a year.")
    table.accept(new)
    reader = delegate(app, "JOR", table)

    assert "It comes into the text when the round is closed" in reader.sees(new_page_of(table, new))
    assert facts_of(reader.get(new_page_of(table, new))) == ""
    delegate(app, "SEN").get(new_page_of(table, new), status=404)


def test_the_text_as_decided_so_far_is_for_who_may_read_all_that_it_took_up(app: Flask):
    table = make_table(*TEXTS, visibility=Visibility.MISSION)
    table.accept(table.replace("EGY", "1.", "noted", "welcomed"))
    path = page_of(table, "1.")

    assert "welcomed" not in delegate(app, "SEN").get(path)
    assert "welcomed" in part_of(delegate(app, "EGY", table).get(path), "sofar")
    assert "welcomed" in part_of(mission_reader(app).get(path), "sofar")

    table.accept(table.replace("MYS", "1.", "experts", "best experts"))

    assert "As decided so far" not in delegate(app, "EGY", table).get(path)


def test_the_page_of_what_amends_another_shows_it_against_that_one_too(app: Flask):
    table = make_table(*TEXTS)
    first = table.replace("SEN", "1.", "noted", "welcomed")
    text = table.line("1.").line.text.replace("noted", "warmly welcomed")
    second = table.propose("EGY", AmendmentKind.REPLACE, "1.", text=text, amends=first.code)

    seen = observer(app).sees(f"/proposals/{second.code}")

    against, text_ = seen.partition("Amendment to SEN 1")[2].split("Compared with the text")
    assert "inserted: warmly, end of insertion" in against
    assert "deleted: noted, end of deletion" not in against
    assert "deleted: noted, end of deletion" in text_


def test_a_pending_proposal_on_what_is_agreed_is_told_as_asking_to_reopen_it_to_all_who_read_it(app: Flask):
    table = make_table(*TEXTS)
    for label in ("1.", "2."):
        table.agree(label)
    asking = table.propose("EGY", AmendmentKind.DELETE, "1.", reason="It is said twice.")
    kept = table.propose("EGY", AmendmentKind.KEEP, "2.")
    opening = table.replace("EGY", "3.", "will meet", "is to meet")
    head = re.compile(r'<p class="facts">.*?</p>', re.DOTALL)

    for reader in (mission_reader(app), delegate(app, "SEN", table), observer(app)):
        heads = {
            label: words_of(head.search(reader.get(page_of(table, label)))[0]) for label in ("1.", "2.", "3.")
        }
        assert [label for label, words in heads.items() if "asked to reopen" in words] == ["1."]
        text_ = reader.get(f"/c/{table.code}/text")
        beside = {
            label: words_of(text_.split(f'id="p-{table.line(label).code}"')[1].split("</article>")[0])
            for label in heads
        }
        assert [label for label, words in beside.items() if "asked to reopen" in words] == ["1."]
        told = {
            made.code: "It asks to reopen what is agreed there" in reader.sees(f"/proposals/{made.code}")
            for made in (asking, kept, opening)
        }
        assert told == {asking.code: True, kept.code: False, opening.code: False}
    mine = delegate(app, "EGY", table).sees(f"/c/{table.code}/delegation")
    assert mine.count("It asks to reopen what is agreed there.") == 1
    # as many proposals wait as before, and no other asks to reopen anything
    table.propose("EGY", AmendmentKind.KEEP, "1.")
    amendments.withdraw(table.head("EGY"), asking.code)
    for page in (page_of(table, "1."), f"/c/{table.code}/text"):
        assert "asked to reopen" not in observer(app).sees(page)


def test_a_round_that_is_not_shown_does_not_betray_that_somebody_asks_to_reopen(app: Flask):
    table = make_table(*TEXTS, visibility=Visibility.MISSION)
    table.agree("1.")
    asking = table.propose("EGY", AmendmentKind.DELETE, "1.", reason="It is said twice.")

    assert "asked to reopen" in mission_reader(app).sees(page_of(table, "1."))
    for page in (page_of(table, "1."), f"/c/{table.code}/text"):
        assert "asked to reopen" not in observer(app).sees(page)
        assert "asked to reopen" in mission_reader(app).sees(page)
    assert "reopen what is agreed" not in delegate(app, "EGY", table).sees(f"/c/{table.code}/delegation")
    assert "reopen what is agreed" not in delegate(app, "EGY", table).sees(f"/proposals/{asking.code}")
