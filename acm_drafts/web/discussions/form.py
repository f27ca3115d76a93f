"""
What is sent of a discussion: a comment, on what, to whom; an answer; and in whose name.

Each press names one audience: nothing is chosen beforehand that could be forgotten. Whether it can be sent is asked of
services.discussions.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from flask_wtf import FlaskForm
from wtforms import SelectMultipleField, StringField, TextAreaField
from wtforms.validators import Length
from wtforms.widgets import CheckboxInput, ListWidget

from acm_drafts.i18n import gettext as _
from acm_drafts.i18n import lazy_gettext as _l
from acm_drafts.negotiation.discussions import parties_named
from acm_drafts.negotiation.permissions import Act, Actor, Facts, may
from acm_drafts.negotiation.terms import Audience, PartyKind, Role
from acm_drafts.services.discussions import LONGEST_COMMENT, Wish
from acm_drafts.store.database import Session
from acm_drafts.store.people import find_parties, get_mission
from acm_drafts.store.readable import parties_reading
from acm_drafts.store.records import Party
from acm_drafts.web.discussions.readers import read_by_each_in_words, readers_in_words
from acm_drafts.web.shared.formatting import by_name, named_in_sentence, parties_in_sentence, party_name
from acm_drafts.web.shared.forms import fit
from acm_drafts.web.shared.signing import WORDING, revealed, sequence_of


@dataclass(frozen=True, slots=True)
class Press:
    """A button that sends a comment: *value* says to which audience and in whose name, *note* who will read it."""

    value: str
    label: str
    note: str


class BeginForm(FlaskForm):
    """A new comment; *seen*: which words were shown, concealed; *readers*: the codes of the sponsors that it named."""

    seen = StringField()
    readers = StringField()
    phrase = StringField(_l("On these words (empty: on all of it)"), [fit])
    comment = TextAreaField(_l("Comment"), [Length(max=LONGEST_COMMENT), fit])
    to = StringField()
    reader = SelectMultipleField(
        _l("Delegations and groups"),
        choices=[],
        validate_choice=False,
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    """Whom the Mission would write to: the buttons appear once some are chosen, and say the names."""

    @property
    def pressed(self) -> "Pressed":
        """The button that was pressed; of no button the audience is None."""
        audience, party, to, each = [*(self.to.data or "").split(".", 3), "", "", ""][:4]
        known = Audience(audience) if audience in {*Audience} else None
        return Pressed(known, party, tuple(filter(None, to.split("+"))), each == EACH)

    def wish(self, pressed: "Pressed", on: Wish) -> Wish:
        """Return what was filled in, on what *on* names, to whom the button that was *pressed* says."""
        audience, to = pressed.audience or Audience.INSIDE, pressed.to
        use = sequence_of(on.proposal) if on.proposal else WORDING
        seen = revealed(self.seen.data, use=use) or 0
        among_sponsors = audience is Audience.COSPONSORS
        return replace(
            on,
            audience=audience,
            words=self.comment.data or "",
            wording=0 if on.proposal else seen,
            revision=seen if on.proposal else 0,
            phrase=self.phrase.data or "",
            readers=frozenset((self.readers.data or "").split()) if among_sponsors else None,
            to=to[0] if to else "",
            also=to[1:],
            each=pressed.each,
        )


@dataclass(frozen=True, slots=True)
class Pressed:
    """
    A button that sends a comment: to which *audience* (None: no button), and the code of the *party* in whose name.

    *to*: the codes of those to whom the Mission writes, none where the audience says it; to *each* by itself.
    """

    audience: Audience | None
    party: str
    to: tuple[str, ...]
    each: bool = False


EACH = "each"
"""Stands at the end of the value of a button that begins a discussion with each."""


class AnswerForm(FlaskForm):
    """An answer to one comment."""

    quote = StringField(_l("Words of the comment to quote (may stay empty)"), [fit])
    comment = TextAreaField(_l("Answer"), [Length(max=LONGEST_COMMENT), fit])
    party = StringField()


# To whom -------------------------------------------------------------------------------------------


def presses_for(
    session: Session,
    who: Actor,
    facts: Facts,
    *,
    sponsors: Sequence[int],
    to: Sequence[Party] = (),
    several: Sequence[Party] = (),
) -> list[Press]:
    """
    Return the buttons under a new comment on what *facts* tell.

    *sponsors*: of a proposal; *to*: those of whom each has a button by which the Mission writes to it; *several*: those
    to whom it would write in one act. Two queries.
    """
    own = who.own_parties()
    mission = get_mission(session)
    known = {
        party.id: party for party in (*find_parties(session, among={*own, *sponsors}), mission, *to, *several)
    }
    return [
        _press(known[key], way, _known(known, frozenset().union(*named)), own)
        for key in sorted(own, key=lambda key: (known[key].kind != PartyKind.STATE, known[key].code))
        for way in _ways(*((to, several) if key == mission.id else ((), ())))
        if (named := _named(way, key, mission, sponsors))
        and all(
            may(who, Act.BEGIN_DISCUSSION, replace(facts, party=key, audience=way.audience, named=readers))
            for readers in named
        )
        and not (way.audience is Audience.COSPONSORS and len(named[0]) == 1)
    ]


@dataclass(frozen=True, slots=True)
class _Way:
    """An audience, and *to* whom the Mission writes: to all of them together, or to *each* by itself."""

    audience: Audience
    to: tuple[Party, ...] = ()
    each: bool = False


def _ways(to: Iterable[Party], several: Sequence[Party]) -> Iterator[_Way]:
    """Yield every audience, and that of the Mission's once more for all that it could write *to*, and to *several*."""
    yield from (_Way(audience) for audience in Audience)
    yield from (_Way(Audience.MISSION, (party,)) for party in to)
    if len(several) > 1:
        yield from (_Way(Audience.MISSION, tuple(several), each) for each in (True, False))


def _named(way: _Way, party: int, mission: Party, sponsors: Sequence[int]) -> list[frozenset[int]]:
    """Return the parties that are to read each discussion that would be begun."""
    keys = [other.id for other in way.to]
    return [
        parties_named(way.audience, party=party, mission=mission.id, sponsors=sponsors, to=others)
        for others in ([[key] for key in keys] if way.each else [keys])
    ]


def writes_to(session: Session, who: Actor, facts: Facts, *, proposal: bool, circulated: bool) -> list[Party]:
    """
    Return the delegations and groups that the Mission could write to, by name; none where somebody else would write.

    They read what the comment is on: the *proposal* that *facts* tell of, else the text, which is *circulated*. One
    query, none for others.
    """
    if not who.parties(Role.MISSION):
        return []
    parties = find_parties(session, PartyKind.STATE, PartyKind.GROUP)
    read = parties_reading(facts, parties) if proposal else parties if circulated else ()
    return by_name(read)


def _known(parties: dict[int, Party], keys: Iterable[int]) -> tuple[Party, ...]:
    return tuple(party for key, party in sorted(parties.items()) if key in set(keys))


def _press(party: Party, way: _Way, readers: Sequence[Party], own: frozenset[int]) -> Press:
    codes = "+".join(other.code for other in way.to)
    value = ".".join(filter(None, (way.audience, party.code, codes, EACH if way.each else "")))
    note = read_by_each_in_words(len(way.to)) if way.each else readers_in_words(readers, own)
    return Press(value, _label(party, way), note)


def _label(party: Party, way: _Way) -> str:
    """Return the words on the button."""
    audience = way.audience
    if way.to:
        names = parties_in_sentence(way.to)
        if len(way.to) == 1:
            return str(_("Send to %(party)s", party=names))
        if way.each:
            return str(_("Send to each by itself: %(parties)s", parties=names))
        return str(_("Send to all together: %(parties)s", parties=names))
    if audience is Audience.MISSION:
        return str(_("Send to the Mission"))
    if audience is Audience.COSPONSORS:
        return str(_("Send to the sponsors"))
    if party.kind == PartyKind.MISSION:
        return str(_("Note inside the Mission"))
    return str(_("Note inside %(party)s", party=named_in_sentence(party)))


def answers_as(parties: Sequence[Party]) -> list[tuple[str, str]]:
    """Return in whose names the reader may answer: the code of each party with its name."""
    return [(party.code, party_name(party)) for party in parties]
