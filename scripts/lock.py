"""How are the pins of `requirements/` renewed?  `make lock`

Writes hashes and no index address, so that the lock works behind any package index.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OUTPUTS = {
    "core.txt": ["pyproject.toml", "requirements/build.in"],
    "dev.txt": ["pyproject.toml", "requirements/build.in", "--group", "dev", "--extra", "postgres"],
    "uv.txt": ["requirements/uv.in"],
    "fuzz.txt": ["requirements/fuzz.in"],
}


def main() -> int:
    uv = Path(sys.executable).parent / "uv"
    for name, inputs in OUTPUTS.items():
        command = [uv, "pip", "compile", "--quiet", "--universal", "--python-version", "3.11", "--generate-hashes",
                   "--no-emit-index-url", "--no-emit-find-links", "--custom-compile-command", "make lock", *inputs, "-o", f"requirements/{name}"]  # fmt: skip
        if subprocess.run(
            [*command, *sys.argv[1:]], cwd=ROOT, env=dict(os.environ, UV_PYTHON_DOWNLOADS="never")
        ).returncode:
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
