"""Short forms of chat and notes, and misspelt function words, written out, so that a learner's hasty sentence
is not taken for a heap of words."""

import functools
import re
import string

from rapidfuzz.distance import OSA

from itemwright.grading.frequencies import zipf_frequency
from itemwright.grading.lexicon import BARE_DENIALS, FUNCTION_WORDS

_SHORT = """
u you|ur your|urs yours|r are|n and|nd and|w with|wiv with|wth with|wo without|bc because|bcz because
bcs because|cuz because|coz because|cus because|bcoz because|bcos because|becos because|becoz because
becuz because|ppl people|dat that|dis this|da the|dem them|em them|wen when|wot what|wat what|hav have
hv have|tho though|thru through|abt about|frm from|bt but|b4 before|v very|vs against|versus against
im i am|ive i have|id i would|thats that is|whats what is|theres there is|theyre they are|youre you are
weve we have|theyve they have|shes she is|hes he is|itll it will|theyll they will|youll you will
gonna going to|gotta have to|wanna want to|cud could|wud would|shud should|cld could|wld would
shld should|smth something|sth something|sb somebody|evry every|mor more|lil little
alot a lot|aswell as well|wid with|whr where|hw how
"""
_FORMS = dict(pair.split(maxsplit=1) for pair in _SHORT.strip().replace("\n", "|").split("|"))
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?/?(?:(?<=b/)c)?")
_LEAST = 4
"""Letters from which a word that no list has may be a function word with one slip."""


_BY_LETTER = {
    letter: [word for word in sorted(FUNCTION_WORDS) if len(word) >= _LEAST and word[0] == letter]
    for letter in string.ascii_lowercase
}


def written_out(text: str) -> str:
    """The text with short forms and misspelt function words written out; other words as they stand."""
    return _WORD.sub(
        lambda match: _written_out(match.group().lower()) or match.group(), text.replace("’", "'")
    )


@functools.lru_cache(maxsize=1 << 14)
def _written_out(word: str) -> str | None:
    if word in ("w/", "w/o", "b/c"):
        return {"w/": "with ", "w/o": "without", "b/c": "because"}[word]
    if word in _FORMS:
        return _FORMS[word]
    if word in BARE_DENIALS:
        return f"{BARE_DENIALS[word]} not"
    if len(word) < _LEAST or word in FUNCTION_WORDS or zipf_frequency(word):
        return None
    near = (other for other in _BY_LETTER.get(word[0], ()) if OSA.distance(word, other, score_cutoff=1) <= 1)
    return next(near, None)
