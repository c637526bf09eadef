"""Is every page that is named a page, and is none of them read before it is asked for?"""

from __future__ import annotations

import inspect
import subprocess
import sys
import typing

import pytest
from starlette.requests import Request
from starlette.responses import Response

from warraq.web import later
from warraq.web.routes import ROUTES

READ = "import sys; from warraq.web import routes; print(*(one for one in sys.modules if one.startswith('warraq.web.')))"


def test_every_name_is_a_page() -> None:
    read = later.read_all()
    assert len(read) == sum(route.endpoint.__module__ == later.__name__ for route in ROUTES) > 60
    for page in read:
        said = typing.get_type_hints(page)
        assert inspect.iscoroutinefunction(page), page
        assert list(inspect.signature(page).parameters) == ["request"], page
        assert said == {"request": Request, "return": Response}, page


@pytest.mark.parametrize("name", ["nowhere.page", "front.nothing"])
async def test_a_name_that_is_none_fails_loudly(name: str) -> None:
    with pytest.raises((ImportError, AttributeError)):
        later._page(name)


def test_a_site_is_put_together_without_its_other_pages() -> None:
    done = subprocess.run([sys.executable, "-c", READ], check=True, capture_output=True, text=True)
    read = {one.removeprefix("warraq.web.") for one in done.stdout.split()}
    assert {"front", "failing", "statics"} <= read
    others = {"article", "search", "story", "issue", "clippings", "cite", "desksite", "request", "versions"}
    assert read & others == set()
