"""Where do the public suites lie? Beside the checkout, for tests only."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def suites(shared: Path) -> Path:
    return shared / "suites"
