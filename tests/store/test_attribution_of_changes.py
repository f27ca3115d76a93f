"""What made one draft out of another, and whose each change may be called."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from acm_drafts.negotiation.attribution.changes import Hand
from acm_drafts.negotiation.lines import Line
from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.terms import AmendmentKind, DecisionKind, Visibility
from acm_drafts.services import drafts, people
from acm_drafts.store.attribution import load_credits
from acm_drafts.store.database import db
from acm_drafts.store.drafts import lines_of_draft
from acm_drafts.store.records import Decision, Draft
from tests.tables import Table, make_table

TEXTS = ("The Meeting welcomed the progress made.", "It urged all members.", "It noted the need.")


def drafts_of(table: Table) -> list[Draft]:
    db.session.expire_all()
    return list(db.session.scalars(select(Draft).order_by(Draft.sequence)))


def changes(
    table: Table, actor: Actor | None = None, *, language: str = "en", since: int = 0
) -> dict[str, set[str]]:
    """Whose each changed stretch is, by its text, from the draft *since* to the newest."""
    all_ = drafts_of(table)
    old, new = all_[since], all_[-1]
    known = load_credits(db.session, actor or people.operator(), old=old, new=new, language=language)
    before, after = lines_of_draft(db.session, old.id), lines_of_draft(db.session, new.id)
    found: dict[str, set[str]] = {}
    for key in {line.paragraph for line in (*before, *after)}:
        spans = known.spans(_on(before, key), _on(after, key))
        for span in spans:
            if span.hand:
                found.setdefault(span.text.strip(), set()).add(span.hand.author)
    return found


def _on(lines: tuple[Line, ...], key: int) -> list[Line]:
    return [line for line in lines if line.paragraph == key]


def warm(table: Table, code: str = "EGY") -> None:
    table.accept(table.replace(code, "1.", "welcomed", "warmly welcomed"))


def test_a_change_is_called_by_the_delegation_in_the_language_asked_for(session: object):
    table = make_table(*TEXTS)
    warm(table)
    table.close()

    assert changes(table) == {"warmly": {"Egypt"}}
    assert changes(table, language="fr") == {"warmly": {"Égypte"}}
    assert changes(table, language="ar") == {"warmly": {"مصر"}}


def test_a_change_is_dated_by_its_decision_and_the_rest_by_the_draft(session: object):
    table = make_table(*TEXTS)
    warm(table)
    table.close()
    old, new = drafts_of(table)
    decision = db.session.scalars(select(Decision)).one()

    known = load_credits(db.session, people.operator(), old=old, new=new, language="en")

    hands = known.spans(lines_of_draft(db.session, old.id)[:1], lines_of_draft(db.session, new.id)[:1])
    (hand,) = {span.hand for span in hands if span.hand}
    assert hand == Hand("Egypt", as_printed(decision.at))
    assert known.nobody == Hand("Mission", as_printed(new.made_at))


def as_printed(moment: datetime) -> str:
    return moment.astimezone(ZoneInfo("America/New_York")).strftime("%Y-%m-%dT%H:%M:%S")


def test_where_attribution_is_off_every_change_is_the_missions(session: object):
    table = make_table(*TEXTS, attributed=False)
    warm(table)
    table.close()

    assert changes(table) == {"warmly": {"Mission"}}


def test_a_newer_text_given_out_without_names_names_nobody_either(session: object):
    table = make_table(*TEXTS)
    warm(table)
    table.close()
    drafts.circulate(table.mission, table.draft, attributed=False)

    assert changes(table) == {"warmly": {"Mission"}}


def test_who_may_not_read_the_proposals_of_a_round_learns_no_names_from_its_text(session: object):
    table = make_table(*TEXTS, visibility=Visibility.MISSION)
    warm(table)
    table.close()

    assert changes(table, table.head("MYS")) == {"warmly": {"Mission"}}
    assert changes(table) == {"warmly": {"Egypt"}}


def test_of_a_compromise_each_gets_the_words_taken_from_it(session: object):
    table = make_table(*TEXTS)
    taken = [
        table.replace("EGY", "1.", "welcomed", "warmly welcomed"),
        table.replace("MYS", "1.", "progress made", "steady progress made"),
    ]
    made = "The Meeting warmly welcomed the steady progress made in 2026."
    table.decide(DecisionKind.COMPROMISE, *taken, text=made)
    table.close()

    assert changes(table) == {"warmly": {"Egypt"}, "steady": {"Malaysia"}, "in 2026": {"Mission"}}


def test_a_decision_that_was_voided_credits_nobody(session: object):
    table = make_table(*TEXTS)
    voided = table.accept(table.replace("EGY", "1.", "welcomed", "warmly welcomed"))
    table.void(voided, reason="It was entered twice.")
    table.accept(table.replace("MYS", "1.", "welcomed", "warmly welcomed"))
    table.close()

    assert changes(table) == {"warmly": {"Malaysia"}}


def test_over_two_rounds_each_word_is_still_its_sponsors(session: object):
    table = make_table(*TEXTS)
    warm(table)
    table.close()
    table.open()
    table.accept(table.replace("MYS", "1.", "progress", "steady progress"))
    table.accept(table.propose("OMN", AmendmentKind.DELETE, "3."))
    table.close()

    assert changes(table) == {"warmly": {"Egypt"}, "steady": {"Malaysia"}, TEXTS[2]: {"Oman"}}
    assert changes(table, since=1) == {"steady": {"Malaysia"}, TEXTS[2]: {"Oman"}}


def test_the_number_of_queries_does_not_grow_with_the_rounds_or_the_proposals(count_queries):
    table = make_table(*TEXTS)
    actor = people.operator()

    def read() -> None:
        old, *_, new = db.session.scalars(select(Draft).order_by(Draft.sequence))
        load_credits(db.session, actor, old=old, new=new, language="en")

    warm(table)
    table.close()
    one = count_queries(read)
    table.open()
    for code, label in (("MYS", "1."), ("OMN", "2."), ("SEN", "3.")):
        table.accept(table.replace(code, label, ".", f", said {code}."))
    table.close()

    assert count_queries(read) == one
