"""What are pictures made into for screens, and which of them look alike? Proofs, and the numbers under which copies are found."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import bindparam, insert, select, update

from warraq.archives.sql import counters, rows
from warraq.archives.sql.engine import Row, Work
from warraq.archives.sql.schema import PICTURE_UNPROVED, picture_bands, pictures
from warraq.moderation import nearcopies
from warraq.press import Likeness, PictureId, Print, Proof

# As columns of `pictures`, the last ones of a picture's row.
COLUMNS = (pictures.c.screens, pictures.c.tone, pictures.c.pdq, pictures.c.quality, pictures.c.proof)

_LOOKS = (pictures.c.id, pictures.c.pdq, pictures.c.quality)
_STANDS = select(pictures.c.stored_us, pictures.c.pdq).where(pictures.c.id == bindparam("of_picture"))
_UNPROVED = (
    select(*pictures.c)
    .where(PICTURE_UNPROVED, pictures.c.stored_us.is_not(None), pictures.c.id < bindparam("before"))
    .order_by(pictures.c.id.desc())
    .limit(bindparam("most"))
)
_PRINTED = (
    update(pictures)
    .where(pictures.c.id == bindparam("of_picture"))
    .values(
        screens=bindparam("new_screens", type_=pictures.c.screens.type),
        tone=bindparam("new_tone", type_=pictures.c.tone.type),
    )
)
_TOLD = (
    update(pictures)
    .where(pictures.c.id == bindparam("of_picture"))
    .values(
        pdq=bindparam("new_pdq", type_=pictures.c.pdq.type),
        quality=bindparam("new_quality", type_=pictures.c.quality.type),
        proof=bindparam("new_proof", type_=pictures.c.proof.type),
    )
)
_BAND = insert(picture_bands)
_OF = select(*_LOOKS).where(pictures.c.proof.is_not(None))
_PROVED = (
    select(pictures.c.proof, *_LOOKS)
    .where(pictures.c.proof > bindparam("after"))
    .order_by(pictures.c.proof)
    .limit(bindparam("most"))
)
_CANDIDATES = select(*_LOOKS).join_from(picture_bands, pictures, pictures.c.id == picture_bands.c.picture)
_LARGEST = 2**63 - 1


def unproved(work: Work, before: int | None, limit: int) -> list[Row]:
    return work.rows(_UNPROVED, {"before": _LARGEST if before is None else before, "most": limit})


def prove(work: Work, picture: int, proof: Proof, *, again: bool) -> None:
    """Inside a writing transaction. `again`: the prints take the place of older ones; else a proof that is there stays."""
    found = work.rows(_STANDS, {"of_picture": picture})
    if not found or found[0][0] is None or (found[0][1] is not None and not again):
        return
    work.run(
        _PRINTED, {"of_picture": picture, "new_screens": _written(proof.screens), "new_tone": proof.tone}
    )
    if found[0][1] is not None:
        return
    counters.begin(work, counters.PICTURE_PROOFS)
    counters.add(work, counters.PICTURE_PROOFS, 1)
    number = counters.read(work, counters.PICTURE_PROOFS)
    looks = {"new_pdq": proof.pdq, "new_quality": proof.quality, "new_proof": number}
    work.run(_TOLD, {"of_picture": picture, **looks})
    if proof.quality >= nearcopies.LEAST_QUALITY:
        work.many(_BAND, [{"band": band, "picture": picture} for band in nearcopies.bands(proof.pdq)])


def of(work: Work, asked: Sequence[PictureId]) -> tuple[Likeness, ...]:
    return tuple(_likeness(row) for row in rows.among(work, _OF, pictures.c.id, list(asked)))


def proved(work: Work, after: int, limit: int) -> tuple[tuple[int, Likeness], ...]:
    found = work.rows(_PROVED, {"after": after, "most": limit})
    return tuple((row[0], _likeness(row[1:])) for row in found)


def last(work: Work) -> int:
    return counters.begun(work, counters.PICTURE_PROOFS)


def alike(work: Work, pdq: str, within: int) -> tuple[Likeness, ...]:
    """Exactly, up to `nearcopies.MOST` bits: candidates share a band but for one bit, and are then compared whole."""
    found = rows.among(work, _CANDIDATES, picture_bands.c.band, list(nearcopies.probes(pdq)))
    near = {_likeness(row) for row in found if nearcopies.distance(row[1], pdq) <= within}
    return tuple(near)


def proof(row: Row) -> Proof | None:
    """From the columns of `COLUMNS`."""
    screens, tone, pdq, quality, number = row
    return None if number is None else Proof(_read(screens), tone, pdq, quality)


def _likeness(row: Row) -> Likeness:
    return Likeness(PictureId(row[0]), row[1], row[2])


def _written(screens: Sequence[Print]) -> str:
    """Width, height and bytes of each: `160x90x4012 320x180x11870`."""
    return " ".join(f"{one.width}x{one.height}x{one.size_bytes}" for one in screens)


def _read(written: str) -> tuple[Print, ...]:
    return tuple(Print(*map(int, one.split("x"))) for one in written.split())
