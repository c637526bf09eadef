"""The templates: compiled when a page first asks for them, each of them sound."""

from __future__ import annotations

import pytest

from warraq.web.templating import templates


@pytest.mark.parametrize("name", sorted(templates().list_templates()))
def test_every_template_compiles(name: str) -> None:
    assert templates().get_template(name).name == name
