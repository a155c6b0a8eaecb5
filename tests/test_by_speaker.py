"""The table of speakers: what was said, line by line, and how it is counted and shown."""

import io
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest

from quotes.article import Article
from quotes.attribution import Attribution, Context, Span, Speaker, Type
from quotes.report.by_speaker import tallies, write_by_speaker
from quotes.report.selection import Selection

NOWAK = Speaker("Ewa Nowak", "person", "head of the railway")
SATO = Speaker("Kenji Sato", "person")
Said = tuple[Speaker | None, Type, str]


def article(*said: Said, id: str = "trains", before: str = "") -> Article:
    """An article in which each line is something said."""
    text = before + "".join(f"{words}\n" for _, _, words in said)
    attributions = []
    start = len(before)
    for number, (speaker, type, words) in enumerate(said, 1):
        span = Span(start, start + len(words), words)
        context = Context(1 + text.count("\n", 0, start), 1, span)
        attributions.append(Attribution(number, type, "statement", (span,), None, None, None, speaker, 0.9, context))
        start = span.end + 1
    speakers = dict.fromkeys(speaker for speaker, _, _ in said if speaker)
    return Article(id, f"news/{id}.txt", text, tuple(attributions), tuple(speakers))


def with_attitude(made: Article, number: int) -> Article:
    """The article with what is said in one of its lines only thought."""
    return replace(
        made, attributions=tuple(replace(a, act="attitude") if a.id == number else a for a in made.attributions)
    )


def mentioned(text: str, name: str, *mentions: str) -> Speaker:
    """A speaker whom `text` mentions by these words."""
    return Speaker(name, "person", None, tuple(Span(text.index(m), text.index(m) + len(m), m) for m in mentions))


TRAINS = article(
    (SATO, "indirect", "that snow is expected"),
    (NOWAK, "direct", '"No train will run before noon,"'),
    (NOWAK, "mixed", 'that it was "a well-known problem"'),
    (None, "indirect", "the buses were full"),
)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def table(*articles: Article, out: io.StringIO | None = None, width: int = 80, **options: Any) -> str:
    out = out or io.StringIO()
    write_by_speaker(articles, out, width=width, **options)
    return out.getvalue()


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    for name in ("NO_COLOR", "FORCE_COLOR", "COLORTERM", "COLUMNS", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)


def test_speakers_in_a_file() -> None:
    assert table(TRAINS).splitlines() == [
        "news/trains.txt: 4 quotes (1 direct, 1 mixed, 2 indirect) by 2 speakers, 1",
        "without a speaker",
        "",
        " speaker                    quotes  words   direct  mixed  indirect  lines",
        "",
        " Ewa Nowak                       2     12        1      1         -  2, 3",
        " head of the railway                       6 words",
        " person",
        "",
        " Kenji Sato                      1      4        -      -         1  1",
        " person",
        "",
        " ? speaker not found             1      4        -      -         1  4",
    ]


def test_a_narrow_table_has_the_types_below_the_quotes() -> None:
    assert table(article((NOWAK, "direct", "We wait."), (NOWAK, "indirect", "no")), width=40).splitlines() == [
        "news/trains.txt: 2 quotes (1 direct, 1",
        "indirect) by 1 speaker",
        "",
        " speaker           quotes   words  lines",
        "",
        " Ewa Nowak              2       3  1, 2",
        " head of the     1 direct       2",
        " railway       1 indirect  direct",
        " person",
    ]


def test_other_names_stand_below_the_speaker() -> None:
    text = "The mayor, Ana Lima, spoke. She left. Ms. Lima said no.\n"
    lima = mentioned(text, "Ana Lima", "The mayor, Ana Lima,", "She", "Ms. Lima")
    assert " also: Ms. Lima\n" in table(article((lima, "indirect", "no"), before=text))


def test_only_the_shortest_of_many_names_and_the_first_of_many_lines() -> None:
    long = "the very best woman that they have for it in all of Northern Sark"
    text = f"Lima, Ms. Lima, the mayor, the boss and {long}\n"
    lima = mentioned(text, "Ana Lima", "Lima", "Ms. Lima", "the mayor", "the boss", long)
    shown = table(article(*[(lima, "indirect", "no")] * 6, before=text), width=120)
    assert " also: Lima, Ms. Lima, the boss, …\n" in shown
    assert "2, 3, 4, 5, …\n" in shown
    assert "Sark" not in shown


def test_most_quotes_first_then_most_words_and_nobody_last() -> None:
    found = tallies(
        article(
            (None, "direct", "One."),
            (None, "direct", "Two."),
            (SATO, "direct", "Three."),
            (NOWAK, "direct", "Four and five."),
            (None, "direct", "Six."),
        ).attributions
    )
    assert [tally.speaker for tally in found] == [NOWAK, SATO, None]


def test_words_are_counted_as_people_do() -> None:
    [tally] = tallies(article((SATO, "direct", "“Don't — wait; 1,000 well-known… ‘U.N.’ men's”")).attributions)
    assert (tally.words, tally.direct_words) == (6, 6)


def test_a_quote_in_ones_own_quote_adds_no_words() -> None:
    outer = article((SATO, "indirect", 'he had told them "to wait" then')).attributions[0]
    inner = Span(outer.content[0].text.index('"'), outer.content[0].text.index('"') + 9, '"to wait"')
    nested = Attribution(2, "direct", "statement", (inner,), None, None, None, SATO, 0.9, outer.context)
    [tally] = tallies([outer, nested])
    assert (tally.quotes, tally.words, tally.direct_words, tally.lines) == (2, 7, 2, (1,))


def test_attitudes_are_counted_on_request() -> None:
    hopeful = with_attitude(TRAINS, 1)
    assert "Sato" not in table(hopeful)
    assert "Not shown: 1 attitude, what people think or want; --all shows that too." in table(hopeful)
    lines = [line.split() for line in table(hopeful, everything=True).splitlines()]
    assert ["Kenji", "Sato", "-", "-", "-", "-", "-", "1"] in lines
    assert ["person", "1", "attitude"] in lines


def test_what_is_unsure_counts_on_request() -> None:
    unsure = replace(TRAINS, attributions=tuple(replace(a, confidence=0.2) for a in TRAINS.attributions))
    assert table(unsure).splitlines()[0].endswith(": no quotes that are sure")
    assert f"Not shown: {len(TRAINS.attributions)} that are unsure (below 30 %); --all shows that too." in table(
        unsure
    )
    assert "Ewa Nowak" in table(unsure, everything=True)


def test_options_select_what_counts() -> None:
    shown = table(TRAINS, selection=Selection(types=frozenset({"direct"}), speaker="nowak"))
    assert " Ewa Nowak                       1      6        1      -         -  2" in shown.splitlines()
    assert "Sato" not in shown and "not found" not in shown
    assert shown.endswith("Not shown: 3 that your options leave out.\n")


def test_several_articles_have_a_section_each_and_a_sum() -> None:
    lines = table(TRAINS, article(id="sport")).splitlines()
    assert lines[0].startswith("news/trains.txt: 4 quotes")
    assert "news/sport.txt: no quotes" in lines
    assert lines[-1] == "2 articles, 4 quotes"


def test_articles_are_written_as_they_come() -> None:
    out = io.StringIO()

    def coming() -> Iterable[Article]:
        yield TRAINS
        assert "Ewa Nowak" in out.getvalue()

    write_by_speaker(coming(), out)


@pytest.mark.parametrize("width", [40, 71, 72, 120, 200])
def test_no_line_is_too_long_and_no_name_is_cut(width: int) -> None:
    long = Speaker("Maximiliana " * 9 + "von" + "x" * 90, "organization", "head of everything " * 9)
    said: list[Said] = [(long, "direct", "word " * 3000 + str(number)) for number in range(4)]
    lines = table(article(*said, (NOWAK, "mixed", "no")), width=width, everything=True).splitlines()
    assert max(map(len, lines)) <= width
    assert not any(line.endswith(" ") for line in lines)
    assert sum(line.count("x") for line in lines) >= 90


def test_joint_speakers_are_one_row() -> None:
    assert " Ana Lima and Bo Ek " in table(article((Speaker("Ana Lima | Bo Ek", "person"), "indirect", "no")))


def test_a_terminal_gets_styles_and_a_file_none() -> None:
    assert "\x1b" not in table(TRAINS)
    shown = table(TRAINS, out=Terminal())
    assert "\x1b[1mEwa Nowak\x1b[0m" in shown and "\x1b[1;31m? speaker not found" in shown


@pytest.mark.parametrize("off", ["option", "variable"])
def test_colour_can_be_off(off: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if off == "variable":
        monkeypatch.setenv("NO_COLOR", "1")
    shown = table(TRAINS, out=Terminal(), color=off != "option")
    assert "\x1b[1m? speaker not found" in shown and "31m" not in shown


@pytest.mark.parametrize("out", [io.StringIO, Terminal])
def test_hostile_text_is_shown_and_never_obeyed(out: type[io.StringIO]) -> None:
    alias = "[bold]\x1b[2J\u202emayor"
    speaker = Speaker("Ewa\x1b]0;x\x07 [red]Nowak", "person", "\x9bhead :smile:", (Span(0, len(alias), alias),))
    shown = table(article((speaker, "indirect", "no"), before=f"{alias}\n", id="[red]\x1b[1m"), out=out(), width=200)
    assert "news/[red]␛[1m.txt" in shown
    assert "Ewa␛]0;x␇ [red]Nowak" in shown and "�head :smile:" in shown
    assert not any(c in shown for c in "\x07\u202e\x9b")
    assert "\x1b[2J" not in shown and "\x1b]" not in shown
