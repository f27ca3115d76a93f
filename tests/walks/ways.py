"""
A way to play each writing verb of a negotiation: who does it, to what, and with which words.

Most of what is chosen is possible; some of it is refused, as with people who have an old page before them.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from itertools import pairwise
from random import Random

from sqlalchemy import select

from acm_drafts.documents.read.incoming import IncomingLine
from acm_drafts.negotiation.document_settings import DocumentSettings
from acm_drafts.negotiation.file_pairing import pair
from acm_drafts.negotiation.lines import Line, LineKind
from acm_drafts.negotiation.reopening import AGREES_NOTHING
from acm_drafts.negotiation.terms import (
    PROPOSABLE,
    SHAPED,
    Admissibility,
    AmendmentKind,
    City,
    DecisionKind,
    DraftStatus,
    Level,
    Role,
    Stage,
    Stance,
    Visibility,
)
from acm_drafts.negotiation.translations import FileLine, count_entered
from acm_drafts.services import (
    agenda,
    agreements,
    amendments,
    answers,
    batches,
    closings,
    copies,
    corrections,
    decisions,
    document_settings,
    drafts,
    file_changes,
    positions,
    rounds,
    sponsors,
    translations,
)
from acm_drafts.services.batches import Sent
from acm_drafts.services.evaluation import Judgement
from acm_drafts.services.file_changes import Bundle, Offered, Typed, Wanted
from acm_drafts.services.revisions import Proposal
from acm_drafts.store import batches as waiting
from acm_drafts.store.amendments import AmendmentRecord
from acm_drafts.store.conditions import NOT_WITHDRAWN
from acm_drafts.store.database import db, transaction
from acm_drafts.store.decisions import shaped_wordings
from acm_drafts.store.drafts import newest_wording
from acm_drafts.store.records import BatchFile, Draft
from acm_drafts.store.rounds import round_context
from acm_drafts.store.sittings import sittings_to_record
from acm_drafts.store.text import text_rows
from acm_drafts.store.translations import translated_lines
from acm_drafts.store.visibility import is_visible
from acm_drafts.text.brackets import settlements
from acm_drafts.text.changes import changes
from acm_drafts.text.language import Language
from acm_drafts.text.parts import parts_of
from tests.agreeing import sitting_at
from tests.walks import (  # these register the verbs of further subjects
    adoption_ways,  # noqa: F401
    agreement_ways,  # noqa: F401
    bracket_ways,  # noqa: F401
    discussion_ways,  # noqa: F401
    follow_up_ways,  # noqa: F401
    guide_ways,  # noqa: F401
    pin_ways,  # noqa: F401
    public_ways,  # noqa: F401
    reservation_ways,  # noqa: F401
    silence_ways,  # noqa: F401
    sitting_ways,  # noqa: F401
    small_group_ways,  # noqa: F401
)
from tests.walks.room import DAY, MINUTE, Room, Seat, lines_of
from tests.walks.verbs import Step, way

PREPARED = (Stage.DRAFT, Stage.REVIEW)
MISSION = "OICM"


def chance(rng: Random, share: float) -> bool:
    return rng.random() < share


# Proposals ---------------------------------------------------------------------------------------

KINDS = (AmendmentKind.REPLACE,) * 8 + (AmendmentKind.INSERT,) * 3 + PROPOSABLE


def proposal(room: Room, rng: Random, seat: Seat) -> tuple[Proposal, int | None] | None:
    """Return something that *seat* could propose anew, and the key of the paragraph it concerns."""
    kind = rng.choice(KINDS)
    if chance(rng, 0.2) and (target := amendable(room, rng, seat)):
        return amending(room, rng, target)
    if kind is AmendmentKind.INSERT:
        return insertion(room, rng)
    line = proposed_line(room, rng) if chance(rng, 0.1) else None
    line = line or room.pick_line(rng)
    if line is None:
        return None
    return shaped(room, rng, kind, line), line.paragraph


def amendable(room: Room, rng: Random, seat: Seat) -> AmendmentRecord | None:
    """Choose a submitted proposal whose words can be amended, None where *seat* may not read it."""
    kinds = (AmendmentKind.REPLACE, AmendmentKind.INSERT)
    found = room.pick(rng, [one for one in room.view.pending if one.kind in kinds])
    readable = found is not None and is_visible(db.session(), found.amendment, seat.actor)
    return found if readable else None


def amending(room: Room, rng: Random, target: AmendmentRecord) -> tuple[Proposal, int]:
    """Return other words for those of *target*."""
    key = target.amendment.paragraph_id
    base = target.revision.base_id
    if target.kind is AmendmentKind.INSERT:
        wording = newest_wording(db.session(), key, room.view.draft.communique.language)
        base = wording.id if wording else None
    made = Proposal(
        AmendmentKind.REPLACE,
        room.view.paragraphs[key].code,
        base,
        room.edited(rng, target.revision.text),
        amends=target.amendment.code,
        seen=target.revision.id,
        reason="It says it better.",
    )
    return made, key


def insertion(room: Room, rng: Random) -> tuple[Proposal, int | None]:
    """Return a new paragraph, put after a line, after a new paragraph that is only proposed, or at the beginning."""
    after: int | None = None
    if chance(rng, 0.2) and (other := room.pick(rng, room.view.new)):
        after = other.amendment.paragraph_id
    elif not chance(rng, 0.1) and (line := room.pick_line(rng)):
        after = line.paragraph
    text = f"The Meeting {rng.choice(('noted', 'urged', 'recalled'))} {room.mark()} and {room.mark()}."
    kind = rng.choice(("paragraph", "paragraph", "paragraph", "sub-paragraph", "heading"))
    made = Proposal(
        AmendmentKind.INSERT,
        text=text,
        after=room.view.paragraphs[after].code if after else "",
        line_kind=kind,
        depth=int(kind == "sub-paragraph"),
        numbered=kind != "heading",
        reason=rng.choice(("", "It was forgotten.")),
    )
    return made, after


def proposed_line(room: Room, rng: Random) -> Line | None:
    """Return a new paragraph that is only proposed, as a line."""
    other = room.pick(rng, room.view.new)
    if other is None:
        return None
    key = other.amendment.paragraph_id
    wording = newest_wording(db.session(), key, room.view.draft.communique.language)
    return Line(key, wording.text, LineKind(wording.kind), wording=wording.id) if wording else None


def shaped(room: Room, rng: Random, kind: AmendmentKind, line: Line) -> Proposal:
    """Return a proposal of *kind* on *line*."""
    facts: dict[str, object] = {}
    if kind is AmendmentKind.REPLACE:
        facts["text"] = room.edited(rng, line.text)
    elif kind is AmendmentKind.SPLIT:
        words = line.text.split()
        cuts = sorted({rng.randrange(1, max(len(words), 2)) for _ in range(rng.choice((1, 1, 2)))})
        edges = [0, *cuts, len(words)]
        facts["parts"] = tuple(" ".join(words[a:b]) for a, b in pairwise(edges))
    elif kind is AmendmentKind.MOVE:
        place = rng.choice((None, *room.view.lines))
        if chance(rng, 0.15) and (other := room.pick(rng, room.view.new)):
            facts["after"] = room.view.paragraphs[other.amendment.paragraph_id].code
        else:
            facts["after"] = room.view.paragraphs[place.paragraph].code if place else ""
    reason = "" if chance(rng, 0.2) else "Our capital asks for it."
    code = room.view.paragraphs[line.paragraph].code
    return Proposal(kind, code, line.wording, reason=reason, **facts)


def again(room: Room, rng: Random, entry: AmendmentRecord) -> Proposal:
    """Return other words for what a proposal says, as its own sponsor types them."""
    key, revision = entry.amendment.paragraph_id, entry.revision
    seen = None if chance(rng, 0.1) else revision.id
    if entry.kind is AmendmentKind.INSERT:
        after = room.view.paragraphs[revision.after_id].code if revision.after_id else ""
        return Proposal(
            entry.kind,
            text=room.edited(rng, revision.text),
            after=after,
            line_kind=revision.kind,
            depth=revision.depth,
            numbered=revision.numbered,
            seen=seen,
            reason="We thought again.",
        )
    line = room.view.line(key)
    if line is None:
        wording = newest_wording(db.session(), key, room.view.draft.communique.language)
        assert wording is not None
        line = Line(key, wording.text, LineKind(wording.kind), wording=wording.id)
    made = shaped(room, rng, entry.kind, line)
    text = room.edited(rng, revision.text) if entry.kind is AmendmentKind.REPLACE else made.text
    return Proposal(
        made.kind,
        made.paragraph,
        made.base,
        text,
        made.parts,
        made.after,
        seen=seen,
        reason="We thought again.",
    )


def called(entry: AmendmentRecord) -> str:
    """Return what a proposal is called in what is told of a walk."""
    number = f" {entry.amendment.number}" if entry.amendment.number else ""
    return f"{entry.amendment.sponsor.code}{number} (#{entry.amendment.id}, {entry.standing})"


def told(room: Room, made: Proposal, paragraph: int | None) -> str:
    words = made.text or " | ".join(made.parts)
    after = next((key for key, row in room.view.paragraphs.items() if row.code == made.after), None)
    place = f" after #{after}" if after else ""
    amends = " amending another" if made.amends else ""
    return f"{made.kind} on paragraph #{paragraph}{place}{amends}: {words!r}"


@way("amendments.save")
def save(room: Room, rng: Random) -> Step | None:
    return _written(room, rng, "amendments.save", amendments.save, room.writer)


@way("amendments.propose")
def propose(room: Room, rng: Random) -> Step | None:
    return _written(room, rng, "amendments.propose", amendments.propose, _speaker_or_mission(room))


def _speaker_or_mission(room: Room):
    def choose(rng: Random, party: int | None = None) -> Seat | None:
        return room.seat(
            rng,
            lambda one: one.speaks or one.role is Role.MISSION,
            lambda one: party is None or one.party == party,
        )

    return choose


def _written(room: Room, rng: Random, verb: str, act, chooser) -> Step | None:
    running = room.view.round
    if running is None:
        return None
    prepared = room.pick(rng, room.view.at(*PREPARED)) if chance(rng, 0.35) else None
    if prepared is not None:
        seat = chooser(rng, prepared.amendment.sponsor_id)
        if seat is None:
            return None
        made, on = again(room, rng, prepared), prepared.amendment.paragraph_id
        words = f"{seat} goes on with {called(prepared)}: {told(room, made, on)}"
        run = partial(act, seat.actor, running.id, made, code=prepared.amendment.code)
        return Step(verb, words, run, prepared.amendment.id, on)
    seat = chooser(rng)
    if seat is None or (chosen := proposal(room, rng, seat)) is None:
        return None
    made, on = chosen
    return Step(verb, f"{seat}: {told(room, made, on)}", partial(act, seat.actor, running.id, made), None, on)


def _on_own(room: Room, rng: Random, verb: str, act, stages: Sequence[Stage]) -> Step | None:
    entry = room.pick(rng, room.view.at(*stages))
    if entry is None or room.view.round is None:
        return None
    seat = room.owner(rng, entry.amendment.sponsor_id)
    if seat is None:
        return None
    run = partial(act, seat.actor, entry.amendment.code)
    return Step(verb, f"{seat}: {called(entry)}", run, entry.amendment.id, entry.amendment.paragraph_id)


@way("amendments.send_for_review")
def send_for_review(room: Room, rng: Random) -> Step | None:
    return _on_own(room, rng, "amendments.send_for_review", amendments.send_for_review, [Stage.DRAFT])


@way("amendments.return_to_drafter")
def return_to_drafter(room: Room, rng: Random) -> Step | None:
    return _on_own(room, rng, "amendments.return_to_drafter", amendments.return_to_drafter, [Stage.REVIEW])


@way("amendments.submit")
def submit(room: Room, rng: Random) -> Step | None:
    return _on_own(room, rng, "amendments.submit", amendments.submit, PREPARED)


def _in_hand(room: Room, rng: Random, *, prepared: bool) -> tuple[AmendmentRecord, Seat] | None:
    """Choose a proposal that is not decided, and who may revise or withdraw it."""
    stages = (Stage.DRAFT, Stage.REVIEW, Stage.SUBMITTED) if prepared else (Stage.SUBMITTED,)
    found = [one for one in room.view.at(*stages) if one.pending or one.amendment.stage != Stage.SUBMITTED]
    entry = room.pick(rng, found if not chance(rng, 0.1) else room.view.at(*stages))
    if entry is None or room.view.round is None:
        return None
    entered = entry.amendment.from_floor and chance(rng, 0.6)
    seat = room.mission(rng) if entered else room.owner(rng, entry.amendment.sponsor_id)
    return (entry, seat) if seat else None


@way("amendments.revise")
def revise(room: Room, rng: Random) -> Step | None:
    chosen = _in_hand(room, rng, prepared=False)
    if chosen is None:
        return None
    entry, seat = chosen
    made, on = again(room, rng, entry), entry.amendment.paragraph_id
    run = partial(amendments.revise, seat.actor, entry.amendment.code, made)
    return Step(
        "amendments.revise", f"{seat}: {called(entry)} as {told(room, made, on)}", run, entry.amendment.id, on
    )


@way("amendments.withdraw")
def withdraw(room: Room, rng: Random) -> Step | None:
    chosen = _in_hand(room, rng, prepared=True)
    if chosen is None:
        return None
    entry, seat = chosen
    run = partial(amendments.withdraw, seat.actor, entry.amendment.code, reason=rng.choice(("", "No need.")))
    on = entry.amendment.paragraph_id
    return Step("amendments.withdraw", f"{seat}: {called(entry)}", run, entry.amendment.id, on)


@way("amendments.enter_from_floor")
def enter_from_floor(room: Room, rng: Random) -> Step | None:
    seat, other = room.mission(rng), room.speaker(rng)
    if room.view.round is None or other is None or (chosen := proposal(room, rng, seat)) is None:
        return None
    made, on = chosen
    run = partial(amendments.enter_from_floor, seat.actor, room.view.round.id, made, party=other.party)
    return Step(
        "amendments.enter_from_floor", f"{seat} for {other.code}: {told(room, made, on)}", run, None, on
    )


@way("file_changes.bring_in")
def bring_in(room: Room, rng: Random) -> Step | None:
    seat = _speaker_or_mission(room)(rng)
    if room.view.round is None or seat is None:
        return None
    found = [chosen for _ in range(2) if (chosen := proposal(room, rng, seat))]
    wanted = [Wanted(f"key{n}", made) for n, (made, _) in enumerate(found)]
    submits = chance(rng, 0.6)
    run = partial(file_changes.bring_in, seat.actor, room.view.round.id, wanted, submits=submits)
    words = "; ".join(told(room, made, on) for made, on in found)
    return Step(
        "file_changes.bring_in",
        f"{seat}, submits={submits}: {words}",
        run,
        None,
        found[0][1] if found else None,
    )


# Beside proposals --------------------------------------------------------------------------------


@way("sponsors.cosponsor")
def cosponsor(room: Room, rng: Random) -> Step | None:
    entry = room.pick(rng, room.view.at(Stage.SUBMITTED))
    seat = room.speaker(rng)
    if entry is None or seat is None:
        return None
    joins = not chance(rng, 0.3)
    run = partial(sponsors.cosponsor, seat.actor, entry.amendment.code, party=seat.party, joins=joins)
    words = f"{seat} {'joins' if joins else 'leaves'} {called(entry)}"
    return Step("sponsors.cosponsor", words, run, entry.amendment.id, entry.amendment.paragraph_id)


@way("sponsors.give_way")
def give_way(room: Room, rng: Random) -> Step | None:
    found = [one for one in room.view.pending if one.amendment.sponsor.code != MISSION]
    own = room.pick(rng, found)
    others = [
        one for one in room.view.pending if own and one.amendment.sponsor_id != own.amendment.sponsor_id
    ]
    if own is None or not others or (seat := room.owner(rng, own.amendment.sponsor_id)) is None:
        return None
    other = rng.choice(
        [o for o in others if o.amendment.paragraph_id == own.amendment.paragraph_id] or others
    )
    run = partial(
        sponsors.give_way,
        seat.actor,
        own.amendment.code,
        to=other.amendment.code,
        seen=other.revision.sequence,
        reason=rng.choice(("", "They say the same.")),
    )
    words = f"{seat}: {called(own)} to {called(other)}"
    return Step("sponsors.give_way", words, run, own.amendment.id, own.amendment.paragraph_id)


@way("positions.take_position")
def take_position(room: Room, rng: Random) -> Step | None:
    entry, seat = room.pick(rng, room.view.at(Stage.SUBMITTED)), room.speaker(rng)
    if entry is None or seat is None:
        return None
    stance = rng.choice((None, *Stance))
    facts = {"party": seat.party, "stance": stance, "reason": rng.choice(("", "Our interest."))}
    run = partial(positions.take_position, seat.actor, entry.amendment.code, **facts)
    words = f"{seat}: {stance} on {called(entry)}"
    return Step("positions.take_position", words, run, entry.amendment.id, entry.amendment.paragraph_id)


@way("positions.take_position_on_paragraph")
def take_position_on_paragraph(room: Room, rng: Random) -> Step | None:
    """Take a position on a line of the text, now and then on a wording that stands there no more."""
    line, seat = room.pick_line(rng), room.speaker(rng)
    if line is None or seat is None:
        return None
    stance = rng.choice((None, *Stance))
    facts = {"party": seat.party, "stance": stance, "reason": rng.choice(("", "Our interest."))}
    wording = line.wording if chance(rng, 0.9) else rng.choice(room.view.lines).wording
    take = positions.take_position_on_paragraph
    run = partial(take, seat.actor, line.paragraph, wording=wording, **facts)
    words = f"{seat}: {stance} on line {room.view.lines.index(line) + 1}"
    return Step("positions.take_position_on_paragraph", words, run, None, line.paragraph)


@way("answers.answer")
def answer(room: Room, rng: Random) -> Step | None:
    found = [one for one in room.view.at(Stage.SUBMITTED) if one.amendment.sponsor.code != MISSION]
    rng.shuffle(found)
    near = [one for one in found if one.amendment.paragraph_id == room.near[1]]
    for entry in sorted(near, key=lambda one: one.amendment.id != room.near[0]) + found[:6]:
        parties = [entry.amendment.sponsor_id, *(party.id for party in entry.cosponsors)]
        seat = room.speaker(rng, rng.choice(parties))
        if seat is None or (asked := answers.question(db.session(), seat.actor, entry)) is None:
            continue
        said = rng.choice((*asked.answers, asked.answers[-1]))
        facts = {"party": seat.party, "answer": said, "reason": "Our capital insists.", "seen": asked.key}
        run = partial(answers.answer, seat.actor, entry.amendment.code, **facts)
        words = f"{seat}: {said} on the {asked.about} of {called(entry)}"
        return Step("answers.answer", words, run, entry.amendment.id, entry.amendment.paragraph_id)
    return None


# Decisions ---------------------------------------------------------------------------------------

LEVELS = (None, None, Level.EXPERT, Level.AMBASSADORIAL)


def _sitting(room: Room, level: Level | None) -> str:
    """
    Return a sitting at *level* at which something can be agreed now, "" for none.

    Where the walk holds none itself, one is made for it; what the room saw before is read anew.
    """
    with room.clock():
        for sitting in sittings_to_record(db.session(), room.communique):
            if sitting.level == level and sitting.body.city == City.NEW_YORK:
                return sitting.code
        return sitting_at(room.communique, level)


def _over(room: Room, rng: Random) -> tuple[str, ...]:
    """Return over whom a sitting lifts brackets: most often over everybody who could hold one."""
    return tuple(sorted({seat.code for seat in room.seats if seat.speaks})) if chance(rng, 0.8) else ()


@way("decisions.decide")
def decide(room: Room, rng: Random) -> Step | None:
    running = room.view.round
    if running is None:
        return None
    entry = None if chance(rng, 0.1) else room.pick(rng, room.view.pending)
    line = None if entry else room.pick_line(rng)
    key = entry.revision.paragraph_id if entry else line.paragraph if line else None
    if key is None:
        return None
    judgement, level = judged(room, rng, entry) if entry else untouched(rng, line), rng.choice(LEVELS)
    if judgement.kind is DecisionKind.AGREE:
        level = Level.EXPERT
    judgement = replace(judgement, sitting=_sitting(room, level), over=_over(room, rng))
    if level and judgement.kind not in AGREES_NOTHING:
        judgement = replace(judgement, ad_referendum=chance(rng, 0.2))
    seat, paragraph = room.mission(rng), room.view.paragraphs[key]
    seen = paragraph.counter - int(chance(rng, 0.03))
    run = partial(decisions.decide, seat.actor, key, judgement, seen=seen)
    what = called(entry) if entry else "as it stands"
    facts = f"revisions {judgement.revisions}, level {level}"
    words = f"{seat}: {judgement.kind} {what} on paragraph #{key}, {facts}"
    return Step("decisions.decide", words, run, entry.amendment.id if entry else None, key)


def untouched(rng: Random, line: Line | None) -> Judgement:
    """Return a judgement of a paragraph without proposals: its brackets are lifted, or it is agreed."""
    places = settlements(line.text) if line else ()
    if places and chance(rng, 0.7):
        settled = ((0, rng.randrange(len(places[0].readings))),)
        return Judgement(DecisionKind.ACCEPT, settled=settled)
    return Judgement(DecisionKind.AGREE)


def judged(room: Room, rng: Random, entry: AmendmentRecord) -> Judgement:
    """Return a judgement of a pending proposal and, now and then, of others on its paragraph with it."""
    kinds = (DecisionKind.ACCEPT,) * 4 + tuple(
        k for k in DecisionKind if k not in ("void", "agree", "reopen")
    )
    kind = rng.choice(kinds)
    beside = [
        one
        for one in room.view.pending
        if one.revision.paragraph_id == entry.revision.paragraph_id and one is not entry
    ]
    named = [entry.revision.id]
    if beside and chance(rng, 0.4):
        named.append(rng.choice(beside).revision.id)
    facts: dict[str, object] = {}
    if kind is DecisionKind.PART:
        own = len(changes(entry.base, entry.revision.text)) if entry.kind is AmendmentKind.REPLACE else 0
        if own < 2:
            kind = DecisionKind.ACCEPT
        else:
            named, facts["chosen"] = named[:1], tuple(sorted(rng.sample(range(own), rng.randrange(1, own))))
    if kind is DecisionKind.COMPROMISE:
        facts["text"] = room.edited(rng, entry.revision.text or entry.base or "The Meeting agreed.")
    if kind is DecisionKind.ACCEPT and entry.kind in SHAPED and chance(rng, 0.6):
        facts["changed"] = ((entry.revision.id, changed_parts(room, rng, entry)),)
    if kind in (DecisionKind.ACCEPT, DecisionKind.BRACKETS) and entry.kind is AmendmentKind.INSERT:
        facts["rank"] = rng.choice((None, 1, 2))
    reason = "It goes too far." if kind is DecisionKind.REJECT else rng.choice(("", "Heard in the room."))
    return Judgement(kind, tuple(named), reason=reason, **facts)


def changed_parts(room: Room, rng: Random, entry: AmendmentRecord) -> tuple[str, ...]:
    """Return other words for what the parts of a split, or a joined paragraph, would say; now and then the same."""
    offered = shaped_wordings(db.session(), round_context(db.session(), room.view.round.id), [entry])
    parts = offered.get(entry.revision.id, parts_of(entry.revision.text))
    return tuple(room.edited(rng, part) if chance(rng, 0.7) else part for part in parts)


def _decision(room: Room, rng: Random, *, proposed: bool = False):
    """
    Choose a decision of the running round that counts, a near one if there is any.

    *proposed*: one that no level agreed where there is one, but now and then any.
    """
    found = list(room.view.decisions)
    if proposed and not chance(rng, 0.1):
        found = [one for one in found if one.level is None] or found
    close = [one for one in found if one.paragraph_id == room.near[1]]
    return rng.choice(close or found) if found else None


@way("decisions.void")
def void(room: Room, rng: Random) -> Step | None:
    made = _decision(room, rng)
    if made is None:
        return None
    seat, seen = room.mission(rng), room.view.paragraphs[made.paragraph_id].counter
    run = partial(decisions.void, seat.actor, made.id, reason="It was a mistake.", seen=seen)
    words = f"{seat}: decision #{made.id} ({made.kind}) on paragraph #{made.paragraph_id}"
    return Step("decisions.void", words, run, None, made.paragraph_id)


@way("decisions.keep")
def keep(room: Room, rng: Random) -> Step | None:
    made = _decision(room, rng, proposed=True)
    if made is None:
        return None
    seat, seen = room.mission(rng), room.view.paragraphs[made.paragraph_id].counter
    facts = {"sitting": _sitting(room, Level.TROIKA), "seen": seen, "over": _over(room, rng)}
    run = partial(decisions.keep, seat.actor, made.id, **facts)
    words = f"{seat}: decision #{made.id} ({made.kind}) on paragraph #{made.paragraph_id}"
    return Step("decisions.keep", words, run, None, made.paragraph_id, possible=made.level is None)


@way("agreements.agree_rest")
def agree_rest(room: Room, rng: Random) -> Step | None:
    running = room.view.round
    if running is None:
        return None
    left = agreements.remaining(db.session(), round_context(db.session(), running.id))
    seat = room.mission(rng)
    facts = {"sitting": _sitting(room, Level.EXPERT), "seen": left.seen}
    run = partial(agreements.agree_rest, seat.actor, running.id, **facts)
    words = f"{seat}: {len(left.paragraphs)} paragraphs"
    return Step("agreements.agree_rest", words, run, possible=bool(left.paragraphs))


@way("agreements.undo_agreement")
def undo_agreement(room: Room, rng: Random) -> Step | None:
    running = room.view.round
    if running is None:
        return None
    acts = agreements.agreed_together(db.session(), round_context(db.session(), running.id))
    if not acts:
        return None
    act, seat = rng.choice(acts), room.mission(rng)
    facts = {"together": act.sequence, "reason": "Not yet.", "seen": agreements.seen_of(act)}
    run = partial(agreements.undo_agreement, seat.actor, running.id, **facts)
    return Step("agreements.undo_agreement", f"{seat}: {len(act.decisions)} paragraphs", run)


# Rounds and texts --------------------------------------------------------------------------------


@way("rounds.open_round")
def open_round(room: Room, rng: Random) -> Step | None:
    seat = room.mission(rng)
    opens = room.now + (30 * MINUTE if chance(rng, 0.1) else -MINUTE)
    terms = rounds.Terms(
        opens,
        opens + DAY,
        admissibility=rng.choice((*(Admissibility.OPEN,) * 6, *Admissibility)),
        visibility=rng.choice((Visibility.ALL, *Visibility)),
        chair_reads=chance(rng, 0.3),
    )
    run = partial(rounds.open_round, seat.actor, room.communique, terms)
    words = f"{seat}: {terms.admissibility}, seen by {terms.visibility}, chair reads {terms.chair_reads}"
    possible = room.view.round is None and room.view.circulated
    return Step("rounds.open_round", words, run, possible=possible)


@way("rounds.change_deadline")
def change_deadline(room: Room, rng: Random) -> Step | None:
    running, seat = room.view.round, room.mission(rng)
    if running is None:
        return None
    moment = rng.choice((room.now + timedelta(hours=6), room.now, room.now + 2 * DAY))
    run = partial(rounds.change_deadline, seat.actor, running.id, moment)
    return Step("rounds.change_deadline", f"{seat}: to {moment:%d %B %H:%M}", run)


@way("closings.close_round")
def close_round(room: Room, rng: Random) -> Step | None:
    running, seat = room.view.round, room.mission(rng)
    if running is None:
        return None
    prints = chance(rng, 0.3)
    run = partial(closings.close_round, seat.actor, running.id, print_conflicts=prints)
    late = max(room.now, running.deadline + MINUTE)
    return Step("closings.close_round", f"{seat}: print_conflicts={prints}", run, at=late)


@way("drafts.circulate")
def circulate(room: Room, rng: Random) -> Step | None:
    seat, view = room.mission(rng), room.view
    attributed = chance(rng, 0.6)
    run = partial(drafts.circulate, seat.actor, view.draft.id, attributed=attributed)
    words = f"{seat}: {view.draft.symbol}, attributed={attributed}"
    return Step("drafts.circulate", words, run, possible=not view.circulated)


@way("drafts.import_text")
def import_text(room: Room, rng: Random) -> Step | None:
    seat, texts_ = room.mission(rng), (f"The Meeting noted {room.mark()}.", "The Meeting ended.")
    facts = {"lines": lines_of(texts_), "data": "\n".join(texts_).encode(), "language": "en"}
    return Step("drafts.import_text", f"{seat}", partial(drafts.import_text, seat.actor, **facts))


def _imported(room: Room) -> Draft:
    """Return the newest text beside this one that the Mission can still correct, else the draft of this one."""
    beside = select(Draft).where(Draft.communique_id != room.communique, NOT_WITHDRAWN, Draft.sequence == 0)
    return db.session.scalars(beside.order_by(Draft.id.desc()).limit(1)).first() or room.view.draft


@way("corrections.correct_text")
def correct_text(room: Room, rng: Random) -> Step | None:
    seat, draft = room.mission(rng), _imported(room)
    if draft.communique_id == room.communique and not room.view.circulated:
        return None  # the table would go on with another text
    lines = lines_of((f"The Meeting noted {room.mark()}.", "The Meeting ended."))
    face = drafts.Face("", "", Language.EN, DraftStatus.ZERO)
    run = partial(corrections.correct_text, seat.actor, draft.id, lines=lines, face=face)
    words = f"{seat}: {draft.symbol}"
    return Step("corrections.correct_text", words, run, possible=draft.communique_id != room.communique)


@way("corrections.withdraw_text")
def withdraw_text(room: Room, rng: Random) -> Step | None:
    draft = _imported(room)
    if draft.communique_id == room.communique and not room.view.circulated:
        return None  # nothing could be negotiated any more
    seat = room.mission(rng)
    run = partial(corrections.withdraw_text, seat.actor, draft.id, reason="It was the wrong file.")
    words = f"{seat}: {draft.symbol}"
    return Step("corrections.withdraw_text", words, run, possible=draft.communique_id != room.communique)


@way("agenda.set_agenda")
def set_agenda(room: Room, rng: Random) -> Step | None:
    seat, code = room.mission(rng), room.view.draft.communique.code
    pasted = "\n".join(f"{n} Item {n} of the agenda" for n in sorted(rng.sample(range(1, 20), 2)))
    return Step(
        "agenda.set_agenda", f"{seat}: {pasted!r}", partial(agenda.set_agenda, seat.actor, code, pasted)
    )


@way("copies.name_readers")
def name_readers(room: Room, rng: Random) -> Step | None:
    seat, named = room.mission(rng), rng.random() < 0.5
    run = partial(copies.name_readers, seat.actor, room.view.draft.communique.code, named=named)
    return Step("copies.name_readers", f"{seat}: named: {named}", run)


@way("document_settings.set_document_settings")
def set_document_settings(room: Room, rng: Random) -> Step | None:
    seat, code = room.mission(rng), room.view.draft.communique.code
    titles = {Language.FR: f"Communiqué {room.mark()}"}
    italics = rng.random() < 0.5
    settings = DocumentSettings(titles, italics=italics, footnotes=not italics)
    run = partial(document_settings.set_document_settings, seat.actor, code, settings)
    return Step("document_settings.set_document_settings", f"{seat}: {settings.listed()!r}", run)


@way("translations.add")
def translate(room: Room, rng: Random) -> Step | None:
    seat, line = room.mission(rng), room.pick_line(rng)
    if line is None:
        return None
    text = f"La Réunion a pris note de {room.mark()}."
    run = partial(translations.add, seat.actor, line.wording, Language.FR, text)
    return Step("translations.add", f"{seat}: paragraph #{line.paragraph}", run, None, line.paragraph)


@way("translations.save")
def save_translations(room: Room, rng: Random) -> Step | None:
    seat, line = room.mission(rng), room.pick_line(rng)
    if line is None:
        return None
    entry = translations.Entry(line.wording, f"La Réunion a salué {room.mark()}.", 0)
    run = partial(translations.save, seat.actor, room.view.draft.id, Language.FR, [entry])
    return Step("translations.save", f"{seat}: paragraph #{line.paragraph}", run, None, line.paragraph)


@way("translations.bring_in")
def bring_in_translations(room: Room, rng: Random) -> Step | None:
    seat, view = room.mission(rng), room.view
    came = [FileLine(line.label, f"La Réunion a salué {room.mark()}.") for line in view.lines]
    seen = count_entered(translated_lines(db.session(), view.draft.id, Language.FR))
    run = partial(translations.bring_in, seat.actor, view.draft.id, Language.FR, came, seen=seen)
    return Step("translations.bring_in", f"{seat}: a file with {len(came)} lines", run)


# Files -------------------------------------------------------------------------------------------


@way("batches.receive")
def receive(room: Room, rng: Random) -> Step | None:
    seat, view = room.mission(rng), room.view
    lines = [room.edited(rng, one.text) if chance(rng, 0.2) else one.text for one in view.lines]
    sent = [Sent(f"{rng.choice(('EGY', 'MYS', 'comments'))}.txt", "\n\n".join(lines).encode())]
    run = partial(batches.receive, seat.actor, room.communique, sent)
    return Step("batches.receive", f"{seat}: {sent[0].name}", run)


def _file(room: Room, rng: Random, *stages: str) -> BatchFile | None:
    """Choose a file that waits; what reading it leaves is written where nobody read it yet."""
    session = db.session()
    with room.clock():
        found = [
            file
            for batch, _counts in waiting.waiting(session, room.communique)
            for file in waiting.files(session, batch.id)
            if file.stage in ("waiting", *stages)
        ]
    if not found:
        return None
    file = rng.choice(found)
    if file.stage == "waiting" and room.view.round is not None:
        _read(room, file)
    return file


def _read(room: Room, file: BatchFile) -> None:
    """Leave of a file what its reader leaves, which takes a process of its own."""
    with transaction() as session, room.clock():
        mine = session.get_one(BatchFile, file.id)
        texts_ = (mine.data or b"").decode().split("\n\n")
        old = list(room.view.lines)
        new = tuple(Line(0, text) for text in texts_ if text.strip())
        arrived = tuple(IncomingLine(line) for line in new)
        bundle = Bundle(room.view.draft.id, mine.name, (), arrived, (), pair(old, new))
        mine.stage, mine.data, mine.draft_id, mine.tally = "read", None, bundle.draft, {}
        mine.found = {name: fact for name, fact in bundle.facts().items() if name != "draft"}


def _offered(room: Room, file: BatchFile) -> Offered:
    session = db.session()
    bundle, typed = batches.stands_on(waiting.get_file(session, file.batch_id, file.number))
    return Offered(bundle, text_rows(session, bundle.draft), typed)


@way("batches.name_sender")
def name_sender(room: Room, rng: Random) -> Step | None:
    file, seat, other = _file(room, rng, "read", "refused"), room.mission(rng), room.speaker(rng)
    if file is None or other is None:
        return None
    run = partial(batches.name_sender, seat.actor, file.batch_id, {file.number: other.party})
    return Step("batches.name_sender", f"{seat}: {file.name} is from {other.code}", run)


@way("batches.set_aside")
def set_aside(room: Room, rng: Random) -> Step | None:
    file, seat = _file(room, rng, "read"), room.mission(rng)
    if file is None or (file.stage == "waiting" and room.view.round is None):
        return None
    bundle = _offered(room, file)
    keys = [difference.key for difference in bundle.differences]
    typed = Typed(taken=frozenset(rng.sample(keys, rng.randrange(len(keys) + 1))))
    made = Offered(bundle.bundle, bundle.rows, typed)
    run = partial(batches.set_aside, seat.actor, file.batch_id, file.number, made)
    return Step("batches.set_aside", f"{seat}: {file.name}", run)


@way("batches.enter")
def enter(room: Room, rng: Random) -> Step | None:
    file, seat, running = _file(room, rng, "read"), room.mission(rng), room.view.round
    if file is None or running is None:
        return None
    facts = {"round_id": running.id, "offered": _offered(room, file)}
    run = partial(batches.enter, seat.actor, file.batch_id, file.number, **facts)
    return Step("batches.enter", f"{seat}: {file.name}", run)


@way("batches.clear")
def clear(room: Room, rng: Random) -> Step | None:
    file, seat = _file(room, rng, "read", "refused", "entered"), room.mission(rng)
    if file is None:
        return None
    return Step("batches.clear", f"{seat}: {file.name}", partial(batches.clear, seat.actor, file.batch_id))
