"""What the table shows, in a file and on terminals, and that hostile text only ever looks odd."""

import io
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest

from quotes.article import Article
from quotes.attribution import Act, Attribution, Context, Span, Speaker, Type, Verification
from quotes.report.selection import Selection
from quotes.report.table import write_table
from quotes.report.visible import visible
from quotes.text.sentences import split

TEXT = (
    "Rain stopped the trains.\n\n"
    '"No train will run before noon," Ewa Nowak said. Passengers slept in the hall. '
    "Buses were full, the spokesman added. Snow is expected.\n\n"
    '"Who will pay for the taxis?"\n\n'
    "The mayor hopes for sun.\n"
)
NOWAK = Speaker("Ewa Nowak", "person", "head of the railway")


def article(*attributions: Attribution, text: str = TEXT, id: str = "trains") -> Article:
    speakers = {a.speaker: None for a in attributions if a.speaker}
    return Article(id, f"news/{id}.txt", text, attributions, tuple(speakers))


def attribution(
    content: str,
    cue: str | None = None,
    source: str | None = None,
    speaker: Speaker | None = None,
    *,
    id: int = 1,
    type: Type = "indirect",
    act: Act = "statement",
    confidence: float = 0.9,
    text: str = TEXT,
) -> Attribution:
    def span(words: str) -> Span:
        return Span(text.index(words), text.index(words) + len(words), words)

    content_span = span(content)
    sentence = next(s for s in split(text) if s.start <= content_span.start < s.end)
    return Attribution(
        id,
        type,
        act,
        (content_span,),
        span(cue) if cue else None,
        cue,
        span(source) if source else None,
        speaker,
        confidence,
        Context(1 + text.count("\n", 0, content_span.start), 1, Span.of(text, sentence.start, sentence.end)),
    )


NOON = attribution('"No train will run before noon,"', "said", "Ewa Nowak", NOWAK, type="direct")
BUSES = attribution("Buses were full", "added", "the spokesman", NOWAK, id=2)
TAXIS = attribution('"Who will pay for the taxis?"', id=3, type="direct", confidence=0.4)
SUN = attribution("for sun", "hopes", "The mayor", NOWAK, id=4, act="attitude")
TRAINS = article(NOON, BUSES, TAXIS, SUN)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def table(*articles: Article, out: io.StringIO | None = None, width: int = 80, **options: Any) -> str:
    out = out or io.StringIO()
    write_table(articles, out, width=width, **options)
    return out.getvalue()


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    for name in ("NO_COLOR", "FORCE_COLOR", "COLORTERM", "COLUMNS", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)


def test_a_quote_in_a_file() -> None:
    assert table(article(NOON)).splitlines() == [
        "news/trains.txt: 1 quote (1 direct) by 1 speaker",
        "     under each quote, the sentence that it stands in: [source] {cue} <content>",
        "",
        "     speaker           verb        quote                                    line",
        "",
        '  1  Ewa Nowak         said        "No train will run before noon,"            3',
        "     head of the       direct                                                90%",
        "     railway",
        '     │ <"No train will run before noon,"> [Ewa Nowak] {said}.',
    ]


def test_the_heading_counts_and_names_what_has_no_speaker() -> None:
    heading = table(TRAINS, width=120).splitlines()[0]
    assert heading == "news/trains.txt: 3 quotes (2 direct, 1 indirect) by 1 speaker, 1 without a speaker"


def test_a_quote_without_a_speaker_stands_out() -> None:
    assert "? speaker not found" in table(article(TAXIS), width=120)


def test_attitudes_are_counted_and_shown_on_request() -> None:
    assert "Not shown: 1 attitude, what people think or want; --all shows that too." in table(TRAINS)
    everything = table(TRAINS, width=120, everything=True)
    assert "3 quotes (2 direct, 1 indirect) and 1 attitude by 1 speaker" in everything
    assert "[The mayor] {hopes} <for sun>." in everything
    assert "Not shown" not in everything


def test_what_is_unsure_is_counted_and_shown_on_request() -> None:
    unsure = replace(BUSES, confidence=0.29)
    shown = table(article(NOON, unsure, replace(SUN, confidence=0.1)), width=120)
    assert "1 quote (1 direct) by 1 speaker" in shown and "Buses" not in shown
    assert "Not shown: 2 that are unsure (below 30 %); --all shows that too." in shown
    assert table(article(unsure, SUN), width=120).endswith(
        "Not shown: 1 attitude, what people think or want; 1 that is unsure (below 30 %); --all shows that too.\n"
    )
    everything = table(article(NOON, unsure), width=120, everything=True)
    assert "<Buses were full>" in everything and "Not shown" not in everything


def test_where_all_is_unsure_the_table_does_not_say_that_nothing_is_found() -> None:
    shown = table(article(replace(NOON, confidence=0.2)), article(id="sport")).splitlines()
    assert shown[0] == "news/trains.txt: no quotes that are sure"
    assert "Not shown: 1 that is unsure (below 30 %); --all shows that too." in shown
    assert "news/sport.txt: no quotes" in shown
    assert shown[-1] == "2 articles, 0 quotes, and 1 that is unsure (below 30 %)"


def test_a_confidence_that_is_asked_for_rules() -> None:
    unsure = article(NOON, replace(BUSES, confidence=0.2), replace(TAXIS, confidence=0.1))
    everything = table(unsure, selection=Selection(min_confidence=0))
    assert "Buses" in everything and "taxis" in everything and "Not shown" not in everything
    some = table(unsure, selection=Selection(min_confidence=0.15))
    assert "Buses" in some and some.endswith("Not shown: 1 that your options leave out.\n")


def test_words_that_no_source_has_are_shown_however_unsure() -> None:
    missing = replace(TAXIS, confidence=0.1, verification=Verification("not_found", 0.2))
    assert "1 direct quote to look at" in table(article(missing)) and "unsure" not in table(article(missing))


def test_what_options_leave_out_is_told() -> None:
    shown = table(TRAINS, selection=Selection(min_confidence=0.5), everything=True)
    assert "taxis" not in shown
    assert "Not shown: 1 that your options leave out." in shown


def test_an_article_without_quotes_says_so() -> None:
    assert table(article()) == "news/trains.txt: no quotes\n"


def test_several_articles_have_a_section_each_and_a_sum() -> None:
    lines = table(article(NOON), article(id="sport")).splitlines()
    assert lines[0].startswith("news/trains.txt: 1 quote")
    assert "news/sport.txt: no quotes" in lines
    assert lines[-1] == "2 articles, 1 quote"


def test_articles_are_written_as_they_come() -> None:
    out = io.StringIO()

    def coming() -> Iterable[Article]:
        yield article(NOON)
        assert "Ewa Nowak" in out.getvalue()
        yield article(id="sport")

    write_table(coming(), out)
    assert "2 articles" in out.getvalue()


def test_context_is_the_sentences_around() -> None:
    around = " ".join(table(article(BUSES), width=200, context=1).split())
    assert "Passengers slept in the hall. <Buses were full>, [the spokesman] {added}. Snow is expected." in around
    assert "Ewa Nowak] {said}" not in around


@pytest.mark.parametrize("width", [40, 80, 200])
def test_no_line_is_too_long_and_no_word_is_lost(width: int) -> None:
    text = f"{'A very long sentence goes on, and ' * 20}then it ends, Ewa Nowak said. {'x' * 300}\n"
    long = attribution(text[: text.index(", Ewa")], "said", "Ewa Nowak", NOWAK, text=text)
    lines = table(article(long, text=text), width=width).splitlines()
    assert max(map(len, lines)) <= width
    assert "…" not in "".join(lines)
    assert " ".join(lines).count("on,") == 40  # once in the quote, once in the sentence


def test_a_file_gets_no_escapes_and_no_spaces_at_line_ends() -> None:
    shown = table(TRAINS)
    assert "\x1b" not in shown
    assert not any(line.endswith(" ") for line in shown.splitlines())


def test_a_terminal_gets_colours_in_place_of_marks() -> None:
    shown = table(article(NOON), out=Terminal())
    assert "\x1b[1;36mEwa Nowak\x1b[0m" in shown
    assert "[Ewa Nowak]" not in shown and "{said}" not in shown


@pytest.mark.parametrize("off", ["option", "variable"])
def test_a_terminal_without_colour_gets_styles(off: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if off == "variable":
        monkeypatch.setenv("NO_COLOR", "1")
    shown = table(article(NOON), out=Terminal(), color=off != "option")
    assert "\x1b[1mEwa Nowak\x1b[0m" in shown and "\x1b[4msaid\x1b[0m" in shown
    assert "36m" not in shown


def test_a_dumb_terminal_gets_marks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "dumb")
    assert "[Ewa Nowak] {said}" in table(article(NOON), out=Terminal())


@pytest.mark.parametrize("out", [io.StringIO, Terminal])
def test_hostile_text_is_shown_and_never_obeyed(out: type[io.StringIO]) -> None:
    bold = "[bold red]x[/] [link=http://a.example]y[/link] :smile:"
    text = f"\x1b[2J\x1b]0;owned\x07{bold}\r\n\u202egnp.exe\x9b31m [/], Ewa Nowak said."
    speaker = Speaker("Ewa\x1b[31m [red]Nowak", "person", "\u202ehead")
    content = text[: text.index(", Ewa")]
    shown = table(
        article(attribution(content, "said", "Ewa Nowak", speaker, text=text), text=text, id="[red]\x1b[1m"),
        out=out(),
        width=300,
    )
    assert bold in shown and "[red]Nowak" in shown
    assert "news/[red]␛[1m.txt" in shown
    assert "␛[2J␛]0;owned␇" in shown and "�gnp.exe�31m" in shown
    assert not any(c in shown for c in "\x07\r\u202e\x9b")
    assert "\x1b[2J" not in shown and "\x1b]" not in shown


def test_visible_folds_white_space_and_pictures_controls() -> None:
    assert visible("a\r\n\t\u00a0b\x00\x7f\u2067\ud800c\u2029d") == "a b␀␡\ufffd\ufffdc d"
    assert visible("Łódź 東京 \U0001f468\u200d\U0001f469") == "Łódź 東京 \U0001f468\u200d\U0001f469"


@pytest.mark.parametrize("wanted", ["Nowak", "nowak", "EWA  nowák", "spokesman", "the spokesman"])
def test_a_speaker_is_found_by_words_of_name_or_mention(wanted: str) -> None:
    start = TEXT.index("the spokesman")
    speaker = Speaker("Ewa Nowák", "person", None, (Span.of(TEXT, start, start + 13),))
    taken = Selection(speaker=wanted).of(article(attribution("Buses were full", "added", "the spokesman", speaker)))
    assert [s.name for s in taken.speakers] == ["Ewa Nowák"]


@pytest.mark.parametrize("wanted", ["Now", "Nowak Ewa", "", "?"])
def test_a_speaker_is_not_found_by_parts_of_words(wanted: str) -> None:
    assert Selection(speaker=wanted).of(TRAINS).attributions == ()


def test_selections_by_type_and_confidence_keep_ids() -> None:
    assert [a.id for a in Selection(types=frozenset({"direct"})).of(TRAINS).attributions] == [1, 3]
    assert [a.id for a in Selection(min_confidence=0.9).of(TRAINS).attributions] == [1, 2, 4]
