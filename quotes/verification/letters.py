"""Who asks and who answers where turns are called Q and A, as the text tells before them."""

from __future__ import annotations

from bisect import bisect_right

import regex

from quotes.english import words

_NAME = r"\p{Lu}[\p{L}\p{M}.'’-]*+(?: \p{Lu}[\p{L}\p{M}.'’-]*+){0,4}?(?= (?i:by|with|and)\b|[^\S\n]*+[,;:()\n]|[^\S\n]*+\Z)"
_PATTERNS = tuple(
    regex.compile(pattern, regex.MULTILINE, hearings=words("hearings"))
    for pattern in (
        rf"\b(?i:\L<hearings>) (?i:(?:of|with)) (?P<answers>{_NAME})(?: (?i:by) (?P<asks>{_NAME}))?+",
        rf"\b(?i:(?:\L<hearings>|questioned|interviewed|examined) by) (?P<asks>{_NAME})",
        rf"^(?:BY|By) (?P<asks>(?:M[RrSs][Ss]?\.? )?{_NAME}):",
        rf"(?P<answers>{_NAME}),? (?i:(?:having been|being)(?: first)? duly) ",
        rf"\b(?:Q|Questions?|QUESTIONS?|Interviewer|INTERVIEWER)\b\.?(?: \(Q\))? ?(?:[=:–—-]|is|are from|by) ?"
        rf"(?P<asks>{_NAME})$",
        rf"\b(?:A|Answers?|ANSWERS?|Interviewee|INTERVIEWEE|Witness|WITNESS)\b\.?(?: \(A\))? ?(?:[=:–—-]|is|are from|by) ?"
        rf"(?P<answers>{_NAME})$",
        rf"(?P<asks>{_NAME}) \(Q\)",
        rf"(?P<answers>{_NAME}) \(A\)",
        rf"\bQ ?[=:–—-] ?(?P<asks>{_NAME})[,;] A ?[=:–—-] ?(?P<answers>{_NAME})",
    )
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
