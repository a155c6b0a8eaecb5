"""The whole way with the model that ships, on articles of corpus/."""

import json
import subprocess
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import quotes
from quotes import Article, Attribution, Document, scanner
from quotes.scanner import MODEL
from quotes.stanza import pipeline, register
from quotes.text.text import Text

CORPUS = Path(__file__).parent.parent / "corpus"


@cache
def scanned(name: str) -> Article:
    return quotes.scan((CORPUS / f"{name}.txt").read_bytes().decode("utf-8"))


def saying(article: Article, words: str) -> Attribution:
    [attribution] = [a for a in article.attributions if words in a.words]
    return attribution


@pytest.mark.parametrize(
    ("words", "speaker", "role", "type"),
    [
        ("fair to the crews", "Ines Moreau", "Harbour Minister", "mixed"),
        ("We did not win everything", "Adaeze Lindqvist", None, "direct"),
        ("received money from abroad", "Adaeze Lindqvist", None, "indirect"),
        ("cost the port about four million", "Chamber of Commerce", None, "indirect"),
        ("They may come back in the autumn", "A senior port official", None, "direct"),
        ("no increase was planned", "Ines Moreau", "Harbour Minister", "indirect"),
    ],
)
def test_the_harbour_strike(words: str, speaker: str, role: str | None, type: str) -> None:
    attribution = saying(scanned("harbour-strike"), words)
    assert attribution.speaker is not None
    assert (attribution.speaker.name, attribution.speaker.role, attribution.type) == (speaker, role, type)


def test_a_quotation_runs_on_after_its_clause() -> None:
    content = saying(scanned("harbour-strike"), "We did not win everything").content
    assert content[-1].text.endswith('eleven days without pay."')


def test_scare_quotes_are_nobodys() -> None:
    article = scanned("harbour-strike")
    assert not any("temporary" in a.words for a in article.attributions)


def test_what_is_hoped_and_feared_is_no_statement() -> None:
    attitudes = {a.cue_lemma for a in scanned("harbour-strike").attributions if a.act == "attitude"}
    assert attitudes == {"hope", "fear"}


@pytest.mark.parametrize(
    ("name", "words", "speaker"),
    [
        ("translator-interview", "I have a card from him", "Noh Eun-ji"),
        ("inquiry-transcript", "In the blue cabinet", "Kwabena Mensah"),
        ("goalkeeper-interview", "In the car park, honestly", "Rui Calhau"),
        ("goalkeeper-interview", "And the penalty in the cup final?", None),
        ("soup-striker", "He's been here 31 minutes", "Robert 'Bob' Hale"),
    ],
)
def test_who_spoke_in_the_articles_that_are_hard(name: str, words: str, speaker: str | None) -> None:
    found = saying(scanned(name), words).speaker
    assert (found and found.name) == speaker


def test_most_speakers_of_the_corpus_are_right_where_the_words_are_found() -> None:
    right = found = 0
    for path in sorted(CORPUS.glob("*.gold.jsonl")):
        record = json.loads(path.read_text(encoding="utf-8"))
        ours = {a.content[0].start: a.speaker for a in scanned(record["id"]).attributions}
        for gold in record["attributions"]:
            if "speaker" in gold and gold["content"][0][0] in ours:
                speaker = ours[gold["content"][0][0]]
                found += 1
                right += speaker is not None and speaker.name == gold["speaker"]
    assert right > 0.65 * found


@pytest.mark.parametrize(
    "text",
    [
        "it rained. nobody said a word. “we are wet,” they said.",
        "MINISTER ANA LIMA SAID THE PORT WOULD CLOSE. “WE LOSE EVERYTHING,” SAID TRADER BO EK. SHE WAS CALM.",
        "„Wir bleiben“, sagte Ministerin Ana Lima am Montag. Sie habe mit niemandem gesprochen, hieß es.",
        "「我們會留下」,林女士說。她沒有再說什麼。",
        "«Мы остаёмся», — сказала Анна Лима. Она ушла.",
        "he " * 3000,
        '"a," he said. ' * 500,
        "Ana Lima said. " * 500,
    ],
)
def test_a_text_with_little_to_find_gives_a_plain_result(text: str) -> None:
    article = quotes.scan(text)
    assert {a.speaker for a in article.attributions if a.speaker} == set(article.speakers)


def test_names_in_capitals_are_found() -> None:
    text = "MINISTER ANA LIMA SAID THE PORT WOULD CLOSE. “WE LOSE EVERYTHING,” SAID TRADER BO EK ON MONDAY."
    assert "BO EK" in {speaker.name for speaker in quotes.scan(text).speakers}


def test_most_of_what_the_corpus_marks_is_found() -> None:
    found = gold = 0
    for path in sorted(CORPUS.glob("*.gold.jsonl")):
        record = json.loads(path.read_text(encoding="utf-8"))
        article = scanned(record["id"])
        starts = {span.start for a in article.attributions for span in a.content}
        marked = [span[0] for a in record["attributions"] for span in a["content"]]
        gold += len(marked)
        found += sum(start in starts for start in marked)
    assert found > 0.8 * gold


def test_json_of_every_article_reads_back() -> None:
    for path in sorted(CORPUS.glob("*.txt")):
        article = scanned(path.stem)
        assert Article.from_dict(json.loads(json.dumps(article.to_dict())), article.text) == rounded(article)


def rounded(article: Article) -> Article:
    """The article with confidences as JSON holds them."""
    short = [replace(a, confidence=round(a.confidence, 3)) for a in article.attributions]
    return replace(article, attributions=tuple(short))


@pytest.mark.parametrize("text", ["", " \n\n", "No quotes here.", '"', "\ud800 said \udfff", "a\x00b " * 200])
def test_any_text_gives_an_article(text: str) -> None:
    assert quotes.scan(text).text == text


NAMES = ("harbour-strike", "two-osmans", "tram-column")


@pytest.mark.parametrize("workers", [1, 2])
def test_many_texts_give_what_each_gives_alone(workers: int) -> None:
    sources = [Document(name, f"{name}.txt", (CORPUS / f"{name}.txt").read_bytes().decode()) for name in NAMES]
    articles = list(quotes.scan_many([*sources, "", 5], batch_size=2, workers=workers))  # type: ignore[list-item]
    assert articles[:3] == [replace(scanned(s.id), id=s.id, path=s.path) for s in sources]
    assert articles[3:] == [Article("4", None, ""), Article("5", None, "", error="not text but int")]


def test_a_text_that_fails_does_not_stop_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    analyse = scanner.analyse

    def fails(text: Text, *others: Any) -> Article:
        if "bad" in text.characters:
            raise ValueError("too odd")
        return analyse(text, *others)

    monkeypatch.setattr(scanner, "analyse", fails)
    assert [article.error for article in quotes.scan_many(["Fine.", "bad", "Fine."])] == [
        None,
        "ValueError: too odd",
        None,
    ]


@pytest.mark.parametrize("workers", [1, 2])
def test_a_model_that_is_not_there_fails_for_all(tmp_path: Path, workers: int) -> None:
    with pytest.raises(FileNotFoundError, match=r"encoder\.onnx"):
        list(quotes.Scanner(model=tmp_path).scan_many(["Ana Ruiz said it was over."], workers=workers))


def test_far_apart_paragraphs_do_not_change_each_other() -> None:
    one, filler = '"We will stay," said Ebba Berg.', "\n\n".join(["Snow fell on the lake all day."] * 40)
    both = quotes.scan(f"{one}\n\n{filler}\n\n{one}")
    assert [a.words for a in both.attributions] == ['"We will stay,"'] * 2


def test_a_stanza_pipeline_takes_the_processor() -> None:
    register()
    document = pipeline({"attribution": "quotes"}, attribution_model_path=str(MODEL))("Ana Ruiz said it was over.")
    [attribution] = document.attributions
    assert attribution.speaker.name == "Ana Ruiz"
    assert [speaker.name for speaker in document.speakers] == ["Ana Ruiz"]


def test_a_model_folder_without_its_files_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"encoder\.onnx"):
        quotes.Scanner(model=tmp_path).scan("Ana Ruiz said it was over.")


def test_importing_quotes_brings_in_neither_torch_nor_the_model() -> None:
    code = "import sys, quotes; print({'torch', 'stanza', 'onnxruntime', 'numpy'} & set(sys.modules))"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "set()"


def test_the_modules_name_does_not_hide_the_function() -> None:
    import quotes.scanner

    assert callable(quotes.scan)
    assert quotes.scanner.scan is quotes.scan


@pytest.mark.parametrize("name", ["**Ana Pereira**", "*Ana Pereira*", "__Ana Pereira__"])
def test_the_emphasis_of_markdown_hides_no_speaker(name: str) -> None:
    text = f'"We will *not* sign," said {name}. She left.'
    [attribution] = quotes.scan(text).attributions
    assert attribution.speaker and attribution.speaker.name == "Ana Pereira"
    assert attribution.content[0].text == '"We will *not* sign,"'


def test_what_is_found_is_the_same_after_json() -> None:
    article = scanned("harbour-strike")
    assert Article.from_dict(article.to_dict(), article.text) == article


@pytest.mark.parametrize("text", [None, b"No."])
def test_what_is_no_text_is_told(text: object) -> None:
    with pytest.raises(TypeError, match=f"a text to scan is a str or a Document, not {type(text).__name__}"):
        quotes.scan(text)  # type: ignore[arg-type]


def test_a_heading_claims_no_paragraph_after_it() -> None:
    text = "Story highlights\n\nThe island is the closest ally of the republic.\n\nAna Ruiz said it was over."
    assert [a.speaker.name for a in quotes.scan(text).attributions if a.speaker] == ["Ana Ruiz"]


@pytest.mark.xfail(strict=True, reason="the model gives the quotation back to whoever spoke before")
def test_a_quotation_after_what_somebody_said_in_other_words_is_theirs() -> None:
    text = (
        "The barriers were high, Cameron Hale said.\n\nJohn Tame said the way things stood was far from just.\n\n"
        '"You cannot possibly suggest that there is equality before the law."'
    )
    assert [a.speaker and a.speaker.name for a in quotes.scan(text).attributions] == [
        "Cameron Hale",
        "John Tame",
        "John Tame",
    ]
