"""What must any reader's ordinary question find? A public table, run on every back end of the index.

Each line: what is typed, a headline, and whether the headline answers. What the analysis cannot do yet stands in
docs/design/0002-search-index.md, not here.
"""

from __future__ import annotations

LITMUS: tuple[tuple[str, str, bool], ...] = (
    # hamza, in every direction
    ("احمد", "أحمد يفوز بالجائزة", True),
    ("أحمد", "احمد يفوز بالجائزة", True),
    ("الاسكندرية", "أمطار على الإسكندرية", True),
    ("إبستين", "وثائق جديدة في قضية ابستين", True),
    ("آثار", "كشف اثار في الأقصر", True),
    ("مسؤول", "مسئول: لا زيادة في الأسعار", True),
    ("شؤون", "لجنة الشئون الخارجية تجتمع", True),
    # ya, ta marbuta, ha
    ("مستشفى", "افتتاح مستشفي جديد", True),
    ("في المنيا", "مواقيت الصلاة فى المنيا", True),
    ("الصلاه", "مواقيت الصلاة اليوم", True),
    ("مودي", "مودى ناصر يوقع للزمالك", True),
    # vowel signs, tatweel, presentation forms, other scripts' letters
    ("مدرسة", "مَدْرَسَةٌ تفتح أبوابها", True),
    ("مُحَمَّد", "محمد صلاح يسجل", True),
    ("محمد", "محـــمد صلاح يسجل", True),
    ("مصر", "ﻣﺼﺮ تفوز", True),
    ("كتاب", "معرض الکتاب", True),
    ("غوغل", "غوغل تغلق خدمة", True),
    # digits of every row, glued or not
    ("2025", "موازنة ٢٠٢٥", True),
    ("٢٠٢٥", "موازنة 2025", True),
    ("23 ديسمبر", "مواقيت الصلاه اليوم الثلاثاء 23ديسمبر", True),
    ("۱۹", "جائحة كوفيد-19", True),
    # the article and what is attached
    ("مدرسة", "المدرسة الجديدة", True),
    ("المدرسة", "مدرسة جديدة", True),
    ("القاهرة", "وصل الوفد بالقاهرة", True),
    ("القاهرة", "الوفد وبالقاهرة تحديدا", True),
    ("انتخابات", "الاستعداد للانتخابات", True),
    ("انتخابات", "وللانتخابات قانون", True),
    ("اقتصاد", "السياسة والاقتصاد", True),
    ("رويترز", 'مصدر ل"رويترز": لا تعليق', True),
    ("رويترز", 'مصدر لـ"رويترز": لا تعليق', True),
    ("مصر", "بمصر أول مصنع", True),
    ("لبنان", "مساعدات للبنان", True),
    ("لاجئ", "مخيم للاجئين", True),
    ("لجنة", "أول اجتماع للجنة", True),
    # endings
    ("معلم", "المعلمين والمعلمات", True),
    ("لبناني", "جيش لبنان", True),
    ("مصري", "المصريون في الخارج", True),
    # broken plurals that are known
    ("مدرسة", "فتح المدارس غدا", True),
    ("طالب", "تكريم الطلاب", True),
    ("قضية", "قضايا المجتمع", True),
    # words that look as if something were attached
    ("وزير", "اجتماع الوزير", True),
    ("وزير", "بيان الوزارة", False),
    ("والي", "والي جندوبة يستقبل", True),
    ("والي", "ذهب إلى جندوبة", False),
    ("الين", "تراجع الين الياباني", True),
    ("الين", "قال إن السعر ثابت", False),
    ("الآن", "يرى أن الوقت مناسب", False),
    ("لبن", "جيش لبنان", False),
    # function words, asking words
    ("ما هو موعد الامتحان", "موعد الامتحان غدا", True),
    ("الحرب على غزة", "غزة تحت الحرب", True),
    # quotes and hyphens as printed and pasted
    ("«البكالوريا»", "نظام البكالوريا الجديد", True),
    ('"نايس دير"', "المصرية للاتصالات تختار «نايس دير»", True),
    ('"دير نايس"', "المصرية للاتصالات تختار «نايس دير»", False),
    ("مصر -تونس", "مصر وتونس", False),
    ("مصر - تونس", "مصر وتونس", True),
    ("مصر | تونس", "مصر وتونس", True),
    ("الدبيبة: تلقينا", "الدبيبة يقول: تلقينا نبأ", True),
    # French and English
    ("ecole", "Rentrée à l'École nationale", True),
    ("Œuvre", "une oeuvre", True),
    ("ACI", "منظومة «aci» للجمارك", True),
)
