"""What providers do wrong, played to the model's door: a fault ends as one, in time, and tells no key."""

import asyncio
import json
import time
import traceback
from collections.abc import Callable, Iterator
from random import Random

from pydantic import SecretStr

from evals.case import Case, CaseResult
from evals.fault_server import Provider, closed_port, provider
from evals.faults import FAULTS, KEY, Fault
from itemwright.chat.base import ChatModel, ChatRequest, Completion
from itemwright.chat.hosted import HostedModel
from itemwright.domain.item import LearnerItem, LearnerOption
from itemwright.errors import ModelUnavailable
from itemwright.proving.solver import ChatSolver, Solved
from itemwright.structured import Unanswered

KIND = "provider fault"
PIECE = 12
"""Characters in a row of the key that must be in no message."""
MOST_TOKENS = 100_000
"""More than any request and reply here can have, whatever a server says."""
MARGIN = 2.0
"""Seconds that a call may last beyond its deadline: a busy machine is no fault."""


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


def faulty_cases() -> Iterator[Faulty]:
    for name in FAULTS:
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
    """A door that keeps what it raised, the seconds of each call, and the tokens it tells of each."""

    def __init__(self, model: ChatModel) -> None:
        self._model = model
        self.raised: list[ModelUnavailable] = []
        self.seconds: list[float] = []
        self.tokens: list[int] = []

    async def complete(self, request: ChatRequest) -> Completion:
        began = time.monotonic()
        try:
            completion = await self._model.complete(request)
            self.tokens.append(completion.tokens_in + completion.tokens_out)
            return completion
        except ModelUnavailable as error:
            self.raised.append(error)
            raise
        finally:
            self.seconds.append(time.monotonic() - began)


async def _tried(case: Faulty, seed: int, door: Door) -> CaseResult:
    fault = FAULTS[case.fault]
    with provider(*fault.replies) as served:
        url = closed_port() if fault.nobody else served.url
        watched = _Watched(door(url, fault.deadline, Random(f"{seed}/{case.id}")))
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
    if any(tokens > MOST_TOKENS for tokens in watched.tokens):
        yield f"believes in {max(watched.tokens)} tokens"
    if fault.gap and len(served.at) > 1 and served.at[1] - served.at[0] < fault.gap:
        yield f"asked again before the {fault.gap:g} s that the server had named"
    parameters = [{name: sent[name] for name in sent if name != "messages"} for sent in served.asked[-1:]]
    if fault.without and fault.without in json.dumps(parameters):
        yield f"sent {fault.without!r} again, which the server had refused"
