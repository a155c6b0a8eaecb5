import pytest

from quotes.text.text import Text


def told(text: str) -> list[tuple[str, list[str]]]:
    return [(turn.label.text, [text[a:b] for a, b in turn.pieces]) for turn in Text(text).turns.items]


def test_questions_and_answers_are_turns() -> None:
    text = "Rui Calhau is 34.\n\nQ: Until when?\n\nA: Until I fall.\n\nQ: And then?\n\nHe laughed."
    assert told(text) == [("Q", ["Until when?"]), ("A", ["Until I fall."]), ("Q", ["And then?"])]


def test_a_turn_may_run_over_paragraphs_when_another_follows() -> None:
    text = "MENSAH: It was locked.\n\nThen it was not.\n\nCHAIR: Who had the key?\n\nMENSAH: I had.\n\nRain fell."
    assert told(text) == [
        ("MENSAH", ["It was locked.", "Then it was not."]),
        ("CHAIR", ["Who had the key?"]),
        ("MENSAH", ["I had."]),
    ]


def test_names_before_a_colon_are_turns_when_they_come_again() -> None:
    text = "**Marit Solheim:** Why?\n\n**Noh Eun-ji:** Because.\n\n**Marit Solheim:** Now?\n\n**Noh Eun-ji:** Yes."
    assert [label for label, _ in told(text)] == ["Marit Solheim", "Noh Eun-ji"] * 2


def test_results_are_no_transcript() -> None:
    assert told("Lee: 40 %\n\nEk: 30 %\n\nLee: 41 %\n\nEk: 29 %") == []


def test_initials_may_follow_the_whole_name() -> None:
    text = "Ann Lee: Why did you go?\n\nBo Ek: I was asked.\n\nAL: By whom was that?\n\nBE: By you."
    assert [label for label, _ in told(text)] == ["Ann Lee", "Bo Ek", "AL", "BE"]


def test_the_whole_name_may_stand_but_once_before_the_title_and_the_last_name() -> None:
    heading = "The committee met on Monday.\n\nIt sat for an hour.\n\n"
    talk = (
        "Dr Ann Lee (head of the port): It froze.\n\nMr Ek: When?\n\nDr Lee: At two.\n\nMr Ek: Why?\n\nDr Lee: Cold."
    )
    assert told(heading + talk)[0] == ("Dr Ann Lee", ["It froze."])


def test_an_article_with_colons_is_no_transcript() -> None:
    text = "Update: the road is open.\n\nPrice: four francs.\n\nThe minister said: “No.”\n\nSources: our own."
    assert told(text) == []


def test_a_text_of_nothing_but_colons_is_read_in_no_time() -> None:
    assert told("A: \n" * 100_000) == []


def test_times_may_stand_before_names_and_after_them() -> None:
    before = "[00:02] Nina Rowe: Cold?\n[00:06] Ivo Marsh: Very.\n[00:09] Nina Rowe: And now?"
    after = "Nina Rowe (00:02):\nCold?\n\nIvo Marsh (00:06):\nVery.\n\nNina Rowe (00:09):\nAnd now?"
    lines = "Nina Rowe  0:02\nCold?\n\nIvo Marsh  0:06\nVery.\n\nNina Rowe  0:09\nAnd now?"
    spoken = [("Nina Rowe", ["Cold?"]), ("Ivo Marsh", ["Very."]), ("Nina Rowe", ["And now?"])]
    assert told(before) == told(after) == told(lines) == spoken
    assert [turn.time for turn in Text(before).turns.items] == ["00:02", "00:06", "00:09"]


def test_names_may_be_lines_of_their_own() -> None:
    text = "Day two\n\nANN LEE\nWho had the key?\n\nBO EK\nI had.\n\nANN LEE\nSince when?\n\nBO EK\nSince May."
    assert told(text)[:2] == [("ANN LEE", ["Who had the key?"]), ("BO EK", ["I had."])]


def test_a_record_a_hearing_dashes_and_brackets_are_layouts_too() -> None:
    record = "  Mr. LEE. I rise against the toll.\n  Ms. EK of Orne. Will he yield?\n  Mr. LEE. I will."
    hearing = "Q. Who had the watch?\nA. I had.\nQ. Since when?"
    dashes = "Ann Lee — It costs a house.\n\nBo Ek — It pays.\n\nAnn Lee — It never snows."
    brackets = "[ANN LEE] It costs a house.\n[BO EK] It pays.\n[LAUGHTER]\n[ANN LEE] It never snows."
    assert [label for label, _ in told(record)] == ["Mr. LEE", "Ms. EK", "Mr. LEE"]
    assert [label for label, _ in told(hearing)] == ["Q", "A", "Q"]
    assert [label for label, _ in told(dashes)] == ["Ann Lee", "Bo Ek", "Ann Lee"]
    assert [label for label, _ in told(brackets)] == ["ANN LEE", "BO EK", "ANN LEE"]


def test_where_every_paragraph_has_a_name_two_are_enough() -> None:
    assert [label for label, _ in told("ANN LEE: It is a disgrace.\n\nBO EK: I agree.")] == ["ANN LEE", "BO EK"]
    assert told("Ann Lee: It is a disgrace.\n\nThe mayor left the room.") == []


def test_stage_directions_are_nobodys_words() -> None:
    text = "MAYOR LEE: We are done.\n\n(Applause.)\n\nMAYOR LEE: Good night.\n\nQUESTION: One more?\n\nMAYOR LEE: No."
    assert told(text)[0] == ("MAYOR LEE", ["We are done."])


def test_of_two_layouts_in_one_text_both_are_read() -> None:
    talk = "[0:02] Ann Lee: Cold?\n[0:05] Bo Ek: Very.\n[0:09] Ann Lee: And now?"
    text = f"{talk}\n\nQ. Who paid?\n\nA. I did.\n\nQ. Why?"
    assert [label for label, _ in told(text)] == ["Ann Lee", "Bo Ek", "Ann Lee", "Q", "A", "Q"]


def test_lists_schedules_and_datelines_are_no_transcript() -> None:
    assert told("19:00 News\n20:15 The Harbour\n22:00 Sport") == []
    assert told("ORNE — The toll rose.\n\nIt will rise again, Ann Lee said.\n\nPELL — Nobody paid.") == []


CLOSED, ASKED, SOON = "The road will stay closed.", "I asked for that in May.", "You will have your answer."


@pytest.mark.parametrize(
    "text",
    [
        "ANN LEE: {0}\n\nBO EK: {1}\n\nANN LEE: {2}\n\n[00:03:10] Ann Lee: {0}\n[00:03:20] Bo Ek: {1}\n",
        "ANN LEE: {0}\n\nBO EK: {1}\n\nANN LEE: {2}\n\nAnn Lee\n{0}\n\nBo Ek\n{1}\n",
        "Ann Lee: {0}\n\nBo Ek: {1}\n\nAnn Lee: {2}\n\nAnn Lee — {0}\n\nBo Ek — {1}\n",
        "Ann Lee  0:02\n{0}\n\nBo Ek  0:09\n{1}\n\nAnn Lee  0:12\n{2}\n\nANN LEE: {0}\n\nBO EK: {1}\n",
        ">> ANN LEE: {0}\n>> BO EK: {1}\n>> ANN LEE: {2}\n\nAnn Lee - {0}\n\nBo Ek - {1}\n",
        "**Ann Lee:** {0}\n\n**Bo Ek:** {1}\n\n**Ann Lee:** {2}\n\n[ANN LEE] {0}\n[BO EK] {1}\n",
    ],
)
def test_a_second_layout_is_read_by_the_names_of_the_first(text: str) -> None:
    turns = told(text.format(CLOSED, ASKED, SOON))
    names = [label.title() for label, _ in turns]
    assert names == ["Ann Lee", "Bo Ek", "Ann Lee", "Ann Lee", "Bo Ek"]
    assert [" ".join(words) for _, words in turns] == [CLOSED, ASKED, SOON, CLOSED, ASKED]


@pytest.mark.parametrize(
    "text",
    [
        "Council meeting\n\nMr Lee: {0}\n\nMs Ek: {1}\n",
        "Ann Lee — {0}\n\nBo Ek — {1}\n",
        "[ANN LEE] {0}\n[BO EK] {1}\n",
        ">> ANN LEE: {0}\n>> BO EK: {1}\n",
        "Q. {0}\n\nA. {1}\n",
        "Interviewer: {0}\n\nBo Ek: {1}\n",
    ],
)
def test_two_turns_are_a_talk_where_they_are_all_of_it(text: str) -> None:
    assert [words for _, words in told(text.format(CLOSED, ASKED))] == [[CLOSED], [ASKED]]


@pytest.mark.parametrize(
    "text",
    [
        "Where: the town hall.\n\nWhen: Monday at seven.",
        "LONDON — {0}\n\nNEW YORK — {1}",
        "STAVIK: {0}\n\nORNE: {1}",
        "Note: {0}\n\nContact: Ann Lee will answer.",
    ],
)
def test_two_paragraphs_with_a_word_before_a_mark_are_no_talk(text: str) -> None:
    assert told(text.format(CLOSED, ASKED)) == []
