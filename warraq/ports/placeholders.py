"""Which pictures stand in for many reports, and are no report's own?"""

from __future__ import annotations

from typing import Protocol

from warraq.press import PictureId, Placeholder


class Placeholders(Protocol):
    """Placeholders by picture. Several threads may call at once. Raises: ArchiveError.

    Lost, they are learnt again; what a person said of one is durable.
    """

    def held(self) -> dict[PictureId, Placeholder]:
        """Every one that was ever learnt or said, also those that a person hung again."""
        ...

    def learn(self, placeholder: Placeholder) -> bool:
        """Remember what was learnt; `False`, and nothing done, where the picture is known already: a person's word is stronger."""
        ...

    def say(self, placeholder: Placeholder) -> None:
        """Remember a person's word, over whatever stands."""
        ...

    def changes(self) -> int:
        """A number that grows whenever what may be seen has changed."""
        ...
