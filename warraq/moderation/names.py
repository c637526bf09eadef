"""Where does a name stand in a text, however it is spelled, and what stands there when it may not be shown?

Names are known by their folded words, with what Arabic attaches before them (و، ف، ب، ل). One function takes a name out of
words as they leave the house; `moderation.sparing` keeps it from being a way to find articles.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise, product
from urllib.parse import unquote

from warraq.language import analysis, arabic, names
from warraq.language.spelling import shadows
from warraq.press import Article, ArticleId, Draft, Headline, Telling, Version

# What may stand attached before a name's first word.
# ك is left out: «كريم أحمد» is nearly always another person than «ريم أحمد».
_ATTACHED = ("", "و", "ف", "ب", "ل", "وب", "ول", "فب", "فل")
_BETWEEN = re.compile(
    r"[\s\u0640_\-\u00ad\u061c\u2010-\u2015\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]*|[./+|\u00b7\u2022]"
)
_NO_WIDTH = "\u200b"  # parts words to us, and to no reader
_SIGNS = re.compile(r"[!-/:-@\[-`{-~]+")
_LINKS = frozenset(["بن", "ابن", "بنت", "ابو", "ابي", "ام", "ال"])
_ARTICLE = "ال"
# One word to one paper, two to the next: عبدالرحمن and عبد الرحمن, نورالدين and نور الدين, ابوبكر and ابو بكر.
_SERVANT = "عبد"
_JOINED_BEFORE = ("الدين", "الله", "الاسلام", "الحق", "الزمان", "النبي")
_FATHER = ("ابو", "ابي", "ابا")  # by its case, as grammar has it
_SON = ("بن", "ابن")
_MOST_SPELLINGS = 96  # of one name, however it is put together
# What a list shows under a headline is cut by the archive at 300 letters, or by the paper with an ellipsis: what is so long,
# or ends so, may end in half a name.
_MAY_BE_CUT = 200
_TAIL = 160  # letters in which half a name stands
_JOINS_NOT = frozenset("اأإآدذرزوؤ")  # letters that no following letter is joined to


@dataclass(frozen=True, slots=True)
class Silence:
    """A name of which we are silent. `spellings` are its folded words, once for each way to spell it, the longest first;
    `articles` are the only ones in which it counts (empty: it counts in all). `shown` stands in its place. `stems` are, for
    each spelling and each of its words, those by which the index finds it; a text that holds none of `needles` as a word
    does not hold the name; one that holds none of `firsts` does not hold its beginning either. `hints` are the stems of all
    words that tell it. All are worked out once, since every text and every question is held against every name."""

    spellings: tuple[tuple[str, ...], ...]
    articles: frozenset[ArticleId]
    shown: str
    stems: tuple[tuple[frozenset[str], ...], ...]
    needles: frozenset[str]
    firsts: frozenset[str]
    hints: frozenset[str]
    shadows: frozenset[str]  # of all stems (`language.spelling.shadows`)
    keys: frozenset[str]  # by which it is known as an author (`language.names.key`)

    def counts_in(self, article: ArticleId) -> bool:
        return not self.articles or article in self.articles


def silence(
    name: str, variants: Sequence[str], articles: Iterable[ArticleId], *, shown: str | None
) -> Silence:
    """The silence about a name as it was decided."""
    spelt = dict.fromkeys(one for given in (name, *variants) for one in _spellings(words(given)))
    longest = tuple(sorted(spelt, key=len, reverse=True))
    stems = tuple(map(_stems_of, longest))
    needles = frozenset(one for spelling in longest for one in _needles(spelling))
    keys = frozenset(names.key(" ".join(spelling)) for spelling in longest)
    firsts = frozenset(
        form.split()[0] for spelling in longest if len(spelling) > 1 for form in forms(spelling)
    )
    hints = frozenset(
        stem for of in zip(longest, stems, strict=True) for found in _telling(*of) for stem in found
    )
    shades = frozenset(shade for of in stems for found in of for stem in found for shade in shadows(stem))
    return Silence(
        longest, frozenset(articles), shown or initials(name), stems, needles, firsts, hints, shades, keys
    )


def words(name: str) -> tuple[str, ...]:
    """The folded words of a name; none where it has no letter."""
    return tuple(token.text for token in arabic.tokens(name))


def _spellings(given: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The words of a name as they are given, then as other papers put them together; none of no words."""
    if not given:
        return
    yield given
    for parts in islice(product(*_parts(_apart(given))), _MOST_SPELLINGS):
        yield tuple(word for part in parts for word in part)


def _apart(given: Sequence[str]) -> list[str]:
    """A name's words with those apart that some papers join."""
    found: list[str] = []
    for word in given:
        ending = next(
            (one for one in _JOINED_BEFORE if word.endswith(one) and len(word) > len(one) + 1), None
        )
        if word.startswith(_SERVANT + _ARTICLE) and len(word) > len(_SERVANT) + 3:
            found += [_SERVANT, word[len(_SERVANT) :]]
        elif ending:
            found += [word.removesuffix(ending), ending]
        elif word.startswith(_FATHER[0]) and len(word) > len(_FATHER[0]) + 2:
            found += [_FATHER[0], word[len(_FATHER[0]) :]]
        else:
            found.append(word)
    return found


def _parts(apart: Sequence[str]) -> Iterator[list[tuple[str, ...]]]:
    """The ways to put each part of a name."""
    at = 0
    while at < len(apart):
        word, after = apart[at], apart[at + 1] if at + 1 < len(apart) else ""
        joins = (word == _SERVANT and after.startswith(_ARTICLE)) or after in _JOINED_BEFORE
        if word in _FATHER and after:
            yield [way for one in _FATHER for way in ((one, after), (one + after,))]
        elif joins:
            yield [(word, after), (word + after,)]
        else:
            yield [(one,) for one in _SON] if word in _SON else [(word,)]
            at -= 1
        at += 2


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


def masked(text: str, silences: Sequence[Silence]) -> str:
    """The text with each of these names replaced by what is shown for it; what is attached before it stays."""
    held = frozenset(arabic.parts(arabic.fold(text)))
    for one in silences:
        if held.isdisjoint(one.needles):  # nearly every text
            continue
        for spelling in one.spellings:
            text = _without(text, spelling, one.shown)
    if _NO_WIDTH in text:
        read = text.replace(_NO_WIDTH, "")
        shown = masked(read, silences)
        return shown if shown != read else text
    return text


def masked_article(article: Article, silences: Sequence[Silence]) -> Article:
    """The article as it may leave the house."""
    of_it = tuple(one for one in silences if one.counts_in(article.id))
    if not of_it:
        return article
    reason = masked(article.reason, of_it) if article.reason else article.reason
    return replace(article, draft=_masked_draft(article.draft, of_it), reason=reason)


def masked_version(version: Version, silences: Sequence[Silence]) -> Version:
    of_it = tuple(one for one in silences if one.counts_in(version.article))
    return replace(version, draft=_masked_draft(version.draft, of_it)) if of_it else version


def masked_headline(headline: Headline, silences: Sequence[Silence]) -> Headline:
    of_it = tuple(one for one in silences if one.counts_in(headline.id))
    if not of_it:
        return headline
    return replace(
        headline, title=masked(headline.title, of_it), abstract=_masked_lines(headline.abstract, of_it)
    )


def _masked_lines(abstract: str | None, of_it: Sequence[Silence]) -> str | None:
    """The lines under a headline, without the half of a name in which they may have been cut."""
    if not abstract:
        return abstract
    shown = masked(abstract, of_it)
    if len(abstract) < _MAY_BE_CUT and not abstract.rstrip("[]() \n").endswith(("…", "...", "..")):
        return shown
    found = list(arabic.tokens(shown[-_TAIL:]))
    last, cut = frozenset(token.text for token in found), max(len(shown) - _TAIL, 0)
    for spelling in (way for one in of_it if not last.isdisjoint(one.firsts) for way in one.spellings):
        for length in range(min(len(spelling) - 1, len(found)), 0, -1):
            run = found[-length:]
            if _attached(run, spelling[:length], shown[cut:]) is not None:
                return shown[: cut + run[0].start].rstrip()
    return shown


def masked_telling(telling: Telling, silences: Sequence[Silence]) -> Telling:
    of_it = tuple(one for one in silences if one.counts_in(telling.article))
    if not of_it:
        return telling
    before = masked(telling.before, of_it) if telling.before else telling.before
    reason = masked(telling.reason, of_it) if telling.reason else telling.reason
    return replace(telling, title=masked(telling.title, of_it), before=before, reason=reason)


def _masked_draft(draft: Draft, of_it: Sequence[Silence]) -> Draft:
    address = _spoken(draft.url)
    known = frozenset(key for one in of_it for key in one.keys)
    return replace(
        draft,
        title=masked(draft.title, of_it),
        body=masked(draft.body, of_it),
        abstract=_masked_lines(draft.abstract, of_it),
        # who signs is left out whole: initials would be another author's name
        authors=tuple(name for name in draft.authors if names.key(name) not in known),
        keywords=tuple(masked(word, of_it) for word in draft.keywords),
        label=masked(draft.label, of_it) if draft.label else draft.label,
        # an address that spells the name would give it away
        url="" if masked(address, of_it) != address else draft.url,
    )


def _spoken(url: str) -> str:
    """The words of an address, whatever parts them in it, also where it was encoded twice."""
    return _SIGNS.sub(" ", unquote(unquote(url)))


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


def _telling(spelling: tuple[str, ...], stems: tuple[frozenset[str], ...]) -> Iterator[frozenset[str]]:
    """The stems of each word that tells a name: not بن, nor one that is spelled as a preposition is."""
    for word, found in zip(spelling, stems, strict=True):
        if word not in _LINKS and analysis.says([word]):
            yield found


def _stems_of(spelling: tuple[str, ...]) -> tuple[frozenset[str], ...]:
    """The stems and spellings by which an index holds each word of a name; of the first also with what may be attached."""
    first = " ".join(form.split()[0] for form in forms(spelling))
    held = map(analysis.analysed, (first, *spelling[1:]))
    return tuple(frozenset([*word.stems, *word.surfaces]) for word in held)


def _needles(spelling: tuple[str, ...]) -> tuple[str, ...]:
    """A name's last word; of a name of one word all its forms, since anything may be attached to it."""
    return spelling[-1:] if len(spelling) > 1 else tuple(forms(spelling))


def forms(spelling: tuple[str, ...]) -> Iterator[str]:
    """The name as it may stand in a text, folded, with each thing that may be attached before it."""
    first, rest = spelling[0], " ".join(spelling[1:])
    for attached in _ATTACHED:
        yield f"{attached}{first} {rest}".strip()
    if first.startswith(_ARTICLE):
        for attached in ("", "و", "ف"):
            yield f"{attached}ل{first[1:]} {rest}".strip()
