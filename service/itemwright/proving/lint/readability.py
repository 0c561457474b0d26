"""How long and how hard a stem reads: words, and the grade of Flesch and Kincaid."""

import functools
import re
from collections.abc import Iterator

from wordfreq import zipf_frequency

from itemwright.proving.lint.examples import choice, number
from itemwright.proving.lint.reading import Reading
from itemwright.proving.lint.rule import HR, SAQUET, Hit, Rule
from itemwright.text import content_words, lemma, plain, tokens

MOST_WORDS = 90
"""More words are too many for any stem but a case, a debugging task or an essay."""
CASE_WORDS = 160
SENTENCE_WORDS = 50
DRESSED = ((40, 0.15), (50, 0.22))
"""From so many words on, a stem of which so little comes back in question, options or feedback is dressed.
On 840 items of three authors sound stems lie above .19, those with window dressing below .22."""
_CASES = frozenset({"scenario", "debug", "free_text", "table"})


def _too_long(reading: Reading) -> Iterator[Hit]:
    prose = re.sub(r"```.*?```|`[^`]*`", " x ", reading.stem, flags=re.DOTALL)
    count = len(prose.split())
    limit = CASE_WORDS if reading.kind in _CASES or reading.item.code else MOST_WORDS
    if count > limit:
        yield Hit("stem", None, f"{count} words; say what is needed for the question in {limit} at most")
    elif count > DRESSED[0][0] and reading.item.code is None and _is_dressed(reading, count):
        yield Hit(
            "stem", None, f"{count} words, of which the question, options and feedback take up hardly any"
        )
    else:
        for span in reading.sentences:
            size = len(span.text.split())
            if size > SENTENCE_WORDS and not re.search(r"[;:]|\d.*,.*\d", span.text):
                yield Hit("stem", (span.start, span.end), f"a sentence of {size} words; split it")
                return


_FINDINGS = 4


def _is_dressed(reading: Reading, count: int) -> bool:
    item, asked = reading.item, reading.asked
    told = [item.explanation, *item.worked_steps, *item.hints, *reading.accepted]
    told += [f"{option.text} {option.rationale}" for option in reading.options]
    known = set(content_words(" ".join([*told, asked.text])))
    rest = [s.text for s in reading.sentences if s is not asked] or [reading.stem]
    body = {word for text in rest for word in content_words(text) if not word.isdigit()}
    taken_up = sum(word in known or reading.stem_content.count(word) > 1 for word in body) / max(1, len(body))
    least = max(share for words, share in DRESSED if count > words)
    if reading.kind != "numeric":
        if len(set(re.findall(r"\d+(?:\.\d+)?", reading.stem))) >= _FINDINGS:
            return False  # a case: its findings are what the answer is drawn from
        return taken_up <= least
    return taken_up <= 0.12 or 2 * _idle_words(reading) >= count


def _idle_words(reading: Reading) -> int:
    """Words of sentences without a number that share at most one word with those that have one."""
    needed = [s.text for s in reading.sentences if s is reading.asked or re.search(r"\d", s.text)]
    known = set(content_words(" ".join([*needed, reading.item.explanation])))
    idle = [s.text for s in reading.sentences if s.text not in needed]
    return sum(len(text.split()) for text in idle if len(set(content_words(text)) & known) <= 1)


@functools.lru_cache(maxsize=1 << 13)
def syllables(word: str) -> int:
    """Vowel groups, without a silent e at the end: an estimate good to about one in ten words."""
    found = len(re.findall(r"[aeiouy]+", word.lower()))
    if re.search(r"[^aeioul]e$|[^aeiou]es$|[^aeioutd]ed$", word.lower()) and found > 1:
        found -= 1
    return max(1, found)


def grade_level(text: str) -> float:
    """Years of schooling needed (Kincaid et al. 1975, Derivation of New Readability Formulas)."""
    said = re.findall(r"[A-Za-z]+(?:['’][a-z]+)?", text)
    if not said:
        return 0.0
    sentences = max(1, len(re.findall(r"[.?!:](?:\s|$)", text)))
    return 0.39 * len(said) / sentences + 11.8 * sum(map(syllables, said)) / len(said) - 15.59


_ORNATE = re.compile(
    r"\b(?:inasmuch|insofar as|notwithstanding|aforesaid|aforementioned|wherein|whereby|wherefore|whereupon"
    r"|whereof"
    r"|heretofore|hitherto|thereof|therein|thereto|thereupon|thereby|hereby|herein|hereinafter|henceforth"
    r"|forthwith|ergo"
    r"|vis-[àa]-vis|qua|ostensibl[ey]|purports?|pursuant|ascertain|denominated|enjoined|in the parlance"
    r"|by virtue of"
    r"|having regard to|with regard to the (?:fact|matter)|in respect of|predicated upon|plethora|myriad"
    r"|concomitant"
    r"|albeit|perforce|commensurate|necessitates?|engenders?|elucidates?|delineates?|explicates?|adumbrates?"
    r"|betoken"
    r"|utili[sz]ation of|facilitates? the|effectuates?|promulgated?|efficacious|salient|putative|requisite"
    r"|endeavou?r"
    r"|commence(?:s|d|ment)?|terminat(?:es?|ion) of|constitutes? the|be (?:deemed|construed|adjudged"
    r"|posited)|posits?"
    r"|it (?:behooves|behoves)|prior to the|subsequent to|subsequently|cognizant|cognisant|paradigmatic"
    r"|quintessential"
    r"|erstwhile|whilst|amidst|apropos|viz\.?|to wit|exegesis|hermeneutic\w*|epistemic\w*|teleological"
    r"|ontological\w*"
    r"|manifold|multifarious|multitudinous|obfuscat\w+|discern|apprehended|subsumes?|amenab\w+|proclivity"
    r"|propensity"
    r"|antecedent to|consequent upon|attendant upon|the discipline|locution|nomenclature|appellation"
    r"|eventuat\w+)\b",
    re.IGNORECASE,
)
GRADE = 17.0
RARE = 3.05
"""Zipf frequency below which a word is rare in English."""


def _hard(reading: Reading) -> Iterator[Hit]:
    stem = plain(reading.stem)
    said = [s.text for s in tokens(re.sub(r"`[^`]*`", " ", reading.stem))]
    if len(said) < 8:
        return
    known = {lemma(w) for w in re.findall(r"[A-Za-z]+", " ".join(_subject(reading)))}
    rare = [
        word
        for word in dict.fromkeys(said)
        if word.islower()
        and word.isalpha()
        and len(word) > 6
        and lemma(word) not in known
        and zipf_frequency(word, "en") < _threshold(word)
    ]
    grade = grade_level(stem)
    ornate = sorted({m.group().lower() for m in _ORNATE.finditer(stem)} - known)
    if len(ornate) >= 2 or (ornate and len(rare) >= 1):
        rare = list(dict.fromkeys([*ornate, *rare]))
        yield Hit("stem", None, f"hard to read: {', '.join(rare[:4])}; use plain words")
        return
    if (len(rare) >= 3 and len(rare) * 9 >= len(said) and grade > 11) or (
        len(rare) >= 2 and grade > GRADE + 1
    ):
        told = f"hard to read (grade {grade:.0f}): {', '.join(rare[:4])}; use words that the subject needs"
        yield Hit("stem", None, told)


def _threshold(word: str) -> float:
    """Long words count as rare a little sooner: they are read letter by letter."""
    return RARE + (0.45 if syllables(word) >= 4 else 0.0)


def _subject(reading: Reading) -> list[str]:
    """The item's own terms: concepts, options, explanation, answers."""
    item = reading.item
    return [
        *item.concepts,
        *(o.text for o in reading.options),
        item.explanation,
        *reading.accepted,
        *item.hints,
    ]


RULES = (
    Rule(
        "too_long",
        "note",
        "The stem holds what is needed to answer, and no more.",
        "Window dressing measures reading stamina and takes time from other items.",
        f"{HR}; {SAQUET}",
        number(
            "Anna, who moved to the coast two years ago and has since taken up sailing, which her "
            "brother always "
            "wanted to do but never found the time for, buys, on a rainy Tuesday after work, when the "
            "shops are "
            "nearly empty and the streets are wet, 3 ropes of 12 m each. How many metres of rope has she "
            "bought?",
            36,
            "m",
        ),
        number("Anna buys 3 ropes of 12 m each. How many metres of rope has she bought?", 36, "m"),
        _too_long,
    ),
    Rule(
        "hard_reading",
        "warning",
        "The stem uses words that its readers know, but for the subject's own terms.",
        "Ornate wording makes a language test out of any subject.",
        f"{HR}; formula of Kincaid et al. (1975)",
        choice(
            "What consequence is occasioned by the inadvertent commingling of the aforementioned saline "
            "precipitate with hibernal carriageway accumulations?",
            "*They melt",
            "They harden",
            "They turn green",
            "They evaporate",
        ),
        choice(
            "What happens to ice on a road when salt falls on it?",
            "*It melts",
            "It hardens",
            "It turns green",
            "It evaporates",
        ),
        _hard,
    ),
)
