"""
The words of the record of a sitting, in the languages of documents; said by documents.write.words.
"""

from collections.abc import Mapping

from acm_drafts.text.language import Language

_EN, _FR, _AR = Language.EN, Language.FR, Language.AR

SITTING: Mapping[str, dict[Language, str]] = {
    "sitting": {
        _EN: "%(body)s, %(city)s: record of sitting %(number)s",
        _FR: "%(body)s, %(city)s : compte rendu de la séance nº %(number)s",
        _AR: "%(body)s، %(city)s: محضر الجلسة %(number)s",
    },
    "sitting held": {
        _EN: "Held on %(day)s, from %(opened)s to %(closed)s (%(zone)s)",
        _FR: "Tenue le %(day)s, de %(opened)s à %(closed)s (%(zone)s)",
        _AR: "عُقدت في %(day)s، من الساعة %(opened)s إلى الساعة %(closed)s (%(zone)s)",
    },
    "sitting place": {_EN: "Place: %(place)s", _FR: "Lieu : %(place)s", _AR: "المكان: %(place)s"},
    "sitting chair": {
        _EN: "In the chair of the body on that day: %(name)s",
        _FR: "Présidence de l’instance à cette date\u00a0: %(name)s",
        _AR: "رئاسة الهيئة في ذلك اليوم: %(name)s",
    },
    "delete decided": {
        _EN: "%(name)s deletes it.",
        _FR: "%(name)s le supprime.",
        _AR: "%(name)s: تُحذف الفقرة.",
    },
    "split decided": {
        _EN: "%(name)s divides the paragraph into:",
        _FR: "%(name)s scinde le paragraphe en\u00a0:",
        _AR: "%(name)s: تُقسَّم الفقرة إلى:",
    },
    "join decided": {
        _EN: "%(name)s joins paragraph %(number)s to it.",
        _FR: "%(name)s y réunit le paragraphe %(number)s.",
        _AR: "%(name)s: تُضم إليها الفقرة %(number)s.",
    },
    "move decided": {
        _EN: "%(name)s moves it: it is to stand after paragraph %(number)s.",
        _FR: "%(name)s le déplace\u00a0: il doit figurer après le paragraphe %(number)s.",
        _AR: "%(name)s: تُنقل الفقرة لتوضع بعد الفقرة %(number)s.",
    },
    "move decided first": {
        _EN: "%(name)s moves it: it is to stand at the beginning of the text.",
        _FR: "%(name)s le déplace\u00a0: il doit figurer au début du texte.",
        _AR: "%(name)s: تُنقل الفقرة لتوضع في أول النص.",
    },
    "joined to": {
        _EN: "Paragraph %(number)s, on the agenda, was joined to paragraph %(into)s and dealt with as a part of it.",
        _FR: "Le paragraphe %(number)s, inscrit à l’ordre du jour, a été réuni au paragraphe %(into)s et traité avec "
        "lui.",
        _AR: "الفقرة %(number)s المدرجة في جدول الأعمال ضُمّت إلى الفقرة %(into)s وعولجت كجزء منها.",
    },
    "sitting text": {
        _EN: "On the text %(symbol)s",
        _FR: "Sur le texte %(symbol)s",
        _AR: "بشأن النص %(symbol)s",
    },
    "attendance": {_EN: "Attendance", _FR: "Participation", _AR: "الحضور"},
    "present": {_EN: "Present (%(count)s):", _FR: "Présents (%(count)s) :", _AR: "الحاضرون (%(count)s):"},
    "absent": {_EN: "Absent (%(count)s):", _FR: "Absents (%(count)s) :", _AR: "الغائبون (%(count)s):"},
    "attendance unknown": {
        _EN: "Not recorded (%(count)s):",
        _FR: "Non consignés (%(count)s) :",
        _AR: "لم يُسجَّل حضورهم أو غيابهم (%(count)s):",
    },
    "results": {_EN: "Results", _FR: "Résultats", _AR: "النتائج"},
    "corrected results": {
        _EN: "Results that no longer count",
        _FR: "Résultats qui ne comptent plus",
        _AR: "نتائج لم تعد سارية",
    },
    "result agreed": {
        _EN: "Paragraph %(number)s was agreed in these words:",
        _FR: "Le paragraphe %(number)s a été convenu dans le libellé suivant :",
        _AR: "اتُّفق على الفقرة %(number)s بالصيغة التالية:",
    },
    "result ad-referendum": {
        _EN: "Paragraph %(number)s was agreed ad referendum in these words:",
        _FR: "Le paragraphe %(number)s a été convenu ad referendum dans le libellé suivant :",
        _AR: "اتُّفق على الفقرة %(number)s رهنًا بالاستشارة بالصيغة التالية:",
    },
    "result agreed deleted": {
        _EN: "It was agreed to delete paragraph %(number)s.",
        _FR: "Il a été convenu de supprimer le paragraphe %(number)s.",
        _AR: "اتُّفق على حذف الفقرة %(number)s.",
    },
    "result ad-referendum deleted": {
        _EN: "It was agreed ad referendum to delete paragraph %(number)s.",
        _FR: "Il a été convenu ad referendum de supprimer le paragraphe %(number)s.",
        _AR: "اتُّفق رهنًا بالاستشارة على حذف الفقرة %(number)s.",
    },
    "confirmed": {
        _EN: "Confirmed on %(day)s by: %(names)s.",
        _FR: "Confirmé le %(day)s par : %(names)s.",
        _AR: "أُكِّد ذلك في %(day)s من قِبل: %(names)s.",
    },
    "result referred": {
        _EN: "Paragraph %(number)s was referred to: %(body)s.",
        _FR: "Le paragraphe %(number)s a été renvoyé à l’instance suivante : %(body)s.",
        _AR: "أُحيلت الفقرة %(number)s إلى: %(body)s.",
    },
    "result not-agreed": {
        _EN: "Paragraph %(number)s was not agreed.",
        _FR: "Le paragraphe %(number)s n’a pas été convenu.",
        _AR: "لم يُتفق على الفقرة %(number)s.",
    },
    "no results": {
        _EN: "No result was recorded.",
        _FR: "Aucun résultat n’a été consigné.",
        _AR: "لم تُسجَّل أي نتيجة.",
    },
    "sitting adopted": {
        _EN: "The text was adopted at this sitting as %(symbol)s.",
        _FR: "Le texte a été adopté à cette séance sous la cote %(symbol)s.",
        _AR: "اعتُمد النص في هذه الجلسة تحت الرمز %(symbol)s.",
    },
    "journal": {
        _EN: "Journal",
        _FR: "Journal",
        _AR: "السجل",
    },
    "sitting hash": {
        _EN: "The closing of this sitting is recorded in the journal of the text. First 20 digits of the SHA-256 of "
        "that line: %(digest)s",
        _FR: "La clôture de cette séance est consignée au journal du texte. Vingt premiers chiffres du SHA-256 de "
        "cette ligne\u00a0: %(digest)s",
        _AR: "اختتام هذه الجلسة مقيَّد في سجل النص. الأرقام العشرون الأولى من بصمة SHA-256 لهذا القيد: %(digest)s",
    },
    "adoption hash": {
        _EN: "The adoption of the text is recorded in its journal. First 20 digits of the SHA-256 of that line: "
        "%(digest)s",
        _FR: "L’adoption du texte est consignée à son journal. Vingt premiers chiffres du SHA-256 de cette "
        "ligne\u00a0: %(digest)s",
        _AR: "اعتماد النص مقيَّد في سجله. الأرقام العشرون الأولى من بصمة SHA-256 لهذا القيد: %(digest)s",
    },
    "sitting decided": {
        _EN: "Decisions that name this sitting:",
        _FR: "Décisions qui mentionnent cette séance :",
        _AR: "القرارات التي تذكر هذه الجلسة:",
    },
    "words accepted": {
        _EN: "Words accepted from %(name)s:",
        _FR: "Texte accepté de la proposition %(name)s\u00a0:",
        _AR: "النص المقبول من %(name)s:",
    },
    "words became": {
        _EN: "The paragraph with all that was decided on it until then:",
        _FR: "Le paragraphe avec tout ce qui avait été décidé à son sujet jusque-là\u00a0:",
        _AR: "نص الفقرة بكل ما تقرر بشأنها حتى ذلك الحين:",
    },
    "decided on": {
        _EN: "Paragraph %(number)s: %(acts)s.",
        _FR: "Paragraphe %(number)s : %(acts)s.",
        _AR: "الفقرة %(number)s: %(acts)s.",
    },
    "decided on new": {
        _EN: "New paragraph after paragraph %(number)s: %(acts)s.",
        _FR: "Nouveau paragraphe après le paragraphe %(number)s\u00a0: %(acts)s.",
        _AR: "فقرة جديدة بعد الفقرة %(number)s: %(acts)s.",
    },
    "decided on new first": {
        _EN: "New paragraph at the beginning of the text: %(acts)s.",
        _FR: "Nouveau paragraphe au début du texte\u00a0: %(acts)s.",
        _AR: "فقرة جديدة في أول النص: %(acts)s.",
    },
    "words left in brackets": {
        _EN: "words retained in brackets",
        _FR: "libellé maintenu entre crochets",
        _AR: "أُبقيت صيغة بين قوسين معقوفين",
    },
    "words agreed": {
        _EN: "the paragraph was agreed",
        _FR: "le paragraphe a été convenu",
        _AR: "اتُّفق على الفقرة",
    },
    "words agreed ended": {
        _EN: "this agreement no longer counts",
        _FR: "cet accord n’est plus valable",
        _AR: "لم يعد هذا الاتفاق ساريًا",
    },
    "recorded late": {
        _EN: "recorded after it was closed, %(day)s",
        _FR: "consigné après sa clôture, %(day)s",
        _AR: "سُجّل بعد اختتامها، %(day)s",
    },
    "off the agenda": {
        _EN: "not on its agenda",
        _FR: "hors de son ordre du jour",
        _AR: "خارج جدول أعمالها",
    },
    "off the agenda because": {
        _EN: "not on its agenda: %(reason)s",
        _FR: "hors de son ordre du jour\u00a0: %(reason)s",
        _AR: "خارج جدول أعمالها: %(reason)s",
    },
    "lifted over": {
        _EN: "over the brackets held by %(names)s",
        _FR: "malgré les crochets maintenus (%(names)s)",
        _AR: "رغم الأقواس المعقوفة التي تتمسك بها %(names)s",
    },
    "brackets alone": {
        _EN: "brackets held by %(names)s lifted; the rest is not shown to the reader",
        _FR: "crochets maintenus (%(names)s) levés, le reste n’étant pas communiqué au lecteur",
        _AR: "رُفعت الأقواس المعقوفة التي تتمسك بها %(names)s؛ ولا يُعرض الباقي على القارئ",
    },
    "ad referendum": {_EN: "ad referendum", _FR: "ad referendum", _AR: "رهنًا بالاستشارة"},
    "not dealt with": {
        _EN: "On the agenda, without a result: %(numbers)s.",
        _FR: "À l’ordre du jour, sans résultat : %(numbers)s.",
        _AR: "مدرجة في جدول الأعمال من دون نتيجة: %(numbers)s.",
    },
    "nothing told": {
        _EN: "On the agenda, without a result that is told here: %(numbers)s.",
        _FR: "À l’ordre du jour, sans résultat communiqué ici : %(numbers)s.",
        _AR: "مدرجة في جدول الأعمال من دون نتيجة تُذكر هنا: %(numbers)s.",
    },
    "decisions withheld": {
        _EN: "Decisions of the round under way that name this sitting: %(why)s. "
        "Once the round is closed this record tells what they agree.",
        _FR: "Décisions du tour en cours qui mentionnent cette séance : %(why)s. Une fois le tour clos, "
        "le présent compte rendu indique ce dont elles conviennent.",
        _AR: "قرارات الجولة الجارية التي تذكر هذه الجلسة: %(why)s. "
        "ويذكر هذا المحضر ما اتُّفق عليه فيها متى اختُتمت الجولة.",
    },
    "holders left out": {
        _EN: "If a decision lifted a bracket that somebody holds, this is told of the reader’s own delegation alone, "
        "where the positions of others are not shown to it.",
        _FR: "Si une décision a levé un crochet que quelqu’un maintient, seule la délégation du lecteur est nommée, "
        "lorsque les positions des autres ne lui sont pas communiquées.",
        _AR: "إذا رفع قرار قوسين يتمسك بهما أحد، فلا يُذكر سوى وفد القارئ حيثما لا تُعرض عليه مواقف الوفود الأخرى.",
    },
    "decisions left out": {
        _EN: "What it turned down in a round whose proposals are not shown to the reader is left out, "
        "and so are the names of what it accepted there.",
        _FR: "Ce qu’elle a écarté lors d’un tour dont les propositions ne sont pas communiquées au lecteur est omis, "
        "de même que le nom de ce qu’elle y a accepté.",
        _AR: "لا يرد هنا ما لم يُقبل في جولة لا تُعرض مقترحاتها على القارئ، ولا أسماء ما قُبل فيها.",
    },
    "opposed": {_EN: "Opposed: %(names)s.", _FR: "Opposition : %(names)s.", _AR: "عارضت: %(names)s."},
    "reserved": {
        _EN: "Reserved their position: %(names)s.",
        _FR: "Position réservée : %(names)s.",
        _AR: "احتفظت بموقفها: %(names)s.",
    },
}
