"""Base forms of English words: lemminflect's lexicon, and its rules for words that are not listed.

The lexicon is read from the package's data file. lemminflect itself takes half a second over it, which one
answer to be graded would wait for, and copies an entry each time it is asked.
"""

import functools
import gzip
import importlib.util
from pathlib import Path

from itemwright.errors import ModelUnavailable

_KINDS = ("aux", "verb", "noun", "adj", "adv")


def listed_lemma(word: str) -> str | None:
    """The base form of a word in lower case, None for one that is not listed. Without a tagger a word has
    several ("running": running, run); the verb's wins, so that all forms of a family meet."""
    forms = _listed().get(word)
    return None if forms is None else forms.partition("/")[0].lower()


def verb_lemma(word: str) -> str:
    """The base form by rule, for a verb that is not listed."""
    from lemminflect import getAllLemmasOOV

    return str(getAllLemmasOOV(word, "VERB")["VERB"][0]).lower()


@functools.cache
def _listed() -> dict[str, str]:
    package = importlib.util.find_spec("lemminflect")
    if package is None or not package.submodule_search_locations:
        raise ModelUnavailable("The package 'lemminflect' is missing; install itemwright again.")
    folder = Path(package.submodule_search_locations[0]) / "resources"
    lexicon = gzip.decompress((folder / "lemma_lu.csv.gz").read_bytes()).decode()
    overrides = (folder / "lemma_overrides.csv").read_text(encoding="utf-8")
    kinds: dict[str, dict[str, str]] = {kind: {} for kind in _KINDS}
    for line in (lexicon + overrides).splitlines():
        if line and not line.startswith("#"):
            word, kind, forms = line.split(",")
            kinds[kind.lower()][word] = forms  # spellings, parted by /
    return {word: forms for kind in reversed(_KINDS) for word, forms in kinds[kind].items()}
