"""Installs the wheel in DIST into an empty folder and loads every prompt, corpus file and migration there."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

CHECK = """
import json, pathlib, sys
import itemwright
from itemwright.ingest.pack import read_pack
from itemwright.prompting import load_prompt
from itemwright.resources import resource_folder
home = pathlib.Path(sys.argv[1]).resolve()
assert pathlib.Path(itemwright.__file__).resolve().is_relative_to(home), itemwright.__file__
prompts = json.loads((resource_folder("prompts") / "versions.json").read_text())
assert resource_folder("prompts").resolve().is_relative_to(home)
assert {load_prompt(name.split("@")[0]).name for name in prompts} <= set(prompts)
pack = read_pack(resource_folder("corpus"))
assert resource_folder("corpus").resolve().is_relative_to(home)
assert list((home / "itemwright" / "store" / "migrations" / "versions").glob("*.py")), "no migrations"
assert list((home / "itemwright" / "web" / "templates").glob("*.html")), "no pages"
assert pack.articles and pack.cards
print(f"wheel: {len(prompts)} prompts, {len(pack.articles)} articles, {len(pack.cards)} cards")
"""


def main() -> None:
    wheel = next(Path(sys.argv[1]).resolve().glob("*.whl"))
    with tempfile.TemporaryDirectory() as place:
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", place, str(wheel)]
        subprocess.run(pip, check=True)
        env = os.environ | {"PYTHONPATH": place}
        subprocess.run([sys.executable, "-c", CHECK, place], check=True, cwd=place, env=env)


if __name__ == "__main__":
    main()
