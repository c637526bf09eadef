"""What turns a page's facts into HTML? The templates of `templates/`, which escape everything that is no markup of ours."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from warraq.language import initials
from warraq.web import bidi, inset, marks, statics, wording
from warraq.web.tongue import TONGUES, figures, number


@cache
def templates() -> Environment:
    """The templates, escaping everything, each compiled once, when it is first asked for: all of them together are half a
    second before the first page. A name that a page forgot to give is an error."""
    made = Environment(
        loader=PackageLoader("warraq.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.globals.update(
        static=statics.address,
        counted=wording.counted,
        said=wording.said,
        way=bidi.attributes,
        listed=wording.listed,
        percent=wording.percent,
        edition_name=wording.edition,
        tongues=TONGUES,
        number=number,
        linked=inset.linked,
        strong=inset.strong,
        ltr=inset.ltr,
        icon_path=marks.icon_path,
        initial=initials.initial,
    )
    made.filters.update(isolated=bidi.isolated, uncontrolled=bidi.uncontrolled, figures=figures)
    return made
