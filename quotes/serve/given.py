"""What somebody puts in, a pasted text, a file or a web address, and the texts in it: all within bounds of size."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from quotes.errors import QuotesError
from quotes.reading import Document, Problem, read
from quotes.reading.addresses import UNLESS_ALLOWED
from quotes.reading.document import is_address
from quotes.report.visible import visible
from quotes.serve.refused import RefusedError

_PACKED = (".gz", ".zst", ".parquet", ".mbox")  # they hold many articles, and unpack to more than can be known
_LONGEST_NAME = 60  # characters of a file's name


@dataclass(frozen=True, slots=True)
class Given:
    """Something that was put in.

    kind: a "text" as it was pasted, a "file" as it was uploaded, or a web "address".
    name: of the file or the text; the address itself.
    body: the text, or the file's bytes; empty for an address.
    """

    kind: Literal["text", "file", "address"]
    name: str
    body: str | bytes = ""


def documents(given: Given, largest: int) -> list[Document]:
    """The texts in what was put in.

    largest: bytes of a file and of what it unpacks to, characters of its text.
    Raises QuotesError with one sentence on what cannot be read, or is too large (RefusedError).
    """
    match given:
        case Given("text", name, str(text)):
            found = [Document(name, None, text)]
        case Given("file", name, bytes(raw)):
            found = _in_file(_file_name(name), raw, largest)
        case Given("address", name) if is_address(name):
            found = _read([name])
        case _:  # a file of this machine would be read, whoever asks
            raise QuotesError(f"{visible(given.name)}: no web address; give one that begins with http:// or https://")
    if sum(len(document.text) for document in found) > largest:
        raise _too_large(f"{given.name}: its text is", largest)
    if not any(document.text.strip() for document in found):
        raise QuotesError(f"{visible(given.name)}: empty, there is no text in it")
    return found


def the_one(found: Sequence[Document], name: str) -> Document:
    """The only text in something. Raises QuotesError where there are several."""
    if len(found) > 1:
        raise QuotesError(f"{visible(name)}: holds {len(found)} articles; put them in one by one")
    return found[0]


def _in_file(name: str, raw: bytes, largest: int) -> list[Document]:
    if name.lower().endswith(_PACKED) or ".warc" in name.lower():
        raise QuotesError(f"{name}: holds many articles, packed; `quotes scan` reads such files")
    if len(raw) > largest or _unpacked(raw) > largest:
        raise _too_large(f"{name}: is, unpacked,", largest)
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(raw)
        return [replace(document, path=name) for document in _read([path], f"{folder}/")]


def _read(paths: Sequence[str | Path], folder: str = "") -> list[Document]:
    found = []
    for item in read(paths):
        if isinstance(item, Problem):
            message = item.message.removesuffix(UNLESS_ALLOWED)  # the desk has no such option
            raise QuotesError(message.replace(folder, "") if folder else message)
        found.append(item)
    return found


def _too_large(what: str, largest: int) -> RefusedError:
    megabytes = f"{largest / 2**20:g} MB"
    return RefusedError(413, f"{visible(what)} larger than {megabytes}; take a part of it, or start with --largest")


def _unpacked(raw: bytes) -> int:
    """How many bytes a document that is an archive says that it holds; zipfile never gives more."""
    if not raw.startswith(b"PK\3\4"):
        return 0
    try:
        return sum(part.file_size for part in zipfile.ZipFile(io.BytesIO(raw)).infolist())
    except Exception:  # of zipfile, on whatever is broken; who reads it tells
        return 0


def _file_name(name: str) -> str:
    """The last part of a name, as a file can have it, with its ending."""
    last = visible(name.replace("\\", "/").rpartition("/")[2])
    path = Path("".join(c for c in last if c not in '\0:*?"<>|').strip(" .") or "article")
    return path.stem.encode("utf-8", "replace").decode()[:_LONGEST_NAME] + path.suffix[:12]
