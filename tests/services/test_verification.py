"""Law 1, proved: `verify` passes on what the services made, and names what somebody edited past them."""

from dataclasses import replace

import pytest
from sqlalchemy import select, text

from acm_drafts.negotiation.terms import AmendmentKind, DecisionKind
from acm_drafts.services import amendments, search, verification
from acm_drafts.services.drafts import digest, line_digest
from acm_drafts.services.revisions import Proposal
from acm_drafts.services.verification import Finding
from acm_drafts.store.attribution import load_attribution
from acm_drafts.store.database import db
from acm_drafts.store.drafts import lines_of_draft, newest_wording, readable_drafts
from acm_drafts.store.records import Amendment, Communique, Paragraph
from acm_drafts.store.text import draft_set
from tests.factories import mission
from tests.tables import Table, TextLine, current, make_table

WELCOMES = "The Meeting welcomed the progress made by all its members."
URGES = "The Meeting urged all its members to contribute."
THANKS = "The Meeting thanked the host country."


@pytest.fixture
def table(session: object) -> Table:
    """A text after two rounds: its first paragraph amended twice, a new one in the third place."""
    table = make_table(WELCOMES, URGES, THANKS)
    first = table.replace("EGY", "1.", "progress", "good progress")
    table.accept(first)
    table.accept(table.propose("MYS", AmendmentKind.INSERT, after="2.", text="The Meeting noted a need."))
    table.close()
    table.open()
    table.accept(table.replace("SEN", "1.", "its members", "Member States"))
    table.close()
    return table


def findings() -> list[Finding]:
    db.session.expire_all()
    return list(verification.verify(db.session).findings)


def by_hand(table_name: str, statement: str, **values: object) -> None:
    """Do what no service does: switch the guard of *table_name* off and edit it."""
    if db.engine.dialect.name == "sqlite":
        db.session.execute(text(f"drop trigger if exists {table_name}_no_update"))
        db.session.execute(text(f"drop trigger if exists {table_name}_no_delete"))
    else:
        db.session.execute(text(f"alter table {table_name} disable trigger user"))
    assert db.session.execute(text(statement), values).rowcount
    db.session.commit()


def named(finding: Finding) -> str:
    """Return the code of the paragraph that a finding names, having seen that its sentence names it too."""
    assert finding.paragraph in str(finding)
    return finding.paragraph


def codes(found: list[Finding]) -> set[str]:
    return {named(finding) for finding in found}


def line(table: Table, label: str) -> TextLine:
    return table.line(label)


def zero_draft(table: Table) -> int:
    return readable_drafts(db.session, table.communique, table.mission)[0].draft.id


def test_what_the_services_made_is_what_the_decisions_make_it(table: Table):
    report = verification.verify(db.session)

    assert report.findings == ()
    assert report.drafts == 3
    assert report.proposals == 3


def test_a_proposal_adopted_in_two_pieces_is_counted_once(session: object):
    table = make_table("The Meeting welcomed the progress made and thanked the donors.")
    egypt = table.replace("EGY", "1.", "welcomed the progress made", "noted the progress seen")
    table.decide(DecisionKind.PART, egypt, chosen=(0,))
    table.accept(egypt)
    table.close()

    report = verification.verify(session)

    assert (report.drafts, report.proposals, report.findings) == (2, 1, ())


def test_an_empty_database_has_nothing_wrong_in_it(session: object):
    report = verification.verify(session)

    assert (report.drafts, report.proposals, report.findings) == (0, 0, ())


def test_a_wording_edited_by_hand_names_its_paragraph(table: Table):
    edited = line(table, "1.")

    by_hand("wordings", "update wordings set text = text || ' twice' where id = :id", id=edited.line.wording)

    assert codes(findings()) == {edited.code}
    assert "1" in str(findings()[0])
    assert findings()[0].symbol == "OIC/FC/Rev.2"


def test_a_wording_of_the_zero_draft_edited_by_hand_names_its_paragraph(table: Table):
    edited = line(table, "4.")

    by_hand(
        "wordings", "update wordings set text = 'Nobody was thanked.' where id = :id", id=edited.line.wording
    )

    assert codes(findings()) == {edited.code}
    assert {finding.symbol for finding in findings()} == {"OIC/FC", "OIC/FC/Rev.1", "OIC/FC/Rev.2"}


def test_the_words_of_a_decision_edited_by_hand_name_its_paragraph(table: Table):
    edited = line(table, "1.")

    by_hand(
        "dispositions",
        "update dispositions set text = replace(text, 'good', 'slow') where text like '%good%'",
    )

    assert codes(findings()) == {edited.code}
    assert {finding.symbol for finding in findings()} >= {"OIC/FC/Rev.1"}


def test_a_decision_removed_by_hand_names_the_paragraph_it_was_about(table: Table):
    inserted = line(table, "3.")

    by_hand("dispositions", "delete from dispositions where text like '%noted a need%'")

    assert inserted.code in codes(findings())


def test_a_number_edited_by_hand_names_its_paragraph(table: Table):
    edited = line(table, "2.")

    by_hand(
        "lines",
        "update lines set label = '2 bis' where draft_id = :draft and paragraph_id = :paragraph",
        draft=table.draft,
        paragraph=edited.line.paragraph,
    )

    assert codes(findings()) == {edited.code}


@pytest.mark.parametrize("which", ["zero draft", "newest draft"])
def test_an_order_edited_by_hand_names_the_paragraphs_exchanged(table: Table, which: str):
    draft = table.draft if which == "newest draft" else zero_draft(table)
    one, other = line(table, "1."), line(table, "2.")
    exchange = "update lines set position = :to where draft_id = :draft and position = :from"

    by_hand("lines", exchange, draft=draft, **{"from": 1, "to": 90})
    by_hand("lines", exchange, draft=draft, **{"from": 2, "to": 1})
    by_hand("lines", exchange, draft=draft, **{"from": 90, "to": 2})

    assert {one.code, other.code} <= codes(findings())


def test_a_line_removed_by_hand_names_its_paragraph(table: Table):
    removed = line(table, "4.")

    by_hand(
        "lines",
        "delete from lines where draft_id = :draft and paragraph_id = :paragraph",
        draft=table.draft,
        paragraph=removed.line.paragraph,
    )

    assert removed.code in codes(findings())


def test_a_line_of_the_zero_draft_removed_by_hand_is_reported(table: Table):
    removed = "delete from lines where draft_id = :draft and position = 3"

    by_hand("lines", removed, draft=zero_draft(table))

    assert [str(finding) for finding in findings() if finding.symbol == "OIC/FC"]


def turned_back(table: Table, made: Amendment) -> None:
    """
    Write what a contest beside a closing left on PostgreSQL once: an accepted proposal that stands on an old wording.

    All that was kept of it says the same, so that nothing else is wrong.
    """
    text_ = WELCOMES.replace("progress", "good progress")
    zero, now = lines_of_draft(db.session, zero_draft(table))[0], table.lines()
    written = [replace(one, text=text_) if one.paragraph == zero.paragraph else one for one in now]
    revision = current(made)
    by_hand(
        "revisions",
        "update revisions set base_id = :base, text = :text where id = :id",
        base=zero.wording,
        text=text_,
        id=revision.id,
    )
    by_hand(
        "dispositions",
        "update dispositions set text = :text where revision_id = :id",
        text=text_,
        id=revision.id,
    )
    by_hand("wordings", "update wordings set text = :text where id = :id", text=text_, id=now[0].wording)
    by_hand(
        "lines",
        "update lines set digest = :digest where draft_id = :draft and paragraph_id = :paragraph",
        digest=line_digest(written[0]),
        draft=table.draft,
        paragraph=zero.paragraph,
    )
    by_hand(
        "drafts",
        "update drafts set digest = :digest where id = :id",
        digest=digest(line_digest(one) for one in written),
        id=table.draft,
    )
    search.rebuild()


def test_a_paragraph_on_which_agreed_words_were_once_turned_back_is_named(session: object):
    table = make_table(WELCOMES, URGES)
    table.accept(table.replace("MYS", "1.", "its members", "Member States"))
    table.close()
    table.open()
    amendment = table.replace("EGY", "1.", "progress", "good progress")
    table.accept(amendment)
    table.close()
    assert findings() == []

    turned_back(table, amendment)

    paragraph = line(table, "1.")
    assert "its members" in paragraph.line.text
    (found,) = findings()
    assert (named(found), found.symbol) == (paragraph.code, "OIC/FC/Rev.2")
    assert "earlier wording" in str(found)


@pytest.mark.parametrize(
    "edit",
    [
        "state = 'agreed', conflicts = 0, agreed_level = 'ministerial', agreed_on = '2026-11-01'",
        "state = 'deferred', conflicts = 0, agreed_level = null, agreed_on = null",
        "state = 'conflict', conflicts = 3, agreed_level = null, agreed_on = null",
        "pending = pending + 1",
    ],
)
def test_a_state_edited_by_hand_names_its_paragraph(table: Table, edit: str):
    edited = line(table, "4.")

    by_hand("paragraphs", f"update paragraphs set {edit} where id = :id", id=edited.line.paragraph)

    assert codes(findings()) == {edited.code}


@pytest.mark.parametrize("kind", [AmendmentKind.INSERT, AmendmentKind.JOIN])
def test_what_waits_at_a_paragraph_that_the_closing_takes_out_is_shown_there(
    session: object, kind: AmendmentKind
):
    table = make_table(WELCOMES, URGES, THANKS)
    gone = table.propose("EGY", AmendmentKind.DELETE, "2.")
    if kind is AmendmentKind.INSERT:
        table.propose("JOR", kind, text="The Meeting noted a need.", after="2.")
    else:
        table.propose("JOR", kind, "1.")
    table.accept(gone)

    table.close()

    assert findings() == []


def test_what_waits_after_a_new_paragraph_that_was_rejected_is_shown_there(session: object):
    table = make_table(WELCOMES, URGES)
    new = table.propose("EGY", AmendmentKind.INSERT, text="The Meeting noted a need.", after="1.")
    code = db.session.get_one(Paragraph, new.paragraph_id).code
    table.propose("JOR", AmendmentKind.INSERT, text="The Meeting noted another.", after=code)
    table.decide(DecisionKind.REJECT, new, reason="Not now.")
    assert findings() == []

    table.close()

    assert findings() == []


def test_a_new_paragraph_that_was_bracketed_and_deleted_in_one_round_is_shown_as_gone(session: object):
    table = make_table(WELCOMES, URGES)
    new = table.propose("EGY", AmendmentKind.INSERT, text="The Meeting noted a need.", after="1.")
    paragraph = db.session.get_one(Paragraph, new.paragraph_id)
    wording = newest_wording(db.session, paragraph.id, "en")
    gone = Proposal(AmendmentKind.DELETE, paragraph.code, wording.id, reason="Not needed.")
    deletion = amendments.propose(table.head("JOR"), table.round, gone)
    table.decide(DecisionKind.BRACKETS, new)
    table.accept(deletion)
    assert findings() == []

    table.close()

    assert findings() == []


def test_what_an_earlier_version_of_a_compromise_lets_go_is_shown_where_it_waits(session: object):
    table = make_table(WELCOMES, URGES)
    join = table.propose("EGY", AmendmentKind.JOIN, "1.")
    words = table.replace("JOR", "1.", "progress", "good progress")
    table.decide(DecisionKind.COMPROMISE, join, words, text=WELCOMES.replace("progress", "some progress"))

    table.decide(DecisionKind.COMPROMISE, words, text=WELCOMES.replace("progress", "much progress"))

    assert findings() == []


def test_conflicts_printed_in_brackets_at_the_closing_are_accounted_for(session: object):
    table = make_table(WELCOMES, URGES)
    table.replace("EGY", "1.", "progress", "good progress")
    table.replace("MYS", "1.", "progress", "slow progress")
    table.accept(table.replace("EGY", "2.", "urged", "invited"))
    table.replace("MYS", "2.", "urged", "begged")
    table.replace("SEN", "2.", "urged", "asked")

    table.close(print_conflicts=True)

    assert "[" in table.line("1.").line.text
    assert table.line("2.").line.text == URGES.replace("urged", "invited")
    assert findings() == []


def test_every_kind_of_decision_is_replayed(session: object):
    table = make_table(
        *(f"The Meeting spoke of the subject numbered {n}, and of its friends." for n in range(8))
    )
    accepted, part, absorbed, rejected, bracketed, deferred, voided = (
        table.replace("EGY", f"{n}.", "spoke of the", "at length addressed the old") for n in range(1, 8)
    )
    table.accept(accepted)
    table.decide(DecisionKind.PART, part, chosen=(0,))
    table.decide(DecisionKind.COMPROMISE, absorbed, text="The Meeting was brief.")
    table.decide(DecisionKind.REJECT, rejected, reason="Too long.")
    table.decide(DecisionKind.BRACKETS, bracketed)
    table.decide(DecisionKind.DEFER, deferred)
    table.void(table.accept(voided), reason="Too early.")
    assert findings() == []

    table.close()

    assert findings() == []


@pytest.mark.thorough
def test_the_demonstration_is_what_its_decisions_make_it(demonstration: object):
    report = verification.verify(demonstration)

    assert report.findings == ()
    assert report.drafts == 4
    assert report.proposals > 50


def test_the_attribution_explains_every_word_of_every_draft_of_the_demonstration(demonstration: object):
    assert findings() == []
    communique = db.session.scalars(select(Communique).where(Communique.kind == "communique")).one()
    draft_versions = draft_set(db.session(), communique.id, mission())

    for version in draft_versions.versions:
        story = load_attribution(db.session(), draft_versions, mission(), version=version)
        said = {key: "".join(phrase.text for phrase in own) for key, own in story.phrases.items()}
        notes = [phrase.note for own in story.phrases.values() for phrase in own]
        assert said == {line.paragraph: line.text for line in lines_of_draft(db.session(), version.draft.id)}
        assert not any(note.unrecorded for note in notes)
        assert all(note.rulings for note in notes if note.round)


def test_a_word_that_verify_reports_is_attributed_as_unrecorded(table: Table):
    """A word that nobody decided has nobody's name."""
    first = line(table, "1.").line
    text = first.text.replace("good", "good and great")
    by_hand("wordings", "update wordings set text = :text where id = :id", text=text, id=first.wording)
    assert findings() != []
    draft_versions = draft_set(db.session(), table.communique, mission())

    story = load_attribution(db.session(), draft_versions, mission(), version=draft_versions.newest)

    (smuggled,) = [p.note for p in story.phrases[first.paragraph] if "great" in p.text]
    assert smuggled.unrecorded
    assert smuggled.rulings == ()
