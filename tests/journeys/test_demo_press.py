"""From the feed to the search: the invented press is collected as it truly is."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from tests.journeys.conftest import JumpingClock, warraq
from warraq.crawling import urls
from warraq.demopress.server import Running, serve
from warraq.demopress.truth import Truth, press
from warraq.language.arabic import fold
from warraq.press import Article, Precision
from warraq.query import grammar


def words(text: str) -> list[str]:
    return fold(text).split()


def _key(served: Running, one: Truth) -> str:
    return urls.key(served.url(one))


async def test_the_whole_press_is_collected_found_and_kept_current(tmp_path: Path) -> None:
    clock = JumpingClock()
    truth = press(start=clock.now())
    async with (
        serve(truth, clock, ports=()) as served,
        warraq(tmp_path, clock, served.sources, served.private) as ours,
    ):
        archive, index = ours.house.archive, ours.house.index
        first = await ours.collect()
        # who was busy is left alone for as long as it asked, and then answers
        busy = {paper.slug for paper in truth.papers if paper.retry_after_s}
        assert [feed for feed, _ in first.progress().problems] == list(busy)
        assert first.progress().failed == len(busy) == 1
        assert not any(archive.find(_key(served, one)) for one in truth.articles if one.paper in busy)
        clock.ahead = timedelta(minutes=5)
        before = clock.now()
        second = await ours.collect()
        expected = tuple(truth.collectable(before))
        assert not second.progress().failed, second.progress().problems
        assert archive.count() == len(expected) >= 150

        held: dict[str, Article] = {}
        for one in expected:
            found = archive.find(_key(served, one))
            assert found is not None, f"{one.id} of {one.paper} was not filed"
            article = archive.article(found)
            assert article is not None
            held[one.id] = article

        for one in expected:
            article, wording = held[one.id], one.wording(before)
            assert wording is not None
            assert article.draft.source == one.paper
            assert words(article.draft.title) == words(wording.headline), one.id
            picture = one.picture and served.origins[one.paper] + one.picture.path
            assert article.draft.image == picture, one.id
            assert article.draft.published is not None, f"{one.id}: the date was not read"
            off = abs(article.draft.published.at - one.published)
            exact = article.draft.published.precision in (Precision.MINUTE, Precision.SECOND)
            assert off < (timedelta(minutes=1) if exact else timedelta(days=1)), one.id

        exact_bodies = [
            words(held[one.id].draft.body) == words(one.versions[0].body)
            for one in expected
            if len(one.versions) == 1
        ]
        assert sum(exact_bodies) / len(exact_bodies) >= 0.9

        # robots: what is closed was never asked for
        forbidden = {one.path for one in truth.articles if one.forbidden}
        assert forbidden
        assert not forbidden & {request.path for request in served.requests}

        # every headline, pasted as a query, finds its article
        assert index.count() == archive.count()
        for one in expected:
            hits = index.search(grammar.read(held[one.id].draft.title), limit=10)
            assert held[one.id].id in hits.ids, one.id

        # a second visit asks for no page again and files nothing
        asked = len(served.requests)
        changes = archive.last_change()
        again = await ours.collect()
        assert archive.last_change() == changes
        assert again.progress().filed == 0
        feeds = [feed for source in ours.sources for feed in source.feeds]
        assert len(served.requests) - asked <= 2 * len(feeds) + len({urls.host(feed.url) for feed in feeds})

        # hours later a paper has corrected an article: a new version, the first one kept
        clock.ahead = timedelta(hours=12)
        await ours.collect()
        corrected = [
            one for one in truth.collectable(clock.now()) if len(one.versions) > 1 and one.id in held
        ]
        late = [one for one in corrected if one.versions[-1].since > before]
        assert late, "the press must correct something after its start"
        revised = [one for one in late if len(archive.versions(held[one.id].id)) > 1]
        assert revised, "no correction was noticed"
        for one in revised:
            versions = archive.versions(held[one.id].id)
            assert words(versions[-1].draft.title) == words(one.versions[-1].headline)
            assert versions[-1].previous == versions[-2].hash
