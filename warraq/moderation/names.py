"""Where does a name stand in a text, however it is spelled, and what stands there when it may not be shown?

Names are known by their folded words, with what Arabic attaches before them (و، ف، ب، ل). One function takes a name out of
words as they leave the house; another keeps it from being a way to find articles.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from urllib.parse import unquote

from warraq.language import analysis, arabic, names
from warraq.language.analysis import asked_words
from warraq.language.spelling import alike
from warraq.press import Article, ArticleId, Draft, Headline, Telling, Version
from warraq.query.asked import Term, asked
from warraq.query.tree import All, Field, In, Not, Phrase, Prefix, Question, Word, positive

# What may stand attached before a name's first word.
# ك is left out: «كريم أحمد» is nearly always another person than «ريم أحمد».
_ATTACHED = ("", "و", "ف", "ب", "ل", "وب", "ول", "فب", "فل")
_BETWEEN = re.compile(r"[\s\u0640_\-\u2010-\u2015\u200c-\u200f\u202a-\u202e\u2060-\u2069]*")
_LINKS = frozenset(["بن", "ابن", "بنت", "ابو", "ابي", "ام", "ال"])
_ARTICLE = "ال"
_JOINS_NOT = frozenset("اأإآدذرزوؤ")  # letters that no following letter is joined to


@dataclass(frozen=True, slots=True)
class Silence:
    """A name of which we are silent. `spellings` are its folded words, once for each way to spell it, the longest first;
    `articles` are the only ones in which it counts (empty: it counts in all). `shown` stands in its place. `stems` are, for
    each spelling and each of its words, those by which the index finds it; a text that holds none of `needles` as a word
    does not hold the name. Both are worked out once, since every text and every question is held against every name."""

    spellings: tuple[tuple[str, ...], ...]
    articles: frozenset[ArticleId]
    shown: str
    stems: tuple[tuple[frozenset[str], ...], ...]
    needles: frozenset[str]

    def counts_in(self, article: ArticleId) -> bool:
        return not self.articles or article in self.articles

    @property
    def keys(self) -> frozenset[str]:
        """The words by which it is known as an author (`language.names.key`)."""
        return frozenset(names.key(" ".join(words)) for words in self.spellings)


def silence(
    name: str, variants: Sequence[str], articles: Iterable[ArticleId], *, shown: str | None
) -> Silence:
    """The silence about a name as it was decided."""
    spelt = dict.fromkeys(filter(None, map(words, (name, *variants))))
    longest = tuple(sorted(spelt, key=len, reverse=True))
    stems = tuple(map(_stems_of, longest))
    needles = frozenset(one for spelling in longest for one in _needles(spelling))
    return Silence(longest, frozenset(articles), shown or initials(name), stems, needles)


def words(name: str) -> tuple[str, ...]:
    """The folded words of a name; none where it has no letter."""
    return tuple(token.text for token in arabic.tokens(name))


def initials(name: str) -> str:
    """«م. ع.» of «محمد بن علي», «س. ع.» of «سعاد العلي»: first letters as printed, links between names left out."""
    letters = []
    for token in arabic.tokens(name):
        printed = name[token.start : token.end]
        if token.text in _LINKS:
            continue
        bare = printed[2:] if token.text.startswith(_ARTICLE) and len(token.text) > 3 else printed
        letters.append(bare[0])
    return " ".join(f"{letter}." for letter in letters) or "…"


# Taken out of what is shown


def masked(text: str, silences: Iterable[Silence]) -> str:
    """The text with each of these names replaced by what is shown for it; what is attached before it stays."""
    held = frozenset(arabic.parts(arabic.fold(text)))
    for one in silences:
        if held.isdisjoint(one.needles):  # nearly every text
            continue
        for spelling in one.spellings:
            text = _without(text, spelling, one.shown)
    return text


def masked_article(article: Article, silences: Sequence[Silence]) -> Article:
    """The article as it may leave the house."""
    of_it = tuple(one for one in silences if one.counts_in(article.id))
    return replace(article, draft=_masked_draft(article.draft, of_it)) if of_it else article


def masked_version(version: Version, silences: Sequence[Silence]) -> Version:
    of_it = tuple(one for one in silences if one.counts_in(version.article))
    return replace(version, draft=_masked_draft(version.draft, of_it)) if of_it else version


def masked_headline(headline: Headline, silences: Sequence[Silence]) -> Headline:
    of_it = tuple(one for one in silences if one.counts_in(headline.id))
    if not of_it:
        return headline
    abstract = masked(headline.abstract, of_it) if headline.abstract else headline.abstract
    return replace(headline, title=masked(headline.title, of_it), abstract=abstract)


def masked_telling(telling: Telling, silences: Sequence[Silence]) -> Telling:
    of_it = tuple(one for one in silences if one.counts_in(telling.article))
    if not of_it:
        return telling
    before = masked(telling.before, of_it) if telling.before else telling.before
    return replace(telling, title=masked(telling.title, of_it), before=before)


def _masked_draft(draft: Draft, of_it: Sequence[Silence]) -> Draft:
    address = unquote(draft.url)
    known = frozenset(key for one in of_it for key in one.keys)
    return replace(
        draft,
        title=masked(draft.title, of_it),
        body=masked(draft.body, of_it),
        abstract=masked(draft.abstract, of_it) if draft.abstract else draft.abstract,
        # who signs is left out whole: initials would be another author's name
        authors=tuple(name for name in draft.authors if names.key(name) not in known),
        keywords=tuple(masked(word, of_it) for word in draft.keywords),
        label=masked(draft.label, of_it) if draft.label else draft.label,
        # an address that spells the name would give it away
        url="" if masked(address, of_it) != address else draft.url,
    )


def _without(text: str, spelling: tuple[str, ...], shown: str) -> str:
    found = list(arabic.tokens(text))
    pieces: list[str] = []
    at = place = 0
    while place + len(spelling) <= len(found):
        run = found[place : place + len(spelling)]
        attached = _attached(run, spelling, text)
        if attached is None:
            place += 1
            continue
        pieces += [text[at : run[0].start], _joined(attached), shown]
        at = run[-1].end
        place += len(spelling)
    return "".join([*pieces, text[at:]]) if pieces else text


def _attached(run: Sequence[arabic.Token], spelling: tuple[str, ...], text: str) -> str | None:
    """What is attached before the name that stands here, as printed; `None`: it does not stand here."""
    if tuple(token.text for token in run[1:]) != spelling[1:]:
        return None
    attached = _before(run[0].text, spelling[0])
    if attached is None or any(
        not _BETWEEN.fullmatch(text, first.end, second.start) for first, second in pairwise(run)
    ):
        return None
    return _printed(text[run[0].start : run[0].end], len(attached))


def _before(token: str, word: str) -> str | None:
    """What stands before the word in this token: "" for nothing, `None` where the token is another word."""
    if token == word:
        return ""
    if token.endswith(word) and token[: -len(word)] in _ATTACHED:
        return token[: -len(word)]
    # ل and ال melt: للحسن
    if word.startswith(_ARTICLE) and token.endswith("ل" + word[1:]) and token[: -len(word)] in ("", "و", "ف"):
        return token[: -len(word)] + "ل"
    return None


def _printed(original: str, letters: int) -> str:
    """The beginning of a word that folds to so many letters."""
    end = 0
    while end < len(original) and len(arabic.fold(original[:end])) < letters:
        end += 1
    return original[:end]


def _joined(attached: str) -> str:
    """What is attached, with a tatweel where its last letter would be joined to the name's first."""
    return attached if not attached or attached[-1] in _JOINS_NOT else f"{attached}ـ"


# No way to find articles


def spared(question: Question, silences: Iterable[Silence]) -> Question:
    """The same question, with the articles left out that it would find by a name of which we are silent.

    A question asks by a name when all the words of one of its spellings are among what it seeks, in any order and with
    anything attached: by the stems, since by these articles are found. Other questions are left as they are.
    """
    silences = tuple(silences)
    if not silences:
        return question
    sought, beginnings = _sought(question)
    hit = [one for one in silences if any(_names(sought, beginnings, spelling) for spelling in one.stems)]
    if not hit:
        return question
    without = question.without_articles.union(*(one.articles for one in hit))
    forms = (
        form for one in hit if not one.articles for spelling in one.spellings for form in _forms(spelling)
    )
    phrases = [Phrase(form) for form in dict.fromkeys(forms)]
    signed = [In(Field.AUTHOR, phrase) for phrase in phrases]
    parts = (*question.tree.parts, *map(Not, phrases), *map(Not, signed))
    return replace(question, tree=All(parts), without_articles=without)


def _sought(question: Question) -> tuple[frozenset[str], tuple[str, ...]]:
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
    return frozenset(words), tuple(beginnings)


def hushed(text: str, silences: Iterable[Silence]) -> bool:
    """Whether the text has one of the names that count in all articles: nothing of the kind is offered to a reader."""
    return masked(text, [one for one in silences if not one.articles]) != text


def _names(sought: frozenset[str], beginnings: tuple[str, ...], spelling: tuple[frozenset[str], ...]) -> bool:
    """Each word of the name is sought, begun, or spelled nearly like one sought: an index finds that too."""
    return all(
        not sought.isdisjoint(word)
        or any(one.startswith(beginnings) for one in word)
        or any(alike(one, other) for one in word for other in sought)
        for word in spelling
    )


def _stems_of(spelling: tuple[str, ...]) -> tuple[frozenset[str], ...]:
    """The stems and spellings by which an index holds each word of a name; of the first also with what may be attached."""
    first = " ".join(form.split()[0] for form in _forms(spelling))
    held = map(analysis.analysed, (first, *spelling[1:]))
    return tuple(frozenset([*word.stems, *word.surfaces]) for word in held)


def _found_by(text: str) -> frozenset[str]:
    """Stems and spellings that answer the words of a typed text."""
    sought = asked_words(text)
    stems = (stem for word in sought for form in word.forms for stem in form.words)
    return frozenset([*stems, *(word.surface for word in sought)])


def _needles(spelling: tuple[str, ...]) -> tuple[str, ...]:
    """A name's last word; of a name of one word all its forms, since anything may be attached to it."""
    return spelling[-1:] if len(spelling) > 1 else tuple(_forms(spelling))


def _forms(spelling: tuple[str, ...]) -> Iterator[str]:
    """The name as it may stand in a text, folded, with each thing that may be attached before it."""
    first, rest = spelling[0], " ".join(spelling[1:])
    for attached in _ATTACHED:
        yield f"{attached}{first} {rest}".strip()
    if first.startswith(_ARTICLE):
        for attached in ("", "و", "ف"):
            yield f"{attached}ل{first[1:]} {rest}".strip()
