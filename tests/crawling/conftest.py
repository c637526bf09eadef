"""Where do the public suites lie? Beside the checkout, for tests only."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def suites() -> Path:
    folder = Path(__file__).resolve().parents[3] / "shared" / "suites"
    if not folder.is_dir():
        pytest.skip("the public suites are not beside this checkout")
    return folder
