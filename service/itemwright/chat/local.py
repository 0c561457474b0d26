"""A model of transformers that runs in this process: every reply fits its schema, whatever the weights.

Loading and writing happen in one thread of their own. Calls that wait together are written together.
"""

import asyncio
import gc
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

from itemwright.chat.base import ChatRequest, Completion
from itemwright.chat.bound_reply import BoundReply
from itemwright.chat.loaded import LoadedModel, Row, free_cached
from itemwright.chat.local_files import LocalFiles, find_local_files
from itemwright.chat.placement import Device, find_devices, place, told_bytes
from itemwright.errors import ModelUnavailable
from itemwright.spent import Spent

AT_ONCE = 8
"""Replies that are written together at most; memory may allow fewer."""
DEADLINE = 900.0
"""Seconds for writing one reply. Loading the model and waiting for others do not count."""
_GATHERING = 0.02
"""Seconds that the first call waits for others that come together with it."""
_KEPT_FREE = 0.8
"""Share of the free memory that replies may take."""


class _Job:
    """A request on its way, and what came of it."""

    def __init__(self, request: ChatRequest) -> None:
        self.request = request
        self.asked_at = time.monotonic()
        self.unwanted = threading.Event()
        self.outcome: Completion | ModelUnavailable | None = None


class _Draft(NamedTuple):
    """A job as tokens, and how many its reply may have at `most`."""

    job: _Job
    prompt: list[int]
    most: int


class LocalModel:
    """The causal language model in the folder, or of the hub, called `name`."""

    def __init__(
        self,
        name: str,
        *,
        at_once: int = AT_ONCE,
        deadline: float = DEADLINE,
        devices: Callable[[], Sequence[Device]] = find_devices,
    ) -> None:
        """Looks at the files; loads nothing before the first call.

        Raises:
            ModelUnavailable: there is no such model here, or its weights are not safetensors.
        """
        self.name = name
        self._files: LocalFiles = find_local_files(name)
        self._at_once = at_once
        self._deadline = deadline
        self._devices = devices
        self._loaded: LoadedModel | None = None
        self._waiting: deque[_Job] = deque()
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="local-model")

    async def complete(self, request: ChatRequest) -> Completion:
        job = _Job(request)
        self._waiting.append(job)
        try:
            outcome = await asyncio.wrap_future(self._worker.submit(self._serve, job))
        finally:
            job.unwanted.set()
        if isinstance(outcome, ModelUnavailable):
            raise ModelUnavailable(str(outcome), reason=outcome.reason) from outcome
        return outcome

    def unload(self) -> None:
        """Give the memory back once the calls before this one are served. The next call loads again."""
        self._worker.submit(self._drop).result()

    def _serve(self, job: _Job) -> Completion | ModelUnavailable:
        """What comes of `job`, which may have been served together with one before it."""
        if job.outcome is None:
            try:
                loaded = self._load()
            except ModelUnavailable as fault:
                return fault
            time.sleep(_GATHERING)
            batch = [job]
            while self._waiting and len(batch) < self._at_once:
                other = self._waiting.popleft()
                if other is not job and other.outcome is None and not other.unwanted.is_set():
                    batch.append(other)
            self._write(loaded, batch)
        assert job.outcome is not None
        return job.outcome

    def _write(self, loaded: LoadedModel, jobs: list[_Job]) -> None:
        """Set the outcome of each job, in as many batches as the memory asks for."""
        drafts = []
        for job in jobs:
            try:
                drafts.append(_draft(self.name, loaded, job))
            except ModelUnavailable as fault:
                job.outcome = fault
        while drafts:
            try:
                count = self._fitting(loaded, drafts)
            except ModelUnavailable as fault:
                drafts.pop(0).job.outcome = fault
                continue
            self._write_batch(loaded, drafts[:count])
            drafts = drafts[count:]

    def _load(self) -> LoadedModel:
        if self._loaded is None:
            self._loaded = LoadedModel(self._files, place(self._files, self._devices()))
        return self._loaded

    def _drop(self) -> None:
        if self._loaded is not None:
            self._loaded = None
            gc.collect()
            free_cached()

    def _fitting(self, loaded: LoadedModel, drafts: Sequence[_Draft]) -> int:
        """How many of these, from the first on, the memory holds together.

        Raises:
            ModelUnavailable: not even the first.
        """
        free = next(device.free for device in self._devices() if device.name == loaded.device)
        longest, count = 0, 0
        for draft in drafts:
            longest = max(longest, len(draft.prompt) + draft.most)
            needed = longest * (count + 1) * loaded.bytes_a_token
            if needed > free * _KEPT_FREE:
                break
            count += 1
        if count == 0:
            raise ModelUnavailable(
                f"Local model {self.name!r} needs {told_bytes(needed)} to write a reply of {longest} tokens, "
                f"prompt included; free are {told_bytes(free)} on {loaded.device}. Free some memory, or name "
                "a smaller model.",
                reason="overloaded",
            )
        return count

    def _write_batch(self, loaded: LoadedModel, drafts: Sequence[_Draft]) -> None:
        began = time.monotonic()
        rows = [
            Row(
                draft.prompt,
                BoundReply(draft.job.request, draft.most, loaded.vocabulary),
                draft.job.unwanted.is_set,
            )
            for draft in drafts
        ]
        try:
            faults = loaded.write(rows, began + self._deadline)
        except ModelUnavailable as error:
            if error.reason == "overloaded" and len(drafts) > 1:
                half = len(drafts) // 2
                self._write_batch(loaded, drafts[:half])
                self._write_batch(loaded, drafts[half:])
                return
            faults = [error] * len(rows)
        for draft, row, fault in zip(drafts, rows, faults, strict=True):
            draft.job.outcome = fault or self._completion(draft, row)

    def _completion(self, draft: _Draft, row: Row) -> Completion | ModelUnavailable:
        if row.reply.finish is None:
            return ModelUnavailable(f"A call to local model {self.name!r} was cancelled; ask again.")
        try:
            text = row.reply.text()
        except ModelUnavailable as fault:
            return fault
        return Completion(
            text=text,
            model=self.name,
            tokens_in=len(draft.prompt),
            tokens_out=row.reply.count,
            seconds=round(time.monotonic() - draft.job.asked_at, 3),
            finish=row.reply.finish,
            spent=Spent(1, len(draft.prompt), row.reply.count, 0.0),
        )


def _draft(name: str, loaded: LoadedModel, job: _Job) -> _Draft:
    request = job.request
    prompt = loaded.chat.encode(request.system, request.user)
    if max(prompt, default=0) >= loaded.vocabulary.size:
        raise ModelUnavailable(
            f"The tokenizer of local model {name!r} has tokens that the model does not know; name another.",
            reason="no_model",
        )
    most = request.max_output_tokens
    if loaded.context is not None:
        most = min(most, loaded.context - len(prompt))
    if most <= 0:
        raise ModelUnavailable(
            f"Local model {name!r} takes {loaded.context} tokens in all; the prompt has {len(prompt)}. "
            "Give it less, or name a model that takes more.",
            reason="too_long",
        )
    BoundReply(request, most, loaded.vocabulary)  # what cannot be written is refused before the batch
    return _Draft(job, prompt, most)
