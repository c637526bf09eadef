"""What do all tests share?"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests import postgres

# Times are asserted where a test is about them: a loaded machine must not fail the others.
settings.register_profile("warraq", deadline=None)
settings.load_profile("warraq")

# What is started here compiles its modules once, not each time: for who calls pytest without make.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of corpora and suites that may stand beside the checkout; nothing of it is part of the project."""
    folder = Path(__file__).resolve().parents[2] / "shared"
    if not folder.is_dir():
        pytest.skip("no folder `shared` beside the checkout")
    return folder


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.Server]:
    """A PostgreSQL of this run's own, on a socket in a folder of its own."""
    if reason := postgres.absent():
        pytest.skip(reason)
    with postgres.running() as server:
        yield server
