"""`warraq up` as its reader meets it: the site first; without a network the demo press, marked on every page."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.test_commands import run
from tests.cli.test_commands import said as told

ROOT = Path(__file__).resolve().parents[2]
# An edition whose one feed is a closed port of this machine: no test asks anything of the outside.
NOWHERE = """
[edition]
code = "nowhere"
name = "لا مكان"
zone = "Africa/Cairo"

[papers.closed]
name = "مغلقة"

[papers.closed.feeds]
main = "http://127.0.0.1:9/rss"
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    (folder / "editions").mkdir(parents=True)
    (folder / "editions" / "nowhere.toml").write_text(NOWHERE, encoding="utf-8")
    return folder


@contextlib.contextmanager
def up(data: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    command = [
        sys.executable,
        "-m",
        "warraq",
        "up",
        "--edition",
        "nowhere",
        "--port",
        str(port),
        "--data",
        str(data),
    ]
    process = subprocess.Popen(
        command, cwd=ROOT, stderr=subprocess.PIPE, text=True, env={**os.environ, "WARRAQ_CONTACT": ""}
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def get(port: int, path: str = "/") -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def waited(port: int, path: str, wanted: str, *, seconds: float = 60) -> str:
    """The page, once it holds what is wanted."""
    ends, body = time.monotonic() + seconds, ""
    while time.monotonic() < ends:
        with contextlib.suppress(OSError, http.client.HTTPException):
            _, body = get(port, path)
            if re.search(wanted, body):
                return body
        time.sleep(0.2)
    raise AssertionError(f"{path} never held {wanted!r}: {body[:500]}")


def stopped(process: subprocess.Popen[str], how: signal.Signals) -> str:
    process.send_signal(how)
    _, said = process.communicate(timeout=20)
    assert process.returncode == 0, said
    assert "Traceback" not in said
    return said


@pytest.mark.timeout(240)
def test_without_a_network_the_demo_press_is_shown_and_gives_way_to_what_is_imported(data: Path) -> None:
    port = free_port()
    with up(data, port) as process:
        began = time.monotonic()
        front = waited(port, "/", r'href="/[a-z]+/\d+"')
        assert time.monotonic() - began < 60
        assert "مخترعة" in front
        address = re.search(r'href="(/[a-z]+/\d+)"', front)
        assert address is not None
        for path in (
            address[1],
            "/latest",
            "/search?q=%D8%A7%D9%84%D9%85%D8%AF%D9%8A%D9%86%D8%A9",
            "/sources",
            "/nothing/here",
        ):
            assert "مخترعة" in get(port, path)[1], path

        # a second warraq on the same folder, and one on the same port, are told so in one line
        for other, words in ((free_port(), "collects into"), (port, "cannot be had")):
            with up(data, other) as second:
                _, said = second.communicate(timeout=30)
                assert second.returncode == 1
                assert words in said
                assert "Traceback" not in said

        # what is imported is shown instead of the demo, without a restart
        lines = data / "lines.jsonl"
        row = {"source": "ورقة", "title": "افتتاح مكتبة البلدة", "text": "افتتحت اليوم مكتبة جديدة."}
        lines.write_text(json.dumps(row, ensure_ascii=False) + "\n", encoding="utf-8")
        command = [
            sys.executable,
            "-m",
            "warraq",
            "import",
            "jsonl",
            str(lines),
            "--data",
            str(data),
            "--json",
        ]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=True)
        assert json.loads(done.stdout.splitlines()[-1])["filed"] == 1
        front = waited(port, "/", "افتتاح مكتبة البلدة", seconds=30)
        assert "مخترعة" not in front
        said = stopped(process, signal.SIGINT)
        assert "No source of لا مكان can be reached" in said
        assert "INVENTED" in said

    # a second run goes on where the first stopped
    with up(data, port) as process:
        waited(port, "/", "افتتاح مكتبة البلدة")
        assert "showing the 1 articles kept so far" in _said_until(process, "kept so far")
        said = _said_until(process, "collecting:")
        assert "no source can be reached for now" in said
        assert "could not be reached" in get(port, "/sources")[1]
        stopped(process, signal.SIGTERM)

    # that it was tried is known afterwards
    assert "could not be reached" in run("source", "list", "--edition", "nowhere", data=data).stdout
    examined = run("doctor", "--edition", "nowhere", "--json", data=data)
    assert examined.exit_code == 1
    (feeds,) = [one for one in told(examined)["checks"] if one["name"] == "feeds"]
    assert feeds["well"] is False
    assert feeds["says"].startswith("0 of 1 well (closed: could not be reached")


def _said_until(process: subprocess.Popen[str], words: str) -> str:
    said = ""
    assert process.stderr is not None
    while words not in said:
        line = process.stderr.readline()
        assert line, said
        said += line
    return said
