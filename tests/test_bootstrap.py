"""Do two commands on a machine with only python3 and make lead to a ready house?"""

from __future__ import annotations

import ast
import importlib.util
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[1]
SCRIPT = ROOT / "scripts" / "bootstrap.py"
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout without .venv: what the setup itself reads."""
    for name in ("scripts/bootstrap.py", "pyproject.toml", *(f"requirements/{lock.name}" for lock in LOCKS)):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def loaded(checkout: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("bootstrap", checkout / "scripts" / "bootstrap.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def make_ready(checkout: Path, module: ModuleType, kind: str) -> None:
    """What a finished setup leaves, as far as the next one looks."""
    (checkout / ".venv" / "bin").mkdir(parents=True)
    (checkout / ".venv" / "bin" / "python").symlink_to(sys.executable)
    (checkout / ".venv" / f".ready-{kind}").write_text(
        module.fingerprint(checkout / "requirements" / f"{kind}.txt")
    )


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_pin_of_a_lock_is_exact_and_hashed(lock: Path) -> None:
    text = lock.read_text("utf-8").replace("\\\n", " ")
    pins = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    assert pins
    for pin in pins:
        assert re.match(r"^[a-z0-9._-]+(\[[a-z,]+\])?==\S+ ", pin), pin[:80]
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", pin), pin[:80]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_names_no_index_and_no_path(lock: Path) -> None:
    text = lock.read_text("utf-8")
    assert not re.search(
        r"https?://|file:|--(extra-)?index-url|--find-links|--trusted-host| @ |(^|\s)/\w", text
    )


def test_what_core_needs_is_in_core_and_what_builders_need_contains_it() -> None:
    core, dev = (
        dict(re.findall(r"^([a-z0-9._-]+)(?:\[[a-z,]+\])?==(\S+)", (ROOT / "requirements" / name).read_text(), re.MULTILINE))
        for name in ("core.txt", "dev.txt")
    )  # fmt: skip
    assert core.items() <= dev.items()
    assert {"hatchling", "editables"} <= core.keys()
    assert not {"psycopg", "niquests", "pyarabic", "tashaphyne"} & core.keys()


def test_the_setup_uses_the_standard_library_only() -> None:
    imported = {
        name.split(".")[0]
        for node in ast.walk(ast.parse(SCRIPT.read_text("utf-8")))
        for name in (
            [alias.name for alias in node.names] if isinstance(node, ast.Import)
            else [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        )
    }  # fmt: skip
    assert imported <= sys.stdlib_module_names


def test_an_older_python_can_read_the_setup_far_enough_to_be_told() -> None:
    ast.parse(SCRIPT.read_text("utf-8"), feature_version=(3, 7))


@pytest.mark.parametrize(
    ("arguments", "kind"),
    [(["--dev"], "dev"), ([], "dev"), ([], "core")],
    ids=["dev", "run-after-test", "core"],
)
def test_a_ready_venv_is_left_alone(checkout: Path, arguments: list[str], kind: str) -> None:
    make_ready(checkout, loaded(checkout), kind)
    before = sorted(path.name for path in (checkout / ".venv").rglob("*"))
    done = subprocess.run(
        [sys.executable, checkout / "scripts" / "bootstrap.py", *arguments],
        env={"PATH": ""}, capture_output=True, text=True, timeout=30,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert sorted(path.name for path in (checkout / ".venv").rglob("*")) == before


@pytest.mark.parametrize("changed", ["requirements/dev.txt", "pyproject.toml"])
def test_a_changed_pin_makes_it_unready(checkout: Path, changed: str) -> None:
    module = loaded(checkout)
    make_ready(checkout, module, "dev")
    assert module._ready(checkout / "requirements" / "dev.txt")
    with (checkout / changed).open("a") as file:
        file.write("\n# changed\n")
    assert not module._ready(checkout / "requirements" / "dev.txt")


def test_the_builders_pins_are_not_ready_where_only_the_core_is(checkout: Path) -> None:
    module = loaded(checkout)
    make_ready(checkout, module, "core")
    assert module._ready(checkout / "requirements" / "core.txt")
    assert not module._ready(checkout / "requirements" / "dev.txt")


def test_a_moved_checkout_is_set_up_anew(checkout: Path) -> None:
    module = loaded(checkout)
    make_ready(checkout, module, "dev")
    (checkout / ".venv" / "bin" / "activate").write_text('VIRTUAL_ENV="/home/someone/before/.venv"\n')
    assert not module._venv_works()
    moved = checkout / "moved"
    moved.mkdir()
    for name in ("scripts", "requirements", "pyproject.toml", ".venv"):
        (checkout / name).rename(moved / name)
    assert not loaded(moved)._ready(moved / "requirements" / "dev.txt")


def test_a_python_without_venv_is_told_what_to_install(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = checkout / "python3"
    broken.write_text("#!/bin/sh\necho 'ensurepip is not available' >&2\nexit 1\n")
    broken.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(broken))
    assert loaded(checkout).main([]) == 1
    told = capsys.readouterr().err
    assert "ensurepip is not available" in told
    assert "apt-get install python3-venv" in told


def test_an_old_python_is_told_which_is_needed(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    assert loaded(checkout).main([]) == 1
    assert "needs python3 >= 3.11" in capsys.readouterr().err


def test_pips_own_order_of_weight_decides(checkout: Path) -> None:
    listed = (
        ":env:.index-url='https://from-variable.example/simple'\n"
        ":env:.find-links='/wheels'\n"
        "download.index-url='https://not-for-installing.example/'\n"
        "global.index-url='https://from-file.example/simple'\n"
        "global.extra-index-url='\\nhttps://one.example/ \\nhttps://two.example/'\n"
        "install.trusted-host='pypi.example'\n"
    )
    assert loaded(checkout).pip_options(listed) == {
        "index-url": "https://from-variable.example/simple",
        "find-links": "/wheels",
        "extra-index-url": "https://one.example/ https://two.example/",
        "trusted-host": "pypi.example",
    }


def test_uv_is_told_what_pip_knows_unless_it_is_configured_itself(checkout: Path) -> None:
    options = {
        "index-url": "https://a.example/",
        "extra-index-url": "file:///no/such/folder https://b.example/",
    }
    told = loaded(checkout).uv_environment(options, {"UV_DEFAULT_INDEX": "https://mine.example/"})
    assert told["UV_DEFAULT_INDEX"] == "https://mine.example/"
    assert told["UV_INDEX"] == "https://b.example/"
    assert told["UV_PYTHON_DOWNLOADS"] == "never"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ([], "warraq up"),
        (["PORT=8001", "EDITION=tn", "DATA=/tmp/my press"], 'warraq up --port "8001" --edition "tn" --data "/tmp/my press"'),
    ],
)  # fmt: skip
def test_make_run_hands_on_what_it_is_given_and_nothing_else(given: list[str], expected: str) -> None:
    environment = {"PATH": "/usr/bin:/bin"}
    said = subprocess.run(
        ["make", "-n", "run", *given], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    ).stdout
    assert " ".join(said.splitlines()[-1].split()) == f".venv/bin/{expected}"


def test_continuous_integration_runs_the_readmes_own_test_command_last() -> None:
    script = (ROOT / ".ci" / "run").read_text("utf-8")
    assert script.strip().splitlines()[-1] == "make test"
    assert "set -euo pipefail" in script
    assert (ROOT / ".ci" / "run").stat().st_mode & 0o111
    assert re.search(r"^make test\b", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE)
