"""Pages of an archive at the desk: what they show of what the address asks, and how they look to everybody."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote as encoded

import archived
import pytest
from axe_core_python.selenium import Axe
from browser import size, started, visit
from desk import Desk, running
from samples import said
from selenium.webdriver.common.by import By

import quotes
from quotes.archive.pages import speakers_page

HOSTILE = "zebra <script>window.ran = 1</script><img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("desk")
    path = archived.made(folder / "news.db")
    with quotes.Archive(path) as archive:
        again = '"The agreement is fair to all the crews," said Ines Moreau.'
        archive.add(quotes.scan_many([quotes.Document("again", None, again, date="2026-05-01")]))
        archive.add([said(HOSTILE, quotes.Speaker(f"Ruiz {HOSTILE}", "person"), id=f"odd {HOSTILE}")])
    with running(folder / "desk.sqlite", "--archive", str(path)) as desk:
        yield desk


def shown(desk: Desk, path: str, status: int = 200) -> str:
    answer = desk.ask("GET", path)
    assert answer.status == status and answer.headers["content-type"].startswith("text/html")
    return answer.body.decode()


def test_a_search_stands_in_the_address(desk: Desk) -> None:
    page = shown(desk, f"/archive/search?words={encoded('fair OR quays')}&speaker=Moreau&to=2026-03")
    assert "The agreement is <mark>fair</mark> to the crews" in page and "The quays" not in page
    assert 'value="fair OR quays"' in page and 'value="Moreau"' in page and 'value="2026-03"' in page
    assert 'href="/archive/quotes/1"' in page and 'href="/archive/trace?quote=1"' in page
    assert "<table" not in shown(desk, "/archive/search")


def test_an_article_shows_the_sentence_that_was_found(desk: Desk) -> None:
    page = shown(desk, "/archive/quotes/1")
    assert (
        '<mark id="quote">&#34;The agreement is fair to the crews,&#34; said Ines Moreau, the harbour minister.'
        in page
    )
    assert "The strike at Port Ellery ended on Monday." in page and "Harbour Post" in page
    assert "there is no quote 999" in desk.ask("GET", "/archive/quotes/999").error


def test_a_trace_shows_its_quotes(desk: Desk) -> None:
    page = shown(desk, "/archive/trace?quote=1")
    assert "The agreement is fair to the crews" in page and "the article puts in “all”" in page
    assert "<title>2026-03: 1 quote, 1 direct</title>" in page and "<title>2026-04: 0 quotes" in page
    assert "The agreement is fair" in shown(
        desk, f"/archive/trace?words={encoded('the agreement is fair to the crews')}"
    )
    assert "No quote in the archive is so." in shown(desk, "/archive/trace?words=no+zebras+ate+all+our+grass")


def test_who_is_quoted_is_shown_with_plots(desk: Desk) -> None:
    page = shown(desk, "/archive/speakers?site=harbour+post")
    assert "Ines Moreau" in page and "Tove Aalto" not in page and "<svg" in page
    assert "unsure: roles: harbour minister, soprano" in shown(desk, "/archive/speakers")


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("search?words=NOT+x", "a word is missing before NOT"),
        ("search?words=x&from=soon", "&#39;soon&#39; is no day, month or year"),
        ("search?words=x&type=odd", "there is no type &#39;odd&#39;"),
        ("search?words=x&min_confidence=nan", "nan is not a probability from 0 to 1"),
        ("search?words=x&min_confidence=much", "&#39;much&#39; is not a probability"),
        ("trace?words=x", "a trace needs 4 words or more"),
        ("trace?quote=999", "there is no quote 999"),
        ("trace?quote=x", "&#39;x&#39; is no number of a quote"),
        ("speakers?to=%3Cscript%3E", "&#39;&lt;script&gt;&#39; is no day"),
    ],
)
def test_what_cannot_be_asked_gets_one_sentence(path: str, told: str, desk: Desk) -> None:
    page = shown(desk, f"/archive/{path}", 422)
    assert told in page and 'role="alert"' in page and "<script>" not in page


def test_without_an_archive_there_are_no_such_pages(tmp_path: Path) -> None:
    with running(tmp_path / "desk.sqlite") as desk:
        assert desk.ask("GET", "/archive/search").status == 404
        assert "/archive" not in desk.ask("GET", "/").body.decode()


def test_pages_in_a_browser(desk: Desk) -> None:
    """Hostile text is text, forms lead to addresses, a phone shows nothing sideways, and axe finds no fault."""
    faults = {}
    with started() as browser:
        for width, height, mobile in ((1400, 900, False), (390, 844, True)):
            size(browser, width, height, mobile=mobile)
            for path in (
                *("search?words=zebra", "search?speaker=Moreau", "search?words=NOT", "trace?quote=1", "speakers"),
                *("quotes/12", "quotes/1"),
            ):
                visit(browser, f"{desk.address}archive/{path}")
                widths = "return [document.documentElement.scrollWidth, innerWidth, screen.width]"
                page, window, screen = browser.execute_script(widths)
                assert page <= window and (window <= screen or not mobile), path
                found = Axe().run(browser)["violations"]
                serious = [v for v in found if v["impact"] in ("serious", "critical")]
                faults |= {f"{path} {v['id']}": [node["html"] for node in v["nodes"]][:3] for v in serious}
        browser.get(f"{desk.address}archive/search")
        browser.find_element(By.NAME, "words").send_keys("quays")
        browser.find_element(By.TAG_NAME, "form").submit()
        assert "words=quays" in browser.current_url
        assert "The quays are old." in browser.find_element(By.TAG_NAME, "main").text
        assert browser.execute_script("return window.ran") is None
        log = [entry["message"] for entry in browser.get_log("browser") if "422" not in entry["message"]]
    assert json.dumps(faults, indent=1) == "{}" and log == []


def test_the_names_of_months_stand_below_their_columns(tmp_path: Path) -> None:
    with started() as browser:
        size(browser, 1200, 800)
        for months in (1, 4, 5, 14):
            with quotes.Archive(tmp_path / f"{months}.db", create=True) as archive:
                for n in range(months):
                    article = said(f"We wait for {n} ships", quotes.Speaker("Ana Ruiz", "person"), id=f"n{n}")
                    archive.add([replace(article, date=f"{2025 + n // 12}-{n % 12 + 1:02}-01")])
                (tmp_path / "page.html").write_text(speakers_page(archive.speakers()))
            browser.get((tmp_path / "page.html").as_uri())
            columns = [one.rect for one in browser.find_elements(By.CSS_SELECTOR, ".columns rect.direct")]
            names = [one.rect for one in browser.find_elements(By.CSS_SELECTOR, ".ends span")]
            shown = columns if months <= 4 else [columns[0], columns[-1]]
            assert len(columns) == months and len(names) == len(shown)
            for column, name in zip(shown, names, strict=True):
                assert column["x"] < name["x"] + name["width"] and name["x"] < column["x"] + column["width"]
