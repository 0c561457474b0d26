"""The base of all domain values: frozen, strict about unknown fields."""

from pydantic import BaseModel, ConfigDict


class Value(BaseModel):
    """An immutable value. Unknown fields are refused, so a misspelt one is never silently dropped."""

    model_config = ConfigDict(frozen=True, extra="forbid")
