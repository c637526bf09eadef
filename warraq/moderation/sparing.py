"""How is a name kept from being a way to find articles? Its question is put otherwise; nothing else that is asked changes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from warraq.language import analysis
from warraq.language.analysis import asked_words
from warraq.language.spelling import alike, shadows
from warraq.moderation.names import Silence, forms, masked
from warraq.press import ArticleId
from warraq.query.asked import Term, asked
from warraq.query.tree import All, Any, Field, In, Not, Part, Phrase, Prefix, Question, Word, positive


def spared(question: Question, delisted: Sequence[Silence], masked: Sequence[Silence] = ()) -> Question:
    """The same question, with the articles left out that it would find by a name of which we are silent.

    A question asks by a name when all the words of one of its spellings are among what it seeks, in any order and with
    anything attached: by the stems, since by these articles are found. By a name that is masked it asks with any one of its
    words: whoever could find the article by the family's name alone would know who the initials are. Nor does an exclusion
    leave an article out by a masked name. Other questions are left as they are.
    """
    if not delisted and not masked:
        return question
    sought = _sought(question)
    hit = [one for one in delisted if _named(sought, one)]
    told = [one for one in masked if _hinted(sought, one)]
    parts = tuple(_untold(part, masked) for part in question.tree.parts) if masked else question.tree.parts
    if open_to_all := [one for one in told if not one.articles]:
        kept = [_telling_apart(part, open_to_all) for part in parts]
        parts = tuple(part for part, _ in kept)
        caught = {id(one) for _, of in kept for one in of}
        hit += [one for one in open_to_all if id(one) not in caught]
    if parts == question.tree.parts and not hit and not told:
        return question
    without = question.without_articles.union(*(one.articles for one in (*hit, *told)))
    held = _holding(one for one in hit if not one.articles)
    return replace(question, tree=All((*parts, *map(Not, held))), without_articles=without)


def _telling_apart(part: Part, masked: Sequence[Silence]) -> tuple[Part, list[Silence]]:
    """The part as it is found where none of the masked names stands that it asks by, and which these are: what else the question
    finds (by another word of `OR`, or loosened) it finds as if the name stood nowhere."""
    match part:
        case Any(parts) | All(parts):
            kept = [_telling_apart(one, masked) for one in parts]
            caught = [one for _, of in kept for one in of]
            return type(part)(tuple(one for one, _ in kept)), caught
        case Word() | Phrase() | Prefix() | In():
            sought = _sought(Question(All((part,))))
            caught = [one for one in masked if _hinted(sought, one)]
            return (All((part, *map(Not, _holding(caught)))), caught) if caught else (part, [])
        case _:
            return part, []


def _untold(part: Part, masked: Sequence[Silence]) -> Part:
    """The part with no exclusion that leaves an article out for a masked name: whoever saw it go would know who the initials are."""
    match part:
        case Not(inner):
            sought = _sought(Question(All((inner,))))
            told = (one for one in masked if _hinted(sought, one))
            return Not(_untold(inner, masked), _holding(told))
        case In(field, inner):
            return In(field, _untold(inner, masked))
        case All(parts):
            return All(tuple(_untold(one, masked) for one in parts))
        case Any(parts):
            return Any(tuple(_untold(one, masked) for one in parts))
        case _:
            return part


def _holding(silences: Iterable[Silence]) -> tuple[Part, ...]:
    """What an article holds one of that holds, or is signed with, one of these names."""
    held = (form for one in silences for spelling in one.spellings for form in forms(spelling))
    phrases = [Phrase(form) for form in dict.fromkeys(held)]
    return (*phrases, *(In(Field.AUTHOR, phrase) for phrase in phrases))


@dataclass(frozen=True, slots=True)
class _Sought:
    """What a question seeks: stems and spellings of words, beginnings of words, and the shadows of the words."""

    words: frozenset[str]
    beginnings: tuple[str, ...]
    shadows: frozenset[str]


def _sought(question: Question) -> _Sought:
    """Stems and spellings of every word that is sought, and beginnings of words; also those that the index passes over: a
    name may be spelled as a preposition is."""
    words, beginnings = set[str](), []
    for leaf in positive(question.tree):
        match leaf:
            case Word(text) | Phrase(text):
                words |= _found_by(text)
            case Prefix(text):
                beginnings += [word.surface for word in asked_words(text)]
    # words beside each other may be one name, with forms of its own
    terms = (term for term in asked(question).terms if isinstance(term, Term))
    words |= {stem for term in terms for form in term.forms for stem in form.words}
    shades = frozenset(shade for word in words for shade in shadows(word))
    return _Sought(frozenset(words), tuple(beginnings), shades)


def tells(word: str, masked: Iterable[Silence], article: ArticleId) -> bool:
    """Whether a word by which the article answers tells a name that is masked in it, or would be if it stood there."""
    sought = _sought(Question(All((Word(word),))))
    return any(_hinted(sought, one) for one in masked if one.counts_in(article))


def hushed(text: str, delisted: Iterable[Silence], masked_ones: Iterable[Silence] = ()) -> bool:
    """Whether the text has one of the names that count in all articles, or any word that tells a masked one: nothing of the
    kind is offered to a reader."""
    hidden = tuple(masked_ones)
    counting = [one for one in (*delisted, *hidden) if not one.articles]
    if masked(text, counting) != text:
        return True
    held = analysis.analysed(text)
    words = frozenset([*held.stems, *held.surfaces])
    return any(not words.isdisjoint(one.hints) for one in hidden)


def _hinted(sought: _Sought, one: Silence) -> bool:
    """Whether any word that tells the name is sought, begun, or spelled nearly; of a name that none tells, all of them."""
    return _names(sought, one, (one.hints,)) if one.hints else _named(sought, one)


def _named(sought: _Sought, one: Silence) -> bool:
    """Whether all words of one of its spellings are."""
    return any(_names(sought, one, spelling) for spelling in one.stems)


def _names(sought: _Sought, one: Silence, spelling: tuple[frozenset[str], ...]) -> bool:
    """Each word of the name is sought, begun, or spelled nearly like one sought: an index finds that too. Words without a shadow
    in common are not alike, and nearly every question and name have none."""
    apart = one.shadows.isdisjoint(sought.shadows)
    if apart and not sought.beginnings:
        return False
    rest = [
        word
        for word in spelling
        if sought.words.isdisjoint(word) and not any(stem.startswith(sought.beginnings) for stem in word)
    ]
    if apart or not rest:
        return not rest
    near = [word for word in sought.words if not one.shadows.isdisjoint(shadows(word))]
    return all(any(alike(stem, other) for stem in word for other in near) for word in rest)


def _found_by(text: str) -> frozenset[str]:
    """Stems and spellings that answer the words of a typed text."""
    sought = asked_words(text)
    stems = (stem for word in sought for form in word.forms for stem in form.words)
    return frozenset([*stems, *(word.surface for word in sought)])
