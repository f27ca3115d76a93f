"""What closing would make is told in numbers, in words and with whoever waits for it first."""

from acm_drafts.i18n import speaking
from acm_drafts.negotiation.comparison import Became
from acm_drafts.negotiation.terms import AmendmentKind, Answer, DecisionKind, Level, Standing, Verdict
from acm_drafts.services import answers
from acm_drafts.services.closings import preview_closing
from acm_drafts.store.amendments import load_amendments
from acm_drafts.store.records import Amendment, Communique
from acm_drafts.store.rounds import round_context
from acm_drafts.store.status import load_statuses
from acm_drafts.web.rounds.closing import ClosingPreview, closing_preview
from acm_drafts.web.shared.conflicts import rivals_for_reader
from tests.factories import party
from tests.tables import Table, make_table


def outlook_of(session, table: Table) -> ClosingPreview:
    context = round_context(session, table.round)
    with speaking("en"):
        return closing_preview(context, preview_closing(table.mission, session(), table.round))


def test_nothing_decided_changes_nothing(session):
    outlook = outlook_of(session, make_table("We met.", "We parted."))

    assert (outlook.changes, outlook.counts, outlook.verdicts, outlook.pending) == ((), (), (), 0)


def test_each_paragraph_is_counted_by_what_becomes_of_it(session):
    table = make_table("We met.", "We thank all.", "We go, and we part.", "We end.")
    table.accept(table.replace("EGY", "1.", "met", "met again"))
    table.accept(table.propose("PAK", AmendmentKind.INSERT, after="2.", text="We remember."))
    table.accept(table.propose("TUR", AmendmentKind.SPLIT, "3.", parts=("We go,", " and we part.")))
    table.accept(table.propose("SEN", AmendmentKind.DELETE, "4."))

    outlook = outlook_of(session, table)

    counts = dict(outlook.counts)
    assert (outlook.places, len(outlook.changes)) == (4, 5)
    assert counts[Became.CHANGED] == 1
    assert counts[Became.NEW] == 1
    assert counts[Became.DELETED] == 1
    assert counts[Became.SPLIT] == 1


def test_of_two_paragraphs_that_change_places_the_preview_shows_the_one_decided_to_move(session):
    table = make_table("We met.", "We thank all.", "We end.")
    table.accept(table.propose("EGY", AmendmentKind.MOVE, "1.", after="2."))

    (told,) = outlook_of(session, table).changes

    assert (told[0].became, told[0].line.text) == (Became.MOVED, "We met.")


def test_what_is_printed_although_a_sponsor_contests_it_is_named_with_who_objects_and_why(session):
    table = make_table("We met.", "We thank all.")
    accepted = table.replace("EGY", "2.", "all", "the host", reason="Courtesy.")
    table.accept(accepted, level=None)
    assert outlook_of(session, table).contested == ()

    table.contest(accepted, "Our capital asked for all.")

    (contested,) = outlook_of(session, table).contested
    assert (contested.record.label, contested.place) == ("EGY 1", "2")
    assert [(party.code, answer.reason) for party, answer in contested.objections] == [
        ("EGY", "Our capital asked for all.")
    ]


def test_a_compromise_that_is_printed_against_a_sponsor_is_named_until_it_is_decided_again(session):
    table = make_table("We met.", "We thank all.")
    merged = table.replace("SEN", "2.", "all", "the host")
    table.decide(DecisionKind.COMPROMISE, merged, text="We thank everybody.", level=Level.EXPERT)
    assert outlook_of(session, table).contested == ()

    facts = {"party": party("SEN").id, "answer": Answer.OBJECT, "reason": "Our capital asked for the host."}
    answers.answer(table.head("SEN"), merged.code, **facts)

    outlook = outlook_of(session, table)
    (contested,) = outlook.contested
    assert (contested.record.label, contested.place) == ("SEN 1", "2")
    assert [answer.reason for _, answer in contested.objections] == ["Our capital asked for the host."]
    assert [verdict for verdict, _ in outlook.verdicts] == [Verdict.CARRIED]


def test_an_objection_to_a_decision_that_prints_nothing_is_named_until_it_is_decided_again(session):
    table = make_table("We met.", "We thank all.")
    rejected = table.replace("EGY", "2.", "all", "the host")
    table.decide(DecisionKind.REJECT, rejected, level=None, reason="Not now.")
    table.contest(rejected, "Our capital asked for the host.")
    table.accept(table.replace("MYS", "2.", "all", "everybody"))

    outlook = outlook_of(session, table)

    assert outlook.contested == ()
    (unanswered,) = outlook.unanswered
    assert (unanswered.record.label, unanswered.place) == ("EGY 1", "2")
    assert [answer.reason for _, answer in unanswered.objections] == ["Our capital asked for the host."]
    table.decide(DecisionKind.REJECT, rejected, level=Level.EXPERT, reason="Not now.")
    assert outlook_of(session, table).unanswered == ()


def test_an_objection_is_named_although_its_paragraph_is_to_be_deleted(session):
    table = make_table("We met.", "We thank all.")
    rejected = table.replace("EGY", "2.", "all", "the host")
    table.decide(DecisionKind.REJECT, rejected, level=None, reason="Not now.")
    table.contest(rejected)
    table.accept(table.propose("MYS", AmendmentKind.DELETE, "2."))

    (unanswered,) = outlook_of(session, table).unanswered

    assert (unanswered.record.label, unanswered.place, unanswered.next_place) == ("EGY 1", "2", "")


def test_what_is_contested_is_called_by_its_number_in_the_draft_with_the_next_number_beside_it(session):
    table = make_table("We met.", "We thank all.", "We go.")
    accepted = table.replace("EGY", "2.", "all", "the host")
    table.accept(accepted, level=None)
    table.contest(accepted, "Our capital asked for all.")
    fresh = table.propose("SEN", AmendmentKind.INSERT, after="3.", text="We remember.")
    table.accept(fresh, level=None)
    table.contest(fresh, "It is too short.")

    places = [(proposal.place, proposal.next_place) for proposal in outlook_of(session, table).contested]
    assert places == [("2", ""), ("", "4")]

    table.accept(table.propose("PAK", AmendmentKind.INSERT, after="1.", text="We were many."))
    places = [(proposal.place, proposal.next_place) for proposal in outlook_of(session, table).contested]
    assert places == [("2", "3"), ("", "5")]


def test_verdicts_that_need_people_stand_first(session):
    table = make_table("We met.", "We thank all.")
    table.replace("EGY", "1.", "met", "met again")
    table.replace("MYS", "2.", "all", "everybody")
    table.replace("SEN", "2.", "all", "the host")

    outlook = outlook_of(session, table)

    assert [(verdict, len(entries)) for verdict, entries in outlook.verdicts] == [
        (Verdict.CONFLICT, 2),
        (Verdict.CARRIED, 1),
    ]
    assert outlook.pending == 3


def test_what_printing_conflicts_makes_otherwise_is_shown_apart(session):
    table = make_table("We met.", "We thank all.")
    table.replace("MYS", "2.", "all", "everybody")
    table.replace("SEN", "2.", "all", "the host")
    table.replace("EGY", "2.", "thank", "warmly thank")
    table.accept(table.replace("EGY", "1.", "met", "met again"))

    printed = outlook_of(session, table).printed

    assert printed is not None
    assert [record.label for record in printed.bracketed] == ["MYS 1", "SEN 1"]
    assert [change.line.text for change, _ in printed.changes] == ["We thank [all] [everybody] [the host]."]
    assert printed.verdicts == ()


def test_what_becomes_of_other_proposals_where_conflicts_are_printed_is_shown_with_it(session):
    table = make_table("We met.", "We thank all.")
    table.replace("MYS", "2.", "all", "everybody")
    table.replace("SEN", "2.", "all", "the host")
    table.propose("EGY", AmendmentKind.KEEP, "2.")

    outlook = outlook_of(session, table)

    assert [(verdict, len(entries)) for verdict, entries in outlook.verdicts] == [(Verdict.CONFLICT, 3)]
    assert outlook.printed is not None
    assert [verdict for verdict, _ in outlook.printed.verdicts] == [Verdict.CARRIED]


def test_where_nothing_is_in_conflict_nothing_is_shown_apart(session):
    table = make_table("We met.", "We thank all.")
    table.replace("EGY", "2.", "all", "everybody")

    assert outlook_of(session, table).printed is None


def test_what_was_accepted_settles_is_in_conflict_with_nothing_any_more(session):
    table = make_table("We met.", "We thank all.")
    kept = table.propose("EGY", AmendmentKind.KEEP, "2.")
    waits = table.replace("SEN", "2.", "thank", "warmly thank")
    assert outlook_of(session, table).printed is not None
    table.accept(table.replace("MYS", "2.", "all", "everybody"))

    assert outlook_of(session, table).printed is None
    records = load_amendments(session, Amendment.id.in_([kept.id, waits.id]))
    text = session.get_one(Communique, table.communique)
    statuses = load_statuses(session, text, table.head("SEN"), records)
    entries = {entry.amendment.id: entry for entry in records}
    assert statuses.where(entries[kept.id]).standing is Standing.SETTLED
    assert rivals_for_reader(session, statuses, entries[kept.id]) is None
    assert rivals_for_reader(session, statuses, entries[waits.id]) is None
