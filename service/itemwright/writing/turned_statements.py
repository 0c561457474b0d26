"""True or false from an article: a sentence with one word of degree or order, as it stands or turned "
"round."""

import random
import re
from functools import partial

from itemwright.domain.item import Option, TrueFalse
from itemwright.text import NEGATIONS, words
from itemwright.writing.article_offers import from_article, with_topic
from itemwright.writing.article_terms import ArticleTerms
from itemwright.writing.frame import Feedback, Setting, finished, framed
from itemwright.writing.library import Library
from itemwright.writing.opportunity import Opportunity
from itemwright.writing.prose import Statement
from itemwright.writing.subjects import is_subject
from itemwright.writing.wording import quoted

_OPPOSITES = (
    ("increases", "decreases"), ("increase", "decrease"), ("increasing", "decreasing"),
    ("increased", "decreased"), ("faster", "slower"), ("higher", "lower"), ("larger", "smaller"),
    ("longer", "shorter"), ("easier", "harder"),
    ("stronger", "weaker"), ("synchronous", "asynchronous"), ("synchronously", "asynchronously"),
    ("maximizes", "minimizes"), ("maximize", "minimize"), ("mutable", "immutable"), ("stateless", "stateful"),
    ("vertically", "horizontally"),
    ("more efficient", "less efficient"), ("more likely", "less likely"),
    ("more reliable", "less reliable"), ("more stable", "less stable"), ("requires less", "requires more"),
    ("require less", "require more"), ("linearly", "quadratically"),
)  # fmt: skip
_ONE_WAY = (
    ("reduces", "increases"), ("reduce", "increase"), ("reducing", "increasing"),
    ("reduced", "increased"),
    ("bigger", "smaller"), ("cheaper", "more expensive"), ("simpler", "more complex"),
    ("frozen", "trainable"),
    ("sequentially", "in parallel"), ("uses less", "uses more"), ("prevents", "causes"), ("avoids", "causes"),
    ("fewer", "more"), ("deterministic", "random"), ("exponentially", "linearly"),
)  # fmt: skip
_TURN = dict(_OPPOSITES) | {other: one for one, other in _OPPOSITES} | dict(_ONE_WAY)
_ANY = re.compile(
    rf"(?<![\w`.-])(?:{'|'.join(sorted(map(re.escape, _TURN), key=len, reverse=True))})(?![\w`-])"
)
_TRAPS = re.compile(
    r"\b(?:also|taking|example|may|might|could|can|without|not|no|cannot|never|unless|instead|rather"
    r"|at (?:least|most)|more or less|if|whether|or|either|neither"
    r"|but|however|although|though|even|trade-?off|versus|vs|balance|both|expense|cost of|still|not only"
    r"|one of the|some|sometimes|often"
    r"|because|since|due to|owing to|thanks to|so that|therefore|thus|hence|thereby|as a result"
    r"|tends?|usually|typically|generally|try|aims?|want|help|helps|for example)\b|n't\b",
    re.IGNORECASE,
)
_COMPARATIVE = re.compile(r"er$|^(?:more|less) ")


def turned_statements(
    statements: list[Statement], terms: ArticleTerms, library: Library
) -> list[Opportunity]:
    """An opportunity for each sentence with exactly one such word and nothing that blurs its meaning."""
    found = []
    for statement in statements:
        turned = turned_round(statement.text)
        if turned is not None and _ANY.search("".join(_CODE.findall(_raw(statement)))):
            continue
        opening = re.match(r"^(.{3,80}?) (?:is|are|has|have|[a-z]+s|[a-z]+) ", statement.text)
        if turned is None or opening is None or not _opens_well(statement.text, terms):
            continue
        found.append(
            from_article(
                library,
                statement.source,
                "true_false",
                "text_turned",
                [(statement.start, statement.end)],
                ("understand", "medium"),
                partial(_write, statement, turned),
            )
        )
    return found


_CODE = re.compile(r"`[^`\n]*`")


def _raw(statement: Statement) -> str:
    return statement.source.text[statement.start : statement.end].replace("`", " ` ")


def turned_round(text: str) -> str | None:
    """The sentence with its one word of degree or order replaced by the opposite; None if it has none or
    more."""
    matches = list(_ANY.finditer(text))
    if len(matches) != 1 or _TRAPS.search(text) or any(word in NEGATIONS for word in words(text)):
        return None
    match = matches[0]
    word = match.group()
    if (
        _COMPARATIVE.search(word)
        and " than " not in text[match.end() :]
        and " the " not in text[: match.start()][-5:]
    ):
        return None
    if text[match.end() :].lstrip().startswith(("-", "/", "(")) or text[: match.start()].rstrip().endswith(
        ("-", "/")
    ):
        return None
    return text[: match.start()] + _TURN[word] + text[match.end() :]


def _opens_well(text: str, terms: ArticleTerms) -> bool:
    """Whether some beginning of the sentence is a subject that a reader can identify."""
    pieces = text.split()
    return any(is_subject(" ".join(pieces[:count]), terms) for count in range(1, 7))


def _write(statement: Statement, turned: str, setting: Setting, rng: random.Random) -> TrueFalse:
    is_true = rng.random() < 0.5
    shown = statement.text if is_true else turned
    match = _ANY.search(statement.text)
    if match is None:
        raise ValueError(f"{statement.text!r} has no word to turn round")
    word, opposite = match.group(), _TURN[match.group()]
    reason = (
        f"It is so: {quoted(word)} is right, and {quoted(opposite)} would be wrong."
        if is_true
        else f"It is the other way round: not {quoted(opposite)}, but {quoted(word)}."
    )
    options = (
        Option(id="a", text="True", rationale=reason),
        Option(id="b", text="False", rationale=reason),
    )
    said, other = (word, opposite) if is_true else (opposite, word)
    feedback = Feedback(
        explanation=reason if is_true else f"{reason} {statement.text}",
        hints=(f"All hangs on {quoted(said)}: would {quoted(other)} be right in its place?",),
        worked_steps=(),
        common_mistakes=(),
        quick_check="",
        takeaway="",
    )
    stem = with_topic(f"True or false? {shown}", statement.headings, statement.source.title)
    frame = framed(setting, feedback, [stem])
    return finished(TrueFalse(**frame, stem=stem, options=options, key="a" if is_true else "b"))
