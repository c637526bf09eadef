"""A clause of ours becomes the kind of trouble that it tells of."""

from __future__ import annotations

import pytest

from warraq.crawling.troubles import trouble
from warraq.press import Trouble


@pytest.mark.parametrize(
    ("clause", "kind"),
    [
        ("HTTP 410 since 2026-11-20; remove it or give it its new address", Trouble.GONE),
        ("HTTP 404", Trouble.MISSING),
        ("HTTP 403", Trouble.FORBIDDEN),
        ("HTTP 451", Trouble.FORBIDDEN),
        ("HTTP 429", Trouble.BUSY),
        ("HTTP 503", Trouble.BUSY),
        ("HTTP 500", Trouble.SERVER),
        ("its host is left alone until 2026-11-25 10:00 UTC", Trouble.BUSY),
        ("timed out after 30 s", Trouble.SLOW),
        ("name not found", Trouble.NAME),
        ("the name server did not answer", Trouble.NAME),
        ("certificate not accepted: certificate has expired", Trouble.CERTIFICATE),
        ("TLS could not be agreed on", Trouble.CERTIFICATE),
        ("no connection: connection refused", Trouble.CONNECTION),
        ("connection lost: connection reset by peer", Trouble.CONNECTION),
        ("the server hung up without an answer", Trouble.CONNECTION),
        ("robots.txt of nahar.example:443 disallows it", Trouble.ROBOTS),
        ("robots.txt answered HTTP 503", Trouble.ROBOTS),
        ("more than 5 redirects", Trouble.MOVED),
        ("this is a web page (HTML), not a feed and it names none", Trouble.UNREADABLE),
        ("not well-formed XML (line 3), and too much of it to mend", Trouble.UNREADABLE),
        ("the answer is empty, not a feed", Trouble.UNREADABLE),
        ("broken JSON: expecting value", Trouble.UNREADABLE),
        ("broken gzip: not a gzipped file", Trouble.ENCODING),
        ("10.0.0.1 is a private address", Trouble.CLOSED),
        ("something nobody has thought of", Trouble.OTHER),
    ],
)
def test_a_clause_tells_of_its_kind(clause: str, kind: Trouble) -> None:
    assert trouble(clause) is kind


def test_where_nothing_is_wrong_there_is_no_trouble() -> None:
    assert trouble(None) is None
    assert trouble("", status=503) is None


def test_a_status_counts_where_the_clause_names_none() -> None:
    assert trouble("the answer broke off: x", status=502) is Trouble.SERVER
