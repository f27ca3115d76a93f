"""
What is sent of a discussion: a comment, on what, to whom; an answer; and in whose name.

Each press names one audience: nothing is chosen beforehand that could be forgotten. Whether it can be sent is asked of
services.discussions.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from flask_wtf import FlaskForm
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import Length

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
from acm_drafts.web.discussions.readers import readers_in_words
from acm_drafts.web.shared.formatting import by_name, named_in_sentence, party_name
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
    reader = SelectField(_l("Delegation or group"), default="", choices=[], validate_choice=False)
    """Whom the Mission would write to: its press appears once one is chosen, and says the name."""

    @property
    def pressed(self) -> tuple[Audience | None, str, str]:
        """
        The audience of the button that was pressed (None for no button), in whose name, and to whom the Mission writes.

        Both are codes of parties, the last "" where the audience says it.
        """
        audience, party, to = [*(self.to.data or "").split(".", 2), "", ""][:3]
        return (Audience(audience) if audience in {*Audience} else None), party, to

    def wish(self, audience: Audience, on: Wish, to: str = "") -> Wish:
        """Return what was filled in, on what *on* names, and written *to* a party where the Mission writes."""
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
            to=to,
        )


class AnswerForm(FlaskForm):
    """An answer to one comment."""

    quote = StringField(_l("Words of the comment to quote (may stay empty)"), [fit])
    comment = TextAreaField(_l("Answer"), [Length(max=LONGEST_COMMENT), fit])
    party = StringField()


# To whom -------------------------------------------------------------------------------------------


def presses_for(
    session: Session, who: Actor, facts: Facts, *, sponsors: Sequence[int], to: Sequence[Party] = ()
) -> list[Press]:
    """
    Return the buttons under a new comment on what *facts* tell.

    *sponsors*: of a proposal; *to*: those of whom each has a button by which the Mission writes to it. Two queries.
    """
    own = who.own_parties()
    mission = get_mission(session)
    known = {party.id: party for party in (*find_parties(session, among={*own, *sponsors}), mission, *to)}
    return [
        _press(known[key], audience, _known(known, named), own, other)
        for key in sorted(own, key=lambda key: (known[key].kind != PartyKind.STATE, known[key].code))
        for audience, other in _ways(to if key == mission.id else ())
        if (named := _named(audience, key, mission, sponsors, other))
        and may(who, Act.BEGIN_DISCUSSION, replace(facts, party=key, audience=audience, named=named))
        and not (audience is Audience.COSPONSORS and len(named) == 1)
    ]


def _ways(to: Iterable[Party]) -> Iterator[tuple[Audience, Party | None]]:
    """Yield every audience, and that of the Mission's once more for each party that it could write *to*."""
    yield from ((audience, None) for audience in Audience)
    yield from ((Audience.MISSION, party) for party in to)


def _named(
    audience: Audience, party: int, mission: Party, sponsors: Sequence[int], to: Party | None
) -> frozenset[int]:
    other = to.id if to else None
    return parties_named(audience, party=party, mission=mission.id, sponsors=sponsors, to=other)


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


def _press(
    party: Party, audience: Audience, readers: Sequence[Party], own: frozenset[int], to: Party | None
) -> Press:
    value = f"{audience}.{party.code}" + (f".{to.code}" if to else "")
    return Press(value, _label(party, audience, to), readers_in_words(readers, own))


def _label(party: Party, audience: Audience, to: Party | None) -> str:
    """Return the words on the button; *to*: whom the Mission writes to."""
    if to is not None:
        return str(_("Send to %(party)s", party=named_in_sentence(to)))
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
