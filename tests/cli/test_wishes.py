"""What sites ask of robots is told to the operator, and to whoever gets a file of captures."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from warraq import editions, wiring
from warraq.cli import main
from warraq.cli.source import site_wishes
from warraq.press import Capture, Reservation, Settings, SiteWishes, Source

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
TERMS = "https://paper.example/terms.json"


@pytest.fixture
def paper(tmp_path: Path) -> Source:
    """A paper of the edition whose site asks for something."""
    found = editions.load("eg", folder=tmp_path / "editions").sources[0]
    rules = (Reservation("/premium/*", True, TERMS), Reservation("/أخبار", True), Reservation("/", False))
    with wiring.house(Settings(data=tmp_path)) as house:
        host = f"{(found.homepage or '').split('/')[2]}:443"
        signals = (("ai-train", "no"), ("search", "yes"))
        house.wishes.put(SiteWishes(found.slug, host, house.clock.now(), signals, rules))
    return found


def test_the_list_of_papers_says_what_a_site_asks_and_where_it_says_so(paper: Source, tmp_path: Path) -> None:
    told = CliRunner().invoke(main, ["source", "list", "--data", str(tmp_path)])
    (line, *_) = [one for one in told.stdout.splitlines() if one.startswith(f"{paper.slug}")]
    assert (
        "its site asks: ai-train=no, search=yes (robots.txt), "
        f"tdm-reservation /premium/* (terms: {TERMS}), tdm-reservation /أخبار (tdmrep.json)"
    ) in line
    listed = CliRunner().invoke(main, ["source", "list", "--json", "--data", str(tmp_path)])
    rows = json.loads(listed.stdout.splitlines()[-1])["sources"]
    mine = next(row["site"] for row in rows if row["slug"] == paper.slug)
    assert mine["signals"] == {"ai-train": "no", "search": "yes"}
    assert mine["rules"][0] == {"location": "/premium/*", "tdm-reservation": 1, "tdm-policy": TERMS}
    assert {row["site"] for row in rows if row["slug"] != paper.slug} == {None}


@pytest.mark.parametrize(
    ("problem", "told"),
    [
        ("robots.txt cannot be had", "its site asks: search=no (robots.txt); robots.txt cannot be had"),
        ("HTTP 503", "its site asks: search=no (robots.txt); tdmrep.json: HTTP 503"),
    ],
)
def test_what_cannot_be_had_is_no_wish(problem: str, told: str) -> None:
    said = SiteWishes("sada", "sada.example:443", NOON, (("search", "no"),), problem=problem)
    assert site_wishes(said) == told
    assert "asks" not in site_wishes(replace(said, signals=()))


def test_a_file_of_captures_says_what_its_sites_ask(paper: Source, tmp_path: Path) -> None:
    home, target = paper.homepage or "", tmp_path / "all.warc.gz"
    with wiring.house(Settings(data=tmp_path)) as house:
        now = house.clock.now() - timedelta(hours=1)
        house.keeping().keep(Capture(home, now, 200, (("content-type", "text/html"),), b"<p>x"), now=now)
    done = CliRunner().invoke(main, ["export", "warc", "-o", str(target), "--data", str(tmp_path)])
    assert done.exit_code == 0, done.output
    first = gzip.decompress(target.read_bytes()).split(b"\r\n\r\n")[1].decode()
    host = home.split("/")[2]
    asked = "ai-train=no tdm-reservation=/premium/* tdm-reservation=/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1"
    assert f"usage-wishes: {host} {asked}" in first
