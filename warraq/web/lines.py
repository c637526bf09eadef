"""What does one line of a list say of an article, and where does it lead?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote

from markupsafe import Markup

from warraq.press import ArticleId, Headline, Moment, Precision, Source, State
from warraq.sections.genres import genre
from warraq.web import dates, doors, wording
from warraq.web.bidi import attributes, isolated
from warraq.web.gallery import Shown
from warraq.web.tongue import Speech, figures, spoken


@dataclass(frozen=True, slots=True)
class Line:
    """A headline ready to be shown. `attributes` are its element's language and direction, `paper` the paper's name
    with foreign words isolated; `when` its date as dense lists say it, `under_day` as lists under their day do, `ago` as
    roomy ones do; `machine` is the date for machines; `hint` says what `when` leaves out. `section` is the desk's name,
    `desk` its slug. `abstract` is as much as lists and feeds may show of the text, and may be absent; `picture` is where
    a page hangs it, `robots` what the article's own page asks. `guessed`: a model told the desk; `genre` as
    `sections.genres` has it."""

    id: ArticleId
    href: str
    title: str
    attributes: Markup
    language: str | None
    source: str
    paper: Markup
    paper_href: str
    when: str
    under_day: str
    ago: str
    machine: str
    hint: str
    desk: str | None
    section: str | None
    abstract: str | None
    at: datetime
    picture: Shown | None = None
    withdrawn: bool = False  # its paper took it away; only a private instance still finds it
    robots: tuple[str, ...] = ()
    guessed: bool = False
    genre: str | None = None

    @property
    def kind(self) -> str | None:
        """What its genre is called."""
        return wording.said("genres_short", self.genre) if self.genre else None


# Languages whose articles have them in their address; the others' have none.
LANGUAGES = ("fr", "en")


@lru_cache(maxsize=2048)
def paper_path(source: str) -> str:
    return f"/{quote(source, safe='')}"


def article_path(source: str, article: ArticleId, language: str | None = None) -> str:
    """Where an article stands: one in French or English below its language's word."""
    word = (language or "").partition("-")[0].lower()
    return (
        f"/{word}{paper_path(source)}/{article}" if word in LANGUAGES else f"{paper_path(source)}/{article}"
    )


def lines(
    headlines: Iterable[Headline],
    *,
    sources: Mapping[str, Source],
    now: datetime,
    zone: tzinfo,
    how: dates.Manner,
    public: bool,
    labels: Mapping[str, str] | None = None,
) -> tuple[Line, ...]:
    """The lines of these headlines, dated for readers in `zone`; `public`: with no more of their texts than agreed;
    `labels` is what their edition calls its desks."""
    return tuple(
        _line(
            headline,
            sources,
            now,
            zone,
            how,
            section=wording.section(headline.section, labels),
            abstract=doors.abstract(headline, sources.get(headline.source), public=public),
        )
        for headline in headlines
    )


def _line(
    headline: Headline,
    sources: Mapping[str, Source],
    now: datetime,
    zone: tzinfo,
    how: dates.Manner,
    *,
    section: str | None,
    abstract: str | None,
) -> Line:
    source = sources.get(headline.source)
    dated = _dated(headline, now, zone, how)
    return Line(
        id=headline.id,
        href=article_path(headline.source, headline.id, headline.language),
        title=headline.title,
        attributes=attributes(headline.title, headline.language),
        language=headline.language,
        source=headline.source,
        paper=isolated(source.name if source else headline.source),
        paper_href=paper_path(headline.source),
        when=dated.when,
        under_day=dated.under_day,
        ago=dated.ago,
        machine=dated.machine,
        hint=dated.hint,
        desk=headline.section,
        section=section,
        abstract=abstract,
        at=headline.at,
        withdrawn=headline.state is State.WITHDRAWN,
        robots=headline.robots,
        guessed=headline.guessed,
        genre=genre(headline.title),
    )


class _Dated(NamedTuple):
    """As `Line` has them."""

    when: str
    under_day: str
    ago: str
    machine: str
    hint: str


def _dated(headline: Headline, now: datetime, zone: tzinfo, how: dates.Manner) -> _Dated:
    moment = headline.published
    if moment is None:
        seen = dates.short(headline.first_seen, now, zone, how)
        hint = wording.said("dates", "unknown", when=dates.stamp(headline.first_seen, zone, how))
        said = wording.said("dates", "seen", when=seen)
        return _Dated(said, said, said, dates.instant(headline.first_seen), hint)
    if moment.precision in (Precision.YEAR, Precision.MONTH):
        said = coarse(moment, how)
        return _Dated(said, said, said, dates.machine(moment), said)
    hour = dates.has_hour(moment)
    local_zone = zone if hour else dates.zone_of(moment.zone)
    settled = _settled(moment, now.astimezone(local_zone).date(), local_zone, how, spoken())
    if hour and timedelta() <= now - moment.at < dates.RECENT:  # else all day the same
        ago = dates.ago(moment.at, now, zone, how)
        return settled._replace(when=settled.under_day, ago=ago)
    return settled


@lru_cache(maxsize=8192)  # all day long, in list after list
def _settled(moment: Moment, today: date, zone: tzinfo, how: dates.Manner, _: Speech) -> _Dated:
    """Of a day that is known, when it was not within the last hours; said in that very language."""
    local = moment.at.astimezone(zone)
    hour = dates.clock(local, how) if dates.has_hour(moment) else None
    when = dates.on_day(moment.at, today, zone, how, hour=hour is not None)
    hint = dates.day(local.date(), how, weekday=True)
    # under the name of its day nothing but its hour is news
    return _Dated(when, hour or when, when, dates.machine(moment), f"{hint} {hour}" if hour else hint)


def coarse(moment: Moment, how: dates.Manner) -> str:
    """A date of which only the month or the year was said: "يونيو 2025", "2025"."""
    when = moment.at.astimezone(dates.zone_of(moment.zone))
    return figures(f"{when.year}") if moment.precision is Precision.YEAR else dates.month(when, how)
