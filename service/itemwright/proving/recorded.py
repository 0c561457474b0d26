"""What the writer of an item recorded for its execution."""

from pydantic import BaseModel, ConfigDict, Field


class Recorded(BaseModel):
    """The parts that the item models record, each for its type; all empty for items from elsewhere."""

    model_config = ConfigDict(extra="ignore")

    setup: str = ""
    check: str = ""
    code: str = ""
    unit: str = ""
    expected: str = ""
    changes: dict[str, tuple[str, str]] = Field(default_factory=dict)
    derive: dict[str, str] = Field(default_factory=dict)
    require: str = "True"
    right: dict[str, str] = Field(default_factory=dict)
