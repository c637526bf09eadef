"""Does a model tell desks by words alone, of papers that taught it nothing, and say when it does not know?"""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from warraq.errors import SettingsError
from warraq.sections import learning, sureness
from warraq.sections.learning import Example
from warraq.sections.model import Model, chances, counted, guessed, likely, read, written

WORDS = {
    "sports": ["مباراة", "هدف", "المدرب", "لاعب", "الدوري", "كأس", "المنتخب", "ملعب", "فريق", "حكم"],
    "economy": ["بورصة", "أسهم", "مصرف", "استثمار", "نفط", "سعر", "تضخم", "صادرات", "شركة", "ميزانية"],
    "world": ["واشنطن", "باريس", "رئيس", "برلمان", "انتخابات", "وزير", "قمة", "سفارة", "روسيا", "كوريا"],
    "arab": ["دمشق", "بغداد", "صنعاء", "بيروت", "غزة", "القاهرة", "تونس", "طرابلس", "الخرطوم", "عدن"],
}
COMMON = ["قال", "في", "اليوم", "من", "على", "إن", "بعد", "أمس", "مصدر", "بيان"]


def article(desk: str, dice: random.Random) -> tuple[str, str]:
    said = dice.choices(WORDS[desk], k=6) + dice.choices(COMMON, k=8)
    dice.shuffle(said)
    return " ".join(dice.choices(WORDS[desk], k=2)), " ".join(said)


def press(*, without_arab: bool = False) -> list[Example]:
    """Three papers of forty articles a desk; the last may have no desk for the Arab world, which it files under the world."""
    dice, examples = random.Random(7), []
    for paper in ("nahar", "sada", "ufuq"):
        for desk in WORDS:
            label = "world" if without_arab and paper == "ufuq" and desk == "arab" else desk
            examples += [Example(paper, label, counted(*article(desk, dice))) for _ in range(40)]
    return examples


def best(model: Model, title: str, body: str) -> str:
    found = guessed(model, counted(title, body))
    assert found is not None
    return found.label


def test_a_desk_is_told_by_words_that_are_bent_otherwise() -> None:
    model, _ = learning.learnt(press())
    assert best(model, "فوز المنتخبين", "وسجّل لاعبوهما أهدافًا في الملاعب") == "sports"
    assert best(model, "البورصات", "تراجعت الأسهم والمصارف واستثماراتها") == "economy"


def test_the_same_articles_teach_the_same_model() -> None:
    first, second = learning.learnt(press()), learning.learnt(press())
    assert written(first[0]) == written(second[0])


def test_each_paper_is_judged_by_a_model_that_it_did_not_teach() -> None:
    _, lessons = learning.learnt(press())
    assert lessons.keys() == {"nahar", "sada", "ufuq"}
    assert all(one.right is not None and one.right >= 150 for one in lessons.values())
    assert lessons["nahar"].labels == dict.fromkeys(WORDS, 40)


def test_one_paper_alone_teaches_but_says_nothing_of_others() -> None:
    model, lessons = learning.learnt([one for one in press() if one.source == "nahar"])
    assert lessons["nahar"].right is None
    assert model.enough == 0.9
    assert best(model, "مباراة", "هدف المدرب") == "sports"


def test_a_paper_without_a_desk_does_not_unteach_those_that_have_it() -> None:
    model, lessons = learning.learnt(press(without_arab=True))
    assert lessons["ufuq"].moved >= 35  # of forty that others call Arab news
    assert lessons["nahar"].moved == lessons["sada"].moved == 0
    assert best(model, "دمشق", "بغداد صنعاء بيروت غزة") == "arab"


def test_the_sizes_of_a_papers_desks_are_told_by_its_own_articles() -> None:
    model, _ = learning.learnt(press())
    dice = random.Random(3)
    only_sports = [counted(*article("sports", dice)) for _ in range(60)]
    leaning = learning.leaning(model, only_sports)
    sports = model.labels.index("sports")
    assert max(leaning) == leaning[sports] > 0
    doubtful = counted("بيان", "قال مصدر اليوم لاعب سعر")
    leaned = replace(model, leanings={"riyada": leaning})
    assert chances(leaned, doubtful, "riyada")[sports] > chances(leaned, doubtful, "other")[sports]


def test_an_article_without_a_known_word_has_no_guess() -> None:
    model, _ = learning.learnt(press())
    assert guessed(model, counted("", "")) is None
    assert guessed(model, counted("qwxz", "")) is None


@pytest.mark.parametrize("number", [0, 1, learning.FEWEST - 1])
def test_too_few_labelled_articles_teach_nothing(number: int) -> None:
    with pytest.raises(ValueError, match="fewer than two labels have 20 articles"):
        learning.learnt([one for one in press() if one.label == "sports"] + press()[40 : 40 + number])


def test_labels_that_agree_with_no_word_leave_a_model_that_is_sure_of_little() -> None:
    dice = random.Random(5)
    mixed = [replace(one, label=dice.choice(list(WORDS))) for one in press()]
    model, _ = learning.learnt(mixed)
    sure = [guessed(model, one.words) for one in press()]
    assert sum(one is not None and one.sure >= model.enough for one in sure) < len(sure) // 20


def test_a_model_comes_back_from_its_file() -> None:
    model, _ = learning.learnt(press())
    model = replace(model, leanings={"nahar": (0.1, 0.2, 0.3, 0.4)}, taught="2026-03-10T12:00:00+00:00")
    back = read(written(model))
    assert (back.labels, back.leanings, back.enough, back.taught) == (
        model.labels,
        model.leanings,
        model.enough,
        model.taught,
    )
    words = counted("مباراة", "هدف المدرب قال في")
    assert chances(back, words) == pytest.approx(chances(model, words), abs=0.01)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "cannot be read"),
        (b"[]", "cannot be read"),
        (b"{}", "cannot be read"),
        (b'{"form": "desks/0"}', "warraq train sections"),
    ],
)
def test_a_file_that_is_no_model_says_what_to_do(data: bytes, said: str) -> None:
    with pytest.raises(SettingsError, match=said):
        read(data)


def test_a_row_of_another_length_is_no_model() -> None:
    model, _ = learning.learnt(press())
    broken = written(model).replace(b'"labels":["arab",', b'"labels":[')
    with pytest.raises(SettingsError, match="another length"):
        read(broken)


def test_chances_add_up_to_one_however_large_scores_are() -> None:
    assert likely([1000.0, 0.0]) == (1.0, 0.0)
    assert sum(likely([0.3, 0.2, -5.0])) == pytest.approx(1.0)


def test_a_kind_of_guess_that_is_often_wrong_is_less_sure() -> None:
    chances = [(0.8, 0.15, 0.05)] * 100 + [(0.05, 0.8, 0.15)] * 100
    weights = sureness.learnt(chances, [True] * 95 + [False] * 5 + [True] * 40 + [False] * 60)
    assert sureness.sure(weights, (0.8, 0.15, 0.05)) > sureness.sure(weights, (0.05, 0.8, 0.15)) + 0.1
    assert sureness.learnt([(0.5, 0.5)], [True]) == ()
    assert sureness.sure((), (0.7, 0.3)) == 0.7
