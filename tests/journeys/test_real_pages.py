"""Real Arabic pages, served over loopback HTTP as they were saved, are collected, kept and found."""

from __future__ import annotations

import json
from pathlib import Path
from xml.sax.saxutils import escape

from aiohttp import web

from tests.journeys.conftest import JumpingClock, warraq
from warraq.press import Feed, Source
from warraq.query import grammar


async def test_saved_pages_travel_from_a_feed_to_the_search(shared: Path, tmp_path: Path) -> None:
    folder, gold_folder = shared / "data" / "html-fixtures", shared / "data" / "extraction" / "arabic"
    gold = {path.stem: json.loads(path.read_text()) for path in sorted(gold_folder.glob("*.json"))}
    pages = {stem: (folder / f"{stem}.html").read_bytes() for stem in gold}
    assert len(pages) >= 7

    async def answer(request: web.Request) -> web.Response:
        stem = request.path.strip("/")
        if stem == "rss":
            items = "".join(
                f"<item><guid>{escape(one)}</guid><link>/{escape(one)}</link></item>" for one in pages
            )
            feed = f'<rss version="2.0"><channel><title>t</title>{items}</channel></rss>'
            return web.Response(text=feed, content_type="application/rss+xml")
        return (
            web.Response(body=pages[stem], content_type="text/html")
            if stem in pages
            else web.Response(status=404)
        )

    app = web.Application()
    app.router.add_get("/{name:.*}", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    home = f"http://127.0.0.1:{port}/"
    paper = Source(
        "paper", "ورقة", "eg", "Africa/Cairo", homepage=home, feeds=(Feed("paper", "paper", home + "rss"),)
    )
    try:
        async with warraq(tmp_path, JumpingClock(), (paper,), (f"127.0.0.1/32:{port}",)) as ours:
            desk = await ours.collect()
            assert ours.house.archive.count() == len(pages), desk.progress().problems
            for stem, told in gold.items():
                found = ours.house.archive.find(f"//127.0.0.1:{port}/{stem}") or ours.house.archive.find(
                    next(key for key in _keys(ours.house.archive) if key.endswith(f"/{stem}"))
                )
                assert found is not None, stem
                article = ours.house.archive.article(found)
                assert article is not None
                body = told["body"] if isinstance(told["body"], str) else "\n".join(told["body"])
                longest = max(body.splitlines(), key=len)
                query = " ".join(longest.split()[:12])
                hits = ours.house.index.search(grammar.read(query), limit=5)
                # two saved pages are one text: one of them is a copy of the other's hit
                assert found in {*hits.ids, *(copy for copies in hits.copies for copy in copies)}, stem
    finally:
        await runner.cleanup()


def _keys(archive: object) -> list[str]:
    drafts = [article.draft for article in archive.articles(list(archive.ids()))]  # type: ignore[attr-defined]
    return [key for draft in drafts for key in draft.keys]
