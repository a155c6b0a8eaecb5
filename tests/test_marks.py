from __future__ import annotations

import random

import pytest

from quotes.text.quotations import Quotation, quotations, walk


def found(text: str) -> list[str]:
    """Every quotation at any depth, with its marks."""
    return [text[q.start : q.end] for q in walk(quotations(text))]


def outermost(text: str) -> list[str]:
    return [text[q.start : q.end] for q in quotations(text)]


def test_a_quotation_knows_its_marks_and_its_inside() -> None:
    text = "“We sail at dawn,” Captain Ito said."
    assert quotations(text) == [Quotation(0, 18, (), closed=True, continues=False, inner_start=1, inner_end=17)]


@pytest.mark.parametrize(
    "quoted",
    [
        '"We sail,"',
        "“We sail,”",
        "'We sail,'",
        "‘We sail,’",
        "``We sail,''",
        "`We sail,'",
        "''We sail,''",
        "‘‘We sail,’’",
        "“We sail,''",
        "«We sail,»",
        "« We sail, »",
        "‹We sail›",
        "»We sail«",
        "„We sail“",
        "„We sail,”",
        "‚We sail‘",
        "”We sail,”",
        "＂We sail＂",
        "「我们走」",
        "『我们走』",
    ],
)
def test_marks_of_many_kinds(quoted: str) -> None:
    assert found(f"On the quay {quoted} Captain Ito said.") == [quoted]


def test_two_character_marks_are_left_out_of_the_inside() -> None:
    text = "``We sail,'' Ito said."
    (quotation,) = quotations(text)
    assert text[quotation.inner_start : quotation.inner_end] == "We sail,"


def test_chinese_needs_no_spaces_around_marks() -> None:
    assert found("船长说“我们走”，又说「他喊『快』了」。") == ["“我们走”", "「他喊『快』了」", "『快』"]


class TestNesting:
    def test_single_in_double_and_double_in_single(self) -> None:
        assert found("“She said ‘no’ twice,” he said.") == ["“She said ‘no’ twice,”", "‘no’"]
        assert found("'She said \"no\" twice,' he said.") == ["'She said \"no\" twice,'", '"no"']

    def test_both_close_together(self) -> None:
        assert found("\"She said 'no,'\" he added.") == ["\"She said 'no,'\"", "'no,'"]
        assert found("''She said 'no,''' he added.") == ["''She said 'no,'''", "'no,'"]
        assert found("‘She said ‘no’’, he added.") == ["‘She said ‘no’’", "‘no’"]

    def test_the_same_kind_inside_itself(self) -> None:
        text = '"The sign said "closed" all day," Mrs Adeyemi said.'
        assert found(text) == ['"The sign said "closed" all day,"', '"closed"']

    def test_children_belong_to_their_parent(self) -> None:
        (outer,) = quotations("“One ‘two “three” four’ five ‘six’.”")
        assert [len(child.children) for child in outer.children] == [1, 0]

    def test_deep(self) -> None:
        depth = 900
        text = "“" * depth + "x" + "”" * depth
        ends = [q.end for q in walk(quotations(text))]
        assert ends == list(range(2 * depth + 1, depth + 1, -1))

    def test_deeper_than_anybody_quotes_is_read_in_parts(self) -> None:
        found = quotations("“" * 10_000 + "x" + "”" * 10_000)
        assert 0 < len(list(walk(found))) <= 10_000

    def test_a_paragraph_of_very_many_quotations(self) -> None:
        said = [f"“Number {number}, and ‘{number}’,” she said." for number in range(3000)]
        found = quotations(" ".join(said))
        assert [q.end - q.start for q in found] == [len(line) - len(" she said.") for line in said]
        assert all(q.closed and len(q.children) == 1 for q in found)

    def test_a_quotation_longer_than_what_is_read_together_goes_on(self) -> None:
        text = "“Listen. " + " ".join(f"‘It is {number},’ they say." for number in range(1200)) + "” So she said."
        found = quotations(text)
        assert all(q.continues for q in found[1:])
        assert [q.closed for q in found] == [False] * (len(found) - 1) + [True]
        assert found[-1].end == text.index("” So") + 1


class TestApostrophes:
    @pytest.mark.parametrize(
        "text",
        [
            "The dogs' bowls and the cats' baskets don't match.",
            "'Twas in the '90s that rock 'n' roll got 'em, 'til it stopped.",
            "’Twas in the ’90s that rock ’n’ roll got ’em.",
            "The class of '68 went fishin' and swimmin' all day.",
            "L'équipe d'Abidjan n'a qu'une idée.",
            "They 've gone ; it 's over , Tunis' mayor said .",
        ],
    )
    def test_are_no_quotations(self, text: str) -> None:
        assert found(text) == []

    def test_a_possessive_inside_single_marks(self) -> None:
        assert found("'The dogs' bowls aren't ours,' she said.") == ["'The dogs' bowls aren't ours,'"]

    def test_a_plural_in_single_marks(self) -> None:
        assert found("The 'rebels' left. The 'loyalists' stayed.") == ["'rebels'", "'loyalists'"]

    def test_contractions_inside_double_marks(self) -> None:
        assert found("\"'Tis the farmers' fault,\" he said.") == ["\"'Tis the farmers' fault,\""]

    def test_an_elided_article_before_guillemets(self) -> None:
        assert found("Il parle de l'«ami» et d'«ennemis».") == ["«ami»", "«ennemis»"]

    def test_a_letter_in_single_marks(self) -> None:
        assert found("The road ends in a 'T' here.") == ["'T'"]


class TestMeasures:
    @pytest.mark.parametrize(
        "text",
        [
            "She is 6'2\" tall.",
            "He is 5' 10\".",
            "It lies at 40° 26' 46\" N.",
            'A 12" pipe burst.',
            "He is 6’2” tall.",
        ],
    )
    def test_are_no_quotations(self, text: str) -> None:
        assert found(text) == []

    def test_inside_a_quotation(self) -> None:
        assert found('"We need a 12" pipe," he said.') == ['"We need a 12" pipe,"']
        assert found("“He is 6'2\",” she said.") == ["“He is 6'2\",”"]

    def test_a_quotation_may_end_in_a_number(self) -> None:
        assert found('It was called "Spring 2012" by many.') == ['"Spring 2012"']

    def test_ditto_marks(self) -> None:
        assert found('Oslo   5 ships\n  "    7 ships\n  "    9 ships\n') == []


class TestBadlySpacedMarks:
    def test_a_space_inside_the_marks(self) -> None:
        assert found('" We wait ," he said. " We hope . "') == ['" We wait ,"', '" We hope . "']

    def test_no_space_before(self) -> None:
        assert found('He said:"We wait" and left.') == ['"We wait"']
        assert found('He said ,"We wait" and left.') == ['"We wait"']
        assert found("He said“We wait” and left.") == ["“We wait”"]

    def test_no_space_after(self) -> None:
        assert found('"We wait, "he said, "and hope."') == ['"We wait, "', '"and hope."']
        assert found('"We wait,"he said.') == ['"We wait,"']

    def test_a_space_after_the_opening_mark(self) -> None:
        assert found('He said: " We wait" and left.') == ['" We wait"']

    def test_curly_marks_that_face_the_wrong_way(self) -> None:
        assert found("”We wait,” he said. “We hope.“ Then he left.") == ["”We wait,”", "“We hope.“"]

    def test_straight_and_curly_mixed(self) -> None:
        assert found('“We wait," he said. "We hope.”') == ['“We wait,"', '"We hope.”']


class TestRunningOverParagraphs:
    def test_a_mark_opens_each_paragraph_and_one_closes_the_last(self) -> None:
        text = '"We wait.  \n\n"We hope.\n\n"We sail," Ito said. "Soon."'
        assert [(text[q.start : q.end], q.closed, q.continues) for q in quotations(text)] == [
            ('"We wait.', False, False),
            ('"We hope.', False, True),
            ('"We sail,"', True, True),
            ('"Soon."', True, False),
        ]

    def test_in_single_marks(self) -> None:
        text = "‘We wait.\n\n‘We hope,’ Ito said."
        assert [(q.closed, q.continues) for q in quotations(text)] == [(False, False), (True, True)]

    def test_with_a_quotation_inside(self) -> None:
        text = "“They said “no” to us.\n\n“And we left,” he said."
        first, second = quotations(text)
        assert (first.closed, len(first.children), second.continues) == (False, 1, True)

    def test_the_later_paragraph_has_only_the_closing_mark(self) -> None:
        text = "“We wait in Mombasa.\n\nThe ‘new’ ships are late,” Ito said."
        first, second = quotations(text)
        assert text[first.start : first.end] == "“We wait in Mombasa."
        assert text[second.start : second.end] == "The ‘new’ ships are late,”"
        assert (second.start, second.closed, second.continues) == (second.inner_start, True, True)
        assert len(second.children) == 1

    def test_a_closed_paragraph_is_not_continued(self) -> None:
        assert [q.continues for q in quotations("“We wait.”\n\n“We hope.”")] == [False, False]

    def test_the_inside_of_an_unclosed_one_ends_with_its_paragraph(self) -> None:
        (quotation,) = quotations("Ito said: “We wait. \n\nThen he left.")
        assert (quotation.inner_end, quotation.end) == (19, 19)


class TestStrayMarks:
    @pytest.mark.parametrize(
        "text",
        [
            "The boats left,” Ito said.",
            "There were some “very late ones there.",
            'They left at noon." The rest stayed.',
            '"',
            "“\n”",
            "The ‘boats left.",
        ],
    )
    def test_yield_nothing(self, text: str) -> None:
        assert found(text) == []

    def test_do_not_turn_what_follows_inside_out(self) -> None:
        text = 'The boats left." He said "one" and "two" and "three" and "four."'
        assert found(text) == ['"one"', '"two"', '"three"', '"four."']
        text = "It was “late. He said “one” and “two” and “three.”"
        assert found(text) == ["“one”", "“two”", "“three.”"]

    def test_two_far_apart_do_not_hold_all_between(self) -> None:
        text = "A “late boat. " + "He said “one” there. " * 30 + "Gone.” She left."
        assert outermost(text) == ["“one”"] * 30

    def test_are_not_felt_in_the_next_paragraph(self) -> None:
        assert found('Some "late boats.\n\nHe said "one" there.') == ['"one"']

    def test_an_unclosed_quotation_inside_a_closed_one(self) -> None:
        assert found("“They call it «late,” he said.") == ["“They call it «late,”"]


def test_any_text_gives_sound_offsets() -> None:
    rng = random.Random(7)
    for _ in range(300):
        text = "".join(rng.choices("\"'“”„‘’‚`«»‹›「」『』＂ as1.,:\n\u202a\ud800", k=rng.randrange(120)))
        spans = [(q.start, q.inner_start, q.inner_end, q.end) for q in walk(quotations(text))]
        assert all(0 <= a <= b <= c <= d <= len(text) and a < d for a, b, c, d in spans)
        assert [a for a, _, _, _ in spans] == sorted(a for a, _, _, _ in spans)
        for outer in walk(quotations(text)):
            inside = [(q.start, q.end) for q in outer.children]
            edges = [outer.inner_start, *(edge for span in inside for edge in span), outer.inner_end]
            assert edges == sorted(edges)


def test_no_marks_no_quotations() -> None:
    assert quotations("") == quotations("Nobody said a word.") == []


def test_single_quoted_speech_runs_on_over_paragraphs() -> None:
    text = "A spokesman said: 'We never comment.\n\n'All bins must be in by 8am.\n\n'Write to us.'"
    found = [(text[q.start : q.end], q.closed, q.continues) for q in quotations(text)]
    assert found == [
        ("'We never comment.", False, False),
        ("'All bins must be in by 8am.", False, True),
        ("'Write to us.'", True, True),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            'Ito said: "The hull is safe. "We looked. "It holds." Rain fell.',
            ['"The hull is safe. "We looked. "It holds."'],
        ),
        ("“The hull is safe. “We looked,” Ito said.", ["“The hull is safe. “We looked,”"]),
        ('"One. "Two.\n\n"Three."', ['"One. "Two.', '"Three."']),
        ('"I told him. "Go away." He left."', ['"I told him. "Go away." He left."']),
    ],
)
def test_a_mark_that_opens_anew_where_a_paragraph_began_says_that_the_quotation_goes_on(
    text: str, expected: list[str]
) -> None:
    assert outermost(text) == expected


def test_a_mark_after_a_reporting_clause_opens_another_quotation() -> None:
    assert outermost('"The hull is safe, Ito said. "It holds," she said.') == ['"The hull is safe,', '"It holds,"']
