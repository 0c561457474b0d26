"""Prefer: wait=N, how long a caller wants to wait for what takes time (RFC 7240)."""

import re

DEFAULT_WAIT = 10.0
LONGEST_WAIT = 60.0


def wait_seconds(prefer: str | None) -> float:
    """The seconds that the header asks for; DEFAULT_WAIT where it asks for none."""
    found = re.search(r"\bwait\s*=\s*\"?(\d{1,4})\b", prefer or "")
    return min(float(found[1]), LONGEST_WAIT) if found else DEFAULT_WAIT
