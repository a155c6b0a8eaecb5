"""The desk's server: what it listens on, and what it is made of."""

from __future__ import annotations

import contextlib
import socket
import webbrowser
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path
from threading import Timer

import uvicorn
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware

from quotes.archive.archive import Archive
from quotes.errors import QuotesError
from quotes.serve import api, archive_pages, pages, tasks
from quotes.serve.desk import Desk
from quotes.serve.guard import LOOPBACK, Guard
from quotes.serve.pool import Pool
from quotes.serve.serving import Serving
from quotes.serve.store import Store
from quotes.serve.uploads import Uploads

_BEHIND = 64  # connections that may wait to be taken
_CLOSING = 3  # seconds that requests have to end in when the desk is closed


def serve(options: Serving) -> None:
    """Answers until it is stopped. Raises QuotesError where it cannot begin."""
    if options.host not in LOOPBACK and options.token is None:
        raise QuotesError(f"{options.host}: other machines could ask the desk; give a --token that they need")
    if options.model is not None:
        from quotes.tagging.manifest import there
        from quotes.tagging.tagger import MODEL_FILES

        there(options.model, MODEL_FILES)
    with contextlib.ExitStack() as stack:
        archive = stack.enter_context(Archive(options.archive)) if options.archive else None
        line = stack.enter_context(contextlib.closing(_listening(options.host, options.port)))
        store = Store(options.store or default_store())
        pool = Pool(partial(tasks.prepare, options.model), options.workers, options.queue, options.seconds)
        desk = Desk(store, pool, options.largest)
        address = _address(options, line)
        print(f"quotes serve: {address}", flush=True)
        if options.opens:
            Timer(0.5, webbrowser.open, (address,)).start()
        config = uvicorn.Config(
            application(desk, options, archive),
            log_level="error",
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=_CLOSING,
        )
        try:
            uvicorn.Server(config).run(sockets=[line])
        finally:
            pool.end()
            store.close()


def application(desk: Desk, options: Serving, archive: Archive | None = None) -> Starlette:
    """What answers."""

    @contextlib.asynccontextmanager
    async def begun(_: Starlette) -> AsyncIterator[None]:
        desk.resume()
        yield

    app = Starlette(
        routes=[*api.ROUTES, *pages.ROUTES, *(archive_pages.ROUTES if archive else ())],
        middleware=[
            Middleware(Guard, host=options.host, token=options.token),
            Middleware(Uploads, options.largest, options.queue + options.workers, options.seconds),
        ],
        exception_handlers=dict.fromkeys((HTTPException, QuotesError, Exception), pages.failed),
        lifespan=begun,
    )
    app.state.desk, app.state.archive = desk, archive
    app.state.fetches, app.state.largest = options.fetches, options.largest
    return app


def default_store() -> Path:
    """The file in the user's folder of data."""
    import platformdirs

    return platformdirs.user_data_path("quotes") / "desk.sqlite"


def _listening(host: str, port: int) -> socket.socket:
    """A socket that listens. Raises QuotesError where there can be none."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=_BEHIND)
    except OSError as error:
        reason = (error.strerror or str(error)).partition(" (")[0].lower()  # Python tells the address once more
        raise QuotesError(f"{host}, port {port}: cannot be listened on ({reason}); give another --port") from None


def _address(options: Serving, line: socket.socket) -> str:
    host = f"[{options.host}]" if ":" in options.host else options.host
    token = f"?token={options.token}" if options.token else ""
    return f"http://{host}:{line.getsockname()[1]}/{token}"
