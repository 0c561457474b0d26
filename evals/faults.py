"""What providers do wrong, by name, and what has to come of it when a model is asked to solve an item."""

import gzip
import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any, Literal, NamedTuple

from evals.fault_server import JSON, Reply, bound, completion, refusal
from itemwright.errors import Unavailability

KEY = "sk-made-up-4f1d9c27ab8835e06d"
RIGHT, WRONG = "B", "A"
"""The letters of the options: the right one stands in good replies alone."""

End = Literal["answered", "refused", "malformed"] | Unavailability
"""How a question may end: with an answer, with a reply that is none, or with an error of the door."""


class Fault(NamedTuple):
    """What the server answers, the last for ever, and what has to come of it: how it ends, after how many
    requests at most, `deadline` seconds for a call, `gap` seconds at least between the first two requests,
    and what may not stand in the parameters of the last request. `nobody`: there is no server at all."""

    replies: tuple[Reply, ...]
    ends: End
    requests: int
    deadline: float = 10.0
    gap: float = 0.0
    without: str = ""
    nobody: bool = False


_HTML = (("Content-Type", "text/html"),)


def _sheet(*letters: str, **changes: Any) -> str:
    sheet = {"reasoning": "Each turns at a speed of its own.", "answer": letters}
    return json.dumps(sheet | {"confidence": 0.9, "doubt": ""} | changes)


def _said(*letters: str, **changes: Any) -> str:
    return bound(_sheet(*letters, **changes))


_GOOD = completion(_said(RIGHT))
_BAD = completion(_said(WRONG))
"""Stands in faulty replies, so that one that is taken for an answer can be told from a good one."""


def _refusals() -> dict[str, Fault]:
    down = refusal(500, "something went wrong")
    no_schemas = refusal(400, "'response_format' of type 'json_schema' is not supported")
    no_formats = refusal(400, "'response_format' is not supported")
    no_objects = refusal(400, "response_format: unknown type 'json_object'")
    no_seed = refusal(400, "Unsupported parameter: seed")
    tomorrow = format_datetime(datetime.now(UTC) + timedelta(days=1), usegmt=True)
    return {
        "429-then-fine": Fault((refusal(429, "slow", retry_after="1"), _GOOD), "answered", 2, gap=1.0),
        "429-in-milliseconds": Fault(
            (refusal(429, "slow", retry_after_ms="400"), _GOOD), "answered", 2, gap=0.4
        ),
        "429-for-a-day": Fault((refusal(429, "slow", retry_after="86400"),), "overloaded", 1),
        "429-until-tomorrow": Fault((refusal(429, "slow", retry_after=tomorrow),), "overloaded", 1),
        "429-for-ages": Fault((refusal(429, "slow", retry_after="9" * 30),), "overloaded", 1),
        "429-for-ever": Fault((refusal(429, "slow", retry_after="0"),), "overloaded", 3),
        "out-of-quota": Fault((refusal(429, "pay", "insufficient_quota"),), "quota", 1),
        "payment-required": Fault((refusal(402, "pay"),), "quota", 1),
        "500-twice-then-fine": Fault((down, down, _GOOD), "answered", 3),
        "503-for-ever": Fault((refusal(503, "busy"),), "overloaded", 3),
        "529-then-fine": Fault((refusal(529, "overloaded"), _GOOD), "answered", 2),
        "502-page": Fault((Reply(b"<p>bad gateway</p>" * 3000, 502, _HTML),), "unavailable", 3),
        "no-schemas-then-fine": Fault((no_schemas, _GOOD), "answered", 2, without="json_schema"),
        "no-formats-then-fine": Fault((no_formats, _GOOD), "answered", 2, without="response_format"),
        "no-schemas-no-objects": Fault(
            (no_schemas, no_objects, _GOOD), "answered", 3, without="response_format"
        ),
        "breaks-on-schemas": Fault((down, _GOOD), "answered", 2, without="json_schema"),
        "no-seed-then-fine": Fault((no_seed, _GOOD), "answered", 2, without="seed"),
        "no-seed-for-ever": Fault((no_seed,), "unavailable", 2),
        "context-too-long": Fault((refusal(400, "long", "context_length_exceeded"),), "too_long", 1),
        "body-too-large": Fault((refusal(413, "too large"),), "too_long", 1),
        "no-such-model": Fault((refusal(404, "no model", "model_not_found"),), "no_model", 1),
        "redirect": Fault((Reply(b"", 307, (("Location", "/elsewhere"),)), _BAD), "unavailable", 1),
    }


def _echoes() -> dict[str, Fault]:
    """Replies in which the key stands."""
    # Blanks are left out of messages: where a body is cut for one, the key must be hidden already.
    late_key = Reply(b" " * 1977 + f"Bearer {KEY} is not known".encode())
    in_header = _BAD._replace(headers=(("Content-Type", f"text/{KEY}"),))
    return {
        "key-refused-and-echoed": Fault((refusal(401, f"Incorrect key: {KEY}"),), "refused_key", 1),
        "key-forbidden-and-echoed": Fault((refusal(403, f"Not for {KEY}"),), "refused_key", 1),
        "key-echoed-400": Fault((refusal(400, f"Bad header 'Bearer {KEY}'"),), "unavailable", 1),
        "key-echoed-in-part": Fault((refusal(400, f"Bad key {KEY[:-4]}****"),), "unavailable", 1),
        "key-echoed-500": Fault((refusal(500, f"Bearer {KEY} broke it"),), "unavailable", 3),
        "key-echoed-late": Fault((late_key,), "unavailable", 3),
        "key-echoed-in-a-header": Fault((in_header,), "unavailable", 3),
        "key-echoed-in-the-reply": Fault((completion(_said(KEY)),), "malformed", 2),
    }


def _broken_transport() -> dict[str, Fault]:
    packed = _BAD._replace(body=gzip.compress(_BAD.body), headers=(*JSON, ("Content-Encoding", "gzip")))
    half = _BAD._replace(cut=True)
    stream = _BAD._replace(headers=(("Content-Type", "text/event-stream"),))
    return {
        "nobody-listens": Fault((_BAD,), "unavailable", 0, nobody=True),
        "no-http": Fault((Reply(b"SSH-2.0-OpenSSH_9.2\r\n", raw=True),), "unavailable", 3),
        "reset-then-fine": Fault((Reply(b"", reset=True), _GOOD), "answered", 2),
        "reset-for-ever": Fault((Reply(b"", reset=True),), "unavailable", 3),
        "half-a-body-then-fine": Fault((half, _GOOD), "answered", 2),
        "half-a-body-for-ever": Fault((half,), "unavailable", 3),
        "body-without-end": Fault((_BAD._replace(blanks=32),), "unavailable", 3),
        "packed-body": Fault((packed,), "unavailable", 3),
        "stream-unasked": Fault((stream,), "unavailable", 3),
        "slow-and-fine": Fault((_GOOD._replace(wait=0.7),), "answered", 1),
        "no-answer-at-all": Fault((_BAD._replace(wait=60.0),), "timed_out", 1, deadline=1.0),
        "drip": Fault((_BAD._replace(drip=0.2),), "timed_out", 1, deadline=1.0),
    }


def _no_completions() -> dict[str, Fault]:
    two = json.loads(_BAD.body)
    two["choices"] *= 2
    return {
        "not-json": Fault((Reply(b"Please log in." + _BAD.body),), "unavailable", 3),
        "not-utf-8": Fault((Reply(_BAD.body.replace(b"speed", b"\xff\xfe")),), "unavailable", 3),
        "half-a-letter": Fault((Reply(_BAD.body.replace(b"speed", b"\\ud800")),), "unavailable", 3),
        "nested-without-end": Fault((Reply(b'{"choices": ' + b"[" * 100_000),), "unavailable", 3),
        "empty-body": Fault((Reply(b""),), "unavailable", 3),
        "wrong-content-type": Fault((_BAD._replace(headers=_HTML),), "unavailable", 3),
        "error-under-200": Fault((Reply(b'{"error": {"message": "busy", "code": 503}}'),), "unavailable", 3),
        "no-choices": Fault((Reply(b'{"choices": []}'),), "unavailable", 3),
        "two-choices": Fault((Reply(json.dumps(two).encode()),), "unavailable", 3),
        "choices-missing-then-fine": Fault((Reply(b"{}"), _GOOD), "answered", 2),
        "null-content": Fault((completion(None),), "unavailable", 3),
        "content-in-parts": Fault(
            (completion([{"type": "thinking"}, {"type": "text", "text": _said(RIGHT)}]),), "answered", 1
        ),
        "call-of-a-tool": Fault((completion(_said(WRONG), "tool_calls"),), "unavailable", 3),
        "absurd-usage": Fault((_used(10**18, 1e300),), "answered", 1),
        "negative-usage": Fault((_used(-5, "many"),), "answered", 1),
    }


def _used(tokens_in: object, tokens_out: object) -> Reply:
    whole = json.loads(_GOOD.body)
    whole["usage"] = {"prompt_tokens": tokens_in, "completion_tokens": tokens_out}
    return Reply(json.dumps(whole).encode())


def _no_answers() -> dict[str, Fault]:
    """Completions that answer nothing. The solver asks anew where a slip may be mended: two calls."""
    slips = {
        "wrong-schema": _said(WRONG, confidence="11"),
        "confidence-of-11": _said(WRONG, confidence=11),
        "confidence-below-0": _said(WRONG, confidence=-1),
        "confidence-not-a-number": _said(WRONG, confidence=float("nan")),
        "field-missing": _said(WRONG).replace(', "doubt": ""', ""),
        "field-unknown": _said(WRONG, score=1),
        "field-twice": _said(WRONG).replace('"doubt"', '"answer": ["A"], "doubt"'),
        "option-unknown": _said("Z"),
        "reply-to-another-request": _said("C", "A", "D", "B"),
        "refusal-in-words": "I'm sorry, I can't help with that.",
        "cut-without-a-word": _said(WRONG)[:-20],
        "braces-without-end": '{"a":' * 3000,
        "two-objects": f"{_said(RIGHT)} or rather {_said(WRONG)}",
    }
    stale = completion(bound(_sheet(WRONG), letters="0a1b2c3d"))
    fenced = completion(f"Here you are:\n```json\n{_said(RIGHT)}\n```\nGood luck {{x}}!")
    aloud = completion(f"<think>{_said(WRONG)} or not?</think>\n\n{_said(RIGHT)}")
    cut = completion(_said(WRONG)[:-1], "length")
    return {name: Fault((completion(text),), "malformed", 2) for name, text in slips.items()} | {
        "two-objects-then-fine": Fault((completion(slips["two-objects"]), _GOOD), "answered", 2),
        "fenced": Fault((fenced,), "answered", 1),
        "thinking-aloud": Fault((aloud,), "answered", 1),
        "stale-reply": Fault((stale,), "unavailable", 3),
        "stale-reply-then-fine": Fault((stale, _GOOD), "answered", 2),
        "reply-without-letters": Fault((completion(_sheet(WRONG)),), "unavailable", 3),
        "cut-by-length": Fault((cut,), "cut_off", 2),
        "cut-by-length-then-fine": Fault((cut, _GOOD), "answered", 2),
        "cut-before-a-word": Fault((completion("", "length"),), "cut_off", 2),
        "filtered": Fault((completion(_said(WRONG), "content_filter"),), "refused", 1),
        "refusal": Fault((completion(None, refusal="I will not."),), "refused", 1),
        "refusal-with-the-key": Fault((completion(None, refusal=f"No, {KEY}."),), "refused", 1),
    }


FAULTS: dict[str, Fault] = _refusals() | _echoes() | _broken_transport() | _no_completions() | _no_answers()
"""All of them, by name."""
