"""How do these tests sign in at the desk, as a browser would?"""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlencode

from tests.web.asking import Answer, Reader
from tests.web.press import Newsstand
from warraq.newsroom import passwords
from warraq.press import Role, User

WORD = "كلمة سر طويلة 7"
HASH = passwords.hashed(WORD)  # once: it takes its time
FORM = "application/x-www-form-urlencoded"
OURS = {"sec-fetch-site": "same-origin"}
HERE = "localhost"


def hired(stand: Newsstand, name: str = "ليلى", role: Role = Role.ADMIN) -> User:
    made = stand.users.add(name, role, HASH, now=stand.clock.now())
    assert made is not None
    return made


@dataclass
class Editor:
    """A browser: it keeps its cookies, and posts the forms that it was given."""

    reader: Reader
    host: str = HERE
    peer: str = "127.0.0.1"
    cookies: dict[str, str] = field(default_factory=dict)
    token: str = ""
    after: str = "0"
    headers: dict[str, str] = field(default_factory=lambda: dict(OURS))

    async def opens(self, address: str) -> Answer:
        answer = await self.reader.get(address, headers=self.sent(), peer=self.peer)
        self._keeps(answer)
        if answer.headers.get("content-type", "").startswith("text/html"):
            for name in ("token", "after"):
                if found := answer.page.css_first(f"main input[name={name}]"):
                    setattr(self, name, found.attributes["value"])
        return answer

    async def posts(self, address: str, **fields: str) -> Answer:
        body = urlencode({"token": self.token, **fields}).encode()
        headers = self.sent() | {"content-type": FORM}
        answer = await self.reader.get(address, method="POST", headers=headers, body=body, peer=self.peer)
        self._keeps(answer)
        return answer

    async def signs_in(self, name: str = "ليلى", password: str = WORD) -> Answer:
        await self.opens("/desk/login")
        return await self.posts("/desk/login", name=name, password=password)

    async def sets(self, do: str = "save", **fields: str) -> Answer:
        """Opens the page of the site's name, and sends its form."""
        await self.opens("/desk/site")
        return await self.posts("/desk/site", do=do, **{"after": self.after, **fields})

    def sent(self) -> dict[str, str]:
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return {"host": self.host} | ({"cookie": cookie} if cookie else {}) | self.headers

    def _keeps(self, answer: Answer) -> None:
        if given := answer.headers.get("set-cookie"):
            name, _, value = given.partition(";")[0].partition("=")
            if "max-age=0" in given.lower():
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = value
