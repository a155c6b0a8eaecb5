"""The proper names of an article made whole: parts put together, and what was passed over found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import regex

from quotes.article import Article
from quotes.attribution import Name, Span
from quotes.resolve import words as w
from quotes.resolve.phrases import only_word, plain, singular, words_of
from quotes.resolve.roles import is_role
from quotes.text.intervals import Intervals

_DATELINE = regex.compile(
    r"(?m)^(\p{Lu}[\p{Lu} .'’-]{2,30}+)(?:,[^\n—–-]{2,30}+)?+(?: ?\([^()\n]{2,20}\))? ?+(?:—|–|--?) "
)
_NICKNAME = regex.compile(r"\s++[\"“‘'](\p{Lu}[\p{L}\p{M}-]++)[\"”’']")
_MARKS = "\"“”‘’' "
_SMALL_FIRST = regex.compile(r"(?:(?:and|of|\p{Ll}{4,}+)\s++)++(?=\p{Lu})")
_TITLE_INSIDE = regex.compile(rf"\s((?:{'|'.join(sorted(title.capitalize() for title in w.INSIDE))})\.?\s)")
_OWNER = regex.compile(r"(?:['’]s|s['’])\s++(?=\p{Lu})")  # what stands before belongs to another: "Acme's Ann Lee"
_NAME_TOO = regex.compile(r"(?<!\p{L})(Sheikh|Sheikha|Begum|Mullah)[ \xa0]$")
_GOES_ON = regex.compile(r"\s(?:of|for)(?:\sthe)?+$")
_NO_FIRST = w.ORGANIZATIONS | w.ROLES | w.PLACES | {"and", "of"}  # no name's, which may begin small: "afrol News"
_GIVEN_BEFORE = regex.compile(r"(?<![\p{L}\d’'-])(\p{Lu}\p{Ll}++)[ \xa0](?:\p{Lu}\.[ \xa0])?+$")
_PASSED_OVER = regex.compile(r"(?<![\p{L}\d’'-])(\p{L}\p{Ll}*+)\.?[ \xa0]((?:\p{Lu}[\p{Ll}-]++[ \xa0]){1,2})$")
_INITIAL_LAST = regex.compile(r"(?:^|\s)\p{Lu}$")
_LAST_WORD = regex.compile(r"(?<!\s)\s++(\p{L}++)$")
_CAPITALISED = regex.compile(r"\b\p{Lu}[\p{L}\p{M}'’-]*+")
_FULL_NAME = regex.compile(r"\b\p{Lu}\p{Ll}++(?:[ \xa0]\p{Lu}\.)?+[ \xa0]\p{Lu}[\p{L}\p{M}]++(?:-\p{Lu}\p{L}++)?+")
_CALLED = regex.compile(
    r"(?<![\p{L}\d’'-])(?P<calling>\p{L}\p{Ll}{3,}+) (?P<name>\p{Lu}\p{Ll}++ \p{Lu}[\p{L}\p{M}’'-]++)"
    r"(?=[.,;:\"”)]| \p{Ll})"
)
_CALLING_FIRST = regex.compile(r"(\p{L}\p{Ll}{3,}+) (?=\p{L}++ \p{L})")
_MID_SENTENCE = regex.compile(r"[\p{Ll},]['’”\"]{0,2}\s$")
_PROPER = regex.compile(r"\p{Lu}[\p{L}\p{M}'’-]++(?: \p{Lu}[\p{L}\p{M}'’-]++){0,2}")
_EXCELLENCY = regex.compile(r"(?:H\.?+ ?E\.?+ (?=\p{Lu}))?+")
_TITLE = regex.compile(r"(?:\p{L}\.)++|[\p{L}\p{M}'’-]++\.?+")
_IN_BRACKETS = regex.compile(r" \(\s?+[“\"'‘]?+(?P<short>\p{Lu}[\p{L}\d&./-]{1,9}+)[”\"'’]?+\s?+[),;]")
_SHORT_NAME = regex.compile(r"\p{Lu}[\p{Lu}\d&./-]++s?+")
_PARTING = ',;:()\n“”"'  # no name goes on over these
_SPELT_OUT = 120  # characters before brackets that may hold what stands for the letters in them
_PARTNERS = " & "  # between the names of "Vale & Ostrow"
_LONGEST = 200  # characters of a name that others are joined to


def whole_names(article: Article, names: Sequence[Name]) -> list[Name]:
    """The `names` that the model found in an article, whole, with those that it passed over, in text order."""
    datelines = {match.start(1) for match in _DATELINE.finditer(article.text)}
    placed = [Name(name.span, "place") if name.span.start in datelines else name for name in names]
    found = joined(article.text, [*placed, *_unseen(article, placed)])
    spelt_out = list(_spelt_out(article.text, found))
    taken = _taken(spelt_out)
    return sorted([*spelt_out, *(name for name in found if _is_free(taken, name.span))], key=lambda name: name.span)


def _spelt_out(text: str, names: Sequence[Name]) -> Iterator[Name]:
    """What an organization's short name in brackets stands for: "special investigation team (SIT)".

    What the model found there is kept where the letters are not just those that the words begin with.
    """
    shorts = {name.span.text for name in names}
    found = {name.span.end for name in names}
    end = 0
    for match in _IN_BRACKETS.finditer(text):
        start = long_form(text, match["short"], match.start(), end) if match["short"] in shorts else None
        if start is None:
            continue
        spelt = _spells(text[start : match.start()].split(" "), match["short"])
        fits = spelt or (match.start() not in found and _SHORT_NAME.fullmatch(match["short"]))
        if fits and not is_role(singular("".join(words_of(text[start : match.start()])[-1:]))):
            yield Name(Span.of(text, start, match.start()), "organization")
            end = match.end()


def long_form(text: str, short: str, end: int, least: int = 0) -> int | None:
    """Where the words begin that end at `end` and that an abbreviation is of, if they are some words after `least`.

    Its letters stand in them in their order, the first one where a word begins (Schwartz and Hearst, PSB 2003).
    """
    letters = [letter for letter in short.lower() if letter.isalnum()]
    stretch = text[max(least, end - _SPELT_OUT) : end]
    stretch = stretch[max(map(stretch.rfind, _PARTING)) + 1 :]
    words = stretch.split(" ")[-min(len(letters) + 5, 2 * len(letters)) :]
    spelt = next((n for n in range(len(words) - 1) if _spells(words[n:], short)), None)
    if spelt is not None:
        return end - len(" ".join(words[spelt:]))
    at, first = end, end - len(" ".join(words))
    for number in range(len(letters) - 1, -1, -1):
        at -= 1
        while at >= first and (
            text[at].lower() != letters[number] or (number == 0 and at > 0 and text[at - 1].isalnum())
        ):
            at -= 1
        if at < first:
            return None
    return at if " " in text[at:end] and text[at:end] != short else None


def _spells(words: Sequence[str], short: str) -> bool:
    """Whether words, but for small ones among them, begin with the letters of an abbreviation."""
    rest = [word for word in words if word.lower() not in w.SMALL]
    return rest[:1] == [*words[:1]] != [""] and "".join(word[:1] for word in rest).lower() == short.lower()


def joined(text: str, names: Sequence[Name]) -> list[Name]:
    """`names` in text order, without those inside another or without letters.

    An organisation's is made one with the place or people right before it: "Kenya" and "Red Cross"; a person's with
    the nickname in quotation marks and what follows: "Robert", "Bob" and "Hale".
    """
    found: list[Name] = []
    with_letters = (_whole(text, name) for name in names if words_of(name.span.text.strip(_MARKS)))
    for name in sorted(with_letters, key=lambda name: (name.span.start, -name.span.end)):
        before = found[-1] if found else None
        if before and name.span.start < before.span.end:
            continue
        short = before is not None and before.span.end - before.span.start < _LONGEST
        end = _end_of_both(text, before, name) if before and short else None
        if not before or not end:
            found += [name] if set(words_of(name.span.text)) - w.SMALL and not _is_pronoun(name) else []
        else:
            keeps = before.kind == "organization" or (before.kind == "person" and _is_given(before))
            partners = text[before.span.end : name.span.start] == _PARTNERS
            kind = "organization" if partners else before.kind if keeps else name.kind
            found[-1] = Name(Span.of(text, before.span.start, end), kind)
    return found


def _is_pronoun(name: Name) -> bool:
    """Whether what was taken for a name is a pronoun: "He", which is a family name too; not "US", nor "IT"."""
    short = name.span.text.strip(_MARKS)
    return only_word(name.span) in w.PRONOUNS and not (short.isupper() and len(short) > 1)


def _whole(text: str, name: Name) -> Name:
    """A name without the marks around it ("Robert '" of "Robert 'Bob' Hale"), without a sign that joins another to it
    ("Vale &"), without small words that no name begins with, and a person's with all that belongs to it."""
    inside = name.span.text.strip(_MARKS).removesuffix(" &").removeprefix("& ")
    start = name.span.start + name.span.text.index(inside)
    end = start + len(inside)
    small = _SMALL_FIRST.match(text, start, end) if name.kind in ("person", "organization") else None
    if small and words_of(small[0])[0] in _NO_FIRST:
        start = small.end()
    elif name.kind == "person":
        start, end = _of_person(text, start, end)
    return Name(Span.of(text, start, end), name.kind)


def _of_person(text: str, start: int, end: int) -> tuple[int, int]:
    """Where a person's name starts and ends: with a first name, or one that was passed over, before a family name;
    without what stands before the title in it, a calling, an owner, or a preposition and the like after it."""
    if title := _TITLE_INSIDE.search(text, start, end):
        start = title.start(1)
    if not without_titles(text[start:end])[1]:
        start = _with_passed_over(text, _with_given(text, start))
    calling = _CALLING_FIRST.match(text, start, end)
    if calling and _is_listed_calling(calling[1].lower()):
        start = calling.end()
    if owner := _OWNER.search(text, start, end):
        start = owner.end()
    first = _NAME_TOO.search(text, max(0, start - 12), start)
    if first and only_word(Span.of(text, start, end)):
        start = first.start(1)
    last = _LAST_WORD.search(text, start, end)
    if last and last[1].lower() in w.AFTER_HEAD | w.AFTER_NAMES:
        end = last.start()
    return start, end


def _with_given(text: str, start: int) -> int:
    """Where a person's name begins with the first name that stands before it, if one does."""
    match = _GIVEN_BEFORE.search(text, max(0, start - 24), start)
    given = match[1].lower() if match else ""
    if not match or given not in w.given_names():
        return start
    inside = _MID_SENTENCE.search(text, max(0, match.start() - 4), match.start())
    return int(match.start()) if inside or given not in w.WORDS_TOO else start


def _with_passed_over(text: str, start: int) -> int:
    """Where a person's name begins with what stands between it and a title: "Mr Ebenezer" before "Appiah Boye"."""
    match = _PASSED_OVER.search(text, max(0, start - 60), start)
    if not match or not (match[1].lower() in w.TITLES or is_role(match[1].lower())):
        return start
    words = words_of(match[2])
    known = w.TITLES | w.ORGANIZATIONS | w.PLACES | w.NO_NOUNS | w.COUNTRIES.keys()
    return start if any(word in known or is_role(word) for word in words) else int(match.start(2))


def _end_of_both(text: str, before: Name, name: Name) -> int | None:
    """Where a name ends that goes on with another one, or with a nickname; None where they are two."""
    between = text[before.span.end : name.span.start]
    if name.kind == "organization" and before.kind in ("place", "group") and between in (" ", "\xa0"):
        return name.span.end
    if before.kind == "organization" and _goes_on(before.span.text, between):
        return name.span.end
    if between == _PARTNERS and not any(n.kind == "person" and " " in n.span.text for n in (before, name)):
        return name.span.end
    if before.kind == "person" and between == " " and name.kind == "organization" and _is_one_word(before):
        return name.span.end if not _is_given(before) or _is_one_word(name) else None
    if (name.kind, before.kind) != ("person", "person"):
        return None
    if between in (". ", ".\xa0") and _INITIAL_LAST.search(before.span.text):
        return name.span.end
    nick = _NICKNAME.match(text, before.span.end)
    if nick and nick.start(1) <= name.span.start:
        return max(name.span.end, int(nick.end()))
    return name.span.end if between in (" ", "\xa0") and not without_titles(name.span.text)[1] else None


def _is_given(name: Name) -> bool:
    return name.span.text.lower() in w.given_names()


def _is_one_word(name: Name) -> bool:
    words = words_of(name.span.text)
    return len(words) == 1 and words[0] not in w.ORGANIZATIONS


def _goes_on(name: str, between: str) -> bool:
    """Whether an organisation's name is not whole before what follows: "Court of Appeals for the", "University"."""
    if between == " ":
        return bool(_GOES_ON.search(name))
    return between in (" of ", " of the ") and words_of(name)[-1] in w.OF_SOMETHING


def _unseen(article: Article, names: Sequence[Name]) -> Iterator[Name]:
    """What is plainly a person's name though none was found there.

    A first name and another word with a capital; the family name of somebody found; and a source in capitals
    ("LEE: ..."), with their initials, or of one such word in mid-sentence ("..., Lee said").
    """
    text, known = article.text, _taken(names)
    full = [n for n in _people(text, _FULL_NAME) if _is_free(known, n.span) and _begins_with_given(n.span)]
    yield from full
    people = [words for n in (*full, *names) if n.kind == "person" and (words := words_of(n.span.text))]
    families = {words[-1] for words in people if len(words) > 1}
    known = _taken([*names, *full])
    yield from (
        n for n in _people(text, _CAPITALISED) if _is_free(known, n.span) and _family_name(n.span) in families
    )
    yield from _after_callings(text, known)
    yield from _named_elsewhere(article, names, known)
    initials = {"".join(word[0] for word in words) for words in people if words[1:]}
    for source in dict.fromkeys(a.source for a in article.attributions if a.source):
        if not _is_free(known, source) or _family_name(source) in families:
            continue
        capitals = source.text.isupper() and only_word(source) in families | initials
        inside = _MID_SENTENCE.search(text[max(0, source.start - 4) : source.start])
        alone = _PROPER.fullmatch(source.text) and singular(source.text) == source.text
        if capitals or (inside and alone):
            yield Name(source, "person")


def _named_elsewhere(article: Article, names: Sequence[Name], known: Intervals[Span]) -> Iterator[Name]:
    """Sources that are, but for an article, a name found elsewhere: "the TWB" where "TWB" was found before."""
    kinds = {name.span.text: name.kind for name in names if name.kind in ("person", "organization")}
    for source in dict.fromkeys(a.source for a in article.attributions if a.source):
        start = source.start + (len("the ") if source.text[:4].lower() == "the " else 0)
        span = Span.of(article.text, start, source.end)
        if span.text in kinds and _is_free(known, span):
            yield Name(span, kinds[span.text])


def _after_callings(text: str, known: Intervals[Span]) -> Iterator[Name]:
    """Names that only the calling before them tells: "Passenger Odd Lien missed", "said angler Vic Strand"."""
    for match in _CALLED.finditer(text):
        span = Span.of(text, *match.span("name"))
        words = words_of(span.text)
        free = _is_free(known, span) and not any(w.NO_NOUNS & {word} or is_role(word) for word in words)
        if free and _is_calling(match["calling"].lower()):
            yield Name(span, "person")


def _people(text: str, pattern: regex.Pattern[str]) -> Iterator[Name]:
    """What a pattern finds, as names of people."""
    return (Name(Span.of(text, *match.span()), "person") for match in pattern.finditer(text))


def _family_name(span: Span) -> str:
    return plain(span.text).lower()


def _begins_with_given(span: Span) -> bool:
    words = words_of(span.text)
    return words[0] in w.given_names() and words[-1] not in w.ORGANIZATIONS | w.PLACES


def _taken(names: Iterable[Name]) -> Intervals[Span]:
    """The places that names take up."""
    return Intervals.of(sorted(name.span for name in names))


def _is_free(taken: Intervals[Span], span: Span) -> bool:
    return not taken.meeting(span.start, span.end)


def without_titles(name: str) -> tuple[str, str]:
    """A person's name without the titles before it, and those titles."""
    whole = plain(name)
    at = len(_EXCELLENCY.match(whole)[0])
    found = list(_TITLE.finditer(whole, at))
    words = [match.group().replace(".", "").lower() for match in found]
    first = leading_titles(words)
    if first:
        at = found[first - 1].end()
    rest = whole[at:].lstrip(" .")
    return (rest, whole[:at]) if rest else (whole, "")


def leading_titles(words: Sequence[str]) -> int:
    """How many of the words of a name, in small letters, are titles before it; at least one is none."""
    first = 0
    while first < len(words) - 1:
        if (
            words[first] in w.TITLES
            or (len(words) - first > 2 and _is_listed_calling(words[first]))
            or (words[first] in w.NAMES_TOO and len(words) - first > 2)
        ):
            first += 1
        elif tuple(words[first : first + 2]) in w.TWO_WORDS and len(words) - first > 2:
            first += 2
        else:
            break
    return first


def _is_listed_calling(word: str) -> bool:
    """Whether a word is listed as a calling, and no first name; an ending alone tells nothing: "Ebenezer"."""
    return word in w.ROLES and word not in w.given_names()


def _is_calling(word: str) -> bool:
    """Whether a word is a noun for somebody, and no first name: "Beekeeper Ann Lee"."""
    return is_role(word) and word not in w.given_names()
