"""Does what a site, a picture's server or a browser sends come to an answer? Robots, pictures, cookies and forms."""

from __future__ import annotations

import asyncio
import base64
import io
from functools import lru_cache

from PIL import Image
from selectolax.lexbor import LexborHTMLParser

from fuzz import door
from fuzz.door import NOW, Door, holds
from tests.newsroom import pictures as drawn
from tests.web.asking import Answer, Reader
from tests.web.press import Newsstand
from warraq.crawling import robots
from warraq.errors import Unreadable
from warraq.newsroom import darkroom
from warraq.web import reading

_PATHS = ("/", "/أخبار/1", "/a.pdf?x=1", "/robots.txt", "/%2F/a$")
_LONGEST_REFUSAL = 300


def rules(data: bytes) -> str:
    said = robots.read(200, data, now=NOW)
    for path in _PATHS:
        for agent in ("Warraq", "Foo bar/1"):
            holds(said.allowed(f"https://paper.example{path}", agent) in (True, False), "neither yes nor no")
    holds(said.allowed("https://paper.example/robots.txt"), "the file itself may not be asked for")
    holds(said.delay_s is None or 0 <= said.delay_s <= robots.MAX_DELAY_S, f"a pause of {said.delay_s} s")
    kept = said.ours()
    for path in _PATHS:
        url = f"https://paper.example{path}"
        holds(kept.allowed(url) == said.allowed(url), "what is remembered of the file says something else")
    return f"read: {len(said.groups) and 'rules'}"


def photographs(data: bytes) -> str:
    try:
        found = darkroom.develop(data, {})
    except Unreadable as error:
        return door.refusal(error)
    if "refused" in found:
        holds(len(found["refused"]) <= _LONGEST_REFUSAL, "a refusal longer than a clause")
        return door.refusal(ValueError(found["refused"]))
    for name in ("full", "card"):
        body = base64.b64decode(found[name]["body"])
        with Image.open(io.BytesIO(body), formats=["JPEG"]) as shown:
            shown.load()
            holds(
                shown.size == (found[name]["width"], found[name]["height"]),
                "a print of another size than it says",
            )
            holds(
                not shown.getexif() and "comment" not in shown.info and "icc_profile" not in shown.info,
                "a print that tells more than pixels",
            )
        holds(
            len(body) == found[name]["size_bytes"] and b"<script" not in body,
            "a print of another length, or with a script",
        )
    return f"read: {found['media_type']}"


def cookies(data: bytes) -> str:
    """The cookie that remembers how somebody reads: written again it is the same wishes, and nothing that a header could not hold."""
    wishes = reading.read(data.decode("latin-1"))
    line = reading.written(wishes)
    holds(line.isascii() and not set(line) & set(' ";,\\\r\n'), f"no value of a cookie: {line!r}")
    if len(line) <= reading.MOST_BYTES:
        holds(reading.read(line) == wishes, f"{line!r} says something else")
    holds(not set(wishes.look) & set("\"'<>&"), f"no class: {wishes.look!r}")
    return "read" if line else "refused: no wish of ours"


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


def _robots() -> tuple[bytes, ...]:
    return (
        b"User-agent: *\nDisallow: /private\nAllow: /private/open$\nCrawl-delay: 2.5\nSitemap: https://paper.example/s.xml\n\nUser-agent: Warraq\nDisallow: /*.pdf$\n",
        "User-agent: *\r\nDisallow: /أخبار/*\r\nContent-Signal: ai-train=no\r\n".encode(),
    )


def _pictures() -> tuple[bytes, ...]:
    small = drawn.scene((180, 100))
    forms = [drawn.file(small, form) for form in ("JPEG", "PNG", "GIF", "WEBP", "AVIF")]
    return (*forms, drawn.file(small.convert("P"), "PNG"), drawn.file(small.convert("CMYK")))


DOORS = (
    Door("robots", rules, _robots(), (b"User-agent: ", b"Disallow: ", b"Allow: ", b"Crawl-delay: ", b"Sitemap: ", b"*", b"$", b"\r", b"\xef\xbb\xbf", b"%2f", b"#", b"Content-Signal: ", b"warraq")),
    Door("pictures", photographs, _pictures(), (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"IHDR", b"IDAT", b"iCCP", b"acTL", b"GIF89a", b"RIFF", b"WEBPVP8X", b"ftypavif", b"Exif\0\0", b"ICC_PROFILE\0"), longest=16_384),
    Door("cookies", cookies, (b"ui=fr&size=l&digits=arab&theme=dark&mute=horoscope.lottery&papers=sada.manara&edition=eg",), (b"&", b"=", b".", b"%", b"papers=", b"mute=", b";", b"\r\n", b'"'), longest=1_200),
    Door("forms", forms, (b"\0ids=1,2&title=%D8%A7&intro=x&note-1=y&move=up-2&more=/sada/1", b"\x02ui=fr&size=l&papers=sada", b"\x03kind=correction&article=1&name=x&mail=a%40b.example&text=y",
         b"\x04name=a&password=b", b"\x05q=a&source=sada&when=2026"), (b"&", b"=", b"%00", b"%0d%0a", b"<script>", b"%22%3E%3Cimg src=x onerror=alert(1)>", b"ids=", b"note-1=", b"move=", b"token=", b"after=", b"when="), longest=1_500),
)  # fmt: skip
