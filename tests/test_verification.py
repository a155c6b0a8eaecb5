"""Quotes held against speeches and transcripts: short texts, and what is found."""

from dataclasses import replace
from pathlib import Path

import pytest

from bench.verify_accuracy import FAULTS, GREEN, judged
from quotes import Article, Attribution, Context, Span, Speaker, Verification, scan
from quotes.attribution import Kind, Type
from quotes.reading import Document
from quotes.text.text import Text
from quotes.verification import Evidence, verify
from quotes.verification.neighbours import Neighbours
from quotes.verification.speech import Voices
from quotes.verification.vocabulary import Vocabulary

CORPUS = Path(__file__).parent.parent / "corpus" / "verify"

SPEECH = """\
Remarks by Mayor Ada Okonkwo at the opening of the bridge

We built this bridge in twenty-three months. It cost us four million dollars, and we did not borrow a cent of it. \
The engineers, who never once complained about the colour of the paint, will be paid on Friday. I want to thank all \
of them. They are the best people in this city.

My neighbour Bo Ek said to me, "Your bridge is a waste of good steel," and I still invited him.
"""

TRANSCRIPT = """\
LINDH: The harbour will stay open through the winter.

OSEI: We will not pay for the dredging.

LINDH: Then we will dredge it ourselves.
"""


def article(
    content: str, speaker: str | None = "Ada Okonkwo", type: Type = "direct", kind: Kind = "person"
) -> Article:
    """An article that attributes the content, its pieces parted by " / ", to the speaker."""
    text = content.replace(" / ", ", she said. ")
    spans = []
    for piece in content.split(" / "):
        start = text.index(piece)
        spans.append(Span.of(text, start, start + len(piece)))
    who = Speaker(speaker, kind) if speaker else None
    context = Context(1, 1, spans[0])
    attribution = Attribution(1, type, "statement", tuple(spans), None, None, None, who, 1.0, context)
    return Article("news", None, text, (attribution,), (who,) if who else ())


def found(source: str, *arguments: object, **options: object) -> Verification:
    """What holding the article that the arguments make against the source shows."""
    verified = Evidence([Document("source", "source.txt", source)]).verify(article(*arguments, **options))  # type: ignore[arg-type]
    verification = verified.attributions[0].verification
    assert verification is not None
    return verification


def words(text: str) -> list[str]:
    vocabulary = Vocabulary()
    return vocabulary.words(text).told


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("We DON'T know", "we do not know"),
        ("the colour of the harbours", "the color of the harbors"),
        ("they organised and analysed it", "they organized and analyzed it"),
        ("twenty-three million people", "23,000,000 people"),
        ("a hundred and five", "105"),
        ("six point two metres", "6.2 meters"),
        ("$5 million", "five million dollars"),
        ("10 per cent", "10%"),
        ("the twenty-first of May", "the 21st of May"),
        ("the U.S. and the café", "the US and the cafe"),
        ("[T]he plan [sic] works", "The plan works"),
        ("a [costly] plan", "a plan"),
        ("We won. (Applause.) Thank you. [Laughter]", "We won. Thank you."),
        ("nine-tenths — really…", "nine tenths really"),
        ("on December 9, 2027", "on 9 December 2027"),
        ("on Dec. 9th", "on the ninth of December"),
        ("from December 9-12", "from 9-12 December"),
        ("December 9 or January 10", "9 December or 10 January"),
        ("it cost €82m", "it cost 82 million euros"),
        ("it cost EUR 82 mln", "it cost 82m €"),
        ("US$5bn", "5 billion dollars"),
        ("5km at 80km/h", "5 kilometres at 80 kilometers an hour"),
        ("at 9am for 50p", "at nine a.m. for fifty pence"),
    ],
)
def test_what_sounds_alike_is_the_same(one: str, other: str) -> None:
    assert words(one) == words(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("four million", "four billion"),
        ("we will", "we will not"),
        ("a [not] costly plan", "a costly plan"),
        ("fourteen", "forty"),
        ("one hundred and two hundred", "one hundred and two"),
        ("the filled form", "the filed form"),
        ("on December 9", "on 19 December"),
        ("on December 9", "on 9 November"),
        ("from December 9-12", "on 9 December"),
        ("in December 2027", "on 20 December"),
        ("until June. 12 men came", "until 12 June men came"),
        ("€82m", "€82bn"),
        ("€82m", "$82m"),
        ("A$5", "$5"),
        ("80 km/h", "80 mph"),
        ("5 per cent", "5"),
    ],
)
def test_what_differs_is_not_the_same(one: str, other: str) -> None:
    assert words(one) != words(other)


def test_words_read_in_a_row_are_those_of_each_text() -> None:
    texts = [
        "Don't pay $5, we said.",
        "",
        "two hundred",
        "and five per cent of it",
        "by 9",
        "[00:14] December 9, not the 8th of May … [applause]",
        "We wait until June.\n12 men wait in Dec. 9 too.",
    ]
    vocabulary = Vocabulary()
    alone = [vocabulary.words(text) for text in texts]
    row = vocabulary.in_a_row(texts)
    assert row.tolist() == [word for text in alone for word in (0, *text.words.tolist())]


@pytest.mark.parametrize(
    "content",
    [
        "“We built this bridge in 23 months.”",
        "“It cost us $4 million, and we didn't borrow a cent of it”",
        "“[the engineers], who never once complained about the color of the paint”",
        "“I want to thank all of them” / “They [the engineers] are the best people in this city.”",
    ],
)
def test_the_same_words_are_verbatim(content: str) -> None:
    assert found(SPEECH, content).verdict == "verbatim"


def test_a_verbatim_quote_says_where_it_stands() -> None:
    match = found(SPEECH, "“I want to thank all of them”").match
    assert match is not None
    assert (match.source, match.line, match.speaker) == ("source.txt", 3, "Mayor Ada Okonkwo")
    assert match.span.text == "I want to thank all of them" == SPEECH[match.span.start : match.span.end]


@pytest.mark.parametrize(
    ("content", "left_out"),
    [
        ("“The engineers ... will be paid on Friday”", "who never once complained about the colour of the paint"),
        ("“They are the best people”", None),
        ("“We built this bridge in 23 months.” / “I want to thank all of them.”", "It cost us"),
    ],
)
def test_words_left_out_make_it_trimmed(content: str, left_out: str | None) -> None:
    verification = found(SPEECH, content)
    assert verification.verdict == ("trimmed" if left_out else "verbatim")
    for change in verification.changes:
        assert change.kind == "deleted" and change.article is None and change.source is not None
        assert change.source.text.startswith(str(left_out))


@pytest.mark.parametrize(
    ("source", "content", "kind", "left_out"),
    [
        ("They are the best people in this city.", "“They are the people in this city”", "deleted", "best"),
        ("We hardly ever lose a bag.", "“We ever lose a bag”", "limit", "hardly"),
        ("The pool is open only in summer.", "“The pool is open in summer”", "limit", "only"),
        ("We will pay at least four crowns an hour.", "“We will pay four crowns an hour”", "limit", "at least"),
        ("Some of the pipes are very old.", "“Some of the pipes are old”", "limit", "very"),
        ("We hired three hundred new nurses.", "“We hired new nurses”", "limit", "three hundred"),
        ("The pool is open only in summer.", "“The pool is open,” / “in summer.”", "limit", "only"),
        ("It may, if we are lucky, rain.", "“It may rain”", "limit", "if we are lucky"),
    ],
)
def test_words_left_out_without_a_sign_make_it_altered(source: str, content: str, kind: str, left_out: str) -> None:
    verification = found(source, content, None)
    assert verification.verdict == "altered" and verification.similarity < 1
    [change] = verification.changes
    assert change.source is not None and (change.kind, change.source.text) == (kind, left_out)


@pytest.mark.parametrize(
    ("source", "content"),
    [
        ("We, uh, never saw the letter.", "“We never saw the letter”"),
        ("It was, you know, a cold night in May.", "“It was a cold night in May”"),
        ("The the boat was late again.", "“The boat was late again”"),
        ("We have — we had no choice at all.", "“We had no choice at all”"),
        ("I mean, it is a good boat, I mean, for the lake.", "“it is a good boat for the lake”"),
    ],
)
def test_fillers_may_be_left_out(source: str, content: str) -> None:
    assert found(source, content, None).verdict in ("verbatim", "trimmed")


def test_an_ellipsis_does_not_join_parts_of_two_sentences() -> None:
    source = "I am proud of this town. We had four cinemas. The talk of the theft of public money was invented."
    assert found(source, "“I am proud ... of the theft of public money”", None).verdict == "altered"
    assert (
        found(source, "“I am proud of this town. ... The talk of the theft was invented”", None).verdict == "altered"
    )
    assert found(source, "“I am proud of this town ... We had four cinemas”", None).verdict == "verbatim"


@pytest.mark.parametrize(
    ("source", "content", "verdict"),
    [
        ("The owner knew of it in May.", "“[The mayor] knew of it in May”", "altered"),
        ("Ana Sorel took the money.", "“[Hugo Feld] took the money”", "altered"),
        ("I told Bruno Keel about the leak in May.", "“I told [the mayor] about the leak in May”", "altered"),
        (
            "I told Bruno Keel about the leak. The mayor, Bruno Keel, slept.",
            "“I told [the mayor] about the leak”",
            "trimmed",
        ),
        ("He took the money.", "“[Hugo Feld] took the money”", "trimmed"),
        ("I told him about the leak in May.", "“I told [Mr Keel] about the leak in May”", "trimmed"),
        ("I told Bruno Keel about the leak in May.", "“I told [Keel] about the leak in May”", "trimmed"),
        ("The old wooden bridge fell.", "“The [bridge] fell”", "trimmed"),
        ("We gave the farmers the water.", "“We gave [the brewers] the water”", "altered"),
        ("He [the owner] knew of it.", "“He knew of it”", "verbatim"),
    ],
)
def test_a_bracket_is_held_against_what_it_replaces(source: str, content: str, verdict: str) -> None:
    assert found(source, content, None).verdict == verdict


BOOKS = """\
Statement by Rob Tully

Open the books, they say. I will not. We have nothing to hide. My brother keeps a boat.
"""


def test_sentences_in_another_order_than_said_are_altered() -> None:
    verification = found(BOOKS, "“My brother keeps a boat. We have nothing to hide.”", "Rob Tully")
    assert verification.verdict == "altered" and verification.similarity < 1
    assert [change.kind for change in verification.changes] == ["reordered"]
    assert found(BOOKS, "“We have nothing to hide. My brother keeps a boat.”", "Rob Tully").verdict == "verbatim"
    parts = found(BOOKS, "“My brother keeps a boat.” / “We have nothing to hide.”", "Rob Tully")
    assert parts.verdict == "altered" and [change.kind for change in parts.changes] == ["reordered"]


def test_an_invented_part_makes_a_quotation_altered_and_says_which() -> None:
    verification = found(
        BOOKS, "“We have nothing to hide.” / “The mayor burned the ledgers on Friday night.”", "Rob Tully"
    )
    assert verification.verdict == "altered"
    assert [part.verification.verdict for part in verification.parts] == ["verbatim", "not_found"]
    assert verification.match is not None and verification.match.span.text == "We have nothing to hide"


def test_parts_may_stand_in_different_sources() -> None:
    sources = [Document(name, name, f"Statement by Rob Tully\n\n{said}\n") for name, said in SAID.items()]
    content = "“We have nothing at all to hide.” / “The bank may look for itself whenever it likes.”"
    [attribution] = Evidence(sources).verify(article(content, "Rob Tully")).attributions
    assert attribution.verification is not None and attribution.verification.verdict == "trimmed"
    matches = [part.verification.match for part in attribution.verification.parts]
    assert [match.source for match in matches if match] == ["one.txt", "two.txt"]


SAID = {"one.txt": "We have nothing at all to hide.", "two.txt": "The bank may look for itself whenever it likes."}


def test_a_bracket_may_stand_for_a_word() -> None:
    assert found(SPEECH, "“[Yes] They are the best people”").verdict == "verbatim"
    assert found("And so our bridge cost us four million.", "“[It] cost us four million”", None).verdict == "trimmed"


def test_a_changed_word_is_shown_beside_the_one_that_was_said() -> None:
    verification = found(SPEECH, "“It cost us four billion dollars, and we did not borrow a cent of it”")
    [change] = verification.changes
    assert verification.verdict == "altered" and change.kind == "replaced"
    assert change.article is not None and change.source is not None
    assert (change.article.text, change.source.text) == ("four billion", "four million")


WORKS = (
    "We will begin on December 9 and we will pay 82 million euros, 5% of the budget, for 300 km of track. It ends."
)


def test_dates_and_amounts_may_be_written_otherwise_in_quotation_marks() -> None:
    content = (
        "“We will begin on 9 December and we will pay €82m, 5 per cent of the budget, for 300 kilometres of track”"
    )
    verification = found(WORKS, content, None)
    assert (verification.verdict, verification.similarity, verification.changes) == ("verbatim", 1.0, ())
    assert verification.match is not None and verification.match.span.text == WORKS[: -len(". It ends.")]


@pytest.mark.parametrize(
    ("content", "theirs", "ours"),
    [
        ("“We will begin on 19 December and we will pay €82m”", "December 9", "19 December"),
        ("“We will begin on 9 November and we will pay €82m”", "December 9", "9 November"),
        ("“we will pay €28m, 5 per cent of the budget”", "82 million", "€28m"),
        ("“we will pay $82m, 5 per cent of the budget”", "euros", "$82m"),
        ("“5 per cent of the budget, for 300 miles of track”", "km", "miles"),
    ],
)
def test_another_date_or_amount_is_told(content: str, theirs: str, ours: str) -> None:
    verification = found(WORKS, content, None)
    [change] = verification.changes
    assert verification.verdict == "altered" and change.article is not None and change.source is not None
    assert (change.source.text, change.article.text) == (theirs, ours)


@pytest.mark.parametrize(("type", "speaker"), [("direct", "Ada Okonkwo"), ("indirect", "Lena Moss")])
def test_what_is_not_found_has_the_nearest_passage_beside_it(type: Type, speaker: str) -> None:
    source = SPEECH + "\nThe old ferry will sail for the last time in October, and I shall be on board."
    verification = found(source, "the ferries had sailed without lights for years", speaker, type=type)
    assert (verification.verdict, verification.match) == ("not_found", None)
    nearest = verification.nearest
    assert (
        nearest is not None
        and nearest.source == "source.txt"
        and nearest.span.text.startswith("The old ferry will sail")
    )


def test_what_is_like_nothing_has_no_passage_beside_it() -> None:
    verification = found(SPEECH, "“Goalkeepers dread Wednesday evenings”")
    assert (verification.verdict, verification.nearest) == ("not_found", None)


def test_the_first_sentence_of_a_turn_contradicts_too() -> None:
    source = "REPORTER: Will you stay?\n\nNWOSU: I could leave next year. I like it here.\n\nREPORTER: And then?"
    verification = found(source, "she would leave next year", "Amara Nwosu", "indirect")
    assert verification.verdict == "altered"
    [change] = verification.changes
    assert change.source is not None and change.source.text == "could"


def test_a_turn_without_end_and_full_stops_is_shown_in_part() -> None:
    said = [f"{'abcdefgh'[i % 8]}{'lmnopqrs'[i // 8 % 8]}{'aeiou'[i // 64 % 5]}t{i // 320}" for i in range(20_000)]
    source = f"LINDH: Good morning.\n\nOSEI: Good morning.\n\nLINDH: {' '.join(said)}\n\nOSEI: I see."
    verification = found(source, f"“{' '.join(said[9_000:9_020])}”", "Kaj Lindh")
    assert verification.verdict == "verbatim"
    match = verification.match
    assert match is not None and match.speaker == "LINDH"
    assert match.sentence is not None and len(match.sentence.text) < 10_000


def test_a_dropped_not_is_told_first() -> None:
    verification = found(SPEECH, "“It cost us forty million dollars, and we did borrow a cent of it”")
    assert verification.verdict == "altered"
    assert [change.kind for change in verification.changes] == ["negation", "replaced"]
    assert verification.changes[0].source is not None and verification.changes[0].source.text == "not"


def test_a_not_put_in_is_told() -> None:
    [change] = found(SPEECH, "“They are not the best people in this city”").changes
    assert change.kind == "negation" and change.article is not None and change.article.text == "not"


def test_a_clause_left_out_whole_takes_its_not_along() -> None:
    source = "The members, who did not come to the meeting, agreed to the plan of the board."
    assert found(source, "“The members ... agreed to the plan of the board”", None).verdict == "trimmed"
    source = "The members did not come to the meeting but agreed to the plan of the board."
    assert found(source, "“The members come to the meeting but agreed to the plan”", None).verdict == "altered"


def test_words_of_another_turn_are_misattributed() -> None:
    verification = found(TRANSCRIPT, "“We will not pay for the dredging”", "Maja Lindh")
    assert verification.verdict == "misattributed"
    assert verification.match is not None and verification.match.speaker == "OSEI"
    assert found(TRANSCRIPT, "“We will not pay for the dredging”", "Kofi Osei").verdict == "verbatim"


def test_what_stands_beside_a_passage_is_of_the_same_turn() -> None:
    lines = ("QUESTION: Who paid for the ferry?", "ROTH: The county paid for the ferry.", "QUESTION: Are you sure?")
    text = Text("\n".join((*lines, "ROTH: I signed it myself.")))
    start = text.characters.index("The county")
    sentence, before, after = Neighbours(text).around(start, start + len("The county paid"))
    assert sentence.text == "ROTH: The county paid for the ferry." and before is None and after is None


def test_as_many_sentences_beside_a_passage_as_are_wanted_are_of_its_paragraph() -> None:
    text = Text("Rain fell.\n\nOne came. Two came. Three came. We left. Four came. Five came.")
    start = text.characters.index("We left")
    sentence, before, after = Neighbours(text).around(start, start + len("We left"), 2)
    assert before is not None and after is not None
    assert (before.text, sentence.text, after.text) == ("Two came. Three came.", "We left.", "Four came. Five came.")


def test_a_speaker_who_quotes_another_does_not_say_it() -> None:
    quote = "“Your bridge is a waste of good steel”"
    assert found(SPEECH, quote, "Bo Ek").verdict == "verbatim"
    assert found(SPEECH, quote, "Ada Okonkwo").verdict == "misattributed"


def test_what_two_say_is_held_against_the_one_named() -> None:
    both = "LINDH: The tide waits for nobody here.\n\nOSEI: The tide waits for nobody here.\n\nLINDH: I said that.\n"
    for name in ("Maja Lindh", "Kofi Osei"):
        verification = found(both, "“The tide waits for nobody here”", name)
        assert verification.verdict == "verbatim"
        assert verification.match is not None and verification.match.speaker == name.split()[1].upper()


def test_of_mixed_content_the_words_in_quotation_marks_decide() -> None:
    content = (
        "that the bridge had taken “twenty-three months” and that its builders were “the best people in this city”"
    )
    assert found(SPEECH, content, type="mixed").verdict == "verbatim"
    assert found(SPEECH, content.replace("best", "worst"), type="mixed").verdict == "altered"


@pytest.mark.parametrize(
    ("content", "source"),
    [
        ("430 jobs would be lost at the yard", "We expect that 340 jobs will be lost at the yard."),
        ("profit had fallen by 21 percent last year", "Profit fell by 12 percent last year."),
        ("the first stone of the pier would be laid in May", "The first stone of the pier will be laid in March."),
        ("profit had risen by 12 percent last year", "Profit fell by 12 percent last year."),
        ("at most 200 people would have to go", "At least 200 people will have to go."),
        ("the company would sell its smelter", "We may sell the smelter of the company."),
        ("the city had refused to wait for the money", "The city has agreed to wait for the money."),
        ("she hid the spill in the river", "I deny that I hid the spill in the river."),
        ("members would vote on 13 November about the strike", "Members vote about the strike on 3 November."),
        ("the trains would run before noon on the new line", "The trains will run after noon on the new line."),
    ],
)
def test_indirect_content_that_contradicts_its_source_is_altered(content: str, source: str) -> None:
    verification = found(f"Speech by Ada Okonkwo\n\n{source}\n", content, type="indirect")
    assert verification.verdict == "altered" and len(verification.changes) >= 1


@pytest.mark.parametrize(
    ("content", "source"),
    [
        ("the pier would cost 82 million euros", "The pier will cost €82m."),
        ("the vote of the members was on November 3", "The vote of the members is on 3 November."),
        ("the company planned to sell the smelter", "We plan to sell the smelter of the company."),
        ("the company might sell its smelter", "We may sell the smelter of the company."),
        ("the offer for the customs house was refused", "The offer for the customs house: we refused it."),
        ("at least 200 people would have to go", "At least 200 people will have to go."),
        ("nobody would be dismissed before the summer", "No employee will be dismissed before the summer."),
    ],
)
def test_indirect_content_that_says_the_same_is_paraphrased(content: str, source: str) -> None:
    assert found(f"Speech by Ada Okonkwo\n\n{source}\n", content, type="indirect").verdict == "paraphrased"


@pytest.mark.parametrize(
    ("cue", "content", "source", "verdict"),
    [
        ("denied", "taking money from the bank", "I did not take money from the bank.", "paraphrased"),
        ("denied", "taking money from the bank", "I took money from the bank.", "altered"),
        ("denied", "that she took money from the bank", "I have never taken money from the bank.", "paraphrased"),
        ("never said", "that the bridge was safe", "The bridge is safe.", "altered"),
        ("rejected", "a plan to sell the boat", "We reject the plan to sell the boat.", "paraphrased"),
        ("ruled out", "selling the boat", "We will not sell the boat.", "paraphrased"),
        ("did not rule out", "selling the boat", "We will not sell the boat.", "altered"),
        ("dismissed", "the claim that the boat leaks", "The boat leaks; the claim is true.", "altered"),
        ("admitted", "taking money from the bank", "I took money from the bank.", "paraphrased"),
        ("said", "she took money from the bank", "I did not take money from the bank.", "altered"),
    ],
)
def test_a_denial_is_held_against_what_it_denies(cue: str, content: str, source: str, verdict: str) -> None:
    own = article(content, type="indirect")
    text = f"{content} {cue}"
    [attribution] = own.attributions
    own = replace(
        own, text=text, attributions=(replace(attribution, cue=Span.of(text, len(content) + 1, len(text))),)
    )
    [checked] = Evidence([Document("s", "s.txt", f"Speech by Ada Okonkwo\n\n{source}\n")]).verify(own).attributions
    assert checked.verdict == verdict


def test_the_same_words_in_two_small_sources_are_held_against_the_one_of_the_speaker() -> None:
    said = "He who sells the boat sells the sea."
    one, two = (f"{name}: {said}\n\nDARA HOLM: Indeed.\n" for name in ("ANA SOREL", "HUGO FELD"))
    sources = Evidence([Document("one", "one.txt", one), Document("two", "two.txt", two)])
    assert sources.verify(article(f"“{said}”", "Hugo Feld")).attributions[0].verdict == "verbatim"


def test_words_out_of_context_tell_why_and_in_which_sentence() -> None:
    source = "Statement by Tove Rask\n\nThank you. I do not think that the dam is safe. It leaks.\n"
    verification = found(source, "“The dam is safe”", "Tove Rask")
    assert verification.verdict == "out_of_context"
    assert verification.context is not None and verification.match is not None
    assert (verification.context.reason, verification.context.cue.text) == ("doubt", "I do not think that")
    beside = (verification.match.before, verification.match.sentence, verification.match.after)
    assert [span and span.text for span in beside] == [
        "Thank you.",
        "I do not think that the dam is safe.",
        "It leaks.",
    ]


def test_words_that_no_list_but_what_is_learned_doubts_are_for_a_person_to_read() -> None:
    source = "Statement by Tove Rask\n\nThe well will last until autumn. That was the plan, anyway.\n"
    verification = found(source, "“The well will last until autumn”", "Tove Rask")
    assert verification.verdict == "verbatim" and verification.is_unsure
    assert verification.context and not verification.context.sure
    assert not found("Statement by Tove Rask\n\nWe closed the well.\n", "“We closed the well”", "Tove Rask").is_unsure


def test_words_that_what_is_learned_surely_doubts_are_out_of_context() -> None:
    source = "Statement by Tove Rask\n\nIt takes a brave man to stand up here and tell you the dam is safe.\n"
    verification = found(source, "“The dam is safe”", "Tove Rask")
    assert (verification.verdict, verification.is_unsure) == ("out_of_context", False)
    assert verification.context and verification.context.cue.text.startswith("It takes a brave man")


def test_words_of_somebody_whom_a_speaker_quotes_are_her_own() -> None:
    source = (
        "Ann Lee: When did you tell the mayor?\n\n"
        'Ole Dahl: I told her the same day. She said to me, "Ole, put it on paper and put my name at the top."\n\n'
        "Ann Lee: And then?\n\nOle Dahl: I wrote it.\n"
    )
    verification = found(source, "“Put it on paper and put my name at the top”", "Tove Rask")
    assert (verification.verdict, verification.is_unsure) == ("verbatim", False)


def test_indirect_content_is_paraphrased() -> None:
    verification = found(SPEECH, "the bridge was finished after 23 months of building", type="indirect")
    assert verification.verdict == "paraphrased" and 0.27 < verification.similarity < 1
    assert verification.match is not None and verification.match.span.text.startswith("We built this bridge")


@pytest.mark.parametrize(
    ("content", "source"),
    [
        ("she would raise the income tax", "I will not raise the income tax."),
        ("the fares would not rise in the spring", "The fares will rise in the spring."),
    ],
)
def test_indirect_content_turned_round_is_altered(content: str, source: str) -> None:
    verification = found(f"Speech by Ada Okonkwo\n\n{source}\n", content, type="indirect")
    assert verification.verdict == "altered"
    assert [change.kind for change in verification.changes] == ["negation"]


@pytest.mark.parametrize(
    ("content", "source", "verdict"),
    [
        ("the lake was clean", "The lake is dirty.", "altered"),
        ("the museum would close on Friday", "The museum will open on Friday.", "altered"),
        ("the village had enough doctors", "The village is short of doctors.", "altered"),
        ("she supported the merger", "I oppose the merger.", "altered"),
        ("she liked the clean lake", "I like the lake: clean where it was dirty.", "paraphrased"),
        ("the museum would open on Friday", "The museum, which was closed, will open on Friday.", "paraphrased"),
    ],
)
def test_an_antonym_in_the_place_of_a_word_makes_it_altered(content: str, source: str, verdict: str) -> None:
    assert found(f"Speech by Ada Okonkwo\n\n{source}\n", content, type="indirect").verdict == verdict


def test_a_word_alone_does_not_make_a_paraphrase_all_alike() -> None:
    assert found(SPEECH, "the bridge", type="indirect").similarity <= 0.67


def test_a_word_changed_at_the_end_is_shown_beside_the_source_s() -> None:
    [change] = found(SPEECH, "“I want to thank all of you”").changes
    assert change.kind == "replaced" and change.article is not None and change.source is not None
    assert (change.article.text, change.source.text) == ("you", "them")


CHAIRED = """\
THE CHAIR (Ms Ruth Amari): Please be brief, all of you.

MR HOLM: I was not told about the pier.

THE CHAIR: We adjourn until Thursday morning.
"""


def test_an_office_told_once_is_known_afterwards() -> None:
    quote = "“We adjourn until Thursday morning”"
    assert found(CHAIRED, quote, "Ruth Amari").verdict == "verbatim"
    assert found(CHAIRED, quote, "Jan Holm").verdict == "misattributed"


def test_an_article_does_not_prove_itself() -> None:
    speech = Document("news", "news.txt", SPEECH)
    own = replace(article("“We built this bridge in 23 months”"), path="news.txt")
    other = Document("talk", "talk.txt", TRANSCRIPT)
    assert Evidence([speech, other]).verify(own).attributions[0].verdict == "not_found"
    assert Evidence([speech]).verify(replace(own, path="other.txt")).attributions[0].verdict == "verbatim"


@pytest.mark.parametrize("type", ["direct", "indirect"])
def test_what_nobody_says_is_not_found(type: Type) -> None:
    verification = found(SPEECH, "“Foxes have eaten eleven hens behind the old brewery”", type=type)
    assert (verification.verdict, verification.match, verification.changes) == ("not_found", None, ())


def test_a_web_page_is_read_as_its_text() -> None:
    page = "".join(f"<p>{line}</p>" for line in SPEECH.split("\n\n"))
    page = f"<!doctype html><html><body><nav>Home</nav><article>{page}</article></body></html>"
    assert found(page, "“They are the best people in this city”").verdict == "verbatim"


def test_of_a_long_source_little_is_scanned_to_learn_who_speaks() -> None:
    scanned: list[int] = []

    def scan(text: str) -> Article:
        scanned.append(len(text))
        return Article("part", None, text)

    said = "Rain fell on the town and nobody saw it. " * 20_000
    text = f"{said}“The tide waits for nobody,” Okonkwo told Ek. {said}"
    assert Voices(Text(text), scan).of(len(said) + 1, len(said) + 20).name is None
    assert len(scanned) == 1 and scanned[0] < 40_000


def test_without_sources_nothing_is_found() -> None:
    verified = Evidence([]).verify(article("“We built it”"))
    assert verified.attributions[0].verdict == "not_found"


def test_files_and_folders_are_sources(tmp_path: Path) -> None:
    (tmp_path / "speech.txt").write_text(SPEECH, encoding="utf-8")
    [attribution] = verify(article("“We built this bridge in 23 months.”"), [tmp_path]).attributions
    assert attribution.verification is not None and attribution.verification.match is not None
    assert attribution.verification.match.source == str(tmp_path / "speech.txt")
    [alone] = verify(article("“We built this bridge in 23 months.”"), str(tmp_path / "speech.txt")).attributions
    assert alone.verdict == "verbatim"
    with pytest.raises(ValueError, match="no sources to verify against"):
        verify(article("“We built it”"), [])
    with pytest.raises(ValueError, match="no such file"):
        verify(article("“We built it”"), [tmp_path / "none.txt"])


def test_a_quote_of_function_words_alone_is_held_against_sources_too() -> None:
    article = scan('"They may not," said Ana Pereira, the mayor.')
    [attribution] = Evidence([Document("log", None, "The harbour closed at noon.")]).verify(article).attributions
    assert attribution.verdict == "not_found"


def test_the_passage_is_found_among_many() -> None:
    sources = [
        Document(str(i), f"{i}.txt", f"Page {i} tells of {i} ships and the winter of the year.") for i in range(500)
    ]
    sources[321] = Document("321", "321.txt", TRANSCRIPT)
    [attribution] = Evidence(sources).verify(article("“we will dredge it ourselves”", "Maja Lindh")).attributions
    assert attribution.verification is not None and attribution.verification.match is not None
    assert attribution.verification.match.source == "321.txt"


@pytest.mark.parametrize(("scan", "least", "passed"), [(False, 0.95, 0), (True, 0.9, 1)])
def test_verdicts_on_the_corpus(scan: bool, least: float, passed: int) -> None:
    judgements = judged(CORPUS, scan=scan)
    assert len(judgements) == 280
    assert sum(j.right for j in judgements) >= least * len(judgements)
    assert sum(j.verdict == "verbatim" and j.gold in ("altered", "misattributed") for j in judgements) <= passed


@pytest.mark.parametrize(
    ("kind", "right", "passed", "alarms"), [("context", 49, 0, 1), ("layouts", 66, 0, 0), ("indirect", 27, 0, 0)]
)
def test_verdicts_on_texts_by_a_fresh_pair_of_eyes(kind: str, right: int, passed: int, alarms: int) -> None:
    judgements = judged(CORPUS.parent / "verify-fresh" / kind, scan=False)
    assert len(judgements) == {"context": 50, "layouts": 68, "indirect": 30}[kind]
    assert sum(j.right for j in judgements) >= right
    assert sum(j.verdict in GREEN and j.gold in FAULTS for j in judgements) <= passed
    assert sum(j.verdict == "out_of_context" and j.gold in GREEN for j in judgements) <= alarms
    assert sum(j.said_by is not None and not j.heard for j in judgements) <= 2


def test_a_match_tells_when_it_is_said_though_cues_part_the_words() -> None:
    talk = "[00:02] Ann Lee: The dam is\n[00:05] Ann Lee: safe for now.\n[00:09] Bo Ek: Who says so?"
    evidence = Evidence([Document("talk", None, talk)])
    article = scan("“The dam is safe for now,” said Bo Ek.")
    found = evidence.verify(article).attributions[0].verification
    assert found and found.match
    assert (found.verdict, found.match.speaker, found.match.time) == ("misattributed", "Ann Lee", "00:02")


IN_DECEMBER = (
    "Statement by Ada Okonkwo\n\nPort Lune, 7 December 2026. We will open the bridge on {day}, without a band."
)


@pytest.mark.parametrize("day", ["9 December", "Wednesday", "Wednesday, 9 December", "December 9th"])
@pytest.mark.parametrize("ours", ["Wednesday", "9 December", "Wednesday, December 9"])
def test_a_day_of_the_week_and_its_date_are_one(day: str, ours: str) -> None:
    told = found(IN_DECEMBER.format(day=day), f"“We will open the bridge on {ours}, without a band”")
    assert told.verdict == "verbatim"


@pytest.mark.parametrize("ours", ["Thursday", "10 December", "Wednesday, 16 December"])
def test_another_day_is_another_word(ours: str) -> None:
    told = found(IN_DECEMBER.format(day="9 December"), f"“We will open the bridge on {ours}, without a band”")
    assert told.verdict == "altered"


def test_a_day_of_the_week_is_no_date_where_nothing_tells_the_week() -> None:
    source = IN_DECEMBER.format(day="9 December").replace("7 December 2026", "Monday")
    assert found(source, "“We will open the bridge on Wednesday, without a band”").verdict == "altered"


@pytest.mark.parametrize(
    ("source", "content", "verdict"),
    [
        ("We open the new bridge on Friday.", "the new bridge would open on Friday", "paraphrased"),
        ("We open the new bridge on Friday.", "the new bridge would open on Monday", "altered"),
        (
            "Tolls on lorries went up by six crowns in two years. Tolls on cars fell by one crown in that time.",
            "tolls on cars had risen by one crown",
            "altered",
        ),
        (
            "I have asked the ministry for two more engineers. The ministry has not answered me.",
            "the ministry had not answered her request for two more engineers",
            "paraphrased",
        ),
    ],
)
def test_indirect_speech_is_held_against_the_sentence_that_says_most_of_it(
    source: str, content: str, verdict: str
) -> None:
    assert found(f"Remarks by Ada Okonkwo\n\n{source}\n", content, type="indirect").verdict == verdict


@pytest.mark.parametrize(
    ("cue", "verdict"), [("promised", "altered"), ("was promising", "altered"), ("said", "paraphrased")]
)
def test_what_a_source_does_not_promise_is_not_promised(cue: str, verdict: str) -> None:
    text = f"She {cue} that nobody at the toll booths will lose a job."
    (attribution,) = article("nobody at the toll booths will lose a job", type="indirect").attributions
    content = (Span.of(text, text.index("nobody"), len(text) - 1),)
    attribution = replace(attribution, content=content, cue=Span.of(text, 4, 4 + len(cue)))
    made = Article("news", None, text, (replace(attribution, context=Context(1, 1, content[0])),))
    source = "Remarks by Ada Okonkwo\n\nI cannot promise you that nobody at the toll booths will lose a job.\n"
    told = Evidence([Document("source", "source.txt", source)]).verify(made).attributions[0]
    assert told.verdict == verdict


def test_an_office_before_a_name_is_no_name() -> None:
    minutes = (
        "Chair (Ann Lee): The dredging begins in March. Nobody else has made a bid.\n\n"
        "Bo Ek: I should like that in writing.\n\nChair (Ann Lee): You shall have it.\n\nBo Ek: Thank you.\n\n"
        "Chair: We are adjourned until the ice is gone.\n"
    )
    assert found(minutes, "“We are adjourned until the ice is gone”", "Ann Lee").verdict == "verbatim"
    assert found(minutes, "“Nobody else has made a bid”", "Bo Ek").verdict == "misattributed"


RELEASE = """\
TOLLWAYS OF PORT LUNE
Press release

We will pay our drivers in full for as long as the bridge is closed. Kestrel Haulage has been asked for the rest. \
Ida Holm will take your questions.
"""


@pytest.mark.parametrize(
    ("speaker", "verdict"),
    [("Kestrel", "misattributed"), ("Nora Vik", "verbatim"), ("Ida Holm", "verbatim"), ("Tollways", "verbatim")],
)
def test_a_short_name_that_the_source_has_whole_is_that_of_another(speaker: str, verdict: str) -> None:
    told = found(RELEASE, "“We will pay our drivers in full for as long as the bridge is closed”", speaker)
    assert told.verdict == verdict


def test_words_that_are_all_common_are_found() -> None:
    source = "We will pay for the dam and we will build it. " * 6000
    assert found(source, "“we will pay for the dam”", None).verdict == "verbatim"


@pytest.mark.parametrize(
    "layout",
    [
        "12/03/2026, 14:0{n} - {who}: {said}\n",
        "4{n}. {WHO}: {said}\n",
        "### {who}\n\n{said}\n\n",
        "[3.12.26, 14:0{n}] {who}: {said}\n",
    ],
)
def test_chats_numbered_records_and_headings_tell_who_speaks(layout: str) -> None:
    told = [
        ("Ana Roth", "The pump on platform two failed this morning."),
        ("Milan Os", "It failed because nobody had oiled it."),
        ("Ana Roth", "I asked for a second fitter and was given a leaflet."),
        ("Milan Os", "You were given a fitter, who spent two days on the escalator."),
    ]
    source = "".join(layout.format(n=n, who=who, WHO=who.upper(), said=said) for n, (who, said) in enumerate(told))
    assert found(source, "“It failed because nobody had oiled it”", "Milan Os").verdict == "verbatim"
    assert found(source, "“It failed because nobody had oiled it”", "Ana Roth").verdict == "misattributed"


@pytest.mark.parametrize(
    ("source", "quote"),
    [
        ("I refuse to sell the mill to anybody.", "“I … sell the mill to anybody”"),
        ("The mayor, my opponents say, is a thief and a liar.", "“The mayor … is a thief and a liar”"),
        ("We hope to reopen the pool before the summer.", "“We … reopen the pool before the summer”"),
        ("The bridge, I suspect, was never painted at all.", "“The bridge … was never painted at all”"),
        ("They threatened to close the school by Easter.", "“They … close the school by Easter”"),
        ("This is supposedly the best school in the valley.", "“This is … the best school in the valley”"),
    ],
)
def test_a_told_cut_that_takes_the_assertion_away_is_altered(source: str, quote: str) -> None:
    told = found(f"Remarks by Ada Okonkwo\n\n{source}\n", quote)
    assert (told.verdict, told.changes[0].kind) == ("altered", "limit")


@pytest.mark.parametrize(
    ("source", "quote"),
    [
        ("The mayor, who never lied to us, is a friend of this house.", "“The mayor … is a friend of this house”"),
        ("We closed the road at noon and opened it on Friday.", "“We closed the road … and opened it on Friday”"),
        ("The crew, and I cannot praise them enough, saved us all.", "“The crew … saved us all”"),
    ],
)
def test_a_told_cut_of_what_is_beside_the_point_is_trimmed(source: str, quote: str) -> None:
    assert found(f"Remarks by Ada Okonkwo\n\n{source}\n", quote).verdict == "trimmed"


def test_against_copies_of_the_article_alone_nothing_is_verified(tmp_path: Path) -> None:
    (tmp_path / "copy.txt").write_text(SPEECH, encoding="utf-8")
    told = verify(scan(SPEECH), tmp_path / "copy.txt")
    assert told.attributions and {a.verification for a in told.attributions} == {None}
    (tmp_path / "talk.txt").write_text(TRANSCRIPT, encoding="utf-8")
    assert all(a.verdict == "not_found" for a in verify(scan(SPEECH), tmp_path).attributions)


def test_who_speaks_may_quote_themselves_after_and() -> None:
    speech = "Remarks by Ada Okonkwo\n\nI stood before the gate and told them: “You will have to drive over me.”\n"
    assert found(speech, "“You will have to drive over me”").verdict == "verbatim"


@pytest.mark.parametrize(
    ("kind", "quotes", "right", "passed"), [(1, 78, 72, 1), (2, 57, 51, 0), (3, 51, 48, 1), (4, 40, 29, 3)]
)
def test_verdicts_on_quotes_as_reporters_bend_them(kind: int, quotes: int, right: int, passed: int) -> None:
    judgements = judged(CORPUS.parent / f"verify-round-{kind}", scan=False)
    assert len(judgements) == quotes
    assert sum(j.right for j in judgements) >= right
    assert sum(j.verdict in GREEN and j.gold in FAULTS for j in judgements) <= passed
