"""What stands on several articles of a source is not the article's: learnt, forgotten, explained."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.extraction.pages import PARAGRAPHS, URL, page
from warraq.extraction import template as templates
from warraq.extraction import templatetext
from warraq.extraction.dates import Place
from warraq.extraction.page import Known, read, study
from warraq.extraction.template import (
    ALWAYS,
    EMPTY,
    FORGOTTEN,
    MOST_LINES,
    MOST_STANDING,
    RECENT,
    Template,
    explained,
    sighted,
)

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
SUBSCRIBE = "اشترك في نشرتنا البريدية لتصلك أخبار المدينة كل صباح"
NUMBERS = ("الأول", "الثاني", "الثالث", "الرابع", "الخامس", "السادس", "السابع", "الثامن")


def article(number: int, *more: str) -> tuple[str, ...]:
    """Three paragraphs that share no run of four words with another article's."""
    return (
        " ".join(f"مقدمة{number}كلمة{at}" for at in range(20)),
        " ".join(f"تفصيل{number}كلمة{at}" for at in range(30)),
        *more,
        " ".join(f"خاتمة{number}كلمة{at}" for at in range(15)),
    )


def learnt(template: Template, *, body: Sequence[str], around: Iterable[str] = (), now: datetime) -> Template:
    """The template after an article with these lines."""
    return templates.learnt(template, sighted(template.repeated, body=body, around=around), now=now)


def without(template: Template, body: Sequence[str]) -> tuple[str, ...]:
    return templates.without(template.repeated, body)


def taught(*bodies: tuple[str, ...], now: datetime = NOW) -> Template:
    template = EMPTY
    for body in bodies:
        template = learnt(template, body=body, now=now)
    return template


def test_a_line_on_two_articles_is_the_source_s() -> None:
    template = taught(article(1, SUBSCRIBE), article(2, SUBSCRIBE))
    assert without(template, article(3, SUBSCRIBE)) == article(3)
    assert template.articles == 2


def test_a_line_on_one_article_is_the_article_s() -> None:
    template = taught(article(1, SUBSCRIBE), article(2))
    assert without(template, article(1, SUBSCRIBE)) == article(1, SUBSCRIBE)


def test_a_line_is_known_in_another_spelling() -> None:
    template = taught(article(1, "إقرأ المزيد من الأخبار"), article(2, "اقرا المزيد من الاخبار:"))
    assert without(template, article(3, "اقرأ المزيد من الأخبار …")) == article(3)


@pytest.mark.parametrize(
    "again", [article(1, SUBSCRIBE), (*article(1, SUBSCRIBE)[:3], "تصحيح: جاء الخبر ناقصا")]
)
def test_an_article_captured_again_teaches_nothing(again: tuple[str, ...]) -> None:
    template = taught(article(1, SUBSCRIBE), again)
    assert (explained(template), template.articles) == ((), 1)
    assert without(template, again) == again


def test_a_wire_copy_is_no_second_article() -> None:
    shared = article(1)[1]
    template = taught(article(1), (" ".join(f"آخر{at}" for at in range(12)), shared))
    assert not template.repeated.repeats(shared)


def test_the_lead_stays_although_another_article_led_to_it() -> None:
    lead = article(1)[0]
    template = taught(article(1), article(2, lead), article(3, lead))
    assert template.repeated.repeats(lead)
    assert without(template, article(1)) == article(1)
    assert without(template, article(4, lead)) == article(4)


def test_no_article_leads_with_what_stands_in_every_body() -> None:
    notice = " ".join(f"تنبيه{at}" for at in range(14))
    template = taught(*((notice, *article(number)) for number in range(1, ALWAYS + 1)))
    assert without(template, (notice, *article(9))) == article(9)


def test_a_body_is_never_emptied_nor_stripped_to_a_rest() -> None:
    form = tuple(f"سعر {name} لم يتغير اليوم" for name in NUMBERS)
    template = taught(article(1, *form), article(2, *form))
    assert without(template, form) == form
    assert without(template, (*form, "سعر الفضة ارتفع")) == (*form, "سعر الفضة ارتفع")


def test_a_line_that_no_article_prints_any_more_is_forgotten() -> None:
    old = taught(article(1, SUBSCRIBE), article(2, SUBSCRIBE))
    later = learnt(old, body=article(3), now=NOW + FORGOTTEN)
    assert later.repeated.repeats(SUBSCRIBE)
    assert not learnt(later, body=article(4), now=NOW + FORGOTTEN + timedelta(days=1)).repeated.repeats(
        SUBSCRIBE
    )


def test_a_redesign_is_learnt_beside_what_was_known() -> None:
    new = "جميع المواد محمية ولا يجوز نقلها دون إذن مكتوب"
    template = taught(article(1, SUBSCRIBE), article(2, SUBSCRIBE), article(3, new), article(4, new))
    assert without(template, article(5, new)) == article(5)
    assert without(template, article(1, SUBSCRIBE)) == article(1)


def test_a_template_says_what_it_takes_out_and_since_when() -> None:
    template = taught(article(1, SUBSCRIBE), article(2, SUBSCRIBE))
    template = learnt(template, body=article(3, SUBSCRIBE), now=NOW + timedelta(days=2))
    (told,) = explained(template)
    assert (told.text, told.bodies, told.pages) == (SUBSCRIBE, 3, 3)
    assert (told.first_seen, told.last_seen) == (NOW, NOW + timedelta(days=2))


def test_a_line_around_two_articles_takes_nothing_out_of_a_body() -> None:
    template = learnt(EMPTY, body=article(1), around=["السياسة"], now=NOW)
    template = learnt(template, body=article(2), around=["السياسة"], now=NOW)
    assert template.repeated.shows_elsewhere("السياسة")
    assert without(template, article(3, "السياسة")) == article(3, "السياسة")


def test_a_version_changes_when_bodies_would_and_only_then() -> None:
    one = taught(article(1, SUBSCRIBE), article(2, SUBSCRIBE))
    assert learnt(one, body=article(3, SUBSCRIBE), now=NOW).version == one.version
    assert taught(article(1), article(2)).version == EMPTY.version != one.version


def test_what_is_remembered_is_bounded() -> None:
    template = EMPTY
    for number in range(RECENT + 5):
        around = (f"سطر {number} رقم {at}" for at in range(MOST_LINES + 50))
        template = learnt(template, body=article(number), around=around, now=NOW)
    assert len(template.recent) == RECENT
    assert max(len(one.lines) for one in template.recent) == MOST_LINES


@settings(max_examples=50, deadline=None)
@given(st.lists(st.lists(st.sampled_from([*PARAGRAPHS, SUBSCRIBE, "", "—", "أ"]), max_size=6), max_size=6))
def test_whatever_was_learnt_a_body_keeps_words_and_order(bodies: list[list[str]]) -> None:
    template = taught(*map(tuple, bodies))
    for body in bodies:
        kept = without(template, body)
        assert bool(kept) == bool(body)
        remaining = iter(body)
        assert all(line in remaining for line in kept)


def pages_of(*numbers: int) -> list[bytes]:
    return [
        page(
            title=f"خبر {NUMBERS[number]} من المدينة",
            body="".join(f"<p>{line}</p>" for line in article(number, SUBSCRIBE)),
        ).encode()
        for number in numbers
    ]


def test_a_page_is_read_without_what_its_source_repeats() -> None:
    template = EMPTY
    place = Place(country="eg", zone="Africa/Cairo", now=NOW)
    for data in pages_of(1, 2):
        known = Known(template.repeated)
        studied = study(data, url=URL, content_type=None, place=place, known=known)
        template = templates.learnt(template, studied.sighting, now=NOW)
    (third,) = pages_of(3)

    def body(known: Known) -> tuple[str, str]:
        found = read(
            third, url=URL, content_type=None, country="eg", zone="Africa/Cairo", now=NOW, known=known
        )
        return found.body, found.reader

    whole = "\n".join(article(3, SUBSCRIBE))
    assert body(Known(template.repeated)) == ("\n".join(article(3)), f"trafilatura/3+{template.version}")
    assert body(Known()) == (whole, "trafilatura/3")
    assert body(Known(EMPTY.repeated)) == (whole, "trafilatura/3")


def test_a_template_is_written_down_and_comes_back_the_same() -> None:
    template = learnt(
        taught(article(1, SUBSCRIBE), article(2, SUBSCRIBE)), body=article(3), around=["أ"], now=NOW
    )
    assert templatetext.read(templatetext.written(template)) == template
    assert templatetext.taken(templatetext.handed(template.repeated)) == template.repeated
    sighting = sighted(template.repeated, body=article(4), around=["أ"])
    assert templatetext.sighting_taken(templatetext.sighting_handed(sighting)) == sighting


@pytest.mark.parametrize(
    "text", ["", "%", "aGVsbG8=", "eJyrVkrLL8pVsjLUUUosKlayMtRRKi5JzEvJzEtXsoqO1VEqSk3OTM0rUbKKjgUAGM4OlQ=="]
)
def test_what_is_no_template_is_told_by_one_error(text: str) -> None:
    with pytest.raises(ValueError, match=r"template|padding|Invalid|Error|Incorrect|base64"):
        templatetext.read(text)


def test_what_a_source_repeats_never_grows_past_its_bound() -> None:
    template = EMPTY
    for number in range(30):
        around = [f"سطر {number // 2} رقم {at}" for at in range(380)]
        template = learnt(template, body=article(number), around=around, now=NOW + timedelta(hours=number))
    assert len(template.standing) <= MOST_STANDING
    assert template.repeated.shows_elsewhere("سطر 14 رقم 7")
    assert not template.repeated.shows_elsewhere("سطر 0 رقم 7")
    assert len(templatetext.handed(template.repeated)) < 50_000


def test_a_summary_that_several_articles_declare_is_the_paper_s_own() -> None:
    place = Place(country="eg", zone="Africa/Cairo", now=NOW)

    def declared(number: int, said: str) -> bytes:
        head = f'<meta property="og:description" content="{said}">'
        text = "".join(f"<p>{line}</p>" for line in article(number))
        return page(title=f"خبر {NUMBERS[number]} من المدينة", head=head, body=text).encode()

    template, told = EMPTY, []
    for number, said in (
        (1, "صحيفة يومية جامعة"),
        (2, "صحيفة يومية جامعة"),
        (3, "صحيفة يومية جامعة"),
        (4, "عاد العمل بعد يومين"),
    ):
        known = Known(template.repeated)
        studied = study(declared(number, said), url=URL, content_type=None, place=place, known=known)
        told.append(studied.reading.abstract)
        template = templates.learnt(template, studied.sighting, now=NOW)
    assert told == ["صحيفة يومية جامعة", "صحيفة يومية جامعة", None, "عاد العمل بعد يومين"]
