"""The text as a reader meets it: its drafts and rounds, lines as rows, translations, descents."""

from collections.abc import Callable

import pytest

from acm_drafts.negotiation.errors import NotFound
from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.terms import AmendmentKind, Visibility
from acm_drafts.services import drafts, translations
from acm_drafts.store.amendment_rows import PendingRow
from acm_drafts.store.database import db
from acm_drafts.store.decisions import known_pending
from acm_drafts.store.text import (
    codes_in_drafts,
    codes_of_paragraphs,
    descents_of_text,
    draft_set,
    drafts_of_other_texts,
    line_of,
    open_draft_set,
    text_marks,
    text_rows,
)
from acm_drafts.store.translations import translations_in, translations_of
from acm_drafts.text.language import Language
from tests.factories import actor_of, make_administrator, make_observer, mission
from tests.tables import Table, head_of, lines_of, make_table

TEXTS = ("The Meeting noted the report.", "The Meeting thanked the donors. It thanked the hosts.")


@pytest.fixture(autouse=True)
def in_context(session: object) -> None:
    """Everything here happens in one context, as within a request."""


def test_a_draft_set_holds_the_drafts_the_reader_may_read_and_their_round():
    table = make_table(*TEXTS)
    table.close()
    observer = actor_of(make_observer())

    mine, theirs = (open_draft_set(db.session(), table.code, who) for who in (mission(), observer))

    assert [version.draft.sequence for version in mine.versions] == [0, 1]
    assert [version.draft.sequence for version in theirs.versions] == [0]
    assert (mine.whole, theirs.whole) == (True, False)
    assert theirs.context.round.id == mine.context.round.id == table.round
    assert theirs.communique.id == table.communique


def test_a_draft_set_without_a_readable_draft_is_not_found():
    table = Table(lines_of(*TEXTS))

    for nobody in (head_of("EGY"), actor_of(make_administrator())):
        with pytest.raises(NotFound):
            open_draft_set(db.session(), table.code, nobody)
        with pytest.raises(NotFound):
            _ = draft_set(db.session(), table.communique, nobody).newest
    with pytest.raises(NotFound):
        open_draft_set(db.session(), "nothing", mission())


def test_elsewhere_are_the_drafts_of_other_texts_in_its_language_that_somebody_may_read_the_newest_first():
    here, older = make_table(*TEXTS, symbol="OIC/HERE"), make_table(*TEXTS[1:], symbol="OIC/OLDER")
    newer = make_table(TEXTS[0], symbol="OIC/NEWER")
    for table in (here, older):
        table.close()
    drafts.import_text(mission(), lines=lines_of("Texte."), data=b"fr", symbol="OIC/FR", language="fr")
    communique = open_draft_set(db.session(), here.code, mission()).communique

    def seen_by(who: Actor) -> list[str]:
        return [one.symbol for one in drafts_of_other_texts(db.session(), who, communique)]

    assert seen_by(mission()) == ["OIC/NEWER", "OIC/OLDER/Rev.1", "OIC/OLDER"]
    assert seen_by(head_of("EGY")) == seen_by(actor_of(make_observer())) == ["OIC/NEWER", "OIC/OLDER"]
    assert seen_by(actor_of(make_administrator())) == []
    assert drafts_of_other_texts(db.session(), mission(), communique)[0].communique == newer.code


def test_drafts_of_a_draft_set_are_found_by_number():
    table = make_table(*TEXTS)
    table.close()
    table.open()
    draft_versions = open_draft_set(db.session(), table.code, mission())

    assert draft_versions.get(None) is draft_versions.newest is draft_versions.get(1)
    assert draft_versions.find_earlier(draft_versions.get(1), None) is draft_versions.get(0)
    assert draft_versions.find_earlier(draft_versions.get(0), None) is None
    for sequence in (1, 2):
        with pytest.raises(NotFound):
            draft_versions.find_earlier(draft_versions.get(1), sequence)
    with pytest.raises(NotFound):
        draft_versions.get(2)


def test_rows_are_the_lines_in_their_order_with_what_is_kept_of_them():
    table = make_table("# Opening", *TEXTS)
    table.replace("EGY", "1.", "noted", "welcomed")

    found = text_rows(db.session(), table.draft)

    assert [(row.label, row.text, row.kind) for row in found] == [
        ("", "Opening", "heading"),
        ("1.", TEXTS[0], "paragraph"),
        ("2.", TEXTS[1], "paragraph"),
    ]
    assert [(row.state, row.pending) for row in found[1:]] == [("open", 1), ("untouched", 0)]
    assert [line_of(row).text for row in found] == [line.text for line in table.lines()]


def test_marks_change_with_every_state_and_with_nothing_else():
    table = make_table(*TEXTS)
    before = text_marks(db.session(), table.draft)

    assert text_marks(db.session(), table.draft) == before
    proposal = table.replace("EGY", "1.", "noted", "welcomed")
    opened = text_marks(db.session(), table.draft)
    table.accept(proposal)

    assert len({before, opened, text_marks(db.session(), table.draft)}) == 3


def test_the_newest_translation_of_each_wording_counts():
    table = make_table(*TEXTS)
    wording = table.line("1.").line.wording
    for text in ("Premier essai.", "Second essai."):
        translations.add(mission(), wording, Language.FR, text)

    assert translations_in(db.session(), table.draft, "fr") == {wording: "Second essai."}
    assert translations_of(db.session(), wording) == {"fr": "Second essai."}
    assert translations_in(db.session(), table.draft, "ar") == {}


def test_descents_say_which_paragraph_came_from_which():
    table = make_table(*TEXTS)
    parent, text = table.line("2.").line.paragraph, TEXTS[1]
    table.accept(table.propose("EGY", AmendmentKind.SPLIT, "2.", parts=(text[:31], text[32:])))
    table.close()

    part = table.line("3.").line.paragraph
    assert descents_of_text(db.session(), table.communique) == [(part, parent)]
    assert set(codes_in_drafts(db.session(), [table.draft])) == {line.paragraph for line in table.lines()}
    assert codes_of_paragraphs(db.session(), [part]) == {part: table.line("3.").code}


def test_known_pending_proposals_are_found_by_paragraph():
    table = make_table(*TEXTS, visibility=Visibility.MISSION)
    table.replace("EGY", "1.", "noted", "welcomed")
    table.replace("MYS", "1.", "noted", "deplored")
    table.propose("EGY", AmendmentKind.INSERT, after="2.", text="It adds this.")
    first, second = (line.paragraph for line in table.lines())
    context = draft_set(db.session(), table.communique, mission()).context

    found = known_pending(db.session(), context, table.head("EGY"))

    assert len(found[first]) == len(found[second]) == 1
    assert known_pending(db.session(), context, head_of("SEN")) == {}


def test_each_of_them_is_one_query(
    count_queries: Callable[[Callable[[], object]], int],
):
    table = make_table(*TEXTS)
    session, code = db.session(), table.code
    wording = table.line("1.").line.wording
    table.close()
    drafts.circulate(mission(), table.draft, attributed=True)
    egypt, everybody = head_of("EGY"), mission()
    communique = table.communique

    reads = (
        lambda: open_draft_set(session, code, everybody),
        lambda: text_rows(session, table.draft),
        lambda: text_marks(session, table.draft),
        lambda: translations_in(session, table.draft, "fr"),
        lambda: translations_of(session, wording),
        lambda: descents_of_text(session, table.communique),
        lambda: codes_in_drafts(session, [table.draft]),
    )
    assert [count_queries(read) for read in reads] == [1] * len(reads)
    shelf_and_proposals = count_queries(
        lambda: known_pending(session, draft_set(session, communique, egypt).context, egypt)
    )
    assert shelf_and_proposals == 2


def test_pending_proposals_that_were_public_before_are_one_query_more(
    count_queries: Callable[[Callable[[], object]], int],
):
    table = make_table(*TEXTS)
    for code in ("EGY", "MYS", "JOR"):
        table.replace(code, "1.", "noted", f"{code} noted")
    table.close()
    table.open(visibility=Visibility.MISSION)
    senegal = head_of("SEN")
    session, communique = db.session(), table.communique
    pending: dict[int, list[PendingRow]] = {}

    def read() -> None:
        context = draft_set(session, communique, senegal).context
        pending.update(known_pending(session, context, senegal))

    assert count_queries(read) == 3
    assert [len(rows) for rows in pending.values()] == [3]
