"""Whom the words beside a quotation credit it to, by rule: tags with rare verbs, and credits without any verb.

A tag (“...,” shot back Ann Lee), a name after a dash, in brackets, on the line below or above. The model finds most
tags; what it passes over glues a quotation to whoever spoke before.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

import regex

from quotes.attribution import Name, Span
from quotes.cues import is_speech
from quotes.english import words
from quotes.text.intervals import Intervals
from quotes.text.quotations import Quotation
from quotes.text.sentences import Sentence
from quotes.text.text import Text

_TOP = 2  # paragraphs that may be headlines
REACH = 160  # characters beside a quotation that may hold who said it
_MARGIN = 40  # characters before a line's text that are looked at
MOST = 14  # words of a tag that are looked at
LINE = 110  # characters of a line with a name and who that is
SUBJECT = 70  # characters of a sentence that may hold its subject
_ROLE = 6  # words before a name, or after an article
_OPEN = frozenset(",?!…—–-")  # at the end of a quotation whose sentence may go on with a tag
_AUXILIARIES = frozenset({"has", "have", "had", "also", "then", "later"})

_NAME = r"\p{Lu}[\p{L}\p{M}.'’-]*+(?:[ \xa0](?:(?:de|van|von|bin|al|la|y)[ \xa0])?\p{Lu}[\p{L}\p{M}.'’-]*+){1,5}+"
_WORD = regex.compile(
    r"[\s\xa0]*+(?P<word>[\p{L}\p{N}@][\p{L}\p{M}\p{N}'’_-]*+(?:\.\p{L}++)*+(?:(?<=\b(?:\p{Lu}|(?i:\L<short>)))\.)?+)",
    short=sorted(words("titles", "short")),
)
_PERSON = regex.compile(rf"(?P<who>{_NAME})(?:[ \xa0]\([^()\n]{{1,40}}\))?+(?:,[ \xa0][^\n.!?:;\"“”]{{2,80}}+)?+")
_ROLE_AND_PERSON = regex.compile(rf"(?:[\p{{L}}’'-]++[ \xa0]){{0,3}}?{_NAME}")
_AFTER_DASH = regex.compile(r"\s{0,3}+(?:[—–]|--?)[ \xa0]?+(?P<who>\p{Lu}[^\n\"“”!?;:]{2,100}+)(?=\n|$)")
_NEXT_LINE = regex.compile(r"[ \t]*+\n[ \t]*+\n?+[ \t>]*+(?=\p{Lu})")
_IN_BRACKETS = regex.compile(rf"[.]?[ \xa0]?+\((?P<who>{_NAME}(?:,[ \xa0][^()\n]{{2,60}}+)?+)\)")
_LABEL = regex.compile(
    r"(?:.{0,80}?[.!?][ \xa0])?+(?:(?:And[ \xa0])?[Ff]rom|Statement (?:from|by))[ \xa0](?P<from>[^\n:\"“”]{3,100}+):"
    rf"\s{{1,3}}+$|(?P<who>{_NAME}(?:,[ \xa0][^\n:.!?\"“”]{{1,70}}+)?+)(?P<colon>:)?\s{{1,3}}+$"
)
_HEADLINE = regex.compile(r":\s(?:(?P<who>\p{Lu}[\p{L}'’-]++(?:\s\p{Lu}[\p{L}'’-]++)*+)\s\p{Ll})?[^\n.!?\"“”]{1,90}+")
_SENTENCE = regex.compile(r"[.!?][ \xa0]++\p{Lu}")
_ANSWER = regex.compile(
    r"[,.]?\s++(?P<cue>(?:was|is|came|comes)\s++(?:the|(?P<whose>his|her|their))\s++(?:\p{Ll}++\s++)?\L<nouns>)"
    r"(?:\s++(?:of|from)\s++(?=\S)|(?P<end>[.,;]))",
    nouns=sorted(words("answering")),
)


@dataclass(frozen=True, slots=True)
class Credit:
    """Who is credited with a quotation beside it.

    start, end: of the words that do so. cue: None where there is no verb. source: who is named, if anybody is.
    """

    quotation: Quotation
    cue: Span | None
    source: Span | None
    start: int
    end: int


def credits(text: Text) -> Iterator[Credit]:
    """The credits of a text's outermost quotations, in text order."""
    quoted = text.quotations.items
    last: Credit | None = None
    for number, quotation in enumerate(quoted):
        following = quoted[number + 1].start if number + 1 < len(quoted) else len(text.characters)
        before = max(
            quoted[number - 1].end if number else 0, last.end if last and last.start >= last.quotation.end else 0
        )
        last = (
            _tag(text, quotation, following)
            or _after(text, quotation, following)
            or _above(text, quotation, before)
            or _below(text, quotation, following)
            or _in_headline(text, quotation)
        )
        if last:
            yield last


def introduced(text: Text, names: Intervals[Name], quotation: Quotation) -> Span | None:
    """Who the sentence beside a quotation without a tag is about: "Mayor Lee" of "Mayor Lee was blunt. “No.”"."""
    before = text.sentences.before(quotation.start - 1)
    if before and before.end <= quotation.start and _is_beside(text, before, quotation):
        return _subject(text, names, before)
    home = text.places.paragraphs.before(quotation.start)
    after = text.sentences.items[text.sentences.at(quotation.end) + 1 :][:1]
    if home and home[0] == quotation.start and quotation.closed and after and after[0].start < home[1]:
        return _subject(text, names, after[0]) if _is_beside(text, after[0], quotation) else None
    return None


def _is_beside(text: Text, sentence: Sentence, quotation: Quotation) -> bool:
    """Whether a sentence without quotations stands in a quotation's paragraph, and neither goes on in the other."""
    start, end = min(sentence.start, quotation.start), max(sentence.end, quotation.end)
    ends = text.characters[sentence.end - 1] in ".!" and text.characters[quotation.inner_end - 1] not in ",:;"
    alone = not text.quotations.meeting(sentence.start, sentence.end)
    return ends and alone and text.places.paragraph(start) == text.places.paragraph(end - 1)


def _subject(text: Text, names: Intervals[Name], sentence: Sentence) -> Span | None:
    """The person whom a sentence begins with, and their role before the name."""
    near = names.meeting(sentence.start, min(sentence.end, sentence.start + SUBJECT))
    name = next((name for name in near if name.kind == "person"), None)
    if name is None:
        return None
    role = [match["word"] for match in _words(text.characters, sentence.start, name.span.start)]
    plain = all(not (w.islower() and (w.endswith(("ed", "ing")) or is_speech(w))) for w in role)
    if len(role) > _ROLE or not plain or not words("phrase_ends").isdisjoint(map(str.lower, role)):
        return None
    if text.characters[sentence.start : name.span.start].strip() != " ".join(role):
        return None
    return Span.of(text.characters, sentence.start, name.span.end)


def _tag(text: Text, quotation: Quotation, following: int) -> Credit | None:
    """A clause with a verb of speech after a quotation: "shot back Ann Lee", "a reporter asked", "was her reply"."""
    characters = text.characters
    home = text.places.paragraphs.holding(quotation.end - 1, quotation.end)
    stop = min(home[1] if home else quotation.end, following, quotation.end + REACH)
    if quotation.inner_end <= quotation.inner_start or quotation.end >= stop:
        return None
    last = characters[quotation.inner_end - 1]
    comma = last == "," or characters[quotation.end] == ","
    if answer := _ANSWER.match(characters, quotation.end, stop):
        cue = Span.of(characters, *answer.span("cue"))
        phrase = _words(characters, answer.end(), stop)
        if answer["end"]:
            source = Span.of(characters, *answer.span("whose")) if answer["whose"] else None
            return Credit(quotation, cue, source, cue.start, cue.end)
        if length := _noun_phrase(phrase):
            source = Span.of(characters, phrase[0].start("word"), phrase[length - 1].end("word"))
            return Credit(quotation, cue, source, cue.start, source.end)
    if not comma and last not in _OPEN:
        return None
    said = _words(characters, quotation.end + (characters[quotation.end] == ","), stop)
    if not said:
        return None
    return _inverted(characters, quotation, said, comma) or _subject_first(characters, quotation, said, comma)


def _inverted(characters: str, quotation: Quotation, said: Sequence[regex.Match[str]], comma: bool) -> Credit | None:
    """ "said Ann Lee", "shot back a man": the verb first."""
    length = _verb(said, 0, loosely=comma)
    if not length:
        return None
    phrase = said[length:]
    size = _noun_phrase(phrase)
    if not size:
        return None
    cue = Span.of(characters, said[0].start("word"), said[length - 1].end("word"))
    source = Span.of(characters, phrase[0].start("word"), phrase[size - 1].end("word"))
    return Credit(quotation, cue, source, cue.start, source.end)


def _subject_first(
    characters: str, quotation: Quotation, said: Sequence[regex.Match[str]], comma: bool
) -> Credit | None:
    """ "a reporter asked", "director Paul Reik told her": the verb last."""
    for at in range(1, min(len(said), _ROLE + 3)):
        begin = at
        while begin > 1 and (said[begin - 1]["word"] in _AUXILIARIES or said[begin - 1]["word"].endswith("ly")):
            begin -= 1
        length = _verb(said, at, loosely=False)
        if not length or _noun_phrase(said[:begin]) != begin:
            continue
        end = said[at + length - 1].end("word")
        after = characters[end : end + 1]
        if not comma and said[0]["word"][:1].isupper() and (after not in ".,;" or not after):
            return None
        cue = Span.of(characters, said[begin].start("word"), end)
        source = Span.of(characters, said[0].start("word"), said[begin - 1].end("word"))
        return Credit(quotation, cue, source, source.start, end)
    return None


def _verb(said: Sequence[regex.Match[str]], at: int, *, loosely: bool) -> int:
    """How many words of a verb of speech stand at a place: 0, 1, or 2 with a particle. loosely: a past form does."""
    word = said[at]["word"]
    if not word.islower():
        return 0
    if at + 1 < len(said) and f"{word} {said[at + 1]['word']}" in words("phrasal"):
        return 2
    if word.endswith("ing") or word in words("function_words") - {"said", "say", "same"}:
        return 0
    return int(is_speech(word) or (loosely and word.endswith("ed") and _noun_phrase(said[at + 1 :]) > 1))


def _noun_phrase(phrase: Sequence[regex.Match[str]]) -> int:
    """How many words from the first on name who speaks: a name with a role before it, "a woman", "she"; else 0."""
    spelt = [match["word"] for match in phrase]
    if not spelt:
        return 0
    if spelt[0].lower() in ("he", "she", "they", "i", "we"):
        return 1
    ends, size = words("phrase_ends"), 0
    named = False
    for at, word in enumerate(spelt[: _ROLE + 5]):
        capital = word[:1].isupper() and (at > 0 or word.lower() not in words("starters") - words("determiners"))
        if (
            (named and not _goes_on(spelt[at : at + 3], ends))
            or word in ends
            or (word.islower() and word.endswith(("ing", "ed")))
        ):
            break
        named = named or (capital and word.lower() not in words("determiners") | words("times"))
        size = at + 1
    described = spelt[0].lower() in words("determiners") and 1 < size <= _ROLE
    return size if named or described else 0


def _goes_on(spelt: Sequence[str], ends: Set[str]) -> bool:
    """Whether a name, or a role of at most two words before one, comes next: "City coach Ann Lee"."""
    at = next((at for at, word in enumerate(spelt) if word[:1].isupper()), len(spelt))
    return at < len(spelt) and ends.isdisjoint(spelt[:at])


def _words(characters: str, start: int, stop: int) -> list[regex.Match[str]]:
    """The words from a place on, up to the first mark between them."""
    found: list[regex.Match[str]] = []
    while len(found) < MOST and (match := _WORD.match(characters, start, stop)):
        found.append(match)
        start = match.end()
    return found


def _after(text: Text, quotation: Quotation, following: int) -> Credit | None:
    """A name after a dash to the end of the line, or in brackets."""
    stop = min(quotation.end + REACH, following)
    dash = _AFTER_DASH.match(text.characters, quotation.end, stop)
    found = dash or (
        _IN_BRACKETS.match(text.characters, quotation.end, stop) if _is_sentence(text, quotation) else None
    )
    if found is None or not _is_who(found["who"]):
        return None
    source = Span.of(text.characters, found.start("who"), found.start("who") + len(found["who"].rstrip(" .")))
    return Credit(quotation, None, source, quotation.end, found.end())


def _is_who(words_there: str) -> bool:
    """Whether a line names somebody, and tells no more than who that is: "Ann Lee, florist", "Lee"."""
    told = words_there.split()
    tells = any(word.islower() and is_speech(word) for word in told) or _SENTENCE.search(words_there)
    return not tells and len(told) <= MOST and (len(told) == 1 or bool(_ROLE_AND_PERSON.match(words_there)))


def _above(text: Text, quotation: Quotation, before: int) -> Credit | None:
    """A line that ends in a name, or in "From" and whom, above a quotation that begins a line."""
    characters, start = text.characters, max(before, quotation.start - REACH)
    line = characters.rfind("\n", start, start + len(characters[start : quotation.start].rstrip())) + 1
    if not line and start:
        return None
    found = _LABEL.match(characters, max(line, start), quotation.start)
    if found is None or (found["who"] and not found["colon"] and not _is_alone(text, quotation, found.end("who"))):
        return None
    group = "from" if found["from"] else "who"
    return Credit(quotation, None, Span.of(characters, *found.span(group)), found.start(), quotation.start)


def _is_alone(text: Text, quotation: Quotation, name_end: int) -> bool:
    """Whether a quotation takes all of the line right below a name."""
    directly = text.characters[name_end : quotation.start].count("\n") == 1
    return directly and text.characters[quotation.end : quotation.end + 1] in ("", "\n", "\r")


def _below(text: Text, quotation: Quotation, following: int) -> Credit | None:
    """A line with nothing but a name, and who that is, below a quotation that takes a paragraph or a line."""
    characters = text.characters
    if not _begins_line(characters, quotation.start) or not _is_sentence(text, quotation):
        return None
    between = _NEXT_LINE.match(characters[quotation.end : quotation.end + 20])
    if between is None:
        return None
    start = quotation.end + between.end()
    stop = characters.find("\n", start, min(start + LINE, following))
    end = stop if stop >= 0 else min(start + LINE, following, len(characters))
    found = _PERSON.fullmatch(characters[start:end].rstrip())
    if found is None or characters[end : end + 1] not in ("", "\n", "\r"):
        return None
    return Credit(quotation, None, Span.of(characters, start, start + found.end()), start, end)


def _begins_line(characters: str, at: int) -> bool:
    """Whether nothing but a margin, and the marks of e-mail and block quotes, stands before a place in its line."""
    before = characters[max(0, at - _MARGIN) : at]
    line = before[before.rfind("\n") + 1 :]
    return len(line) < _MARGIN and not line.strip(" \t>")


def _in_headline(text: Text, quotation: Quotation) -> Credit | None:
    """A headline that begins with what is said, a colon, and who says it: "'No': Ann Lee on the bridge"."""
    at = text.places.paragraphs.at(quotation.start)
    start, end = text.places.paragraphs.items[at] if at >= 0 else (0, 0)
    found = (
        _HEADLINE.fullmatch(text.characters, quotation.end, end) if at < _TOP and start == quotation.start else None
    )
    if found is None:
        return None
    source = Span.of(text.characters, *found.span("who")) if found["who"] else None
    return Credit(quotation, None, source, quotation.end, found.end())


def _is_sentence(text: Text, quotation: Quotation) -> bool:
    """Whether a quotation is more than a title or a catchword."""
    inner = text.characters[quotation.inner_start : quotation.inner_end]
    return inner.count(" ") >= 3 or inner[-1:] in ".!?…"
