"""Does any request that the description allows, or almost allows, break the site? schemathesis asks, route by route.

The short form asks some 2,000 times as a stranger and 300 as who holds every token; WARRAQ_LONG=1 asks three times as often.
"""

from __future__ import annotations

import ast
import os
import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events, from_schema

from tests.web.description import ROOM, VALUES, Schema, description
from tests.web.press import SIGNING, Newsstand
from tests.web.signing import WORD
from tests.web.test_guarded import kept, standing
from warraq.newsroom.admission import Admission
from warraq.press import ClaimKind, Settings
from warraq.web import tokens
from warraq.web.routes import ROUTES

LONG = bool(os.environ.get("WARRAQ_LONG"))
WEB = Path(__file__).resolve().parents[2] / "warraq" / "web"
# What an answer is held to: no mistake of ours, nothing the description does not tell of, the safeguards on each, and
# 405 with what is allowed to a method that the route does not take.
CHECKS = (
    "not_a_server_error", "status_code_conformance", "content_type_conformance", "response_headers_conformance", "unsupported_method",
)  # fmt: skip
# The few that change something for who holds the right token.
# Each with the address at which something of this stand is.
FORMS = {
    "/request": "/request",
    "/picture/{id}/report": "/picture/1/report",
    "/picture/{id}/appeal": "/picture/1/appeal",
    "/desk/site": "/desk/site",
    "/desk/requests/{number}": "/desk/requests/1",
    "/desk/stories": "/desk/stories",
    "/desk/stories/{id}": "/desk/stories/1",
    "/desk/papers/{source}": "/desk/papers/sada",
    "/desk/pictures/{id}": "/desk/pictures/1",
    "/desk/pictures/restore": "/desk/pictures/restore",
}


@dataclass(slots=True)
class Heard:
    """What came of it: how many answers of each status, and every answer that was not as described."""

    statuses: Counter[int] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


def asked(
    made: Newsstand,
    told: dict[str, Any],
    *,
    examples: int,
    edges: bool = True,
    paths: tuple[str, ...] = (),
    headers: dict[str, str] | None = None,
    mode: str = "all",
) -> Heard:
    """Let schemathesis ask: `edges` of every parameter (its coverage phase), and `examples` of its making an operation.
    The seed is fixed and nothing is remembered, so that every run asks the same."""
    config = SchemathesisConfig.from_dict(
        {
            "seed": 7,
            "headers": headers or {},
            "generation": {
                "mode": mode,
                "max-examples": examples,
                "deterministic": True,
                "no-shrink": True,
                "database": "none",
            },
            "checks": {"enabled": False, **{name: {"enabled": True} for name in CHECKS}},
            "phases": {
                "stateful": {"enabled": False},
                "examples": {"enabled": False},
                "coverage": {"enabled": edges},
            },
            "continue-on-failure": True,
        }
    )
    schema = schemathesis.openapi.from_dict(told, config=config)
    schema.app = made.application()
    heard = Heard()
    for event in from_schema(schema.include(path=list(paths)) if paths else schema).execute():
        if isinstance(event, events.NonFatalError):
            heard.wrong.append(f"{event.label}: {event.info.title}: {event.info.message}")
        if isinstance(event, events.ScenarioFinished):
            told_of = event.recorder
            answers = [one.response for one in told_of.interactions.values()]
            heard.statuses.update(answer.status_code if answer else 0 for answer in answers)
            heard.wrong += [
                f"{check.name}: {told_of.label}: {check.failure_info.failure.message} {check.failure_info.code_sample[:400]}"
                for checks in told_of.checks.values()
                for check in checks
                if check.failure_info
            ]
    return heard


def test_the_description_is_of_every_route_and_of_no_other() -> None:
    assert ROOM.keys() == {route.path for route in ROUTES}
    told = description()["paths"]
    for route in ROUTES:
        assert ({"GET", "POST"} & set(route.methods or ())) == {
            verb.upper() for verb in ("get", "post") if verb in told[route.path]
        }


def test_the_description_knows_every_name_that_a_page_asks_for() -> None:
    """The names stand in the pages' own text: `query_params.get("x")`, `fields["x"]`, `path_params["x"]`."""
    named = set()
    for path in WEB.glob("*.py"):
        text = path.read_text("utf-8")
        named |= set(
            re.findall(r"(?:query_params|path_params|fields|asked)(?:\.get\(|\[)\"([\w.-]+)\"", text)
        )
        named |= {
            word for name in re.findall(r"\"([\w.-]+)\" in request\.query_params", text) for word in [name]
        }
    assert len(named) > 25
    assert named <= VALUES.keys()
    everywhere = {
        name
        for path, takes in ROOM.items()
        for name in (*takes.query, *takes.form, *re.findall(r"{(\w+)}", path))
    }
    assert everywhere == VALUES.keys(), "and none that no route takes"


def test_what_is_searched_by_is_described_as_it_is_read() -> None:
    """The question's own module says which names narrow it."""
    tree = ast.parse((WEB / "asked.py").read_text("utf-8"))
    words = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    assert set(ROOM["/search"].query) - words <= {"ui", "why", "copies"}


@pytest.mark.slow
@pytest.mark.timeout(7200 if LONG else 240)
def test_a_stranger_breaks_nothing_and_changes_nothing() -> None:
    made = standing()
    before = kept(made)
    heard = asked(made, description(), examples=60 if LONG else 3)
    assert heard.wrong == []
    assert not [status for status in heard.statuses if status >= 500 or not status]
    assert heard.statuses.total() > 1500
    assert {200, 301, 303, 400, 403, 404, 405} <= heard.statuses.keys(), "it did meet every kind of answer"
    assert kept(made) == before


@pytest.mark.slow
@pytest.mark.timeout(3600 if LONG else 240)
def test_who_holds_every_token_breaks_nothing_either() -> None:
    """What stands behind the tokens is asked with the right ones: the forms, and the desk as an admin."""
    made = standing(Settings(public=True, contact="desk@example.org", address="https://press.example"))
    reporter = tokens.token(SIGNING, now=made.clock.now())
    name = tokens.name(SIGNING, reporter, now=made.clock.now()) or ""
    admission = Admission(made.users)
    secret = admission.admit("ليلى", WORD, place="here", now=made.clock.now())
    assert isinstance(secret, str)
    seat = admission.seated(secret, now=made.clock.now())
    assert seat is not None
    right = {
        "/request": tokens.form_token(SIGNING, name, "request-0"),
        "/picture/{id}/report": tokens.form_token(SIGNING, name, 1),
        "/picture/{id}/appeal": tokens.form_token(SIGNING, name, "appeal-1"),
    }
    right |= {
        path: tokens.form_token(SIGNING, seat.key, "desk") for path in FORMS if path.startswith("/desk")
    }
    fixed: dict[tuple[str, str], Schema] = {
        (path, "token"): {"const": token} for path, token in right.items()
    }
    fixed["/desk/site", "do"] = {"enum": ["preview", "save", "undo"]}
    fixed["/request", "kind"] = {"enum": [kind.value for kind in ClaimKind]}
    headers = {
        "cookie": f"{tokens.COOKIE}={reporter}; __Host-warraq-desk={secret}",
        "sec-fetch-site": "same-origin",
    }
    told = description(fixed=fixed)
    for path, address in FORMS.items():
        asked_of = told["paths"][address] = told["paths"].pop(path)
        asked_of["parameters"] = [one for one in asked_of["parameters"] if one["in"] != "path"]
    before = kept(made)
    paths = (*FORMS.values(), "/desk", "/desk/site.css", "/site.css", "/")
    heard = asked(
        made,
        told,
        examples=200 if LONG else 20,
        edges=False,
        paths=paths,
        headers=headers,
        mode="positive",
    )
    assert heard.wrong == []
    assert {200, 303} <= heard.statuses.keys()
    assert not [status for status in heard.statuses if status >= 500 or not status]
    assert kept(made) != before, "the tokens did open the doors"
