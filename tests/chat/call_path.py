"""A path to a server of a test, with short waits, and what a server says in HTML."""

import random

from pydantic import SecretStr

from evals.fault_server import Provider
from itemwright.chat.calls import CallPath
from itemwright.chat.hosted import HostedModel
from itemwright.chat.prices import load_prices
from itemwright.chat.server import Servers
from itemwright.domain.budget import Caps
from tests.chat.test_hosted import KEY

HTML = (("Content-Type", "text/html"),)


def path(
    served: Provider | str,
    *,
    servers: Servers | None = None,
    caps: Caps = Caps(),  # noqa: B008
    deadline: float = 5.0,
    spec: str = "openai:gpt-4o-mini",
) -> CallPath:
    """A path with short waits."""
    url = served if isinstance(served, str) else served.url
    servers = servers or Servers()
    name = spec.removeprefix("openai:")
    model = HostedModel(
        name, base_url=url, api_key=SecretStr(KEY), rng=random.Random(0), deadline=deadline,
        first_wait=0.01, server=servers.at(url),
    )  # fmt: skip
    return CallPath(model, spec, url, prices=load_prices(), caps=caps, servers=servers)
