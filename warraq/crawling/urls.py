"""Which address is this, and is it one that we already know?

`clean` is for opening an address, `key` for knowing it again, `host` for politeness, `site` for whose it is. Parsing is
the browsers' own (WHATWG URL), so that we and the server agree on what was asked for.
"""

from __future__ import annotations

import re
import unicodedata
from contextlib import suppress
from functools import cache, lru_cache
from ipaddress import ip_address
from urllib.parse import unquote_to_bytes

import can_ada
from publicsuffixlist import PublicSuffixList

from warraq.language.references import joined

# The longest Arabic headline as a percent-encoded path takes some 2,000 characters; servers stop at 8,000.
MAX_LENGTH = 8000

_DEFAULT_PORTS = {"http:": "80", "https:": "443"}
_VARIANT_LABELS = ("www.", "m.", "amp.")
_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
# Letters belong to the run, so that "e" and the accent escaped after it meet; see _one_spelling.
_ESCAPED_RUN = re.compile(r"[A-Za-z]*(?:%[0-9A-Fa-f]{2}[A-Za-z]*)+")
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
# What says only through which door a reader came. A name is listed once it is known to carry nothing else:
# `ref`, `source`, `from`, `s` or `id` choose the article at some papers, and stay.
_TRACKING_PREFIXES = ("utm_", "at_custom", "fb_action_", "__cf_chl_", "_x_tr_", "hsa_", "mtm_")
_TRACKING = frozenset(
    [
        "__s",
        "__twitter_impression",
        "_ga",
        "_gl",
        "_hsenc",
        "_hsmi",
        "at_campaign",
        "at_link_id",
        "at_link_origin",
        "at_link_type",
        "at_medium",
        "at_ptr_name",
        "dclid",
        "fbclid",
        "gbraid",
        "gclid",
        "gclsrc",
        "igsh",
        "igshid",
        "maca",
        "mc_cid",
        "mc_eid",
        "mibextid",
        "mkt_tok",
        "msclkid",
        "oly_anon_id",
        "oly_enc_id",
        "phpsessid",
        "pk_campaign",
        "pk_kwd",
        "sfnsn",
        "srsltid",
        "traffic_source",
        "ttclid",
        "twclid",
        "usqp",
        "vero_id",
        "wbraid",
        "wt_mc",
        "xtor",
        "yclid",
    ]
)
_AMP_QUERIES = frozenset(["amp", "amp=", "amp=1", "amp=true", "outputtype=amp"])


def clean(url: str) -> str | None:
    """The address as a browser would ask for it, without its fragment; `None` for what is no web address.

    Only http and https, never with a user name or password in it. Every query parameter stays: it is for fetching.
    """
    parsed = _parsed(url)
    if parsed is None or parsed.has_credentials():
        return None
    return str(parsed.href)


def absolute(reference: str, base: str) -> str | None:
    """What `reference` (a link, a Location) means on the page at `base`: cleaned, or `None`."""
    try:
        return clean(joined(reference, base))
    except ValueError:
        return None


def key(url: str) -> str:
    """What an address is known by: equal keys mean the same page of the same paper.

    Without scheme, default port, `www.`/`m.`/`amp.`, AMP marks in path and query, tracking parameters, doubled or
    trailing slashes; percent-escapes in one spelling (Arabic letters escaped from NFC). Other query parameters stay in
    their order. What is no web address is its own key, so that two of them never become one by accident.
    """
    # what is too long for an address is not remembered: hostile input must not fill memory
    return url.strip() if len(url) > MAX_LENGTH else _key(url)


@lru_cache(maxsize=20_000)
def _key(url: str) -> str:
    parsed = _parsed(url)
    if parsed is None:
        return url.strip()
    port = f":{parsed.port}" if parsed.port else ""
    path, query = _path_key(parsed.pathname), _query_key(parsed.search)
    return f"{_host_key(parsed.hostname)}{port}{path}{'?' + query if query else ''}"


def host(url: str) -> str:
    """`name:port`, port always said: the unit of robots rules, politeness and back-off. Empty for no web address."""
    parsed = _parsed(url)
    if parsed is None:
        return ""
    return f"{parsed.hostname.rstrip('.')}:{parsed.port or _DEFAULT_PORTS[parsed.protocol]}"


def site(url: str) -> str:
    """Whose address it is: the registrable domain; for an IP address, `localhost` and the like, `name:port`.

    Empty for no web address.
    """
    parsed = _parsed(url)
    if parsed is None:
        return ""
    return registrable(parsed.hostname) or host(url)


def same_site(a: str, b: str) -> bool:
    """Whether one owner stands behind both: only then may one address speak for the other (a canonical link)."""
    return site(a) == site(b) != ""


@lru_cache(maxsize=20_000)
def registrable(name: str) -> str | None:
    """The domain that someone registered: one label more than the public suffix; `None` where there is none.

    Private suffixes (blogspot.com) count: two blogs have two owners. Source: publicsuffix.org.
    """
    if name.startswith((".", "[")) or _is_ip(name):
        return None
    found = _suffixes().privatesuffix(name.lower())
    return found if isinstance(found, str) else None


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()  # bundled with the package: no network


def _is_ip(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def _parsed(url: str) -> can_ada.URL | None:
    """An http(s) address with a host, its fragment dropped; credentials still in it."""
    if len(url) > MAX_LENGTH:
        return None
    try:
        parsed = can_ada.parse(url)
    except (ValueError, TypeError):  # TypeError: lone surrogates are no text
        return None
    if parsed.protocol not in _DEFAULT_PORTS or not parsed.hostname:
        return None
    parsed.hash = ""
    return parsed if len(parsed.href) <= MAX_LENGTH else None


def _host_key(name: str) -> str:
    name = name.rstrip(".")
    stripped = True
    while stripped:
        stripped = False
        for label in _VARIANT_LABELS:
            # Never into the registrable domain itself: m.example and www.com are names of their own.
            if name.startswith(label) and registrable(name) == registrable(name[len(label) :]) is not None:
                name, stripped = name[len(label) :], True
    return name


def _path_key(path: str) -> str:
    segments = [segment for segment in _one_spelling(path).split("/") if segment]
    if len(segments) > 1 and segments[0].lower() == "amp":
        segments = segments[1:]
    if len(segments) > 1 and segments[-1].lower() == "amp":
        segments = segments[:-1]
    if segments:
        segments[-1] = re.sub(r"(?i)(?<=.)\.amp(?=$|\.html?$)", "", segments[-1])
    return "/" + "/".join(segments)


def _query_key(search: str) -> str:
    kept = [part for part in search[1:].split("&") if part and not _is_tracking(part)]
    # In a query "+" is a space, as the forms that made it say.
    return _one_spelling("&".join(kept).replace("+", "%20"))


def _is_tracking(part: str) -> bool:
    name = part.partition("=")[0].lower()
    return name in _TRACKING or name.startswith(_TRACKING_PREFIXES) or part.lower() in _AMP_QUERIES


def _one_spelling(text: str) -> str:
    """Escapes of unreserved characters undone, the others in capitals; UTF-8 letters in NFC.

    Source: RFC 3986, section 6.2.2. Bytes that are no UTF-8 (a path in windows-1256) stay the bytes they are.
    """
    return _ESCAPED_RUN.sub(_respelled, _STRAY_PERCENT.sub("%25", text))


def _respelled(found: re.Match[str]) -> str:
    run = found.group()
    escaped = run.count("%") * 3 == len(run)
    raw = bytes.fromhex(run.replace("%", "")) if escaped else unquote_to_bytes(run)
    with suppress(UnicodeDecodeError):
        raw = unicodedata.normalize("NFC", raw.decode("utf-8")).encode("utf-8")
    if not raw.isascii() and min(raw) >= 0x80:  # the usual case, at C's speed: a word of Arabic
        return "%" + raw.hex("%").upper()
    return "".join(chr(byte) if byte in _UNRESERVED else f"%{byte:02X}" for byte in raw)
