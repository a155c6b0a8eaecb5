"""A spaCy pipeline as large as en_core_web_sm 3.8, with random weights, and textacy's quotations on top.

Its sizes and labels are those that explosion/spacy-models and the package's config.cfg publish. How long a network
takes does not depend on its weights; what does depend on them is set as the real ones would do it: sentences end at
full stops (by spaCy's sentencizer, before the parser, that would make them of any length), and the scores of labels,
which spaCy sets to zero at first, are random, so that no label is always taken.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import spacy
from textacy.extract.triples import direct_quotations


def _words(text: str) -> list[str]:
    return text.split()


_TAGS = _words(
    "$ '' , -LRB- -RRB- . : ADD AFX CC CD DT EX FW HYPH IN JJ JJR JJS LS MD NFP NN NNP NNPS NNS PDT POS PRP PRP$ "
    "RB RBR RBS RP SYM TO UH VB VBD VBG VBN VBP VBZ WDT WP WP$ WRB XX _SP ``"
)
_RELATIONS = _words(
    "ROOT acl acomp advcl advmod agent amod appos attr aux auxpass case cc ccomp compound conj csubj csubjpass "
    "dative dep det dobj expl intj mark meta neg nmod npadvmod nsubj nsubjpass nummod oprd parataxis pcomp pobj "
    "poss preconj predet prep prt punct quantmod relcl xcomp"
)
_ENTITIES = _words(
    "CARDINAL DATE EVENT FAC GPE LANGUAGE LAW LOC MONEY NORP ORDINAL ORG PERCENT PERSON PRODUCT QUANTITY TIME "
    "WORK_OF_ART"
)
_PARTS = {"VB": "VERB", "NNP": "PROPN", "NN": "NOUN", "JJ": "ADJ", "RB": "ADV", "PRP": "PRON", "IN": "ADP"}

_MANY = 1000  # how often a label was seen in training; what is seen less than 30 times is left out

_OUTSIDE = 68.0  # more than most random scores: one token in nine is then a name, as in news

_SHIFT, _REDUCE, _LEFT, _RIGHT, _BREAK = range(5)
_BEGIN, _IN, _LAST, _UNIT, _OUT = range(1, 6)


def pipeline() -> Any:
    """The pipeline: tok2vec, tagger, parser, attribute_ruler, lemmatizer, ner."""
    spacy.util.fix_random_seed(1)
    spacy.registry.misc("quotes.labels.v1", func=_labels)
    nlp = spacy.blank("en")
    shared = {"@architectures": "spacy.Tok2VecListener.v1", "width": 96, "upstream": "tok2vec"}
    nlp.add_pipe("tok2vec", config={"model": _tok2vec(SPACY=50, IS_SPACE=50)})
    tagger = {"@architectures": "spacy.Tagger.v2", "nO": None, "normalize": False, "tok2vec": shared}
    nlp.add_pipe("tagger", config={"model": tagger})
    nlp.add_pipe("sentencizer")
    nlp.add_pipe("parser", config={"model": _transitions("parser", shared)})
    ruler: Any = nlp.add_pipe("attribute_ruler")
    nlp.add_pipe("lemmatizer", config={"mode": "rule"})
    nlp.add_pipe("ner", config={"model": _transitions("ner", _tok2vec())})
    nlp.config["initialize"]["components"] = {
        name: {"labels": {"@misc": "quotes.labels.v1", "component": name}} for name in ("tagger", "parser", "ner")
    }
    nlp.initialize()
    for name in ("tagger", "parser", "ner"):
        _randomize(nlp.get_pipe(name).model)
    _mostly_outside(nlp.get_pipe("ner"))
    for tag in _TAGS:
        part = next((part for start, part in _PARTS.items() if tag.startswith(start)), "X")
        ruler.add(patterns=[[{"TAG": tag}]], attrs={"POS": part})
    return nlp


def work(nlp: Any, texts: Sequence[str]) -> Iterator[tuple[Any, list[Any]]]:
    """Each text's document with its quotations: none where textacy refuses, as it does at an unclosed quotation."""
    for document in nlp.pipe(texts):
        try:
            yield document, list(direct_quotations(document))
        except ValueError:
            yield document, []


def _tok2vec(**more: int) -> dict[str, Any]:
    """The encoder, from which further features have so many rows."""
    rows = {"NORM": 5000, "PREFIX": 1000, "SUFFIX": 2500, "SHAPE": 2500, **more}
    return {
        "@architectures": "spacy.Tok2Vec.v2",
        "embed": {
            "@architectures": "spacy.MultiHashEmbed.v2",
            "width": 96,
            "attrs": list(rows),
            "rows": list(rows.values()),
            "include_static_vectors": False,
        },
        "encode": {
            "@architectures": "spacy.MaxoutWindowEncoder.v2",
            "width": 96,
            "depth": 4,
            "window_size": 1,
            "maxout_pieces": 3,
        },
    }


def _transitions(kind: str, tok2vec: dict[str, Any]) -> dict[str, Any]:
    return {
        "@architectures": "spacy.TransitionBasedParser.v2",
        "state_type": kind,
        "extra_state_tokens": False,
        "hidden_width": 64,
        "maxout_pieces": 2,
        "use_upper": True,
        "nO": None,
        "tok2vec": tok2vec,
    }


def _labels(component: str) -> Any:
    """The labels of a component, as its initialization takes them: those of transitions by the number of each."""
    once = {"": _MANY}
    arcs, kinds = dict.fromkeys(_RELATIONS, _MANY), dict.fromkeys(_ENTITIES, _MANY)
    if component == "parser":
        return {_SHIFT: once, _REDUCE: once, _LEFT: arcs, _RIGHT: dict(arcs), _BREAK: {"ROOT": _MANY}}
    if component == "ner":
        return {_BEGIN: kinds, _IN: dict(kinds), _LAST: dict(kinds), _UNIT: dict(kinds), _OUT: once}
    return _TAGS


def _randomize(model: Any) -> None:
    chosen = np.random.default_rng(1)
    for node in model.walk():
        for name in node.param_names:
            if name == "W" and node.has_param(name) and not node.get_param(name).any():
                node.set_param(name, chosen.normal(size=node.get_param(name).shape).astype(np.float32))


def _mostly_outside(ner: Any) -> None:
    """Lets names be about as rare as in news: random scores alone would take every second token for one."""
    outside = next(i for i in range(ner.moves.n_moves) if ner.moves.get_class_name(i) == "O")
    upper = ner.model.get_ref("upper")
    bias = upper.get_param("b")
    bias[outside] = _OUTSIDE
    upper.set_param("b", bias)
