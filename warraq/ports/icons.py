"""Which papers' icons are kept?"""

from __future__ import annotations

from typing import Protocol

from warraq.press import Icon


class Icons(Protocol):
    """Icons, one a paper. Several threads may call at once. Raises: ArchiveError.

    Lost, they are asked for again within weeks; that a person took one down is durable.
    """

    def held(self) -> dict[str, Icon]:
        """By paper: every one that was ever asked for."""
        ...

    def put(self, icon: Icon) -> None:
        """Remember what came of asking, over the paper's earlier one. Where a person took it down, that stands, and nothing of it is kept."""
        ...

    def say(self, icon: Icon) -> None:
        """Remember a person's word, over whatever stands."""
        ...

    def changes(self) -> int:
        """A number that grows whenever what may be seen has changed, and not when a site was merely asked again."""
        ...
