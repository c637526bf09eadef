"""How does a word that is being typed go on? With headline words and authors' names, as printed most often."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator

from tantivy import Occur, Query

from warraq.indexes.asking import View
from warraq.indexes.fields import STEMS
from warraq.indexes.spellings import ALONE, AS, NAME, WORD, begun
from warraq.language import arabic
from warraq.ports.index import Completion
from warraq.query.tree import Field

# Three letters begin many words: what was found for them holds until the index grew by a hundredth.
_SHORT = 3
_REMEMBERED = 512
_MANY = 100  # spellings: fewer are found in no time
_LOOKED_AT = 400  # spellings: several of them are one word


class Completing:
    """Remembers what short beginnings come to."""

    def __init__(self) -> None:
        self._known: OrderedDict[tuple[str, str], tuple[int, list[tuple[str, int]]]] = OrderedDict()

    def complete(self, view: View, prefix: str, *, most: int) -> tuple[Completion, ...]:
        typed_words = list(arabic.tokens(prefix))
        words = [word.text for word in typed_words]
        if not words or prefix[-1:].isspace() or most <= 0 or "spelled" not in view.fields:
            return ()
        if not begun(words[-1]):
            return ()
        *before, last = words
        names = _joined(self._spelled(view, NAME, " ".join(words)), name=True)
        found = _joined(self._after(view, before, last) if before else self._alone(view, last))
        typed = prefix[: typed_words[-1].start] if before else ""
        of_words = (Completion(f"{typed}{one.text}", one.articles) for one in found)
        both = sorted([*of_words, *names], key=lambda one: (-one.articles, one.text))
        return tuple(both[:most])

    def _alone(self, view: View, last: str) -> list[tuple[str, int]]:
        return [*self._spelled(view, WORD, last), *self._spelled(view, ALONE, last)]

    def _spelled(self, view: View, kind: str, beginning: str) -> list[tuple[str, int]]:
        """Spellings whose folded words begin so, most frequent first, with the articles that have them."""
        return self._once(
            view,
            (kind, beginning),
            lambda: view.searcher.terms_with_prefix("spelled", kind + beginning, limit=_LOOKED_AT),
        )

    def _after(self, view: View, before: list[str], last: str) -> list[tuple[str, int]]:
        """The same, of headlines that hold the words before."""
        held = [
            (Occur.Must, view.row(STEMS[Field.TITLE], form.words))
            for word in before[-3:]
            for asked in view.analyzer.reading(word)
            for form in asked.forms[:1]
        ]
        return self._once(
            view,
            (f"{WORD} {' '.join(before[-3:])}", last),
            lambda: view.searcher.terms_with_prefix(
                "spelled", WORD + last, filter_query=Query.boolean_query(held), limit=_LOOKED_AT
            ),
        )

    def _once(
        self, view: View, key: tuple[str, str], look: Callable[[], list[tuple[str, int]]]
    ) -> list[tuple[str, int]]:
        """What was found for a short beginning (the last of `key`), or is found now."""
        if len(key[1]) > _SHORT:
            return look()
        articles = view.searcher.num_docs
        known = self._known.get(key)
        if known and known[0] * 0.99 <= articles <= known[0] * 1.01:
            self._known.move_to_end(key)
            return known[1]
        found = look()
        if len(found) >= _MANY or key[0] not in (WORD, ALONE, NAME):
            self._known[key] = articles, found
            while len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)
        return found


def printed(view: View, folded: str) -> str:
    """How a folded word is printed in headlines most often; as it is, where it stands in none."""
    if "spelled" not in view.fields:
        return folded
    for kind in (WORD, ALONE):
        if found := view.searcher.terms_with_prefix("spelled", f"{kind}{folded}{AS}", limit=1):
            return found[0][0].partition(AS)[2]
    return folded


def _joined(spelled: Iterable[tuple[str, int]], *, name: bool = False) -> Iterator[Completion]:
    """Each folded word once, in its most frequent spelling, with the articles of all spellings."""
    best: dict[str, tuple[str, int]] = {}
    for term, articles in spelled:
        folded, _, text = term[1:].partition(AS)
        shown, known = best.get(folded, (text, 0))
        best[folded] = (shown, known + articles)
    return (Completion(text, articles, name) for text, articles in best.values())
