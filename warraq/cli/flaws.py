"""How does the command line say that a question was not quite one?"""

from __future__ import annotations

from typing import Final

from warraq.query.tree import Flaw, Note

_SAID: Final[dict[Flaw, str]] = {
    "cut": "The query is longer than can be searched for at once; its first {value} words were read.",
    "unbalanced_quote": "The quotation mark {value} is never closed; what follows was read as words, not as a phrase.",
    "unbalanced_parenthesis": "The parenthesis {value} has no other; the query was read without it.",
    "too_deep": "Parentheses stand in more than {value} others; the inner ones were read as if they were not there.",
    "or_without_side": "OR lacks a word before or after it; the query was read without it.",
    "empty_field": "Nothing follows {value}:, so it narrows nothing.",
    "field_as_text": "A space follows {value}:, so it was searched for as a word; without the space it narrows the search.",
    "unknown_source": "No paper here is called {value}; it narrows nothing.",
    "unknown_section": "No section is called {value}; it narrows nothing.",
    "unknown_country": "No country is called {value}; it narrows nothing.",
    "unknown_language": "No language is called {value}; it narrows nothing.",
    "unknown_place": "No place is called {value}; it narrows nothing.",
    "unknown_sort": "There is no order called {value}; write sort:newest or sort:best.",
    "unread_date": "The date {value} was not understood and narrows nothing; write 2025-12-23, 2025-12, 2025 or 1447-07.",
    "from_after_to": "The first day is after the last ({value}); they were exchanged.",
    "lone_star": "A star alone stands for nothing; put it behind the beginning of a word: report*",
    "star_inside": "A star works only at the end of a word; {value} was read without it.",
    "prefix_too_short": "{value} is too short to search for what begins with it; it was read as a whole word.",
    "only_exclusions": "The query only says what to leave out; add a word to look for.",
}


def told(note: Note) -> str:
    """The note as a sentence."""
    flaw, value = note
    return _SAID[flaw].replace("{value}", value)
