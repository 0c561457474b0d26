"""The shipped prompts: each is read as its snapshot shows, and no text changes under an unchanged version."""

import hashlib
import json

import pytest

from itemwright.prompting import load_prompt
from itemwright.resources import resource_folder
from tests.prompts.__main__ import FOLDER, snapshot
from tests.prompts.values import VALUES

PROMPTS = sorted(path.stem for path in resource_folder("prompts").glob("*.md") if path.stem != "README")


def test_every_prompt_has_a_snapshot() -> None:
    assert sorted(VALUES) == PROMPTS
    assert len(PROMPTS) >= 2


@pytest.mark.parametrize("name", PROMPTS)
def test_a_prompt_reads_as_its_snapshot(name: str) -> None:
    kept = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    assert snapshot(name) == kept, "run 'python -m tests.prompts' and read the difference"


@pytest.mark.parametrize("name", PROMPTS)
def test_a_changed_text_has_a_new_version(name: str) -> None:
    folder = resource_folder("prompts")
    versions = json.loads((folder / "versions.json").read_text(encoding="utf-8"))
    prompt = load_prompt(name)
    found = hashlib.sha256((folder / f"{name}.md").read_bytes()).hexdigest()
    assert versions[prompt.name] == found == prompt.sha256, (
        f"the text of {prompt.name} changed: raise its version and add {found} to versions.json"
    )
    assert prompt.fingerprint == f"{prompt.name}:{found[:12]}"
