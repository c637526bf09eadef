"""Whose names may be taken from the news itself, and when is a person better not named by us at all?

A title before a name («وزير الخارجية فلان الفلاني») proposes a person; nobody gets a page for one mention. The rules of care are in
docs/design/0039-names-and-attributions.md: they keep the children, victims and accused of court and crime news out of lists that papers never made.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import IntFlag, auto
from functools import lru_cache, partial, reduce
from operator import or_

from warraq.entities import cutting
from warraq.language import arabic, lists

# In these desks nobody is taken up by us.
CAREFUL_DESKS = frozenset(["accidents"])

_BEGINNING = 150  # words of a body that say what it is about
_LETTERS = 15  # of a word and what parts it from the next: more than any beginning needs
_MOST = 3  # words of a name, «بن» and the like not counted
_ROLE = 5  # words between a title and the name: «وزير التربية والتعليم والتعليم العالي»


def _folded(words: str) -> frozenset[str]:
    return frozenset(arabic.fold(words).split())


def _pairs(pairs: Iterable[str]) -> frozenset[tuple[str, str]]:
    split = (arabic.fold(pair).split() for pair in pairs)
    return frozenset((first, second) for first, second in split)


_TITLES = _folded("""
رئيس الرئيس رئيسة الرئيسة وزير وزيرة الوزير الوزيرة نائب النائب النائبة مدير مديرة المدير محافظ المحافظ والي الوالي عمدة سفير السفير السفيرة
اللواء لواء العميد العقيد الفريق المشير المقدم الرائد النقيب الجنرال الدكتور الدكتورة د أ.د الأستاذ الأستاذة المستشار المستشارة المهندس المهندسة
الشيخ الإمام القس الأنبا البابا الملك الملكة الأمير الأميرة السلطان السيد السيدة المحامي المحامية القاضي الفنان الفنانة الممثل الممثلة المطرب
المطربة المخرج المخرجة الكاتب الكاتبة الشاعر الشاعرة الروائي الروائية الصحفي الصحفية الصحافي الإعلامي الإعلامية المدرب اللاعب المهاجم الحارس
قائد القائد المتحدث الناطق المفتي مفتي نقيب أمين الأمين عضو زعيم الزعيم رجل الباحث الباحثة الخبير الناشط الناشطة المفكر المؤرخ كاتب مخرج
""")
_NOT_NAMES = _folded("""
أن إن في من على إلى عن مع خلال بعد قبل اليوم أمس الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد عبر حول ضد بين الذي التي هو هي هذا
هذه كان كانت قد لم لا لن ما حيث حين عندما بأن إنه أنه ثم أو كما وهو وهي السابق الحالي الجديد الراحل والذي يوم مساء صباح لدى حتى
نظيره نظيرته نظيرها نظيرهما نجل نجله نجلها شقيق شقيقه شقيقة زوجة زوجته والدته والده أيضا نائبا رئيسا عين اتهم قرر أمر القيام إجراء
قال أكد أعلن أضاف أوضح صرح ذكر قالت أكدت أعلنت يقول تقول كشف شدد أشار لفت وقال وأكد وأضاف وأوضح خارج داخل نحو أمام ضمن تحت له لها به بها
""")
# What is named after somebody is nobody: «مطار الملك عبدالعزيز الدولي».
_NAMED_AFTER = _folded("""
مطار مدينة جامعة مستشفى مركز جائزة شارع كأس ميناء استاد ملعب مسجد جامع جسر مؤسسة كلية مدرسة ثانوية مجمع معهد قاعة كرسي مسابقة دوري
مشروع برنامج حي ساحة ميدان قصر متحف مكتبة بطولة سد نفق محطة قاعدة مجلة قناة مهرجان منتدى حديقة محور كوبري ضريح درع
""")
_LINKS = _folded("بن ابن بنت أبو أبي أم آل ولد عبد ال")
_GIVEN = _folded("""
سامح وجدي مجدي حمدي رضا صابر نبيل هاشم ممدوح جابر سيد عاطف عصام حازم حاتم أسامة إيهاب تامر شادي هيثم مازن لؤي عدنان غسان فراس مؤيد قيس
رائد زهير نزار مروان نضال جهاد إياد سليم فؤاد رؤوف عزت رفعت طلعت مدحت ثروت جودت حكمت بهجت شكري صبري فتحي فخري وهبي حلمي رمزي عزمي نسيم أنيس
أكرم أمجد أدهم أنس معاذ حذيفة بلال صهيب مصعب إلياس إدريس عزيز رشيد لطفي نجيب مولاي
عبدالله عبدالرحمن عبدالعزيز عبدالفتاح عبدالرحيم عبدالكريم عبدالمجيد عبدالحميد عبدالناصر عبدالقادر عبداللطيف عبدالإله عبدالوهاب عبدالسلام عبدالغني
عبدالحليم عبدالملك عبدالمنعم عبدالهادي عبدالواحد عبدالخالق عبدالباسط نورالدين عزالدين صلاح علاء بهاء ضياء محيي حسام عماد جلال كمال زين
فاطمة عائشة خديجة زينب مريم سارة ليلى سلمى منى نادية سميرة رانيا دينا ياسمين هالة غادة نجلاء سهير ميرفت هناء رشا ريم رنا لينا لمى داليا نيفين
إيناس شيماء أسماء سعاد عبير حنان ألفت مايا نسرين سهام لبنى بشرى نوال نبيلة صفية رقية جيهان أنيسة
تركي بندر نايف مشعل متعب مقرن نواف طلال حمد خليفة زايد راشد مكتوم منصور هزاع سلطان ماجد ثامر جاسم صباح
جورج ميشال بيار جبران جان إيلي طوني سمير وليد نبيه حنا مارون بطرس بولس مكرم شنودة تواضروس مينا مايكل ماريا جون ديفيد جيمس مايك بيتر بول
""")
# Who is named beside these words is left unnamed by us, whatever is written onto them: «بطفلتهما», «انتحارها».
_ALONE = _folded("""
طفل طفلة طفلين طفلتين طفلي طفلتي رضيع رضيعة رضيعين رضيعي قاصر قاصرة قاصرين قاصرات ضحية مراهق مراهقة صبي تلميذ تلميذة اغتصاب اغتصب اغتصبت مغتصب
تحرش تحرشت متحرش انتحار انتحر انتحرت منتحر منتحرة دعارة مثلية إيدز
""")
_SENSITIVE_PAIRS = _pairs(
    (
        "هتك عرض",
        "هتك عرضه",
        "هتك عرضها",
        "اعتداء جنسي",
        "استغلال جنسي",
        "زنا محارم",
        "حديث ولادة",
        "شذوذ جنسي",
        "مثلي جنسي",
        "مثلي جنسيا",
    )
)
# News of crimes and courts: of whom stands in it only those of the lists are named.
_CHARGED = _folded("""
متهم متهمة متهمين متهمون متهمان جنايات جناية جنح جنحة حبس محاكمة محكمة جريمة إعدام جثة مباحث سجن سجين سجينة سجناء معتقل معتقلة
معتقلين معتقلون اعتقال اعتقالات توقيف متورط مشتبه مدان مدانة مؤبد مخدرات لص اختلاس رشوة ابتزاز احتيال
""")
_CHARGED_PAIRS = _pairs(
    ("نيابة عامة", "وكيل نيابة", "قررت نيابة", "أمرت نيابة", "قبض على", "قبض عليه", "قبض عليها", "ألقت قبض",
                 "ادعاء عام", "ذمة تحقيق", "قاضي تحقيق", "قتل زوجته", "مقتل زوجته")
)  # fmt: skip
# Where such a word tells of nobody who has to be spared: courts that try no person, children by the hundred, a court's accusers.
_OTHER_COURTS = _folded("دستورية محاسبات حسابات إدارية عدل تحكيم رياضية بلدية")
_OTHER_CRIMES = _folded("منظمة إرهابية حرب")
_CHILDREN = _folded("طفل طفلة تلميذ تلميذة قاصر رضيع")
_FOR_CHILDREN = _folded("مسرح حقوق أدب ثقافة سينما مهرجان مكتبة مجلة")
_COUNTING = _folded("عشرات مئات آلاف عدد أكثر معظم نحو ألف مليون ملايين مئة")
_AGAINST = _folded("مكافحة محاربة")
_COURT, _CRIME, _VICTIM, _HARASSING = (arabic.fold(word) for word in ("محكمة", "جريمة", "ضحية", "تحرش"))
_CRIMINAL_COURTS = _folded("ابتدائية جنائية جزائية جنايات جنح استئناف عسكرية نقض تعقيب أمن")
_CRIMINAL, _INTERNATIONAL, _FELL = arabic.fold("جنائية"), arabic.fold("دولية"), _folded("راح راحت")
_MANY = 100  # children counted so are none of them told of
_FIRSTS = frozenset(first for first, _ in _SENSITIVE_PAIRS | _CHARGED_PAIRS)
_CHARGE = 60  # words of a body in which it is said what somebody is charged with
_ONTO = ("", "و", "ف", "ب", "ل", "ك", "ال", "وال", "فال", "بال", "كال", "لل", "ولل", "وب", "ول", "وبال")
_OWNED = ("", "ه", "ها", "هم", "هن", "هما", "نا")
# «ابنة الـ 9 سنوات», «فتاة في الـ14 من عمرها», «حدث يبلغ 15 سنة»: whoever is under eighteen.
_YEARS = r"(?:ال )?(?:[1-9]|1[0-7])"
_YOUNG = re.compile(
    rf"\b(?:(?:ابن|ابنه|بنت|ابنته|ابنتها|ابنه|نجله|نجلها) (?:ذ[اوي]ت? )?{_YEARS} (?:سنه|سنوات|عاما|اعوام|ربيعا)"
    rf"|(?:يبلغ|تبلغ|البالغ|البالغه|عمره|عمرها|ذات|ذو|ذي|صاحبه?) (?:من العمر )?{_YEARS} (?:سنه|سنوات|عاما|اعوام|ربيعا)"
    rf"|في {_YEARS} (?:عاما )?من (?:عمره|عمرها|العمر))\b"
)


def careful(title: str, body: str, section: str | None) -> bool:
    """Should nobody be named for this article, and it lead nowhere? By its desk, and by words that tell of a child, a victim or the like in its
    headline or its first 150 words."""
    if section in CAREFUL_DESKS:
        return True
    told = _beginning(title, body, _BEGINNING)
    return _tells(told, _Word.TENDER, _SENSITIVE_PAIRS) or (
        any(map(str.isdigit, told)) and _YOUNG.search(" ".join(told)) is not None
    )


def charged(title: str, body: str) -> bool:
    """Does it tell of a crime or a court, by its headline or its first 60 words? Feeds seldom say so; then nobody whom no list has is taken
    up by us, and nobody quoted."""
    return _tells(_beginning(title, body, _CHARGE), _Word.CHARGED, _CHARGED_PAIRS)


def _beginning(title: str, body: str, most: int) -> list[str]:
    """The folded words of a headline and the first of a body. Every article is asked: only so much of it is folded."""
    return [*_words(title), *_words(body[: most * _LETTERS])[:most]]


@lru_cache(maxsize=4)
def _words(text: str) -> tuple[str, ...]:
    return tuple(arabic.parts(arabic.fold(text)))


class _Word(IntFlag):
    """What a word tells, alone or as the first of a pair."""

    TENDER = auto()  # of a child, a victim or the like
    CHARGED = auto()  # of a crime or a court
    PAIRED = auto()  # it may be, with the word after it


def _tells(told: Sequence[str], alone: _Word, pairs: frozenset[tuple[str, str]]) -> bool:
    signs = list(map(_signs, told))
    together = reduce(or_, signs, 0)  # nearly always nothing
    if together & alone and any(sign & alone and not _harmless(told, at) for at, sign in enumerate(signs)):
        return True
    return bool(together & _Word.PAIRED) and any(
        (first, told[at + 1].removeprefix("ال")) in pairs
        for at, word in enumerate(told[:-1])
        if signs[at] & _Word.PAIRED
        for first in _bare(word)
    )


def _harmless(told: Sequence[str], at: int) -> bool:
    """Does this word tell of nobody here? «المحكمة الدستورية», «1200 طفل», «متهمة إياها», «راح ضحيته عشرات», «مكافحة التحرش»."""
    bare = _bare(told[at])
    then = [word.removeprefix("ال") for word in told[at + 1 : at + 3]] + ["", ""]
    before = _bare(told[at - 1]) | {told[at - 1]} if at else frozenset[str]()
    if _COURT in bare:
        alone = then[0] not in _CRIMINAL_COURTS and any(map(partial(_other_court, told), range(len(told))))
        return alone or _other_court(told, at)
    if _CRIME in bare:
        return then[0] in _OTHER_CRIMES or not before.isdisjoint(_AGAINST)
    if _HARASSING in bare:
        earlier = _bare(told[at - 2]) if at > 1 and _CRIME in before else frozenset[str]()
        return not (before | earlier).isdisjoint(_AGAINST)
    if _VICTIM in bare:
        return not before.isdisjoint(_FELL) and (then[0].isdecimal() or then[0] in _COUNTING)
    if not bare.isdisjoint(_CHILDREN):
        counted = at > 0 and told[at - 1].isdecimal() and int(told[at - 1]) >= _MANY
        return counted or not before.isdisjoint(_FOR_CHILDREN | (_COUNTING - {arabic.fold("أكثر")}))
    return told[at + 1 : at + 2] != [] and told[at + 1].startswith(_HIM)


_HIM = arabic.fold("إياه")


def _other_court(told: Sequence[str], at: int) -> bool:
    """Is a court named here that tries no person? Where one is, «المحكمة» alone is that one."""
    if _COURT not in _bare(told[at]):
        return False
    then = [word.removeprefix("ال") for word in told[at + 1 : at + 3]]
    return then[:1] != [] and (then[0] in _OTHER_COURTS or then == [_CRIMINAL, _INTERNATIONAL])


@lru_cache(maxsize=100_000)
def _signs(word: str) -> int:
    """All that a word tells, as a plain number: half the words of the press pass here."""
    bare = _bare(word)
    found = 0
    for kind, words in ((_Word.TENDER, _ALONE), (_Word.CHARGED, _CHARGED), (_Word.PAIRED, _FIRSTS)):
        if not words.isdisjoint(bare):
            found |= kind.value
    return found


@lru_cache(maxsize=50_000)
def _bare(word: str) -> frozenset[str]:
    """The word without what may be written onto it: each way to read it that leaves three letters. A final ه may be a ة before an owner."""
    bare = (word[len(before) :] for before in _ONTO if word.startswith(before))
    owned = [one[: len(one) - len(after)] for one in bare for after in _OWNED if one.endswith(after)]
    return frozenset(
        read for one in owned for read in (one, f"{one[:-1]}ه" if one.endswith("ت") else one) if len(read) > 2
    )


def proposed(text: str) -> Iterator[str]:
    """Names of people as printed behind a title: a given name and one to three words more, once for each place."""
    words = cutting.words(text)
    ends = [word.end for word in words]
    for at, word in enumerate(words):
        if _title(word.text) and not (at and _named_after(words[at - 1].text)):
            for first in range(at + 1, min(len(words), at + 2 + _ROLE)):
                if _parted(text[ends[first - 1] : words[first].start]) or words[first].text in _NOT_NAMES:
                    break
                if words[first].text in _given() and not _title(words[first].text):
                    last = _ended(text, words, first)
                    if last - first >= 2:
                        yield text[words[first].start : ends[last - 1]]
                    break


def _ended(text: str, words: tuple[arabic.Token, ...], first: int) -> int:
    last = first + 1
    most = first + _MOST
    while last < len(words) and last < most:
        word = words[last].text
        if (
            _parted(text[words[last - 1].end : words[last].start])
            or word in _NOT_NAMES
            or word in _TITLES
            or len(word) < 2
        ):
            break
        if word in _LINKS:
            last, most = last + 1, most + 1
            continue
        if word.startswith(("ب", "ل", "و", "ف", "ي", "ت")) and word not in _given():
            break
        last += 1
        if word.startswith("ال") and word not in _given() and words[last - 2].text not in _LINKS:
            break  # a family name ends a name
    while last > first and words[last - 1].text in _LINKS:
        last -= 1
    return last


@lru_cache(maxsize=50_000)
def _named_after(word: str) -> bool:
    """Whether this is what bears somebody's name, with و ف ب ل ك before it or not."""
    return any(
        word.startswith(one) and word[len(one) :] in _NAMED_AFTER for one in ("", "و", "ب", "ل", "ف", "ك")
    )


@lru_cache(maxsize=50_000)
def _title(word: str) -> bool:
    return any(word.startswith(one) and word[len(one) :] in _TITLES for one in ("", "و", "ل", "ب", "ف"))


def _parted(between: str) -> bool:
    return bool(between.strip(" .\u200f\u200e\u00a0")) or "\n" in between


@lru_cache(maxsize=1)
def _given() -> frozenset[str]:
    """Given names: the Arabic side of the list of names that are typed in Latin letters."""
    listed = (line.partition(" = ")[0] for line in lists.lines("names"))
    known = frozenset(arabic.fold(" ".join(listed)).split())
    return (
        (_GIVEN | frozenset(name for name in known if not name.startswith("ال")))
        - _LINKS
        - _folded("باسم بدر")
    )
