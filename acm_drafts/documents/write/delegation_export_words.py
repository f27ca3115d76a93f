"""What the export of a delegation says of itself in its README; see documents/write/words.py."""

from acm_drafts.text.language import Language

_EN, _FR, _AR = Language.EN, Language.FR, Language.AR

DELEGATION_EXPORT: dict[str, dict[Language, str]] = {
    "export whole": {
        _EN: "Drafts that were not submitted are in it. It is confidential.",
        _FR: "Les brouillons non soumis y figurent. Ce fichier est confidentiel.",
        _AR: "وتشمل المسودات التي لم تُقدَّم. وهذا الملف سري.",
    },
    "export as read": {
        _EN: "It holds what the Mission reads; drafts that were not submitted are not in it. It is confidential.",
        _FR: "Il contient ce que lit la Mission\u00a0; les brouillons non soumis n’y figurent pas."
        " Ce fichier est confidentiel.",
        _AR: "ويضم ما تطّلع عليه البعثة، ولا يشمل المسودات التي لم تُقدَّم. وهذا الملف سري.",
    },
    "export readme": {
        _EN: """What a delegation gave: %(name)s
%(meeting)s, as it stood at %(moment)s (UTC)

What is in it
Each list is there twice: as JSON (.json), and as a table (.csv). Both are in UTF-8, with the same fields.
- proposals, revisions: each proposal, and what each of its revisions asked for ("words") on which wording ("base").
- decisions, outcomes, answers: what was decided on the proposals, what became of them, what the delegation answered.
- cosponsorships: proposals of others that it co-sponsors, by their codes.
- positions, brackets: the positions it took, and the brackets it holds or let go.
- reservations: each with what was done to it.
- comments: what it wrote in discussions. silence_breaks: where it broke silence, and why.
- compromise_texts, compromise_positions: what it wrote and answered in small groups.
- inputs, input_files: its answers to calls for inputs, and the files it attached; the files are in files/.
- speakers, people, nominations: whom it inscribed to speak, and who held or was nominated for its offices.
%(whole)s

How it is to be read
- "text" is the root of the symbols of a text. Proposals, paragraphs and discussions are named by codes that never
  change. Moments are in UTC, days as year-month-day.
- Fields are in English, whatever the language of this page.
- In a .csv, a cell that begins like a formula has an apostrophe before it.
- %(manifest)s holds the SHA-256 of each other file, and how many rows each list has.
What others proposed is not in it. Files of amendments (.docx) that the delegation sent are not kept by the system: what
was taken from them is among the proposals.
""",
        _FR: """Ce qu’une délégation a remis\u00a0: %(name)s
%(meeting)s, état au %(moment)s (UTC)

Contenu
Chaque liste figure deux fois\u00a0: en JSON (.json) et en tableau (.csv), en UTF-8, avec les mêmes champs.
- proposals, revisions\u00a0: chaque proposition et ce que demandait chacune de ses versions («\u00a0words\u00a0»),
  sur quel libellé («\u00a0base\u00a0»).
- decisions, outcomes, answers\u00a0: les décisions prises sur les propositions, leur suite, les réponses
  de la délégation.
- cosponsorships\u00a0: les propositions d’autres délégations dont elle est coauteur, par leur code.
- positions, brackets\u00a0: les positions prises, les crochets maintenus ou levés.
- reservations\u00a0: chaque réserve et les actes qui s’y rapportent.
- comments\u00a0: ce qu’elle a écrit dans les discussions.
- silence_breaks\u00a0: où elle a rompu le silence, et pourquoi.
- compromise_texts, compromise_positions\u00a0: ce qu’elle a écrit et répondu dans les groupes restreints.
- inputs, input_files\u00a0: ses réponses aux appels à contributions et les fichiers joints, qui sont
  dans files/.
- speakers, people, nominations\u00a0: les orateurs inscrits, les titulaires de ses fonctions et les personnes
  désignées.
%(whole)s

Lecture
- «\u00a0text\u00a0» est la racine des cotes d’un texte. Propositions, paragraphes et discussions sont désignés
  par des codes qui ne changent pas. Les heures sont en UTC, les dates sous la forme année-mois-jour.
- Les champs sont en anglais, quelle que soit la langue de cette page.
- Dans un fichier .csv, une cellule qui commence comme une formule est précédée d’une apostrophe.
- %(manifest)s contient le SHA-256 de chacun des autres fichiers et le nombre de lignes de chaque liste.
Les propositions des autres n’y figurent pas. Les fichiers d’amendements (.docx) envoyés par la délégation ne sont pas
conservés\u00a0: ce qui en a été repris figure parmi les propositions.
""",
        _AR: """ما قدّمه الوفد: %(name)s
%(meeting)s، كما كان عليه في %(moment)s (بالتوقيت العالمي)

المحتويات
ترد كل قائمة مرتين: بصيغة JSON (.json) وفي جدول (.csv)، بترميز UTF-8 وبالحقول نفسها.
- proposals وrevisions: كل مقترح وما طلبته كل صيغة منه (words) وعلى أي نص (base).
- decisions وoutcomes وanswers: ما تقرر بشأن المقترحات، وما آلت إليه، وما أجاب به الوفد.
- cosponsorships: مقترحات الآخرين التي يشارك الوفد في تقديمها، برموزها.
- positions وbrackets: المواقف التي اتخذها، والأقواس التي أبقاها أو تخلى عنها.
- reservations: كل تحفظ وما اتُّخذ بشأنه.
- comments: ما كتبه في المناقشات. silence_breaks: أين كسر الصمت ولماذا.
- compromise_texts وcompromise_positions: ما كتبه وأجاب به في المجموعات المصغرة.
- inputs وinput_files: ردوده على الدعوات إلى تقديم المساهمات والملفات المرفقة بها، وهي في المجلد files/.
- speakers وpeople وnominations: من سجّلهم للتكلم، ومن تولّوا مهامه أو رُشحوا لها.
%(whole)s

كيفية القراءة
- الحقل text هو جذر رموز النص. وتُسمى المقترحات والفقرات والمناقشات برموز لا تتغير. والأوقات بالتوقيت العالمي، والأيام
  على هيئة سنة-شهر-يوم.
- الحقول بالإنكليزية أيًّا كانت لغة هذه الصفحة.
- في ملف ‎.csv تسبق كلَّ خلية تبدأ كأنها معادلة فاصلةٌ عليا.
- يضم %(manifest)s بصمة SHA-256 لكل ملف من الملفات الأخرى وعدد أسطر كل قائمة.
ولا يضم مقترحات الآخرين. ولا يحتفظ النظام بملفات التعديلات (.docx) التي أرسلها الوفد: فما أُخذ منها وارد ضمن المقترحات.
""",
    },
}
