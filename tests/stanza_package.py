"""A tokenizer that Stanza's own trainer makes in seconds, laid out as Stanza lays out what it downloads."""

from __future__ import annotations

import hashlib
import json
import tempfile
from functools import cache
from itertools import product
from pathlib import Path

from quotes.text.sentences import split

PEOPLE = ("Ana Pereira", "Bo Ek", "Ines Moreau", "Tove Aalto")
SAID = [f'"We are {how}," said {who}.' for who, how in product(PEOPLE, ("late", "ready", "sorry"))]
DONE = [f"{who} {what}." for who, what in product(PEOPLE, ("left at noon", "slept", "waved in the rain"))]
TEXT = "\n\n".join(map(" ".join, zip(SAID, DONE, DONE[::-1], SAID[::-1], strict=True)))


def lay_out(folder: Path, name: str, model: bytes | None = None) -> Path:
    """Makes `folder` one of Stanza's resources, with nothing but the English tokenizer `name`."""
    model = model or tokenizer()
    tokenizers = folder / "en" / "tokenize"
    tokenizers.mkdir(parents=True)
    (tokenizers / f"{name}.pt").write_bytes(model)
    english = {
        "lang_name": "English",
        "packages": {name: {"tokenize": name}},
        "default_processors": {"tokenize": name},
        "tokenize": {name: {"md5": hashlib.md5(model).hexdigest()}},
    }
    resources = {"en": english, "url": "http://127.0.0.1:9/{lang}/{filename}"}
    (folder / "resources.json").write_text(json.dumps(resources), encoding="utf-8")
    return folder


@cache
def tokenizer() -> bytes:
    """The file that Stanza's trainer writes when it has read the sentences above a few times."""
    import torch
    from stanza.models import tokenizer

    threads = torch.get_num_threads()
    torch.set_num_threads(1)  # so small a network is ten times as quick so, where other processes want the cores too
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = {"txt": TEXT, "label": labels(TEXT), "mwt_json": "[]"}
        for kind, written in files.items():
            (folder / kind).write_text(written, encoding="utf-8")
        options = {
            **{f"{kind}_file": folder / kind for kind in files},
            **{f"dev_{kind}_file": folder / kind for kind in ("txt", "label")},
            **{"lang": "en", "shorthand": "en_tiny", "save_dir": folder, "save_name": "tiny.pt"},
            **{"steps": 30, "batch_size": 4, "hidden_dim": 16, "emb_dim": 16, "max_seqlen": 100, "lr0": 0.02},
            **{"dropout": 0, "unit_dropout": 0, "feat_dropout": 0, "feat_unit_dropout": 0, "seed": 1},
        }
        tokenizer.main([part for option, value in options.items() for part in (f"--{option}", str(value))])
        torch.set_num_threads(threads)
        return (folder / "tiny.pt").read_bytes()


def labels(text: str) -> str:
    """For each character 1 at a token's end, 2 at a sentence's, else 0, as Stanza's trainer reads them."""
    marks = ["\n" if character == "\n" else "0" for character in text]
    for sentence in split(text):
        for _, end in sentence.tokens:
            marks[end - 1] = "1"
        marks[sentence.end - 1] = "2"
    return "".join(marks)
