"""Does a form at any door of the site come to an answer, whatever is in it?"""

from __future__ import annotations

import asyncio
from functools import lru_cache

from selectolax.lexbor import LexborHTMLParser

from fuzz.door import Door, holds
from tests.web.asking import Answer, Reader
from tests.web.press import Newsstand


@lru_cache(maxsize=1)
def _site() -> tuple[asyncio.Runner, Reader]:
    """A site with three articles, open until the process ends."""
    stand = Newsstand()
    for _ in range(3):
        stand.file()
    stand.follow()
    runner = asyncio.Runner()
    app = stand.application()
    lifespan = app.router.lifespan_context(app)
    runner.run(lifespan.__aenter__())
    app.state.open_until_the_end = lifespan  # collected, it would close the site
    return runner, Reader(app)


_FORM = {
    "content-type": "application/x-www-form-urlencoded",
    "origin": "http://127.0.0.1",
    "host": "127.0.0.1",
    "sec-fetch-site": "same-origin",
}
_WHERE = (
    "/clippings",
    "/clippings.html",
    "/settings/reading",
    "/request",
    "/desk/login",
    "/search",
    "/desk/site",
)
_ALIVE = "script:not([src]),[onclick],[onerror],[onload],[onfocus],[onmouseover],iframe,object,embed,base,a[href^='javascript' i]"


def forms(data: bytes) -> str:
    """A form at one of the site's doors (the first byte says which), with the same bytes as its cookie: answered, never by a mistake of ours."""
    runner, reader = _site()
    where = _WHERE[data[0] % len(_WHERE)] if data else _WHERE[0]
    rest = data[1:]
    header = "".join(chr(one) for one in rest[:1_000] if 32 <= one < 127)
    headers = {**_FORM, "cookie": f"reading={header}", "accept-language": header[:100]}
    posted: Answer = runner.run(reader.get(where, method="POST", headers=headers, body=rest))
    holds(posted.status < 500, f"HTTP {posted.status} to a form at {where}")
    asked: Answer = runner.run(
        reader.get(f"{where}?{rest.decode('latin-1')}", headers={"cookie": headers["cookie"]})
    )
    holds(asked.status < 500, f"HTTP {asked.status} to a question at {where}")
    for answer in (posted, asked):
        holds(
            all("\n" not in value and "\r" not in value for value in answer.headers.values()),
            "a header of two lines",
        )
        if "html" in answer.headers.get("content-type", ""):
            live = [node.html for node in LexborHTMLParser(answer.text).css(_ALIVE)]
            holds(not live, f"a live node at {where}: {live[:1]}")
    return f"read: {where} {posted.status}"


DOORS = (
    Door("forms", forms, (b"\0ids=1,2&title=%D8%A7&intro=x&note-1=y&move=up-2&more=/sada/1", b"\x02ui=fr&size=l&papers=sada", b"\x03kind=correction&article=1&name=x&mail=a%40b.example&text=y",
         b"\x04name=a&password=b", b"\x05q=a&source=sada&when=2026"), (b"&", b"=", b"%00", b"%0d%0a", b"<script>", b"%22%3E%3Cimg src=x onerror=alert(1)>", b"ids=", b"note-1=", b"move=", b"token=", b"after=", b"when="), longest=1_500),
)  # fmt: skip
