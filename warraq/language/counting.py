"""Which words does an archive teach us? Those that many papers print often, and that no list knows.

A word behind the article is the word; one that is a known word with something before it is not learnt, nor one whose rest
is itself printed more often (لزيلينسكي beside زيلينسكي).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from warraq.language.affixes import without_article, without_proclitics
from warraq.language.stemming import knows

# Different words kept while counting: some 400 MB. Beyond, those seen once are forgotten.
_MOST = 3_000_000
_SHORTEST = 4  # letters: of fewer, too many are a word with a letter before it


class Tally:
    """How often each word was seen, and in which papers."""

    def __init__(self) -> None:
        self._times: dict[str, int] = defaultdict(int)
        self._papers: dict[str, int] = defaultdict(int)  # a bit a paper
        self._bits: dict[str, int] = {}

    def add(self, words: Iterable[str], paper: str) -> None:
        """The folded words of an article."""
        bit = 1 << self._bits.setdefault(paper, len(self._bits))
        for word in words:
            self._times[word] += 1
            self._papers[word] |= bit
        if len(self._times) > _MOST:
            self._forget()

    def _forget(self) -> None:
        for word in [word for word, times in self._times.items() if times == 1]:
            del self._times[word], self._papers[word]

    def worth_knowing(self, *, times: int, papers: int) -> list[str]:
        """Arabic words seen so often, in so many papers, that only a list can tell from a word behind a proclitic; sorted."""
        seen: dict[str, int] = defaultdict(int)
        printed_by: dict[str, int] = defaultdict(int)
        for word, count in self._times.items():
            if "\u0621" <= word[0] <= "\u064a":
                bare = without_article(word) or word
                seen[bare] += count
                printed_by[bare] |= self._papers[word]
        return sorted(
            word
            for word, count in seen.items()
            if count >= times
            and printed_by[word].bit_count() >= papers
            and len(word) >= _SHORTEST
            and not knows(word)
            and not any(seen.get(rest, 0) >= count for _, rest in without_proclitics(word))
        )
