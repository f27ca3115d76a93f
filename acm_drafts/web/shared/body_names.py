"""
What bodies and their sittings are called in the reader's language: on pages, in the journal, in calendars.
"""

from acm_drafts import i18n
from acm_drafts.i18n import gettext as _
from acm_drafts.negotiation.terms import City, DecisionKind, Level
from acm_drafts.store.bodies import NAMES_APART, NUMBER_APART
from acm_drafts.store.records import Body, Decision, Sitting
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


def reached_in_words(decision: Decision) -> str:
    """Return the sitting that reached a decision, or what the Mission proposes where none did."""
    if decision.sitting is not None:
        return sitting_name(decision.sitting)
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
