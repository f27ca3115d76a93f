"""What a document is made from: one draft, as documents understand it, and what of the proposals on it may be told."""

from functools import partial
from itertools import product

import pytest

from acm_drafts.documents.reader import read
from acm_drafts.documents.write.compilation import Proposal
from acm_drafts.documents.write.masthead import FirstPage
from acm_drafts.negotiation.errors import NotFound
from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.terms import (
    AmendmentKind,
    DecisionKind,
    DraftStatus,
    Stance,
    Standing,
    Visibility,
    Withheld,
)
from acm_drafts.services import amendments, documents, drafts, people, positions, sponsors, translations
from acm_drafts.services.documents import Form
from acm_drafts.services.draft_texts import draft_text
from acm_drafts.store.database import clock_at, db, utcnow
from acm_drafts.store.records import Amendment, Draft
from acm_drafts.text.language import Language
from tests.reservations import enter
from tests.tables import DAY, Table, head_of, label_of, make_table

FORMS = [form for form in Form if form is not Form.ANNOTATED]
"""The forms of any text; an agenda alone is annotated."""


def draft_of(table: Table) -> Draft:
    db.session.expire_all()
    return db.session.get_one(Draft, table.draft)


def test_a_draft_is_its_face_and_its_lines_in_order(session: object):
    table = make_table("# General", "We welcome.", "We urge.", symbol="OIC/FC")
    draft = draft_of(table)

    text = draft_text(db.session, draft)

    assert (text.title, text.symbol, text.language) == (draft.communique.title, "OIC/FC", "en")
    assert text.status is DraftStatus.ZERO
    assert [(line.label, line.text) for line in text.lines] == [
        ("", "General"),
        ("1.", "We welcome."),
        ("2.", "We urge."),
    ]


def test_in_another_language_the_newest_translation_stands_and_the_rest_in_the_original(session: object):
    table = make_table("We welcome.", "We urge.")
    wording = table.line("1.").line.wording
    for said in ("Nous saluons.", "Nous nous félicitons."):
        translations.add(table.mission, wording, Language.FR, said)

    text = draft_text(db.session, draft_of(table), language="fr")

    assert text.language == "fr"
    assert [line.text for line in text.lines] == ["Nous nous félicitons.", "We urge."]
    assert [line.label for line in text.lines] == ["1.", "2."]


@pytest.mark.parametrize(
    ("language", "before", "signed"),
    [
        (Language.FR, "Nous saluons.", "Traduction (original : English)"),
        (Language.AR, "نرحب.", "الترجمة (الأصل: English)"),
    ],
)
def test_a_tracked_translation_shows_no_delegation_putting_the_original_in_its_place(
    session: object, language: Language, before: str, signed: str
):
    table = make_table("We welcome.", "We urge.")
    old = draft_of(table)
    translations.add(table.mission, table.line("1.").line.wording, language, before)
    table.accept(table.replace("EGY", "1.", "welcome", "warmly welcome"))
    table.accept(table.replace("OMN", "2.", "urge", "strongly urge"))
    table.close()
    new = draft_of(table)

    data = documents.document(
        db.session, table.mission, Form.TRACKED, draft=new, since=old, language=language.value
    )

    first, second = read(data).paragraphs[1:]
    assert (first.original, first.final) == (f"1.\t{before}", "1.\tWe warmly welcome.")
    assert {revision.author for revision in first.revisions} == {signed}
    assert [(revision.text.strip(), revision.author) for revision in second.revisions] == [
        ("strongly", {Language.FR: "Oman", Language.AR: "عُمان"}[language])
    ]


def test_a_wording_that_changed_since_is_no_longer_translated(session: object):
    table = make_table("We welcome.", "We urge.")
    translations.add(table.mission, table.line("1.").line.wording, Language.FR, "Nous saluons.")
    table.accept(table.replace("EGY", "1.", "welcome", "warmly welcome"))
    table.close()

    text = draft_text(db.session, draft_of(table), language="fr")

    assert text.lines[0].text == "We warmly welcome."


# The forms ------------------------------------------------------------------------------------


def said(table: Table, form: Form, actor: Actor | None = None, **facts: object) -> str:
    """Every word of a document as it is in the end, on one line."""
    data = documents.document(db.session, actor or people.operator(), form, draft=draft_of(table), **facts)
    return " ".join(one.final for one in read(data).paragraphs if one.final)


def closed_table(**terms: object) -> tuple[Table, Draft]:
    """A table after its first round, in which EGY warmed a paragraph, and the draft before."""
    table = make_table("We welcome.", "We urge.", **terms)
    before = draft_of(table)
    table.accept(table.replace("EGY", "1.", "welcome", "warmly welcome"))
    table.close()
    return table, before


def test_each_form_that_holds_the_text_is_a_document_of_the_newer_draft(session: object):
    table, before = closed_table()

    for form in set(FORMS) - {Form.POSITIONS, Form.RESERVATIONS}:
        assert "We warmly welcome." in said(table, form, since=before)


def test_of_two_that_changed_places_the_documents_tell_the_one_that_was_decided_to_move(session: object):
    table = make_table("We welcome.", "We urge.", "We meet again.")
    before = draft_of(table)
    moved = table.propose("EGY", AmendmentKind.MOVE, "1.", after="2.")
    table.accept(moved)
    table.close()
    newer, actor = draft_of(table), people.operator()

    text = documents.tracked_text(db.session, actor, draft=newer, since=before)

    halves = [(block.line.paragraph, block.end.hand.author) for block in text.blocks if block.end.hand]
    assert halves == [(moved.paragraph_id, "Egypt")] * 2
    data = documents.document(db.session, actor, Form.COMPARISON, draft=newer, since=before)
    said = [paragraph.final for paragraph in read(data).paragraphs]
    assert said[said.index("2. We welcome.") + 1] == "moved; was 1"
    assert said[said.index("1. We urge.") + 1] == "was 2"


@pytest.mark.parametrize("form", documents.SINCE)
def test_a_form_that_needs_an_earlier_draft_is_refused_without_one(session: object, form: Form):
    table, before = closed_table()
    newer = draft_of(table)

    for since in (None, newer):
        with pytest.raises(NotFound):
            documents.document(db.session, people.operator(), form, draft=newer, since=since)
    with pytest.raises(NotFound):
        documents.document(db.session, people.operator(), form, draft=before, since=newer)


def test_a_draft_of_another_communique_is_no_earlier_one(session: object):
    _, before = closed_table()
    other = make_table("Other.", symbol="OTHER")
    other.close()

    with pytest.raises(NotFound):
        documents.document(db.session, people.operator(), Form.TRACKED, draft=draft_of(other), since=before)


@pytest.mark.parametrize("form", FORMS)
def test_the_same_records_give_the_same_bytes_whoever_of_the_mission_asks(session: object, form: Form):
    table, before = closed_table()

    first, second = (
        documents.document(db.session, actor, form, draft=draft_of(table), since=before)
        for actor in (people.operator(), table.mission)
    )

    assert first == second


# The compilation -----------------------------------------------------------------------------------


def proposals(table: Table, actor: Actor | None = None, **facts: object) -> list[Proposal]:
    found = documents.compiled(db.session, actor or people.operator(), draft_of(table), **facts)
    return [proposal for place in found.places for proposal in place.proposals]


def test_what_meets_changed_text_is_compiled_with_its_own_change_and_says_on_which_wording(session: object):
    table = make_table("The Meeting noted the report of the experts.", "We urge.")
    mine = table.replace("SEN", "1.", "the experts", "all experts")
    table.accept(table.replace("EGY", "1.", "report of the experts", "account they gave"))
    table.close()
    table.open()
    table.contest(mine)
    table.replace("MYS", "2.", "urge", "ask")

    contested, fresh = proposals(table)

    assert (contested.base, contested.text) == (
        "The Meeting noted the report of the experts.",
        "The Meeting noted the report of all experts.",
    )
    assert (contested.made_on, fresh.made_on) == ("OIC/FC", "")


def test_after_a_compromise_the_compilation_reads_it_together_with_what_is_pending_as_the_page_does(
    session: object,
):
    table = make_table("The Meeting noted the report of the experts.", "We urge.")
    merged = table.replace("SEN", "1.", "noted", "welcomed")
    waits = table.replace("EGY", "1.", "the experts", "all experts")
    below = table.proposal(
        AmendmentKind.REPLACE, "1.", text="The Meeting noted the report.", amends=waits.code
    )
    amendments.propose(table.head("JOR"), table.round, below)
    table.propose("MYS", AmendmentKind.INSERT, after="1.", text="We decide.")

    def read_together() -> list[str]:
        data = documents.document(db.session(), people.operator(), Form.COMPILATION, draft=draft_of(table))
        words = [paragraph.final or "" for paragraph in read(data).paragraphs]
        at = words.index("All proposals together") if "All proposals together" in words else len(words)
        return words[at + 1 : at + 3]

    assert read_together()[0] == (
        "The Meeting noted\u00a0[SEN 1] welcomed\u00a0[SEN 1] the report of the\u00a0[EGY 1] all\u00a0[EGY 1] experts."
    )
    assert read_together()[1].startswith("Not drawn here") and read_together()[1].endswith(": JOR 1")

    compromise = "The Meeting noted with thanks the report of the experts."
    made = table.decide(DecisionKind.COMPROMISE, merged, text=compromise)
    together, named = read_together()
    assert "with thanks\u00a0[OICM 1 (accepted)]" in together and "[EGY 1]" in together
    assert "SEN 1" not in together and named.endswith(": JOR 1")

    table.void(made, reason="It was too early.")
    assert "SEN 1" in read_together()[0] and "OICM" not in read_together()[0]


def test_each_proposal_stands_at_its_place_and_a_new_paragraph_behind_the_one_it_follows(session: object):
    table = make_table("We welcome.", "We urge.", "We note.")
    table.propose("EGY", AmendmentKind.INSERT, after="2.", text="We decide.")
    table.propose("MYS", AmendmentKind.MOVE, "3.", after=table.line("1.").code)
    table.replace("OMN", "1.", "welcome", "hail")

    found = documents.compiled(db.session, people.operator(), draft_of(table))

    assert [
        (place.line.text, [proposal.name for proposal in place.proposals])
        for place in found.places
        if place.line
    ] == [
        ("We welcome.", ["OMN 1"]),
        ("We urge.", ["EGY 1"]),
        ("We note.", ["MYS 1"]),
    ]
    by_name = {proposal.name: proposal for proposal in proposals(table)}
    assert by_name["EGY 1"].number == "2 bis"
    assert (by_name["MYS 1"].number, by_name["MYS 1"].place) == ("3", "1")


def test_an_attributed_text_lists_sponsors_co_sponsors_reasons_and_positions(session: object):
    table = make_table("We welcome.")
    amendment = table.replace("EGY", "1.", "welcome", "hail", reason="It is warmer.")
    for code in ("MYS", "OMN"):
        party = next(iter(table.head(code).parties()))
        if code == "MYS":
            sponsors.cosponsor(table.head(code), amendment.code, party=party)
        else:
            positions.take_position(
                table.head(code), amendment.code, party=party, stance=Stance.OPPOSE, reason="It is too warm."
            )

    (one,) = proposals(table)

    assert (one.name, one.sponsors, one.reason) == ("EGY 1", "Egypt, with Malaysia", "It is warmer.")
    assert one.positions == ((Stance.OPPOSE, ("Oman",)),)
    assert one.grounds == {"Oman": "It is too warm."}
    assert proposals(table, language="fr")[0].sponsors == "Égypte, avec Malaisie"


def test_the_table_of_positions_is_of_the_proposals_that_the_reader_may_read(session: object):
    table = make_table("We welcome.", visibility=Visibility.MISSION)
    amendment = table.replace("EGY", "1.", "welcome", "hail")
    head = table.head("OMN")

    shown, hidden = (said(table, Form.POSITIONS, actor) for actor in (table.mission, head))
    assert f"1 {label_of('EGY')} · Egypt new wording · submitted none taken" in shown
    assert "EGY" not in hidden and "Egypt" not in hidden

    table = make_table("We urge.", symbol="OIC/OPEN")
    amendment = table.replace("EGY", "1.", "urge", "call on")
    party = next(iter(table.head("OMN").parties()))
    positions.take_position(table.head("OMN"), amendment.code, party=party, stance=Stance.LIVE_WITH)
    assert "Can live with it: Oman" in said(table, Form.POSITIONS, table.head("MYS"))


def test_where_attribution_is_off_no_form_names_anybody_even_for_the_mission(session: object):
    table = make_table("We welcome.", attributed=False)
    before = draft_of(table)
    amendment = table.replace("EGY", "1.", "welcome", "hail")
    party = next(iter(table.head("OMN").parties()))
    positions.take_position(
        table.head("OMN"), amendment.code, party=party, stance=Stance.OPPOSE, reason="It is too warm."
    )

    (one,) = proposals(table)
    assert (one.name, one.sponsors, one.positions, one.grounds) == (amendment.code, "", (), {})
    for form in (Form.COMPILATION, Form.POSITIONS):
        document = said(table, form)
        assert amendment.code in document and "warm" not in document
        assert not {"EGY", "Egypt", "Oman"} & set(document.replace(",", " ").split())

    table.accept(amendment)
    table.close()
    data = documents.document(
        db.session, people.operator(), Form.TRACKED, draft=draft_of(table), since=before
    )
    assert {revision.author for line in read(data).paragraphs for revision in line.revisions} == {"Mission"}


def test_new_numbers_are_signed_by_nobody_and_are_no_changes_where_they_are_not_tracked(session: object):
    table = make_table("We welcome.", "We urge.")
    before = draft_of(table)
    table.accept(table.propose("EGY", AmendmentKind.DELETE, "1."))
    table.close()

    def authors(**facts: bool) -> set[tuple[str, str]]:
        asked = {"draft": draft_of(table), "since": before, **facts}
        data = documents.document(db.session, people.operator(), Form.TRACKED, **asked)
        return {
            (revision.author, revision.text)
            for line in read(data).paragraphs
            for revision in line.revisions
            if revision.text
        }

    assert {("Renumbering", "2."), ("Renumbering", "1.")} <= authors()
    assert {author for author, _ in authors(tracks_numbers=False)} == {"Egypt"}


def test_a_reader_finds_in_it_what_they_may_read_and_nothing_betrays_the_rest(session: object):
    table = make_table("We welcome.", visibility=Visibility.MISSION)
    table.replace("EGY", "1.", "welcome", "hail")
    first = label_of("EGY")
    table.propose("MYS", AmendmentKind.INSERT, after="1.", text="We decide.")
    table.propose("EGY", AmendmentKind.INSERT, after="1.", text="We resolve.")

    assert [proposal.name for proposal in proposals(table, table.head("EGY"))] == [first, label_of("EGY")]
    assert [proposal.number for proposal in proposals(table, table.head("EGY"))] == ["1", "1 bis"]
    assert proposals(table, table.head("OMN")) == []
    assert "decide" not in said(table, Form.COMPILATION, table.head("EGY"))


def test_an_amendment_to_a_proposal_stands_behind_it_and_names_it(session: object):
    table = make_table("We welcome.", "We urge.")
    amendment = table.replace("EGY", "1.", "welcome", "hail")
    table.replace("OMN", "1.", "welcome", "greet")
    base = table.proposal(AmendmentKind.REPLACE, "1.", text="We warmly hail.", amends=amendment.code)
    amendments.propose(table.head("MYS"), table.round, base)

    assert [(proposal.name, proposal.amends) for proposal in proposals(table)] == [
        ("EGY 1", ""),
        ("MYS 1", "EGY 1"),
        ("OMN 1", ""),
    ]


def test_the_outcome_of_a_proposal_is_shown_to_delegations_with_the_next_draft(session: object):
    table = make_table("We welcome.", "We urge.")
    reader, first = table.head("OMN"), draft_of(table)
    amendment = table.replace("EGY", "1.", "welcome", "hail")
    table.decide(DecisionKind.DEFER, amendment)
    table.close()

    def standing(actor: Actor) -> str:
        found = documents.compiled(db.session, actor, db.session.get_one(Draft, first.id))
        return next(str(proposal.standing) for place in found.places for proposal in place.proposals)

    assert standing(people.operator()) == "carried"
    assert standing(reader) != "carried"


@pytest.mark.parametrize("attributed", [True, False])
def test_before_a_round_opens_the_compilation_lists_what_was_carried_over(session: object, attributed: bool):
    table = make_table("We welcome.", "We urge.")
    deferred = table.replace("EGY", "1.", "welcome", "hail")
    table.decide(DecisionKind.DEFER, deferred)
    table.accept(table.replace("MYS", "2.", "urge", "ask"))
    table.close()
    drafts.circulate(table.mission, table.draft, attributed=attributed)

    (carried,) = proposals(table, table.head("OMN"))

    name = "EGY 1" if attributed else db.session.get_one(Amendment, deferred.id).code
    assert (carried.name, str(carried.standing), carried.text) == (name, "carried", "We hail.")
    assert bool(carried.sponsors) is attributed
    assert "We welcomehail." in said(table, Form.COMPILATION, table.head("OMN"))


@pytest.mark.parametrize("visibility", [Visibility.ALL, Visibility.MISSION])
def test_a_text_without_names_names_nobody_whom_the_text_before_it_named(
    session: object, visibility: Visibility
):
    table = make_table("We welcome.", attributed=True)
    made = table.replace("EGY", "1.", "welcome", "hail")

    with clock_at(table.next_round(visibility=visibility, attributed=False)):
        (compiled,) = proposals(table, table.head("OMN"))

    assert (compiled.name, compiled.sponsors) == (made.code, "")


@pytest.mark.parametrize("visibility", [Visibility.ALL, Visibility.DEADLINE])
def test_a_file_of_a_text_that_named_sponsors_tells_what_it_showed_wherever_the_proposal_went_on_to(
    session: object, visibility: Visibility
):
    table = make_table("We welcome.", "We urge.", attributed=True)
    first = draft_of(table)
    made = table.replace("EGY", "1.", "welcome", "hail")
    table.propose("OICM", AmendmentKind.REPLACE, "2.", text="We call upon all.")
    parties = {code: next(iter(table.head(code).parties())) for code in ("OMN", "MYS", "PAK")}
    sponsors.cosponsor(table.head("PAK"), made.code, party=parties["PAK"])
    take = partial(positions.take_position, table.head("OMN"), made.code, party=parties["OMN"])
    take(stance=Stance.OPPOSE, reason="Warm.")
    take_on_text(table, "OMN", "2.", Stance.SUPPORT)
    readers = [table.mission, table.head("MYS"), table.head("OMN")]

    def told_of(draft: Draft) -> tuple[list[tuple[str, str, object]], list[object]]:
        found = [documents.compiled(db.session, reader, draft).places for reader in readers]
        (every, *others) = [
            (
                [(one.name, one.sponsors, one.positions) for place in places for one in place.proposals],
                [place.stances for place in places if place.stances],
            )
            for places in found
        ]
        assert all(other == every for other in others), "a file is the same for all"
        return every

    shown = told_of(first)
    assert shown[0][0] == ("EGY 1", "Egypt, with Pakistan", ((Stance.OPPOSE, ("Oman",)),))
    assert shown[1] == [((Stance.SUPPORT, ("Oman",)),)]

    begins = table.next_round(attributed=False, visibility=visibility, deadline=utcnow() + 9 * DAY)
    with clock_at(begins):
        assert told_of(first) == shown
    with clock_at(begins + 2 * DAY):  # its deadline has passed
        sponsors.cosponsor(table.head("PAK"), made.code, party=parties["PAK"], joins=False)
        take(stance=Stance.SUPPORT, reason="Better.")
        take_on_text(table, "OMN", "2.", Stance.OPPOSE)
        assert told_of(first) == shown, "what was said of a draft is told of that draft"
        ((name, sponsor, taken), _mission), on_lines = told_of(draft_of(table))
        assert (name, sponsor, taken, on_lines) == (made.code, "", (), []), "the later text names nobody"


def test_what_a_later_round_withdrew_is_told_as_withdrawn_in_files_of_the_draft_it_lay_on(session: object):
    table = make_table("We welcome.", "We urge.", attributed=True)
    first = draft_of(table)
    made = table.replace("EGY", "1.", "welcome", "hail")
    amendments.withdraw(table.head("PAK"), table.replace("PAK", "2.", "urge", "ask").code)
    party_ = next(iter(table.head("OMN").parties()))
    positions.take_position(table.head("OMN"), made.code, party=party_, stance=Stance.OPPOSE, reason="Warm.")
    begins = table.next_round(attributed=False, deadline=utcnow() + 9 * DAY)
    with clock_at(begins):
        amendments.withdraw(table.head("EGY"), made.code)
        for reader in (table.mission, table.head("MYS")):
            told = [
                (one.name, one.standing, one.sponsors, one.positions)
                for place in documents.compiled(db.session, reader, first).places
                for one in place.proposals
            ]
            assert told == [("EGY 1", Standing.WITHDRAWN, "Egypt", ((Stance.OPPOSE, ("Oman",)),))]
            now = documents.compiled(db.session, reader, draft_of(table)).places
            assert not [one for place in now for one in place.proposals]


def test_positions_that_a_file_does_not_tell_are_not_said_to_be_none(session: object):
    table = make_table("We welcome.", attributed=True, visibility=Visibility.MISSION)
    first = draft_of(table)
    made = table.replace("EGY", "1.", "welcome", "hail")

    with clock_at(table.next_round(attributed=False)):
        told = documents.document(db.session, table.mission, Form.POSITIONS, draft=first)
        words = " ".join(one.final for one in read(told).paragraphs if one.final)

    assert made.code in words and "Egypt" not in words, "its first text showed it to the Mission alone"
    assert "none taken" not in words and "not told" in words


@pytest.mark.parametrize("form", [Form.COMPILATION, Form.POSITIONS])
def test_what_the_mission_only_proposes_is_not_called_accepted_in_word(session: object, form: Form):
    table = make_table("We welcome.", "We urge.")
    table.accept(table.replace("EGY", "1.", "welcome", "hail"), level=None)

    words = said(table, form)

    assert "acceptance proposed" in words
    assert "accepted" not in words


def test_before_a_round_opens_the_compilation_leaves_out_what_the_round_before_did_not_show(session: object):
    table = make_table("We welcome.", "We urge.", visibility=Visibility.MISSION)
    table.replace("EGY", "1.", "welcome", "hail")
    table.close()
    drafts.circulate(table.mission, table.draft, attributed=True)
    compiled = documents.compiled(db.session, table.head("OMN"), draft_of(table))

    assert (compiled.total, compiled.withheld) == (0, Withheld.MISSION)
    assert documents.compiled(db.session, table.head("EGY"), draft_of(table)).total == 1


# Reservations --------------------------------------------------------------------------------------


def test_the_annex_is_in_every_form_but_the_tracked_one_and_nowhere_without_reservations(session: object):
    table, before = closed_table()
    assert "Reservations" not in said(table, Form.CLEAN, since=before, with_annexes=True)
    table.open()
    enter(table, "OMN", "2.")

    for form in FORMS:
        words = said(table, form, since=before, with_annexes=True)
        assert ("Reservations" in words) is (form is not Form.TRACKED)


@pytest.mark.parametrize("begins", list(FirstPage))
@pytest.mark.parametrize("form", FORMS)
def test_each_form_begins_as_was_asked(session: object, form: Form, begins: FirstPage):
    table, before = closed_table()

    data = documents.document(
        db.session, people.operator(), form, draft=draft_of(table), since=before, first_page=begins
    )

    heads = " ".join(one.final for one in read(data).elsewhere if one.final)
    assert ("Permanent Observer Mission" in heads) is (begins is not FirstPage.MASTHEAD)


@pytest.mark.parametrize("visibility", Visibility)
def test_a_compilation_says_why_a_reader_does_not_see_all_proposals(session: object, visibility: Visibility):
    table = make_table("We welcome.", visibility=visibility)
    why = {Visibility.DEADLINE: Withheld.DEADLINE, Visibility.MISSION: Withheld.MISSION}.get(visibility)

    seen = {
        who: documents.compiled(db.session, who, draft_of(table)) for who in (table.mission, head_of("SEN"))
    }

    assert [compiled.withheld for compiled in seen.values()] == [None, why]


def test_a_compilation_in_a_hidden_round_says_what_it_leaves_out_and_as_which_round_left_it_the_rest_is(
    session: object,
):
    table = make_table("We welcome.", "We urge.")
    table.replace("EGY", "1.", "welcome", "hail")
    begins = table.next_round(visibility=Visibility.MISSION)

    def mastheads(actor: Actor) -> set[str]:
        told = set()
        for form, begins_with in product((Form.COMPILATION, Form.POSITIONS), FirstPage):
            data = documents.document(db.session, actor, form, draft=draft_of(table), first_page=begins_with)
            head = " ".join(one.final for one in read(data).elsewhere if one.final)
            told.add(" ".join(part for part in SAID if part in head))
        return told

    with clock_at(begins):
        assert mastheads(table.head("OMN")) == {" ".join(SAID)}, "however it begins"
        assert mastheads(table.mission) == {""}
        table.close()
        assert mastheads(table.mission) == {""}
    with clock_at(begins + 9 * DAY):
        table.open(visibility=Visibility.MISSION)
        assert mastheads(table.head("OMN")) == {""}, "nothing is shown of earlier rounds any more"
        assert "Compilation of proposals: shown to the Mission alone." in " ".join(
            one.final
            for one in read(
                documents.document(db.session, table.head("OMN"), Form.COMPILATION, draft=draft_of(table))
            ).elsewhere
            if one.final
        )


SAID = (
    "Other proposals: shown to the Mission alone.",
    "Proposals of earlier rounds are shown as round 1 left them.",
)


def test_what_amends_a_new_paragraph_that_was_withdrawn_is_compiled_at_the_end(session: object):
    table = make_table("We welcome.", "We urge.")
    new = table.propose("EGY", AmendmentKind.INSERT, after="1.", text="We decide.")
    table.amend("SEN", new, "We decide now.")
    table.replace("MYS", "1.", "welcome", "hail")
    amendments.withdraw(table.head("EGY"), new.code)

    assert [proposal.name for proposal in proposals(table)] == ["MYS 1", "SEN 1"]


def take_on_text(table: Table, code: str, label: str, stance: Stance, reason: str = "") -> None:
    line = table.line(label).line
    facts = {"party": next(iter(table.head(code).parties())), "stance": stance, "reason": reason}
    positions.take_position_on_paragraph(table.head(code), line.paragraph, wording=line.wording, **facts)


def test_the_table_of_positions_has_a_row_for_each_line_on_which_a_position_was_taken(session: object):
    table = make_table("We welcome.", "We urge.")
    table.replace("EGY", "1.", "welcome", "hail")
    take_on_text(table, "OMN", "1.", Stance.OPPOSE, "Our capital.")

    told = said(table, Form.POSITIONS, table.mission)

    assert "the text as it stands" in told
    assert "Oppose: Oman" in told and "Our capital." in told


def test_a_position_on_a_line_is_told_in_no_document_of_a_text_that_names_nobody(session: object):
    table = make_table("We welcome.", attributed=False)
    take_on_text(table, "OMN", "1.", Stance.RESERVE, "Our capital.")

    for form in (Form.POSITIONS, Form.COMPILATION):
        assert "Oman" not in said(table, form, table.mission)
