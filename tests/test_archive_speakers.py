"""Who is quoted in an archive: counts, kinds, pronouns, what is unsure, and what people decide of that."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path

import archived
import pytest
from samples import said, span

import quotes
from quotes.archive.pages import months
from quotes.archive.speakers import Amount
from quotes.command.cli import main


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return archived.made(tmp_path_factory.mktemp("archive") / "news.db")


@pytest.fixture
def path(whole: Path, tmp_path: Path) -> Path:
    """An archive that may be changed."""
    return Path(shutil.copy(whole, tmp_path / "news.db"))


def test_who_is_quoted_how_often_and_how(whole: Path) -> None:
    with quotes.Archive(whole) as archive:
        found = archive.speakers()
    assert (found.total, found.said.quotes, found.nobody) == (5, 10, 0)
    moreau = found.speakers[0]
    assert (moreau.name, moreau.articles, moreau.said) == ("Ines Moreau", 3, Amount(6, 4, 0, 2, 32, 23))
    assert moreau.sites == {"Harbour Post": 4, "The Island": 2}
    assert moreau.months == {"2025-12": 2, "2026-03": 2, "2026-04": 2}
    assert {kind: amount.quotes for kind, amount in found.kinds.items()} == {"anonymous": 1, "person": 9}
    assert list(found.months) == ["", "2025-12", "2026-03", "2026-04"]


def test_sites_times_and_names_choose_what_counts(whole: Path) -> None:
    with quotes.Archive(whole) as archive:
        assert archive.speakers(site="The Island").said.quotes == 4
        assert archive.speakers(since="2026-04").said.quotes == 3
        assert [s.name for s in archive.speakers("Aalto").speakers] == ["Tove Aalto"]
        few = archive.speakers(limit=1)
        assert (len(few.speakers), few.total, few.said.quotes) == (1, 5, 10)


def test_pronouns_are_those_of_the_articles_and_never_guessed(whole: Path) -> None:
    with quotes.Archive(whole) as archive:
        found = archive.speakers()
    assert found.speakers[0].pronouns == {"she": 3}
    assert found.pronouns == {"he": 0, "she": 6, "they": 0, "several": 0, "none": 3}


@pytest.mark.parametrize(("times", "pronouns"), [(1, {}), (2, {"they": 1})])
def test_they_is_counted_where_an_article_says_it_twice(times: int, pronouns: dict[str, int], tmp_path: Path) -> None:
    text = "We wait, Kim Berg said. They go"
    they = span(text, "They")
    berg = quotes.Speaker("Kim Berg", "person", None, (span(text, "Kim Berg"), *[they] * times))
    with quotes.Archive(tmp_path / "x.db", create=True) as archive:
        archive.add([said(text, berg)])
        assert archive.speakers().speakers[0].pronouns == pronouns


def test_nobody_who_is_so_is_told_in_one_sentence(whole: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["speakers", str(whole), "--speaker", "Zebra"]) == 0
    assert capsys.readouterr().out == "No quote in the archive is so.\n"
    assert main(["speakers", str(whole), "--speaker", "Zebra", "--format", "html"]) == 0
    assert "No quote in the archive is so." in (page := capsys.readouterr().out) and "<table" not in page


def test_what_speaks_against_one_person_is_told(whole: Path) -> None:
    with quotes.Archive(whole) as archive:
        unsure = {speaker.name: speaker.unsure for speaker in archive.speakers().speakers}
    assert unsure == {
        "Ines Moreau": "roles: harbour minister, soprano",
        "Moreau": "one name alone, maybe Ines Moreau",
        "A senior official": None,
        "Tove Aalto": None,
        "Adaeze Lindqvist": None,
    }


def test_two_pronouns_in_different_articles_speak_against_one_person(tmp_path: Path) -> None:
    told = [f'"We wait," said Kim Berg. {form} said the quay was wet.' for form in ("She", "He")]
    with quotes.Archive(tmp_path / "x.db", create=True) as archive:
        archive.add(quotes.scan_many(told))
        (berg,) = archive.speakers().speakers
    assert berg.unsure == "she in 1 and he in 1"


def test_a_description_in_several_articles_may_be_of_several_people(tmp_path: Path) -> None:
    with quotes.Archive(tmp_path / "x.db", create=True) as archive:
        archive.add(quotes.scan_many([f'"We {verb}," a senior official said.' for verb in ("wait", "go")]))
        (official,) = archive.speakers().speakers
    assert (official.articles, official.unsure) == (2, "a description, maybe of others in each article")


def test_two_are_made_one_and_parted_again(path: Path) -> None:
    with quotes.Archive(path) as archive:
        number = archive.merge("Ines Moreau", "Moreau")
        moreau = archive.speakers().speakers[0]
        assert (moreau.number, moreau.said.quotes, moreau.aliases) == (number, 7, ("Moreau",))
        assert {hit.quote.speaker for hit in archive.search(speaker="Moreau")} == {"Ines Moreau"}
        assert len(archive.split("Ines Moreau")) == 2
        assert archive.speakers().speakers[0].said.quotes == 6


def test_one_name_is_parted_by_roles_and_stays_so(path: Path) -> None:
    with quotes.Archive(path) as archive:
        minister, soprano = archive.split("Ines Moreau")
        said = {s.number: (s.said.quotes, s.roles) for s in archive.speakers("Ines Moreau").speakers}
        assert said == {minister: (4, ("harbour minister",)), soprano: (2, ("soprano",))}
        more = '"The curtain is new," said Ines Moreau, the soprano.'
        archive.add(quotes.scan_many([quotes.Document("curtain", None, more)]))
        assert {s.number: s.said.quotes for s in archive.speakers("Ines Moreau").speakers} == {
            minister: 4,
            soprano: 3,
        }
        with pytest.raises(quotes.QuotesError, match=r"is the name of 2 speakers; give a number: \d+ \(person\)"):
            archive.merge("Ines Moreau", "Moreau")
        archive.merge(str(minister), "Moreau")


def test_a_merge_outlasts_an_article_that_is_read_anew(path: Path) -> None:
    with quotes.Archive(path) as archive:
        archive.merge("Ines Moreau", "Moreau")
        changed = quotes.Document("ferry", None, archived.FERRY.replace("He asked", "He told"), site="The Island")
        archive.add(quotes.scan_many([changed]))
        assert archive.speakers().speakers[0].said.quotes == 7


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (
            ["--merge", "Ines Moreau", "Nobody"],
            "nobody has the whole name 'Nobody'; quotes speakers tells names and numbers",
        ),
        (["--merge", "Moreau", "5"], "are one speaker already; --split parts them"),
        (["--split", "Tove Aalto"], "has one name and one role in all articles, by which nobody can be told apart"),
        (["--split", "99999999999999999999"], "nobody has the whole name"),
    ],
)
def test_what_cannot_be_decided(
    options: list[str], told: str, path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["speakers", str(path), *options]) == 1
    out, err = capsys.readouterr()
    assert out == "" and told in err and err.count("\n") == 1


def test_a_table_csv_and_json(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["speakers", str(path), "--merge", "Ines Moreau", "Moreau"]) == 0
    assert main(["speakers", str(path), "--width", "100"]) == 0
    shown = capsys.readouterr().out
    assert "10 quotes by 4 speakers" in shown and "unsure: roles: harbour minister, soprano" in shown
    assert "kinds: anonymous 10%, person 90%, nobody known 0%" in shown
    assert "pronouns that articles use of quoted persons: he 0%, she 78%" in shown
    main(["speakers", str(path), "--format", "csv"])
    first = next(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert (first["name"], first["quotes"], first["she"], first["roles"]) == (
        *("Ines Moreau", "7", "3", "harbour minister; soprano"),
    )
    assert first["sites"] == "Harbour Post: 4; The Island: 3"
    main(["speakers", str(path), "--format", "json"])
    assert json.loads(capsys.readouterr().out)[0]["months"] == {"": 1, "2025-12": 2, "2026-03": 2, "2026-04": 2}


def test_one_page_with_plots_that_needs_no_network(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["speakers", str(path), "--format", "html"]) == 0
    page = capsys.readouterr().out
    assert page.count("<svg") > 3 and "<title>2026-03: 3 quotes, 2 direct</title>" in page
    assert "<script" not in page and "http:" not in page and "https:" not in page and "<link" not in page


def test_months_in_which_nothing_is_said_are_shown() -> None:
    some = Amount(1, 1, 0, 0, 5, 5)
    found = months({"": some, "2025-11": some, "2026-02": some})
    assert [(month, amount.quotes) for month, amount in found] == [
        *(("2025-11", 1), ("2025-12", 0), ("2026-01", 0), ("2026-02", 1))
    ]
    assert months({"": some}) == []
