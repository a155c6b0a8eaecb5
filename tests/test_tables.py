"""Tables to texts, and the one sentence that each bad table or row gets."""

import gzip
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from quotes.reading import TEXT_AND_ID, Columns, Document, Extent, Problem, read

ROWS = [{"id": "a", "text": "Fire in Łódź.\nNobody hurt."}, {"id": "b", "text": '"Rain", said "Ann", again.'}]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def json_lines(rows: list[dict[str, object]]) -> bytes:
    return "".join(json.dumps(row) + "\n" for row in rows).encode()


def csv(rows: list[dict[str, object]], delimiter: str = ",") -> bytes:
    def cell(value: object) -> str:
        return '"' + str(value).replace('"', '""') + '"'

    lines = [list(rows[0]), *([cell(value) for value in row.values()] for row in rows)]
    return "\r\n".join(delimiter.join(line) for line in lines).encode()


def parquet(rows: list[dict[str, object]]) -> bytes:
    sink = pa.BufferOutputStream()
    pq.write_table(pa.Table.from_pylist(rows), sink)
    return bytes(sink.getvalue().to_pybytes())


def zstd(raw: bytes) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.CompressedOutputStream(sink, "zstd") as out:
        out.write(raw)
    return bytes(sink.getvalue().to_pybytes())


def problems(name: str, columns: Columns = TEXT_AND_ID) -> list[str]:
    return [item.message for item in read([name], columns) if isinstance(item, Problem)]


def ids(*names: str, columns: Columns = TEXT_AND_ID) -> list[str]:
    return [item.id for item in read(names, columns) if isinstance(item, Document)]


@pytest.mark.parametrize("packed", ["", ".gz", ".zst"])
@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("news.jsonl", json_lines),
        ("news.ndjson", json_lines),
        ("news.csv", csv),
        ("news.tsv", lambda rows: csv(rows, "\t")),
        ("news.parquet", parquet),
    ],
)
def test_a_table_has_an_article_a_row(name: str, made: Callable[[list[dict[str, str]]], bytes], packed: str) -> None:
    pack: dict[str, Callable[[bytes], bytes]] = {"": bytes, ".gz": gzip.compress, ".zst": zstd}
    path = Path(name + packed)
    path.write_bytes(pack[packed](made(ROWS)))
    assert list(read([path])) == [Document(row["id"], str(path), row["text"]) for row in ROWS]


def test_columns_can_have_any_names() -> None:
    Path("news.jsonl").write_bytes(json_lines([{"url": "https://a.example/1", "body": "Snow.", "text": "No."}]))
    assert list(read(["news.jsonl"], Columns("body", "url"))) == [
        Document("https://a.example/1", "news.jsonl", "Snow."),
    ]


def test_without_ids_rows_are_numbered_and_numbers_are_ids_too() -> None:
    Path("news.jsonl").write_text('{"text": "One."}\n\n{"text": "Two.", "id": null}\n')
    assert ids("news.jsonl") == ["news-1", "news-3"]
    Path("news.csv").write_text("id,text\n007,One.\n,Two.\n")
    assert ids("news.csv") == ["007", "news-2"]
    Path("news.parquet").write_bytes(parquet([{"id": 7, "text": "One."}, {"id": None, "text": "Two."}]))
    assert ids("news.parquet") == ["7", "news-2"]


def test_tables_in_a_folder_are_not_read_unless_named() -> None:
    Path("news").mkdir()
    Path("news/a.txt").write_text("One.")
    Path("news/a.jsonl").write_bytes(json_lines(ROWS))
    assert ids("news") == ["a"]


def test_an_id_that_is_there_twice_is_told_and_both_are_read() -> None:
    Path("news.csv").write_text("id,text\na,One.\na,Two.\na-2,Three.\na,Four.\n")
    notes: list[str] = []
    items = read(["news.csv"], tell=notes.append)
    assert [item.id for item in items if isinstance(item, Document)] == ["a", "a-2", "a-2-2", "a-3"]
    assert notes[0] == "news.csv: the id a is there twice; the second article is now a-2"


def test_a_row_that_holds_a_web_page_gives_the_article_in_it() -> None:
    page = "<html><head><title>Snow</title></head><body><article><p>Snow fell.</p></article></body></html>"
    Path("news.jsonl").write_bytes(json_lines([{"id": "a", "text": page}, {"text": "<html></html>"}]))
    assert list(read(["news.jsonl"])) == [
        Document("a", "news.jsonl", "Snow fell.", title="Snow", extracted=True),
        Problem(
            "news.jsonl",
            "news.jsonl: line 2: a web page in which no article's text was found; leave it out, or save its text as "
            ".txt",
        ),
    ]


def test_lone_surrogates_of_json_stay_in_their_places() -> None:
    Path("news.jsonl").write_text(r'{"id": "a\ud800", "text": "Snow \udfff fell."}')
    assert list(read(["news.jsonl"])) == [Document("a\ud800", "news.jsonl", "Snow \udfff fell.")]


def test_what_was_read_is_measured() -> None:
    Path("a.txt").write_text("Fire.")
    Path("news.jsonl").write_bytes(json_lines(ROWS))
    Path("news.parquet").write_bytes(parquet(ROWS))
    extent = Extent()
    list(read(["a.txt", "news.jsonl", "news.parquet"], extent=extent))
    assert extent.done == extent.total == sum(path.stat().st_size for path in Path().iterdir())


@pytest.mark.parametrize("made", [json_lines, csv, parquet])
def test_a_table_without_the_column_names_those_there_are(
    made: Callable[[list[dict[str, str]]], bytes],
) -> None:
    name = f"news.{made.__name__.replace('json_lines', 'jsonl')}"
    Path(name).write_bytes(made(ROWS))
    assert problems(name, Columns("body")) == [
        f"{name}: no column 'body'; name one of these with --text-column: id, text"
    ]
    assert problems(name, Columns("text", "url")) == [
        f"{name}: no column 'url'; name one of these with --id-column: id, text"
    ]


def test_a_row_whose_text_is_no_text() -> None:
    rows = [{"text": None}, {"text": 5}, {"text": " "}, {"id": "x"}, {"text": ["Snow."]}, {"text": "Snow."}]
    Path("news.jsonl").write_bytes(json_lines(rows))
    rest = "leave the row out, or mend it"
    assert problems("news.jsonl") == [
        f"news.jsonl: line 1: the text is null; {rest}",
        f"news.jsonl: line 2: the text is not text but a number; {rest}",
        f"news.jsonl: line 3: the text is empty; {rest}",
        f"news.jsonl: line 4: the text is null; {rest}",
        f"news.jsonl: line 5: the text is not text but a list; {rest}",
    ]
    assert ids("news.jsonl") == ["news-6"]


def test_a_parquet_column_of_numbers() -> None:
    Path("news.parquet").write_bytes(parquet([{"text": 5}]))
    assert problems("news.parquet") == [
        "news.parquet: the column 'text' holds int64, not text; name another with --text-column"
    ]


def test_a_broken_line_of_json() -> None:
    Path("news.jsonl").write_bytes(b'{"text": "One."}\n{"text" "Two."}\n[1]\n{"text": "\xe9"}\n{"text": "Five."}\n')
    assert problems("news.jsonl") == [
        "news.jsonl: line 2 is not JSON (Expecting ':' delimiter at character 9); mend it, or leave it out",
        "news.jsonl: line 3 is not an object with columns but a list",
        "news.jsonl: line 4 is not JSON (byte 0xE9 at offset 10 is not UTF-8); mend it, or leave it out",
    ]
    assert ids("news.jsonl") == ["news-1", "news-5"]


def test_rows_of_csv_that_are_not_like_the_first_line_or_not_unicode() -> None:
    Path("news.csv").write_bytes(b"id,text\na,One.,more\nb,\xe9t\xe9\nc,Three.\n")
    assert problems("news.csv") == [
        "news.csv: row 1 has 3 columns and the first line 2; mend it",
        "news.csv: row 2 is not UTF-8 text; convert the file with iconv",
    ]
    assert ids("news.csv") == ["c"]


@pytest.mark.parametrize("ending", ["gz", "zst"])
def test_a_packed_file_that_is_cut_gives_what_is_before(ending: str) -> None:
    rows = [{"text": f"Fire number {n**3}."} for n in range(30_000)]
    raw = json_lines(rows)
    packed = gzip.compress(raw) if ending == "gz" else zstd(raw)
    Path(f"news.jsonl.{ending}").write_bytes(packed[: len(packed) // 2])
    [problem] = problems(f"news.jsonl.{ending}")
    assert problem.startswith(f"news.jsonl.{ending}: broken after line ")
    assert problem.endswith("; copy or download it again")
    assert len(ids(f"news.jsonl.{ending}")) > 1000


@pytest.mark.parametrize("name", ["news.csv.gz", "news.csv.zst", "news.parquet", "news.parquet.gz"])
def test_a_file_that_is_not_what_its_name_says(name: str) -> None:
    Path(name).write_bytes(b"id,text\na,One.\n")
    [problem] = problems(name)
    assert problem.startswith(f"{name}: broken (") and problem.endswith("; copy or download it again")


def test_a_truncated_parquet_file() -> None:
    raw = parquet(ROWS)
    Path("news.parquet").write_bytes(raw[:-20])
    [problem] = problems("news.parquet")
    assert problem.startswith("news.parquet: broken (") and problem.endswith("; copy or download it again")


@pytest.mark.parametrize("name", ["news.csv", "news.jsonl", "news.parquet", "news.tsv.gz"])
def test_a_table_that_is_not_there(name: str) -> None:
    assert problems(name) == [f"{name}: no such file or folder; check the name"]


def test_without_pyarrow_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("news.parquet").write_bytes(parquet(ROWS))
    Path("news.csv.zst").write_bytes(zstd(csv(ROWS)))
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    assert problems("news.parquet") == ["news.parquet: reading Parquet needs pyarrow; pip install 'quotes[tables]'"]
    assert problems("news.csv.zst") == ["news.csv.zst: reading zstd needs pyarrow; pip install 'quotes[tables]'"]


def test_a_large_parquet_file_is_read_row_by_row() -> None:
    rows = pa.table({"text": pa.array([f"{n} " * 2000 for n in range(5000)])})
    pq.write_table(rows, "news.parquet", row_group_size=5000, use_dictionary=False, compression=None)
    size = rows.nbytes
    del rows
    before = pa.total_allocated_bytes()
    most = max(pa.total_allocated_bytes() for _ in read(["news.parquet"]))
    assert most - before < size / 4


def test_a_quotation_mark_that_nothing_closes_is_told_of_a_transcript_too() -> None:
    Path("council.csv").write_text(
        'speaker,text\nRuiz,"The dam is safe."\nLee,"It leaks.\nRuiz,No.\n', encoding="utf-8"
    )
    notes: list[str] = []
    [council] = read(["council.csv"], tell=notes.append)
    assert isinstance(council, Document) and council.text.endswith("Lee: It leaks. Ruiz,No.")
    [note] = notes
    assert note.startswith("council.csv: the row that begins in line 3 has a quotation mark that nothing closes")
