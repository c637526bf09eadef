"""A watch from the command line to a receiver on loopback: the one that the how-to shows."""

from __future__ import annotations

import asyncio
import json
import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from tests.blows import struck
from tests.journeys.test_up import free_port
from warraq import editions, wiring
from warraq.cli import main
from warraq.newsroom.grouping import Grouping
from warraq.press import ArticleId, Draft, MessageState, Moment, Precision, Settings
from warraq.wiring import desks

ROOT = Path(__file__).resolve().parents[2]
HOWTO = (ROOT / "docs" / "howto" / "watch.md").read_text("utf-8")
# Of happenings that have nothing in common but the word.
NEWS = (
    "وزير الري يفتتح سد وادي الحمام بعد ترميمه",
    "غرق ثلاثة شبان قرب سد أسوان القديم أثناء السباحة",
    "الكويت تمول بناء سد صغير في نيبال",
    "باحثون يعثرون على نقوش ثمودية خلف سد أثري بالحجاز",
    "منتخب الجودو يتدرب على ضفة سد بيروت استعدادا للبطولة",
    "المغرب: نسبة ملء سد الوحدة تبلغ ثلاثة أرباع سعته",
    "برلمان الأردن يناقش عطاء سد الكرامة",
    "انهيار جزئي في سد درنة يعيد ذكرى الإعصار",
    "شركة صينية تفوز بعقد توربينات سد كاريبا",
    "فنان تشكيلي يرسم جدارية طولها كيلومتر على سد الروصيرص",
    "تسمم أسماك بحيرة سد الموصل والسلطات تحقق",
    "إضراب عمال سد تاريكو احتجاجا على الأجور",
    "طائرة مسيرة تصور هجرة اللقالق فوق سد تشرين",
)


def draft(number: int, source: str = "nahar") -> Draft:
    url, title = f"https://{source}.example/{number}", NEWS[number]
    published = Moment(datetime.now(UTC) - timedelta(minutes=3), Precision.MINUTE, "Africa/Cairo")
    body = f"{title}."
    return Draft(source, url, (url,), title, body, "test/1", published=published, fingerprint=url)


@dataclass
class Home:
    data: Path
    port: int

    @property
    def settings(self) -> Settings:
        return Settings(data=self.data, private=(f"127.0.0.1/32:{self.port}",))

    @property
    def hook(self) -> str:
        return f"http://127.0.0.1:{self.port}/in"

    def run(self, *words: str, wrong: bool = False) -> dict[str, Any]:
        env = {"WARRAQ_DATA": str(self.data), "WARRAQ_PRIVATE": f"127.0.0.1/32:{self.port}"}
        told = CliRunner(env=env).invoke(main, ["watch", *words, *(() if wrong else ("--json",))])
        assert (told.exit_code != 0) is wrong, told.output
        said: dict[str, Any] = {"told": told.output} if wrong else json.loads(told.stdout.splitlines()[-1])
        return said

    def file(self, *numbers: int, source: str = "nahar") -> None:
        with wiring.house(self.settings) as house:
            house.archive.file([draft(number, source) for number in numbers], now=house.clock.now())
            house.indexing().catch_up()
            grouping = Grouping(house.archive, house.stories, house.clock)
            while grouping.behind():
                grouping.step()

    def ring(self) -> None:
        with wiring.house(self.settings) as house:
            asyncio.run(desks.bell(house, editions.load("eg")).run(once=True))


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = Home(tmp_path / "data", free_port())
    with wiring.house(made.settings):
        pass
    return made


@contextmanager
def receiver(home: Home, key: str, tmp_path: Path) -> Iterator[Path]:
    """The how-to's receiver as a process; the file that it writes to."""
    found = re.search(r"```python\n(# receiver\.py.*?)```", HOWTO, re.DOTALL)
    assert found is not None
    script, said = tmp_path / "receiver.py", tmp_path / "said.txt"
    script.write_text(found[1], encoding="utf-8")
    env = {"PATH": os.environ["PATH"], "WARRAQ_KEY": key, "PYTHONIOENCODING": "utf-8"}
    with said.open("wb") as out:
        process = subprocess.Popen([sys.executable, str(script), str(home.port)], env=env, stdout=out)
        try:
            for _ in range(200):
                with socket.socket() as asked:
                    if asked.connect_ex(("127.0.0.1", home.port)) == 0:
                        break
                with pytest.raises(subprocess.TimeoutExpired):  # it must not end meanwhile
                    process.wait(timeout=0.05)
            yield said
        finally:
            process.kill()
            process.wait()


def test_the_receiver_of_the_how_to_is_told_once_of_each_story(home: Home, tmp_path: Path) -> None:
    home.file(0, 1)
    made = home.run("سد", "--to", home.hook, "--name", "السدود")
    assert made["key"].startswith("whsec_")
    with receiver(home, made["key"], tmp_path) as said:
        assert home.run("test", "1")["arrived"] is True
        home.ring()
        home.file(2)
        home.ring()
        home.file(2, 0, source="manara")  # the same in another paper
        home.ring()
        home.file(3, source="manara")
        home.ring()
    lines = said.read_text("utf-8").splitlines()
    assert set(lines[:2]) == {f"watch.digest السدود: {NEWS[one]} (1) /nahar/{one + 1}" for one in (0, 1)}
    assert lines[2:] == [
        f"watch.story السدود: {NEWS[2]} (1) /nahar/3",
        f"watch.story السدود: {NEWS[3]} (1) /manara/6",
    ]
    assert home.run("show", "1")["messages"] == {"listed": 2, "sent": 3}


def test_a_receiver_with_another_key_takes_nothing(home: Home, tmp_path: Path) -> None:
    home.run("سد", "--to", home.hook)
    with receiver(home, "whsec_" + "A" * 43 + "=", tmp_path) as said:
        assert "HTTP 401" in home.run("test", "1", wrong=True)["told"]
        home.ring()
    assert said.read_bytes() == b""
    last = home.run("show", "1")["last"]
    assert (last[0]["state"], last[0]["tries"], last[0]["problem"]) == ("waiting", 1, "HTTP 401")


def test_killed_at_any_moment_every_story_is_told_and_kept_once(home: Home, tmp_path: Path) -> None:
    home.run("سد", "--to", home.hook)
    key = wiring_key(home)
    script = (
        "import asyncio, sys\n"
        "from pathlib import Path\n"
        "from warraq import editions, wiring\n"
        "from warraq.press import Settings\n"
        "from warraq.wiring import desks\n"
        f"settings = Settings(data=Path({str(home.data)!r}), private=('127.0.0.1/32:{home.port}',))\n"
        "with wiring.house(settings) as house:\n"
        "    print('begun', flush=True)\n"
        "    asyncio.run(desks.bell(house, editions.load('eg')).run())\n"
    )
    with receiver(home, key, tmp_path) as said:
        home.ring()
        home.file(*range(1, 13))
        for wait_s in (0.0, 0.15, 0.4):
            process = subprocess.Popen(
                [sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            )
            assert process.stdout is not None
            process.stdout.readline()
            struck(process, after_s=wait_s)
        home.ring()
    told = [line for line in said.read_text("utf-8").splitlines() if line.startswith("watch.story")]
    with wiring.house(home.settings) as house:
        places = house.stories.places([ArticleId(number) for number in range(1, 13)])
        stories = len({members[0].placing.event for members in places.values()})
        assert len(places) == 12
        assert stories > 8
        assert len(told) == len(set(told)) == stories  # the receiver knows again what comes twice
        (watch,) = house.watches.listed()
        assert house.watches.tally(watch.id) == {MessageState.SENT: stories + 1}


def wiring_key(home: Home) -> str:
    with wiring.house(home.settings) as house:
        return wiring.watch_key(home.settings, house.watches.listed()[0])


def test_a_watch_is_listed_paused_woken_and_forgotten(home: Home) -> None:
    made = home.run("add", "title:النهضة", "--services")
    assert (made["id"], made["to"], made["key"], made["services"]) == (1, None, None, True)
    assert re.fullmatch(r"/watch/[A-Za-z0-9_-]{32}/rss", made["feed"])
    assert home.run("show", "1")["feed"] == made["feed"]
    assert "key" not in home.run("show", "1")
    assert home.run("pause", "1")["state"] == "paused"
    assert home.run("resume", "1")["state"] == "active"
    assert [one["query"] for one in home.run("list")["watches"]] == ["title:النهضة"]
    assert "no webhook" in home.run("test", "1", wrong=True)["told"]
    home.run("remove", "1")
    assert home.run("list") == {"watches": []}
    assert "no watch 1" in home.run("show", "1", wrong=True)["told"]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("-سد",), "nothing to watch for"),
        (("",), "characters"),
        (("سد", "--to", "ftp://hooks.example/"), "only http"),
        (("سد", "--to", "http://user:secret@hooks.example/"), "only http"),
        (("سد", "--to", "http://127.0.0.1:1/"), "private"),
        (("سد", "--to", "http://[::1]/"), "private"),
        (("سد", "--to", "http://169.254.169.254/latest"), "private"),
    ],
)
def test_what_could_never_work_is_refused_at_once(home: Home, words: tuple[str, ...], says: str) -> None:
    told = home.run("add", *(("--", *words) if words[0].startswith("-") else words), wrong=True)["told"]
    assert says in told
    assert "secret" not in told.replace("user:secret@", "") or says == "only http"
    assert home.run("list") == {"watches": []}


def test_a_receiver_at_a_private_address_that_nobody_opened_pauses_its_watch(home: Home) -> None:
    home.run("سد", "--to", "http://localhost/")  # a name: judged when it is called
    home.ring()
    (row,) = home.run("list")["watches"]
    assert row["state"] == "paused"
    assert row["problem"]
    doctor = CliRunner(env={"WARRAQ_DATA": str(home.data)}).invoke(main, ["doctor", "--json"])
    checks = {one["name"]: one for one in json.loads(doctor.stdout.splitlines()[-1])["checks"]}
    assert checks["watches"]["well"] is False
    assert "paused" in checks["watches"]["says"]


def test_a_query_may_begin_with_a_dash_or_be_a_commands_word(home: Home) -> None:
    assert home.run("add", "list")["query"] == "list"
    env = {"WARRAQ_DATA": str(home.data)}
    told = CliRunner(env=env).invoke(main, ["watch", "--json", "--", "-رياضة", "سد"])
    assert told.exit_code == 0, told.output
    assert json.loads(told.stdout.splitlines()[-1])["query"] == "-رياضة سد"
