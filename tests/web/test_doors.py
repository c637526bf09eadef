"""One text and one picture are sought at every door of the house: does more of them pass than was agreed?

The text's words after its 200th letter hold a word that stands nowhere else, within the beginning that lists are given
too. It may be *found*, since withheld texts stay searchable: then the search shows it with at most 160 letters around it.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from click.testing import CliRunner

from tests.web.asking import Reader
from tests.web.conftest import Opens
from tests.web.press import ICON, NOON, SOURCES, WATCHED, Newsstand, proof_of
from warraq.cli import main
from warraq.moderation.policy import Door
from warraq.press import SCREENS, ArticleId, Edition, Settings, State
from warraq.web.routes import ROUTES

BEGINNING = (
    "أعلن المجلس صباح اليوم بدء العمل في الجسر الجديد بعد شهور من الدراسة والنقاش بين المهندسين. " * 2
    + "وقال المشرف إن "
)
MARKER = "قسطنمونية"
END = "الزعفرانبولية"
BODY = f"{BEGINNING}{MARKER} تشهد على ذلك.\n{'وسار الناس على ضفة النهر. ' * 40}كما في باريس.\n{END}"
PICTURE = "https://pictures.example/only-one-of-its-kind.jpg"
OURS = "/picture/1"  # our own print of it
PUBLIC = Settings(public=True, contact="desk@example.org", address="https://press.example")
AUTHOR = "مني"  # as addresses spell it
LEAVE = "mail of the editor, 2026-11-01"
HEADLINE = "المجلس يقر خطة الجسر رقم 1"
# Where it is seen to leave, if only by its headline: else the walk would prove nothing.
PASSED_BY = {
    "/", "/rss", "/latest", "/latest/rss", "/section/politics", "/section/politics/rss", f"/author/{AUTHOR}",
    f"/author/{AUTHOR}/rss", "/day/2026-11-23", "/day/2026-11-23/rss", "/search?q=المجلس", f"/search?q={END}",
    "/search/rss?q=المجلس", "/search.json?q=المجلس", "/search.csv?q=المجلس", "/sada", "/sada/rss", "/sada/1",
    "/name/باريس", "/name/باريس.json", "/name/باريس/rss",
}  # fmt: skip
# Every route of the site, with the addresses at which this article could leave by it. A page added to ROUTES is added
# here with a thought of what of a text it shows.
WALK = {
    "/": ("/",),
    "/rss": ("/rss",),
    "/latest/rss": ("/latest/rss",),
    "/stories": ("/stories",),
    "/stories/rss": ("/stories/rss",),
    "/story/{id}": ("/story/1", "/story/2"),
    "/story/{id}/rss": ("/story/1/rss",),
    "/story/{id}/why": ("/story/1/why",),
    "/section/{desk}": ("/section/politics", "/section/sports"),
    "/section/{desk}/rss": ("/section/politics/rss",),
    "/author/{name}": (f"/author/{AUTHOR}", "/author/nobody"),
    "/author/{name}/rss": (f"/author/{AUTHOR}/rss",),
    "/clippings": ("/clippings", "/clippings?ids=1,2", "/clippings?ids=/sada/1"),
    "/clippings.html": ("/clippings.html?ids=1,2",),
    "/day": ("/day",),
    "/day/{day}": ("/day/2026-11-23", "/day/2026-11", "/day/2026-11-22"),
    "/day/{day}/rss": ("/day/2026-11-23/rss",),
    "/issue": ("/issue",),
    "/issue/{day}": ("/issue/2026-11-23", "/issue/2026-11-22", "/issue/2026-11-24"),
    "/issue/{day}.html": ("/issue/2026-11-23.html", "/issue/2026-11-22.html"),
    "/name/{name}": ("/name/باريس", "/name/باريس?before=99999999999999999.1"),
    "/name/{name}.json": ("/name/باريس.json",),
    "/name/{name}/rss": ("/name/باريس/rss",),
    "/place/{code}": ("/place/eg-alx",),
    "/place/{code}/rss": ("/place/eg-alx/rss",),
    "/places": ("/places",),
    "/prayer": ("/prayer",),
    "/prayer/{city}": ("/prayer/cairo", "/prayer/cairo?month=2027-01", "/prayer/none"),
    "/search/rss": ("/search/rss?q=المجلس", f"/search/rss?q={END}"),
    "/{source}/rss": ("/sada/rss", "/none/rss"),
    "/favicon.ico": ("/favicon.ico",),
    "/picture/{id}": ("/picture/1", "/picture/2"),
    "/picture/{id}/card": ("/picture/1/card",),
    "/picture/{id}/{width}": ("/picture/1/160", "/picture/1/1280", "/picture/1/33"),
    "/icon/{source}/{mark}": (ICON, "/icon/none/0"),
    "/hub/{token}": ("/hub/none",),
    "/watch/{token}/rss": (WATCHED, "/watch/none/rss"),
    "/picture/{id}/report": ("/picture/1/report?article=1",),
    "/picture/{id}/appeal": ("/picture/1/appeal?article=1",),
    "/latest": ("/latest", "/latest?before=99999999999999999.1"),
    "/latest/new": ("/latest/new?after=1",),
    "/ticker": ("/ticker", "/ticker?after=1"),
    "/saved": ("/saved",),
    "/offline": ("/offline",),
    "/offline.json": ("/offline.json?since=1.0", "/offline.json"),
    "/sw.js": ("/sw.js",),
    "/manifest.webmanifest": ("/manifest.webmanifest",),
    "/search": (
        "/search",
        "/search?q=المجلس",
        f"/search?q={END}",
        "/search?q=المجلس&source=sada",
        "/search?q=الزرافة",
        "/search?q=المجلس&why=1",
        "/search?q=المجلس&copies=1",
        "/search?q=المجلس خخخخ",
        "/search?q=المجلس&group=story",
    ),
    "/search.json": (
        "/search.json?q=المجلس",
        f"/search.json?q={END}",
        "/search.json?q=المجلس&facets=1",
        "/search.json",
    ),
    "/search.csv": ("/search.csv?q=المجلس", f"/search.csv?q={END}"),
    "/search/complete": ("/search/complete?q=المج", "/search/complete?q=قسطن", "/search/complete?q="),
    "/search/help": ("/search/help",),
    "/sources": ("/sources",),
    "/settings/language": ("/settings/language",),
    "/settings/headlines": ("/settings/headlines",),
    "/settings/reading": ("/settings/reading", "/settings/reading?find=x"),
    "/about": ("/about",),
    "/contact": ("/contact",),
    "/privacy": ("/privacy",),
    "/rights": ("/rights",),
    "/request": ("/request", "/request?article=1"),
    "/request/{ticket}": ("/request/1-nobodyknowsthissecretpart",),
    "/url": ("/url?u=https://sada.example/news/1", "/url?u=https://sada.example/none"),
    "/desk": ("/desk",),
    "/desk/login": ("/desk/login",),
    "/desk/logout": ("/desk/logout",),
    "/desk/requests": ("/desk/requests", "/desk/requests?state=answered"),
    "/desk/requests/{number}": ("/desk/requests/1", "/desk/requests/none"),
    "/desk/stories": ("/desk/stories", "/desk/stories?q=المجلس"),
    "/desk/stories/{id}": ("/desk/stories/1", "/desk/stories/none"),
    "/desk/papers": ("/desk/papers", "/desk/papers?only=ill"),
    "/desk/papers/{source}": ("/desk/papers/sada", "/desk/papers/none"),
    "/desk/site": ("/desk/site",),
    "/desk/site.css": ("/desk/site.css",),
    "/desk/pictures": ("/desk/pictures",),
    "/desk/pictures/log": ("/desk/pictures/log",),
    "/desk/pictures/log.jsonl": ("/desk/pictures/log.jsonl",),
    "/desk/pictures/restore": ("/desk/pictures/restore",),
    "/desk/pictures/{id}": ("/desk/pictures/1",),
    "/desk/pictures/{id}/blurred": ("/desk/pictures/1/blurred",),
    "/desk/pictures/{id}/full": ("/desk/pictures/1/full",),
    "/site.css": ("/site.css",),
    "/health": ("/health",),
    "/health/rss": ("/health/rss",),
    "/{source}/health": ("/sada/health", "/none/health"),
    "/healthz": ("/healthz",),
    "/readyz": ("/readyz",),
    "/metrics": ("/metrics",),
    "/robots.txt": ("/robots.txt",),
    "/sitemap.xml": ("/sitemap.xml",),
    "/sitemap/{name}.xml": ("/sitemap/0.xml", "/sitemap/news.xml", "/sitemap/pages.xml", "/sitemap/x.xml"),
    "/static/{name}": ("/static/none.css",),
    "/{source}": ("/sada", "/sada?before=99999999999999999.1", "/none"),
    "/changes": ("/changes", "/changes?only=headlines", "/changes?only=removed", "/changes?before=9"),
    "/changes/rss": ("/changes/rss", "/changes/rss?only=removed"),
    "/{source}/{id}/cite": ("/sada/1/cite", "/sada/1/cite?version=1", "/sada/9/cite"),
    "/{source}/{id}/cite.{form}": (
        "/sada/1/cite.txt",
        "/sada/1/cite.bib",
        "/sada/1/cite.ris",
        "/sada/1/cite.json?version=1",
    ),
    "/{source}/{id}/record.{form}": (
        "/sada/1/record.json",
        "/sada/1/record.json?version=1",
        "/sada/1/record.warc.gz",
    ),
    "/{source}/{id}/versions": ("/sada/1/versions", "/sada/9/versions"),
    "/{source}/{id}/versions/{number}": ("/sada/1/versions/1", "/sada/1/versions/2", "/sada/1/versions/3"),
    "/{source}/{id}": ("/sada/1", "/manara/1", "/sada/2", "/sada/999"),
}


def test_every_route_has_been_thought_of() -> None:
    assert {route.path for route in ROUTES} == WALK.keys()


def stand(settings: Settings = PUBLIC, *, of: Newsstand | None = None, **agreed: Any) -> Newsstand:
    """A newsstand with the article as number 1 and another of the same paper as number 2; or `of` one that has them."""
    papers = (replace(SOURCES[0], **agreed), *SOURCES[1:])
    edition = Edition("eg", "مصر", "Africa/Cairo", papers)
    if of is not None:
        return replace(of, settings=settings)
    made = Newsstand(edition=edition, settings=settings)
    made.file(
        body=BODY,
        image=PICTURE,
        authors=("منى",),
        section="politics",
        fingerprint="before",
        title="المجلس يدرس خطة",
    )
    made.filed = 0
    made.file(body=BODY + " وانتهى.", image=PICTURE, authors=("منى",), section="politics")
    made.file(body="أعلن المجلس خبرًا آخر.")
    made.hang(ArticleId(1), proof=proof_of("a", *SCREENS))
    made.mark("sada")
    made.tell(ArticleId(1), ArticleId(2))
    made.follow()
    made.group()
    return made


async def given_away(reader: Reader) -> dict[str, str]:
    """What each address answers, body and headers."""
    answers = {address: await reader.get(address) for addresses in WALK.values() for address in addresses}
    return {
        address: f"{answer.headers}\n{answer.body.decode('utf-8', 'replace')}"
        for address, answer in answers.items()
    }


def seen(answers: dict[str, str], what: str) -> set[str]:
    """The addresses whose answers hold it, in letters or escaped, but for the question itself."""
    forms = {what, quote(what), json.dumps(what)[1:-1]}
    return {
        address
        for address, text in answers.items()
        if any(form in text for form in forms) and what not in address
    }


WITHOUT_LEAVE: list[dict[str, Any]] = [
    {},
    {"policy": "full"},
    {"policy": "excerpt"},
    {"policy": "link"},
    {"policy": "excerpt", "permission": LEAVE},
    {"policy": "link", "permission": LEAVE},
]


@pytest.mark.parametrize("agreed", WITHOUT_LEAVE, ids=str)
async def test_without_leave_no_door_gives_more_than_the_beginning_and_none_the_picture(
    opens: Opens, agreed: dict[str, Any]
) -> None:
    answers = await given_away(await opens(stand(**agreed)))
    assert seen(answers, MARKER) == set()
    assert seen(answers, END) == set()
    assert seen(answers, PICTURE) == seen(answers, OURS) == set()
    assert not any("image/jpeg" in text for text in answers.values())
    assert seen(answers, HEADLINE) >= PASSED_BY  # the walk did meet the article


async def test_of_a_paper_that_gave_headlines_alone_not_one_word_passes(opens: Opens) -> None:
    answers = await given_away(await opens(stand(policy="link")))
    assert seen(answers, "صباح اليوم بدء العمل") == set()


async def test_with_leave_the_whole_text_stands_on_its_page_and_its_beginning_in_lists(opens: Opens) -> None:
    answers = await given_away(await opens(stand(permission=LEAVE)))
    assert "/sada/1" in seen(answers, END)
    assert {"/", "/sada/1"} <= seen(answers, MARKER)
    assert {"/", "/sada/1"} <= seen(answers, OURS)
    assert "image/jpeg" in answers[OURS]
    assert "image/jpeg" in answers[f"{OURS}/card"]
    assert seen(answers, PICTURE) == set()  # nobody is sent to the paper's own server


async def test_a_private_instance_shows_all(opens: Opens) -> None:
    answers = await given_away(await opens(stand(Settings(), policy="link")))
    assert "/sada/1" in seen(answers, END)
    assert {"/", "/sada/1"} <= seen(answers, MARKER)
    assert {"/", "/sada/1"} <= seen(answers, OURS)
    assert "image/jpeg" in answers[OURS]
    assert "image/jpeg" in answers[f"{OURS}/card"]
    assert seen(answers, PICTURE) == set()  # nobody is sent to the paper's own server


async def test_going_public_judges_the_whole_past_anew_and_going_private_gives_it_back(opens: Opens) -> None:
    private = stand(Settings())
    for settings, shown in ((Settings(), True), (PUBLIC, False), (Settings(), True)):
        reader = await opens(stand(settings, of=private))
        assert bool(seen(await given_away(reader), MARKER)) is shown


async def test_a_changed_agreement_holds_within_seconds_for_what_was_shown_before(opens: Opens) -> None:
    made = stand()
    reader = await opens(made)
    for agreed, shown in (
        ({}, False),
        ({"policy": "full", "permission": LEAVE}, True),
        ({"policy": "link"}, False),
    ):
        made.archive.put_sources([replace(SOURCES[0], **agreed)])
        await made.clock.sleep(3)
        found = seen(await given_away(reader), MARKER)
        assert ("/" in found, "/sada/1" in found, bool(found)) == (shown, shown, shown), agreed


@pytest.mark.parametrize("settings", [PUBLIC, Settings()], ids=["public", "private"])
async def test_what_is_withdrawn_or_withheld_passes_no_door_whatever_was_agreed(
    opens: Opens, settings: Settings
) -> None:
    for state in (State.WITHDRAWN, State.WITHHELD):
        made = stand(settings, permission=LEAVE)
        made.archive.restate(ArticleId(1), state, reason="404", now=NOON)
        answers = await given_away(await opens(made))  # the index has not followed
        assert seen(answers, PICTURE) == seen(answers, OURS) == set()
        # a private instance keeps the text of what was withdrawn: on its page, and for who seeks it
        own = state is State.WITHDRAWN and not settings.public
        doors = (
            {"/sada/1"}
            | {
                address
                for address in answers
                if address.startswith(
                    (
                        "/sada/1/versions",
                        "/sada/1/record",
                        "/clippings",
                        "/search?",
                        "/search.json?",
                        "/search.csv?",
                    )
                )
            }
            if own
            else set()
        )
        for text in (MARKER, END, "صباح اليوم بدء العمل"):
            assert seen(answers, text) <= doors


@pytest.mark.parametrize(
    ("agreed", "most"),
    [({}, 160), ({"policy": "full"}, 160), ({"policy": "link"}, 0), ({"permission": LEAVE}, 242)],
)
async def test_a_withheld_text_is_found_by_its_words_and_shows_no_more_than_a_snippet(
    opens: Opens, agreed: dict[str, Any], most: int
) -> None:
    reader = await opens(stand(**agreed))
    for word in (MARKER, END, "المجلس"):
        answer = await reader.get(f"/search?q={word}")
        assert "/sada/1" in {link.attributes["href"] for link in answer.page.css(".result h2 a")}
        snippets = [node.text() for node in answer.page.css(".snippet")]
        assert all(len(text) <= most for text in snippets)
        assert any(word in text for text in snippets) is bool(most)


async def test_the_page_says_what_it_holds_back_and_where_the_rest_is(opens: Opens) -> None:
    page = await (await opens(stand())).get("/sada/1")
    shown = page.page.css_first(".body").text(strip=True)
    assert 100 < len(shown) <= 200
    assert shown.endswith("…")
    assert page.words(".held") == "نعرض هنا أول الخبر فقط، لأن نشر نصه كاملًا يحتاج إلى إذن الصحيفة."
    assert page.words(".origin") == "للقراءة كاملًا في موقع الصحيفة"
    link = await (await opens(stand(policy="link"))).get("/sada/1")
    assert link.words(".held") == "لا نعرض من أخبار هذه الصحيفة سوى عناوينها."
    assert link.page.css_first(".body") is None
    short = await (await opens(stand())).get("/sada/2")
    assert short.words(".body") == "أعلن المجلس خبرًا آخر."
    assert short.page.css_first(".held") is None
    assert short.words(".origin") == "انقر هنا لقراءة الخبر من مصدره"


def test_every_door_has_one_answer_for_pages(opens: Opens) -> None:
    """Pages build no case by hand: they ask the site."""
    site = stand().application().state.site
    nobody, agreed = SOURCES[0], replace(SOURCES[0], permission=LEAVE)
    for door in Door:
        assert not site.grant(State.VISIBLE, nobody, door).picture
        assert site.grant(State.VISIBLE, agreed, door).picture
        assert site.grant(State.VISIBLE, None, door).letters in (0, 160, 200)


# The command line


def search(data: Path, query: str, **environment: str) -> dict[str, Any]:
    told = CliRunner(env={"WARRAQ_DATA": str(data), **environment}).invoke(main, ["search", query, "--json"])
    assert told.exit_code == 0, told.output
    said: dict[str, Any] = json.loads(told.stdout.splitlines()[-1])
    return said


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A data folder with the article, imported."""
    line = {
        "source": "sada",
        "title": "المجلس يقر خطة الجسر",
        "text": BODY,
        "image": PICTURE,
        "published": "2026-11-23",
    }
    (tmp_path / "set.jsonl").write_text(json.dumps(line), encoding="utf-8")
    data = tmp_path / "data"
    done = CliRunner().invoke(main, ["import", "jsonl", str(tmp_path / "set.jsonl"), "--data", str(data)])
    assert done.exit_code == 0, done.output
    return data


def test_the_command_line_keeps_the_same_measure(kept: Path) -> None:
    public = {"WARRAQ_PUBLIC": "true", "WARRAQ_CONTACT": "desk@example.org"}
    for word, held in (("المجلس", MARKER), (MARKER, END), (END, MARKER)):
        found = search(kept, word, **public)
        assert found["total"] == 1
        assert held not in json.dumps(found, ensure_ascii=False)
        assert PICTURE not in json.dumps(found)
        assert word in found["hits"][0]["snippet"]
        assert len(found["hits"][0]["snippet"]) <= 160


def test_a_policy_is_recorded_and_obeyed_by_the_next_question(kept: Path) -> None:
    public = {"WARRAQ_PUBLIC": "true", "WARRAQ_CONTACT": "desk@example.org"}
    for command, letters in (("link", 0), ("excerpt", 160), ("none", 160), ("link", 0)):
        run = CliRunner(env={"WARRAQ_DATA": str(kept), **public}).invoke(
            main, ["source", "policy", "sada", command]
        )
        assert run.exit_code == 0, run.output
        snippet = search(kept, MARKER, **public)["hits"][0]["snippet"]
        assert bool(snippet) is bool(letters)
        assert len(snippet) <= letters


def test_what_is_withheld_is_not_found_by_the_command_either(kept: Path) -> None:
    from warraq import wiring

    with wiring.house(Settings(data=kept)) as house:
        house.archive.restate(ArticleId(1), State.WITHHELD, reason="طلب", now=NOON)
    assert search(kept, MARKER)["hits"] == []
