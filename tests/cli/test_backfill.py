"""Do the commands of the past write down what is wished for, and tell how far it is?"""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from warraq import editions, wiring
from warraq.cli import main
from warraq.cli.backfill import length
from warraq.press import Feed, Settings, Source

PAPER = Source(
    "jisr",
    "الجسر",
    "eg",
    "Africa/Cairo",
    homepage="https://jisr.invalid/",
    feeds=(Feed("jisr", "jisr", "https://jisr.invalid/feed.xml"),),
)
PAGE = """<html lang="ar"><head><link rel="canonical" href="https://jisr.invalid/a/{0}">
<meta property="article:published_time" content="2019-05-0{0}T09:00:00Z"><title>فتح الجسر رقم {0} أمام المارة</title></head>
<body><h1>فتح الجسر رقم {0} أمام المارة</h1><article>
<p>أعلنت محافظة الضفة الشرقية أن العمل في الجسر رقم {0} انتهى قبل موعده بعامين، وأن المارة سيعبرونه ابتداء من الخميس.</p>
<p>وقال مدير المشروع إن كلفة الجسر رقم {0} لم تتجاوز ما رُصد له، وإن ما تبقى سيُنفق على إنارة الطريق المؤدي إليه.</p>
<p>وينتظر سكان الضفتين منذ سنوات فتح الجسر رقم {0} أمام السيارات، إذ كانوا يقطعون تسعين كيلومترا للوصول إلى المدينة.</p>
</article></body></html>"""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    editions.write_source(folder / "editions", "eg", PAPER)
    return folder


def run(data: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, [*arguments, "--data", str(data), "--json"])


def told(result: Result) -> list[dict[str, Any]]:
    assert result.exit_code == 0, result.output
    found: list[dict[str, Any]] = json.loads(result.stdout.splitlines()[-1])["backfills"]
    return found


def test_where_a_collector_runs_the_wish_is_left_to_it_and_told_and_stopped(data: Path) -> None:
    with wiring.only_collector(data):
        days = ("--from", "2019-05-01", "--to", "2019-05-31", "--limit", "500")
        (said,) = told(
            run(data, "backfill", "jisr", "--archive", "https://jisr.invalid/{yyyy}/{mm}/{dd}", *days)
        )
        assert (said["since"], said["until"], said["most"]) == ("2019-05-01", "2019-05-31", 500)
        assert said["ended"] is None
        (again,) = told(run(data, "backfill", "jisr"))  # it goes on, nothing else is asked
        assert again == said
        assert [one["source"] for one in told(run(data, "backfill"))] == ["jisr"]
        doctor = run(data, "doctor")
        assert "jisr: 0 of" in doctor.output
        (stopped,) = told(run(data, "backfill", "jisr", "--stop"))
        assert stopped["problem"] == "stopped by a person"


def test_a_stopped_wish_goes_on_with_its_days_when_called_again(data: Path) -> None:
    with wiring.only_collector(data):
        told(run(data, "backfill", "jisr", "--from", "2019-05-01", "--limit", "5"))
        told(run(data, "backfill", "jisr", "--stop"))
        (said,) = told(run(data, "backfill", "jisr"))
        assert (said["since"], said["most"], said["ended"], said["problem"]) == (
            "2019-05-01",
            None,
            None,
            None,
        )


def test_a_file_of_addresses_does_not_begin_the_whole_past(data: Path, tmp_path: Path) -> None:
    path = tmp_path / "addresses.txt"
    path.write_text("https://jisr.invalid/a/1\n")
    with wiring.only_collector(data):
        run(data, "import", "sitemap", str(path))
        run(data, "backfill", "jisr", "--stop")
        run(data, "import", "sitemap", str(path))
    with wiring.house(Settings(data=data)) as house:
        held = house.pasts.backfills()["jisr"]
        assert (held.begun, held.ended) == (True, None)


def test_a_sitemap_in_a_file_is_noted_but_for_what_is_of_other_sites(data: Path, tmp_path: Path) -> None:
    path = tmp_path / "addresses.txt"
    path.write_text("https://jisr.invalid/a/1\nhttps://jisr.invalid/a/2\nhttps://other.invalid/a/3\n")
    with wiring.only_collector(data):
        result = run(data, "import", "sitemap", str(path))
        (said,) = told(result)
        assert (said["source"], said["waiting"], said["pages_exact"]) == ("jisr", 2, True)
        assert "1 addresses are not of jisr's site" in result.output
        (at,) = told(run(data, "import", "sitemap", "https://jisr.invalid/map.xml"))
        assert at["lists"] == ["https://jisr.invalid/map.xml"]


def test_saved_pages_come_in_once_under_their_printed_days(data: Path, tmp_path: Path) -> None:
    folder = tmp_path / "saved"
    folder.mkdir()
    for number in (1, 2):
        (folder / f"{number}.html").write_text(PAGE.format(number), encoding="utf-8")
    (folder / "3.html").write_text("<html>نص بلا عنوان</html>", encoding="utf-8")
    first = json.loads(run(data, "import", "pages", str(folder)).stdout.splitlines()[-1])
    assert (first["filed"], first["failed"]) == (2, 1)
    again = json.loads(run(data, "import", "pages", str(folder)).stdout.splitlines()[-1])
    assert (again["filed"], again["versions"], again["duplicates"]) == (0, 0, 2)
    with wiring.house(Settings(data=data)) as house:
        days = {one.published.at.day for one in house.archive.newest(limit=9) if one.published}
        assert days == {1, 2}


def test_who_opted_out_is_not_even_wished_for(data: Path) -> None:
    with wiring.house(Settings(data=data)) as house:
        house.archive.put_sources([PAPER])
    assert run(data, "source", "optout", "jisr", "--reason", "a letter").exit_code == 0
    result = run(data, "backfill", "jisr")
    assert result.exit_code == 1
    assert "wants to be left alone" in result.output


@pytest.mark.parametrize(
    "arguments",
    [
        ("nobody",),
        ("jisr", "--from", "2020-01-01", "--to", "2019-01-01"),
        ("jisr", "--archive", "https://jisr.invalid/{yyyy}"),
        ("jisr", "--list", "nowhere"),
    ],
)
def test_what_cannot_be_meant_is_said(data: Path, arguments: tuple[str, ...]) -> None:
    result = run(data, "backfill", *arguments)
    assert result.exit_code != 0
    assert "Traceback" not in result.output


def test_a_length_is_told_in_one_unit() -> None:
    lengths = {"5 s": 5, "20 min": 1200, "5 h": 5 * 3600, "40 days": 40 * 86400}
    assert {length(timedelta(seconds=seconds)) for seconds in lengths.values()} == set(lengths)
