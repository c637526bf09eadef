"""Which address does the page call its own?"""

from __future__ import annotations

import can_ada

from warraq.extraction.evidence import Evidence
from warraq.language import markup


def canonical(evidence: Evidence) -> str | None:
    """`rel=canonical`, else `og:url`, as an absolute http(s) address; `None` where it names the site and not the page.

    Whether it may be believed (only inside one site) is not for this room to say.
    """
    for declared in (evidence.links.get("canonical"), evidence.meta("og:url")):
        address = markup.link(declared, evidence.url)
        if address and not (_is_root(address) and not _is_root(evidence.url)):
            return address
    return None


def _is_root(address: str) -> bool:
    """A front page (`/`, `/ar/`, `/index.php`) without a query: template mistakes declare it for every article."""
    try:
        parsed = can_ada.parse(address)
    except (ValueError, TypeError):
        return False
    path = parsed.pathname.strip("/").lower()
    return not parsed.search and (path in ("", "ar", "en", "fr", "home") or path.startswith("index."))
