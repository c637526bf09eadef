"""What is left of a reader's address? A real house is read, asked, reported to and tried at its door; then every byte of it is searched.

Readers come from stated addresses, IPv4 and IPv6, behind a trusted proxy and straight to the site. Their addresses are sought as
they are written, as their networks are written, packed, and as hashes without a key (which anybody could reverse), in the
data folder, in the log at its most talkative, and in an unpacked backup. Where the archive stands on PostgreSQL also in
every row of every table, in the files in which the server keeps them, in its write-ahead log and in what it logs.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import http.client
import ipaddress
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
import zstandard

from tests import postgres
from tests.cli.test_commands import run
from tests.journeys.test_instances import until
from tests.journeys.test_up import ROOT, free_port, get
from tests.lengths import LONG
from tests.ports.drafting import NOON, draft
from tests.web.press import jpeg
from warraq import wiring
from warraq.newsroom import passwords
from warraq.ports.pictures import Use
from warraq.press import ArticleId, Negative, Print, Role, Settings, Source, object_key

PASSED_ON = (
    "198.51.100.23",
    "203.0.113.201",
    "192.0.2.77",
    "2001:db8:5ee:1::beef",
    "2001:db8:feed:42:1:2:3:4",
)
STRAIGHT = (
    "127.9.8.7",
    "127.55.44.33",
)  # this machine under other names: no proxy, whatever they say of themselves
CLAIMED = "198.18.77.66"  # what those straight from elsewhere say of themselves
ADDRESSES = (*PASSED_ON, *STRAIGHT, CLAIMED)
WORD = "كلمة سر طويلة جدًا 9"
HOST = "press.example"


@dataclass
class Browser:
    """A reader behind the proxy, or one that comes straight."""

    port: int
    address: str
    cookies: dict[str, str] = field(default_factory=dict)

    def asks(self, path: str, fields: dict[str, str] | None = None) -> tuple[int, str]:
        straight = self.address in STRAIGHT
        body = urlencode(fields).encode() if fields is not None else None
        headers = {
            "Host": HOST,
            "Sec-Fetch-Site": "same-origin",
            "X-Forwarded-For": CLAIMED if straight else self.address,
            "X-Forwarded-Proto": "https",
            "X-Real-IP": CLAIMED if straight else self.address,
            "User-Agent": "Journey",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
        }
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        source = (self.address, 0) if straight else ("127.0.0.1", 0)
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30, source_address=source)
        with contextlib.closing(connection):
            connection.request("GET" if body is None else "POST", quote(path, safe="/?=&"), body, headers)
            answer = connection.getresponse()
            for name, value in answer.getheaders():
                if name.lower() == "set-cookie":
                    key, _, rest = value.partition("=")
                    self.cookies[key] = rest.partition(";")[0]
            return answer.status, answer.read().decode("utf-8", "replace")

    def fills(self, path: str, **fields: str) -> int:
        """Opens a form, and sends it."""
        _, page = self.asks(path)
        token = re.search(r'name="?token"? value="?([0-9a-f]{64})', page)
        assert token is not None, page[:500]
        return self.asks(path, {"token": token[1], **fields})[0]


def furnished(data: Path, database: str | None) -> None:
    """A public house with an article, its picture and an editor."""
    settings = f'public = true\ncontact = "desk@example.org"\naddress = "https://{HOST}"\nproxies = ["127.0.0.1/32"]\n'
    settings += f'database = "{database}"\n' if database else ""
    data.mkdir()
    (data / "warraq.toml").write_text(settings, encoding="utf-8")
    with wiring.house(Settings(data=data, database=database)) as house:
        house.archive.put_sources(
            [Source("nahar", "النهار", "eg", "Africa/Cairo", policy="full", permission="mail, 2026-01-01")]
        )
        house.archive.file([replace(draft(one), section="politics") for one in range(1, 4)], now=NOON)
        pixels, address = hashlib.sha256(b"a").hexdigest(), "https://cdn.example/a.png"
        full, card = (Print(1600 // by, 900 // by, len(jpeg("a", by))) for by in (1, 4))
        for size, by in (("full", 1), ("card", 4)):
            house.objects.put(object_key(pixels, size), jpeg("a", by))
        uses = [Use(ArticleId(1), address)]
        house.pictures.follow(uses, position=house.archive.last_change(), now=NOON)
        house.pictures.take(address, Negative(pixels, 1600, 900, "image/png", full, card), now=NOON)
        house.users.add("amal", Role.ADMIN, passwords.hashed(WORD), now=datetime.now(UTC))
        house.indexing().catch_up()


@contextlib.contextmanager
def open_house(data: Path, log: Path) -> Iterator[int]:
    """`warraq -vv serve` on that folder; what it says goes to `log`."""
    port = free_port()
    command = [sys.executable, "-m", "warraq", "-vv", "serve", "--port", str(port), "--data", str(data)]
    with log.open("wb") as out:
        process = subprocess.Popen(command, cwd=ROOT, stdout=out, stderr=out)
    try:
        until(lambda: _answers(port), what=f"the site answers: {log.read_text('utf-8')[-500:]}")
        yield port
        process.terminate()
        assert process.wait(20) == 0
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


def _answers(port: int) -> bool:
    with contextlib.suppress(OSError):
        return get(port)[0] == 200
    return False


def visit(one: Browser) -> None:
    """All that a reader can do that might be written down."""
    for path in (
        "/",
        "/nahar/1",
        "/nahar/999",
        "/search?q=الخطة رقم",
        "/search?q=" + "(" * 900,
        "/url?u=http://[",
        "/metrics",
    ):
        one.asks(path)
    assert one.asks("/search.json?q=الخطة")[0] == 200
    assert one.fills("/picture/1/report?article=1", category="violence") == 200
    assert one.fills("/picture/1/appeal?article=1", text="كان ذلك خطأ") == 200
    assert (
        one.fills("/request?article=2", kind="minor", text="أرجو النظر في هذا", contact="a@example.org")
        == 303
    )
    assert one.fills("/desk/login", name="amal", password="wrong password") == 403
    assert one.fills("/desk/login", name="amal", password=WORD) == 303
    assert one.asks("/desk/site")[0] == 200
    one.asks("/settings/reading", {"size": "l"})
    one.asks("/hub/none", {"x": "y"})
    one.asks("/picture/1/report", {"token": "x" * 90_000})


def forms(address: str) -> tuple[bytes, ...]:
    """How an address would look in what is kept, but for the packed IPv4 (`packed`): four bytes stand somewhere by chance."""
    ip = ipaddress.ip_address(address)
    near, wide = (24, 16) if ip.version == 4 else (48, 32)
    nets = [ipaddress.ip_network((ip, bits), strict=False) for bits in (near, wide)]
    texts = {address, str(ip), ip.exploded, quote(str(ip), safe=""), ip.reverse_pointer, *map(str, nets)}
    texts |= {str(net.network_address).rstrip(":0") + ("." if ip.version == 4 else ":") for net in nets[:1]}
    texts |= (
        {ip.packed.hex(), str(int(ip))}
        if ip.version == 6
        else {str(ip).rpartition(".")[0] + ".", str(int(ip))}
    )
    plain = [text.encode() for text in texts]
    hashed = [
        digest
        for text in (ip.packed, *(text.encode() for text in (str(ip), *map(str, nets))))
        for kind in ("md5", "sha1", "sha256", "blake2b")
        for made in [hashlib.new(kind, text).digest()]
        for digest in (made, made.hex().encode(), base64.b64encode(made).rstrip(b"="))
    ]
    return (*plain, *hashed, *([ip.packed, ip.packed[::-1]] if ip.version == 6 else []))


def packed(addresses: tuple[str, ...]) -> list[bytes]:
    return [ip.packed for one in addresses if (ip := ipaddress.ip_address(one)).version == 4]


def unfolded(name: str, held: bytes) -> Iterator[tuple[str, bytes]]:
    """What is in a file: its bytes, and what they hold packed."""
    yield name, held
    if held.startswith(b"\x28\xb5\x2f\xfd"):
        with zstandard.ZstdDecompressor().stream_reader(held) as reader:
            yield f"{name} (zstd)", reader.read()


def everything(data: Path, log: Path, backup: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(data.rglob("*")):
        if path.is_file():
            yield from unfolded(str(path.relative_to(data)), path.read_bytes())
    yield "the log", log.read_bytes()
    yield "the backup", backup.read_bytes()
    with zipfile.ZipFile(backup) as members:
        for name in members.namelist():
            yield from unfolded(f"the backup's {name}", members.read(name))


def found(places: list[tuple[str, bytes]]) -> list[str]:
    """Where something of an address stands."""
    texts = [
        f"{where}: {form!r} of {address}"
        for address in ADDRESSES
        for form in forms(address)
        for where, held in places
        if form in held
    ]
    # four bytes stand somewhere by chance, those of seven readers do not
    texts += [
        f"{where}: packed addresses"
        for where, held in places
        if sum(one in held for one in packed(ADDRESSES)) > 2
    ]
    return texts


@dataclass
class Kept:
    """Where the archive stands: the address of its database (`None`: in the data folder), and what is kept there."""

    database: str | None = None
    places: Callable[[], list[tuple[str, bytes]]] = list


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def kept(request: pytest.FixtureRequest) -> Iterator[Kept]:
    if request.param == "sqlite":
        yield Kept()
        return
    if not LONG:
        pytest.skip("twenty seconds of processor time: WARRAQ_LONG=1")
    if reason := postgres.absent():
        pytest.skip(reason)
    with postgres.running() as server:  # one of its own: in its log stands what nobody else asked
        name = server.create()
        yield Kept(server.url(name), lambda: [*rows(server, name), *files(server, name)])


def rows(server: postgres.Server, name: str) -> Iterator[tuple[str, bytes]]:
    """Every table as text, and every value of bytes as it is."""
    import psycopg
    from psycopg import sql

    with psycopg.connect(host=str(server.folder), user="warraq", dbname=name) as session:
        tables = session.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        for (table,) in tables:
            with session.cursor().copy(sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(table))) as copied:
                text = b"".join(copied)
            yield f"the table {table}", text
            whole = session.execute(sql.SQL("SELECT * FROM {}").format(sql.Identifier(table))).fetchall()
            raw = [value for row in whole for value in row if isinstance(value, bytes)]
            yield f"the bytes of {table}", b"\n".join(raw)


def files(server: postgres.Server, name: str) -> Iterator[tuple[str, bytes]]:
    """What the server's own disk holds of the database, rows that were deleted among it, and what it logged."""
    import psycopg

    with psycopg.connect(host=str(server.folder), user="warraq", dbname=name, autocommit=True) as session:
        session.execute("CHECKPOINT")
        asked = (
            "SELECT pg_relation_filepath(oid) FROM pg_class WHERE oid >= 16384 AND relkind IN ('r', 'i', 't')"
        )
        held = [server.folder / "data" / path for (path,) in session.execute(asked)]
    held += [path for path in (server.folder / "data" / "pg_wal").iterdir() if path.is_file()]
    for path in (*held, server.folder / "log"):
        yield f"PostgreSQL's {path.name}", path.read_bytes().rstrip(b"\0")


@pytest.mark.timeout(480)
def test_no_readers_address_stands_in_store_log_or_backup(kept: Kept, tmp_path: Path) -> None:
    data, log, backup = tmp_path / "data", tmp_path / "log", tmp_path / "all.warraq"
    furnished(data, kept.database)
    with open_house(data, log) as port:
        for address in (*PASSED_ON, *STRAIGHT):
            visit(Browser(port, address))
        while_open = [(str(path), path.read_bytes()) for path in data.rglob("*") if path.is_file()]
        assert found([*while_open, *kept.places()]) == [], "not even while its write-ahead log is open"
    assert run("backup", str(backup), data=data).exit_code == 0
    with wiring.house(Settings(data=data, database=kept.database)) as house:
        assert len(house.reports.case(house.pictures.of([ArticleId(1)])[ArticleId(1)].id).voices) >= 6
        assert len(house.claims.listed(state=None, limit=99)) == len(PASSED_ON) + len(STRAIGHT)
    places = [*everything(data, log, backup), *kept.places()]
    assert len([name for name, _ in places if name.startswith("the backup's archive/")]) > 10
    assert found(places) == []
    assert b"DEBUG" in log.read_bytes() or b"INFO" in log.read_bytes(), "the log did speak"


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_search_would_find_an_address_that_was_kept(address: str) -> None:
    ip = ipaddress.ip_address(address)
    for kept in (address.encode(), str(ip).encode(), hashlib.sha256(address.encode()).hexdigest().encode()):
        assert found([("x", b"..." + kept + b"...")])
    [*_, (_, plain)] = unfolded("x", zstandard.compress(address.encode()))
    assert found([("x", plain)])
    assert found([("x", b"".join(packed(ADDRESSES)))])


@pytest.mark.postgres
@pytest.mark.parametrize("address", [PASSED_ON[0], PASSED_ON[3]], ids=["IPv4", "IPv6"])
def test_the_search_would_find_what_a_table_of_postgresql_kept(
    postgres_server: postgres.Server, address: str
) -> None:
    ip, name = ipaddress.ip_address(address), postgres_server.create()
    postgres_server.run("CREATE TABLE said (one text, two bytea)", database=name)
    digest = hashlib.sha256(ip.packed).hexdigest()
    postgres_server.run(f"INSERT INTO said VALUES ('{address}', '\\x{digest}')", database=name)
    told = found([*rows(postgres_server, name), *files(postgres_server, name)])
    assert [one for one in told if one.startswith("the table said: ")]
    assert [one for one in told if one.startswith("the bytes of said: ")]
    assert [one for one in told if one.startswith("PostgreSQL's ")]
    postgres_server.run("DELETE FROM said", database=name)
    assert found(list(rows(postgres_server, name))) == []
    assert found(list(files(postgres_server, name))), "what was deleted stands on the disk for a while"
    postgres_server.drop(name)
