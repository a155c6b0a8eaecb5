"""What is sent to the desk, within bounds: how much, for how long, and how much at once."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from quotes.serve.guard import error
from quotes.serve.refused import RefusedError

_AROUND = 2**16  # bytes around what is sent, in a form or as JSON


@dataclass
class Uploads:
    """Lets through to `app` what is sent within bounds.

    largest: bytes of a request. most: requests that may be on their way at once. seconds: that one may take.
    arriving: how many are on their way now.
    """

    app: ASGIApp
    largest: int
    most: int
    seconds: float
    arriving: int = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(raw=scope.get("headers", []))
        if headers.get("content-length", "0") == "0" and "transfer-encoding" not in headers:
            await self.app(scope, receive, send)
        elif refused := self._refused(headers):
            await refused(scope, receive, send)
        else:
            await self._take(scope, receive, send)

    def _refused(self, headers: Headers) -> Response | None:
        """The answer to a body that is not read."""
        if "content-encoding" in headers:
            return error(415, "a packed request is not read; send it as it is")
        length = headers.get("content-length", "0")
        if length.isdecimal() and int(length) > self.largest + _AROUND:
            return error(413, self._too_large, {"Connection": "close"})
        if self.arriving >= self.most:
            return error(429, f"{self.arriving} articles are being sent already; try again in a moment")
        return None

    async def _take(self, scope: Scope, receive: Receive, send: Send) -> None:
        until = asyncio.get_running_loop().time() + self.seconds
        taken, whole = 0, False

        async def bounded() -> Message:
            nonlocal taken, whole
            if whole:
                return await receive()
            try:
                async with asyncio.timeout_at(until):
                    message = await receive()
            except TimeoutError:
                raise RefusedError(408, f"did not arrive within {self.seconds:g} s; send it again") from None
            taken += len(message.get("body", b""))
            if taken > self.largest + _AROUND:
                raise RefusedError(413, self._too_large)
            if not message.get("more_body"):
                whole = True
                self.arriving -= 1
            return message

        self.arriving += 1
        try:
            await self.app(scope, bounded, send)
        finally:
            self.arriving -= not whole

    @property
    def _too_large(self) -> str:
        return f"larger than {self.largest / 2**20:g} MB; take the part that you need, or start with --largest"
