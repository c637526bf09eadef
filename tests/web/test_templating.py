"""The templates: compiled when a page first asks for them, each of them sound."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

from warraq.web.templating import templates


@pytest.mark.parametrize("name", sorted(templates().list_templates()))
def test_every_template_compiles(name: str) -> None:
    assert templates().get_template(name).name == name


@pytest.mark.parametrize("name", sorted(templates().list_templates()))
def test_no_template_gives_out_what_it_did_not_escape(name: str) -> None:
    """The sheet of a page that leaves as one file is ours, and has no letter that means more in a style."""
    made = templates()
    assert made.from_string("{{ said }}").render(said="<b>") == "&lt;b&gt;"
    assert made.autoescape is True, "for whatever name"
    text = (files("warraq.web") / "templates" / name).read_text("utf-8")
    free = re.findall(r"\{[{%][^{}]*(?:\|\s*safe\b|\bautoescape\b|\bMarkup\b)[^{}]*[%}]\}", text)
    assert free == (["{{ style|safe }}"] if name == "offprint.html" else [])
