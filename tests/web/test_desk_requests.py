"""Requests are answered in a browser as `warraq request` answers them: what each answer does, who may give it, and what is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.web.asking import Answer
from tests.web.conftest import Opens
from tests.web.press import Newsstand
from tests.web.signing import Editor, hired
from tests.web.test_doors import HEADLINE, given_away, seen, stand
from tests.web.test_request import LEAVE, ONE, PUBLIC, Asker, state
from warraq.archives.memorydecisions import MemoryClaims
from warraq.errors import DecisionError
from warraq.newsroom.petitions import Desk, proof_token
from warraq.press import (
    ArticleId,
    ClaimKind,
    ClaimState,
    Decision,
    DecisionKind,
    PictureId,
    PictureState,
    Proof,
    Recorded,
    Role,
    Settings,
    State,
)

PRIVATE = Settings()
DESK = "/desk/requests/1"


async def moderator(opens: Opens, made: Newsstand, name: str = "amal") -> Editor:
    hired(made, name, Role.MODERATOR)
    person = Editor(await opens(made))
    assert (await person.signs_in(name)).status == 303
    return person


async def admin(opens: Opens, made: Newsstand) -> Editor:
    hired(made, "layla")
    person = Editor(await opens(made))
    assert (await person.signs_in("layla")).status == 303
    return person


async def asked(opens: Opens, made: Newsstand, kind: str = "withdrawal", **said: str) -> str:
    """Somebody asks on the public form; where the answer will stand."""
    return await Asker(await opens(made)).asks(kind, **said)


async def answers(person: Editor, do: str, address: str = DESK, **fields: str) -> Answer:
    await person.opens(address)
    return await person.posts(address, do=do, **{"after": person.after, **fields})


@pytest.fixture
def made() -> Newsstand:
    return stand(replace(PUBLIC, address=None), permission=LEAVE)


async def test_what_hides_something_at_once_stands_first_then_what_is_due_first(
    opens: Opens, made: Newsstand
) -> None:
    for kind in ("correction", "reply", "minor"):
        await asked(opens, made, kind)
        made.clock.time += timedelta(hours=3)
    person = await moderator(opens, made)
    page = await person.opens("/desk/requests")
    assert [one.text().split("\n")[0].strip() for one in page.page.css(".docket h2 a")] == [
        "الطلب رقم 3",
        "الطلب رقم 1",
        "الطلب رقم 2",
    ]
    assert page.headers["cache-control"] == "no-store"
    first = page.page.css_first(".docket li").text()
    assert "حُجب به شيء في الحال" in first
    assert "يحل أجله بعد 21 ساعة" in first
    assert HEADLINE in first, "the withheld headline is the moderator's to see"
    assert "يحل أجله بعد 29 يومًا" in page.page.css(".docket li")[1].text()
    made.clock.time += timedelta(days=2)
    person = await moderator(opens, made, "karim")
    late = (await person.opens("/desk/requests")).page.css_first(".docket li").text()
    assert "تأخر عن أجله يومًا" in late


async def test_requests_are_listed_by_state_and_kind(opens: Opens, made: Newsstand) -> None:
    person = await moderator(opens, made)
    for kind in ("correction", "reply"):
        await asked(opens, made, kind)
    Desk(made.bench, made.claims).settle(2, (), granted=False, outcome="لا", by="x", now=made.clock.now())

    async def numbers(query: str) -> list[str]:
        page = await person.opens(f"/desk/requests?{query}")
        return [one.attributes["href"] for one in page.page.css(".docket h2 a")]

    assert await numbers("") == [DESK]
    assert await numbers("state=answered") == ["/desk/requests/2"]
    assert await numbers("state=answered&kind=correction") == []
    assert await numbers("kind=correction") == [DESK]
    assert await numbers("state=nonsense&kind=nonsense&page=99") == [DESK]


@pytest.mark.parametrize("state", ["answered", "open"])
async def test_long_lists_are_turned_by_pages_that_stay_where_they_were(
    opens: Opens, made: Newsstand, state: str
) -> None:
    for number in range(1, 121):
        kind = ClaimKind.MINOR if number % 40 == 0 else ClaimKind.CORRECTION
        made.claims.open(kind, "كلام", key="k", article=ONE, contact=None, now=made.clock.now())
        made.clock.time += timedelta(minutes=1)
        if state == "answered":
            made.claims.settle(number, ClaimState.REFUSED, outcome="لا", now=made.clock.now())
    person = await moderator(opens, made)

    async def turned(address: str | None) -> tuple[list[int], str | None, str | None]:
        page = await person.opens(address or f"/desk/requests?state={state}")
        assert "120 طلبًا" in page.words("main > .column > .small, main p.small")
        hrefs = [one.attributes["href"] or "" for one in page.page.css(".docket h2 a")]
        ways = {one.text(): one.attributes["href"] for one in page.page.css("main .column > .ways a")}
        numbers = [int(one.rpartition("/")[2]) for one in hrefs]
        return numbers, ways.get("ما قبلها"), ways.get("ما بعدها")

    soon = [40, 80, 120]
    rest = [one for one in range(1, 121) if one not in soon]
    wanted = list(range(120, 0, -1)) if state == "answered" else [*soon, *rest]
    first, none, second_page = await turned(None)
    second, back, third_page = await turned(second_page)
    third, back_to_second, end = await turned(third_page)
    assert (first + second + third, none, end) == (wanted, None, None)
    assert (await turned(back_to_second))[0] == second
    assert (await turned(back))[0] == first
    # what somebody answers meanwhile, or answers anew, moves nothing out of the pages that follow
    gone = first[5]
    made.clock.time += timedelta(minutes=1)
    made.claims.settle(gone, ClaimState.GRANTED, outcome="نعم", now=made.clock.now())
    if state == "answered":
        assert (await turned(second_page))[0] == second
        assert (await turned(None))[0][:2] == [gone, first[0]]
        return
    page = await person.opens(second_page or "")
    assert page.page.css_first(".docket h2 a").attributes["href"] == f"/desk/requests/{second[0]}"


async def test_a_place_in_a_list_that_is_none_is_its_beginning(opens: Opens, made: Newsstand) -> None:
    person = await moderator(opens, made)
    await asked(opens, made)
    made.claims.open(ClaimKind.REPLY, "x", key="k", article=ONE, contact=None, now=made.clock.now())
    made.claims.settle(2, ClaimState.REFUSED, outcome="لا", now=made.clock.now())
    for listed, number in (("open", 1), ("answered", 2)):
        for place in (
            "after=x",
            "before=x",
            "after=~",
            "before=",
            "after=9" + "9" * 17 + ".1",
            "after=1.1",
            "before=1.1",
        ):
            page = await person.opens(f"/desk/requests?state={listed}&{place}")
            hrefs = [one.attributes["href"] for one in page.page.css(".docket h2 a")]
            assert hrefs == [f"/desk/requests/{number}"], (listed, place)


async def test_a_moderator_withholds_and_every_door_and_the_asker_learn_it(
    opens: Opens, made: Newsstand
) -> None:
    place = await asked(opens, made)
    person = await moderator(opens, made)
    reader = await opens(made)
    assert "/sada/1" in seen(await given_away(reader), HEADLINE)
    answer = await answers(person, "grant", withhold="1", reason="سحبته الصحيفة.", note="هاتف الناشر")
    assert (answer.status, answer.headers["location"]) == (303, f"{DESK}?granted")
    made.clock.time += timedelta(seconds=3)  # of the sixty that are promised
    assert seen(await given_away(reader), HEADLINE) == set()
    gone = await reader.get("/sada/1")
    assert (gone.status, gone.words(".reason dd")) == (410, "سحبته الصحيفة.")
    told = (await reader.get(place)).words(".reason")
    assert "قُبل" in told
    assert "سحبته الصحيفة." in told
    case = (await person.opens(DESK)).page.css_first("a[href='/desk/pictures/1']")
    assert case.text() == "صورته ظاهرة"
    (line,) = made.decisions.log()
    assert (line.decision.kind, line.decision.by, line.decision.claim, line.decision.note) == (
        DecisionKind.WITHHOLD,
        "amal, moderator",
        1,
        "هاتف الناشر",
    )
    page = await person.opens(DESK)
    assert HEADLINE in page.words(".about"), "a moderator still sees what was withheld"
    assert "حجب خبر" in page.words(".recasts")


async def test_a_decision_is_taken_back_where_it_was_made(opens: Opens, made: Newsstand) -> None:
    await asked(opens, made)
    person = await moderator(opens, made)
    await answers(person, "grant", withhold="1", reason="سحبته الصحيفة.")
    assert state(made) is State.WITHHELD
    assert (await answers(person, "undo", number="1", why="")).status == 400
    assert (await answers(person, "undo", number="7", why="زال")).status == 409
    answer = await answers(person, "undo", number="1", why="زال السبب")
    assert answer.headers["location"] == f"{DESK}?undone"
    assert state(made) is State.VISIBLE
    assert "تراجع عن القرار 1" in (await person.opens(f"{DESK}?undone")).words(".recasts")


async def test_no_request_takes_back_what_was_decided_elsewhere(opens: Opens, made: Newsstand) -> None:
    """An admin left a paper alone; a moderator's form of any request names that decision."""
    made.decide(DecisionKind.OPT_OUT, source="sada")
    await asked(opens, made)
    person = await moderator(opens, made)
    assert (await answers(person, "undo", number="1", why="لا أريده")).status == 409
    assert [one.decision.undoes for one in made.decisions.log()] == [None]


async def test_a_refusal_shows_again_what_was_hidden_at_once(opens: Opens, made: Newsstand) -> None:
    place = await asked(opens, made, "minor")
    assert state(made) is State.WITHHELD
    person = await moderator(opens, made)
    answer = await answers(person, "refuse", reason="ليس في الخبر ما يكشف أحدًا.")
    assert answer.status == 303
    assert state(made) is State.VISIBLE
    assert "ليس في الخبر ما يكشف أحدًا." in (await person.reader.get(place)).words(".reason")


async def test_who_is_asked_for_more_says_it_on_their_page_once_and_the_request_waits_again(
    opens: Opens, made: Newsstand
) -> None:
    asker = Asker(await opens(made))
    place = await asker.asks("minor", "احجبوا الخبر", contact="من@example.org")
    person = await moderator(opens, made)
    answer = await answers(person, "ask", reason="أي قاصر تقصد؟")
    assert answer.headers["location"] == f"{DESK}?asked"
    claim = made.claims.claim(1)
    assert (claim.state, claim.contact) == (ClaimState.ASKED, "من@example.org")
    assert state(made) is State.WITHHELD, "what was hidden at once stays hidden until it is answered"
    assert [one.attributes["href"] for one in (await person.opens("/desk/requests?state=asked")).page.css(".docket h2 a")] == [DESK]  # fmt: skip
    page = await asker.opens(place)
    assert "أي قاصر تقصد؟" in page.words(".reason")
    assert "حُجب ما يخصه الطلب مؤقتًا" in page.words(".reason")
    for text, status in (("  ", 400), ("س" * 4001, 413), ("س" * 60_000, 413)):
        assert (await asker.sends("", text, address=place)).status == status
    assert made.claims.claim(1) == claim
    said = await asker.sends("", "الطفل في الصورة", address=place)
    assert (said.status, said.headers["location"]) == (303, place)
    claim = made.claims.claim(1)
    assert (claim.state, claim.settled) == (ClaimState.OPEN, None)
    assert claim.text == "احجبوا الخبر\n\n« أي قاصر تقصد؟ »\n\nالطفل في الصورة"
    again = await asker.sends("", "وأيضًا", address=place)
    assert (again.status, made.claims.claim(1)) == (409, claim)


async def test_more_is_taken_from_the_page_of_the_request_alone(opens: Opens, made: Newsstand) -> None:
    asker = Asker(await opens(made))
    place = await asker.asks("other")
    made.claims.settle(1, ClaimState.ASKED, outcome="ماذا؟", now=made.clock.now())
    await asker.opens(place)
    before = made.claims.claim(1)
    token, asker.token = asker.token, "0" * 64
    assert (await asker.sends("", "مدسوس", address=place)).status == 403
    asker.token, asker.headers = token, {"origin": "https://evil.example"}
    assert (await asker.sends("", "مدسوس", address=place)).status == 403
    assert (await asker.sends("", "مدسوس", address=f"{place[:-1]}~")).status == 404
    assert made.claims.claim(1) == before


async def test_names_pictures_replies_and_papers_are_decided_as_the_command_decides_them(
    opens: Opens, made: Newsstand
) -> None:
    await asked(opens, made, "other")
    person = await admin(opens, made)
    answer = await answers(
        person,
        "grant",
        hide="1",
        mask="سلمى أحمد\r\nهدى المرسي",
        delist="منى زكي",
        reply="لم أقل ذلك.",
        signed="م. سامي",
        optout="sada",
        reason="حقهم",
    )
    assert answer.status == 303
    kinds = [one.decision.kind.value for one in made.decisions.log()]
    assert kinds == ["hide", "delist", "mask", "mask", "optout", "reply"]
    assert {one.decision.articles for one in made.decisions.log() if one.decision.name} == {(ONE,)}
    assert made.pictures.of([ONE])[ONE].state is PictureState.HIDDEN
    assert made.claims.claim(1).state is ClaimState.GRANTED


async def test_an_answer_that_cannot_be_given_does_nothing_and_keeps_what_was_typed(
    opens: Opens, made: Newsstand
) -> None:
    await asked(opens, made)
    person = await moderator(opens, made)
    for do, fields in (
        ("grant", {"reason": " ", "withhold": "1"}),
        ("grant", {"reason": "نعم"}),
        ("grant", {"reason": "نعم", "reply": "نص بلا صاحب"}),
        ("grant", {"reason": "نعم", "mask": "…"}),
        ("refuse", {"reason": "لا", "withhold": "1"}),
        ("ask", {"reason": " "}),
        ("mail", {"mail": " "}),
    ):
        answer = await answers(person, do, **fields)
        assert answer.status == 400, (do, fields)
        assert answer.page.css_first("main [role=alert]") is not None
        if fields.get("reason", "").strip():
            assert answer.page.css_first("#reason").text() == fields["reason"]
    assert made.decisions.last() == 0
    assert made.claims.claim(1).state is ClaimState.OPEN
    assert (await answers(person, "dance", reason="نعم")).status == 404
    assert (await person.posts("/desk/requests/9", do="grant", reason="نعم")).status == 404


async def test_a_form_that_was_opened_before_another_answered_is_refused_and_says_what_happened(
    opens: Opens, made: Newsstand
) -> None:
    await asked(opens, made)
    person, other = await moderator(opens, made), await moderator(opens, made, "karim")
    await person.opens(DESK)
    assert (await answers(other, "refuse", reason="لا سبب.")).status == 303
    late = await person.posts(DESK, do="grant", after=person.after, withhold="1", reason="سحبته الصحيفة.")
    assert late.status == 409
    assert "تغيّر شيء في هذا الطلب" in late.words("main [role=alert]")
    assert "لا سبب." in late.words(".reason"), "what happened meanwhile is said"
    assert late.page.css_first("#reason").text() == "سحبته الصحيفة."
    assert late.page.css_first("input[name=withhold]").attributes.get("checked", "no") != "no"
    assert state(made) is State.VISIBLE
    made.decide(DecisionKind.WITHHOLD, article=ONE)
    assert (await person.posts(DESK, do="grant", after=late.page.css_first("input[name=after]").attributes["value"], done="1", reason="نعم")).status == 409  # fmt: skip


async def test_a_publisher_is_known_by_a_file_that_is_looked_for_or_by_a_mail(
    opens: Opens, made: Newsstand
) -> None:
    await asked(opens, made)
    person = await moderator(opens, made)
    page = await person.opens(DESK)
    assert page.page.css_first("button[value=prove]") is None, "this site has nobody to send"
    assert (await answers(person, "prove")).status == 400
    answer = await answers(person, "mail", mail="المحرر، 2026-11-20")
    assert answer.headers["location"] == f"{DESK}?proven"
    assert made.claims.claim(1).proof == "mail from sada.example: المحرر، 2026-11-20 (amal, moderator)"
    assert "ثبت أن الطلب من الناشر" in (await person.opens(DESK)).words(".reason")


async def test_a_papers_own_site_is_looked_at_for_the_word_and_what_it_says_is_told(
    opens: Opens, made: Newsstand
) -> None:
    looked: list[tuple[str, str]] = []

    async def prover(host: str, token: str) -> str:
        looked.append((host, token))
        if len(looked) == 1:
            raise DecisionError(
                "the file proves nothing: HTTP 404",
                "unproven",
                file=f"https://{host}/x.txt",
                file_why="proof_absent",
                record=f"_warraq.{host}",
                record_why="proof_else",
                host=host,
            )
        return f"the file https://{host}/.well-known/warraq-{token}.txt"

    made.prover = prover
    await asked(opens, made)
    person = await moderator(opens, made)
    failed = await answers(person, "prove")
    assert failed.status == 400
    told = failed.words("main [role=alert]")
    assert "https://sada.example/x.txt: ليس هناك" in told
    assert "HTTP 404" not in told
    assert made.claims.claim(1).proof is None
    assert (await answers(person, "prove")).headers["location"] == f"{DESK}?proven"
    token = proof_token(made.claims.claim(1))
    assert looked == [("sada.example", token)] * 2
    assert token in made.claims.claim(1).proof


async def test_where_names_stand_is_counted_before_anything_is_decided(opens: Opens, made: Newsstand) -> None:
    await asked(opens, made, "name")
    person = await moderator(opens, made)
    page = await answers(person, "look", mask="المهندسين\nزرافة طائرة", delist='الجسر "الجديد"')
    assert page.status == 200
    assert [" ".join(one.text().split()) for one in page.page.css(".plain li")] == [
        "المهندسين: في خبر واحد",
        "زرافة طائرة: ليس في خبر",
        'الجسر "الجديد": في خبر واحد',
    ]
    assert page.page.css_first("#mask").text() == "المهندسين\nزرافة طائرة"
    assert made.decisions.last() == 0


async def test_what_would_pass_is_told_by_the_policy_before_anything_is_decided(opens: Opens) -> None:
    def table(page: Answer) -> list[list[str]]:
        return [[" ".join(cell.text().split()) for cell in row.css("th, td")] for row in page.page.css(".passing tbody tr")]  # fmt: skip

    public = stand(replace(PUBLIC, address=None), permission=LEAVE)
    await asked(opens, public)
    page = await (await moderator(opens, public)).opens(DESK)
    assert table(page)[0] == ["صفحة الخبر", "النص كله", "لا شيء", "العنوان والرابط"]
    assert table(page)[3] == ["الصورة", "تظهر", "لا شيء", "لا شيء"]
    hiding = await moderator(opens, public, name="hind")
    await answers(hiding, "grant", hide="1", reason="قاصر")
    assert table(await hiding.opens(DESK))[3] == ["الصورة", "لا شيء", "لا شيء", "لا شيء"]
    strange = stand(replace(PUBLIC, address=None))
    await asked(opens, strange)
    page = await (await moderator(opens, strange)).opens(DESK)
    assert table(page)[0][1] == "العنوان و200 حرف"
    assert table(page)[2][1] == "العنوان و160 حرفًا"


async def test_a_request_about_nothing_we_have_is_answered_too(opens: Opens, made: Newsstand) -> None:
    asker = Asker(await opens(made))
    await asker.opens("/request")
    assert (await asker.sends("optout", "نحن صدى النهر", address="/request")).status == 303
    person = await moderator(opens, made)
    page = await person.opens(DESK)
    assert page.page.css_first("input[name=withhold]") is None
    assert (await answers(person, "mail", mail="المحرر")).status == 400, "of which paper?"
    assert (await answers(person, "mail", mail="المحرر", paper="sada")).status == 303
    chief = await admin(opens, made)
    assert (await answers(chief, "grant", optout="sada", reason="طلبته صاحبته")).status == 303
    assert [one.decision.source for one in made.decisions.log()] == ["sada"]


async def test_a_whole_paper_is_left_alone_by_admins_alone_as_at_its_own_page(
    opens: Opens, made: Newsstand
) -> None:
    await asked(opens, made, "optout")
    person, chief = await moderator(opens, made), await admin(opens, made)
    page = await person.opens(DESK)
    assert page.page.css_first("input[name=optout]") is None
    assert "لمدير الموقع وحده" in page.words("fieldset")
    refused = await answers(person, "grant", optout="sada", reason="طلبته صاحبته")
    assert refused.status == 403
    assert "لمدير الموقع وحده" in refused.words("main [role=alert]")
    assert refused.page.css_first("#reason").text() == "طلبته صاحبته"
    assert (made.decisions.last(), made.claims.claim(1).state) == (0, ClaimState.OPEN)
    assert (await chief.opens(DESK)).page.css_first("input[name=optout]") is not None
    assert (await answers(chief, "grant", optout="sada", reason="طلبته صاحبته")).status == 303
    page = await person.opens(DESK)
    assert page.page.css_first("button[value=undo]") is None
    assert (await answers(person, "undo", number="1", why="لا أريده")).status == 403
    assert [one.decision.undoes for one in made.decisions.log()] == [None]
    assert (await chief.opens(DESK)).page.css_first("button[value=undo]") is not None
    assert (await answers(chief, "undo", number="1", why="عادت")).status == 303


async def test_an_answer_of_another_process_in_the_same_moment_is_said_and_holds(
    opens: Opens, made: Newsstand
) -> None:
    """It comes between this process's look at the request and its own writing."""

    class Shared(MemoryClaims):
        first: Callable[[], object] | None = None

        def settle(self, number: int, state: ClaimState, **given: Any) -> tuple[Recorded, ...] | None:
            if self.first is not None:
                first, self.first = self.first, None
                first()
            return super().settle(number, state, **given)

    shared = made.claims = Shared(made.decisions)
    await asked(opens, made)
    person = await moderator(opens, made)
    mask = Decision(DecisionKind.MASK, "قاصر", "karim, moderator", name="سلمى أحمد")
    other = Desk(made.bench, shared)
    shared.first = lambda: other.settle(
        1, [mask], granted=True, outcome="حُجب الاسم وحده.", by="karim", now=made.clock.now()
    )
    late = await answers(person, "grant", withhold="1", reason="سحبته الصحيفة.")
    assert late.status == 409
    told = late.words("main [role=alert]")
    assert "قُبل" in told
    assert "حُجب الاسم وحده." in told
    assert "حجب اسم" in told
    assert "karim، محرّر" in told
    assert late.page.css_first("#reason").text() == "سحبته الصحيفة."
    assert [one.decision.kind for one in made.decisions.log()] == [DecisionKind.MASK]
    assert (state(made), shared.claim(1).outcome) == (State.VISIBLE, "حُجب الاسم وحده.")


async def test_what_somebody_wrote_makes_no_element_at_the_desk(opens: Opens, made: Newsstand) -> None:
    wrote = {"text": "<script>alert(1)</script>", "contact": "<img src=x onerror=alert(1)>"}
    made.claims.open(
        ClaimKind.OTHER, key="k", article=ONE, now=made.clock.now(), **wrote
    )  # past every cleaning
    person = await moderator(opens, made)
    page = await person.opens(DESK)
    assert "<script>alert" not in page.text
    assert "<img src=x" not in page.text
    assert "<script>alert(1)</script>" in page.words(".said")


async def test_strangers_are_led_to_the_door(opens: Opens, made: Newsstand) -> None:
    await asked(opens, made)
    reader = await opens(made)
    for address in ("/desk/requests", DESK):
        assert (await reader.get(address)).headers["location"] == "/desk/login"
    assert made.archive.article(ArticleId(1)) is not None


async def test_near_copies_are_told_beforehand_and_go_with_the_picture(opens: Opens, made: Newsstand) -> None:
    """A request that a person granted takes them along; one that nobody has looked at yet does not."""
    [likeness] = made.pictures.likenesses([PictureId(1)])
    near = f"{int(likeness.pdq, 16) ^ 0xFFFF:064x}"
    other = made.hang(made.file(), name="copy", proof=Proof((), 0, near, likeness.quality))
    await asked(opens, made, "intimate")
    assert made.pictures.of([ONE])[ONE].state is PictureState.HIDDEN
    person = await moderator(opens, made)
    page = await person.opens(DESK)
    link = page.page.css_first(".near a")
    assert (link.text(), link.attributes["href"]) == (f"الصورة رقم {other.id}", f"/desk/pictures/{other.id}")
    assert "معروضة" in page.words(".near")
    assert made.pictures.picture(other.id).state is PictureState.VISIBLE
    assert (await answers(person, "grant", hide="1", reason="حق صاحبتها.")).status == 303
    assert made.pictures.picture(other.id).state is PictureState.HIDDEN
    reader = await opens(made)
    assert (await reader.get(f"/picture/{other.id}")).status == 410
    assert "حُجبت لشبهها" in (await person.opens(DESK)).words(".near")
