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
    """The node in a line: own stems of terms, `"` around rows, `*` behind beginnings."""
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


def _forms(term: Node) -> set[str]:
    assert isinstance(term, Term)
    return {" ".join(form.words) for form in term.forms}


def test_what_is_only_kin_to_a_word_answers_it_and_excludes_nothing() -> None:
    wanted, excluded = _asked("انسحب -انسحب").root.parts
    assert isinstance(excluded, Without)
    assert "انسحاب" in _forms(wanted)
    assert "انسحاب" not in _forms(excluded.part)
    assert "انسحاب" in _forms(_asked("مصر -(-انسحب)").root.parts[1])


def test_words_beside_each_other_may_be_one_name() -> None:
    for text in ("فيس بوك", "(فيس بوك) OR كأس", "title:(فيس بوك)"):
        assert "فيسبوك" in _forms(_asked(text).terms[0])
    assert len(_asked("فيس OR بوك").terms) == 2


def test_a_word_of_one_field_is_another_than_the_same_word_of_all() -> None:
    ask = _asked("مصر title:مصر")
    assert [term.field for term in ask.terms] == [None, Field.TITLE]
    assert all(isinstance(term, Term) for term in ask.terms)


def test_filters_stand_in_the_tree() -> None:
    here = Here({Kind.COUNTRY: Names.of([("eg", "مصر"), ("tn", "تونس")])})
    ask = asked(grammar.read("خبر (البلد:مصر OR البلد:تونس) من:2026 -يوم:2026-02", here=here))
    assert _said(ask.root) == "(خبر (country=eg | country=tn) 2026-01-01..None -2026-02-01..2026-02-28)"
