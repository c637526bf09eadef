"""How is a process killed at a moment that a test chooses? With SIGKILL, which nothing can be done about."""

from __future__ import annotations

import signal
import subprocess


def struck(process: subprocess.Popen[bytes], *, after_s: float) -> bytes:
    """Kill it so long from now, unless it ends by itself before; what it said on stdout that was not read yet."""
    try:
        process.wait(timeout=after_s)
    except subprocess.TimeoutExpired:
        process.kill()
    assert process.stdout is not None
    said = process.stdout.read()
    process.stdout.close()
    assert process.wait() in (0, -signal.SIGKILL)
    return said
