"""Web addresses to texts, from a server on this machine: no test asks the network."""

from __future__ import annotations

import gzip
import socket
import ssl
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import trustme
from made_files import pdf

import quotes
from quotes.command.cli import main
from quotes.reading import Document, Problem, addresses, read

PAGE = "<html><head><title>Rain</title></head><body><p>“We won,” said José Ruiz, the mayor.</p></body></html>"
LARGE = 2**31


HTML = {"Content-Type": "text/html; charset=windows-1252"}
RAW = PAGE.encode("cp1252")
ANSWERS: dict[str, tuple[int, dict[str, str], bytes]] = {
    "/page": (200, HTML, RAW),
    "/caf%C3%A9?day=4": (200, HTML, RAW),
    "/packed": (200, HTML | {"Content-Encoding": "gzip"}, gzip.compress(RAW)),
    "/bomb": (200, HTML | {"Content-Encoding": "gzip"}, gzip.compress(b" " * 2**25 + b".")),
    "/text": (200, {"Content-Type": "text/plain"}, b"Rain fell on Lund."),
    "/paper": (200, {"Content-Type": "application/pdf"}, pdf(["Rain fell on Lund."])),
    "/moved": (302, {"Location": "/page"}, b""),
    "/circle": (301, {"Location": "/back"}, b""),
    "/back": (301, {"Location": "/circle"}, b""),
    **{f"/far/{n}": (302, {"Location": str(n + 1)}, b"") for n in range(1, 9)},
    "/file": (302, {"Location": "file:///etc/passwd"}, b""),
    "/large": (200, HTML | {"Content-Length": str(LARGE)}, b"<html>"),
    "/cut": (200, HTML | {"Content-Length": "5000"}, b"<html>"),
    "/empty": (200, HTML, b""),
    "/picture": (200, {"Content-Type": "image/png"}, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
}


class Site(BaseHTTPRequestHandler):
    """Answers each path of `ANSWERS` with a status, headers and a body."""

    def do_GET(self) -> None:
        status, headers, body = ANSWERS.get(self.path, (404, {}, b"nothing"))
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture
def site() -> Iterator[str]:
    """The address of a server."""
    yield from _served("http")


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    """Who signs the certificate of a server."""
    return trustme.CA()


@pytest.fixture
def safe_site(authority: trustme.CA) -> Iterator[str]:
    """The address of a server with a certificate."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    yield from _served("https", context)


def _served(scheme: str, context: ssl.SSLContext | None = None) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    if context:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"{scheme}://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def found(address: str, notes: list[str] | None = None) -> Document:
    tell = (notes if notes is not None else []).append
    [item] = read([address], tell=tell, allow_private=True)
    assert isinstance(item, Document), item
    return item


def told(address: str, *, allow_private: bool = True) -> str:
    [item] = read([address], allow_private=allow_private)
    assert isinstance(item, Problem), item
    return item.message.removeprefix(f"{address}: ")


@pytest.mark.parametrize("path", ["/page", "/moved", "/packed", "/café?day=4"])
def test_of_a_page_at_an_address_the_article_is_taken(site: str, path: str) -> None:
    address = site + path
    assert found(address) == Document(
        address, address, "“We won,” said José Ruiz, the mayor.", title="Rain", extracted=True
    )


def test_a_page_is_fetched_over_tls_from_whom_a_certificate_vouches_for(
    safe_site: str, authority: trustme.CA, monkeypatch: pytest.MonkeyPatch
) -> None:
    trusting = ssl.create_default_context
    with authority.cert_pem.tempfile() as certificate:
        monkeypatch.setattr(ssl, "create_default_context", lambda: trusting(cafile=certificate))
        assert found(f"{safe_site}/page").title == "Rain"
        assert found(f"{safe_site}/moved").text == "“We won,” said José Ruiz, the mayor."
        named = safe_site.replace("127.0.0.1", "localhost")
        assert told(f"{named}/page").startswith("its certificate cannot be trusted (Hostname mismatch")


def test_a_certificate_that_nobody_known_has_signed_is_refused(safe_site: str) -> None:
    assert told(f"{safe_site}/page") == (
        "its certificate cannot be trusted (unable to get local issuer certificate); check the address, or save the "
        "page, and name the file"
    )


def test_plain_text_at_an_address_is_no_file_either(site: str) -> None:
    assert found(f"{site}/text") == Document(f"{site}/text", f"{site}/text", "Rain fell on Lund.", extracted=True)


def test_a_document_at_an_address_is_told_and_read(site: str) -> None:
    notes: list[str] = []
    assert found(f"{site}/paper", notes).text == "Rain fell on Lund."
    assert notes == [f"{site}/paper: a document, not a web page; the text in it is read"]


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("/none", "answers 404 (Not Found); check the address, or save the page, and name the file"),
        ("/circle", "redirects in a circle; save the page, and name the file"),
        ("/far/1", "redirects more than 5 times; save the page, and name the file"),
        ("/file", "redirects to file:///etc/passwd, which is no web address; save the page, and name the file"),
        ("/large", "larger than 32 MB; save the part that you need, and name the file"),
        ("/bomb", "larger than 32 MB; save the part that you need, and name the file"),
        ("/cut", "the answer is cut off; try again"),
        ("/empty", "empty, there is no text in it; leave it out, or save the article again"),
        ("/picture", "not text but a binary file (NUL bytes); leave it out, or save it as UTF-8 text"),
        ("/dump.csv", "holds many articles, which are read from a file; download it, and name the file"),
    ],
)
def test_what_cannot_be_had_gets_a_sentence(site: str, path: str, message: str) -> None:
    assert told(site + path) == message


@pytest.mark.parametrize(
    "host",
    [
        *("localhost", "127.0.0.1", "2130706433", "0x7f.1", "0.0.0.0", "10.1.2.3", "192.168.0.1", "169.254.169.254"),
        *("[::1]", "[::ffff:10.0.0.1]", "[64:ff9b::a00:1]", "[2002:a00:1::]", "[fd00::1]", "100.64.0.1", "224.0.0.1"),
    ],
)
def test_private_addresses_are_refused(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "create_connection", None)
    assert told(f"http://{host}/", allow_private=False).startswith("a private address (")


def test_the_address_that_was_checked_is_the_one_connected_to(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that is public when it is first looked up, and this machine's when it is again."""
    answers = iter(["93.184.215.14", "127.0.0.1", "127.0.0.1"])
    asked: list[str] = []

    def look_up(host: str, port: int, *_: object, **__: object) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), port))]

    def connect(place: tuple[str, int], timeout: float) -> socket.socket:
        asked.append(place[0])
        raise ConnectionRefusedError(111, "Connection refused")

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    monkeypatch.setattr(socket, "create_connection", connect)
    assert told("http://news.example/", allow_private=False) == (
        "the server does not answer (connection refused); try again later, or save the page, and name the file"
    )
    assert asked == ["93.184.215.14"]


def test_a_redirect_is_checked_anew(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A public page that sends its reader to this machine."""
    port = int(site.rpartition(":")[2])
    real = socket.create_connection
    monkeypatch.setattr(socket, "create_connection", lambda place, timeout: real(("127.0.0.1", port), timeout))
    monkeypatch.setitem(ANSWERS, "/", (302, {"Location": f"{site}/page"}, b""))
    assert told("http://93.184.215.14/", allow_private=False) == (
        "a private address (127.0.0.1), which is asked only with --allow-private"
    )


def test_a_server_that_drips_is_left(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(addresses, "SECONDS", 1.0)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        assert told(address).startswith("took more than 1 s; try again")


def test_the_command_and_the_library_read_addresses(site: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([f"{site}/page", "--format", "jsonl"]) == 1
    assert "--allow-private" in capsys.readouterr().err
    assert main([f"{site}/page", "--allow-private", "--format", "jsonl"]) == 0
    assert f'"path": "{site}/page"' in capsys.readouterr().out
    [document] = quotes.read(f"{site}/page", allow_private=True)
    assert document.title == "Rain"
    with pytest.raises(quotes.QuotesError, match="private address"):
        quotes.read(f"{site}/page")


def test_a_file_whose_name_looks_like_an_address_in_a_folder_is_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("http:").mkdir()
    Path("http:/a.txt").write_text("Rain.")
    assert [item.text for item in read(["http:/a.txt"]) if isinstance(item, Document)] == ["Rain."]
