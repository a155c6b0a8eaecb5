"""Who asks and who answers where turns are called Q and A, as the text tells before them."""

from __future__ import annotations

from bisect import bisect_right

import regex

from quotes.english import words

_NAME = (
    r"\p{Lu}[\p{L}\p{M}.'’-]*+(?: \p{Lu}[\p{L}\p{M}.'’-]*+){0,4}?"
    r"(?= (?i:by|with|and)\b|[^\S\n]*+[,;:()\n]|[^\S\n]*+\Z)"
)
_IS = r"\b\.?(?: \([QA]\))? ?(?:[=:–—-]|is|are from|by) ?"
_PATTERNS = (
    regex.compile(
        rf"\b(?i:\L<hearings>) (?i:of|with) (?P<answers>{_NAME})(?: (?i:by) (?P<asks>{_NAME}))?+",
        hearings=words("hearings"),
    ),
    regex.compile(
        rf"\b(?i:\L<hearings>|questioned|interviewed|examined) (?i:by) (?P<asks>{_NAME})", hearings=words("hearings")
    ),
    regex.compile(rf"^(?:BY|By) (?P<asks>{_NAME}):", regex.MULTILINE),
    regex.compile(rf"^(?P<answers>{_NAME}),? (?i:(?:having been|being)(?: first)? duly) ", regex.MULTILINE),
    regex.compile(rf"\b(?:Q|Questions?|Interviewer){_IS}(?P<asks>{_NAME})"),
    regex.compile(rf"\b(?:A|Answers?|Interviewee|Witness|WITNESS){_IS}(?P<answers>{_NAME})"),
    regex.compile(rf"^(?P<asks>{_NAME}) \(Q\)", regex.MULTILINE),
    regex.compile(rf"^(?P<answers>{_NAME}) \(A\)", regex.MULTILINE),
)
_CAPITALS = regex.compile(r"^[^\S\n]*+[\p{Lu}][\p{Lu} .,:;'’()-]{5,100}+$", regex.MULTILINE)

Letters = dict[str, list[tuple[int, str]]]
"""Of "q" and "a": the names that stand behind it, each with where the text tells so, in text order."""


def letters(text: str, begun: int) -> Letters:
    """The names behind Q and A, as the text tells before `begun`, and in capitals on lines between the turns."""
    told: Letters = {"q": [], "a": []}
    between = [match.span() for match in _CAPITALS.finditer(text, begun)]
    for start, end in ((0, begun), *between):
        for pattern in _PATTERNS:
            for match in pattern.finditer(text, start, end):
                for letter, group in (("q", "asks"), ("a", "answers")):
                    if match.groupdict().get(group):
                        told[letter].append((match.start(group), match[group]))
    return {letter: sorted(names) for letter, names in told.items()}


def behind(label: str, offset: int, told: Letters) -> str | None:
    """Who is behind "Q" or "A" at an offset: whom the text told last before; None where nothing does."""
    names = told[label[:1].casefold()]
    at = bisect_right(names, (offset, "")) - 1
    return names[at][1] if at >= 0 else None
