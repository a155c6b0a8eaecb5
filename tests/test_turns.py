from quotes.text.turns import turns


def told(text: str) -> list[tuple[str, list[str]]]:
    return [(turn.label.text, [text[a:b] for a, b in turn.pieces]) for turn in turns(text)]


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


def test_an_article_with_colons_is_no_transcript() -> None:
    text = "Update: the road is open.\n\nPrice: four francs.\n\nThe minister said: “No.”\n\nSources: our own."
    assert told(text) == []


def test_a_text_of_nothing_but_colons_is_read_in_no_time() -> None:
    assert told("A: \n" * 100_000) == []
