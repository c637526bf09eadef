"""What do papers' sites ask of robots?"""

from __future__ import annotations

from typing import Protocol

from warraq.press import SiteWishes


class Wishes(Protocol):
    """Sites' wishes, one a paper. Several threads may call at once. Raises: ArchiveError.

    Lost, a site is asked again within a day.
    """

    def put(self, wishes: SiteWishes) -> None:
        """Remember it, over the paper's earlier one."""
        ...

    def held(self) -> dict[str, SiteWishes]:
        """By paper."""
        ...

    def changes(self) -> int:
        """A number that grows whenever what some site asks has changed, and not when it was merely asked again."""
        ...
