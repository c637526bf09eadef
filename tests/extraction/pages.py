"""Pages as papers make them, for tests: a head, a heading, a body of real length, and whatever a test adds."""

from __future__ import annotations

from datetime import UTC, datetime

from warraq.extraction.page import PageReading, read

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
URL = "https://paper.example/news/412"
TITLE = "افتتاح مكتبة جديدة في حي السوق القديم"
PARAGRAPHS = (
    "افتتحت بلدية المدينة صباح اليوم مكتبة عامة جديدة في حي السوق القديم، بحضور عدد كبير من الأهالي والكتاب والطلاب، "
    "بعد أعمال ترميم استمرت ثلاث سنوات كاملة.",
    "وقالت مديرة المكتبة إن القاعات الأربع تضم أكثر من عشرين ألف كتاب، من بينها مجموعة نادرة من الصحف القديمة التي "
    "أهداها سكان الحي، وإن الدخول إليها مجاني طوال أيام الأسبوع.",
    "وأضافت أن المكتبة ستنظم ورشا للقراءة للأطفال كل يوم سبت، وأن قاعة الصحف ستفتح أبوابها للباحثين بداية من الشهر "
    "المقبل بعد الانتهاء من فهرسة أعدادها.",
)


def page(
    *, head: str = "", block: str = "", title: str = TITLE, body: str | None = None, after: str = ""
) -> str:
    """`block` stands between headline and body, `after` behind the article."""
    text = body if body is not None else "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    return (
        f'<!DOCTYPE html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>{title} - صحيفة النيل</title>{head}'
        f'</head><body><nav><a href="/">الرئيسية</a><a href="/sports">رياضة</a></nav><main><article><h1>{title}</h1>'
        f'{block}<div class="article-body">{text}</div></article></main>{after}<footer>جميع الحقوق محفوظة</footer></body></html>'
    )


def reading(html: str, *, url: str = URL, country: str = "eg", zone: str = "Africa/Cairo") -> PageReading:
    return read(
        html.encode(), url=url, content_type="text/html; charset=utf-8", country=country, zone=zone, now=NOW
    )
