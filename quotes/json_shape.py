"""The shape of JSON: attributions, spans, speakers and verifications as JSON values, and back.

What stands around them in a record is `Article.to_dict`; `quotes.report.json` writes it.
"""

from __future__ import annotations

from dataclasses import MISSING, Field, fields, is_dataclass, replace
from functools import cache
from typing import Any, Literal, get_args, get_origin, get_type_hints

from quotes.attribution import Attribution, Change, Match, Setting, Span, Speaker, Verification
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
        "context": _setting_dict(v.context) if v.context else None,
        "parts": [
            {"content": span_dict(part.content), "verification": verification_dict(part.verification)}
            for part in v.parts
        ],
        **({"nearest": _match_dict(v.nearest)} if v.nearest else {}),
    }


def _setting_dict(setting: Setting) -> dict[str, Any]:
    return {"reason": setting.reason, "cue": span_dict(setting.cue), "sure": setting.sure}


def _match_dict(match: Match) -> dict[str, Any]:
    beside = {"sentence": match.sentence, "before": match.before, "after": match.after}
    return {
        "source": match.source,
        **span_dict(match.span),
        "line": match.line,
        "speaker": match.speaker,
        **({"time": match.time} if match.time else {}),
        **{name: span_dict(span) if span else None for name, span in beside.items()},
    }


def change_dict(change: Change) -> dict[str, Any]:
    article, source = change.article, change.source
    return {
        "kind": change.kind,
        "article": article.text if article else "",
        "source": source.text if source else "",
        "article_start": article.start if article else None,
        "source_start": source.start if source else None,
    }


def made(kind: Any, value: Any) -> Any:
    """What JSON values tell, as a value of a type: a dataclass, a tuple, a Literal, one that may be None, or plain.

    Raises KeyError where a field is not there that has no default, QuotesError where a Literal has no such value.
    """
    arguments = get_args(kind)
    if isinstance(kind, type) and is_dataclass(kind):
        told = ((f.name, type) for f, type in _fields(kind) if f.name in value or f.default is MISSING)
        return kind(**{name: made(type, value[name]) for name, type in told})
    if get_origin(kind) is tuple:
        return tuple(made(arguments[0], item) for item in value)
    if type(None) in arguments:
        return None if value is None else made(arguments[0], value)
    return one_of(value, arguments) if get_origin(kind) is Literal else value


def one_of(value: Any, known: tuple[Any, ...]) -> Any:
    if value not in known:
        raise QuotesError(f"{value!r} is none of {', '.join(map(str, known))}")
    return value


@cache
def _fields(kind: Any) -> list[tuple[Field[Any], Any]]:
    types = get_type_hints(kind)
    return [(field, types[field.name]) for field in fields(kind)]


def attribution_of(record: dict[str, Any], speaker: Speaker | None) -> Attribution:
    if not record["content"] or not 0 <= record["confidence"] <= 1:
        raise QuotesError(
            f"attribution {record['id']}: content is at least one span, confidence a number from 0 to 1"
        )
    cue, verification = record["cue"], record.get("verification")
    whole = {**record, "cue_lemma": cue and cue["lemma"], "verification": verification and _whole(verification)}
    found: Attribution = made(Attribution, {**whole, "speaker": None})
    return replace(found, speaker=speaker)


def verification_of(record: dict[str, Any]) -> Verification:
    found: Verification = made(Verification, _whole(record))
    return found


def _whole(record: dict[str, Any]) -> dict[str, Any]:
    """The record of a verification with a dict wherever the dataclasses have one of their own."""
    changes = [
        {"kind": c["kind"]} | {side: _span(c[f"{side}_start"], c[side]) for side in ("article", "source")}
        for c in record["changes"]
    ]
    parts = [{**part, "verification": _whole(part["verification"])} for part in record.get("parts", ())]
    matches = {name: {**match, "span": match} for name in ("match", "nearest") if (match := record.get(name))}
    return {**record, **matches, "changes": changes, "parts": parts}


def _span(start: int | None, text: str) -> dict[str, Any] | None:
    return None if start is None else {"start": start, "end": start + len(text), "text": text}
