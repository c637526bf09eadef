"""What does each route of the site take, and what does it give? An OpenAPI description of the route table, for schemathesis.

It promises nothing to programs: those are served by the addresses of `docs/reference/addresses.md`. It is true, since
`test_described.py` holds it to the routes, and every answer that schemathesis gets to it.

`.venv/bin/python -m tests.web.description` prints it, for a running site and schemathesis' own command.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.routing import Route

from warraq.web.pages import SAFEGUARDS
from warraq.web.routes import ROUTES

HTML, RSS, JSON, CSS = "text/html", "application/rss+xml", "application/json", "text/css"
TEXT, XML, JPEG, CSV = "text/plain", "application/xml", "image/jpeg", "text/csv"
Schema = Mapping[str, Any]
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Takes:
    """One route. `gives`: the media types of what it answers with 200; `query` and `form`: names of `VALUES`; `also`: what
    it answers beside 200, 301 (an edition's word, another spelling), 304 and 404; `posted`: what it answers to a form."""

    gives: tuple[str, ...] = (HTML,)
    query: tuple[str, ...] = ()
    form: tuple[str, ...] = ()
    also: tuple[int, ...] = ()
    posted: tuple[int, ...] = ()


def _one_of(*known: str) -> dict[str, Any]:
    """A text: these, which lead somewhere, or any other."""
    return {"anyOf": [{"type": "string", "enum": list(known)}, {"type": "string"}]}


_CURSOR = _one_of("99999999999999999.1", "1.1", "-1.1", "999999999999999999.999999999999999999")
_NUMBER = _one_of("1", "2", "0", "999999999999999999", "1000000000000000000000")
# What a word in an address, a question or a form may be. Nothing is refused for its form: what is no number leads nowhere.
VALUES: dict[str, dict[str, Any]] = {
    "ui": _one_of("ar", "fr", "en"),
    "before": _CURSOR,
    "after": {"anyOf": [_CURSOR, _NUMBER]},
    "since": _one_of("0.0", "1.0", "-1.0"),
    "section": _one_of("politics", "sports"),
    "desk": _one_of("politics", "sports"),
    "source": _one_of("sada", "manara"),
    "place": _one_of("eg-alx"),
    "code": _one_of("eg-alx", "EG-ALX"),
    "country": _one_of("eg", "tn"),
    "language": _one_of("ar", "fr"),
    "sort": _one_of("best", "newest"),
    "when": _one_of("2026", "2026-11", "2026-11-23", "2026-11-01..2026-11-23", "..2026", "1448-06"),
    "from": _one_of("2026-11-01", "2026"),
    "to": _one_of("/", "/latest", "//evil.example", "2026-11-30"),
    "group": _one_of("story"),
    "q": _one_of("المجلس", '"المجلس يقر"', "-خبر الصحيفة:الصدى", "(a OR b", "المج*"),
    "limit": _NUMBER,
    "facets": _one_of("1"),
    "page": _NUMBER,
    "only": _one_of("headlines", "removed"),
    "of": _one_of("own", "copies"),
    "article": _NUMBER,
    "version": _NUMBER,
    "number": _NUMBER,
    "why": _NUMBER,
    "copies": _NUMBER,
    "id": _NUMBER,
    "u": _one_of("https://sada.example/news/1", "http://[", "javascript:alert(1)"),
    "look": _one_of("1"),
    "find": _one_of("صدى"),
    "saved": _one_of(""),
    "undone": _one_of(""),
    "light": _one_of("#174a6e", "#fff"),
    "dark": _one_of("#8ac5ee", "red"),
    "v": _one_of("x"),
    "month": _one_of("2026-11", "0000-00", "9999-12"),
    "city": _one_of("cairo"),
    "day": _one_of("2026-11-23", "2026-11", "1448-06", "1448-06-13", "0001-01-01", "9999-12-31"),
    "ids": _one_of("1,2", "/sada/1", "https://sada.example/news/1", "http://["),
    "title": _one_of("مراجعة"),
    "intro": _one_of("مقدمة"),
    "more": _one_of("2"),
    "move": _one_of("up-1", "down-1", "remove-1"),
    "note-1": _one_of("حاشية"),
    "form": _one_of("txt", "bib", "ris", "json", "warc.gz"),
    "name": _one_of("باريس", "0", "news", "pages", "مني", "app.css"),
    "token": _one_of("0" * 64),
    "ticket": _one_of("1-nobodyknowsthissecretpart"),
    "hub.mode": _one_of("subscribe", "denied"),
    "hub.topic": _one_of("https://sada.example/rss"),
    "hub.challenge": _one_of("x"),
    "hub.lease_seconds": _NUMBER,
    "hub.reason": _one_of("x"),
    "do": _one_of("withdraw", "save", "preview", "undo"),
    "category": _one_of("violence", "other", "child"),
    "text": _one_of("كان ذلك خطأ"),
    "kind": _one_of("correction", "optout"),
    "contact": _one_of("a@example.org"),
    "password": _one_of("x" * 20),
    "mute": _one_of("service"),
    "papers": _one_of("sada"),
    "mute-paper": _one_of("sada"),
    "hear-paper": _one_of("sada"),
    "edition": _one_of("eg"),
    "size": _one_of("l"),
    "digits": _one_of("arab"),
    "theme": _one_of("dark"),
    "name_ar": _one_of("مسروق"),
    "about_ar": _one_of("عن الموقع"),
    "hijri": _one_of("1", "-1"),
    "state": _one_of("open", "answered", "visible", "dead"),
    "mail": _one_of("a@example.org"),
    "paper": _one_of("sada"),
    "reason": _one_of("سبب"),
    "why_hide": _one_of("other"),
    "because": _one_of("سبب"),
    "reply": _one_of("لم أقل ذلك"),
    "signed": _one_of("سامي"),
    "optout": _one_of("sada"),
    "note": _one_of("ملحوظة"),
    "back": _one_of("1"),
    "key": _one_of("1"),
    "target": _one_of("1", "/story/1", "http://["),
    "policy": _one_of("full", "excerpt", "link", "none"),
    "permission": _one_of("mail, 2026-01-01"),
    "ended": _one_of("1"),
    "home": _one_of("https://sada.example/", "javascript:alert(1)"),
    "done": _one_of(""),
    "did": _one_of("1.1"),
    "event": _one_of("hide"),
    "picture": _one_of("1"),
    "verify": _one_of("1"),
    "restored": _one_of("3"),
    "upto": _NUMBER,
    "width": _one_of("160", "640"),
    "mark": _one_of("x"),
    "last": _one_of("0", "1"),
}  # fmt: skip

_LIST, _FEED = Takes(query=("before", "ui")), Takes((RSS,))
_SEARCH = (
    "q",
    "sort",
    "source",
    "section",
    "place",
    "country",
    "language",
    "when",
    "from",
    "to",
    "after",
    "group",
)
_PLAIN = Takes(query=("ui",))
_PICTURES = (JPEG, "image/webp", "image/avif", HTML)
_CLIPS = ("ids", "title", "intro", "note-1", "more", "move")
ROOM: dict[str, Takes] = {
    "/": Takes(query=("ui",), also=(302,)),
    "/rss": _FEED,
    "/latest": Takes(query=("before", "section", "source", "ui")),
    "/latest/rss": _FEED,
    "/latest/new": Takes((JSON,), ("after", "section", "source")),
    "/ticker": Takes((JSON,), ("after",)),
    "/saved": _PLAIN,
    "/offline": _PLAIN,
    "/offline.json": Takes((JSON,), ("since",)),
    "/sw.js": Takes(("text/javascript",)),
    "/manifest.webmanifest": Takes(("application/manifest+json",)),
    "/section/{desk}": _LIST,
    "/section/{desk}/rss": _FEED,
    "/author/{name}": _LIST,
    "/author/{name}/rss": _FEED,
    "/clippings": Takes(query=("ids", "title", "ui"), form=_CLIPS, posted=(200, 413)),
    "/clippings.html": Takes(query=("ids", "title"), form=_CLIPS, posted=(200, 413)),
    "/day": Takes(also=(302,)),
    "/day/{day}": Takes(query=("before", "ui"), also=(302,)),
    "/day/{day}/rss": _FEED,
    "/issue": Takes(also=(302,)),
    "/issue/{day}.html": Takes(),
    "/issue/{day}": _PLAIN,
    "/name/{name}.json": Takes((JSON,), ("before",)),
    "/name/{name}": _LIST,
    "/name/{name}/rss": _FEED,
    "/place/{code}": Takes(query=("page", "ui")),
    "/place/{code}/rss": _FEED,
    "/places": _PLAIN,
    "/prayer": _PLAIN,
    "/prayer/{city}": Takes(query=("month", "ui")),
    "/changes": Takes(query=("only", "before", "ui")),
    "/changes/rss": Takes((RSS,), ("only",)),
    "/search": Takes(query=(*_SEARCH, "why", "copies", "ui")),
    "/search/rss": Takes((RSS,), _SEARCH),
    "/search.json": Takes((JSON,), (*_SEARCH, "limit", "facets"), also=(400,)),
    "/search.csv": Takes((CSV,), (*_SEARCH, "limit"), also=(400,)),
    "/search/complete": Takes((JSON,), ("q",)),
    "/search/help": _PLAIN,
    "/stories": _PLAIN,
    "/stories/rss": _FEED,
    "/story/{id}": Takes(query=("after", "of", "ui"), also=(410,)),
    "/story/{id}/rss": Takes((RSS,), also=(410,)),
    "/story/{id}/why": Takes(query=("article", "ui"), also=(410,)),
    "/sources": _PLAIN,
    "/settings/language": Takes(form=("ui", "to"), posted=(303, 403)),
    "/settings/headlines": Takes((), also=()),
    "/settings/reading": Takes(
        query=("find", "saved"),
        form=("ui", "size", "digits", "theme", "edition", "mute", "papers", "mute-paper", "hear-paper"),
        posted=(303, 400, 403),
    ),
    "/about": _PLAIN,
    "/contact": _PLAIN,
    "/privacy": _PLAIN,
    "/rights": _PLAIN,
    "/request": Takes(query=("article",), form=("token", "kind", "text", "contact"), posted=(303, 400, 403, 413, 429)),
    "/request/{ticket}": Takes(query=("ui",), form=("token", "text"), posted=(303, 400, 403, 409, 413)),
    "/url": Takes((), ("u",), also=(302,)),
    "/desk": Takes(also=(303,)),
    "/desk/login": Takes(form=("token", "name", "password"), posted=(303, 403, 413, 429)),
    "/desk/logout": Takes((), form=("token",), also=(303,), posted=(303, 403, 413)),
    "/desk/site": Takes(
        query=("saved", "undone"),
        form=("token", "do", "after", "number", "name_ar", "about_ar", "light", "dark", "contact", "hijri"),
        also=(303,),
        posted=(200, 303, 400, 403, 404, 409, 413),
    ),
    "/desk/site.css": Takes((CSS,), ("light", "dark"), also=(303,)),
    "/desk/requests": Takes(query=("state", "kind", "after", "before"), also=(303,)),
    "/desk/requests/{number}": Takes(
        query=("done",),
        form=("token", "do", "after", "mail", "paper", "number", "why", "reason", "reply", "signed", "optout", "note"),
        also=(303,),
        posted=(303, 400, 403, 409, 413),
    ),
    "/desk/stories": Takes(
        query=("q", "done"), form=("token", "do", "reason", "back", "number", "key"), also=(303,), posted=(303, 400, 403, 409, 413)
    ),
    "/desk/stories/{id}": Takes(
        query=("after", "done"), form=("token", "do", "after", "target", "reason"), also=(303,), posted=(303, 400, 403, 409, 413)
    ),
    "/desk/papers": Takes(query=("only",), also=(303,)),
    "/desk/papers/{source}": Takes(
        query=("done",),
        form=("token", "do", "after", "policy", "permission", "ended", "reason", "why", "because", "state", "home"),
        also=(303,),
        posted=(200, 303, 400, 403, 409, 413),
    ),
    "/desk/pictures": Takes(query=("state", "paper", "page", "did"), also=(303,)),
    "/desk/pictures/log": Takes(query=("page", "month", "picture", "event", "verify"), also=(303,)),
    "/desk/pictures/log.jsonl": Takes(("application/x-ndjson",), also=(303,)),
    "/desk/pictures/restore": Takes(
        query=("paper", "day", "after", "restored"),
        form=("token", "do", "paper", "day", "reason", "upto"),
        also=(303,),
        posted=(200, 303, 403, 409, 413),
    ),
    "/desk/pictures/{id}": Takes(
        query=("state", "paper", "did", "look"), form=("token", "do", "last", "reason", "why_hide"), also=(303,), posted=(303, 403, 409, 413, 422)
    ),
    "/desk/pictures/{id}/blurred": Takes((JPEG,), also=(303,)),
    "/desk/pictures/{id}/full": Takes((JPEG,), also=(303,)),
    "/site.css": Takes((CSS,), ("v",)),
    "/health": _PLAIN,
    "/health/rss": _FEED,
    "/healthz": Takes((JSON,)),
    "/readyz": Takes((JSON,), also=(503,)),
    "/metrics": Takes((TEXT,)),
    "/robots.txt": Takes((TEXT,)),
    "/sitemap.xml": Takes((XML,)),
    "/sitemap/{name}.xml": Takes((XML,)),
    "/favicon.ico": Takes(("image/svg+xml",)),
    "/static/{name}": Takes((CSS, "text/javascript", "font/woff2", "image/svg+xml", "image/png")),
    "/picture/{id}": Takes(_PICTURES, ("look",), also=(410,)),
    "/picture/{id}/card": Takes(_PICTURES, ("look",), also=(410,)),
    "/picture/{id}/{width}": Takes(_PICTURES, ("look",), also=(410,)),
    "/icon/{source}/{mark}": Takes(("image/png", *_PICTURES)),
    "/picture/{id}/report": Takes(
        query=("article",), form=("token", "do", "category"), also=(410,), posted=(200, 403, 404, 413)
    ),
    "/picture/{id}/appeal": Takes(
        query=("article",), form=("token", "text"), also=(410,), posted=(200, 403, 404, 413, 422)
    ),
    "/hub/{token}": Takes(
        (TEXT,),
        ("hub.mode", "hub.topic", "hub.challenge", "hub.lease_seconds", "hub.reason"),
        form=("text",),
        posted=(202, 404, 413),
    ),
    "/watch/{token}/rss": _FEED,
    "/{source}": _LIST,
    "/{source}/rss": _FEED,
    "/{source}/health": _PLAIN,
    "/{source}/{id}": Takes(query=("ui",), also=(410,)),
    "/{source}/{id}/cite": Takes(query=("version", "ui"), also=(410,)),
    "/{source}/{id}/cite.{form}": Takes(
        (TEXT, "application/x-bibtex", "application/x-research-info-systems", "application/vnd.citationstyles.csl+json"),
        ("version",),
        also=(410,),
    ),
    "/{source}/{id}/record.{form}": Takes((JSON, "application/warc"), ("version",), also=(410,)),
    "/{source}/{id}/versions": Takes(query=("ui",), also=(410,)),
    "/{source}/{id}/versions/{number}": Takes(query=("ui",), also=(410,)),
}  # fmt: skip
_HEADERS = {
    name: {"required": True, "schema": {"type": "string"}}
    for name in ("content-security-policy", "x-content-type-options", "referrer-policy", "x-robots-tag")
}
assert set(_HEADERS) <= {*SAFEGUARDS, "x-robots-tag"}


def description(*, fixed: Mapping[tuple[str, str], Schema] | None = None) -> dict[str, Any]:
    """The site as OpenAPI 3.1 tells of one. `fixed`: by route and name, what a field of a form always is: a token of its reader's own."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "Warraq", "version": "1"},
        "paths": {route.path: _path(route, ROOM[route.path], fixed or {}) for route in ROUTES},
    }


def _path(route: Route, takes: Takes, fixed: Mapping[tuple[str, str], Schema]) -> dict[str, Any]:
    asked = [_parameter(name, "path") for name in re.findall(r"{(\w+)}", route.path)]
    asked += [_parameter(name, "query") for name in takes.query]
    told: dict[str, Any] = {"parameters": asked, "get": {"responses": _answers(takes, (200, *takes.also))}}
    if "POST" in (route.methods or ()):
        fields = {name: fixed.get((route.path, name), VALUES[name]) for name in takes.form}
        required = [name for name in takes.form if (route.path, name) in fixed]
        body = {"type": "object", "properties": fields, "required": required}
        told["post"] = {
            "requestBody": {"content": {FORM: {"schema": body}}},
            "responses": _answers(takes, takes.posted),
        }
    return told


def _parameter(name: str, where: str) -> dict[str, Any]:
    schema = VALUES[name] | ({"minLength": 1} if where == "path" else {})
    return {"name": name, "in": where, "required": where == "path", "schema": schema}


def _answers(takes: Takes, statuses: tuple[int, ...]) -> dict[str, Any]:
    return {str(status): _answer(takes, status) for status in {*statuses, 301, 304, 404}}


def _answer(takes: Takes, status: int) -> dict[str, Any]:
    kinds = takes.gives if status == 200 else () if status in (301, 302, 303, 304) else (HTML, TEXT, JSON)
    told = {"description": str(status), "headers": _HEADERS}
    return told | ({"content": {kind: {} for kind in kinds}} if kinds else {})


if __name__ == "__main__":
    print(json.dumps(description(), ensure_ascii=False, indent=1))
