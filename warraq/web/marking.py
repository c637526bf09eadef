"""How does a reader see which words went and which came? Struck through and underlined, and said to those who listen."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup, escape

from warraq.duplicates.difference import Fate, Piece
from warraq.web import wording

_TAGS = {Fate.GONE: Markup("del"), Fate.NEW: Markup("ins")}


def marked(pieces: Iterable[Piece]) -> Markup:
    """The pieces as HTML. White space at a piece's end stays outside its mark."""
    return Markup("").join(_marked(piece) for piece in pieces)


def _marked(piece: Piece) -> Markup:
    if piece.fate is Fate.SAME:
        return escape(piece.text)
    words = piece.text.rstrip()
    said = wording.said("difference", f"{piece.fate.value}_moved" if piece.moved else piece.fate.value)
    kind = Markup(' class="moved"') if piece.moved else Markup("")
    return Markup('<{tag}{kind}><span class="unseen">{said} </span>{words}</{tag}>{rest}').format(
        tag=_TAGS[piece.fate], kind=kind, said=said, words=words, rest=piece.text[len(words) :]
    )
