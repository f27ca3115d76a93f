"""
What is sent about a sitting: its time and place, its agenda, its attendance, and what it came to on a paragraph.

Forms check shape, length and choice; whether a sitting can be so is asked of services.sittings.
"""

from collections.abc import Iterable, Mapping, Sequence

from flask import request
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import DateTimeLocalField, SelectField, StringField, TextAreaField
from wtforms.validators import Length

from acm_drafts.i18n import lazy_gettext as _l
from acm_drafts.negotiation.errors import NotFound
from acm_drafts.negotiation.sittings import Outcome
from acm_drafts.negotiation.terms import SittingResult, Stance
from acm_drafts.services.sittings import (
    LONGEST_PLACE,
    LONGEST_REASON,
    LONGEST_SPEAKERS,
    Presence,
    Times,
)
from acm_drafts.store.bodies import BodyRecord
from acm_drafts.store.records import Party, Sitting
from acm_drafts.web.shared import formatting, zones
from acm_drafts.web.shared.addresses import number_in
from acm_drafts.web.shared.body_names import body_name
from acm_drafts.web.shared.forms import fit, needed, options

CLOCK = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"]
"""How a browser sends a time."""


class TimesForm(FlaskForm):
    """When and where a sitting is to be."""

    begins_at = DateTimeLocalField(_l("Begins"), [needed], format=CLOCK)
    ends_at = DateTimeLocalField(_l("Expected end"), [needed], format=CLOCK)
    zone = SelectField(_l("Time zone of both"))
    place = StringField(_l("Place (may stay empty)"), [Length(max=LONGEST_PLACE), fit])

    def __init__(self, **facts: object) -> None:
        super().__init__(**facts)
        self.zone.choices = zones.choices()

    def validate_begins_at(self, field: DateTimeLocalField) -> None:
        zones.moment_of(field, self.zone.data)

    def validate_ends_at(self, field: DateTimeLocalField) -> None:
        zones.moment_of(field, self.zone.data)

    def times(self) -> Times:
        """Return what was filled in, once it is valid."""
        return Times(
            begins_at=zones.moment_of(self.begins_at, self.zone.data),
            ends_at=zones.moment_of(self.ends_at, self.zone.data),
            zone=self.zone.data,
            place=self.place.data or "",
        )


class ConveneForm(TimesForm):
    body = SelectField(_l("Body"), [needed])

    def __init__(self, bodies: Iterable[BodyRecord], **facts: object) -> None:
        super().__init__(**facts)
        self.body.choices = options((record.body.code, body_name(record.body)) for record in bodies)


class MoveForm(TimesForm):
    why = StringField(_l("Reason of the move (may stay empty)"), [Length(max=LONGEST_REASON), fit])


class CancelForm(FlaskForm):
    reason = TextAreaField(_l("Reason"), [needed, Length(max=LONGEST_REASON), fit])


def empty_times() -> dict[str, object]:
    """Return what the form of a new sitting begins with."""
    return {"zone": formatting.conference_zone()}


def times_of(sitting: Sitting) -> dict[str, object]:
    """Return what the form that moves a sitting begins with: the time and the place that it has."""
    return {
        "begins_at": zones.clock_at(sitting.begins_at, sitting.zone),
        "ends_at": zones.clock_at(sitting.ends_at, sitting.zone),
        "zone": sitting.zone,
        "place": sitting.place,
    }


def chosen_agenda() -> list[str]:
    """
    Return the codes that were chosen for an agenda, in their order.

    Those of "agenda" come first, each at the place that its field names; what is added comes after them.
    """
    sent = request.form
    kept = list(dict.fromkeys(sent.getlist("agenda")))
    places = {code: number_in(sent.get(f"place-{code}", "")) for code in kept}
    last = max((place for place in places.values() if place is not None), default=0) + 1
    kept.sort(key=lambda code: last if places[code] is None else places[code] or 0)
    return [*kept, *sent.getlist("add")]


def presences(members: Iterable[Party]) -> dict[int, Presence | None]:
    """
    Return the attendance that was sent, by the keys of the *members*; None where neither was chosen.

    Where it was sent with all others present, who was marked neither present nor absent was present.
    """
    others = "yes" if request.form.get("others") == "present" else ""
    return {member.id: _presence(request.form, member.code, others) for member in members}


def _presence(sent: MultiDict[str, str], code: str, unmarked: str) -> Presence | None:
    chosen = sent.get(f"present-{code}", "") or unmarked
    if chosen not in ("yes", "no"):
        return None
    return Presence(chosen == "yes", sent.get(f"speakers-{code}", "")[: LONGEST_SPEAKERS + 1])


class OutcomeForm:
    """
    What a sitting came to on a paragraph, as it was sent, or nothing yet.

    *result*: the value of a SittingResult; *to*: the code of the body that it is referred to; *oppose* and *reserve*:
    codes of States; *remark*. *seen* and *counter* are those of the page that it was sent from.
    """

    def __init__(self, sent: Mapping[str, str] | MultiDict[str, str] | None = None) -> None:
        given: MultiDict[str, str] = MultiDict(sent or {})
        self.result = given.get("result", "")
        self.to = given.get("to", "")
        self.remark = given.get("remark", "")
        self.oppose = given.getlist("oppose")
        self.reserve = given.getlist("reserve")
        self.seen = number_in(given.get("seen", "0"))
        self.counter = number_in(given.get("counter", "0"))

    def outcome(self, members: Sequence[Party]) -> Outcome:
        """
        Return it as the rules see it. A State that was ticked twice opposes.

        Raises NotFound for what no page of ours sends.
        """
        keys = {member.code: member.id for member in members}
        if self.result not in set(SittingResult) or not keys.keys() >= {*self.oppose, *self.reserve}:
            raise NotFound()
        result = SittingResult(self.result)
        stances = {keys[code]: Stance.RESERVE for code in self.reserve}
        stances |= {keys[code]: Stance.OPPOSE for code in self.oppose}
        referred = self.to if result is SittingResult.REFERRED else ""
        return Outcome(result, referred, stances, self.remark)
