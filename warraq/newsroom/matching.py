"""Whose words does an article have? Found as it comes: what shares sampled runs with it is looked at whole."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field

from warraq.duplicates import kinship, shingles
from warraq.duplicates.window import POSTINGS, Window
from warraq.ports.archive import Archive
from warraq.ports.stories import Stories
from warraq.press import Article, ArticleId, Kin, Kinship

_LOOKED_AT = 8  # candidates of one article
_KEPT = 6_000  # texts whose runs are remembered: some 2 KB each
_KEPT_RUNS = 3_000_000  # of them all: 24 MB, however long a text is
_PAGE = 2_000
_RUNS = 32  # sampled ones of an article, by and by
_SMALLEST = 1 << 20  # postings: 15 MB
_TAKEN = frozenset({Kinship.SAME, Kinship.REPRINT, Kinship.EXCERPT})  # nothing of its own is in such a text


@dataclass(frozen=True, slots=True)
class Matched:
    """Its kin, the best first; the older article of another paper whose text it has; and by which it is found itself."""

    kin: tuple[Kin, ...]
    copy: ArticleId | None
    sample: tuple[int, ...]


@dataclass(slots=True)
class _Text:
    source: str
    runs: Sequence[int]


@dataclass(slots=True)
class Matching:
    """The newest samples, and the archive for whole texts, of which `most` runs are remembered. The window begins with `smallest` postings. Filled from the samples that are kept when it is first asked."""

    archive: Archive
    stories: Stories
    most: int = _KEPT_RUNS
    smallest: int = _SMALLEST
    _window: Window | None = None
    _texts: OrderedDict[ArticleId, _Text] = field(default_factory=OrderedDict)
    _runs: int = 0

    def match(self, article: Article) -> Matched:
        """Its kin among the articles known so far; from now on it is known itself."""
        window = self._window = self._window or self._filled(self.smallest)
        runs = shingles.of(article.draft.body)
        sample = shingles.sample(runs)
        found = [one for one in window.alike(sample, limit=_LOOKED_AT + 1) if one.article < article.id]
        texts = self._whole([one.article for one in found[:_LOOKED_AT]])
        kin = []
        for older, text in texts.items():
            verdict = kinship.between(text.runs, runs)
            if verdict.kinship is not None:
                kin.append(Kin(article.id, older, verdict.kinship, round(verdict.share, 3)))
        kin.sort(key=lambda one: (-one.share, one.older))
        window.keep(article.id, sample)
        self._keep(article.id, _Text(article.draft.source, array("Q", runs)))
        others = (one for one in kin if texts[one.older].source != article.draft.source)
        copy = next((one.older for one in others if one.kinship in _TAKEN), None)
        return Matched(tuple(kin), copy, sample)

    def make_room(self) -> None:
        """Give a window that the press has outgrown twice the size. Between batches: all samples are in the archive then."""
        if self._window and self._window.full() and self._window.postings < POSTINGS:
            wanted, self._window = 2 * self._window.postings, None
            self._window = self._filled(wanted)

    def _whole(self, wanted: list[ArticleId]) -> dict[ArticleId, _Text]:
        found = {one: self._texts[one] for one in wanted if one in self._texts}
        for article in self.archive.articles([one for one in wanted if one not in found]):
            found[article.id] = _Text(article.draft.source, array("Q", shingles.of(article.draft.body)))
            self._keep(article.id, found[article.id])
        return {one: found[one] for one in wanted if one in found}

    def remembered(self) -> int:
        """Runs of texts that are held in memory."""
        return self._runs

    def _keep(self, article: ArticleId, text: _Text) -> None:
        self._forget(self._texts.pop(article, None))
        self._texts[article] = text
        self._runs += len(text.runs)
        while len(self._texts) > _KEPT or self._runs > self.most:
            self._forget(self._texts.popitem(last=False)[1])

    def _forget(self, text: _Text | None) -> None:
        self._runs -= len(text.runs) if text else 0

    def _filled(self, least: int) -> Window:
        """As large as the archive asks for, with room to grow; `least` postings."""
        wanted = max(2 * _RUNS * self.archive.count(), least)
        postings = min(1 << (wanted - 1).bit_length(), POSTINGS)
        window = Window(postings)
        pages: list[ArticleId | None] = []
        before: ArticleId | None = None
        runs = 0
        # newest first until the window is full, then in the order in which they came: twice read takes less than all held
        while runs < postings and (page := self.stories.samples(before, limit=_PAGE)):
            pages.append(before)
            runs += sum(len(sample) for _, sample in page)
            before = page[-1][0]
        for before in reversed(pages):
            for article, sample in reversed(self.stories.samples(before, limit=_PAGE)):
                window.keep(article, sample)
        return window
