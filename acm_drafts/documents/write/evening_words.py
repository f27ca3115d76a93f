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
        _EN: "Paragraphs of the draft that are agreed: %(agreed)s of %(all)s.",
        _FR: "Paragraphes du projet qui sont convenus : %(agreed)s sur %(all)s.",
        _AR: "فقرات المشروع المتفق عليها: %(agreed)s من %(all)s.",
    },
    "evening ad referendum": {
        _EN: "Of these ad referendum: %(count)s.",
        _FR: "Dont ad referendum : %(count)s.",
        _AR: "منها رهنًا بالاستشارة: %(count)s.",
    },
    "evening declined": {
        _EN: "Agreed and since declined at a sitting or broken under silence, not counted: %(count)s.",
        _FR: "Convenus puis refusés en séance ou par rupture du silence, non comptés : %(count)s.",
        _AR: "متفق عليها ثم لم يُوافق عليها في جلسة أو كُسر الصمت بشأنها، ولا تُحتسب: %(count)s.",
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
    "evening numbers": {
        _EN: "Paragraphs have the numbers of the draft that was before the delegations when each thing was done.",
        _FR: "Les paragraphes portent les numéros du projet examiné au moment de chaque acte.",
        _AR: "تحمل الفقرات أرقامها في المشروع الذي كان معروضًا على الوفود وقت كل إجراء.",
    },
    "evening received": {
        _EN: "Proposals submitted",
        _FR: "Propositions présentées",
        _AR: "المقترحات المقدَّمة",
    },
    "evening then withdrawn": {
        _EN: "%(line)s, withdrawn on the same day",
        _FR: "%(line)s\u00a0; retirée le même jour",
        _AR: "%(line)s، ثم سُحب في اليوم نفسه",
    },
    "evening withdrawn": {
        _EN: "Proposals withdrawn",
        _FR: "Propositions retirées",
        _AR: "المقترحات المسحوبة",
    },
    "evening cosponsors": {_EN: "Co-sponsors", _FR: "Coauteurs", _AR: "المشاركون في تقديم المقترحات"},
    "evening cosponsor joined": {
        _EN: "%(name)s joined %(proposal)s as co-sponsor",
        _FR: "%(name)s\u00a0: se porte coauteur de %(proposal)s",
        _AR: "%(name)s: انضمام إلى مقدّمي %(proposal)s",
    },
    "evening cosponsor left": {
        _EN: "%(name)s left the co-sponsors of %(proposal)s",
        _FR: "%(name)s\u00a0: n’est plus coauteur de %(proposal)s",
        _AR: "%(name)s: انسحاب من مقدّمي %(proposal)s",
    },
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
    "evening open adopted": {
        _EN: "Paragraphs not agreed when the text was adopted",
        _FR: "Paragraphes non convenus lors de l’adoption du texte",
        _AR: "فقرات لم يكن متفقًا عليها عند اعتماد النص",
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
        _EN: "%(proposal)s: %(standing)s",
        _FR: "%(proposal)s : %(standing)s",
        _AR: "%(proposal)s: %(standing)s",
    },
    "evening agreement": {
        _EN: "Agreed: %(numbers)s (%(by)s)",
        _FR: "Convenus : %(numbers)s (%(by)s)",
        _AR: "اتُّفق عليها: %(numbers)s (%(by)s)",
    },
    "evening lifted": {
        _EN: "%(proposal)s lifts a bracket in paragraph %(number)s over %(name)s",
        _FR: "%(proposal)s lève un crochet au paragraphe %(number)s malgré : %(name)s",
        _AR: "%(proposal)s: رُفع قوسان معقوفان في الفقرة %(number)s رغم تمسك %(name)s بهما",
    },
    "evening agreed without bracket": {
        _EN: "Paragraph %(number)s agreed without a bracket that %(name)s held",
        _FR: "Paragraphe %(number)s convenu sans un crochet maintenu par : %(name)s",
        _AR: "اتُّفق على الفقرة %(number)s من دون قوسين معقوفين تمسكت بهما %(name)s",
    },
    "evening brackets": {
        _EN: "Brackets held and let go",
        _FR: "Crochets maintenus et abandonnés",
        _AR: "الأقواس المعقوفة المتمسَّك بها والمتخلى عنها",
    },
    "evening bracket held": {
        _EN: "%(name)s holds a bracket in paragraph %(number)s",
        _FR: "%(name)s\u00a0: crochet maintenu au paragraphe %(number)s",
        _AR: "%(name)s: تمسّك بقوسين معقوفين في الفقرة %(number)s",
    },
    "evening bracket let go": {
        _EN: "%(name)s lets go of a bracket in paragraph %(number)s",
        _FR: "%(name)s\u00a0: crochet abandonné au paragraphe %(number)s",
        _AR: "%(name)s: تخلٍّ عن قوسين معقوفين في الفقرة %(number)s",
    },
    "evening groups": {_EN: "Small groups", _FR: "Groupes restreints", _AR: "المجموعات المصغرة"},
    "evening group formed": {
        _EN: "“%(name)s” formed; facilitator: %(proposal)s",
        _FR: "«\u00a0%(name)s\u00a0» constitué\u00a0; facilitateur\u00a0: %(proposal)s",
        _AR: "«%(name)s»: شُكلت المجموعة؛ الميسّر: %(proposal)s",
    },
    "evening group ended": {
        _EN: "“%(name)s” ended",
        _FR: "«\u00a0%(name)s\u00a0»\u00a0: fin des travaux",
        _AR: "«%(name)s»: أُنهي عمل المجموعة",
    },
    "evening compromise put": {
        _EN: "Paragraph %(number)s: a compromise text of %(name)s put to the round",
        _FR: "Paragraphe %(number)s\u00a0: libellé de compromis soumis au tour par\u00a0: %(name)s",
        _AR: "الفقرة %(number)s: طُرح في الجولة نص توفيقي من %(name)s",
    },
    "evening text": {_EN: "The text and its rounds", _FR: "Le texte et ses tours", _AR: "النص وجولاته"},
    "evening imported": {
        _EN: "%(name)s imported",
        _FR: "%(name)s : texte importé",
        _AR: "%(name)s: استُورد النص",
    },
    "evening circulated": {
        _EN: "%(name)s circulated",
        _FR: "%(name)s : texte distribué",
        _AR: "%(name)s: عُمِّم النص",
    },
    "evening round opened": {
        _EN: "Round %(number)s announced on %(name)s",
        _FR: "Tour %(number)s annoncé sur %(name)s",
        _AR: "أُعلنت الجولة %(number)s على %(name)s",
    },
    "evening deadline changed": {
        _EN: "Deadline of round %(number)s changed",
        _FR: "Date limite du tour %(number)s modifiée",
        _AR: "عُدِّل الموعد النهائي للجولة %(number)s",
    },
    "evening round closed": {
        _EN: "Round %(number)s closed; the next draft is %(name)s",
        _FR: "Tour %(number)s clos ; le projet suivant est %(name)s",
        _AR: "أُقفلت الجولة %(number)s؛ والمشروع التالي هو %(name)s",
    },
    "evening adopted": {
        _EN: "The text was adopted as %(name)s (%(by)s)",
        _FR: "Le texte a été adopté sous la cote %(name)s (%(by)s)",
        _AR: "اعتُمد النص تحت الرمز %(name)s (%(by)s)",
    },
    "evening corrigendum": {
        _EN: "Corrigendum issued: %(name)s (paragraphs %(number)s)",
        _FR: "Rectificatif publié : %(name)s (paragraphes %(number)s)",
        _AR: "صدر التصويب %(name)s (الفقرات %(number)s)",
    },
    "evening corrigendum one": {
        _EN: "Corrigendum issued: %(name)s (paragraph %(number)s)",
        _FR: "Rectificatif publié : %(name)s (paragraphe %(number)s)",
        _AR: "صدر التصويب %(name)s (الفقرة %(number)s)",
    },
    "evening corrigendum two": {
        _EN: "Corrigendum issued: %(name)s (paragraphs %(number)s)",
        _FR: "Rectificatif publié : %(name)s (paragraphes %(number)s)",
        _AR: "صدر التصويب %(name)s (الفقرتان %(number)s)",
    },
    "evening published": {
        _EN: "%(name)s published: everybody can read it",
        _FR: "%(name)s publié\u00a0: chacun peut le lire",
        _AR: "نُشر %(name)s: يمكن للجميع قراءته",
    },
    "evening embargoed": {
        _EN: "%(name)s: public from a later moment on",
        _FR: "%(name)s\u00a0: public à partir d’un moment ultérieur",
        _AR: "%(name)s: يصبح متاحًا للجميع في وقت لاحق",
    },
    "evening embargo ended": {
        _EN: "Embargo of %(name)s ended: it is not published",
        _FR: "Embargo de %(name)s levé\u00a0: il n’est pas publié",
        _AR: "أُنهي حظر نشر %(name)s: لم يُنشر",
    },
    "evening publication withdrawn": {
        _EN: "Public page of %(name)s withdrawn",
        _FR: "Page publique de %(name)s retirée",
        _AR: "سُحبت الصفحة العامة للنص %(name)s",
    },
    "evening positions": {_EN: "Positions taken", _FR: "Positions prises", _AR: "المواقف المتخذة"},
    "evening position": {
        _EN: "%(stance)s %(count)s (%(on)s)",
        _FR: "%(stance)s %(count)s (%(on)s)",
        _AR: "%(stance)s %(count)s (%(on)s)",
    },
    "evening position paragraphs": {
        _EN: "paragraphs: %(numbers)s",
        _FR: "paragraphes\u00a0: %(numbers)s",
        _AR: "الفقرات: %(numbers)s",
    },
    "evening position taken back": {_EN: "Taken back:", _FR: "Retirées\u00a0:", _AR: "مواقف مسحوبة:"},
    "evening answers": {
        _EN: "Answers and confirmations",
        _FR: "Réponses et confirmations",
        _AR: "الردود والتأكيدات",
    },
    "evening accepts": {
        _EN: "%(name)s accepts the outcome of %(proposal)s",
        _FR: "%(name)s : accepte l’issue de %(proposal)s",
        _AR: "%(name)s: قبول مآل %(proposal)s",
    },
    "evening accepts compromise": {
        _EN: "%(name)s accepts the compromise for %(proposal)s",
        _FR: "%(name)s : accepte le compromis pour %(proposal)s",
        _AR: "%(name)s: قبول الصيغة التوفيقية بشأن %(proposal)s",
    },
    "evening can live with": {
        _EN: "%(name)s can live with the compromise for %(proposal)s",
        _FR: "%(name)s : juge acceptable le compromis pour %(proposal)s",
        _AR: "%(name)s: يمكن القبول بالصيغة التوفيقية بشأن %(proposal)s",
    },
    "evening objects": {
        _EN: "%(name)s objects to the compromise for %(proposal)s",
        _FR: "%(name)s : fait objection au compromis pour %(proposal)s",
        _AR: "%(name)s: اعتراض على الصيغة التوفيقية بشأن %(proposal)s",
    },
    "evening confirms": {
        _EN: "%(name)s confirms what is recorded for %(proposal)s",
        _FR: "%(name)s : confirme ce qui est consigné pour %(proposal)s",
        _AR: "%(name)s: تأكيد ما سُجِّل بشأن %(proposal)s",
    },
    "evening contests": {
        _EN: "%(name)s contests the outcome of %(proposal)s",
        _FR: "%(name)s : conteste l’issue de %(proposal)s",
        _AR: "%(name)s: طعن في مآل %(proposal)s",
    },
    "evening contests outcome": {
        _EN: "%(name)s contests the outcome of %(proposal)s: %(outcome)s",
        _FR: "%(name)s\u00a0: conteste l’issue de %(proposal)s (%(outcome)s)",
        _AR: "%(name)s: طعن في مآل %(proposal)s (%(outcome)s)",
    },
    "evening disowns": {
        _EN: "%(name)s says that %(proposal)s is not its own",
        _FR: "%(name)s : déclare que %(proposal)s n’est pas d’elle",
        _AR: "%(name)s: إعلان أن %(proposal)s ليس من تقديمها",
    },
    "evening confirmed": {
        _EN: "Agreement ad referendum on %(number)s confirmed by %(name)s (%(by)s)",
        _FR: "Accord ad referendum sur %(number)s confirmé par %(name)s (%(by)s)",
        _AR: "أُكِّد الاتفاق رهنًا بالاستشارة على %(number)s من: %(name)s (%(by)s)",
    },
    "evening sitting adopted": {
        _EN: "%(sitting)s: the text was adopted as %(symbol)s",
        _FR: "%(sitting)s : le texte a été adopté sous la cote %(symbol)s",
        _AR: "%(sitting)s: اعتُمد النص تحت الرمز %(symbol)s",
    },
    "evening sitting decided": {
        _EN: "%(sitting)s: decided: %(proposals)s",
        _FR: "%(sitting)s : décisions sur %(proposals)s",
        _AR: "%(sitting)s: قرارات: %(proposals)s",
    },
    "evening not public": {
        _EN: "%(line)s (not public)",
        _FR: "%(line)s (non publique)",
        _AR: "%(line)s (غير معلن)",
    },
    "evening break not public": {
        _EN: "%(line)s (not public)",
        _FR: "%(line)s (non public)",
        _AR: "%(line)s (غير معلن)",
    },
    "evening reservation published": {
        _EN: "%(name)s: made known to all participants, on paragraph %(number)s",
        _FR: "%(name)s : communiquée à tous les participants, sur le paragraphe %(number)s",
        _AR: "%(name)s: أُعلن لجميع المشاركين بشأن الفقرة %(number)s",
    },
    "evening reservation published on text": {
        _EN: "%(name)s: made known to all participants, on the whole text",
        _FR: "%(name)s : communiquée à tous les participants, sur l’ensemble du texte",
        _AR: "%(name)s: أُعلن لجميع المشاركين بشأن النص بأكمله",
    },
    "evening undone": {
        _EN: "No longer counts: a decision on %(about)s",
        _FR: "Ne compte plus : une décision sur %(about)s",
        _AR: "لم يعد ساريًا: قرار بشأن %(about)s",
    },
    "evening then reopened": {
        _EN: "%(line)s, then reopened on the same day",
        _FR: "%(line)s\u00a0; réouverture le même jour",
        _AR: "%(line)s، ثم أُعيد فتح النص في اليوم نفسه",
    },
    "evening then voided": {
        _EN: "%(line)s, voided on the same day",
        _FR: "%(line)s ; annulé le même jour",
        _AR: "%(line)s، ثم أُلغي ذلك في اليوم نفسه",
    },
    "evening reopened": {
        _EN: "Reopened: paragraph %(number)s",
        _FR: "Rouvert : paragraphe %(number)s",
        _AR: "أُعيد فتحها: الفقرة %(number)s",
    },
    "evening reopened and voided": {
        _EN: "Reopened: paragraph %(number)s; the reopening was voided on the same day and no longer counts",
        _FR: "Rouvert\u00a0: paragraphe %(number)s\u00a0; la réouverture a été annulée le même jour et ne vaut plus",
        _AR: "أُعيد فتحها: الفقرة %(number)s؛ ثم أُلغيت إعادة الفتح في اليوم نفسه ولم تعد سارية",
    },
    "evening reopening undone": {
        _EN: "The reopening of paragraph %(number)s no longer counts",
        _FR: "La réouverture du paragraphe %(number)s ne vaut plus",
        _AR: "لم تعد إعادة فتح الفقرة %(number)s سارية",
    },
    "body in city": {_EN: "%(body)s, %(city)s", _FR: "%(body)s, %(city)s", _AR: "%(body)s، %(city)s"},
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
        _FR: "%(sitting)s : convenus ad referendum %(numbers)s",
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
    "evening silence put one": {
        _EN: "%(body)s: begun on paragraph %(numbers)s",
        _FR: "%(body)s : engagée sur le paragraphe %(numbers)s",
        _AR: "%(body)s: بدأ بشأن الفقرة %(numbers)s",
    },
    "evening silence put two": {
        _EN: "%(body)s: begun on paragraphs %(numbers)s",
        _FR: "%(body)s : engagée sur les paragraphes %(numbers)s",
        _AR: "%(body)s: بدأ بشأن الفقرتين %(numbers)s",
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
    "evening open declined": {
        _EN: "agreed, %(level)s; declined since",
        _FR: "convenu, %(level)s ; refusé depuis",
        _AR: "متفق عليها، %(level)s؛ لم يُوافق عليها بعد ذلك",
    },
    "evening open either": {
        _EN: "agreed, %(level)s; since declined at a sitting or broken under silence",
        _FR: "convenu, %(level)s ; depuis refusé en séance ou par rupture du silence",
        _AR: "متفق عليها، %(level)s؛ ثم لم يُوافق عليها في جلسة أو كُسر الصمت بشأنها",
    },
    "evening open agreed": {
        _EN: "agreed, %(level)s",
        _FR: "convenu, %(level)s",
        _AR: "متفق عليها، %(level)s",
    },
    "evening open broken": {
        _EN: "%(found)s, silence broken by %(names)s",
        _FR: "%(found)s, silence rompu\u00a0: %(names)s",
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
    "evening silence concluded all agreed": {
        _EN: "%(body)s: ended; agreed %(numbers)s",
        _FR: "%(body)s : close ; convenus %(numbers)s",
        _AR: "%(body)s: انتهى؛ اتُّفق على %(numbers)s",
    },
    "evening silence concluded nothing agreed": {
        _EN: "%(body)s: ended; not agreed %(others)s",
        _FR: "%(body)s : close ; non convenus %(others)s",
        _AR: "%(body)s: انتهى؛ ولم يُتفق على %(others)s",
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
    "evening reservation maintained": {
        _EN: "%(name)s: maintained on paragraph %(number)s",
        _FR: "%(name)s : maintenue sur le paragraphe %(number)s",
        _AR: "%(name)s: أُبقي عليه بشأن الفقرة %(number)s",
    },
    "evening reservation maintained on text": {
        _EN: "%(name)s: maintained on the whole text",
        _FR: "%(name)s : maintenue sur l’ensemble du texte",
        _AR: "%(name)s: أُبقي عليه بشأن النص بأكمله",
    },
    "evening reservation instructed": {
        _EN: "%(name)s: instructions received, it stands on paragraph %(number)s",
        _FR: "%(name)s\u00a0: instructions reçues, maintenue sur le paragraphe %(number)s",
        _AR: "%(name)s: وردت التعليمات، ويبقى قائمًا بشأن الفقرة %(number)s",
    },
    "evening reservation instructed on text": {
        _EN: "%(name)s: instructions received, it stands on the whole text",
        _FR: "%(name)s\u00a0: instructions reçues, maintenue sur l’ensemble du texte",
        _AR: "%(name)s: وردت التعليمات، ويبقى قائمًا بشأن النص بأكمله",
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
        _FR: "%(moment)s (%(zone)s) : date limite du tour %(number)s",
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
    "evening open none received": {
        _EN: "Nothing received: %(numbers)s",
        _FR: "Rien reçu\u00a0: %(numbers)s",
        _AR: "لم يرد شيء: %(numbers)s",
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
