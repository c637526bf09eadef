"""Which words announce that somebody is quoted, and which words name a somebody? All of them folded.

Lists follow from the language, not from any corpus. `بين` is left out on purpose: here it is «between» far oftener than «showed».
"""

from __future__ import annotations

from warraq.language import arabic


def folded(words: str) -> frozenset[str]:
    """The folded words of a list."""
    return frozenset(arabic.fold(words).split())


# The masculine perfect, whose other persons are made by rule.
_SAYING = """
قال أفاد أكد أعلن ذكر أضاف أوضح أشار صرح كشف لفت شدد أورد نشر تابع رجح حذر زعم اعتبر نوه أبلغ أخبر توقع كتب ألمح أبرز وثق قدر
استطرد أردف اختتم أرجع نبه تناقل تكهن نسب أقر اعترف طمأن جزم أظهر أبدى علق نقل اتهم حمل أثبت رصد أحصى ناشد دعا تحدث
"""
_OTHERS = """
قالت قالوا قالا قالتا يقول تقول يقولون نفى نفت نفوا ينفي تنفي ادعى ادعت ادعوا يدعي تدعي روى روت رووا يروي تروي رأى رأت يرى ترى يرون
أنبأ أنبأت حكى حكت تحكي يحكي مضى مضت دعت عزا عزت تابعت يتوقع تتوقع يتوقعون
أفادت أفادوا يفيد تفيد أشارت أشاروا يشير تشير يشيرون أقرت يقر تقر يعلن تعلن يعلنون يؤكد تؤكد يؤكدون يضيف تضيف يوضح تضيف توضح
يصرح تصرح يكشف تكشف يلفت تلفت يشدد تشدد يورد تورد ينشر تنشر يرجح ترجح يحذر تحذر يزعم تزعم يعتبر تعتبر ينوه يتهم تتهم يذكر تذكر ينقل تنقل تظهر يظهر
استبعد استبعدت يستبعد تستبعد اعتقد اعتقدت يعتقد تعتقد يعتقدون تتناقل يتناقل عزت
"""
# What these announce is a judgement or an act as often as news: they count where «أن» follows their subject.
_ACTING = folded("قدر قدرت رصد رصدت رأى رأت مضى مضت أبدى أبدت وثق وثقت نشر نشرت تابع تابعت ابرز ابرزت حكى حكت علق علقت"
                 " اعتبر اعتبرت يعتبر تعتبر يرى ترى يرون تظهر يظهر أظهر أظهرت أقر أقرت يقر تقر اعترف اعترفت"
                 " اعتقد اعتقدت يعتقد تعتقد يعتقدون أحصى أحصت أثبت أثبتت كتب كتبت")  # fmt: skip
# Acts, whatever follows: they tell who speaks in quotation marks, and attribute no news.
ACTS = folded("دعا دعت ناشد ناشدت حمل حملت اتهم اتهمت يتهم تتهم اتهموا يدعو تدعو")
# «شدد على» is saying, «شدد الإجراءات» is doing; «حذر من» tells everybody, «حذر رعاياه» them.
ON, OF = folded("على أن"), folded("من أن بأن")
NEEDING = {
    **dict.fromkeys(folded("شدد شددت يشدد تشدد شددوا"), ON),
    **dict.fromkeys(
        folded("اختتم اختتمت"), folded("تصريحه تصريحها تصريحاته حديثه حديثها كلمته بيانه بيانها بالقول")
    ),
    **dict.fromkeys(folded("حذر حذرت يحذر تحذر حذروا"), OF),
}
CARRYING = folded("تنقل ينقل")  # of papers: saying; of anybody else: carrying
CARRIED = folded("نقل نقلت نقلوا")  # of a body: an act, unless it is «عن» somebody or «أن»
# Nouns as well as verbs: «بعد نقل البنك إلى عدن», «قبل نشر تقرير الوكالة».
NOUNS = folded("نقل نشر ذكر رصد علم")
BEFORE_NOUNS = folded(
    "قبل بعد منذ عند من في على عن إلى حول عبر خلال إعادة عدم تم يتم جرى سيتم إثر عقب حظر منع أجل بسبب دون قرار عملية قبيل فور مع حق"
)
# Acts where they have an object behind them: «هدنة أعلنتها الحكومة»; sayings of what may be told: «الأرقام التي أعلنتها الوزارة».
ANNOUNCING = folded("أعلن أعلنت أعلنوا")
TOLD_OF = folded("ما أرقام معلومات نتائج أنباء خبر تصريحات تفاصيل حصيلة")
PUBLISHING = folded("نشر نشرت ينشر تنشر")  # of papers: saying
# Behind these «ل» says whose office it is.
OFFICES = folded(
    "تابع تابعة تابعان تابعين مملوك مملوكة المملوكة المالك المالكة ممثل ممثلا ممثلة التنفيذي العام الإقليمي التابع التابعة رئيس رئيسة مدير مديرة محرر رئيسا مديرا المدير الرئيس الإداري التحرير تحرير"
)


def _persons(masculine: frozenset[str]) -> frozenset[str]:
    weak = {verb[:-1] for verb in masculine if verb.endswith(("ا", "ي"))}
    regular = {verb for verb in masculine if not verb.endswith(("ا", "ي"))}
    ends = ("", "ت", "وا", "ا", "تا", "ن")
    return (
        frozenset(verb + end for verb in regular for end in ends) | masculine | {stem + "ت" for stem in weak}
    )


VERBS = _persons(folded(_SAYING)) | folded(_OTHERS)
WEAK = _ACTING
RULINGS = folded("قرار القرار")  # acts where they stand alone
RELATIVE = folded("التي الذي")
PRESENT = frozenset(
    verb
    for verb in VERBS
    if verb[:1] in ("ت", "ي")
    and verb not in folded("تابع تابعت تابعوا تحدث تحدثت تحدثوا تناقل تناقلت توقع توقعت توقعوا")
)
# «نقلت رويترز عن مسؤول»: who hands on, and whose words they are.
HANDING_ON = folded("تناقل تناقلت تتناقل نقل نقلت نقلوا تنقل ينقل نقلا ناقلا ناقلة")
# «تصريحات نقلتها رويترز»: the pronoun goes back to what was said.
HANDED = folded("نقلته نقلتها نقله نقلها أوردته أوردتها أورده أوردها نشرته نشرتها نشره نشرها بثته بثتها بثه بثها أذاعته أذاعتها تناقلته تناقلتها"
                " ذكرته ذكرتها نقلتهم تنقله ترجمته ترجمتها")  # fmt: skip
SPEECH = folded("قائلا قائلة قائلين القول بالقول")  # what follows is said, whatever the verb
SHOWED, SAID = folded("بين وبين"), arabic.fold("قال")
HEARD = folded(
    "حصل حصلت اطلع اطلعت وحصلت واطلعت علم علمت وعلم وعلمت فعلمت"
)  # «وعلمت "عكاظ" أن»: papers and agencies only
QUOTED_FROM = folded("عن")

THAT = folded("أن إن بأن أنه أنها إنه إنها بأنه بأنها أنهم إنهم بأنهم")
BEEN = folded("كان كانت وكان وكانت فيما بينما")
ALREADY = folded("قد كانت كان")
HEADING = BEEN | THAT | folded("لكن ولكن وأن بيد غير أن")  # a clause begins behind these
TO_DO = arabic.fold("أن")  # before a verb of the present: to be done, not said
# «ما» before a verb is nearly always «what»: «وفق ما ذكرت», «كما ذكرت».
NEGATIONS = folded("إذا لو سوف لم لا لن ليس ليست دون غير ولم ولا ولن فلم فلا ولما")

# Prepositions of attribution, each a row of words; «ل» is the next word's own first letter.
_REFERRING = (
    "وفقا ل", "وفق", "بحسب", "حسب", "حسبما", "طبقا ل", "استنادا إلى", "استنادا ل", "اعتمادا على", "وصل ل", "وصلت ل", "نقلا عن", "تبعا ل", "على ذمة",
    "سؤال من", "سؤال ل", "سؤال وجهته", "تصريح ل", "تصريحات ل", "تصريحا ل", "تصريح خاص ل", "تصريحات خاصة ل", "بيان عن",
    "حديث ل", "حديثه ل", "حديثها ل", "حديث خاص ل", "حديث مع", "حديثه مع", "مقابلة مع", "مقابلة ل", "حوار مع", "حوار ل", "لقاء مع", "اتصال مع",
    "تحدث إلى", "تحدثت إلى", "تحدث مع", "مداخلة مع", "مداخلة على", "مداخلة له على", "مداخلة لها على", "مداخلة هاتفية مع", "خاص ل",
    "المصدر", "مصدر الخبر", "جاء في", "ورد في", "علم من", "علم لدى", "على لسان", "اطلعت عليه", "اطلعت عليها", "حصلت عليه", "حصلت عليها", "تلقته", "حصل عليه", "رصدته",
)  # fmt: skip
BEFORE: dict[str, tuple[tuple[str, ...], ...]] = {}
for _row in sorted((tuple(arabic.fold(row).split()) for row in _REFERRING), key=len, reverse=True):
    BEFORE[_row[0]] = (*BEFORE.get(_row[0], ()), _row[1:])
# These hold papers and agencies only: anybody may be told, met or talked to.
# Talks, and what stands between one and the house: «مقابلة مع», «لبرنامج على شاشة».
TALKS = folded("مقابلة مقابلته حديث حوار لقاء تصريح تصريحات تصريحاته برنامج لبرنامج مداخلة اتصال")
ON_AIR = folded("مع معه معها معهم على شاشة أثير موجات عبر إلى")
TOLD = folded("أبلغ أبلغت أخبر أخبرت")
HOUSES_ONLY = folded(
    "مراسل مراسلة مراسلون حديث حديثه حديثها مقابلة حوار لقاء اتصال تحدث تحدثت مداخلة خاص تصريح تصريحات تصريحا سؤال اطلعت حصلت حصل تلقته رصدته وصل وصلت"
)
REACHING = folded("وصل وصلت")
# After these the cue's «ل» may be glued to the name: after words of saying, far from them only to papers and agencies.
TO = "ل"
# Documents, and what stands between one and whose it is: «بيان لـ», «تقرير صادر عن», «دراسة أجرتها».
DOCUMENTS = folded("بيان تقرير دراسة بيانات إحصاءات إحصائيات أرقام معطيات استطلاع تقديرات وثائق وثيقة نشرة بلاغ مذكرة مسح تقييم قرار"
                   " تغريدة رسالة سجلات إعلان البيان التقرير الدراسة البلاغ القرار المذكرة النشرة البيانات الإحصاءات")  # fmt: skip
HOLDING = folded("تضمن وتضمن يتضمن تضمنه")  # «تضمن بيان للجيش»
ISSUING = folded(
    "أصدره أصدرها أصدرته أصدرتها أعده أعدها أعدته أعدتها أجراه أجراها أجرته أجرتها نشره نشرها نشرته نشرتها وضعته نظمته"
)
FROM = folded("عن من")

HEADS = folded("""
وزارة وزارات وزارتي وزارتا هيئة وكالة مجلس منظمة مركز مرصد لجنة رئاسة حكومة جيش شرطة مديرية محافظة بنك شركة حركة حزب اتحاد نقابة جامعة جمعية مؤسسة نيابة
محكمة سفارة بعثة قيادة إدارة مصلحة جهاز دائرة أمانة بلدية ولاية سلطة سلطات معهد مكتب ديوان مصرف صندوق رابطة تنظيم جماعة كتائب سرايا قوات
غرفة بورصة مفوضية برلمان كتلة ائتلاف تحالف تيار جبهة دار مستشفى مشيخة كنيسة فرقة إمارة مندوبية ودادية مرفق حرس خفر مجموعة مصنع أكاديمية
استخبارات مخابرات إذاعة تلفزيون محطة صحيفة جريدة قناة شبكة موقع مجلة بوابة يومية مراكز فصائل فصيل عمادة دفاع قضاء ادعاء نادي قصر خلية جمارك ديوانة درك إسعاف مطافئ معمل مختبر مقاطعة جهة أجهزة قنصلية قوة كلية أسطول بحرية أحوال متحف خارجية حماية
مراسل مراسلة مراسلو مبعوثة مبعوث موفد موفدة مذيع مذيعة خدمة خدمات خطوط
""")
_REPORTERS = folded("مراسل مراسلة مراسلو مبعوثة مبعوث موفد موفدة مذيع مذيعة")
REPORTERS = _REPORTERS
_MEDIA = folded("صحيفة جريدة قناة شبكة موقع مجلة بوابة يومية إذاعة تلفزيون محطة وكالة") | _REPORTERS
MEDIA_HEADS = _MEDIA
MINISTRIES = folded(
    "الخارجية الداخلية الدفاع العدل الصحة التعليم المالية الأوقاف التموين الزراعة الكهرباء البترول الري الإسكان التربية الطاقة"
)
OWN_HOUSES = tuple(
    folded("قناة موقع الصحيفة الجريدة صفحة حساب")
)  # «الرسمية» behind these: somebody's own, or a gazette
SOURCES = folded("مصدر مصدران مصدرين مصادر")
OFFICIALS = SOURCES | folded("""
مسؤول مسؤولة مسؤولان مسؤولين مسؤولون مسؤولو مسؤولي شهود شاهد شاهدة شاهدان دبلوماسي دبلوماسيون دبلوماسيين دبلوماسية
خبراء خبير نقاد محللون محللين مراقبون مراقبين ناشطون ناشطين نشطاء سكان أهالي مسعفون مسعفين المسعفون أطباء طبيب صحف محققون محققين مطلعون مطلعين
متعاملون تجار متداولون باحثون علماء فريق قانونيون محامون عقيد عميد مقدم رائد نقيب إعلام قرويون صيادون ضابط ضباط منظمات جمعيات نقابات وسائل وكالات متحدثون
""")
SPOKEN_FOR = folded("متحدث متحدثة ناطق ناطقة")
LINK, LINKED = arabic.fold("رابط"), folded("الخبر المقال الموضوع")
PRESS = folded("إعلام الإعلام")  # «وسائل» of anything else are no people

# A person's title: what a body is called ends before it.
TITLES = folded("الدكتور الدكتورة د الأستاذ الأستاذة المهندس المهندسة العميد العقيد اللواء الرائد النقيب المقدم الشيخ السيد السيدة الفريق الأمير الأميرة"
                " المستشار القاضي الكاتب الملازم الجنرال الأنبا القس المحامي")  # fmt: skip

OF_NEWS = folded(
    "أنباء الأنباء للأنباء الإخبارية إخبارية للإعلام الإعلام للصحافة الصحافة برس الإعلامية الأخبار أخبار"
)
GENERIC_AGENCY = folded("وكالة الوكالة الأنباء أنباء الرسمية الحكومية")  # «وكالة الأنباء الرسمية "انا"»

# Between a verb and its subject.
FILLERS = folded("""
أيضا كذلك بدوره بدورها بدورهم هنا أمس اليوم الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد مساء صباح فجر ليلة يوم رسميا لاحقا
قبل قليل منذ كما قد مجددا مؤخرا سابقا صراحة رسمي عدة عدد كل بعض أحد إحدى هذا هذه أحدث عشرات مئات ثلاثة أربعة خمسة ستة عديد الماضي الجاري ظهر عصر فيه فيها عنه عنها فيهما ذات نفس به بها بضعة
""")
FILLING_PHRASES = tuple(
    tuple(arabic.fold(row).split())
    for row in ("من جهته", "من جهتها", "من جانبه", "من جانبها", "في بيان", "في بيان لها", "في بيان له", "في وقت سابق", "في تقرير",
                "كل من", "أحد", "أكثر من", "ما لا يقل عن", "من ناحيته", "من ناحيتها", "في تقرير لها", "عدد من", "العديد من", "في تصريح", "في السياق ذاته", "في سياق متصل",
                "مساء أمس", "صباح اليوم", "على لسان")
)  # fmt: skip
FILLING = {
    phrase[0]: tuple(row for row in FILLING_PHRASES if row[0] == phrase[0]) for phrase in FILLING_PHRASES
}
EACH = tuple(arabic.fold("كل من").split())

# No word of a name: where a name ends at the latest.
STOPS = folded("""
أن إن أنه أنها إنه إنها بأن بأنه بأنها أنهم إنهم في من على إلى عن مع خلال بعد قبل اليوم أمس الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت
الأحد عبر حول ضد بين الذي التي الذين اللذين اللتين هو هي هذا هذه ذلك تلك كان كانت قد لم لا لن ما حيث حين عندما بشأن بخصوص حتى لدى لكن ثم أو
كما وذلك وهو وهي الماضي الماضية المقبل المقبلة الجاري الجارية الحالي الحالية الآن حاليا أيضا كذلك أمام وفق بحسب حسب وفقا منذ نحو
عدم أي كل بعض غير مساء صباح عليها عليه فيه فيها الليلة اللاحق السابق نفسها نفسه ذاته ذاتها بعدما قبيل عقب إثر عند فإن قوله قولها يوم تحت
وأن بها به لها له لهم منها منه يتم تم ليس سوف سيتم إذا لو ولو ومن وفي وعلى وإلى وعن ومع
""")
