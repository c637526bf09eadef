"""What does each way of answering weigh beside the others? All of it in one place.

A score is a sum of BM25 (k1 1.2, b .75, as tantivy has them), one a word, form and field, each times its weight here; times
what the article's date adds. The weights follow from the language and are tuned on halves of the development sets that no
figure is reported on (`evaluation.search`).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Weights:
    """`stem`: a form of the word in title or body, times the form's own weight. `surface`: exactly the spelling asked for.
    `title`: a form in the title, in addition; `lead`: one among the first words of the body. `gram`: each run of four
    letters of the word, only of relatives, where `gram_words` or fewer are sought.

    `dated`: whether a younger article counts a little more (`A_YEAR`).
    """

    stem: float = 1.0
    surface: float = 0.2
    title: float = 0.5
    lead: float = 0.3
    gram: float = 0.5
    gram_words: int = 24
    dated: bool = True


WEIGHTS = Weights()

# The forms of a word are one word: the best that an article holds counts whole, the others so much. Summed whole, a word of
# many forms would weigh as many words do.
OTHER_FORMS = 0.4

# What an article gains by being a year younger, of what one of the year 2000 has: today's counts 1.3 % more than last
# year's and 15 % more than one ten years old, so that dates decide between equals and little else.
A_YEAR = 0.02

# With fewer answers than this, articles that hold only some of the words follow them.
ENOUGH = 10

# Of a few words an article that holds all as they were typed stands before the rest. One that holds some of them by other
# names only (a dialect's, a verb's noun) may speak of something else: it has so much more weight than its relatives, as six
# rare words have. Whoever asks in more words than LONG (a pasted headline, a sentence) does not mean that each must stand in
# the article.
LONG = 5
WHOLE = 16.0
WHOLE_OF_MANY = 8.0

# Of the words of a question so many, the rarest, find relatives; the others only weigh.
SOUGHT = 16
