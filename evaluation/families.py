"""To which family of phenomena does a judged query belong? By the words of its label, never by its own."""

from __future__ import annotations

SPELLING = "spelling"
MORPHOLOGY = "morphology"
NAMES = "names and transliteration"
QUESTIONS = "questions"
TYPOS = "typos and dialect"
OTHER = "other"

# Beginnings of words, looked for in this order: "hamza-drop person" is about spelling before it is about a person.
_WORDS = (
    (TYPOS, "typo misspel mistyp dialect darija colloquial vocabular keyboard swapped lost"),
    (QUESTIONS, "question who when why how ask"),
    (
        MORPHOLOGY,
        "plural definite indefinite prefix suffix clitic proclitic enclitic attached stem dual month morpholog inflect "
        "conjug verb gender femin possessive deriv",
    ),
    (
        SPELLING,
        "hamza alef alif maqsura marbuta ya vowel harakat diacritic tatweel kashida digit numeral spell orthograph "
        "spacing glued presentation persian punctuat",
    ),
    (
        NAMES,
        "translit name latin person acronym abbrev alias product brand foreign roman arabizi",
    ),
)


def family(phenomenon: str | None, *, said: str | None = None) -> str:
    """The family that a query's data name, else the one its phenomenon tells."""
    if said:
        return said
    label = "".join(one if one.isalpha() else " " for one in (phenomenon or "").casefold()).split()
    for name, words in _WORDS:
        beginnings = tuple(words.split())
        if any(word == one if len(one) < 3 else word.startswith(one) for word in label for one in beginnings):
            return name
    return OTHER
