"""What speaks for each candidate of a source, and against: evidence by name, in one place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from math import log, log1p

from quotes.attribution import Span
from quotes.resolve import words as w
from quotes.resolve.candidates import Asked, Candidate
from quotes.resolve.discourse import Discourse
from quotes.resolve.entities import Entity
from quotes.resolve.phrases import Phrase, plain, singular, without_brackets, words_of
from quotes.resolve.ranker import Evidence, Features

_FAR = 2_000  # characters from a source to where somebody is named next
_MANY = 12  # words of a source, sentences and paragraphs between, that are told apart


def evidence(discourse: Discourse, asked: Asked, candidates: Sequence[Candidate]) -> Evidence:
    """What speaks for each of the candidates: a value, mostly 0 to 1, by name."""
    common = _of_source(discourse, asked)
    best = max(asked.pointed.values(), default=0.0)
    recent = _by_recency(candidates)
    rank = {entity: number for number, entity in enumerate(recent)}
    rank_in_kind = {entity: number for alike in _by_kind(recent) for number, entity in enumerate(alike)}
    fits = [c.entity for c in candidates if c.entity and _fits(asked, c.entity)]
    nearest = [entity for entity in recent if entity in fits]
    common["candidates that fit"] = min(len(fits), 8) / 8
    common["one fits"] = len(nearest) == 1
    found = []
    for candidate in candidates:
        told, entity = dict(candidate.rules), candidate.entity
        found.append(told)
        if entity is None:
            told["nobody"] = 1.0
            continue
        _of_entity(told, entity)
        if asked.phrase:
            _of_words(told, discourse, asked.phrase, entity)
        _of_place(told, discourse, asked, entity)
        _of_agreement(told, asked, entity)
        if entity in rank:
            told["nearness"] = 1 / (1 + rank[entity])
            told["nearness among its kind"] = 1 / (1 + rank_in_kind[entity])
        if entity in nearest:
            told["nearness among those that fit"] = 1 / (1 + nearest.index(entity))
        told["fits"] = entity in fits
        if asked.pointed:
            linked = asked.pointed.get(entity, 0.0)
            told["linked"] = linked
            told["linked, log"] = log(linked + 0.003) / 6 + 1
            told["linked best"] = linked == best > 0
        told["mentioned lately"] = discourse.lately(entity)
    return Evidence(common, found)


def _by_recency(candidates: Sequence[Candidate]) -> list[Entity]:
    """The candidates that were mentioned before, the last mentioned first."""
    seen = [c.entity for c in candidates if c.entity and c.entity.seen]
    return sorted(seen, key=lambda entity: -entity.seen[-1].offset)


def _by_kind(entities: Sequence[Entity]) -> Iterable[list[Entity]]:
    """Those alike in kind, in number and in whether they are named, in the order in which they come."""
    found: dict[tuple[str, bool, bool], list[Entity]] = defaultdict(list)
    for entity in entities:
        found[entity.kind, entity.plural, entity.named].append(entity)
    return found.values()


def _fits(asked: Asked, entity: Entity) -> bool:
    """Whether kind, number and gender leave room for an entity to be meant."""
    person = entity.is_one_person
    if asked.form in ("he", "she"):
        return entity.is_likely(asked.form)
    if asked.form == "it":
        return not person and not entity.plural and entity.kind != "group"
    if asked.form == "they":
        return not person or bool(entity.members)
    if asked.phrase and asked.form in ("the", "own", "bare"):
        if asked.phrase.kind in ("organization", "document"):
            return entity.kind == asked.phrase.kind and not entity.place
        return entity.plural == asked.phrase.is_plural and (person or entity.plural)
    return True


def _of_source(discourse: Discourse, asked: Asked) -> Features:
    """What the source and its attribution are like."""
    attribution, phrase = discourse.attributions[asked.index], asked.phrase
    told = {"any": 1.0, f"source: {asked.form}": 1.0, f"type: {attribution.type}": 1.0}
    told["source: part"] = asked.part
    told["source: in quotes"] = asked.quoted
    told["source: in content"] = asked.host is not None
    told["no cue"] = attribution.cue is None
    told["attitude"] = attribution.act == "attitude"
    told["linker: nothing"] = 1.0 - sum(asked.pointed.values())
    told["cue before content"] = attribution.cue is not None and attribution.cue.start < asked.content[0].start
    if attribution.cue:
        told[f"cue: {attribution.cue_lemma}"] = 1.0
        told["cue: passive"] = bool(w.PASSIVE.intersection(words_of(attribution.cue.text)[:1]))
    if phrase is None:
        return told
    told[f"head: {singular(phrase.head)}"] = 1.0
    told[f"first: {phrase.words[0] if phrase.words else ''}"] = 1.0
    told["source: opens the sentence"] = phrase.span.start - discourse.sentence_start(phrase.span.start) < 3
    told["source: length"] = min(_MANY, len(phrase.span.text.split())) / _MANY
    told["source: plural"] = phrase.is_plural
    told["source: capital"] = phrase.core.text[:1].isupper()
    told["source: capitals later"] = any(c.isupper() for c in phrase.core.text[1:])
    told[f"source: {phrase.kind}"] = 1.0
    told["source: name is head"] = phrase.name is not None
    told["source: role"] = phrase.head in w.ROLES
    told["source: anybody"] = phrase.head in w.PEOPLE
    told["source: age"] = phrase.head.endswith("year-old")
    told["source: member"] = phrase.is_member
    told["source: initialism"] = phrase.is_initialism
    told["source: any organization"] = phrase.head in w.ANY_ORGANIZATION
    told["source: known"] = bool(discourse.called(singular(phrase.head)))
    for name in phrase.names:
        told[f"source: {name.kind} inside"] = 1.0
    told["source: names"] = len(phrase.names) / 4
    told["source: complement"] = bool(phrase.complement)
    told["source: modifiers"] = bool(phrase.modifiers)
    return told


def _of_entity(told: Features, entity: Entity) -> None:
    """What the candidate is like."""
    told[f"kind: {'place' if entity.place else entity.kind}"] = 1.0
    told["named"] = entity.named
    told["plural"] = entity.plural
    if not entity.named:
        told["indefinite"] = entity.name[:2].lower() in ("a ", "an") or entity.name[:4].lower() == "one "
        told["a source before"] = bool(entity.spoke)
    told["joint"] = bool(entity.members)
    told["doubtful"] = entity.doubtful
    told["times named"] = log1p(len(entity.offsets))
    told["times mentioned"] = log1p(len(entity.seen))
    told["times spoken"] = log1p(len(entity.spoke))
    told["callings known"] = bool(entity.callings)


def _of_words(told: Features, discourse: Discourse, phrase: Phrase, entity: Entity) -> None:
    """How the source's words and the candidate's go together."""
    head = singular(phrase.head)
    words = frozenset(phrase.words) - w.DETERMINERS
    name = words_of(entity.name)
    if entity.callings:
        told["head is calling"] = head in entity.callings
        told["only one called so"] = told["head is calling"] and len(discourse.called(head)) == 1
    if words:
        known = entity.words.union(name)
        told["words shared"] = len(words & known) / len(words)
        told["all words shared"] = words <= known
        told["head in name"] = head in name or phrase.head in name
        told["head ends name"] = bool(name) and name[-1] in (head, phrase.head)
        told["modifiers shared"] = len(phrase.modifiers & known) / max(1, len(phrase.modifiers))
        told["words the source has more"] = min(4, len(words - known)) / 4
        told["words the name has more"] = min(4, len(set(name) - words - w.DETERMINERS)) / 4
        others = bool(phrase.modifiers - known) and bool(set(name[:-1]) - words - w.DETERMINERS)
        told["other modifiers"] = others and not entity.named
        told["all of the name shared"] = bool(name) and words >= set(name) - w.DETERMINERS
        told["name shared"] = len(words & set(name)) / max(1, len(name))
    if phrase.complement:
        told["complement shared"] = len(phrase.complement & entity.words) / len(phrase.complement)
    told["same description"] = not entity.named and entity.name.lower() == phrase.description.lower()
    if phrase.name is not None and entity in (bearing := discourse.cast.bearing(phrase.name)):
        told["share of the name"] = discourse.cast.share(entity, bearing)
    inside = [name for name in phrase.names if name.span in entity.mentions]
    if inside:
        _of_name_inside(told, phrase, inside[-1].span)
        told["inside: last"] = phrase.names[-1] in inside
        told["inside: first"] = phrase.names[0] in inside
        told["inside: beside a person"] = any(n.kind == "person" and n not in inside for n in phrase.names)
        told["inside: is head"] = phrase.name in inside


def _of_name_inside(told: Features, phrase: Phrase, name: Span) -> None:
    """How a name stands in the source: at its end, after "of", before "'s", in apposition, before the head."""
    text = phrase.span.text
    before, after = text[: name.start - phrase.span.start], text[name.end - phrase.span.start :]
    told["inside: before brackets"] = after.lstrip()[:1] == "("
    after = without_brackets(after)
    last = words_of(before)[-1:] or ("",)
    told["inside: to the end"] = not words_of(after)
    told["inside: from the start"] = not set(words_of(before)) - w.DETERMINERS
    told["inside: told to be the name"] = phrase.told_name.startswith(plain(name.text))
    told["inside: share"] = (name.end - name.start) / max(1, len(text))
    told["inside: before an aside"] = after.lstrip()[:1] in (",", "(", "—", "–") and bool(after.strip(" ,.)"))
    told["inside: after an aside"] = bool(before.strip()) and before.rstrip()[-1:] in ",(—–"
    told["inside: possessive"] = after.startswith(("'s", "’s", "' ", "’ "))
    told["inside: after a preposition"] = bool(set(words_of(before)[-2:]) & w.AFTER_HEAD) or last[0] in ("of", "by")
    told["inside: after a role"] = singular(last[0]) in w.ROLES or last[0] in w.TITLES
    told["inside: before more words"] = after[:1] == " " and bool(after.strip())
    told["inside: in brackets"] = before.rstrip().endswith("(")
    told["inside: after and"] = last[0] in ("and", "&")
    told["inside: before and"] = words_of(after)[:1] == ("and",)
    told["inside: after a hyphen"] = before.endswith("-")


def _of_place(told: Features, discourse: Discourse, asked: Asked, entity: Entity) -> None:
    """Where the candidate was mentioned and spoke, and where it is named in and around the attribution."""
    before = [m for m in entity.seen[-3:] if m.offset < asked.begin]
    if before:
        last = before[-1]
        sentences, paragraphs = asked.sentence - last.sentence, asked.paragraph - last.paragraph
        told["same sentence"] = sentences <= 0
        told["sentence before"] = sentences == 1
        told["sentences between"] = log1p(max(0, sentences)) / 3
        told["same paragraph"] = paragraphs <= 0
        told["paragraph before"] = paragraphs == 1
        told["paragraphs between"] = min(_MANY, max(0, paragraphs)) / _MANY
        for back, where in enumerate(("this sentence", "the sentence before")):
            there = [m for m in before if asked.sentence - m.sentence == back]
            told[f"leads {where}"] = any(m.leads for m in there)
            told[f"opens {where}"] = any(m.opens for m in there)
        told["last leads"] = last.leads
        told["last opens its sentence"] = last.opens
        told["last is a source"] = last.speaks
        told["last described"] = last.described
        told["last in quotes"] = last.quoted
        told["last is a pronoun"] = last.again
        told["all in quotes"] = all(m.quoted for m in before)
    else:
        told["not yet mentioned"] = 1.0
        if entity.offsets and entity.offsets[0] >= asked.begin:
            told["named later"] = 1.0
            _of_name_ahead(told, discourse, asked, entity.offsets[0])
    if entity.offsets:
        told["opens the article"] = discourse.places.paragraph(entity.offsets[0]) <= 2
    if entity.spoke:
        told["spoke last"] = entity is discourse.spoken[-1]
        told["spoke last but one"] = len(discourse.spoken) > 1 and entity is discourse.spoken[-2]
        told["spoke in the paragraph"] = entity.spoke[-1] == asked.paragraph
        told["spoke in the paragraph before"] = entity.spoke[-1] == asked.paragraph - 1
        told["share of what was said"] = discourse.spoken[-4:].count(entity) / 4
    told["host"] = entity is asked.host
    told["host, reported"] = entity is asked.host and asked.reported
    told["named in what is said"] = entity in asked.told_of
    told["addressed"] = entity in asked.addressed


def _of_name_ahead(told: Features, discourse: Discourse, asked: Asked, offset: int) -> None:
    """How soon after a source somebody is named, at `offset`, and whether the name points back to it."""
    here = asked.phrase.span.end if asked.phrase else asked.content[-1].end
    told["sentences until named"] = log1p(max(0, discourse.sentence(offset) - asked.sentence)) / 3
    told["paragraphs until named"] = min(_MANY, discourse.places.paragraph(offset) - asked.paragraph) / _MANY
    between = discourse.names.within(here, offset) if offset - here < _FAR else None  # so that all stays linear
    told["named next"] = between is not None and not any(name.kind == "person" for name in between)
    name = next(iter(discourse.names.within(offset, offset + 1)), None)
    if name and asked.phrase and offset >= here:
        told["points back here"] = discourse.pointed_from(name, asked.phrase.span)


def _of_agreement(told: Features, asked: Asked, entity: Entity) -> None:
    """Whether the candidate's kind, number and gender are those of the source."""
    person, gender = entity.is_one_person, entity.gender or entity.guess
    if asked.form in ("he", "she"):
        told["gender agrees"] = entity.gender == asked.form
        told["gender disagrees"] = entity.gender is not None and entity.gender != asked.form
        told["first name agrees"] = not entity.gender and entity.guess == asked.form
        told["first name disagrees"] = not entity.gender and entity.guess not in (None, asked.form)
        told["person for he or she"] = person
    elif asked.form == "they":
        told["several for they"] = entity.plural or bool(entity.members)
        told["person for they"] = person
    elif asked.form == "it":
        told["thing for it"] = not person and not entity.plural
    elif asked.phrase and not asked.phrase.name:
        told["kinds agree"] = entity.kind == asked.phrase.kind
        told["numbers agree"] = entity.plural == asked.phrase.is_plural
        told["person for one"] = person and asked.phrase.kind == "anonymous" and not asked.phrase.is_plural
        head = "he" if asked.phrase.head in w.MALE else "she" if asked.phrase.head in w.FEMALE else None
        told["gender agrees"] = bool(head and gender) and head == gender
        told["gender disagrees"] = bool(head and gender) and head != gender
