"""Texts that are mostly not English are told, and English ones that look odd are not."""

from pathlib import Path

import pytest

from quotes import scan
from quotes.command.cli import main
from quotes.english import table
from quotes.other_languages import LANGUAGES
from quotes.text.language import language, name_of

FOLDER = Path(__file__).parent.parent / "quotes" / "other_languages"

FOREIGN = {
    "fr": "« Le marché sera déplacé en mai », a déclaré la maire, Anne Vidal. "
    "Elle a promis un nouveau toit aux marchands.",
    "de": "Der Markt zieht um. „Er ist zu laut“, sagte Bürgermeisterin Anna Vidal. "
    "Die Händler seien alt, sagte Jan Orde.",
    "es": "«El mercado se trasladará en mayo», dijo la alcaldesa Ana Vidal. Los vendedores pidieron un techo nuevo.",
    "it": "«Il mercato si sposterà a maggio», ha detto la sindaca Anna Vidal. "
    "I venditori hanno chiesto un tetto nuovo.",
    "pt": "“A feira vai mudar em maio”, disse a prefeita Ana Vidal. Os feirantes pediram um telhado novo à câmara.",
    "nl": "“De markt gaat in mei weg uit de stad”, zei burgemeester Anna Vidal. "
    "De kooplieden vroegen om een nieuw dak.",
    "sv": "”Torget flyttas i maj”, sade borgmästaren Anna Vidal. "
    "Handlarna bad kommunen om ett nytt tak över stånden.",
    "pl": "„Targ zostanie przeniesiony w maju”, powiedziała burmistrz Anna Vidal. Kupcy poprosili o nowy dach.",
    "tr": "Belediye başkanı Ayşe Vidal, “Pazar mayısta taşınacak” dedi. Esnaf belediyeden yeni bir çatı istedi.",
    "ru": "«Рынок переедет в мае», — сказала мэр Анна Видаль. Торговцы попросили новую крышу над прилавками.",
    "zh": "“市场将于五月搬迁，”市长安娜·维达尔说。摊贩们要求市政府修一个新的屋顶，"
    "因为旧屋顶已经漏雨三年，摊位上的水果和面包每到雨天都会被淋湿。",
}
ENGLISH = [
    "Rain.",
    "MARKET TO MOVE, MAYOR SAYS\n\n“IT IS TOO LOUD FOR THE HOSPITAL,” SAID ANNA VIDAL.",
    "“Le marché sera déplacé en mai,” said the mayor, Anne Vidal, in French. “C'est fini,” she told the traders.",
    "Norvik United 3 Alder Rovers 2; Lund Town 1 Telling Athletic 1; Hamra City 0 Crake Wanderers 4.",
    "Anna Vidal, Jan Orde, Ruth Haugen, Leif Moe, Jo Fenner, Clive Rudd, Kjell Aas, Ester Vik.",
    "RT @portofhamra: bridge closed today!! use ferry #hamra #bridge pls share",
    "https://www.harbourpost.example/2026/03/04/market-to-move-in-may?utm_source=mail",
    "Speaker 1: Yes.\nSpeaker 2: No.\nSpeaker 1: Why?\nSpeaker 2: Money.",
    "12.4 13.9 14.1 15.0 9.8 7.7 (see table)",
    FOREIGN["fr"] + " That is what the mayor of the town has told us on the day of the vote, and she was not amused. "
    "The traders, who have been on the square for as long as anyone can remember, said that they would not go.",
]


@pytest.mark.parametrize("code", FOREIGN)
def test_the_language_of_a_foreign_text_is_told(code: str) -> None:
    assert language(FOREIGN[code]) == code


@pytest.mark.parametrize("text", ENGLISH)
def test_english_is_english_however_odd(text: str) -> None:
    assert language(text) == "en"


def test_names_of_languages() -> None:
    assert [name_of(code) for code in ("fr", "zh", "pcm", "xx")] == ["French", "Chinese", "Nigerian Pidgin", "xx"]


def test_an_article_tells_its_language_and_so_does_its_json() -> None:
    assert scan(FOREIGN["fr"]).to_dict()["language"] == "fr"


@pytest.mark.parametrize(
    ("code", "speaker", "words"),
    [("fr", "Anne Vidal", "« Le marché sera déplacé en mai »"), ("de", "Anna Vidal", "„Er ist zu laut“")],
)
def test_what_a_verb_credits_is_found_in_french_and_german(code: str, speaker: str, words: str) -> None:
    assert (speaker, words) in [(a.speaker and a.speaker.name, a.words) for a in scan(FOREIGN[code]).attributions]


@pytest.mark.parametrize("code", sorted(LANGUAGES))
def test_a_list_of_another_language_holds_each_word_once_and_sorted(code: str) -> None:
    found = table(code, FOLDER)
    lines = (FOLDER / f"{code}.txt").read_text(encoding="utf-8").splitlines()
    assert [*found] == sorted(line.partition("\t")[0] for line in lines if not line.startswith("#"))
    assert {mark for marks in found.values() for mark in marks} == {"verb", "helper", "pronoun", "article", "that"}


def test_the_command_notes_it_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("markt.txt").write_text(FOREIGN["de"], encoding="utf-8")
    assert main(["scan", "markt.txt"]) == 0
    assert capsys.readouterr().err == (
        "quotes: markt.txt: mostly German, it seems; only English is read, so much is missed or wrong; scan a "
        "translation\n"
    )
