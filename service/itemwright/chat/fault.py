"""What a server does wrong, and what has to come of it."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import NamedTuple

import httpx2
from openai import APIStatusError

from itemwright.chat.dialect import FORMATS
from itemwright.chat.masking import Mask
from itemwright.errors import Unavailability

OPTIONAL = ("json_schema", "response_format", "seed", "temperature", "max_tokens")
"""Parameters that a server may not know. It is asked once; what it refuses is left out from then on."""
_REFUSES = re.compile(r"support|unknown|unrecogni|unexpected|not allowed|not permitted|extra", re.IGNORECASE)
_TOO_LONG = re.compile(r"context[ _]length|context window|context size|maximum context", re.IGNORECASE)
_QUOTA = re.compile(r"quota|billing|insufficient|credit", re.IGNORECASE)
_SCHEMA = re.compile(r"json_schema|response_format|grammar|schema", re.IGNORECASE)
_LONGEST = 10.0**9
_HANDED_ON = "llm_provider-"
"""LiteLLM puts it before the headers of a provider, and sends no Retry-After of its own with them."""


class Fault(NamedTuple):
    """Why a try gave no reply. `again`: another may; `wait` seconds before it, None: as the loop sees fit.

    `sick`: the server is at fault, whatever it was asked. `served`: it may have done the work, and charge
    for it. `lasts`: every call to this model meets it. `refuses`: the parameter that it does not take.
    `broke`: it broke on the request."""

    what: str
    again: bool = True
    wait: float | None = None
    reason: Unavailability = "unavailable"
    sick: bool = False
    served: bool = False
    lasts: bool = False
    refuses: str | None = None
    broke: bool = False


def fault_of(error: APIStatusError, url: str, mask: Mask) -> Fault:
    """The fault that a reply with an error status is."""
    status, told, wait = error.status_code, mask.quote(error.message), retry_after(error.response.headers)
    if status == 401:
        what = "refuses the API key; set ITEMWRIGHT_API_KEY"
        return Fault(what, again=False, reason="refused_key", lasts=True)
    if status == 402 or (status == 429 and _QUOTA.search(f"{error.code} {error.type}")):
        what = f"is out of quota; raise it at the provider ({told})"
        return Fault(what, again=False, reason="quota", lasts=True)
    if status == 403:
        return Fault(f"is not allowed to this API key ({told})", again=False, reason="refused_key")
    if status == 404:
        what = f"is not served at {url!r}; check its name and the URL ({told})"
        return Fault(what, again=False, reason="no_model", lasts=True)
    if status == 429:
        return Fault(f"is overloaded (HTTP 429: {told})", wait=wait, reason="overloaded")
    if status == 503:
        return Fault(f"is overloaded (HTTP 503: {told})", wait=wait, reason="overloaded", sick=True)
    if status in (400, 413, 422):
        return _refused_request(error, told)
    if status in (500, 501):
        named = "json_schema" if _SCHEMA.search(error.message) else None
        what = f"answered HTTP {status}: {told}"
        return Fault(what, wait=wait, sick=named is None, refuses=named, broke=True)
    again = status >= 500 or status in (408, 409, 425)
    return Fault(f"answered HTTP {status}: {told}", again=again, wait=wait, sick=again)


def _refused_request(error: APIStatusError, told: str) -> Fault:
    said = f"{error.param or ''} {error.message}"
    if error.status_code == 413 or error.code == "context_length_exceeded" or _TOO_LONG.search(said):
        return Fault(f"cannot take so much at once ({told})", again=False, reason="too_long")
    named = [each for each in OPTIONAL if each in said]
    named = [each for each in named if each in FORMATS or _REFUSES.search(said)]
    if named:
        return Fault(f"does not take {named[0]!r} ({told})", wait=0.0, refuses=named[0])
    return Fault(f"answered HTTP {error.status_code}: {told}", again=False)


def retry_after(headers: httpx2.Headers) -> float | None:
    """Seconds (RFC 9110, 10.2.3; some servers tell milliseconds); a date is held against the server's own
    clock. A proxy's own word stands before what it hands on of its provider. None: not told, or not
    understood."""
    told = (_told_wait(headers, prefix) for prefix in ("", _HANDED_ON))
    return next((wait for wait in told if wait is not None), None)


def _told_wait(headers: httpx2.Headers, prefix: str) -> float | None:
    exact = headers.get(f"{prefix}retry-after-ms", "").strip()
    if re.fullmatch(r"\d{1,12}", exact):
        return int(exact) / 1000
    given = headers.get(f"{prefix}retry-after", "").strip()
    if re.fullmatch(r"\d+(\.\d+)?", given):
        return min(float(given), _LONGEST)
    due, now = _date(given), _date(headers.get(f"{prefix}date", ""))
    return max(0.0, (due - now).total_seconds()) if due and now else None


def _date(text: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(text)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
