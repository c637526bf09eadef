"""What of an article may pass which door? One judgement for pages, lists, snippets, feeds, pictures and exports."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import assert_never

from warraq.press import Policy, Source, State

# What a public instance shows of a text without its publisher's leave: enough to tell what it is about.
EXCERPT_LETTERS = 200
SNIPPET_LETTERS = 160


class Door(StrEnum):
    """Where words or pictures of an article leave the house."""

    PAGE = "page"  # its own page
    LIST = "list"  # the lines under a headline, on any page
    SNIPPET = "snippet"  # what a search shows around the words sought
    FEED = "feed"  # our feeds
    DIFFERENCE = "difference"  # what changed between two wordings
    PICTURE = "picture"  # its picture, wherever it is shown or fetched
    CARD = "card"  # og:image and what else other sites show of it
    EXPORT = "export"  # files for newsrooms and researchers


@dataclass(frozen=True, slots=True)
class Case:
    """What is judged: the article's state, its paper's policy and recorded leave, and whether the instance is public. `robots`
    is what its own page (`extraction.robots`) and its site (`crawling.wishes`) ask of robots."""

    state: State
    policy: Policy | None
    permitted: bool
    public: bool
    robots: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Grant:
    """What may pass. `letters` is how many of the text (`None`: all of it, 0: none); `headline` covers date, paper and
    link too."""

    headline: bool
    letters: int | None
    picture: bool

    @property
    def whole(self) -> bool:
        """Whether nothing of the text is held back."""
        return self.letters is None


TDM = "tdm-reservation"
# Asked by a site: that its words are in no search, neither to be found by nor shown in answers.
UNSOUGHT = "search=no"
# Asked of a page, these leave no more than an excerpt of its text, and no picture.
_BOUNDING = frozenset(["noarchive", "nosnippet", TDM, UNSOUGHT])
_SNIPPET = "max-snippet:"

_NOTHING = Grant(headline=False, letters=0, picture=False)
_HEADLINE = Grant(headline=True, letters=0, picture=False)
_TEXT = Grant(headline=True, letters=None, picture=False)
_ALL = Grant(headline=True, letters=None, picture=True)


def case(state: State, source: Source | None, *, public: bool, robots: Iterable[str] = ()) -> Case:
    """The case of an article in that state and of that paper; a paper nobody knows has agreed to nothing."""
    robots = frozenset(robots).union(source.wishes if source else ())
    if source is not None and source.opted_out:  # whatever was agreed before
        return Case(state, "link", permitted=False, public=public, robots=robots)
    policy, permission = (source.policy, source.permission) if source else (None, None)
    return Case(state, policy, bool(permission), public, robots)


def may_show(article: Case, door: Door) -> Grant:
    """What of the article may pass the door.

    A private instance is for its operator's own reading: what is visible is shown whole. A public one shows whole texts
    and pictures only of papers whose leave is recorded; else a headline, at most 200 characters and the link, snippets
    of at most 160, no picture, and of another wording the headline alone. What a source took away keeps its
    text on a private instance, and its headline in public; of what we withhold nothing passes anywhere. Nothing is stored of a judgement: going public judges the whole past anew.
    Source: the project's rights rules (docs/design/0014-policies.md).
    """
    match article.state:
        case State.WITHHELD:
            return _NOTHING
        case State.WITHDRAWN:
            return _HEADLINE if article.public else _TEXT
        case State.VISIBLE:
            if not article.public:
                return _ALL
            return _asked(article.robots, _in_public(effective(article), door), door)
        case _:
            assert_never(article.state)


def agreed(papers: Iterable[Source], held: Mapping[str, Source]) -> dict[str, Source]:
    """Papers by slug as their edition lists them, with what was agreed as the archive holds it.

    An edition is read once, at a start; the archive learns of an agreement when it is made.
    """
    return {paper.slug: _with(paper, held.get(paper.slug)) for paper in papers}


def _with(paper: Source, held: Source | None) -> Source:
    if held is None:
        return paper
    home = held.adopted or paper.homepage
    said = replace(paper, policy=held.policy, permission=held.permission, opted_out=held.opted_out)
    return replace(said, homepage=home, adopted=held.adopted, wishes=held.wishes)


def in_public(paper: Source) -> Policy:
    """What a public site shows of a paper: as agreed, and no more than its site asks for."""
    letters = may_show(case(State.VISIBLE, paper, public=True), Door.PAGE).letters
    return "full" if letters is None else "excerpt" if letters else "link"


def effective(article: Case) -> Policy:
    """The policy in force: never more than an excerpt without a recorded leave; with one, all unless less was agreed."""
    if article.permitted:
        return article.policy or "full"
    return "link" if article.policy == "link" else "excerpt"


def searchable(article: Case) -> bool:
    """Whether its words may be sought: also those that are not shown; on a private instance also what was withdrawn."""
    return article.state in sought(public=article.public)


def unsought(article: Case) -> bool:
    """Whether its site asks that it be no answer of a search."""
    return article.public and UNSOUGHT in article.robots


def sought(*, public: bool) -> tuple[State, ...]:
    """The states whose articles are entered into the index."""
    return (State.VISIBLE,) if public else (State.VISIBLE, State.WITHDRAWN)


def indexable(article: Case) -> bool:
    """Whether other search engines may keep its page: only where it says what the paper let us say."""
    whole = effective(article) == "full" and not article.robots & (_BOUNDING | {"noindex"})
    return article.public and article.state is State.VISIBLE and whole and not _most(article.robots)


def _in_public(policy: Policy, door: Door) -> Grant:
    if policy == "full":
        return _ALL
    if policy == "link" or door is Door.DIFFERENCE:
        return _HEADLINE
    letters = SNIPPET_LETTERS if door is Door.SNIPPET else EXCERPT_LETTERS
    return Grant(headline=True, letters=letters, picture=False)


def bounding(robots: Iterable[str]) -> str | None:
    """Which of a page's wishes bounds most what is shown of its text; `None`: none does."""
    asked = frozenset(robots)
    found = (one for one in ("nosnippet", UNSOUGHT, "noarchive", TDM) if one in asked)
    return next(found, None) or next((one for one in sorted(asked) if one.startswith(_SNIPPET)), None)


def _asked(robots: frozenset[str], grant: Grant, door: Door) -> Grant:
    """No more than the page itself lets robots keep: the strictest counts, also before what was agreed with its paper."""
    if not robots:
        return grant
    if "nosnippet" in robots or UNSOUGHT in robots:
        return _HEADLINE
    picture = grant.picture and not robots & (_BOUNDING | {"noimageindex"})
    bounds = [] if grant.letters is None else [grant.letters]
    if robots & _BOUNDING:
        bounds.append(
            0 if door is Door.DIFFERENCE else SNIPPET_LETTERS if door is Door.SNIPPET else EXCERPT_LETTERS
        )
    if (most := _most(robots)) is not None:
        bounds.append(most)
    return Grant(grant.headline, min(bounds) if bounds else None, picture)


def _most(robots: frozenset[str]) -> int | None:
    """How many letters `max-snippet` leaves."""
    said = (one.removeprefix(_SNIPPET) for one in robots if one.startswith(_SNIPPET))
    return min((int(one) for one in said if one.isdecimal()), default=None)


def cut(text: str, grant: Grant) -> str:
    """As much of a text as may pass, at most `letters` with the ellipsis, broken between words where it can be."""
    if grant.letters is None or len(text) <= grant.letters:
        return text
    if not grant.letters:
        return ""
    head = text[: grant.letters]
    space = max(head.rfind(" "), head.rfind("\n"))
    return head[: space if space > 0 else grant.letters - 1].rstrip() + "…"
