"""What a notebook shows for an article."""

from html.parser import HTMLParser

from quotes import Article, Attribution, Context, Span, Speaker

TEXT = 'Rain <b>again</b>.\n\n"We wait & see," Ewa Nowak said.\n'


class Reader(HTMLParser):
    """The text of HTML by what encloses it, and the titles of its marks."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.marked: list[str] = []
        self.titles: list[str] = []
        self.tags: set[str] = set()
        self.paragraphs: list[str] = []
        self._open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open.append(tag)
        self.tags.add(tag)
        self.titles += [value or "" for name, value in attrs if name == "title"]
        if tag == "p":
            self.paragraphs.append("")

    def handle_endtag(self, tag: str) -> None:
        self._open.pop()

    def handle_data(self, data: str) -> None:
        if "mark" in self._open:
            self.marked.append(data)
        if self.paragraphs:
            self.paragraphs[-1] += data


def article(text: str = TEXT, name: str = "Ewa Nowak") -> Article:
    def span(words: str) -> Span:
        return Span(text.index(words), text.index(words) + len(words), words)

    speaker = Speaker(name, "person", None, (span("Ewa Nowak"),))
    attribution = Attribution(
        1,
        "direct",
        "statement",
        (span('"We wait & see,"'),),
        span("said"),
        "say",
        span("Ewa Nowak"),
        speaker,
        0.9,
        Context(3, 2, span('"We wait & see," Ewa Nowak said.')),
    )
    return Article("rain", None, text, (attribution,), (speaker,))


def test_the_text_is_shown_with_its_quotes_marked() -> None:
    shown = Reader(article()._repr_html_())
    assert shown.paragraphs == [
        "rain: 1 quote, 0 attitudes, 1 speaker",
        "Rain <b>again</b>.",
        '"We wait & see," Ewa Nowak said.',
    ]
    assert shown.marked == ['"We wait & see,"', "Ewa Nowak", "said"]
    assert shown.titles[0] == "content of 1: Ewa Nowak, direct, 90%"


def test_hostile_text_is_shown_as_text() -> None:
    hostile = TEXT.replace("again", "<script>alert(1)</script>\u202e")
    shown = Reader(article(hostile, '"><img src=x onerror=alert(1)>')._repr_html_())
    assert shown.tags == {"div", "p", "b", "bdi", "mark"}
    assert "\u202e" not in shown.paragraphs[1] and "<script>" in shown.paragraphs[1]


def test_an_article_without_quotes_is_its_text() -> None:
    shown = Reader(Article("rain", None, "It rains.\nStill.")._repr_html_())
    assert shown.paragraphs[1:] == ["It rains.", "Still."] and not shown.marked
