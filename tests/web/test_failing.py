from __future__ import annotations

from typing import Any

import pytest

from tests.web.conftest import Opens
from tests.web.press import Newsstand
from warraq.archives.memory import MemoryArchive
from warraq.archives.memorydecisions import MemoryClaims
from warraq.errors import ArchiveError, IndexFailure


class Silent(MemoryArchive):
    """An archive that does not answer."""

    failure: Exception = ArchiveError("disk full")

    def last_change(self) -> int:
        raise self.failure

    def article(self, article: Any) -> Any:
        raise self.failure


@pytest.mark.parametrize(
    "address", ["/", "/latest", "/sources", "/sada", "/sada/7", "/search", "/url?u=https://x.example/"]
)
async def test_without_its_archive_the_site_says_so_and_when_to_come_back(opens: Opens, address: str) -> None:
    answer = await (await opens(Newsstand(archive=Silent()))).get(address)
    assert (answer.status, answer.words("h1")) == (503, "الأرشيف لا يجيب الآن")
    assert answer.headers["retry-after"] == "5"
    assert "disk full" not in answer.text


async def test_the_log_holds_no_secret_address_and_no_second_line(
    opens: Opens, caplog: pytest.LogCaptureFixture
) -> None:
    class Lost(MemoryClaims):
        def claim(self, number: int) -> Any:
            raise ArchiveError("disk full")

    reader = await opens(Newsstand(archive=Silent(), claims=Lost()))
    secret = "x" * 24
    assert (await reader.get(f"/request/1-{secret}")).status == 503
    assert (await reader.get("/sada%0Aforged/7")).status == 503
    assert "disk full" in caplog.text
    assert secret not in caplog.text
    assert not any("\n" in record.getMessage() for record in caplog.records)


async def test_an_unknown_address_is_not_found_even_without_archive(opens: Opens) -> None:
    answer = await (await opens(Newsstand(archive=Silent()))).get("/no/such/page")
    assert (answer.status, answer.words("h1")) == (404, "لا صفحة هنا")


async def test_without_its_index_only_the_search_fails(opens: Opens) -> None:
    stand = Newsstand()
    wanted = stand.file()

    def fail(*_: object, **__: object) -> None:
        raise IndexFailure("no segment")

    stand.index.search = fail
    reader = await opens(stand)
    answer = await reader.get("/search?q=جسر")
    assert (answer.status, answer.words("h1")) == (503, "البحث متوقف الآن")
    assert (await reader.get(f"/sada/{wanted}")).status == 200


async def test_a_mistake_of_ours_tells_the_reader_nothing_of_the_house(opens: Opens) -> None:
    class Broken(Silent):
        failure = RuntimeError("secret /var/lib/warraq")

    answer = await (await opens(Newsstand(archive=Broken()))).get("/sada/7", dies=True)
    assert (answer.status, answer.words("h1")) == (500, "وقع خطأ عندنا")
    assert "secret" not in answer.text
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
async def test_pages_are_only_read(opens: Opens, method: str) -> None:
    answer = await (await opens(Newsstand())).get("/search", method=method)
    assert (answer.status, answer.words("h1")) == (405, "طلب لا نجيبه")
    assert answer.headers["allow"]
