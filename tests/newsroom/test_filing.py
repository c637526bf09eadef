"""Which section does an article get, when its feed, its page and its entry each say something?"""

from __future__ import annotations

import pytest

from warraq.extraction.origin import Origin
from warraq.extraction.page import PageReading
from warraq.newsroom import filing
from warraq.press import Draft, Entry, Source

PAPER = Source("nahar", "النهار", "eg", "Africa/Cairo")
ADDRESS = "https://nahar.example/news/1"


def drafted(feed: str | None, label: str | None, *categories: str) -> Draft:
    return filing.drafted(
        PageReading("عنوان", "نص الخبر كما نُشر.", label=label),
        Entry(ADDRESS, ADDRESS, categories=categories),
        PAPER,
        address=ADDRESS,
        section=feed,
        capture=None,
    )


@pytest.mark.parametrize(
    ("feed", "label", "categories", "section"),
    [
        ("politics", "رياضة", ("فن",), "politics"),  # who subscribes to a desk's feed gets that desk
        (None, "أخبار الرياضة", ("فن",), "sports"),
        (None, "الأهلي", ("مصر", "فن"), "arts"),
        (None, "الصفحة الأولى", ("عاجل",), None),
        (None, None, (), None),
        ("service", "خدمات", (), None),  # a feed's word that is no desk does not become one
        ("vertical-17", "اقتصاد", (), "economy"),
        ("politics", "كتّاب وآراء", (), "opinion"),  # opinion never passes for news
        ("politics", None, ("سياسة", "مقالات"), "opinion"),
        ("opinion", "سياسة", (), "opinion"),
    ],
)
def test_a_section_is_a_desk_or_none(
    feed: str | None, label: str | None, categories: tuple[str, ...], section: str | None
) -> None:
    assert drafted(feed, label, *categories).section == section


def test_the_label_stays_as_it_was_printed() -> None:
    assert drafted("politics", "الصفحة الأولى").label == "الصفحة الأولى"
    assert drafted(None, None, "أخبار الرياضة").label == "أخبار الرياضة"


@pytest.mark.parametrize(
    ("printed", "signed"),
    [
        ("&nbsp;أ ف ب (نيويورك)", ("أ ف ب (نيويورك)",)),
        ("&amp;nbsp;محمد النعمي :", ("محمد النعمي",)),
        ("<b>علي حفول</b> &ndash; سبق:", ("علي حفول – سبق",)),
        ("فريق العمل: عبدالله الفيفي، وعبدالعزيز العمري، وعلي ضباح، وحذيفة القرشي - أبها، جدة",) * 2,
        ("عبدالله الغامدي (الرياض)، عبدالرحمن شار (صبيا)",) * 2,
        ("سعادة رئيس تحرير جريدة الجزيرة الأستاذ خالد حمد المالك - سلمه الله", ()),
        ("بكل الحب والترحاب نستقبل مشاركاتكم الشعرية.. وأراءكم ومقترحاتكم على العنوان التالي:", ()),
        ("الرياضي", ()),  # a desk signs nothing
        ("خالد الرياضي", ("خالد الرياضي",)),
        ("https://nahar.example/u/7", ()),
        ("editor@nahar.example", ()),
        ("&nbsp;", ()),
    ],
)
def test_a_byline_is_what_a_person_or_an_agency_can_sign_with(
    printed: str, signed: tuple[str, ...] | str
) -> None:
    draft = Draft("nahar", ADDRESS, ("k",), "عنوان", "نص", "test/1", authors=(printed,))
    filed = filing.prepared(draft)
    assert filed.authors == ((signed,) if isinstance(signed, str) else signed)
    assert filing.prepared(filed).authors == filed.authors


@pytest.mark.parametrize(
    ("paper", "authors", "signed"),
    [
        ("الجسر اليوم", (), ("الجسر اليوم",)),  # as a reprint is signed with the agency's name
        ("الجسر اليوم", ("هدى الكاتبة",), ("هدى الكاتبة",)),
        ("النهار", (), ()),  # its own article
        (None, (), ()),
    ],
)
def test_what_a_portal_reprints_stays_the_portals_and_is_signed_with_the_papers_name(
    paper: str | None, authors: tuple[str, ...], signed: tuple[str, ...]
) -> None:
    source = "https://jisr.example/a/7"
    reading = PageReading("عنوان", "نص الخبر كما نُشر.", authors=authors, origin=Origin(paper, source))
    draft = filing.drafted(
        reading, Entry(ADDRESS, ADDRESS), PAPER, address=ADDRESS, section=None, capture=None
    )
    assert (draft.source, draft.url, draft.authors) == (PAPER.slug, ADDRESS, signed)
    assert not any("jisr" in key for key in draft.keys)  # no site speaks for another
