"""How is a picture shown to somebody who has not asked to see it? As a print of a dozen colours across, made of our own print."""

from __future__ import annotations

import io

from warraq.errors import Unreadable

# What is left of a picture: enough to tell a sea from a crowd, too little for a face or a wound.
_ACROSS = 12
_WIDTH = 240
_QUALITY = 60


def blurred(data: bytes) -> bytes:
    """A small JPEG that nothing more can be made of. Blocks: some milliseconds for a small print.

    Raises: Unreadable for bytes that are no JPEG.
    """
    from PIL import Image  # not needed for any reader's page

    try:
        with Image.open(io.BytesIO(data), formats=("JPEG",)) as opened:
            opened.draft("RGB", (_ACROSS * 8, _ACROSS * 8))
            seen = opened.convert("RGB")
    except (OSError, SyntaxError, ValueError) as error:
        raise Unreadable("the kept print is damaged") from error
    down = max(1, round(_ACROSS * seen.height / seen.width))
    few = seen.resize((_ACROSS, down), Image.Resampling.BOX)
    smooth = few.resize((_WIDTH, max(1, _WIDTH * down // _ACROSS)), Image.Resampling.BICUBIC)
    paper = io.BytesIO()
    smooth.save(paper, "JPEG", quality=_QUALITY)
    return paper.getvalue()
