"""Where does what the labels taught stand? One file in the data folder, whole or not there, read again when it is another."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path

from warraq.errors import SettingsError
from warraq.newsroom.desking import Desking
from warraq.press import Settings
from warraq.sections import model
from warraq.sections.model import Model
from warraq.wiring.folder import put

log = logging.getLogger(__name__)

DESKS = "desks.json"


@dataclass(slots=True)
class ModelFile:
    """The model in a file, for as long as it is that file."""

    place: Path
    _mark: tuple[int, int, int] | None = None
    _held: Model | None = None

    def model(self) -> Model | None:
        """`None` where nothing was taught, or the file is no model: that is logged once, and stops nobody's work."""
        try:
            found = self.place.stat()
        except FileNotFoundError:
            self._mark = self._held = None
            return None
        mark = (found.st_ino, found.st_mtime_ns, found.st_size)
        if mark != self._mark:
            self._mark, self._held = mark, None
            try:
                self._held = model.read(self.place.read_bytes())
            except (OSError, SettingsError) as error:
                log.error("%s: %s", self.place, error)
        return self._held


def desking(settings: Settings) -> Desking:
    """The desk that asks the model of this data folder, also one that is taught while it works."""
    return Desking(ModelFile(settings.data / DESKS).model)


def keep(settings: Settings, taught: Model) -> None:
    """Put the model in its place at once and whole: who reads meanwhile has the one before. Raises: OSError."""
    put(settings.data / DESKS, model.written(taught))


def forget(settings: Settings) -> None:
    """Without a model, no article gets a desk but by its paper's label. Raises: OSError."""
    (settings.data / DESKS).unlink(missing_ok=True)
