"""Words in a source, in [brackets] here: whether the speaker asserts them there, and why not."""

import pytest

from quotes import Article
from quotes.attribution import Span
from quotes.text.text import Text
from quotes.verification.commitment import REASONS, Commitment
from quotes.verification.surroundings import Surroundings


class Trusting:
    """In place of what has learned: doubts too little to ask, so that lists decide."""

    def of(self, text: str, start: int, end: int, beside: object) -> Commitment:
        return Commitment(dict.fromkeys(REASONS, 0.2 / len(REASONS)), Span.of(text, start, end))


def by_lists(text: str) -> Surroundings:
    return Surroundings(Text(text), lambda part: Article("part", None, part), Trusting)


def reason(marked: str) -> str | None:
    """Why the words in [brackets] are not asserted, as far as lists tell: the model is not asked."""
    start, end = marked.index("["), marked.index("]") - 1
    text = marked.replace("[", "").replace("]", "")
    setting = by_lists(text).of(start, end)
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
    setting = by_lists(source).of(15, 35, own=own)
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


@pytest.mark.parametrize(
    ("why", "source"),
    [
        ("condition", "Let's pretend that [the money is there]."),
        ("condition", "[We sleep well] as long as nobody knocks."),
        ("condition", "[We will open in May], weather permitting."),
        ("condition", "[We will open in May], God willing."),
        ("condition", "[We will open in May], assuming the money comes."),
        ("condition", "[The fire was set], if you believe the insurers."),
        ("condition", "I'll eat my hat if [the road opens in May]."),
        ("condition", "It would be a scandal if [the hospital were sold]."),
        ("condition", "If you listen to the mayor, [we are bankrupt]."),
        ("condition", "Had we known, [we would have closed the road]."),
        ("doubt", "I suppose [the district should have rung us]."),
        ("doubt", "It could be argued that [the levy is a tax]."),
        ("doubt", "It might be thought that [the board was asleep]."),
        ("doubt", "I suspect that [the fire was set]."),
        ("doubt", "My fear is that [the bank will fail]."),
        ("doubt", "My hope is that [the wall will hold]."),
        ("doubt", "I hope that [the wall will hold]."),
        ("doubt", "I hope [the wall will hold]."),
        ("doubt", "I fear that [the bridge is lost]."),
        ("doubt", "We must avoid the impression that [the court is for sale]."),
        ("doubt", "There is a danger that [the clinic will close]."),
        ("doubt", "There is a risk that [the dam will break]."),
        ("doubt", "There is a chance that [the ferry will sail]."),
        ("doubt", "There's a possibility that [the union will walk out]."),
        ("doubt", "He gave me the impression that [the deal was done]."),
        ("doubt", "I had the impression that [the fund was full]."),
        ("doubt", "Apparently [the letter was forged]."),
        ("doubt", "The letter was, apparently, [forged by a clerk]."),
        ("doubt", "[We will open in May], I hope."),
        ("doubt", "[The fire was set], perhaps."),
        ("doubt", "[The fire was set], or perhaps not."),
        ("doubt", "Before I say that [the minister lied] I want to see the file."),
        ("doubt", "We thought about [closing the road]."),
        ("doubt", "We considered [closing the road]."),
        ("doubt", "We tried to [close the road]."),
        ("doubt", "We were asked to [close the road]."),
        ("limited", "[I support the plan] insofar as it spares the park."),
        ("limited", "[We will pay] to the extent that the law demands."),
        ("limited", "[It works] most of the time."),
        ("limited", "[We earned eleven million] less than in the year before."),
        ("limited", "[The road is safe], except when it rains."),
        ("limited", "[I would sign it tomorrow], were it not for the fine print."),
        ("limited", "[I would sign it tomorrow] but for the fine print."),
        ("limited", "I'd sooner resign than [sell the hospital]."),
        ("limited", "I would rather die than [sell the hospital]."),
        ("limited", "Some of [our members want to leave]."),
        ("limited", "A third of [our members want to leave]."),
        ("negation", "I wish [we had sold the mill]."),
        ("negation", "I dreamt that [the harbour was empty]."),
        ("negation", "I was tempted to say that [the minister is a liar]."),
        ("negation", "I nearly said that [the minister is a liar]."),
        ("negation", "I almost told him that [the minister is a liar]."),
        ("negation", "I will not say that [the minister is a liar]."),
        ("negation", "I cannot say that [we are ready]."),
        ("negation", "I couldn't swear that [it was him]."),
        ("negation", "I would never claim that [the island is rich]."),
        ("negation", "I'd have to be mad to [sell the hospital]."),
        ("negation", "Only a fool would [sell the hospital]."),
        ("negation", "Heaven forbid that [the hospital is sold]."),
        ("negation", "God forbid that [we lose the hospital]."),
        ("negation", "We came close to [closing the road]."),
        ("negation", "We were about to [close the road] when the rain stopped."),
        ("negation", "We were unable to [close the road]."),
        ("negation", "We forgot to [close the road]."),
        ("negation", "We decided against [closing the road]."),
        ("negation", "We declined to [close the road]."),
        ("negation", "We neglected to [close the road]."),
        ("negation", "I am no longer [the chairman of this club]."),
        ("negation", "I have stopped [taking money from the state]."),
        ("negation", "Not every one of [our members wants to leave]."),
        ("question", "[I would do it again]? Never."),
        ("question", "[We are finished]? Not at all."),
        ("question", "Are we to conclude that [the judge was bought]?"),
        ("question", "What if [the tunnel floods]?"),
        ("question", "Did I say [the tunnel is unsafe]? I said it is old."),
        ("reported", "One could argue that [the district should have rung us]."),
        ("reported", "You could say that [we were lucky]."),
        ("reported", "Some might say that [the mayor bought the vote]."),
        ("reported", "People have this idea that [judges never sleep]."),
        ("reported", "It looked as if [the roof would come down]."),
        ("reported", "It looks as though [we will lose]."),
        ("reported", "It seems that [the letter was forged]."),
        ("reported", "It seemed to me that [the letter was forged]."),
        ("reported", "[We will open in May], or so I am told."),
        ("reported", "[The fire was set], they say."),
        ("reported", "[The fire was set], allegedly."),
        ("reported", "Oh sure, [we are all millionaires now]."),
        ("reported", "In his view [the hospital should be sold]."),
        ("reported", "The mayor says we are lazy and that [we do not want to work]."),
        ("reported", "He wrote that the firm was sound, that [the debts were paid] and that all was well."),
        ("reported", "He called me and shouted that [the game was fixed]."),
        ("reported", "The leaflet says on page two that [vaccines cause fever]."),
        ("reported", "In the minister's words, [the poor should work harder]."),
        ("reported", "The headline read: [The harbour is dead]."),
        ("reported", "On the wall someone had painted: [The mayor is a thief]."),
        ("reported", "My grandfather always used to say: [Trust no banker]."),
        ("reported", "The slogan was [Less is more]."),
        ("reported", "They accuse us of having [poisoned the well]."),
        ("reported", "I am accused of having [poisoned the well]."),
        ("reported", "I stand accused of [taking bribes]."),
        ("reported", "He charged that [we poisoned the well]."),
        ("reported", "A few of us think [the chairman should go]."),
        ("reported", "Half the board thinks that [the chairman should go]."),
        ("withdrawn", "We were led to believe that [the roof was safe]."),
        ("withdrawn", "I was under the impression that [the fund was full]."),
        ("withdrawn", "I could have sworn that [the door was locked]."),
        ("reported", "It has been put about that [I want the job]."),
        ("reported", "It is widely feared that [the mine will close]."),
        ("withdrawn", "It was once thought that [the lake was bottomless]."),
        ("reported", "Rumour has it that [the bank is broke]."),
        ("reported", "The gossip in town is [the bank is broke]."),
        ("reported", "There's talk that [the bank is broke]."),
        ("reported", "There is talk of [selling the bank]."),
        ("reported", "Word went round that [the bank was broke]."),
        ("reported", "Somebody started a story that [the bank was broke]."),
        ("reported", "Legend says [the bell rings by itself]."),
        ("reported", "My detractors will say that [I bought the seat]."),
        ("reported", "He will tell you that [the books are in order]."),
        ("reported", "You will hear him say that [the books are in order]."),
        ("reported", "They would like you to think that [the books are in order]."),
        ("reported", "What they call [a reform of the century] is a cut."),
        ("reported", "They called it [a reform of the century]."),
        ("limited", "The so-called [reform of the century] is a cut."),
        ("doubt", "It may well be that [the pump was old]."),
        ("doubt", "It could well be that [the pump was old]."),
        ("condition", "I can imagine that [the pump was old]."),
        ("doubt", "I could be wrong, but [the pump was old]."),
        ("doubt", "I might be wrong, but I think [the pump was old]."),
        ("negation", "I have no proof that [the pump was old]."),
        ("negation", "There is no evidence that [the pump was old]."),
        ("negation", "There is nothing to show that [the pump was old]."),
        ("negation", "We have yet to establish that [the pump was old]."),
        ("negation", "I have not seen anything to suggest that [the pump was old]."),
        ("condition", "I'd be surprised if [the pump was old]."),
        ("condition", "I would be lying if I said [we were ready]."),
        ("condition", "I'd be lying if I told you that [we were ready]."),
        ("reported", "It would be going too far to say [we were ready]."),
        ("negation", "Nothing could be further from the truth than that [we were ready]."),
        ("reported", "The minister was wrong when she said that [we were ready]."),
        ("reported", "She was mistaken to think that [we were ready]."),
        ("doubt", "Nobody should believe that [we were ready]."),
        ("doubt", "Don't believe for a moment that [we were ready]."),
        ("negation", "Do not tell me that [we were ready]."),
        ("negation", "Don't tell me [we were ready]."),
        ("question", "Who would have thought that [we were ready]?"),
        ("doubt", "You can't seriously think that [we were ready]."),
        ("doubt", "Not for one minute did I think that [we were ready]."),
        ("negation", "Under no circumstances would I [sign the lease]."),
        ("negation", "On no account will we [sign the lease]."),
        ("negation", "At no point did we [sign the lease]."),
        ("negation", "We were close to [signing the lease]."),
        ("doubt", "We toyed with the idea of [signing the lease]."),
        ("doubt", "There was a plan to [sign the lease]."),
        ("negation", "We were going to [sign the lease], and then the roof fell in."),
        ("doubt", "I was ready to [sign the lease]."),
        ("withdrawn", "When I was a boy I thought [the sea was a lake]."),
        ("withdrawn", "As a student I was sure that [the state was the answer]."),
        ("withdrawn", "Before the war we believed that [it could not happen here]."),
        ("withdrawn", "Ten years ago I would have told you that [it could not happen here]."),
        ("reported", "Back then everybody said that [it could not happen here]."),
        ("withdrawn", "[It could not happen here], I used to say."),
        ("withdrawn", "[It could not happen here], we thought then."),
        ("question", "[The town is dead]? Come on a Saturday."),
        ("reported", "[The town is dead] is what they will write."),
        ("condition", "[The town is dead], or it soon will be if nothing is done."),
        ("condition", "[We will win] if we score more goals than they do."),
        ("condition", "[We will win], unless the snow comes."),
        ("limited", "[We will win] only if it snows."),
        ("limited", "[We will pay everybody] who can show a receipt."),
        ("limited", "[Everybody was paid] but the cooks."),
        ("limited", "[Nobody complained] except the neighbours."),
        ("limited", "[All the boats came back] bar one."),
        ("limited", "[I have always voted for him], with one exception."),
        ("limited", "[He is innocent] until proven guilty."),
        ("condition", "[I apologise] if anybody was hurt."),
        ("negation", "[I am proud] of none of it."),
        ("negation", "[I agree with the mayor] on nothing."),
        ("reported", "Half of me thinks [we should sell]."),
        ("doubt", "Part of me hopes that [we lose]."),
        ("limited", "In a perfect world [every child would have a teacher of its own]."),
        ("limited", "On a good day [the train takes an hour]."),
        ("limited", "At its worst, [the smell reaches the school]."),
        ("limited", "In the worst case [the smell reaches the school]."),
        ("limited", "At best [we finish second]."),
    ],
)
def test_words_as_reporters_cut_them(why: str, source: str) -> None:
    assert reason(source) == why


@pytest.mark.parametrize(
    "source",
    [
        "I think that [the wall will hold].",
        "I believe [the wall will hold].",
        "I am certain that [the wall will hold].",
        "I can tell you that [the wall will hold].",
        "The fact is that [the wall will hold].",
        "The truth is that [the wall will hold].",
        "The point is that [the wall will hold].",
        "My view is that [the wall will hold].",
        "Our position is that [the wall will hold].",
        "The good news is that [the wall will hold].",
        "The problem is that [the pumps are old].",
        "I am afraid that is all; [the pumps are old].",
        "I'm glad that [the pumps are new].",
        "I am sorry that [the pumps are old].",
        "It is a shame that [the pumps are old].",
        "I regret that [we closed the road].",
        "As far as I know, [the road is open].",
        "As far as I am concerned, [the road is open].",
        "As I see it, [the road is open].",
        "We managed to [close the road].",
        "We were able to [close the road].",
        "We decided to [close the road].",
        "I had to [close the road].",
        "I want to [close the road].",
        "I wanted to [close the road].",
        "I tried, and failed, to stop them; [they closed the road].",
        "I failed the exam, and [I have never told my mother].",
        "I refused, and [I would refuse again].",
        "I would rather [walk home].",
        "I hope you can hear me. [The road is closed].",
        "Perhaps you know this: [the road is closed].",
        "Some of you will know that [the road is closed].",
        "Everybody knows that [the road is closed].",
        "As the mayor said, [the road is closed].",
        "When I came here, [the road was closed].",
        "When the rain stopped, [we opened the road].",
        "While I was away, [they closed the road].",
        "Since they closed it, [nobody has come].",
        "[Nobody has come] since they closed it.",
        "[The road is closed], and I am sorry.",
        "[The road is closed], as you know.",
        "[The road is closed], which surprised me.",
        "[The road is closed], I am afraid.",
        "[The road is closed], of course.",
        "[The road is closed], unfortunately.",
        "[The road was closed] on Monday.",
        "[The road was closed] in March because the wall had cracked.",
        "[We closed the road] when we saw the cracks.",
        "[We closed the road] before anybody was hurt.",
        "[The pumps are old], and so am I.",
        "[The pumps are old] and must be replaced.",
        "To be honest, [the pumps are old].",
        "Frankly, [the pumps are old].",
        "In fact, [the pumps are old].",
        "Of course [the pumps are old].",
        "I have always said that [the pumps are old].",
        "I keep saying that [the pumps are old].",
        "I told the board that [the pumps are old].",
        "We informed the ministry in May that [the pumps are old].",
        "I wrote to the minister that [the pumps are old].",
        "The inspectors found that [the pumps are old].",
        "The report shows that [the pumps are old].",
        "What worries me is that [the pumps are old].",
        "It is clear that [the pumps are old].",
        "It turned out that [the pumps were old].",
        "You should know that [the pumps are old].",
        "Please understand that [the pumps are old].",
        "Remember that [the pumps are old].",
        "So what did we do? [We closed the road].",
        "Why? Because [the pumps are old].",
        "Let us hope for rain. [The reservoir is empty].",
        "If you want to see it, come today. [The reservoir is empty].",
        "The oldest of [our pumps is from 1931].",
        "One of [our pumps is from 1931].",
        "All of [our pumps are old].",
        "None of us slept, and [none of us complained].",
        "I'd like to say that [I am grateful].",
        "I would like to add that [the crew was magnificent].",
        "I must say that [the crew was magnificent].",
        "I have to admit that [the crew was magnificent].",
        "I can confirm that [the crew is safe].",
        "I am proud to say that [the crew is safe].",
        "I'm happy to report that [the crew is safe].",
        "I swear that [the crew is safe].",
        "I promise you that [the crew is safe].",
        "I expect that [the crew will be home on Friday].",
        "I warned them that [the crew was tired].",
        "It was then that [the crew turned back].",
        "He asked me why, and I said: [The crew is tired].",
        "My answer is simple: [the crew is tired].",
        "I'll say it again: [the crew is tired].",
        "I asked him to leave, and [he left].",
        "Critics say we were slow. [We were not slow].",
        "The mayor says we are bankrupt; [the books say otherwise].",
        "The mayor says we are bankrupt, but [the books say otherwise].",
        "They told me to wait, so [I waited].",
        "He accused me of lying, and [I sued him].",
        "Thanks to the union [nobody lost a job].",
        "According to plan, [the bridge opened in May].",
        "Two of the lifts failed, but [nobody was hurt].",
        "You might say I am old, but [I am not tired].",
        "I said it in March: [the pump is old].",
        "I have said for years that [the pump is old].",
        "I told the board last year that [the pump is old].",
        "As I told the board last year, [the pump is old].",
        "I wrote in my book that [the sea is patient].",
        "It is known that [the pump is old].",
        "It has been shown that [the pump is old].",
        "It is agreed that [the pump is old].",
        "It was decided that [the pump would be sold].",
        "It is a fact that [the pump is old].",
        "It is true that [the pump is old].",
        "It is no accident that [the pump is old].",
        "It is obvious to everybody that [the pump is old].",
        "It was my father that [taught me to read].",
        "It was in Lund that [I learned to read].",
        "It was so cold that [the pump froze].",
        "We were so tired that [nobody spoke].",
        "Now that [the pump is new], we sleep well.",
        "This is a town that [looks after its own].",
        "These are people who [never ask for anything].",
        "It is the only bridge that [we have left].",
        "The best thing about it is that [nobody was hurt].",
        "The worst of it is that [nobody was told].",
        "My point is that [nobody was told].",
        "The difference is that [nobody was told].",
        "The sad truth is that [nobody was told].",
        "What matters is that [nobody was hurt].",
        "What I meant was that [nobody was told].",
        "All I know is that [the pump is old].",
        "All I can say is that [the pump is old].",
        "Everyone agrees that [the pump is old].",
        "We all know that [the pump is old].",
        "You know as well as I do that [the pump is old].",
        "You can see that [the pump is old].",
        "Anybody can see that [the pump is old].",
        "I find it sad that [nobody was told].",
        "I am grateful that [nobody was hurt].",
        "I am convinced that [the pump is old].",
        "I am sure that [the pump is old].",
        "I have no doubt that [the pump is old].",
        "I do not mind telling you that [the pump is old].",
        "I never tire of saying that [the pump is old].",
        "I cannot deny that [the pump is old].",
        "I won't pretend that I am happy; [the pump is old].",
        "Let there be no mistake: [the pump is old].",
        "Believe me, [the pump is old].",
        "Trust me, [the pump is old].",
        "Mind you, [the pump is old].",
        "Look, [the pump is old].",
        "Well, [the pump is old].",
        "Yes, [the pump is old].",
        "No. [The pump is old].",
        "Honestly, [the pump is old].",
        "By the way, [the pump is old].",
        "If I may add, [the pump is old].",
        "If it helps, [the pump is old].",
        "If you look at the log, [the pump was off].",
        "Whatever they say, [the pump is old].",
        "Whether you like it or not, [the pump is old].",
        "No matter what they say, [the pump is old].",
        "Say what you like, [the pump is old].",
        "Despite what you may have read, [the pump is old].",
        "Contrary to what the paper says, [the pump is new].",
        "Unlike the mayor, [I have seen the pump].",
        "While I do not like him, [he is honest].",
        "Although nobody asked me, [I went down there].",
        "Because nobody asked, [I never told].",
        "[I never told], because nobody asked.",
        "[I went down there] although nobody asked me.",
        "[The pump is old] but it works.",
        "[The pump is old], but it works.",
        "[The pump is old] and the pipe is older.",
        "[The pump is old], which is why we bought a new one.",
        "[The pump was old] when we bought it.",
        "[We bought it] when it was cheap.",
        "[We will sell it] in the spring.",
        "[We will sell it] to whoever pays.",
        "[We sold it] for nine crowns.",
        "[We sold it] to a man from Lund.",
        "[We sold it] without regret.",
        "[We sold it] before the war.",
        "[We have sold it] once and for all.",
        "[I have lived here] for forty years.",
        "[I am sorry] for what I said.",
        "[I agree with the mayor] on this.",
        "[He is the best player] I have ever seen.",
        "[It was the worst night] of my life.",
        "[We lost everything] in the fire.",
        "[We lost everything], and nobody came.",
        "[They said no] and I went home.",
        "[They paid nobody] and left.",
    ],
)
def test_words_that_look_alike_and_are_asserted(source: str) -> None:
    assert reason(source) is None


def test_what_a_written_source_quotes_is_spoken_too() -> None:
    text = '"Critics say that the wall leaks, and I say that it holds," Ann Lee said.'
    surroundings = by_lists(text)
    claimed, own = text.index("the wall"), text.index("it holds")
    told = surroundings.of(claimed, claimed + len("the wall leaks"), spoken=False)
    assert told and (told.reason, told.cue.text) == ("reported", "Critics say that")
    assert surroundings.of(own, own + len("it holds"), spoken=False) is None


@pytest.mark.parametrize(
    "source",
    [
        "[The rock was tested] at the north end. At the south end we relied on an old survey.",
        "In the greenhouse [it grows a fifth faster]. In the open field it does not grow.",
        "[We are keeping the lunches] for the youngest. For the rest we are thinking about a charge.",
        "[The lift works] on weekdays; on Sundays it sleeps.",
        "[We will sign]. If the others do.",
        "[They were all paid]. Except the cooks.",
        "[The whole crew is here]. Well, almost.",
        "Between three and [four hundred posts will not be filled].",
    ],
)
def test_words_that_hold_only_there_as_what_comes_next_tells(source: str) -> None:
    assert reason(source) == "limited"


@pytest.mark.parametrize(
    "source",
    [
        "[The rock was tested] at the north end. We then went home.",
        "In the spring [the road was mended]. On Monday it was opened.",
        "[He has a right to his evenings]. Only the crossing to the island will keep its late boat.",
        "[We will sign]. If you ask me, the others will too.",
    ],
)
def test_a_next_sentence_about_another_thing_limits_nothing(source: str) -> None:
    assert reason(source) is None
