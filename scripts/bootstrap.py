"""How does a machine with only python3 get a ready .venv? (standard library only)

    python3 scripts/bootstrap.py [--dev]

Installs the hash-locked pins of `requirements/`, following the machine's own pip configuration (index, extra
indexes, links, certificate), then Warraq itself as an editable install. uv does the work (0.5 s against 30 s
with a warm cache); where uv cannot be had, pip does the same from the same lock.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
UV_LOCK = ROOT / "requirements" / "uv.txt"


def main(arguments: list[str]) -> int:
    if sys.version_info < (3, 11):
        return _fail(
            f"Warraq needs python3 >= 3.11; this is {sys.version.split()[0]}. Set PYTHON=/path/to/python3."
        )
    lock = ROOT / "requirements" / ("dev.txt" if "--dev" in arguments else "core.txt")
    stamp = VENV / f".ready-{lock.stem}"
    wanted = _fingerprint(lock)
    if any(
        (VENV / f".ready-{kind}").is_file()
        and (VENV / f".ready-{kind}").read_text() == _fingerprint(lock.with_stem(kind))
        for kind in {lock.stem, "dev"}
    ):
        return 0
    if not _venv_works() and not _make_venv():
        return 1
    print(f"installing the pins of {lock.relative_to(ROOT)} into .venv", file=sys.stderr)
    if not (_install_with_uv(lock) or _install_with_pip(lock)):
        return _fail(
            "the pins could not be installed (see above). Is a package index reachable? `pip config list` shows what pip uses."
        )
    stamp.write_text(wanted)
    return 0


def _fingerprint(lock: Path) -> str:
    """Changes when a pin, the interpreter or the project's own metadata changes."""
    digest = hashlib.sha256(sys.version.encode())
    for path in (lock, ROOT / "pyproject.toml"):
        digest.update(path.read_bytes())
    digest.update(str(ROOT).encode())
    return digest.hexdigest()


def _venv_works() -> bool:
    return (
        PYTHON.exists() and subprocess.run([PYTHON, "-c", "import pip"], capture_output=True).returncode == 0
    )


def _make_venv() -> bool:
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], capture_output=True, text=True)
    if made.returncode:
        print(made.stdout + made.stderr, file=sys.stderr)
        _fail(
            "python3 could not make a virtual environment. On Debian and Ubuntu: apt-get install python3-venv"
        )
    return made.returncode == 0


def _install_with_uv(lock: Path) -> bool:
    """False where uv cannot be had or fails; pip then has its turn."""
    pip = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    if subprocess.run(
        [*pip, "--require-hashes", "--only-binary=:all:", "-r", UV_LOCK], capture_output=True
    ).returncode:
        return False
    uv = [VENV / "bin" / "uv", "pip"]
    environment = _uv_environment()
    into = ["--quiet", "--python", PYTHON]
    steps = (
        [*uv, "install", *into, "--require-hashes", "-r", lock],
        [*uv, "install", *into, "--no-deps", "--no-build-isolation", "-e", ROOT],
    )
    return all(subprocess.run(step, env=environment).returncode == 0 for step in steps)


def _install_with_pip(lock: Path) -> bool:
    pip = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    steps = (
        [*pip, "--require-hashes", "-r", lock],
        [*pip, "--no-deps", "--no-build-isolation", "-e", ROOT],
    )
    return all(subprocess.run(step).returncode == 0 for step in steps)


def _uv_environment() -> dict[str, str]:
    """uv does not read pip's configuration; hand it over, unless the machine configures uv itself."""
    environment = dict(os.environ, UV_PYTHON_DOWNLOADS="never", VIRTUAL_ENV=str(VENV))
    # pip looks at every index for every package; with hashes pinned, that order cannot smuggle anything in
    environment.setdefault("UV_INDEX_STRATEGY", "unsafe-best-match")
    listed = subprocess.run([PYTHON, "-m", "pip", "config", "list"], capture_output=True, text=True).stdout
    said: dict[str, str] = {}
    for line in listed.splitlines():
        name, _, value = line.partition("=")
        said[name.rsplit(".", 1)[-1].strip()] = value.strip().strip("'\"")
    for option, variable in (
        ("index-url", "UV_DEFAULT_INDEX"),
        ("extra-index-url", "UV_INDEX"),
        ("find-links", "UV_FIND_LINKS"),
        ("cert", "SSL_CERT_FILE"),
        ("default-timeout", "UV_HTTP_TIMEOUT"),
    ):
        if option in said:
            value = said[option].replace("\\n", " ").strip()
            value = " ".join(part for part in value.split() if not _missing_folder(part))
            if value:
                environment.setdefault(variable, value)
    return environment


def _missing_folder(address: str) -> bool:
    """True for a file: address of a folder that is not there (pip passes over it, uv stops)."""
    return address.startswith("file://") and not Path(address.removeprefix("file://")).is_dir()


def _fail(message: str) -> int:
    print(f"setup: {message}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
