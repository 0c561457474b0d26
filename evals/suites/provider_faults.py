"""What providers do wrong, played to the model's door: a fault ends as one, in time, and tells no key."""

import asyncio
import gzip
import json
import time
import traceback
from collections.abc import Callable, Iterator
from random import Random
from typing import Any, Literal, NamedTuple

from pydantic import SecretStr

from evals.case import Case, CaseResult
from evals.fault_server import JSON, Provider, Reply, bound, completion, provider, refusal
from itemwright.chat.base import ChatModel, ChatRequest, Completion
from itemwright.chat.hosted import HostedModel
from itemwright.domain.item import LearnerItem, LearnerOption
from itemwright.errors import ModelUnavailable, Unavailability
from itemwright.proving.solver import ChatSolver, Solved
from itemwright.structured import Unanswered

KIND = "provider fault"
KEY = "sk-made-up-4f1d9c27ab8835e06d"
PIECE = 12
"""Characters in a row of the key that must be in no message."""
MARGIN = 2.0
"""Seconds that a call may last beyond its deadline: a busy machine is no fault."""

End = Literal["answered", "refused", "malformed"] | Unavailability
"""How a question may end: with an answer, with a reply that is none, or with an error of the door."""


class Fault(NamedTuple):
    """What the server answers, the last for ever, and what has to come of it: how it ends, after how many
    requests at most, `deadline` seconds for a call, `gap` seconds at least between the first two requests,
    and what may not stand in the parameters of the last request."""

    replies: tuple[Reply, ...]
    ends: End
    requests: int
    deadline: float = 10.0
    gap: float = 0.0
    without: str = ""


class Faulty(Case):
    """A fault by its name."""

    fault: str


Door = Callable[[str, float, Random], ChatModel]
"""Opens a model at a URL, with a deadline in seconds."""

_ITEM = LearnerItem(
    id="lighthouse",
    version=1,
    type="multiple_choice",
    concepts=("lighthouses",),
    seconds=30,
    stem="What lets a ship tell one lighthouse from another?",
    options=(
        LearnerOption(id="paint", text="The colour of the tower"),
        LearnerOption(id="rhythm", text="The rhythm of the light"),
    ),
)
_RIGHT = "rhythm"
_HTML = (("Content-Type", "text/html"),)


def _said(*letters: str, **changes: Any) -> str:
    sheet = {"reasoning": "Each turns at a speed of its own.", "answer": letters}
    return bound(json.dumps(sheet | {"confidence": 0.9, "doubt": ""} | changes))


_GOOD = completion(_said("B"))
_BAD = completion(_said("A"))
"""Stands in faulty replies, so that one that is taken for an answer can be told from a good one."""


def faults() -> dict[str, Fault]:
    """All of them, by name."""
    return _refusals() | _broken_transport() | _no_completions() | _no_answers()


def _refusals() -> dict[str, Fault]:
    down = refusal(500, "something went wrong")
    no_schemas = refusal(400, "'response_format' of type 'json_schema' is not supported")
    no_formats = refusal(400, "'response_format' is not supported")
    moved = Reply(b"", 307, (("Location", "/elsewhere/chat/completions"),))
    # Blanks are left out of messages: where a body is cut for one, the key must be hidden already.
    late_key = Reply(b" " * 1977 + f"Bearer {KEY} is not known".encode())
    return {
        "429-then-fine": Fault((refusal(429, "slow", retry_after="1"), _GOOD), "answered", 2, gap=1.0),
        "429-for-a-day": Fault((refusal(429, "slow", retry_after="86400"),), "overloaded", 1),
        "out-of-quota": Fault((refusal(429, "pay", "insufficient_quota"),), "quota", 1),
        "500-twice-then-fine": Fault((down, down, _GOOD), "answered", 3),
        "503-for-ever": Fault((refusal(503, "busy"),), "overloaded", 3),
        "502-page": Fault((Reply(b"<p>bad gateway</p>" * 3000, 502, _HTML),), "unavailable", 3),
        "no-schemas-then-fine": Fault((no_schemas, _GOOD), "answered", 2, without="json_schema"),
        "no-formats-then-fine": Fault((no_formats, _GOOD), "answered", 2, without="response_format"),
        "context-too-long": Fault((refusal(400, "long", "context_length_exceeded"),), "too_long", 1),
        "redirect": Fault((moved, _BAD), "unavailable", 1),
        "key-refused-and-echoed": Fault((refusal(401, f"Incorrect key: {KEY}"),), "refused_key", 1),
        "key-echoed-400": Fault((refusal(400, f"Bad header 'Bearer {KEY}'"),), "unavailable", 1),
        "key-echoed-500": Fault((refusal(500, f"Bearer {KEY} broke it"),), "unavailable", 3),
        "key-echoed-late": Fault((late_key,), "unavailable", 3),
    }


def _broken_transport() -> dict[str, Fault]:
    packed = _BAD._replace(body=gzip.compress(_BAD.body), headers=(*JSON, ("Content-Encoding", "gzip")))
    half = _BAD._replace(cut=True)
    return {
        "reset-then-fine": Fault((Reply(b"", reset=True), _GOOD), "answered", 2),
        "half-a-body-then-fine": Fault((half, _GOOD), "answered", 2),
        "half-a-body-for-ever": Fault((half,), "unavailable", 3),
        "body-without-end": Fault((_BAD._replace(blanks=32),), "unavailable", 3),
        "packed-body": Fault((packed,), "unavailable", 3),
        "no-answer-at-all": Fault((_BAD._replace(wait=60.0),), "timed_out", 1, deadline=1.0),
        "drip": Fault((_BAD._replace(drip=0.2),), "timed_out", 1, deadline=1.0),
    }


def _no_completions() -> dict[str, Fault]:
    return {
        "not-json": Fault((Reply(b"Please log in." + _BAD.body),), "unavailable", 3),
        "wrong-content-type": Fault((_BAD._replace(headers=_HTML),), "unavailable", 3),
        "no-choices": Fault((Reply(b'{"choices": []}'),), "unavailable", 3),
        "choices-missing-then-fine": Fault((Reply(b"{}"), _GOOD), "answered", 2),
        "null-content": Fault((completion(None),), "unavailable", 3),
    }


def _no_answers() -> dict[str, Fault]:
    """Completions that answer nothing. The solver asks anew where a slip may be mended: two calls."""
    filtered = completion(_said("A"), "content_filter")
    return {
        "cut-by-length": Fault((completion(_said("A")[:-1], "length"),), "cut_off", 2),
        "cut-by-length-then-fine": Fault((completion(_said("A"), "length"), _GOOD), "answered", 2),
        "filtered": Fault((filtered,), "refused", 1),
        "refusal": Fault((completion(None, refusal="I will not."),), "refused", 1),
        "refusal-with-the-key": Fault((completion(None, refusal=f"No, {KEY}."),), "refused", 1),
        "refusal-in-words": Fault((completion("I'm sorry, I can't help with that."),), "malformed", 2),
        "wrong-schema": Fault((completion(_said("A", confidence="11")),), "malformed", 2),
        "reply-to-another-request": Fault((completion(_said("C", "A", "D", "B")),), "malformed", 2),
    }


def faulty_cases() -> Iterator[Faulty]:
    for name in faults():
        yield Faulty(id=f"fault/{name}", group=name, kind=KIND, fault=name)


def hosted(url: str, deadline: float, rng: Random) -> ChatModel:
    """The product's door, its waits between tries short."""
    return HostedModel(
        "made", base_url=url, api_key=SecretStr(KEY), rng=rng, deadline=deadline, first_wait=0.02
    )


async def try_fault(case: Faulty, seed: int, door: Door = hosted) -> CaseResult:
    """Have an item solved by a model behind a door while its provider plays a fault."""
    # A loop of its own: what other cases do meanwhile must not delay a deadline.
    return await asyncio.to_thread(lambda: asyncio.run(_tried(case, seed, door)))


class _Watched:
    """A door that keeps what it raised and the seconds of each call."""

    def __init__(self, model: ChatModel) -> None:
        self._model = model
        self.raised: list[ModelUnavailable] = []
        self.seconds: list[float] = []

    async def complete(self, request: ChatRequest) -> Completion:
        began = time.monotonic()
        try:
            return await self._model.complete(request)
        except ModelUnavailable as error:
            self.raised.append(error)
            raise
        finally:
            self.seconds.append(time.monotonic() - began)


async def _tried(case: Faulty, seed: int, door: Door) -> CaseResult:
    fault = faults()[case.fault]
    with provider(*fault.replies) as served:
        watched = _Watched(door(served.url, fault.deadline, Random(f"{seed}/{case.id}")))
        solving = asyncio.ensure_future(ChatSolver(watched, seed=seed).solve(_ITEM))
        # Two calls at most; what outlasts them is given up, so that the suite ends.
        await asyncio.wait([solving], timeout=2 * (fault.deadline + MARGIN))
        late = not solving.done()
        solving.cancel()
        crash = None if late else solving.exception()
        outcome = None if late or crash else solving.result()
    told = _told(outcome, [*watched.raised, *([crash] if crash else [])])
    grave = list(_grave(fault, outcome, crash, told))
    if late or max(watched.seconds, default=0.0) > fault.deadline + MARGIN:
        reasons = [*grave, f"did not end within its deadline of {fault.deadline:g} s"]
    else:
        reasons = [*grave, *_slips(fault, outcome, watched, served)]
    return CaseResult(
        id=case.id,
        group=case.group,
        kind=case.kind,
        verdict="fail" if reasons else "pass",
        costly=bool(grave),
        reasons=tuple(reasons),
        shown={"fault": case.fault, "has to end": fault.ends, "told": told},
        numbers={"requests": len(served.asked)},
    )


def _told(outcome: Solved | Unanswered | None, errors: list[BaseException]) -> str:
    """Everything that somebody may read of it."""
    said = outcome.model_dump_json() if outcome else ""
    return said + "".join("".join(traceback.format_exception(error)) for error in errors)


def _grave(
    fault: Fault, outcome: Solved | Unanswered | None, crash: BaseException | None, told: str
) -> Iterator[str]:
    if any(KEY[at : at + PIECE] in told for at in range(len(KEY) - PIECE + 1)):
        yield "the API key is told"
    if crash is not None:
        yield f"crashed with {type(crash).__name__}"
    if isinstance(outcome, Solved) and (fault.ends != "answered" or outcome.response != _RIGHT):
        yield f"a fault became the reply {outcome.response!r}"


def _slips(
    fault: Fault, outcome: Solved | Unanswered | None, watched: _Watched, served: Provider
) -> Iterator[str]:
    if isinstance(outcome, Unanswered):
        ended = watched.raised[-1].reason if watched.raised else outcome.reason
        if ended != fault.ends:
            yield f"ended as {ended!r}, not as {fault.ends!r}"
    if len(served.asked) > fault.requests:
        yield f"{len(served.asked)} requests; {fault.requests} are allowed"
    if fault.gap and len(served.at) > 1 and served.at[1] - served.at[0] < fault.gap:
        yield f"asked again before the {fault.gap:g} s that the server had named"
    parameters = [{name: sent[name] for name in sent if name != "messages"} for sent in served.asked[-1:]]
    if fault.without and fault.without in json.dumps(parameters):
        yield f"sent {fault.without!r} again, which the server had refused"
