"""Papers are probed and added by what a person has at hand: a feed, a homepage, a section page."""

from __future__ import annotations

import threading
import tomllib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.cli.test_commands import run, said
from tests.newsroom.test_collecting import feed

ANSWERS = {
    "/": b"<!doctype html><html><head><link rel=alternate type=application/rss+xml href=/rss.xml></head></html>",
    "/rss.xml": feed(("عنوان أول", "/1"), ("عنوان ثان", "/2")),
    "/said.xml": b"""<rss><channel><title>T</title><link>/front</link>
        <atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="self" href="/said.xml"/>
        <item><title>1</title><link>/1</link></item></channel></rss>""",
    "/strange.xml": b"""<rss><channel><title>T</title><link>https://other.example/</link>
        <item><title>1</title><link>/1</link></item></channel></rss>""",
    "/local": '<!doctype html><html><h2><a href="/news/10001">خبر محلي أول</a></h2></html>'.encode(),
    "/empty": b"<!doctype html><html></html>",
}


class Paper(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body = ANSWERS.get(self.path.partition("?")[0])
        self.send_response(200 if body else 404)
        self.send_header("content-length", str(len(body or b"")))
        self.end_headers()
        self.wfile.write(body or b"")

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 (the library's own name)
        return


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A paper on loopback, which this process may fetch."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Paper)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("WARRAQ_PRIVATE", f"127.0.0.1/32:{server.server_port}")
    monkeypatch.setenv("WARRAQ_HOST_DELAY", "0s")
    monkeypatch.setenv("WARRAQ_PARSE_WORKERS", "1")
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_homepage_is_probed_by_the_feeds_it_names(home: str, tmp_path: Path) -> None:
    result = run("source", "probe", f"{home}/", "--json", data=tmp_path)
    assert result.exit_code == 0, result.output
    (probe,) = said(result)["probes"]
    assert probe["ok"] is False
    assert probe["problem"].endswith(f"it names {home}/rss.xml")
    assert [(one["url"], one["ok"], one["entries"]) for one in probe["feeds"]] == [
        (f"{home}/rss.xml", True, 2)
    ]
    assert run("source", "probe", f"{home}/empty", data=tmp_path).exit_code == 1


def test_a_paper_is_added_by_its_homepage(home: str, tmp_path: Path) -> None:
    result = run("source", "add", f"{home}/", "--slug", "ahd", "--name", "العهد", "--json", data=tmp_path)
    assert result.exit_code == 0, result.output
    assert said(result)["feed"] == f"{home}/rss.xml"
    written = tomllib.loads((tmp_path / "editions" / "eg.toml").read_text("utf-8"))
    assert written["papers"]["ahd"] == {
        "name": "العهد", "homepage": f"{home}/", "feeds": {"main": f"{home}/rss.xml"},
    }  # fmt: skip


def test_a_paper_s_front_page_is_what_its_feed_says_of_its_own_site(home: str, tmp_path: Path) -> None:
    def front(*words: str) -> str | None:
        result = run("source", "add", *words, data=tmp_path)
        assert result.exit_code == 0, result.output
        papers = tomllib.loads((tmp_path / "editions" / "eg.toml").read_text("utf-8"))["papers"]
        assert ("no front page of" in result.output) is ("homepage" not in papers[words[-1]])
        page: str | None = papers[words[-1]].get("homepage")
        return page

    assert front(f"{home}/said.xml", "--slug", "said") == f"{home}/front"
    assert front(f"{home}/said.xml?sports", "--section", "sports", "--slug", "alone") == f"{home}/"
    assert front(f"{home}/strange.xml", "--slug", "strange") is None
    assert front(f"{home}/said.xml?2", "--homepage", f"{home}/own", "--slug", "own") == f"{home}/own"


def test_a_section_page_is_refused_with_a_hint_and_added_as_one(home: str, tmp_path: Path) -> None:
    refused = run("source", "add", f"{home}/local", "--slug", "ahd", data=tmp_path)
    assert refused.exit_code == 1
    assert "1 of its links look like articles: --kind listing reads them" in refused.output
    result = run(
        "source", "add", f"{home}/local", "--slug", "ahd", "--section", "local", "--kind", "listing", data=tmp_path
    )  # fmt: skip
    assert result.exit_code == 0, result.output
    written = tomllib.loads((tmp_path / "editions" / "eg.toml").read_text("utf-8"))
    assert written["papers"]["ahd"]["feeds"] == {"local": {"url": f"{home}/local", "kind": "listing"}}


def test_an_edition_of_no_country_takes_papers_and_knows_them_again(home: str, tmp_path: Path) -> None:
    own = tmp_path / "editions" / "mine.toml"
    own.parent.mkdir()
    own.write_text('[edition]\nname = "قائمتي"\nzone = "Africa/Cairo"\n', "utf-8")
    result = run("source", "add", f"{home}/rss.xml", "--slug", "harbour", "--edition", "mine", data=tmp_path)
    assert result.exit_code == 0, result.output
    listed = said(run("source", "list", "--edition", "mine", "--json", data=tmp_path))["sources"]
    assert [(one["slug"], one["country"]) for one in listed] == [("harbour", "zz")]
    target = tmp_path / "x.warc.gz"
    exported = run("export", "warc", "--source", "harbour", "-o", str(target), data=tmp_path)
    assert exported.exit_code == 0, exported.output
