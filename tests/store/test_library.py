"""What a search finds, what is nearest, and what verify says of a library that no verb wrote."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, event, insert, select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from acm_drafts.negotiation.agreed_language import Likeness
from acm_drafts.negotiation.errors import NotFound
from acm_drafts.negotiation.library import Narrowed, SourceBody, read_search
from acm_drafts.negotiation.terms import Role
from acm_drafts.services import library, public
from acm_drafts.store.database import clock_at, db, utcnow
from acm_drafts.store.follow_up import follow_ups, get_follow_up
from acm_drafts.store.journal import read_journal
from acm_drafts.store.library import (
    faults_of_library,
    find_passages,
    find_source,
    named_sources,
    nearest,
    paragraphs_of,
    sources_listed,
    symbols_offered,
)
from acm_drafts.store.records import Communique, Source, SourceParagraph, SourceWithdrawal, User
from acm_drafts.text.language import Language
from tests.adoptions import adopt, imported_as_final
from tests.factories import actor_of, make_appointment, make_meeting, make_user, mission
from tests.follow_up import confirm
from tests.library import TEXTS, add, add_file, index

pytestmark = pytest.mark.usefixtures("session")


def found(words: str, **narrowed: object) -> list[str]:
    rows = find_passages(db.session(), index(), mission(), read_search(words), Narrowed(**narrowed)).rows
    return [f"{row.source.symbol} {row.reference}" for row in rows]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("research development", ["A/RES/65/140 1"]),
        ("RESEARCH report", []),
        ('"investment in research"', ["A/RES/65/140 1"]),
        ('"research in investment"', []),
        ('"report" meeting', ["A/RES/65/140 3"]),
        ("cooperation", []),
    ],
)
def test_all_words_and_phrases_are_wanted(words: str, expected: list[str]):
    add()
    assert found(words) == expected


def test_a_search_is_narrowed_by_body_language_and_years():
    add()
    add("OIC/CFM-51/2025/FC", "The Council noted research.", body=SourceBody.CFM, day=None)
    add("A/RES/65/140", "Encourage la recherche et research ;", language=Language.FR)

    assert len(found("research")) == 3
    assert found("research", body=SourceBody.CFM) == ["OIC/CFM-51/2025/FC 1"]
    assert found("research", language="fr") == ["A/RES/65/140 1"]
    assert len(found("research", first_year=2010, last_year=2010)) == 2
    assert found("research", first_year=2011) == []


def test_the_nearest_comes_first_with_what_may_be_said_of_the_text():
    add()
    text = TEXTS[0].replace("strongly ", "")
    (first, *rest) = nearest(db.session(), index(), mission(), text, "en")

    assert (first.passage.position, first.claim.likeness, first.claim.old) == (
        1,
        Likeness.DROPPED,
        "strongly",
    )
    assert first.likeness > 0.9 > max((entry.likeness for entry in rest), default=0)
    assert (
        nearest(db.session(), index(), mission(), TEXTS[0], "en", most=1)[0].claim.likeness
        is Likeness.VERBATIM
    )
    assert nearest(db.session(), index(), mission(), text, "fr") == []
    assert nearest(db.session(), index(), mission(), "…", "en") == []


@pytest.mark.shared
def test_each_amended_paragraph_of_a_later_session_is_nearest_to_one_of_the_earlier(shared: Path):
    add_file(shared / "texts/ga_un_oic_cooperation_A_RES_65_140_2010.txt", "A/RES/65/140")
    later = add_file(shared / "texts/ga_un_oic_cooperation_A_RES_67_264_2013.txt", "A/RES/67/264")
    rows = db.session.query(SourceParagraph).filter_by(source_id=later.id, kind="paragraph").all()
    library.withdraw(mission(), later.code, reason="Compared with the earlier one.")

    claims = [nearest(db.session(), index(), mission(), row.text, "en", most=1) for row in rows]
    near = [entry for entries in claims for entry in entries if entry.likeness > 0.8]
    assert sum(entry.claim.likeness is Likeness.VERBATIM for entry in near) >= 5
    assert len(near) >= 30


def test_symbols_are_offered_until_their_source_is_withdrawn():
    source = add()
    assert symbols_offered(db.session(), mission()) == (("A/RES/65/140", source.code),)
    library.withdraw(mission(), source.code, reason="A draft.")
    assert symbols_offered(db.session(), mission()) == ()


def test_what_another_reader_asks_meanwhile_takes_nothing_from_the_first():
    source = add()
    make_appointment(user := make_user(), Role.OBSERVER, meeting_id=make_meeting().id)
    session, observer, search = db.session(), actor_of(user), read_search("cooperation")
    asking: list[str] = []

    def meanwhile(connection: Connection, cursor: object, statement: str, *rest: object) -> None:
        if not asking:
            asking.append(statement)
            with Session(db.engine) as another:
                symbols_offered(another, mission(), "another mark")
            asking.clear()

    event.listen(Engine, "before_cursor_execute", meanwhile)
    try:
        assert symbols_offered(session, observer) == (("A/RES/65/140", source.code),)
        assert [row.code for row in named_sources(session, observer, search)] == [source.code]
    finally:
        event.remove(Engine, "before_cursor_execute", meanwhile)


def test_verify_names_a_library_that_no_verb_wrote():
    source = add()
    assert faults_of_library(db.session()) == []
    row = {"source_id": source.id, "position": 9, "kind": "paragraph", "text": "Slipped in."}
    db.session.execute(insert(SourceParagraph).values(row))
    db.session.execute(insert(SourceWithdrawal).values(source_id=source.id, reason="Quietly."))

    assert [symbol for symbol, _ in faults_of_library(db.session())] == ["A/RES/65/140"] * 2


def test_an_adopted_text_is_read_by_the_group_and_its_participants_and_by_all_others_while_it_is_public():
    table = imported_as_final("The Meeting requested the Secretariat to report on locusts by 30 June 2028.")
    meeting = db.session.get_one(Communique, table.communique).meeting_id
    adopt(table)
    elsewhere = make_meeting()
    (source,) = db.session.scalars(select(Source))
    entry = confirm(source, 1)
    make_appointment(own := make_user(), Role.OBSERVER, meeting_id=meeting)
    make_appointment(delegate := make_user(), Role.HEAD, "EGY", meeting_id=elsewhere.id)
    make_appointment(other := make_user(), Role.OBSERVER, meeting_id=elsewhere.id)
    readers = {user: actor_of(user) for user in (own, delegate, other)}

    def what(user: User) -> list[bool]:
        session, actor = db.session(), readers[user]
        at = readers[user].at(elsewhere.id)
        return [
            bool(sources_listed(session, actor)),
            find_source(session, actor, source.code) is not None,
            bool(symbols_offered(session, actor)),
            find_passages(session, index(), actor, read_search("locusts")).by["year"] != {},
            bool(nearest(session, index(), actor, source_text, "en")),
            bool(follow_ups(session, actor)),
            "confirm request" in {line.act for line in read_journal(session, at)},
        ]

    source_text = paragraphs_of(db.session(), source.id)[0].words
    assert what(delegate) == [True] * 7
    assert what(own)[:6] == [True] * 6
    assert what(other) == [False] * 7
    with pytest.raises(NotFound):
        get_follow_up(db.session(), readers[other], entry.code)

    ends = utcnow() + timedelta(days=1)
    public.publish(mission(), table.communique, public_from=ends)
    assert what(other) == [False] * 7
    with clock_at(ends):
        assert what(other)[:6] == [True] * 6
    public.publish(mission(), table.communique)
    assert what(other)[:6] == [True] * 6
    public.withdraw(mission(), table.communique, reason="A mistake.")
    assert what(other)[:6] == [False] * 6


def test_a_source_from_elsewhere_is_read_by_all_and_each_adopted_text_while_it_is_itself_public():
    add()
    tables = [
        imported_as_final(f"The Meeting noted report {number}.", symbol=f"OIC/{number}") for number in (1, 2)
    ]
    for number, table in enumerate(tables, 1):
        adopt(table, symbol=f"OIC/ADOPTED/{number}")
    make_appointment(other := make_user(), Role.OBSERVER, meeting_id=make_meeting().id)

    def read() -> list[str]:
        return sorted(row.source.symbol for row in sources_listed(db.session(), actor_of(other)))

    assert read() == ["A/RES/65/140"]
    for table in tables:
        public.publish(mission(), table.communique)
    public.withdraw(mission(), tables[0].communique, reason="A mistake.")
    assert read() == ["A/RES/65/140", "OIC/ADOPTED/2"]
    public.publish(mission(), tables[0].communique)
    assert read() == ["A/RES/65/140", "OIC/ADOPTED/1", "OIC/ADOPTED/2"]


def test_an_arabic_word_is_found_where_other_words_are_written_together_with_it():
    add("OIC/ACM-2025/FC", "دعا الاجتماع إلى مكافحة التصحر والجراد.", language=Language.AR)
    assert found("الجراد") == found("جراد") == ["OIC/ACM-2025/FC 1"]
    assert found("والتصحر") == []
