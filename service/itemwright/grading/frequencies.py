"""How common words are in English, from wordfreq's small list (Speer 2022).

The list is read from the package's data file. To import wordfreq itself brings in its tokenizers for forty
languages, and takes as long as a tenth of a second when one answer is to be graded.
"""

import functools
import gzip
import importlib.util
from pathlib import Path

import msgpack

from itemwright.errors import ModelUnavailable

LANGUAGES = ("en", "de", "es", "fr", "it", "nl", "pl", "pt", "sv")
"""Languages of Latin letters whose lists can be looked up."""


def zipf_frequency(word: str, language: str = "en") -> float:
    """The word's frequency on the zipf scale (3: once in a million words), 0 for one that is not listed."""
    return _listed(language).get(word, 0.0)


@functools.cache
def _listed(language: str) -> dict[str, float]:
    package = importlib.util.find_spec("wordfreq")
    if package is None or not package.submodule_search_locations:
        raise ModelUnavailable("The package 'wordfreq' is missing; install itemwright again.")
    file = Path(package.submodule_search_locations[0]) / "data" / f"small_{language}.msgpack.gz"
    with gzip.open(file) as stream:
        # After a header, bucket n holds the words of frequency 10 ** (-n / 100).
        _, *buckets = msgpack.load(stream)
    return {word: round(9 - number / 100, 2) for number, words in enumerate(buckets) for word in words}
