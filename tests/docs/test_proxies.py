"""Do the recipes of docs/howto/behind-a-proxy.md do what they say? Each is taken from the document and run."""

from __future__ import annotations

import contextlib
import gzip
import http.client
import os
import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlencode

import brotli
import pytest
from selectolax.lexbor import LexborHTMLParser

from tests.web.browser import served
from tests.web.press import SOURCES, Newsstand
from tests.web.test_picture import pictured
from tests.web.test_report import reporters
from warraq.press import Settings
from warraq.web.statics import address as static

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "howto" / "behind-a-proxy.md"
NAME = "press.example"
PATIENCE_S = 20
REPORT = "/picture/1/report?article=1"


@dataclass
class Proxied:
    """A site of one article with a picture, behind a proxy on `port`."""

    stand: Newsstand
    port: int
    trusted: ssl.SSLContext
    kind: str

    def connected(self, *, source: str = "127.0.0.1") -> ssl.SSLSocket:
        sock = socket.create_connection(
            ("127.0.0.1", self.port), timeout=PATIENCE_S, source_address=(source, 0)
        )
        return self.trusted.wrap_socket(sock, server_hostname=NAME)

    def asked(
        self,
        path: str,
        *,
        method: str = "GET",
        body: bytes | None = None,
        source: str = "127.0.0.1",
        **said: str,
    ) -> tuple[http.client.HTTPResponse, bytes]:
        """Underscores in headers' names stand for dashes."""
        with contextlib.closing(http.client.HTTPConnection(NAME)) as connection:
            connection.sock = self.connected(source=source)
            headers = {"Host": NAME} | {name.replace("_", "-"): value for name, value in said.items()}
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return answer, answer.read()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    if shutil.which("openssl") is None:
        pytest.skip("no openssl to make a certificate with")
    folder = tmp_path_factory.mktemp("certificate")
    pem, key = folder / "fullchain.pem", folder / "privkey.pem"
    command = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
    ]
    names = ["-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}", "-days", "2"]
    subprocess.run([*command, *names, "-keyout", key, "-out", pem], check=True, capture_output=True)
    return pem, key


@pytest.fixture(scope="module", params=["nginx", "caddy"])
def proxied(
    request: pytest.FixtureRequest, certificate: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Proxied]:
    kind: str = request.param
    if (program := shutil.which(kind) or shutil.which(kind, path="/usr/sbin")) is None:
        pytest.skip(f"{kind} is not installed")
    told = Settings(
        public=True, contact="desk@example.org", address=f"https://{NAME}", proxies=("127.0.0.1/32",)
    )
    stand = Newsstand(settings=told)
    stand.archive.put_sources([replace(SOURCES[0], policy="full", permission="mail of 2026-11-01")])
    pictured(stand)
    folder = tmp_path_factory.mktemp(kind)
    port, plain = free(), free()
    with served(stand.application()) as site:
        recipe = block(kind).replace("127.0.0.1:8000", site.removeprefix("http://"))
        command = prepared[kind](program, recipe, folder, port, plain, certificate)
        with running(command, folder, port):
            yield Proxied(stand, port, ssl.create_default_context(cafile=str(certificate[0])), kind)


def block(language: str) -> str:
    """The document's recipe, to the letter."""
    found = re.findall(
        rf"^```{language}file\n(.*?)^```|^```{language}\n(.*?)^```", DOCUMENT.read_text("utf-8"), re.M | re.S
    )
    [(one, other)] = found
    return one or other


def swapped(text: str, *pairs: tuple[str, str]) -> str:
    """With other ports and files: each must stand in the recipe."""
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new)
    return text


def nginx(
    program: str, recipe: str, folder: Path, port: int, plain: int, certificate: tuple[Path, Path]
) -> list[str]:
    text = swapped(
        recipe,
        ("listen 80;", f"listen 127.0.0.1:{plain};"),
        ("listen 443 ssl http2;", f"listen 127.0.0.1:{port} ssl http2;"),
        ("/etc/letsencrypt/live/press.example/fullchain.pem", str(certificate[0])),
        ("/etc/letsencrypt/live/press.example/privkey.pem", str(certificate[1])),
        ("/var/cache/nginx/warraq", str(folder / "cache")),
    )
    places = "".join(
        f"{name}_temp_path {folder / name};\n"
        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;\n" if os.getuid() == 0 else ""  # whose the folders of the test are
    around = f"{user}pid {folder / 'pid'};\ndaemon off;\nworker_processes 1;\nevents {{}}\nhttp {{\naccess_log off;\n{places}"
    (folder / "nginx.conf").write_text(f"{around}{text}}}\n", "utf-8")
    return [program, "-e", str(folder / "errors"), "-p", str(folder), "-c", str(folder / "nginx.conf")]


def caddy(
    program: str, recipe: str, folder: Path, port: int, plain: int, certificate: tuple[Path, Path]
) -> list[str]:
    text = swapped(
        recipe,
        (
            "{\n\tservers",
            f"{{\n\tadmin off\n\thttp_port {plain}\n\thttps_port {port}\n\tdefault_bind 127.0.0.1\n\tservers",
        ),
        (f"{NAME} {{\n", f"{NAME} {{\n\ttls {certificate[0]} {certificate[1]}\n"),
    )
    (folder / "Caddyfile").write_text(text, "utf-8")
    return [program, "run", "--adapter", "caddyfile", "--config", str(folder / "Caddyfile")]


prepared = {"nginx": nginx, "caddy": caddy}


@contextlib.contextmanager
def running(command: list[str], folder: Path, port: int) -> Iterator[None]:
    home = {
        "HOME": str(folder),
        "XDG_DATA_HOME": str(folder),
        "XDG_CONFIG_HOME": str(folder),
        "PATH": "/usr/bin:/bin",
    }
    with (folder / "said").open("wb") as said:
        process = subprocess.Popen(command, env=home, stdout=said, stderr=said)
    try:
        until = time.monotonic() + PATIENCE_S
        while not open_at(port):
            assert process.poll() is None, (folder / "said").read_text("utf-8")
            assert time.monotonic() < until
        yield
    finally:
        process.terminate()
        process.wait(PATIENCE_S)


def open_at(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def free() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        found: int = probe.getsockname()[1]
        return found


def test_pages_come_with_their_safeguards_and_their_addresses(proxied: Proxied) -> None:
    for path in (
        "/",
        "/sada/1",
        "/latest",
        "/search?q=%D8%A7%D9%84%D8%AC%D8%B3%D8%B1",
        "/rss",
        "/robots.txt",
    ):
        answer, body = proxied.asked(path)
        assert answer.status == 200, path
        assert answer.headers["content-security-policy"].startswith("default-src 'none'")
        assert b"127.0.0.1" not in body, path
    assert f"https://{NAME}/sada/1" in proxied.asked("/sada/1")[1].decode()
    assert f"https://{NAME}/sitemap.xml" in proxied.asked("/robots.txt")[1].decode()


def test_who_has_a_page_gets_304_through_the_proxy(proxied: Proxied) -> None:
    for path in ("/", "/sada/1", static("warraq.css")):
        answer, _ = proxied.asked(path, accept_encoding="gzip")
        again, body = proxied.asked(path, accept_encoding="gzip", if_none_match=answer.headers["etag"])
        assert (again.status, body) == (304, b""), path


@pytest.mark.parametrize("path", ["/", "/sada/1", "css"])
def test_what_is_packed_passes_as_it_is(proxied: Proxied, path: str) -> None:
    path = static("warraq.css") if path == "css" else path
    plain = proxied.asked(path)[1]
    for _ in range(2):  # made, and kept
        packed, body = proxied.asked(path, accept_encoding="gzip")
        assert packed.headers["content-encoding"] == "gzip"
        assert gzip.decompress(body) == plain
        packed, body = proxied.asked(path, accept_encoding="gzip, br")
        assert packed.headers["content-encoding"] == "br"
        assert brotli.decompress(body) == plain


def test_static_files_are_kept_by_nginx_and_pages_are_not(proxied: Proxied) -> None:
    if proxied.kind != "nginx":
        pytest.skip("Caddy keeps no files")
    sheet = static("warraq.js")
    assert [proxied.asked(sheet)[0].headers["x-cache"] for _ in range(2)] == ["MISS", "HIT"]
    assert "x-cache" not in proxied.asked("/")[0].headers


def test_a_form_comes_through_with_its_origin_and_only_with_ours(proxied: Proxied) -> None:
    assert reported(proxied, source="127.0.0.1", origin=f"https://{NAME}") == 200
    assert reported(proxied, source="127.0.0.1", origin="https://elsewhere.example") == 403


def test_readers_are_told_apart_by_where_they_are_and_not_by_what_they_claim(proxied: Proxied) -> None:
    before = reporters(proxied.stand)
    reported(proxied, source="127.0.7.1", origin=f"https://{NAME}")
    for claimed in ("203.0.113.5", "198.51.100.5", "192.0.2.5"):
        reported(proxied, source="127.0.7.1", origin=f"https://{NAME}", x_forwarded_for=claimed)
    assert reporters(proxied.stand) == before + 1
    reported(proxied, source="127.0.8.1", origin=f"https://{NAME}")
    assert reporters(proxied.stand) == before + 2


def test_a_body_larger_than_anyone_needs_is_refused_by_the_proxy(proxied: Proxied) -> None:
    big = b"x" * (2 * 2**20 + 100_000)
    # Caddy says 502 where the site hung up first; and both may hang up while they are still sent to, or amid their answer.
    hung_up = (BrokenPipeError, ConnectionResetError, ssl.SSLError, http.client.IncompleteRead)
    with contextlib.suppress(*hung_up):
        assert proxied.asked(REPORT, method="POST", body=big)[0].status in (413, 502)
    assert proxied.asked("/")[0].status == 200


def test_a_reader_who_is_slow_keeps_nobody_waiting(proxied: Proxied) -> None:
    slow = [proxied.connected() for _ in range(20)]
    try:
        for one in slow:
            one.sendall(b"GET /sada/1 HTTP/1.1\r\nHost: press.exa")
        assert proxied.asked("/")[0].status == 200
        for one in slow:
            one.sendall(b"mple\r\nConnection: close\r\n\r\n")
        for one in slow:
            assert one.recv(12) == b"HTTP/1.1 200"
            assert proxied.asked("/latest")[0].status == 200  # while the rest of it is not fetched
    finally:
        for one in slow:
            one.close()


def reported(proxied: Proxied, *, source: str, origin: str, **said: str) -> int:
    """Somebody opens the form and sends it; the status of the answer."""
    form, page = proxied.asked(REPORT, source=source, **said)
    cookie = form.headers["set-cookie"].partition(";")[0]
    field = LexborHTMLParser(page).css_first("input[name=token]")
    assert field is not None
    body = urlencode({"token": field.attributes["value"], "do": "report"}).encode()
    kind = "application/x-www-form-urlencoded"
    return proxied.asked(
        REPORT,
        method="POST",
        body=body,
        source=source,
        cookie=cookie,
        origin=origin,
        content_type=kind,
        **said,
    )[0].status
