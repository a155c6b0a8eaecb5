"""What `quotes evaluate` reads: each format gives the same attributions, and what is broken is named."""

import json
import re
from collections.abc import Callable
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any

import pytest
from samples import CHOICE, NOON, SHEEP, TEXT, article, span

from quotes.article import Article
from quotes.evaluation import Corpus, Relation, evaluate, read
from quotes.report.brat import ann, write_brat
from quotes.report.citron import citron, write_citron
from quotes.report.json import write_json, write_jsonl

FERRY = article(TEXT, CHOICE, NOON)  # all have a cue, which Citron wants
LINDHOLM = article(TEXT.replace("Lindholm", "Sandholm"), CHOICE, id="sandholm", path="news/sandholm.txt")
CORPUS = Path(__file__).parent.parent / "corpus"

Json = dict[str, Any]


def gold(of: Article) -> Json:
    """The article in our gold format."""
    attributions = [
        {
            "content": [[s.start, s.end] for s in a.content],
            "cue": [[a.cue.start, a.cue.end]] if a.cue else [],
            "source": [[a.source.start, a.source.end]] if a.source else [],
            "speaker": a.speaker.name if a.speaker else "",
            "kind": a.speaker.kind if a.speaker else "none",
            "type": a.type,
            "act": a.act,
        }
        for a in of.attributions
    ]
    return {"id": of.id, "text": of.text, "attributions": attributions, "not_quotes": []}


def as_gold(path: Path, *articles: Article) -> Path:
    path.write_text("".join(json.dumps(gold(a)) + "\n" for a in articles), encoding="utf-8")
    return path


def as_jsonl(path: Path, *articles: Article) -> Path:
    with path.open("w", encoding="utf-8") as out:
        write_jsonl(articles, out)
    return path


def as_json(path: Path, *articles: Article) -> Path:
    with path.open("w", encoding="utf-8") as out:
        write_json(articles, out)
    return path


def as_citron(path: Path, *articles: Article) -> Path:
    with path.open("w", encoding="utf-8") as out:
        write_citron(articles, out)
    return path


def as_citron_s_own_files(path: Path, *articles: Article) -> Path:
    """A folder with an indented file for each article, quotes without ids."""
    path.mkdir()
    for each in articles:
        record = citron(each)
        for quote in record["quotes"]:
            del quote["id"]
        (path / f"{each.id}.json").write_text(json.dumps(record, indent=4), encoding="utf-8")
    return path


def as_gold_folder(path: Path, *articles: Article) -> Path:
    """A folder like corpus/."""
    path.mkdir()
    for each in articles:
        as_gold(path / f"{each.id}.gold.jsonl", each)
        (path / f"{each.id}.txt").write_text(each.text, encoding="utf-8")
    return path


def as_brat(path: Path, *articles: Article) -> Path:
    write_brat(articles, path)
    return path


def as_polnear(path: Path, *articles: Article) -> Path:
    """A part of PolNeAR; the second annotator has marked nothing."""
    for folder in ("text", "attributions"):
        (path / folder).mkdir(parents=True)
    for each in articles:
        (path / "text" / f"{each.id}.txt").write_text(each.text, encoding="utf-8")
        (path / "attributions" / f"{each.id}_4b22.ann").write_text(ann(each), encoding="utf-8")
        (path / "attributions" / f"{each.id}_4e07.ann").write_text("", encoding="utf-8")
    return path


FORMATS = (as_gold, as_jsonl, as_json, as_citron, as_citron_s_own_files, as_gold_folder, as_brat, as_polnear)
WITH_TEXT = tuple(f for f in FORMATS if f not in (as_jsonl, as_json))


def spans(r: Relation) -> tuple[object, ...]:
    return r.content, r.cue, r.source


@pytest.mark.parametrize("write", FORMATS)
def test_every_format_gives_the_same_attributions(write: Callable[..., Path], tmp_path: Path) -> None:
    found = read(write(tmp_path / "made", FERRY, LINDHOLM))
    assert [d.id for d in found.articles] == ["ferry", "sandholm"]
    for document, original in zip(found.articles, (FERRY, LINDHOLM), strict=True):
        assert document.text in (original.text, None)
        assert list(map(spans, document.relations)) == [spans(Relation.of(a)) for a in original.attributions]
        assert [r.type for r in document.relations] == [a.type for a in original.attributions]


@pytest.mark.parametrize("predicted", FORMATS)
@pytest.mark.parametrize("given", WITH_TEXT)
def test_every_format_is_gold_and_predictions(
    given: Callable[..., Path], predicted: Callable[..., Path], tmp_path: Path
) -> None:
    gold = read(given(tmp_path / "gold", FERRY, LINDHOLM))
    evaluation = evaluate(gold, read(predicted(tmp_path / "predicted", FERRY, LINDHOLM)))
    assert evaluation["full"].counts == (3, 3, 3, 3)


def test_gold_and_scans_tell_speakers_and_acts(tmp_path: Path) -> None:
    whole = article(TEXT, CHOICE, NOON, SHEEP)
    for path in (as_gold(tmp_path / "gold.jsonl", whole), as_jsonl(tmp_path / "scan.jsonl", whole)):
        (document,) = read(path).articles
        assert [r.speaker for r in document.relations] == ["Tove Aalto", "Tove Aalto", ""]
        assert [r.act for r in document.relations] == ["statement", "attitude", "statement"]


def test_a_gold_speaker_that_is_absent_is_not_told(tmp_path: Path) -> None:
    record = gold(FERRY)
    for attribution in record["attributions"]:
        del attribution["speaker"]
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(record))
    assert [r.speaker for r in read(path).articles[0].relations] == [None, None]


def test_scans_name_their_model(tmp_path: Path) -> None:
    path = tmp_path / "scan.jsonl"
    records = [FERRY.to_dict() | {"model": "a"}, LINDHOLM.to_dict() | {"model": "b"}]
    path.write_text("\n".join(map(json.dumps, records)))
    assert read(path).model == "a+b"


def test_standard_input_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written = as_jsonl(tmp_path / "scan.jsonl", FERRY).read_bytes()
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(written)))
    assert [d.id for d in read("-").articles] == ["ferry"]


def test_the_corpus_of_the_project_is_read() -> None:
    corpus = read(CORPUS)
    assert len(corpus.articles) == len(list(CORPUS.glob("*.gold.jsonl"))) > 20
    assert evaluate(corpus, corpus)["speaker"].value == 1


def test_texts_with_all_kinds_of_line_ends_and_marks_of_byte_order_are_read(tmp_path: Path) -> None:
    text = "One.\u2028Two\r\nthree\x85, he said. \U0001f468"
    path = tmp_path / "gold.jsonl"
    record = {"id": "a", "text": text, "attributions": [{"content": [[5, 8]]}]}
    path.write_text("\ufeff" + json.dumps(record, ensure_ascii=False) + "\r\n\n", encoding="utf-8", newline="")
    (document,) = read(path).articles
    assert document.text == text and document.relations[0].content[0].text == "Two"


def ferry(**changes: object) -> str:
    """The first attribution of a gold article with something changed."""
    record = gold(FERRY)
    record["attributions"][0] |= changes
    return json.dumps(record)


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("", "empty; there are no articles in it"),
        ("Snow stopped the ferry.", "none of the formats that can be read here; give the gold format"),
        ('{"id": "a"}', "line 1: none of the formats that can be read here"),
        ("[1]", "record 1: none of the formats"),
        (json.dumps(gold(FERRY)) + '\n{"id": "b", "text', "line 2: broken JSON (unterminated string"),
        ('{"id": "b", "text\n' + json.dumps(gold(FERRY)), "line 1: broken JSON"),
        ('{\n "id": "b",\n "text"\n}', "line 4: broken JSON"),
        ("[" * 100_000, "nested too deep"),
        (
            '{"id": 7, "text": "", "attributions": []}',
            "line 1: no id, or none that is text: 7; give each article one",
        ),
        (
            "\n\n".join([json.dumps(gold(FERRY)), json.dumps(gold(LINDHOLM)), json.dumps(gold(FERRY))]),
            "line 5: the article 'ferry' is there twice, first in",
        ),
        (json.dumps(gold(FERRY)) + '\n{"id": "sandholm", "te', "line 2: broken JSON (unterminated string"),
        (ferry(content=[[47, 999]]), "line 1: article 'ferry', attribution 1: content: 47 to 999 is beyond the text"),
        (ferry(content=[[60, 50]]), "line 1: article 'ferry', attribution 1: content: 60 to 50 is reversed"),
        (ferry(content=[[47, 66], [60, 70]]), "content: 47 to 66 and 60 to 70 overlap"),
        (ferry(cue=[[-3, 2]]), "attribution 1: cue: -3 to 2 is beyond the text"),
        (ferry(content=[]), "attribution 1: it has no content"),
        (ferry(source=[["a", 2]]), "attribution 1: source: not a pair of offsets [start, end]: ['a', 2]"),
        (ferry(source=5), "attribution 1: source: not a list of spans: 5"),
        (ferry(speaker=["Tove", "Bo"]), "attribution 1: speaker: not a name but ['Tove', 'Bo']; join several by"),
        (ferry(type="quoted"), "attribution 1: type: 'quoted' is not one of direct, indirect, mixed"),
        (ferry(act=["said"]), "attribution 1: act: \"['said']\" is not one of statement, attitude"),
        (json.dumps(gold(FERRY) | {"not_quotes": [[5, 4]]}), "article 'ferry': not_quotes: 5 to 4 is reversed"),
        (json.dumps(gold(FERRY) | {"attributions": ["x"]}), "article 'ferry', attribution 1: not an object: x"),
        (
            json.dumps(FERRY.to_dict() | {"attributions": [{"content": [{"start": 1}]}]}),
            "content: not an object with",
        ),
        (
            json.dumps({k: v for k, v in gold(FERRY).items() if k != "text"}),
            "article 'ferry', attribution 1: content: a pair of offsets, [47, 66], and the article has no text",
        ),
        (json.dumps(citron(FERRY) | {"quotes": [{}]}), "line 1: quotes[0].contents: not a list"),
    ],
)
def test_a_broken_file_is_named_with_the_place(written: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "file.jsonl"
    path.write_text(written, encoding="utf-8")
    with pytest.raises(ValueError, match=f"file.jsonl.*{re.escape(message)}"):
        read(path)


def test_bytes_that_are_no_text_are_named(tmp_path: Path) -> None:
    path = tmp_path / "file.jsonl"
    path.write_bytes(b'{"id": "\xff"}')
    with pytest.raises(ValueError, match=r"file.jsonl: not UTF-8 text \(byte 0xFF at offset 8\)"):
        read(path)


def change(folder: Path, name: str, text: str | None) -> None:
    """Writes a file of a folder anew, or removes it."""
    path = folder / name
    if text is None:
        path.unlink()
    else:
        path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("write", "name", "text", "message"),
    [
        (as_brat, "ferry.ann", None, "ferry.txt: a text without annotations; add its .ann file"),
        (as_brat, "ferry.txt", None, "ferry.ann: its text ferry.txt is not there"),
        (as_brat, "ferry.ann", "T1\tContent 0 999\tNo", "ferry.ann: line 1, T1: 0 to 999 is beyond the text"),
        (as_brat, "ferry.txt", "Another text. " * 20, "ferry.ann: line 1, T1: the text has"),
        (as_polnear, "attributions/ferry.ann", "", "ferry.ann: not named NAME_ANNOTATOR.ann"),
        (as_polnear, "text/ferry.txt", None, "ferry_4b22.ann: its text ferry.txt is not there"),
        (as_gold_folder, "ferry.gold.jsonl", "{", "ferry.gold.jsonl"),
    ],
)
def test_what_is_broken_in_a_folder_is_named(
    write: Callable[..., Path], name: str, text: str | None, message: str, tmp_path: Path
) -> None:
    folder = write(tmp_path / "folder", FERRY, LINDHOLM)
    change(folder, name, text)
    with pytest.raises(ValueError, match=re.escape(message)):
        read(folder)


def test_notes_beside_annotated_texts_are_no_articles(tmp_path: Path) -> None:
    folder = as_brat(tmp_path / "news", FERRY)
    (folder / "README.md").write_text("Annotated in March.", encoding="utf-8")
    assert [document.id for document in read(folder).articles] == ["ferry"]


def test_a_folder_of_something_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "ferry.txt").write_text(TEXT)
    with pytest.raises(ValueError, match="none of the formats that can be read here"):
        read(tmp_path)


def test_a_scan_of_another_text_is_refused(tmp_path: Path) -> None:
    predicted = read(as_jsonl(tmp_path / "scan.jsonl", FERRY))
    other = Corpus(read(as_gold(tmp_path / "gold.jsonl", article(TEXT + " More.", NOON))).articles, "GOLD")
    with pytest.raises(ValueError, match=f"scan.jsonl: article 'ferry': made from {len(TEXT)} characters"):
        evaluate(other, predicted)
    assert span(TEXT, "She").start  # the texts begin alike


def test_an_article_in_two_files_of_a_folder_is_told_with_both(tmp_path: Path) -> None:
    folder = as_gold_folder(tmp_path / "folder", FERRY)
    as_gold(folder / "again.jsonl", FERRY)
    message = r"ferry\.gold\.jsonl: the article 'ferry' is there twice, first in .*again\.jsonl; leave one out"
    with pytest.raises(ValueError, match=message):
        read(folder)


def test_predictions_that_do_not_fit_the_gold_s_text_are_refused(tmp_path: Path) -> None:
    corpus = read(as_gold(tmp_path / "gold.jsonl", FERRY))
    record = FERRY.to_dict()
    for content, message in (
        ({"start": 47, "end": 999, "text": ""}, "47 to 999 is beyond the text"),
        ({"start": 47, "end": 66, "text": "another text"}, "the text has .* there and not 'another text'"),
    ):
        record["attributions"][0]["content"] = [content]
        (tmp_path / "scan.jsonl").write_text(json.dumps(record), encoding="utf-8")
        with pytest.raises(ValueError, match=rf"scan\.jsonl: article 'ferry', attribution 1: content: {message}"):
            evaluate(corpus, read(tmp_path / "scan.jsonl"))
