"""A smaller network that learns from a model: how it begins, what it hears, and that it learns."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest
import torch

from quotes.scanner import MODEL
from quotes.tagging.onnx import OnnxModel, Strip, load_settings
from quotes.tagging.pieces import batch, load_tokenizer, pieces, windows
from quotes.text.quotations import quotations
from quotes.training.data import Example, attribution_examples, samples
from quotes.training.distil import Lesson, Teacher, divergence, student, taught
from quotes.training.export import export, unread
from quotes.training.network import Config, Network
from quotes.training.restore import restore
from quotes.training.train import Plan, Stage, train

TOKENIZER = load_tokenizer(MODEL / "tokenizer.json")
TEXT = 'Snow fell on Lindholm.\n\n"We will stay," Tove Berg said on Monday. She hopes that it melts.'
GOLD = {
    "id": "stay",
    "text": TEXT,
    "attributions": [{"content": [[24, 39]], "source": [[40, 49]], "cue": [[50, 54]]}],
}


@pytest.fixture(scope="module")
def teacher() -> Network:
    return restore(MODEL).eval()


@pytest.fixture(scope="module")
def examples(teacher: Network) -> dict[str, list[Example]]:
    found = pieces(TEXT, quotations(TEXT), TOKENIZER)
    unread = Example(found, names=np.zeros(len(found), dtype=np.int64))
    return {
        "attributions": taught(attribution_examples([GOLD], TOKENIZER), Teacher(teacher, 320, 64), TOKENIZER),
        "names": taught([unread], Teacher(teacher, 320, 64), TOKENIZER),
    }


def read_by(model: OnnxModel) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    settings = load_settings(MODEL)
    found = pieces(TEXT, quotations(TEXT), TOKENIZER)
    [window] = windows(found.space, settings.window, settings.context)
    read = batch([found.features(window.start, window.end)], settings.opening, settings.closing)
    return read["features"], read["mask"], model.encode(**read)[0]


def test_a_model_becomes_the_network_again_that_it_was(teacher: Network) -> None:
    model = OnnxModel(MODEL)
    features, mask, vectors = read_by(model)
    cues = np.array([[0, 10, 10], [0, 5, 6]])
    with torch.no_grad():
        read = teacher.encoder(torch.from_numpy(features), torch.from_numpy(mask)).numpy()
        around = teacher.decoder(torch.from_numpy(vectors), torch.from_numpy(cues)).numpy()
        links = teacher.linker(torch.from_numpy(vectors), torch.from_numpy(cues)).numpy()
    assert np.linalg.norm(read - vectors) < 0.1 * np.linalg.norm(vectors)
    strip = Strip.of(1 - cues[:, 1], vectors.shape[1] - 1 - cues[:, 1])  # all of the window
    roles = around[strip.owners[strip.kept], strip.offsets[strip.kept] + teacher.config.reach]
    assert np.abs(roles - model.decode(vectors, cues, strip)[strip.kept]).mean() < 0.1
    assert np.abs(links - model.link(vectors, cues)).mean() < 0.01


def test_a_student_of_all_layers_is_its_teacher(teacher: Network) -> None:
    same = student(teacher, range(teacher.config.layers)).eval()
    features, mask, _ = read_by(OnnxModel(MODEL))
    with torch.no_grad():
        ours = same.encoder(torch.from_numpy(features), torch.from_numpy(mask))
        theirs = teacher.encoder(torch.from_numpy(features), torch.from_numpy(mask))
    assert torch.equal(ours, theirs)


def test_the_teacher_tells_cues_and_mentions_where_there_is_no_gold(examples: dict[str, list[Example]]) -> None:
    [example] = examples["names"]
    starts, ends = example.pieces.starts, example.pieces.ends
    cues = [TEXT[starts[first] : ends[last]] for first, last, _ in example.attributions]
    assert "said" in cues
    mentioned = [TEXT[starts[m.first] : ends[m.last]] for m in example.mentions]
    assert {"Tove Berg", "She"} <= set(mentioned)


def test_those_who_agree_do_not_diverge() -> None:
    scores = torch.randn(3, 5)
    assert divergence(scores, scores + 2).abs().max() < 1e-6
    assert divergence(scores, -scores).min() > 0


def test_a_student_comes_nearer_to_its_teacher(
    teacher: Network, examples: dict[str, list[Example]], tmp_path: Path
) -> None:
    lesson, rates = Lesson(Teacher(teacher, 320, 64)), {"attributions": 1.0, "names": 1.0}
    learner = student(teacher, [0])

    def lost() -> float:
        [group] = [samples(examples["attributions"], 320, 64, random.Random(1))]
        with torch.no_grad():
            return lesson(learner, "attributions", group, 0.0, np.random.default_rng(1)).item()

    before = lost()
    stage = Stage("distilled", 4, rates, encoder_rate=3e-4, head_rate=3e-4)
    train(learner, Plan((stage,)), examples, tmp_path, lesson)
    assert lost() < before
    assert (tmp_path / "distilled-4.safetensors").exists()


def test_a_wider_teacher_that_knows_no_names_tells_of_texts_without_marks(tmp_path: Path) -> None:
    torch.manual_seed(1)
    wide = Network(Config(layers=1, width=48, heads=2, inner=64, relative=32)).eval()
    teacher = Teacher(wide, 320, 64, heads=("cues", "flat"), links=False)
    examples = {"texts": taught([Example(pieces(TEXT, quotations(TEXT), TOKENIZER))], teacher, TOKENIZER)}
    learner = student(Network(Config(layers=1, width=24, heads=2, inner=48)), [0])
    lesson = Lesson(teacher)

    def lost() -> float:
        [group] = [samples(examples["texts"], 320, 64, random.Random(1))]
        with torch.no_grad():
            return lesson(learner, "texts", group, 0.0, np.random.default_rng(1)).item()

    before = lost()
    stage = Stage("heard", 8, {"texts": 1.0}, encoder_rate=1e-2, head_rate=1e-2)
    train(learner, Plan((stage,)), examples, tmp_path, lesson)
    assert lost() < before
    assert not examples["texts"][0].mentions


def test_a_student_ships_and_comes_back(teacher: Network, tmp_path: Path) -> None:
    learner = student(teacher, [0]).eval()
    export(learner, load_settings(MODEL), MODEL / "tokenizer.json", tmp_path)
    again = restore(tmp_path).eval()
    features, mask, vectors = read_by(OnnxModel(tmp_path))
    with torch.no_grad():
        read = again.encoder(torch.from_numpy(features), torch.from_numpy(mask)).numpy()
    assert np.linalg.norm(read - vectors) < 0.1 * np.linalg.norm(vectors)
    assert again.config.layers == 1


def test_only_pieces_that_english_is_written_in_have_a_row_of_their_own(teacher: Network, tmp_path: Path) -> None:
    tokenizer = MODEL / "tokenizer.json"
    learner = student(teacher, [0]).eval()
    export(learner, load_settings(MODEL), tokenizer, tmp_path)
    rows = restore(tmp_path).encoder.words.weight
    number = TOKENIZER.token_to_id
    assert len(rows) == learner.config.vocabulary
    for piece in ("the", "##ing", "é", "“", "₦", "[CLS]", "7"):
        assert number(piece) not in unread(tokenizer)
        assert (rows[number(piece)] != rows[number("[UNK]")]).any()
    for piece in ("[unused7]", "ж", "##風"):
        assert (rows[number(piece)] == rows[number("[UNK]")]).all()
