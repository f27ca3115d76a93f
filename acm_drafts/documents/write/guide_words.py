"""
The words of agenda items, of the guide by them with its pocket form, and of the letter; said by documents.write.words.
"""

from collections.abc import Mapping

from acm_drafts.text.language import Language

_EN, _FR, _AR = Language.EN, Language.FR, Language.AR

GUIDE: Mapping[str, dict[Language, str]] = {
    "agenda item": {
        _EN: "Agenda item %(items)s",
        _FR: "Point %(items)s de l’ordre du jour",
        _AR: "البند %(items)s من جدول الأعمال",
    },
    "two agenda items": {
        _EN: "Agenda items %(items)s",
        _FR: "Points %(items)s de l’ordre du jour",
        _AR: "البندان %(items)s من جدول الأعمال",
    },
    "agenda items": {
        _EN: "Agenda items %(items)s",
        _FR: "Points %(items)s de l’ordre du jour",
        _AR: "البنود %(items)s من جدول الأعمال",
    },
    "guide": {
        _EN: "Guide by agenda item",
        _FR: "Guide par point de l’ordre du jour",
        _AR: "دليل بنود جدول الأعمال",
    },
    "guide session": {
        _EN: "Agenda of the %(session)s session of the General Assembly",
        _FR: "Ordre du jour de la %(session)s session de l’Assemblée générale",
        _AR: "جدول أعمال الدورة %(session)s للجمعية العامة",
    },
    "guide item": {
        _EN: "Item %(number)s: %(title)s",
        _FR: "Point %(number)s\u00a0: %(title)s",
        _AR: "البند %(number)s: %(title)s",
    },
    "guide committees": {
        _EN: "Taken up by: %(names)s",
        _FR: "Examiné par\u00a0: %(names)s",
        _AR: "تنظر فيه: %(names)s",
    },
    "committee 0": {_EN: "plenary", _FR: "plénière", _AR: "الجلسات العامة"},
    "committee 1": {_EN: "First Committee", _FR: "Première Commission", _AR: "اللجنة الأولى"},
    "committee 2": {_EN: "Second Committee", _FR: "Deuxième Commission", _AR: "اللجنة الثانية"},
    "committee 3": {_EN: "Third Committee", _FR: "Troisième Commission", _AR: "اللجنة الثالثة"},
    "committee 4": {_EN: "Fourth Committee", _FR: "Quatrième Commission", _AR: "اللجنة الرابعة"},
    "committee 5": {_EN: "Fifth Committee", _FR: "Cinquième Commission", _AR: "اللجنة الخامسة"},
    "committee 6": {_EN: "Sixth Committee", _FR: "Sixième Commission", _AR: "اللجنة السادسة"},
    "guide position": {
        _EN: "Agreed position of the Group",
        _FR: "Position convenue du Groupe",
        _AR: "موقف المجموعة المتفق عليه",
    },
    "guide not adopted": {
        _EN: "Not adopted yet: %(symbol)s",
        _FR: "Pas encore adopté\u00a0: %(symbol)s",
        _AR: "لم يُعتمد بعد: %(symbol)s",
    },
    "guide adopted": {
        _EN: "%(symbol)s, adopted on %(day)s",
        _FR: "%(symbol)s, adopté le %(day)s",
        _AR: "%(symbol)s، المعتمد في %(day)s",
    },
    "guide no position": {
        _EN: "No paragraph of a text adopted at this session is tagged with this item.",
        _FR: "Aucun paragraphe d’un texte adopté à cette session n’est classé sous ce point.",
        _AR: "لا توجد فقرة من نص معتمد في هذه الدورة مدرجة تحت هذا البند.",
    },
    "guide paragraph": {
        _EN: "Paragraph %(number)s",
        _FR: "Paragraphe %(number)s",
        _AR: "الفقرة %(number)s",
    },
    "guide earlier": {_EN: "Earlier years", _FR: "Années précédentes", _AR: "السنوات السابقة"},
    "guide earlier item": {
        _EN: "%(session)s session, item %(number)s",
        _FR: "%(session)s session, point %(number)s",
        _AR: "الدورة %(session)s، البند %(number)s",
    },
    "guide reservations withheld": {
        _EN: "Reservations are told to the participants of the meeting.",
        _FR: "Les réserves sont communiquées aux participants à la réunion.",
        _AR: "تُبلَّغ التحفظات للمشاركين في الاجتماع.",
    },
    "guide reservation": {
        _EN: "%(name)s, on paragraph %(number)s of %(symbol)s",
        _FR: "%(name)s, sur le paragraphe %(number)s de %(symbol)s",
        _AR: "%(name)s، على الفقرة %(number)s من %(symbol)s",
    },
    "guide reservation on text": {
        _EN: "%(name)s, on the whole text of %(symbol)s",
        _FR: "%(name)s, sur l’ensemble du texte portant la cote %(symbol)s",
        _AR: "%(name)s، على كامل نص %(symbol)s",
    },
    "guide reservation awaited": {
        _EN: "%(line)s (awaiting instructions)",
        _FR: "%(line)s (en attente d’instructions)",
        _AR: "%(line)s (بانتظار التعليمات)",
    },
    "guide experts": {
        _EN: "Who follows this item",
        _FR: "Personnes qui suivent ce point",
        _AR: "المتابعون لهذا البند",
    },
    "guide expert": {
        _EN: "%(name)s (%(parties)s)",
        _FR: "%(name)s (%(parties)s)",
        _AR: "%(name)s (%(parties)s)",
    },
    "guide others": {
        _EN: "Items without a paragraph, an earlier position or an expert: %(numbers)s.",
        _FR: "Points sans paragraphe, ni position antérieure, ni expert\u00a0: %(numbers)s.",
        _AR: "بنود لا فقرات ولا مواقف سابقة ولا خبراء لها: %(numbers)s.",
    },
    "pocket earlier": {
        _EN: "Earlier years: %(texts)s. They are in the full guide, at the link.",
        _FR: "Années précédentes\u00a0: %(texts)s. Ces textes figurent dans le guide complet, au lien indiqué.",
        _AR: "السنوات السابقة: %(texts)s. وهي في الدليل الكامل، في الرابط.",
    },
    "pocket form": {_EN: "Pocket form", _FR: "Fiche de poche", _AR: "بطاقة الجيب"},
    "pocket shortened": {
        _EN: "Paragraphs that end in … are shortened: the whole text is at the link.",
        _FR: "Les paragraphes terminés par … sont abrégés\u00a0: le texte intégral se trouve au lien indiqué.",
        _AR: "الفقرات المنتهية بـ … مختصرة، والنص الكامل في الرابط.",
    },
    "pocket further": {
        _EN: "Further paragraphs: %(numbers)s. They are in the full guide, at the link.",
        _FR: "Autres paragraphes\u00a0: %(numbers)s. Ils figurent dans le guide complet, au lien indiqué.",
        _AR: "فقرات أخرى: %(numbers)s. وهي في الدليل الكامل، في الرابط.",
    },
    "pocket reservations": {
        _EN: "Reservations: %(names)s.",
        _FR: "Réserves\u00a0: %(names)s.",
        _AR: "تحفظات: %(names)s.",
    },
    "letter draft": {
        _EN: "Draft of a letter: the text is not adopted yet",
        _FR: "Projet de lettre\u00a0: le texte n’est pas encore adopté",
        _AR: "مشروع رسالة: لم يُعتمد النص بعد",
    },
    "letter": {_EN: "Letter", _FR: "Lettre", _AR: "رسالة"},
    "letter from": {
        _EN: "%(state)s\nPermanent Mission to the United Nations, New York",
        _FR: "%(state)s\nMission permanente auprès de l’Organisation des Nations Unies, New York",
        _AR: "%(state)s\nالبعثة الدائمة لدى الأمم المتحدة، نيويورك",
    },
    "letter no state": {_EN: "[Member State]", _FR: "[État membre]", _AR: "[الدولة العضو]"},
    "letter no day": {_EN: "[date]", _FR: "[date]", _AR: "[التاريخ]"},
    "letter to": {
        _EN: "The Secretary-General of the United Nations\nNew York",
        _FR: "Secrétaire général de l’Organisation des Nations Unies\nNew York",
        _AR: "الأمين العام للأمم المتحدة\nنيويورك",
    },
    "letter greeting": {_EN: "Excellency,", _FR: "Excellence,", _AR: "معالي الأمين العام،\nتحية طيبة وبعد،"},
    "letter adopted at": {
        _EN: "%(day)s in %(place)s",
        _FR: "%(day)s à %(place)s",
        _AR: "%(place)s بتاريخ %(day)s",
    },
    "letter transmits": {
        _EN: "In my capacity as Chair of the Group of the Organisation of Islamic Cooperation in New York, I have the "
        "honour to transmit herewith the text of the %(title)s (%(symbol)s), adopted on %(adopted)s (see "
        "annex).",
        _FR: "Au nom de la présidence du Groupe de l’Organisation de la coopération islamique à New "
        "York, j’ai l’honneur de vous faire tenir ci-joint le texte du document intitulé «\u00a0%(title)s\u00a0» "
        "(%(symbol)s), "
        "adopté le %(adopted)s (voir annexe).",
        _AR: "بصفتي رئيس مجموعة منظمة التعاون الإسلامي في نيويورك، أتشرف بأن أحيل إليكم طيه نص الوثيقة المعنونة "
        "«%(title)s» (%(symbol)s)، المعتمدة في %(adopted)s (انظر المرفق).",
    },
    "letter requests one": {
        _EN: "I should be grateful if you would have the present letter and its annex circulated as a document of the "
        "General Assembly, at its %(session)s session, under agenda item %(items)s.",
        _FR: "Je vous saurais gré de bien vouloir faire distribuer le texte de la présente lettre et de son annexe "
        "comme document de l’Assemblée générale, à sa %(session)s session, au titre du point %(items)s de l’ordre du "
        "jour.",
        _AR: "وأكون ممتنا لو تفضلتم بالعمل على تعميم هذه الرسالة ومرفقها باعتبارهما وثيقة من وثائق الجمعية العامة، في "
        "دورتها %(session)s، في إطار البند %(items)s من جدول الأعمال.",
    },
    "letter requests": {
        _EN: "I should be grateful if you would have the present letter and its annex circulated as a document of the "
        "General Assembly, at its %(session)s session, under agenda items %(items)s.",
        _FR: "Je vous saurais gré de bien vouloir faire distribuer le texte de la présente lettre et de son annexe "
        "comme document de l’Assemblée générale, à sa %(session)s session, au titre des points %(items)s de l’ordre du "
        "jour.",
        _AR: "وأكون ممتنا لو تفضلتم بالعمل على تعميم هذه الرسالة ومرفقها باعتبارهما وثيقة من وثائق الجمعية العامة، في "
        "دورتها %(session)s، في إطار البنود %(items)s من جدول الأعمال.",
    },
    "letter requests two": {
        _EN: "I should be grateful if you would have the present letter and its annex circulated as a document of the "
        "General Assembly, at its %(session)s session, under agenda items %(items)s.",
        _FR: "Je vous saurais gré de bien vouloir faire distribuer le texte de la présente lettre et de son annexe "
        "comme document de l’Assemblée générale, à sa %(session)s session, au titre des points %(items)s de l’ordre du "
        "jour.",
        _AR: "وأكون ممتنا لو تفضلتم بالعمل على تعميم هذه الرسالة ومرفقها باعتبارهما وثيقة من وثائق الجمعية العامة، في "
        "دورتها %(session)s، في إطار البندين %(items)s من جدول الأعمال.",
    },
    "letter item": {
        _EN: "%(number)s: %(title)s",
        _FR: "%(number)s\u00a0: %(title)s",
        _AR: "%(number)s: %(title)s",
    },
    "letter ends": {
        _EN: "Please accept, Excellency, the assurances of my highest consideration.",
        _FR: "Veuillez agréer, Excellence, les assurances de ma très haute considération.",
        _AR: "وتفضلوا، معالي الأمين العام، بقبول فائق التقدير والاحترام.",
    },
    "letter signature": {
        _EN: "(Signed) ……………………………\nPermanent Representative to the United Nations, %(state)s\nChair of the Group of "
        "the Organisation of Islamic Cooperation in New York",
        _FR: "(Signé) ……………………………\nLa Représentante permanente ou le Représentant permanent auprès de l’Organisation "
        "des Nations Unies, %(state)s\nPrésidence du Groupe de l’Organisation de la coopération islamique à New York",
        _AR: "(توقيع) ……………………………\nالممثل الدائم لدى الأمم المتحدة، %(state)s\nرئيس مجموعة منظمة التعاون الإسلامي في "
        "نيويورك",
    },
    "letter items": {
        _EN: "Agenda items of the %(session)s session",
        _FR: "Points de l’ordre du jour de la %(session)s session",
        _AR: "بنود جدول أعمال الدورة %(session)s",
    },
    "letter annexed": {
        _EN: "Annex to the letter: %(title)s (%(symbol)s)",
        _FR: "Annexe à la lettre\u00a0: %(title)s (%(symbol)s)",
        _AR: "مرفق الرسالة: %(title)s (%(symbol)s)",
    },
}
