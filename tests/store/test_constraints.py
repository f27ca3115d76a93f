"""
Every constraint of every table refuses one wrong row, on both engines.

For each table there is one valid new row, which the database takes. A wrong row is that row with what one
constraint forbids. Keys and closed lists are broken by rule, other checks by the row written down here.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import (
    CheckConstraint,
    Constraint,
    ForeignKeyConstraint,
    PrimaryKeyConstraint,
    Table,
    UniqueConstraint,
    and_,
    insert,
    not_,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError

from acm_drafts.negotiation.document_settings import DocumentSettings
from acm_drafts.negotiation.follow_up import FollowUpState
from acm_drafts.negotiation.messages import MessageKind
from acm_drafts.negotiation.notices import Delivery, NoticeKind
from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.terms import (
    AmendmentKind,
    Audience,
    DecisionKind,
    DraftStatus,
    Level,
    Role,
    SittingResult,
    Stance,
)
from acm_drafts.services import (
    agenda,
    annotations,
    archiving,
    batches,
    calendars,
    confirmations,
    copies,
    corrections,
    deletion,
    discussions,
    document_settings,
    drafts,
    follow_up,
    guide,
    inputs,
    library,
    partners,
    people,
    pins,
    positions,
    public,
    reservations,
    silence,
    sittings,
    small_groups,
    speakers,
    sponsors,
    translations,
)
from acm_drafts.services.batches import Sent
from acm_drafts.services.drafts import Face
from acm_drafts.services.public_files import keep_file, lacking
from acm_drafts.store.database import Base, clock_at, db, utcnow
from acm_drafts.store.deletion import forget_package
from acm_drafts.store.notices import message_row, write_messages
from acm_drafts.store.records import Amendment, Draft, NoticeSetting, Paragraph, Revision, User
from acm_drafts.text.language import Language
from tests import tables
from tests.adoptions import adopt, entry, imported_as_final, issue
from tests.brackets import hold
from tests.discussions import answer
from tests.discussions import begin as discuss
from tests.factories import (
    actor_of,
    make_head,
    make_meeting,
    make_mission_drafter,
    make_observer,
    make_user,
    party,
)
from tests.follow_up import add_resolution, confirm
from tests.guide import add_agenda, session_for, tag
from tests.inputs import call as issue_call
from tests.inputs import read_by as inputs_read_by
from tests.inputs import submit as submit_input
from tests.library import add as add_source
from tests.partners import make_partner_with_everything
from tests.public import publish
from tests.reservations import enter
from tests.silences import break_, conclude, put, take_back
from tests.sittings import NAMES, convene, make_body, open_at, record, times
from tests.small_groups import answer as answer_text
from tests.small_groups import form as form_group
from tests.small_groups import write as write_text
from tests.speakers import inscribed, make_agenda, open_list

Row = dict[str, Any]
TABLES: Mapping[str, Table] = Base.metadata.tables
NOWHERE, DAY = 987_654, timedelta(days=1)
EMPTY = 4_000_000
"""The key of a communiqué that has no draft."""

# Why a constraint has no wrong row of its own.
WITHOUT: dict[str, str] = {
    f"uq_{name}_id": "what keys point at: the id alone is unique already"
    for name in (
        "adoptions_communique_id",
        "amendments_communique_id",
        "corrigenda_communique_id",
        "bodies_meeting_id",
        "sittings_communique_id",
        "silences_communique_id",
        "decisions_paragraph_id_round_id",
        "drafts_communique_id",
        "paragraphs_communique_id",
        "rounds_communique_id",
        "small_groups_communique_id",
        "compromise_texts_communique_id",
        "periodic_meetings_partner_id",
        "wordings_paragraph_id",
        "speakers_meeting_id",
    )
} | {
    "pk_running_deletions": "no row is ever kept",
    "ck_running_deletions_meeting": "a trigger asks before for a deletion that two persons confirmed",
    "fk_running_deletions_ended_id": "looked up at the end of a transaction: tests/services/test_deletion.py",
    "fk_running_deletions_meeting_id": "a trigger asks before for a deletion that two persons confirmed",
    "uq_sittings_id_communique_id_level_day": "the same, with what an agreement repeats of its sitting",
    "uq_silences_id_communique_id_level": "the same, with what an agreement repeats of its procedure",
    "uq_decisions_sitting_id_paragraph_id_id": "the same, with what a result repeats of its agreement",
    "uq_decisions_id_communique_id_ad_referendum": "the same, with what a confirmation repeats of its agreement",
}


def _discuss(table: tables.Table, proposal: Amendment) -> None:
    """Let a proposal be discussed among its sponsors, and a paragraph with the Mission."""
    discuss(table, "EGY", proposal, audience=Audience.COSPONSORS)
    asked = discuss(table, "EGY", "We met.")
    answer(table, "EGY", asked)
    discussions.take_back(table.head("EGY"), asked.code, about=1)


@pytest.fixture
def negotiation(session: object) -> None:
    """Two communiqués, so that a row of the one can name rows of the other, with a row in every table."""
    table = tables.make_table(
        "The Meeting welcomed the progress. It took note.", "The Meeting urged all.", "We met."
    )
    one, two = "The Meeting welcomed the progress.", "It took note."
    split = table.propose("MYS", AmendmentKind.SPLIT, "1.", parts=(one, two))
    table.accept(split, level=None)
    proposal = table.replace("EGY", "2.", "urged", "invited")
    _form_small_group(table, proposal)
    _pin(table)
    _ask(table)
    _follow_up(table, make_partner_with_everything(table))
    sponsors.cosponsor(table.head("SEN"), proposal.code, party=party("SEN").id)
    malaysia = {"party": party("MYS").id, "stance": Stance.OPPOSE}
    positions.take_position(table.head("MYS"), proposal.code, **malaysia)
    line = table.line("1.").line
    on_words = {"wording": line.wording, **malaysia}
    positions.take_position_on_paragraph(table.head("MYS"), line.paragraph, **on_words)
    table.contest(split)
    jordan = table.replace("JOR", "3.", "We", "All")
    table.void(table.accept(jordan), reason="Too early.")
    wording = table.line("1.").line.wording
    agenda.set_agenda(table.mission, table.code, "14. Integrated follow-up")
    add_agenda(session_for(table))
    tag(table, "1.", 14)
    guide.follow_item(table.head("EGY"), session_for(table), (14, ""))
    settings = DocumentSettings({Language.FR: "Communiqué final"}, {Language.FR: "New York"})
    document_settings.set_document_settings(table.mission, table.code, settings)
    copies.name_readers(table.mission, table.code, named=True)
    draft = db.session.get_one(Draft, table.draft)
    copies.take_copy(table.head("EGY"), draft, form="clean", language="en")
    with clock_at(table.next_round()):
        table.close()
    reservation = enter(table, "MYS", "We met.", "met", words="Our law differs.", awaiting=True)
    reservations.withdraw(table.head("MYS"), reservation.code, seen=1)
    _discuss(table, proposal)
    _sit(table, jordan)
    translations.add(table.mission, wording, Language.AR, "الاجتماع.")
    people.invite(table.mission, "new@example.org", role=Role.HEAD, party="EGY")
    _write_to(make_observer())
    make_head("TUR")
    calendars.make_address(actor_of(make_observer()))
    batches.receive(table.mission, table.communique, [Sent("EGY.txt", b"We met.")])
    _adopt()
    _debate(table)
    another = tables.make_table(
        "Another text.", "More text.", "Yet more.", "It [shall] meet.", symbol="OIC/OTHER"
    )
    hold(another, "MYS", "4.", "[shall]")
    another.accept(another.replace("EGY", "4.", "[shall]", "shall"))
    another.accept(another.replace("EGY", "1.", "Another", "Some other"))
    _agree_ad_referendum(another)
    _put_under_silence(another)
    another.propose("MYS", AmendmentKind.KEEP, "1.")
    another.close()
    another.sitting(Level.MINISTERIAL)
    _correct(table.mission)
    _ask_for_deletion(table.mission)
    db.session.rollback()
    db.session.execute(
        insert(TABLES["communiques"]).values(newest("communiques") | {"id": EMPTY, "code": "x"})
    )
    db.session.execute(insert(TABLES["second_factors"]).values(_factor(make_user().id)))
    db.session.execute(
        insert(TABLES["recovery_codes"]).values(user_id=newest("second_factors")["user_id"], code_hash="x")
    )
    db.session.execute(insert(TABLES["passkeys"]).values(_passkey(newest("second_factors")["user_id"])))
    db.session.execute(insert(TABLES["passkey_challenges"]).values(_challenge("known")))
    db.session.execute(insert(TABLES["linked_identities"]).values(_identity("known")))
    db.session.execute(insert(TABLES["address_changes"]).values(_address_change("known")))
    db.session.execute(insert(TABLES["nominations"]).values(_nomination()))
    db.session.execute(insert(TABLES["attempts"]).values(key="known", count=1, ends_at=utcnow()))
    db.session.commit()


def _debate(table: tables.Table) -> None:
    """Let three States inscribe speakers, of whom one has the floor and one was moved; annotate an agenda."""
    meeting = newest("meetings")["id"]
    open_list(meeting)
    codes = [inscribed(code, meeting) for code in ("EGY", "MYS", "SEN")]
    speakers.move(table.mission, meeting, codes[2], after=codes[0], reason="Why.")
    speakers.give_floor(table.mission, meeting, codes[0])
    agenda_text = make_agenda("Opening of the meeting")
    paragraph = newest("lines", draft_id=agenda_text.id)["paragraph_id"]
    annotations.annotate(table.mission, paragraph, "The chair opens it.", seen=0)


def _write_to(person: User) -> None:
    """Sign a person in, and write a message about an invitation and a choice of how notices are sent."""
    actor_of(person)
    now = utcnow()
    about = {"invitation_id": newest("invitations")["id"], "user_id": person.id, "language": "en"}
    write_messages(
        db.session(), [message_row(MessageKind.INVITATION, person.email, now=now, last_at=now + DAY, **about)]
    )
    db.session.add(NoticeSetting(user_id=person.id, kind=NoticeKind.ROUND, delivery=Delivery.ONCE))
    db.session.commit()


def _sit(table: tables.Table, waiting: Amendment) -> None:
    """Hold a sitting that was moved before, with a result, and convene another one."""
    body = make_body(Level.WORKING_GROUPS, members=("EGY", "MYS"), chair="EGY")
    other = make_body(Level.WORKING_GROUPS, names={**NAMES, Language.EN: "Another group"})
    with clock_at(utcnow() + 17 * DAY):
        table.open()
    table.decide(DecisionKind.REJECT, waiting, reason="All did.", level=None)
    sitting = convene(table, body, ["We met."], begins_at=utcnow() + 20 * DAY)
    later = times(begins_at=utcnow() + 21 * DAY)
    open_at(sittings.move(table.mission, sitting.code, times=later, reason="No room."))
    record(table, sitting, "We met.", stances={party("EGY").id: Stance.RESERVE})
    record(table, sitting, "We met.", result=SittingResult.REFERRED, referred_to=other.code)
    with clock_at(later.begins_at):
        sittings.close_sitting(table.mission, sitting.code)
    convene(table, body, ["1.", "2."], begins_at=utcnow() + 30 * DAY)
    with clock_at(utcnow() + 22 * DAY):
        table.close()


def _agree_ad_referendum(table: tables.Table) -> None:
    """Agree a paragraph ad referendum and confirm that; then agree it so once more."""
    agreed = table.agree("3.", ad_referendum=True)
    paragraph = db.session.get_one(Paragraph, agreed.paragraph_id)
    confirmations.confirm(table.mission, paragraph.id, given_by="the Ministry", seen=paragraph.counter)
    table.agree("3.", ad_referendum=True)


def _put_under_silence(table: tables.Table) -> None:
    """
    Break a silence that was extended, take a break back, renew it until it is agreed, and withdraw a third procedure.
    """
    body = make_body(Level.AMBASSADORIAL)
    first = put(table, body)
    silence.extend(table.mission, first.code, ends_at=utcnow() + 2 * DAY)
    break_(table, first, "MYS")
    take_back(table, first, "MYS")
    break_(table, first, "EGY")
    conclude(first)
    conclude(put(table, body, renews=first.code))
    silence.withdraw(table.mission, put(table, body, ["2."]).code, reason="Not needed.")


def _form_small_group(table: tables.Table, proposal: Amendment) -> None:
    """Form a small group, write a compromise text for a proposal, answer it, put it to the round, and write another."""
    group = form_group(table, "2.")
    version = write_text(table, group, "2.", "The Meeting asked all.", settles=(proposal.code,))
    answer_text(table, group, version, "EGY", Stance.OPPOSE, reason="Too weak.")
    small_groups.put(table.mission, group.code, version.code)
    text = {"text": version.text, "after": version.code, "reason": "As the group suggests.", "level": None}
    table.decide(DecisionKind.COMPROMISE, proposal, **text)
    write_text(table, group, "2.", "The Meeting called upon all.", seen=1)


def _pin(table: tables.Table) -> None:
    """Pin a paragraph to a source, and withdraw another source; a third stays as it is."""
    source = add_source("A/RES/65/140")
    paragraph = table.line("2.").line.paragraph
    pins.pin(table.mission, paragraph, source=source.code, position=1)
    library.withdraw(table.mission, add_source("A/RES/1/1", "Noted.").code, reason="A draft.")
    add_source("A/RES/67/264", "Welcomed.", day=None)
    library.give_date(table.mission, add_source("A/RES/2/2", "Urged.", day=None).code, date(2012, 1, 1))


def _ask(table: tables.Table) -> None:
    """Ask for inputs and extend the deadline; let one answer with a file and a version more, and mark it twice."""
    issued = issue_call(table)
    inputs.extend_call(table.mission, issued.code, utcnow() + 20 * DAY, reason="More time.")
    file = inputs.CheckedFile("note.txt", b"Our note.")
    submit_input(table, "EGY", issued, "Mediation comes first.", files=[file])
    submit_input(table, "EGY", issued, "Mediation comes first.", seen=1)
    one = inputs_read_by(table.mission, issued)["EGY"].row.code
    first, _second = (
        inputs.mark_theme(table.mission, issued.code, inputs.Passage(one, 2, 1, phrase), "Mediation")
        for phrase in ("Mediation", "first")
    )
    inputs.remove_mark(table.mission, issued.code, first.code)


def _follow_up(table: tables.Table, kept: Mapping[str, str]) -> None:
    """
    Follow up a request, report on it with a document, draw a paragraph from it; dismiss another.

    A further one is linked to a meeting with a partner.
    """
    source = add_resolution()
    linked = confirm(source, nth=1).code
    partners.link_follow_up(table.mission, kept["partner"], kept["meeting"], linked)
    made = confirm(source)
    follow_up.report(table.mission, made.code, FollowUpState.DONE, note="Done.", next_report="", seen=1)
    follow_up.add_evidence(table.mission, made.code, title="Report", symbol="OIC/1")
    wrong = follow_up.add_evidence(table.mission, made.code, title="Report", symbol="OIC/11")
    follow_up.remove_evidence(table.mission, made.code, wrong.id, reason="Of another year.")
    follow_up.dismiss(table.mission, source.code, position=3, start=0)
    follow_up.propose(table.mission, made.code, table.code, text="It took note.", after="")


def _adopt() -> None:
    """Adopt a text of its own, in which everything was still open, and correct it: it takes no other row any more."""
    adopt(imported_as_final("The Meeting met.", symbol="OIC/UNPUBLISHED"))
    table = imported_as_final("The Meeting noted.", symbol="OIC/ADOPTED")
    adopt(table)
    issue(table, entry(table, "1.", "noted", "took note"))
    publish(table)
    public.withdraw(table.mission, table.communique, reason="Too early.")
    publish(table)
    for lacking_file in lacking():
        keep_file(lacking_file, b"%PDF")


def _correct(mission: Actor) -> None:
    """Import a text and correct it, so that one draft is withdrawn and another takes its place."""
    earlier = drafts.import_text(mission, lines=tables.lines_of("One."), data=b"one", symbol="OIC/IMPORTED")
    face = Face("", "", Language.EN, DraftStatus.ZERO)
    corrections.correct_text(mission, earlier.id, lines=tables.lines_of("Two."), face=face)


def newest(name: str, **facts: object) -> Row:
    """Return the newest row of a table with these *facts*."""
    table = TABLES[name]
    wanted = select(table).filter_by(**facts).order_by(*(key.desc() for key in table.primary_key))
    return dict(db.session.execute(wanted.limit(1)).one()._mapping)


def valid(name: str) -> Row:
    """Return a row that the table *name* would take; its key is given where rows are told apart by a number."""
    row = _VALID[name]()
    if "id" in row:
        row["id"] = 5_000_000
    return row


def _ask_for_deletion(actor: Actor) -> None:
    """Ask that two archived meetings be deleted; that of the second is confirmed, and its papers are there still."""
    drafter = actor_of(make_mission_drafter())
    for day in (1, 2):
        archived = make_meeting(title=f"Meeting {day}", held_on=date(2025, 11, day)).id
        archiving.archive(actor, archived)
        asked = deletion.ask(drafter, archived, reason="Why.")
    settled = {"taken_at": NOW, "taken_by_id": drafter.user, "outcome": "deleted", "settled_at": NOW}
    settled["settled_by_id"] = make_user().id
    db.session.rollback()
    forget_package(db.session(), asked.id)
    table = TABLES["meeting_deletions"]
    db.session.execute(update(table).where(table.c.id == asked.id).values(settled))
    db.session.commit()


def _follow_up_proposal() -> dict[str, Any]:
    drawn = newest("amendments")
    return newest("follow_up_proposals") | {
        "amendment_id": drawn["id"],
        "communique_id": drawn["communique_id"],
    }


def _source(symbol: str) -> int:
    return newest("sources", symbol=symbol)["id"]


def _public_text() -> Row:
    """Return an address for the text that is adopted and not published."""
    adoption = newest("adoptions", symbol="OIC/UNPUBLISHED")
    keys = {"communique_id": adoption["communique_id"], "adoption_id": adoption["id"]}
    return newest("public_texts") | keys | {"address": "new"}


def _circulation() -> Row:
    draft = db.session.scalars(
        select(Draft.id).where(Draft.id.not_in(select(TABLES["circulations"].c.draft_id))).order_by(Draft.id)
    ).first()
    return newest("circulations") | {"draft_id": draft}


def _descent() -> Row:
    row = newest("descents")
    return {"paragraph_id": row["ancestor_id"], "ancestor_id": row["paragraph_id"]}


def _line() -> Row:
    """Return a line of a new paragraph: one that was not in the first draft of its communiqué."""
    part = newest("revision_parts")["paragraph_id"]
    line = newest("lines", paragraph_id=part)
    draft = newest("drafts", communique_id=line["communique_id"], sequence=0)
    return line | {"draft_id": draft["id"], "position": 99}


def _link() -> Row:
    """Return a place at the end of its chain, for a line that has none yet: the newest one again, written once."""
    journal, key = TABLES["journal"], 4_000_000
    if db.session.scalar(select(journal.c.id).where(journal.c.id == key)) is None:
        db.session.execute(insert(journal).values(newest("journal") | {"id": key}))
        db.session.commit()
    last = newest("journal_links")
    return last | {"line_id": key, "number": 99_999, "previous": last["hash"], "hash": "f" * 64}


def _round() -> Row:
    """Return a closed round on the newest text of the second communiqué."""
    row = newest("rounds")
    draft = newest("drafts", communique_id=row["communique_id"])["id"]
    first = newest("drafts", communique_id=row["communique_id"], sequence=0)["id"]
    assert row["closed_at"] is not None and draft != first
    return row | {"number": 9, "draft_id": draft, "closed_at": None, "next_draft_id": None}


def _verdict() -> Row:
    """Return a verdict on the newest revision, which has none."""
    row = newest("verdicts")
    revision = newest("revisions", amendment_id=newest("amendments", kind="replace", amends_id=None)["id"])
    assert revision["id"] != row["revision_id"]
    facts = {"verdict": "absorbed", "done": 1, "total": 1, "next_revision_id": None}
    return row | facts | {"revision_id": revision["id"]}


def _agenda_row() -> Row:
    """Return another paragraph of its text on the agenda of the newest sitting."""
    row = newest("sitting_agenda", sitting_id=newest("sittings", opened_at=None)["id"])
    paragraphs, on_it = TABLES["paragraphs"], TABLES["sitting_agenda"]
    others = select(paragraphs.c.id).where(
        paragraphs.c.communique_id == row["communique_id"],
        paragraphs.c.id.not_in(select(on_it.c.paragraph_id).where(on_it.c.sitting_id == row["sitting_id"])),
    )
    return row | {"paragraph_id": db.session.scalars(others).first(), "position": 99}


def _asked_last() -> int:
    """Return the paragraph that the newest silence procedure held."""
    return newest("silence_paragraphs", silence_id=newest("silences")["id"])["paragraph_id"]


def _silence_paragraph() -> Row:
    """Return a paragraph of its text that was never under silence under the newest silence procedure."""
    row = newest("silence_paragraphs", silence_id=newest("silences")["id"])
    paragraphs, asked = TABLES["paragraphs"], TABLES["silence_paragraphs"]
    others = select(paragraphs.c.id).where(
        paragraphs.c.communique_id == row["communique_id"],
        paragraphs.c.id.not_in(select(asked.c.paragraph_id)),
    )
    return row | {"paragraph_id": db.session.scalars(others).first(), "position": 99}


def _adoption() -> Row:
    """Return the adoption of the newest text at whose Ministerial sitting nothing was adopted."""
    sitting = newest("sittings", level="ministerial")
    draft = newest("drafts", communique_id=sitting["communique_id"])
    facts = {name: sitting[name] for name in ("communique_id", "day", "level")}
    return (
        newest("adoptions") | facts | {"sitting_id": sitting["id"], "draft_id": draft["id"], "symbol": "NEW"}
    )


def _passkey(user: int) -> Row:
    """Return a passkey of a person with a second factor."""
    return {
        "user_id": user,
        "credential": "known",
        "public_key": "x",
        "sign_count": 0,
        "name": "Phone",
        "made_at": utcnow(),
    }


def _challenge(token_hash: str) -> Row:
    """Return what a signed-in browser is asked to sign."""
    facts = {"challenge": "x", "purpose": "add", "user_id": make_user().id, "ends_at": utcnow()}
    return {"token_hash": token_hash, **facts}


def _identity(subject: str) -> Row:
    """Return an identity with which an account is linked that had none."""
    facts = {"issuer": "https://provider.example.org", "subject": subject}
    return {"user_id": make_user().id, "made_at": utcnow(), **facts}


def _address_change(token_hash: str) -> Row:
    """Return a new address that somebody asked for."""
    now = utcnow()
    facts = {"email": "new@example.org", "token_hash": token_hash}
    return {"user_id": make_user().id, "made_at": now, "expires_at": now + DAY, **facts}


def _nomination() -> Row:
    """Return an office that the first person gave to the second, and that awaits confirmation."""
    first, second = db.session.scalars(select(User.id).order_by(User.id).limit(2))
    return {
        "user_id": second,
        "role": "head",
        "party_id": party("EGY").id,
        "meeting_id": None,
        "starts_on": TODAY,
        "ends_on": None,
        "replaces": False,
        "given_by_id": first,
        "made_at": utcnow(),
    }


def _factor(user: int) -> Row:
    return {"user_id": user, "secret": "x", "codes_salt": "x", "last_step": 0, "made_at": utcnow()}


UNTOUCHED = {"state": "untouched", "pending": 0, "conflicts": 0, "agreed_level": None, "agreed_on": None}
_VALID = {
    "adoptions": _adoption,
    "adoption_matters": lambda: newest("adoption_matters") | {"position": 99},
    "corrigenda": lambda: newest("corrigenda") | {"number": 99, "symbol": "NEW"},
    "corrigendum_entries": lambda: newest("corrigendum_entries") | {"position": 99},
    "agenda_items": lambda: newest("agenda_items") | {"number": 999},
    "draft_openings": lambda: newest("draft_openings") | {"user_id": make_observer().id},
    "named_copies": lambda: newest("named_copies") | {"communique_id": EMPTY},
    "copies": lambda: newest("copies") | {"mark": "b2cd9f3x"},
    "document_settings": lambda: newest("document_settings") | {"communique_id": EMPTY},
    "document_titles": lambda: newest("document_titles") | {"language": "ar"},
    "amendments": lambda: newest("amendments", kind="replace") | {"code": "new", "number": 99},
    "answers": lambda: newest("answers"),
    "appointments": lambda: newest("appointments", role="head"),
    "assembly_items": lambda: newest("assembly_items") | {"number": 999, "continues_id": None},
    "attempts": lambda: {"key": "new", "count": 1, "ends_at": utcnow()},
    "batch_files": lambda: newest("batch_files", stage="waiting") | {"number": 99},
    "attendance": lambda: newest("attendance") | {"party_id": party("TUR").id},
    "bodies": lambda: newest("bodies", level="working-groups") | {"code": "new", "name_en": "New"},
    "body_terms": lambda: newest("body_terms", role="member") | {"party_id": party("TUR").id},
    "sitting_agenda": _agenda_row,
    "sitting_moves": lambda: newest("sitting_moves"),
    "sitting_results": lambda: (
        newest("sitting_results", result="agreed") | {"sequence": 99, "decision_id": None}
    ),
    "sitting_stances": lambda: newest("sitting_stances") | {"party_id": party("TUR").id},
    "bracket_acts": lambda: newest("bracket_acts"),
    "overridden_holders": lambda: newest("overridden_holders") | {"party_id": party("TUR").id},
    "reservations": lambda: newest("reservations") | {"code": "new"},
    "reservation_acts": lambda: newest("reservation_acts", act="withdraw") | {"sequence": 99},
    "small_groups": lambda: newest("small_groups") | {"code": "new"},
    "small_group_acts": lambda: newest("small_group_acts", act="add-member") | {"sequence": 99},
    "compromise_texts": lambda: newest("compromise_texts") | {"code": "new", "sequence": 99},
    "compromise_proposals": lambda: (
        newest("compromise_proposals") | {"compromise_id": newest("compromise_texts")["id"]}
    ),
    "compromise_positions": lambda: newest("compromise_positions") | {"sequence": 99},
    "compromise_puts": lambda: (
        newest("compromise_puts") | {"compromise_id": newest("compromise_texts")["id"]}
    ),
    "compromise_decisions": lambda: (
        newest("compromise_decisions") | {"decision_id": newest("decisions")["id"]}
    ),
    "sources": lambda: newest("sources") | {"code": "new", "communique_id": None},
    "source_paragraphs": lambda: newest("source_paragraphs") | {"position": 99},
    "source_revisions": lambda: newest("source_revisions") | {"number": 99},
    "source_dates": lambda: newest("source_dates") | {"source_id": _source("A/RES/67/264")},
    "source_withdrawals": lambda: newest("source_withdrawals") | {"source_id": _source("A/RES/67/264")},
    "item_followers": lambda: newest("item_followers") | {"user_id": make_observer().id},
    "library_changes": lambda: (
        newest("library_changes") | {"sequence": 99, "source_id": _source("A/RES/67/264"), "withdrawn": True}
    ),
    "source_pins": lambda: newest("source_pins"),
    "public_texts": _public_text,
    "publications": lambda: newest("publications") | {"number": 99},
    "archivings": lambda: newest("archivings") | {"number": 99},
    "meeting_deletions": lambda: newest("meeting_deletions", outcome="deleted") | {"outcome": "lapsed"},
    "deletion_packages": lambda: {
        "deletion_id": newest("meeting_deletions", outcome="deleted")["id"],
        "data": b"PK",
    },
    "running_deletions": lambda: {
        "meeting_id": newest("meeting_deletions", outcome="deleted")["meeting_id"],
        "ended_id": 0,
    },
    "public_files": lambda: newest("public_files") | {"digest": "new"},
    "input_calls": lambda: newest("input_calls") | {"code": "new"},
    "input_call_versions": lambda: newest("input_call_versions") | {"sequence": 99},
    "input_questions": lambda: newest("input_questions") | {"position": 99},
    "input_call_acts": lambda: newest("input_call_acts", act="extend") | {"sequence": 99},
    "inputs": lambda: newest("inputs") | {"code": "new", "party_id": party("TUR").id},
    "input_versions": lambda: newest("input_versions") | {"sequence": 99},
    "input_parts": lambda: newest("input_parts") | {"position": 99},
    "input_files": lambda: newest("input_files") | {"code": "new", "sha256": "0" * 64},
    "input_version_files": lambda: (
        newest("input_version_files") | {"version_id": newest("input_versions")["id"]}
    ),
    "input_marks": lambda: newest("input_marks") | {"code": "new"},
    "input_mark_removals": lambda: newest("input_mark_removals") | {"mark_id": newest("input_marks")["id"]},
    "partners": lambda: newest("partners") | {"code": "new", "short_key": "new"},
    "partner_contacts": lambda: newest("partner_contacts") | {"code": "new"},
    "periodic_meetings": lambda: newest("periodic_meetings") | {"code": "new"},
    "partner_meetings": lambda: newest("partner_meetings") | {"code": "new"},
    "partner_meeting_paragraphs": lambda: (
        newest("partner_meeting_paragraphs") | {"paragraph_id": newest("paragraphs")["id"]}
    ),
    "partner_meeting_follow_ups": lambda: (
        newest("partner_meeting_follow_ups") | {"follow_up_id": newest("follow_ups")["id"]}
    ),
    "partner_sources": lambda: newest("partner_sources") | {"source_id": _source("A/RES/67/264")},
    "cooperation_resolutions": lambda: (
        newest("cooperation_resolutions") | {"code": "new", "symbol_key": "new"}
    ),
    "follow_ups": lambda: newest("follow_ups") | {"code": "new", "start": 1, "stop": 2},
    "follow_up_versions": lambda: newest("follow_up_versions") | {"number": 99},
    "follow_up_evidence": lambda: newest("follow_up_evidence"),
    "follow_up_evidence_removals": lambda: (
        newest("follow_up_evidence_removals")
        | {"evidence_id": newest("follow_up_evidence", symbol="OIC/1")["id"]}
    ),
    "follow_up_dismissals": lambda: newest("follow_up_dismissals") | {"start": 99},
    "follow_up_proposals": _follow_up_proposal,
    "search_texts": lambda: {"subject": "wordings", "key": 999_999, "folded": " a word "},
    "discussions": lambda: newest("discussions", audience="cosponsors") | {"code": "new"},
    "discussion_readers": lambda: newest("discussion_readers") | {"party_id": party("TUR").id},
    "discussion_acts": lambda: newest("discussion_acts", act="answer") | {"sequence": 99},
    "silences": lambda: newest("silences") | {"code": "new", "number": 99},
    "silence_paragraphs": _silence_paragraph,
    "silence_changes": lambda: newest("silence_changes"),
    "silence_breaks": lambda: newest("silence_breaks") | {"party_id": party("TUR").id},
    "breaks_taken_back": lambda: newest("breaks_taken_back") | {"break_id": newest("silence_breaks")["id"]},
    "silence_readers": lambda: newest("silence_readers") | {"user_id": make_observer().id},
    "silence_outcomes": lambda: (
        newest("silence_outcomes") | {"silence_id": newest("silences")["id"], "paragraph_id": _asked_last()}
    ),
    "sittings": lambda: newest("sittings", opened_at=None) | {"code": "new", "number": 99},
    "batches": lambda: newest("batches") | {"code": "new"},
    "circulations": _circulation,
    "communiques": lambda: newest("communiques") | {"code": "new", "symbol_root": "NEW"},
    "confirmations": lambda: (
        newest("confirmations") | {"decision_id": newest("decisions", ad_referendum=True)["id"]}
    ),
    "cosponsors": lambda: newest("cosponsors") | {"party_id": party("TUR").id},
    "decisions": lambda: newest("decisions", kind="accept") | {"sequence": 99},
    "descents": _descent,
    "dispositions": lambda: (
        newest("dispositions", outcome="accepted") | {"revision_id": newest("revisions")["id"]}
    ),
    "drafts": lambda: (
        newest("drafts", corrects_id=None, withdrawn_at=None) | {"sequence": 99, "symbol": "NEW"}
    ),
    "imports": lambda: newest("imports") | {"sha256": "new"},
    "invitations": lambda: newest("invitations") | {"token_hash": "new"},
    "journal": lambda: newest("journal", scope="amendment"),
    "journal_links": _link,
    "lines": _line,
    "annotations": lambda: newest("annotations") | {"sequence": 99},
    "meetings": lambda: newest("meetings"),
    "speaker_moves": lambda: newest("speaker_moves"),
    "speakers": lambda: newest("speakers", began_at=None) | {"code": "new", "party_id": party("TUR").id},
    "speakers_lists": lambda: newest("speakers_lists") | {"meeting_id": make_meeting().id},
    "messages": lambda: newest("messages", kind="invitation") | {"uid": "new"},
    "notice_settings": lambda: newest("notice_settings") | {"kind": "decision"},
    "notices": lambda: newest("notices", kind="decision") | {"kind": "proposal"},
    "paragraphs": lambda: newest("paragraphs") | UNTOUCHED | {"code": "new"},
    "paragraph_tags": lambda: newest("paragraph_tags"),
    "parties": lambda: newest("parties", kind="state") | {"code": "NEW", "iso2": "ZZ"},
    "positions": lambda: newest("positions", wording_id=None) | {"party_id": party("TUR").id},
    "revision_parts": lambda: (
        newest("revision_parts") | {"number": 99, "paragraph_id": newest("paragraphs")["id"]}
    ),
    "revisions": lambda: newest("revisions") | {"sequence": 99},
    "rounds": _round,
    "second_factors": lambda: _factor(make_user().id),
    "passkeys": lambda: _passkey(newest("second_factors")["user_id"]) | {"credential": "new"},
    "passkey_challenges": lambda: _challenge("new"),
    "linked_identities": lambda: _identity("new"),
    "address_changes": lambda: _address_change("new"),
    "nominations": _nomination,
    "recovery_codes": lambda: newest("recovery_codes") | {"code_hash": "new"},
    "security_events": lambda: newest("security_events"),
    "sign_ins": lambda: newest("sign_ins") | {"token_hash": "new"},
    "users": lambda: newest("users") | {"email": "another@example.org"},
    "verdicts": _verdict,
    "wordings": lambda: newest("wordings", translation_of_id=None) | {"sequence": 99},
}

TODAY, NOW = date(2026, 9, 1), utcnow()

# By the name of a CHECK, what it forbids: columns of the valid row with other values.
FORBIDDEN: dict[str, list[Row]] = {
    "ck_adoptions_level": [{"level": "expert"}],
    "ck_adoptions_symbol": [{"symbol": ""}],
    "ck_adoption_matters_kind_has_proposal": [{"kind": "pending"}, {"amendment_id": 1}],
    "ck_adoption_matters_position": [{"position": 0}],
    "ck_corrigenda_number": [{"number": 0}],
    "ck_corrigendum_entries_changes_words": [{"old": "a", "new": "a"}],
    "ck_corrigendum_entries_old": [{"old": ""}],
    "ck_corrigendum_entries_position": [{"position": 0}],
    "ck_corrigendum_entries_reason": [{"reason": ""}],
    "ck_agenda_items_number": [{"number": 0}, {"number": 1000}],
    "ck_assembly_items_committees": [{"committees": "7"}, {"committees": "0x"}],
    "ck_assembly_items_continues_another": [{"id": 5_000_000, "continues_id": 5_000_000}],
    "ck_assembly_items_number": [{"number": 0}, {"number": 1000}],
    "ck_assembly_items_session": [{"session": 0}, {"session": 1000}],
    "ck_assembly_items_title": [{"title_en": ""}],
    "ck_document_titles_says_something": [{"title": "", "place": ""}],
    "ck_amendments_amends_another": [{"amends_id": 5_000_000}],
    "ck_amendments_amends_by_words": [{"kind": "keep", "amends_id": 1}],
    "ck_amendments_consequential_amends": [{"kind": "consequential", "amends_id": None}],
    "ck_amendments_number": [{"number": 0}],
    "ck_amendments_number_has_moment": [{"submitted_at": None}],
    "ck_amendments_prepared_has_no_number": [{"stage": "draft"}, {"stage": "review"}],
    "ck_amendments_revision": [{"revision": 0}],
    "ck_amendments_submitted_has_number": [{"number": None, "submitted_at": None}],
    "ck_answers_objection_has_reason": [
        {"answer": "contest", "reason": ""},
        {"answer": "object", "reason": ""},
    ],
    "ck_answers_one_subject": [
        {"disposition_id": None, "verdict_id": None, "revision_id": None},
        {"disposition_id": 1, "verdict_id": None, "revision_id": 1},
    ],
    "ck_appointments_role_has_party": [{"role": "chair"}, {"party_id": None}],
    "ck_appointments_term": [{"starts_on": TODAY, "ends_on": TODAY - DAY}],
    "ck_appointments_ended_has_day": [{"ended_at": NOW, "ends_on": None}],
    "ck_nominations_role_has_party": [{"role": "chair"}, {"party_id": None}],
    "ck_nominations_term": [{"starts_on": TODAY, "ends_on": TODAY - DAY}],
    "ck_nominations_given_by_another": [{"user_id": 1, "given_by_id": 1}],
    "ck_nominations_outcome_has_moment": [{"outcome": "declined"}, {"settled_at": NOW}],
    "ck_nominations_settled_by": [{"settled_by_id": 1}],
    "ck_nominations_confirmed_by_another": [
        {"outcome": "confirmed", "settled_at": NOW, "settled_by_id": key} for key in (1, 2)
    ],
    "ck_nominations_replaces_chair": [{"replaces": True}],
    "ck_passkeys_credential": [{"credential": ""}],
    "ck_passkeys_public_key": [{"public_key": ""}],
    "ck_passkeys_name": [{"name": ""}],
    "ck_passkeys_sign_count": [{"sign_count": -1}],
    "ck_passkey_challenges_challenge": [{"challenge": ""}],
    "ck_passkey_challenges_person": [{"user_id": None}, {"purpose": "sign-in"}],
    "ck_linked_identities_issuer": [{"issuer": ""}],
    "ck_linked_identities_subject": [{"subject": ""}],
    "ck_address_changes_expires_after_made": [{"made_at": NOW, "expires_at": NOW}],
    "ck_bodies_named_in_arabic": [{"name_ar": ""}],
    "ck_bodies_named_in_english": [{"name_en": ""}],
    "ck_bodies_named_in_french": [{"name_fr": ""}],
    "ck_body_terms_term": [{"starts_on": TODAY, "ends_on": TODAY - DAY}],
    "ck_journal_scope_has_sitting": [
        {"scope": "sitting", "sitting_id": None},
        {"scope": "record", "sitting_id": None},
    ],
    "ck_decisions_silence_agrees": [{"silence_id": 1}],
    "ck_journal_scope_has_silence": [{"scope": "silence", "silence_id": None}],
    "ck_journal_scope_has_party": [
        {"scope": "party", "party_id": None},
        {"scope": "reservation", "party_id": None},
        {"scope": "discussion", "party_id": None},
        {"scope": "input", "party_id": None},
    ],
    "ck_sources_symbol": [{"symbol": ""}],
    "ck_sources_title": [{"title": ""}],
    "ck_source_paragraphs_position": [{"position": 0}],
    "ck_source_paragraphs_text": [{"text": ""}],
    "ck_source_revisions_number": [{"number": 0}],
    "ck_source_revisions_text": [{"text": ""}],
    "ck_source_revisions_says_why_not": [{"text": None, "corrigendum_id": None}],
    "ck_source_dates_day": [{"day": date(1944, 12, 31)}],
    "ck_source_withdrawals_reason": [{"reason": ""}],
    "ck_library_changes_sequence": [{"sequence": 0}],
    "ck_journal_links_chain": [{"chain": "", "number": 1, "previous": None}],
    "ck_journal_links_number": [{"number": 0}],
    "ck_journal_links_first_has_no_previous": [{"previous": None}, {"number": 1}],
    "ck_journal_links_salt": [{"salt": ""}],
    "ck_journal_links_words": [{"words": "abc"}],
    "ck_journal_links_hash": [{"hash": ""}],
    "ck_library_changes_revision": [{"revision": -1}],
    "ck_public_texts_address": [{"address": ""}],
    "ck_copies_form": [{"form": ""}],
    "ck_copies_mark": [{"mark": "short"}],
    "ck_publications_public_from": [{"public_from": NOW - DAY, "at": NOW}],
    "ck_archivings_number": [{"number": 0}],
    "ck_meeting_deletions_outcome": [{"outcome": "forgotten"}],
    "ck_meeting_deletions_reason": [{"reason": ""}],
    "ck_meeting_deletions_sha256": [{"sha256": "short"}],
    "ck_meeting_deletions_size": [{"size": 0}],
    "ck_meeting_deletions_ends_after_request": [{"ends_at": datetime(2001, 1, 1, tzinfo=UTC)}],
    "ck_meeting_deletions_taken_by_somebody": [{"taken_at": None}],
    "ck_meeting_deletions_outcome_has_moment": [{"settled_at": None}],
    "ck_meeting_deletions_deleted_by_two": [{"outcome": "deleted", "settled_by_id": None}],
    "ck_running_deletions_never_ended": [{"ended_id": 1}],
    "ck_archivings_taken_out_for_a_reason": [{"reason": "Why."}, {"act": "take out", "reason": ""}],
    "ck_publications_number": [{"number": 0}],
    "ck_publications_withdrawn_for_a_reason": [{"reason": "Why."}, {"act": "withdraw", "reason": ""}],
    "ck_partners_short": [{"short": ""}],
    "ck_partners_named": [{"name_en": ""}, {"name_fr": ""}, {"name_ar": ""}],
    "ck_partner_contacts_says_who": [{"name": "", "function": ""}],
    "ck_periodic_meetings_title": [{"title": ""}],
    "ck_periodic_meetings_every": [{"every": 0}],
    "ck_periodic_meetings_ends_after_start": [{"starts_on": TODAY, "ends_on": TODAY - DAY}],
    "ck_partner_meetings_cancelled_has_no_outcome": [{"cancelled": True, "outcome": "All."}],
    "ck_cooperation_resolutions_symbol": [{"symbol": ""}],
    "ck_cooperation_resolutions_session": [{"session": 0}],
    "ck_cooperation_resolutions_recorded_has_numbers": [
        {"vote": None},
        {"vote": "without-a-vote"},
        {"in_favour": None},
        {"against": None},
        {"abstaining": None},
    ],
    "ck_cooperation_resolutions_numbers": [{"in_favour": -1}, {"against": -1}, {"abstaining": -1}],
    "ck_follow_ups_start": [{"start": -1}],
    "ck_follow_ups_stop": [{"stop": 1}],
    "ck_follow_up_versions_number": [{"number": 0}],
    "ck_follow_up_versions_begins": [{"act": "confirm"}],
    "ck_follow_up_versions_report": [{"act": "report", "state": "done", "note": ""}],
    "ck_follow_up_versions_reported_state": [{"act": "report", "state": "confirmed", "note": "Done."}],
    "ck_follow_up_versions_addressee": [{"addressee": ""}],
    "ck_follow_up_versions_requested": [{"requested": ""}],
    "ck_follow_up_evidence_title": [{"title": ""}],
    "ck_follow_up_evidence_found": [{"symbol": "", "url": ""}],
    "ck_follow_up_evidence_removals_reason": [{"reason": ""}],
    "ck_follow_up_dismissals_start": [{"start": -1}],
    "ck_search_texts_subject": [{"subject": ""}],
    "ck_search_texts_folded": [{"folded": ""}],
    "ck_bracket_acts_is_a_stretch": [{"start": -1}, {"start": 7, "stop": 8}],
    "ck_input_call_versions_sequence": [{"sequence": 0}],
    "ck_input_call_versions_title": [{"title": ""}],
    "ck_input_call_versions_languages": [{"languages": ""}],
    "ck_input_questions_position": [{"position": 0}],
    "ck_input_questions_text": [{"text": ""}],
    "ck_input_call_acts_sequence": [{"sequence": 0}],
    "ck_input_call_acts_issue_has_version": [{"act": "issue"}, {"version": 1}],
    "ck_input_call_acts_act_has_until": [{"until": None}, {"act": "withdraw"}],
    "ck_input_call_acts_late_has_party": [{"act": "allow-late"}, {"party_id": 1}],
    "ck_input_call_acts_reason": [{"reason": ""}],
    "ck_input_versions_sequence": [{"sequence": 0}],
    "ck_input_parts_position": [{"position": 0}],
    "ck_input_parts_text": [{"text": ""}],
    "ck_input_files_name": [{"name": ""}],
    "ck_input_files_size": [{"size": 0}],
    "ck_input_marks_theme": [{"theme": ""}],
    "ck_input_marks_phrase": [{"phrase": ""}],
    "ck_discussions_one_object": [{"wording_id": 1}],
    "ck_discussions_proposal_has_revision": [{"revision": None}],
    "ck_discussions_sponsors_of_proposal": [{"amendment_id": None, "revision": None, "wording_id": 1}],
    "ck_discussion_acts_begun_first": [{"sequence": 1, "about": 0}, {"act": "comment", "about": None}],
    "ck_discussion_acts_comment_has_words": [{"words": ""}, {"act": "resolve", "about": None}],
    "ck_discussion_acts_answer_quotes": [
        {"act": "resolve", "about": None, "words": "", "quote": "It"},
    ],
    "ck_discussion_acts_about_comment": [{"about": None}],
    "ck_discussion_acts_about_earlier": [{"sequence": 98, "about": 99}],
    "ck_discussion_acts_sequence": [{"sequence": 0, "about": -1}],
    "ck_second_factors_secret": [{"secret": ""}],
    "ck_second_factors_codes_salt": [{"codes_salt": ""}],
    "ck_second_factors_last_step": [{"last_step": -1}],
    "ck_reservation_acts_entered_first": [{"sequence": 1}, {"act": "enter"}],
    "ck_reservation_acts_keeping_has_digest": [{"act": "keep"}, {"kept": "0" * 64}],
    "ck_reservation_acts_publishing_publishes": [{"act": "publish", "published": False}],
    "ck_reservation_acts_sequence": [{"sequence": 0}],
    "ck_reservation_acts_standing_awaits_nothing": [{"act": "stand", "awaiting": True}],
    "ck_reservations_paragraph_has_wording": [{"wording_id": None}],
    "ck_reservations_scope_has_paragraph": [{"scope": "text", "phrase": ""}],
    "ck_reservations_scope_has_phrase": [{"phrase": ""}, {"scope": "paragraph"}],
    "ck_small_group_acts_sequence": [{"sequence": 0}],
    "ck_small_group_acts_formed_first": [{"sequence": 1}, {"act": "form"}],
    "ck_small_group_acts_act_has_party": [{"party_id": None}, {"act": "end"}],
    "ck_small_group_acts_act_has_paragraph": [{"act": "add-paragraph", "party_id": None}],
    "ck_compromise_texts_sequence": [{"sequence": 0}],
    "ck_compromise_texts_says_something": [{"text": ""}],
    "ck_compromise_positions_sequence": [{"sequence": 0}],
    "ck_compromise_positions_reason_has_stance": [{"stance": None}],
    "ck_silence_changes_new_end": [
        {"kind": "extended", "ends_at": None},
        {"kind": "withdrawn", "ends_at": NOW},
    ],
    "ck_silence_paragraphs_position": [{"position": 0}],
    "ck_silence_readers_told_or_opened": [{"told_at": None, "opened_at": None}],
    "ck_silences_concluded_after_end": [
        {"begins_at": NOW - 2 * DAY, "ends_at": NOW, "concluded_at": NOW - DAY, "withdrawn_at": None}
    ],
    "ck_silences_ended_once": [{"concluded_at": NOW + 99 * DAY, "withdrawn_at": NOW}],
    "ck_silences_ends_after_beginning": [{"begins_at": NOW, "ends_at": NOW}],
    "ck_silences_number": [{"number": 0}],
    "ck_silences_renews_another": [{"renews_id": 5_000_000}],
    "ck_silences_suspended_is_not_concluded": [
        {"concluded_at": NOW + 99 * DAY, "withdrawn_at": None, "suspended_at": NOW}
    ],
    "ck_sitting_agenda_position": [{"position": 0}],
    "ck_sitting_results_decision_agrees": [{"result": "not-agreed", "text": "", "decision_id": 1}],
    "ck_sitting_results_referred_has_body": [{"result": "referred", "text": ""}, {"referred_to_id": 1}],
    "ck_sitting_results_sequence": [{"sequence": 0}],
    "ck_sitting_results_text_was_agreed": [{"result": "not-agreed"}],
    "ck_sitting_stances_stance": [{"stance": "support"}],
    "ck_sittings_cancelled_has_reason": [{"cancelled_at": NOW}, {"cancellation_reason": "Why."}],
    "ck_sittings_cancelled_was_not_opened": [
        {"opened_at": NOW, "cancelled_at": NOW, "cancellation_reason": "Why."}
    ],
    "ck_sittings_closed_after_opening": [{"opened_at": NOW, "closed_at": NOW - DAY}],
    "ck_sittings_closed_was_opened": [{"closed_at": NOW}],
    "ck_sittings_ends_after_beginning": [{"begins_at": NOW, "ends_at": NOW}],
    "ck_sittings_from_before_is_closed": [{"from_before": True}],
    "ck_sittings_number": [{"number": 0}],
    "ck_batch_files_chosen": [{"chosen": -1}],
    "ck_batch_files_entered_has_party": [
        {"stage": "entered", "data": None, "party_id": None, "named_by": ""},
    ],
    "ck_batch_files_named_by_somebody": [{"named_by": ""}, {"party_id": None}],
    "ck_batch_files_number": [{"number": 0}],
    "ck_batch_files_read_has_found": [{"found": {}}, {"stage": "read", "data": None}],
    "ck_batch_files_refused_has_refusal": [{"refusal": {}}, {"stage": "refused", "data": None}],
    "ck_batch_files_tally_has_draft": [{"tally": {}}, {"draft_id": 1}],
    "ck_batch_files_typed_on_found": [{"typed": {}}],
    "ck_batch_files_waiting_has_data": [{"data": None}, {"stage": "entered"}],
    "ck_batches_ends_after_made": [{"made_at": NOW, "ends_at": NOW}],
    "ck_decisions_agreement_has_level": [{"kind": "agree", "level": None, "sitting_id": None}],
    "ck_decisions_ad_referendum_agrees_at_sitting": [
        {"ad_referendum": True, "sitting_id": None, "level": None},
        {"ad_referendum": True, "kind": "defer"},
    ],
    "ck_decisions_reopening_was_asked_for": [{"kind": "accept", "asked_by_id": 1}],
    "ck_decisions_reopening_has_reason": [
        {"kind": "reopen", "asked_by_id": 1, "reason": "", "level": None, "sitting_id": None},
        {"kind": "reopen", "asked_by_id": 1, "reason": "Why."},
    ],
    "ck_confirmations_of_ad_referendum": [{"ad_referendum": False}],
    "ck_confirmations_says_who": [{"given_by": ""}],
    "ck_paragraphs_ad_referendum_is_agreed": [{"ad_referendum": True}],
    "ck_decisions_reached_once": [{"kind": "agree", "silence_id": 1}],
    "ck_decisions_level_was_reached": [{"sitting_id": None}, {"level": None}],
    "ck_decisions_rejection_has_reason": [{"kind": "reject", "reason": ""}],
    "ck_decisions_sequence": [{"sequence": 0}],
    "ck_decisions_together_agrees": [{"together": 1}],
    "ck_decisions_together_with_earlier": [
        {"kind": "agree", "level": "expert", "sequence": 1, "together": 2}
    ],
    "ck_decisions_voiding_has_no_level": [
        {"kind": "void", "reason": "No.", "voids_id": 1, "level": "expert"},
    ],
    "ck_decisions_voiding_has_reason": [
        {"kind": "void", "reason": "", "voids_id": 1, "level": None, "sitting_id": None}
    ],
    "ck_decisions_voiding_names_decision": [
        {"kind": "void", "reason": "No.", "level": None, "sitting_id": None},
        {"kind": "accept", "voids_id": 1},
    ],
    "ck_decisions_voids_another": [
        {"kind": "void", "reason": "No.", "voids_id": 5_000_000, "level": None, "sitting_id": None},
    ],
    "ck_descents_from_another": [{"paragraph_id": 1, "ancestor_id": 1}],
    "ck_dispositions_adopted_has_text": [
        {"outcome": outcome, "text": "Words."} for outcome in ("absorbed", "rejected", "deferred")
    ],
    "ck_dispositions_part_has_changes": [{"chosen": [0]}, {"outcome": "part", "chosen": []}],
    "ck_drafts_corrected_is_imported": [{"corrects_id": 1}],
    "ck_drafts_corrects_another": [{"corrects_id": 5_000_000}],
    "ck_drafts_sequence": [{"sequence": -1}],
    "ck_drafts_withdrawal_has_moment": [{"withdrawal_reason": "Why."}, {"withdrawn_by_id": 1}],
    "ck_drafts_withdrawn_is_imported": [{"withdrawn_at": NOW}],
    "ck_invitations_by_administrator": [{"by_administrator": True, "made_by_id": None}],
    "ck_invitations_expires_after_made": [{"made_at": NOW, "expires_at": NOW}],
    "ck_invitations_office_or_password": [{"user_id": 1}, {"role": None, "party_id": None}],
    "ck_invitations_role_has_party": [{"role": "observer"}, {"party_id": None}],
    "ck_journal_names_communique": [{"communique_id": None}],
    "ck_journal_scope_has_amendment": [{"amendment_id": None}],
    "ck_journal_scope_has_position": [
        {"scope": "position", "party_id": None},
        {"scope": "position", "party_id": 1, "round_id": None},
    ],
    "ck_lines_position": [{"position": 0}],
    "ck_annotations_sequence": [{"sequence": 0}],
    "ck_meetings_unga_session": [{"unga_session": 0}, {"unga_session": 1000}],
    "ck_meetings_year": [{"year": 0}],
    "ck_speaker_moves_after_another": [{"after_id": 1, "speaker_id": 1}],
    "ck_speaker_moves_reason": [{"reason": ""}],
    "ck_speakers_ended_after_beginning": [{"began_at": NOW, "ended_at": NOW - DAY}],
    "ck_speakers_ended_began": [{"ended_at": NOW}],
    "ck_speakers_member_has_party": [{"party_id": None}],
    "ck_speakers_name": [{"name": ""}],
    "ck_speakers_other_has_name": [{"participant": "Another"}],
    "ck_speakers_withdrawn_did_not_speak": [
        {"withdrawn_at": NOW, "began_at": NOW - DAY, "ended_at": NOW - DAY}
    ],
    "ck_speakers_lists_closed_after_opening": [{"opened_at": NOW, "closed_at": NOW - DAY}],
    "ck_speakers_lists_closed_was_opened": [{"opened_at": None, "closed_at": NOW}],
    "ck_speakers_lists_minutes": [{"minutes": 0}, {"minutes": 61}],
    "ck_messages_attempts": [{"attempts": -1}],
    "ck_messages_claim": [{"state": "claimed"}, {"claim": "mine"}],
    "ck_messages_invitation": [{"kind": "notice"}, {"invitation_id": None}],
    "ck_messages_last_after_made": [{"made_at": NOW, "last_at": NOW}],
    "ck_messages_party": [{"party_id": 1}, {"kind": "head-named", "invitation_id": None}],
    "ck_messages_reader": [{"kind": "notice", "invitation_id": None, "user_id": None}],
    "ck_messages_sent": [{"state": "sent"}, {"sent_at": NOW}],
    "ck_notices_lead": [{"lead": 2}, {"kind": "deadline"}],
    "ck_notices_unsent_has_no_message": [{"delivery": "none", "message_id": 1}],
    "ck_paragraphs_agreed_has_day": [{"state": "agreed", "agreed_level": "expert"}, {"agreed_on": TODAY}],
    "ck_paragraphs_agreed_has_level": [
        {"state": "agreed"},
        {"agreed_level": "expert", "agreed_on": TODAY},
    ],
    "ck_paragraphs_conflict_has_conflicts": [{"state": "conflict"}],
    "ck_paragraphs_conflicts_have_state": [{"conflicts": 1}],
    "ck_paragraphs_counts": [
        {"counter": -1},
        {"pending": -1},
        {"conflicts": -1, "state": "agreed", "agreed_level": "expert", "agreed_on": date(2026, 11, 9)},
    ],
    "ck_parties_state_has_iso2": [{"iso2": None}, {"kind": "group"}],
    "ck_positions_one_object": [
        {"amendment_id": None, "revision": None},
        {"wording_id": 1, "paragraph_id": 1, "round_id": 1},
    ],
    "ck_positions_proposal_has_revision": [{"revision": None}],
    "ck_positions_taken_back_on_wording": [{"taken_back": True}],
    "ck_positions_wording_has_paragraph": [{"paragraph_id": 1}],
    "ck_positions_wording_has_round": [{"round_id": 1}],
    "ck_revision_parts_number": [{"number": 0}],
    "ck_revisions_depth": [{"depth": 3}, {"depth": -1}],
    "ck_revisions_sequence": [{"sequence": 0}],
    "ck_rounds_closed_has_next_draft": [{"closed_at": NOW}],
    "ck_rounds_deadline_after_opening": [{"opens_at": NOW, "deadline": NOW}],
    "ck_rounds_next_draft_is_another": [{"draft_id": 1, "next_draft_id": 1, "closed_at": NOW}],
    "ck_rounds_number": [{"number": 0}],
    "ck_verdicts_done_of_total": [{"done": 2}, {"done": -1}],
    "ck_verdicts_living_has_next_revision": [{"verdict": "carried"}, {"next_revision_id": 1}],
    "ck_verdicts_next_revision_is_another": [
        {"verdict": "carried", "revision_id": 1, "next_revision_id": 1},
    ],
    "ck_wordings_depth": [{"depth": 3}, {"depth": -1}],
    "ck_wordings_sequence": [{"sequence": 0}],
    "ck_wordings_translates_another": [{"translation_of_id": 5_000_000}],
}

VOIDING = {"kind": "void", "reason": "No.", "level": None, "sitting_id": None}
IMPORTED = {"communique_id": EMPTY, "sequence": 0}
# What else a row has to be, so that a key to no row or a word of no closed list is all that is wrong with it.
BESIDE: dict[str, Row] = {
    "fk_small_group_acts_paragraph_id": {"act": "add-paragraph", "party_id": None},
    "fk_adoption_matters_amendment_id": {"kind": "pending"},
    "ck_batch_files_stage": {"data": None},
    "ck_input_call_acts_act": {"until": None},
    "fk_input_call_acts_party_id": {"act": "allow-late"},
    "fk_input_call_acts_version": {"act": "issue"},
    "fk_partner_meetings_partner_id": {"periodic_id": None},
    "ck_cooperation_resolutions_vote": {"in_favour": None, "against": None, "abstaining": None},
    "ck_discussion_acts_act": {"words": "", "about": None},
    "fk_discussions_wording_id": {"amendment_id": None, "revision": None, "audience": "mission"},
    "ck_bodies_level": {"name_en": "", "name_fr": "", "name_ar": ""},
    "ck_sitting_results_result": {"text": ""},
    "fk_sitting_results_referred_to_id": {"result": "referred", "text": ""},
    "ck_dispositions_outcome": {"text": ""},
    "ck_drafts_corrects_another": IMPORTED,
    "ck_paragraphs_agreed_level": {"state": "agreed", "agreed_on": TODAY},
    "fk_answers_revision_id": {"disposition_id": None, "verdict_id": None},
    "fk_answers_verdict_id": {"disposition_id": None, "revision_id": None},
    "fk_batch_files_draft_id": {"tally": {}},
    "fk_decisions_together": {"kind": "agree", "level": "expert", "sequence": 10_000_000},
    "fk_decisions_voids_id": VOIDING,
    "fk_decisions_asked_by_id": {
        "kind": "reopen",
        "level": None,
        "sitting_id": None,
        "reason": "Why.",
    },
    "fk_decisions_silence_id": {"kind": "agree", "sitting_id": None},
    "uq_decisions_silence_id_paragraph_id": {"kind": "agree", "sitting_id": None, "level": "ambassadorial"},
    "ck_decisions_silence_agrees": {"sitting_id": None},
    "ck_silence_changes_kind": {"ends_at": None},
    "fk_drafts_corrects_id": IMPORTED,
    "fk_drafts_withdrawn_by_id": IMPORTED | {"withdrawn_at": NOW},
    "fk_invitations_user_id": {"role": None, "party_id": None},
    "fk_journal_communique_id": {
        "scope": "all",
        "round_id": None,
        "paragraph_id": None,
        "amendment_id": None,
    },
    "fk_revisions_paragraph_id": {"base_id": None},
    "fk_rounds_next_draft_id": {"closed_at": NOW},
    "fk_verdicts_next_revision_id": {"verdict": "carried"},
    "uq_decisions_voids_id": VOIDING,
    "uq_drafts_corrects_id": IMPORTED,
    "uq_follow_ups_source_id_position_start": {"stop": 10_000},
    "uq_rounds_next_draft_id": {"closed_at": NOW},
    "ck_invitations_role": {"party_id": None},
    "ck_messages_kind": {"invitation_id": None},
    "ck_appointments_role": {"party_id": None},
    "ck_nominations_role": {"party_id": None},
    "fk_nominations_settled_by_id": {"outcome": "declined", "settled_at": NOW},
    "fk_messages_party_id": {"kind": "head-named", "invitation_id": None},
    "ck_parties_kind": {"iso2": None},
}


# Of which rows one is taken, so that being there already is all that is wrong with it.
AMONG = {
    "uq_journal_links_chain_number": (TABLES["journal_links"].c.number > 1,),
    "pk_follow_up_versions": (TABLES["follow_up_versions"].c.act == "report",),
    "uq_bodies_meeting_id_city_level_name_en": (TABLES["bodies"].c.level == "working-groups",),
    "uq_small_group_acts_group_id_sequence": (TABLES["small_group_acts"].c.act == "add-member",),
    "uq_discussion_acts_discussion_id_sequence": (TABLES["discussion_acts"].c.act == "answer",),
    "uq_reservation_acts_reservation_id_sequence": (TABLES["reservation_acts"].c.act == "withdraw",),
}
ON_WORDS = (
    "fk_positions_paragraph_id",
    "fk_positions_round_id",
    "fk_positions_wording_id",
    "uq_positions_wording_id_party_id_round_id",
)
"""What only a position on a paragraph can break."""


def position_on_words() -> Row:
    """Return a position on a paragraph that its table would take; the other valid one is on a proposal."""
    return newest("positions", amendment_id=None) | {"id": 5_000_000, "party_id": party("TUR").id}


def wrong_rows(constraint: Constraint) -> Iterator[Row]:
    """Yield the rows that *constraint* must refuse: the valid row of its table with other values."""
    name = str(constraint.name)
    row = position_on_words() if name in ON_WORDS else valid(constraint.table.name)
    row |= BESIDE.get(name, {})
    if isinstance(constraint, ForeignKeyConstraint):
        yield from (row | values for values in _to_no_row(constraint, row))
    elif isinstance(constraint, UniqueConstraint | PrimaryKeyConstraint):
        there = select(*constraint.columns).where(*(column.is_not(None) for column in constraint.columns))
        there = there.where(*AMONG.get(name, ()))
        yield row | dict(db.session.execute(there.limit(1)).one()._mapping)
    elif terms := constraint.info.get("one_of"):
        assert "xx" not in {term.value for term in terms}
        yield row | {name.removeprefix(f"ck_{constraint.table.name}_"): "xx"}
    else:
        yield from (row | values for values in FORBIDDEN[name])


def _to_no_row(constraint: ForeignKeyConstraint, row: Row) -> Iterator[Row]:
    """Yield what points nowhere, and, of a key that shares a communiqué or paragraph, what points into another."""
    first, *shared = constraint.elements
    yield {first.parent.name: NOWHERE}
    if shared:
        same = and_(*(one.column == row[one.parent.name] for one in shared))
        there, taken = first.column.table, select(first.parent).where(first.parent.is_not(None))
        here = select(first.column).where(same)
        others = select(first.column).where(not_(same), first.column.not_in(here))
        others = others.order_by(first.column.in_(taken), *there.primary_key)
        for value in db.session.scalars(others.limit(1)):
            yield {first.parent.name: value}


def refused_by(row: Row, table: Table) -> str:
    """Return what refuses *row*: the name of a constraint; on SQLite, which names none, "key" or unique columns."""
    try:
        db.session.execute(insert(table).values(row))
    except IntegrityError as error:
        diagnosis = getattr(error.orig, "diag", None)
        words = diagnosis.constraint_name if diagnosis else str(error.orig)
        return str(words).removeprefix("CHECK constraint failed: ")
    finally:
        db.session.rollback()
    return "nothing"


def expected(constraint: Constraint) -> str:
    """Return what `refused_by` says where *constraint* refuses."""
    if db.engine.dialect.name == "postgresql" or isinstance(constraint, CheckConstraint):
        return str(constraint.name)
    if isinstance(constraint, ForeignKeyConstraint):
        return "FOREIGN KEY constraint failed"
    columns = ", ".join(f"{constraint.table.name}.{column.name}" for column in constraint.columns)
    return f"UNIQUE constraint failed: {columns}"


def constraints() -> list[Constraint]:
    return [
        one
        for table in TABLES.values()
        for one in sorted(table.constraints, key=lambda one: str(one.name))
        if str(one.name) not in WITHOUT
    ]


@pytest.mark.thorough
def test_every_table_takes_the_valid_row(negotiation: None):
    refused = {name: refused_by(valid(name), table) for name, table in TABLES.items()}

    assert {name: by for name, by in refused.items() if by != "nothing"} == {}


@pytest.mark.thorough
def test_every_constraint_refuses_its_wrong_rows(negotiation: None):
    by = {}
    for one in constraints():
        for nth, row in enumerate(list(wrong_rows(one)), 1):
            by[f"{one.name} {nth}"] = (expected(one), refused_by(row, one.table))

    assert {wrong: refused for wrong, (wanted, refused) in by.items() if refused != wanted} == {}
    assert {wrong.split()[0] for wrong in by} == {str(one.name) for one in constraints()}


def test_no_wrong_row_outlives_its_constraint():
    names = {str(one.name) for table in TABLES.values() for one in table.constraints}

    assert {*FORBIDDEN, *BESIDE, *WITHOUT} - names == set()


@pytest.mark.thorough
def test_a_communique_has_one_round_that_is_not_closed(negotiation: None):
    one, draft = valid("rounds"), valid("drafts")
    assert one["closed_at"] is None and one["communique_id"] == draft["communique_id"]
    db.session.execute(insert(TABLES["rounds"]).values(one))
    db.session.execute(insert(TABLES["drafts"]).values(draft))

    another_one = one | {"id": one["id"] + 1, "number": 10, "draft_id": draft["id"]}

    assert refused_by(another_one, TABLES["rounds"]) in (
        "uq_rounds_one_not_closed",
        "UNIQUE constraint failed: rounds.communique_id",
    )


@pytest.mark.thorough
def test_a_symbol_is_of_one_draft_that_is_not_withdrawn(negotiation: None):
    draft, withdrawn = valid("drafts"), newest("drafts", symbol="OIC/IMPORTED", corrects_id=None)
    assert withdrawn["withdrawn_at"] is not None

    taken = draft | {"symbol": withdrawn["symbol"]}

    assert refused_by(taken, TABLES["drafts"]) in (
        "uq_drafts_symbol",
        "UNIQUE constraint failed: drafts.symbol",
    )
    assert refused_by(
        draft | IMPORTED | {"withdrawn_at": NOW, "symbol": "OIC/IMPORTED"}, TABLES["drafts"]
    ) == ("nothing")


@pytest.mark.thorough
def test_the_parts_of_a_split_are_read_in_their_order(negotiation: None):
    row = newest("revision_parts")
    paragraphs = TABLES["paragraphs"].c.id
    keys = db.session.scalars(select(paragraphs).where(paragraphs != row["paragraph_id"]).limit(2)).all()
    for number, key in zip((12, 11), keys, strict=True):  # the later one first: an order of rows is no order
        part = row | {"number": number, "paragraph_id": key}
        db.session.execute(insert(TABLES["revision_parts"]).values(part))

    split = db.session.get_one(Revision, row["revision_id"], populate_existing=True)

    assert split.parts == (row["paragraph_id"], *reversed(keys))
    assert db.session.get_one(Revision, newest("revisions")["id"]).parts == ()
