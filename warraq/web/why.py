"""Why is this article among the answers? One whole sentence for each word of the question that it holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from warraq.language import analysis, arabic
from warraq.ports.index import Reason
from warraq.press import Article
from warraq.query.tree import Field, Phrase, Prefix, Question, Word, positive
from warraq.web import wording

_LETTERS = 60_000  # of a text: further on nobody looks for the spelling of a word
# What there is to say, the surest first: of a word that is found as it was typed nothing else is said.
_ORDER = ("spelled", "stem", "alias", "latin", "plural", "dialect", "kin", "french", "english", "near")


def sentences(reasons: Iterable[Reason], article: Article, question: Question) -> tuple[str, ...]:
    """In the order of the question: of each word where it stands, else by which other word the article answers."""
    typed = _typed(question)
    best: dict[str, list[Reason]] = {}
    for reason in reasons:
        known = best.setdefault(reason.sought, [])
        if not known or _rank(reason) == _rank(known[0]):
            known.append(reason)
        elif _rank(reason) < _rank(known[0]):
            best[reason.sought] = [reason]
    told = (_said(one, article, typed) for found in best.values() for one in found)
    return tuple(dict.fromkeys(told)) or (wording.said("why", "unknown" if typed else "narrowed"),)


def _said(reason: Reason, article: Article, typed: dict[str, str]) -> str:
    sought = typed.get(reason.sought) or " ".join(typed.get(one, one) for one in reason.sought.split())
    found = _printed(reason, article) or sought
    message = reason.why or ("phrase" if reason.exact else "beginning")
    if message == "spelled" and found != sought:
        message = "respelled"
    if message == "beginning" and not arabic.fold(found).startswith(arabic.fold(sought)):
        message = "stem_beginning"
    place = wording.said("why_where", reason.field.value if reason.field else "text")
    return wording.said("why", message, sought=sought, found=found, where=place)


def _rank(reason: Reason) -> int:
    return _ORDER.index(reason.why) if reason.why in _ORDER else 0


def _typed(question: Question) -> dict[str, str]:
    """The words of the question as they were typed, by their folded spelling."""
    known: dict[str, str] = {}
    for leaf in positive(question.tree):
        if isinstance(leaf, Word | Phrase | Prefix):
            words = list(arabic.tokens(leaf.text))
            known.setdefault(" ".join(word.text for word in words), leaf.text)
            known |= {word.text: leaf.text[word.start : word.end] for word in words if word.text not in known}
    return known


def _printed(reason: Reason, article: Article) -> str | None:
    """The words of the article that answer, as it spells them; `None` where they are not found again."""
    draft = article.draft
    texts = {
        None: (draft.title, draft.body[:_LETTERS]),
        Field.TITLE: (draft.title,),
        Field.AUTHOR: draft.authors,
    }[reason.field]
    return next((found for text in texts if (found := _in(text, reason, draft.language))), None)


def _in(text: str, reason: Reason, language: str | None) -> str | None:
    words = reason.form.split()
    row: list[tuple[int, int, bool]] = []
    for start, end, *known in _words(text, language):
        wanted = words[len(row)]
        fits = any(one.startswith(wanted) if _begins(reason) else one == wanted for one in known)
        row = [*row, (start, end, fits)] if fits else []
        if len(row) == len(words):
            return text[row[0][0] : row[-1][1]]
    return None


def _words(text: str, language: str | None) -> Iterator[tuple[int, int, str, str]]:
    """Where each word stands, its folded spelling and its stem."""
    known: dict[str, str] = {}
    for token in arabic.tokens(text):
        if token.text not in known:
            known[token.text] = next(iter(analysis.analysed(token.text, language).stems), token.text)
        yield token.start, token.end, token.text, known[token.text]


def _begins(reason: Reason) -> bool:
    return reason.why is None and not reason.exact
