"""Looks at a server without asking its models anything: is it there, does it take the key, what has it?"""

import asyncio

from pydantic import SecretStr

from itemwright.chat.endpoint import Endpoint
from itemwright.chat.fault import Fault
from itemwright.errors import ModelUnavailable

PROBE_WITHIN = 5.0
"""Seconds."""
_NAMED = 5


async def probe_server(name: str, base_url: str | None, api_key: SecretStr | None) -> str:
    """What the server says of the model `name`, in words. Costs nothing: no model is asked.

    Raises:
        ModelUnavailable: it cannot be reached, or refuses the key.
        BadInput: `base_url` is no URL of a server, or holds a secret.
    """
    endpoint = Endpoint(base_url, api_key, PROBE_WITHIN)
    found: tuple[str, ...] | Fault = Fault(f"did not answer within {PROBE_WITHIN:g} s", reason="timed_out")
    try:
        async with asyncio.timeout(PROBE_WITHIN), endpoint.client() as client:
            found = await endpoint.models(client)
    except TimeoutError:
        # Left by falling through: what is raised here would carry the request, and the key, as context.
        pass
    if isinstance(found, Fault):
        if found.reason == "no_model":  # a server need not list its models
            return f"{endpoint.url} answers, and lists no models"
        where = "" if endpoint.url in found.what else f" {endpoint.url!r}"
        absent = found.reason in ("unavailable", "timed_out")
        step = " Start it, or correct ITEMWRIGHT_BASE_URL." if absent else ""
        raise ModelUnavailable(f"The server{where} {found.what}.{step}", reason=found.reason)
    if not found:
        return f"{endpoint.url} answers, and lists no models"
    if name in found or f"{name}:latest" in found:
        return f"{endpoint.url} serves {name!r}"
    others = ", ".join(endpoint.mask.quote(each) for each in found[:_NAMED])
    more = f" and {len(found) - _NAMED} more" if len(found) > _NAMED else ""
    return f"{endpoint.url} answers, but does not list {name!r}; it lists {others}{more}"
