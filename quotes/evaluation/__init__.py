"""How good predictions are: figures by type of quote, speaker and source, with intervals, tests and a signature.

>>> from quotes.evaluation import evaluate, read
>>> evaluation = evaluate(read("corpus"), read("predictions.jsonl"))
>>> evaluation["content"].value, evaluation["content"].interval, evaluation.signature

`corpus_files` takes files of any format to a `corpus`, `matching` finds what is what, `scores` counts, `bootstrap`
says how far that can be trusted, `misses` what is wrong, `signature` what it all depends on; `evaluate` puts them in
a row and `score_report` shows it.
"""

from quotes.evaluation.bootstrap import Difference
from quotes.evaluation.corpus import Corpus, MarkedArticle, Relation
from quotes.evaluation.corpus_files import read
from quotes.evaluation.evaluate import Evaluation, evaluate
from quotes.evaluation.misses import Miss
from quotes.evaluation.scores import Counts, Key, Score

__all__ = [
    "Corpus",
    "Counts",
    "Difference",
    "Evaluation",
    "Key",
    "MarkedArticle",
    "Miss",
    "Relation",
    "Score",
    "evaluate",
    "read",
]
