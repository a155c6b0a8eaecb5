"""What a request asks for: JSON or a form, to what somebody puts in."""

from __future__ import annotations

import json
from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import Request

from quotes.errors import QuotesError
from quotes.serve.given import Given
from quotes.serve.refused import RefusedError

Fields = list[tuple[str, Given]]

_MOST = 500  # files and fields of a form
_NAME = 200  # characters
_ADDRESSES = {"address": "article", "source_address": "sources"}


async def given(request: Request, *, fetches: bool = False) -> Fields:
    """What is put in, by the names "text", "file", "article" and "sources", from JSON or a form.

    In JSON a source is {"name": ..., "text": ...} or {"address": ...}, everything else a text; "address" stands for
    an article. fetches: whether web addresses are taken.
    Raises RefusedError where it is neither, QuotesError where it is not so.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/json":
        fields = _of_json(await body(request))
    elif kind == "multipart/form-data":
        fields = await _of_form(request)
    else:
        raise RefusedError(415, "send JSON (Content-Type: application/json) or a form (multipart/form-data)")
    if not fetches and any(one.kind == "address" for _, one in fields):
        raise RefusedError(403, "web addresses are not fetched here; start with --allow-fetch, or paste the text")
    return fields


def the_one(fields: Fields, *names: str) -> Given:
    """What is put in by one of these names. Raises QuotesError where it is not there, or there are several."""
    found = [one for name, one in fields if name in names]
    if len(found) != 1:
        raise QuotesError(f"{'no' if not found else 'more than one'} {' or '.join(names)} in the request; give one")
    return found[0]


async def body(request: Request) -> dict[str, Any]:
    """The JSON object in a request. Raises RefusedError where it is broken, QuotesError where it is none."""
    raw = await request.body()
    try:
        record = json.loads(raw)
    except RecursionError:
        raise RefusedError(400, "JSON nested too deep") from None
    except ValueError as error:
        raise RefusedError(400, f"broken JSON ({error})") from None
    if not isinstance(record, dict):
        raise QuotesError("the JSON is no object")
    return record


def _of_json(record: dict[str, Any]) -> Fields:
    fields = [(name, Given("text", name, _text(record, name))) for name in ("text", "article") if name in record]
    if "address" in record:
        fields.append(("article", Given("address", _text(record, "address"))))
    sources = record.get("sources", [])
    if not isinstance(sources, list):
        raise QuotesError('"sources" is no list; give [{"name": ..., "text": ...}]')
    return fields + [("sources", _source(source, number)) for number, source in enumerate(sources, 1)]


def _source(source: Any, number: int) -> Given:
    if not isinstance(source, dict):
        raise QuotesError(f'source {number} is no object; give {{"name": ..., "text": ...}}')
    if "address" in source:
        return Given("address", _text(source, "address"))
    name = _text(source, "name") if source.get("name") else f"source {number}"
    return Given("text", name[:_NAME], _text(source, "text"))


def _text(record: dict[str, Any], name: str) -> str:
    value = record.get(name)
    if not isinstance(value, str):
        raise QuotesError(f'"{name}" is no text' if name in record else f'there is no "{name}"')
    return value


async def _of_form(request: Request) -> Fields:
    fields: Fields = []
    largest = int(request.app.state.largest)
    async with request.form(max_files=_MOST, max_fields=_MOST, max_part_size=largest) as form:
        for name, value in form.multi_items():
            if isinstance(value, UploadFile):
                if value.filename:
                    fields.append((name, Given("file", value.filename, await value.read())))
            elif name in _ADDRESSES and value.strip():
                fields.append((_ADDRESSES[name], Given("address", value.strip())))
            elif value.strip():
                fields.append((name, Given("text", f"source {len(fields)}" if name == "sources" else name, value)))
    return fields
