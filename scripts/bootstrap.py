"""How does a machine with only python3 get a ready .venv? (standard library only)

    python3 scripts/bootstrap.py [--dev]

Installs the hash-locked pins of `requirements/`, following the machine's own pip or uv configuration (index, extra
indexes, links, certificate), then Warraq itself as an editable install. uv does the work (0.5 s against 30 s with a
warm cache); where uv cannot be had, pip does the same from the same lock. A ready .venv is left alone; one that was
moved, or belongs to another python, is made anew. With warm caches no network is needed.
"""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
UV_LOCK = ROOT / "requirements" / "uv.txt"

# pip's option -> the variable by which uv takes the same
UV_VARIABLES = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "trusted-host": "UV_INSECURE_HOST",
    "cert": "SSL_CERT_FILE",
    "client-cert": "SSL_CLIENT_CERT",
    "proxy": "ALL_PROXY",
    "default-timeout": "UV_HTTP_TIMEOUT",
    "timeout": "UV_HTTP_TIMEOUT",
}


def main(arguments: list[str]) -> int:
    if sys.version_info < (3, 11):
        return _fail(
            f"Warraq needs python3 >= 3.11; this is {sys.version.split()[0]}. Set PYTHON=/path/to/python3."
        )
    lock = ROOT / "requirements" / ("dev.txt" if "--dev" in arguments else "core.txt")
    if _ready(lock):
        return 0
    if not _venv_works() and not _make_venv():
        return 1
    print(f"setup: installing the pins of {lock.relative_to(ROOT)} into .venv", file=sys.stderr)
    if not (_install_with_uv(lock) or _install_with_pip(lock)):
        return _fail(
            "the pins could not be installed (see above). Is a package index reachable? `pip config list` shows what pip uses."
        )
    _stamp(lock).write_text(fingerprint(lock))
    return 0


def _ready(lock: Path) -> bool:
    """True when these pins are in .venv, or those of the builders, which contain them."""
    return PYTHON.exists() and any(
        _stamp(one).is_file() and _stamp(one).read_text() == fingerprint(one)
        for one in {lock, lock.with_name("dev.txt")}
    )


def _stamp(lock: Path) -> Path:
    return VENV / f".ready-{lock.stem}"


def fingerprint(lock: Path) -> str:
    """Changes when a pin, the interpreter, the project's own metadata or the checkout's place changes."""
    digest = hashlib.sha256(sys.version.encode())
    for path in (lock, ROOT / "pyproject.toml"):
        digest.update(path.read_bytes())
    digest.update(str(ROOT).encode())
    return digest.hexdigest()


def _venv_works() -> bool:
    """True when .venv stands where it was made (its commands carry that path) and runs this very python, with pip."""
    activate = VENV / "bin" / "activate"
    if not PYTHON.exists() or not activate.is_file() or str(VENV) not in activate.read_text(errors="replace"):
        return False
    asked = subprocess.run(
        [PYTHON, "-c", "import pip, sys; print(sys.version)"], capture_output=True, text=True
    )
    return asked.returncode == 0 and asked.stdout.strip() == sys.version.strip()


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
    uv = _uv()
    if uv is None:
        return False
    environment = uv_environment(pip_options(_pip_config()), os.environ)
    into = ["--quiet", "--python", PYTHON]
    pins = [uv, "pip", "install", *into, "--require-hashes", "-r", lock]
    # From the cache alone first: with hashes pinned it is as good, asks nobody, and works without a network.
    cached = subprocess.run([*pins, "--offline"], env=environment, capture_output=True).returncode == 0
    if not cached and subprocess.run(pins, env=environment).returncode:
        return False
    itself = [uv, "pip", "install", *into, "--offline", "--no-deps", "--no-build-isolation", "-e", ROOT]
    return subprocess.run(itself, env=environment).returncode == 0


def _uv() -> Path | None:
    """uv as pinned: in .venv, kept from an earlier setup, or from the index; else whatever uv the machine has."""
    wanted = hashlib.sha256(UV_LOCK.read_bytes() + platform.machine().encode()).hexdigest()[:16]
    caches = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    kept = caches / "warraq" / f"uv-{wanted}"
    if _runs(kept):
        return kept
    pip = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--retries", "1"]
    got = subprocess.run(
        [*pip, "--require-hashes", "--only-binary=:all:", "-r", UV_LOCK], capture_output=True
    )
    fresh = VENV / "bin" / "uv"
    if got.returncode == 0 and _runs(fresh):
        _keep(fresh, kept)
        return fresh
    found = shutil.which("uv")
    return Path(found) if found else None


def _runs(uv: Path) -> bool:
    try:
        return uv.is_file() and subprocess.run([uv, "--version"], capture_output=True).returncode == 0
    except OSError:
        return False


def _keep(uv: Path, kept: Path) -> None:
    """Keep a copy beside the package caches: pip asks the index even for what it has cached, so a later setup
    without a network would find no uv. A cache that cannot be written is no misfortune."""
    beside = kept.with_name(f"{kept.name}.{os.getpid()}")
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(uv, beside)
        beside.replace(kept)
    except OSError:
        beside.unlink(missing_ok=True) if beside.parent.is_dir() else None


def _install_with_pip(lock: Path) -> bool:
    pip = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    steps = (
        [*pip, "--require-hashes", "-r", lock],
        [*pip, "--no-deps", "--no-build-isolation", "-e", ROOT],
    )
    return all(subprocess.run(step).returncode == 0 for step in steps)


def _pip_config() -> str:
    return subprocess.run([PYTHON, "-m", "pip", "config", "list"], capture_output=True, text=True).stdout


def pip_options(listed: str) -> dict[str, str]:
    """What `pip config list` says of installing, as pip weighs it: a variable over [install] over [global]."""
    weight = ("global.", "install.", ":env:.")
    said: dict[str, tuple[int, str]] = {}
    for line in listed.splitlines():
        name, _, value = line.partition("=")
        section = next((part for part in weight if name.startswith(part)), None)
        if section is None:
            continue
        option = name[len(section) :].strip()
        ranked = (weight.index(section), " ".join(value.strip().strip("'\"").replace("\\n", " ").split()))
        said[option] = max(said.get(option, ranked), ranked)
    return {option: value for option, (_, value) in said.items()}


def uv_environment(options: dict[str, str], environment: dict[str, str] | os._Environ[str]) -> dict[str, str]:
    """uv does not read pip's configuration: hand it over, except where the machine configures uv itself."""
    told = dict(environment, UV_PYTHON_DOWNLOADS="never", VIRTUAL_ENV=str(VENV))
    # pip looks at every index for every package; with hashes pinned, that order cannot smuggle anything in
    told.setdefault("UV_INDEX_STRATEGY", "unsafe-best-match")
    for option, variable in UV_VARIABLES.items():
        value = " ".join(part for part in options.get(option, "").split() if not _missing_folder(part))
        if value:
            told.setdefault(variable, value)
    return told


def _missing_folder(address: str) -> bool:
    """True for a file: address of a folder that is not there (pip passes over it, uv stops)."""
    return address.startswith("file://") and not Path(address[len("file://") :]).is_dir()


def _fail(message: str) -> int:
    print(f"setup: {message}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
