"""What does a reference on a page mean, as browsers join it to the page's own address?

Browsers read a backslash as a slash, any run of leading slashes as two, and leave line ends and tabs out; `urljoin` knows none of
that. Source: the URL standard (WHATWG), what of it links of papers need.
"""

from __future__ import annotations

import re
from urllib.parse import urljoin

_BLANK = "".join(map(chr, range(33)))  # what browsers strip from both ends: the C0 controls and the space
_LEFT_OUT = re.compile(r"[\t\n\r]")
_MARK = re.compile(r"[?#]")


def joined(reference: str, base: str) -> str:
    """The address that `reference` means on the page at `base`, not yet judged. Raises: ValueError."""
    reference = _LEFT_OUT.sub("", reference).strip(_BLANK)
    before, sign, after = _split(reference)
    before = re.sub(r"^//+", "//", before.replace("\\", "/"))
    if not before and sign == "?":
        base = _split(base)[0]
    return urljoin(base, before) + sign + after


def _split(reference: str) -> tuple[str, str, str]:
    """Up to its query or fragment, the mark, and what follows."""
    found = _MARK.search(reference)
    if found is None:
        return reference, "", ""
    return reference[: found.start()], found.group(), reference[found.end() :]
