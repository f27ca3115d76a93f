"""What becomes of a pending proposal when its round is closed."""

import random
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acm_drafts.negotiation.carrying import LIVING, Carried, carry, carry_all, rebased, standing_again
from acm_drafts.negotiation.consolidation import START, Edit, Fate, conflicts_among, consolidate
from acm_drafts.negotiation.lines import Line
from acm_drafts.negotiation.terms import AmendmentKind, Verdict
from acm_drafts.text.language import as_read
from acm_drafts.text.merge import is_clean, merge_all, text_of
from acm_drafts.text.tokens import tokens
from tests.negotiation.test_consolidation import (
    NOTED,
    TEXT,
    WELCOMES,
    make_deletion,
    make_insertion,
    make_join,
    make_move,
    make_replacement,
    make_split,
)
from tests.text.test_uptake import histories
from tests.text.wordings import families


def carried(pending: list[Edit], accepted: list[Edit]) -> tuple[Carried, ...]:
    """Close a round with *accepted*, and return what becomes of *pending*."""
    result = consolidate(TEXT, accepted)
    assert result.disagreements == ()
    fates = dict(result.fates)
    fates |= {e.paragraph: Fate(e.text) for e in pending if e.kind is AmendmentKind.INSERT}
    return carry_all(pending, fates, result.lines)


def verdict(pending: Edit, *accepted: Edit) -> Verdict:
    return carried([pending], list(accepted))[0].verdict


def test_an_untouched_proposal_is_carried_as_it_is() -> None:
    edit = make_replacement(1, 1, "welcomed", "commended")
    (one,) = carried([edit], [])
    assert (one.verdict, one.edit) == (Verdict.CARRIED, edit)


def test_a_proposal_is_rebased_onto_what_was_accepted_elsewhere_in_the_paragraph() -> None:
    edit = make_replacement(1, 1, "welcomed", "commended")
    (one,) = carried([edit], [make_replacement(2, 1, "trade", "transport")])
    assert one.verdict is Verdict.CARRIED
    assert one.edit.base == WELCOMES.replace("trade", "transport")
    assert one.edit.text == one.edit.base.replace("welcomed", "commended")


def test_words_that_got_in_by_anothers_acceptance_are_absorbed() -> None:
    edit = make_replacement(1, 1, "welcomed", "commended")
    assert verdict(edit, make_replacement(2, 1, "welcomed", "commended")) is Verdict.ABSORBED


def test_where_some_changes_got_in_it_is_partly_absorbed_and_the_rest_goes_on() -> None:
    both = WELCOMES.replace("welcomed", "commended").replace("trade", "transport")
    edit = Edit(1, AmendmentKind.REPLACE, 1, base=WELCOMES, text=both)
    (one,) = carried([edit], [make_replacement(2, 1, "welcomed", "commended")])
    assert (one.verdict, one.done, one.total) == (Verdict.PARTLY, 1, 2)
    assert (one.edit.base, one.edit.text) == (WELCOMES.replace("welcomed", "commended"), both)


def test_a_proposal_for_rewritten_words_is_superseded() -> None:
    edit = make_replacement(1, 1, "welcomed", "commended")
    assert verdict(edit, make_replacement(2, 1, "welcomed", "noted")) is Verdict.OVERTAKEN


def test_a_proposal_on_a_deleted_paragraph_is_orphaned_and_a_deletion_of_it_absorbed() -> None:
    assert verdict(make_replacement(1, 2, "noted", "took note of"), make_deletion(2, 2)) is Verdict.ORPHANED
    assert verdict(make_deletion(1, 2), make_deletion(2, 2)) is Verdict.ABSORBED


def test_rivals_that_both_live_on_are_in_conflict_and_others_are_not() -> None:
    pending = [
        make_replacement(1, 1, "welcomed", "commended"),
        make_replacement(2, 1, "welcomed", "noted"),
        make_replacement(3, 1, "trade", "transport"),
    ]
    verdicts = [one.verdict for one in carried(pending, [])]
    assert verdicts == [Verdict.CONFLICT, Verdict.CONFLICT, Verdict.CARRIED]


def test_a_pending_deletion_goes_on_beside_words_decided_meanwhile_and_is_in_conflict_with_pending_ones_alone() -> (
    None
):
    accepted = make_replacement(2, 1, "trade", "transport")
    deletion = make_deletion(1, 1)
    assert verdict(deletion, accepted) is Verdict.CARRIED
    rival = make_replacement(3, 1, "welcomed", "noted")
    assert [one.verdict for one in carried([deletion, rival], [accepted])] == [Verdict.CONFLICT] * 2


def test_keep_as_is_is_overtaken_when_the_paragraph_changed() -> None:
    keep = Edit(1, AmendmentKind.KEEP, 1, base=WELCOMES, text=WELCOMES)
    assert verdict(keep) is Verdict.CARRIED
    assert verdict(keep, make_replacement(2, 1, "trade", "transport")) is Verdict.OVERTAKEN


KEEP = Edit(1, AmendmentKind.KEEP, 1, base=WELCOMES, text=WELCOMES)
TRADE = make_replacement(2, 1, "trade", "transport", bracketed=True)
NEWS = make_replacement(3, 1, "progress", "good progress", bracketed=True)


@pytest.mark.parametrize("others", [[TRADE], [NEWS], [TRADE, NEWS], [make_deletion(4, 1, bracketed=True)]])
def test_keep_as_is_goes_on_beside_brackets_and_keeps_the_words_before_them(others: list[Edit]) -> None:
    result = consolidate(TEXT, others)
    [kept] = carried([KEEP], others)

    assert kept.verdict is Verdict.CARRIED
    assert (kept.edit.base, kept.edit.text) == (result.lines[0].text, WELCOMES)
    assert consolidate(result.lines, [kept.edit]).lines[0].text == WELCOMES


def test_keep_as_is_is_superseded_by_what_was_accepted_beside_brackets() -> None:
    assert verdict(KEEP, TRADE, make_replacement(5, 1, "welcomed", "noted")) is Verdict.OVERTAKEN
    assert verdict(KEEP, make_split(6, 1, "in the field", 9)) is Verdict.OVERTAKEN


def test_a_wording_kept_beside_brackets_goes_on_until_the_brackets_are_lifted() -> None:
    lines = consolidate(TEXT, [TRADE]).lines
    kept = carried([KEEP], [TRADE])[0].edit
    base = lines[0].text

    def then(text: str | None, agreed: str | None = None) -> Carried:
        return carry(kept, {1: Fate(text, agreed=agreed)}, lines)

    assert then(base).edit == kept
    again = then(base.replace("progress", "[good] progress"), agreed=base)
    assert (again.verdict, again.edit.text) == (Verdict.CARRIED, WELCOMES)
    assert then(WELCOMES).verdict is Verdict.ABSORBED
    assert then(WELCOMES.replace("trade", "transport")).verdict is Verdict.OVERTAKEN
    assert then(None).verdict is Verdict.ORPHANED


def test_a_new_paragraph_is_carried_with_its_place_orphaned_without_it_and_absorbed_where_it_stands() -> None:
    new = make_insertion(1, 9, 2, "The Meeting thanked the host.")
    assert verdict(new) is Verdict.CARRIED
    assert verdict(new, make_deletion(2, 2)) is Verdict.ORPHANED
    assert verdict(new, make_insertion(2, 8, 1, "The Meeting thanked the host.")) is Verdict.ABSORBED


def test_what_amends_a_new_paragraph_goes_on_where_its_words_stand_by_anothers_acceptance() -> None:
    thanked, warmly = "The Meeting thanked the host.", "The Meeting warmly thanked the host."
    pending = [
        make_insertion(1, 9, 2, thanked),
        Edit(2, AmendmentKind.REPLACE, 9, base=thanked, text=warmly),
        make_insertion(3, 7, 9, "The Meeting closed."),
    ]

    new, amending, behind = carried(pending, [make_insertion(4, 8, 1, thanked)])

    assert (new.verdict, amending.verdict, behind.verdict) == (
        Verdict.ABSORBED,
        Verdict.CARRIED,
        Verdict.CARRIED,
    )
    assert (amending.edit.paragraph, amending.edit.base, amending.edit.text) == (8, thanked, warmly)
    assert behind.edit.after == 8


def test_where_its_words_stand_twice_nobody_guesses_where_it_goes_on() -> None:
    thanked = "The Meeting thanked the host."
    pending = [make_insertion(1, 9, 2, thanked), Edit(2, AmendmentKind.REPLACE, 9, base=thanked, text="No.")]

    _new, amending = carried(pending, [make_insertion(3, 8, 1, thanked), make_insertion(4, 7, 3, thanked)])

    assert amending.verdict is Verdict.ORPHANED


def test_the_place_after_a_joined_paragraph_is_the_place_after_the_whole() -> None:
    (one,) = carried([make_insertion(1, 9, 2)], [make_join(2, 1, 2)])
    assert (one.verdict, one.edit.after) == (Verdict.CARRIED, 1)


def test_an_edit_of_a_joined_paragraph_follows_its_words_into_the_whole() -> None:
    (one,) = carried([make_replacement(1, 2, "noted", "took note of")], [make_join(2, 1, 2)])
    assert (one.verdict, one.edit.paragraph) == (Verdict.CARRIED, 1)
    assert one.edit.text == f"{WELCOMES} {NOTED.replace('noted', 'took note of')}"


@pytest.mark.parametrize(("old", "paragraph"), [("welcomed", 1), ("trade", 9)])
def test_an_edit_of_a_split_paragraph_follows_its_words_into_their_part(old: str, paragraph: int) -> None:
    (one,) = carried([make_replacement(1, 1, old, "other words")], [make_split(2, 1, "made by", 9)])
    assert (one.verdict, one.edit.paragraph) == (Verdict.CARRIED, paragraph)
    assert "other words" in one.edit.text
    assert one.edit.text != one.edit.base


def test_an_edit_that_would_fall_into_both_parts_is_never_guessed() -> None:
    both = WELCOMES.replace("welcomed", "commended").replace("trade", "transport")
    edit = Edit(1, AmendmentKind.REPLACE, 1, base=WELCOMES, text=both)
    assert verdict(edit, make_split(2, 1, "made by", 9)) is Verdict.OVERTAKEN


def test_a_move_is_absorbed_where_it_was_done_and_orphaned_where_its_place_is_gone() -> None:
    assert verdict(make_move(1, 1, 3)) is Verdict.CARRIED
    assert verdict(make_move(1, 1, 3), make_move(2, 1, 3)) is Verdict.ABSORBED
    assert verdict(make_move(1, 1, 3), make_deletion(2, 3)) is Verdict.ORPHANED
    assert verdict(make_move(1, 3, START), make_move(2, 3, START)) is Verdict.ABSORBED


def test_a_join_is_absorbed_where_it_was_done_and_orphaned_without_its_other_half() -> None:
    assert verdict(make_join(1, 1, 2), make_join(2, 1, 2)) is Verdict.ABSORBED
    assert verdict(make_join(1, 1, 2), make_deletion(2, 2)) is Verdict.ORPHANED
    assert verdict(make_join(1, 1, 2)) is Verdict.CARRIED


def test_an_edit_of_a_new_paragraph_that_is_still_only_proposed_goes_with_it() -> None:
    new = make_insertion(1, 9, 1, "The Meeting thanked the host.")
    amends = Edit(2, AmendmentKind.REPLACE, 9, base=new.text, text="The Meeting thanked the host country.")
    assert [one.verdict for one in carried([new, amends], [])] == [Verdict.CARRIED, Verdict.CARRIED]
    assert carry_all([amends], {1: Fate(WELCOMES)}, (Line(1, WELCOMES),))[0].verdict is Verdict.ORPHANED


@pytest.mark.parametrize("in_order", [True, False])
def test_what_amends_or_follows_a_new_paragraph_without_a_place_lapses_with_it(in_order: bool) -> None:
    thanked = "The Meeting thanked the host."
    pending = [
        make_insertion(1, 9, 2, thanked),
        Edit(2, AmendmentKind.REPLACE, 9, base=thanked, text="The Meeting warmly thanked the host."),
        make_insertion(3, 8, 9, "The Meeting closed."),
        Edit(4, AmendmentKind.REPLACE, 8, base="The Meeting closed.", text="The Meeting rose."),
        make_move(5, 3, 8),
        make_insertion(6, 7, 1),
    ]

    outcomes = carried(pending if in_order else pending[::-1], [make_deletion(7, 2)])

    lapsed = {outcome.edit.proposal for outcome in outcomes if outcome.verdict is Verdict.ORPHANED}
    assert lapsed == {1, 2, 3, 4, 5}


def test_what_amends_a_new_paragraph_without_a_place_goes_on_where_its_words_stand() -> None:
    thanked, warmly = "The Meeting thanked the host.", "The Meeting warmly thanked the host."
    amending = Edit(2, AmendmentKind.REPLACE, 9, base=thanked, text=warmly)

    accepted = [make_deletion(3, 2), make_insertion(4, 8, 1, thanked)]
    new, amends = carried([make_insertion(1, 9, 2, thanked), amending], accepted)

    assert (new.verdict, amends.verdict, amends.edit.paragraph) == (Verdict.ABSORBED, Verdict.CARRIED, 8)


def test_what_is_overtaken_still_counts_the_changes_that_got_in() -> None:
    text = WELCOMES.replace("welcomed", "commended").replace("trade", "transport")
    accepted = WELCOMES.replace("welcomed", "commended").replace("trade", "commerce")
    edit = Edit(1, AmendmentKind.REPLACE, 1, base=WELCOMES, text=text)
    (one,) = carried([edit], [Edit(2, AmendmentKind.REPLACE, 1, base=WELCOMES, text=accepted)])
    assert (one.verdict, one.done, one.total) == (Verdict.OVERTAKEN, 1, 2)


def test_words_that_got_in_spelt_otherwise_where_no_reader_sees_it_are_absorbed() -> None:
    edit = make_replacement(1, 1, "welcomed the", "welcomed\u00a0warmly the")
    assert verdict(edit, make_replacement(2, 1, "welcomed the", "welcomed warmly the")) is Verdict.ABSORBED


@given(histories())
def test_a_proposal_that_lives_on_asks_of_the_new_text_what_it_asked_of_the_old(
    texts: tuple[str, str, str],
) -> None:
    base, proposed, now = texts
    edit = Edit(1, AmendmentKind.REPLACE, 1, base=base, text=proposed)
    one = carry(edit, {1: Fate(now)}, (Line(1, now),))
    assert 0 <= one.done <= one.total
    whole = merge_all(base, [proposed, now])
    if one.verdict in (Verdict.CARRIED, Verdict.PARTLY):
        assert one.edit.base == now
        assert not is_clean(whole) or one.edit.text == text_of(whole)
    elif is_clean(whole) and one.verdict is Verdict.ABSORBED:
        assert as_read(text_of(whole)) == as_read(now)


@given(families(2, 4), st.randoms(use_true_random=False))
def test_the_outcome_of_each_proposal_does_not_depend_on_their_order(
    family: tuple[str, list[str]], chance: random.Random
) -> None:
    base, (now, *texts) = family
    edits = [Edit(key, AmendmentKind.REPLACE, 1, base=base, text=text) for key, text in enumerate(texts, 1)]
    fates, new = {1: Fate(now)}, (Line(1, now),)
    shuffled = chance.sample(edits, len(edits))
    told = carry_all(edits, fates, new)
    living = [one.edit for one in told if one.verdict in LIVING]
    rivals = {key for conflict in conflicts_among(living) for key in conflict.proposals}
    for one in told:
        if one.verdict in (Verdict.CARRIED, Verdict.CONFLICT):
            assert (one.verdict is Verdict.CONFLICT) == (one.edit.proposal in rivals)
    assert sorted(carry_all(shuffled, fates, new), key=key_of) == list(told)


def key_of(one: Carried) -> int:
    return one.edit.proposal


@given(histories())
def test_a_verdict_claims_no_more_than_the_words_say(texts: tuple[str, str, str]) -> None:
    base, proposed, now = texts
    one = carry(Edit(1, AmendmentKind.REPLACE, 1, base=base, text=proposed), {1: Fate(now)}, (Line(1, now),))
    if not is_clean(merge_all(base, [proposed, now])):
        assert one.verdict is Verdict.OVERTAKEN
    if one.verdict is Verdict.ABSORBED:
        assert (one.done, one.total) == (one.total, one.total)
    if one.verdict is Verdict.CARRIED:
        assert one.done == 0 < one.total
        assert one.edit.text != now
    if one.verdict is Verdict.PARTLY:
        assert 0 < one.done < one.total


# Standing again ------------------------------------------------------------------------------------


def test_what_is_rebased_differs_from_the_text_of_now_by_its_own_changes_alone() -> None:
    base = "We urge all to reach the goals of old."
    rebase = rebased(base, base.replace("goals of old", "aims"), base.replace("urge", "invite"))

    assert (rebase.text, rebase.pure) == ("We invite all to reach the aims.", True)


def test_where_others_changed_the_same_words_the_sponsors_stand_again() -> None:
    base = "We urge all to reach the goals of old."
    rebase = rebased(base, base.replace("goals of old", "aims"), base.replace("old", "late"))

    assert (rebase.text, rebase.pure) == ("We urge all to reach the aims.", True)


def test_a_rebase_that_restores_other_deleted_words_is_marked_impure() -> None:
    base = "We urge all to reach the goals of old."
    rebase = rebased(base, base.replace("goals", "aims"), base.replace("the goals of old", "what was agreed"))

    assert (rebase.text, rebase.pure) == ("We urge all to reach the aims of old.", False)


@given(histories())
def test_nothing_is_rebased_that_was_not_proposed(history: tuple[str, str, str]) -> None:
    base, proposed, now = history
    rebase = rebased(base, proposed, now)
    assert rebased(base, base, now).text == now
    assert rebased(base, proposed, base).text == proposed
    before, asked, after = (Counter(tokens(text)) for text in (base, proposed, rebase.text))
    assert not (asked - before) - after
    if is_clean(merge_all(base, [proposed, now])):
        assert rebase.pure


# A compromise to which the sponsor objects -----------------------------------------------------------

COMPROMISE = WELCOMES.replace("progress", "steady progress")


@pytest.mark.parametrize(
    ("edit", "fate", "verdict", "text"),
    [
        (
            make_replacement(2, 1, "progress", "great progress"),
            Fate(COMPROMISE),
            Verdict.CARRIED,
            WELCOMES.replace("progress", "great progress"),
        ),
        (
            make_replacement(2, 1, "made", "already made"),
            Fate(COMPROMISE.replace("made", "already made")),
            Verdict.CARRIED,
            WELCOMES.replace("made", "already made"),
        ),
        (
            make_replacement(2, 1, "made", "already made"),
            Fate(COMPROMISE.replace("made", "lately and already made")),
            Verdict.CARRIED,
            COMPROMISE.replace("made", "already made"),
        ),
        (
            replace(
                make_replacement(2, 1, "made", "already made"),
                text=WELCOMES.replace("made", "already made").replace("trade", "trade and aid"),
            ),
            Fate(COMPROMISE.replace("made", "lately and already made")),
            Verdict.CARRIED,
            COMPROMISE.replace("made", "already made").replace("trade", "trade and aid"),
        ),
        (
            replace(
                make_replacement(2, 1, "made", "already made"),
                text=WELCOMES.replace("made", "already made").replace("trade", "trade and aid"),
            ),
            Fate(COMPROMISE.replace("made", "already made")),
            Verdict.PARTLY,
            COMPROMISE.replace("made", "already made").replace("trade", "trade and aid"),
        ),
        (Edit(2, AmendmentKind.KEEP, 1, base=WELCOMES), Fate(COMPROMISE), Verdict.CARRIED, WELCOMES),
        (make_replacement(2, 1, "progress", "great progress"), Fate(None), Verdict.ORPHANED, None),
    ],
)
def test_what_a_compromise_merged_against_its_sponsor_goes_on_while_its_paragraph_stands(
    edit: Edit, fate: Fate, verdict: Verdict, text: str | None
):
    new = [Line(1, fate.text)] if fate.text else []

    (carried,) = carry_all([edit], {1: fate}, new, objected={2: fate.text or COMPROMISE})

    assert carried.verdict is verdict
    if text is not None:
        assert (carried.edit.base, carried.edit.text) == (fate.text, text)


def test_who_objects_to_closely_and_fully_goes_on_to_ask_for_fully_alone():
    edit = make_replacement(2, 1, "progress", "full progress")
    fate = Fate(WELCOMES.replace("progress", "steady and full progress"))
    new = [Line(1, fate.text)]

    (carried,) = carry_all([edit], {1: fate}, new, objected={2: fate.text})
    (ended,) = carry_all([edit], {1: fate}, new)

    assert (carried.verdict, carried.done) == (Verdict.CARRIED, 0)
    assert (carried.edit.base, carried.edit.text) == (fate.text, edit.text)
    assert ended.verdict is Verdict.ABSORBED


def test_who_objects_to_its_own_words_asks_for_nothing_more():
    edit = make_replacement(2, 1, "progress", "steady progress")

    (carried,) = carry_all([edit], {1: Fate(COMPROMISE)}, [Line(1, COMPROMISE)], objected={2: COMPROMISE})

    assert carried.verdict is Verdict.ABSORBED


def test_what_stands_again_is_without_the_words_that_others_added_to_it():
    base, more = WELCOMES, WELCOMES.replace("progress", "steady and full progress")
    proposed = WELCOMES.replace("progress", "full progress")

    assert standing_again(base, proposed, more).text == proposed
    assert standing_again(base, proposed, proposed).text == proposed
    elsewhere = WELCOMES.replace("made", "lately made")
    assert standing_again(base, proposed, elsewhere).text == rebased(base, proposed, elsewhere).text


@given(histories())
def test_an_objection_never_asks_for_what_is_in_the_text_already(history: tuple[str, str, str]) -> None:
    base, proposed, now = history
    edit = Edit(2, AmendmentKind.REPLACE, 1, base=base, text=proposed)

    (carried,) = carry_all([edit], {1: Fate(now)}, [Line(1, now)], objected={2: now})

    if carried.verdict in LIVING:
        assert carried.edit.text != carried.edit.base
        before, asked, after = (Counter(tokens(text)) for text in (base, proposed, carried.edit.text))
        assert not (asked - before) - after


@pytest.mark.parametrize(
    ("edit", "fate", "contested", "verdict"),
    [
        (make_replacement(2, 1, "progress", "great progress"), Fate(COMPROMISE), {2}, Verdict.CARRIED),
        (make_replacement(2, 1, "progress", "great progress"), Fate(COMPROMISE), set(), Verdict.OVERTAKEN),
        (make_replacement(2, 1, "progress", "steady progress"), Fate(COMPROMISE), {2}, Verdict.ABSORBED),
        (Edit(2, AmendmentKind.KEEP, 1, base=WELCOMES), Fate(COMPROMISE), {2}, Verdict.OVERTAKEN),
        (make_replacement(2, 1, "progress", "great progress"), Fate(None), {2}, Verdict.ORPHANED),
    ],
)
def test_a_contested_proposal_is_not_ended_by_other_accepted_words(
    edit: Edit, fate: Fate, contested: set[int], verdict: Verdict
):
    new = [Line(1, fate.text)] if fate.text else []

    (carried,) = carry_all([edit], {1: fate}, new, contested=contested)

    assert carried.verdict is verdict
