"""Words in a source, in [brackets] here: whether the speaker asserts them there, and why not."""

import pytest

from quotes import Article
from quotes.text.text import Text
from quotes.verification.surroundings import Surroundings


def reason(marked: str) -> str | None:
    """Why the words in [brackets] are not asserted, as far as lists tell: the model is not asked."""
    start, end = marked.index("["), marked.index("]") - 1
    text = marked.replace("[", "").replace("]", "")
    setting = Surroundings(Text(text), lambda part: Article("part", None, part)).of(start, end)
    if setting:
        assert text[setting.cue.start : setting.cue.end] == setting.cue.text
    return setting.reason if setting else None


@pytest.mark.parametrize(
    "source",
    [
        "I have never said that [the bridge will hold].",
        "Nobody on this council has promised that [the pool will open].",
        "It is not true that [the mayor took the money].",
        "At no time did I claim that [the water was clean].",
        "The dam is not [ready for the winter].",
        "The tenant isn't [permitted to end the lease] before the summer.",
        "No member of the board [knew of the leak].",
        "I categorically deny that [my firm paid a bribe].",
        "It would be wrong to say that [the strike is over].",
        "I am far from saying that [the judge was bought].",
        "That [the harbour is dead] is simply not true.",
        "Nor do I mean that [the school must close].",
        "We have neither said nor thought that [the children were to blame].",
        "I have never, here or anywhere else, said that [the tax is fair].",
    ],
)
def test_words_under_a_negation(source: str) -> None:
    assert reason(source) == "negation"


@pytest.mark.parametrize(
    "source",
    [
        "I do not think that [the dam is safe].",
        "I don't believe [the figures are right].",
        "I doubt that [the ferry will sail].",
        "I am not sure that [we can win].",
        "It is unclear whether [the fire was set].",
        "I wonder whether [the minister has read the report].",
        "It is hardly likely that [the river will freeze].",
        "Perhaps [the lynx will come home].",
        "It remains to be seen whether [the wall holds].",
        "It is doubtful that [the museum needs a café].",
        "The thief may have [come through the roof].",
        "I find it hard to believe that [a robot will do it].",
    ],
)
def test_words_under_a_doubt(source: str) -> None:
    assert reason(source) == "doubt"


@pytest.mark.parametrize(
    "source",
    [
        "If the bill passes, [I will resign].",
        "Unless it rains, [the match will be played].",
        "[We will close the mill] if the stream dries up.",
        "[We will sign], provided that the price is right.",
        "Should the wall fall, [we will pay].",
        "Were I twenty years younger [I would row there myself].",
        "[She would have stayed] had the town said a word.",
        "Suppose that [the tunnel is finished].",
        "If, as some hope, the lake freezes, [we will skate].",
        "[The road will open] on Friday as long as the snow holds off.",
        "I told you that if the money comes, [the roof will be mended].",
        "If anybody says that [I am a thief], let him prove it.",
    ],
)
def test_words_under_a_condition(source: str) -> None:
    assert reason(source) == "condition"


@pytest.mark.parametrize(
    "source",
    [
        "Do [I regret it]?",
        "Is it true that [the mayor lied]?",
        "Who says [I want to be captain]?",
        "Do you really believe that [the town is bankrupt]?",
        "So [you want it shut]?",
        "Can anybody promise that [the boat will be back] by Easter?",
        "Why should [we pay for the dredging]?",
        "Should [the school be closed]?",
        "Have [we lost the harbour]? I leave that to you.",
        "Could it be that [the engineer forgot the valve]?",
    ],
)
def test_words_of_a_question(source: str) -> None:
    assert reason(source) in ("question", "doubt")


@pytest.mark.parametrize(
    "source",
    [
        "Critics say that [we have failed].",
        "My opponent claims that [the roads are worse than ever].",
        "Some people say: [the mayor is a thief]. They are wrong.",
        "The doctor tells me that [my knee is finished].",
        "The opposition would have you believe that [the treasury is empty].",
        "I am told that [pensions are too generous].",
        "There is a rumour that [we will sue].",
        "People say [I threw the final].",
        "Whoever tells you that [apples grow on money] has never climbed a ladder.",
        "[The young are leaving], or so the papers write.",
        "According to the inspector, [the beams are rotten].",
        "It has been suggested that [the eels be sold].",
        "You seem to think that [a museum is a car park].",
    ],
)
def test_words_that_others_say(source: str) -> None:
    assert reason(source) == "reported"


@pytest.mark.parametrize(
    "source",
    [
        "I used to think that [the law was just].",
        "I once believed that [an island needs a bridge].",
        "Until Tuesday I assumed that [no lynx could climb four metres].",
        "For years I argued that [debt was a sin].",
        "When I was nineteen I believed that [I was better than everybody].",
        "I would have sworn that [our sieves catch everything].",
        "There was a time when [I trusted every word of it].",
        "I was convinced for a long time that [the tunnel was a folly].",
        "At first we thought [the fire was an accident].",
        "I had hoped that [we would win].",
    ],
)
def test_words_held_no_longer(source: str) -> None:
    assert reason(source) == "withdrawn"


@pytest.mark.parametrize(
    "source",
    [
        "Almost [all of the sensors work].",
        "The pipes hardly [ever burst].",
        "[The boats are punctual], but only in summer.",
        "[The road is open] only in winter.",
        "The state owns up to [forty per cent of the harbour].",
        "[Visitors are welcome], except on Sundays.",
        "[I am happy here], at least while the sun shines.",
        "[The plan works] on paper.",
        "Nearly [every shop has taken it back].",
        "Only [the rich can afford it].",
        "[The pool is safe] for now.",
    ],
)
def test_words_with_a_limit_right_outside(source: str) -> None:
    assert reason(source) == "limited"


@pytest.mark.parametrize(
    "source",
    [
        "Let me say this clearly: [the school stays].",
        "I said in March, and say again, that [the gate leaks].",
        "If there is one thing I know, it is that [water finds a way].",
        "[I have not run away], and I will answer every question.",
        "I did not go to the meeting. [The mayor was there].",
        "Nobody doubts that [the valley needs the power].",
        "I do not deny that [the winter boat was late].",
        "There is no doubt that [the wing will be beautiful].",
        "Even if it rains, [the boat will leave at seven].",
        "If you ask me, [the old tree is the best].",
        "I am not ashamed to say that [I cried].",
        "Make no mistake, [the boat is not for sale].",
        "The union says that [we pay too little], and the union is right.",
        "Not only is it old, [it is cold].",
        "I did not sleep because [the dam was leaking].",
        "The man who did not vote for me [is my friend].",
        "I do not like it, but [I will vote for it].",
        "The minister knows that [we are short of drivers].",
        "Is it dear? Yes. [It is worth the money].",
        "[It is safe], isn't it?",
        "We looked into it, and we found that [the wall was hollow].",
        "I think that [our own bees are cleverer].",
        "What I can promise you is that [we will search all night].",
        "I never thought I would say it, but [I miss the rain].",
        "No, [I will not resign].",
        "Why do I stay? Because [I love this town].",
        "Without the volunteers, [the library would have closed].",
        "My mother, who never learned to read, [taught me to listen].",
        "As I have said before, [the pier is ours].",
        "When nobody answered, [she broke the window].",
        "I cannot stress enough that [the water is safe].",
        "It is no secret that [the coach and I disagree].",
        "We did not wait for the inspectors, and [we did not wait for a second loaf].",
        "I can tell you that [the bread was not poisoned].",
        "This is not a threat: [we will leave].",
        "They asked whether I was afraid. [I was afraid].",
        "[We know that the road is bad], and who will mend it?",
        "I have been asked to keep quiet, and [I will not keep quiet].",
    ],
)
def test_words_that_hold_where_they_stand(source: str) -> None:
    assert reason(source) is None


@pytest.mark.parametrize(
    ("own", "reason"),
    [("denied that the dam was", "negation"), ("said that it was not", "negation"), ("said it was", None)],
)
def test_what_the_article_tells_too_is_not_kept_from_the_reader(own: str, reason: str | None) -> None:
    source = "The dam is not ready for the winter."
    setting = Surroundings(Text(source), lambda part: Article("part", None, part)).of(15, 35, own=own)
    assert (setting is None) == (reason is not None)


@pytest.mark.parametrize(
    "source",
    [
        "The lawyer's theory is that [I set the barn on fire].",
        "The opposition's claim is that [we lost the money].",
        "The legend has it that [my grandfather swam the strait].",
        "The evening paper had it that [I had left by the back door].",
        "You will have read that [the firm is bankrupt].",
        "They would like you to believe that [the ferry is safe].",
        "The suspicion was that [we had known for months].",
        "Word is that [the coach has packed his bags].",
        "The other side's narrative is that [we walked out].",
        "Their contention is that [the wall was mine to mend].",
    ],
)
def test_words_that_are_another_s_theory(source: str) -> None:
    assert reason(source) == "reported"


@pytest.mark.parametrize(
    "source",
    [
        "To the inspector I said at first that [I had slept at home]. That was untrue, and I am sorry.",
        "We wrote that [the lake was clean]. We were wrong.",
        "I said [the referee was drunk]. I take that back.",
        "In March I told you that [the school would stay]. That is no longer so.",
        "I used to say that [the old road was better].",
        "I believed that [the vote was fair]. I do not believe it any more.",
    ],
)
def test_words_that_the_speaker_takes_back(source: str) -> None:
    assert reason(source) == "withdrawn"


@pytest.mark.parametrize(
    "source",
    [
        "I have yet to be persuaded that [the tunnel pays for itself].",
        "We have yet to be convinced that [the vaccine is needed].",
        "The jury is still out on whether [the reform works].",
        "It is an open question whether [the glacier will last].",
    ],
)
def test_words_that_nobody_is_sure_of_yet(source: str) -> None:
    assert reason(source) == "doubt"


@pytest.mark.parametrize(
    "source",
    [
        "It would be easy for me to tell you that [the lamp was burning].",
        "It would be nice to say that [everybody was paid].",
        "I wish I could write that [every grape will be bought].",
        "We would like to be able to say that [the road is safe].",
    ],
)
def test_words_that_the_speaker_would_say_if_they_were_so(source: str) -> None:
    assert reason(source) == "negation"


@pytest.mark.parametrize("source", ["In theory, [we have coal for two winters].", "On paper, [the fleet is ready]."])
def test_words_that_hold_on_paper_only(source: str) -> None:
    assert reason(source) == "limited"


@pytest.mark.parametrize(
    "source",
    [
        "I never forgot that [my mother sold fish].",
        "We did not overlook that [the bridge is old].",
        "I do not regret that [we stayed].",
        "You will have read that [the captain is going], and the papers have it right.",
        "Critics say that [the tax is too high], and they have a point.",
        "Believe me, or ask the clerk: [the bills were paid].",
        "Ask anybody in this town: [the water tastes of iron].",
        "My claim is that [the harbour can be saved].",
        "Our theory is that [the fire began in the loft].",
        "Tell them this: [we will not sell].",
    ],
)
def test_words_that_the_speaker_holds_although_they_look_otherwise(source: str) -> None:
    assert reason(source) is None


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("There was talk in the harbour. [We sank the old ferry]. Not a word of it is true.", "negation"),
        ("[The baker sold us old bread]. None of that happened.", "negation"),
        ("[The baker sold us old bread]. That's a lie.", "negation"),
        ("[The baker sold us old bread]. It never happened.", "negation"),
        ("My aunt's motto has never changed: [the sea gives everything back].", "reported"),
        ("Their refrain is an old one: [the wall costs too much].", "reported"),
        ("Show me one book that proves [the monks drank the wine].", "negation"),
        ("I would be the last woman to tell you that [the vote was fair].", "negation"),
        ("Had rain come, then yes, [the wheat failed us].", "condition"),
        ("[The lift is safe] when nobody is in it.", "limited"),
        ("[The nets are strong] while they are new.", "limited"),
    ],
)
def test_words_disowned_beside_them(source: str, why: str) -> None:
    assert reason(source) == why


@pytest.mark.parametrize(
    "source",
    [
        "[We never sank the ferry]. Not a word of it is true.",
        "[The bread is old]. That is true.",
        "[The bread is old]. None of that surprised me.",
        "My own motto has never changed: [the sea gives everything back].",
        "Our firm's motto has never changed: [the sea gives everything back].",
        "The answer is simple: [the wall costs too much].",
        "Show me one good plan and [I will pay for it].",
        "[It is hard to say] when the ferry will sail.",
        "[There are days] when the sea is calm.",
        "[The bridge is finished], when you think of it.",
        "[I was glad] when the boats came home.",
        "[She is the one who was there] when the roof fell.",
    ],
)
def test_words_beside_which_nothing_disowns_them(source: str) -> None:
    assert reason(source) is None
