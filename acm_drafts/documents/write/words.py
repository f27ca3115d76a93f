"""
The few words that documents say of themselves, in their own language.

A document speaks its own language, whoever exports it, so these stand here, like those of the masthead.
"""

from acm_drafts.documents.write.delegation_export_words import DELEGATION_EXPORT
from acm_drafts.documents.write.evening_words import EVENING
from acm_drafts.documents.write.evidence_words import EVIDENCE
from acm_drafts.documents.write.follow_up_words import FOLLOW_UP
from acm_drafts.documents.write.guide_words import GUIDE
from acm_drafts.documents.write.input_words import INPUTS
from acm_drafts.documents.write.meeting_words import MEETING
from acm_drafts.documents.write.sitting_words import SITTING
from acm_drafts.negotiation.first_words import first_words
from acm_drafts.text.language import Language

_EN, _FR, _AR = Language.EN, Language.FR, Language.AR

_WORDS: dict[str, dict[Language, str]] = {
    **DELEGATION_EXPORT,
    **EVENING,
    **EVIDENCE,
    **INPUTS,
    **GUIDE,
    **FOLLOW_UP,
    **MEETING,
    **SITTING,
    "organisation": {
        _EN: "Organisation of Islamic Cooperation",
        _FR: "Organisation de la coopération islamique",
        _AR: "منظمة التعاون الإسلامي",
    },
    "mission": {
        _EN: "Permanent Observer Mission to the United Nations",
        _FR: "Mission permanente d’observation auprès de l’Organisation des Nations Unies",
        _AR: "البعثة المراقبة الدائمة لدى الأمم المتحدة",
    },
    "original": {_EN: "Original: %(name)s", _FR: "Original : %(name)s", _AR: "الأصل: %(name)s"},
    "language en": {_EN: "English", _FR: "anglais", _AR: "بالإنكليزية"},
    "language fr": {_EN: "French", _FR: "français", _AR: "بالفرنسية"},
    "language ar": {_EN: "Arabic", _FR: "arabe", _AR: "بالعربية"},
    "translated not": {
        _EN: "Not translated: the text stands in the original language only.",
        _FR: "Non traduit : le texte figure dans la langue originale uniquement.",
        _AR: "غير مترجم: يرد النص بلغته الأصلية فقط.",
    },
    "translated partly": {
        _EN: "Partly translated: what is not translated stands in the original language.",
        _FR: "Traduction partielle : ce qui n’est pas traduit figure dans la langue originale.",
        _AR: "ترجمة جزئية: ما لم يُترجم يرد بلغته الأصلية.",
    },
    "in the original": {
        _EN: "as corrected, in the language in which it was adopted",
        _FR: "tel que corrigé, dans la langue dans laquelle il a été adopté",
        _AR: "بصيغته المصوَّبة، باللغة التي اعتُمد بها",
    },
    "distribution general": {_EN: "Distr.: General", _FR: "Distr. générale", _AR: "التوزيع: عام"},
    "distribution limited": {_EN: "Distr.: Limited", _FR: "Distr. limitée", _AR: "التوزيع: محدود"},
    "distribution restricted": {_EN: "Distr.: Restricted", _FR: "Distr. restreinte", _AR: "التوزيع: مقيّد"},
    "place and day": {_EN: "%(place)s, %(day)s", _FR: "%(place)s, le %(day)s", _AR: "%(place)s، %(day)s"},
    "embargo": {
        _EN: "Embargo: not to be published before %(moment)s (%(place)s)",
        _FR: "Embargo : ne pas publier avant le %(moment)s (%(place)s)",
        _AR: "حظر نشر: لا يُنشر قبل %(moment)s (بتوقيت %(place)s)",
    },
    "copy": {
        _EN: "Copy for: %(name)s, %(mark)s",
        _FR: "Exemplaire de : %(name)s, %(mark)s",
        _AR: "نسخة مخصّصة لـ: %(name)s، %(mark)s",
    },
    "since": {
        _EN: "Changes since %(symbol)s",
        _FR: "Modifications depuis %(symbol)s",
        _AR: "التعديلات منذ %(symbol)s",
    },
    "compared": {
        _EN: "Compared with %(symbol)s",
        _FR: "Comparé à %(symbol)s",
        _AR: "مقارنة بالوثيقة %(symbol)s",
    },
    "side by side": {
        _EN: "%(old)s and %(new)s side by side, paragraph by paragraph",
        _FR: "%(old)s et %(new)s côte à côte, paragraphe par paragraphe",
        _AR: "الوثيقتان %(old)s و%(new)s جنبًا إلى جنب، فقرة بفقرة",
    },
    "renumbering": {_EN: "Renumbering", _FR: "Renumérotation", _AR: "إعادة الترقيم"},
    "contents": {_EN: "Contents", _FR: "Table des matières", _AR: "المحتويات"},
    "annex": {_EN: "Annex: %(title)s", _FR: "Annexe : %(title)s", _AR: "المرفق: %(title)s"},
    "annex n": {
        _EN: "Annex %(number)s: %(title)s",
        _FR: "Annexe %(number)s : %(title)s",
        _AR: "المرفق %(number)s: %(title)s",
    },
    "translation": {
        _EN: "Translation (original: %(name)s)",
        _FR: "Traduction (original : %(name)s)",
        _AR: "الترجمة (الأصل: %(name)s)",
    },
    "brackets": {
        _EN: "Brackets outstanding",
        _FR: "Crochets en suspens",
        _AR: "الأقواس المعقوفة المتبقية",
    },
    "concordance": {
        _EN: "Concordance of the numbers",
        _FR: "Concordance des numéros",
        _AR: "جدول مطابقة الأرقام",
    },
    "reservations": {_EN: "Reservations", _FR: "Réserves", _AR: "التحفظات"},
    "awaited": {
        _EN: "Delegations awaiting instructions",
        _FR: "Délégations en attente d’instructions",
        _AR: "وفود بانتظار التعليمات",
    },
    "reservation": {_EN: "Reservation", _FR: "Réserve", _AR: "التحفظ"},
    "footnote": {
        _EN: "%(delegation)s: reservation of %(day)s.",
        _FR: "%(delegation)s\u00a0: réserve du %(day)s.",
        _AR: "%(delegation)s: تحفظ بتاريخ %(day)s.",
    },
    "footnote awaiting": {
        _EN: "%(delegation)s: reservation of %(day)s, awaiting instructions.",
        _FR: "%(delegation)s\u00a0: réserve du %(day)s, en attente d’instructions.",
        _AR: "%(delegation)s: تحفظ بتاريخ %(day)s، بانتظار التعليمات.",
    },
    "on text": {_EN: "On the whole text", _FR: "Sur l’ensemble du texte", _AR: "على النص بأكمله"},
    "on paragraph": {_EN: "On the paragraph", _FR: "Sur le paragraphe", _AR: "على الفقرة"},
    "quoted": {_EN: "“%(words)s”", _FR: "«\u00a0%(words)s\u00a0»", _AR: "«%(words)s»"},
    "on the words": {
        _EN: "On the words “%(phrase)s”",
        _FR: "Sur les mots «\u00a0%(phrase)s\u00a0»",
        _AR: "على عبارة «%(phrase)s»",
    },
    "words corrected": {
        _EN: "A corrigendum changed the words it was entered on.",
        _FR: "Un rectificatif a modifié les mots sur lesquels elle a été formulée.",
        _AR: "عدّل تصويب العبارة التي أُبدي بشأنها التحفظ.",
    },
    "words corrected to": {
        _EN: "A corrigendum changed the words it was entered on, which read now: “%(phrase)s”.",
        _FR: "Un rectificatif a modifié les mots sur lesquels elle a été formulée, qui se lisent désormais\u00a0: "
        "«\u00a0%(phrase)s\u00a0».",
        _AR: "عدّل تصويب العبارة التي أُبدي بشأنها التحفظ، وصار نصّها: «%(phrase)s».",
    },
    "words gone": {
        _EN: "The words it was entered on are no longer in the text.",
        _FR: "Les mots sur lesquels elle a été formulée ne figurent plus dans le texte.",
        _AR: "العبارة التي أُبدي بشأنها التحفظ لم تعد واردة في النص.",
    },
    "words partly": {
        _EN: "The paragraph it was entered on was divided, and a part of it is no longer in the text.",
        _FR: "Le paragraphe sur lequel elle a été formulée a été divisé, et une partie n’en figure plus dans le texte.",
        _AR: "قُسّمت الفقرة التي أُبدي بشأنها التحفظ، ولم يعد جزء منها واردًا في النص.",
    },
    "words elsewhere": {
        _EN: "The words it was entered on stand at another place now.",
        _FR: "Les mots sur lesquels elle a été formulée figurent désormais à un autre endroit.",
        _AR: "العبارة التي أُبدي بشأنها التحفظ واردة الآن في موضع آخر.",
    },
    "it stands": {
        _EN: "Its delegation maintains it.",
        _FR: "Sa délégation la maintient.",
        _AR: "ويُبقي عليه وفده.",
    },
    "it is asked": {
        _EN: "Since its words changed last, its delegation has not said whether it maintains it.",
        _FR: "Depuis la dernière modification de ces mots, sa délégation n’a pas dit si elle la maintient.",
        _AR: "ولم يوضح وفده، منذ آخر تغيير في هذه العبارة، ما إذا كان يُبقي عليه.",
    },
    "reservations counted": {
        _EN: "Reservations: %(count)s; awaiting instructions: %(awaited)s.",
        _FR: "Réserves\u00a0: %(count)s\u00a0; en attente d’instructions\u00a0: %(awaited)s.",
        _AR: "التحفظات: %(count)s؛ بانتظار التعليمات: %(awaited)s.",
    },
    "title until": {
        _EN: "%(title)s, as they stood when %(symbol)s was circulated on %(day)s",
        _FR: "%(title)s, état lors de la distribution de %(symbol)s, le %(day)s",
        _AR: "%(title)s، كما كانت عند تعميم الوثيقة %(symbol)s في %(day)s",
    },
    "reservations until": {
        _EN: "They are told as they stood when %(symbol)s was circulated on %(day)s.",
        _FR: "Elles sont indiquées telles qu’elles étaient lors de la distribution de %(symbol)s, le %(day)s.",
        _AR: "تُذكر كما كانت عند تعميم الوثيقة %(symbol)s في %(day)s.",
    },
    "no reservations until": {
        _EN: "No reservation had been made known when %(symbol)s was circulated on %(day)s.",
        _FR: "Aucune réserve n’avait été communiquée lors de la distribution de %(symbol)s, le %(day)s.",
        _AR: "لم يكن قد أُعلن أي تحفظ عند تعميم الوثيقة %(symbol)s في %(day)s.",
    },
    "no reservations": {
        _EN: "No reservation has been made known.",
        _FR: "Aucune réserve n’a été communiquée.",
        _AR: "لم يُعلَن أي تحفظ.",
    },
    "proposal": {_EN: "On what", _FR: "Objet", _AR: "الموضوع"},
    "delegation": {_EN: "Delegation", _FR: "Délégation", _AR: "الوفد"},
    "day": {_EN: "Date", _FR: "Date", _AR: "التاريخ"},
    "paragraphs": {_EN: "Paragraphs", _FR: "Paragraphes", _AR: "الفقرات"},
    "paragraph": {_EN: "Paragraph", _FR: "Paragraphe", _AR: "الفقرة"},
    "words in brackets": {
        _EN: "Words in brackets",
        _FR: "Mots entre crochets",
        _AR: "العبارات بين الأقواس المعقوفة",
    },
    "open": {_EN: "What is open", _FR: "Ce qui reste à régler", _AR: "ما لم يُبتّ فيه"},
    "stays or goes": {_EN: "to stay or to go", _FR: "à maintenir ou à supprimer", _AR: "تُبقى أو تُحذف"},
    "nothing": {_EN: "no words", _FR: "aucun mot", _AR: "بدون عبارة"},
    "no partner": {
        _EN: "a bracket without its partner",
        _FR: "un crochet sans son pendant",
        _AR: "قوس معقوف بلا نظيره",
    },
    "first words": {_EN: "First words", _FR: "Premiers mots", _AR: "الكلمات الأولى"},
    "became": {_EN: "What became of it", _FR: "Sort du paragraphe", _AR: "مآل الفقرة"},
    "changed": {_EN: "changed", _FR: "modifié", _AR: "معدّلة"},
    "bracketed": {
        _EN: "words put in brackets",
        _FR: "mots mis entre crochets",
        _AR: "وُضعت كلمات منها بين أقواس معقوفة",
    },
    "new": {_EN: "new", _FR: "nouveau", _AR: "جديدة"},
    "deleted": {_EN: "deleted", _FR: "supprimé", _AR: "محذوفة"},
    "moved": {_EN: "moved", _FR: "déplacé", _AR: "منقولة"},
    "split": {_EN: "split", _FR: "scindé", _AR: "مقسّمة"},
    "joined": {_EN: "joined", _FR: "réuni", _AR: "مدمجة"},
    "split of": {
        _EN: "split from %(numbers)s",
        _FR: "issu de la division de %(numbers)s",
        _AR: "من تقسيم %(numbers)s",
    },
    "joined of": {_EN: "%(numbers)s joined", _FR: "réunion de %(numbers)s", _AR: "دمج %(numbers)s"},
    "was": {_EN: "was %(number)s", _FR: "était %(number)s", _AR: "كانت %(number)s"},
    "compiled": {
        _EN: "Compilation of proposals: %(count)s.",
        _FR: "Compilation ; nombre de propositions : %(count)s.",
        _AR: "تجميع المقترحات؛ عدد المقترحات: %(count)s.",
    },
    "none": {
        _EN: "Compilation: no proposals.",
        _FR: "Compilation : aucune proposition.",
        _AR: "تجميع: لا توجد مقترحات.",
    },
    "none shown": {
        _EN: "Compilation of proposals: %(why)s.",
        _FR: "Compilation des propositions : %(why)s.",
        _AR: "تجميع المقترحات: %(why)s.",
    },
    "others not shown": {
        _EN: "Other proposals: %(why)s.",
        _FR: "Autres propositions : %(why)s.",
        _AR: "المقترحات الأخرى: %(why)s.",
    },
    "shown as left": {
        _EN: "Proposals of earlier rounds are shown as round %(number)s left them.",
        _FR: "Les propositions des tours précédents sont montrées telles que le tour %(number)s les a laissées.",
        _AR: "تُعرض مقترحات الجولات السابقة كما تركتها الجولة %(number)s.",
    },
    "withheld deadline": {
        _EN: "not shown until the deadline",
        _FR: "non montrées avant la date limite",
        _AR: "لا تُعرض قبل الموعد النهائي",
    },
    "withheld mission": {
        _EN: "shown to the Mission alone",
        _FR: "montrées à la Mission seulement",
        _AR: "تُعرض على البعثة فقط",
    },
    "withheld chair": {
        _EN: "shown to the Mission and the chair alone",
        _FR: "montrées à la Mission et à la présidence seulement",
        _AR: "تُعرض على البعثة والرئاسة فقط",
    },
    "attributed": {
        _EN: "With the names of their sponsors.",
        _FR: "Avec le nom de leurs auteurs.",
        _AR: "مع أسماء مقدّميها.",
    },
    "unattributed": {
        _EN: "Without the names of their sponsors.",
        _FR: "Sans le nom de leurs auteurs.",
        _AR: "دون أسماء مقدّميها.",
    },
    "positions": {_EN: "Positions", _FR: "Positions", _AR: "المواقف"},
    "positions on": {
        _EN: "Table of positions; proposals: %(count)s.",
        _FR: "Tableau des positions ; nombre de propositions : %(count)s.",
        _AR: "جدول المواقف من المقترحات؛ عدد المقترحات: %(count)s.",
    },
    "positions on none": {
        _EN: "Table of positions: no proposals.",
        _FR: "Tableau des positions : aucune proposition.",
        _AR: "جدول المواقف: لا توجد مقترحات.",
    },
    "positions on none shown": {
        _EN: "Table of positions: %(why)s.",
        _FR: "Tableau des positions : %(why)s.",
        _AR: "جدول المواقف: %(why)s.",
    },
    "positions left out": {
        _EN: "Positions are left out: this text does not name delegations.",
        _FR: "Les positions sont omises : ce texte ne nomme pas les délégations.",
        _AR: "لا تُذكر المواقف: هذا النص لا يسمّي الوفود.",
    },
    "positions not told": {_EN: "not told here", _FR: "non communiquées ici", _AR: "لا تُذكر هنا"},
    "as it stands": {_EN: "the text as it stands", _FR: "le libellé actuel", _AR: "الصيغة الحالية"},
    "no positions": {_EN: "none taken", _FR: "aucune", _AR: "لا يوجد"},
    "comma": {_EN: ", ", _FR: ", ", _AR: "، "},
    "semicolon": {_EN: "; ", _FR: " ; ", _AR: "؛ "},
    "or": {_EN: "or", _FR: "ou", _AR: "أو"},
    "brackets lifted": {
        _EN: "brackets lifted, the words stay",
        _FR: "crochets levés, texte maintenu",
        _AR: "رُفع القوسان المعقوفان وأُبقي على النص",
    },
    "brackets chosen": {
        _EN: "brackets lifted, one of the alternatives stays",
        _FR: "crochets levés, une seule des variantes est maintenue",
        _AR: "رُفعت الأقواس المعقوفة وأُبقي على أحد البدائل",
    },
    "brackets lifted and changed": {
        _EN: "brackets lifted, the words change",
        _FR: "crochets levés, texte modifié",
        _AR: "رُفع القوسان المعقوفان وعُدِّل النص",
    },
    "brackets deleted": {
        _EN: "bracketed words deleted",
        _FR: "texte entre crochets supprimé",
        _AR: "حُذف النص الوارد بين قوسين معقوفين",
    },
    "brackets put": {
        _EN: "put in brackets",
        _FR: "mis entre crochets",
        _AR: "وُضع بين قوسين معقوفين",
    },
    "brackets alternative": {
        _EN: "put in brackets, with an alternative",
        _FR: "mis entre crochets, avec une variante",
        _AR: "وُضع بين قوسين معقوفين مع بديل",
    },
    "brackets put and changed": {
        _EN: "put in brackets, the words change",
        _FR: "mis entre crochets et modifié",
        _AR: "وُضع بين قوسين معقوفين وعُدِّل",
    },
    "brackets inserted": {
        _EN: "inserted in brackets",
        _FR: "ajouté entre crochets",
        _AR: "أُضيف بين قوسين معقوفين",
    },
    "together": {
        _EN: "All proposals together",
        _FR: "Toutes les propositions réunies",
        _AR: "جميع المقترحات معًا",
    },
    "not drawn": {
        _EN: "Not drawn here, for they amend another proposal, stand on an older wording or ask for no other words:"
        " %(names)s",
        _FR: "Non représentées ici, car elles amendent une autre proposition, portent sur un libellé antérieur ou ne"
        " demandent pas d’autres mots : %(names)s",
        _AR: "غير مبيَّنة هنا لأنها تعدّل مقترحًا آخر أو تستند إلى صياغة سابقة أو لا تطلب ألفاظًا أخرى: %(names)s",
    },
    "settled, not drawn": {
        _EN: "Settled by what was accepted, and left out here: %(names)s",
        _FR: "Réglées par ce qui a été accepté, et omises ici : %(names)s",
        _AR: "حسمها ما قُبل، وأُغفلت هنا: %(names)s",
    },
    "with": {
        _EN: "%(sponsor)s, with %(others)s",
        _FR: "%(sponsor)s, avec %(others)s",
        _AR: "%(sponsor)s، مع %(others)s",
    },
    "amends": {_EN: "amends %(name)s", _FR: "modifie %(name)s", _AR: "يعدّل %(name)s"},
    "move to": {
        _EN: "To stand after %(number)s.",
        _FR: "À placer après %(number)s.",
        _AR: "توضع بعد %(number)s.",
    },
    "move elsewhere": {
        _EN: "To stand at another place.",
        _FR: "À placer ailleurs.",
        _AR: "توضع في مكان آخر.",
    },
    "join to": {
        _EN: "To be joined with %(number)s.",
        _FR: "À réunir avec %(number)s.",
        _AR: "تُضمّ إلى %(number)s.",
    },
    "join elsewhere": {
        _EN: "To be joined with the next one.",
        _FR: "À réunir avec le suivant.",
        _AR: "تُضمّ إلى الفقرة التالية.",
    },
    "keep it": {_EN: "To stay as it stands.", _FR: "À maintenir tel quel.", _AR: "تبقى كما هي."},
    "made on": {
        _EN: "Shown on the wording of %(draft)s, on which it was made; the text has changed since.",
        _FR: "Présentée sur le libellé de %(draft)s, sur lequel elle a été faite ; le texte a changé depuis.",
        _AR: "يُعرض على صيغة %(draft)s التي قُدّم عليها؛ وقد تغيّر النص منذ ذلك.",
    },
    "keep it as it was": {
        _EN: "To stay as it was before these words were put in brackets.",
        _FR: "À maintenir tel qu’il était avant la mise de ces mots entre crochets.",
        _AR: "تبقى كما كانت قبل وضع هذه الألفاظ بين قوسين معقوفين.",
    },
    "reason": {_EN: "Reason:", _FR: "Motif :", _AR: "السبب:"},
    "grounds": {_EN: "%(party)s:", _FR: "%(party)s\u00a0:", _AR: "%(party)s:"},
    "stance support": {_EN: "Support:", _FR: "Appui :", _AR: "تأييد:"},
    "stance live-with": {_EN: "Can live with it:", _FR: "Acceptable pour :", _AR: "يمكنهم القبول به:"},
    "stance oppose": {_EN: "Oppose:", _FR: "Opposition :", _AR: "معارضة:"},
    "stance reserve": {_EN: "Position reserved:", _FR: "Position réservée :", _AR: "تحفّظ:"},
    "stance awaiting": {
        _EN: "Awaiting instructions:",
        _FR: "En attente d’instructions :",
        _AR: "بانتظار التعليمات:",
    },
    "kind replace": {_EN: "new wording", _FR: "nouveau libellé", _AR: "صياغة جديدة"},
    "kind insert": {_EN: "new paragraph", _FR: "nouveau paragraphe", _AR: "فقرة جديدة"},
    "kind delete": {_EN: "delete", _FR: "supprimer", _AR: "حذف"},
    "kind move": {_EN: "move", _FR: "déplacer", _AR: "نقل"},
    "kind split": {_EN: "split", _FR: "scinder", _AR: "تقسيم"},
    "kind join": {_EN: "join", _FR: "réunir", _AR: "ضمّ"},
    "kind keep": {_EN: "keep as it is", _FR: "maintenir tel quel", _AR: "إبقاء كما هي"},
    "kind consequential": {
        _EN: "consequential change",
        _FR: "modification corrélative",
        _AR: "تعديل تبعي",
    },
    "standing draft": {_EN: "draft", _FR: "projet", _AR: "مسودة"},
    "standing review": {_EN: "in review", _FR: "en cours d’examen", _AR: "قيد المراجعة"},
    "standing pending": {_EN: "submitted", _FR: "présentée", _AR: "مُقدَّم"},
    "standing withdrawn": {_EN: "withdrawn", _FR: "retirée", _AR: "مسحوب"},
    "standing accepted": {_EN: "accepted", _FR: "acceptée", _AR: "مقبول"},
    "standing part": {_EN: "accepted in part", _FR: "acceptée en partie", _AR: "مقبول جزئيًا"},
    "standing absorbed": {_EN: "merged", _FR: "fusionnée", _AR: "مُدمَج"},
    "standing rejected": {_EN: "rejected", _FR: "rejetée", _AR: "مرفوض"},
    "standing bracketed": {_EN: "in brackets", _FR: "entre crochets", _AR: "بين قوسين معقوفين"},
    "standing deferred": {_EN: "deferred", _FR: "différée", _AR: "مُرجأ"},
    "standing carried": {_EN: "carried over", _FR: "reportée", _AR: "مُرحَّل"},
    "standing partly": {_EN: "merged in part", _FR: "fusionnée en partie", _AR: "مُدمَج جزئيًا"},
    "standing overtaken": {_EN: "superseded", _FR: "remplacée", _AR: "حلّت محله ألفاظ أخرى"},
    "standing conflict": {
        _EN: "carried over in conflict",
        _FR: "reportée en conflit",
        _AR: "مُرحَّل مع تعارض",
    },
    "standing orphaned": {_EN: "lapsed", _FR: "caduque", _AR: "سقط"},
    "proposed accepted": {
        _EN: "acceptance proposed",
        _FR: "acceptation proposée",
        _AR: "اقتُرح قبوله",
    },
    "proposed part": {
        _EN: "acceptance in part proposed",
        _FR: "acceptation partielle proposée",
        _AR: "اقتُرح قبوله جزئيًا",
    },
    "proposed absorbed": {
        _EN: "compromise proposed",
        _FR: "compromis proposé",
        _AR: "اقتُرحت بشأنه صيغة توفيقية",
    },
    "proposed rejected": {
        _EN: "non-acceptance proposed",
        _FR: "non-acceptation proposée",
        _AR: "اقتُرح عدم قبوله",
    },
    "proposed bracketed": {
        _EN: "retention in brackets proposed",
        _FR: "maintien entre crochets proposé",
        _AR: "اقتُرح إبقاؤه بين قوسين معقوفين",
    },
    "proposed deferred": {
        _EN: "deferral proposed",
        _FR: "ajournement proposé",
        _AR: "اقتُرح إرجاؤه",
    },
    "level expert": {_EN: "Expert level", _FR: "Niveau des experts", _AR: "مستوى الخبراء"},
    "level working-groups": {_EN: "Working Group", _FR: "Groupe de travail", _AR: "فريق عامل"},
    "level troika": {_EN: "Troika", _FR: "Troïka", _AR: "الترويكا"},
    "level executive-committee": {
        _EN: "Executive Committee",
        _FR: "Comité exécutif",
        _AR: "اللجنة التنفيذية",
    },
    "level ambassadorial": {
        _EN: "Ambassadorial level",
        _FR: "Niveau des ambassadeurs",
        _AR: "مستوى السفراء",
    },
    "level ministerial": {_EN: "Ministerial level", _FR: "Niveau ministériel", _AR: "المستوى الوزاري"},
    "city new-york": {_EN: "New York", _FR: "New York", _AR: "نيويورك"},
    "city washington": {_EN: "Washington DC", _FR: "Washington", _AR: "واشنطن العاصمة"},
    "silence": {
        _EN: "%(body)s, %(city)s: certificate of silence procedure %(number)s",
        _FR: "%(body)s, %(city)s : certificat de la procédure d’approbation tacite nº %(number)s",
        _AR: "%(body)s، %(city)s: شهادة إجراء الموافقة الصامتة %(number)s",
    },
    "moment": {
        _EN: "%(day)s, %(clock)s",
        _FR: "%(day)s à %(clock)s",
        _AR: "%(day)s، الساعة %(clock)s",
    },
    "silence zone": {
        _EN: "All times are those of %(zone)s.",
        _FR: "Toutes les heures sont celles du fuseau : %(zone)s.",
        _AR: "جميع المواقيت بتوقيت %(zone)s.",
    },
    "silence put": {
        _EN: "Put under silence: %(moment)s.",
        _FR: "Début de la procédure : %(moment)s.",
        _AR: "بدأ الإجراء: %(moment)s.",
    },
    "silence extended": {
        _EN: "Extended on %(moment)s, until %(until)s.",
        _FR: "Prolongée le %(moment)s, jusqu’au %(until)s.",
        _AR: "مُدّد في %(moment)s حتى %(until)s.",
    },
    "silence suspended": {
        _EN: "Suspended: %(moment)s.",
        _FR: "Suspendue : %(moment)s.",
        _AR: "عُلّق: %(moment)s.",
    },
    "silence resumed": {
        _EN: "Resumed on %(moment)s, until %(until)s.",
        _FR: "Reprise le %(moment)s, jusqu’au %(until)s.",
        _AR: "استؤنف في %(moment)s حتى %(until)s.",
    },
    "silence ended": {
        _EN: "Ended: %(moment)s.",
        _FR: "Fin de la procédure : %(moment)s.",
        _AR: "انتهى الإجراء: %(moment)s.",
    },
    "silence recorded": {
        _EN: "Outcome recorded: %(moment)s.",
        _FR: "Résultat consigné : %(moment)s.",
        _AR: "سُجّلت النتيجة: %(moment)s.",
    },
    "silence digest": {
        _EN: "SHA-256 of the numbers and words below, as they were put under silence: %(digest)s",
        _FR: "SHA-256 des numéros et du texte ci-dessous, tels que soumis à la procédure : %(digest)s",
        _AR: "بصمة SHA-256 للأرقام والنصوص أدناه كما عُرضت في الإجراء: %(digest)s",
    },
    "silence hash": {
        _EN: "The end of this procedure is recorded in the journal of the text. First 20 digits of the SHA-256 of that "
        "line: %(digest)s",
        _FR: "La fin de cette procédure est consignée au journal du texte. Vingt premiers chiffres du SHA-256 de cette "
        "ligne\u00a0: %(digest)s",
        _AR: "انتهاء هذا الإجراء مقيَّد في سجل النص. الأرقام العشرون الأولى من بصمة SHA-256 لهذا القيد: %(digest)s",
    },
    "incorporating": {
        _EN: "incorporating %(names)s",
        _FR: "incorporant %(names)s",
        _AR: "متضمنًا %(names)s",
    },
    "corrigendum": {_EN: "Corrigendum", _FR: "Rectificatif", _AR: "تصويب"},
    "corrigendum to": {
        _EN: "To the text adopted as %(symbol)s on %(day)s",
        _FR: "Au texte adopté sous la cote %(symbol)s le %(day)s",
        _AR: "للنص المعتمد تحت الرمز %(symbol)s في %(day)s",
    },
    "agreement ended": {
        _EN: "This agreement no longer counts: it was voided, or the paragraph was reopened.",
        _FR: "Cet accord ne compte plus\u00a0: il a été annulé, ou le paragraphe a été rouvert.",
        _AR: "لم يعد هذا الاتفاق ساريًا: فقد أُلغي أو أُعيد فتح الفقرة.",
    },
    "corrected original": {
        _EN: "The corrections concern the original of the text, in %(name)s.",
        _FR: "Les corrections concernent l’original du texte, en %(name)s.",
        _AR: "تخص هذه التصويبات النص الأصلي، وهو %(name)s.",
    },
    "corrected heading": {
        _EN: "Heading or paragraph without a number: %(words)s",
        _FR: "Titre ou paragraphe sans numéro : %(words)s",
        _AR: "عنوان أو فقرة بلا رقم: %(words)s",
    },
    "for": {_EN: "For", _FR: "Au lieu de", _AR: "بدلًا من"},
    "read": {_EN: "Read", _FR: "Lire", _AR: "يُقرأ"},
    "deleted words": {_EN: "Delete", _FR: "Supprimer", _AR: "تُحذف عبارة"},
    "correction reason": {
        _EN: "Reason: %(reason)s",
        _FR: "Motif : %(reason)s",
        _AR: "السبب: %(reason)s",
    },
    "correction asked": {
        _EN: "Requested by: %(name)s",
        _FR: "À la demande de : %(name)s",
        _AR: "بطلب من: %(name)s",
    },
    "silence agreed": {
        _EN: "Agreed: nobody broke the silence",
        _FR: "Convenu : personne n’a rompu le silence",
        _AR: "متفق عليه: لم يكسر أحد الصمت",
    },
    "silence broken": {_EN: "Silence broken", _FR: "Silence rompu", _AR: "كُسر الصمت"},
    "silence left-open": {
        _EN: "Left open: something waits for a decision there",
        _FR: "Laissé ouvert : une décision y est encore attendue",
        _AR: "تُرك مفتوحاً: ثمة ما ينتظر قراراً بشأنه",
    },
    "silence paragraph": {
        _EN: "Paragraph %(number)s",
        _FR: "Paragraphe %(number)s",
        _AR: "الفقرة %(number)s",
    },
    "silence break": {_EN: "%(name)s: %(moment)s", _FR: "%(name)s : %(moment)s", _AR: "%(name)s: %(moment)s"},
    "silence break taken back": {
        _EN: "%(name)s: %(moment)s; taken back: %(back)s",
        _FR: "%(name)s : %(moment)s ; retiré : %(back)s",
        _AR: "%(name)s: %(moment)s؛ سُحب: %(back)s",
    },
    "silence counter": {_EN: "Counter-proposal:", _FR: "Contre-proposition\u00a0:", _AR: "الاقتراح المضاد:"},
    "silence counter withheld": {
        _EN: "With a counter-proposal, whose words are not shown to you.",
        _FR: "Avec une contre-proposition, dont le texte ne vous est pas montré.",
        _AR: "مع اقتراح مضاد لا يُعرض نصه عليكم.",
    },
    "a delegation": {_EN: "A delegation", _FR: "Une délégation", _AR: "وفد"},
    "silence told": {_EN: "Who was told", _FR: "Destinataires", _AR: "من أُبلغ"},
    "silence member": {
        _EN: "%(name)s: %(told)s told, %(opened)s opened it",
        _FR: "%(name)s : personnes avisées : %(told)s ; l’ont consultée : %(opened)s",
        _AR: "%(name)s: أُبلغ %(told)s، واطلع عليه %(opened)s",
    },
    "silence members": {_EN: "Members", _FR: "Membres", _AR: "الأعضاء"},
    "silence readers withheld": {
        _EN: "Who of them was told and who opened it is told to the Mission, the chair of the Group and the delegation "
        "that chairs the body alone, as who broke it is.",
        _FR: "Qui parmi eux a été avisé et qui l’a consultée n’est communiqué qu’à la Mission, à la présidence du "
        "Groupe et à la délégation qui préside l’instance, tout comme l’auteur d’une rupture.",
        _AR: "لا يُبلَّغ من أُبلغ منهم ومن اطّلع عليه إلا للبعثة ورئاسة المجموعة والوفد الذي يرأس الهيئة، شأنه شأن "
        "من كسر الصمت.",
    },
    "silence not told": {
        _EN: "Nobody of these delegations was told, for none had anybody in office at this meeting who could be told: "
        "%(names)s.",
        _FR: "Délégations dont personne n’a été avisé, aucune n’ayant à cette réunion de responsable qui pût "
        "l’être\u00a0: %(names)s.",
        _AR: "وفود لم يُبلغ أحد منها، إذ لم يكن لأي منها في هذا الاجتماع من يتولى منصبًا فيُبلَّغ: %(names)s.",
    },
    "place New York": {_EN: "New York", _FR: "New York", _AR: "نيويورك"},
    "standing settled": {
        _EN: "settled by what was accepted",
        _FR: "réglée par ce qui a été accepté",
        _AR: "حسمه ما قُبل",
    },
    "standing left-open": {
        _EN: "open when the text was adopted",
        _FR: "en suspens lors de l’adoption du texte",
        _AR: "بقي دون بتّ عند اعتماد النص",
    },
    "standing contested": {_EN: "contested", _FR: "contestée", _AR: "مطعون فيه"},
}


def say(language: Language, word: str, **facts: str) -> str:
    """Return *word* in *language*, filled with *facts*. Raises KeyError for a word there is none of."""
    return _WORDS[word][language] % facts


def quoted(language: Language, text: str) -> str:
    """Return the first words of *text* in the quotation marks of *language*, and that more follows."""
    return say(language, "quoted", words=first_words(text))


def place_in(language: Language, place: str) -> str:
    """Return what *language* calls the place by whose clocks a moment is told; one without a word of ours as it is."""
    return _WORDS.get(f"place {place}", {}).get(language, place)
