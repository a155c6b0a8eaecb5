"""Attributions, spans and speakers as JSON values, and back."""

from __future__ import annotations

from typing import Any, get_args

from quotes.attribution import (
    Act,
    Attribution,
    Change,
    Context,
    Match,
    Part,
    Reason,
    Review,
    Setting,
    Span,
    Speaker,
    State,
    Type,
    Verdict,
    Verification,
)
from quotes.errors import QuotesError


def span_dict(span: Span) -> dict[str, Any]:
    return {"start": span.start, "end": span.end, "text": span.text}


def speaker_dict(speaker: Speaker) -> dict[str, Any]:
    return {"name": speaker.name, "kind": speaker.kind, "role": speaker.role}


def attribution_dict(a: Attribution) -> dict[str, Any]:
    record = {
        "id": a.id,
        "type": a.type,
        "act": a.act,
        "said": a.said,
        "hearsay": a.hearsay,
        "content": [span_dict(span) for span in a.content],
        "cue": {**span_dict(a.cue), "lemma": a.cue_lemma} if a.cue else None,
        "source": span_dict(a.source) if a.source else None,
        "speaker": speaker_dict(a.speaker) if a.speaker else None,
        "confidence": round(a.confidence, 3),
        "context": {
            "line": a.context.line,
            "paragraph": a.context.paragraph,
            "sentence": span_dict(a.context.sentence),
        },
    }
    if a.repeated:
        record["repeated"] = [span_dict(span) for span in a.repeated]
    if a.review:
        record["review"] = {"state": a.review.state, "note": a.review.note}
    return {**record, "verification": verification_dict(a.verification)} if a.verification else record


def verification_dict(v: Verification) -> dict[str, Any]:
    return {
        "verdict": v.verdict,
        "similarity": round(v.similarity, 3),
        "match": _match_dict(v.match) if v.match else None,
        "changes": [change_dict(change) for change in v.changes],
        "context": {"reason": v.context.reason, "cue": span_dict(v.context.cue)} if v.context else None,
        "parts": [
            {"content": span_dict(part.content), "verification": verification_dict(part.verification)}
            for part in v.parts
        ],
        **({"nearest": _match_dict(v.nearest)} if v.nearest else {}),
    }


def _match_dict(match: Match) -> dict[str, Any]:
    return {
        "source": match.source,
        **span_dict(match.span),
        "line": match.line,
        "speaker": match.speaker,
        **({"time": match.time} if match.time else {}),
        **{name: span_dict(span) if span else None for name, span in _beside(match).items()},
    }


def _beside(match: Match) -> dict[str, Span | None]:
    return {"sentence": match.sentence, "before": match.before, "after": match.after}


def change_dict(change: Change) -> dict[str, Any]:
    article, source = change.article, change.source
    return {
        "kind": change.kind,
        "article": article.text if article else "",
        "source": source.text if source else "",
        "article_start": article.start if article else None,
        "source_start": source.start if source else None,
    }


def span_of(record: dict[str, Any]) -> Span:
    return Span(record["start"], record["end"], record["text"])


def one_of(value: Any, known: tuple[Any, ...]) -> Any:
    if value not in known:
        raise QuotesError(f"{value!r} is none of {', '.join(known)}")
    return value


def _span_from(start: int | None, text: str) -> Span | None:
    return None if start is None else Span(start, start + len(text), text)


def verification_of(record: dict[str, Any]) -> Verification:
    match, context, nearest = record["match"], record.get("context"), record.get("nearest")
    return Verification(
        one_of(record["verdict"], get_args(Verdict)),
        record["similarity"],
        _match(match) if match else None,
        tuple(
            Change(
                c["kind"], _span_from(c["article_start"], c["article"]), _span_from(c["source_start"], c["source"])
            )
            for c in record["changes"]
        ),
        Setting(one_of(context["reason"], get_args(Reason)), span_of(context["cue"])) if context else None,
        tuple(Part(span_of(p["content"]), verification_of(p["verification"])) for p in record.get("parts", ())),
        _match(nearest) if nearest else None,
    )


def _match(record: dict[str, Any]) -> Match:
    sentence, before, after = (
        span_of(record[name]) if record.get(name) else None for name in ("sentence", "before", "after")
    )
    return Match(
        record["source"],
        span_of(record),
        record["line"],
        record["speaker"],
        sentence,
        before,
        after,
        record.get("time"),
    )


def _review(record: dict[str, Any]) -> Review:
    return Review(one_of(record["state"], (None, *get_args(State))), record["note"])


def attribution_of(a: dict[str, Any], speaker: Speaker | None) -> Attribution:
    context = a["context"]
    if not a["content"] or not 0 <= a["confidence"] <= 1:
        raise QuotesError(f"attribution {a['id']}: content is at least one span, confidence a number from 0 to 1")
    return Attribution(
        id=a["id"],
        type=one_of(a["type"], get_args(Type)),
        act=one_of(a["act"], get_args(Act)),
        content=tuple(span_of(span) for span in a["content"]),
        cue=span_of(a["cue"]) if a["cue"] else None,
        cue_lemma=a["cue"]["lemma"] if a["cue"] else None,
        source=span_of(a["source"]) if a["source"] else None,
        speaker=speaker,
        confidence=a["confidence"],
        context=Context(context["line"], context["paragraph"], span_of(context["sentence"])),
        verification=verification_of(a["verification"]) if "verification" in a else None,
        said=a.get("said", True),  # of records made before there was such a thing
        hearsay=a.get("hearsay", False),
        repeated=tuple(span_of(span) for span in a.get("repeated", ())),
        review=_review(a["review"]) if a.get("review") else None,
    )
