"""
The words of the table of requests that are followed up, in the languages of documents; said by documents.write.words.
"""

from collections.abc import Mapping

from acm_drafts.text.language import Language

_EN, _FR, _AR = Language.EN, Language.FR, Language.AR

FOLLOW_UP: Mapping[str, dict[Language, str]] = {
    "follow-up": {_EN: "Follow-up of requests", _FR: "Suivi des demandes", _AR: "متابعة الطلبات"},
    "follow-up status": {_EN: "Follow-up", _FR: "Suivi", _AR: "متابعة"},
    "follow-up selected": {
        _EN: "A selection of the requests that are followed up.",
        _FR: "Sélection parmi les demandes suivies.",
        _AR: "مجموعة مختارة من الطلبات الخاضعة للمتابعة.",
    },
    "follow-up as of": {
        _EN: "As of %(day)s",
        _FR: "Situation au %(day)s",
        _AR: "الحالة في %(day)s",
    },
    "follow-up none": {
        _EN: "There is no such request.",
        _FR: "Il n’y a pas de telle demande.",
        _AR: "لا يوجد طلب من هذا القبيل.",
    },
    "follow-up requested": {_EN: "Requested", _FR: "Demande", _AR: "المطلوب"},
    "follow-up of whom": {_EN: "Of whom", _FR: "Destinataire", _AR: "الجهة المطلوب منها"},
    "follow-up by when": {_EN: "By when", _FR: "Échéance", _AR: "الموعد"},
    "follow-up state": {_EN: "State and evidence", _FR: "État et justificatifs", _AR: "الحالة والمستندات"},
    "follow-up next": {_EN: "Next report", _FR: "Prochain rapport", _AR: "التقرير المقبل"},
    "follow-up no day": {_EN: "no date", _FR: "sans échéance", _AR: "بلا موعد"},
    "follow-up no report": {_EN: "none announced", _FR: "aucun annoncé", _AR: "لم يُعلن عنه"},
    "follow-up withdrawn": {_EN: "source withdrawn", _FR: "source retirée", _AR: "سُحب المصدر"},
    "follow-up corrected": {
        _EN: "corrected by %(symbol)s",
        _FR: "rectifié par %(symbol)s",
        _AR: "صُوّب بالوثيقة %(symbol)s",
    },
    "follow-up overdue": {_EN: "Overdue", _FR: "En retard", _AR: "متأخرة عن موعدها"},
    "follow-up soon": {
        _EN: "Due within 90 days",
        _FR: "À échéance dans les 90 jours",
        _AR: "تستحق خلال 90 يومًا",
    },
    "follow-up later": {_EN: "Due later", _FR: "À échéance plus tard", _AR: "تستحق لاحقًا"},
    "follow-up undated": {_EN: "Without a date", _FR: "Sans échéance", _AR: "بلا موعد"},
    "follow-up done": {_EN: "Done", _FR: "Faites", _AR: "منجزة"},
    "follow-up no-longer-pursued": {_EN: "No longer pursued", _FR: "Suivi abandonné", _AR: "توقفت متابعتها"},
    "follow-up state confirmed": {
        _EN: "no report yet",
        _FR: "pas encore de rapport",
        _AR: "لم يرد تقرير بعد",
    },
    "follow-up state in-progress": {_EN: "in progress", _FR: "en cours", _AR: "قيد التنفيذ"},
    "follow-up state done-in-part": {_EN: "done in part", _FR: "fait en partie", _AR: "أُنجز جزئيًا"},
    "follow-up state done": {_EN: "done", _FR: "fait", _AR: "أُنجز"},
    "follow-up state no-longer-pursued": {
        _EN: "no longer pursued",
        _FR: "suivi abandonné",
        _AR: "توقفت متابعته",
    },
}
