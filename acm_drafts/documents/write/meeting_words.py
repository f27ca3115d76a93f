"""What an agenda and a list of speakers say of themselves in Word; see documents/write/words.py."""

from acm_drafts.text.language import Language

_EN, _FR, _AR = Language.EN, Language.FR, Language.AR

MEETING: dict[str, dict[Language, str]] = {
    "draft agenda": {
        _EN: "Draft agenda",
        _FR: "Projet d’ordre du jour",
        _AR: "مشروع جدول الأعمال",
    },
    "provisional agenda": {
        _EN: "Provisional agenda",
        _FR: "Ordre du jour provisoire",
        _AR: "جدول الأعمال المؤقت",
    },
    "adopted agenda": {
        _EN: "Agenda as adopted",
        _FR: "Ordre du jour adopté",
        _AR: "جدول الأعمال بصيغته المعتمدة",
    },
    "annotated draft agenda": {
        _EN: "Annotated draft agenda",
        _FR: "Projet d’ordre du jour annoté",
        _AR: "مشروع جدول الأعمال المشروح",
    },
    "annotated provisional agenda": {
        _EN: "Annotated provisional agenda",
        _FR: "Ordre du jour provisoire annoté",
        _AR: "جدول الأعمال المؤقت المشروح",
    },
    "annotated adopted agenda": {
        _EN: "Annotated agenda as adopted",
        _FR: "Ordre du jour annoté, tel qu’il a été adopté",
        _AR: "جدول الأعمال المشروح بصيغته المعتمدة",
    },
    "not annotated": {
        _EN: "No item has an annotation.",
        _FR: "Aucun point n’est annoté.",
        _AR: "لا شروح لأي بند.",
    },
    "list of speakers": {_EN: "List of speakers", _FR: "Liste des orateurs", _AR: "قائمة المتكلمين"},
    "speaking limit": {
        _EN: "Time limit for each statement, in minutes: %(minutes)s",
        _FR: "Temps de parole par déclaration, en minutes : %(minutes)s",
        _AR: "المدة المحددة لكل بيان، بالدقائق: %(minutes)s",
    },
    "no speaking limit": {
        _EN: "No time limit for statements",
        _FR: "Temps de parole non limité",
        _AR: "لم تُحدَّد مدة للبيانات",
    },
    "no speakers": {
        _EN: "No speaker is inscribed.",
        _FR: "Aucun orateur n’est inscrit.",
        _AR: "لم يُسجَّل أي متكلم.",
    },
    "speaking place": {_EN: "No.", _FR: "Nº", _AR: "الرقم"},
    "participant": {_EN: "Participant", _FR: "Participant", _AR: "المشارك"},
    "speaker": {_EN: "Speaker", _FR: "Orateur", _AR: "المتكلم"},
    "statement": {_EN: "Statement", _FR: "Déclaration", _AR: "البيان"},
    "speaking hours": {
        _EN: "Hours on the clocks of the meeting (%(zone)s)",
        _FR: "Heures locales de la réunion (%(zone)s)",
        _AR: "الساعات بالتوقيت المحلي للاجتماع (%(zone)s)",
    },
    "place by hand": {
        _EN: "Place given by the Mission: %(reason)s",
        _FR: "Rang attribué par la Mission : %(reason)s",
        _AR: "ترتيب حددته البعثة: %(reason)s",
    },
    "speaking since": {
        _EN: "since %(began)s",
        _FR: "depuis %(began)s",
        _AR: "منذ الساعة %(began)s",
    },
    "spoke": {
        _EN: "%(began)s to %(ended)s",
        _FR: "de %(began)s à %(ended)s",
        _AR: "من %(began)s إلى %(ended)s",
    },
    "speaks for observer-state": {_EN: "Observer State", _FR: "État observateur", _AR: "دولة مراقبة"},
    "speaks for organization": {
        _EN: "Organization or institution",
        _FR: "Organisation ou institution",
        _AR: "منظمة أو مؤسسة",
    },
    "speaker level head-of-state": {_EN: "Head of State", _FR: "Chef d’État", _AR: "رئيس دولة"},
    "speaker level deputy-head-of-state": {
        _EN: "Vice-President or Crown Prince",
        _FR: "Vice-Président ou Prince héritier",
        _AR: "نائب رئيس دولة أو ولي عهد",
    },
    "speaker level head-of-government": {
        _EN: "Head of Government",
        _FR: "Chef de gouvernement",
        _AR: "رئيس حكومة",
    },
    "speaker level deputy-head-of-government": {
        _EN: "Deputy Head of Government",
        _FR: "Vice-Premier Ministre",
        _AR: "نائب رئيس حكومة",
    },
    "speaker level minister": {_EN: "Minister", _FR: "Ministre", _AR: "وزير"},
    "speaker level deputy-minister": {_EN: "Deputy Minister", _FR: "Vice-Ministre", _AR: "نائب وزير"},
    "speaker level ambassador": {_EN: "Ambassador", _FR: "Ambassadeur", _AR: "سفير"},
    "speaker level other-level": {_EN: "Other level", _FR: "Autre niveau", _AR: "مستوى آخر"},
}
