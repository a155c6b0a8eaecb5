"""Articles as one HTML page: each text with its attributions marked in place, and a table of them beside it.

The page needs no network, and can be read without its script: `report.js` adds filters, sorting and the ways between
table and text. Its Content-Security-Policy lets nothing run but that script, whatever the articles hold.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256
from importlib.resources import files
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import IO

from quotes.article import Article
from quotes.report.html.comparison import icons
from quotes.report.html.markup import NOTHING, Html, element, joined, line
from quotes.report.html.overview import Overview, filters, masthead
from quotes.report.html.section import Section, written
from quotes.report.selection import Selection
from quotes.version import VERSION

_ALL = Selection()
_KEYS = (
    "Keys: Tab to a table, ↑ and ↓ through its rows, Enter to a row’s place in the text, Escape to let go of it, and "
    "once more to clear the filters."
)


def write_html(articles: Iterable[Article], out: IO[str], selection: Selection = _ALL) -> None:
    """One page: a section an article, an index where there are several, and what to check first where verified.

    selection: which attributions are in the page; each section tells how many are not. Attitudes and what is unsure
        are in it, and shown on request.

    The page begins with what is known at the end, so its sections wait in a temporary file.
    """
    overviews = []
    with TemporaryFile("w+", encoding="utf-8", newline="\n") as sections:
        for number, article in enumerate(articles, 1):
            section = Section.of(number, article, selection)
            overviews.append(Overview.of(section))
            sections.write(written(section, overviews[-1].counts) + "\n")
        sections.seek(0)
        out.write(_beginning(overviews))
        copyfileobj(sections, out)
    out.write(_end())
    out.flush()


def _beginning(overviews: list[Overview]) -> Html:
    page = Overview.of_all(overviews)
    return joined(
        Html('<!doctype html>\n<html lang="en">\n'),
        _head(f"{page.title} – quotes"),
        Html("\n<body>\n"),
        element("a", line("Skip to the articles"), href="#articles", class_="skip"),
        icons() if page.found else NOTHING,
        masthead(page, overviews),
        filters(page),
        Html(f'\n<main id="articles" class="{"one" if len(overviews) == 1 else "several"}">\n'),
    )


def _head(title: str) -> Html:
    style, script = _resource("report.css"), _resource("report.js")
    policy = {
        "default-src": "'none'",
        "style-src": _hash(style),
        "script-src": _hash(script),
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    told = "; ".join(f"{name} {sources}" for name, sources in policy.items())
    return element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=told),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("meta", name="referrer", content="no-referrer"),
        element("title", line(title)),
        element("style", style),
    )


def _end() -> Html:
    about = f"Made by quotes {VERSION}. Confidence is the probability that content and speaker are both right."
    return joined(
        Html("</main>\n"),
        element("footer", element("p", line(about)), element("p", line(_KEYS), class_="keys")),
        Html("\n"),
        element("script", _resource("report.js")),
        Html("\n</body>\n</html>\n"),
    )


def _resource(name: str) -> Html:
    """One of our own files, which is put into the page as it is."""
    return Html((files(__name__) / name).read_text("utf-8"))


def _hash(content: str) -> str:
    """What a Content-Security-Policy calls an inline style or script."""
    return f"'sha256-{b64encode(sha256(content.encode()).digest()).decode()}'"
