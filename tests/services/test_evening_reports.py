"""What the evening report tells of a day: from the journal, from what is to come, and from the text as it stands."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from acm_drafts.documents.write.evening import EveningText, ReservationStep, Then, blocks_of
from acm_drafts.documents.write.evening import Table as Written
from acm_drafts.negotiation.errors import NotFound, NotPermitted
from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.progress import ProgressClass
from acm_drafts.negotiation.terms import (
    AmendmentKind,
    Answer,
    City,
    DecisionKind,
    Level,
    SittingResult,
    Stance,
    Standing,
)
from acm_drafts.services import (
    agreements,
    amendments,
    answers,
    closings,
    confirmations,
    decisions,
    drafts,
    positions,
    reopenings,
    reservations,
    rounds,
    silence,
    sittings,
    small_groups,
    sponsors,
)
from acm_drafts.services.evening_reports import evening_document, evening_text
from acm_drafts.store.database import clock_at, db, utcnow
from acm_drafts.store.meetings import today_in
from acm_drafts.store.records import Decision, Paragraph
from acm_drafts.store.rounds import round_context
from acm_drafts.store.text import draft_set
from acm_drafts.text.language import Language
from tests.adoptions import adopt, agreed_text, entry, issue
from tests.agreeing import judgement
from tests.brackets import hold, lift
from tests.factories import mission, party
from tests.public import publish
from tests.reservations import enter, seen
from tests.silences import break_, put
from tests.sittings import HOUR, ZONE, convene, make_body, open_at, record, times
from tests.sittings import hold as hold_sitting
from tests.small_groups import form, write
from tests.tables import Table, lines_of

pytestmark = pytest.mark.usefixtures("session")

TEXTS = ("It noted.", "# Health", "It urged.", "It thanked.", "It met.", "It closed.")


def report(table: Table, who: Actor | None = None, **facts: object) -> EveningText:
    db.session.rollback()
    who = who or mission()
    drafts = draft_set(db.session(), table.communique, who)
    return evening_text(db.session(), who, drafts, **{"language": Language.EN, **facts})


def test_it_tells_what_was_done_what_is_due_and_what_is_open():
    table = Table(lines_of(*TEXTS)).open()
    table.accept(table.replace("EGY", "1.", "noted", "welcomed"))
    table.decide(DecisionKind.REJECT, table.replace("MYS", "2.", "urged", "asked"), level=None, reason="No.")
    table.replace("SEN", "3.", "thanked", "hailed")
    table.propose("IDN", AmendmentKind.INSERT, after="3.", text="It hailed Indonesia.")
    table.agree("5.")
    reserved = enter(table, "TUR", "2.", published=False)
    reservations.withdraw(table.head("TUR"), reserved.code, seen=seen(reserved))
    body = make_body(Level.AMBASSADORIAL)
    procedure = put(table, body, ["4."])
    break_(table, procedure, "EGY", ["4."], reason="Our capital has not answered.")
    convene(table, body, begins_at=utcnow() + 2 * HOUR, place="Room 4")

    told = report(table)

    today = told.done
    assert list(today.received) == [("EGY 1", "1"), ("MYS 1", "2"), ("SEN 1", "3"), ("IDN 1", "")]
    assert [(row.name, row.standing, bool(row.by)) for row in today.decided] == [
        ("EGY 1", Standing.ACCEPTED, True),
        ("MYS 1", Standing.REJECTED, False),
    ]
    assert [(row.numbers, row.by.body.level) for row in today.agreed] == [("5", Level.EXPERT)]
    assert [(row.word, row.numbers, row.name) for row in today.silence] == [
        ("evening silence put", "4", ""),
        ("evening silence broken", "4", "Egypt"),
    ]
    assert list(today.reservations) == [
        ReservationStep("Türkiye", "2", "entered", is_public=False),
        ReservationStep("Türkiye", "2", "withdrawn", is_public=False),
    ]
    assert [(row.word, row.number, row.place) for row in told.due] == [
        ("evening sitting due", "1", "Room 4"),
        ("evening silence due", "", ""),
        ("evening deadline", "1", ""),
    ]
    assert [(row.number, row.progress, list(row.proposals), row.broken) for row in told.open] == [
        ("2", ProgressClass.OPEN, [], []),
        ("3", ProgressClass.OPEN, ["SEN 1", "IDN 1"], []),
        ("4", ProgressClass.OPEN, [], ["Egypt"]),
    ]
    assert told.counts.all == told.counts.agreed + len(told.open)
    assert [own.title for own in told.sections] == ["", "Health"]
    assert told.counts is not None and told.counts.agreed == 2
    for day in (date(2020, 1, 1), utcnow().date() + timedelta(days=2)):
        with pytest.raises(NotFound):
            report(table, day=day)


def test_the_report_of_a_day_does_not_change_afterwards():
    dawn = datetime(2026, 11, 2, 15, tzinfo=UTC)
    with clock_at(dawn):
        table = Table(lines_of(*TEXTS)).open(deadline=dawn + 30 * HOUR)
        body = make_body(Level.AMBASSADORIAL)
        first = table.accept(table.replace("EGY", "1.", "noted", "welcomed"))
        waits = table.replace("SEN", "3.", "thanked", "hailed")
        table.propose("IDN", AmendmentKind.INSERT, after="3.", text="It hailed Indonesia.")
        enter(table, "TUR", "2.")
        sitting = convene(table, body, begins_at=dawn + 60 * HOUR, place="Room 4")
        procedure = put(table, body, ["5."], ends_at=dawn + 50 * HOUR)
        then = report(table)
    assert [row.word for row in then.due] == [
        "evening deadline",
        "evening silence due",
        "evening sitting due",
    ]

    with clock_at(dawn + 24 * HOUR):
        table.void(first, reason="By mistake.")
        amendments.withdraw(table.head("SEN"), waits.code)
        rounds.change_deadline(mission(), table.round, dawn + 40 * HOUR)
        moved = times(begins_at=dawn + 90 * HOUR, place="Room 5")
        sittings.move(mission(), sitting.code, times=moved, reason="It is taken.")
        silence.extend(mission(), procedure.code, ends_at=dawn + 70 * HOUR)
        later = report(table)
        assert later != then
    with clock_at(dawn + 60 * HOUR):
        silence.withdraw(mission(), procedure.code, reason="It is not needed.")
        table.draft = closings.close_round(mission(), table.round).id
        table.open()

        assert report(table, day=date(2026, 11, 2)) == then
        assert report(table, day=date(2026, 11, 3)) == later


def test_it_is_the_missions_and_the_same_bytes_each_time():
    table = Table(lines_of(*TEXTS)).open()
    who = mission()
    drafts = draft_set(db.session(), table.communique, who)
    facts = {"language": Language.AR, "day": None}

    first, second = (evening_document(db.session(), who, drafts, **facts) for _ in range(2))

    assert first == second
    with pytest.raises(NotPermitted):
        report(table, table.head("EGY"))


def test_a_sitting_is_told_with_its_last_result_on_each_paragraph():
    table = Table(lines_of(*TEXTS)).open()
    sitting = open_at(convene(table, make_body(Level.EXPERT), ["2.", "3."], begins_at=utcnow() + HOUR / 60))
    record(table, sitting, "2.", result=SittingResult.NOT_AGREED)
    record(table, sitting, "2.")
    record(table, sitting, "3.", result=SittingResult.REFERRED, referred_to=make_body(Level.TROIKA).code)

    (held,) = report(table).done.sittings

    assert (held.sitting.body.level, held.sitting.number) == (Level.EXPERT, 1)
    assert held.results == {SittingResult.AGREED: ["2"], SittingResult.REFERRED: ["3"]}


def test_what_was_decided_and_voided_on_the_same_day_is_told_as_voided():
    table = Table(lines_of(*TEXTS)).open()
    proposal = table.replace("EGY", "1.", "noted", "welcomed")
    first = table.decide(DecisionKind.REJECT, proposal, reason="No.")
    table.void(first, reason="By mistake.")
    deferred = table.decide(DecisionKind.DEFER, proposal)
    table.void(table.agree("2."), reason="By mistake.")

    done = report(table).done

    assert [(row.standing, row.then) for row in done.decided] == [
        (Standing.REJECTED, Then.VOIDED),
        (Standing.DEFERRED, None),
    ]
    assert [(row.numbers, row.then) for row in done.agreed] == [("2", Then.VOIDED)]
    assert list(done.undone) == []
    assert sum(line.endswith(", voided on the same day") for line in said(report(table))) == 2
    with clock_at(utcnow() + 30 * HOUR):
        table.void(deferred, reason="By mistake.")
        assert list(report(table).done.undone) == [("EGY 1", "1")]


def test_it_tells_positions_instructions_received_and_the_publication():
    table = Table(lines_of(*TEXTS)).open()
    proposal = table.replace("EGY", "2.", "urged", "asked")
    positions.take_position(table.head("SEN"), proposal.code, party=party("SEN").id, stance=Stance.SUPPORT)
    line = table.line("1.").line
    for code, stances in {"SEN": [Stance.OPPOSE], "MYS": [Stance.SUPPORT, Stance.OPPOSE]}.items():
        for stance in stances:
            facts = {"wording": line.wording, "party": party(code).id, "stance": stance}
            positions.take_position_on_paragraph(table.head(code), line.paragraph, **facts)
    awaiting = enter(table, "TUR", "2.", awaiting=True)
    reservations.receive_instructions(table.head("TUR"), awaiting.code, seen=seen(awaiting))

    words = said(report(table))

    assert "Support: 1 (EGY 1 on paragraph 2)" in words
    assert "Oppose: 2 (paragraphs: 1)" in words, "the last position of each"
    assert "Türkiye: instructions received, it stands on paragraph 2" in words


def test_what_bodies_of_different_cities_agreed_is_counted_apart():
    table = Table(lines_of(*TEXTS)).open()
    for city, labels in {City.NEW_YORK: ["1.", "2."], City.WASHINGTON: ["3."]}.items():
        sitting = hold_sitting(table, make_body(Level.EXPERT, city=city), labels)
        for label in labels:
            record(table, sitting, label)

    words = said(report(table))

    assert "Agreed by level: Expert level 2, Expert level, Washington DC 1." in words


def test_it_tells_that_a_text_was_published():
    table = agreed_text()
    adopt(table, symbol="OIC/ADOPTED")
    publish(table)
    assert "OIC/ADOPTED published: everybody can read it" in said(report(table, day=today_in(ZONE)))


def reopen(table: Table, label: str) -> Decision:
    paragraph = db.session.get_one(Paragraph, table.line(label).line.paragraph, populate_existing=True)
    return reopenings.reopen(
        table.mission,
        paragraph.id,
        asked_by="SEN",
        reason="The figure was corrected.",
        seen=paragraph.counter,
    )


def test_what_was_agreed_and_reopened_on_the_same_day_is_told_as_both():
    table = Table(lines_of(*TEXTS)).open()
    table.agree("2.", level=Level.EXPERT)
    reopen(table, "2.")
    table.accept(table.replace("EGY", "1.", "noted", "welcomed"))
    reopen(table, "1.")
    left = agreements.remaining(db.session(), round_context(db.session(), table.round))
    sitting = table.sitting(Level.AMBASSADORIAL)
    agreements.agree_rest(table.mission, table.round, sitting=sitting, seen=left.seen)
    reopen(table, "4.")

    told = report(table)

    agreed = {(row.numbers, str(row.by.body.level), row.then is Then.REOPENED) for row in told.done.agreed}
    assert agreed == {
        ("2", "expert", True),
        ("3, 5", "ambassadorial", False),
        ("4", "ambassadorial", True),
    }
    assert [row.then for row in told.done.decided] == [Then.REOPENED]
    assert list(told.done.reopened) == []
    assert any(line.endswith("then reopened on the same day") for line in said(told))
    table.decide(DecisionKind.REJECT, table.replace("MYS", "1.", "noted", "praised"), reason="No.")
    assert [row.then for row in report(table).done.decided] == [Then.REOPENED, None]
    with clock_at(utcnow() + 30 * HOUR):
        reopen(table, "3.")
        assert [row.number for row in report(table).done.reopened] == ["3"]


def test_a_reopening_that_was_voided_is_told_as_such_and_the_agreement_counts():
    table = Table(lines_of(*TEXTS)).open()
    table.agree("2.")
    table.void(reopen(table, "2."), reason="By mistake.")

    told = report(table)

    assert [(row.numbers, row.then) for row in told.done.agreed] == [("2", None)]
    assert (list(told.done.undone), list(told.done.decided)) == ([], [])
    assert [line for line in said(told) if "eopen" in line] == [
        "Reopened: paragraph 2; the reopening was voided on the same day and no longer counts"
    ]
    again = reopen(table, "2.")
    with clock_at(utcnow() + 30 * HOUR):
        table.void(again, reason="By mistake.")
        told = report(table)
        assert list(told.done.undone) == []
        assert "The reopening of paragraph 2 no longer counts" in said(told)


def test_withdrawals_are_told_and_a_proposal_submitted_on_the_same_day_as_both():
    table = Table(lines_of(*TEXTS)).open()
    table.replace("EGY", "1.", "noted", "welcomed")
    waits = table.replace("SEN", "3.", "thanked", "hailed")
    taken_back = table.replace("IDN", "2.", "urged", "asked")
    amendments.withdraw(table.head("IDN"), taken_back.code)
    draft = amendments.save(
        mission(), table.round, table.proposal(AmendmentKind.REPLACE, "4.", text="It sat.")
    )
    amendments.withdraw(mission(), draft.code)

    today = report(table)

    assert list(today.done.withdrawn) == [("IDN 1", "2")], "what was never submitted is not told"
    words = said(today)
    assert "IDN 1 on paragraph 2, withdrawn on the same day" in words
    assert {"EGY 1 on paragraph 1", "SEN 1 on paragraph 3"} <= set(words)
    with clock_at(utcnow() + 30 * HOUR):
        amendments.withdraw(table.head("SEN"), waits.code)
        later = report(table).done
        assert (list(later.received), list(later.withdrawn)) == ([], [("SEN 1", "3")])


def test_who_joined_the_sponsors_of_a_proposal_or_left_them_is_told():
    table = Table(lines_of(*TEXTS)).open()
    proposal = table.replace("EGY", "1.", "noted", "welcomed")
    for code in ("SEN", "TUR"):
        sponsors.cosponsor(table.head(code), proposal.code, party=party(code).id)
    sponsors.cosponsor(table.head("TUR"), proposal.code, party=party("TUR").id, joins=False)

    words = [block for block in said(report(table)) if "sponsor" in block]

    assert words == [
        "Co-sponsors",
        "Senegal joined EGY 1 as co-sponsor",
        "Türkiye joined EGY 1 as co-sponsor",
        "Türkiye left the co-sponsors of EGY 1",
    ]


def test_who_broke_a_silence_that_keeps_them_from_others_is_marked_as_not_public():
    table = Table(lines_of(*TEXTS)).open()
    body = make_body(Level.AMBASSADORIAL)
    break_(table, put(table, body, ["1."]), "EGY", ["1."], reason="No.")
    kept = put(table, body, ["2."], anonymous=True)
    break_(table, kept, "SEN", ["2."], reason="No.")

    words = said(report(table))

    breaks = [line for line in words if "broke" in line]
    assert [line.partition(": ")[2] for line in breaks] == [
        "Egypt broke the silence on 1",
        "Senegal broke the silence on 2 (not public)",
        "open, silence broken by Egypt",
        "open, silence broken by Senegal (not public)",
    ]
    assert any("put" in row.word and row.is_public for row in report(table).done.silence)


def said(report_: EveningText) -> list[str]:
    return [block.line.text for block in blocks_of(report_) if not isinstance(block, Written)]


def test_it_tells_rounds_drafts_the_adoption_and_its_corrigendum():
    table = agreed_text()
    adopt(table, symbol="OIC/ADOPTED")
    issue(table, entry(table, "1.", "welcomed", "noted"))

    words = list(said(report(table, day=today_in(ZONE))))
    with clock_at(utcnow() + timedelta(days=7)):
        words += said(report(table, day=today_in(ZONE)))

    for expected in (
        "OIC/FC circulated",
        "Round 1 announced on OIC/FC",
        "Round 1 closed; the next draft is OIC/FC/Rev.1",
        "OIC/FC/Rev.1 circulated",
        "The text was adopted as OIC/ADOPTED (Ministerial level, Washington DC, sitting 1)",
        "Corrigendum issued: OIC/ADOPTED/Corr.1 (paragraph 1)",
        "Ministerial level, Washington DC, sitting 1: the text was adopted as OIC/ADOPTED",
    ):
        assert expected in words, words
    assert not any("nothing recorded" in line for line in words)


def test_a_sitting_that_decisions_name_is_not_told_as_one_at_which_nothing_was_recorded():
    table = Table(lines_of(*TEXTS)).open()
    sitting = open_at(convene(table, make_body(Level.EXPERT), ["1."], begins_at=utcnow() + HOUR / 60))
    table.accept(table.replace("EGY", "1.", "noted", "welcomed"), sitting=sitting.code)
    table.agree("4.", sitting=sitting.code)

    held = report(table).done.sittings
    words = said(report(table))

    assert [(list(row.decided), list(row.agreed)) for row in held] == [([("EGY 1", "1")], ["4"])]
    assert not any("nothing recorded" in line for line in words)
    assert any(line.endswith("sitting 1: decided: EGY 1 on paragraph 1") for line in words)
    assert any(line.endswith("sitting 1: agreed 4") for line in words)


def test_a_compromise_that_a_sitting_decided_is_told_there_with_what_it_merges():
    table = Table(lines_of(*TEXTS)).open()
    sitting = open_at(convene(table, make_body(Level.EXPERT), ["1."], begins_at=utcnow() + HOUR / 60))
    merged = table.replace("EGY", "1.", "noted", "welcomed")
    table.decide(DecisionKind.COMPROMISE, merged, text="It noted and welcomed.", sitting=sitting.code)

    (held,) = report(table).done.sittings

    assert sorted(held.decided) == [("EGY 1", "1"), ("OICM 1", "1")]


def test_what_the_mission_proposes_is_told_in_the_words_of_every_other_page():
    table = Table(lines_of(*TEXTS)).open()
    table.decide(DecisionKind.REJECT, table.replace("MYS", "2.", "urged", "asked"), level=None, reason="No.")

    words = said(report(table))

    assert "MYS 1 on paragraph 2: non-acceptance proposed" in words
    assert not any("proposes so" in line for line in words)


def test_a_compromise_has_one_line_for_each_proposal_its_own_too_and_an_objection_is_told():
    table = Table(lines_of(*TEXTS)).open()
    first, second = (
        table.replace("EGY", "1.", "noted", "welcomed"),
        table.replace("SEN", "1.", "noted", "hailed"),
    )
    table.decide(DecisionKind.COMPROMISE, first, second, text="It noted and hailed.", level=None)
    answers.answer(table.head("EGY"), first.code, party=party("EGY").id, answer=Answer.OBJECT, reason="No.")

    told = report(table)

    submitted, decided = [name for name, _number in told.done.received], told.done.decided
    assert submitted == ["EGY 1", "SEN 1", "OICM 1"]
    assert sorted(row.name for row in decided) == sorted(submitted)
    assert "Egypt objects to the compromise for EGY 1" in said(told)


def test_a_proposal_has_a_line_for_each_round_that_decided_on_it_by_the_last_decision_there():
    """What the earlier round left is what a sponsor contests: the report would else tell of that and not of this."""
    table = Table(lines_of(*TEXTS)).open()
    proposal = table.replace("EGY", "1.", "noted", "welcomed")
    table.decide(DecisionKind.DEFER, proposal)
    table.decide(DecisionKind.REJECT, proposal, reason="No.", level=None)
    rounds.change_deadline(table.mission, table.round, utcnow())
    table.draft = closings.close_round(table.mission, table.round).id
    table.contest(proposal)
    table.open()
    table.decide(DecisionKind.ACCEPT, proposal)

    told = report(table)

    assert [(row.name, row.standing) for row in told.done.decided] == [
        ("EGY 1", Standing.REJECTED),
        ("EGY 1", Standing.ACCEPTED),
    ]
    assert "Egypt contests the outcome of EGY 1 on paragraph 1: non-acceptance proposed" in said(told)


def test_what_was_accepted_in_part_is_told_beside_what_the_same_round_decided_on_the_rest():
    table = Table(lines_of("It noted the first report.", "It closed.")).open()
    proposal = table.replace("EGY", "1.", "noted the first", "welcomed the last")
    table.decide(DecisionKind.PART, proposal, chosen=(0,))
    table.decide(DecisionKind.REJECT, proposal, reason="No.")

    assert [row.standing for row in report(table).done.decided] == [Standing.PART, Standing.REJECTED]


def test_what_a_round_accepted_in_part_is_told_beside_what_the_next_one_decided_on_the_rest():
    table = Table(lines_of("It noted the first report.", "It closed.")).open()
    proposal = table.replace("EGY", "1.", "noted the first", "welcomed the last")
    table.decide(DecisionKind.PART, proposal, chosen=(0,))
    rounds.change_deadline(table.mission, table.round, utcnow())
    table.draft = closings.close_round(table.mission, table.round).id
    table.open()
    table.decide(DecisionKind.REJECT, proposal, reason="No.", level=None)

    decided = report(table).done.decided

    assert [(row.name, row.standing) for row in decided] == [
        ("EGY 1", Standing.PART),
        ("EGY 1", Standing.REJECTED),
    ]


def test_an_agreement_ad_referendum_and_its_confirmation_are_told():
    table = Table(lines_of(*TEXTS)).open()
    table.agree("4.", ad_referendum=True)
    paragraph = table.line("4.").line.paragraph
    counter = db.session.get_one(Paragraph, paragraph).counter
    confirmations.confirm(table.mission, paragraph, given_by="Note verbale of Egypt", seen=counter)

    words = said(report(table))

    assert any(
        line.startswith("Agreement ad referendum on 4 confirmed by Note verbale of Egypt (") for line in words
    )


def test_a_bracket_lifted_over_its_holder_is_told_with_the_holder():
    table = Table(lines_of("It [noted].", *TEXTS[1:])).open()
    hold(table, "MYS", "1.", "[noted]")
    assert "Malaysia holds a bracket in paragraph 1" in said(report(table))
    lift(table, label="1.", settled=((0, 0),), over=("MYS",))

    assert "OICM 1 lifts a bracket in paragraph 1 over Malaysia" in said(report(table))


def test_a_reservation_that_is_not_public_is_told_as_such():
    table = Table(lines_of(*TEXTS)).open()
    reserved = enter(table, "TUR", "2.", published=False)
    assert "Türkiye: entered on paragraph 2 (not public)" in said(report(table))
    reservations.publish(table.head("TUR"), reserved.code, seen=seen(reserved))
    assert "Türkiye: made known to all participants, on paragraph 2" in said(report(table))


def test_what_one_act_agreed_and_no_longer_counts_in_part_is_told_without_that_part():
    table = Table(lines_of(*TEXTS)).open()
    left = agreements.remaining(db.session(), round_context(db.session(), table.round))
    sitting = table.sitting(Level.AMBASSADORIAL)
    agreements.agree_rest(table.mission, table.round, sitting=sitting, seen=left.seen)
    second = db.session.scalars(
        select(Decision).where(Decision.paragraph_id == table.line("2.").line.paragraph)
    ).one()
    table.void(second, reason="Too early.")
    table.agree("2.", level=Level.EXPERT)

    done = report(table).done
    assert sorted((row.numbers, str(row.by.body.level)) for row in done.agreed) == [
        ("1, 3–5", "ambassadorial"),
        ("2", "expert"),
    ]
    assert [held.agreed for held in done.sittings if held.sitting.body.level == "ambassadorial"] == [
        ["1, 3–5"]
    ]
    assert list(done.undone) == [("", "2")]


def test_what_was_agreed_is_told_in_the_order_of_the_text():
    table = Table(lines_of(*TEXTS)).open()
    sitting = open_at(convene(table, make_body(Level.EXPERT), ["4.", "2."], begins_at=utcnow() + HOUR / 60))
    for label in ("5.", "1.", "3."):
        table.agree(label, sitting=sitting.code)
    for label in ("4.", "2."):
        record(table, sitting, label, result=SittingResult.NOT_AGREED)

    done = report(table).done

    assert [row.numbers for row in done.agreed] == ["1, 3, 5"]
    (held,) = done.sittings
    assert (list(held.agreed), held.results) == (["1, 3, 5"], {SittingResult.NOT_AGREED: ["2", "4"]})


def test_a_sitting_tells_a_proposal_once_and_a_contested_closing_names_what_is_contested():
    table = Table(lines_of(*TEXTS)).open()
    sitting = open_at(convene(table, make_body(Level.EXPERT), ["1."], begins_at=utcnow() + HOUR / 60))
    paragraph = db.session.get_one(Paragraph, table.line("1.").line.paragraph)
    group = form(table, "1.")
    version = write(table, group, "1.", "It noted and welcomed.")
    small_groups.put(table.mission, group.code, version.code)
    facts = {"text": version.text, "after": version.code, "sitting": sitting.code}
    judged = judgement(DecisionKind.COMPROMISE, on=paragraph.id, **facts)
    decisions.decide(table.mission, paragraph.id, judged, seen=paragraph.counter)
    merged = table.replace("EGY", "2.", "urged", "asked")
    table.accept(table.replace("SEN", "2.", "urged", "asked"))
    rounds.change_deadline(table.mission, table.round, utcnow())
    table.draft = closings.close_round(table.mission, table.round).id
    drafts.circulate(table.mission, table.draft, attributed=True)
    table.contest(merged)

    told = report(table)

    assert [("OICM 1", "1")] in [held.decided for held in told.done.sittings]
    assert "Egypt contests the outcome of EGY 1 on paragraph 2: merged" in said(told)
