"""The chat model of a suite: its recorded replies by default, a live one on demand, and what it was asked."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from evals.case import CaseResult
from evals.plot import Bars, Plot
from evals.suite import Asked, Setting, Spent
from itemwright.chat.base import ChatModel, ChatRequest, Completion
from itemwright.chat.recorded import RecordedModel, RecordingModel
from itemwright.chat.registry import open_chat_model

FOLDER = Path(__file__).resolve().parent / "recorded"


class CountedModel:
    """Passes requests on and counts what came back. A replay spends nothing."""

    def __init__(self, inner: ChatModel, *, live: bool) -> None:
        self._inner, self._live = inner, live
        self._spent = Spent()
        self._prompts: dict[str, str] = {}
        self._models: set[str] = set()
        self._read = self._written = 0

    async def complete(self, request: ChatRequest) -> Completion:
        completion = await self._inner.complete(request)
        name, _, hashed = request.prompt.partition(":")
        self._prompts[name] = hashed
        self._models.add(completion.model)
        self._read += completion.tokens_in
        self._written += completion.tokens_out
        if self._live:
            self._spent = Spent(
                calls=self._spent.calls + 1,
                tokens_in=self._spent.tokens_in + completion.tokens_in,
                tokens_out=self._spent.tokens_out + completion.tokens_out,
                cost=None,
            )
        return completion

    def spent(self) -> Spent:
        return self._spent

    def plots(self, results: Sequence[CaseResult]) -> Iterator[Plot]:
        """What the replies cost when they were given, replayed ones too."""
        amounts = (("read", float(self._read)), ("written", float(self._written)))
        yield Bars(title="Tokens of the replies that these figures rest on", unit="tokens", amounts=amounts)

    def asked(self) -> Asked:
        return Asked(prompts=dict(sorted(self._prompts.items())), models=tuple(sorted(self._models)))


def chat_model_of(suite: str, setting: Setting, folder: Path = FOLDER) -> CountedModel | None:
    """The model of a suite; None when none is live and nothing is recorded.

    Our recordings are of our articles and cases: nothing else is looked up in them or written to them.

    Raises:
        BadInput: `setting.live` names no kind of model.
        ModelUnavailable: it has no key.
    """
    file = folder / f"{suite}.jsonl"
    ours = setting.data is None and not setting.sources
    if setting.live is not None:
        live = open_chat_model(setting.live, base_url=setting.base_url, api_key=setting.api_key)
        return CountedModel(RecordingModel(live, file) if ours else live, live=True)
    return CountedModel(RecordedModel(file), live=False) if ours and file.exists() else None
