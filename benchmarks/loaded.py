"""The site that `benchmarks.load` asks, and beside it, in the same process, the same bytes from memory.

    python -m benchmarks.loaded --data FOLDER --port N

What is put to `/-/bare/<name>` is answered there from then on, by an application of one route.
"""

from __future__ import annotations

import argparse
import asyncio
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from warraq import editions, wiring
from warraq.cli import following, running
from warraq.press import Settings

BARE = "/-/bare/"
_KEPT = ("content-type", "content-encoding", "etag", "vary", "cache-control")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--port", type=int, required=True)
    arguments = parser.parse_args()
    asyncio.run(_serve(Settings(data=arguments.data, port=arguments.port, edition="eg")))


async def _serve(settings: Settings) -> None:
    edition = editions.load(settings.edition, folder=settings.data / "editions")
    sock, stage = running.listen(settings), running.Stage(running.opening)
    with wiring.house(settings) as house, following.following(house):
        site = running.site(house, edition, running.Collector().progress)
        async with stage.showing(site), running.serving(stage, sock) as ended:
            stage.app = _beside(site)
            await ended.wait()


def _beside(site: Any) -> Any:
    """The site, and the answers from memory before it."""
    held: dict[str, tuple[bytes, dict[str, str]]] = {}

    async def bare(request: Request) -> Response:
        name = request.path_params["name"]
        if request.method == "PUT":
            headers = {key: value for key in _KEPT if (value := request.headers.get(f"x-{key}"))}
            held[name] = await request.body(), headers
        body, headers = held[name]
        return Response(body, headers=headers)

    memory = Starlette(routes=[Route(BARE + "{name}", bare, methods=["GET", "PUT"])])

    async def app(scope: Any, receive: Any, send: Any) -> None:
        bare = scope["type"] == "http" and scope["path"].startswith(BARE)
        await (memory if bare else site)(scope, receive, send)

    return app


if __name__ == "__main__":
    main()
