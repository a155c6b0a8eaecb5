"""The weights of resolution, learned from choices made up here, and how far confidence can be trusted."""

import numpy as np
import pytest

from quotes.article import Article
from quotes.attribution import Attribution, Context, Span, Speaker
from quotes.resolve.antecedents import FEATURES
from quotes.resolve.weights import EVIDENCE
from quotes.training.evaluation import calibration_curve, calibration_error, verdicts
from quotes.training.speakers import Question, Trial, calibrate, fit, held_out


def question(right: int, *candidates: dict[str, float]) -> Question:
    features = np.array([[candidate.get(name, 0.0) for name in FEATURES] for candidate in candidates])
    return Question("he", features, np.arange(len(candidates) + 1) == right)


def test_weights_are_learned_that_make_the_right_choice() -> None:
    questions = [
        question(0, {"any": 1, "spoke last": 1}, {"any": 1, "nearest": 1}),
        question(1, {"any": 1}, {"any": 1, "spoke last": 1}),
        question(2, {"any": 1, "place": 1}, {"any": 1, "place": 1}),
    ]
    weights = fit(questions, decay=1e-4)["he"]
    for asked in questions:
        assert asked.right[np.append(asked.features @ weights, 0.0).argmax()]


def test_confidence_is_fitted_to_how_often_it_is_right() -> None:
    random = np.random.default_rng(5)
    trials = []
    for _ in range(20):
        evidence = np.zeros((40, len(EVIDENCE)))
        evidence[:, EVIDENCE.index("any")] = 1
        evidence[:, EVIDENCE.index("spans")] = random.normal(size=40)
        chance = 1 / (1 + np.exp(-(0.5 * evidence[:, EVIDENCE.index("spans")] - 1)))
        trials.append(Trial(evidence, (random.random(40) < chance).tolist()))
    weights = calibrate(trials, decay=1e-6)
    assert weights[EVIDENCE.index("spans")] == pytest.approx(0.5, abs=0.2)
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
