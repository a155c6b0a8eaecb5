"""What is one quote in other words: found, put in time order, and laid beside the earliest."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from quotes.archive.bands import bands
from quotes.archive.groups import Group, groups
from quotes.archive.index import Index
from quotes.archive.rows import ArchivedQuote
from quotes.archive.store import Store
from quotes.archive.trace import against, trace, trace_all, trace_quote
from quotes.article import Article
from quotes.attribution import Attribution, Context, Span, Speaker
from quotes.command.cli import main
from quotes.errors import QuotesError
from quotes.reading import Document
from quotes.verification import Evidence

FIRST = "We will not load another ship in the dark until the harbour has paid the crews for the lost winter"


def quote(
    number: int, content: str, speaker: str | None = "Ines Moreau", date: str | None = "2026-03-04"
) -> ArchivedQuote:
    return ArchivedQuote(
        number, f"article-{number}", date, "a.example", speaker, "person", "direct", content, content, 0.9
    )


def told(*contents: str) -> list[Group]:
    """The groups of what one person says on one day after another."""
    return groups(quote(n, content, date=f"2026-03-{n:02d}") for n, content in enumerate(contents, 1))


def numbers(found: list[Group]) -> list[list[int]]:
    return [[telling.quote.number for telling in group.tellings] for group in found]


def changes(later: str, earliest: str = FIRST) -> list[tuple[str, str, str]]:
    """What a later quote changed: the kind, its words and those of the earliest."""
    (group,) = told(earliest, later)
    return [
        (c.kind, c.article.text if c.article else "", c.source.text if c.source else "")
        for c in group.tellings[1].changes
    ]


OTHERS = (
    "The dark winter is over and the crews of the island are at sea",
    "The minister has never seen a harbour as quiet as that of Port Ellery",
)


@pytest.mark.parametrize(
    "variant",
    [
        pytest.param("until the harbour has paid the crews for the lost winter", id="shortened"),
        pytest.param("We will not load another ship … until the harbour has paid the crews", id="split"),
        pytest.param(
            "We will not load one more ship at night until the harbour has paid the crews for the lost winter"
        ),
        pytest.param(
            "We will load another ship in the dark until the harbour has paid the crews", id="a not dropped"
        ),
        pytest.param(
            "„We will not load another ship in the dark – until the harbour has paid the crews“", id="marks"
        ),
        pytest.param(
            "We won’t load another ship in the dark till the harbour has paid the crews for the lost winter"
        ),
    ],
)
def test_one_quote_in_other_words(variant: str) -> None:
    assert numbers(told(OTHERS[0], FIRST, OTHERS[1], variant)) == [[2, 4]]


def test_two_parts_of_a_quote_are_one_with_it() -> None:
    parts = "We will not load another ship in the dark", "the harbour has paid the crews for the lost winter"
    assert numbers(told(parts[0], FIRST, parts[1])) == [[1, 2, 3]]
    assert numbers(told(*parts)) == []


def test_a_not_that_is_dropped_is_shown() -> None:
    assert changes(FIRST.replace("not ", "")) == [("negation", "", "not")]


def test_a_not_that_is_put_in_is_shown() -> None:
    assert changes(FIRST, earliest=FIRST.replace("not ", "")) == [("negation", "not", "")]


FARES = "The port will pay all the crews in full before the summer"


@pytest.mark.parametrize(
    ("begin", "end"),
    [
        ("", " and we will not raise the winter fares"),
        ("", ", nobody will wait for the winter"),
        ("We have not slept for days but ", ""),
    ],
)
def test_a_clause_that_is_left_out_at_an_end_negates_nothing_that_is_kept(begin: str, end: str) -> None:
    whole, cut = f"{begin}{FARES}{end}", f"{begin}{end}".strip(" ,")
    assert changes(FARES, earliest=whole) == [("deleted", "", cut)]
    assert changes(whole, earliest=FARES) == [("inserted", cut, "")]


@pytest.mark.parametrize("whole", [f"I do not think that {FARES}", f"{FARES} not of next year but of the one after"])
def test_a_not_that_is_left_out_at_an_end_may_negate_what_is_kept(whole: str) -> None:
    assert [kind for kind, _, _ in changes(FARES, earliest=whole)] == ["negation"]


def test_what_is_cut_at_both_ends_is_shown() -> None:
    assert changes("load another ship in the dark until the harbour has paid the crews") == [
        ("negation", "", "We will not"),
        ("deleted", "", "for the lost winter"),
    ]


def test_a_word_for_another_is_shown_with_its_place() -> None:
    (group,) = told(FIRST, FIRST.replace("lost", "long"))
    (change,) = group.tellings[1].changes
    assert (change.kind, change.article.text, change.source.text) == ("replaced", "long", "lost")
    assert FIRST[change.source.start : change.source.end] == "lost"


def test_the_same_words_with_other_marks_have_no_changes() -> None:
    assert changes("“" + FIRST.replace(" until", ", until") + ".”") == []


def test_the_earliest_comes_first_and_what_has_no_date_last() -> None:
    dates = ("2026-03-09", None, "2026-03-04", "2026-03-05")
    found = groups(quote(n, FIRST, date=date) for n, date in enumerate(dates))
    assert numbers(found) == [[2, 3, 0, 1]]


def test_the_same_words_given_to_another_are_found_and_marked() -> None:
    (group,) = groups(
        [quote(1, FIRST), quote(2, FIRST, "Bruno Keel"), quote(3, FIRST, "I. Moreau"), quote(4, FIRST, None)]
    )
    assert [(t.quote.speaker, t.other_speaker) for t in group.tellings] == [
        ("Ines Moreau", False),
        ("Bruno Keel", True),
        ("I. Moreau", False),
        (None, False),
    ]


def test_what_others_may_say_as_well_is_one_only_where_the_speakers_agree() -> None:
    few = "we will not sign"
    assert numbers(groups([quote(1, few), quote(2, few, "Bruno Keel"), quote(3, few), quote(4, few, None)])) == [
        [1, 3]
    ]


def test_words_that_anybody_says_again_are_not_one() -> None:
    assert numbers(told("No comment", "No comment", "the minister", "the minister", "…", "…")) == []


def test_one_sentence_with_other_names_and_numbers_is_another() -> None:
    assert numbers(told("Spain will send 300 engineers to Tarvo", "France will send 20 doctors to Melby")) == []


def test_one_turn_of_phrase_in_two_mouths_is_two_quotes() -> None:
    phrase = "I have never seen such a {} here, and I do not think that the {} will change it"
    said = quote(1, phrase.format("winter", "ferry")), quote(2, phrase.format("queue", "bridge"), "Bruno Keel")
    assert numbers(groups(said)) == []


def test_a_quote_that_hundreds_have_in_words_of_their_own_is_one_group() -> None:
    found = told(*(f"{FIRST} on day {n}" for n in range(300)))
    assert [len(group.tellings) for group in found] == [300]


def test_a_group_as_json() -> None:
    (group,) = told(FIRST, FIRST.replace("not ", ""))
    _, later = group.to_dict()["quotes"]
    assert (later["article_id"], later["date"], later["speaker"]) == ("article-2", "2026-03-02", "Ines Moreau")
    assert later["changes"] == [
        {"kind": "negation", "article": "", "source": "not", "article_start": None, "source_start": 8}
    ]
    assert later["other_speaker"] is False


def test_many_copies_are_one_group() -> None:
    found = groups(quote(n, FIRST + " again" * (n % 2), date=f"{2000 + n}") for n in range(3000))
    assert [len(group.tellings) for group in found] == [3000]


def test_no_content_takes_long() -> None:
    long = "the crews of the harbour paid for ship number {} and went home " * 20_000
    assert numbers(told(long, long.replace("ship", "boat"), "we " * 50_000)) == [[1, 2]]


def test_bands_are_numbers_that_sqlite_keeps_in_four_bytes() -> None:
    assert all(0 <= band < 2**31 for band in bands(FIRST))
    assert set(bands(FIRST)) >= set(bands("another ship in the dark"))
    assert bands(FIRST.replace("not ", "")) == bands(FIRST)
    assert bands("… — !") == bands("") == []


def article(number: int, date: str | None, *said: tuple[str, str]) -> Article:
    """An article of sentences, each what somebody says."""
    text, attributions = "", []
    for id, (content, name) in enumerate(said, 1):
        start = len(text) + 1
        sentence = f"“{content},” said {name}."
        text += sentence + "\n"
        span = Span.of(text, start, start + len(content))
        source = Span.of(text, len(text) - 2 - len(name), len(text) - 2)
        context = Context(id, id, Span.of(text, start - 1, len(text) - 1))
        speaker = Speaker(name, "person", None, (source,))
        attributions.append(
            Attribution(id, "direct", "statement", (span,), None, None, source, speaker, 0.9, context)
        )
    speakers = tuple(a.speaker for a in attributions if a.speaker)
    return Article(f"article-{number}", None, text, tuple(attributions), speakers, date=date)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Ten articles, of which one a day has it in other words."""
    middle = FIRST.replace("another ship", "one more ship")
    part, alone = "the harbour has paid the crews for the lost winter", "It rains on the last day of the fair"
    said = {2: part, 3: FIRST, 5: middle, 7: FIRST.replace("not ", ""), 9: alone}
    with Store(tmp_path / "archive.db", create=True) as store:
        Index(store, print).add(
            article(
                n,
                f"2026-03-{n:02d}",
                (OTHERS[n % 2], "Bruno Keel"),
                *([(said[n], "Ines Moreau")] if n in said else []),
            )
            for n in range(1, 11)
        )
        yield store


def days(group: Group) -> list[str | None]:
    return [telling.quote.date for telling in group.tellings]


IN_ORDER = ["2026-03-02", "2026-03-03", "2026-03-05", "2026-03-07"]


@pytest.mark.parametrize(
    "words", [FIRST, "load another ship in the dark until the harbour", "will load one more ship in the dark"]
)
def test_words_are_traced_to_all_that_is_one_with_them(store: Store, words: str) -> None:
    assert [days(group) for group in trace(store, words)] == [IN_ORDER]


def test_a_quote_is_traced_by_its_number(store: Store) -> None:
    (number,) = (q.number for q in store.quotes() if "one more ship" in q.content)
    assert days(trace_quote(store, number)) == IN_ORDER


def test_a_quote_that_nobody_repeats_is_a_group_of_its_own(store: Store) -> None:
    (number,) = (q.number for q in store.quotes() if "rains" in q.content)
    assert days(trace_quote(store, number)) == ["2026-03-09"]


def test_all_groups_of_an_archive_are_those_of_its_quotes(store: Store) -> None:
    assert list(trace_all(store)) == groups(store.quotes())
    assert IN_ORDER in [days(group) for group in trace_all(store)]


def test_what_is_in_nobodys_words_has_no_group(store: Store) -> None:
    assert trace(store, "nobody ever spoke of olives and lemons here") == []


@pytest.mark.parametrize("words", ["", "the ship", "\0 \0", '"load another ship"'])
def test_too_few_words_to_trace_are_told(store: Store, words: str) -> None:
    with pytest.raises(QuotesError, match="a trace needs 4 words or more"):
        trace(store, words)


@pytest.mark.parametrize(
    "words", ["\0" * 1000 + " a b c d", "( ) * ^ AND NEAR", "x" * 1_000_000 + " y z w", "\ud800 a b c d"]
)
def test_any_words_can_be_traced(store: Store, words: str) -> None:
    assert trace(store, words) == []


def test_quotes_held_against_what_was_said_show_their_changes_to_that(store: Store) -> None:
    speech = Document("speech", None, f"Ladies and gentlemen! {FIRST.replace('lost', 'long')}. And that is all.")
    (group,) = trace(store, FIRST)
    held = against(group, Evidence([speech]))
    assert [telling.verdict for telling in held.tellings] == ["altered"] * 4
    assert [[c.source.text for c in t.changes if c.source] for t in held.tellings] == [
        ["long"],
        ["long"],
        ["another", "long"],
        ["not", "long"],
    ]


def test_the_command_holds_a_trace_against_a_source(
    store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "speech.txt").write_text(f"{FIRST}. Thank you.")
    asked = [
        "trace",
        str(tmp_path / "archive.db"),
        FIRST,
        "--against",
        str(tmp_path / "speech.txt"),
        "--format",
        "json",
    ]
    assert main(asked) == 0
    (group,) = json.loads(capsys.readouterr().out)
    assert [row["verdict"] for row in group["quotes"]] == ["out_of_context", "verbatim", "altered", "altered"]


@pytest.mark.parametrize("asked", [[], ["some words of a", "--all"], ["--quote", "1", "--all"]])
def test_a_trace_is_of_words_or_a_quote_or_all(
    asked: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["trace", str(tmp_path / "archive.db"), *asked])
    assert stopped.value.code == 2 and "the words of a quote, --quote N or --all" in capsys.readouterr().err
