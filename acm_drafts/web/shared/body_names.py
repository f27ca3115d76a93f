"""
What bodies and their sittings are called in the reader's language: on pages, in the journal, in calendars.
"""

from datetime import date

from acm_drafts import i18n
from acm_drafts.i18n import gettext as _
from acm_drafts.negotiation.terms import City, DecisionKind, Level
from acm_drafts.store.bodies import NAMES_APART, NUMBER_APART
from acm_drafts.store.records import Body, Decision, Silence, Sitting
from acm_drafts.text.language import Language
from acm_drafts.web.shared.formatting import day, mission_proposes, name_of


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
        return dated_sitting_name(decision.sitting)
    return dated_silence_name(decision.silence, decision.agreed_on) if decision.silence else ""


def reached_in_words(decision: Decision) -> str:
    """Return the sitting or silence procedure that reached a decision; where none did, what the Mission proposes."""
    if decision.sitting is not None:
        return sitting_name(decision.sitting)
    if decision.silence is not None:
        body = body_name(decision.silence.body)
        return str(_("by silence procedure %(number)s, %(body)s", number=decision.silence.number, body=body))
    return mission_proposes(DecisionKind(decision.kind))


def is_sitting_in_journal(words: str) -> bool:
    """Return whether what the journal keeps is what it calls a sitting by (services.agreeing_sittings)."""
    return words.rpartition(NUMBER_APART)[2].isdecimal() and NAMES_APART in words


def body_in_journal(subject: str) -> str:
    """Return the same out of what the journal keeps of a body or a sitting (services.bodies.name_in_journal)."""
    words, _apart, number = subject.partition(NUMBER_APART)
    names = words.split(NAMES_APART)
    if len(names) == len(Language):
        name = names[[language.value for language in Language].index(i18n.language())]
    elif len(names) == 2 and names[0] in set(Level) and names[1] in set(City):
        name = _in_city(name_of(Level(names[0])), names[1])
    else:
        name = words
    return _numbered(name, int(number)) if number.isdecimal() else name


def _in_city(name: str, city: str) -> str:
    return str(_("%(body)s, %(city)s", body=name, city=name_of(City(city))))


def _numbered(name: str, number: int) -> str:
    return str(_("%(body)s: sitting %(number)s", body=name, number=number))
