"""Recordings and transcripts as files: subtitles, JSON, tables, pages; and what else offices save."""

import io
import json
import zipfile
from pathlib import Path

from made_files import word

from quotes.reading import Document, Problem, read

SAID = "Ann Lee: The dam is safe. It held in May.\n\nBo Ek: Who says so?"


def one(path: Path, content: str | bytes, told: list[str] | None = None) -> Document:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    (found,) = read([path], tell=(told if told is not None else []).append)
    assert isinstance(found, Document), found
    return found


def wrong(path: Path, content: str | bytes) -> str:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    (found,) = read([path])
    assert isinstance(found, Problem)
    return found.message.removeprefix(f"{path}: ")


def test_subtitles_are_turns_without_timecodes_and_breaks(tmp_path: Path) -> None:
    vtt = (
        "WEBVTT\n\nNOTE by hand\n\n00:05.000 --> 00:08.000 align:start\n<v Ann Lee>The dam\nis <i>safe</i>.</v>\n"
        "\n00:14:03.000 --> 00:14:05.000\n<v Ann Lee>It held in May.\n\n"
        "00:14:06.000 --> 00:14:08.000\n<v Bo Ek>Who says so?"
    )
    srt = (
        "1\n00:00:05,000 --> 00:00:08,000\nAnn Lee: The dam\nis safe.\n\n2\n00:14:03,000 --> "
        "00:14:05,000\nIt held in May.\n\n3\n00:14:06,000 --> 00:14:08,000\nBo Ek: Who says so?\n"
    )
    document = one(tmp_path / "a.vtt", vtt)
    assert document.text == one(tmp_path / "a.srt", srt).text == one(tmp_path / "a.txt", srt).text == SAID
    assert document.times == ((9, "00:05"), (26, "00:14:03"), (50, "00:14:06"))
    assert document.extracted


def test_captions_that_roll_say_a_line_once(tmp_path: Path) -> None:
    vtt = (
        "WEBVTT\n\n00:01.000 --> 00:02.000\nthe dam\n\n00:02.000 --> 00:03.000\nthe dam\nis<00:02.500><c> safe</c>\n"
        "\n00:03.000 --> 00:04.000\nis safe\nsince May\n"
    )
    assert one(tmp_path / "a.vtt", vtt).text == "the dam is safe since May"


def test_of_broken_timecodes_the_words_are_read(tmp_path: Path) -> None:
    told: list[str] = []
    srt = (
        "1\n00:00:05,000 --> 00:0x\nThe dam is safe.\n\n2\n00:00:09,000 --> 00:00:11,000\n\n3\n0:12 --> 0:14\nYes.\n"
    )
    document = one(tmp_path / "a.srt", srt, told)
    assert document.text == "The dam is safe. Yes."
    assert document.times == ((17, "0:12"),)
    assert told == [f"{tmp_path / 'a.srt'}: broken timecodes: 1; the words are read, but not when they are said"]
    assert wrong(tmp_path / "b.vtt", "WEBVTT\n\n00:05.000 --> 00:06.000\n\n") == (
        "no subtitles in it, as no cue has words; leave it out, or save it again"
    )


def test_transcribers_json_is_read_by_what_it_holds(tmp_path: Path) -> None:
    segments = [
        {"start": 5.2, "end": 8, "text": " The dam is safe.", "speaker": "Ann Lee"},
        {"start": 843, "end": 845, "text": " It held in May.", "speaker": "Ann Lee"},
        {"start": 846, "end": 848, "text": " Who says so?", "speaker": "Bo Ek"},
    ]
    whisper = json.dumps({"text": "…", "segments": segments, "language": "en"})
    document = one(tmp_path / "a.json", whisper)
    assert document.text == one(tmp_path / "b.json", json.dumps(segments)).text == SAID
    assert document.times == ((9, "00:00:05"), (26, "00:14:03"), (50, "00:14:06"))
    letters = [{"speaker": "A", "text": "Yes.", "start": 5200}, {"speaker": "B", "text": "No.", "start": 9000}]
    assert one(tmp_path / "c.json", json.dumps({"utterances": letters})).text == "Speaker A: Yes.\n\nSpeaker B: No."
    assert wrong(tmp_path / "d.json", '{"a": [1]}') == (
        "JSON, but no transcript with words in it; leave it out, or save its text as .txt"
    )
    assert wrong(tmp_path / "e.json", "{") == "no JSON, or broken; save it again"


ROWS = (
    ("Speaker", "Remarks"),
    ("Ann Lee", "The dam is safe. It held in May."),
    ("Bo Ek", "Who says so?"),
    ("Ann Lee", "The engineers."),
)
TALK = f"{SAID}\n\nAnn Lee: The engineers."


def test_tables_with_a_column_of_speakers_are_transcripts(tmp_path: Path) -> None:
    for ending, comma in ((".csv", ","), (".tsv", "\t")):
        table = "\n".join(comma.join(row) for row in ROWS)
        assert one(tmp_path / f"a{ending}", table).text == TALK
    rows = "".join(f"<tr><td>{who}</td><td>{said}</td></tr>" for who, said in ROWS)
    terms = "".join(f"<dt>{who}</dt><dd>{said}</dd>" for who, said in ROWS[1:])
    assert one(tmp_path / "a.html", f"<html><body><table>{rows}</table></body></html>").text == TALK
    assert one(tmp_path / "b.html", f"<html><body><dl>{terms}</dl></body></html>").text == TALK
    assert one(tmp_path / "a.docx", word("Minutes", table=ROWS)).text == TALK


def test_a_table_without_a_column_of_speakers_is_one_of_articles(tmp_path: Path) -> None:
    assert one(tmp_path / "a.csv", "text,town\nThe dam is safe.,Orne\n").text == "The dam is safe."
    assert "no column 'text'" in wrong(tmp_path / "b.csv", "town,year\nOrne,2026\n")


def test_mail_rich_text_and_open_documents_are_read(tmp_path: Path) -> None:
    mail = "From: Ann Lee <ann@orne.example>\r\nSubject: The dam\r\nContent-Type: text/plain\r\n\r\nIt is safe.\r\n"
    assert one(tmp_path / "a.eml", mail).text == "From: Ann Lee <ann@orne.example>\nSubject: The dam\n\nIt is safe.\n"
    assert wrong(tmp_path / "b.eml", "From: Ann Lee <ann@orne.example>\r\n\r\n") == (
        "an e-mail without text, perhaps only attachments; save those, and leave it out"
    )
    assert one(tmp_path / "a.rtf", r"{\rtf1\ansi The dam is {\b safe}.\par It held.}").text.split("\n")[0] == (
        "The dam is safe."
    )
    odt = io.BytesIO()
    space = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
    with zipfile.ZipFile(odt, "w") as whole:
        whole.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        whole.writestr(
            "content.xml", f'<d xmlns:t="{space}"><t:h>Dam</t:h><t:p>It is<t:s/><t:span>safe</t:span>.</t:p></d>'
        )
    assert one(tmp_path / "a.odt", odt.getvalue()).text == "Dam\n\nIt is safe."
    assert "no OpenDocument text" in wrong(tmp_path / "b.odt", odt.getvalue()[:150])


def test_what_is_passed_over_in_a_folder_is_named(tmp_path: Path) -> None:
    for name in ("a.txt", "b.jpg", "c.parquet"):
        (tmp_path / name).write_text("The dam is safe.")
    (tmp_path / "d.json").write_text("{}")
    told: list[str] = []
    assert [item.path for item in read([tmp_path], tell=told.append)] == [str(tmp_path / "a.txt")]
    assert told == [
        f"{tmp_path}: passed over, as their names do not end as those of articles do (name them, or save them as "
        ".txt): b.jpg",
        f"{tmp_path}: passed over, as tables are read where they are named: c.parquet",
        f"{tmp_path}: passed over, as no transcript is in this JSON: d.json",
    ]
