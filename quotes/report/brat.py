"""Articles in brat's standoff format, to be looked at and mended in brat, and such annotations read again.

Each article is two files, NAME.txt, its text, and NAME.ann, in the layout of the corpus PolNeAR, which was annotated
in brat. An attribution is an event of type Attribution; its arguments are the text-bound annotations Content, Cue and
Source. An event needs a trigger of its own type: it stands at the cue, else at the source, else at the content.

    T1	Content 0 32	"No train will run before noon,"
    T2	Cue 43 47	said
    T3	Source 33 42	Ewa Nowak
    T4	Attribution 43 47	said
    E1	Attribution:T4 Content:T1 Cue:T2 Source:T3
    A1	Type E1 direct
    A2	Act E1 statement
    #1	AnnotatorNotes E1	speaker: Ewa Nowak; confidence: 0.93

The number of an event is that of the attribution. Offsets count code points. What stands in pieces has a fragment a
piece ("0 32;50 71"); since no fragment may run over the end of a line, it has one for each line, too.

brat itself takes CR LF for one character (https://github.com/nlplab/brat/issues/853): what stands in texts with such
line ends it shows too far to the left.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path

import regex

from quotes.article import Article
from quotes.attribution import Attribution, Role, Span
from quotes.errors import QuotesError
from quotes.report.annotation import Annotation, check_words, marked
from quotes.report.selection import ALL, Selection
from quotes.report.verdict_words import judged, passage
from quotes.report.visible import storable, visible
from quotes.text.callings import shown_name
from quotes.text.layout import Places

ANNOTATION_CONF = """\
[entities]
Content
Cue
Source

[relations]
<OVERLAP>	Arg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>

[events]
Attribution	Content+:Content, Cue*:Cue, Source*:Source

[attributes]
Type	Arg:Attribution, Value:direct|indirect|mixed
Act	Arg:Attribution, Value:statement|attitude
"""
VISUAL_CONF = """\
[labels]
Attribution | Attribution | Attr
Content | Content | Cont
Cue | Cue
Source | Source | Src

[drawing]
SPAN_DEFAULT	fgColor:black, bgColor:lightgray, borderColor:darken
ARC_DEFAULT	color:black, arrowHead:triangle-5
ATTRIBUTE_DEFAULT	glyph:*
Content	bgColor:#b9e3b4
Cue	bgColor:#f6e58d
Source	bgColor:#a9d6ef
Type	glyph:D|I|M
Act	glyph:S|A
"""

_ROLES: tuple[Role, ...] = ("content", "cue", "source")
_LINE_ENDS = r"\n\r\f\v\x1C-\x1E\x85\u2028\u2029"  # brat ends a line of an .ann file at each of them
_FRAGMENT = regex.compile(rf"[^\s{_LINE_ENDS}](?:[^{_LINE_ENDS}]*[^\s{_LINE_ENDS}])?")
_LINE_END = regex.compile(rf"[{_LINE_ENDS}]")
_UNSAFE = regex.compile(r"[^\w-]++")
_LONGEST_NAME = 50  # characters, each of up to four bytes; file systems take 255 bytes

_ID = regex.compile(r"[TEAMRN#]\S*+|\*")
_PLACES = regex.compile(r"\d++ \d++(?:;\d++ \d++)*+")
_ARGUMENT = regex.compile(r"([^\s:]+?)\d*+:(\S++)")


def ann(article: Article) -> str:
    """The article's attributions in standoff; empty where there are none."""
    text = storable(article.text)
    numbers = count(1)
    return "".join(f"{line}\n" for a in article.attributions for line in _standoff(a, text, numbers))


def write_brat(articles: Iterable[Article], folder: Path, selection: Selection = ALL) -> None:
    """Two files an article in `folder`, named after its id and written as they come, and brat's configuration.

    folder: made where there is none. selection: which attributions are annotated, statements and attitudes.
    Texts are written as they are, but for lone surrogates, which UTF-8 cannot hold: each becomes U+FFFD.
    Raises FileExistsError where there is anything in the folder: it may be annotations that somebody has mended.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise FileExistsError(f"{folder}: the folder is not empty, and nothing in it is overwritten; name a new one")
    _write(folder / "annotation.conf", ANNOTATION_CONF)
    _write(folder / "visual.conf", VISUAL_CONF)
    taken: set[str] = set()
    for article in articles:
        name = _file_name(article.id, taken)
        _write(folder / f"{name}.txt", storable(article.text))
        _write(folder / f"{name}.ann", ann(selection.of(article)))


def read_ann(text: str, ann: str) -> tuple[Annotation, ...]:
    """The attributions that the standoff `ann` marks in `text`, in text order.

    They are the events with a Content, of whatever type, and each Content that no event has. A role may have several
    arguments (Content, Content2), as in PolNeAR. Fragments of one annotation that only the end of a line within a
    paragraph parts are one span; what runs over paragraphs has a span in each. Everything else is passed over.

    Raises ValueError, with the number of the line, where a line is broken, an id is there twice or not at all,
    offsets are beyond the text, reversed or empty, or the words given are not the text's.
    """
    lines = list(_lines(ann))
    places = Places(text)
    bound = {line.id: _bound(line, text, places) for line in lines if line.id.startswith("T")}
    events = [(line, _arguments(line)) for line in lines if line.id.startswith("E")]
    told = [_annotation(line, arguments, bound) for line, arguments in events if "Content" in arguments]
    linked = {id for _, arguments in events for id in arguments.get("Content", ())}
    alone = [
        Annotation(spans, (), ()) for id, (type, spans) in bound.items() if type == "Content" and id not in linked
    ]
    return tuple(sorted(told + alone))


def _standoff(a: Attribution, text: str, numbers: Iterator[int]) -> Iterator[str]:
    """The lines of one attribution; numbers: of text-bound annotations."""
    arguments = []
    for role in _ROLES:
        if a.roles[role]:
            id = f"T{next(numbers)}"
            yield f"{id}\t{role.capitalize()} {_place(a.roles[role], text)}"
            arguments.append(f"{role.capitalize()}:{id}")
    trigger = f"T{next(numbers)}"
    yield f"{trigger}\tAttribution {_place(a.roles['cue'] or a.roles['source'] or a.content, text)}"
    yield f"E{a.id}\tAttribution:{trigger} {' '.join(arguments)}"
    yield f"A{2 * a.id - 1}\tType E{a.id} {a.type}"
    yield f"A{2 * a.id}\tAct E{a.id} {a.act}"
    notes = [f"speaker: {visible(shown_name(a.speaker))}"] if a.speaker else []
    notes.append(f"confidence: {a.confidence:.2f}")
    if v := a.verification:
        notes += [f"verdict: {judged(v, a.speaker)}", *([f"source: {passage(v.match)}"] if v.match else [])]
    yield f"#{a.id}\tAnnotatorNotes E{a.id}\t{'; '.join(notes)}"


def _place(spans: Iterable[Span], text: str) -> str:
    """Offsets and words of the spans, in as many fragments as there are lines in them."""
    fragments = [
        (span.start + line.start(), span.start + line.end())
        for span in spans
        for line in _FRAGMENT.finditer(span.text)
    ]
    offsets = ";".join(f"{start} {end}" for start, end in fragments)
    return f"{offsets}\t{' '.join(text[start:end] for start, end in fragments)}"


def _file_name(id: str, taken: set[str]) -> str:
    """A name without ending for the article `id`, which no other has; `taken` grows by it.

    It is letters, digits, "-" and "_": brat takes what follows a point for an ending, and nothing leads out of the
    folder. No two differ by case alone, which some file systems do not tell apart.
    """
    cleaned = _UNSAFE.sub("_", unicodedata.normalize("NFC", id))[:_LONGEST_NAME].strip("-_") or "article"
    names = chain([cleaned], (f"{cleaned}-{number}" for number in count(2)))
    name = next(name for name in names if name.casefold() not in taken)
    taken.add(name.casefold())
    return name


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="")


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of standoff. number: from 1; body: "Content 0 32"; words: what follows that, or empty."""

    number: int
    id: str
    body: str
    words: str = ""

    def error(self, why: object) -> QuotesError:
        return QuotesError(f"line {self.number}, {self.id}: {why}")


def _lines(ann: str) -> Iterator[_Line]:
    seen = set()
    for number, line in enumerate(ann.split("\n"), 1):
        if not line.strip():
            continue
        id, *rest = line.rstrip("\r").split("\t", 2)
        if not rest or not _ID.fullmatch(id):
            raise QuotesError(f"line {number}: not an id, a tab and an annotation: {line[:40]!r}")
        if id in seen and id != "*":
            raise QuotesError(f"line {number}: the id {id} is there twice")
        seen.add(id)
        yield _Line(number, id, *rest)


def _bound(line: _Line, text: str, places: Places) -> tuple[str, tuple[Span, ...]]:
    type, _, offsets = line.body.partition(" ")
    if not _PLACES.fullmatch(offsets):
        raise line.error(f"not a type and offsets such as 'Content 0 32' or 'Content 0 32;50 71': {line.body[:40]!r}")
    try:
        spans = [marked(text, *map(int, pair.split())) for pair in offsets.split(";")]
        check_words(storable(" ".join(span.text for span in spans)), line.words)
    except ValueError as error:
        raise line.error(error) from None
    return type, _joined(sorted(spans), text, places)


def _joined(fragments: Sequence[Span], text: str, places: Places) -> tuple[Span, ...]:
    """Fragments as spans: one again where it was parted only because a line ends there."""
    spans: list[Span] = []
    for fragment in fragments:
        gap = text[spans[-1].end : fragment.start] if spans else ""
        same_paragraph = bool(gap) and places.paragraph(spans[-1].start) == places.paragraph(fragment.start)
        if same_paragraph and gap.isspace() and _LINE_END.search(gap):
            spans[-1] = Span.of(text, spans[-1].start, fragment.end)
        else:
            spans.append(fragment)
    return tuple(spans)


def _arguments(line: _Line) -> dict[str, list[str]]:
    """The ids of an event's arguments by their roles, these without their numbers."""
    matches = [_ARGUMENT.fullmatch(part) for part in line.body.split()]
    if not matches or not all(matches):
        raise line.error(f"not an event such as 'Attribution:T4 Content:T1 Cue:T2': {line.body[:40]!r}")
    arguments: dict[str, list[str]] = {}
    for match in matches[1:]:
        arguments.setdefault(match[1], []).append(match[2])
    return arguments


def _annotation(
    line: _Line, arguments: Mapping[str, Sequence[str]], bound: Mapping[str, tuple[str, tuple[Span, ...]]]
) -> Annotation:
    found = []
    for role in ("Content", "Cue", "Source"):
        ids = arguments.get(role, ())
        if missing := next((id for id in ids if id not in bound), None):
            raise line.error(f"its {role} {missing} is not in the file")
        found.append(tuple(sorted(span for id in ids for span in bound[id][1])))
    return Annotation(*found)
