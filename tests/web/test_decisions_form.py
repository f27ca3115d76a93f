"""The form of a decision in values: pieces of a change, what was typed as the service takes it."""

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from acm_drafts.negotiation.terms import DecisionKind, Verdict
from acm_drafts.services.evaluation import Judgement
from acm_drafts.text.changes import changes
from acm_drafts.web.decisions.form import DecisionForm, judgement_of
from acm_drafts.web.decisions.preview import FOLLOWS
from acm_drafts.web.shared.excerpts import piece_of
from acm_drafts.web.shared.signing import REVISION, conceal
from tests.conftest import make_app

BASE = "The Meeting welcomed the progress made by all its members in this field."


@pytest.fixture
def page(sqlite_url: str):
    """A request, in which words have a language."""
    app: Flask = make_app(sqlite_url)
    with app.test_request_context("/", method="POST"):
        yield app


def judged(**typed: object) -> Judgement:
    form = DecisionForm(formdata=MultiDict([("kind", "part"), ("seen", "3"), *typed.items()]))
    form.validate()
    return judgement_of(form)


def test_a_change_is_shown_with_a_few_words_around_it_and_dots_for_the_rest(page):
    [change] = changes(BASE, BASE.replace("made", "reached"))

    piece = piece_of(BASE, change)

    assert piece.before.startswith("… ")
    assert piece.after.endswith(" …")
    assert (piece.old, piece.new) == ("made", "reached")


def test_where_a_change_stands_at_the_edge_there_are_no_dots(page):
    [change] = changes("One two.", "Two two.")

    piece = piece_of("One two.", change)

    assert (piece.before, piece.after) == ("", " two.")


def test_every_verdict_has_its_sentence():
    assert set(FOLLOWS) == set(Verdict)


def test_ticked_changes_name_their_proposal_where_none_was_ticked(page):
    judgement = judged(change=f"{conceal(12, use=REVISION)}.3")

    assert (judgement.kind, judgement.revisions, judgement.chosen) == (DecisionKind.PART, (12,), (3,))


def test_changes_of_another_proposal_than_the_ticked_one_are_not_taken(page):
    judgement = judged(change=f"{conceal(12, use=REVISION)}.3", on=conceal(7, use=REVISION))

    assert (judgement.revisions, judgement.chosen) == ((7,), ())


def test_without_a_sitting_it_is_proposed_by_the_mission(page):
    assert judged(sitting="").sitting == ""
    assert judged(sitting="bcdfghj").sitting == "bcdfghj"
