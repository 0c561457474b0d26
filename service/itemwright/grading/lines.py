"""Grading of JSON lines as a stream: one result a line, in order, each as soon as it is known."""

import asyncio
import hashlib
import json
import queue
import re
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StrictFloat,
    StrictInt,
    StrictStr,
    ValidationError,
)

from itemwright.domain.grade import Flag, Grade, Outcome
from itemwright.domain.rubric import RubricPoint
from itemwright.errors import BadInput
from itemwright.grading.base import Grader
from itemwright.grading.criteria import Task
from itemwright.grading.grader import LABELS, BuiltinGrader

LONGEST_LINE = 2_000_000
"""Characters of one line; a longer one is an error."""
_HALF = re.compile("[\ud800-\udfff]")  # of a surrogate pair
_TOGETHER = 32
"""Tasks graded in one go when they are at hand; nobody waits for a batch to fill."""

Begin = Callable[[Sequence[Task]], Iterable[Outcome]]
"""Takes tasks on; their outcomes in order, as they are asked for."""


def _text(value: Any) -> str:
    # pydantic's own check refuses half a surrogate pair, which a learner's text may hold.
    if not isinstance(value, str):
        raise ValueError(f"a text is wanted, got {type(value).__name__}")
    return value


_Text = Annotated[Any, AfterValidator(_text)]


class _Point(BaseModel):
    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)
    point: StrictStr = Field(pattern=r"\S")
    weight: StrictInt | StrictFloat = Field(default=1.0, gt=0)


class _Line(BaseModel):
    """A line's fields, exactly as the contract has them."""

    model_config = ConfigDict(extra="forbid")
    id: StrictStr | StrictInt
    question: _Text
    reference_answer: _Text | None = None
    reference_answers: list[_Text] | None = None
    rubric: list[_Point] | None = None
    answer: _Text

    def task(self) -> Task:
        """The task of this line.

        Raises:
            BadInput: neither rubric nor reference.
        """
        references = [self.reference_answer] if self.reference_answer is not None else []
        references += self.reference_answers or []
        references = [text for text in references if text.strip()]
        points = tuple(RubricPoint(point=p.point, weight=p.weight) for p in self.rubric or ())
        if not points and not references:
            raise BadInput("Neither 'rubric' nor a reference answer says what is right; give one of them.")
        return Task(self.question, points, tuple(references), self.answer)


class _Failure(BaseModel):
    id: StrictStr | StrictInt | None
    error: str


def grade_lines(lines: Iterable[str], grader: Grader, labels: str | None = None) -> Iterator[dict[str, Any]]:
    """The result of each line, in order; an unusable line gives its id (None if unknown) and the error.

    `labels`: "3way" or "2way", or None for the score's own labels. `lines` is read by a thread of its own, a
    few lines ahead, so the first results come before the last line is read.

    Raises:
        BadInput: unknown labels, or labels asked of a grader that has none.
    """
    begin = _beginning(grader, labels)
    seen: set[bytes] = set()
    begun: Iterator[dict[str, Any]] = iter(())
    for part in _at_hand(lines):
        read = [_read(line, seen) for line in part]
        outcomes = begin([entry[1] for entry in read if not isinstance(entry, _Failure)])
        # One part is finished while the networks read the next.
        yield from begun
        begun = _results(read, iter(outcomes))
    yield from begun


def _results(
    read: Sequence[tuple[str | int, Task] | _Failure], outcomes: Iterator[Outcome]
) -> Iterator[dict[str, Any]]:
    for entry in read:
        if isinstance(entry, _Failure):
            yield entry.model_dump()
        else:
            yield {"id": entry[0], **outcome_fields(next(outcomes))}


def _beginning(grader: Grader, labels: str | None) -> Begin:
    if labels is not None and (labels not in LABELS or not isinstance(grader, BuiltinGrader)):
        raise BadInput(
            f"Labels {labels!r} cannot be given; use one of {list(LABELS)} and the model 'builtin'."
        )
    if isinstance(grader, BuiltinGrader):
        return lambda tasks: grader.begin_many(tasks, LABELS[labels] if labels is not None else None)

    async def all_of(tasks: Sequence[Task]) -> list[Outcome]:
        calls = [
            grader.grade(t.question, t.rubric, t.references, t.answer, neighbours=t.neighbours) for t in tasks
        ]
        return list(await asyncio.gather(*calls))

    def begin(tasks: Sequence[Task]) -> Iterator[Outcome]:
        yield from asyncio.run(all_of(tasks))

    return begin


def outcome_fields(outcome: Outcome) -> dict[str, Any]:
    """An outcome as the contract writes it; of what was not graded the score is None."""
    flags = [_flag_fields(flag) for flag in outcome.flags]
    if isinstance(outcome, Grade):
        fields = outcome.model_dump(exclude={"flags", "prompt", "probabilities"}) | {"flags": flags}
        fields["criteria"] = list(fields["criteria"])
        if outcome.prompt is not None:
            fields["prompt"] = outcome.prompt
        if outcome.probabilities is not None:
            fields["probabilities"] = outcome.probabilities
        return fields
    return {
        "score": None, "label": "ungraded", "confidence": 0.0, "criteria": [], "flags": flags,
        "needs_review": True, "feedback": outcome.detail, "model": outcome.model, "reason": outcome.reason,
    }  # fmt: skip


def _flag_fields(flag: Flag) -> dict[str, Any]:
    fields: dict[str, Any] = {"code": flag.code, "accuses": flag.accuses}
    if flag.span is not None:
        fields["span"] = list(flag.span)
    return fields


def _read(line: str, seen: set[bytes]) -> tuple[str | int, Task] | _Failure:
    known: str | int | None = None
    try:
        if len(line) > LONGEST_LINE:
            raise BadInput(f"The line has {len(line)} characters; at most {LONGEST_LINE} are read.")
        if _HALF.search(line):
            raise BadInput("The line is not UTF-8.")
        row = json.loads(line, parse_constant=_no_constant)
        if not isinstance(row, dict):
            raise BadInput(f"A line is a JSON object with id, question and answer; got {type(row).__name__}.")
        if isinstance(row.get("id"), str | int) and not isinstance(row["id"], bool):
            known = row["id"]
        parsed = _Line.model_validate(row)
        digest = hashlib.blake2b(json.dumps(parsed.id).encode(), digest_size=12).digest()
        if digest in seen:
            raise BadInput(f"The id {parsed.id!r} was used by an earlier line; give each line its own.")
        seen.add(digest)
        return parsed.id, parsed.task()
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        return _Failure(id=_sayable(known), error=f"Field {where!r}: {first['msg']}.")
    except RecursionError:
        return _Failure(id=None, error="The line is nested too deeply to be JSON of this format.")
    except ValueError as error:
        return _Failure(id=None, error=f"The line is no JSON: {error}")
    except BadInput as error:
        return _Failure(id=_sayable(known), error=str(error))


def _sayable(known: str | int | None) -> str | int | None:
    """The id, unless it holds half a surrogate pair, which no UTF-8 can say."""
    return None if isinstance(known, str) and _HALF.search(known) else known


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is no JSON number")


def _at_hand(lines: Iterable[str]) -> Iterator[list[str]]:
    """The lines in parts of what has arrived, `_TOGETHER` at most; blank ones are left out.

    An empty part comes before a wait and before an error: what was begun is to be finished now."""
    arrived: queue.Queue[str | BaseException | None] = queue.Queue(maxsize=2 * _TOGETHER)
    stopped = threading.Event()

    def read() -> None:
        end: BaseException | None = None
        try:
            for line in lines:
                if stopped.is_set():
                    return
                if line.strip():
                    arrived.put(line)
        except (OSError, ValueError) as error:  # raised again where the results are read
            end = error
        arrived.put(end)

    threading.Thread(target=read, daemon=True, name="grade-lines").start()
    try:
        yield from _parts(arrived)
    finally:
        stopped.set()
        while not arrived.empty():
            arrived.get_nowait()


def _parts(arrived: "queue.Queue[str | BaseException | None]") -> Iterator[list[str]]:
    while True:
        part: list[str] = []
        if arrived.empty():
            yield part
        entry = arrived.get()
        while isinstance(entry, str):
            part.append(entry)
            if len(part) == _TOGETHER or arrived.empty():
                break
            entry = arrived.get()
        if part:
            yield part
        if entry is None:
            return
        if isinstance(entry, BaseException):
            yield []
            raise entry
