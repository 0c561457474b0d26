"""python -m tests.prompts: render the snapshots anew; `git diff` then shows what a model will read."""

from pathlib import Path

from itemwright.prompting import load_prompt
from tests.prompts.values import VALUES

FOLDER = Path(__file__).resolve().parent


def snapshot(id_: str) -> str:
    """The prompt `id_` as a model reads it, with the values of this folder."""
    rendered = load_prompt(id_).render(**VALUES[id_])
    return f"## System\n{rendered.system}\n\n## User\n{rendered.user}\n"


if __name__ == "__main__":
    for name in VALUES:
        (FOLDER / f"{name}.txt").write_text(snapshot(name), encoding="utf-8")
