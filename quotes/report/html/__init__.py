"""Articles as one HTML page: each text with its attributions marked in place, and a table of them beside it.

The page needs no network, and can be read without its script: `report.js` adds filters, sorting and the ways between
table and text. Its Content-Security-Policy lets nothing run but that script, whatever the articles hold.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib.resources import files
from tempfile import TemporaryFile
from typing import IO

from markupsafe import Markup

from quotes.article import Article
from quotes.report.html.overview import Overview
from quotes.report.html.section import Section
from quotes.report.html.templates import TEMPLATES
from quotes.report.selection import ALL, Selection
from quotes.version import VERSION


def write_html(articles: Iterable[Article], out: IO[str], selection: Selection = ALL) -> None:
    """One page: a section an article, an index where there are several, and what to check first where verified.

    selection: which attributions are in the page; each section tells how many are not. Attitudes and what is unsure
        are in it, and shown on request.

    The page begins with what is known at the end, so its sections wait in a temporary file.
    """
    template = TEMPLATES.get_template("article.html.jinja")
    overviews = []
    with TemporaryFile("w+", encoding="utf-8", newline="\n") as sections:
        for number, article in enumerate(articles, 1):
            section = Section.of(number, article, selection)
            overviews.append(Overview.of(section))
            sections.write(template.render(section=section, overview=overviews[-1]) + "\n")
        sections.seek(0)
        page = TEMPLATES.get_template("page.html.jinja").generate(
            page=Overview.of_all(overviews),
            overviews=overviews,
            sections=map(Markup, sections),
            style=_resource("report.css"),
            script=_resource("report.js"),
            version=VERSION,
        )
        out.writelines(page)
    out.flush()


def _resource(name: str) -> Markup:
    """One of our own files, which is put into the page as it is."""
    return Markup((files(__name__) / name).read_text("utf-8"))
