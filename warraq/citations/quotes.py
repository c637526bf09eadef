"""Which words are somebody's own, and whose? Quoted passages with the speaker that a verb of saying names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from warraq.citations import lexicon
from warraq.citations.mentions import mention
from warraq.citations.text import Text, read
from warraq.language import arabic

_PASSAGE = re.compile(r"«([^«»]{1,1500})»|“([^“”]{1,1500})”|\"([^\"\n]{1,1500})\"")
_WORDS = 4  # fewer words in quotation marks are a name or a figure of speech
_BEFORE = 30  # words before a quotation in which its verb stands
_NAME = 6  # words of a speaker's name


@dataclass(frozen=True, slots=True)
class Quote:
    """`text[start:end]` are the words without their marks; the speaker as printed, with its own place, or `None`."""

    start: int
    end: int
    speaker: str | None
    speaker_start: int | None
    speaker_end: int | None


def quotes(original: str) -> tuple[Quote, ...]:
    """The quoted passages of four words and more, in order. «وأضاف» goes on with the speaker before."""
    text = read(original)
    found: list[Quote] = []
    last: tuple[str, int, int] | None = None
    after = 0
    for passage in _PASSAGE.finditer(original):
        group = next(number for number in (1, 2, 3) if passage[number] is not None)
        start, end = passage.span(group)
        if len(arabic.WORD.findall(passage[group])) < _WORDS:
            continue
        speaker, continued = _speaker(text, original, after, passage.start(), passage.end())
        speaker = speaker or (last if continued else None)
        last = speaker or last
        found.append(Quote(start, end, *(speaker or (None, None, None))))
        after = passage.end()
    return tuple(found)


def _speaker(
    text: Text, original: str, after: int, opens: int, closes: int
) -> tuple[tuple[str, int, int] | None, bool]:
    """Whose passage it is, from the verb of saying nearest before it in its own line, else right after it; and whether a
    verb without a subject goes on with whoever spoke before."""
    line = max(original.rfind("\n", 0, opens) + 1, after)
    words = [at for at, word in enumerate(text.words) if line <= word.start < opens][-_BEFORE:]
    continued = False
    for at in reversed(words):
        if _is_saying(text, at):
            if (named := _named(text, at + 1, opens)) is not None:
                return named, False
            continued = True
            break
    following = [at for at, word in enumerate(text.words) if closes <= word.start <= closes + 15][:2]
    for at in following:
        if _is_saying(text, at) and (named := _named(text, at + 1, len(original))) is not None:
            return named, False
    return None, continued


def _is_saying(text: Text, at: int) -> bool:
    word = text.words[at].text
    said = word[1:] if word[:1] in ("و", "ف") and word[1:] in lexicon.VERBS else word
    return said in lexicon.VERBS and said not in lexicon.HANDING_ON


def _named(text: Text, at: int, before: int) -> tuple[str, int, int] | None:
    """The subject after a verb: a source, or the words up to «إن», a comma or a sign, none of them a stop word."""
    if at >= len(text.words) or text.parted(at):
        return None
    if (said := mention(text, at)) is not None and not said.onto:
        start, end = text.words[said.first].start, text.words[said.last - 1].end
        return text.original[start:end], start, end
    taken = list(_words(text, at, before))
    if not taken or len(taken) > _NAME:
        return None
    start, end = text.words[taken[0]].start, text.words[taken[-1]].end
    return text.original[start:end], start, end


def _words(text: Text, at: int, before: int) -> Iterator[int]:
    while at < len(text.words) and text.words[at].end <= before:
        if text.words[at].text in lexicon.STOPS or text.words[at].text in lexicon.FILLERS:
            return
        yield at
        at += 1
        if text.parted(at) or any(sign in text.between[at] for sign in '«"“'):
            return
