"""The desk as programs ask it: what it scans and verifies, keeps, refuses, and puts up with."""

from __future__ import annotations

import gzip
import io
import json
import random
import re
import socket
import sqlite3
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from desk import Desk, command, running

import quotes
from bench.serve import kills
from quotes.report.json import to_json

ROOT = Path(__file__).parent.parent
MAYOR = '"We will not sign," said Ana Pereira, the mayor. She hopes for rain.'
SPEECH = "PEREIRA: We will never sign."


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with running(tmp_path_factory.mktemp("desk") / "desk.sqlite", "--largest", "1") as desk:
        yield desk


# What it answers


def test_a_scan_is_what_the_command_prints_of_one_article(desk: Desk) -> None:
    answer = desk.ask("POST", "/api/scan", {"text": MAYOR})
    assert answer.status == 200 and answer.headers["content-type"] == "application/json"
    assert answer.body.decode() == to_json(quotes.scan(MAYOR).to_dict(), indent=2)


def test_a_file_is_read_as_the_command_reads_it(desk: Desk) -> None:
    page = f"<!doctype html><html><body><article><p>{MAYOR}</p></article></body></html>"
    record = desk.form("/api/scan", ("file", "news/mayor.html", page.encode())).json
    assert (record["id"], record["path"], record["extracted_text"]) == ("mayor", "mayor.html", MAYOR)
    assert [a["speaker"]["name"] for a in record["attributions"]] == ["Ana Pereira", "Ana Pereira"]


def test_verdicts_stand_in_what_is_verified(desk: Desk) -> None:
    given = {"article": MAYOR, "sources": [{"name": "speech", "text": SPEECH}]}
    first, _ = desk.ask("POST", "/api/verify", given).json["attributions"]
    assert first["verification"]["verdict"] == "altered" and first["verification"]["match"]["source"] == "speech"
    by_form = desk.form(
        "/api/verify", ("article", "mayor.txt", MAYOR.encode()), ("sources", "speech.txt", SPEECH.encode())
    ).json
    assert by_form["attributions"][0]["verification"]["match"]["source"] == "speech.txt"


def test_an_article_is_put_in_scanned_listed_and_taken_out(desk: Desk) -> None:
    id = desk.put_in(MAYOR, SPEECH)
    told = desk.article(id)
    assert (told["state"], told["version"], told["checked"], told["total"]) == ("ready", 0, 0, 1)
    assert told["text"] == MAYOR and told["sources"] == ["source 1"]
    assert told["article"]["attributions"][0]["verification"]["verdict"] == "altered"
    newest = desk.ask("GET", "/api/articles").json["articles"][0]
    assert (newest["id"], newest["name"], newest["state"], newest["total"]) == (id, MAYOR, "ready", 1)
    assert desk.ask("GET", f"/api/articles?before={id}").json["articles"][:1] != [newest]
    assert desk.ask("DELETE", f"/api/articles/{id}").status == 204
    assert "no article" in desk.ask("GET", f"/api/articles/{id}").error


def test_an_article_that_cannot_be_read_tells_why(desk: Desk) -> None:
    id = desk.form("/api/articles", ("article", "x.pdf", b"%PDF-1.4 broken")).json["id"]
    told = desk.article(desk.done(id))
    assert told["state"] == "failed" and told["error"].startswith("x.pdf: a broken PDF file")


def test_an_article_without_quotes_is_an_article(desk: Desk) -> None:
    told = desk.article(desk.put_in("Snow fell on the harbour all day."))
    assert (told["state"], told["total"], told["rows"]) == ("ready", 0, [])


def test_an_unchanged_article_is_told_in_short(desk: Desk) -> None:
    id = desk.put_in(MAYOR)
    assert desk.ask("GET", f"/api/articles/{id}?since=0").json == {"id": id, "version": 0}
    desk.review(id, {"do": "mark", "quote": 1, "as": "checked"})
    assert desk.ask("GET", f"/api/articles/{id}?since=0").json["version"] == 1


def test_health_tells_what_is_done(desk: Desk) -> None:
    told = desk.ask("GET", "/api/health").json
    assert told == {"status": "ok", "version": quotes.__version__, "workers": 1, "working": 0, "waiting": 0}


def test_everything_that_can_be_asked_is_described(desk: Desk) -> None:
    from quotes.serve.api import ROUTES

    told = desk.ask("GET", "/openapi.json").json
    described = {
        (path, method.upper())
        for path, methods in told["paths"].items()
        for method in methods
        if method != "parameters"
    }
    there = {
        (route.path.replace(":int", ""), method)
        for route in ROUTES
        for method in (route.methods or ())
        if method != "HEAD" and route.path.startswith("/api")
    }
    assert there == described and told["openapi"].startswith("3.")


# Reviews


def test_a_review_is_kept_with_its_version(desk: Desk) -> None:
    id = desk.put_in(MAYOR)
    answer = desk.review(
        id, {"do": "mark", "quote": 1, "as": "wrong"}, {"do": "note", "quote": 1, "text": "Ask her."}
    )
    assert answer.status == 200
    told = desk.article(id)
    assert told == answer.json and (told["version"], told["checked"], told["total"]) == (1, 1, 1)
    assert told["article"]["attributions"][0]["review"] == {"state": "wrong", "note": "Ask her."}
    assert desk.ask("GET", "/api/articles").json["articles"][0]["checked"] == 1


def test_the_second_of_two_who_change_the_same_version_is_told(desk: Desk) -> None:
    id = desk.put_in(MAYOR)
    assert desk.review(id, {"do": "mark", "quote": 1, "as": "checked"}, version=0).status == 200
    late = desk.review(id, {"do": "mark", "quote": 1, "as": "wrong"}, version=0)
    assert late.status == 409 and "it is at version 1, not 0" in late.error
    assert desk.article(id)["rows"][0]["state"] == "checked"


def test_what_cannot_be_changed_is_told_and_nothing_is(desk: Desk) -> None:
    id = desk.put_in(MAYOR)
    answer = desk.review(id, {"do": "mark", "quote": 1, "as": "checked"}, {"do": "drop", "quote": 7})
    assert answer.status == 422 and answer.error == "change 2: there is no quote 7"
    assert desk.article(id)["version"] == 0
    assert desk.ask("PUT", f"/api/articles/{id}", {"review": []}).status == 422
    assert desk.ask("PUT", "/api/articles/999", {"version": 0, "review": []}).status == 404


def test_what_a_person_changed_is_verified_anew(desk: Desk) -> None:
    id = desk.put_in(MAYOR, "BERG: We will not sign.\nPEREIRA: We will never sign.")
    [first, _] = desk.article(id)["article"]["attributions"]
    assert first["verification"]["verdict"] != "verbatim"
    [first, _] = desk.review(id, {"do": "speaker", "quote": 1, "name": "Berg"}).json["article"]["attributions"]
    assert first["speaker"]["name"] == "Berg" and "verification" not in first
    [first, _] = desk.ask("POST", f"/api/articles/{id}/verify").json["article"]["attributions"]
    assert first["verification"]["verdict"] == "verbatim"
    [first, _] = desk.article(id)["article"]["attributions"]
    assert first["verification"]["verdict"] == "verbatim"


def test_without_sources_nothing_is_verified_anew(desk: Desk) -> None:
    answer = desk.ask("POST", f"/api/articles/{desk.put_in(MAYOR)}/verify")
    assert answer.status == 409 and "no sources" in answer.error


@pytest.mark.parametrize("format", ["html", "csv", "markdown", "json", "gold"])
def test_a_reviewed_article_is_exported(format: str, desk: Desk) -> None:
    id = desk.put_in(MAYOR)
    desk.review(id, {"do": "note", "quote": 1, "text": "Ask her."})
    answer = desk.ask("GET", f"/api/articles/{id}/export/{format}")
    assert answer.status == 200 and "attachment" in answer.headers["content-disposition"]
    assert b"Ana Pereira" in answer.body and (format == "gold" or b"Ask her" in answer.body)
    assert "there are html, csv" in desk.ask("GET", f"/api/articles/{id}/export/exe").error


def test_gold_is_of_articles_that_were_looked_at_to_the_end(tmp_path: Path) -> None:
    with running(tmp_path / "desk.sqlite") as desk:
        whole, _ = desk.put_in(MAYOR), desk.put_in(MAYOR)
        desk.review(whole, {"do": "mark", "quote": 1, "as": "checked"})
        [line] = desk.ask("GET", "/api/gold").body.decode().splitlines()
    assert json.loads(line)["id"] == MAYOR


# What it refuses


def test_what_is_no_json_and_no_form_is_refused(desk: Desk) -> None:
    assert desk.ask("POST", "/api/scan", body=b"{", Content_Type="application/json").status == 400
    assert desk.ask("POST", "/api/scan", body=b"[" * 100_000, Content_Type="application/json").status == 400
    assert desk.ask("POST", "/api/scan", body=b"text=x", Content_Type="text/plain").status == 415
    assert desk.ask("POST", "/api/scan", body=b"--x", Content_Type="multipart/form-data; boundary=e").status in (
        400,
        422,
    )
    packed = desk.ask("POST", "/api/scan", body=gzip.compress(b"{}"), Content_Encoding="gzip")
    assert packed.status == 415 and packed.error


@pytest.mark.parametrize(
    ("path", "record", "sentence"),
    [
        ("/api/scan", [], "the JSON is no object"),
        ("/api/scan", {}, "no text or file in the request; give one"),
        ("/api/scan", {"text": 7}, '"text" is no text'),
        ("/api/scan", {"text": " \n"}, "text: empty, there is no text in it"),
        ("/api/verify", {"article": MAYOR}, "no sources to verify against; give at least one"),
        ("/api/verify", {"article": MAYOR, "sources": ["x"]}, "source 1 is no object"),
        ("/api/articles", {"sources": []}, "no article in the request; give one"),
    ],
)
def test_what_is_missing_is_told(path: str, record: object, sentence: str, desk: Desk) -> None:
    answer = desk.ask("POST", path, record)
    assert answer.status == 422 and answer.error.startswith(sentence)


def test_web_addresses_are_not_fetched_unless_allowed(desk: Desk) -> None:
    answer = desk.ask("POST", "/api/articles", {"address": "http://127.0.0.1/"})
    assert answer.status == 403 and "--allow-fetch" in answer.error


def test_private_addresses_are_not_fetched(tmp_path: Path) -> None:
    with running(tmp_path / "desk.sqlite", "--allow-fetch") as desk:
        id = desk.ask("POST", "/api/articles", {"address": f"{desk.address}api/health"}).json["id"]
        told = desk.article(desk.done(id))
    assert told["state"] == "failed" and told["error"].endswith("a private address (127.0.0.1)")


@pytest.mark.parametrize("scheme", ["", "file://", "FILE:"])
def test_a_file_of_the_desks_machine_is_no_web_address(tmp_path: Path, scheme: str) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text('"Nobody may read this," said Ana Ruiz.', encoding="utf-8")
    with running(tmp_path / "desk.sqlite", "--allow-fetch") as desk:
        asked = {"article": "A text.", "sources": [{"address": f"{scheme}{secret}"}]}
        for record in ({"address": f"{scheme}{secret}"}, asked):
            told = desk.article(desk.done(desk.ask("POST", "/api/articles", record).json["id"]))
            assert told["state"] == "failed" and "no web address" in told["error"]
        assert desk.ask("POST", "/api/verify", asked).status == 422


def test_what_is_too_large_is_refused_before_it_is_read(desk: Desk) -> None:
    place = urlsplit(desk.address)
    with socket.create_connection((place.hostname, place.port), timeout=10) as line:
        line.sendall(
            f"POST /api/scan HTTP/1.1\r\nHost: {place.netloc}\r\nContent-Type: application/json\r\n"
            f"Content-Length: {2**30}\r\n\r\n".encode()
        )
        answer = line.makefile("rb").read().decode()
    assert answer.startswith("HTTP/1.1 413") and '{"error":"larger than 1 MB' in answer
    chunked = desk.ask("POST", "/api/scan", body=iter([b"x" * 2**20] * 3), Content_Type="application/json")  # type: ignore[arg-type]
    assert chunked.status == 413


def test_what_unpacks_to_too_much_is_refused(desk: Desk) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", "a" * 2**24)
    answer = desk.form("/api/scan", ("file", "bomb.docx", packed.getvalue()))
    assert answer.status == 413 and answer.error.startswith("bomb.docx: is, unpacked, larger than 1 MB")
    packed_table = desk.form("/api/scan", ("file", "news.jsonl.gz", gzip.compress(b"x")))
    assert packed_table.status == 422 and "holds many articles, packed" in packed_table.error


def test_a_table_of_articles_is_put_in_one_by_one(desk: Desk) -> None:
    answer = desk.form("/api/scan", ("file", "news.csv", b'id,text\n1,"One."\n2,"Two."\n'))
    assert answer.status == 422 and answer.error == "news.csv: holds 2 articles; put them in one by one"


def test_names_of_files_lead_nowhere(desk: Desk) -> None:
    record = desk.form("/api/scan", ("file", "../../etc/pass\\wd.txt", MAYOR.encode())).json
    assert record["path"] == "wd.txt"
    assert desk.form("/api/scan", ("file", "..", MAYOR.encode())).json["path"] == "article"
    assert desk.form("/api/scan", ("file", "é" * 400 + ".txt", MAYOR.encode())).status == 200


def test_other_names_of_this_machine_are_refused(desk: Desk) -> None:
    port = urlsplit(desk.address).port
    assert desk.ask("GET", "/api/articles", Host=f"localhost:{port}").status == 200
    for host in (f"evil.example:{port}", "localhost.evil.example", "", "[::1", "127.0.0.1.nip.io"):
        assert desk.ask("GET", "/api/articles", Host=host).status == 400


def test_pages_of_other_sites_change_nothing(desk: Desk) -> None:
    own = desk.address.rstrip("/")
    assert desk.ask("POST", "/api/scan", {"text": MAYOR}, Origin=own).status == 200
    for origin in ("https://evil.example", "null", "http://[", own.replace("127.0.0.1", "localhost")):
        assert desk.ask("POST", "/api/scan", {"text": MAYOR}, Origin=origin).status == 403
    assert desk.ask("DELETE", "/api/articles/1", Sec_Fetch_Site="cross-site").status == 403


def test_every_answer_lets_nothing_run(desk: Desk) -> None:
    for path in ("/", "/api/health", "/nothing", "/static/review.js"):
        headers = desk.ask("GET", path).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff" and headers["cache-control"] == "no-store"
        assert "access-control-allow-origin" not in headers


def test_what_is_not_there_is_told(desk: Desk) -> None:
    assert desk.ask("GET", "/nothing").error == "there is nothing at /nothing"
    assert desk.ask("GET", "/api/scan").status == 405
    assert desk.ask("GET", "/api/scan").error == "/api/scan takes POST, not GET"
    assert desk.ask("PATCH", "/api/articles").error == "/api/articles takes GET or POST, not PATCH"
    assert desk.ask("PATCH", "/api/articles").headers["allow"] == "GET, POST"
    assert desk.ask("POST", "/static/review.js").error == "/static/review.js takes GET, not POST"
    assert desk.ask("GET", f"/api/articles/{10**30}").status == 404


def test_who_follows_a_dead_link_sees_a_page(desk: Desk) -> None:
    answer = desk.ask("GET", "/articles/999", Accept="text/html,*/*;q=0.8")
    assert answer.status == 404
    assert b"<bdi>There is no article 999</bdi>." in answer.body and b'href="/"' in answer.body
    assert desk.ask("GET", "/api/articles/999", Accept="text/html").error == "there is no article 999"
    assert b"<i>" not in desk.ask("GET", "/<i>", Accept="text/html").body


def test_a_pasted_text_is_called_by_its_first_words(desk: Desk) -> None:
    id = desk.put_in("The ferry “Aurora” stayed in the harbour of Port Clairval on Monday, as nobody would sail her.")
    title = "The ferry “Aurora” stayed in the harbour of Port Clairval on Monday, as nobody …"
    told = desk.article(id)
    assert told["name"] == told["article"]["id"] == title
    file = desk.ask("GET", f"/api/articles/{id}/export/markdown")
    assert file.body.decode().startswith(f"## {title}") and "The-ferry" in file.headers["content-disposition"]


def test_a_desk_with_a_token_answers_nobody_else(tmp_path: Path) -> None:
    token = "a-token-of-some-length"
    with running(tmp_path / "desk.sqlite", "--host", "0.0.0.0", "--token", token) as desk:
        desk.address = desk.address.replace("0.0.0.0", "127.0.0.1")
        assert desk.ask("GET", "/api/articles").status == 401
        assert desk.ask("GET", "/api/articles", Authorization="Bearer another-token-of-length").status == 401
        assert desk.ask("GET", "/?token=%E2%82%AC%ff").status == 401
        assert desk.ask("GET", "/api/articles", Authorization=f"Bearer {token}").status == 200
        assert desk.ask("GET", "/api/articles", Authorization=f"Bearer {token}", Host="evil.example").status == 400
        opened = desk.ask("GET", f"/?token={token}")
        assert opened.status == 303 and opened.headers["location"] == "/"
        cookie = opened.headers["set-cookie"]
        assert "HttpOnly" in cookie and "SameSite=strict" in cookie
        assert desk.ask("GET", "/api/articles", Cookie=cookie.partition(";")[0]).status == 200


def test_a_token_is_made_up_where_none_is_given(tmp_path: Path) -> None:
    with running(tmp_path / "desk.sqlite", "--token") as desk:
        address, token = desk.address.split("/?token=")
        assert len(token) > 30 and re.fullmatch(r"[\w-]+", token, re.ASCII)
        desk.address = address
        assert desk.ask("GET", "/api/articles").status == 401
        assert desk.ask("GET", "/api/articles", Authorization=f"Bearer {token}").status == 200


def test_hostile_text_comes_back_as_it_is(desk: Desk) -> None:
    text = '"<script>alert(1)</script>\ud800\x00" said Ana Pereira, the mayor.'
    told = desk.article(desk.put_in(text, text + " It rained."))
    assert told["text"] == text and told["state"] == "ready"


# What it puts up with


def test_a_full_queue_asks_to_come_again(tmp_path: Path) -> None:
    long = "\n\n".join([MAYOR] * 400)
    with running(tmp_path / "desk.sqlite", "--queue", "1") as desk:
        answers = [desk.ask("POST", "/api/articles", {"article": long}) for _ in range(4)]
        refused = [answer for answer in answers if answer.status != 201]
        assert refused and {a.status for a in refused} == {503} and refused[0].headers["retry-after"] == "2"
        assert "try again in a moment" in refused[0].error
        assert len(desk.ask("GET", "/api/articles").json["articles"]) == 4 - len(refused)


def test_long_work_can_be_stopped(tmp_path: Path) -> None:
    with running(tmp_path / "desk.sqlite") as desk:
        id = desk.ask("POST", "/api/articles", {"article": "\n\n".join([MAYOR] * 4000)}).json["id"]
        while desk.article(id)["state"] != "scanning":
            time.sleep(0.05)
        assert desk.ask("DELETE", f"/api/articles/{id}").status == 204
        started = time.monotonic()
        assert desk.ask("POST", "/api/scan", {"text": MAYOR}).status == 200
        assert time.monotonic() - started < 20  # the long one alone takes a minute


def test_work_that_takes_too_long_is_stopped_and_the_next_goes_on(tmp_path: Path) -> None:
    with running(tmp_path / "desk.sqlite", "--seconds", "2") as desk:
        desk.put_in(MAYOR)
        answer = desk.ask("POST", "/api/scan", {"text": "\n\n".join([MAYOR] * 4000)})
        assert answer.status == 422 and answer.error.startswith("took more than 2 s")
        assert desk.article(desk.put_in(MAYOR))["state"] == "ready"


@contextmanager
def slowly(desk: Desk) -> Iterator[socket.socket]:
    """A request whose body has begun, and does not go on."""
    place = urlsplit(desk.address)
    with socket.create_connection((place.hostname, place.port), timeout=10) as line:
        line.sendall(
            f"POST /api/scan HTTP/1.1\r\nHost: {place.netloc}\r\nContent-Type: application/json\r\n"
            f"Content-Length: 5000\r\n\r\n{{".encode()
        )
        yield line


def test_a_browser_that_leaves_in_the_middle_of_an_upload_harms_nobody(desk: Desk) -> None:
    with slowly(desk):
        pass
    assert desk.ask("GET", "/api/health").status == 200


def test_many_who_send_slowly_are_bounded_in_number_and_time(tmp_path: Path) -> None:
    with running(tmp_path / "desk.sqlite", "--queue", "1", "--seconds", "3") as desk:
        desk.ask("POST", "/api/scan", {"text": MAYOR})
        with slowly(desk) as first, slowly(desk):
            time.sleep(0.3)
            refused = desk.ask("POST", "/api/scan", {"text": MAYOR})
            assert (refused.status, refused.headers["retry-after"]) == (429, "2")
            assert refused.error == "2 articles are being sent already; try again in a moment"
            assert desk.ask("GET", "/api/health").status == 200
            late = first.makefile("rb").read().decode()
            assert late.startswith("HTTP/1.1 408") and "did not arrive within 3 s" in late
            assert desk.ask("POST", "/api/scan", {"text": MAYOR}).status == 200


def test_what_was_answered_is_there_after_a_kill(tmp_path: Path) -> None:
    store = tmp_path / "desk.sqlite"
    with running(store) as desk:
        id = desk.put_in(MAYOR)
        desk.review(id, {"do": "mark", "quote": 1, "as": "doubtful"})
        late = desk.ask("POST", "/api/articles", {"article": "\n\n".join([MAYOR] * 50)}).json["id"]
    with running(store) as desk:
        assert desk.article(id)["rows"][0]["state"] == "doubtful"
        assert desk.article(desk.done(late))["state"] == "ready"


def test_a_desk_that_is_killed_while_it_is_asked_loses_nothing_that_it_answered(tmp_path: Path) -> None:
    assert kills(tmp_path / "desk.sqlite", MAYOR, 3, random.Random(1)) == 0


def refused(store: Path, *options: str) -> str:
    run = subprocess.run(command(store, *options), capture_output=True, text=True, timeout=60, check=False)
    assert run.returncode in (1, 2) and run.stdout == "" and len(run.stderr.splitlines()) == 1, run.stderr
    return run.stderr


def test_a_port_in_use_a_host_without_a_token_and_files_that_are_no_store(tmp_path: Path) -> None:
    store = tmp_path / "desk.sqlite"
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert f"127.0.0.1, port {port}: cannot be listened on" in refused(store, "--port", str(port))
    assert "0.0.0.0: other machines could ask the desk; give a --token" in refused(store, "--host", "0.0.0.0")
    assert "16 or more letters" in refused(store, "--token", "short")
    (tmp_path / "note.txt").write_text("no database" * 100)
    assert "note.txt: no store of quotes (file is not a database)" in refused(tmp_path / "note.txt")
    with sqlite3.connect(tmp_path / "other.sqlite") as other:
        other.execute("CREATE TABLE mine (x)")
    assert "a database of another program" in refused(tmp_path / "other.sqlite")
    with running(store):
        pass
    with sqlite3.connect(store) as newer:
        newer.execute("PRAGMA user_version = 99")
    assert "made by a newer version of quotes" in refused(store)
    assert "cannot be used" in refused(tmp_path / "note.txt" / "desk.sqlite")


def test_what_the_desk_needs_is_told_where_it_is_missing() -> None:
    code = (
        "import sys; sys.modules['starlette'] = None; from quotes.command.cli import main; sys.exit(main(['serve']))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout) == (1, "")
    assert run.stderr == "quotes: quotes serve needs starlette; pip install 'quotes[serve]'\n"


def test_a_full_disk_loses_nothing(tmp_path: Path) -> None:
    from quotes.serve.given import Given
    from quotes.serve.refused import RefusedError
    from quotes.serve.store import Store

    store = Store(tmp_path / "desk.sqlite")
    id = store.add("mayor", [Given("text", "mayor", MAYOR)])
    store._file.execute("PRAGMA max_page_count = 1")
    with pytest.raises(RefusedError, match=r"nothing was saved .*full.*; make room on the disk"):
        store.add("long", [Given("text", "long", MAYOR * 10_000)])
    assert store.given(id) == [Given("text", "mayor", MAYOR)] and store.unfinished() == [id]


def test_what_waits_for_room_on_the_disk_tells_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import quotes.serve.desk as own
    from quotes.serve import tasks
    from quotes.serve.given import Given
    from quotes.serve.pool import Pool
    from quotes.serve.refused import FULL, RefusedError
    from quotes.serve.store import Store

    def full(*_: object, **__: object) -> None:
        raise RefusedError(FULL, "nothing was saved; make room on the disk, then try again")

    pool = Pool(partial(tasks.prepare, None), workers=1, queue=1, seconds=60)
    desk = own.Desk(Store(tmp_path / "desk.sqlite"), pool, 2**20)
    monkeypatch.setattr(Store, "ready", full)
    id = desk.put(Given("text", "article", MAYOR), [])
    while not (told := desk.error(desk.store.article(id))):
        time.sleep(0.05)
    assert told.startswith("nothing was saved") and desk.store.unfinished() == [id]
    pool.end()


# What docs/serve.md says


def test_the_examples_of_the_page_answer_as_it_says(desk: Desk, tmp_path: Path) -> None:
    page = (ROOT / "docs/serve.md").read_text(encoding="utf-8")
    (tmp_path / "article.txt").write_text(MAYOR, encoding="utf-8")
    (tmp_path / "speech.txt").write_text(SPEECH, encoding="utf-8")
    examples = re.findall(r"^```sh\n(curl .*?)^```$(?:\n\n^```\n(.*?)^```$)?", page, re.MULTILINE | re.DOTALL)
    assert len(examples) > 5
    own = desk.put_in(MAYOR, SPEECH)
    for example, printed in examples:
        asked = example.replace("http://localhost:8017/", desk.address).replace("articles/1", f"articles/{own}")
        run = subprocess.run(["bash", "-euc", asked], cwd=tmp_path, capture_output=True, text=True, check=False)
        assert run.returncode == 0 and not run.stdout.startswith('{"error"'), (example, run)
        for line in filter(None, (line.strip(" …") for line in printed.splitlines())):
            assert line.replace("articles/1", f"articles/{own}") in run.stdout, (example, line, run.stdout)
