from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, Page

from tests.web.browser import needs_chromium, served
from tests.web.press import NOON, Newsstand, two
from warraq.press import Moment, Precision, Progress, Pulse, Standing, State

pytestmark = [
    pytest.mark.browser,
    needs_chromium,
]

DESKTOP, PHONE, NARROW = (1440, 900), (390, 844), (360, 740)
# Scripts and pictures in every field, and one word longer than any phone is wide.
HOSTILE = '<script>document.title="hit"</script><img src="https://canary.example/x.png" onerror="document.title=\'hit\'">'
LONG = "استقسطاطينية" * 40


@dataclass
class Stand:
    home: str
    article: str
    addresses: tuple[str, ...]


@dataclass
class Looked:
    """A window, with what went wrong on the page it shows and what that asked of others."""

    page: Page
    errors: list[str] = field(default_factory=list)
    abroad: list[str] = field(default_factory=list)

    def open(self, address: str) -> None:
        self.errors.clear()
        self.abroad.clear()
        self.page.goto(address)

    def expect_only(self, own: str) -> None:
        """Listen for errors, dialogs, and requests to anyone but `own`."""
        page = self.page
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda said: self.errors.append(said.text) if said.type == "error" else None)
        page.on("request", lambda asked: self.abroad.append(asked.url) if own not in asked.url else None)
        page.on("dialog", lambda dialog: (self.errors.append("dialog"), dialog.dismiss()))


Looks = Callable[..., Looked]


@pytest.fixture(scope="module")
def stand() -> Iterator[Stand]:
    pulses = {"sada": Pulse(lives=True, last=NOON), "manara": Pulse(lives=False, problem=LONG, reached=NOON)}
    newsstand = Newsstand(edition=two(), standing=Standing(pulses))
    for number in range(120):
        desk = ("sports", "politics", "economy", None, "opinion")[number % 5]
        newsstand.file(source=("sada", "manara", "phare")[number % 3], section=desk)
    newsstand.file(section="opinion", authors=(HOSTILE,), title=f"{HOSTILE} في القاهرة", body=LONG)
    newsstand.file(
        title=f"{HOSTILE} {LONG}", body=f"{HOSTILE}\n{LONG}", abstract=HOSTILE + LONG, authors=(LONG,)
    )
    printed = Moment(datetime(2025, 6, 3, 6, 2, tzinfo=UTC), Precision.MINUTE)
    named = "وصل إلى باريس عبد الفتاح السيسي، وقال السيسي إنه سعيد."
    article = newsstand.file(title="انسحاب مفاجئ من قاعدتين بارزتين", published=printed, body=named)
    hostile = newsstand.file(title=HOSTILE, body=f"{HOSTILE}\n{LONG}")
    newsstand.file(title=f"{HOSTILE} {LONG}", body=f"نص\n{LONG}", keys=(f"sada.example/news/{hostile}",))
    gone = newsstand.file(title=HOSTILE)
    newsstand.archive.restate(gone, State.WITHDRAWN, reason=HOSTILE, now=NOON)
    told = newsstand.cover()
    newsstand.follow()
    with served(newsstand.application()) as home:
        paths = (
            "/",
            "/latest",
            "/tn",
            "/section/sports",
            "/section/opinion",
            "/day/2026-11-23",
            "/day/2026-11",
            "/name/باريس",
            "/place/eg-c",
            "/places",
            "/sources",
            "/sada",
            "/search?q=الجسر&section=sports&when=2026-11",
            f"/sada/{article}",
            f"/sada/{hostile}",
            f"/sada/{gone}",
            f"/sada/{hostile}/versions",
            f"/sada/{hostile}/versions/2",
            "/changes",
            "/search",
            "/search?q=الجسر",
            "/search/help",
            "/search?q=(الجسر source:sada من:2026",
            "/search?q=المجلس&why=1&sort=newest",
            "/search?q=المجلس زرافة",
            "/search?q=زرافة&source=sada",
            f"/search?q={LONG}",
            "/health",
            "/sada/health",
            "/no/such/page",
            "/url?u=https://x.example/",
            "/stories",
            f"/story/{told[0]}",
            f"/story/{told[3]}",
            f"/story/{told[0]}/why",
            f"/sada/{told[0]}",
            "/search?q=اللاذقية&group=story",
            "/settings/reading",
            "/prayer",
            "/prayer/cairo",
            "/day/1448-06",
        )
        yield Stand(home, f"{home}/sada/{article}", tuple(home + path for path in paths))


@pytest.fixture
def looks(browser: Browser) -> Iterator[Looks]:
    """Open an address in a window of its own."""
    contexts = []

    def look(
        address: str, *, size: tuple[int, int] = DESKTOP, scheme: str = "light", script: bool = True
    ) -> Looked:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, color_scheme=scheme, java_script_enabled=script
        )
        contexts.append(context)
        context.set_default_timeout(20_000)
        looked = Looked(context.new_page())
        looked.expect_only(address.split("/")[2])
        looked.open(address)
        return looked

    yield look
    for context in contexts:
        context.close()


# What the browser would report to a policy's author: JSON-LD inside a page must be data to it, and no script.
_REPORTS = """window.reports = [];
addEventListener('securitypolicyviolation', event => window.reports.push(event.violatedDirective + ' ' + event.blockedURI));"""


@pytest.mark.parametrize(
    ("size", "tongue"), [(DESKTOP, "ar"), (NARROW, "ar"), (DESKTOP, "fr"), (NARROW, "fr"), (NARROW, "en")]
)
def test_every_page_stands_without_error_request_abroad_or_sideways_scroll(
    stand: Stand, looks: Looks, size: tuple[int, int], tongue: str
) -> None:
    looked = looks(stand.home, size=size)
    looked.page.context.add_cookies([{"name": "reading", "value": f"ui={tongue}", "url": stand.home}])
    looked.page.add_init_script(_REPORTS)
    for address in stand.addresses:
        looked.open(address)
        assert looked.page.evaluate("window.reports") == [], address
        assert looked.page.evaluate("document.documentElement.lang") == tongue, address
        # A page that is gone or unknown is reported by the browser itself; anything else is ours.
        errors = [
            error for error in looked.errors if "status of 404" not in error and "status of 410" not in error
        ]
        assert errors == [], address
        assert looked.abroad == [], address
        assert looked.page.title() != "hit", address
        wide, window = looked.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert wide <= window, address


_PLACES = """selector => {
  const node = document.querySelector(selector).firstChild, text = node.textContent;
  return [...text.matchAll(/\\d+/g)].map(found => {
    const range = document.createRange();
    range.setStart(node, found.index); range.setEnd(node, found.index + found[0].length);
    return [found[0], range.getBoundingClientRect().right];
  });
}"""


def test_the_byline_has_its_day_at_the_right_and_its_year_at_the_left(stand: Stand, looks: Looks) -> None:
    places = looks(stand.article).page.evaluate(_PLACES, ".byline time")
    assert [part for part, _ in places] == ["03", "06", "2025"]
    assert [part for part, _ in sorted(places, key=lambda place: -place[1])] == ["03", "06", "2025"]


def test_the_dark_theme_is_dark_and_the_light_one_light(stand: Stand, looks: Looks) -> None:
    ask = "getComputedStyle(document.body).backgroundColor.match(/\\d+/g).slice(0, 3).map(Number)"
    assert max(looks(stand.home, scheme="dark").page.evaluate(ask)) < 40
    assert min(looks(stand.home, scheme="light").page.evaluate(ask)) > 230


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_no_text_is_smaller_than_13_pixels(stand: Stand, looks: Looks, size: tuple[int, int]) -> None:
    small = """[...document.querySelectorAll("body *")].filter(node => {
      const words = [...node.childNodes].some(child => child.nodeType === 3 && child.textContent.trim());
      const size = parseFloat(getComputedStyle(node).fontSize);
      return words && size > 0 && size < 13;  // 0: words for screen readers beside a drawn sign
    }).map(node => node.outerHTML.slice(0, 80))"""
    looked = looks(stand.home, size=size)
    for address in stand.addresses[:11]:
        looked.open(address)
        assert looked.page.evaluate(small) == [], address


def test_our_own_fonts_set_every_page(stand: Stand, looks: Looks) -> None:
    page = looks(stand.article).page
    loaded = page.evaluate(
        "document.fonts.ready.then(fonts => [...fonts].filter(font => font.status === 'loaded').map(font => font.family))"
    )
    assert {name.strip('"') for name in loaded} == {"Warraq Sans", "Warraq Naskh"}


def test_the_first_view_weighs_at_most_150_kilobytes(stand: Stand, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": DESKTOP[0], "height": DESKTOP[1]})
    page = context.new_page()
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    sizes: list[float] = []
    wire.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(stand.home, wait_until="networkidle")
    context.close()
    assert len(sizes) >= 5  # the page, its sheet and script, and fonts
    assert sum(sizes) <= 150 * 1024


def test_on_a_phone_little_stands_above_the_news(stand: Stand, looks: Looks) -> None:
    looked = looks(stand.home, size=PHONE)
    for address in stand.addresses:
        looked.open(address)
        top = looked.page.evaluate("document.querySelector('main').getBoundingClientRect().top")
        assert top <= 110, address


def test_the_first_screen_is_dense_with_headlines(stand: Stand, looks: Looks) -> None:
    count = looks(stand.home).page.evaluate(
        "[...document.querySelectorAll('main h2 a, main h3 a, .paper-line')]"
        ".filter(link => { const box = link.getBoundingClientRect(); return box.bottom <= innerHeight && box.left >= 0; }).length"
    )
    assert count >= 18  # three papers alone; each further one adds its line


def test_without_script_every_page_is_whole(stand: Stand, looks: Looks) -> None:
    page = looks(stand.home, script=False).page
    assert page.locator("[data-ticker-switch]").is_hidden()
    page.locator(".masthead input[name=q]").fill("الجسر")
    page.locator(".masthead button").click()
    assert page.locator(".result").count() > 0
    page.locator(".result h2 a").first.click()
    assert page.locator("article .body p").count() > 0


def test_the_ticker_stands_still_until_a_reader_lets_it_run(stand: Stand, looks: Looks) -> None:
    page = looks(stand.home).page
    running = "document.querySelector('.ticker li').getAnimations().map(a => a.playState)"
    button = page.locator("[data-ticker-switch]")
    assert (page.evaluate(running), button.get_attribute("aria-pressed")) == ([], "false")
    items = page.locator(".ticker li").count()
    button.click()
    page.mouse.move(5, 500)
    button.blur()
    assert page.evaluate(running) == ["running"]
    pace = page.evaluate(
        "(() => { const a = document.querySelector('.ticker li').getAnimations()[0], e = a.effect;"
        " const to = e.getKeyframes()[1].transform.match(/[\\d.]+/)[0]; return to / (e.getTiming().duration / 1000); })()"
    )
    assert 0 < pace <= 60  # to the right: left to right, pixels a second
    page.locator(".ticker li a").first.focus()
    assert page.evaluate(running) == ["paused"]
    assert page.locator(".ticker li:not([aria-hidden])").count() == items
    button.click()
    assert page.evaluate(running) == []
    assert page.locator(".ticker li").count() == items


def test_the_keyboard_reaches_the_text_past_the_masthead(stand: Stand, looks: Looks) -> None:
    page = looks(stand.article).page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Slash")
    assert page.evaluate("document.activeElement.name") == "q"


def test_j_and_k_go_through_a_list(stand: Stand, looks: Looks) -> None:
    page = looks(stand.addresses[1]).page
    active = "[...document.querySelectorAll('.stream h3 a')].indexOf(document.activeElement)"
    for key, place in (("j", 0), ("j", 1), ("k", 0), ("k", 0)):
        page.keyboard.press(key)
        assert page.evaluate(active) == place


def test_the_switch_of_editions_works_without_script(stand: Stand, looks: Looks) -> None:
    for size in (DESKTOP, PHONE):
        page = looks(stand.home, size=size, script=False).page
        assert page.locator(".switch ul").is_hidden()
        page.locator(".switch summary").click()
        page.locator(".switch a", has_text="تونس").click()
        assert page.url == f"{stand.home}/tn"


def test_on_a_phone_facets_unfold_and_fold_without_script(stand: Stand, looks: Looks) -> None:
    page = looks(f"{stand.home}/search?q=الجسر", size=PHONE, script=False).page
    assert page.locator(".facets").is_hidden()
    page.locator(".unfold").click()
    page.locator(".facets a", has_text="رياضة").click()
    assert page.locator(".chips .chosen").inner_text().startswith("رياضة")
    assert page.locator(".facets").is_hidden()
    page.locator(".chips .chosen").click()
    assert page.locator(".chips .chosen").count() == 0


def test_what_is_typed_is_completed_by_keyboard_and_the_field_stays_what_it_is(looks: Looks) -> None:
    newsstand = Newsstand()
    for number in range(3):
        newsstand.file(title="جسر الجمهورية" if number else "جسر الجمعية", body=f"خبر {number}")
    newsstand.follow()
    with served(newsstand.application()) as home:
        page = looks(f"{home}/search").page
        box, choices = page.locator("main input[name=q]"), page.locator("main .goes-on li")
        box.press_sequentially("الجم")
        page.wait_for_selector("main .goes-on:not([hidden])")
        assert box.get_attribute("aria-expanded") == "true"
        assert choices.all_inner_texts() == ["الجمهورية\nفي عنوانين", "الجمعية\nفي عنوان واحد"]
        for key, active in (
            ("ArrowDown", 0),
            ("ArrowDown", 1),
            ("ArrowDown", None),
            ("ArrowUp", 1),
            ("ArrowUp", 0),
        ):
            page.keyboard.press(key)
            told = box.get_attribute("aria-activedescendant")
            assert told == (None if active is None else choices.nth(active).get_attribute("id"))
        assert box.input_value() == "الجم"
        page.keyboard.press("Escape")
        assert page.locator("main .goes-on").is_hidden()
        page.keyboard.press("ArrowDown")
        page.wait_for_selector("main .goes-on:not([hidden])")
        page.keyboard.press("ArrowDown")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert page.locator(".result h2").count() == 2


def test_the_chart_is_walked_by_keyboard_dragged_over_and_works_without_script(looks: Looks) -> None:
    newsstand = Newsstand()
    for number in range(6):
        newsstand.file(title=f"جسر {number}", body=f"خبر {number}", ago=timedelta(days=number))
    newsstand.follow()
    with served(newsstand.application()) as home:
        page = looks(f"{home}/search?q=جسر").page
        bars = page.locator(".over-time svg a")
        places = [bars.nth(number).bounding_box() for number in range(6)]
        assert [place["x"] for place in places if place] == sorted(
            (place["x"] for place in places if place), reverse=True
        )
        one, two = (bars.nth(number).locator(".slot").bounding_box() for number in (1, 3))
        assert one
        assert two
        page.mouse.move(one["x"] + 5, one["y"] + 20)
        page.mouse.down()
        page.mouse.move(two["x"] + 5, two["y"] + 20, steps=8)
        with page.expect_navigation():
            page.mouse.up()
        assert page.locator(".chips .chosen").inner_text().startswith("من 19 نوفمبر 2026 إلى 21 نوفمبر 2026")
        assert page.locator(".result").count() == 3
        page = looks(f"{home}/search?q=جسر", script=False).page
        page.locator(".over-time svg a").last.focus()
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert page.locator(".chips .chosen").inner_text().startswith("23 نوفمبر 2026")
        page = looks(f"{home}/search?q=جسر", script=False).page
        page.locator(".period summary").click()
        page.locator(".period input[name=from]").fill("2026-11-20")
        with page.expect_navigation():
            page.locator(".period button").click()
        assert page.locator(".result").count() == 4


def test_a_phone_reaches_the_desks_without_script(stand: Stand, looks: Looks) -> None:
    page = looks(stand.home, size=PHONE, script=False).page
    page.locator(".menu summary").click()
    page.locator(".menu a", has_text="رياضة").click()
    assert page.locator("h1").inner_text() == "رياضة"


def test_the_calendar_runs_from_right_to_left(stand: Stand, looks: Looks) -> None:
    page = looks(f"{stand.home}/day/2026-11").page
    first, last = page.locator(".calendar th").first, page.locator(".calendar th").last
    left, right = last.bounding_box(), first.bounding_box()
    assert left is not None
    assert right is not None
    assert left["x"] < right["x"]
    assert first.inner_text() == "السبت"


def test_what_came_in_since_the_last_visit_is_marked(looks: Looks) -> None:
    newsstand = Newsstand()
    newsstand.file(title="قديم")
    with served(newsstand.application()) as home:
        page = looks(f"{home}/latest").page
        assert page.locator("[data-since]").is_hidden()
        newsstand.file(title="جديد", ago=timedelta(hours=3))
        newsstand.clock.time += timedelta(seconds=2)
        page.reload()
        assert page.locator("[data-since]").is_visible()
        assert page.locator("[data-fresh] h3").all_inner_texts() == ["جديد"]
        page.reload()
        assert page.locator("[data-fresh]").count() == 0


def test_the_first_run_page_turns_into_the_front_page_by_itself(looks: Looks) -> None:
    newsstand = Newsstand(progress=Progress(feeds=3, reached=1))
    with served(newsstand.application()) as home:
        page = looks(home, size=PHONE).page
        assert page.locator("h1").inner_text() == "نجمع الصحف الآن"
        newsstand.file(title="أول خبر")
        newsstand.clock.time = newsstand.clock.time.replace(second=9)
        page.locator(".lead h2", has_text="أول خبر").wait_for()


def test_the_policy_would_report_a_script_that_is_written_into_a_page(stand: Stand, looks: Looks) -> None:
    """That nothing is reported of JSON-LD counts only if something is of a script."""
    looked = looks(stand.home)
    looked.page.add_init_script(_REPORTS)
    looked.open(stand.article)
    assert looked.page.locator("script[type='application/ld+json']").count() == 1
    put = "type => { const one = document.createElement('script'); one.type = type; one.text = '1'; document.body.append(one); }"
    looked.page.evaluate(put, "application/ld+json")
    assert looked.page.evaluate("window.reports") == []
    looked.page.evaluate(put, "text/javascript")
    looked.page.wait_for_function("window.reports.length === 1")
    assert looked.page.evaluate("window.reports[0]").startswith("script-src-elem inline")
