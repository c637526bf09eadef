"""Is what a question seeks independent of how it is spelled, and does its tree keep its meaning?"""

from __future__ import annotations

import pytest

from warraq.query import grammar
from warraq.query.asked import Asked, Beginning, Both, Either, Held, Node, Row, Term, Without, asked
from warraq.query.names import Here, Names
from warraq.query.tree import Field, Kind


def _asked(text: str) -> Asked:
    return asked(grammar.read(text))


def _said(node: Node) -> str:
    """The node in a line: each term's own stem, `"` around rows, `*` behind beginnings."""
    match node:
        case Term():
            said = " ".join(node.forms[0].words)
            return f"{node.field}:{said}" if node.field else said
        case Row():
            said = f'"{" ".join(node.surfaces)}"'
            return f"{node.field}:{said}" if node.field else said
        case Beginning():
            return f"{node.surface}*"
        case Without(part):
            return f"-{_said(part)}"
        case Both(parts):
            return f"({' '.join(map(_said, parts))})"
        case Either(parts):
            return f"({' | '.join(map(_said, parts))})"
        case Held(kind, values):
            return f"{kind}={','.join(values)}"
        case _:
            return f"{node.since}..{node.until}"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("مصر ومصر مصـر", "(مصر)"),
        ("ما هو موعد الانتخابات في مصر", "(موعد انتخاب مصر)"),
        ("في من", "(في من)"),
        ('في "مجلس الوزراء"', '("مجلس الوزراء")'),
        ("«من الوزارة»", '("من الوزاره")'),
        ("مصر -تونس -covid-19", "(مصر -تونس -(covid 19))"),
        ('مصر -"كأس العالم"', '(مصر -"كاس العالم")'),
        ("(مصر في) OR تونس وزير", "((مصر | تونس) وزير)"),
        ("مصر -(تونس ليبيا)", "(مصر -(تونس ليبيا))"),
        ("مصر -(تونس OR ليبيا)", "(مصر -(تونس | ليبيا))"),
        ("مدرس*", "(مدرس*)"),
        ("title:(مصر OR «كأس العالم») author:أحمد", '((title:مصر | title:"كاس العالم") author:احمد)'),
        ("؟ (!) -«…»", "()"),
    ],
)
def test_the_tree_is_analysed(text: str, said: str) -> None:
    assert _said(_asked(text).root) == said


def test_what_is_sought_is_told_apart_from_what_is_excluded() -> None:
    ask = _asked('مصر -تونس ("كأس العالم" OR مدرس*) -(ليبيا -المغرب) title:وزير')
    assert [_said(term) for term in ask.terms] == ["مصر", '"كاس العالم"', "مدرس*", "مغرب", "title:وزير"]


@pytest.mark.parametrize("text", ["", "؟", "-مصر", '-"كأس العالم"', "-(مصر OR تونس)"])
def test_a_question_without_anything_positive_is_empty(text: str) -> None:
    assert _asked(text).empty
    assert grammar.read(text).empty


def test_a_looser_question_needs_only_one_of_its_outermost_words() -> None:
    loosened = _asked('مصر تونس "كأس العالم" -ليبيا (وزير OR سفير)').loosened
    assert loosened is not None
    assert _said(loosened) == '((مصر | تونس) "كاس العالم" -ليبيا (وزير | سفير))'
    assert _asked("مصر").loosened is None
    assert _asked('"مصر" "تونس"').loosened is None


def test_a_word_of_one_field_is_another_than_the_same_word_of_all() -> None:
    ask = _asked("مصر title:مصر")
    assert [term.field for term in ask.terms] == [None, Field.TITLE]
    assert all(isinstance(term, Term) for term in ask.terms)


def test_filters_stand_in_the_tree() -> None:
    here = Here({Kind.COUNTRY: Names.of([("eg", "مصر"), ("tn", "تونس")])})
    ask = asked(grammar.read("خبر (البلد:مصر OR البلد:تونس) من:2026 -يوم:2026-02", here=here))
    assert _said(ask.root) == "(خبر (country=eg | country=tn) 2026-01-01..None -2026-02-01..2026-02-28)"
