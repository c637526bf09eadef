"""Who may read this site, and has its operator said so? Asked once, before the site listens."""

from __future__ import annotations

from urllib.parse import urlsplit

from warraq.crawling import addresses
from warraq.errors import SettingsError
from warraq.press import Settings


def admit(settings: Settings) -> str | None:
    """What the operator should hear of who can read the site; `None`: nothing.

    Raises: SettingsError for a public site whose operator nobody could reach, and for one that others can reach while
    its operator never said whether they are its readers.
    """
    if settings.public:
        if settings.contact is None:
            raise SettingsError(
                "a public site needs a contact, so that papers and readers can reach you: set"
                ' contact = "desk@example.org" (WARRAQ_CONTACT), or public = false for your own reading'
            )
        return None
    way = beyond(settings)
    if way is None:
        return None
    if "public" not in settings.said:
        raise SettingsError(
            f"{way}, and a private site shows everything it collected whole: say who reads it."
            " With public = true others do: what papers gave no leave for is cut, and a contact is needed;"
            " with public = false (WARRAQ_PUBLIC=false) you alone do. Or listen on 127.0.0.1"
        )
    return (
        f"{way}, and public = false: whoever reaches the site reads everything whole, publishers' leave or not."
        " Keep others out, or set public = true"
    )


def beyond(settings: Settings) -> str | None:
    """How others than this machine come to the site, as one clause; `None`: they do not."""
    if not addresses.is_this_machine(settings.host):
        return f"host = {settings.host} opens the site to other machines"
    if settings.address and not addresses.is_this_machine(urlsplit(settings.address).hostname or ""):
        return f"address = {settings.address} says that others come to the site"
    return None
