"""What training reads of who is mentioned where, in examples of the corpora's formats."""

import random
from pathlib import Path

import numpy as np

from quotes.attribution import Name, Span
from quotes.scanner import MODEL
from quotes.tagging.pieces import load_tokenizer
from quotes.tagging.tagger import DESCRIPTION_LABELS, NAME_LABELS, Tagger
from quotes.training.data import attribution_examples
from quotes.training.links import with_speakers
from quotes.training.mentions import choice_examples, treebank_examples, with_pronouns
from quotes.training.treebank import documents, passage

TOKENIZER = load_tokenizer(MODEL / "tokenizer.json")
ROWS = [
    ("The", "DET", "DT", 2, "Entity=(1-person-new-cf1-2-coref"),
    ("mayor", "NOUN", "NN", 6, "_"),
    ("of", "ADP", "IN", 4, "_"),
    ("Visby", "PROPN", "NNP", 2, "Entity=(2-place-new-cf2-1-sgl)1)|SpaceAfter=No"),
    (",", "PUNCT", ",", 2, "_"),
    ("left", "VERB", "VBD", 0, "_"),
    ("with", "ADP", "IN", 8, "_"),
    ("her", "PRON", "PRP$", 9, "Entity=(3-person-new-cf3-2-sgl(1-person-giv-cf1-1-ana)"),
    ("dog", "NOUN", "NN", 6, "Entity=3)|SpaceAfter=No"),
    (".", "PUNCT", ".", 6, "_"),
]


def write(path: Path) -> Path:
    lines = [
        f"{i}\t{word}\t_\t{upos}\t{xpos}\t_\t{head}\t_\t_\t{misc}"
        for i, (word, upos, xpos, head, misc) in enumerate(ROWS, 1)
    ]
    path.write_text("# newdoc id = one\n" + "\n".join(lines) + "\n\n", encoding="utf-8")
    return path


def test_a_treebank_is_read_as_text_with_entities(tmp_path: Path) -> None:
    [blocks] = documents(write(tmp_path / "one.conllu"))
    read = passage(blocks)
    assert read.text.rstrip() == "The mayor of Visby, left with her dog."
    told = [(read.text[read.words[e.first].start : read.words[e.last].end], e.number) for e in read.entities]
    assert told == [("Visby", 2), ("The mayor of Visby", 1), ("her", 1), ("her dog", 3)]


def test_entities_become_names_descriptions_and_mentions(tmp_path: Path) -> None:
    [example] = treebank_examples(write(tmp_path / "one.conllu"), TOKENIZER)
    text = "The mayor of Visby, left with her dog."
    words = [text[a:b] for a, b in zip(example.pieces.starts, example.pieces.ends, strict=True)]
    assert example.names is not None and example.descriptions is not None
    named = [NAME_LABELS[label] for label in example.names if label > 0]
    assert named[0] == "B-place"
    described = [(words[i], DESCRIPTION_LABELS[label]) for i, label in enumerate(example.descriptions) if label > 0]
    assert described[:2] == [("The", "B-person"), ("mayor", "I-person")]
    numbers = {words[m.first]: m.number for m in example.mentions if words[m.first] in ("The", "her")}
    assert numbers["The"] == 1
    assert any(words[m.first] == words[m.last] == "her" and m.number == 1 for m in example.mentions)


def test_gap_tells_which_of_two_names_a_pronoun_means(tmp_path: Path) -> None:
    text = "Ann met Bo when she left."
    columns = [
        "ID",
        "Text",
        "Pronoun",
        "Pronoun-offset",
        "A",
        "A-offset",
        "A-coref",
        "B",
        "B-offset",
        "B-coref",
        "URL",
    ]
    row = ["1", text, "she", str(text.index("she")), "Ann", "0", "TRUE", "Bo", str(text.index("Bo")), "FALSE", "-"]
    path = tmp_path / "gap.tsv"
    path.write_text("\t".join(columns) + "\n" + "\t".join(row) + "\n", encoding="utf-8")
    [example] = choice_examples(path, TOKENIZER)
    ann, bo, she = example.mentions
    assert (ann.number, she.number, she.asked, bo.asked) == (0, 0, True, False)
    assert bo.number != she.number


def test_a_name_given_again_is_made_a_pronoun_whose_antecedent_is_known() -> None:
    text = "Maria Berg came late. Mrs. Berg's bag was wet. Berg left."
    names = [
        Name(Span.of(text, at, at + len(words)), "person")
        for words, at in (("Maria Berg", 0), ("Berg", text.index("Berg's")), ("Berg", text.rindex("Berg")))
    ]
    seen = set()
    for seed in range(40):
        changed, mentions = with_pronouns(text, names, random.Random(seed))
        seen.add(changed)
        for start, end, number, replaced in mentions:
            assert number == 0
            words = {"She", "Her", "The woman", "The woman's"}
            assert changed[start:end] in (words if replaced else {"Maria Berg", "Berg"})
    assert "Maria Berg came late. Her bag was wet. She left." in seen


def test_distances_are_told_apart_by_powers_of_two() -> None:
    from quotes.tagging.links import FAR, far

    assert far(np.array([0, 1, 2, 3, 4, 100_000])).tolist() == [0, 0, 1, 1, 2, FAR - 1]


def test_a_source_points_back_to_what_names_its_speaker() -> None:
    text = "Mayor Tove Berg came late. The road is safe, she said. Berg added that it was new."
    sources = [(text.index(word), text.index(word) + len(word)) for word in ("she", "Berg added")]
    article = {
        "id": "road",
        "text": text,
        "attributions": [
            {"content": [[27, 43]], "source": [[start, start + size]], "cue": [], "speaker": "Tove Berg"}
            for (start, _), size in zip(sources, (3, 4), strict=True)
        ],
    }
    [example] = with_speakers([article], attribution_examples([article], TOKENIZER), Tagger(MODEL, threads=1))
    starts, ends = example.pieces.starts, example.pieces.ends
    told = [(text[starts[m.first] : ends[m.last]], m.asked) for m in example.mentions]
    assert told == [("Tove Berg", False), ("she", True), ("Berg", True)]
    assert len({mention.number for mention in example.mentions}) == 1
