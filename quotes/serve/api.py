"""What is answered to whom asks: JSON for programs, and pages for people (see `pages`)."""

from __future__ import annotations

import asyncio
from importlib.resources import files
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Match, Route

from quotes.errors import QuotesError
from quotes.report.json import to_json
from quotes.serve import asked, exports
from quotes.serve.desk import Desk
from quotes.serve.guard import error
from quotes.serve.pool import Job
from quotes.serve.refused import RefusedError
from quotes.serve.review import Reviewed
from quotes.serve.store import Stored
from quotes.version import VERSION

_LOOKS = 1.0  # seconds after which it is looked again whether anybody waits


def failed(request: Request, problem: Exception) -> Response:
    """The answer to what went wrong: a status, and one sentence."""
    if isinstance(problem, HTTPException):
        return _not_there(request, problem)
    if isinstance(problem, QuotesError):
        status = problem.status if isinstance(problem, RefusedError) else 422
        return error(status, str(problem))
    return error(500, "something went wrong here; what, is told where the desk was started")


def _not_there(request: Request, problem: HTTPException) -> Response:
    """The answer where no route has the path, or none takes the method."""
    if problem.status_code != 405:
        sentence = problem.detail if problem.status_code != 404 else f"there is nothing at {request.url.path}"
        return error(problem.status_code, sentence, dict(problem.headers or {}))
    routes = (route for route in request.app.routes if route.matches(request.scope)[0] is not Match.NONE)
    methods = sorted({method for route in routes for method in getattr(route, "methods", ["GET"])} - {"HEAD"})
    sentence = f"{request.url.path} takes {' or '.join(methods)}, not {request.method[:20]}"
    return error(405, sentence, {"Allow": ", ".join(methods)})


def _desk(request: Request) -> Desk:
    desk: Desk = request.app.state.desk
    return desk


async def health(request: Request) -> Response:
    pool = _desk(request).pool
    told = {"workers": pool.workers, "working": pool.working, "waiting": pool.waiting}
    return JSONResponse({"status": "ok", "version": VERSION} | told)


async def scan(request: Request) -> Response:
    """`POST /api/scan`: what `--format json` prints of one article."""
    article = asked.the_one(await asked.given(request), "text", "file")
    return _json(await _waited(request, _desk(request).scan(article)))


async def verify(request: Request) -> Response:
    """`POST /api/verify`: the same, with verifications."""
    fields = await asked.given(request, fetches=request.app.state.fetches)
    sources = [given for name, given in fields if name == "sources"]
    if not sources:
        raise QuotesError("no sources to verify against; give at least one")
    return _json(await _waited(request, _desk(request).verify(asked.the_one(fields, "article"), sources)))


async def articles(request: Request) -> Response:
    """`GET /api/articles`: the newest hundred, or those before a number."""
    before = request.query_params.get("before")
    if before is not None and not before.isdecimal():
        raise QuotesError("before is the number of an article")
    found = await run_in_threadpool(_desk(request).store.articles, int(before) if before else None)
    return JSONResponse({"articles": found})


async def put_in(request: Request) -> Response:
    """`POST /api/articles`: takes an article in, with its sources if there are any."""
    fields = await asked.given(request, fetches=request.app.state.fetches)
    article = asked.the_one(fields, "article")
    sources = [given for name, given in fields if name == "sources"]
    desk = _desk(request)
    id = await run_in_threadpool(desk.put, article, sources)
    return JSONResponse({"id": id, "state": "waiting"}, 201, {"Location": f"/api/articles/{id}"})


async def article(request: Request) -> Response:
    """`GET /api/articles/N`: an article with its review, or how far it is."""
    desk = _desk(request)
    stored = await run_in_threadpool(desk.store.article, _id(request))
    if stored.state != "ready":
        about = {"id": stored.id, "name": stored.name, "state": desk.progress(stored), "error": desk.error(stored)}
        return JSONResponse(about)
    if request.query_params.get("since") == str(stored.version):
        return JSONResponse({"id": stored.id, "version": stored.version})
    return _json(await run_in_threadpool(lambda: to_json(_told(*desk.reviewed(stored.id)))))


async def review(request: Request) -> Response:
    """`PUT /api/articles/N`: keeps a review that was made from a version."""
    record = await asked.body(request)
    version, changes = record.get("version"), record.get("review")
    if not isinstance(version, int) or not isinstance(changes, list):
        raise QuotesError('give {"version": the number that you got, "review": a list of changes}')
    desk, id = _desk(request), _id(request)
    return _json(await run_in_threadpool(lambda: to_json(_told(*desk.review(id, version, changes)))))


async def reverify(request: Request) -> Response:
    """`POST /api/articles/N/verify`: holds against the sources what a review changed."""
    desk, id = _desk(request), _id(request)
    await _waited(request, await run_in_threadpool(desk.reverify, id))
    return _json(await run_in_threadpool(lambda: to_json(_told(*desk.reviewed(id)))))


async def delete(request: Request) -> Response:
    """`DELETE /api/articles/N`: takes an article out, and stops what is done with it."""
    await run_in_threadpool(_desk(request).delete, _id(request))
    return Response(status_code=204)


async def export(request: Request) -> Response:
    """`GET /api/articles/N/export/FORMAT`: the reviewed article as a file."""
    format = request.path_params["format"]
    if format not in exports.KINDS:
        raise RefusedError(404, f"there is no format {format[:40]!r}; there are {', '.join(exports.KINDS)}")
    _, made = await run_in_threadpool(_desk(request).reviewed, _id(request))
    written = await run_in_threadpool(exports.exported, made, format)
    return _file(written, exports.KINDS[format][1], exports.named(made.article, format))


async def gold(request: Request) -> Response:
    """`GET /api/gold`: the articles of which every quote was looked at, in the gold format."""
    desk = _desk(request)
    whole = await run_in_threadpool(desk.store.whole)
    written = await run_in_threadpool(lambda: exports.gold_lines([(id, desk.reviewed(id)[1]) for id in whole]))
    return _file(written, exports.KINDS["gold"][1], "reviewed.gold.jsonl")


async def openapi(_: Request) -> Response:
    return Response((files("quotes.serve") / "openapi.json").read_bytes(), media_type="application/json")


def _told(stored: Stored, made: Reviewed) -> dict[str, Any]:
    """An article with its review as JSON values; `article` lacks what is no quote, `rows` do not."""
    numbers = {speaker: number for number, speaker in made.speakers.items()}
    return {
        "id": stored.id,
        "name": stored.name,
        "state": stored.state,
        "created": stored.created,
        "changed": stored.changed,
        "version": stored.version,
        "checked": made.checked,
        "total": len(made.looked_at),
        "sources": [source["path"] or source["id"] for source in stored.sources],
        "text": stored.text,
        "article": made.final.to_dict(),
        "speakers": [
            {"number": number, "name": s.name, "kind": s.kind, "role": s.role} for number, s in made.speakers.items()
        ],
        "rows": [
            {
                "quote": a.id,
                "state": a.review.state if a.review else None,
                "note": (a.review and a.review.note) or "",
                "dropped": a.id in made.dropped,
                "speaker": a.speaker and numbers[a.speaker],
            }
            for a in made.article.attributions
        ],
        "review": stored.review,
    }


async def _waited(request: Request, job: Job) -> Any:
    """What comes of a job, which is stopped where nobody waits for it any more."""
    future = asyncio.wrap_future(job.future)
    while not future.done():
        await asyncio.wait([future], timeout=_LOOKS)
        if not future.done() and await request.is_disconnected():
            await run_in_threadpool(_desk(request).pool.stop, job)
    return await future


def _id(request: Request) -> int:
    id: int = request.path_params["id"]
    if id >= 2**62:
        raise RefusedError(404, f"there is no article {id}")
    return id


def _json(text: str) -> Response:
    return Response(text.encode("utf-8"), media_type="application/json")


def _file(text: str, kind: str, name: str) -> Response:
    written = text.encode("utf-8", "replace")
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(written, media_type=f"{kind}; charset=utf-8", headers=headers)


ROUTES = [
    Route("/api/health", health),
    Route("/api/scan", scan, methods=["POST"]),
    Route("/api/verify", verify, methods=["POST"]),
    Route("/api/articles", articles),
    Route("/api/articles", put_in, methods=["POST"]),
    Route("/api/articles/{id:int}", article),
    Route("/api/articles/{id:int}", review, methods=["PUT"]),
    Route("/api/articles/{id:int}", delete, methods=["DELETE"]),
    Route("/api/articles/{id:int}/verify", reverify, methods=["POST"]),
    Route("/api/articles/{id:int}/export/{format}", export),
    Route("/api/gold", gold),
    Route("/openapi.json", openapi),
]
