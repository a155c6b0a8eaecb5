"""What stands before everything else: who may ask, and from where.

A page of another site can neither read the desk nor change it: names that resolve to this machine are refused by
their Host (DNS rebinding), its requests by their Origin. Where other machines can ask, everybody needs the token.
"""

from __future__ import annotations

import hmac
import socket
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = ("localhost", "127.0.0.1", "::1")
COOKIE = "quotes_token"
_LATER = {"Retry-After": "2"}
_NO_MORE = {"Connection": "close"}  # of what is still being sent
_ALONG = {408: _NO_MORE, 429: _LATER | _NO_MORE, 503: _LATER}
_SAFE = ("GET", "HEAD", "OPTIONS")
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


def error(status: int, sentence: str, headers: dict[str, str] | None = None) -> JSONResponse:
    """The answer to what cannot be done."""
    return JSONResponse({"error": sentence}, status, _ALONG.get(status, {}) | (headers or {}))


@dataclass(frozen=True)
class Guard:
    """Lets through to `app` what may be asked.

    host: that the desk listens on. token: that everybody needs; None on this machine alone.
    """

    app: ASGIApp
    host: str
    token: str | None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_HEADERS)
            await send(message)

        refused = self._refused(Request(scope))
        if refused:
            await refused(scope, receive, guarded)
        else:
            await self.app(scope, receive, guarded)

    def _refused(self, request: Request) -> Response | None:
        """The answer to what may not be asked."""
        host = request.headers.get("host", "")
        if not self._is_ours(_name(host)):
            return error(400, f"the desk is not called {host[:80]!r}; ask it by the address that it told")
        own = request.headers.get("origin", f"//{host}").partition("//")[2] == host
        site = request.headers.get("sec-fetch-site", "none")
        if request.method not in _SAFE and not (own and site in ("same-origin", "none")):
            return error(403, "a page of another site asks; only the desk's own may")
        return self._unknown(request) if self.token else None

    def _unknown(self, request: Request) -> Response | None:
        """The answer to somebody without the token; who brings it in the address gets a cookie."""
        given = request.query_params.get("token", "")
        if request.scope["path"] == "/" and self._is_token(given):
            answer = RedirectResponse("/", 303)
            answer.set_cookie(COOKIE, given, httponly=True, samesite="strict")
            return answer
        scheme, _, bearer = request.headers.get("authorization", "").partition(" ")
        told = bearer.strip() if scheme.lower() == "bearer" else request.cookies.get(COOKIE, "")
        if self._is_token(told):
            return None
        how = "open the address that it told, or send it as Authorization: Bearer"
        return error(401, f"the desk needs its token: {how}", {"WWW-Authenticate": "Bearer"})

    def _is_token(self, given: str) -> bool:
        return hmac.compare_digest(given.encode("utf-8", "replace"), (self.token or "").encode())

    def _is_ours(self, name: str) -> bool:
        if self.token is None or name in (*LOOPBACK, self.host):
            return name in (*LOOPBACK, self.host)
        try:
            return bool(ip_address(name))
        except ValueError:
            return name == socket.gethostname().lower()


def _name(host: str) -> str:
    """The name in a Host header, without its port and the brackets of IPv6."""
    try:
        return (urlsplit(f"//{host}").hostname or "").lower()
    except ValueError:
        return ""
