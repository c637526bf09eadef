"""What does a reader's question take for granted: names of papers, desks, countries and places, and today's date?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from warraq.language import arabic
from warraq.query.tree import Kind

# A weekday as `date.weekday` counts.
MONDAY = 0


def key(name: str) -> str:
    """How a name is looked up: its folded words, without the article of the first."""
    first, *rest = [token.text for token in arabic.tokens(name)] or [""]
    return " ".join([first.removeprefix("ال") if len(first) > 4 else first, *rest])


@dataclass(frozen=True, slots=True)
class Names:
    """What names of one kind mean. A name that several bear means all of them."""

    values: Mapping[str, tuple[str, ...]]  # by key
    codes: Mapping[str, str]  # by their small letters

    @staticmethod
    def of(named: Iterable[tuple[str, str]]) -> Names:
        """From pairs of a value and a name for it; a value is a name of itself alone, whoever else is called so."""
        values: dict[str, dict[str, None]] = {}
        codes: dict[str, str] = {}
        for value, name in named:
            codes[value.casefold()] = value
            if found := key(name):
                values.setdefault(found, {})[value] = None
        return Names({name: tuple(found) for name, found in values.items()}, codes)

    def found(self, typed: str) -> tuple[str, ...]:
        """The values that are called so; none for a name that nobody bears."""
        code = self.codes.get(typed.strip().casefold())
        return (code,) if code is not None else self.values.get(key(typed), ())


_NOBODY = Names({}, {})


@dataclass(frozen=True, slots=True)
class Here:
    """Where and when a question is asked. Without `today` nothing that is said of it (أمس …) is understood; `week_start` is the
    first day of the readers' week."""

    names: Mapping[Kind, Names] = field(default_factory=dict)
    today: date | None = None
    week_start: int = MONDAY

    def named(self, kind: Kind, typed: str) -> tuple[str, ...]:
        return self.names.get(kind, _NOBODY).found(typed)


NOWHERE = Here()
