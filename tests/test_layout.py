"""Paragraphs by the layout of the whole text, and the text as it was before its lines were broken."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given

from quotes import scan
from quotes.text.layout import paragraphs
from quotes.text.text import Text
from tests import strategies

ADDRESS = "https://news.example/a-very-long-address/of-a-story-that-nobody-could-break/anywhere/2026-03-04/0123456789"
FERRY = (
    "The ferry to Lindholm will not sail before Easter, the harbour office in Kalmar said on Monday.",
    '"We have looked at the hull, and it is worse than we thought," said Tove Aalto, who has been the captain of '
    'the ferry for eleven years. "Nobody should sail in that."',
    "Islanders, most of whom heard of it on the radio, asked the government in Stockholm for help.",
    'A spokesman, Per Ek, said that help would come "within days" and that nobody would be forgotten. He did not '
    "say how.",
)


def read(text: str) -> list[str]:
    """The paragraphs as the steps of a scan read them."""
    seen = Text(text).read
    return [seen.characters[start:end] for start, end in seen.places.paragraphs.items]


def told(text: str) -> list[str]:
    """The paragraphs as they stand in the text."""
    return [text[start:end] for start, end in paragraphs(text)]


def filled(columns: int, first: str = "", other: str = "", end: str = "\n", between: str = "\n\n") -> str:
    lines = (textwrap.wrap(p, columns, initial_indent=first, subsequent_indent=other) for p in FERRY)
    return between.join(end.join(paragraph) for paragraph in lines)


@pytest.mark.parametrize("columns", [38, 41, 54, 56, 63, 66, 75, 80, 110, 115])
class TestWidths:
    def test_blank_lines_between_paragraphs(self, columns: int) -> None:
        assert read(filled(columns)) == list(FERRY)

    def test_no_blank_lines(self, columns: int) -> None:
        assert read(filled(columns, between="\n")) == list(FERRY)

    def test_indents(self, columns: int) -> None:
        assert read(filled(columns, first="   ", between="\n")) == list(FERRY)

    def test_all_of_it_indented(self, columns: int) -> None:
        assert read(filled(columns, first="    ", other="    ")) == list(FERRY)

    def test_quoted_mail(self, columns: int) -> None:
        assert read(filled(columns, first="> ", other="> ", between="\n>\n")) == list(FERRY)

    def test_lines_end_as_on_windows(self, columns: int) -> None:
        assert read(filled(columns, end="\r\n", between="\r\n\r\n")) == list(FERRY)

    def test_a_blank_line_after_each(self, columns: int) -> None:
        assert read(filled(columns, end="\n\n", between="\n\n")) == list(FERRY)

    def test_an_address_is_no_longer_line(self, columns: int) -> None:
        assert read(f"{ADDRESS}\n\n{filled(columns)}") == [ADDRESS, *FERRY]


def uneven(columns: int) -> str:
    """Lines broken by eye."""
    lines: list[str] = []
    for paragraph in FERRY:
        line = ""
        for number, word in enumerate(paragraph.split()):
            if len(line) + len(word) > columns - (7 * number) % 10:
                lines.append(line.strip())
                line = ""
            line += f"{word} "
        lines += [line.strip(), ""]
    return "\n".join(lines)


@pytest.mark.parametrize("columns", [60, 66, 70, 80, 90])
def test_lines_of_uneven_width(columns: int) -> None:
    assert read(uneven(columns)) == list(FERRY)


def test_offsets_are_those_of_the_text_as_it_is() -> None:
    text = filled(50, first="> ", other="> ", end="\r\n", between="\r\n>\r\n")
    assert told(text)[0] == FERRY[0].replace("before ", "before\r\n> ").replace("on Monday", "on\r\n> Monday")
    found = Text(text)
    assert found.unfolded
    start, end = found.unfolded.paragraphs[1]
    captain = found.read.characters.index("Tove Aalto", start, end)
    start, end = found.unfolded.original(captain, captain + 10)
    assert text[start:end] == "Tove Aalto"
    assert found.unfolded.here(start, end) == (captain, captain + 10)


@pytest.mark.parametrize(
    ("broken", "word"),
    [
        ("govern-\nment", "government"),
        ("inde-\npendent", "independent"),
        ("fire-\nfighters", "firefighters"),
        ("Lind-\nqvist", "Lindqvist"),
        ("gov\xad\nernment", "government"),
        ("half-\neaten", "half-eaten"),
        ("mother-in-\nlaw", "mother-in-law"),
        ("Anglo-\nSwedish", "Anglo-Swedish"),
        ("15-\nyear-old", "15-year-old"),
        ("pre-\nand post-war", "pre- and post-war"),
        ("ice—\nwhich", "ice—which"),
        ("ice –\nwhich", "ice – which"),
        ("ice--\nwhich", "ice--which"),
        ("ice --\nwhich", "ice -- which"),
    ],
)
def test_a_word_that_was_parted_at_a_line_end_is_whole(broken: str, word: str) -> None:
    assert read(f"Nobody on the island had heard of the {broken} came to Kalmar on the old ferry.") == [
        f"Nobody on the island had heard of the {word} came to Kalmar on the old ferry."
    ]


def test_whether_a_hyphen_belongs_to_a_word_is_seen_elsewhere_in_the_text() -> None:
    text = "The co-op has a ferry.\n\nNobody on the island had heard that the co-\nop was in want of money."
    assert read(text)[1] == "Nobody on the island had heard that the co-op was in want of money."


PAGES = [
    "12",
    "- 12 -",
    "Page 3 of 7",
    "page 12",
    "3/7",
    "xii",
    "[12]",
    "\n12\n",
    "\n\n— 12 —\n\n",
    "12\n\fThe Kalmar Post",
    "The Kalmar Post, 4 March\n\n12",
]


@pytest.mark.parametrize("page", PAGES)
def test_what_stands_on_the_page_is_passed_over_in_the_middle_of_a_sentence(page: str) -> None:
    head = "The Kalmar Post\n\nThe Kalmar Post, 4 March\n\n"
    text = f"{head}The captain said that the old ferry\n{page}\nwould not sail before Easter.\n\nIt rained."
    assert "The captain said that the old ferry would not sail before Easter." in read(text)


def test_a_number_after_a_sentence_is_a_line_of_its_own() -> None:
    text = "The captain said that the ferry would not sail.\n\n12\n\nit rained."
    assert told(text) == ["The captain said that the ferry would not sail.", "12", "it rained."]


LEFT_ALONE = [
    "Bring to the harbour:\nbread\nsalt\ntwo blankets\na lamp",
    "Ana Pereira\n12 Harbour Street\nKalmar\nSweden",
    "1. Wait for the bell.\n2. Take your seat.\n3. Hold on to the rail.",
    "- The hull is broken.\n- The engine is old.\n- The captain is tired.",
    "• a broken hull\n• an old engine\n• a tired captain",
    "Oslo      5 ships     2 ferries\nBergen    7 ships     1 ferry\nKalmar    2 ships     0 ferries",
    "Oslo\t5 ships\nBergen\t7 ships\nKalmar\t2 ships",
    "The ferry does not sail\nWe wait along the quay\nThe captain lights a lantern\nAnd the gulls fly away",
    "Ferry cancelled until Easter\nBy Ana Pereira\nKalmar",
    "The ferry is late.\nNobody was told.\nIt rained.",
    "Kalmar beat Oslo on Sunday\nBergen drew with Malmo\nLund lost at home again",
    "MOTA: We sail at noon.\nREY: Who pays for it?\nMOTA: The port does.\n\nREY: Good.\nMOTA: Is it?",
]


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_lines_that_were_not_broken_stay_apart(text: str) -> None:
    assert told(text) == read(text) == [line for line in text.split("\n") if line]


def test_articles_that_were_not_broken_are_read_as_they_are() -> None:
    for text in ("\n".join(FERRY), "\n\n".join(FERRY), f"{FERRY[0]}\n{FERRY[1]}\n\n{FERRY[2]}\n{FERRY[3]}"):
        assert Text(text).read.characters is text
        assert told(text) == list(FERRY)


def test_a_list_in_a_text_with_broken_lines() -> None:
    items = ["- a new hull, which the yard at Lund could make", "- an engine", "- and a captain who is not afraid"]
    text = f"{filled(60)}\n\nWhat is wanted is this:\n\n" + "\n".join(items)
    assert read(text) == [*FERRY, "What is wanted is this:", *items]


def test_an_item_of_a_list_goes_on_under_itself() -> None:
    items = (
        "1. Look at the hull, and tell the harbour office\n   what is broken.\n"
        "2. Wait until the ice on the sound\n   is gone."
    )
    assert read(f"{filled(50)}\n\n{items}")[-2:] == [
        "1. Look at the hull, and tell the harbour office what is broken.",
        "2. Wait until the ice on the sound is gone.",
    ]


def test_mail_that_is_quoted_in_mail_has_a_width_of_its_own() -> None:
    mail = "\n".join(f"> {line}" for line in filled(50).split("\n"))
    inner = "\n".join(f"> > {line}" for line in filled(36).split("\n"))
    assert read(f"{filled(66)}\n\n{mail}\n{inner}") == [*FERRY] * 3


def test_a_part_of_the_text_may_be_broken_at_a_width() -> None:
    long = " ".join(FERRY)
    assert read(f"{long}\n\n{filled(60)}\n\n{long}") == [long, *FERRY, long]


def test_a_sentence_a_line_with_blank_lines_between_paragraphs() -> None:
    blocks = [
        ["The ferry is late.", "Nobody was told of it."],
        ["“The hull is broken.", "We looked at it.”"],
        ["The captain went home.", "It rained.", "It rained all night."],
    ]
    assert read("\n\n".join("\n".join(block) for block in blocks)) == [" ".join(block) for block in blocks]


@pytest.mark.parametrize(
    "text",
    [
        "“We sail at dawn, whatever they say in the\nharbour office,” the captain said.",
        "“We sail at dawn,”\nthe captain said.",
        "He told the reporters who had waited for him that the\nferry would sail.",
        "The captain of the ferry, who had waited in the\nharbour office, went home.",
    ],
)
def test_a_sentence_goes_on_in_the_next_line(text: str) -> None:
    assert read(text) == [text.replace("\n", " ")]


@pytest.mark.parametrize("laid", [str, str.upper])
@given(strategies.texts)
def test_any_text_keeps_its_words_in_order(laid: Callable[[str], str], text: str) -> None:
    text = laid(text)
    seen = Text(text)
    blocks = seen.read.places.paragraphs.items
    assert all(0 <= a < b <= len(seen.read.characters) for a, b in blocks)
    assert all(b < c for (_, b), (c, _) in pairwise(blocks))
    if seen.unfolded:
        places = [seen.unfolded.original(at, at + 1) for at in range(len(seen.read.characters))]
        assert places == sorted(places)
        for at, (start, _) in enumerate(places):
            assert seen.read.characters[at] in (text[start], " ", "\n")


@pytest.mark.parametrize(
    "piece",
    ["[a](/", "[a](/b)", "a\n", ">\n", "> a\n", "the ferry is\n", "word-\n", "1\n", "a\n\n1\n\n", "a\tb\n", "\f"],
)
def test_a_hostile_text_is_laid_out_in_linear_time(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    assert len(Text(text).read.characters) <= len(text)


def test_where_links_lead_is_not_read() -> None:
    text = "Mayor [Ann Lee](https://lee.example/a) said\n[the pier](/pier) would open, ![a pier](/pier.jpg).\n"
    found = Text(text)
    assert found.read.characters.startswith("Mayor Ann Lee said\nthe pier would open, ![a pier](/pier.jpg)")
    assert found.unfolded

    def original(words: str) -> str:
        at = found.read.characters.index(words)
        return text[slice(*found.unfolded.original(at, at + len(words)))] if found.unfolded else ""

    assert original("Ann Lee") == "Ann Lee"
    assert original("Mayor Ann Lee") == "Mayor [Ann Lee](https://lee.example/a)"
    assert original("the pier would open") == "[the pier](/pier) would open"


def test_what_is_said_over_a_page_number_is_found_in_two_pieces() -> None:
    text = (
        "“The old ferry, which our fathers built with their own hands, will not\n12\n"
        "sail before Easter, and the govern-\nment knows it,” Captain Tove Aalto said."
    )
    [attribution] = scan(text).attributions
    assert [piece.text for piece in attribution.content] == [
        "“The old ferry, which our fathers built with their own hands, will not",
        "sail before Easter, and the govern-\nment knows it,”",
    ]
    assert attribution.speaker and attribution.speaker.name == "Tove Aalto"
    assert (attribution.context.line, attribution.context.paragraph) == (1, 1)


def test_a_paragraph_that_comes_again_is_no_running_head() -> None:
    told_twice = (
        "Fog fever is a mild illness (it is passed on to\npeople by gulls) and nobody at the town of\n"
        "Port Kalmar has died of it."
    )
    text = f"https://harbour.example/news/fog-fever-comes-with-gulls\n\n{told_twice}\n\nIt rained.\n\n{told_twice}"
    whole = told_twice.replace("\n", " ")
    assert read(text) == ["https://harbour.example/news/fog-fever-comes-with-gulls", whole, "It rained.", whole]


def test_an_address_and_words_that_go_on_below_it_are_two() -> None:
    text = (
        "https://harbour.example/news/2026\nyesterday for a second time asked the captain of the old\n"
        "ferry why it had not sailed before Easter, as it had in\nother years, the paper said."
    )
    assert "2026 yesterday" in read(text)[0]


TIGHT = [
    "The ferry stayed in the harbour on Monday, and nobody on the pier could say when it would sail.",
    "“We had no choice at all, as nobody sails into such a wind. We shall wait until it turns,” Captain Tove Aalto "
    "told reporters on the quay.",
    "The mayor, Ilse Berg, asked for patience on behalf of the town.",
    "A second boat is to be hired from the mainland before Easter.",
    "The islanders have waited for it since the winter began.",
]


@pytest.mark.parametrize("columns", [59, 60, 61])
def test_a_paragraph_does_not_end_inside_quotation_marks(columns: int) -> None:
    assert read("\n".join(textwrap.fill(paragraph, columns) for paragraph in TIGHT)) == TIGHT


@pytest.mark.parametrize("columns", [75, 76, 77, 78])
def test_words_that_a_no_break_space_holds_together_find_no_room_together(columns: int) -> None:
    held = (
        "The council heard on Monday that Mayor Ilse Berg and the old Captain Tove\xa0Aalto had agreed on a date, "
        "and that the ferry would sail again before Easter, as the clerk of the harbour said."
    )
    assert read("\n\n".join(textwrap.fill(paragraph, columns) for paragraph in [held, *TIGHT])) == [held, *TIGHT]


def test_a_title_at_the_end_of_a_line_ends_no_sentence() -> None:
    text = "\n".join(
        [
            "The ferry was late, and nobody was told about it.",
            "The pier was dark. It rained on the harbour all",
            "day.",
            "The bill was written by the opposition and by Sen.",
            "Tove Aalto, who sailed on it as a child.",
            "The captain was asked about it, and he told nobody",
            "a thing.",
            "The mayor had another view, as she often has had",
            "of it.",
        ]
    )
    assert "The bill was written by the opposition and by Sen. Tove Aalto, who sailed on it as a child." in read(text)
