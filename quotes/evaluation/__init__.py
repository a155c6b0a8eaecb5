"""How good predictions are: figures by type of quote, speaker and source, with intervals, tests and a signature.

>>> from quotes.evaluation import evaluate, read
>>> evaluation = evaluate(read("corpus"), read("predictions.jsonl"))
>>> evaluation["content"].value, evaluation["content"].interval, str(evaluation.signature)

`reading` takes files of any format to a `corpus`, `matching` finds what is what, `figures` counts, `bootstrap` says
how far that can be trusted, `misses` what is wrong, `signature` what it all depends on; `evaluate` puts them in a row
and `report` shows it.
"""

from quotes.evaluation.bootstrap import Difference
from quotes.evaluation.corpus import Corpus, Document, Relation
from quotes.evaluation.evaluate import Evaluation, evaluate
from quotes.evaluation.figures import Counts, Figure, Key
from quotes.evaluation.misses import Miss
from quotes.evaluation.reading import read
from quotes.evaluation.report import run
from quotes.evaluation.signature import Signature

__all__ = [
    "Corpus",
    "Counts",
    "Difference",
    "Document",
    "Evaluation",
    "Figure",
    "Key",
    "Miss",
    "Relation",
    "Signature",
    "evaluate",
    "read",
    "run",
]
