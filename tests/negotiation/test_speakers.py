"""The order of the list of speakers, and what can be done to it."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acm_drafts.negotiation.speakers import (
    FloorTaken,
    Inscribed,
    InscriptionClosed,
    InscriptionNotOpen,
    Moved,
    SpeechBegun,
    WrongSpeaker,
    inscription_state,
    require_guest,
    require_inscription,
    require_place,
    require_to_speak,
    speaking_order,
    speech_ends,
)
from acm_drafts.negotiation.terms import InscriptionState, SpeakerKind, SpeakerLevel, SpeechState

NOON = datetime(2026, 12, 17, 12, tzinfo=UTC)


def minute(number: int) -> datetime:
    return NOON + timedelta(minutes=number)


def speaker(key: int, level: SpeakerLevel = SpeakerLevel.MINISTER, **facts: object) -> Inscribed:
    return Inscribed(key, **{"kind": SpeakerKind.MEMBER, "level": level, "at": minute(key), **facts})  # type: ignore[arg-type]


def test_members_speak_by_level_then_by_the_time_of_inscription_and_guests_after_them():
    late_minister = speaker(1, at=minute(50))
    minister = speaker(2)
    head_of_state = speaker(3, SpeakerLevel.HEAD_OF_STATE, at=minute(60))
    ambassador = speaker(4, SpeakerLevel.AMBASSADOR, at=minute(0))
    organization = speaker(5, SpeakerLevel.HEAD_OF_STATE, kind=SpeakerKind.ORGANIZATION, at=minute(0))
    observer = speaker(6, SpeakerLevel.OTHER, kind=SpeakerKind.OBSERVER)

    inscribed = [organization, late_minister, ambassador, observer, minister, head_of_state]
    assert speaking_order(inscribed, []) == [3, 2, 1, 4, 6, 5]


def test_who_has_spoken_stands_first_whoever_is_inscribed_later_at_a_higher_level():
    first = speaker(1, SpeakerLevel.AMBASSADOR, began=minute(90), ended=minute(95))
    now = speaker(2, SpeakerLevel.MINISTER, began=minute(100))
    newcomer = speaker(3, SpeakerLevel.HEAD_OF_STATE, at=minute(99))

    assert speaking_order([newcomer, now, first], [Moved(3, None)]) == [1, 2, 3]
    assert [one.state for one in (first, now, newcomer)] == [
        SpeechState.SPOKEN,
        SpeechState.SPEAKING,
        SpeechState.WAITING,
    ]


MOMENTS = st.integers(0, 200).map(minute)
SPEAKERS = st.lists(
    st.builds(
        Inscribed,
        st.integers(1, 12),
        st.sampled_from(SpeakerKind),
        st.sampled_from(SpeakerLevel),
        MOMENTS,
        st.none() | MOMENTS,
        st.none(),
    ),
    unique_by=lambda one: one.key,
    max_size=12,
)
MOVES = st.lists(st.builds(Moved, st.integers(1, 14), st.none() | st.integers(1, 14)), max_size=8)


@given(SPEAKERS, MOVES, st.randoms())
def test_everybody_stands_once_on_the_list_in_the_same_place_however_the_rows_come(inscribed, moves, rng):
    order = speaking_order(inscribed, moves)
    mixed = list(inscribed)
    rng.shuffle(mixed)

    assert sorted(order) == sorted(one.key for one in inscribed)
    assert speaking_order(mixed, moves) == order


@given(SPEAKERS)
def test_without_moves_nobody_waits_behind_a_lower_level_or_a_later_inscription(inscribed):
    rows = {one.key: one for one in inscribed}
    waiting = [rows[key] for key in speaking_order(inscribed, []) if rows[key].began is None]
    kinds, levels = list(SpeakerKind), list(SpeakerLevel)

    ranks = [(kinds.index(one.kind), levels.index(one.level), one.at) for one in waiting]
    assert ranks == sorted(ranks)


@given(SPEAKERS, MOVES, st.data())
def test_a_move_puts_one_speaker_behind_another_and_leaves_all_others_in_their_order(inscribed, moves, data):
    waiting = [one.key for one in inscribed if one.began is None]
    if len(waiting) < 2:
        return
    key, after = data.draw(st.permutations(waiting))[:2]
    before = speaking_order(inscribed, moves)
    order = speaking_order(inscribed, [*moves, Moved(key, after)])

    assert [one for one in order if one != key] == [one for one in before if one != key]
    still = [one for one in order if one in waiting]
    assert still.index(key) == still.index(after) + 1


def test_a_place_given_by_hand_needs_a_reason_and_another_speaker_who_waits():
    require_place(3, after=1, waiting=[1, 2, 3], reason="At the request of Egypt.")
    require_place(3, after=None, waiting=[1, 2, 3], reason="The chair speaks first.")
    for key, after, reason in ((3, 1, " "), (3, 3, "Why"), (3, 9, "Why"), (3, 2, "Why"), (1, None, "Why")):
        with pytest.raises(WrongSpeaker):
            require_place(key, after=after, waiting=[1, 2, 3], reason=reason)


def test_inscription_is_to_come_open_or_closed_by_its_moments():
    assert inscription_state(None, None) is InscriptionState.TO_COME
    assert inscription_state(NOON, None) is InscriptionState.OPEN
    assert inscription_state(NOON, NOON) is InscriptionState.CLOSED
    require_inscription(InscriptionState.OPEN)
    with pytest.raises(InscriptionNotOpen):
        require_inscription(InscriptionState.TO_COME)
    with pytest.raises(InscriptionClosed):
        require_inscription(InscriptionState.CLOSED)


def test_what_is_said_of_a_speaker_is_changed_before_the_statement_alone():
    require_to_speak(SpeechState.WAITING)
    for state in (SpeechState.SPEAKING, SpeechState.SPOKEN):
        with pytest.raises(SpeechBegun):
            require_to_speak(state)
    assert "Somebody else has the floor: H.E. A" in str(FloorTaken(name="H.E. A"))


def test_a_statement_ends_by_its_limit_where_there_is_one():
    assert speech_ends(NOON, 5) == minute(5)
    assert speech_ends(NOON, None) is None


def test_what_a_member_state_is_called_in_any_language_is_no_guest():
    members = ["Malaysia", "Malaisie", "ماليزيا", "Iran (Islamic Republic of)"]
    for name in ("malaysia", "Malaisie", "مَاليزيا", "Iran", "Iran, Islamic Republic of"):
        with pytest.raises(WrongSpeaker):
            require_guest(name, members)
    require_guest("Bosnia and Herzegovina", members)
