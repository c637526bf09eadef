"""What do watches do, with nothing behind them?"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from warraq.press import Message, MessageState, Note, Rule, Watch, WatchId, WatchState


class MemoryWatches:
    """`ports.watches.Watches` in dictionaries, under one lock."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._watches: dict[int, Watch] = {}
        self._messages: dict[tuple[int, int], Message] = {}
        self._last_watch = self._last_message = self._position = 0

    def add(self, rule: Rule, *, salt: str, now: datetime, position: int) -> Watch:
        with self._lock:
            if not self._watches:
                self._position = position
            self._last_watch += 1
            made = Watch(WatchId(self._last_watch), rule, salt, now)
            self._watches[made.id] = made
            return made

    def watch(self, number: int) -> Watch | None:
        with self._lock:
            return self._watches.get(number)

    def listed(self) -> tuple[Watch, ...]:
        with self._lock:
            return tuple(one for _, one in sorted(self._watches.items()))

    def restate(self, watch: WatchId, state: WatchState, *, problem: str | None = None) -> None:
        with self._lock:
            if held := self._watches.get(watch):
                self._watches[watch] = replace(held, state=state, problem=problem)

    def remove(self, watch: WatchId) -> None:
        with self._lock:
            self._watches.pop(watch, None)
            self._messages = {key: one for key, one in self._messages.items() if one.note.watch != watch}

    def position(self) -> int:
        with self._lock:
            return self._position

    def tell(self, notes: Sequence[Note], *, now: datetime, position: int, after: int) -> bool:
        with self._lock:
            if self._position != after:
                return False
            self._keep(notes, now)
            self._position = position
            return True

    def begin(self, watch: WatchId, notes: Sequence[Note], *, now: datetime) -> None:
        with self._lock:
            if (held := self._watches.get(watch)) and held.begun is None:
                self._keep(notes, now)
                self._watches[watch] = replace(held, begun=now)

    def _keep(self, notes: Sequence[Note], now: datetime) -> None:
        for note in notes:
            if note.watch in self._watches and (note.watch, note.story) not in self._messages:
                self._last_message += 1
                self._messages[note.watch, note.story] = Message(self._last_message, note, now, now)

    def told(self, watch: WatchId, *, limit: int) -> tuple[Message, ...]:
        with self._lock:
            found = [one for one in self._messages.values() if one.note.watch == watch]
        return tuple(sorted(found, key=lambda one: -one.number)[: max(limit, 0)])

    def due(self, now: datetime, *, limit: int) -> tuple[Message, ...]:
        with self._lock:
            found = [
                one
                for one in self._messages.values()
                if one.note.state is MessageState.WAITING
                and one.due <= now
                and self._watches[one.note.watch].state is WatchState.ACTIVE
            ]
        return tuple(sorted(found, key=lambda one: (one.due, one.number))[: max(limit, 0)])

    def settle(self, message: Message, state: MessageState, *, due: datetime, problem: str | None) -> None:
        key = message.note.watch, message.note.story
        with self._lock:
            if held := self._messages.get(key):
                note = replace(held.note, state=state)
                self._messages[key] = replace(
                    held, note=note, tries=message.tries + 1, due=due, problem=problem
                )

    def retry(self, watch: WatchId, *, now: datetime) -> int:
        with self._lock:
            dead = [
                (key, one)
                for key, one in self._messages.items()
                if one.note.watch == watch and one.note.state is MessageState.DEAD
            ]
            for key, one in dead:
                note = replace(one.note, state=MessageState.WAITING)
                self._messages[key] = replace(one, note=note, tries=0, due=now)
            return len(dead)

    def tally(self, watch: WatchId | None = None) -> dict[MessageState, int]:
        with self._lock:
            held = [one.note for one in self._messages.values() if watch in (None, one.note.watch)]
        return dict(Counter(note.state for note in held))

    def forget(self, before: datetime) -> int:
        with self._lock:
            kept = {
                key: one
                for key, one in self._messages.items()
                if one.made >= before or one.note.state is MessageState.WAITING
            }
            gone = len(self._messages) - len(kept)
            self._messages = kept
            return gone
