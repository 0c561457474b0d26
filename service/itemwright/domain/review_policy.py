"""Who must have looked at an item before learners get it."""

from typing import Literal

ReviewPolicy = Literal["required", "proved", "sampled"]
"""A person, always; a complete proof; a person for a sample."""
