"""brat: what is written can be read again, in the layout of PolNeAR, and what is broken is named."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from samples import CHOICE, FERRY, IN_A_TALK, LOG, NOON, TEXT, article, attribution, said, span

from quotes.article import Article
from quotes.attribution import Span, Speaker
from quotes.report.annotation import Annotation
from quotes.report.brat import ANNOTATION_CONF, VISUAL_CONF, ann, read_ann, write_brat
from quotes.report.selection import Selection


def annotations(of: Article) -> list[Annotation]:
    """The article's attributions as annotations."""
    return [
        Annotation(a.content, (a.cue,) if a.cue else (), (a.source,) if a.source else ()) for a in of.attributions
    ]


def read(file: Path) -> str:
    with file.open(encoding="utf-8", newline="") as text:
        return text.read()


def names(folder: Path) -> list[str]:
    """The articles in a folder, by the names of their files."""
    assert {path.suffix for path in folder.iterdir()} <= {".txt", ".ann", ".conf"}
    texts = sorted(path.stem for path in folder.glob("*.txt"))
    assert texts == sorted(path.stem for path in folder.glob("*.ann"))
    return texts


def test_an_attribution_is_an_event_with_content_cue_and_source() -> None:
    assert ann(article(TEXT, CHOICE)).splitlines() == [
        'T1\tContent 47 66;102 127\t"We had no choice," "Nobody sails into that."',
        "T2\tCue 86 100\ttold reporters",
        "T3\tSource 67 85\tCaptain Tove Aalto",
        "T4\tAttribution 86 100\ttold reporters",
        "E1\tAttribution:T4 Content:T1 Cue:T2 Source:T3",
        "A1\tType E1 direct",
        "A2\tAct E1 statement",
        "#1\tAnnotatorNotes E1\tspeaker: Tove Aalto; confidence: 0.93",
    ]


def test_without_cue_the_trigger_stands_at_the_source_or_the_content() -> None:
    unled = attribution(TEXT, "no choice", source="Captain Tove Aalto")
    assert ann(article(TEXT, unled)).splitlines()[:4] == [
        "T1\tContent 55 64\tno choice",
        "T2\tSource 67 85\tCaptain Tove Aalto",
        "T3\tAttribution 67 85\tCaptain Tove Aalto",
        "E1\tAttribution:T3 Content:T1 Source:T2",
    ]
    assert ann(said("No.")).splitlines()[1:3] == ["T2\tAttribution 0 3\tNo.", "E1\tAttribution:T2 Content:T1"]


def test_what_is_written_is_read_again() -> None:
    assert list(read_ann(TEXT, ann(FERRY))) == annotations(FERRY)


def test_an_event_has_the_number_of_its_attribution() -> None:
    assert re.findall(r"^E\d+", ann(Selection(types=frozenset({"indirect"})).of(FERRY)), re.MULTILINE) == ["E2"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\u2028", "\x0b", "\x85"])
def test_a_fragment_ends_where_a_line_does(end: str) -> None:
    text = f"He wrote that the sea was calm  {end}{end} but cold."
    sea = attribution(text, text[14:-1], cue="wrote", source="He")
    content = ann(article(text, sea)).split("\n")[0].split("\t")
    assert content[2] == "the sea was calm but cold"
    assert [text[int(a) : int(b)] for a, b in re.findall(r"(\d+) (\d+)", content[1])] == [
        "the sea was calm",
        "but cold",
    ]


def test_lines_of_a_wrapped_text_are_one_span_again() -> None:
    text = "".join(
        f"{words}\r\n" for words in ["Tove Aalto said that " + "the sea was calm " * 3] + ["and it was cold " * 4] * 3
    )
    wrapped = article(text, attribution(text, text[21:-3], cue="said", source="Tove Aalto"))
    assert text[21:-3].count("\r\n") == 3
    assert list(read_ann(text, ann(wrapped))) == annotations(wrapped)


def test_paragraphs_of_a_running_quotation_stay_spans_of_their_own() -> None:
    text = "“The sea was calm.\n\n“It was cold,” she said.\n"
    running = article(text, attribution(text, "“The sea was calm.", "“It was cold,”", cue="said", source="she"))
    assert list(read_ann(text, ann(running))) == annotations(running)


def test_a_content_that_runs_over_paragraphs_is_read_as_a_span_in_each() -> None:
    (read,) = read_ann("A calm.\n\nA cold.", ann(said("A calm.\n\nA cold.")))
    assert [span.text for span in read.content] == ["A calm.", "A cold."]


def test_the_layout_of_polnear_is_read() -> None:
    text = "Tove said it was calm. It was cold, she hoped, and dark. Cold it is."
    polnear = (
        "T1\tSource 0 4\tTove\nT2\tCue 5 9\tsaid\nT3\tContent 10 21\tit was calm\nT4\tAttribution 5 9\tsaid\n"
        "E1\tAttribution:T4 Cue:T2 Source:T1 Content:T3 Content2:T5\n"
        "T5\tContent 23 34;47 55\tIt was cold and dark\n"
        "T6\tCue 40 45\thoped\nT7\tAttribution-no-source 40 45\thoped\nT8\tContent 57 67\tCold it is\n"
        "E2\tAttribution-no-source:T7 Cue:T6 Content:T8\n"
    )
    first, second = read_ann(text, polnear)
    assert [s.text for s in first.content] == ["it was calm", "It was cold", "and dark"]
    assert (first.cue[0].text, first.source[0].text) == ("said", "Tove")
    assert second == Annotation((span(text, "Cold it is"),), (span(text, "hoped"),), ())


def test_a_content_that_no_event_has_is_an_attribution_too() -> None:
    assert read_ann("No, she said.", "T1\tContent 0 2\tNo\nT2\tCue 8 12\tsaid\n") == (
        Annotation((Span(0, 2, "No"),), (), ()),
    )


def test_other_annotations_are_passed_over() -> None:
    other = (
        "T1\tPerson 4 7\tshe\r\n\r\nT2\tMeeting 8 12\tsaid\nE1\tMeeting:T2 Who:T1\nE2\tMeeting:T2\n*\tEquiv T1 T2\n"
        "R1\tNear Arg1:T1 Arg2:T2\nN1\tReference T1 wiki:1\tShe\nM1\tNegation E1\n"
        "A1\tHasty E1\n#1\tNote T1\tlook\twell\n"
    )
    assert read_ann("No, she said.", other) == ()
    assert read_ann("No, she said.", "") == ()


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        (
            "T1\tContent 0 2\tNo\nT2\tCue 8 14\tsaid.?",
            "line 2, T2: 8 to 14 is beyond the text, which has 13 characters",
        ),
        ("T1\tContent 2 0\tNo", "line 1, T1: 2 to 0 is reversed"),
        ("T1\tContent 2 2\t", "line 1, T1: 2 to 2 is empty"),
        ("T1\tContent 0 3\tYes", "line 1, T1: the text has 'No,' there and not 'Yes'; is it another text?"),
        ("T1\tContent 0 2", "line 1, T1: the text has 'No' there and not ''; is it another text?"),
        ("T1\tContent 0 2; 4 7\tNo she", "line 1, T1: not a type and offsets such as"),
        ("T1\tContent -1 2\tNo", "line 1, T1: not a type and offsets such as"),
        ("T1\tContent\tNo", "line 1, T1: not a type and offsets such as"),
        ("\n\nT1 Content 0 2 No", "line 3: not an id, a tab and an annotation: 'T1 Content 0 2 No'"),
        ("X1\tContent 0 2\tNo", "line 1: not an id, a tab and an annotation"),
        ("T1\tContent 0 2\tNo\nT1\tCue 8 12\tsaid", "line 2: the id T1 is there twice"),
        ("T1\tContent 0 2\tNo\nE1\tAttribution:T1 Content:T1 Cue:T9", "line 2, E1: its Cue T9 is not in the file"),
        ("T1\tContent 0 2\tNo\nE1\tAttribution:T1 Content", "line 2, E1: not an event such as"),
        ("E1\t", "line 1, E1: not an event such as"),
    ],
)
def test_what_is_broken_is_named(broken: str, message: str) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        read_ann("No, she said.", broken)


def test_a_folder_holds_texts_annotations_and_brat_s_configuration(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "folder"
    write_brat([FERRY, said("No.", id="no")], folder)
    assert names(folder) == ["ferry", "no"]
    assert read(folder / "ferry.txt") == TEXT
    assert list(read_ann(TEXT, read(folder / "ferry.ann"))) == annotations(FERRY)
    assert read(folder / "annotation.conf") == ANNOTATION_CONF and read(folder / "visual.conf") == VISUAL_CONF


def test_the_configuration_names_all_that_annotations_use() -> None:
    sections = dict(re.findall(r"^\[(\w+)\]\n((?:.+\n)*)", ANNOTATION_CONF, re.MULTILINE))
    assert list(sections) == ["entities", "relations", "events", "attributes"]
    bound = {line.split("\t")[1].split()[0] for line in ann(FERRY).splitlines() if line.startswith("T")}
    assert bound == {*sections["entities"].split(), sections["events"].split()[0]}
    values = dict(re.findall(r"^(\w+)\t.*Value:(\S+)", sections["attributes"], re.MULTILINE))
    for attribute, value in re.findall(r"^A\d+\t(\w+) E\d+ (\w+)$", ann(FERRY), re.MULTILINE):
        assert value in values[attribute].split("|")
    assert re.findall(r"^\[(\w+)\]", VISUAL_CONF, re.MULTILINE) == ["labels", "drawing"]


def test_texts_are_kept_to_the_character(tmp_path: Path) -> None:
    text = "\ufeffA\r\nb\rc\n\td\x00e \U0001f468\u200d\U0001f469 \ud800f, she said.\u2028"
    sea = article(text, attribution(text, "\U0001f468\u200d\U0001f469 \ud800f", cue="said", source="she"))
    write_brat([sea], tmp_path)
    written = read(tmp_path / "ferry.txt")
    assert written == text.replace("\ud800", "\ufffd") and len(written) == len(text)
    (read_again,) = read_ann(written, read(tmp_path / "ferry.ann"))
    assert read_again.content[0].text == "\U0001f468\u200d\U0001f469 \ufffdf"
    assert list(read_ann(text, read(tmp_path / "ferry.ann"))) == annotations(sea)


@pytest.mark.parametrize(
    ("id", "name"),
    [
        ("news/ferry", "news_ferry"),
        ("../../x", "x"),
        ("/etc/passwd", "etc_passwd"),
        ("C:\\temp\\..\\x", "C_temp_x"),
        ("story.co", "story_co"),
        (".hidden", "hidden"),
        ("--rf", "rf"),
        ("", "article"),
        ("..", "article"),
        ("a\nb\x00c\u202ed\ud800e", "a_b_c_d_e"),
        ("Łódź 東京", "Łódź_東京"),
        ("x" * 500, "x" * 50),
    ],
)
def test_files_have_safe_names(id: str, name: str, tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b" / "brat"
    write_brat([said("No.", id=id)], folder)
    assert names(folder) == [name]
    assert [path.name for path in tmp_path.rglob("*.txt")] == [f"{name}.txt"]


def test_names_that_collide_get_numbers(tmp_path: Path) -> None:
    ids = ["a/b", "a_b", "A.B", "a_b-2", "é", "e\u0301"]
    write_brat([said(f"{number}.", id=id) for number, id in enumerate(ids)], tmp_path)
    assert names(tmp_path) == sorted(["a_b", "a_b-2", "A_B-3", "a_b-2-2", "é", "é-2"])
    assert read(tmp_path / "A_B-3.txt") == "2."


def test_nothing_that_is_there_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "ferry.ann").write_text("mended by hand")
    with pytest.raises(FileExistsError, match="the folder is not empty"):
        write_brat([FERRY], tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["ferry.ann"]


def test_a_selection_leaves_attributions_out_and_keeps_the_text(tmp_path: Path) -> None:
    write_brat([FERRY], tmp_path, Selection(types=frozenset({"indirect"})))
    assert read(tmp_path / "ferry.txt") == TEXT
    assert list(read_ann(TEXT, read(tmp_path / "ferry.ann"))) == annotations(article(TEXT, NOON))


def test_articles_are_written_as_they_come(tmp_path: Path) -> None:
    def coming() -> Iterator[Article]:
        yield FERRY
        assert names(tmp_path) == ["ferry"]
        yield said("Later.", id="later")

    write_brat(coming(), tmp_path)
    assert names(tmp_path) == ["ferry", "later"]


def test_a_note_tells_the_verdict_and_the_source() -> None:
    (note,) = (
        line for line in ann(article(TEXT, replace(CHOICE, verification=IN_A_TALK))).split("\n") if line[:1] == "#"
    )
    assert note == (
        "#1\tAnnotatorNotes E1\tspeaker: Tove Aalto; confidence: 0.93; "
        "verdict: altered: the article leaves out “no”; "
        f"source: logs/talk.vtt, line 1, at 00:14:03, Captain Aalto: “{LOG}”"
    )


def test_a_name_cannot_break_a_note() -> None:
    hostile = Speaker("Tove\nE9\tAttribution:T1\u2028", "person")
    (note,) = (line for line in ann(said("No.", hostile)).split("\n") if line.startswith("#"))
    assert note == "#1\tAnnotatorNotes E1\tspeaker: Tove E9 Attribution:T1 ; confidence: 0.90"
