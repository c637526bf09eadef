"""Nine ways in which papers edit what an agency sent. Seeded: the same text and number give the same edit."""

from __future__ import annotations

import random
from collections.abc import Callable

NAMES = ("أحمد علي", "سارة محمود", "خالد يوسف", "منى حسن")
FURNITURE = ("اقرأ أيضا", "شارك هذا الخبر على فيسبوك", "جميع الحقوق محفوظة")
# What an editor puts in the place of a word.
WORDS = [
    "جديد",
    "كبير",
    "مصدر",
    "تقرير",
    "أوضح",
    "أشار",
    "بينما",
    "خلال",
    "لافتا",
    "مؤكدا",
    "حسب",
    "إلى",
    "ذلك",
    "الأمر",
    "فيما",
    "بحسب",
    "المصادر",
]


def byline(text: str, draw: random.Random) -> str:
    return f"كتب: {draw.choice(NAMES)} - القاهرة\n{text}"


def boilerplate(text: str, draw: random.Random) -> str:
    return "\n".join([FURNITURE[0], text, *draw.sample(FURNITURE[1:], 2)])


def spelling(text: str, draw: random.Random) -> str:
    return text.replace("أ", "ا").replace("إ", "ا").replace("ة ", "ه ").replace("ي ", "ى ")


def kept(share: float) -> Callable[[str, random.Random], str]:
    """The beginning, as an editor cuts from the end."""

    def edit(text: str, draw: random.Random) -> str:
        words = text.split()
        return " ".join(words[: max(1, round(len(words) * share))])

    return edit


def changed(share: float) -> Callable[[str, random.Random], str]:
    def edit(text: str, draw: random.Random) -> str:
        return " ".join(draw.choice(WORDS) if draw.random() < share else word for word in text.split())

    return edit


def combined(text: str, draw: random.Random) -> str:
    return boilerplate(byline(changed(0.05)(kept(0.6)(spelling(text, draw), draw), draw), draw), draw)


def embedded(text: str, draw: random.Random, around: str) -> str:
    """In the middle of a longer text of other words."""
    words = around.split()
    return " ".join([*words[: len(words) // 2], text, *words[len(words) // 2 :]])


EDITS: dict[str, Callable[[str, random.Random], str]] = {
    "byline": byline,
    "boilerplate": boilerplate,
    "spelling": spelling,
    "60 % kept": kept(0.6),
    "35 % kept": kept(0.35),
    "5 % of words changed": changed(0.05),
    "12 % of words changed": changed(0.12),
    "combined": combined,
}
