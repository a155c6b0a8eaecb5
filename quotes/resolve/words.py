"""Words that tell what a phrase stands for: titles, pronouns, nouns for people, organisations and documents."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal


def _lexicon(words: str) -> frozenset[str]:
    return frozenset(words.split())


def _spellings(lines: str) -> dict[str, tuple[str, ...]]:
    table = {}
    for line in lines.strip().splitlines():
        short, *full = line.split()
        table[short] = tuple(full)
    return table


# Words before a name that are no part of it.
TITLES = _lexicon(
    """
    admiral adv alhaji ambassador archbishop baron baroness bishop brig brigadier brother capt captain cardinal
    chancellor chief cllr cmdr col colonel commander commissioner comrade congressman congresswoman constable
    coun councillor councilman councilwoman count countess cpl dame dato datuk deputy det detective doctor dr
    duchess duke emir emperor empress ex excellency father former gen general gov governor haji he hon imam
    judge justice king lady lieutenant lord lt maj major marshal mayor minister miss mr mrs ms mx naa officer
    pastor pm pope premier pres president prime prince princess prof professor queen rabbi rep representative
    retired rev reverend secretary sen senator sergeant sgt sheikh sheikha sheriff shri sir sister smt speaker
    sultan superintendent ustaz vice
    """
)

# What a title is also called.
CALLED = _spellings(
    """
    ambassador diplomat envoy
    ceo executive chief boss
    chancellor leader
    chief head boss leader
    chair chairman chairwoman head
    chairman head
    chairwoman head
    cofounder founder
    co-founder founder
    dr doctor
    gen general
    gov governor
    judge jurist
    king monarch
    lawyer attorney counsel
    attorney lawyer prosecutor
    counsel lawyer
    leader head
    mp lawmaker parliamentarian legislator
    pm premier minister
    premier minister
    president leader head
    prof professor
    queen monarch
    rep representative congressman congresswoman lawmaker
    representative congressman congresswoman lawmaker
    rev reverend pastor
    sen senator lawmaker
    senator lawmaker
    spokesman spokesperson
    spokeswoman spokesperson
    """
)

HE = _lexicon("he him his himself")
SHE = _lexicon("she her hers herself")
IT = _lexicon("it its itself")
THEY = _lexicon("they them their themselves")
THIRD_PERSON = HE | SHE | IT | THEY
WE = _lexicon("we us our ourselves")
SPEAKING = WE | _lexicon("i me my myself")
WHO = _lexicon("who whom whose")
RELATIVE = WHO | _lexicon("which that")
PRONOUNS = THIRD_PERSON | SPEAKING | RELATIVE

AUXILIARIES = _lexicon("are can could did does had has have is may might must shall should was were will would")

POSSESSIVES = _lexicon("his her its their my our your")
DEFINITE = _lexicon("the this that these those both")
KNOWN = POSSESSIVES | {"the"}  # before what the reader knows
DETERMINERS = POSSESSIVES | DEFINITE | _lexicon("a an some any many most several few other another each every all")

ANOTHER = _lexicon("a an another other")

# Words that stand for many, or for nobody, without a plural's ending.
PLURALS = _lexicon("anybody anyone everybody everyone few many most nobody none others several some")

# Words that end the part of a phrase that holds its head: "an analyst [at the bank]", "a study [released Monday]".
AFTER_HEAD = _lexicon(
    """
    about after against alongside among as at based before behind between by carried conducted familiar filed for
    from in including inside into led like near of on opposing outside over published released representing sent set
    such that to under upon which who whom whose with within working
    """
)

# Words that tell how something strikes whoever writes.
SEEMING = _lexicon("apparently appear appeared appears evidently looks presumably seem seemed seems seemingly")

# Words that join what stands before them to what stands after.
JOINING = _lexicon("and but nor not only or than that")

NO_NOUNS = PRONOUNS | DETERMINERS | AFTER_HEAD | {""}

# Nouns for people whom nobody's role has to match: "the woman", "the Frenchman".
PEOPLE = _lexicon(
    """
    actor actress author billionaire boy businessman businesswoman candidate celebrity child contender frontrunner
    gentleman girl grandfather grandmother incumbent lady lawmaker leader man millionaire mogul musician native
    nominee old-timer player politician professional rival singer star statesman striker tycoon veteran winger woman
    writer
    """
)

MALE = _lexicon(
    """
    actor alderman archbishop baron bishop boy boyfriend brother businessman cardinal chairman congressman
    councilman count duke emir emperor father fisherman frenchman gentleman grandfather grandson he husband imam
    king lord man mr nephew pope prince rabbi sir son spokesman statesman stepfather sultan uncle widower
    """
)
FEMALE = _lexicon(
    """
    actress aunt baroness businesswoman chairwoman congresswoman councilwoman countess dame daughter duchess empress
    girl girlfriend grandmother heroine lady miss mother mrs ms niece nun princess queen she sister spokeswoman
    stateswoman stepmother waitress widow wife woman
    """
)

DOCUMENTS = _lexicon(
    """
    account ad advert advertisement affidavit agreement analysis analytics article assessment audit autopsy bill
    book brief broadcast bulletin camera cctv chart column commentary communique communiqué complaint constitution
    convention cover data database decree diary document documentary draft e-mail editorial email essay estimate
    evidence excerpt figure file filing film finding footage forecast graphic guideline headline image indicator
    indictment interview invoice journal judgement judgment law lawsuit leaflet letter log magazine manifesto manual
    map memo memoir memorandum message minutes model notice op-ed order paper permit petition photo photograph
    picture piece plan plaque poll post poster proposal protocol publication questionnaire reading record recording
    regulation release reply report research resolution result review ruling schedule screenshot script sign slogan
    song statement statistic statute story study subpoena summary survey tally tape test testing text tracker
    transcript translation treaty trial tweet verdict video warrant website-post will wire writ
    """
)

ORGANIZATIONS = _lexicon(
    """
    academy administration agency airline alliance army association authority bank board body brand broadcaster
    bureau business cabinet campaign carrier cartel casino center centre chain chamber charity church city clinic
    club coalition college commission committee company conglomerate congress consortium consultancy corporation
    council country court daily delegation department developer directorate embassy employer enterprise factory
    faculty federation festival firm fleet force foundation fund government group hospital house industry institute
    institution insurer junta kingdom laboratory league legislature lender magazine maker manufacturer militia
    ministry mission monarchy movement museum nation navy network newspaper ngo nonprofit office operator opposition
    orchestra organisation organization outlet panel paper parliament party police portal programme province
    publication publisher regime regiment regulator republic retailer school secretariat senate service site society
    squad start-up startup state station store supplier syndicate team theatre think-tank town tribunal trust union
    unit university village watchdog website zoo
    """
)

# Plural nouns for unnamed people who speak for their office.
OFFICIALS = _lexicon(
    "agent authority detective diplomat doctor investigator minister official officer policeman prosecutor source"
)


@cache
def given_names() -> dict[str, Literal["he", "she"]]:
    """First names in small letters, without accents, to the pronoun of nearly all who bear them."""
    lines = (Path(__file__).parent / "given_names.txt").read_text(encoding="utf-8").splitlines()
    he, she = (line.split()[1:] for line in lines)
    return {**dict.fromkeys(he, "he"), **dict.fromkeys(she, "she")}


# First names that begin a sentence as other words: "Will Lee come?"
WORDS_TOO = _lexicon(
    "april art august bill chance chase christian dale dean drew earl faith frank gene grace grant hope iris joy june"
    " king lane major mark may miles norm page pat prince ray rich rob rose see son sue summer sunny will winter"
)


# Nouns for an office, a calling or a kin, beside the titles and those that end in -er, -or, -ist and the like.
ROLES = (
    _lexicon(
        """
        activist actress adviser advisor aide analyst attorney candidate ceo cfo chair champion chef chief claimant
        clerk co-founder co-owner coach cofounder columnist counsel cto economist envoy expert fellow friend guard
        guide head historian host hostess judge mep mp nominee nurse owner parent partner physician pilot pm
        politician president prosecutor relative reporter resident scientist secretary-general spokesperson student
        surgeon survivor teammate technician tenant tutor victim vp witness
        """
    )
    | TITLES
    | CALLED.keys()
    | {word for full in CALLED.values() for word in full}
    | PEOPLE
    | MALE
    | FEMALE
) - {"he", "she", "retired", "former", "vice", "deputy", "h", "e", "naa", "excellency"}
ROLE_ENDINGS = ("er", "or", "ist", "ian", "man", "woman", "eer")
NO_ROLES = _lexicon(
    """
    after another beyond center december dinner earlier either ever former further however later latter letter
    matter moreover neither never nor november number october or order other over paper power quarter rather
    september summer together under water weather whenever wherever whether whoever winter yesterday
    """
)

# Small words that stand between the parts of a title: "senior campaign adviser", "acting prime minister".
MODIFIERS = _lexicon(
    """
    acting assistant associate campaign chief city club co deputy district ex executive fellow foreign former
    general government head health interim junior longtime national opposition party police press prime principal
    public regional research retired senior social state team then top veteran vice
    """
)
# Words with a capital at the start of a sentence that begin no title.
OPENERS = _lexicon(
    """
    also although and because but even he her his how if it its later meanwhile now only she since so still that
    then there they this though today tomorrow when where while why yesterday yet
    """
)
HONORIFICS = _lexicon("mr mrs ms miss mx dr prof sir dame lord lady rev h e he hon naa shri smt")

# Nouns that any organisation may be called by, and those that only sort it after its name.
SORTS = _lexicon(
    "agency airline bank broadcaster carrier channel company firm magazine network newspaper outlet website"
)
ANY_ORGANIZATION = SORTS | _lexicon(
    """
    alliance association body business charity group institution nonprofit organisation organization paper
    publication
    """
)
PLACES = _lexicon("capital city country island kingdom nation province region republic state town village")

# Names of places that are no town, state or country; words of organizations that a place or a matter follows.
FACILITIES = _lexicon(
    """
    airport arena avenue bridge building cathedral centre center church hall hospital hotel house mosque museum park
    plaza prison road school square stadium station street temple theatre tower university
    """
)
OF_SOMETHING = _lexicon(
    "academy bank board bureau chamber church college court department district institute ministry office university"
)

# Those who belong to a party.
PARTISANS = _lexicon("democrat libertarian republican")

# What stands for the two that were named.
BOTH = (["both"], ["the", "two"], ["the", "pair"], ["the", "couple"], ["the", "duo"])

# What speaks for its owner: "in his eyes", "her words".
OWN = _lexicon("eye mind opinion view voice word")

# Documents that a writer may call by one another's nouns.
ALIKE = (
    _lexicon("analysis figure finding paper poll report research review statistic study survey test testing"),
    _lexicon("article column commentary editorial essay piece post story"),
    _lexicon("email letter memo message note"),
    _lexicon("decision judgment judgement order ruling verdict"),
)

# Words inside a name that an initialism leaves out.
SMALL = _lexicon("and at de des du et for in la le of on the to")
