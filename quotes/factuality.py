"""Whether what is attributed was said at all, and who tells so: the factuality of an attribution (Saurí, 2009).

"Is expected to say" and "did not say" attribute what nobody said; "is understood to have told" attributes by hearsay;
in "that said" and "to say the least" nobody speaks, nor does the clock that says nine.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import replace
from functools import lru_cache

import regex

from quotes.attribution import Span
from quotes.cues import is_speech, known_head, lemma
from quotes.english import words
from quotes.tagging.tagger import Frame, Part
from quotes.text.intervals import Intervals
from quotes.text.quotations import Quotation

_AROUND = 40  # characters before and after a cue that a set phrase, or what makes it hearsay, may take
_REACH = 80  # characters before a cue that its subject may take
_ALONE = 4  # words that may be whom somebody thanks
_NEVER = frozenset({"not", "never", "cannot", "nor", "neither", "hardly"})
_MODALS = frozenset({"should", "must", "may", "might", "ought", "could", "will", "shall"})
_NOBODY = frozenset({"nobody", "none", "neither", "no", "whoever", "whatever"})
_SUPPOSING = frozenset({"if", "unless", "should", "suppose", "supposing", "imagine"})
_OURSELVES = frozenset({"i", "we"})

_GIVING = words("cues", "light") | {"have", "issue"}

_PASSIVE = regex.compile(r"(?i)\b(?:is|was|were|been|being)\s(?:\w++\s)?said$")
_NAMED = regex.compile(
    r"(?i)(?!no\b)(?:(?:an?|the|his|her|its|their)\s)?(?:\p{L}[\p{L}’'-]*+\s){0,3}?\L<nouns>",
    nouns=sorted(words("answering")),
)
_WORD = regex.compile(r"\p{L}++(?:['’]\p{L}++)?+")
_IDLE = regex.compile(r"\bThat(?: being)? said,|\b(?i:\L<idle>)\b", idle=sorted(words("idle")))
_PARTICIPLES = r"\b(?:is|are|was|were|been|be)\s+(?:\w++\s+)?(?:\L<participles>)"
_HEARSAY = regex.compile(
    rf"(?:{_PARTICIPLES}\s+(?:to\s+(?:have\s+)?(?:\w++ly\s+)?|(?=\w{{1,20}}ing\b))|\b\L<adverbs>(?:\s+|$))",
    participles=sorted(words("evidentials", "participle")),
    adverbs=sorted(words("evidentials", "adverb")),
)
_DEPUTED = regex.compile(
    r"(?:(?:(?:\L<determiners>)|\p{N}[\p{N},]*+|\p{L}++['’]s?)\s+(?:[\p{L}\p{N}'’-]++\s+){0,3}?)?(?i:\L<envoys>)"
    r"(?:,?\s+\p{Lu}[\p{L}\p{M}'’-]*+){0,4},?(?:\s+(?:to|from|for|home|over)\b[^.:;\"“”\n]{0,60}+)?",
    determiners=sorted(words("determiners") | words("numbers")),
    envoys=sorted(words("envoys")),
)
_TO_A_SIDE = regex.compile(
    r"[^.:;\"“”\n]{0,40}?\p{Lu}[\p{L}\p{M}'’-]++ to (?:the|his|her|its|their)\b[^.:;\"“”\n]{1,40}+"
)
_TITLE = regex.compile(
    r"\b(?i:\L<works>)(?:,|:)?\s+(?:(?:entitled|titled|called|named|is|was|reads|read),?\s+)?$",
    works=sorted(words("works")),
)
_CLAUSE = regex.compile(
    r"(?<![^\n.!?;:\"“”])[^\S\n]*+"
    r"(?P<subject>(?!(?:\L<starters>)\b)\p{Lu}[^\n.!?;:\"“”]*[\p{L}\p{M}]),?\s*+$",
    starters=sorted(words("starters") - words("determiners")),
    flags=regex.IGNORECASE,
)
_TOLD_ON = regex.compile(r"\s+(?:(?:to\s+)?have\s+)?(?P<adverb>\w++ly\s+)?(?P<verb>\w++)")
_TO_WHOM = regex.compile(
    r"\s+(?:(?:(?:\L<determiners>)\s+)?(?:[\p{L}'’-]++\s+){1,4}?(?=that\b)|"
    r"(?<=\b(?:told|warned|assured|informed|promised)\s)(?:(?:\L<determiners>)\s+)?[\p{L}'’-]++\s+)?",
    determiners=sorted(words("determiners")),
)


def is_said(cue: Span, content: str, source: Span | None, text: str) -> bool:
    """Whether a statement was made, and is not only expected, wanted, supposed, kept back or denied.

    cue, source: of the attribution, in the article's text; content: its first piece.
    """
    spoken = _words(cue.text)
    head = next((at for at, word in enumerate(spoken) if is_speech(word)), None)
    if head is None:
        return True
    first = source if source and source.start < cue.start else cue
    before = _words(text[max(0, first.start - _AROUND) : first.start])[-1:]
    who = _words(source.text) if source else []
    if not _SUPPOSING.isdisjoint(before) or not _NOBODY.isdisjoint(who[:1] or before):
        return False
    if _is_negative(spoken[:head]) and not is_speech(spoken[head], "stance"):
        return False
    if not _MODALS.isdisjoint(spoken[:head]) and _OURSELVES.isdisjoint(who) and "heard" not in spoken:
        return False
    return not _is_put_off([*spoken, *_words(content)[:2]])


def heard(cue: Span, text: str) -> str | None:
    """The words of a cue by which somebody speaks, where others tell that they do; None where nobody tells so.

    "shouted" of "is alleged to have shouted", "saying" of "was heard saying", "told" after "reportedly".
    """
    start = max(0, cue.start - _AROUND)
    for match in _HEARSAY.finditer(text[start : cue.end]):
        spoken = text[max(cue.start, start + match.end()) : cue.end]
        if start + match.end() >= cue.start and any(map(is_speech, _words(spoken))):
            return spoken
    return None


def is_idle(frame: Frame, text: str) -> bool:
    """Whether nobody speaks: the cue is part of a set phrase, only helps a verb or tells a deed, or a thing shows."""
    if words("auxiliaries").issuperset(_words(frame.cue.text) or [""]):
        return True  # "did" of "said he did not believe it was over"
    start = max(0, frame.cue.start - _AROUND)
    around = _IDLE.finditer(text[start : frame.cue.end + _AROUND].replace("’", "'"))
    if any(start + m.start() < frame.cue.end and frame.cue.start < start + m.end() for m in around):
        return True
    if any(is_speech(word, "greeting") for word in _words(frame.cue.text)) and _is_person_alone(frame):
        return True
    heads = {"".join(_words(part.span.text)[-1:]) for part in frame.sources}
    if known_head(frame.cue.text) == "recall" and _is_called_back(frame, heads):
        return True
    if _says_nothing(frame):
        return True
    return bool(heads & words("showing")) and not any(
        '"' in p.span.text or "“" in p.span.text for p in frame.contents
    )


def _says_nothing(frame: Frame) -> bool:
    """Whether the content only names what was uttered, or how much: "took a different view", "nothing was said"."""
    contents = [part.span for part in frame.contents]
    if lemma(frame.cue.text) in _GIVING:
        return all(_NAMED.fullmatch(span.text) for span in contents)
    passive = _PASSIVE.search(frame.cue.text) is not None
    return passive and not frame.sources and all(_is_about(span, frame.cue) for span in contents)


def _is_about(content: Span, cue: Span) -> bool:
    """Whether a content is a passive's subject without marks, or what it is about: "much", "about the bridge"."""
    marked = any(mark in content.text for mark in "\"“‘'")
    return not marked and (content.end <= cue.start or content.text.startswith(("about ", "of ", "on ")))


def _is_person_alone(frame: Frame) -> bool:
    """Whether the content is only whom somebody thanks or greets: "the divers", not "the divers for their work"."""
    told = [word for part in frame.contents for word in _words(part.span.text)]
    return len(told) <= _ALONE and "for" not in told


def _is_called_back(frame: Frame, heads: Set[str]) -> bool:
    """Whether an envoy, a player or a product is called back: "the company recalls the jars", not "how it began"."""
    told = [part.span.text for part in frame.contents]
    if heads & words("organizations"):
        return not any(one[0] in "\"“‘'" or one.startswith(("that ", "how ", "when ")) for one in told)
    return all(_is_deputed(one) or _TO_A_SIDE.fullmatch(one) for one in told)


def _is_deputed(content: str) -> bool:
    """Whether a content is no more than whom a state sends out: "its envoy to Tolmark", not "the envoy was late"."""
    return _DEPUTED.fullmatch(content) is not None and words("auxiliaries").isdisjoint(_words(content))


def is_title(text: str, quotation: Quotation) -> bool:
    """Whether what stands before a quotation tells that it is a title or a motto: "the novel “...”"."""
    return _TITLE.search(text, max(0, quotation.start - _AROUND), quotation.start) is not None


def told_on(text: str, frame: Frame, quoted: Intervals[Quotation]) -> Frame:
    """A frame whose cue only tells that others tell something, with the verb of speech after it in the cue.

    The model takes "is understood" for the cue of "Ria Sand is understood to have told colleagues that she would go",
    and all the rest for what is understood: here Ria Sand told, "that she would go".
    """
    after = _TOLD_ON.match(text, frame.cue.end)
    if not (_ends_in_evidential(frame) and after and is_speech(after["verb"])):
        return frame
    cue = Span.of(text, frame.cue.start, after.end())
    contents = tuple(_said_after(text, frame, cue.end, quoted))
    sources = frame.sources or tuple(_subject(text, frame))
    return replace(frame, cue=cue, sources=sources, contents=contents) if contents else frame


def _subject(text: str, frame: Frame) -> Iterator[Part]:
    """Whom a cue without a source tells of: what the model took for content before it, or all words before it."""
    start = frame.cue.start
    if before := [part for part in frame.contents if part.span.end <= start]:
        yield before[-1]
    elif clause := _CLAUSE.search(text, max(0, start - _REACH), start):
        yield Part(Span.of(text, *clause.span("subject")), frame.probability)


def _said_after(text: str, frame: Frame, verb_end: int, quoted: Intervals[Quotation]) -> Iterator[Part]:
    """The pieces of content after a verb of speech, without those whom it tells it."""
    whom = _TO_WHOM.match(text, verb_end)
    for part in frame.contents:
        end = part.span.end
        if end <= verb_end:
            continue
        start = max(part.span.start, whom.end() if whom and whom.end() < end else verb_end)
        start += len(text[start:end]) - len(text[start:end].lstrip())
        quotation = quoted.before(start)
        if quotation and quotation.start == start:
            end = quotation.end
        if start < end:
            yield replace(part, span=Span.of(text, start, end))


def _ends_in_evidential(frame: Frame) -> bool:
    """Whether the cue is "is understood" or the like; "should"; "reportedly", where somebody is told of."""
    *before, last = _words(frame.cue.text) or [""]
    if last in words("auxiliaries"):  # "should" of "She should have told us that it leaked"
        return True
    if last in words("evidentials", "adverb"):
        return not before and bool(frame.sources)
    return bool(before) and last in words("evidentials", "participle")


def _is_put_off(spoken: Sequence[str]) -> bool:
    """Whether "to say" or the like comes after a word that puts it off: "is expected to", "declined to"."""
    unreal = words("unreal")
    for at, word in enumerate(spoken[:-2]):
        if word in unreal and spoken[at + 1] == "to":
            verb = spoken[at + 3] if spoken[at + 2] == "have" and at + 3 < len(spoken) else spoken[at + 2]
            if is_speech(verb):
                return True
    return False


def _is_negative(spoken: Sequence[str]) -> bool:
    return not _NEVER.isdisjoint(spoken) or any(word.endswith(("n't", "n’t")) for word in spoken)


@lru_cache(maxsize=256)
def _words(text: str) -> tuple[str, ...]:
    return tuple(word.lower() for word in _WORD.findall(text))
