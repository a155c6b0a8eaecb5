"""Pages of an archive: search, trace, who is quoted, and the articles; what is asked for stands in the address."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from quotes.archive.archive import Archive
from quotes.archive.pages import page
from quotes.archive.search import Filters, search
from quotes.archive.speakers import sources
from quotes.errors import QuotesError

_ROWS = 100  # of a page
_LARGEST = 2**53  # number of a quote


async def searched(request: Request) -> Response:
    words = request.query_params.get("words", "")

    def found(archive: Archive, filters: Filters) -> Any:
        return search(archive, words, filters, _ROWS) if words.strip() or filters != Filters() else None

    return await _shown(request, "search", "found", found, words=words)


async def traced(request: Request) -> Response:
    words, number = (request.query_params.get(name, "") for name in ("words", "quote"))

    def groups(archive: Archive, _: Filters) -> Any:
        if number:
            return archive.trace(_number(number))
        return archive.trace(words)[:_ROWS] if words.strip() else None

    return await _shown(request, "trace", "groups", groups, words=words)


async def speakers(request: Request) -> Response:
    return await _shown(request, "speakers", "found", lambda archive, filters: sources(archive, filters, _ROWS))


async def article(request: Request) -> Response:
    """The text that a quote stands in, with its sentence marked."""
    archive: Archive = request.app.state.archive
    number = _number(request.path_params["number"])

    def shown() -> str:
        text, start, end = archive.place(number)
        return page(
            "article", desk=True, quote=archive.quote(number), parts=(text[:start], text[start:end], text[end:])
        )

    return HTMLResponse(await run_in_threadpool(shown))


async def _shown(
    request: Request, name: str, what: str, ask: Callable[[Archive, Filters], Any], **values: Any
) -> Response:
    """The page of a template with what was asked for, or with a sentence on why there can be no answer."""
    archive: Archive = request.app.state.archive

    def shown() -> tuple[str, int]:
        filters, found, problem = Filters(), None, None
        try:
            filters = _filters(request)
            found = ask(archive, filters)
        except QuotesError as error:
            problem = str(error)
        made = page(name, desk=True, filters=filters, problem=problem, **{what: found}, **values)
        return made, 422 if problem else 200

    return HTMLResponse(*await run_in_threadpool(shown))


def _filters(request: Request) -> Filters:
    told = {name: value.strip() for name, value in request.query_params.items() if value.strip()}
    confidence = told.get("min_confidence", "0")
    try:
        least = float(confidence) or None
    except ValueError:
        raise QuotesError(f"{confidence[:40]!r} is not a probability from 0 to 1") from None
    type: Any = told.get("type")
    return Filters(told.get("speaker"), type, told.get("from"), told.get("to"), told.get("site"), least)


def _number(text: str) -> int:
    if not (text.isdecimal() and len(text) < 17 and int(text) <= _LARGEST):
        raise QuotesError(f"{text[:40]!r} is no number of a quote")
    return int(text)


ROUTES = [
    Route("/archive/search", searched),
    Route("/archive/trace", traced),
    Route("/archive/speakers", speakers),
    Route("/archive/quotes/{number}", article),
]
