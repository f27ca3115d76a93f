"""Thirty sentences in the manner of a communiqué, each beside a version that somebody else wrote anew."""

REWRITES: tuple[tuple[str, str], ...] = (
    (
        "The Meeting welcomed the report of the Secretary-General on the activities of the Organization since the "
        "last session and expressed its appreciation to the Government of the host country for the warm hospitality "
        "extended to all delegations and for the excellent arrangements made for the work of the meeting.",
        "Having examined what was achieved in the course of the year, the Ministers thanked the General Secretariat "
        "for the document before them, and conveyed to the people and the authorities of the host State their deep "
        "gratitude for a generous reception and the care with which the session had been prepared.",
    ),
    (
        "The Meeting reaffirmed the central importance of multilateral cooperation in addressing the challenges "
        "of water scarcity and invited Member States to share their national experience in the management of "
        "rivers and aquifers through the networks that were established for that purpose.",
        "Recalling that no country can face a lack of water alone, the Ministers stressed that joint action "
        "among States remains the best answer, and encouraged all members to exchange what they have learned "
        "about their basins, with the help of existing expert groups and of the institutions concerned.",
    ),
    (
        "The Meeting took note of the progress made in the preparation of the conference on science and technology "
        "and called upon the relevant institutions to complete the draft programme of work before the end of the "
        "year so that it could be submitted to the Council of Foreign Ministers at its next session.",
        "As regards the planned gathering of researchers, the Ministers observed that much remained to be done, "
        "and requested those responsible to present a full agenda by December, in order that the Council might "
        "examine and approve it when it next convenes in the spring.",
    ),
    (
        "The Meeting underlined the need for early warning systems for drought and floods and requested the "
        "General Secretariat to prepare, in consultation with the United Nations, a study on the best practices "
        "available in the Member States and on the cost of extending them to all regions.",
        "Noting with concern the growing damage caused by extreme weather, the Ministers asked for an inventory "
        "of what has worked in each country, drawn up together with partners in the United Nations system, and "
        "for an estimate of the means that would be required to protect every community in good time.",
    ),
    (
        "The Meeting commended the efforts of the Islamic Development Bank in financing primary education in "
        "rural areas and encouraged it to increase the share of its resources devoted to the training of "
        "teachers, in particular of women teachers in the least developed Member States.",
        "With satisfaction the Ministers observed that more village schools had opened thanks to loans granted "
        "on easy terms, and expressed the hope that the Bank would now give greater attention to those who "
        "teach, among them women, wherever the needs are the most pressing.",
    ),
    (
        "The Meeting expressed its satisfaction at the growing number of Member States which have ratified the "
        "Statute of the Women Development Organization and urged those that have not yet done so to complete "
        "their national procedures at the earliest possible date.",
        "The Ministers were pleased that the instrument which founded the body devoted to the advancement of "
        "women has entered into force, and appealed to all remaining Governments to deposit without further "
        "delay whatever the law of their country may require.",
    ),
    (
        "The Meeting stressed that the cultural heritage of all nations deserves protection and requested the "
        "Research Centre for Islamic History, Art and Culture to continue its programme for the restoration of "
        "manuscripts and the training of young conservators in cooperation with national libraries.",
        "Believing that monuments and books belong to the memory of mankind, the Ministers wished to see more "
        "workshops for restorers, and looked to the Centre in Istanbul, together with the keepers of great "
        "collections, for courses that would be open to students from every part of the world.",
    ),
    (
        "The Meeting called for closer coordination among the groups of Member States in Geneva, New York and "
        "Vienna and decided that the chairs of these groups should meet at least twice a year in order to "
        "exchange information on the agenda items of common interest.",
        "In the view of the Ministers, missions accredited to different seats of the United Nations too often "
        "work without knowledge of one another; they therefore instructed those who preside over them to hold "
        "regular consultations, and to report on the outcome of each.",
    ),
    (
        "The Meeting noted with appreciation the offer of the Republic to host the tenth session of the "
        "ministerial conference on tourism and invited all Member States to take an active part in the session "
        "and in the exhibition that will be organized on its margins.",
        "An invitation to receive the ministers of tourism next autumn was accepted with thanks; delegations "
        "were asked to attend at the highest level, and to contribute to the fair where each nation will show "
        "its crafts, its landscapes and its cuisine.",
    ),
    (
        "The Meeting emphasized the importance of food security and called on the Islamic Organization for Food "
        "Security to accelerate the establishment of the grain reserve in accordance with the decisions of the "
        "Council and in consultation with the States concerned.",
        "So that bread may be within the reach of all, the Ministers desired that stocks of wheat and rice be "
        "laid in without loss of time, as the Council had agreed, and that the body created to this end should "
        "consult importing and exporting countries alike.",
    ),
    (
        "The Meeting encouraged the exchange of students and researchers between universities of the Member "
        "States and welcomed the increase in the number of scholarships that were granted during the year "
        "under the educational programme of the Organization.",
        "More young people than ever before studied abroad in a sister country this year, the Ministers "
        "remarked with pleasure; they desired that this movement be strengthened, and that academic titles "
        "should be recognized everywhere under simple rules.",
    ),
    (
        "The Meeting reiterated its support for the expansion of trade among Member States and called upon "
        "those which have not yet joined the framework agreement on the trade preferential system to do so, "
        "in order to reach the target set in the programme of action for the year 2025.",
        "Commerce between the members still falls short of what was hoped for; the Ministers accordingly "
        "recommended lower tariffs, simpler customs formalities and wider participation in the scheme of "
        "preferences, failing which the objective fixed a decade ago would be missed.",
    ),
    (
        "The Meeting invited the Statistical, Economic and Social Research and Training Centre to collect data "
        "on the use of renewable energy in the Member States and to publish the results in its annual report "
        "together with recommendations for the exchange of technology.",
        "What is known of solar and wind power across the region was judged insufficient by the Ministers, who "
        "entrusted the Centre in Ankara with a survey, to appear next year, of installations in service and of "
        "the skills that countries are willing to offer one another.",
    ),
    (
        "The Meeting took note of the outcome of the forum on the protection of the marine environment and "
        "recommended that coastal Member States strengthen their cooperation in the monitoring of pollution "
        "and in the protection of fisheries and coral reefs.",
        "Concerning the sea, the conclusions reached by specialists last month were endorsed: countries that "
        "share a shore should watch together over the cleanliness of the water, preserve fishing grounds for "
        "those who live by them, and save what is left of the reefs.",
    ),
    (
        "The Meeting expressed its appreciation to all donors for their contributions to the Islamic Solidarity "
        "Fund and appealed to the Member States to make regular voluntary contributions to the Fund so that it "
        "may continue to finance hospitals, schools and universities.",
        "Thanks were offered by the Ministers to those who have given generously; yet the means of the Fund, "
        "on which so many clinics and places of learning depend, are shrinking from year to year, and each "
        "Government was begged to consider what it can pledge.",
    ),
    (
        "The Meeting recognized the role of young people in development and requested the General Secretariat "
        "to organize, in cooperation with the Islamic Cooperation Youth Forum, a consultation with youth "
        "organizations before the next session of the conference of ministers of youth and sports.",
        "Nothing lasting can be built without the young, said the Ministers; let their associations therefore "
        "be heard in good time, through the Forum which speaks for them, whenever those in charge of sport "
        "and youth affairs assemble to make plans.",
    ),
    (
        "The Meeting welcomed the cooperation between the Organization and the World Health Organization in the "
        "eradication of poliomyelitis and called for the continuation of vaccination campaigns until every "
        "child in every Member State has been reached.",
        "Few cases of polio remain, and this success was credited by the Ministers to patient work carried on "
        "jointly with health workers of the United Nations; it would be lost, they warned, were vaccinators to "
        "stop before the last village.",
    ),
    (
        "The Meeting requested the General Secretariat to circulate the documents of ministerial meetings in the "
        "three official languages at least six weeks before the opening of the session and to make them "
        "available on the website of the Organization.",
        "Late papers, often in one language only, were regretted by many speakers; it was settled that texts "
        "for a conference must reach capitals in Arabic, English and French a month and a half ahead, and be "
        "placed on line for all to consult.",
    ),
    (
        "The Meeting urged Member States to ratify the agreements concluded under the auspices of the "
        "Organization in the fields of transport, investment and the protection of consumers and requested the "
        "Secretary-General to report on the status of signatures and ratifications.",
        "Too many conventions drawn up over the years lie unsigned, the Ministers found, whether they concern "
        "railways, capital or the rights of buyers; a table showing which country has approved which of them "
        "will be laid before every future session.",
    ),
    (
        "The Meeting stressed the importance of dialogue among civilizations and commended the initiatives taken "
        "by Member States to promote mutual understanding, tolerance and respect for diversity through "
        "education, the media and interreligious encounters.",
        "To know one another is the surest road to peace: in this spirit the Ministers praised those who bring "
        "together teachers, journalists and leaders of faith communities, and asked that such meetings be held "
        "more often and in more places.",
    ),
    (
        "The Meeting decided to establish an open-ended group of experts to examine the financial situation of "
        "the subsidiary organs and to submit recommendations on the scale of contributions to the Permanent "
        "Finance Committee at its next meeting.",
        "How the smaller institutions are to be paid for has long been debated. Specialists from any country "
        "that wishes to send one will now look into the accounts, and tell the Committee which changes to the "
        "quotas they would advise.",
    ),
    (
        "The Meeting welcomed the adoption of the programme of action on the conservation of soils and invited "
        "Member States to designate national focal points and to inform the General Secretariat of the measures "
        "they have taken to implement the programme.",
        "Now that a plan against the loss of fertile land has been approved, the Ministers would like to learn "
        "who is in charge of it in each capital, what has been undertaken on the ground, and where help from "
        "neighbours could be of use.",
    ),
    (
        "The Meeting noted that the number of travellers between Member States continues to grow and encouraged "
        "civil aviation authorities to open new air links and to simplify the procedures for the issue of visas "
        "to business people, students and researchers.",
        "People visit one another more than they used to. With a view to easing their journeys the Ministers "
        "favoured direct flights where none exist today, and lighter formalities at the frontier for those who "
        "trade, study or teach.",
    ),
    (
        "The Meeting expressed its thanks to the outgoing chair of the Group for the wisdom and skill with which "
        "the work of the past year was conducted and assured the incoming chair of the full support of all "
        "delegations in the discharge of these duties.",
        "A warm tribute was paid by one speaker after another to the ambassador whose term was drawing to its "
        "close; the successor, they promised, could count on everybody around the table for help and counsel "
        "during the months to come.",
    ),
    (
        "La Réunion s’est félicitée des progrès accomplis dans la mise en œuvre du programme d’action décennal et "
        "a invité les États membres à communiquer au Secrétariat général, avant la fin de l’année, les mesures "
        "prises au niveau national en faveur de l’enseignement primaire.",
        "Dix ans après l’adoption du plan, les Ministres ont constaté avec satisfaction que beaucoup avait été "
        "fait ; ils souhaitent que chaque pays rende compte, dès cet hiver, de ce qu’il a entrepris pour que tous "
        "les enfants aillent à l’école.",
    ),
    (
        "La Réunion a souligné l’importance de la coopération entre les bibliothèques nationales des États membres "
        "et a prié le Centre de recherches d’organiser une exposition itinérante de manuscrits : le catalogue "
        "devrait en être publié dans les trois langues officielles.",
        "Convaincus que les livres rares appartiennent à tous, les Ministres ont demandé qu’une sélection voyage "
        "de capitale en capitale, accompagnée d’un ouvrage en arabe, en anglais et en français, et que les "
        "conservateurs se consultent plus souvent.",
    ),
    (
        "La Réunion a pris note de l’offre de la République d’accueillir la douzième session de la conférence "
        "ministérielle sur le tourisme et a recommandé à toutes les délégations d’y participer au niveau le plus "
        "élevé ainsi qu’à la foire qui se tiendra en marge des travaux.",
        "C’est avec gratitude que les Ministres ont accepté l’invitation qui leur était faite ; chacun s’efforcera "
        "de se rendre en personne à ce rendez-vous du voyage, et d’apporter à l’exposition ce que son pays a de "
        "plus beau à montrer.",
    ),
    (
        "رحب الاجتماع بالتقرير الذي قدمه الأمين العام عن أنشطة المنظمة منذ الدورة الأخيرة، وأعرب عن تقديره لحكومة "
        "البلد المضيف على حسن الاستقبال وعلى التنظيم الممتاز لأعمال الاجتماع.",
        "بعد أن اطلع الوزراء على ما تحقق خلال السنة، شكروا الأمانة العامة على الوثيقة المعروضة عليهم، وأبلغوا شعب "
        "الدولة المضيفة وسلطاتها خالص امتنانهم لما لقيته الوفود من حفاوة وعناية.",
    ),
    (
        "أكد الاجتماع أهمية التعاون المتعدد الأطراف في مواجهة ندرة المياه، ودعا الدول الأعضاء إلى تبادل خبراتها "
        "الوطنية في إدارة الأنهار والمياه الجوفية من خلال الشبكات التي أنشئت لهذا الغرض.",
        "إذ يدرك الوزراء أن أي بلد لا يستطيع وحده أن يواجه نقص الماء، فقد شددوا على أن العمل المشترك هو السبيل "
        "الأمثل، وشجعوا جميع الأعضاء على الاستفادة من تجارب بعضهم بعضا في أحواضهم.",
    ),
    (
        "أحاط الاجتماع علما بنتائج المنتدى المعني بحماية البيئة البحرية، وأوصى الدول الأعضاء الساحلية بتعزيز تعاونها "
        "في رصد التلوث وفي حماية مصائد الأسماك والشعاب المرجانية.",
        "وفيما يتعلق بالبحر، أيد الوزراء ما خلص إليه الخبراء في الشهر الماضي: على البلدان التي تتقاسم شاطئا واحدا أن "
        "تسهر معا على نظافة المياه، وأن تصون أرزاق من يعيشون من الصيد.",
    ),
)
