"""What training reads, and the loss that it follows; a whole training needs data that does not ship."""

import random
from itertools import pairwise, product

import numpy as np
import pytest
import torch

from quotes.scanner import MODEL
from quotes.tagging.crf import ROLES, moves
from quotes.tagging.pieces import load_tokenizer
from quotes.tagging.tagger import NAME_LABELS
from quotes.training.data import attribution_examples, named_text, syntax_examples, with_reports
from quotes.training.network import crf_loss, legal

TOKENIZER = load_tokenizer(MODEL / "tokenizer.json")
TEXT = '"We will stay," Berg said on Monday.'
ARTICLE = {
    "id": "stay",
    "text": f"Snow fell.\n\n{TEXT}\n\nIt melted.",
    "attributions": [{"content": [[12, 27]], "source": [[28, 32]], "cue": [[33, 37]]}],
}


def pieces_of(text: str, spans: list[list[int]]) -> list[str]:
    return [text[start:end] for start, end in spans]


def test_an_attribution_becomes_roles_towards_its_cue() -> None:
    [example] = attribution_examples([ARTICLE], TOKENIZER)
    [(first, last, roles)] = example.attributions
    words = [ARTICLE["text"][a:b] for a, b in zip(example.pieces.starts, example.pieces.ends, strict=True)]
    assert words[first : last + 1] == ["said"]
    told = {word: ROLES[role] for word, role in zip(words, roles, strict=True) if role}
    assert told["We"] == "I-content"
    assert told["Berg"] == "B-source"
    assert "Monday" not in told


def test_a_reported_paragraph_is_passed_on() -> None:
    passed_on = with_reports(ARTICLE, 1.0, random.Random(1))
    inner, outer = passed_on["attributions"]
    assert pieces_of(passed_on["text"], inner["content"]) == ['"We will stay,"']
    assert pieces_of(passed_on["text"], outer["content"]) == ['"We will stay," Berg said on Monday']
    [source], [cue] = (pieces_of(passed_on["text"], outer[role]) for role in ("source", "cue"))
    assert f"{TEXT[:-1]}, {source} {cue}.\n\nIt melted." in passed_on["text"]


def test_names_keep_their_places_when_tokens_are_joined() -> None:
    block = "Mr\tO\nBan\tB-Person\nKi-moon\tI-Person\n's\tO\noffice\tO\n,\tO\nGeneva\tB-Location\n.\tO\n"
    text, spans = named_text(block)
    assert text == "Mr Ban Ki-moon's office, Geneva."
    assert [(text[a:b], kind) for a, b, kind in spans] == [("Ban Ki-moon", "person"), ("Geneva", "place")]
    assert {f"B-{kind}" for _, _, kind in spans} <= set(NAME_LABELS)


def test_syntax_points_from_words_to_their_heads(tmp_path: object) -> None:
    from pathlib import Path

    path = Path(str(tmp_path)) / "one.conllu"
    rows = [("She", "PRON", 2, ""), ("left", "VERB", 0, "SpaceAfter=No"), (".", "PUNCT", 2, "")]
    lines = [
        f"{i}\t{w}\t_\t{tag}\t_\t_\t{head}\t_\t_\t{misc or '_'}" for i, (w, tag, head, misc) in enumerate(rows, 1)
    ]
    path.write_text("# newpar\n" + "\n".join(lines) + "\n\n", encoding="utf-8")
    [example] = syntax_examples(path, TOKENIZER)
    assert example.heads is not None
    assert example.heads.tolist() == [1, 1, 1]


def test_training_and_run_time_agree_on_what_may_follow_what() -> None:
    allowed = moves(np.zeros((len(ROLES), len(ROLES)), dtype=np.float32)) == 0
    assert (allowed == legal().numpy()).all()


def test_the_loss_is_the_negative_log_likelihood() -> None:
    torch.manual_seed(3)
    scores, transitions = torch.randn(1, 4, 5), torch.randn(5, 5)
    gold = [0, 3, 4, 0]
    inside = torch.tensor([[False, True, True, True]])

    def weight(path: tuple[int, ...]) -> float:
        score = sum(scores[0, place + 1, role].item() for place, role in enumerate(path))
        return score + sum(transitions[a, b].item() for a, b in pairwise(path))

    allowed = legal()
    paths = [
        path
        for path in product(range(5), repeat=3)
        if path[0] not in (2, 4) and all(allowed[a, b] for a, b in pairwise(path))
    ]
    total = torch.logsumexp(torch.tensor([weight(path) for path in paths]), 0).item()
    loss = crf_loss(scores, transitions, torch.tensor([gold]), inside)
    assert loss.item() == pytest.approx(total - weight(tuple(gold[1:])), abs=1e-4)
