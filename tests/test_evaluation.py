"""The figures of `quotes evaluate`, worked out by hand on a few sentences, and how far they can be trusted."""

import re
from dataclasses import replace
from itertools import chain

import pytest
from samples import FERRY, TEXT, span

from quotes.attribution import Act, Span, Type
from quotes.evaluation import Corpus, Evaluation, Key, MarkedArticle, Relation, evaluate
from quotes.evaluation.bootstrap import intervals
from quotes.evaluation.matching import align, overlap, overlaps, pairs, same_speaker, trim
from quotes.evaluation.quote_types import with_types
from quotes.evaluation.scores import tally
from quotes.evaluation.signature import digest
from quotes.evaluation.source_forms import form_of_source

STRIKE = '"We won," said Ana Ruiz. "But not all." The mayor fears a "long" winter. Critics say he lies.'


def relation(
    *content: str,
    cue: str | None = None,
    source: str | None = None,
    speaker: str | None = None,
    kind: str | None = None,
    type: Type | None = None,
    act: Act | None = None,
    text: str = STRIKE,
) -> Relation:
    """An attribution whose spans are where `text` first has these words."""
    cues, sources = ((span(text, words),) if words else () for words in (cue, source))
    return Relation(tuple(span(text, words) for words in content), cues, sources, speaker, kind, type, act)


def corpus(*relations: Relation, text: str = STRIKE, id: str = "strike", name: str = "GOLD") -> Corpus:
    """One article with these attributions."""
    return Corpus((MarkedArticle(id, text, relations),), name)


RUIZ = relation(
    '"We won,"', '"But not all."', cue="said", source="Ana Ruiz", speaker="Ana Ruiz", kind="person", act="statement"
)
MAYOR = relation(
    'a "long" winter', cue="fears", source="The mayor", speaker="the mayor", kind="anonymous", act="attitude"
)
CRITICS = relation("he lies", cue="say", source="Critics", speaker="critics", kind="group", act="statement")
GOLD = corpus(RUIZ, MAYOR, CRITICS)


def paired(gold: list[Relation], found: list[Relation]) -> list[tuple[int, int]]:
    return pairs(overlaps(gold, found))


def percent(evaluation: Evaluation, name: str) -> tuple[float, float, float]:
    """Precision, recall and F1 in per cent."""
    score = evaluation[name]
    assert score.precision is not None
    return round(100 * score.precision, 1), round(100 * score.recall, 1), round(100 * score.value, 1)


def test_what_is_the_gold_is_all_right() -> None:
    evaluation = evaluate(GOLD, GOLD)
    assert {score.value for score in evaluation.scores.values()} == {1.0}
    assert not any(evaluation.misses.values())


def test_spans_are_exact_or_wrong_but_for_marks_and_commas_around_them() -> None:
    found = relation("We won", '"But not all', cue="said", source="Ana")
    evaluation = evaluate(GOLD, corpus(found))
    # contents: 2 predicted, both right, of 4; cues: 1 of 1, of 3; sources: 0 of 1, of 3
    assert percent(evaluation, "content") == (100.0, 50.0, 66.7)
    assert percent(evaluation, "cue") == (100.0, 33.3, 50.0)
    assert percent(evaluation, "source") == (0.0, 0.0, 0.0)


def test_characters_forgive_boundaries() -> None:
    found = relation("he lies", source="Ana")
    # of "Ana Ruiz" (8), "The mayor" (9), "Critics" (7) "Ana" has 3: recall 3/24, precision 1, F1 6/27
    assert percent(evaluate(GOLD, corpus(found)), "source_char") == (100.0, 12.5, 22.2)
    # the first content is of 6 and 11 characters, 23 predicted with what stands between them
    wide = relation('"We won," said Ana Ruiz. "But not all."', source="Ana Ruiz")
    evaluation = evaluate(corpus(RUIZ), corpus(wide))
    assert evaluation["content_char"].counts == (17, 17, 36, 17)
    assert evaluation["content"].value == 0


def test_a_link_is_a_content_with_its_source_and_full_a_whole_attribution() -> None:
    split = [relation('"We won,"', source="Ana Ruiz"), relation('"But not all."', source="Critics"), CRITICS]
    evaluation = evaluate(GOLD, corpus(*split))
    # of three links "We won" of Ruiz and "he lies" of the critics are right, "But not all" of the critics is not
    assert evaluation["link"].counts == (4, 2, 3, 2)
    assert evaluation["full"].counts == (3, 1, 3, 1)  # the cue does not count


def test_spans_and_links_of_several_attributions_count_once_whole_attributions_each() -> None:
    evaluation = evaluate(corpus(CRITICS, replace(CRITICS, cue=())), corpus(CRITICS))
    assert evaluation["content"].counts == evaluation["link"].counts == (1, 1, 1, 1)
    assert evaluation["full"].counts == (2, 1, 1, 1)


def test_quoted_is_the_recall_of_contents_with_double_quotation_marks() -> None:
    found = corpus(relation('"We won,"'), relation("he lies"))
    quoted = evaluate(GOLD, found)["quoted"]
    assert (quoted.counts.gold, quoted.counts.found, quoted.precision) == (3, 1, None)
    assert quoted.value == quoted.recall == pytest.approx(1 / 3)


def test_speakers_are_asked_for_statements_only() -> None:
    found = corpus(replace(RUIZ, speaker="Ms Ruiz"), replace(MAYOR, speaker="Ana Ruiz"), CRITICS)
    evaluation = evaluate(GOLD, found)
    # Ruiz and the critics are asked for; what is found of the mayor's fears is not counted against
    assert evaluation["speaker"].counts == (2, 1, 2, 1)
    assert evaluation["speaker_given_found"].counts[:2] == (2, 1)


def test_an_attribution_is_found_where_half_of_the_union_of_contents_is_shared() -> None:
    half, less = relation("lies"), relation("ies")
    assert [overlap(one.content, CRITICS.content) for one in (half, less)] == [4 / 7, 3 / 7]
    assert paired([CRITICS], [less]) == [] and paired([CRITICS], [less, half]) == [(0, 1)]
    evaluation = evaluate(corpus(CRITICS), corpus(replace(half, speaker="Critics")))
    assert evaluation["speaker"].value == 1 and evaluation["content"].value == 0


def test_each_attribution_is_one_other_s_the_nearest_first() -> None:
    assert paired([CRITICS, CRITICS], [CRITICS]) == [(1, 0)]
    assert sorted(paired([RUIZ, CRITICS], [relation("he lie"), RUIZ, CRITICS])) == [(0, 1), (1, 2)]


def test_overlaps_are_found_in_one_pass() -> None:
    everything = [RUIZ, MAYOR, CRITICS, relation(STRIKE), relation("won", "Ana Ruiz", "lies")]
    slowly = {
        (i, j): overlap(one.content, other.content)
        for i, one in enumerate(everything)
        for j, other in enumerate(everything)
    }
    assert overlaps(everything, everything) == {both: share for both, share in slowly.items() if share}


def test_acts_are_judged_among_the_found() -> None:
    found = corpus(replace(RUIZ, act="attitude"), MAYOR)
    assert evaluate(GOLD, found)["act"].counts[:2] == (2, 1)


def test_scare_quotes_reported_as_direct_quotes_are_false_quotes() -> None:
    gold = Corpus((replace(GOLD.articles[0], not_quotes=(span(STRIKE, '"long"'),)),), "GOLD")
    direct, indirect = (replace(relation("long"), type=kind) for kind in ("direct", "indirect"))
    assert evaluate(gold, corpus(direct))["false_quote"].value == 1
    assert evaluate(gold, corpus(indirect))["false_quote"].value == 0
    assert evaluate(gold, corpus(replace(relation("lo"), type="direct")))["false_quote"].value == 0


def test_what_the_gold_does_not_tell_has_no_figure() -> None:
    bare = corpus(relation("he lies"), relation("We won"))
    names = {key.name for key in evaluate(bare, GOLD).scores}
    assert names == {"content", "content_char", "full"}


def test_what_a_system_does_not_tell_is_no_mistake() -> None:
    spans = corpus(*(replace(r, speaker=None, act=None, kind=None) for r in GOLD.articles[0].relations))
    evaluation = evaluate(GOLD, spans)
    assert not {"speaker", "speaker_given_found", "act"} & {key.name for key in evaluation.scores}
    assert evaluate(GOLD, corpus())["speaker"].value == 0  # it found nothing, which is a mistake


@pytest.mark.parametrize(
    ("gold", "found", "same"),
    [
        ("Sergei Lavrov", "sergei LAVROV", True),
        ("Lavrov", "Foreign Minister Lavrov", False),
        ("Lavrov", "Minister Lavrov", True),
        ("the minister", "minister", True),
        ("José Peña's aide", "Jose Pena aide", True),
        ("Ana Ruiz | Bo Li", "Bo Li and Ana Ruiz", True),
        ("Ana Ruiz | Bo Li", "Ana Ruiz", False),
        ("President Zoë Müller", "Zoe Muller", True),
        ("Ana Lima", "Bo Lima", False),
        ("Ana Ruiz", "", False),
        ("the general", "general", True),
        ("...", "", True),
    ],
)
def test_names_are_the_same_but_for_titles_case_and_accents(gold: str, found: str, same: bool) -> None:
    assert same_speaker(gold, found) is same


def test_trimming_leaves_letters_and_digits_at_both_ends() -> None:
    text = '"1, 2!" :'
    assert trim(text, Span(0, 7, text[:7])) == Span(1, 5, "1, 2")
    assert trim(text, Span(8, 9, ":")) == Span(9, 9, "")  # a colon as a cue is still a place


def test_types_are_told_by_quotation_marks_where_nobody_has_marked_them() -> None:
    told = with_types([RUIZ, MAYOR, CRITICS, replace(CRITICS, type="direct")], STRIKE)
    assert [r.type for r in told] == ["direct", "mixed", "indirect", "direct"]
    assert with_types([relation("he lies", '"We won,"')], STRIKE)[0].type == "mixed"


def test_figures_by_type_have_the_recall_of_the_gold_s_and_the_precision_of_those_predicted() -> None:
    found = corpus(RUIZ, replace(MAYOR, type="direct"), relation("lies"))
    types = evaluate(GOLD, found).by("type")
    assert list(types) == ["direct", "indirect", "mixed"]
    # direct: both of Ruiz's contents are found; three are predicted and all of them are contents of the gold
    assert types["direct"]["content"].counts == (2, 2, 3, 3)
    # mixed: the mayor's is found, though as direct; none is predicted as mixed, so precision and F1 are 0
    assert types["mixed"]["content"].counts == (1, 1, 0, 0) and types["mixed"]["content"].value == 0
    assert types["indirect"]["content"].counts == (1, 0, 1, 0)


def test_figures_by_kind_of_speaker() -> None:
    unled = relation("winter", speaker="")
    kinds = evaluate(corpus(RUIZ, CRITICS, unled), corpus(RUIZ, replace(CRITICS, kind="person"))).by("kind")
    assert list(kinds) == ["group", "nobody", "person"]
    assert kinds["person"]["full"].counts == (1, 1, 2, 2)
    assert kinds["group"]["full"].counts == (1, 1, 0, 0)
    assert kinds["nobody"]["full"].counts == (1, 0, 0, 0) and "speaker" not in kinds["nobody"]


def test_figures_by_form_of_the_source() -> None:
    forms = evaluate(GOLD, corpus(RUIZ, MAYOR, replace(CRITICS, speaker="Ana Ruiz"))).by("form")
    counts = {form: scores["speaker_given_found"].counts[:2] for form, scores in forms.items()}
    assert counts == {"name itself": (2, 1)}  # the mayor's is an attitude
    unled = replace(RUIZ, source=())
    assert list(evaluate(corpus(unled), corpus(unled)).by("form")) == ["none"]


def test_what_scan_returns_is_predictions_and_gold() -> None:
    evaluation = evaluate(Corpus.of([FERRY]), Corpus.of([FERRY]))
    assert evaluation["full"].counts == (3, 3, 3, 3) and evaluation["content"].counts.gold == 4
    assert (evaluation.articles, evaluation.attributions, evaluation.found) == (1, 3, 3)


def articles(count: int, right: int) -> Corpus:
    """Articles of ten statements each; in every article `right` of them, and in every other one more, are right."""
    text = " ".join(f"He said it was {n}." for n in range(10))
    gold = [relation(f"it was {n}", text=text) for n in range(10)]
    wrong = [relation(f"was {n}", text=text) for n in range(10)]
    documents = []
    for number in range(count):
        share = min(10, right + number % 2)
        documents.append(MarkedArticle(str(number), text, (*gold[:share], *wrong[share:])))
    return Corpus(tuple(documents), f"right-{right}")


def test_intervals_hold_the_figure_and_can_be_had_again() -> None:
    gold, found = articles(20, 10), articles(20, 6)
    content = evaluate(gold, found)["content"]
    assert content.value == pytest.approx(0.65) and content.interval
    low, high = content.interval
    # 20 articles with 0.6 and 0.7 right: their mean has a standard deviation of 0.05 / sqrt(20) = 0.011
    assert 0.625 < low < content.value < high < 0.675
    assert evaluate(gold, found)["content"].interval == content.interval


def test_the_numbers_drawn_never_change() -> None:
    uneven = Corpus(tuple(articles(20, n % 9).articles[n] for n in range(20)), "uneven")
    compared = tally(align(articles(20, 10), uneven).comparisons, uneven)
    drawn = dict(zip(compared.keys, intervals(compared, samples=200), strict=True))
    assert drawn[Key("content")] == pytest.approx((0.289875, 0.520125))
    other = dict(zip(compared.keys, intervals(compared, samples=200, seed=2), strict=True))
    assert other[Key("content")] != drawn[Key("content")]


def test_one_article_has_no_interval() -> None:
    evaluation = evaluate(GOLD, GOLD, against=corpus(RUIZ, name="OTHER"))
    assert evaluation["content"].interval is None
    difference = evaluation.differences[Key("content")]
    # the other finds 2 of 4 contents and nothing else: F1 2/3
    assert difference.difference == pytest.approx(-1 / 3) and difference.interval is None and difference.p is None


def test_a_clearly_better_system_is_told_from_chance() -> None:
    gold = articles(12, 10)
    difference = evaluate(gold, articles(12, 5), against=articles(12, 7)).differences[Key("content")]
    assert difference.value == pytest.approx(0.75) and difference.difference == pytest.approx(0.2)
    assert difference.p is not None and difference.p < 0.01
    assert difference.interval and difference.interval[0] > 0.1


def test_equal_systems_are_not() -> None:
    gold = articles(12, 10)
    same = evaluate(gold, articles(12, 7), against=articles(12, 7)).differences[Key("content")]
    assert (same.difference, same.interval, same.p) == (0, (0, 0), 1)


def test_systems_that_are_better_by_turns_are_not() -> None:
    gold = articles(12, 10)
    good, bad = articles(12, 7).articles, articles(12, 5).articles
    one = Corpus((*good[:6], *bad[6:]), "one")
    other = Corpus((*bad[:6], *good[6:-1], bad[-1]), "other")
    difference = evaluate(gold, one, against=other).differences[Key("content")]
    assert difference.difference < 0 and difference.p is not None and difference.p > 0.5
    assert difference.interval and difference.interval[0] < 0 < difference.interval[1]


def test_a_signature_names_all_that_figures_depend_on() -> None:
    predicted = replace(GOLD, model="polnear-2", version="0.1.0")
    signature = evaluate(GOLD, predicted, against=replace(GOLD, model="a|b\nc:d")).signature
    assert re.fullmatch(
        r"quotes:[\d.]+\|model:polnear-2\|scanned-by:0\.1\.0\|against:a_b_c_d\|data:[0-9a-f]{10}\|articles:1"
        r"\|spans:exact-trimmed\|overlap:0\.5\|types:marks\|interval:bootstrap-95\|test:randomisation"
        r"\|samples:1000\|seed:1",
        signature,
    )


def test_data_has_the_same_hash_in_any_order_and_another_when_a_mark_is_moved() -> None:
    other = MarkedArticle("other", TEXT)
    assert digest(Corpus((*GOLD.articles, other))) == digest(Corpus((other, *GOLD.articles)))
    assert digest(corpus(CRITICS, MAYOR, RUIZ)) == digest(GOLD)
    assert digest(corpus(RUIZ, MAYOR, relation("he lie"))) != digest(GOLD)


def test_misses_by_cause() -> None:
    found = corpus(
        replace(RUIZ, content=RUIZ.content[:1], confidence=0.5),  # less than half: not the same attribution
        replace(CRITICS, source=(), speaker="Ana Ruiz", confidence=0.9),
        replace(relation("Ana Ruiz"), confidence=0.4),
    )
    misses = evaluate(GOLD, found).misses
    told = {cause: [(m.gold, m.found, m.line) for m in misses[cause]] for cause in misses}
    ruiz, critics, stray = found.articles[0].relations
    assert told == {
        "missed": [(MAYOR, None, 1)],
        "spurious": [(None, stray, 1)],
        "boundary": [(RUIZ, ruiz, 1)],
        "speaker": [(CRITICS, critics, 1)],
        "source": [(CRITICS, critics, 1)],
    }


def test_a_source_that_overlaps_is_a_matter_of_boundaries() -> None:
    found = corpus(relation('"We won,"', '"But not all."', source="Ana", speaker="Ana Ruiz"))
    misses = evaluate(corpus(RUIZ), found).misses
    assert [len(misses[cause]) for cause in ("boundary", "source", "speaker")] == [1, 0, 0]


def test_a_quote_in_a_quote_that_was_found_is_missed_and_not_cut_wrongly() -> None:
    whole, inner = relation("Critics say he lies"), CRITICS
    misses = evaluate(corpus(whole, inner), corpus(whole)).misses
    assert [m.gold for m in misses["missed"]] == [inner] and not misses["boundary"]


def test_the_worst_come_first() -> None:
    missed = evaluate(GOLD, corpus()).misses["missed"]
    assert [m.gold for m in missed] == [RUIZ, MAYOR, CRITICS]  # the longest content
    unsure, sure = (replace(relation(words), confidence=p) for words, p in (("Ana", 0.2), ("winter", 0.8)))
    assert [m.found for m in evaluate(corpus(CRITICS), corpus(unsure, sure)).misses["spurious"]] == [sure, unsure]


def test_articles_are_matched_by_id_and_else_by_text() -> None:
    renamed = corpus(RUIZ, MAYOR, CRITICS, id="news_strike")
    assert evaluate(GOLD, renamed)["full"].value == 1


def numbered(*ids: str, name: str) -> Corpus:
    return Corpus(
        tuple(MarkedArticle(id, f"{id}: {STRIKE}", (relation("lies", text=f"{id}: {STRIKE}"),)) for id in ids), name
    )


def test_ids_on_one_side_are_told() -> None:
    gold, predicted = numbered("a", "b", "c", name="GOLD"), numbered("a", "x", "y", "z", "w", name="PRED")
    missing = "PRED: 2 articles are missing of those in GOLD ('b', 'c')"
    with pytest.raises(ValueError, match=re.escape(missing)):
        evaluate(gold, predicted)
    evaluation = evaluate(gold, predicted, strict=False)
    assert evaluation.problems[0].startswith(missing)
    assert evaluation.problems[1].startswith("PRED: 4 articles are not in GOLD ('x', 'y', 'z', …)")
    assert evaluation["content"].counts == (3, 1, 1, 1) and evaluation.missing == ("b", "c")


def test_no_id_in_common_is_an_error_in_any_case() -> None:
    with pytest.raises(
        ValueError, match=r"PRED: not one of its 1 articles \('x'\) is among the 2 of GOLD \('a', 'b'\)"
    ):
        evaluate(numbered("a", "b", name="GOLD"), numbered("x", name="PRED"), strict=False)


@pytest.mark.parametrize(
    ("found", "message"),
    [
        (MarkedArticle("strike", None, length=5), "made from 5 characters, the gold's text has 93"),
        (MarkedArticle("strike", STRIKE[:-1]), "made from 92 characters, the gold's text has 93"),
        (
            MarkedArticle("strike", STRIKE.replace("winter", "summer")),
            "its text is not the gold's, from character 65 on",
        ),
        (
            MarkedArticle("strike", None, (Relation((Span(0, 99, ""),)),)),
            "attribution 1: content: 0 to 99 is beyond the",
        ),
        (MarkedArticle("strike", None, (Relation((Span(0, 2, "He"),)),)), "the text has '\"W' there and not 'He'"),
    ],
)
def test_predictions_of_another_text_are_refused(found: MarkedArticle, message: str) -> None:
    with pytest.raises(ValueError, match=f"PRED: article 'strike'.*{re.escape(message)}"):
        evaluate(GOLD, Corpus((found,), "PRED"))


@pytest.mark.parametrize(
    ("spans", "message"),
    [
        ((Span(5, 3, ""),), "content: 5 to 3 is reversed"),
        ((Span(3, 3, ""),), "content: 3 to 3 is empty"),
        ((Span(0, 5, ""), Span(4, 9, "")), "content: 0 to 5 and 4 to 9 overlap; make them one span"),
        ((Span(-2, 5, ""),), "content: -2 to 5 "),
        ((), "it has no content"),
    ],
)
@pytest.mark.parametrize("text", [STRIKE, None])
def test_spans_that_mark_nothing_are_refused(spans: tuple[Span, ...], message: str, text: str | None) -> None:
    with pytest.raises(ValueError, match=f"article 'strike', attribution 2: {re.escape(message)}"):
        MarkedArticle("strike", text, (CRITICS, Relation(spans)))


def test_an_article_is_in_a_corpus_once() -> None:
    with pytest.raises(ValueError, match="GOLD: the article 'strike' is there twice"):
        Corpus(GOLD.articles * 2, "GOLD")


def test_a_gold_without_attributions_or_text_is_refused() -> None:
    with pytest.raises(ValueError, match="GOLD: no attributions are marked in it"):
        evaluate(corpus(), GOLD)
    with pytest.raises(ValueError, match="GOLD: article 'strike' has no text"):
        evaluate(Corpus((MarkedArticle("strike", None, (CRITICS,)),), "GOLD"), GOLD)


def test_everything_is_counted_once_in_the_table_of_types() -> None:
    evaluation = evaluate(GOLD, GOLD)
    for name in ("content", "link", "full", "speaker"):
        parts = list(chain.from_iterable(evaluation.by(by).values() for by in ("type", "kind")))
        assert sum(p[name].counts.gold for p in parts if name in p) == 2 * evaluation[name].counts.gold


@pytest.mark.parametrize(
    ("source", "speaker", "kind", "form"),
    [
        ("the Harbour Board", "Harbour Board", "organization", "name itself"),
        ("Roth and Cem Aydin", "Cem Aydin | Roth", "person", "name itself"),
        ("Harbour Master Ida Roth (née Lind)", "Ida Roth", "person", "longer phrase with the name"),
        ("Harbour Master Roth", "Ida Roth", "person", "part of a person's name"),
        ("the board", "Harbour Board", "organization", "part of another name"),
        ("the harbour master", "Ida Roth", "person", "description"),
        ("She", "Ida Roth", "person", "pronoun"),
        ("", "Ida Roth", "person", "none"),
    ],
)
def test_a_source_has_a_form(source: str, speaker: str, kind: str, form: str) -> None:
    assert form_of_source(source, speaker, kind) == form
