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
    """What is judged: the article's state, its paper's policy and recorded leave, and whether the instance is public."""

    state: State
    policy: Policy | None
    permitted: bool
    public: bool


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


_NOTHING = Grant(headline=False, letters=0, picture=False)
_HEADLINE = Grant(headline=True, letters=0, picture=False)
_ALL = Grant(headline=True, letters=None, picture=True)


def case(state: State, source: Source | None, *, public: bool) -> Case:
    """The case of an article in that state and of that paper; a paper nobody knows has agreed to nothing."""
    if source is not None and source.opted_out:  # whatever was agreed before
        return Case(state, "link", permitted=False, public=public)
    policy, permission = (source.policy, source.permission) if source else (None, None)
    return Case(state, policy, bool(permission), public)


def may_show(article: Case, door: Door) -> Grant:
    """What of the article may pass the door.

    A private instance is for its operator's own reading: what is visible is shown whole. A public one shows whole texts
    and pictures only of papers whose leave is recorded; else a headline, at most 200 characters and the link, snippets
    of at most 160, no picture, and of another wording the headline alone. What a source took away keeps its headline;
    of what we withhold nothing passes. Nothing is stored of a judgement: going public judges the whole past anew.
    Source: the project's rights rules (docs/design/0014-policies.md).
    """
    match article.state:
        case State.WITHHELD:
            return _NOTHING
        case State.WITHDRAWN:
            return _HEADLINE
        case State.VISIBLE:
            return _ALL if not article.public else _in_public(effective(article), door)
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
    return replace(paper, policy=held.policy, permission=held.permission, opted_out=held.opted_out)


def effective(article: Case) -> Policy:
    """The policy in force: never more than an excerpt without a recorded leave; with one, all unless less was agreed."""
    if article.permitted:
        return article.policy or "full"
    return "link" if article.policy == "link" else "excerpt"


def searchable(article: Case) -> bool:
    """Whether its words may be sought: also those that are not shown."""
    return article.state is State.VISIBLE


def indexable(article: Case) -> bool:
    """Whether other search engines may keep its page: only where it says what the paper let us say."""
    return article.public and article.state is State.VISIBLE and effective(article) == "full"


def _in_public(policy: Policy, door: Door) -> Grant:
    if policy == "full":
        return _ALL
    if policy == "link" or door is Door.DIFFERENCE:
        return _HEADLINE
    letters = SNIPPET_LETTERS if door is Door.SNIPPET else EXCERPT_LETTERS
    return Grant(headline=True, letters=letters, picture=False)


def cut(text: str, grant: Grant) -> str:
    """As much of a text as may pass, at most `letters` with the ellipsis, broken between words where it can be."""
    if grant.letters is None or len(text) <= grant.letters:
        return text
    if not grant.letters:
        return ""
    head = text[: grant.letters]
    space = max(head.rfind(" "), head.rfind("\n"))
    return head[: space if space > 0 else grant.letters - 1].rstrip() + "…"
