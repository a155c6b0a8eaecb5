"""Who is quoted in an archive: how often, how much, where and when, and by which pronouns articles speak of them.

Who has the same name and kind in several articles is taken for one; what speaks against that is told, people decide.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

from quotes.archive.search import Filters, about
from quotes.archive.store import Store
from quotes.attribution import Kind
from quotes.english import words
from quotes.errors import QuotesError
from quotes.text.callings import words_in_row

FORMS = ("he", "she", "they")
PRONOUNS = (*FORMS, "several", "none")
"""How articles speak of a person: by one pronoun in nine of ten that use any, by several, or by none."""

_CLEAR = 0.9
_FROM = (
    "FROM appearances x JOIN articles a ON a.number = x.article LEFT JOIN speakers s ON s.number = x.speaker"
    " LEFT JOIN speakers p ON p.number = s.person WHERE"
)
_QUOTES = "x.direct + x.mixed + x.indirect"
_SUMS = f"sum({_QUOTES}), sum(x.direct), sum(x.mixed), sum(x.indirect), sum(x.words), sum(x.direct_words)"


@dataclass(frozen=True, slots=True)
class Amount:
    """How much is said. quotes: statements of all types; words: of all of them, direct_words: of direct ones."""

    quotes: int
    direct: int
    mixed: int
    indirect: int
    words: int
    direct_words: int


_SAID = tuple(field.name for field in fields(Amount))
_ABOUT = ("roles", "aliases", "unsure", "sites", "months")
COLUMNS = ("name", "kind", *_SAID, "articles", *FORMS, *_ABOUT, "number")


@dataclass(frozen=True, slots=True)
class ArchivedSpeaker:
    """Somebody who is quoted in articles.

    number: the speaker's own in this archive. name, kind: see `Speaker`. said: how much; articles: in how many.
    roles: that articles give, the most frequent first. aliases: what else they call the speaker.
    sites, months: how many quotes on each site and in each month ("2026-03"), "" where articles do not tell.
    pronouns: how many articles use "he", "she" and "they" of the speaker.
    unsure: what speaks against its being one person, None where nothing does.
    """

    number: int
    name: str
    kind: Kind
    said: Amount
    articles: int
    roles: tuple[str, ...]
    aliases: tuple[str, ...]
    sites: dict[str, int]
    months: dict[str, int]
    pronouns: dict[str, int]
    unsure: str | None

    def to_dict(self) -> dict[str, Any]:
        """The speaker by `COLUMNS`, as JSON values."""
        told = asdict(self) | asdict(self.said) | dict.fromkeys(FORMS, 0) | self.pronouns
        return {name: told[name] for name in COLUMNS}


@dataclass(frozen=True, slots=True)
class Sources:
    """Who is quoted.

    speakers: those with most quotes; total: how many there are. said: by all; nobody: quotes by nobody known.
    kinds, sites, months: what is said by each kind, on each site and in each month, "" where articles do not tell.
    pronouns: how many quotes are by persons of whom articles speak by each of `PRONOUNS`.
    """

    speakers: tuple[ArchivedSpeaker, ...]
    total: int
    said: Amount
    nobody: int
    kinds: dict[str, Amount]
    sites: dict[str, Amount]
    months: dict[str, Amount]
    pronouns: dict[str, int]


def sources(store: Store, filters: Filters, limit: int | None) -> Sources:
    """Who is quoted; filters: of these, speaker, since, until and site count. limit: speakers to tell of."""
    conditions, values = about(filters, "x.speaker")
    where = " AND ".join(conditions or ["1"])

    persons = store.rows(
        f"SELECT p.number, p.name, p.kind, count(DISTINCT x.article), {_SUMS} {_FROM} {where}"
        " GROUP BY 1 ORDER BY p.number IS NULL, 5 DESC, 9 DESC, 1",
        *values,
    )
    places = store.rows(f"SELECT a.site, substr(a.date, 1, 7), {_SUMS} {_FROM} {where} GROUP BY 1, 2", *values)
    nobody = persons.pop() if persons and persons[-1][0] is None else None
    shown = json.dumps([row[0] for row in persons[:limit]])
    details = store.rows(
        f"SELECT p.number, s.role, a.site, substr(a.date, 1, 7), x.pronouns, {_QUOTES} {_FROM} {where}"
        " AND p.number IN (SELECT value FROM json_each(?))",
        *(*values, shown),
    )
    names = store.rows(
        "SELECT s.person, n.name FROM names n JOIN speakers s ON s.number = n.speaker"
        " WHERE s.person IN (SELECT value FROM json_each(?)) ORDER BY length(n.name), n.name",
        shown,
    )
    used = store.rows(
        f"SELECT p.number, x.pronouns, sum({_QUOTES}), count(*) {_FROM} {where} AND p.kind = 'person' GROUP BY 1, 2",
        *values,
    )
    kinds = _amounts((kind, *sums) for _, _, kind, _, *sums in persons)
    return Sources(
        tuple(_speakers(persons[:limit], details, names, _families(persons))),
        len(persons),
        _amounts(("", *sums) for _, _, *sums in places).get("", Amount(0, 0, 0, 0, 0, 0)),
        nobody[4] if nobody else 0,
        kinds,
        _amounts((site, *sums) for site, _, *sums in places),
        _amounts((month, *sums) for _, month, *sums in places),
        _audit(used),
    )


def _amounts(rows: Iterable[Any]) -> dict[str, Amount]:
    """The sums of rows by their first column, "" for none, in its order."""
    found: dict[str, list[int]] = {}
    for name, *sums in rows:
        before = found.get(name or "", [0] * len(sums))
        found[name or ""] = [one + other for one, other in zip(before, sums, strict=True)]
    return {name: Amount(*sums) for name, sums in sorted(found.items())}


def _speakers(
    persons: Iterable[Any], details: Iterable[Any], names: Iterable[Any], families: Mapping[str, str]
) -> Iterable[ArchivedSpeaker]:
    told: dict[int, list[Any]] = defaultdict(list)
    called: dict[int, dict[str, str]] = defaultdict(dict)
    for number, *detail in details:
        told[number].append(detail)
    for number, name in names:
        called[number][words_in_row(name)] = name
    for number, name, kind, articles, *sums in persons:
        roles, sites, months, pronouns = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
        for role, site, month, used, quotes in told[number]:
            roles[role] += bool(role)
            sites[site or ""] += quotes
            months[month or ""] += quotes
            pronouns.update(used.split())
        row = words_in_row(name)
        yield ArchivedSpeaker(
            number,
            name,
            kind,
            Amount(*sums),
            articles,
            tuple(role for role, count in roles.most_common() if count),
            tuple(other for key, other in called[number].items() if key != row),
            dict(sites.most_common()),
            dict(sorted(months.items())),
            dict(pronouns.most_common()),
            _against(row.split(), roles, pronouns, families) if kind == "person" else _described(kind, articles),
        )


def _families(persons: Iterable[Any]) -> dict[str, str]:
    """By the last names of persons, in small letters, who of them is quoted most."""
    found: dict[str, str] = {}
    for _, name, kind, *_ in persons:
        if kind == "person" and " " in name:
            found.setdefault(name.rpartition(" ")[2].casefold(), name)
    return found


def _against(
    name: Sequence[str], roles: Iterable[str], pronouns: Counter[str], families: Mapping[str, str]
) -> str | None:
    """What speaks against a person's being one."""
    found = []
    if len(name) == 1:
        found.append(f"one name alone, maybe {families[name[0]]}" if name[0] in families else "one name alone")
    if _spoken_of(pronouns) == "several":
        found.append(" and ".join(f"{form} in {count}" for form, count in pronouns.most_common()))
    apart: list[tuple[set[str], str]] = []  # roles that have no word in common
    for role in filter(None, roles):
        row = set(words_in_row(role).split()) - words("function_words")
        alike = [one for one in apart if one[0] & row]
        kept = alike[0][1] if alike else role
        apart = [one for one in apart if one not in alike] + [(row.union(*(one[0] for one in alike)), kept)]
    if len(apart) > 1:
        found.append(f"roles: {', '.join(role for _, role in apart[:3])}")
    return "; ".join(found) or None


def _described(kind: Kind, articles: int) -> str | None:
    """What speaks against its being one, of what is no person: "a senior official" is another in each article."""
    return None if kind == "organization" or articles == 1 else "a description, maybe of others in each article"


def _spoken_of(pronouns: Counter[str]) -> str:
    """One of `PRONOUNS`."""
    if not pronouns:
        return "none"
    form, count = pronouns.most_common(1)[0]
    return form if count >= _CLEAR * pronouns.total() else "several"


def _audit(used: Iterable[Any]) -> dict[str, int]:
    forms: dict[int, Counter[str]] = defaultdict(Counter)
    said = Counter[int]()
    for person, pronouns, quotes, articles in used:
        forms[person].update(dict.fromkeys(pronouns.split(), articles))
        said[person] += quotes
    counts = Counter[str]()
    for person, quotes in said.items():
        counts[_spoken_of(forms[person])] += quotes
    return {form: counts[form] for form in PRONOUNS}


def merge(store: Store, one: str, other: str) -> int:
    """Makes one of two speakers, under the first one's name and number, which is returned.

    one, other: a name, whole, or the number that a speaker has in this archive.
    Raises QuotesError where nobody, or more than one, is called so.
    """
    first, second = _the_one(store, one), _the_one(store, other)
    if first == second:
        raise QuotesError(f"{one!r} and {other!r} are one speaker already; --split parts them")
    with store.writing() as file:
        file.execute("UPDATE speakers SET person = ? WHERE person = ?", (first, second))
    return first


def split(store: Store, name: str) -> list[int]:
    """Parts a speaker: names that were merged, or one name by the roles that articles give; the parts' numbers.

    Raises QuotesError as `merge` does, and where there is one name with one role alone.
    """
    person = _the_one(store, name)
    rows = store.rows("SELECT number, key || kind, role FROM speakers WHERE person = ? ORDER BY number", person)
    by_name = len({key for _, key, _ in rows}) > 1
    parts: dict[str, list[int]] = defaultdict(list)
    for number, key, role in rows:
        parts[key if by_name else role].append(number)
    if len(parts) == 1:
        raise QuotesError(f"{name!r} has one name and one role in all articles, by which nobody can be told apart")
    with store.writing() as file:
        for numbers in parts.values():
            file.executemany("UPDATE speakers SET person = ? WHERE number = ?", [(min(numbers), n) for n in numbers])
    return sorted(min(numbers) for numbers in parts.values())


def _the_one(store: Store, name: str) -> int:
    """The number of the speaker of that name, or number."""
    by = ("p.number = ?", int(name)) if name.isdecimal() and len(name) < 19 else ("s.key = ?", words_in_row(name))
    found = store.rows(
        f"SELECT DISTINCT p.number, p.kind FROM speakers s JOIN speakers p ON p.number = s.person WHERE {by[0]}",
        by[1],
    )
    if not found:
        raise QuotesError(
            f"{store.path}: nobody has the whole name {name!r}; quotes speakers tells names and numbers"
        )
    if len(found) > 1:
        which = ", ".join(f"{number} ({kind})" for number, kind in found[:5])
        raise QuotesError(f"{store.path}: {name!r} is the name of {len(found)} speakers; give a number: {which}")
    return int(found[0][0])
