"""Which pictures hang on the site's walls, and who may see them?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from warraq.moderation.cases import COPIES, OPERATOR
from warraq.moderation.policy import Door, case, may_show
from warraq.newsroom.moderating import Moderating
from warraq.ports.archive import Archive
from warraq.ports.icons import Icons
from warraq.ports.objects import Objects
from warraq.ports.pictures import Pictures
from warraq.ports.placeholders import Placeholders
from warraq.press import SCREENS, ArticleId, Icon, Picture, PictureId, PictureState, Source, State

# With this in its address a blurred picture is shown to who asked for it.
LOOK = "look"
# Articles looked at to find one that grants a picture: nearly always the first does.
_LOOKED_AT = (4, 60, 400)


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture as a page hangs it: addresses of both JPEGs, and their sizes in pixels, so that nothing jumps. `card` is the
    small one, `screens` the prints for screens as a `srcset` ("" for none), and `tone` the class of what holds the place until one
    is there ("" for none). `report` is where it is reported, `appeal` where somebody says that it was wrong to hide it, and `look` the print for
    who asks to see one that is blurred. `covered` says by whom it is hidden, "readers" or "operator", that it is "blurred", or that
    beside this article "care" for whom it tells of covers it; `None`: it is not."""

    id: PictureId
    href: str
    width: int
    height: int
    card: str
    card_width: int
    card_height: int
    report: str
    appeal: str
    look: str
    screens: str = ""
    tone: str = ""
    covered: str | None = None


@dataclass(slots=True)
class Gallery:
    """The pictures' port, where their bytes lie, what reporters' tokens are signed with, and the desk that takes reports. Without
    `placeholders` none is known; without `icons` papers have none."""

    pictures: Pictures
    objects: Objects
    secret: bytes
    desk: Moderating
    placeholders: Placeholders | None = None
    icons: Icons | None = None
    _standing_in: tuple[int, frozenset[PictureId]] = field(default=(0, frozenset()))
    _marks: tuple[int, Mapping[str, Icon]] = field(default_factory=lambda: (0, {}))

    def last_change(self) -> int:
        """A number that grows whenever what hangs has changed. Blocks."""
        return self.pictures.last_change() + (self.placeholders.changes() if self.placeholders else 0)

    def standing_in(self) -> frozenset[PictureId]:
        """Pictures that stand in for many reports, and hang beside none. Blocks."""
        if self.placeholders is None:
            return frozenset()
        change = self.placeholders.changes()
        if change != self._standing_in[0]:
            held = self.placeholders.held().values()
            self._standing_in = (change, frozenset(one.picture for one in held if not one.hangs))
        return self._standing_in[1]

    def marks(self) -> Mapping[str, Icon]:
        """Papers' icons as they are kept. Blocks."""
        if self.icons is None:
            return {}
        change = self.icons.changes()
        if change != self._marks[0]:
            self._marks = (change, self.icons.held())
        return self._marks[1]

    def of(
        self,
        articles: Mapping[ArticleId, str],
        sources: Mapping[str, Source],
        *,
        public: bool,
        robots: Mapping[ArticleId, tuple[str, ...]],
    ) -> dict[ArticleId, Shown]:
        """What may hang beside these visible articles (id -> paper; `robots`: what their pages ask).
        Asks the store once."""
        granted = [
            article
            for article, paper in articles.items()
            if may_show(
                case(State.VISIBLE, sources.get(paper), public=public, robots=robots.get(article, ())),
                Door.PICTURE,
            ).picture
        ]
        found, standing_in = self.pictures.of(granted), self.standing_in()
        return {
            article: shown(one, article)
            for article, one in found.items()
            if one.stored is not None and one.id not in standing_in
        }


def shown(picture: Picture, article: ArticleId) -> Shown:
    href = picture_path(picture.id)
    covered = None
    if not picture.shown:
        covered = "operator" if picture.rule in (OPERATOR, COPIES) else "readers"
        covered = "blurred" if picture.state is PictureState.BLURRED else covered
    return Shown(
        id=picture.id,
        href=href,
        width=picture.negative.full.width,
        height=picture.negative.full.height,
        card=f"{href}/card",
        card_width=picture.negative.card.width,
        card_height=picture.negative.card.height,
        report=f"{href}/report?article={article}",
        appeal=f"{href}/appeal?article={article}",
        look=f"{href}?{LOOK}=1",
        screens=srcset(picture),
        tone=f"tone-{picture.negative.proof.tone}" if picture.negative.proof else "",
        covered=covered,
    )


def srcset(picture: Picture) -> str:
    """Where each print for screens is, and how wide; "" for a picture that has none."""
    proof, href = picture.negative.proof, picture_path(picture.id)
    screens = zip(SCREENS, proof.screens if proof else (), strict=False)
    return ", ".join(f"{href}/{place} {one.width}w" for place, one in screens)


def picture_path(picture: PictureId) -> str:
    return f"/picture/{picture}"


def granted(
    pictures: Pictures,
    archive: Archive,
    picture: PictureId,
    sources: Mapping[str, Source],
    *,
    public: bool,
) -> bool:
    """Whether any article that shows the picture lets it out of the house. Of those that show it, some hundreds are
    asked: a picture that none of them grants is no article's own."""
    looked: frozenset[ArticleId] = frozenset()
    for many in _LOOKED_AT:
        users = pictures.users(picture, limit=many)
        if any(_grants(tuple(one for one in users if one not in looked), archive, sources, public=public)):
            return True
        if len(users) < many:
            return False
        looked = frozenset(users)
    return False


def _grants(
    users: tuple[ArticleId, ...], archive: Archive, sources: Mapping[str, Source], *, public: bool
) -> Iterable[bool]:
    return (
        may_show(
            case(one.state, sources.get(one.draft.source), public=public, robots=one.draft.robots),
            Door.PICTURE,
        ).picture
        for one in archive.articles(users)
    )
