"""Who may speak where a source stands, or none does: what the rules propose, each with the name of the rule.

A rule proposes and says why; it never decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Literal

import regex

from quotes.attribution import Attribution, Name, Span
from quotes.resolve import words as w
from quotes.resolve.discourse import ANSWERS, NEAR, QUESTIONS, Discourse
from quotes.resolve.entities import Entity, described
from quotes.resolve.names import without_titles
from quotes.resolve.phrases import Phrase, only_word, phrase_before, singular, words_of
from quotes.resolve.ranker import Features
from quotes.resolve.unsourced import unsourced

RECENT = 14  # entities that are looked back to
FAMOUS = 3  # people whom the article names most
SHARING = 6  # entities that share a word
REACH = 80  # characters before a relative pronoun that may hold what it stands for
ADDRESSED = 25  # characters after a cue in which whom it addresses is named
NEXT = 3  # people and organizations that are named next
POINTED, LIKELY = 5, 0.02  # entities that the linker proposes, and how probable each has to be at least
DOCUMENTS = 6  # documents that are looked back to
AHEAD = 600  # characters after a source in which whoever it means may be named
HERE = 16  # characters before a name in which a speaker says that it is theirs: "I am Ana Lopes"
WE_REACH = 600  # characters before "we" in its paragraph that may tell who that is
PHRASES = ("the", "a", "own", "bare", "proper", "name")  # forms of sources that are no pronoun
_PRONOUNS = {"he": w.HE, "she": w.SHE, "it": w.IT, "they": w.THEY, "who": w.WHO, "which": w.RELATIVE, "we": w.WE}
_AND_I = regex.compile(r"\b([Mm]y\s\p{Ll}++)\sand\sI\b")
_IS_MINE = regex.compile(r"\b(?:I(?:['’]m|\sam)|name(?:['’]s|\sis)|[Cc]all\sme)\s+$")
_BESIDE = regex.compile(r"\s*+(?:[,(—–](?!\s*+(?:and|or|but)\b)|(?:of|from)\s)")


@dataclass(frozen=True)
class Asked:
    """The words that are asked whom they stand for: the source of an attribution or a part of it.

    index: the attribution's number, from 0; phrase: None without a source. part: whether others speak with them.
    form: "he", "she", "it", "they", "who", "which", "I", "we", "self", "none", "question", "answer", or of a phrase
        "the", "a", "own" (after a possessive), "bare", "proper" (in capitals), "name" (one that was found).
    titled: "he" or "she" where a title before a name tells it: "Mr Berg". begin: where the attribution begins.
    host: who says or thinks that in which it stands; reported: whether not in their own words.
    pointed: whom the linker has it point to. told_of: who is named in what is said; addressed: right after the cue.
    others: who is somebody else: whom nothing but a title parts from the cue ("the judge told Mr Berg"), and people
        named in direct words whose source is no name.
    """

    index: int
    phrase: Phrase | None
    form: str
    titled: str | None
    begin: int
    sentence: int
    paragraph: int
    part: bool
    quoted: bool
    host: Entity | None
    reported: bool
    content: Sequence[Span]
    pointed: dict[Entity, float]
    told_of: frozenset[Entity]
    addressed: frozenset[Entity]
    others: frozenset[Entity]

    @property
    def brings_in(self) -> bool:
        """Whether the source's own words tell whom it means: a name, "another resident", "critics of the plan"."""
        if self.phrase is None or self.phrase.is_member:
            return False
        if self.form == "name":
            return not self.phrase.is_initialism
        return self.form == "a" or (self.form == "bare" and self.phrase.is_plural)


@dataclass
class Candidate:
    """Somebody who may be meant: an entity, or nobody.

    rules: those that propose it. is_new: whether the source's own words bring them in.
    """

    entity: Entity | None
    rules: Features = field(default_factory=dict)
    is_new: bool = False


def form_of(phrase: Phrase | None) -> str:
    """In what form a source tells who speaks, see `Asked`."""
    if phrase is None:
        return "none"
    word, text = only_word(phrase.span), phrase.span.text
    if text in QUESTIONS or text in ANSWERS:
        return "question" if text in QUESTIONS else "answer"
    for form, words in _PRONOUNS.items():
        if word in words:
            return form
    if word == "self" or word in w.SPEAKING:
        return "self" if word == "self" else "I"
    if phrase.name is not None and not _is_some_of(phrase, phrase.name):
        return "name"
    if phrase.determiner in w.POSSESSIVES:
        return "own"
    if phrase.determiner in w.DEFINITE:
        return "the"
    if phrase.determiner:
        return "a"
    spelt = phrase.core.text.split()
    return "proper" if spelt and all(word[0].isupper() for word in spelt) and not phrase.is_plural else "bare"


def _is_some_of(phrase: Phrase, name: Name) -> bool:
    """Whether a phrase means some of a named group: "many Texans"."""
    return name.kind == "group" and bool(set(phrase.words) - {"the"} - set(words_of(name.span.text)))


def _titled(phrase: Phrase | None) -> Literal["he", "she"] | None:
    """What the title right before a name says of who bears it."""
    if phrase is None or phrase.name is None or phrase.name.kind != "person":
        return None
    inside = without_titles(phrase.name.span.text)[1]
    before = phrase.span.text[: phrase.name.span.start - phrase.span.start] + inside
    return w.gender_of_title("".join(words_of(before)[-1:]))


def asked(discourse: Discourse, index: int, span: Span | None, *, part: bool = False) -> Asked:
    """What there is to know of a source, or a part of it, in its place."""
    attribution = discourse.attributions[index]
    phrase = discourse.phrase(span) if span else None
    anchor = span or attribution.cue or attribution.content[0]
    begin = min(anchor.start, attribution.content[0].start)
    around = discourse.contents.holding(anchor.start, but=index)
    end = attribution.cue.end if attribution.cue else anchor.end
    inside = {discourse.entity(name) for name in phrase.names} if phrase else set()
    said = [name for content in attribution.content for name in discourse.names.within(content.start, content.end)]
    outside = [name for name in discourse.names.within(end, end + ADDRESSED) if name not in said]
    return Asked(
        index,
        phrase,
        form_of(phrase),
        _titled(phrase),
        begin,
        discourse.sentence(begin),
        discourse.places.paragraph(begin),
        part,
        discourse.contents.direct_at(anchor.start),
        None if around is None else discourse.speakers[around],
        around is not None and discourse.attributions[around].type != "direct",
        attribution.content,
        discourse.pointed(span, anchor.start) if span else {},
        frozenset(map(discourse.entity, said)),
        frozenset(map(discourse.entity, outside)) - inside,
        frozenset(map(discourse.entity, _others(discourse, attribution, phrase, outside))) - inside,
    )


def _others(discourse: Discourse, told: Attribution, phrase: Phrase | None, after: Sequence[Name]) -> Iterator[Name]:
    """Those named as somebody else than who speaks; `after`: right after the cue, outside of what is said."""
    text, cue = discourse.text, told.cue
    if cue and (phrase is None or phrase.span.end <= cue.start):
        between = ((name, text[cue.end : name.span.start]) for name in after)
        yield from (name for name, words in between if words[:1] == " " and set(words_of(words)) <= w.TITLES)
    if told.type == "direct" and form_of(phrase) != "name":
        for span in told.content:
            for name in discourse.names.within(span.start, span.end):
                start = max(span.start, name.span.start - HERE)
                if name.kind == "person" and not _IS_MINE.search(text, start, name.span.start):
                    yield name


def candidates(discourse: Discourse, asked: Asked) -> list[Candidate]:
    """Everybody who may be meant, nobody among them."""
    names = asked.phrase.names if asked.phrase else ()
    hyphened = (n for n in names if discourse.text[n.span.start - 1 : n.span.start] == "-")  # "an anti-Aydin group"
    barred = asked.others.union(map(discourse.entity, hyphened))
    found: dict[Entity, Candidate] = {}
    for entity, rule in _proposed(discourse, asked):
        wrote = entity in discourse.authors.bylined and rule != "writes"
        if entity not in barred and not wrote and _may_be(asked, entity):
            found.setdefault(entity, Candidate(entity)).rules[rule] = 1.0
    new: dict[str, Candidate] = {}
    for phrase, name, rule in _new(discourse, asked):
        if name:
            new.setdefault(name, Candidate(described(phrase, name), is_new=True)).rules[rule] = 1.0
    return [*found.values(), *new.values(), Candidate(None)]


def _may_be(asked: Asked, entity: Entity) -> bool:
    """Whether a pronoun of the third person or a title before a name leaves room for an entity."""
    if asked.form in ("he", "she"):
        return entity.can_be(asked.form)
    if asked.titled and entity.kind == "person":
        return entity.is_likely(asked.titled)
    return asked.form != "it" or not (entity.plural or entity.kind in ("person", "anonymous", "group"))


def _proposed(discourse: Discourse, asked: Asked) -> Iterator[tuple[Entity, str]]:
    phrase = asked.phrase
    if phrase:
        for name in phrase.names:
            yield discourse.entity(name), "named in the source"
            yield from ((entity, "bears the name") for entity in discourse.cast.bearing(name)[:4])
        if phrase.listed:
            yield discourse.joint([discourse.entity(name) for name in phrase.listed]), "all whom the source lists"
        if not (asked.brings_in and asked.form == "name"):
            yield from _sharing(discourse, phrase)
        yield from _of_one_family(discourse, phrase)
    if asked.host:
        yield asked.host, "says what it stands in"
    if phrase is None:
        yield from unsourced(discourse, asked.index, asked.content[0].start)
    elif asked.form in ("who", "which"):
        yield from _relative(discourse, asked)
    elif asked.form in ("I", "we"):
        yield discourse.authors.of(phrase.span.start), "writes"
        yield from _with_companion(discourse, asked)
    elif asked.form == "answer" and discourse.interviewee:
        yield discourse.interviewee, "is interviewed"
    if not asked.brings_in:
        yield from _around(discourse, asked)
    yield from _pointed(asked)
    if asked.form == "it" or (phrase and phrase.kind == "document"):
        yield from ((entity, "a document") for entity in islice(reversed(discourse.documents), DOCUMENTS))
    if asked.form in ("none", "he", "she", "the", "own", "bare", "a"):
        yield from _ahead(discourse, asked)
    if phrase is None or asked.form != "name" or phrase.is_member:
        yield from _together(discourse, asked)


def _sharing(discourse: Discourse, phrase: Phrase) -> Iterator[tuple[Entity, str]]:
    """Those called by the source's words, and by others for the same."""
    head = singular(phrase.head)
    for word in dict.fromkeys((head, phrase.head, *sorted(w.alike(head)))):
        for entity in discourse.called(word)[-SHARING:]:
            yield entity, "called so" if word in (head, phrase.head) else "called alike"
    for word in sorted(phrase.modifiers | phrase.complement):
        for entity in discourse.called(word)[-SHARING:]:
            yield entity, "shares a word"


def _of_one_family(discourse: Discourse, phrase: Phrase) -> Iterator[tuple[Entity, str]]:
    """All of a family: "the Trotts"."""
    family = discourse.cast.family(phrase.head) if phrase.determiner == "the" and len(phrase.words) == 2 else []
    if len(family) > 1:
        yield discourse.joint(family), "of one family"


def _around(discourse: Discourse, asked: Asked) -> Iterator[tuple[Entity, str]]:
    """Those mentioned before, those the article names most, and those whom it names next."""
    for entity in islice(reversed(discourse.recent), RECENT):
        yield entity, "recent"
    for entity in discourse.spoken[-3:]:
        yield entity, "spoke lately"
    for entity in discourse.cast.famous[:FAMOUS]:
        yield entity, "named most"


def _pointed(asked: Asked) -> Iterator[tuple[Entity, str]]:
    """Those whom the source most likely points back to, as the linker has it, however far that is."""
    likely = sorted(asked.pointed, key=lambda entity: -asked.pointed[entity])[:POINTED]
    yield from ((entity, "pointed at") for entity in likely if asked.pointed[entity] >= LIKELY)


def _ahead(discourse: Discourse, asked: Asked) -> Iterator[tuple[Entity, str]]:
    """Those whom the article names next: "A widow said ..." before "Ann Lee, 88, has ..."."""
    if asked.form == "a" and asked.phrase and asked.phrase.is_plural:
        return
    anchor = asked.phrase.span.end if asked.phrase else asked.content[-1].end
    names = discourse.names.within(anchor, anchor + AHEAD)
    outside = (name for name in names if not any(c.start <= name.span.start < c.end for c in asked.content))
    named = dict.fromkeys(map(discourse.entity, outside))
    yield from ((entity, "named ahead") for entity in islice((e for e in named if not e.place), NEXT))


def _together(discourse: Discourse, asked: Asked) -> Iterator[tuple[Entity, str]]:
    """Several whom a plural may mean together."""
    phrase = asked.phrase
    if phrase is None or not (asked.form in ("they", "we", "who") or phrase.is_plural or phrase.words in w.BOTH):
        return
    for entities in discourse.side_by_side():
        yield discourse.joint(entities), "named side by side"
        if len(entities) > 2:
            yield discourse.joint(entities[-2:]), "two named side by side"
    for kind in ("person", "organization"):
        if len(pair := discourse.last_two(kind)) == 2:
            yield discourse.joint(pair), "the last two"
    called = [e for e in discourse.called(singular(phrase.head)) if e.kind == "person"][-2:]
    if len(called) == 2:
        yield discourse.joint(called), "both called so"
    for entity in [e for e in discourse.spoken[-NEAR:] if e.members and e.members[0].kind == "group"]:
        yield discourse.joint(entity.members[1:]), "named as examples"


def _with_companion(discourse: Discourse, asked: Asked) -> Iterator[tuple[Entity, str]]:
    """Whoever speaks and whom they name beside "I" shortly before "we": "my wife and I"."""
    if asked.form != "we" or not asked.phrase:
        return
    at = asked.phrase.span.start
    start = max(discourse.text.rfind("\n", 0, at) + 1, at - WE_REACH)
    said = list(_AND_I.finditer(discourse.text, start, at))
    if said:
        speaker = asked.host or discourse.authors.of(at)
        yield discourse.joint([speaker, discourse.companion(said[-1].start(), said[-1][1])]), "I and a companion"


def _relative(discourse: Discourse, asked: Asked) -> Iterator[tuple[Entity, str]]:
    """Whom "who", "which" or "that" stands for: the source or the name that ends before it."""
    assert asked.phrase
    offset = asked.phrase.span.start
    ends = discourse.source_ends
    told = next((ends[end] for end in range(offset, offset - 3, -1) if end in ends), asked.index)
    if told != asked.index and (speaker := discourse.speakers[told]):
        yield speaker, "the source right before"
    start = max(offset - REACH, discourse.sentence_start(offset))
    for name in reversed(discourse.names.within(start, offset)):
        between = discourse.text[name.span.end : offset]
        if name.span.end <= offset and not words_of(between):
            yield discourse.entity(name), "named right before"
        elif name.span.end <= offset and _BESIDE.match(between):
            yield discourse.entity(name), "named with more before"


def _new(discourse: Discourse, asked: Asked) -> Iterator[tuple[Phrase, str, str]]:
    """Phrases that bring in somebody new, what each calls them, which may be nothing, and the name of the rule."""
    phrase = asked.phrase
    if phrase and asked.form in ("who", "which"):
        offset = phrase.span.start
        start = max(offset - REACH, discourse.sentence_start(offset))
        if span := phrase_before(discourse.text, discourse.names, start, offset):
            before = discourse.phrase(span)
            yield before, before.description, "new: the phrase before"
    elif phrase and asked.form in PHRASES:
        yield phrase, phrase.description, "new: the description"
        yield phrase, phrase.told_name, "new: the name told"


def joined(discourse: Discourse, span: Span) -> tuple[list[Span], bool]:
    """The parts of a source that "and" joins, one where it joins nothing, and whether some of them name nobody."""
    if span.text.endswith(" and I"):
        other = Span.of(discourse.text, span.start, span.end - len(" and I"))
        return [other, Span.of(discourse.text, span.end - 1, span.end)], False
    phrase = discourse.phrase(span)
    loosely = len(phrase.parts) < 2
    return [part.span for part in (phrase.halves if loosely else phrase.parts)], loosely
