"""How is a part of a question written so that it is read as the same part again?

Fields have their English names, and names and dates stand in quotes, so that no word behind them is taken for more of them.
"""

from __future__ import annotations

from warraq.query import fields
from warraq.query.lexemes import COLON, FAMILIES, may_say_or, says_or
from warraq.query.tree import All, Any, Dated, In, Not, Of, Part, Phrase, Prefix, Word

# Before a word that would else be an operator or a field: punctuation, which is no part of a word.
_ESCAPE = ","


def written(part: Part) -> str:
    match part:
        case Word(text):
            return _ESCAPE + text if _means_more(text) else text
        case Phrase(text):
            return f'"{text}"' if frozenset(FAMILIES[1]).isdisjoint(text) else f"«{text}»"
        case Prefix(text):
            return f"{text}*"
        case Of() | Dated():
            return fields.written(part)
        case In(field, Word(text)):
            return f"{field.value}:{text}"
        case In(field, inner):
            return f"{field.value}:{_enclosed(inner)}"
        case Not(inner):
            return f"-{_enclosed(inner)}"
        case Any(parts):
            return f"({' OR '.join(map(written, parts))})"
        case All(parts):
            return f"({' '.join(map(written, parts))})"


def _enclosed(part: Part) -> str:
    return f"({written(part)})" if isinstance(part, Not) else written(part)


def _means_more(text: str) -> bool:
    colon = COLON.search(text)
    field = colon is not None and fields.meaning(text[: colon.start()]) is not None
    return field or says_or(text) or may_say_or(text)
