"""Which papers' icons may stand on pages, and where does each lie?"""

from __future__ import annotations

from collections.abc import Mapping

from warraq.moderation.policy import Door, case, may_show
from warraq.press import Icon, Source, State
from warraq.web.lines import paper_path


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
