"""What titles, first names and the line that tells who wrote an article say against a candidate."""

import pytest

from quotes.scanner import scan


def spoken(text: str) -> list[str | None]:
    return [a.speaker.name if a.speaker else None for a in scan(text).attributions]


def test_whoever_wrote_the_article_is_not_whom_a_description_means() -> None:
    assert spoken("By Sara Ekholm\n\nOSLO - The finance minister said the economy would grow.") == [
        "The finance minister"
    ]
    assert spoken('By Tom Berg\n\nI saw the fire. "We ran," I said.') == ["Tom Berg"]


@pytest.mark.parametrize(
    ("source", "speaker"), [("Mr Berg", "Peter Berg"), ("Ms Berg", "Mary Berg"), ("Mrs Berg", "Mary Berg")]
)
def test_a_title_tells_which_of_a_family(source: str, speaker: str) -> None:
    assert spoken(f"Mary Berg sued her brother, Peter Berg. {source} said it was late.") == [speaker]
