"""Who reads a discussion: every audience beside every kind of reader; what is quoted, answered and resolved."""

import pytest

from acm_drafts.negotiation.discussions import (
    DiscussionResolved,
    NoSuchComment,
    NothingSaid,
    QuoteNotInComment,
    Said,
    comment_at,
    is_resolved,
    parties_named,
    parties_resolving,
    require_open,
    require_quoted,
    require_words,
    taken_back,
)
from acm_drafts.negotiation.permissions import STRANGER, Act, Actor, Facts, Office, may
from acm_drafts.negotiation.terms import Audience, DiscussionAct, PartyKind, Role

EGYPT, SENEGAL, TURKEY, JORDAN, MISSION = 1, 2, 3, 4, 99


def seat(role: Role, party: int | None = None, *, meeting: int | None = None) -> Actor:
    kind = PartyKind.MISSION if party == MISSION else PartyKind.STATE if party else None
    return Actor(7, "", frozenset({Office(role, party, "", kind, meeting)}))


PEOPLE = {
    "author": seat(Role.HEAD, EGYPT),
    "colleague": seat(Role.DRAFTER, EGYPT),
    "sponsor": seat(Role.HEAD, SENEGAL),
    "sponsor's drafter": seat(Role.DRAFTER, SENEGAL),
    "left the sponsors": seat(Role.HEAD, TURKEY),
    "joined the sponsors later": seat(Role.HEAD, JORDAN),
    "other delegation": seat(Role.HEAD, 5),
    "Mission": seat(Role.MISSION, MISSION),
    "chair": seat(Role.CHAIR),
    "administrator": seat(Role.ADMINISTRATOR),
    "observer": seat(Role.OBSERVER),
    "former head": Actor(7, "the author, whose term has ended"),
    "head at another meeting": seat(Role.HEAD, EGYPT, meeting=2).at(1),
    "nobody": STRANGER,
}
# Of a proposal that Egypt sponsors with Senegal. Turkey was a co-sponsor when it was begun, Jordan is one now.
SPONSORS_THEN, SPONSORS_NOW = (EGYPT, SENEGAL, TURKEY), frozenset({SENEGAL, JORDAN})
READ = {
    (Audience.INSIDE, EGYPT): {"author", "colleague"},
    (Audience.INSIDE, MISSION): {"Mission"},
    (Audience.MISSION, EGYPT): {"author", "colleague", "Mission"},
    (Audience.MISSION, MISSION): {"author", "colleague", "Mission"},
    (Audience.COSPONSORS, EGYPT): {"author", "colleague", "sponsor", "sponsor's drafter"},
}


@pytest.mark.parametrize("audience", Audience)
def test_a_discussion_is_read_by_those_whom_its_audience_names_and_by_nobody_else(audience: Audience) -> None:
    for (of, party), readers in READ.items():
        if of is not audience:
            continue
        to = [EGYPT] if of is Audience.MISSION and party == MISSION else []
        named = parties_named(of, party=party, mission=MISSION, sponsors=SPONSORS_THEN, to=to)
        facts = Facts(
            meeting=1,
            sponsor=EGYPT,
            cosponsors=SPONSORS_NOW,
            audience=of,
            named=named,
            was_submitted=True,
            circulated=True,
            shown=True,
            shown_to_chair=True,
        )
        assert {who for who, actor in PEOPLE.items() if may(actor, Act.READ_DISCUSSION, facts)} == readers


def test_every_audience_and_nobody_without_one() -> None:
    assert {audience for audience, _ in READ} == set(Audience)
    assert not any(
        may(actor, Act.READ_DISCUSSION, Facts(meeting=1, party=EGYPT)) for actor in PEOPLE.values()
    )


WITHIN = ("author", "colleague", "sponsor", "Mission", "administrator", "former head")


@pytest.mark.parametrize(
    ("audience", "facts", "begin"),
    [
        (Audience.INSIDE, {}, {"author", "colleague"}),
        (Audience.MISSION, {}, {"author"}),
        (Audience.MISSION, {"sponsor": EGYPT}, set()),
        (Audience.MISSION, {"sponsor": EGYPT, "was_submitted": True}, {"author"}),
        (Audience.COSPONSORS, {"sponsor": SENEGAL, "was_submitted": True, "attributed": True}, set()),
        (Audience.COSPONSORS, {"sponsor": EGYPT, "was_submitted": True}, set()),
        (Audience.COSPONSORS, {"sponsor": EGYPT, "attributed": True}, set()),
        (Audience.COSPONSORS, {"sponsor": EGYPT, "was_submitted": True, "attributed": True}, {"author"}),
    ],
)
def test_inside_everybody_who_writes_begins_one_and_to_others_who_speaks(
    audience: Audience, facts: dict[str, object], begin: set[str]
) -> None:
    named = parties_named(audience, party=EGYPT, mission=MISSION)
    known = Facts(meeting=1, party=EGYPT, audience=audience, named=named, **facts)

    assert {who for who in WITHIN if may(PEOPLE[who], Act.BEGIN_DISCUSSION, known)} == begin


@pytest.mark.parametrize(
    ("party", "to", "facts", "begin"),
    [
        (MISSION, (EGYPT,), {}, {"Mission"}),
        (MISSION, (EGYPT,), {"sponsor": SENEGAL, "was_submitted": True}, {"Mission"}),
        (MISSION, (EGYPT,), {"sponsor": SENEGAL}, set()),  # a draft, of which the Mission does not know
        (MISSION, (), {}, set()),
        (MISSION, (MISSION,), {}, set()),
        (MISSION, (EGYPT, SENEGAL), {}, {"Mission"}),
        # Who is written to on a proposal could tell who sponsors it.
        (MISSION, (EGYPT, SENEGAL), {"sponsor": SENEGAL, "was_submitted": True}, set()),
        (
            MISSION,
            (EGYPT, SENEGAL),
            {"sponsor": SENEGAL, "was_submitted": True, "attributed": True},
            {"Mission"},
        ),
        (EGYPT, (SENEGAL,), {}, set()),  # nor does a delegation add another one
    ],
)
def test_the_mission_writes_to_one_party_or_openly_to_several(
    party: int, to: tuple[int, ...], facts: dict[str, object], begin: set[str]
) -> None:
    named = parties_named(Audience.MISSION, party=party, mission=MISSION, to=to)
    known = Facts(meeting=1, party=party, audience=Audience.MISSION, named=named, **facts)

    assert {who for who in PEOPLE if may(PEOPLE[who], Act.BEGIN_DISCUSSION, known)} == begin


def test_the_mission_begins_one_inside_itself_and_answers_where_it_was_written_to() -> None:
    own = Facts(party=MISSION, audience=Audience.INSIDE, named=frozenset({MISSION}))
    written_to = Facts(party=MISSION, audience=Audience.MISSION, named=frozenset({EGYPT, MISSION}))
    mission, head, drafter = PEOPLE["Mission"], PEOPLE["author"], PEOPLE["colleague"]

    assert may(mission, Act.BEGIN_DISCUSSION, own) and may(mission, Act.DISCUSS, own)
    assert may(mission, Act.DISCUSS, written_to)
    as_egypt = Facts(party=EGYPT, audience=Audience.MISSION, named=frozenset({EGYPT, MISSION}))
    assert may(head, Act.DISCUSS, as_egypt) and not may(drafter, Act.DISCUSS, as_egypt)
    assert not may(PEOPLE["sponsor"], Act.DISCUSS, as_egypt)


# What was said in it -------------------------------------------------------------------------------

TALK = (
    Said(1, DiscussionAct.COMMENT, EGYPT, None, "Is “shall” needed?"),
    Said(2, DiscussionAct.ANSWER, MISSION, 1, "It is."),
    Said(3, DiscussionAct.ANSWER, MISSION, 1, "It is not."),
    Said(4, DiscussionAct.TAKE_BACK, MISSION, 2),
)


def test_a_discussion_is_resolved_by_who_began_it_or_was_answered_in_it() -> None:
    assert parties_resolving(TALK) == {EGYPT}
    assert parties_resolving((*TALK, Said(5, DiscussionAct.ANSWER, EGYPT, 3))) == {EGYPT, MISSION}
    resolved = (*TALK, Said(5, DiscussionAct.RESOLVE, EGYPT))
    assert is_resolved(resolved) and not is_resolved(TALK)
    assert not is_resolved((*resolved, Said(6, DiscussionAct.REOPEN, MISSION)))
    require_open(TALK)
    with pytest.raises(DiscussionResolved):
        require_open(resolved)


def test_what_was_taken_back_is_neither_answered_nor_quoted() -> None:
    assert taken_back(TALK) == {2}
    assert comment_at(TALK, 3).words == "It is not."
    for sequence in (2, 4, 9):
        with pytest.raises(NoSuchComment):
            comment_at(TALK, sequence)


def test_a_quote_is_exact_and_a_comment_has_words() -> None:
    require_quoted("“shall”", TALK[0])
    require_quoted("", TALK[0])
    with pytest.raises(QuoteNotInComment):
        require_quoted("“Shall”", TALK[0])
    with pytest.raises(NothingSaid):
        require_words("")
