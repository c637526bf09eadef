"""Which words does our own archive teach the analyzer? Read once through, when an operator asks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from warraq.language import analysis
from warraq.language.counting import Tally
from warraq.ports.archive import Archive
from warraq.press import ArticleId

_BATCH = 500


def counted(archive: Archive, *, told: Callable[[int], None] | None = None) -> Tally:
    """The words of every article as it stands. `told` hears how many were read."""
    tally = Tally()
    read = 0
    for batch in _batches(archive):
        for article in archive.articles(batch):
            draft = article.draft
            tally.add(analysis.analysed(f"{draft.title}\n{draft.body}").surfaces, draft.source)
        read += len(batch)
        if told:
            told(read)
    return tally


def _batches(archive: Archive) -> Iterator[Sequence[ArticleId]]:
    ids = archive.ids()
    while batch := tuple(islice(ids, _BATCH)):
        yield batch
