"""Which saved pages come with which addresses?"""

from __future__ import annotations

import gzip
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warraq.fetchers import saved
from warraq.press import Capture, Spoilt

PAGE = '<html><head><link rel="canonical" href="https://nahar.example/خبر/1?a=1&amp;b=2"></head><body>نص</body></html>'


def test_a_page_is_known_by_what_it_calls_itself_and_dated_by_its_file(tmp_path: Path) -> None:
    path = tmp_path / "2019" / "one.html"
    path.parent.mkdir()
    path.write_text(PAGE, encoding="utf-8")
    os.utime(path, (1_557_000_000, 1_557_000_000))
    (found,) = saved.pages(tmp_path)
    assert isinstance(found, Capture)
    assert found.url.endswith("?a=1&b=2")
    assert found.at == datetime.fromtimestamp(1_557_000_000, UTC)
    assert found.body == PAGE.encode()


def test_the_manifest_wins_over_the_page_in_both_forms(tmp_path: Path) -> None:
    (tmp_path / "a.htm.gz").write_bytes(gzip.compress(PAGE.encode()))
    (tmp_path / "b.html").write_text("<html>نص</html>", encoding="utf-8")
    (tmp_path / "manifest.jsonl").write_text(
        'no JSON\n{"file": "a.htm.gz", "url": "https://nahar.example/a", "at": "2019-05-03T10:00:00+03:00"}\n'
    )
    (tmp_path / "manifest.csv").write_text("file,url\nb.html,https://nahar.example/b\nc.html,javascript:x\n")
    one, other = saved.pages(tmp_path)
    assert isinstance(one, Capture)
    assert isinstance(other, Capture)
    assert (one.url, one.at) == ("https://nahar.example/a", datetime(2019, 5, 3, 7, tzinfo=UTC))
    assert other.url == "https://nahar.example/b"


def test_what_has_no_address_or_cannot_be_read_is_named_and_costs_itself(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<html>نص</html>", encoding="utf-8")
    (tmp_path / "b.html.gz").write_bytes(b"\x1f\x8bbroken")
    (tmp_path / "c.html").symlink_to("/etc/hostname")
    (tmp_path / "d.txt").write_text("no page")
    found = list(saved.pages(tmp_path))
    assert [one.where for one in found if isinstance(one, Spoilt)] == ["a.html", "b.html.gz", "c.html"]
    assert len(found) == 3


@pytest.mark.parametrize(
    ("head", "url"),
    [
        ("<meta property='og:url' content='https://a.example/1'>", "https://a.example/1"),
        ("<meta content=https://a.example/1 property=og:url>", "https://a.example/1"),
        ('<LINK HREF="https://a.example/1" REL="canonical nofollow">', "https://a.example/1"),
        ('<link rel="canonical" href="/1">', None),
        ('<link rel="canonical" href="javascript:alert(1)">', None),
        ('<link rel="shortlink" href="https://a.example/1">', None),
    ],
)
def test_an_address_is_absolute_or_none(head: str, url: str | None) -> None:
    assert saved.declared(head) == url


@given(st.text(max_size=300))
def test_any_head_names_an_address_or_none(text: str) -> None:
    saved.declared(f"<link {text}><meta {text}>")
