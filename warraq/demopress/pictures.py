"""Which picture stands with an article, whose pixels are they, and should a reader see it?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from warraq.demopress.choosing import number
from warraq.demopress.papers import Paper

PictureKind = Literal["jpeg", "png", "webp", "animated", "svg", "html", "truncated", "bomb", "missing"]
KINDS: tuple[PictureKind, ...] = get_args(PictureKind)
MEDIA = {
    "jpeg": ("jpg", "image/jpeg"),
    "png": ("png", "image/png"),
    "webp": ("webp", "image/webp"),
    "animated": ("gif", "image/gif"),
    "svg": ("svg", "image/svg+xml"),
    "html": ("jpg", "image/jpeg"),  # a page of words that calls itself a picture
    "truncated": ("jpg", "image/jpeg"),
    "bomb": ("png", "image/png"),
    "missing": ("jpg", "image/jpeg"),
}
_SHOWN = frozenset(["jpeg", "png", "webp", "animated"])
_SIZED = frozenset([*_SHOWN, "truncated"])
RATIO = 9 / 16
_UNILLUSTRATED = 5  # one article in so many has no picture


@dataclass(frozen=True, slots=True)
class Picture:
    """An article's lead picture.

    `path` is where the paper's server has it, one address an article. Pictures of one `scene` show the same to a
    reader's eye; those of one `pixels` are the same dot for dot however they are packed, and `None` says that there
    is nothing a careful decoder would give. `shown`: whether a reader should see it. `width` is `None` where there is
    none to speak of.
    """

    kind: PictureKind
    scene: str
    path: str
    shown: bool
    pixels: str | None = None
    width: int | None = None
    quality: int | None = None

    @property
    def media(self) -> str:
        """The media type that its paper says it is."""
        return MEDIA[self.kind][1]

    @property
    def height(self) -> int | None:
        return None if self.width is None else round(self.width * RATIO)


def pictured(
    piece: str, paper: Paper, seed: int, *, scene: str | None, special: str | None
) -> Picture | None:
    """The picture of the article called `piece`; `None` where it has none.

    `scene` is what its agency or event shows, where the article does not bring a picture of its own. `special` is
    what the article's table asks for: a kind out of the ordinary, or "none". Raises: ValueError.
    """
    if paper.pictures == "none" or special == "none":
        return None
    if special is None and scene is None and not number(seed, f"picture {piece}", below=_UNILLUSTRATED):
        return None
    kind = _kind(special or paper.picture_as)
    sized = kind in _SIZED
    suffix, _ = MEDIA[kind]
    seen = scene or piece
    return Picture(
        kind=kind,
        scene=seen,
        path=f"/media/{100_000 + number(seed, f'picture of {piece}')}.{suffix}",
        shown=kind in _SHOWN,
        pixels=_pixels(kind, seen, paper) if kind in _SHOWN else None,
        width=paper.picture_width if sized else None,
        quality=paper.picture_quality if kind in ("jpeg", "truncated") else None,
    )


def _kind(word: str) -> PictureKind:
    for kind in KINDS:
        if kind == word:
            return kind
    raise ValueError(f"there is no kind of picture {word!r}")


def _pixels(kind: PictureKind, scene: str, paper: Paper) -> str:
    """Lossless files of one width are alike dot for dot; a JPEG is like those of its width and quality alone."""
    packed = {"jpeg": f"jpeg{paper.picture_quality}", "animated": "gif"}.get(kind, "exact")
    return f"{scene}@{paper.picture_width}/{packed}"
