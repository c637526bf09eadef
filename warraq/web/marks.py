"""Which papers' icons may stand on pages, where does each lie, and by which letter is a paper known that has none?"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from warraq.moderation.policy import Door, case, may_show
from warraq.press import Icon, Source, State
from warraq.web.lines import paper_path

_ARTICLE = "ال"
_WORD = re.compile(r"[^\W\d_]+")


def hung(icons: Mapping[str, Icon], sources: Mapping[str, Source], *, public: bool) -> dict[str, Icon]:
    """The icons that may be seen, by paper: where a picture of its articles may, and of no paper that opted out."""
    return {
        slug: icon
        for slug, icon in icons.items()
        if icon.shown
        and (paper := sources.get(slug)) is not None
        and not paper.opted_out
        and may_show(case(State.VISIBLE, paper, public=public), Door.PICTURE).picture
    }


def icon_path(icon: Icon) -> str:
    return f"/icon{paper_path(icon.source)}/{icon.mark}"


@lru_cache(maxsize=2048)
def initial(name: str) -> str:
    """The letter that stands for the name: of an Arabic one not its article's; "" of one without a letter."""
    word = next(iter(_WORD.findall(name)), "")
    if word.startswith(_ARTICLE) and len(word) > len(_ARTICLE) + 1:
        word = word.removeprefix(_ARTICLE)
    return word[:1].upper()
