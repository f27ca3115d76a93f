"""
A random negotiation: verb after verb, round after round, and after each few acts everything checked.

A refusal is an ordinary outcome. What else an act raises, and what `checks` name, ends the walk as a finding, with
the steps as they were played: the same seed plays the same again.
"""

import traceback
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from random import Random

from flask import Flask

from acm_drafts.negotiation.errors import Refusal
from acm_drafts.negotiation.lines import Line
from acm_drafts.services import closings
from acm_drafts.store.database import db
from acm_drafts.store.drafts import agreed_paragraphs, lines_of_draft
from acm_drafts.store.records import Draft
from tests.walks import checks
from tests.walks.crawl import crawl
from tests.walks.readers import look_round
from tests.walks.room import MINUTE, Room, Seat, open_room
from tests.walks.verbs import WAYS, Step

# How often a verb is tried, beside one that stands at 4.
WEIGHTS = {
    "amendments.propose": 26,
    "amendments.save": 8,
    "amendments.enter_from_floor": 6,
    "amendments.revise": 8,
    "amendments.submit": 8,
    "decisions.decide": 30,
    "decisions.void": 6,
    "answers.answer": 12,
    "closings.close_round": 4,
    "rounds.open_round": 6,
    "drafts.circulate": 8,
    "rounds.change_deadline": 1,
    "drafts.import_text": 1,
    "agreements.agree_rest": 1,
    "agreements.undo_agreement": 1,
    "agenda.set_agenda": 1,
    "guide.decide_item": 2,
    "copies.name_readers": 1,
    "document_settings.set_document_settings": 1,
    "translations.add": 1,
    "translations.save": 1,
    "translations.bring_in": 1,
    "incoming.bring_in": 3,
    "batches.receive": 1,
    "batches.name_sender": 1,
    "batches.set_aside": 1,
    "batches.enter": 2,
    "batches.clear": 1,
    "corrigenda.issue": 1,
    "bracket_holders.hold": 3,
    "bracket_holders.release": 1,
    "follow_up.propose": 1,
    "pins.pin": 1,
    "pins.unpin": 1,
    "public.publish": 1,
    "public.withdraw": 1,
    "reservations.enter": 5,
    "reservations.reword": 1,
    "reservations.receive_instructions": 1,
    "reservations.publish": 1,
    "reservations.keep": 2,
    "reservations.withdraw": 1,
    "small_groups.form": 3,
    "small_groups.add_member": 1,
    "small_groups.take_out_member": 1,
    "small_groups.change_facilitator": 1,
    "small_groups.add_paragraph": 1,
    "small_groups.take_out_paragraph": 1,
    "small_groups.end": 1,
    "small_groups.write": 4,
    "small_groups.answer": 4,
    "small_groups.put": 2,
    "discussions.begin": 6,
    "discussions.answer": 5,
    "discussions.resolve": 2,
    "discussions.reopen": 1,
    "discussions.take_back": 1,
    "reopenings.reopen": 2,
    "confirmations.confirm": 3,
    "confirmations.confirm_sitting": 1,
    "silence.put": 2,
    "silence_breaks.break_silence": 2,
    "silence_breaks.take_back": 1,
    "silence.extend": 1,
    "silence.suspend": 1,
    "silence.resume": 2,
    "silence.withdraw": 1,
    "silence_outcomes.conclude": 3,
    "sittings.convene": 2,
    "sittings.move": 1,
    "sittings.cancel": 1,
    "sittings.change_agenda": 2,
    "sittings.attend": 2,
    "sittings.record": 6,
    "sittings.close_sitting": 2,
}


@dataclass
class Walk:
    """One negotiation, played from *seed* for a number of *acts*."""

    seed: int
    engine: str
    acts: int = 60
    every: int = 5
    """So many acts lie between two checks; each closing is checked besides."""
    pages: int = 3
    """So many pages somebody opens at each check."""
    crawls: Callable[[Seat], bool] | None = None
    """Who opens every page and file at the end (`crawl`); None: nobody."""
    steps: list[str] = field(default_factory=list)
    ended: Counter[str] = field(default_factory=Counter)
    """How often each verb was done, and "verb: Refusal" refused."""
    found: list[str] = field(default_factory=list)

    def play(self, app: Flask) -> "Walk":
        """Play on an empty database with people in it, until it is over or something is found."""
        rng = Random(self.seed)
        room = open_room(app)
        verbs = sorted(WAYS)
        weights = [WEIGHTS.get(verb, 4) for verb in verbs]
        for number in range(self.acts):
            self._tick(room, rng)
            step = self._choose(room, rng, verbs, weights)
            if step is None:
                break
            self._take(room, step)
            if not self.found and number % self.every == self.every - 1:
                self._check(room)
                self.found += look_round(room, Random(f"{self.seed} {number}"), self.pages)
            if self.found:
                return self
        self._check(room)
        if self.crawls is not None and not self.found:
            room.changed()
            self.found += crawl(room, self.crawls)
        return self

    @property
    def repeated_by(self) -> str:
        return f"python -m tests.walks --seed {self.seed} --acts {self.acts} --engine {self.engine}"

    def __str__(self) -> str:
        return "\n".join([*self.steps, *(f"FOUND {one}" for one in self.found), f"again: {self.repeated_by}"])

    def _tick(self, room: Room, rng: Random) -> None:
        """Let a minute go by, and now and then the rest of the round."""
        running = room.view.round
        if running is not None and rng.random() < 0.02 and room.now <= running.deadline:
            room.now = running.deadline + MINUTE
            self.steps.append(f"-- {room.now:%d %B %H:%M}: the deadline has passed")
        else:
            room.now += MINUTE
        room.changed()

    def _choose(self, room: Room, rng: Random, verbs: list[str], weights: list[int]) -> Step | None:
        """Choose a step; between rounds mostly what leads to the next one."""
        for _ in range(50):
            verb = rng.choices(verbs, weights)[0]
            if room.view.round is None and rng.random() < 0.4:
                verb = "rounds.open_round" if room.view.circulated else "drafts.circulate"
            with room.clock():
                step = WAYS[verb](room, rng)
            if step is not None and (step.possible or rng.random() < 0.02):
                return step
        return None

    def _take(self, room: Room, step: Step) -> None:
        session, running = db.session(), room.view.round
        room.now = max(room.now, step.at or room.now)
        closes = step.verb == "closings.close_round" and running is not None
        with room.clock():
            stood = checks.standing(session, running.id) if closes and running else {}
            shown = _preview(room, running.id) if closes and running else None
            try:
                made = step.act()
                end = "done"
            except Refusal as refusal:
                end = type(refusal).__name__
            except Exception:
                end = "fell"
                self.found.append(f"{step.verb} fell\n{traceback.format_exc(limit=-8)}")
        self.ended[step.verb if end == "done" else f"{step.verb}: {end}"] += 1
        self.steps.append(f"{len(self.steps) + 1:3} {room.now:%d %B %H:%M} {step.verb} {step.told} -> {end}")
        room.changed()
        if end == "done" and closes:
            session.expire_all()
            self.found += checks.unaccounted(session, stood)
            if isinstance(made, Draft) and shown is not None and "print_conflicts=False" in step.told:
                agreed = agreed_paragraphs(session, made.communique_id)
                self.found += (
                    []
                    if _lines(lines_of_draft(session, made.id), agreed) == shown
                    else ["the next draft is not what its preview showed"]
                )
            self._check(room)

    def _check(self, room: Room) -> None:
        with room.clock():
            try:
                self.found += checks.wrong(db.session())
            except Exception:
                self.found.append(f"the checks fell\n{traceback.format_exc(limit=-8)}")


def _preview(room: Room, round_id: int) -> list[tuple[str, str, bool]] | None:
    """Return what closing the round is said to make, None where it is refused."""
    mission = next(seat for seat in room.seats if seat.code == "OICM")
    try:
        shown = closings.preview_closing(mission.actor, db.session(), round_id)
    except Refusal:
        return None
    return _lines(shown.lines, shown.agreed)


def _lines(lines: Sequence[Line], agreed: Collection[int]) -> list[tuple[str, str, bool]]:
    """Return each line's number and words, and whether it is agreed."""
    return [(line.label, line.text, line.paragraph in agreed) for line in lines]
