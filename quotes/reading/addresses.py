"""Web addresses to what lies there, fetched within bounds of size and time, and from the public network alone.

The host's name is looked up once, and the address that was checked is the one connected to; so it is anew after each
redirect. Proxies are not used, cookies and credentials not sent.
"""

from __future__ import annotations

import socket
import ssl
import time
import zlib
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from threading import Timer
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from quotes.reading.document import UnusableError, is_address, reason
from quotes.version import VERSION

LARGEST = 2**25  # bytes
SECONDS = 30.0  # for all of it
REDIRECTS = 5

UNLESS_ALLOWED = ", which is asked only with --allow-private"

_SCHEMES = {"http": 80, "https": 443}
_BLOCK = 2**16
_REDIRECTING = (301, 302, 303, 307, 308)
_TRANSLATED = ip_network("64:ff9b::/96")  # IPv6 addresses that stand for one of IPv4, in their last four bytes
_INSTEAD = "save the page, and name the file"
_HEADERS = {
    "User-Agent": f"quotes/{VERSION}",
    "Accept": "text/html, text/plain, application/pdf, */*;q=0.5",
    "Accept-Encoding": "gzip",
    "Connection": "close",
}


@dataclass(frozen=True, slots=True)
class Fetched:
    """What lies at an address: kind, the type that its server tells, and charset, None where it tells none."""

    raw: bytes
    kind: str
    charset: str | None


def fetch(address: str, *, allow_private: bool = False) -> Fetched:
    """What lies at an address, after redirects. Raises UnusableError, whose message says why it cannot be had.

    allow_private: whether addresses of this machine and of private networks may be asked.
    """
    deadline = time.monotonic() + SECONDS
    visited: set[str] = set()
    while True:
        if address in visited:
            raise UnusableError(f"redirects in a circle; {_INSTEAD}")
        if len(visited) > REDIRECTS:
            raise UnusableError(f"redirects more than {REDIRECTS} times; {_INSTEAD}")
        visited.add(address)
        try:
            found = _asked(address, deadline, allow_private)
        except UnusableError:
            raise
        except Exception as error:  # of sockets, ssl, http.client, zlib and urllib.parse
            if time.monotonic() >= deadline:
                raise UnusableError(f"took more than {SECONDS:.0f} s; try again, or {_INSTEAD}") from None
            raise UnusableError(_why(error)) from None
        if isinstance(found, Fetched):
            return found
        address = urljoin(address, found)
        if not is_address(address):
            raise UnusableError(f"redirects to {address[:80]}, which is no web address; {_INSTEAD}")


def _asked(address: str, deadline: float, allow_private: bool) -> Fetched | str:
    """What the server of an address answers: what lies there, or where to ask instead."""
    parts = urlsplit(address)
    line = _connected(parts, deadline, allow_private)
    timer = Timer(max(0, deadline - time.monotonic()), _cut, (line,))
    timer.daemon = True
    timer.start()
    try:
        connection = HTTPConnection(str(parts.hostname), parts.port or _SCHEMES[parts.scheme])
        connection.sock = line
        path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~")
        query = f"?{quote(parts.query, safe='/?%:@!$&()*+,;=~')}" if parts.query else ""
        connection.request("GET", path + query, headers=_HEADERS | {"Host": _host(parts)})
        with connection.getresponse() as response:
            if response.status in _REDIRECTING and (there := response.getheader("Location")):
                return there
            if response.status != 200:
                raise UnusableError(
                    f"answers {response.status} ({response.reason or 'no reason'}); check the address, or {_INSTEAD}"
                )
            kind = response.headers.get_content_type() if response.getheader("Content-Type") else ""
            return Fetched(_body(response, deadline), kind, response.headers.get_content_charset())
    finally:
        timer.cancel()
        line.close()


def _connected(parts: SplitResult, deadline: float, allow_private: bool) -> socket.socket:
    """A connection to one of the host's addresses, all of which may be asked."""
    host, port = parts.hostname, parts.port or _SCHEMES[parts.scheme]
    if not host:
        raise UnusableError("no host in this address; check it")
    places = [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    private = next((place for place in places if not allow_private and not _is_public(place)), None)
    if private:
        raise UnusableError(f"a private address ({private}){UNLESS_ALLOWED}")
    for place in places:
        try:
            line = socket.create_connection((place, port), timeout=max(0.1, deadline - time.monotonic()))
            break
        except OSError as error:
            failed = error
    else:
        raise failed
    if parts.scheme == "http":
        return line
    try:
        return ssl.create_default_context().wrap_socket(line, server_hostname=host)
    except Exception:
        line.close()
        raise


def _is_public(place: str) -> bool:
    found = ip_address(place)
    meant = _meant(found) if isinstance(found, IPv6Address) else found
    return meant.is_global and not meant.is_multicast


def _meant(found: IPv6Address) -> IPv4Address | IPv6Address:
    """The IPv4 address that one of IPv6 stands for, if it does."""
    translated = IPv4Address(found.packed[-4:]) if found in _TRANSLATED else None
    return found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None) or translated or found


def _host(parts: SplitResult) -> str:
    """The host as its server is told: IPv6 in brackets, a name in ASCII, the port where it is unusual."""
    host = str(parts.hostname)
    name = f"[{host}]" if ":" in host else host.encode("idna").decode()
    return name if parts.port in (None, _SCHEMES[parts.scheme]) else f"{name}:{parts.port}"


def _body(response: HTTPResponse, deadline: float) -> bytes:
    """What the server sends, unpacked."""
    too_large = UnusableError(f"larger than {LARGEST // 2**20} MB; save the part that you need, and name the file")
    if (response.length or 0) > LARGEST:
        raise too_large
    packed = response.getheader("Content-Encoding", "identity").casefold() != "identity"
    unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS | 32)
    body = bytearray()
    while block := response.read1(_BLOCK):
        body += unpacker.decompress(block, LARGEST + 1) if packed else block
        if len(body) > LARGEST:
            raise too_large
    if time.monotonic() >= deadline:
        raise TimeoutError
    if response.length or (packed and not unpacker.eof):
        raise UnusableError("the answer is cut off; try again")
    return bytes(body)


def _cut(line: socket.socket) -> None:
    """Ends a connection that took too long, whoever waits for it."""
    try:
        line.shutdown(socket.SHUT_RDWR)
    except OSError:
        line.close()


def _why(error: Exception) -> str:
    match error:
        case socket.gaierror() | UnicodeError():
            return f"no such host ({reason(error)}); check the address"
        case ssl.SSLCertVerificationError():
            return f"its certificate cannot be trusted ({error.verify_message}); check the address, or {_INSTEAD}"
        case OSError():
            return f"the server does not answer ({reason(error)}); try again later, or {_INSTEAD}"
        case HTTPException() | zlib.error():
            return f"no answer that can be understood ({reason(error)}); {_INSTEAD}"
        case _:
            return f"no usable web address ({reason(error)}); check it"
