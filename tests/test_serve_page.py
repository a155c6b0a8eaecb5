"""The desk in a browser: the whole way of an article from its being put in to what is handed on."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from axe_core_python.selenium import Axe
from browser import size, started
from desk import Desk, running
from selenium.common.exceptions import StaleElementReferenceException, WebDriverException
from selenium.webdriver import ActionChains, Chrome, Keys
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement

ARTICLE = """The ferry stayed in the harbour on Monday.

"We had no choice," Captain Tove Aalto told reporters. "Nobody sails into that."

The mayor, Ilse Berg, said that the crossing would open at noon. Aalto denied it.

Nobody asks us. The board, which the islanders wrote, hung by the gate.
"""
LOG = "AALTO: We had a choice. Nobody sails into that.\n\nBERG: The crossing will open at noon."


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with running(tmp_path_factory.mktemp("desk") / "desk.sqlite") as desk:
        yield desk


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    with started() as browser:
        yield browser


@dataclass
class Page:
    """A page of the desk that is open in a browser."""

    browser: Chrome
    desk: Desk

    def open(self, path: str) -> Page:
        self.browser.get("about:blank")
        self.browser.get(self.desk.address.rstrip("/") + path)
        if path.startswith("/articles/"):
            self.wait(lambda: self.one("#bar").is_displayed())
        return self

    def run(self, script: str, *arguments: Any) -> Any:
        return self.browser.execute_script(script, *arguments)

    def one(self, selector: str) -> WebElement:
        return self.browser.find_element(By.CSS_SELECTOR, selector)

    def all(self, selector: str) -> list[WebElement]:
        return self.browser.find_elements(By.CSS_SELECTOR, selector)

    def press(self, *keys: str) -> Page:
        ActionChains(self.browser).send_keys(*keys).perform()
        return self

    def choose(self, quote: int) -> Page:
        self.wait(lambda: self.one("#bar").is_displayed())
        self.run("show(rows.get(arguments[0]), 'both')", f"a1-q{quote}")
        self.run("paintBar()")
        return self

    def select(self, words: str) -> Page:
        """Selects words of the text, as a mouse does."""
        self.wait(lambda: self.one("#bar").is_displayed())
        self.run(
            """const text = document.querySelector('.text');
            const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
            const begin = text.textContent.indexOf(arguments[0]);
            let passed = 0;
            const range = document.createRange();
            for (let node = walker.nextNode(); node; node = walker.nextNode()) {
              const here = (place) => place - passed;
              const end = begin + arguments[0].length;
              if (here(begin) >= 0 && here(begin) < node.length) range.setStart(node, here(begin));
              if (here(end) > 0 && here(end) <= node.length) range.setEnd(node, here(end));
              passed += node.length;
            }
            getSelection().removeAllRanges();
            getSelection().addRange(range);""",
            words,
        )
        return self

    def wait(self, met: Callable[[], Any]) -> None:
        until(lambda: met(), (StaleElementReferenceException, WebDriverException))

    def save(self) -> None:
        self.one("#ask [value=save]").click()

    @property
    def progress(self) -> str:
        return str(self.run("return document.getElementById('progress')?.value"))

    @property
    def told(self) -> str:
        return self.one("#told").text

    def row(self, quote: int, cell: str) -> str:
        return self.one(f"#a1-q{quote} .{cell}").text


def until(met: Callable[[], Any], passing: tuple[type[Exception], ...] = ()) -> None:
    for _ in range(600):
        try:
            if met():
                return
        except passing:
            pass
        time.sleep(0.05)
    assert met()


@pytest.fixture
def page(chromium: Chrome, desk: Desk) -> Iterator[Page]:
    size(chromium, 1400, 900)
    yield Page(chromium, desk)
    assert chromium.execute_script("return window.ran") is None
    errors = [entry for entry in chromium.get_log("browser") if "409 (Conflict)" not in entry["message"]]
    assert errors == []  # nothing failed, and nothing that the policy refused was tried


def quotes_of(desk: Desk, id: int) -> dict[str, tuple[str | None, str | None]]:
    """What is said in an article, by whom, and what people say of it."""
    told = desk.article(id)
    return {
        " … ".join(span["text"] for span in a["content"]): (
            a["speaker"] and a["speaker"]["name"],
            a.get("review", {}).get("state"),
        )
        for a in told["article"]["attributions"]
    }


def test_the_whole_way_with_the_keyboard(page: Page, desk: Desk, tmp_path: Path) -> None:
    page.open("/")
    page.one("textarea[name=article]").send_keys(ARTICLE)
    page.one("textarea[name=sources]").send_keys(LOG)
    page.one(".go button").click()
    page.wait(lambda: "/articles/" in page.browser.current_url and page.one("#bar").is_displayed())
    id = int(page.browser.current_url.partition("/articles/")[2].partition("#")[0])
    total = len(desk.article(id)["rows"])
    assert page.progress == f"0 of {total} checked" and page.row(1, "badge") == "altered"

    page.one("th.verdict button").send_keys(Keys.TAB)  # to the table
    page.press(Keys.ENTER, "w")
    page.wait(lambda: page.progress == f"1 of {total} checked")
    page.press("n")
    page.one("#ask-note textarea").send_keys("The log has “a choice”.")
    page.save()
    page.wait(lambda: page.row(1, "review") == "wrong: The log has “a choice”.")
    page.press(Keys.ARROW_DOWN, "c")
    page.wait(lambda: page.progress == f"2 of {total} checked")

    page.browser.refresh()  # in the middle, and nothing is lost
    page.wait(lambda: page.row(2, "review") == "checked" and page.row(1, "review").startswith("wrong"))
    page.wait(lambda: page.one("#which").text == "Quote 2")
    assert page.progress == f"2 of {total} checked"

    page.select("Nobody asks us").press("a")
    page.wait(lambda: page.row(total + 1, "quote") == "Nobody asks us")
    page.select("wrote").press("2")
    page.wait(lambda: page.row(total + 1, "verb") == "wrote")
    page.select("the islanders").press("3")
    page.wait(lambda: len(page.all(".text mark.s.on")) == 1 and page.one(".text mark.s.on").text == "the islanders")
    page.wait(lambda: page.one("#bar").is_displayed())  # the page, drawn anew, heeds keys again
    page.press("s")
    page.wait(lambda: page.one("#ask [name=name]").is_displayed())
    page.one("#ask [name=name]").send_keys("islanders")
    page.one("#ask [name=kind]").send_keys("group")
    page.save()
    page.wait(lambda: page.row(total + 1, "speaker").startswith("islanders") and page.one("#bar").is_displayed())
    page.press("d")
    page.wait(lambda: page.progress == f"3 of {total + 1} checked")

    page.press("u")
    page.wait(lambda: page.told == f"Undone: mark of quote {total + 1}.")
    assert page.progress == f"2 of {total + 1} checked"
    found = quotes_of(desk, id)
    assert found["Nobody asks us"] == ("islanders", None)
    assert found['"We had no choice," … "Nobody sails into that."'] == ("Tove Aalto", "wrong")

    links = {link.text: link.get_attribute("href") for link in page.all(".export a")}
    assert list(links) == ["html", "csv", "markdown", "json", "gold"]
    report = tmp_path / "report.html"
    report.write_bytes(desk.ask("GET", (links["html"] or "").removeprefix(desk.address.rstrip("/"))).body)
    page.browser.get(report.as_uri())
    assert "The log has “a choice”." in page.row(1, "review") and page.row(total + 1, "quote") == "Nobody asks us"


def test_speakers_are_corrected_renamed_and_made_one_by_mouse(page: Page, desk: Desk) -> None:
    id = desk.put_in(ARTICLE)
    page.open(f"/articles/{id}").one("#a1-q1 .quote").click()
    page.one("#bar [name=rename]").click()
    name = page.one("#ask [name=name]")
    assert name.get_attribute("value") == "Tove Aalto"
    name.clear()
    name.send_keys("Tove M. Aalto")
    page.save()
    page.wait(lambda: page.row(1, "speaker").startswith("Tove M. Aalto"))
    page.choose(1).one("#bar [name=speaker]").click()
    page.one("#ask [name=name]").send_keys("Ilse Berg")
    page.save()
    page.wait(lambda: page.row(1, "speaker").startswith("Ilse Berg"))
    page.choose(1).one("#bar [name=undo]").click()
    page.wait(lambda: page.row(1, "speaker").startswith("Tove M. Aalto"))
    page.choose(1).one("#bar [name=merge]").click()
    page.one("#ask [name=whom]").send_keys("Ilse")
    page.save()
    page.wait(lambda: page.row(1, "speaker").startswith("Ilse Berg"))
    page.choose(1).one("#bar [name=merge]").click()
    page.wait(lambda: page.told == "There are no two speakers to be made one.")
    page.one("#bar [name=drop]").click()
    page.wait(lambda: page.row(1, "review") == "no quote")
    assert '"We had no choice," … "Nobody sails into that."' not in quotes_of(desk, id)
    page.one("#bar [name=drop]").click()
    page.wait(lambda: '"We had no choice," … "Nobody sails into that."' in quotes_of(desk, id))


def test_spans_are_drawn_by_selecting_text_of_any_characters(page: Page, desk: Desk) -> None:
    text = "🎻 It rained.\r\n\r\n“We 🎻 play on,” said Tove Aalto, the captain. It 🎻 rained, too.\r\n"
    id = desk.put_in(text)
    page.open(f"/articles/{id}").choose(1).select(" 🎻 play on").press("1")
    page.wait(lambda: page.row(1, "quote") == "“🎻 play on”")
    page.choose(1).select("It 🎻 rained, ").press("4")
    page.wait(lambda: page.row(1, "quote") == "🎻 play on … It 🎻 rained,")
    assert "🎻 play on … It 🎻 rained," in quotes_of(desk, id)
    page.run("getSelection().removeAllRanges()")
    page.choose(1).press("1")
    assert page.told == "Select some words of the text first."


def test_what_was_changed_is_verified_anew(page: Page, desk: Desk) -> None:
    id = desk.put_in(ARTICLE, LOG)
    page.open(f"/articles/{id}").choose(1).select("Nobody sails into that").press("1")
    page.wait(lambda: page.row(1, "verdict") == "not verified")
    page.choose(1).press("v")
    page.wait(lambda: page.row(1, "badge") == "verbatim")


def test_two_browsers_on_one_article_lose_nothing(page: Page, desk: Desk) -> None:
    id = desk.put_in(ARTICLE)
    page.open(f"/articles/{id}").choose(1)
    desk.review(id, {"do": "mark", "quote": 2, "as": "doubtful"})  # somebody else's
    page.press("c")
    page.wait(
        lambda: page.told.startswith("Somebody else has changed this article meanwhile; your change was made on")
    )
    page.wait(lambda: page.row(1, "review") == "checked" and page.row(2, "review") == "doubtful")
    rows = {row["quote"]: row["state"] for row in desk.article(id)["rows"]}
    assert (rows[1], rows[2]) == ("checked", "doubtful")
    page.run("getSelection().removeAllRanges()")
    desk.review(id, {"do": "rename", "speaker": 1, "name": "Captain Aalto"})
    page.wait(lambda: page.row(1, "speaker").startswith("Captain Aalto"))
    page.wait(lambda: page.told == "Somebody else has changed this article.")


def test_what_cannot_be_saved_is_told_and_tried_again(chromium: Chrome, tmp_path: Path) -> None:
    size(chromium, 1400, 900)
    store = tmp_path / "desk.sqlite"
    with running(store) as desk:
        id, port = desk.put_in(ARTICLE), desk.address.split(":")[-1].rstrip("/")
        page = Page(chromium, desk).open(f"/articles/{id}").choose(1)
    page.press("c")
    page.wait(lambda: page.told.startswith("Not saved: the desk does not answer."))
    with running(store, "--port", port) as desk:
        page.one("#told button").click()
        page.wait(lambda: page.progress.startswith("1 of"))
        assert desk.article(id)["rows"][0]["state"] == "checked"
    chromium.get_log("browser")


def test_keys_lead_through_the_quotes_from_anywhere(page: Page, desk: Desk) -> None:
    page.open(f"/articles/{desk.put_in(ARTICLE)}")
    assert page.one("#which").text == "No quote chosen" and not page.one("#bar [name=previous]").is_enabled()
    page.press("j", "j")
    assert page.one("#which").text == "Quote 2" and page.run("return document.activeElement === current.line")
    page.press("k", "k")
    assert page.one("#which").text == "Quote 1" and page.told == "There is no quote before this one."


def test_what_is_told_hides_none_of_the_filters(page: Page, desk: Desk) -> None:
    page.open(f"/articles/{desk.put_in(ARTICLE)}").press("j", "k")
    told, bar = (page.run(f"return {name}.getBoundingClientRect()") for name in ("told", "bar"))
    assert told["bottom"] == pytest.approx(bar["top"], abs=1)


def test_the_keys_are_shown(page: Page, desk: Desk) -> None:
    page.open(f"/articles/{desk.put_in(ARTICLE)}").press("?")
    page.wait(lambda: page.one("#keys").is_displayed())
    shown = page.one("#keys").text
    assert "The quote is as it should be" in shown and "Undo the last change" in shown
    page.choose(1).press(Keys.ESCAPE)
    assert not page.one("#keys").is_displayed() and page.run("return current.body.id") == "a1-q1"


def test_files_are_put_in_and_long_work_is_stopped(page: Page, desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "long.txt").write_text(ARTICLE * 2000, encoding="utf-8")
    page.open("/").one("input[name=article]").send_keys(str(tmp_path / "long.txt"))
    page.one(".go button").click()
    page.wait(lambda: page.one("#stage").text.startswith("scanning"))
    page.one("[name=stop]").click()
    page.wait(lambda: page.one("#stage").text == "stopped; what you put in is still here")
    assert page.run("return document.querySelector('input[name=article]').files.length") == 1
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.4 broken")
    page.one("input[name=article]").send_keys(str(tmp_path / "broken.pdf"))
    page.one(".go button").click()
    page.wait(lambda: page.one("#stage").text.startswith("broken.pdf: a broken PDF file"))
    page.wait(lambda: all(one["name"] != "broken.pdf" for one in desk.ask("GET", "/api/articles").json["articles"]))


def test_files_are_dropped_where_they_belong(page: Page, desk: Desk) -> None:
    page.open("/")
    page.run(
        """for (const [n, words] of [[0, arguments[0]], [1, arguments[1]]]) {
          const dropped = new DataTransfer();
          dropped.items.add(new File([words], `dropped ${n}.txt`));
          const event = new DragEvent('drop', { dataTransfer: dropped, bubbles: true, cancelable: true });
          document.querySelectorAll('.drop textarea')[n].dispatchEvent(event);
        }""",
        ARTICLE,
        LOG,
    )
    page.one(".go button").click()
    page.wait(lambda: page.one("#bar").is_displayed() and page.one("h1").text == "dropped 0.txt")
    assert page.row(1, "badge") == "altered"


def test_nothing_that_was_given_is_left_out_silently(page: Page, desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "other.txt").write_text("Another article.", encoding="utf-8")
    page.open("/").one("textarea[name=article]").send_keys(ARTICLE)
    page.one("input[name=article]").send_keys(str(tmp_path / "other.txt"))
    page.one(".go button").click()
    page.wait(lambda: page.one("#stage").text == "more than one article in the request; give one")
    page.browser.get_log("browser")


def test_an_article_is_deleted_when_that_is_meant(page: Page, desk: Desk) -> None:
    id = desk.put_in(ARTICLE)
    page.open("/").one(f"[data-delete='{id}']").click()
    page.browser.switch_to.alert.dismiss()
    assert desk.article(id)["state"] == "ready"
    page.one(f"[data-delete='{id}']").click()
    page.browser.switch_to.alert.accept()
    page.wait(lambda: not page.all(f"[data-delete='{id}']"))
    assert desk.ask("GET", f"/api/articles/{id}").status == 404


def test_hostile_text_is_text(page: Page, desk: Desk) -> None:
    hostile = '<img src=x onerror="window.ran=1"><script>window.ran=1</script>'
    id = desk.put_in(f"{hostile}\n\n“{hostile}” said Tove Aalto, the captain.", hostile)
    name = f"{hostile}'\"&"
    desk.review(id, {"do": "speaker", "quote": 1, "name": name}, {"do": "note", "quote": 1, "text": hostile})
    page.open(f"/articles/{id}")
    page.wait(lambda: page.row(1, "review") == f"note: {hostile}")
    assert page.one("#a1-q1 .speaker b").get_attribute("textContent") == name
    page.choose(1).press("m")
    page.open("/")
    assert hostile in page.one(".articles").text
    page.open("/docs")


def test_a_phone_shows_all_of_it_and_nothing_sideways(page: Page, desk: Desk) -> None:
    size(page.browser, 390, 844, mobile=True)
    id = desk.put_in(ARTICLE, LOG)
    for path in ("/", f"/articles/{id}", "/docs"):
        page.open(path)
        if path == "/":
            assert page.one(".articles td button").rect["height"] < 40  # its word is not broken
        assert page.run("return document.documentElement.scrollWidth <= innerWidth && innerWidth <= screen.width"), (
            path
        )
    page.open(f"/articles/{id}").choose(1).one("#bar [name=checked]").click()
    page.wait(lambda: page.progress.startswith("1 of"))
    assert page.one("#bar").rect["height"] < 844 / 4


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_serious_fault(scheme: str, page: Page, desk: Desk) -> None:
    feature = {"name": "prefers-color-scheme", "value": scheme}
    page.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [feature]})
    id = desk.put_in(ARTICLE, LOG)
    desk.review(id, {"do": "drop", "quote": 2}, {"do": "mark", "quote": 1, "as": "wrong"})
    faults = {}
    for path, key in (
        ("/", ""),
        ("/docs", ""),
        (f"/articles/{id}", ""),
        (f"/articles/{id}", "?"),
        (f"/articles/{id}", "n"),
    ):
        page.open(path)
        if key:
            page.choose(1).press(key)
        found = Axe().run(page.browser)["violations"]
        serious = [v for v in found if v["impact"] in ("serious", "critical")]
        faults |= {f"{path} {v['id']}": [node["html"] for node in v["nodes"]][:3] for v in serious}
    page.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
    assert json.dumps(faults, indent=1) == "{}"


def test_the_bar_begins_where_the_keys_say() -> None:
    """Every key of docs/serve.md stands on a button, or in what `?` shows."""
    root = Path(__file__).parent.parent
    page = (root / "docs/serve.md").read_text(encoding="utf-8")
    told = set(re.findall(r"`(\S)`", page.partition("| key | does |")[2].partition("\n\n")[0]))
    template = (root / "quotes/serve/review.html.jinja").read_text(encoding="utf-8")
    buttons = set(re.findall(r'act\("\w+", "[\w ]+", "(.)"', template))
    assert told - {"↑", "↓"} == buttons
