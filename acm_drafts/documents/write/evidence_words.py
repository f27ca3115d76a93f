"""What an evidence pack says of itself in its README; see documents/write/words.py."""

from acm_drafts.text.language import Language

_EN, _FR, _AR = Language.EN, Language.FR, Language.AR

EVIDENCE: dict[str, dict[Language, str]] = {
    "evidence readme": {
        _EN: """Evidence pack: %(symbol)s

What it holds
- drafts/: each draft as plain text and, as JSON, with its numbers and paragraphs.
- records/: rounds, proposals with their revisions, positions, decisions, sittings, silence procedures, reservations
  and the adoption, as JSON.
- journal.jsonl: the journal of the text, a line for each act, exactly as it is hashed.
- manifest.json: the SHA-256 of each file, and the number and SHA-256 of the last line of the journal.
It holds what the Mission reads. What delegations prepared and did not submit, discussions, small groups and calls for
inputs are not in it. It is confidential.

How to check it
1. With Python 3, and nothing else:  python3 -I %(program)s pack.zip
   Take %(program)s from a source that you trust, not from the pack that you check. It has about fifty lines.
2. Each line of the journal holds, as "previous", the SHA-256 of the whole line before it. "number" counts from 1.
3. Where an act made a draft, its line holds, as "words", the SHA-256 of the plain text of that draft.
4. Records of sittings and silence certificates print the first 20 digits of the SHA-256 of a line. Give them to the
   program as well:  python3 -I %(program)s pack.zip "3f2a 9c1b 0d4e 77a0 51c6"
   Who changed the pack as a whole cannot give its lines the hashes that were printed before.
The records explain the journal. What they say is evidence as far as a line of the journal says it too.
""",
        _FR: """Dossier de preuve\u00a0: %(symbol)s

Ce qu’il contient
- drafts/\u00a0: chaque projet en texte brut et, en JSON, avec ses numéros et ses paragraphes.
- records/\u00a0: tours, propositions avec leurs versions, positions, décisions, séances, procédures
  d’approbation tacite, réserves et adoption, en JSON.
- journal.jsonl\u00a0: le journal du texte, une ligne par acte, telle qu’elle entre dans le calcul de l’empreinte.
- manifest.json\u00a0: le SHA-256 de chaque fichier, le numéro et le SHA-256 de la dernière ligne du journal.
Il contient ce que lit la Mission. Ce que les délégations ont préparé sans le soumettre, les discussions, les groupes
restreints et les appels à contributions n’y figurent pas. Il est confidentiel.

Comment le vérifier
1. Avec Python 3, et rien d’autre\u00a0:  python3 -I %(program)s pack.zip
   Prenez %(program)s à une source de confiance, non dans le dossier à vérifier. Il compte une cinquantaine de lignes.
2. Chaque ligne du journal porte, sous «\u00a0previous\u00a0», le SHA-256 de toute la ligne précédente.
  «\u00a0number\u00a0» compte à partir de 1.
3. Si un acte a produit un projet, sa ligne porte, sous «\u00a0words\u00a0», le SHA-256 du texte brut de ce projet.
4. Les comptes rendus des séances et les certificats d’approbation tacite impriment les 20 premiers chiffres du SHA-256
   d’une ligne. Donnez-les aussi au programme\u00a0:  python3 -I %(program)s pack.zip "3f2a 9c1b 0d4e 77a0 51c6"
   Qui aurait modifié tout le dossier ne peut donner à ses lignes les empreintes imprimées auparavant.
Les fichiers de records/ expliquent le journal. Ce qu’ils disent fait preuve pour autant qu’une ligne du journal le dise
aussi.
""",
        _AR: """ملف الإثبات: %(symbol)s

محتوياته
- drafts/: كل مشروع نصًا مجردًا، وبصيغة JSON مع أرقامه وفقراته.
- records/: الجولات والمقترحات وصيغها المتعاقبة والمواقف والقرارات والجلسات وإجراءات الموافقة الصامتة
  والتحفظات والاعتماد، بصيغة JSON.
- journal.jsonl: سجل النص، سطر لكل عمل، كما تُحسب بصمته تمامًا.
- manifest.json: بصمة SHA-256 لكل ملف، ورقم آخر سطر في السجل وبصمته.
يضم الملف ما تطّلع عليه البعثة. ولا يضم ما أعدّته الوفود ولم تقدمه، ولا المناقشات ولا المجموعات المصغرة ولا الدعوات
إلى تقديم المساهمات. وهو سري.

كيفية التحقق منه
1. بلغة Python 3 وحدها:  python3 -I %(program)s pack.zip
   خذوا %(program)s من مصدر موثوق لا من الملف الذي تتحققون منه. وهو نحو خمسين سطرًا.
2. يحمل كل سطر من السجل في "previous" بصمة SHA-256 للسطر السابق كله. ويبدأ "number" من 1.
3. إذا أنتج العمل مشروعًا حمل سطره في "words" بصمة SHA-256 للنص المجرد لذلك المشروع.
4. تُطبع في محاضر الجلسات وشهادات الموافقة الصامتة الأرقام العشرون الأولى من بصمة سطر. أعطوها للبرنامج أيضًا:
   python3 -I %(program)s pack.zip "3f2a 9c1b 0d4e 77a0 51c6"
   ومن يكتب الملف كله من جديد لا يستطيع أن يجعل لأسطره البصمات التي طُبعت من قبل.
ملفات records/ تشرح السجل، وما تقوله دليل بقدر ما يقوله سطر من السجل أيضًا.
""",
    },
}
