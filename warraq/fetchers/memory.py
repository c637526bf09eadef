"""A press that answers from memory: for tests and rehearsals, without a network."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime

from warraq.crawling import urls
from warraq.fetchers.answers import is_held, outcome
from warraq.ports.fetcher import Failed, FetchOutcome, Refused, Request
from warraq.press import Capture

# A capture is judged as a server's answer (validators and limits included); an outcome is given as it stands.
Answer = Capture | FetchOutcome
Answers = dict[str, Answer | Callable[[Request], Answer]]


class MemoryFetcher:
    """Answers by address. `requests` holds what was asked, in order; `answers` may be changed at any time.

    An address that is not among them has no name server.
    """

    def __init__(
        self,
        answers: Mapping[str, Answer | Callable[[Request], Answer]] | None = None,
        *,
        now: Callable[[], datetime] | None = None,
    ) -> None:
        self.answers: Answers = dict(answers or {})
        self.requests: list[Request] = []
        self.closed = False
        self._now = now or (lambda: datetime.now(UTC))

    async def fetch(self, request: Request) -> FetchOutcome:
        self.requests.append(request)
        if urls.clean(request.url) is None:
            return Refused(f"{request.url[:120]!r} is no web address that may be opened")
        answer = self.answers.get(request.url)
        if callable(answer):
            answer = answer(request)
        if answer is None:
            return Failed("name not found", offline=True)
        if not isinstance(answer, Capture):
            return answer
        if answer.status == 200 and is_held(request, answer):
            answer = replace(answer, status=304, body=b"")
        if len(answer.body) > request.limits.decoded_bytes:
            return Failed(f"more than {request.limits.decoded_bytes} bytes decoded", status=answer.status)
        return outcome(answer, now=self._now())

    async def close(self) -> None:
        self.closed = True
