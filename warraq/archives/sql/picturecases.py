"""What did readers report, and what was decided? Open cases, and the log that is only added to."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, delete, insert, select, update

from warraq.archives.sql import counters, rows
from warraq.archives.sql.engine import Row, Work
from warraq.archives.sql.schema import picture_cases, picture_log, picture_voices, pictures
from warraq.archives.wording import mended
from warraq.moderation import reports
from warraq.moderation.reports import Standing, Voice
from warraq.press import PictureDecision, PictureId, PictureState, Reporter

_CASE = select(picture_cases.c.key, picture_cases.c.opened_us).where(
    picture_cases.c.picture == bindparam("of_picture")
)
_OLD = select(picture_cases.c.picture).where(picture_cases.c.opened_us <= bindparam("until_us"))
_OPEN = insert(picture_cases)
_CLOSE = delete(picture_cases).where(picture_cases.c.picture == bindparam("of_picture"))
_VOICES = select(picture_voices.c.token, picture_voices.c.place).where(
    picture_voices.c.picture == bindparam("of_picture")
)
_SAY = insert(picture_voices)
_UNSAY = delete(picture_voices).where(
    picture_voices.c.picture == bindparam("of_picture"), picture_voices.c.token == bindparam("of_token")
)
_SILENCE = delete(picture_voices).where(picture_voices.c.picture == bindparam("of_picture"))
_STANDING = select(pictures.c.state, pictures.c.kept).where(pictures.c.id == bindparam("of_picture"))
_RESTATE = (
    update(pictures)
    .where(pictures.c.id == bindparam("of_picture"))
    .values(
        {
            name: bindparam(f"new_{name}", type_=pictures.c[name].type)
            for name in ("state", "rule", "reason", "since_us", "kept")
        }
    )
)
_LOG = insert(picture_log)
_LOGGED = (
    select(*picture_log.c)
    .where(picture_log.c.picture == bindparam("of_picture"))
    .order_by(picture_log.c.number)
)


def report(
    work: Work, picture: PictureId, reporter: Reporter, *, threshold: int, key: str, now: datetime
) -> PictureDecision | None:
    """See `ports.pictures.Pictures.report`."""
    standing = _standing(work, picture)
    if standing is None or standing.kept or standing.state is PictureState.HIDDEN:
        return None
    for (old,) in work.rows(_OLD, {"until_us": _until(now)}):
        _close(work, old)
    case = _case(work, picture)
    if case is None:
        work.run(_OPEN, {"picture": picture, "key": key, "opened_us": rows.micros(now)})
    voice = reports.voice(reporter, key=bytes.fromhex(case[0] if case else key))
    known = _voices(work, picture)
    if reports.heard(voice, known):
        work.run(_SAY, {"picture": picture, "token": voice.token, "place": voice.place})
        known.append(voice)
    if not reports.hides(known, standing, threshold=threshold):
        return None
    return _decide(work, picture, PictureState.HIDDEN, rule=reports.RULE, reason=None, now=now)


def withdraw(work: Work, picture: PictureId, reporter: Reporter) -> None:
    case = _case(work, picture)
    if case is not None:
        token = reports.voice(reporter, key=bytes.fromhex(case[0])).token
        work.run(_UNSAY, {"of_picture": picture, "of_token": token})


def restate(
    work: Work, picture: PictureId, state: PictureState, *, reason: str, now: datetime
) -> PictureDecision | None:
    if _standing(work, picture) is None:
        return None
    return _decide(work, picture, state, rule=reports.OPERATOR, reason=mended(reason), now=now)


def reporters(work: Work, picture: PictureId) -> int:
    return reports.voices(_voices(work, picture))


def log(work: Work, picture: PictureId) -> tuple[PictureDecision, ...]:
    return tuple(_decision(row) for row in work.rows(_LOGGED, {"of_picture": picture}))


def close_old(work: Work, now: datetime) -> int:
    found = work.rows(_OLD, {"until_us": _until(now)})
    for (picture,) in found:
        _close(work, picture)
    return len(found)


def _decide(
    work: Work, picture: PictureId, after: PictureState, *, rule: str, reason: str | None, now: datetime
) -> PictureDecision:
    before = _standing(work, picture)
    assert before is not None
    counters.add(work, counters.PICTURE_DECISIONS, 1)
    counters.add(work, counters.PICTURES_CHANGED, 1)
    decision = PictureDecision(
        number=counters.read(work, counters.PICTURE_DECISIONS),
        picture=picture,
        at=now,
        before=before.state,
        after=after,
        rule=rule,
        reporters=reporters(work, picture),
        reason=reason,
    )
    _close(work, picture)
    work.run(
        _LOG,
        {
            "number": decision.number,
            "picture": picture,
            "at_us": rows.micros(now),
            "before": before.state.value,
            "after": after.value,
            "rule": rule,
            "reporters": decision.reporters,
            "reason": reason,
        },
    )
    standing = reports.replayed((decision,))
    work.run(
        _RESTATE,
        {
            "of_picture": picture,
            "new_state": after.value,
            "new_rule": rule,
            "new_reason": reason,
            "new_since_us": rows.micros(now),
            "new_kept": standing.kept,
        },
    )
    return decision


def _standing(work: Work, picture: PictureId) -> Standing | None:
    found = work.rows(_STANDING, {"of_picture": picture})
    return Standing(PictureState(found[0][0]), kept=bool(found[0][1])) if found else None


def _case(work: Work, picture: PictureId) -> Row | None:
    found = work.rows(_CASE, {"of_picture": picture})
    return found[0] if found else None


def _voices(work: Work, picture: PictureId) -> list[Voice]:
    return [Voice(token, place) for token, place in work.rows(_VOICES, {"of_picture": picture})]


def _close(work: Work, picture: int) -> None:
    """Destroy the key and all that was said under it."""
    work.run(_SILENCE, {"of_picture": picture})
    work.run(_CLOSE, {"of_picture": picture})


def _until(now: datetime) -> int:
    return rows.micros(now - reports.CASE_LASTS)


def _decision(row: Row) -> PictureDecision:
    number, picture, at_us, before, after, rule, count, reason = row
    return PictureDecision(
        number=number,
        picture=PictureId(picture),
        at=rows.instant(at_us),
        before=PictureState(before),
        after=PictureState(after),
        rule=rule,
        reporters=count,
        reason=reason,
    )
