"""
The verb that a paragraph of a resolution or communiqué opens with, as the United Nations sets it in italics.

"*Calls upon* all States", "The Meeting *took note with appreciation* of", « *Prend note* », "وإذ *تشير*".
Verbs are known by list: a paragraph that opens otherwise has none, and no other word of it is taken for one.
"""

import re
from functools import cache
from itertools import chain

from acm_drafts.text.language import Language

_REGULAR = (
    "acknowledge adopt affirm agree appeal appreciate approve authorize call commend condemn confirm"
    " congratulate consider declare decide demand denounce deplore designate direct discuss emphasize"
    " encourage endorse examine express hail highlight hope instruct invite mandate mourn note observe pledge"
    " proclaim reaffirm recall receive recognize recommend reiterate reject remind renew request resolve"
    " review salute stress support thank underline underscore urge view warn welcome"
).split()
_IRREGULAR = (
    "agreeing hears heard hearing takes took taking bears bore bearing pays paid paying seeks sought seeking"
    " regrets regretted regretting draws drew drawing"
).split()
_AFTER_A_SUBJECT = [*_REGULAR, *"hear take bear pay seek regret draw".split()]
"""Forms that are nouns where no subject stands before them: "Support for", "They support"."""
_STATES = (
    "alarmed appalled aware cognizant concerned conscious convinced desirous determined dismayed disturbed"
    " encouraged guided inspired mindful persuaded recalling"
).split()
_SUBJECTS = (
    "the (?:annual coordination |extraordinary |joint )?(?:meeting|conference|summit|council|committee|assembly|group)"
    "|the (?:foreign )?ministers(?: of foreign affairs)?|the heads of state and government|the participants"
    "|they|it|we"
)
_FEELING = r"(?:(?:its|their|our|the)\s+)?(?:\w+\s+){0,2}?"
_ENGLISH_FEELINGS = (
    "appreciation|gratitude|thanks|concern|alarm|regret|satisfaction|support|solidarity|condolences|hope|interest"
    "|approval|dismay|outrage|condemnation|conviction|readiness|determination|commitment"
)
_FRENCH_VERBS = (
    "accueill adopt affirm appuy approuv autoris condamn confirm considèr considér constat décid déclar demand"
    " déplor encourag engag entérin estim exhort exprim félicit insist invit not préconis pri proclam rappel rappell"
    " réaffirm recommand regrett réitèr réitér rejet rejett remerci renouvel renouvell salu soulign souscri"
).split()
_FRENCH_ENDINGS = "(?:e|ent|eant|ant|i|it|é|ées?|és)"
_FRENCH_IRREGULAR = (
    "reconnaît reconnaissent reconnaissant reconnu soutient soutiennent soutenant soutenu appelle appellent"
    " appelant appelé appuie appuient"
)
_FRENCH_FEELINGS = (
    "satisfaction|préoccupation|inquiétude|gratitude|reconnaissance|appréciation|intérêt|regret|soutien"
    "|solidarité|remerciements|condoléances|espoir|appui"
)
_ARABIC_VERBS = (
    "رحب أكد يؤكد تؤكد دعا يدعو تدعو وتدعو طلب لاحظ"
    " أشار يشير تشير أعرب يعرب تعرب حث أدان يدين تدين شجب شدد شكر قرر ناشد"
    " أشاد يشيد تشيد جدد أقر يقر تقر هنأ شجع أوصى يوصي توصي استذكر أبرز يبرز تبرز أيد عبر نوه ينوه تهيب يهيب"
    " أهاب أحاط يحيط تحيط أثنى يثني تثني رفض استنكر اعتمد يعتمد تعتمد وافق"
).split()
_MARKS = "[\u064b-\u0652\u0640]*"
"""Vowel marks and tatweel, which may stand between any two letters."""


def opening_verb(text: str, language: Language) -> tuple[int, int]:
    """Return where the opening verb of *text* begins and ends, with what belongs to it; (0, 0) where it has none."""
    match = _pattern(language).match(text)
    return match.span("verb") if match else (0, 0)


@cache
def _pattern(language: Language) -> re.Pattern[str]:
    source = {Language.EN: _english, Language.FR: _french, Language.AR: _arabic}[language]()
    return re.compile(rf"[\s\[(“«\"]*{source}", re.IGNORECASE)


def _english() -> str:
    having = r"having\s+(?:\w+ed|met|heard)"
    verbs = "|".join(chain(map(_forms, _REGULAR), _IRREGULAR, _STATES, [having]))
    plain = "|".join(_AFTER_A_SUBJECT)
    adverbs = r"(?:(?:\w+ly|also|further|again|once again|once more)\s+){0,3}"
    belongs = "|".join(
        (
            r"upon\b", r"for\b(?=\s+(?:an?|the)\b)", r"note(?:\s+with\s+" + _FEELING + rf"(?:{_ENGLISH_FEELINGS}))?",
            "into account", "in mind", "tribute", "attention", r"by\b",
            r"with\s+" + _FEELING + rf"(?:{_ENGLISH_FEELINGS})", _FEELING + rf"(?:{_ENGLISH_FEELINGS})",
        )
    )  # fmt: skip
    verb = rf"(?:{verbs}|(?(subject)(?:{plain})|(?!)))\b"
    return rf"(?P<subject>(?:{_SUBJECTS})\s+)?(?P<verb>{adverbs}{verb}(?:\s+(?:{belongs})\b)?)"


def _forms(verb: str) -> str:
    """Return the forms of a regular English verb as a pattern: calls, called, calling."""
    if verb.endswith("e"):
        return rf"{verb[:-1]}(?:e[sd]|ing)"
    return rf"{verb}(?:e?s|ed|ing)"


def _french() -> str:
    subjects = (
        r"(?:(?:la|le|les)\s+(?:réunion|conférence|sommet|conseil|comité|assemblée|ministres|participants)"
        r"(?:\s+(?:annuelle|extraordinaire))?|elle|il|ils|elles)\s+"
    )
    before = r"(?:s’est\s+|se\s+|s’|s'|a\s+|ont\s+|en\s+|également\s+|aussi\s+|\w+ment\s+)*"
    noted = r"(?:prend|prenant|prennent|pris)\s+(?:acte|note)|ren[dt]\w*\s+hommage"
    states = r"consciente?s?|convaincue?s?|préoccupée?s?|alarmée?s?|résolue?s?|soucieu(?:x|se|ses)|guidée?s?"
    regular = rf"(?:{'|'.join(_FRENCH_VERBS)}){_FRENCH_ENDINGS}"
    irregular = "|".join(_FRENCH_IRREGULAR.split())
    feeling = rf"(?:avec\s+(?:\w+\s+){{0,2}}?|(?:sa|son|ses|leurs?)\s+(?:\w+\s+)?)(?:{_FRENCH_FEELINGS})"
    belongs = rf"{feeling}|de nouveau|également|aussi"
    verbs = rf"{noted}|{states}|ayant\s+\w+|{regular}|{irregular}"
    return rf"(?:{subjects})?(?P<verb>{before}(?:{verbs})\b(?:\s+(?:{belongs})\b)?)"


def _arabic() -> str:
    verbs = "|".join(_MARKS.join([*verb, ""]) for verb in _ARABIC_VERBS)
    belongs = "|".join(
        _MARKS.join([*word, ""]) for word in ("من جديد", "مجددا", "علما", "مع التقدير", "بقلق")
    )
    return rf"(?:وإذ\s+|إذ\s+|و)?(?P<verb>[يتن]?{_MARKS}(?:{verbs})(?![\u0620-\u064a])(?:\s+(?:{belongs}))?)"
