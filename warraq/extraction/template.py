"""Which lines are the source's, not the article's? Those that stand on two or more distinct articles of it.

Nothing here reads a page: lines come in, an older template becomes a newer one. What is remembered is bounded: the lines
of the last articles, each as a 64-bit hash of its folded words, and the lines that were seen to stand, which are
forgotten when no article has printed them for a while.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import islice
from types import MappingProxyType

from warraq.language.arabic import fold

REPEATED = 2  # distinct articles
ALWAYS = 4  # so many do not lead to one article
FORGOTTEN = timedelta(days=90)
# Captures that share more of their shingles tell one article twice: corrections, re-crawls, wire copies.
SAME_ARTICLE = 0.30
RECENT = 40  # articles whose lines are remembered one by one
MOST_LINES = 400  # of one page
MOST_STANDING = 4_000  # of one source
# A body that would lose more of its words keeps them all: it is a form (fixtures, prices), or the template is wrong.
MOST_LOST = 0.6

_LEAD = 12  # words: the first paragraph as long as this is the lead
_SHINGLE = 4
_SAMPLED = 4  # every so many shingles are remembered
_SAMPLE = 120  # characters of a line, for whoever asks what it was
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Standing:
    """A line that stands on several articles. `bodies`: how many had it among their own paragraphs; `pages`: anywhere."""

    text: str
    bodies: int
    pages: int
    first_seen: datetime
    last_seen: datetime


@dataclass(frozen=True, slots=True)
class Seen:
    """An article of late: hashes of its body's lines and of all its lines, and a sample of its shingles."""

    body: frozenset[int]
    lines: frozenset[int]
    shingles: frozenset[int]


@dataclass(frozen=True, slots=True)
class Repeated:
    """What a reader of one page must know of its source: the marks of lines that stand in `bodies` of two or more
    distinct articles, of those that stand `anywhere` on their pages, and of those in so many bodies that they `always` do;
    how many articles taught them."""

    bodies: frozenset[int] = frozenset()
    anywhere: frozenset[int] = frozenset()
    articles: int = 0
    always: frozenset[int] = frozenset()

    @property
    def version(self) -> str:
        """Equal for what takes the same lines out of bodies: 12 hexadecimal digits."""
        mark = hashlib.blake2b(digest_size=6)
        for lines in (self.bodies, self.always):
            for line in sorted(lines):
                mark.update(line.to_bytes(8, "big"))
        return mark.hexdigest()

    def repeats(self, line: str) -> bool:
        """Whether it stands in the bodies of two or more distinct articles."""
        return _hashed(line) in self.bodies

    def always_stands(self, line: str) -> bool:
        """Whether it stands in so many bodies that no article can lead with it."""
        return _hashed(line) in self.always

    def shows_elsewhere(self, line: str) -> bool:
        """Whether it stands on two or more articles' pages, in their bodies or around them."""
        return _hashed(line) in self.anywhere


@dataclass(frozen=True, slots=True)
class Sighting:
    """What one page teaches: the `texts` of its lines by mark, which of them stand in its `body`, a sample of its shingles."""

    texts: Mapping[int, str]
    body: frozenset[int]
    shingles: frozenset[int]


@dataclass(frozen=True, slots=True)
class Template:
    """What one source repeats. `articles`: how many distinct ones taught it; `recent`: the last of them, oldest first;
    `trials`: what its feed told of the ways to read it (`extraction.choosing`)."""

    standing: Mapping[int, Standing] = field(default_factory=lambda: MappingProxyType({}))
    recent: tuple[Seen, ...] = ()
    articles: int = 0
    trials: Mapping[str, tuple[int, float]] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def repeated(self) -> Repeated:
        """What it says of a page."""
        bodies = frozenset(line for line, one in self.standing.items() if one.bodies >= REPEATED)
        always = frozenset(line for line in bodies if self.standing[line].bodies >= ALWAYS)
        return Repeated(bodies, frozenset(self.standing), self.articles, always)

    @property
    def version(self) -> str:
        return self.repeated.version


EMPTY = Template()


def sighted(repeated: Repeated, *, body: Sequence[str], around: Iterable[str] = ()) -> Sighting:
    """What a page teaches. `body`: its paragraphs, unfiltered; `around`: what else the page says. Lines that are known to
    stand are not sampled."""
    texts = _texts(body, around)
    in_body = frozenset(filter(None, map(_hashed, body)))
    shingles = _shingles(line for line in body if not repeated.repeats(line))
    return Sighting(
        MappingProxyType({mark: line[:_SAMPLE] for mark, line in texts.items()}),
        in_body & texts.keys(),
        shingles,
    )


def learnt(template: Template, sighting: Sighting, *, now: datetime) -> Template:
    """The template after one more article, seen at `now`.

    An article that is one of the recent ones again takes its place and teaches nothing.
    """
    texts = sighting.texts
    seen = Seen(body=sighting.body, lines=frozenset(texts), shingles=sighting.shingles)
    again = next((at for at, one in enumerate(template.recent) if _same_article(one, seen)), None)
    if again is not None:
        recent = (*template.recent[:again], *template.recent[again + 1 :], seen)
        return replace(template, recent=recent)
    return Template(
        standing=MappingProxyType(_kept(_counted(template, seen, texts, now), now)),
        recent=(*template.recent, seen)[-RECENT:],
        articles=template.articles + 1,
        trials=template.trials,
    )


def without(template: Repeated, paragraphs: Sequence[str]) -> tuple[str, ...]:
    """The paragraphs that are the article's own, in order.

    The lead stays, since a few other pages print it to lead here. All stay where nothing, or less than two fifths of the
    words, would.
    """
    if not template.bodies:
        return tuple(paragraphs)
    lead = next(
        (line for line in paragraphs if len(_words(line)) >= _LEAD and not template.always_stands(line)), None
    )
    kept = tuple(line for line in paragraphs if line is lead or not template.repeats(line))
    if len(kept) == len(paragraphs):
        return kept
    before, after = _length(paragraphs), _length(kept)
    return kept if after and after >= (1 - MOST_LOST) * before else tuple(paragraphs)


def explained(template: Template) -> tuple[Standing, ...]:
    """The lines that it takes out of bodies, those of most articles first."""
    told = [one for one in template.standing.values() if one.bodies >= REPEATED]
    return tuple(sorted(told, key=lambda one: (-one.bodies, -one.pages, one.text)))


def _counted(template: Template, seen: Seen, texts: Mapping[int, str], now: datetime) -> dict[int, Standing]:
    """The standing lines, with this article among those they stand on."""
    standing = dict(template.standing)
    for line in seen.lines:
        known, own = standing.get(line), line in seen.body
        if known is not None:
            standing[line] = replace(
                known, bodies=known.bodies + own, pages=known.pages + 1, last_seen=max(known.last_seen, now)
            )
        elif earlier := [one for one in template.recent if line in one.lines]:
            bodies = own + sum(line in one.body for one in earlier)
            standing[line] = Standing(texts[line], bodies, 1 + len(earlier), now, now)
    return standing


def _kept(standing: dict[int, Standing], now: datetime) -> dict[int, Standing]:
    oldest = now - FORGOTTEN
    fresh = [(line, one) for line, one in standing.items() if one.last_seen >= oldest]
    if len(fresh) <= MOST_STANDING:
        return dict(fresh)
    fresh.sort(key=lambda pair: (pair[1].last_seen, pair[1].pages, pair[0]), reverse=True)
    return dict(fresh[: MOST_STANDING * 9 // 10])  # not sorted again at every page


def _same_article(one: Seen, other: Seen) -> bool:
    smaller = min(len(one.shingles), len(other.shingles))
    if not smaller:  # too short to sample: the lines themselves tell
        return bool(one.body) and one.body == other.body
    return len(one.shingles & other.shingles) / smaller > SAME_ARTICLE


def _texts(body: Iterable[str], around: Iterable[str]) -> dict[int, str]:
    """The page's lines by hash, its body's first, each once."""
    found: dict[int, str] = {}
    for line in (*body, *around):
        if (mark := _hashed(line)) and len(found) < MOST_LINES:
            found.setdefault(mark, line)
    return found


def _shingles(lines: Iterable[str]) -> frozenset[int]:
    """A sample of the 64-bit hashes of every run of four folded words, the same for the same runs.

    Source: Broder 1997, "On the resemblance and containment of documents".
    """
    words = [word for line in lines for word in _words(line)]
    runs = zip(*(islice(words, at, None) for at in range(_SHINGLE)), strict=False)
    return frozenset(mark for run in runs if (mark := _mark(" ".join(run))) % _SAMPLED == 0)


def _hashed(line: str) -> int:
    """A line's mark, the same for the same folded words; 0 for a line without a word."""
    words = _words(line)
    return _mark(" ".join(words)) if words else 0


def _mark(text: str) -> int:
    data = text.encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(data, digest_size=8).digest(), "big")


def _words(line: str) -> list[str]:
    return _WORD.findall(fold(line))


def _length(lines: Iterable[str]) -> int:
    return sum(len(line.split()) for line in lines)
