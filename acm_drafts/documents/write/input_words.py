"""
The words of the compilation of inputs, in the languages of documents; said by documents.write.words.
"""

from collections.abc import Mapping

from acm_drafts.text.language import Language

_EN, _FR, _AR = Language.EN, Language.FR, Language.AR

INPUTS: Mapping[str, dict[Language, str]] = {
    "inputs by question": {
        _EN: "Compilation of inputs, by question",
        _FR: "Recueil des contributions, par question",
        _AR: "تجميع المساهمات بحسب السؤال",
    },
    "inputs by state": {
        _EN: "Compilation of inputs, by State",
        _FR: "Recueil des contributions, par État",
        _AR: "تجميع المساهمات بحسب الدولة",
    },
    "inputs answered": {
        _EN: "Member States that have answered: %(count)s of %(all)s",
        _FR: "États membres ayant répondu\u00a0: %(count)s sur %(all)s",
        _AR: "الدول الأعضاء التي أجابت: %(count)s من أصل %(all)s",
    },
    "inputs deadline": {
        _EN: "Deadline: %(moment)s (%(zone)s)",
        _FR: "Date limite\u00a0: %(moment)s (%(zone)s)",
        _AR: "الموعد النهائي: %(moment)s (%(zone)s)",
    },
    "inputs background": {_EN: "Background", _FR: "Contexte", _AR: "خلفية"},
    "inputs questions": {_EN: "Questions", _FR: "Questions", _AR: "الأسئلة"},
    "inputs question": {_EN: "Question %(number)s", _FR: "Question %(number)s", _AR: "السؤال %(number)s"},
    "inputs none": {
        _EN: "No answer to this question.",
        _FR: "Aucune réponse à cette question.",
        _AR: "لا توجد إجابة عن هذا السؤال.",
    },
    "inputs late": {
        _EN: "%(name)s (late answer)",
        _FR: "%(name)s (réponse tardive)",
        _AR: "%(name)s (إجابة متأخرة)",
    },
    "inputs submitted": {
        _EN: "Submitted %(moment)s",
        _FR: "Présentée le %(moment)s",
        _AR: "قُدِّمت في %(moment)s",
    },
    "inputs submitted late": {
        _EN: "Submitted late, as the Mission allowed, %(moment)s",
        _FR: "Présentée tardivement, avec l’accord de la Mission, le %(moment)s",
        _AR: "قُدِّمت متأخرةً بإذن من البعثة في %(moment)s",
    },
    "inputs files": {_EN: "Attached files", _FR: "Pièces jointes", _AR: "الملفات المرفقة"},
    "inputs files of": {
        _EN: "%(name)s: %(files)s",
        _FR: "%(name)s\u00a0: %(files)s",
        _AR: "%(name)s: %(files)s",
    },
    "inputs files of answer": {
        _EN: "Attached files: %(files)s",
        _FR: "Pièces jointes\u00a0: %(files)s",
        _AR: "الملفات المرفقة: %(files)s",
    },
}
