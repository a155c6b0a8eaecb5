"""A desk for tests: `quotes serve` in a process of its own, and how it is asked."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

pytest.importorskip("starlette", reason="needs the extra serve")


@dataclass
class Answer:
    """What the desk answers."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def error(self) -> str:
        """The sentence about what is wrong, which is all that stands in the answer."""
        assert list(self.json) == ["error"], self.json
        return str(self.json["error"])


@dataclass
class Desk:
    """A running desk."""

    address: str
    process: subprocess.Popen[str]

    def ask(self, method: str, path: str, record: Any = None, *, body: bytes | None = None, **headers: str) -> Answer:
        """The answer to a request; record: sent as JSON. Headers are named with _ for -."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if record is not None:
            body, named = json.dumps(record).encode(), {"Content-Type": "application/json"} | named
        connection = HTTPConnection(urlsplit(self.address).netloc, timeout=60)
        try:
            connection.request(method, path, body, named)
            return answered(connection.getresponse())
        finally:
            connection.close()

    def form(self, path: str, *fields: tuple[str, str | None, bytes]) -> Answer:
        """The answer to a form: names, names of files, and what is in them."""
        body = b""
        for name, file, value in fields:
            more = f'; filename="{file}"\r\nContent-Type: application/octet-stream' if file is not None else ""
            body += (
                f'--edge\r\nContent-Disposition: form-data; name="{name}"{more}\r\n\r\n'.encode() + value + b"\r\n"
            )
        return self.ask("POST", path, body=body + b"--edge--\r\n", Content_Type="multipart/form-data; boundary=edge")

    def put_in(self, text: str, *sources: str) -> int:
        """The number of an article that is put in, and scanned by then."""
        given = [{"name": f"source {n}", "text": source} for n, source in enumerate(sources, 1)]
        answer = self.ask("POST", "/api/articles", {"article": text, "sources": given})
        assert answer.status == 201, answer
        return self.done(answer.json["id"])

    def done(self, id: int) -> int:
        for _ in range(600):
            if self.article(id)["state"] in ("ready", "failed"):
                return id
            time.sleep(0.05)
        raise AssertionError(self.article(id))

    def article(self, id: int) -> Any:
        return self.ask("GET", f"/api/articles/{id}").json

    def review(self, id: int, *changes: dict[str, Any], version: int | None = None) -> Answer:
        """Adds changes to what the review holds."""
        now = self.article(id)
        record = {"version": now["version"] if version is None else version, "review": [*now["review"], *changes]}
        return self.ask("PUT", f"/api/articles/{id}", record)


def answered(response: HTTPResponse) -> Answer:
    return Answer(response.status, {name.lower(): value for name, value in response.getheaders()}, response.read())


def command(store: Path, *options: str) -> list[str]:
    return [sys.executable, "-m", "quotes", "serve", "--port", "0", "--workers", "1", "--store", str(store), *options]


@contextmanager
def running(store: Path, *options: str) -> Iterator[Desk]:
    """A desk with that store, until it is left."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "OMP_NUM_THREADS": "1"}
    process = subprocess.Popen(
        command(store, *options), env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout and process.stderr
        line = process.stdout.readline()
        assert line.startswith("quotes serve: http"), process.stderr.read()
        yield Desk(line.split()[-1], process)
    finally:
        process.kill()
        process.wait()
