"""Does what a site, a picture's server or a browser sends come to an answer? Robots, pictures and cookies."""

from __future__ import annotations

import base64
import io

from PIL import Image

from fuzz import door
from fuzz.door import NOW, Door, holds
from tests.newsroom import pictures as drawn
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
)  # fmt: skip
