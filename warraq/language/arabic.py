"""How is Arabic compared: which spellings are one word, where are the words of a text, which stem do their forms share?"""

from __future__ import annotations

from warraq.language.folding import MAX_LETTERS, WORD, Token, fold, parts, tokens
from warraq.language.stemming import stem

__all__ = ["MAX_LETTERS", "WORD", "Token", "fold", "parts", "stem", "tokens"]
