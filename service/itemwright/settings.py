"""Settings by environment, prefix ITEMWRIGHT_. Read by the faces only; everything below gets arguments."""

from pathlib import Path

from pydantic import AliasChoices, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from itemwright.domain.budget import Cap, Caps
from itemwright.domain.review_policy import ReviewPolicy


class Settings(BaseSettings):
    """One object, read once. An unset DATABASE_URL means the embedded database below DATA_DIR."""

    model_config = SettingsConfigDict(env_prefix="ITEMWRIGHT_", frozen=True, env_ignore_empty=True)

    database_url: str | None = None
    data_dir: Path = Path(".itemwright")
    model: str = "builtin"
    base_url: str | None = None
    api_key: SecretStr | None = Field(
        default=None, validation_alias=AliasChoices("ITEMWRIGHT_API_KEY", "OPENAI_API_KEY")
    )
    embedder: str = "minilm"
    budget_usd: float | None = Field(default=None, ge=0)
    """The most that a course may spend a day (UTC)."""
    budget_course_usd: float | None = Field(default=None, ge=0)
    """The most that a course may spend in all."""
    budget_calls: int | None = Field(default=None, ge=0)
    """Requests to a model that a course may make a day: a bound for models whose price is not known."""
    prices: Path | None = None
    model_deadline: float | None = Field(default=None, gt=0)
    """Seconds that one call to a hosted model may take, its tries and waits together; unset: by how much it
    asks for, one to ten minutes."""
    calls_at_once: int = Field(default=8, ge=1)
    serve_works: bool = True
    """Whether `serve` works on runs itself, or leaves them to `worker`."""
    review_policy: ReviewPolicy | None = None
    sandbox: str = "monty"
    review_error_rate: float = Field(default=0.2, ge=0, le=1)

    def caps(self) -> Caps:
        """What a course may spend a day and in all."""
        return Caps(
            day=Cap(usd=self.budget_usd, requests=self.budget_calls), course=Cap(usd=self.budget_course_usd)
        )
