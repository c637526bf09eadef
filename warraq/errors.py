"""What can go wrong that a person must hear about? One small tree.

An expected outcome (a page that is gone, a line that is a duplicate) is a value, not an exception.
Messages say what, which one, and what to do.
"""

from __future__ import annotations


class WarraqError(Exception):
    """The root: the command line prints its message without a traceback and exits non-zero.

    A page prints no message: it says `word` (a name among its `refusals`) in its reader's language, `values` filled in.
    """

    def __init__(self, message: str = "", word: str = "", /, **values: str) -> None:
        super().__init__(message)
        self.word, self.values = word, values


class SettingsError(WarraqError):
    """A setting, from the environment or from TOML, that cannot be used."""


class EditionError(WarraqError):
    """An edition's TOML that cannot be read, or an edition that does not exist."""


class ArchiveError(WarraqError):
    """The archive's back end failed; its library's exception is the cause."""


class IndexFailure(WarraqError):
    """The search index's back end failed; its library's exception is the cause."""


class ObjectsError(WarraqError):
    """The object store's back end failed; its library's exception is the cause."""


class BackupError(WarraqError):
    """A backup that cannot be made, or one that is not whole, not ours, or would not fit."""


class Busy(WarraqError):
    """Another process holds what only one may hold: the data folder's collecting, or the index's writer."""


class Unreadable(WarraqError):
    """Bytes (a feed, a page, an import line) in which nothing of the kind asked for could be read."""


class DecisionError(WarraqError):
    """A decision that cannot be made: of something that is not there, or that says nothing."""


class Late(DecisionError):
    """Somebody else decided of it since it was looked at: nothing was written."""
