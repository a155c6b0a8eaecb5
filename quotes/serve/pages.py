"""Pages for people: what the desk begins with, an article to check, and what programs can ask."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Any, get_args

from jinja2 import ChoiceLoader, PackageLoader
from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from quotes.attribution import Kind
from quotes.report.html.overview import Overview
from quotes.report.html.section import Section
from quotes.report.html.templates import TEMPLATES
from quotes.report.selection import ALL
from quotes.serve import api
from quotes.serve.desk import Desk
from quotes.serve.exports import KINDS
from quotes.serve.refused import RefusedError
from quotes.version import VERSION

_PAGE = 100  # articles
_STATIC = {  # what lies where, and what it is
    "report.css": ("quotes.report.html", "report.css", "text/css"),
    "report.js": ("quotes.report.html", "report.js", "text/javascript"),
    "archive.css": ("quotes.archive", "html/archive.css", "text/css"),
    "desk.css": ("quotes.serve", "static/desk.css", "text/css"),
    "icon.svg": ("quotes.serve", "static/icon.svg", "image/svg+xml"),
    "front.js": ("quotes.serve", "static/front.js", "text/javascript"),
    "review.js": ("quotes.serve", "static/review.js", "text/javascript"),
}
_TEMPLATES = TEMPLATES.overlay(
    loader=ChoiceLoader([PackageLoader("quotes.serve", ""), PackageLoader("quotes.report.html", "")])
)


async def front(request: Request) -> Response:
    before = request.query_params.get("before", "")
    store = request.app.state.desk.store
    articles = await run_in_threadpool(store.articles, int(before) if before.isdecimal() else None, _PAGE)
    older = articles[-1]["id"] if len(articles) == _PAGE else None
    return _page(
        "front.html.jinja",
        articles=articles,
        older=older,
        fetches=request.app.state.fetches,
        archive=request.app.state.archive,
    )


async def review(request: Request) -> Response:
    return HTMLResponse(await run_in_threadpool(_reviewed, request.app.state.desk, request.path_params["id"]))


async def docs(_: Request) -> Response:
    return _page("docs.html.jinja", api=json.loads((files("quotes.serve") / "openapi.json").read_text("utf-8")))


def failed(request: Request, problem: Exception) -> Response:
    """The answer of `api.failed`; to somebody who followed a link that leads nowhere, a page with its sentence."""
    answer = api.failed(request, problem)
    reads = request.method == "GET" and "text/html" in request.headers.get("accept", "")
    if not reads or request.url.path.startswith("/api/"):
        return answer
    page = _page("refused.html.jinja", sentence=json.loads(bytes(answer.body))["error"])
    page.status_code = answer.status_code
    return page


async def static(request: Request) -> Response:
    body, kind = _static(request.path_params["name"])
    return Response(body, media_type=kind)


def _reviewed(desk: Desk, id: int) -> str:
    """The report of an article as it is after its review, what is no quote in it."""
    stored, made = desk.reviewed(id)
    section = Section.of(1, made.article, ALL)
    overview = Overview.of(section)
    article = _TEMPLATES.get_template("article.html.jinja").render(section=section, overview=overview)
    return _TEMPLATES.get_template("review.html.jinja").render(
        page=replace(Overview.of_all([overview]), title=stored.name),
        overviews=[overview],
        sections=[Markup(article)],
        version=VERSION,
        stored=stored,
        made=made,
        formats=list(KINDS),
        kinds=get_args(Kind),
    )


def shape(schema: dict[str, Any]) -> str:
    """A JSON schema in short: {"id": integer, "sources": [...]}."""
    match schema:
        case {"$ref": str(name)}:
            return name.rpartition("/")[2]
        case {"enum": list(values)}:
            return " | ".join(map(json.dumps, values))
        case {"const": value}:
            return json.dumps(value)
        case {"items": dict(items)}:
            return f"[{shape(items)}, ...]"
        case {"properties": dict(inside)}:
            return "{" + ", ".join(f'"{name}": {shape(value)}' for name, value in inside.items()) + "}"
        case {"format": "binary"}:
            return "file"
    kinds = schema["type"]
    return " | ".join(kinds) if isinstance(kinds, list) else str(kinds)


_TEMPLATES.filters["shape"] = shape


def _page(name: str, **values: Any) -> Response:
    return HTMLResponse(_TEMPLATES.get_template(name).render(version=VERSION, **values))


@cache
def _static(name: str) -> tuple[bytes, str]:
    if name not in _STATIC:
        raise RefusedError(404, f"there is nothing at /static/{name[:80]}")
    package, file, kind = _STATIC[name]
    return (files(package) / file).read_bytes(), kind


ROUTES = [
    Route("/", front),
    Route("/articles/{id:int}", review),
    Route("/docs", docs),
    Route("/static/{name}", static),
]
