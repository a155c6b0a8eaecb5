"""What articles are held against, and each of their attributions held against it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from operator import attrgetter
from pathlib import Path

from quotes.article import Article
from quotes.attribution import Attribution, Match, Part, Setting, Speaker, Verification
from quotes.errors import QuotesError
from quotes.reading import Document, Problem, read, without_markup
from quotes.scanner import Scanner
from quotes.text.intervals import Intervals
from quotes.text.quotations import Quotation, quotations
from quotes.text.text import Text
from quotes.verification.claims import Claim, claim
from quotes.verification.commitment import Commitments
from quotes.verification.copies import are_copies
from quotes.verification.judgement import SAME_WORDS, Judged
from quotes.verification.meanings import Meanings
from quotes.verification.paraphrases import LEAST_SIMILARITY, NEAR, nearest, reported
from quotes.verification.parts import combined, in_another_order, is_cut_only, may_be_reordered, sentences
from quotes.verification.passages import Passages
from quotes.verification.speech import Voices, agree
from quotes.verification.surroundings import Surroundings
from quotes.verification.verdicts import Finding, quoted

_CANDIDATES = 8  # passages that a claim is held against
_ASSERTED = 0.6  # similarity of indirect speech from which on it is asked whether the speaker asserts it
_MOST_READ = 3  # of them whose documents must be scanned to learn who speaks


class Evidence:
    """What articles are verified against: speeches, transcripts, statements, other articles, indexed by their words.

    documents: texts with an id and a path; of HTML the text is taken, which offsets then count in.
    scanner: reads those that quote somebody themselves, when it comes to that.
    """

    def __init__(self, documents: Iterable[Document], scanner: Scanner | None = None) -> None:
        self._scanner = scanner or Scanner()
        meanings = cache(lambda: Meanings(self._scanner.model))
        texts = [without_markup(document) for document in documents]
        self._documents = [document for document in texts if document.text.strip()]
        self._texts = [Text(document.text) for document in self._documents]
        self._commitments = cache(lambda: Commitments(self._scanner.model))
        self._passages = Passages(self._texts, meanings)
        self._readings: dict[int, tuple[Voices, Surroundings]] = {}
        self._copied: tuple[Article, frozenset[int]] | None = None  # of the article that was asked about last

    @classmethod
    def read(cls, paths: str | Path | Iterable[str | Path], scanner: Scanner | None = None) -> Evidence:
        """The documents in a file or folder, or in several.

        Raises TypeError where they are none, ValueError with one sentence about the first that cannot be read, or
        where there is none.
        """
        if not isinstance(paths, Path | Iterable):
            raise TypeError(f"sources are files and folders, each a str or a Path, not {type(paths).__name__}")
        found = []
        for item in read([paths] if isinstance(paths, str | Path) else paths):
            if isinstance(item, Problem):
                raise QuotesError(item.message)
            found.append(item)
        if not found:
            raise QuotesError("no sources to verify against; name a file or a folder")
        return cls(found, scanner)

    def verify(self, article: Article) -> Article:
        """The article with each of its attributions verified; as it was where all documents are copies of it.

        Raises TypeError where it is no article.
        """
        if not isinstance(article, Article):
            raise TypeError(f"what is verified is an Article, as quotes.scan gives it, not {type(article).__name__}")
        if 0 < len(self._copies(article)) == len(self._documents):
            return article
        marked = Intervals.of(quotations(article.text), attrgetter("inner_start", "inner_end"))
        return replace(article, attributions=tuple(self._verified(a, article, marked) for a in article.attributions))

    def _verified(self, attribution: Attribution, article: Article, marked: Intervals[Quotation]) -> Attribution:
        made = claim(attribution, article, marked, self._passages.vocabulary)
        whole = self._held(made, article)
        if len(made.quoted) and whole.verdict in ("altered", "not_found"):
            if len(made.pieces) > 1:
                alone = made.parted(made.pieces)
                whole = combined([Part(one.whole, self._held(one, article)) for one in alone], whole)
            elif len(inside := sentences(made.pieces[0])) > 1 and not is_cut_only(whole):
                whole = self._reordered(made.parted(inside), article) or whole
        return replace(attribution, verification=whole)

    def _reordered(self, alone: Iterable[Claim], article: Article) -> Verification | None:
        """What sentences of a quotation show that a source has in another order; who says them is asked only then."""
        found = []
        for made in alone:
            findings = self._findings(made, article)
            if not findings or findings[0].verdict not in SAME_WORDS:
                return None
            found.append((made, findings))
        if not may_be_reordered([(made.whole, findings) for made, findings in found]):
            return None
        return in_another_order(
            Part(made.whole, self._judged(findings, made, article) or Verification("not_found", 0.0))
            for made, findings in found
        )

    def _held(self, made: Claim, article: Article) -> Verification:
        """What holding a claim against the documents shows, and of what is not found the nearest passage."""
        findings = self._findings(made, article)
        held = self._judged(findings, made, article)
        return held or Verification("not_found", 0.0, nearest=self._nearest(findings, made, article))

    def _findings(self, made: Claim, article: Article) -> list[Finding]:
        """Where the documents have a claim, or something like it: all in the same words if any is."""
        found = self._in_quotes(made) if len(made.quoted) else self._in_other_words(made)
        return [finding for finding in found if finding.document not in self._copies(article)]

    def _judged(self, findings: Iterable[Finding], made: Claim, article: Article) -> Verification | None:
        """What the best of the findings makes of a claim, None where nothing can be told of any."""
        best = self._best(findings, made, article.speakers)
        return best.verification(self._match(best.finding, best.speaker)) if best else None

    def _match(self, finding: Finding, speaker: str | None = None) -> Match:
        """Where a finding stands, between the sentences beside it, and when that is said; speaker: who says it."""
        document = self._documents[finding.document]
        voices, surroundings = self._reading(finding.document)
        span = finding.span
        line = self._texts[finding.document].places.line(span.start)
        beside = surroundings.neighbours.around(span.start, span.end)
        return Match(document.path or document.id, span, line, speaker, *beside, time=voices.time(span.start))

    def _nearest(self, findings: Iterable[Finding], made: Claim, article: Article) -> Match | None:
        """The passage that comes closest in meaning to what is not found, if any is near.

        findings: of a claim in other words. What a quotation is near to shares its words, and is found by them.
        """
        if len(made.quoted):
            passages = self._passages
            closest = passages.closest(made.content.words, _CANDIDATES)
            others = [passage for passage in closest if passage.document not in self._copies(article)]
            findings = nearest(made, passages.meant(made.content.words), others, passages)
        near = max(findings, key=lambda finding: finding.score, default=None)
        return self._match(near) if near and near.similarity >= NEAR else None

    def _in_quotes(self, made: Claim) -> list[Finding]:
        """What holds the words in quotation marks, unchanged if anything does."""
        passages = self._passages
        findings = [
            finding
            for passage in passages.closest(made.content.words, _CANDIDATES)
            for finding in quoted(made, passage, passages)
        ]
        return [finding for finding in findings if finding.verdict in SAME_WORDS] or findings

    def _in_other_words(self, made: Claim) -> list[Finding]:
        """What comes closest in meaning."""
        passages = self._passages
        meant = passages.meant(made.content.words)
        closest = passages.closest_in_meaning(meant, _CANDIDATES)
        return [finding for passage in closest for finding in reported(made, meant, passage, passages)]

    def copies(self, article: Article) -> tuple[str, ...]:
        """The documents that are the article itself, or nearly so; nothing is taken from them to verify it."""
        documents = (self._documents[number] for number in sorted(self._copies(article)))
        return tuple(document.path or document.id for document in documents)

    def _copies(self, article: Article) -> frozenset[int]:
        if self._copied is None or self._copied[0] is not article:
            path = Path(article.path).absolute() if article.path else None
            found = (
                number
                for number, document in enumerate(self._documents)
                if (path and document.path and Path(document.path).absolute() == path)
                or are_copies(article.text, document.text)
            )
            self._copied = article, frozenset(found)
        return self._copied[1]

    def _best(self, findings: Iterable[Finding], made: Claim, speakers: Sequence[Speaker]) -> Judged | None:
        """The best of the findings with who says it in the document; few of those for which that must be read."""
        speaker = made.attribution.speaker
        best: Judged | None = None
        read = 0
        for finding in sorted(findings, key=lambda finding: -finding.score):
            if best and Judged(finding, None, True).rank <= best.rank:  # whoever says it and however
                continue
            start, end = finding.span.start, finding.span.end
            voices, _ = self._reading(finding.document)
            if finding.verdict in (*SAME_WORDS, "altered") and voices.part(start, end):
                if finding.verdict == "altered":
                    continue
                told = Judged(finding, voices.both(start, end), False)
            elif speaker and voices.name_alone(speaker.name, start, end):
                told = Judged(finding, speaker.name, True, self._setting(finding, made))
            else:
                if voices.must_read(start, end):
                    read += 1
                    far = finding.verdict == "paraphrased" and finding.similarity < LEAST_SIMILARITY[None]
                    if read > _MOST_READ or (far and not (speaker and voices.mention(speaker.name))):
                        continue
                voice = voices.of(start, end)
                agrees = agree(speaker, speakers, voice, voices)
                told = Judged(finding, voice.name, agrees, None if agrees is False else self._setting(finding, made))
            best = max(best or told, told, key=attrgetter("rank"))
        return best

    def _setting(self, finding: Finding, made: Claim) -> Setting | None:
        """Why the words found are not asserted where they stand, where they are the same."""
        near = finding.verdict == "paraphrased" and finding.similarity >= _ASSERTED
        if finding.verdict not in SAME_WORDS and not near:
            return None
        speaker = made.attribution.speaker
        names = frozenset(speaker.name.casefold().split()) if speaker else frozenset()
        voices, surroundings = self._reading(finding.document)
        spoken = voices.is_speech(finding.span.start)
        settings = (
            surroundings.of(start, end, names, made.own, spoken=spoken, asks=made.asks, reported=finding.reported)
            for start, end in surroundings.neighbours.by_sentence(finding.stretches)
        )
        found = (setting for setting in settings if setting)
        if finding.reported:  # a "not" is compared by itself
            several = any("," in self._texts[finding.document].characters[a:b] for a, b in finding.stretches)
            passed = ("negation", "limited", "condition") if several else ("negation",)
            return next((s for s in found if s.reason not in passed), None)
        span = finding.span  # what it leaves out and tells so is the reader's to ask for
        return next((s for s in found if s.reason != "condition" or not span.start < s.cue.start < span.end), None)

    def _reading(self, document: int) -> tuple[Voices, Surroundings]:
        """What tells who speaks in a document, and how."""
        if document not in self._readings:
            text, scan = self._texts[document], self._scanner.scan
            times = self._documents[document].times
            self._readings[document] = Voices(text, scan, times), Surroundings(text, scan, self._commitments)
        return self._readings[document]


def verify(article: Article, evidence: Evidence | str | Path | Iterable[str | Path]) -> Article:
    """The article with each attribution held against the evidence: `attribution.verification` tells what was found.

    evidence: a file or folder, or several; for many articles, make `Evidence` once. Where it has but copies of
        the article, that is given back without a verification.
    Raises ValueError where one cannot be read, or there is none.
    """
    return (evidence if isinstance(evidence, Evidence) else Evidence.read(evidence)).verify(article)
