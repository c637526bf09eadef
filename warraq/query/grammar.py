"""How is what a reader types read as a question? Any text is one: nothing typed is an error.

Words beside each other must all hold; quotes hold a phrase together; a glued hyphen excludes; a star ends the beginning of a
word; parentheses group. `OR` joins its neighbours before anything else does; `أو` does so only in parentheses, or beside quotes,
parentheses or fields, since readers paste headlines. So too a name before a colon is a field only where it is one of `query.fields` and means
something with what follows. Everything else, `|` among it, is punctuation.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from functools import reduce

from warraq.language import arabic
from warraq.query import fields, stars
from warraq.query.days import Span
from warraq.query.fields import Order, When
from warraq.query.lexemes import COLON, MARKS, Lexeme, lexemes, may_say_or, says_or
from warraq.query.names import NOWHERE, Here
from warraq.query.tree import (
    All,
    Dated,
    Field,
    In,
    Kind,
    Not,
    Note,
    Of,
    Part,
    Phrase,
    Prefix,
    Question,
    Sort,
    Typed,
    Word,
    either,
    flat,
    positive,
)
from warraq.query.written import written

# What is read of a question: words beyond are left out, and said so. A filter counts as a word.
MAX_TERMS = 64
_WORD_LETTERS, _PHRASE_LETTERS = 1024, 4096
# How many words a name or a date may be of where no quotes hold them together.
_LONGEST_VALUE = 7
_MOST_LISTED = 32  # names with commas between
_COMMA = re.compile("[,،]")
_MARKS = re.compile(f"[{MARKS}]+")
_EDGES = ".,،؛;:!؟?…"


def read(
    text: str,
    *,
    here: Here = NOWHERE,
    sort: Sort | None = None,
    sources: Iterable[str] = (),
    since: date | None = None,
    until: date | None = None,
) -> Question:
    """The question that a text asks. Never raises, whatever the text. A given `sort` comes before the text's."""
    notes: dict[Note, None] = {}
    reader = _Reader(text, here, notes)
    parts = reader.outermost()
    if parts and not any(positive(All(parts))):
        notes["only_exclusions", ""] = None
    return Question(
        All(parts),
        sort or reader.sort or Sort.BEST,
        frozenset(sources),
        since,
        until,
        tuple(notes),
        typed=tuple(reader.typed),
    )


def format(question: Question) -> str:  # noqa: A001  the inverse of `read`, and only ever called as grammar.format
    """A text that `read` reads as the same tree and order. What narrows the question beside its tree is not in it."""
    said = [written(part) for part in question.tree.parts]
    return " ".join([*said, "sort:newest"] if question.sort is Sort.NEWEST else said)


class _Reader:
    """One walk over the pieces of a text."""

    def __init__(self, text: str, here: Here, notes: dict[Note, None]) -> None:
        self.sort: Sort | None = None
        self.typed: list[Typed] = []
        self._text = text
        self._here = here
        self._notes = notes
        self._pieces, more = lexemes(text, notes)
        self._at = 0
        self._left = MAX_TERMS
        self._depth = 0
        self._spans: dict[Part, Span] = {}
        if more:
            self._cut()

    def outermost(self) -> tuple[Part, ...]:
        return flat(self._in_order(self._parts(None, outermost=True)))

    # groups

    def _parts(self, inside: Field | None, *, outermost: bool = False) -> list[Part]:
        """Up to the closing parenthesis, or the end."""
        parts: list[Part] = []
        joining = False
        while (piece := self._here_now()) is not None and piece.kind != "close":
            if self._left <= 0 and not _says_nothing(piece):
                self._cut()
                self._at = len(self._pieces)
                break
            if self._is_or(piece, parts):
                joining = self._join(parts, joining)
                continue
            if _says_nothing(piece):
                self._star(piece)
                self._at += 1
                continue
            part = self._part(piece, inside)
            if part is None:
                joining = joining and self._lost_side()
            elif joining:
                self.typed = [one for one in self.typed if one.part is not parts[-1]]
                parts[-1] = either(parts[-1], part)
                joining = False
            else:
                parts.append(part)
                if outermost and isinstance(part.part if isinstance(part, Not) else part, Of | Dated):
                    self.typed.append(Typed(part, piece.start, self._pieces[self._at - 1].end))
        if joining:
            self._lost_side()
        return parts

    def _here_now(self) -> Lexeme | None:
        return self._pieces[self._at] if self._at < len(self._pieces) else None

    def _is_or(self, piece: Lexeme, before: list[Part]) -> bool:
        if piece.kind != "word" or piece.excluded:
            return False
        if says_or(piece.text):
            return True
        if not may_say_or(piece.text) or not before or self._at + 1 >= len(self._pieces):
            return False
        last, after = self._pieces[self._at - 1], self._pieces[self._at + 1]
        held = self._depth > 0 or last.kind != "word" or isinstance(before[-1], Of | Dated | In)
        return after.kind != "close" and (held or after.kind != "word" or self._names_field(self._at + 1))

    def _join(self, parts: list[Part], joining: bool) -> bool:
        """Whether the next part is joined to the last one."""
        self._at += 1
        if joining or not parts:
            return self._lost_side() or joining
        return True

    def _lost_side(self) -> bool:
        if self._left > 0:
            self._notes["or_without_side", ""] = None
        return False

    def _part(self, piece: Lexeme, inside: Field | None) -> Part | None:
        part = self._plain_part(piece, inside)
        if not piece.excluded or part is None:
            return part
        return part.part if isinstance(part, Not) else Not(part)

    def _plain_part(self, piece: Lexeme, inside: Field | None) -> Part | None:
        if piece.kind == "open":
            return self._group(inside)
        if piece.kind == "word" and inside is None and self._names_field(self._at):
            return self._field()
        self._at += 1
        return self._phrase(piece.text) if piece.kind == "phrase" else self._word(piece.text)

    def _group(self, inside: Field | None) -> Part | None:
        self._at, self._depth = self._at + 1, self._depth + 1
        parts = flat(self._parts(inside))
        self._at, self._depth = min(self._at + 1, len(self._pieces)), self._depth - 1
        return parts[0] if len(parts) == 1 else All(parts) if parts else None

    # words

    def _word(self, text: str) -> Part | None:
        text = self._first(_WORD_LETTERS, text)
        beginning = stars.beginning(text) if "*" in text else None
        if beginning is not None and stars.too_short(beginning):
            self._notes["prefix_too_short", beginning] = None
            beginning = None
        elif beginning is None and "*" in text and stars.stray(text):
            self._notes["star_inside", text] = None
        kept = self._kept(text)
        return None if not kept else Word(kept) if beginning is None else Prefix(beginning)

    def _phrase(self, text: str) -> Part | None:
        kept = self._kept(self._first(_PHRASE_LETTERS, text))
        return Phrase(kept) if kept else None

    def _first(self, letters: int, text: str) -> str:
        if len(text) > letters:
            self._cut()
        return text[:letters]

    def _kept(self, text: str) -> str:
        """The text from its first to its last word, as many as are still read; "" for none."""
        terms = []
        for term in arabic.tokens(text):
            terms.append(term)
            if len(terms) > self._left:
                self._cut()
                # a ligature that spells several words is kept whole or not at all
                terms = [one for one in terms[: self._left] if one.end <= term.start]
                self._left = len(terms)
                break
        self._left -= len(terms)
        return text[terms[0].start : terms[-1].end] if terms else ""

    def _cut(self) -> None:
        self._notes["cut", str(MAX_TERMS)] = None

    def _star(self, piece: Lexeme) -> None:
        if stars.alone(piece.text):
            self._notes["lone_star", ""] = None

    # fields

    def _names_field(self, at: int) -> bool:
        return self._named(at) is not None

    def _named(self, at: int) -> tuple[fields.Meaning, str, int, int] | None:
        """What the piece there names, the name as typed, where its value begins, and the piece that its colon is in."""
        text, start = self._pieces[at].text, self._pieces[at].content
        if colon := COLON.search(text):
            name, value, last = text[: colon.start()], start + colon.end(), at
        elif at + 1 < len(self._pieces) and COLON.match(self._pieces[at + 1].text):
            after = self._pieces[at + 1]
            if after.kind != "word" or after.excluded:
                return None
            name, value, last = text, after.content + 1, at + 1
        else:
            return None
        meaning = fields.meaning(name)
        return None if meaning is None else (meaning, _MARKS.sub("", name), value, last)

    def _field(self) -> Part | None:
        named = self._named(self._at)
        assert named is not None
        meaning, name, start, last = named
        self._at = last + 1
        if any(arabic.tokens(self._text[start : self._pieces[last].end][:_WORD_LETTERS])):
            return self._behind(meaning, start, last)
        after = self._here_now()
        if after is not None and after.start == start and after.kind in ("phrase", "open"):
            return self._held_together(meaning, after)
        return self._spaced(meaning, name, after)

    def _behind(self, meaning: fields.Meaning, start: int, first: int) -> Part | None:
        """A value of words that begins right behind the colon, in the piece there."""
        if isinstance(meaning, Field):
            part = self._word(self._text[start : self._pieces[first].end])
            return In(meaning, part) if part is not None else None
        found = self._longest(meaning, start, first)
        if found is None:
            typed = self._text[start : self._pieces[self._at - 1].end].strip(_EDGES)
            self._notes[fields.unknown(meaning), typed] = None
        return self._filter(meaning, found)

    def _held_together(self, meaning: fields.Meaning, after: Lexeme) -> Part | None:
        """A value in quotes or parentheses."""
        if isinstance(meaning, Field):
            self._at += after.kind == "phrase"
            part = self._phrase(after.text) if after.kind == "phrase" else self._group(meaning)
            return In(meaning, part) if part is not None else None
        return self._filters(meaning, self._values(meaning, noted=True))

    def _spaced(self, meaning: fields.Meaning, name: str, after: Lexeme | None) -> Part | None:
        """With a space behind the colon names and dates count, where they are some; of words nobody could tell."""
        if after is None or after.kind == "close":
            self._notes["empty_field", name] = None
            return None
        if not isinstance(meaning, Field) and not after.excluded:
            before = self._at
            longest = self._longest(meaning, after.start, before) if after.kind == "word" else None
            found = [longest] if longest is not None else []
            if after.kind != "word":
                found = self._values(meaning, noted=False)
            if found:
                return self._filters(meaning, found)
            self._at = before
        self._notes["field_as_text", name] = None
        return self._word(name)

    def _longest(self, meaning: Kind | When | Order, start: int, first: int) -> fields.Value | None:
        """The value of most words that means something, from `start` in the piece `first`; goes behind it."""
        ends = [first]
        while len(ends) < _LONGEST_VALUE and self._goes_on(ends[-1] + 1):
            ends.append(ends[-1] + 1)
        for end in reversed(ends):
            typed = self._text[start : self._pieces[end].end]
            found = fields.value(meaning, typed, self._here)
            if found is not None or (isinstance(meaning, When) and fields.has_year(typed)):
                self._at = end + 1
                return found
        self._at = first + 1
        return self._listed(meaning, self._text[start : self._pieces[first].end])

    def _goes_on(self, at: int) -> bool:
        if at >= len(self._pieces):
            return False
        piece = self._pieces[at]
        plain = piece.kind == "word" and not piece.excluded and not self._names_field(at)
        return plain and not says_or(piece.text) and not may_say_or(piece.text)

    def _listed(self, meaning: Kind | When | Order, typed: str) -> fields.Value | None:
        """Names with commas between; `None` unless each is one. Of dates no more than one."""
        named = [one for one in _COMMA.split(typed, _MOST_LISTED) if one.strip()]
        found = [fields.value(meaning, one, self._here) for one in named]
        known = [one for one in found if one is not None]
        several = fields.joined(known) if known and len(known) == len(found) else []
        return several[0] if len(several) == 1 else None

    def _values(self, meaning: Kind | When | Order, *, noted: bool) -> list[fields.Value]:
        """What stands in the quotes or parentheses here: names as one value, each date; goes behind them."""
        found = []
        for typed in self._names():
            one = fields.value(meaning, typed, self._here) or self._listed(meaning, typed)
            if one is not None:
                found.append(one)
            elif noted:
                self._notes[fields.unknown(meaning), typed] = None
        return fields.joined(found)

    def _names(self) -> list[str]:
        """What is named in the quotes or parentheses here: what stands between words for "or", or in quotes of its own."""
        first = self._pieces[self._at]
        self._at += 1
        if first.kind == "phrase":
            return [first.text.strip()]
        names: list[str] = []
        begin, depth = first.end, 1
        while depth:
            piece = self._pieces[self._at]
            self._at += 1
            depth += (piece.kind == "open") - (piece.kind == "close")
            if piece.kind != "word" or may_say_or(piece.text) or says_or(piece.text):
                names.append(self._text[begin : piece.start])
                begin = piece.end
            if piece.kind == "phrase":
                names.append(piece.text)
        return [name.strip() for name in names if any(arabic.tokens(name))]

    def _filters(self, meaning: fields.Meaning, found: Sequence[fields.Value]) -> Part | None:
        """Any of several dates will do."""
        parts = [part for one in found if (part := self._filter(meaning, one)) is not None]
        return reduce(either, dict.fromkeys(parts)) if parts else None

    def _filter(self, meaning: fields.Meaning, found: fields.Value | None) -> Part | None:
        if found is None:
            return None
        if isinstance(found, Sort):
            self.sort = self.sort or found
            return None
        if self._left <= 0:
            self._cut()
            return None
        self._left -= 1
        if isinstance(found, Of | Dated):
            return found
        assert isinstance(meaning, When)
        part = fields.dated(meaning, found)
        self._spans[part] = found
        return part

    def _in_order(self, parts: list[Part]) -> list[Part]:
        """One first and one last day that would leave none are exchanged."""
        firsts = [part for part in parts if isinstance(part, Dated) and part.until is None]
        lasts = [part for part in parts if isinstance(part, Dated) and part.since is None]
        if len(firsts) != 1 or len(lasts) != 1:
            return parts
        first, last = firsts[0], lasts[0]
        if first.since is None or last.until is None or first.since <= last.until:
            return parts
        self._notes["from_after_to", f"{first.since} – {last.until}"] = None
        changed: dict[Part, Part] = {
            first: Dated(self._spans[last][0], None),
            last: Dated(None, self._spans[first][1]),
        }
        self.typed = [Typed(changed.get(one.part, one.part), one.start, one.end) for one in self.typed]
        return [changed.get(part, part) for part in parts]


def _says_nothing(piece: Lexeme) -> bool:
    return piece.kind == "word" and not any(arabic.tokens(piece.text[:_WORD_LETTERS]))
