"""From what the model says, put in by hand, to whole attributions."""

from quotes.attribution import Attribution, Span
from quotes.find import find
from quotes.tagging.tagger import Frame, Part, Tags
from quotes.text.text import Text


def span(text: str, piece: str) -> Span:
    start = text.index(piece)
    return Span(start, start + len(piece), piece)


def frame(text: str, cue: str, source: str | None, *contents: str, probability: float = 0.9) -> Frame:
    sources = (Part(span(text, source), 0.9),) if source else ()
    return Frame(span(text, cue), probability, sources, tuple(Part(span(text, piece), 0.9) for piece in contents))


def found(text: str, *frames: Frame, contents: tuple[str, ...] = ()) -> tuple[Attribution, ...]:
    tags = Tags(frames, tuple(Part(span(text, piece), 0.9) for piece in contents))
    return find(Text(text), tags)


def test_content_is_made_whole_by_its_quotation_marks() -> None:
    text = '"The road is closed until spring," Lindqvist said.'
    [attribution] = found(text, frame(text, "said", "Lindqvist", "road is closed"))
    assert [piece.text for piece in attribution.content] == ['"The road is closed until spring,"']
    assert attribution.type == "direct"


def test_a_split_quotation_is_one_attribution() -> None:
    text = '"The road," Lindqvist said, "is closed."'
    [attribution] = found(text, frame(text, "said", "Lindqvist", '"The road,"', '"is closed."'))
    assert [piece.text for piece in attribution.content] == ['"The road,"', '"is closed."']


def test_a_report_inside_a_quotation_is_left_as_it_is() -> None:
    text = '"He said the road was closed," Lindqvist recalled.'
    [attribution] = found(text, frame(text, "said", "He", "the road was closed"))
    assert attribution.content[0].text == "the road was closed"


def test_a_quotation_that_runs_on_belongs_to_the_one_before() -> None:
    text = '"The road is closed," Lindqvist said. "We will open it when the ice is gone."'
    [attribution] = found(text, frame(text, "said", "Lindqvist", '"The road is closed,"'))
    assert len(attribution.content) == 2
    assert attribution.content[1].text == '"We will open it when the ice is gone."'


def test_a_quotation_runs_on_over_paragraphs() -> None:
    text = 'Lindqvist said: "The road is closed.\n\n"It will stay closed.\n\n"That is all."'
    [attribution] = found(text, frame(text, "said", "Lindqvist", '"The road is closed.'))
    assert [piece.text for piece in attribution.content] == [
        '"The road is closed.',
        '"It will stay closed.',
        '"That is all."',
    ]


def test_speech_that_nobody_is_found_for_is_still_reported() -> None:
    text = 'The meeting was short.\n\n"Nobody in this town wants another winter like that one."\n\nIt rained.'
    [attribution] = found(text)
    assert attribution.type == "direct"
    assert (attribution.cue, attribution.source, attribution.speaker) == (None, None, None)


def test_a_quoted_term_is_nobodys_speech() -> None:
    text = 'The "winter road" over the lake opened on Monday.'
    assert found(text) == ()


def test_partly_quoted_content_is_mixed_and_unquoted_indirect() -> None:
    text = 'Lindqvist said the road was "a danger to all". Berg said it was fine.'
    mixed, indirect = found(
        text,
        frame(text, "said", "Lindqvist", 'the road was "a danger to all"'),
        Frame(Span(51, 55, "said"), 0.9, (Part(span(text, "Berg"), 0.9),), (Part(span(text, "it was fine"), 0.9),)),
    )
    assert (mixed.type, indirect.type) == ("mixed", "indirect")


def test_of_two_cues_that_claim_the_same_content_the_surer_stays() -> None:
    text = "Berg said and repeated that it was fine."
    [attribution] = found(
        text,
        frame(text, "said", "Berg", "that it was fine", probability=0.5),
        frame(text, "repeated", "Berg", "that it was fine", probability=0.8),
    )
    assert attribution.cue is not None
    assert attribution.cue.text == "repeated"


def test_a_quotation_that_two_claim_is_not_theirs_whose_own_it_touches() -> None:
    text = '"We sold 40," said Berg. "The aim was 12". "It was 20," said Lindqvist.'
    berg = frame(text, "said", "Berg", '"We sold 40,"', '"The aim was 12"', probability=0.5)
    lindqvist = Frame(
        Span(text.rindex("said"), text.rindex("said") + 4, "said"),
        0.9,
        (Part(span(text, "Lindqvist"), 0.9),),
        (Part(span(text, '"The aim was 12"'), 0.9), Part(span(text, '"It was 20,"'), 0.9)),
    )
    pieces = [[piece.text for piece in attribution.content] for attribution in found(text, berg, lindqvist)]
    assert pieces == [['"We sold 40,"', '"The aim was 12"'], ['"It was 20,"']]


def test_a_quotation_over_paragraphs_that_two_claim_is_theirs_who_began_it() -> None:
    text = 'Berg said:\n\n"The road is shut.\n\n"It is long."\n\nLindqvist replied:\n\n"It is not."'
    berg = frame(text, "said", "Berg", '"The road is shut.', '"It is long."', probability=0.5)
    lindqvist = frame(text, "replied", "Lindqvist", '"It is long."', '"It is not."')
    pieces = [[piece.text for piece in attribution.content] for attribution in found(text, berg, lindqvist)]
    assert pieces == [['"The road is shut.', '"It is long."'], ['"It is not."']]


def test_when_somebody_is_called_something_is_no_part_of_it() -> None:
    text = "Lindqvist called the road 'a river' in the mid-80s."
    [attribution] = found(text, frame(text, "called", "Lindqvist", "the road 'a river' in the mid-80s"))
    assert attribution.content[0].text == "the road 'a river'"


def test_what_marks_make_whole_is_as_sure_as_that_it_was_said() -> None:
    text = '"The road is shut," Lindqvist said.'
    doubtful = Frame(
        span(text, "said"), 1.0, (Part(span(text, "Lindqvist"), 1.0),), (Part(span(text, "road is shut"), 0.3),)
    )
    [attribution] = find(Text(text), Tags((doubtful,), (Part(span(text, '"The road is shut,"'), 0.9),)))
    assert round(attribution.confidence, 2) == 0.9


def test_a_bullet_is_no_part_of_what_is_said() -> None:
    text = "Lindqvist said:\n- the road is shut"
    [attribution] = found(text, frame(text, "said", "Lindqvist", "- the road is shut"))
    assert [piece.text for piece in attribution.content] == ["the road is shut"]


def test_a_headline_above_is_no_part_of_what_is_told_without_marks() -> None:
    text = "Clerk 'sold the road', court told\n\nA clerk sold the road, Lindqvist said."
    both = "Clerk 'sold the road', court told\n\nA clerk sold the road"
    [attribution] = found(text, frame(text, "said", "Lindqvist", both))
    assert [piece.text for piece in attribution.content] == ["A clerk sold the road"]


def test_what_is_said_in_a_block_quote_of_another_is_no_part() -> None:
    text = 'The road is shut, the board said.\n\n> "It is a scandal."\n>\n> — Kjell Aas, driver\n'
    first, second = found(text, frame(text, "said", "the board", "The road is shut", '"It is a scandal."'))
    assert [piece.text for piece in first.content] == ["The road is shut"]
    assert (second.source and second.source.text, second.words) == ("Kjell Aas", '"It is a scandal."')


def test_attributions_know_line_paragraph_and_sentence() -> None:
    text = "It rained.\n\nThen it stopped. Berg said it was fine. He left."
    [attribution] = found(text, frame(text, "said", "Berg", "it was fine"))
    context = attribution.context
    assert (context.line, context.paragraph, context.sentence.text) == (3, 2, "Berg said it was fine.")


def test_a_run_on_quotation_has_a_piece_in_each_paragraph() -> None:
    text = "“We will be back,” Ana Ruiz said. “We will march.\n\n“And we will not stop.”"
    whole = "“We will march.\n\n“And we will not stop.”"
    [attribution] = found(text, frame(text, "said", "Ana Ruiz", "“We will be back,”", whole))
    assert [piece.text for piece in attribution.content] == [
        "“We will be back,”",
        "“We will march.",
        "“And we will not stop.”",
    ]
    assert attribution.type == "direct"


def test_a_name_before_a_turn_is_no_part_of_it() -> None:
    text = "BERG: We never closed the road."
    [attribution] = found(text, frame(text, ":", "BERG", text))
    assert attribution.content[0].text == "We never closed the road."


def test_an_unsure_attribution_needs_the_label_head_to_agree() -> None:
    text = "The town highlights an old road over the lake."
    unsure = frame(text, "highlights", "The town", "an old road over the lake", probability=0.3)
    assert found(text, unsure) == ()
    assert len(found(text, unsure, contents=("an old road over the lake",))) == 1


def test_a_part_may_have_its_full_stop_after_the_mark() -> None:
    text = '"We sold forty boats in March," Lindqvist said. "The target is 12". He left at nine.'
    [attribution] = found(text, frame(text, "said", "Lindqvist", '"We sold forty boats in March,"'))
    assert [piece.text for piece in attribution.content] == ['"We sold forty boats in March,"', '"The target is 12"']


def test_what_is_told_after_a_quotation_to_somebody_is_no_part_of_it() -> None:
    for text in (
        "Ruiz told the crew, “The gate is locked,” and went home.",
        "Ruiz told the crew “The gate is locked”, before she went home.",
    ):
        [attribution] = found(text, frame(text, "told", "Ruiz", text[text.index("“") : -1]))
        assert attribution.words in ("“The gate is locked,”", "“The gate is locked”")
    text = "Ruiz told the crew “the gate is locked,” and that the key is lost."
    [attribution] = found(text, frame(text, "told", "Ruiz", text[text.index("“") : -1]))
    assert attribution.words == "“the gate is locked,” and that the key is lost"


def test_a_mark_alone_is_no_content() -> None:
    text = 'No ship sails today.\n\n" said Tomas Leal, who runs the harbour.'
    assert found(text, frame(text, "said", "Tomas Leal", 'No ship sails today.\n\n"')) == ()


def test_a_title_at_the_end_of_a_sentence_is_no_part() -> None:
    text = '"We sold forty boats in March," Lindqvist said. The log is called "The Target Is 12". He left at nine.'
    [attribution] = found(text, frame(text, "said", "Lindqvist", '"We sold forty boats in March,"'))
    assert len(attribution.content) == 1
