"""The people, organisations and places that an article names: which names are one's, by a learned choice."""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cached_property, lru_cache
from math import log1p

import regex

from quotes.attribution import Name, NameKind
from quotes.resolve import words as w
from quotes.resolve.entities import MANY, Entity, Gender
from quotes.resolve.names import leading_titles, without_titles
from quotes.resolve.phrases import plain, words_of
from quotes.resolve.ranker import Evidence, Features, Ranker
from quotes.tagging.links import Links

Key = tuple[str, ...]  # the words of a name as compared

ALIKE = 8  # other names that a name is held against
_LINKED = 40  # mentions that the linker is asked about
_BESIDE = 80  # characters behind a name that its short form in brackets may take

_INITIALISM = regex.compile(r"\p{Lu}[\p{Lu}.&]++")
_BRACKETED = regex.compile(r"\s*+\(\s*+(?:the\s++)?+[\"“‘']?+(\p{Lu}[\p{L}\d.&/-]*+)[\"”’']?+\s*+[),;]")
_AND = regex.compile(r"\s++(?:and|&)\s++")
_TITLE_BEFORE = regex.compile(r"(?<!\p{L})(\p{L}++)\.?+\s++$")
_ARTICLE = regex.compile(r"(?:a[dlnst]|e[ln]|ash|as|az)-?+(?=\p{L}{3})")


@lru_cache(maxsize=4096)
def tokens(name: str) -> Key:
    """The words of a proper name as compared: folded, without accents, leading titles and articles."""
    folded = unicodedata.normalize("NFKD", plain(name).replace("’", "'"))
    words = list(words_of("".join(c for c in folded if not unicodedata.combining(c))))
    if len(words) > 1 and words[0] == "the":
        del words[0]
    if words[:2] == ["h", "e"] and len(words) > 2:
        del words[:2]
    return tuple(words[leading_titles(words) :])


@dataclass
class Form:
    """A name as the article words it: its key, kind and places, in text order; titles right before it.

    bare: whether it also stands without a title.
    """

    key: Key
    kind: NameKind
    names: list[Name] = field(default_factory=list)
    titles: set[str] = field(default_factory=set)
    brackets: set[str] = field(default_factory=set)
    bare: bool = False

    @property
    def gender(self) -> Gender | None:
        """What the titles tell, where they all tell the same: the Bergs may be "Mr Berg" and "Ms Berg"."""
        told = {gender for title in self.titles if (gender := w.gender_of_title(title))}
        return told.pop() if len(told) == 1 else None

    @property
    def guess(self) -> Gender | None:
        """What the first name tells of nearly all who bear it; nothing where it comes last: "Wang Mei-yu"."""
        family_first = len(self.key) > 1 and ("-" in self.key[1] or self.key[0] in w.FAMILY_FIRST)
        first = self.kind == "person" and len(self.key) > 1 and not family_first
        return w.given_names().get(self.key[0]) if first else None

    @property
    def is_initialism(self) -> bool:
        return len(self.key) == 1 and bool(_INITIALISM.fullmatch(plain(self.names[0].span.text)))

    @property
    def country(self) -> str | None:
        """The usual name of the country that it is a name of."""
        return w.COUNTRIES.get(" ".join(self.key))

    @cached_property
    def skeleton(self) -> str:
        """The last word's consonants, without an article, that transliterations share: "Al-Sisi", "Elsissi"."""
        bare = _ARTICLE.sub("", self.key[-1].replace("'", "")).replace("-", "")
        letters = bare[:1] + "".join(c for c in bare[1:] if c not in "aeiouyh")
        return "".join(c for i, c in enumerate(letters) if c != letters[i - 1 : i])

    @cached_property
    def initials(self) -> set[str]:
        """The initials of the words, with and without small ones, and what stands in brackets after the name."""
        capital = [token for token in self.key if token not in w.SMALL]
        shorts = {"".join(token[0] for token in words) for words in (self.key, capital)}
        if len(capital) > 2 and (capital[0] in w.ORGANIZATIONS or len(capital) > 3):
            # the VA is the Department of Veterans Affairs, the FBI the US Federal Bureau of Investigation
            shorts.add("".join(token[0] for token in capital[1:]))
        return {short for short in shorts if len(short) > 1} | self.brackets


JoinJudge = Callable[[Form, Sequence[Entity], Evidence], "int | None"]


class Cast:
    """Who is who among the proper names of an article.

    Longer names come first; each name is another form of one that came before, or of somebody new: `joiner` chooses.

    sources: where sources begin; a family name there is a person's although it is a place's too.
    """

    def __init__(
        self,
        text: str,
        names: Sequence[Name],
        sources: Container[int],
        links: Links,
        joiner: Ranker | None,
        judge: JoinJudge | None = None,
    ) -> None:
        self._text, self._links, self._joiner, self._judge = text, links, joiner, judge
        self._names = sorted(names, key=lambda name: name.span)
        self._keys = {name.span: tokens(name.span.text) for name in self._names}
        self._starts = {name.span.start: name for name in self._names}
        self._share_family_names()
        self._forms = self._by_key(sources)
        self._entities: dict[Key, Entity] = {}
        self._keys_of: dict[Entity, list[Form]] = defaultdict(list)
        self._index: dict[str, list[Entity]] = defaultdict(list)
        for form in sorted(self._forms.values(), key=lambda f: (-len(f.key), f.names[0].span.start)):
            self._place(form)

    def entity(self, name: Name) -> Entity:
        """Whom a name stands for."""
        return self._entities[self._keys[name.span]]

    @cached_property
    def famous(self) -> list[Entity]:
        """The people, the most often named first."""
        people = [entity for entity in self._keys_of if entity.kind == "person"]
        return sorted(people, key=self._times, reverse=True)

    def bearing(self, name: Name) -> list[Entity]:
        """Those whose name holds a word that stands alone: several of one family, several newspapers."""
        key = self._keys[name.span]
        held = self._index.get(key[0], ()) if len(key) == 1 else ()
        return [entity for entity in held if not entity.place and not entity.plural]

    def share(self, entity: Entity, others: Sequence[Entity]) -> float:
        """How often the article names somebody, as a share of how often it names any of the others, 0 to 1."""
        return self._times(entity) / max(1, sum(map(self._times, others)))

    def family(self, plural: str) -> list[Entity]:
        """The people whose family name a plural in small letters is of: "trotts"."""
        name = plural.removesuffix("s")
        held = self._index.get(name, ()) if plural.endswith("s") else ()
        return [e for e in held if e.kind == "person" and any(form.key[-1] == name for form in self._keys_of[e])]

    def _share_family_names(self) -> None:
        """Let "Ann" in "Ann and Bo Lee" be Ann Lee, where nobody else has that first name."""
        held = {token for key in self._keys.values() if len(key) > 1 for token in key}
        whole: dict[Key, Key] = {}
        for name in self._names:
            key = self._keys[name.span]
            joint = _AND.match(self._text, name.span.end)
            after = self._starts.get(joint.end()) if joint else None
            if len(key) == 1 and after and name.kind == after.kind == "person" and key[0] not in held:
                other = self._keys[after.span]
                if len(other) > 1 and key[0] in w.given_names():
                    whole.setdefault(key, (*key, other[-1]))
        self._keys = {span: whole.get(key, key) for span, key in self._keys.items()}

    def _by_key(self, sources: Container[int]) -> dict[Key, Form]:
        votes: dict[Key, Counter[NameKind]] = defaultdict(Counter)
        for name in self._names:
            votes[self._keys[name.span]][name.kind] += 1
        kinds = {key: max(count, key=lambda kind: (count[kind], kind == "person")) for key, count in votes.items()}
        families = {key[n:] for key in votes if kinds[key] == "person" for n in range(1, min(len(key), 4))}
        for name in self._names:
            key = self._keys[name.span]
            if name.span.start in sources and kinds[key] in ("place", "organization") and key in families:
                kinds[key] = "person"
        self._doubtful = {key for key, count in votes.items() if count["person"] and count["organization"]}
        found: dict[Key, Form] = {}
        for name in self._names:
            key = self._keys[name.span]
            form = found.setdefault(key, Form(key, kinds[key]))
            form.names.append(name)
            if title := self._title(name):
                form.titles.add(title)
            else:
                form.bare = True
            if bracketed := _BRACKETED.match(self._text, name.span.end, name.span.end + _BESIDE):
                form.brackets |= set(tokens(bracketed[1])[:1])
        return found

    def _title(self, name: Name) -> str | None:
        """The word right before a name or at its beginning, when it is a title."""
        titles = words_of(without_titles(name.span.text)[1])
        before = _TITLE_BEFORE.search(self._text, max(0, name.span.start - 20), name.span.start)
        title = titles[-1] if titles else before[1].lower() if before else ""
        return title if title in w.TITLES else None

    def _place(self, form: Form) -> None:
        """Find whose another form of the name is, or make somebody new of it."""
        others = self._alike(form)
        chosen = None
        if others:
            common = {**_of_form(form), "others": len(others) / ALIKE}
            told = Evidence(common, [*(self._evidence(form, other, others) for other in others), {"new": 1.0}])
            chosen = self._judge(form, others, told) if self._judge else None
            if chosen is None:
                chosen = int(self._joiner.probabilities(told).argmax()) if self._joiner else len(others)
        entity = others[chosen] if chosen is not None and chosen < len(others) else self._new(form)
        self._entities[form.key] = entity
        self._keys_of[entity].append(form)
        for word in {*form.key, *_cues(form)}:
            if word not in w.SMALL and len(self._index[word]) < MANY and entity not in self._index[word]:
                self._index[word].append(entity)
        entity.call(sorted(form.titles))
        self._show(entity, form)

    def _alike(self, form: Form) -> list[Entity]:
        """Those already there whose name has something in common with a form."""
        found: dict[Entity, None] = {}
        for word in dict.fromkeys((*form.key, *_cues(form))):
            if word not in w.SMALL:
                found |= dict.fromkeys(self._index.get(word, ()))
        return [entity for entity in found if self._may_join(form, entity)][:ALIKE]

    def _may_join(self, form: Form, entity: Entity) -> bool:
        """Whether a name can be another form of an entity's: no town is a company, Mr Berg no Ann, the UN no fund."""
        others = self._keys_of[entity]
        if form.gender and not form.bare and form.gender != (entity.gender or entity.guess or form.gender):
            return False
        if "".join(form.key) in {short for other in others for short in other.initials}:
            return True
        if form.country and any(other.country == form.country for other in others):
            return True
        if form.is_initialism and all(form.key[0] in other.key for other in others):
            return False
        return "place" not in (form.kind, others[0].kind)

    def _evidence(self, form: Form, entity: Entity, others: Sequence[Entity]) -> Features:
        told: Features = {}
        for other in self._keys_of[entity][:3]:
            for name, value in _compared(form, other):
                told[name] = max(told.get(name, 0.0), float(value))
        forms = self._keys_of[entity]
        genders = {form.gender or form.guess, entity.gender or entity.guess}
        told["genders differ"] = genders == {"he", "she"}
        told["genders agree"] = genders in ({"he"}, {"she"})
        told["title in common"] = bool(form.titles & entity.callings.keys())
        told[f"kinds: {form.kind}, {forms[0].kind}"] = 1.0
        told["times named"] = log1p(self._times(entity)) / 3
        told["first name alone"] = (forms[0].key[0],) in self._forms and form.key != (forms[0].key[0],)
        told["named before"] = forms[0].names[0].span.start < form.names[0].span.start
        alike = [e for e in others if self._keys_of[e][0].key[-1] == forms[0].key[-1] and e.kind == entity.kind]
        told["only one of the name"] = len(alike) == 1
        told["most named of the name"] = entity is max(alike, key=self._times)
        told["share of those of the name"] = self.share(entity, alike)
        told["linked"] = self._linked(form, forms)
        return told

    def _times(self, entity: Entity) -> int:
        """How often the article names somebody, as far as is known."""
        return sum(len(form.names) for form in self._keys_of[entity])

    def _linked(self, form: Form, forms: Sequence[Form]) -> float:
        """How well the first place of a name points back to places of another, 0 where the linker does not say."""
        first = form.names[0].span
        row = self._links.row(first)
        before = [n.span for other in forms for n in other.names[:_LINKED] if n.span.start < first.start]
        rows = [r for span in before if (r := self._links.row(span)) is not None]
        if row is None or not rows:
            return 0.0
        return float(max(-2.0, min(2.0, self._links.scores(row, rows).max() / 4)))

    def _new(self, form: Form) -> Entity:
        kind = form.kind
        return Entity(
            "",
            "person" if kind == "person" else "group" if kind == "group" else "organization",
            plural=kind == "group",
            place=kind == "place",
            named=True,
            doubtful=form.key in self._doubtful and len(form.key) == 1,
        )

    def _show(self, entity: Entity, form: Form) -> None:
        """Take the fullest form for the name, of one word rather none in small letters or in capitals alone."""
        longest = max(self._keys_of[entity], key=lambda f: len(f.key))
        names = [_display(name, longest.kind) for name in longest.names[:MANY]]
        best = max(
            names, key=lambda name: (len(tokens(name)), not name.islower(), not name.isupper(), len(name.split()))
        )
        first = self._text_of_couple(longest)
        entity.name = f"{best} {first}" if first else best
        if entity.kind == "person":
            entity.gender = entity.gender or form.gender
            entity.guess = entity.guess or form.guess
        if longest.kind == "person" and entity.kind == "organization" and entity.place:
            entity.kind, entity.place = "person", False

    def _text_of_couple(self, form: Form) -> str:
        """The family name that a first name shares with the next."""
        if any(len(tokens(name.span.text)) == len(form.key) for name in form.names):
            return ""
        joint = next((m for name in form.names if (m := _AND.match(self._text, name.span.end))), None)
        return plain(self._starts[joint.end()].span.text).split()[-1] if joint else ""


def _cues(form: Form) -> Iterator[str]:
    """What else a name may be found by: initials, the consonants of its last word, parts of a double name."""
    if form.kind != "place":
        yield from (f"({short})" for short in form.initials)
    letters = "".join(form.key)
    if form.is_initialism or (form.kind == "organization" and len(form.key) == 1):  # "Obec", "IISc", too
        yield f"({letters})"
    if form.country:
        yield f"country: {form.country}"
    yield f"~{form.skeleton}"
    if len(last := form.key[-1]) > 4:  # as misspelt: "Eldrige" for "Eldridge", "Hasian" for "Hasina"
        yield from (f"{last[:2]}-{last[-1]}", f"={''.join(sorted(last))}")
    yield from (part for word in form.key if "-" in word for part in word.split("-") if len(part) > 3)


def _of_form(form: Form) -> Features:
    return {
        "any": 1.0,
        f"kind: {form.kind}": 1.0,
        "words": len(form.key) / 4,
        "one word": len(form.key) == 1,
        "capitals": form.names[0].span.text.isupper(),
        "first name": form.key[0] in w.given_names(),
        "times": log1p(len(form.names)) / 3,
    }


def _compared(form: Form, other: Form) -> Iterator[tuple[str, float]]:
    """How two names go together."""
    one, two = form.key, other.key
    short, long = sorted((one, two), key=len)
    yield "the end of it", long[-len(short) :] == short
    yield "the beginning of it", long[: len(short)] == short
    rest = iter(long)
    yield "words of it, or initials", all(any(word in (o, o[0]) for o in rest) for word in short)
    yield "one word of it", len(short) == 1 and short[0] in long
    yield "same last word", one[-1] == two[-1]
    yield "same first word", one[0] == two[0]
    several = len(one) > 1 and len(two) > 1
    yield "first words differ", several and one[0] != two[0] and one[0][0] != two[0][0]
    yield "last words differ", several and one[-1] != two[-1]
    yield "words shared", len(set(one) & set(two)) / len(set(one) | set(two))
    yield "words more", (len(long) - len(short)) / 4
    yield "initials of it", "".join(one) in other.initials or "".join(two) in form.initials
    yield "the same country", bool(form.country) and form.country == other.country
    yield "in brackets after it", "".join(one) in other.brackets or "".join(two) in form.brackets
    yield "last words sound alike", form.skeleton == other.skeleton and len(form.skeleton) > 1
    yield "last words spelt alike", _spelt(one[-1], two[-1])
    yield "spelt alike", _spelt(" ".join(one), " ".join(two))
    parts = set(one[-1].split("-")) & set(two[-1].split("-"))
    yield "parts shared", bool(parts) and one[-1] != two[-1]
    yield "an organization's word more", bool((set(long) - set(short)) & w.ORGANIZATIONS)


def _spelt(one: str, two: str) -> float:
    if one == two or abs(len(one) - len(two)) > 4:
        return float(one == two)
    return SequenceMatcher(None, one, two, autojunk=False).ratio()


def _display(name: Name, kind: NameKind) -> str:
    whole = plain(name.span.text)
    if kind == "person":
        return without_titles(whole)[0]
    return whole + "." if _INITIALISM.fullmatch(whole) and "." in whole else whole
