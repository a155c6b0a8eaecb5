"""What a model folder holds: manifest.json has the SHA-256 of each file, which is checked when it is loaded.

`python -m quotes.tagging.manifest FOLDER` writes it anew, after a change of a file that was meant.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from errno import ENOENT, ENOTDIR
from pathlib import Path
from typing import Any

from quotes.errors import QuotesError

FILE = "manifest.json"
FORMAT = 2  # goes up when older versions of quotes can no longer read what is written

_REMEDY = "get the whole folder again"
_SUFFIXES = (".onnx", ".json", ".npz")


class ModelError(QuotesError):
    """A file of a model folder is damaged, foreign, or of a newer version: a sentence says which, and what to do."""


def write_manifest(folder: Path) -> None:
    """Writes what `check` reads, of the files that are in a model folder now."""
    files = [path for path in sorted(folder.iterdir()) if path.suffix in _SUFFIXES and path.name != FILE]
    record = json.dumps({"format": FORMAT, "sha256": {path.name: _checksum(path) for path in files}}, indent=1)
    (folder / FILE).write_text(record + "\n", encoding="utf-8")


def there(folder: Path, files: Sequence[str]) -> None:
    """Makes sure that a model folder has these files.

    Raises NotADirectoryError where there is no such folder, FileNotFoundError where one of them is missing.
    """
    if not folder.is_dir():
        raise NotADirectoryError(ENOTDIR, "no such folder, so no model", str(folder))
    for name in files:
        if not (folder / name).is_file():
            raise FileNotFoundError(ENOENT, "no such file, and no model without it", str(folder / name))


def check(folder: Path, files: Sequence[str]) -> None:
    """Makes sure that these files of a model folder are there, and are those that its manifest tells of.

    Raises NotADirectoryError where there is no such folder, FileNotFoundError where one of them is missing, and
    ModelError where one is another, or the manifest cannot be read.
    """
    manifest = folder / FILE
    told = _checksums(manifest) if manifest.is_file() else None
    there(folder, files)
    if told is None:
        why = "no such file; `python -m quotes.tagging.manifest` writes it, if this is a model that you trust"
        raise FileNotFoundError(ENOENT, why, str(manifest))
    for name in files:
        if told.get(name) != _checksum(folder / name):
            raise ModelError(
                f"{folder / name}: not what {FILE} tells of, so it is damaged or another model's; {_REMEDY}, "
                f"or run `python -m quotes.tagging.manifest {folder}` if you changed it yourself"
            )


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """What is wrong in a file of a model, however its reader tells that, is raised as a ModelError that names it."""
    try:
        yield
    except OSError:
        raise
    except Exception as error:
        why = " ".join(f"{type(error).__name__}: {error}".split())
        raise ModelError(f"{path}: not what a model of this version has there ({why[:200]}); {_REMEDY}") from error


def _checksums(path: Path) -> dict[str, Any]:
    with naming(path):
        record = json.loads(path.read_text(encoding="utf-8"))
        format, told = int(record["format"]), dict(record["sha256"])
    if format > FORMAT:
        raise ModelError(
            f"{path}: of a newer version of quotes (format {format}, this one reads {FORMAT}); update quotes"
        )
    return told


def _checksum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m quotes.tagging.manifest", description=__doc__)
    parser.add_argument("folder", type=Path, help="a model folder")
    folder = parser.parse_args(arguments).folder
    if not (folder / "settings.json").is_file():
        parser.error(f"{folder} is no model folder, as it has no settings.json; name one that has")
    write_manifest(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
