"""Prompts are files with a declared contract: front matter, a system part and a user part.

    ---
    id: solve_item
    version: 1
    inputs: {form: text, sheet: block}
    output: SolvedSheet
    ---
    ## System
    ...
    ## User
    {{ sheet }}

An input of kind `text` is ours and stands where it is named. One of kind `block` is a stranger's: it stands
between marks that it cannot contain, on lines of its own, in the user part. After the user part a file may
have `## Fragments`, texts under `### name` of which a caller fills in those that a task needs; as parts of
the file they are in its hash.
"""

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal, NamedTuple

import yaml
from pydantic import Field, StringConstraints, ValidationError

from itemwright.domain.value import Value
from itemwright.errors import PromptInvalid
from itemwright.resources import resource_folder

Kind = Literal["text", "block"]
_PARTS = re.compile(
    r"\A---\n(.*?)\n---\n\s*## System\n(.*?)\n## User\n(.*?)(?:\n## Fragments\n(.*))?\Z", re.DOTALL
)
_FRAGMENT = re.compile(r"^### (\w+)\n(.*?)(?=^### |\Z)", re.DOTALL | re.MULTILINE)
_PLACEHOLDER = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_ALONE = re.compile(r"^[ \t]*\{\{\s*(\w+)\s*\}\}[ \t]*$", re.MULTILINE)
_HASHED = 12
MARK = "<<<"
"""Opens the line before and the line after a block; the system part of a prompt with blocks tells of it."""


class _FrontMatter(Value):
    id: Annotated[str, StringConstraints(pattern=r"^[a-z]+(_[a-z]+)+$")]
    version: int = Field(ge=1, strict=True)
    inputs: dict[str, Kind]
    output: Annotated[str, StringConstraints(pattern=r"^[A-Z]\w*$")]


class Rendered(NamedTuple):
    """A prompt filled in. `fingerprint` is `id@version:hash`; `output` names the type of the answer."""

    system: str
    user: str
    fingerprint: str
    output: str


class Prompt(Value):
    """A prompt as its file has it; `sha256` is that of the file."""

    id: str
    version: int
    inputs: dict[str, Kind]
    output: str
    system: str
    user: str
    fragments: dict[str, str] = Field(default_factory=dict)
    sha256: str

    @property
    def name(self) -> str:
        return f"{self.id}@{self.version}"

    @property
    def fingerprint(self) -> str:
        return f"{self.name}:{self.sha256[:_HASHED]}"

    def render(self, **values: str) -> Rendered:
        """The prompt with its inputs filled in. The same values give the same text.

        Raises:
            PromptInvalid: a value is missing, or one is given that the prompt does not take.
        """
        if wrong := sorted(set(values) ^ set(self.inputs)):
            what = "misses a value for" if wrong[0] in self.inputs else "takes no value"
            raise PromptInvalid(f"Prompt {self.name!r} {what} {wrong[0]!r}; it takes {sorted(self.inputs)}.")
        writable = {
            name: text.encode("utf-8", errors="replace").decode("utf-8") for name, text in values.items()
        }
        nonce = self._nonce(writable)
        filled = {
            name: _block(name, text, nonce) if self.inputs[name] == "block" else text
            for name, text in writable.items()
        }
        return Rendered(
            _filled(self.system, filled), _filled(self.user, filled), self.fingerprint, self.output
        )

    def fragment(self, name: str) -> str:
        """The fragment of this name.

        Raises:
            PromptInvalid: the file has none.
        """
        if name not in self.fragments:
            raise PromptInvalid(
                f"Prompt {self.name!r} has no fragment {name!r}; it has {sorted(self.fragments)}."
            )
        return self.fragments[name]

    def _nonce(self, values: Mapping[str, str]) -> str:
        """Letters that stand in none of the values: drawn from a hash of all of them, so that whoever writes
        one would have to foresee the hash of what he writes."""
        whole = self.sha256 + "".join(f"\0{name}\0{values[name]}" for name in sorted(values))
        nonce = hashlib.sha256(whole.encode()).hexdigest()[:_HASHED]
        while any(nonce in text for text in values.values()):
            nonce = hashlib.sha256(nonce.encode()).hexdigest()[:_HASHED]
        return nonce


def load_prompt(id_: str, folder: Path | None = None) -> Prompt:
    """The prompt in the file `<id>.md` of `folder`, by default that of this installation.

    Raises:
        PromptInvalid: there is none, or its text and its front matter differ.
    """
    file = (folder or resource_folder("prompts")) / f"{id_}.md"
    try:
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise PromptInvalid(f"No prompt {id_!r} in {str(file.parent)!r}; name one of its files.") from error
    parts = _PARTS.match(text)
    if parts is None:
        raise PromptInvalid(
            f"{file.name!r} has not the parts '---', '## System' and '## User' in this order; add them."
        )
    try:
        front = _FrontMatter.model_validate(yaml.safe_load(parts[1]))
    except (ValidationError, yaml.YAMLError) as error:
        raise PromptInvalid(f"The front matter of {file.name!r} is wrong: {error}") from error
    prompt = Prompt(
        **front.model_dump(),
        system=parts[2].strip(),
        user=parts[3].strip(),
        fragments={name: body.strip() for name, body in _FRAGMENT.findall(parts[4] or "")},
        sha256=hashlib.sha256(text.encode()).hexdigest(),
    )
    _check(prompt, file)
    return prompt


def _check(prompt: Prompt, file: Path) -> None:
    if prompt.id != file.stem:
        raise PromptInvalid(f"{file.name!r} has the id {prompt.id!r}; name file and id alike.")
    for name, fragment in prompt.fragments.items():
        if not fragment or _PLACEHOLDER.search(fragment):
            raise PromptInvalid(f"{file.name!r}: fragment {name!r} is empty or has a placeholder; mend it.")
    named = set(_PLACEHOLDER.findall(prompt.system + prompt.user))
    if wrong := sorted(named ^ set(prompt.inputs)):
        what = "is used but not declared" if wrong[0] in named else "is declared but not used"
        raise PromptInvalid(f"{file.name!r}: input {wrong[0]!r} {what}; mend the text or 'inputs'.")
    blocks = {name for name, kind in prompt.inputs.items() if kind == "block"}
    in_line = [name for name in _PLACEHOLDER.findall(_ALONE.sub("", prompt.user)) if name in blocks]
    in_line += sorted(blocks & set(_PLACEHOLDER.findall(prompt.system)))
    if in_line:
        raise PromptInvalid(
            f"{file.name!r}: block {in_line[0]!r} has to stand on a line of its own in the user part."
        )
    if blocks and MARK not in prompt.system:
        raise PromptInvalid(f"{file.name!r}: the system part has to say what stands between {MARK} marks.")


def _block(name: str, text: str, nonce: str) -> str:
    return f"{MARK}{name} {nonce}>>>\n{text}\n{MARK}end of {name} {nonce}>>>"


def _filled(text: str, values: Mapping[str, str]) -> str:
    return _PLACEHOLDER.sub(lambda found: values[found[1]], text)
