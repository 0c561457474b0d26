"""Every error that a face turns into a message. Each names the value and the next step.

ItemwrightError
├── BadInput            a value that the caller gave cannot be used (code: exit 2, problem 422)
│   └── SourceRejected  a file that cannot become a source
├── NotFound            no such thing in this course
├── Conflict            the thing is no longer in the state the caller assumed
├── NotAllowed          the principal's role does not permit this
├── StoreUnavailable    no database: wrong URL, other schema, unwritable folder
├── ModelUnavailable    a chat model or an embedding model that cannot be used now
├── PromptInvalid       a prompt file and its use differ
└── ExecutionRefused    code that no sandbox here may run
"""

from typing import Literal

from itemwright.spent import Spent

Unavailability = Literal[
    "unavailable",
    "timed_out",
    "overloaded",
    "quota",
    "refused_key",
    "no_model",
    "too_long",
    "cut_off",
    "breaker_open",
    "budget",
]


class ItemwrightError(Exception):
    """Base of all errors here; its text is written for the person who reads it."""


class BadInput(ItemwrightError):
    """A value given by the caller cannot be used."""


class SourceRejected(BadInput):
    """A file cannot become a source; the rest of the batch goes in."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class NotFound(ItemwrightError):
    """No such thing in this course."""


class Conflict(ItemwrightError):
    """The thing is no longer in the state that the caller assumed."""


class NotAllowed(ItemwrightError):
    """The principal's role does not permit this."""


class StoreUnavailable(ItemwrightError):
    """The database cannot be used: wrong URL, other schema, unwritable folder."""


class ModelUnavailable(ItemwrightError):
    """A chat model or an embedding model cannot be used now.

    `reason`: `timed_out`, `overloaded` and `breaker_open` may pass (`retry_after` seconds, if that is known);
    `quota`, `refused_key`, `no_model` and `budget` need the operator; `too_long` and `cut_off` another
    request. `spent` is what the call cost although it failed."""

    def __init__(
        self,
        message: str,
        *,
        reason: Unavailability = "unavailable",
        retry_after: float | None = None,
        spent: Spent = Spent(),  # noqa: B008
    ) -> None:
        super().__init__(message)
        self.reason = reason
        self.retry_after = retry_after
        self.spent = spent


class PromptInvalid(ItemwrightError):
    """A prompt file and its use differ."""


class ExecutionRefused(ItemwrightError):
    """Code that no sandbox here may run."""
