"""
What is sent of a discussion: a comment, on what, to whom; an answer; and in whose name.

Each press names one audience: nothing is chosen beforehand that could be forgotten. Whether it can be sent is asked of
services.discussions.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from flask_wtf import FlaskForm
from wtforms import StringField, TextAreaField
from wtforms.validators import Length

from acm_drafts.i18n import gettext as _
from acm_drafts.i18n import lazy_gettext as _l
from acm_drafts.negotiation.discussions import parties_named
from acm_drafts.negotiation.permissions import Act, Actor, Facts, may
from acm_drafts.negotiation.terms import Audience, PartyKind
from acm_drafts.services.discussions import LONGEST_COMMENT, Wish
from acm_drafts.store.database import Session
from acm_drafts.store.people import find_parties, get_mission
from acm_drafts.store.records import Party
from acm_drafts.web.discussions.readers import readers_in_words
from acm_drafts.web.shared.formatting import named_in_sentence, party_name
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

    @property
    def pressed(self) -> tuple[Audience | None, str]:
        """The audience of the button that was pressed, and the code of the party in whose name; None for no button."""
        audience, _dot, party = (self.to.data or "").partition(".")
        return (Audience(audience) if audience in {*Audience} else None), party

    def wish(self, audience: Audience, on: Wish) -> Wish:
        """Return what was filled in, on what *on* names."""
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
        )


class AnswerForm(FlaskForm):
    """An answer to one comment."""

    quote = StringField(_l("Words of the comment to quote (may stay empty)"), [fit])
    comment = TextAreaField(_l("Answer"), [Length(max=LONGEST_COMMENT), fit])
    party = StringField()


# To whom -------------------------------------------------------------------------------------------


def presses_for(session: Session, who: Actor, facts: Facts, sponsors: Sequence[int]) -> list[Press]:
    """Return the buttons under a new comment on what *facts* tell; *sponsors*: of a proposal. Two queries."""
    own = who.own_parties()
    mission = get_mission(session)
    known = {party.id: party for party in (*find_parties(session, among={*own, *sponsors}), mission)}
    return [
        _press(known[key], audience, parties, own)
        for key in sorted(own, key=lambda key: (known[key].kind != PartyKind.STATE, known[key].code))
        for audience in Audience
        if may(who, Act.BEGIN_DISCUSSION, replace(facts, party=key, audience=audience))
        and (
            parties := _known(
                known, parties_named(audience, party=key, mission=mission.id, sponsors=sponsors)
            )
        )
        and not (audience is Audience.COSPONSORS and len(parties) == 1)
    ]


def _known(parties: dict[int, Party], keys: Iterable[int]) -> tuple[Party, ...]:
    return tuple(party for key, party in sorted(parties.items()) if key in set(keys))


def _press(party: Party, audience: Audience, readers: Sequence[Party], own: frozenset[int]) -> Press:
    return Press(f"{audience}.{party.code}", _label(party, audience, readers), readers_in_words(readers, own))


def _label(party: Party, audience: Audience, readers: Sequence[Party]) -> str:
    """Return the words on the button."""
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
