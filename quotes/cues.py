"""Cues, the words that attribute: their dictionary form, and whether they tell of a statement or an attitude."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import regex
import simplemma

from quotes.attribution import Act, Type


def _lexicon(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Something was uttered: said, written, shown, ruled, or refused in words.
_STATEMENTS = _lexicon(
    """
    accusation accuse acknowledge acknowledgment adamant add address admission admit advice advise advocate affirm
    agree agreement alert allegation allege allow allude announce announcement answer apologize apology appeal
    applaud approve argue argument articulate ask assail assert assertion assurance assure attack attest attribute
    author authorize banter bark bash beg bellow bemoan berate beseech bill blame blast blog blurt bluster boast boo
    brag brand brief briefing broadcast broke cable call campaign cast caution celebrate challenge chant
    characterize charge chastise chat cheer chide chime cite claim clamor clamour clarify clash commend comment
    commentary commitment compare complain complaint concede concession conclude conclusion condemn confess confide
    confirm confront congratulate contend contention contradict contrast conversation convey correct counsel counter
    cover credit criticise criticism criticize critique crow cry curse debate debunk declaration declare decline
    decree decry deem defend define deliver demand demonstrate denial denigrate denounce deny depict deplore
    deprecate deride describe detail determine dictate dictum digress disagree disavow disclaim disclose disclosure
    discuss discussion dismiss disparage dispute divulge document double downplay draft dub echo elaborate email
    emphasise emphasize encourage endorse endorsement enthuse entreat estimate eulogize exclaim exhort explain
    explanation expose expound express extol extrapolate file find fire flag forecast foretell frame fulminate fume
    gloat grant greet gripe grouse grumble guarantee guess gush hail hammer harangue hear heckle herald highlight
    hint hit identify illustrate implore imply impose include indicate inform inquire insinuate insinuation insist
    insistence instruct insult interject interview intimate introduce inveigh invite invoke issue itemize jeer jest
    jibe joke judge justify knock label lambast lambaste lament lash laud lay lecture letter liken link list lobby
    mail maintain mandate mention message mislead misquote misstate moan mock mourn murmur muse mutter name narrate
    negotiate nominate note notify object observe offer opine order outline outspoken overturn paint pan paraphrase
    pass per persuade petition phone pitch plead pledge point pontificate portray posit post praise preach predict
    prediction premise prescribe present press pretend proclaim profess prohibit project promise promote pronounce
    prophesy proposal propose protest prove provide publicize publish push query question quibble quip quote rail
    raise rally rant rap rate rave react read reaffirm reassure rebuff rebuke rebut recall recant recap recite
    recommend recommendation record recount redefine refer reference refusal refuse refute regale reiterate reject
    rejoin relate relay release remark remind remonstrate renounce repeat reply report reportedly reprimand
    repudiate request require respond response restate retell retort retweet reveal revelation reverse review
    rhapsodize rhyme ridicule rip roar rule ruling rumor rumour savage say scoff scold scorn scream shed shout show
    shriek shrug sigh sign signal simplify skewer slam slander smear snap sneer snipe sound spar speak specify
    speculate speculation speech spell spout state statement stipulate stress stump sue suggest suggestion sum
    summarize surmise swear talk tally tattle taunt tease telegraph tell term testify testimony text thank theorize
    threat threaten throw thunder tip title toast tout translate trash trumpet tweet twitter underscore unleash
    unveil upbraid update urge utter vent verdict verify veto vilify vocal voice volunteer vote vouch vow wail warn
    warrant weigh welcome whimper whine whisper wire withdraw word write yell yelp
    """
)

# Nothing was uttered: somebody believes, knows, sees, feels, wants, plans or supports.
_ATTITUDES = _lexicon(
    """
    accept admiration admire adore afraid against agenda agonize aim alarm amaze ambition ambivalent anger angry
    annoy anticipate anxiety anxious appal appall appear appetite appreciate apprehension approval aspiration aspire
    assess assume assumption attempt attention attitude aware awareness back backer backing baffle balk belief
    believe bent bet bewilder bitter bother calculate care certain cherish choose comfortable commit concern
    confidence confident consensus consider contemplate convince count crave credulous critic curious dead decide
    decision dedicate delight desire desperate despise determination detest devote disagreement disappoint discern
    discontent discover disdain disgust dislike dismay distaste distrust divide doubt doubtful dread dream dwell
    eager effort embarrass embrace enamor enjoy enthusiasm enthusiastic envision envy excite expect expectation
    experience eye faith familiar fan fascinate favor favorable favorite favour fear fearful feel fight focus fond
    for foresee forget frustrate frustration furious glad goal grateful happy hate hatred hesitant hope hopeful
    horrify hostile hostility hungry idea ignore imagine impatient impress incline indifferent infuriate insecure
    intend intent intention interest interpret intrigue keen know lean learn like loath loathe look love loyal mean
    mind mindful mistrust mull mystify need negative nervous notice offend opinion opponent oppose opposition opt
    optimism optimistic outlook outrage overlook passion passionate perceive perception perspective pessimism
    pessimistic plan please plot policy ponder popular position positive prefer preference priority proud pursue
    ready realise realize reckon recognise recognition recognize reconsider regard regret relish reluctance
    reluctant rely remember reputation resent resentment resist resolve respect revere revile revulsion root sad
    satisfy scare sceptic sceptical scepticism see seek seem sense sentiment share shock side skeptic skeptical
    skepticism sorry split stance stand startle strategy strive struggle support supporter supportive suppose sure
    surprise suspect suspicion suspicious sympathetic sympathy tempt think thirst thrill trust try unaware uncertain
    unclear undecided underestimate understand unease unfavorable unhappy unpopular unsettle unsure unwilling
    unwillingness upbeat upset value vie view vision wait want wary watch weary willing willingness wish witness
    wonder work worry yearn
    """
)

# Verbs whose sense is in the words after them: "made the claim", "took the view".
_LIGHT_VERBS = _lexicon("bring come draw get give hold keep make put remain send set take")

# Verbs that only help the next: "has said", "went on to say", "seemed to suggest".
_HELPING_VERBS = _lexicon("appear be begin cease continue do go have need proceed resume seem start")

# Words that are never the head where there is another; so are those that end in -ly or hold an apostrophe.
_PASSED_OVER = _lexicon(
    """
    a about after again ago all almost already also always an and another any as at back before both but by can
    cannot clear could else even ever far finally first for friday from further he help her here his how however if
    in indeed instead into it its itself just last later long many may maybe might monday more most much must my
    never next no none nonetheless nor not now of off often on once one only or other our out over own perhaps
    previously quite rather repeatedly s saturday seldom several she should since so some sometimes soon still such
    sunday t than that the their them then there these they this those though thursday thus to today together
    tomorrow tonight too tuesday twice under until up use very we wednesday week well when where which while who
    will with without would year yesterday yet you
    """
)

_KNOWN = _STATEMENTS | _ATTITUDES

# Forms that the dictionary takes for another word's.
_IRREGULAR = {
    form: base
    for base, *forms in map(
        str.split,
        """
        assail assailed
        detail detailed
        determine determining
        draw drawing
        feel feeling feelings felt
        file filing
        find finding
        hear hearing
        mean means
        prefer preferred preferring
        prove proving
        set setting
        swear swore
        thank thanked thanking
        think thinking thought thoughts
        warn warning
        write writing writings
        """.strip().splitlines(),
    )
    for form in forms
}

_INVISIBLE = regex.compile(r"\p{Cf}")  # soft hyphens and the like
_WORD = regex.compile(r"\p{L}++(?:['’]\p{L}++)?+")
_LONG_QUOTE = regex.compile(r"""["“„«‘](?=\p{L})(?:[^\s"“”„«»‘]++\s++){3}\p{L}""")


def lemma(cue: str) -> str:
    """The dictionary form of the cue's head: "say" for "has also said", "according to" for "According to".

    A cue without letters is its own lemma, without the white space around it.
    """
    words = _words(_INVISIBLE.sub("", cue))
    if not words:
        return cue.strip()
    if words[0] == "according":
        return "according to"
    heads = _heads(words)
    return next((head for head in heads if head in _KNOWN or head in _LIGHT_VERBS), heads[0])


def act(cue: str | None, type: Type, content: Sequence[str]) -> Act:
    """Whether the `content`, a text for each of its spans, was uttered, or only thought, felt, wanted or planned.

    Without a cue, it was uttered. What stands in quotation marks was, too, whatever the cue (but for thoughts),
    unless those hold only a few words of it: a title or a catchword.
    """
    head = next((head for head in _heads(_words(cue or "")) if head in _KNOWN), None)
    if head not in _ATTITUDES:
        return "statement"
    quoted = type == "direct" or any(_LONG_QUOTE.search(piece) for piece in content)
    return "statement" if quoted and head != "think" else "attitude"


def _words(cue: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(cue)]


def _heads(words: Sequence[str]) -> list[str]:
    """The base forms of the words that can be the head; where there are none, the last helping verb or word."""
    bases = [_base(word) for word in words if not _is_passed_over(word)]
    heads = [base for base in bases if base not in _HELPING_VERBS]
    return heads or bases[-1:] or [_base(word) for word in words[-1:]]


def _is_passed_over(word: str) -> bool:
    if word in _PASSED_OVER or "'" in word or "’" in word:
        return True
    return word.endswith("ly") and word not in _KNOWN


@lru_cache(maxsize=10_000)
def _base(word: str) -> str:
    if word in _KNOWN:
        return word
    return _IRREGULAR.get(word) or str(simplemma.lemmatize(word, lang="en"))
