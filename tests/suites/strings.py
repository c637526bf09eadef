"""Which strings hurt others? Those of public suites where they stand beside the checkout, and some of our own."""

from __future__ import annotations

import gzip
import json
import os
from pathlib import Path

LONG = bool(os.environ.get("WARRAQ_LONG"))
EVERY = 1 if LONG else 40  # string of the public suites
# What the suites hold little of: Arabic and directions, spreadsheets, logs, and the formats of our own outputs.
OURS = (
    "خبر\u202eعاجل\u2066 من القاهرة", "\u2067\u2067\u2067عزل بلا نهاية", "\u200f=1+1", "\u202e=cmd|' /C calc'!A0", "\ufeff@SUM(1+1)", "＝1+1", "\t=1", "-2+3+cmd|' /C calc'!A0",
    "سطر\nERROR warraq: كاذب", "سطر\r\nSet-Cookie: a=b", "سطر\u2028ERROR warraq.web: كاذب\x85ثالث", "\x1b[2J\x1b[31mخبر", "%s %n %(name)s {0} {title}",
    "}} , title = {كاذب}, x = {{", "\\input{/etc/passwd} \\write18{id} $\\x$ % خبر", "عنوان\r\nER  - \r\nTY  - NEWS\r\nTI  - كاذب", "]]><item><title>كاذب</title></item><![CDATA[",
    "<?xml version='1.0'?><!DOCTYPE r [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><r>&a;</r>", "</script><script>alert(1)</script>", "{{ 7 * 7 }}{% include '/etc/passwd' %}",
    "--><img src=x onerror=alert(1)>", "' onmouseover='alert(1)' x='", '" autofocus onfocus="alert(1)', "javascript:alert(1)", "data:text/html,<script>alert(1)</script>",
    "<svg/onload=alert(1)>", "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>", "WARC/1.1\r\nWARC-Type: response\r\n\r\n", "a\x00b\x07\ufffe\ud800c",
    "ﷺ" * 50, "ا" + "\u064b" * 400, "𝕏👩‍👩‍👧‍👦🇪🇬", "<title>خبر</title> & <b>آخر</b> &lt;script&gt;alert(1)&lt;/script&gt;",
)  # fmt: skip


def of_suites(shared: Path) -> list[str]:
    """DOMPurify's payloads, then the big list of naughty strings; empty where they are not there."""
    paths = (
        shared / "suites/sanitiser/dompurify-payloads.json.gz",
        shared / "suites/naughty-strings/blns.json.gz",
    )
    return [
        text for path in paths if path.is_file() for text in json.loads(gzip.decompress(path.read_bytes()))
    ]


def chosen(shared: Path, half: int | None = None) -> list[str]:
    """All of ours, and every fortieth of the suites' (every one in the long form); of both the even or the odd ones where a `half` is asked for."""
    strings = [*OURS, *of_suites(shared)[::EVERY]]
    return strings if half is None else strings[half::2]
