"""What of an answer can earn credit: its statements, without what speaks to the grader, copies the question,
claims nothing, is taken back, or has it both ways."""

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from itemwright.domain.grade import Flag
from itemwright.grading.attack_patterns import BOTH
from itemwright.grading.guard import UNREADABLE, guard, is_copied, is_salad
from itemwright.grading.reading import read, split_statements
from itemwright.grading.unmask import Unmasked, unmask
from itemwright.text import Span, normal_form, sentences

MOST_STATEMENTS = 40
_WRONG = (
    r"(?:'s| is| was| are)? (?:(?:just|all|simply|completely|totally) )?"
    r"(?:not (?:true|right|correct|so|the case)|wrong|false|incorrect|untrue|nonsense|a lie)"
    r"(?=\W*$|[,.;!]| (?:at all|though|either|because|since)\b)"
)
_RETRACTION = re.compile(
    r"\W{0,4}(?:(?:oh|wait|hmm|sorry|actually|well|but)\b\W{0,4}){0,3}"
    r"(?:no\b(?:,|\.|!| wait| sorry|$| that| this| it)|scratch that|strike that|correction\b"
    r"|i take (?:that|it) back|on second thoughts?|forget (?:that|it|what i)\b"
    r"|the opposite is (?:true|the case)"
    rf"|(?:that|this|it|which){_WRONG})",
    re.IGNORECASE,
)
_RETRACTION_OF_ALL = re.compile(
    r"\W{0,4}(?:(?:oh|no|wait|sorry|actually|but)\b\W{0,4}){0,3}"
    r"(?:i take (?:everything|all (?:of )?(?:that|this)) back"
    r"|none of (?:this|that|these|the above) is (?:true|right|correct)"
    rf"|(?:everything|all) (?:of )?(?:(?:i|that|the) )?(?:said|wrote|above|this)?{_WRONG}"
    rf"|what i (?:just )?(?:said|wrote)(?: above| before)?{_WRONG})",
    re.IGNORECASE,
)


_REVERSED = re.compile(
    r"\b(?:(?:but|no|and)\b\W{1,3})?(?:in (?:truth|fact|reality)|actually|really)\b\W{1,3}"
    r"(?:it|this|that)(?:'s| is| was)? (?:just |exactly |quite )?"
    r"the (?:other way a?round|opposite|reverse|contrary)\b(?: (?:that )?is (?:true|right|the case))?"
    r"(?=\W*$|\W?[,.;:!(–—-]|\s(?:and|because|since)\b)",
    re.IGNORECASE,
)
_DOUBT = re.compile(
    r"\W*(?:perhaps|maybe|possibly|either|(?:it|this|that) (?:may|might|could) (?:well )?be"
    r"|(?:i am|i'm) not (?:quite |really )?sure)\b",
    re.IGNORECASE,
)
_VAGUE = re.compile(
    r"\b(?:has|have|had|is|are)\b[^.;]{0,12} something to do with\b|\bsomething about\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Material:
    """`statements` with their spans in `unmasked.text`; `whole` joins them; `flags` as the guard set them.
    `arguable`: whether something was left out in which a person may see a claim, such as a heap of words."""

    unmasked: Unmasked
    flags: tuple[Flag, ...]
    statements: tuple[Span, ...]
    arguable: bool

    @property
    def whole(self) -> str:
        return " ".join(s.text for s in self.statements)


def gather(question: str, known: Sequence[str], answer: str) -> Material:
    """The material of an answer. `known`: the points and references it is held against."""
    unmasked = unmask(answer)
    guarded = guard(question, unmasked, known)
    kept: list[Span] = []
    arguable = False
    novel = any(read(text).lemmas - read(question).lemmas for text in known)
    if any(flag.code == UNREADABLE for flag in guarded.flags):
        return Material(unmasked, guarded.flags, (), arguable=True)
    for statement in split_statements(guarded.answer):
        if turns := list(_REVERSED.finditer(statement.text)):
            # "A is larger in truth it is the other way round": whatever stands before is taken back, and if
            # something follows, only what it puts right. Said of what others think, it may be right itself.
            reversal = turns[-1]
            rest = statement.text[reversal.end() :].lstrip(" ,;:.")
            if len(read(rest).words) < 2:
                kept.clear()
                arguable = True
            elif not read(statement.text[: reversal.start()]).words:
                del kept[-1:]
            statement = Span(statement.end - len(rest), statement.end, rest)
        if retraction := _RETRACTION_OF_ALL.match(statement.text):
            kept.clear()
            if len(read(statement.text[retraction.end() :]).words) < 2:
                continue
        elif kept and (retraction := _RETRACTION.match(statement.text)):
            # "No, that is wrong." denies all that was said; with a correction after it, what it corrects.
            corrected = len(read(statement.text[retraction.end() :]).words) > 1
            del kept[-1 if corrected else 0 :]
        if BOTH.search(statement.text):
            # "Perhaps one. Two, or perhaps not": the doubt that is opened covers all up to where it ends.
            opened = next((n for n, other in enumerate(kept) if _DOUBT.match(other.text)), len(kept))
            del kept[opened:]
        if is_salad(statement.text):
            arguable = True
            continue
        if _claims_nothing(statement.text, question, novel):
            continue
        if not any(statement.text == other.text for other in kept):
            kept.append(statement)
    return Material(unmasked, guarded.flags, tuple(_most_relevant(kept, known)), arguable)


def _claims_nothing(text: str, question: str, novel: bool) -> bool:
    words = read(text).words
    if not words or (len(words) >= 4 and len({w.lemma for w in words}) <= len(words) / 3):
        return True
    if _VAGUE.search(text) is not None:
        return True
    if BOTH.search(text) is not None or normal_form(text) in _asked_in(question):
        return True
    # Where the references say no more than the question does, its words can be the answer.
    return novel and is_copied(text, question)


@functools.lru_cache(maxsize=256)
def _asked_in(question: str) -> frozenset[str]:
    """The sentences of a question that ask; what else it says may be the answer, as an option is."""
    return frozenset(normal_form(s.text) for s in sentences(question) if s.text.rstrip().endswith("?"))


def _most_relevant(statements: list[Span], known: Sequence[str]) -> list[Span]:
    """At most `MOST_STATEMENTS`, those that share most with what is asked for, in the answer's order."""
    if len(statements) <= MOST_STATEMENTS:
        return statements
    wanted = {w.lemma: w.weight for text in known for w in read(text).words}
    worth = {s: sum(wanted.get(lemma, 0.0) for lemma in read(s.text).lemmas) for s in statements}
    best = set(sorted(statements, key=lambda s: (-worth[s], s.start))[:MOST_STATEMENTS])
    return [s for s in statements if s in best]
