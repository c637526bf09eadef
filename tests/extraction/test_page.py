"""A page becomes an article: its own words, and what it declares of itself."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.extraction.pages import NOW, PARAGRAPHS, TITLE, URL, page, reading
from warraq.errors import Unreadable
from warraq.extraction.page import MAX_BYTES, READER, read


def meta(name: str, content: str) -> str:
    return f'<meta property="{name}" content="{content}">'


def ld(**said: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@context": "https://schema.org", **said}, ensure_ascii=False)}</script>'


def test_the_body_is_the_article_and_nothing_around_it() -> None:
    found = reading(page(after="<div class=comments><p>تعليق قارئ لا علاقة له بالخبر أبدا</p></div>"))
    assert found.body == "\n".join(PARAGRAPHS)
    assert (found.title, found.reader, found.language) == (TITLE, READER, "ar")


def test_a_line_that_leads_to_other_news_is_not_the_article_s() -> None:
    between = f"<p>{PARAGRAPHS[0]}</p><p>اقرأ أيضا: وزير الثقافة يزور المعرض</p><p>{PARAGRAPHS[1]}</p><p>{PARAGRAPHS[2]}</p>"
    assert reading(page(body=between)).body == "\n".join(PARAGRAPHS)


@pytest.mark.parametrize(
    ("before", "behind"),
    [
        ("<p>محليات</p><p>{title}</p><p>الأحد 1 مارس 2026 - 12:50 م</p>", ""),
        ("<p>{title}</p><p>نشر في: الأحد ١ مارس ٢٠٢٦ - 12:50 | بقلم: هدى سالم</p><p>كتب - سامي علي</p>", ""),
        ("<p>{title}</p><p>نشر في صوت البلدة يوم 03 - 06 - 2025</p><p>هيئة التحرير</p>", ""),
        ("<p>{title}</p><p>Par Nadia Slimani, publié le lundi 9 février 2026 - 14:05</p>", ""),
        ("", "<p>شارك على فيسبوك شارك على واتساب نسخ الرابط</p>"),
        (
            "",
            "<p>موضوعات متعلقة: افتتاح معرض الكتاب</p><p>- افتتاح معرض الكتاب في المدينة الأحد 1 مارس 2026 - 09:50</p>",
        ),
    ],
)
def test_what_stands_around_the_paragraphs_is_not_the_article_s(before: str, behind: str) -> None:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    assert reading(page(body=before.format(title=TITLE) + text + behind)).body == "\n".join(PARAGRAPHS)


@pytest.mark.parametrize(
    "line",
    [
        "قتل 5 أشخاص في حريق اندلع عام 2025",
        "كتب الوزير في رسالته أن المشروع ينتهي قريبا. وأضاف أنه لا تأجيل.",
        "- افتتاح الفرع الأول عام 2024",
        "شارك في الافتتاح عدد من الكتاب والطلاب",
    ],
)
def test_a_short_paragraph_with_a_date_or_a_verb_is_the_article_s(line: str) -> None:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in (line, *PARAGRAPHS))
    assert reading(page(body=text)).body == "\n".join((line, *PARAGRAPHS))


def test_a_name_alone_over_the_text_is_not_the_article_s() -> None:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in ("هدى سالم", *PARAGRAPHS))
    found = reading(page(head=meta("author", "هدى سالم"), body=text))
    assert (found.body, found.authors) == ("\n".join(PARAGRAPHS), ("هدى سالم",))


def test_a_table_that_holds_the_page_is_no_row_of_figures() -> None:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    rows = f"<table><tr><td><h1>{TITLE}</h1>{text}</td><td>آخر الأخبار</td></tr></table>"
    found = reading(f"<html lang=ar><head><title>{TITLE}</title></head><body>{rows}</body></html>")
    assert found.body == "\n".join(PARAGRAPHS)


def test_a_table_of_figures_is_the_article_s() -> None:
    figures = "<table><tr><td>القاهرة</td><td>31</td></tr><tr><td>أسوان</td><td>38</td></tr></table>"
    text = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    body = reading(page(body=text + figures)).body
    assert "أسوان" in body
    assert body.startswith("\n".join(PARAGRAPHS))


def test_a_lead_in_a_box_of_its_own_is_the_first_paragraph() -> None:
    lead = "أعلنت بلدية المدينة أن المكتبة العامة الجديدة تفتح أبوابها للجمهور كل أيام الأسبوع دون رسوم."
    html = page(
        head=meta("og:description", lead), block=f'<aside><div class="b-article__lead">{lead}</div></aside>'
    )
    assert reading(html).body.split("\n")[0] == lead


def test_json_ld_speaks_before_the_meta_tags() -> None:
    html = page(
        head=meta("article:published_time", "2026-03-01T10:00:00+02:00")
        + meta("og:site_name", "صحيفة النيل")
        + meta("article:section", "محليات")
        + ld(
            **{
                "@type": "NewsArticle",
                "headline": f"{TITLE} | صحيفة النيل",
                "datePublished": "2026-03-02T08:30:00+02:00",
                "dateModified": "2026-03-02T09:30:00+02:00",
                "author": [
                    {"@type": "Person", "name": "هدى سالم"},
                    {"@type": "Organization", "name": "صحيفة النيل"},
                ],
                "articleSection": "ثقافة",
                "image": {"@type": "ImageObject", "url": "/img/a.jpg"},
                "keywords": "مكتبات، ثقافة",
                "description": "مكتبة جديدة بعد ثلاث سنوات من الترميم",
            }
        )
    )
    found = reading(html)
    assert found.title == TITLE
    assert found.published is not None
    assert found.published.printed == "2026-03-02T08:30:00+02:00"
    assert found.updated is not None
    assert found.updated.at > found.published.at
    assert (found.authors, found.label) == (("هدى سالم",), "ثقافة")
    assert found.image == "https://paper.example/img/a.jpg"
    assert found.keywords == ("مكتبات", "ثقافة")
    assert found.abstract == "مكتبة جديدة بعد ثلاث سنوات من الترميم"


@pytest.mark.parametrize(
    "broken",
    [
        '<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2026-03-02",}</script>',
        '<script type="application/ld+json">\n<!-- {"@type":"NewsArticle","datePublished":"2026-03-02"} --></script>',
        '<script type="application/ld+json">{"@graph":[{"@type":["Thing","NewsArticle"],"headline":"x\ny","datePublished":"2026-03-02"}]}</script>',
    ],
)
def test_json_ld_that_is_nearly_json_is_read(broken: str) -> None:
    found = reading(page(head=broken)).published
    assert found is not None
    assert found.printed == "2026-03-02"


@pytest.mark.parametrize(
    "hostile",
    [
        '{"a":' * 5_000,
        "[" * 100_000,
        '{"@type":"NewsArticle","headline":{"a":[1]},"author":7,"image":[[]],"datePublished":{}}',
        "null",
        '"x"',
        "\n" * 60_000 + "{" + " " * 60_000,
        '{"a": "' + " " * 60_000 + '"' + " ;" * 20_000,
        "/*" + "*" * 60_000,
    ],
    ids=lambda one: one[:12].strip(),
)
def test_json_ld_of_any_shape_costs_nothing_else(hostile: str) -> None:
    found = reading(page(head=f'<script type="application/ld+json">{hostile}</script>'))
    assert (found.title, found.published, found.authors) == (TITLE, None, ())


def test_another_article_s_json_ld_is_not_this_one_s() -> None:
    related = [
        {"@type": "NewsArticle", "headline": f"خبر آخر {n}", "datePublished": "2025-01-01", "url": f"/{n}"}
        for n in range(3)
    ]
    assert reading(page(head=ld(**{"@type": "ItemList", "itemListElement": related}))).published is None
    own = {
        "@type": "NewsArticle",
        "headline": TITLE,
        "datePublished": "2026-03-02",
        "mainEntityOfPage": {"@id": URL},
    }
    found = reading(page(head=ld(**{"@graph": [*related, own]}))).published
    assert found is not None
    assert found.printed == "2026-03-02"


def test_json_ld_that_is_said_twice_is_the_page_s_own() -> None:
    own = ld(**{"@type": "NewsArticle", "headline": TITLE, "datePublished": "2026-03-02"})
    found = reading(page(head=own + own)).published
    assert found is not None
    assert found.printed == "2026-03-02"


def test_microdata_speaks_after_json_ld_and_before_the_meta_tags() -> None:
    said = (
        '<div itemscope itemtype="https://schema.org/NewsArticle">'
        '<span itemprop="author" itemscope itemtype="https://schema.org/Person"><b itemprop="name">هدى سالم</b></span>'
        '<span itemprop="author" itemscope itemtype="https://schema.org/Organization"><b itemprop="name">Paper</b></span>'
        '<meta itemprop="datePublished" content="2026-03-02T08:30:00+02:00">'
        '<meta itemprop="dateModified" content="2026-03-02T09:30:00+02:00">'
        '<a itemprop="articleSection" href="/c">ثقافة</a><img itemprop="image" src="/img/a.jpg">'
        '<span itemprop="keywords">مكتبات، ثقافة</span></div>'
    )
    other = (
        '<div itemscope itemtype="http://schema.org/NewsArticle"><b itemprop="headline" content="خبر لا شأن له بهذا"></b>'
        '<meta itemprop="datePublished" content="2025-01-01"></div>'
    )
    metas = meta("article:section", "محليات") + meta("article:published_time", "2026-03-01")
    found = reading(page(head=metas, block=said))
    assert found.published is not None
    assert found.updated is not None
    assert (found.published.printed, found.updated.printed) == (
        "2026-03-02T08:30:00+02:00",
        "2026-03-02T09:30:00+02:00",
    )
    assert (found.authors, found.label) == (("هدى سالم",), "ثقافة")
    assert (found.image, found.keywords) == ("https://paper.example/img/a.jpg", ("مكتبات", "ثقافة"))
    several = reading(page(head=metas, block=said, after=other)).published
    assert several is not None
    assert several.printed == "2026-03-01"  # of two articles, neither of which says that it is this page's
    declared = ld(**{"@type": "NewsArticle", "datePublished": "2026-03-03"})
    first = reading(page(head=declared, block=said)).published
    assert first is not None
    assert first.printed == "2026-03-03"


@pytest.mark.parametrize(
    ("named", "headline"),
    [
        ("افتتاح مكتبة عامة بعد ثلاث سنوات من الترميم", "افتتاح مكتبة عامة بعد ثلاث سنوات من الترميم"),
        (f"«{TITLE}»", TITLE),  # the same words: as they are printed
        ("أسعار الذهب تواصل الارتفاع", TITLE),  # not a word of this article
        (TITLE[:24], TITLE),
        (TITLE[:24] + "...", TITLE),
        ("مكتبة", TITLE),
        ("صحيفة النيل", TITLE),
    ],
)
def test_a_headline_in_json_ld_is_kept_unless_it_is_cut_or_another_s(named: str, headline: str) -> None:
    html = page(head=ld(**{"@type": "NewsArticle", "headline": named}) + meta("og:site_name", "صحيفة النيل"))
    assert reading(html).title == headline


def test_a_headline_that_two_declare_ends_where_they_say_unless_it_is_in_a_word() -> None:
    for end, kept in ((TITLE.index(" في"), TITLE[: TITLE.index(" في")]), (TITLE.index("في") + 1, TITLE)):
        named = TITLE[:end]
        html = page(head=ld(**{"@type": "NewsArticle", "headline": named}) + meta("og:title", named))
        assert reading(html).title == kept


@pytest.mark.parametrize(
    ("head", "heading", "headline"),
    [
        (meta("og:title", f"{TITLE} - صحيفة النيل") + meta("og:site_name", "صحيفة النيل"), None, TITLE),
        (
            meta("og:title", f"صحيفة النيل : {TITLE}") + meta("og:site_name", "صحيفة النيل"),
            "<h2>قسم</h2>",
            TITLE,
        ),
        (meta("og:title", TITLE[:25] + "..."), f"<h1>النيل</h1><h1>{TITLE}</h1>", TITLE),
        (meta("og:title", "دراما رمضان - الحلقة الأولى"), "<h1>النيل</h1>", "دراما رمضان - الحلقة الأولى"),
        (meta("og:title", "&amp;quot;النيل&amp;quot; يفيض"), "", '"النيل" يفيض'),
    ],
)
def test_the_headline_is_what_the_paper_printed(head: str, heading: str | None, headline: str) -> None:
    html = page(head=head)
    if heading is not None:
        html = re.sub("<h1>.*?</h1>", heading, html)
    assert reading(html).title == headline


@pytest.mark.parametrize(
    ("head", "block", "names"),
    [
        ("", '<span class="writeBy">كتبت أسماء نصار</span>', ("أسماء نصار",)),
        ("", '<a rel="author" href="/u/1">بقلم: سامي بن علي</a>', ("سامي بن علي",)),
        ("", "<p>نشر في: 1/3/2026 | بقلم: سنية بالضيف</p>", ("سنية بالضيف",)),
        ("", "<p>كتب - هبة الشناوي</p>", ("هبة الشناوي",)),
        ("", "<p>وقد كتب الشاعر هنا أجمل القصائد</p>", ()),
        ('<meta name="author" content="هدى سالم، منى عادل">', "", ("هدى سالم", "منى عادل")),
        ('<meta name="author" content="صحيفة النيل">', "", ()),
        ('<meta name="author" content="paper">', "", ()),
        ('<meta name="author" content="admin">', "", ()),
        ('<meta name="author" content="Developed by Somebody">', "", ()),
        ('<meta name="author" content="https://www.facebook.com/paper">', "", ()),
        ("", '<div class="author">' + "كلام كثير لا يكون اسما " * 20 + "</div>", ()),
    ],
)
def test_authors_are_people(head: str, block: str, names: tuple[str, ...]) -> None:
    assert reading(page(head=head, block=block)).authors == names


@pytest.mark.parametrize(
    ("head", "address"),
    [
        ('<link rel="canonical" href="/news/412?ref=x">', "https://paper.example/news/412?ref=x"),
        (
            '<link rel="canonical" href="/">' + meta("og:url", "https://paper.example/n/412"),
            "https://paper.example/n/412",
        ),
        ('<link rel="canonical" href="javascript:alert(1)">', None),
        ('<link rel="canonical" href="https://paper.example/ar/">', None),
        ("", None),
    ],
)
def test_the_canonical_address_is_the_page_s_and_not_the_site_s(head: str, address: str | None) -> None:
    assert reading(page(head=head)).canonical == address


def test_a_logo_is_no_picture() -> None:
    html = page(head=meta("og:image", "/theme/logo.png") + meta("twitter:image", "//cdn.example/2026/a.jpg"))
    assert reading(html).image == "https://cdn.example/2026/a.jpg"


def test_of_several_declared_pictures_the_one_that_is_shown_stands_with_the_article() -> None:
    declared = ld(**{"@type": "NewsArticle", "image": ["/i/square.jpg", "/i/wide.jpg"]})
    head = declared + meta("og:image", "/i/branded.jpg")
    assert reading(page(head=head)).image == "https://paper.example/i/square.jpg"
    assert (
        reading(page(head=head, block='<img src="/i/wide.jpg">')).image == "https://paper.example/i/wide.jpg"
    )


@pytest.mark.parametrize(
    ("content", "asked"),
    [
        ("noindex, nofollow", {"noindex", "nofollow"}),
        ("NOARCHIVE,max-image-preview:large", {"noarchive"}),
        ("none", {"noindex", "nofollow"}),
        ("index, follow", set()),
    ],
)
def test_robots_directives_are_read(content: str, asked: set[str]) -> None:
    assert reading(page(head=f'<meta name="robots" content="{content}">')).robots == asked


def test_the_site_s_name_or_the_headline_again_is_no_abstract() -> None:
    names = meta("og:site_name", "صحيفة النيل") + meta("og:description", "صحيفة النيل")
    assert reading(page(head=names)).abstract is None
    assert reading(page(head=names + f'<meta name="description" content="{TITLE}">')).abstract is None


def test_a_windows_1256_page_is_read_by_its_own_declaration() -> None:
    data = page().replace("utf-8", "windows-1256").encode("cp1256")
    found = read(data, url=URL, content_type="text/html", country="eg", zone="Africa/Cairo", now=NOW)
    assert (found.title, found.body) == (TITLE, "\n".join(PARAGRAPHS))


def test_a_page_nested_deeper_than_the_parser_follows_keeps_its_article() -> None:
    closed = page(block="<div><b><font>" * 150 + "x" + "</font></b></div>" * 150)
    assert reading(closed).body == "\n".join(PARAGRAPHS)
    never_closed = page(block="<div><b><font>" * 150)
    assert reading(never_closed).body.startswith("\n".join(PARAGRAPHS))


@pytest.mark.parametrize(
    ("data", "clause"),
    [
        (b"", "empty"),
        ("عذرا".encode(), "no HTML"),
        (b"<html><body></body></html>", "no article text"),
        (
            b"<html><head><title>404</title></head><body><nav><a href=/>x</a></nav></body></html>",
            "not there",
        ),
        (b"<i>" * 3_400_000, "too many tags"),
        (b"<html>" + b"x" * MAX_BYTES, "too big for a page"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 10, "no "),
    ],
)
def test_what_is_no_article_is_refused_in_a_clause(data: bytes, clause: str) -> None:
    with pytest.raises(Unreadable, match=clause):
        read(data, url=URL, content_type="text/html", country="eg", zone="Africa/Cairo", now=NOW)


@settings(max_examples=60)
@given(st.text(alphabet=st.sampled_from("<>/ =\"'&;!-abpdivhtmlscriptmeta1مصر\n\x00"), max_size=200))
def test_no_page_raises_anything_else(inside: str) -> None:
    for html in (inside, page(block=inside), page(head=f'<meta property="og:title" content="{inside}">')):
        try:
            found = reading(html)
        except Unreadable:
            continue
        assert found.body


@pytest.mark.parametrize(
    "rules",
    [
        "ترحب الصحيفة بالنقاش المفيد، وكي لا نضطر إلى مراجعة التعليقات قبل نشرها ننصحك بقراءة الإرشادات.",
        "الآراء الواردة أدناه لا تعبر عن رأي الصحيفة، بل تعكس وجهات نظر أصحابها فقط.",
    ],
)
def test_the_rules_of_the_house_after_an_article_are_not_its_words(rules: str) -> None:
    paragraphs = "".join(f"<p>{line}</p>" for line in (*PARAGRAPHS, rules))
    assert reading(page(body=paragraphs)).body == "\n".join(PARAGRAPHS)
    # An article on them is one: only what stands last, and not alone, is furniture.
    inside = (PARAGRAPHS[0], rules, *PARAGRAPHS[1:])
    assert reading(page(body="".join(f"<p>{line}</p>" for line in inside))).body == "\n".join(inside)
