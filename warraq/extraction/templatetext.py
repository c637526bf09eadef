"""How is a template written down, and how is what a page's reader needs of it handed over? As texts that come back exactly."""

from __future__ import annotations

import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import Any

import orjson

from warraq.extraction.template import Repeated, Seen, Sighting, Standing, Template

_FORM = 1
_MARK = 8  # bytes
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LEVEL = 1  # marks do not shrink, texts do at once


def written(template: Template) -> str:
    """The template as it is kept: ASCII."""
    rows = [
        [mark, one.text, one.bodies, one.pages, _micros(one.first_seen), _micros(one.last_seen)]
        for mark, one in template.standing.items()
    ]
    recent = [[_joined(one.body), _joined(one.lines), _joined(one.shingles)] for one in template.recent]
    said = {
        "form": _FORM,
        "articles": template.articles,
        "standing": rows,
        "recent": recent,
        "trials": dict(template.trials),
    }
    return b64encode(zlib.compress(orjson.dumps(said), _LEVEL)).decode()


def read(text: str) -> Template:
    """The template that was written. Raises: ValueError if it is none of ours."""
    try:
        said = orjson.loads(zlib.decompress(b64decode(text)))
        if said["form"] != _FORM:
            raise ValueError(f"a template of form {said['form']!r}")
        standing = {
            mark: Standing(line, bodies, pages, _instant(first), _instant(last))
            for mark, line, bodies, pages, first, last in said["standing"]
        }
        recent = tuple(Seen(*map(_parted, one)) for one in said["recent"])
        trials = {way: (times, total) for way, (times, total) in said["trials"].items()}
        return Template(MappingProxyType(standing), recent, said["articles"], MappingProxyType(trials))
    except (zlib.error, KeyError, TypeError) as error:
        raise ValueError(f"no template: {error}") from error


@lru_cache(maxsize=32)
def handed(repeated: Repeated) -> str:
    """What a reader of one page needs: 11 characters a line, at most 44 KB a source."""
    rest = repeated.anywhere - repeated.bodies
    marks = (_joined(repeated.bodies), _joined(rest), _joined(repeated.always))
    return ":".join((str(repeated.articles), *marks))


@lru_cache(maxsize=32)
def taken(text: str) -> Repeated:
    """What was handed over. The sources that are read at the moment stay at hand."""
    articles, bodies, rest, always = text.split(":")
    known = _parted(bodies)
    return Repeated(known, known | _parted(rest), int(articles), _parted(always))


def sighting_handed(sighting: Sighting) -> dict[str, Any]:
    """What a page taught, as JSON takes it."""
    marks = list(sighting.texts)
    return {
        "marks": _joined(marks, ordered=False),
        "texts": list(sighting.texts.values()),
        "body": _joined(sighting.body),
        "shingles": _joined(sighting.shingles),
    }


def sighting_taken(said: Mapping[str, Any]) -> Sighting:
    texts = dict(zip(_listed(said["marks"]), said["texts"], strict=True))
    return Sighting(MappingProxyType(texts), _parted(said["body"]), _parted(said["shingles"]))


def _joined(marks: Iterable[int], *, ordered: bool = True) -> str:
    listed = sorted(marks) if ordered else list(marks)
    return b64encode(b"".join(mark.to_bytes(_MARK, "big") for mark in listed)).decode()


def _listed(text: str) -> list[int]:
    data = b64decode(text)
    return [int.from_bytes(data[at : at + _MARK], "big") for at in range(0, len(data), _MARK)]


def _parted(text: str) -> frozenset[int]:
    return frozenset(_listed(text))


def _micros(at: datetime) -> int:
    return (at - _EPOCH) // timedelta(microseconds=1)


def _instant(us: int) -> datetime:
    return _EPOCH + timedelta(microseconds=us)
