"""Every command of the README runs as it stands there."""

import json
import os
import re
import shlex
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from itemwright.store.engine import Store

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text()
COMMANDS = [
    line.removeprefix("$ ")
    for block in re.findall(r"```console\n(.*?)```", README, re.DOTALL)
    for line in block.splitlines()
    if line.startswith("$ ")
]
PLAIN = [command for command in COMMANDS if not command.startswith(("git ", "make serve", "curl "))]


@pytest.fixture(scope="module")
def environment(store: Store, data_dir: Path) -> dict[str, str]:
    return os.environ | {"ITEMWRIGHT_DATA_DIR": str(data_dir)}


@pytest.fixture(scope="module")
def served(environment: dict[str, str]) -> Iterator[str]:
    """The address of `make serve`, on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = ["make", "serve", f"PORT={port}"]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True)
    address = f"http://127.0.0.1:{port}"
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(f"{address}/readyz", timeout=2).close()
            break
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.2)
    yield address
    os.killpg(process.pid, signal.SIGTERM)
    process.wait(timeout=20)


def test_the_readme_has_its_two_commands_first() -> None:
    assert COMMANDS[0].startswith("git clone ")
    assert COMMANDS[1] == "make demo"
    assert 60 <= len(README.splitlines()) <= 150


@pytest.mark.parametrize("command", PLAIN)
def test_a_command_runs(command: str, environment: dict[str, str]) -> None:
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=ROOT,
        env=environment,
        input="q\n",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() or done.stderr.strip()


def test_a_clone_is_complete(tmp_path: Path) -> None:
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(tmp_path / "copy")], check=True)
    for name in ("service", "prompts", "corpus", "evals", "tests", "pyproject.toml", "README.md", "Makefile"):
        assert (tmp_path / "copy" / name).exists()


def test_the_service_answers_what_the_readme_sends(served: str) -> None:
    for command in (command for command in COMMANDS if command.startswith("curl ")):
        words = shlex.split(command)
        url = next(word for word in words if word.startswith("http"))
        body = words[words.index("-d") + 1].encode()
        address = url.replace("http://127.0.0.1:8000", served)
        request = urllib.request.Request(address, body, {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=30) as reply:
            assert 0 <= json.load(reply)["score"] <= 1


@pytest.mark.parametrize("path", ["/", "/author", "/docs", "/openapi.json", "/healthz"])
def test_the_pages_that_the_readme_names_are_there(served: str, path: str) -> None:
    with urllib.request.urlopen(served + path, timeout=30) as reply:
        assert reply.status == 200


def test_every_link_into_the_tree_leads_somewhere() -> None:
    for target in re.findall(r"\]\((?!http)([^)#]+)\)", README):
        assert (ROOT / target).exists(), target
