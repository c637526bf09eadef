"""Which stem do the forms of a word share?

Light10's affixes, and before them what the lists know: words that only look inflected, broken plurals, forms of verbs,
and words behind a lone proclitic.
"""

from __future__ import annotations

from warraq.language.affixes import (
    shortened,
    without_article,
    without_possessive,
    without_proclitics,
    without_suffixes,
)
from warraq.language.lexicon import Lexicon, lexicon


def stem(word: str) -> str:
    """The light stem of one folded word; words of other scripts and digits are returned as they are."""
    if not word or not "\u0621" <= word[0] <= "\u064a":
        return word
    known = lexicon()
    return _looked_up(word, known) or _by_rule(word)


def knows(word: str) -> bool:
    """Whether a folded word is of the lists, with all that may be attached to it."""
    return bool(_looked_up(word, lexicon()))


def is_foreign(word: str) -> bool:
    """Whether a folded Arabic word is a name, or none that we know: it may then be spelled in other ways."""
    known = lexicon()
    own = _looked_up(word, known)
    return own is None or own in known.names


def _looked_up(word: str, known: Lexicon) -> str | None:
    """The stem of a word that the lists know, with all that is attached. الفهم is no ألف of theirs: a word with its article
    comes before any that only the endings make."""
    if word.startswith("ال") and word not in known.words and word[2:] in known.words:
        return _known(word[2:], known, verbs=False)
    if word[0] in "بل" and word not in known.words and known.forms.get(word[1:]) == word[1:]:
        return word[1:]  # لغزة is for Gaza before it is somebody's riddle
    return _known(word, known) or _behind_clitics(word, known)


def _behind_clitics(word: str, known: Lexicon) -> str | None:
    """The stem of a word that the lists know with something before it."""
    if named := without_article(word):
        return _not_the_article(word, named, known) or _known(named, known, verbs=False)
    for proclitic, rest in without_proclitics(word):
        now = rest in known.present
        if "س" in proclitic and not now:
            continue
        # ب ل ك stand before nouns, and ب and ل before the present: بولت is a runner and no verb
        if own := _known(rest, known, verbs=proclitic[-1] not in "بلك" or now):
            return own
    return None


def _by_rule(word: str) -> str:
    """Light10's stem."""
    if named := without_article(word):
        return without_suffixes(named)
    return without_suffixes(word[1:] if word[0] == "و" and len(word) > 3 else word)


def _not_the_article(word: str, named: str, known: Lexicon) -> str | None:
    """The stem of a known word that begins with what looks like the article: و + ألمانيا, ل + (ال) + لجنة."""
    if word.startswith("لل"):
        return _known(word[1:], known) if named not in known.forms and word[1:] not in known.verbs else None
    rests = (rest for _, rest in without_proclitics(word) if rest.startswith("ال"))
    return next(filter(None, (_known(rest, known) for rest in rests)), None)


def _known(word: str, known: Lexicon, *, verbs: bool = True) -> str | None:
    """The stem of a word that the lists know, whatever follows it. `verbs`: it may be a form of a verb."""
    if own := known.forms.get(word) or (verbs and known.verbs.get(word)):
        return own
    for shorter in shortened(word):
        if shorter in known.bare:
            return shorter
    stemmed = without_suffixes(word)
    if word in known.words:
        return stemmed
    owned = list(without_possessive(word))
    if word[-1] not in "يك":  # دولي is no possessive of دول
        for one in owned:
            if own := known.forms.get(one):
                return own
    if stemmed in known.stems:
        return stemmed
    return next((stem for one in owned if (stem := _owned(one, known, verbs=verbs))), None)


def _owned(word: str, known: Lexicon, *, verbs: bool) -> str | None:
    if own := known.forms.get(word) or (verbs and known.verbs.get(word)):
        return own
    stemmed = without_suffixes(word)
    return stemmed if word in known.words or (word.endswith("ات") and stemmed in known.stems) else None
