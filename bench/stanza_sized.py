"""Stanza's pos, depparse and ner for English, as large as the default models, with random weights.

The sizes are the defaults of Stanza's own training programs, and of its character language models, on which the
default English models stand (default_accurate apart). Left out are tokenize, for which our own stands, much faster;
mwt, lemma, constituency and sentiment: how long most of them take depends on their weights, which say where a word or
a tree ends. So Stanza's default pipeline is slower than what is measured here. Trees of random weights have more
cycles to break than real ones, which costs depparse something.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import torch
from stanza.models import ner_tagger, parser, tagger
from stanza.models.common.char_model import CharacterLanguageModel
from stanza.models.common.pretrain import Pretrain, PretrainedWordVocab
from stanza.models.common.vocab import CharVocab, CompositeVocab
from stanza.models.depparse.trainer import GraphTrainer
from stanza.models.ner.trainer import Trainer as NameTrainer
from stanza.models.ner.vocab import MultiVocab as NameVocab
from stanza.models.pos.trainer import Trainer as TaggerTrainer
from stanza.models.pos.vocab import FeatureVocab, MultiVocab, WordVocab

from quotes.stanza import pipeline as stanza_pipeline
from quotes.text.sentences import split

_UPOS = 17
_XPOS = 50
_RELATIONS = 50
_FEATURES = 18  # such as Number, with four values each
_NAMES = [f"{at}-{kind}" for kind in range(18) for at in "BIES"]
_VECTOR = 100


def pipeline(texts: Sequence[str]) -> Any:
    """The pipeline, whose vocabularies are the words of `texts`."""
    torch.manual_seed(1)
    words = sorted({text[a:b] for text in texts for sentence in split(text) for a, b in sentence.tokens})
    with TemporaryDirectory() as name:
        folder = Path(name)
        common = _common(folder, words)
        _taggers(folder, words, common)
        _names(folder, words, common)
        paths = {
            f"{processor}_{file}_path": str(folder / f"{file}.pt")
            for processor in ("pos", "depparse", "ner")
            for file in ("pretrain", "forward_charlm", "backward_charlm")
        }
        models = {f"{part}_model_path": str(folder / f"{part}.pt") for part in ("pos", "depparse", "ner")}
        processors = dict.fromkeys(("pos", "depparse", "ner"), "made")
        return stanza_pipeline(processors, depparse_pretagged=True, **paths, **models)


def work(nlp: Any, texts: Sequence[str]) -> Iterator[Any]:
    """Each text's document."""
    import stanza

    yield from nlp.bulk_process([stanza.Document([], text=text) for text in texts])


def _common(folder: Path, words: Sequence[str]) -> dict[str, Any]:
    """Writes the vectors and the character language models that all models share; options that name them."""
    vectors = Pretrain()
    vectors._vocab = PretrainedWordVocab([word.lower() for word in words])
    vectors._emb = torch.randn(len(vectors.vocab), _VECTOR)
    vectors.save(str(folder / "pretrain.pt"))
    options = ["--charlm", "--wordvec_pretrain_file", str(folder / "pretrain.pt")]
    characters = CharVocab([[(word,) for word in words]], "en", idx=0)
    for direction in ("forward", "backward"):
        sizes = {
            "char_emb_dim": 100,
            "char_hidden_dim": 1024,
            "char_num_layers": 1,
            "char_dropout": 0.05,
            "char_rec_dropout": 0.0,
        }
        model = CharacterLanguageModel(sizes, {"char": characters}, is_forward_lm=direction == "forward")
        file = str(folder / f"{direction}_charlm.pt")
        model.save(file)
        options += [f"--charlm_{direction}_file", file]
    return {"options": [*options, "--shorthand", "en_made"], "vectors": vectors, "characters": characters}


def _taggers(folder: Path, words: Sequence[str], common: dict[str, Any]) -> None:
    features = ["|".join(f"Key{key:02}={value}" for key in range(_FEATURES)) for value in range(4)]
    rows = [
        [(word, f"U{i % _UPOS}", f"X{i % _XPOS}", features[i % 4], word, 0, f"r{i % _RELATIONS}")]
        for i, word in enumerate(words)
    ]
    vocab = MultiVocab(
        {
            "char": common["characters"],
            "word": WordVocab(rows, "en", lower=True),
            "upos": WordVocab(rows, "en", idx=1),
            "xpos": WordVocab(rows, "en", idx=2),
            "feats": FeatureVocab(rows, "en", idx=3),
            "lemma": WordVocab(rows, "en", idx=4, lower=True),
            "deprel": WordVocab(rows, "en", idx=6),
        }
    )
    tags = TaggerTrainer(tagger.parse_args(common["options"]), vocab, common["vectors"], device="cpu")
    torch.nn.init.normal_(tags.model.upos_clf.weight)  # zero at first, so that all would be of one kind
    tags.save(str(folder / "pos.pt"))
    trees = GraphTrainer(parser.parse_args(common["options"]), vocab, common["vectors"], device="cpu")
    trees.save(str(folder / "depparse.pt"))


def _names(folder: Path, words: Sequence[str], common: dict[str, Any]) -> None:
    rows = [[(word,)] for word in words]
    vocab = NameVocab(
        {
            "char": common["characters"],
            "delta": WordVocab(rows, "en", lower=True),
            "tag": CompositeVocab([[([name],)] for name in ["O", *_NAMES]], "en", idx=0, sep=None),
            "word": common["vectors"].vocab,
        }
    )
    names = NameTrainer(ner_tagger.parse_args(common["options"]), vocab, common["vectors"], device="cpu")
    names.save(str(folder / "ner.pt"))
