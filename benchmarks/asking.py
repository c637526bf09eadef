"""How is a server asked, on a core of its own, over one kept connection?"""

from __future__ import annotations

import contextlib
import http.client
import os
import socket
import subprocess
import time
from collections.abc import Iterable, Iterator
from pathlib import Path


def get(connection: http.client.HTTPConnection, path: str) -> tuple[float, bytes]:
    began = time.perf_counter()
    connection.request("GET", path)
    answer = connection.getresponse()
    body = answer.read()
    seconds = time.perf_counter() - began
    if answer.status != 200:
        raise SystemExit(f"benchmarks: {path} answered {answer.status}")
    return seconds, body


def addresses(site: http.client.HTTPConnection, numbers: Iterable[int]) -> list[str]:
    """Where the site says that the articles of these numbers stand: a wrong paper's word leads to the right address."""
    found = []
    for number in numbers:
        site.request("GET", f"/x/{number}")
        answer = site.getresponse()
        answer.read()
        if answer.status == 301:
            found.append(answer.getheader("location") or "")
    return found


@contextlib.contextmanager
def server(command: list[str]) -> Iterator[int]:
    """Its port."""
    with served(command) as (port, _):
        yield port


@contextlib.contextmanager
def served(command: list[str]) -> Iterator[tuple[int, int]]:
    """The server's port, and its process."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    pinned = ["taskset", "-c", "0"] if (os.cpu_count() or 1) > 1 and Path("/usr/bin/taskset").exists() else []
    process = subprocess.Popen([*pinned, *command, "--port", str(port)], stderr=subprocess.DEVNULL)
    try:
        for _ in range(200):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                break
            time.sleep(0.1)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait()


def apart() -> None:
    """Leave the server's core to it, where there are two."""
    if hasattr(os, "sched_setaffinity") and (os.cpu_count() or 1) > 1:
        os.sched_setaffinity(0, {1})
