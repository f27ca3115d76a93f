"""
What bodies and their sittings are called in the reader's language: on pages, in the journal, in calendars.
"""

from datetime import date

from acm_drafts import i18n
from acm_drafts.i18n import gettext as _
from acm_drafts.negotiation.terms import City, DecisionKind, Level, PartyKind
from acm_drafts.store.bodies import AD_REFERENDUM, NAMES_APART, NUMBER_APART, named_in_journal
from acm_drafts.store.records import Body, Decision, Party, Silence, Sitting
from acm_drafts.text.language import Language
from acm_drafts.web.shared.formatting import day, mission_proposes, name_of, party_name


def body_name(body: Body) -> str:
    """Return the name of a Working Group, or the level of another body, with its city: "Expert level, New York"."""
    name = str(getattr(body, f"name_{i18n.language()}")) or name_of(Level(body.level))
    return _in_city(name, body.city)


def sitting_name(sitting: Sitting) -> str:
    """
    Return what a sitting is called: "Expert level, New York: sitting 3".

    What was agreed before there were sittings was agreed by a body; how often that had sat is not known.
    """
    name = body_name(sitting.body)
    return name if sitting.from_before else _numbered(name, sitting.number)


def dated_sitting_name(sitting: Sitting) -> str:
    """Return the same with its day: "Expert level, New York: sitting 3, 9 November"."""
    return str(_("%(sitting)s, %(day)s", sitting=sitting_name(sitting), day=day(sitting.day)))


def silence_name(silence: Silence) -> str:
    """Return what a procedure is called: "Silence procedure 2: Ambassadorial level, New York"."""
    return str(
        _("Silence procedure %(number)s: %(body)s", number=silence.number, body=body_name(silence.body))
    )


def dated_silence_name(silence: Silence, agreed_on: date) -> str:
    """Return the same with the day on which it agreed something."""
    return str(_("%(silence)s, %(day)s", silence=silence_name(silence), day=day(agreed_on)))


def dated_name(decision: Decision) -> str:
    """Return what reached a decision, with the day; "" where the Mission alone proposes it."""
    if decision.sitting is not None:
        return _ad_referendum(dated_sitting_name(decision.sitting), decision)
    return dated_silence_name(decision.silence, decision.agreed_on) if decision.silence else ""


def _ad_referendum(name: str, decision: Decision, *, then: bool = False) -> str:
    """
    Return the *name* of what reached a decision, and that it was reached ad referendum as long as that holds.

    *then*: whether it was confirmed since plays no part, for what tells what happened.
    """
    holds = decision.ad_referendum if then else decision.awaits_confirmation
    return str(_("%(name)s, ad referendum", name=name)) if holds else name


def reached_in_words(decision: Decision, *, then: bool = False) -> str:
    """
    Return the sitting or silence procedure that reached a decision; where none did, what the Mission proposes.

    *then*: as it was reached, ad referendum or not, whatever was confirmed since.
    """
    if decision.sitting is not None:
        return _ad_referendum(sitting_name(decision.sitting), decision, then=then)
    if decision.silence is not None:
        body = body_name(decision.silence.body)
        return str(_("by silence procedure %(number)s, %(body)s", number=decision.silence.number, body=body))
    if decision.asked_by is not None:
        return str(_("at the request of %(party)s", party=asking_name(decision.asked_by)))
    return mission_proposes(DecisionKind(decision.kind))


def is_only_of_mission(decision: Decision) -> bool:
    """Return whether no sitting, silence or request reached a decision, so that the Mission alone proposes it."""
    return decision.sitting is None and decision.silence is None and decision.asked_by is None


def asking_name(party: Party) -> str:
    """Return who asked for a reopening: the Mission, or the name of a delegation; a sentence gives it its article."""
    return str(_("the Mission")) if party.kind == PartyKind.MISSION else party_name(party)


def is_sitting_in_journal(words: str) -> bool:
    """Return whether what the journal keeps is what it calls a sitting by, or what that agreed (agreeing_sittings)."""
    number = words.removesuffix(AD_REFERENDUM).rpartition(NUMBER_APART)[2]
    return number.isdecimal() and NAMES_APART in words


def body_in_journal(subject: str) -> str:
    """Return the same out of what the journal keeps of a body or a sitting (services.bodies.name_in_journal)."""
    named = named_in_journal(subject)
    own = named.names.get(Language(i18n.language()), "")
    name = _in_city(name_of(Level(named.level)), named.city) if named.level else own
    name = name if named.number is None else _numbered(name, named.number)
    return str(_("%(name)s, ad referendum", name=name)) if named.ad_referendum else name


def _in_city(name: str, city: str) -> str:
    return str(_("%(body)s, %(city)s", body=name, city=name_of(City(city))))


def _numbered(name: str, number: int) -> str:
    return str(_("%(body)s: sitting %(number)s", body=name, number=number))
