"""
The words of the evening report, in the languages of documents; said by documents.write.words.
"""

from collections.abc import Mapping

from acm_drafts.text.language import Language

_EN, _FR, _AR = Language.EN, Language.FR, Language.AR

EVENING: Mapping[str, dict[Language, str]] = {
    "evening report": {
        _EN: "Evening report, %(day)s",
        _FR: "Rapport du soir, %(day)s",
        _AR: "تقرير المساء، %(day)s",
    },
    "evening as of": {
        _EN: "Progress, what comes next and what is still open are told as they stood on %(day)s.",
        _FR: "L’avancement, les échéances et ce qui reste ouvert sont donnés à la date du %(day)s.",
        _AR: "يرد تقدّم العمل والمواعيد المقبلة وما بقي مفتوحًا بحالتها في %(day)s.",
    },
    "progress": {_EN: "Progress", _FR: "Avancement", _AR: "تقدّم العمل"},
    "by section": {
        _EN: "Paragraphs by section, and how far they have come",
        _FR: "Paragraphes par section et leur avancement",
        _AR: "الفقرات بحسب الأقسام ومدى تقدّم العمل عليها",
    },
    "section": {_EN: "Section", _FR: "Section", _AR: "القسم"},
    "beginning": {_EN: "Beginning of the text", _FR: "Début du texte", _AR: "بداية النص"},
    "whole text": {_EN: "The whole text", _FR: "Ensemble du texte", _AR: "النص بأكمله"},
    "class agreed": {_EN: "Agreed", _FR: "Convenu", _AR: "متفق عليها"},
    "class nearly": {_EN: "Nearly agreed", _FR: "Presque convenu", _AR: "شبه متفق عليها"},
    "class brackets": {_EN: "In brackets", _FR: "Entre crochets", _AR: "بين قوسين معقوفين"},
    "class open": {_EN: "Open", _FR: "Ouvert", _AR: "مفتوحة"},
    "class none": {_EN: "None received", _FR: "Rien reçu", _AR: "لم يرد شيء"},
    "evening agreed": {
        _EN: "Paragraphs agreed: %(agreed)s of %(all)s.",
        _FR: "Paragraphes convenus : %(agreed)s sur %(all)s.",
        _AR: "الفقرات المتفق عليها: %(agreed)s من %(all)s.",
    },
    "evening ad referendum": {
        _EN: "Of these ad referendum: %(count)s.",
        _FR: "Dont ad referendum : %(count)s.",
        _AR: "منها رهنًا بالاستشارة: %(count)s.",
    },
    "evening level": {_EN: "%(level)s %(count)s", _FR: "%(level)s %(count)s", _AR: "%(level)s %(count)s"},
    "evening levels": {
        _EN: "Agreed by level: %(levels)s.",
        _FR: "Convenus, par niveau : %(levels)s.",
        _AR: "المتفق عليها بحسب المستوى: %(levels)s.",
    },
    "evening length": {
        _EN: "Words: %(words)s, %(share)s%% of the first draft.",
        _FR: "Mots : %(words)s, soit %(share)s\u00a0%% du premier projet.",
        _AR: "عدد الكلمات: %(words)s، أي %(share)s%% من المشروع الأول.",
    },
    "evening words": {_EN: "Words: %(words)s.", _FR: "Mots : %(words)s.", _AR: "عدد الكلمات: %(words)s."},
    "evening today": {_EN: "Done on %(day)s", _FR: "Fait le %(day)s", _AR: "ما تم في %(day)s"},
    "evening received": {_EN: "Proposals received", _FR: "Propositions reçues", _AR: "المقترحات الواردة"},
    "evening decided": {_EN: "Decisions", _FR: "Décisions", _AR: "القرارات"},
    "evening sittings": {_EN: "Sittings", _FR: "Séances", _AR: "الجلسات"},
    "evening silence": {
        _EN: "Silence procedures",
        _FR: "Procédures d’approbation tacite",
        _AR: "إجراءات الموافقة الصامتة",
    },
    "evening due": {_EN: "Next", _FR: "Prochaines échéances", _AR: "المواعيد المقبلة"},
    "evening open": {
        _EN: "Paragraphs not agreed yet",
        _FR: "Paragraphes non encore convenus",
        _AR: "فقرات لم يُتفق عليها بعد",
    },
    "evening none": {_EN: "None.", _FR: "Néant.", _AR: "لا شيء."},
    "evening on paragraph": {
        _EN: "%(name)s on paragraph %(number)s",
        _FR: "%(name)s, paragraphe %(number)s",
        _AR: "%(name)s بشأن الفقرة %(number)s",
    },
    "evening on new paragraph": {
        _EN: "%(name)s for a new paragraph",
        _FR: "%(name)s, nouveau paragraphe",
        _AR: "%(name)s بشأن فقرة جديدة",
    },
    "evening decision": {
        _EN: "%(proposal)s: %(standing)s (%(by)s)",
        _FR: "%(proposal)s : %(standing)s (%(by)s)",
        _AR: "%(proposal)s: %(standing)s (%(by)s)",
    },
    "evening proposed": {
        _EN: "the Mission proposes so",
        _FR: "sur proposition de la Mission",
        _AR: "باقتراح من البعثة",
    },
    "evening agreement": {
        _EN: "Agreed as they stand: %(numbers)s (%(by)s)",
        _FR: "Convenus en l’état : %(numbers)s (%(by)s)",
        _AR: "اتُّفق عليها بصيغتها: %(numbers)s (%(by)s)",
    },
    "evening undone": {
        _EN: "No longer counts: the decision on %(about)s",
        _FR: "Ne compte plus : la décision sur %(about)s",
        _AR: "لم يعد ساريًا: القرار بشأن %(about)s",
    },
    "evening reopened": {
        _EN: "Reopened: paragraph %(number)s",
        _FR: "Rouvert : paragraphe %(number)s",
        _AR: "أُعيد فتحها: الفقرة %(number)s",
    },
    "evening body": {_EN: "%(body)s, %(city)s", _FR: "%(body)s, %(city)s", _AR: "%(body)s، %(city)s"},
    "evening sitting name": {
        _EN: "%(body)s, sitting %(number)s",
        _FR: "%(body)s, séance nº %(number)s",
        _AR: "%(body)s، الجلسة %(number)s",
    },
    "evening referendum": {
        _EN: "%(name)s, ad referendum",
        _FR: "%(name)s, ad referendum",
        _AR: "%(name)s، رهنًا بالاستشارة",
    },
    "evening sitting": {
        _EN: "%(sitting)s: nothing recorded",
        _FR: "%(sitting)s : rien de consigné",
        _AR: "%(sitting)s: لم يُسجَّل شيء",
    },
    "evening result agreed": {
        _EN: "%(sitting)s: agreed %(numbers)s",
        _FR: "%(sitting)s : convenus %(numbers)s",
        _AR: "%(sitting)s: اتُّفق على %(numbers)s",
    },
    "evening result ad-referendum": {
        _EN: "%(sitting)s: agreed ad referendum %(numbers)s",
        _FR: "%(sitting)s : acceptés ad referendum %(numbers)s",
        _AR: "%(sitting)s: اتُّفق رهنًا بالاستشارة على %(numbers)s",
    },
    "evening result referred": {
        _EN: "%(sitting)s: referred %(numbers)s",
        _FR: "%(sitting)s : renvoyés %(numbers)s",
        _AR: "%(sitting)s: أُحيلت %(numbers)s",
    },
    "evening result not-agreed": {
        _EN: "%(sitting)s: not agreed %(numbers)s",
        _FR: "%(sitting)s : non convenus %(numbers)s",
        _AR: "%(sitting)s: لم يُتفق على %(numbers)s",
    },
    "evening silence put": {
        _EN: "%(body)s: begun on paragraphs %(numbers)s",
        _FR: "%(body)s : engagée sur les paragraphes %(numbers)s",
        _AR: "%(body)s: بدأ بشأن الفقرات %(numbers)s",
    },
    "evening silence extended": {
        _EN: "%(body)s: extended",
        _FR: "%(body)s : prolongée",
        _AR: "%(body)s: مُدِّد",
    },
    "evening silence suspended": {
        _EN: "%(body)s: suspended",
        _FR: "%(body)s : suspendue",
        _AR: "%(body)s: عُلِّق",
    },
    "evening silence resumed": {_EN: "%(body)s: resumed", _FR: "%(body)s : reprise", _AR: "%(body)s: استُؤنف"},
    "evening silence withdrawn": {
        _EN: "%(body)s: withdrawn",
        _FR: "%(body)s : retirée",
        _AR: "%(body)s: سُحب",
    },
    "evening silence broken": {
        _EN: "%(body)s: %(name)s broke the silence on %(numbers)s",
        _FR: "%(body)s : %(name)s a rompu le silence sur %(numbers)s",
        _AR: "%(body)s: %(name)s – كُسر الصمت بشأن %(numbers)s",
    },
    "evening silence broken taken back": {
        _EN: "%(body)s: break on %(numbers)s taken back",
        _FR: "%(body)s : rupture retirée pour %(numbers)s",
        _AR: "%(body)s: سُحب كسر الصمت بشأن %(numbers)s",
    },
    "evening open broken": {
        _EN: "%(found)s, silence broken by %(names)s",
        _FR: "%(found)s, silence rompu par %(names)s",
        _AR: "%(found)s، كُسر الصمت من %(names)s",
    },
    "evening open broken by none named": {
        _EN: "%(found)s, silence broken",
        _FR: "%(found)s, silence rompu",
        _AR: "%(found)s، كُسر الصمت",
    },
    "evening silence concluded": {
        _EN: "%(body)s: ended; agreed %(numbers)s, not agreed %(others)s",
        _FR: "%(body)s : close ; convenus %(numbers)s, non convenus %(others)s",
        _AR: "%(body)s: انتهى؛ اتُّفق على %(numbers)s، ولم يُتفق على %(others)s",
    },
    "evening reservation entered": {
        _EN: "%(name)s: entered on paragraph %(number)s",
        _FR: "%(name)s : formulée sur le paragraphe %(number)s",
        _AR: "%(name)s: أُبدي بشأن الفقرة %(number)s",
    },
    "evening reservation entered on text": {
        _EN: "%(name)s: entered on the whole text",
        _FR: "%(name)s : formulée sur l’ensemble du texte",
        _AR: "%(name)s: أُبدي بشأن النص بأكمله",
    },
    "evening reservation withdrawn": {
        _EN: "%(name)s: withdrawn from paragraph %(number)s",
        _FR: "%(name)s : retirée du paragraphe %(number)s",
        _AR: "%(name)s: سُحب بشأن الفقرة %(number)s",
    },
    "evening reservation withdrawn on text": {
        _EN: "%(name)s: withdrawn from the whole text",
        _FR: "%(name)s : retirée de l’ensemble du texte",
        _AR: "%(name)s: سُحب بشأن النص بأكمله",
    },
    "evening deadline": {
        _EN: "%(moment)s (%(zone)s): deadline of round %(number)s",
        _FR: "%(moment)s (%(zone)s) : échéance du tour %(number)s",
        _AR: "%(moment)s (%(zone)s): الموعد النهائي للجولة %(number)s",
    },
    "evening sitting due": {
        _EN: "%(moment)s (%(zone)s): %(body)s, sitting %(number)s",
        _FR: "%(moment)s (%(zone)s) : %(body)s, séance nº %(number)s",
        _AR: "%(moment)s (%(zone)s): %(body)s، الجلسة %(number)s",
    },
    "evening silence due": {
        _EN: "%(moment)s (%(zone)s): end of silence, %(body)s",
        _FR: "%(moment)s (%(zone)s) : fin de l’approbation tacite, %(body)s",
        _AR: "%(moment)s (%(zone)s): نهاية الموافقة الصامتة، %(body)s",
    },
    "evening place": {_EN: "%(line)s (%(place)s)", _FR: "%(line)s (%(place)s)", _AR: "%(line)s (%(place)s)"},
    "evening open paragraph": {
        _EN: "Paragraph %(number)s: %(found)s",
        _FR: "Paragraphe %(number)s : %(found)s",
        _AR: "الفقرة %(number)s: %(found)s",
    },
    "evening open proposals": {
        _EN: "Paragraph %(number)s: %(found)s; %(names)s",
        _FR: "Paragraphe %(number)s : %(found)s ; %(names)s",
        _AR: "الفقرة %(number)s: %(found)s؛ %(names)s",
    },
    "state agreed": {_EN: "agreed", _FR: "convenu", _AR: "متفق عليها"},
    "state nearly": {_EN: "nearly agreed", _FR: "presque convenu", _AR: "شبه متفق عليها"},
    "state brackets": {_EN: "in brackets", _FR: "entre crochets", _AR: "بين قوسين معقوفين"},
    "state open": {_EN: "open", _FR: "ouvert", _AR: "مفتوحة"},
    "state none": {_EN: "none received", _FR: "rien reçu", _AR: "لم يرد شيء"},
}
