"""The proof that an item is right, fair and new: what was checked, and what came out."""

from typing import Any, Literal

from pydantic import Field

from itemwright.domain.value import Value

Verdict = Literal["pass", "fail", "unsure"]


class Check(Value):
    """One check. `evidence` is for the author; `cost` in milliseconds, calls, tokens as it applies."""

    name: str
    verdict: Verdict
    evidence: str
    cost: dict[str, Any] = Field(default_factory=dict)


class Proof(Value):
    """All checks of one item version, cheapest first; it ends at the first fatal failure."""

    checks: tuple[Check, ...]

    @property
    def verdict(self) -> Verdict:
        """fail if any check failed, unsure if any is unsure, else pass."""
        verdicts = {check.verdict for check in self.checks}
        return (
            "fail" if "fail" in verdicts else "unsure" if "unsure" in verdicts or not self.checks else "pass"
        )
