"""What resolution learns, from choices made up here, and how far confidence can be trusted."""

import numpy as np
import pytest

from quotes.article import Article
from quotes.attribution import Attribution, Context, Span, Speaker
from quotes.resolve.ranker import Evidence
from quotes.training.evaluation import calibration_curve, calibration_error, verdicts
from quotes.training.speakers import SELDOM, Net, Question, Trial, calibrate, fit, held_out


def question(right: int, *candidates: dict[str, float]) -> Question:
    return Question(Evidence({"any": 1.0}, candidates), [number == right for number in range(len(candidates))])


def test_a_ranker_learns_to_make_the_right_choice() -> None:
    questions = [
        question(0, {"spoke last": 1}, {"near": 1}),
        question(1, {"near": 1}, {"spoke last": 1, "near": 1}),
        question(2, {"place": 1}, {"place": 1}, {"nobody": 1}),
        question(0, {"near": 1}, {"nobody": 1}),
    ] * SELDOM
    ranker = fit(questions, Net(hidden=8, passes=400, dropout=0.0, nets=2), seed=1)
    for asked in questions:
        assert asked.right[int(ranker.probabilities(asked.evidence).argmax())]
    assert ranker.probabilities(questions[0].evidence).sum() == pytest.approx(1)


def test_a_ranker_is_the_same_whenever_it_is_trained() -> None:
    questions = [question(0, {"spoke last": 1}, {"near": 1}), question(1, {"near": 1}, {"spoke last": 1})] * SELDOM
    net = Net(hidden=4, passes=3, dropout=0.2, nets=1)
    one, other = (fit(questions, net, seed=2).probabilities(questions[0].evidence) for _ in range(2))
    assert one.tolist() == other.tolist()


def test_evidence_that_is_seldom_met_is_not_learned_from() -> None:
    questions = [question(0, {"spoke last": 1}, {"near": 1}) for _ in range(SELDOM)]
    questions.append(question(0, {"once": 1}, {"near": 1}))
    assert fit(questions, Net(hidden=4, passes=1, dropout=0.0, nets=1), seed=1).names == ("any", "near", "spoke last")


def test_confidence_is_fitted_to_how_often_it_is_right() -> None:
    random = np.random.default_rng(5)
    trials = []
    for _ in range(20):
        spans = random.normal(size=40)
        chance = 1 / (1 + np.exp(-(0.5 * spans - 1)))
        trials.append(
            Trial([{"any": 1.0, "spans": s} for s in spans.tolist()], (random.random(40) < chance).tolist())
        )
    weights = calibrate(trials, decay=1e-6)
    assert weights["spans"] == pytest.approx(0.5, abs=0.2)
    right = [yes for trial in trials for yes in trial.right]
    assert calibration_error(held_out(trials), right) < 0.05
    assert calibration_error([0.99] * len(right), right) > 0.5


def test_the_curve_tells_how_many_are_right_in_each_bin() -> None:
    curve = calibration_curve([0.95, 0.91, 0.05, 1.0], [True, False, False, True])
    assert [(bounds, count, share) for bounds, count, _, share in curve] == [
        ("0.0 to 0.1", 1, 0.0),
        ("0.9 to 1.0", 3, pytest.approx(2 / 3)),
    ]
    assert calibration_error([0.0, 1.0], [False, True]) == 0.0


def test_an_attribution_is_right_with_half_of_its_content_and_its_speaker() -> None:
    text = "It is late, Ana Lima said. It is not, Bo Ek said."

    def found(number: int, content: str, speaker: str) -> Attribution:
        start = text.index(content)
        span = Span.of(text, start, start + len(content))
        return Attribution(
            number,
            "indirect",
            "statement",
            (span,),
            None,
            None,
            None,
            Speaker(speaker, "person"),
            0.9,
            Context(1, 1, span),
        )

    gold = {
        "attributions": [
            {"content": [[0, 10]], "speaker": "Ana Lima"},
            {"content": [[27, 36]], "speaker": "Bo Ek"},
        ]
    }
    attributions = (found(1, "is late", "Ana Lima"), found(2, "It is not", "Ana Lima"), found(3, "said.", "Bo Ek"))
    assert verdicts(gold, Article("a", None, text, attributions)) == [True, False, False]
