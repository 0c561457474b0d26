"""A card: what is known of one concept, each statement with its quotation. Both writers work from it.

Texts with parameters are `string.Template`s: `$name` or `${name}` is replaced, `$$` is a dollar sign.
Expressions (`derive`, `require`, `right`) are Python over the drawn parameters, run in the sandbox.
"""

import re
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from itemwright.domain.value import Value

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Parameter = int | float | str

FactKind = Literal["purpose", "effect", "cause", "property", "mechanism", "condition", "limit", "example"]
Bloom = Literal["remember", "understand", "apply", "analyze", "evaluate", "create"]
Level = Literal["easy", "medium", "hard"]


PARAPHRASES = 3
"""How often a definition and an answer are said in other words on a complete card."""


class Evidence(Value):
    """Where an article says so: `quote` stands verbatim in the file `article` of the same corpus."""

    article: Text
    quote: Text


class WrongAnswer(Value):
    """A tempting wrong answer, and why it is wrong. `misconception` names one of the same card."""

    text: Text
    why: Text
    misconception: Slug | None = None


class Definition(Value):
    """`text` completes "<term> is ..." and opens with the genus; no full stop at its end."""

    text: Text
    paraphrases: tuple[Text, ...] = ()
    evidence: Evidence


class Fact(Value):
    """One thing that is so. `answer` answers `question` in a phrase of an option's length.

    A fact that was just read from an article may still lack wrong answers, paraphrases and hints: items are
    made from it when it is `is_complete`."""

    id: Slug
    kind: FactKind
    statement: Text
    question: Text
    answer: Text
    wrong: tuple[WrongAnswer, ...] = ()
    paraphrases: tuple[Text, ...] = ()
    accepts: tuple[Text, ...] = ()
    """Short forms (one to four words) that a typed answer may take; empty: not asked as a short answer."""
    hints: tuple[Text, ...] = ()
    """A nudge, then the idea; neither gives the answer away."""
    bloom: Bloom
    difficulty: Level
    evidence: Evidence

    @property
    def is_complete(self) -> bool:
        """Whether it has what item models draw from: four wrong answers, three paraphrases, two hints."""
        return len(self.wrong) >= 4 and len(self.paraphrases) >= PARAPHRASES and len(self.hints) == 2


class Misconception(Value):
    """A wrong idea people hold: `claim` is a false sentence, `refutation` says why, `fact` what is so."""

    id: Slug
    claim: Text
    refutation: Text
    fact: Slug


class Contrast(Value):
    """How this concept and the concept `other` differ in one dimension."""

    other: Slug
    dimension: Text
    this_side: Text
    other_side: Text
    evidence: Evidence


class Step(Value):
    """One step of a procedure and the reason why it stands where it stands."""

    text: Text
    why: Text


class Procedure(Value):
    """Steps that have one right order."""

    id: Slug
    goal: Text
    steps: tuple[Step, ...] = Field(min_length=4, max_length=8)
    evidence: Evidence


class ScenarioOption(Value):
    """A course of action; it is the key when the expression `right` holds for the drawn parameters."""

    text: Text
    right: Text
    why: Text
    """Why it is right or wrong, as a template; said of it in both cases, so it argues from the numbers."""


class Scenario(Value):
    """A case whose drawn numbers decide: for each admitted draw exactly one option is right."""

    id: Slug
    roles: tuple[Text, ...] = Field(min_length=2)
    parameters: dict[str, tuple[Parameter, ...]]
    derive: dict[str, Text] = Field(default_factory=dict)
    require: Text = "True"
    situation: Text
    question: Text
    options: tuple[ScenarioOption, ...] = Field(min_length=3, max_length=5)
    steps: tuple[Text, ...] = Field(min_length=2)
    hints: tuple[Text, Text]
    takeaway: Text
    bloom: Bloom
    difficulty: Level
    evidence: Evidence


class Slip(Value):
    """A mistake simulated in code: `find` (once in the code) becomes `replace`; `why` explains the result."""

    find: str
    replace: str
    why: Text
    misconception: Slug | None = None


class _CodeModel(Value):
    id: Slug
    title: Text
    parameters: dict[str, tuple[Parameter, ...]] = Field(default_factory=dict)
    require: Text = "True"
    question: Text
    code: Text
    steps: tuple[Text, ...] = Field(min_length=2)
    hints: tuple[Text, Text]
    takeaway: Text
    bloom: Bloom
    difficulty: Level
    evidence: Evidence


class OutputModel(_CodeModel):
    """What does this code print? The slips, executed, give the distractors."""

    kind: Literal["output_prediction"]
    slips: tuple[Slip, ...] = Field(min_length=3)


class NumericModel(_CodeModel):
    """A sum in words; the code (not shown) prints the number, the slips print the usual wrong ones."""

    kind: Literal["numeric"]
    unit: str = ""
    tolerance: float = Field(ge=0)
    slips: tuple[Slip, ...] = Field(min_length=2)


class Filler(Value):
    """An option of the pool that belongs in no blank."""

    text: str
    why: Text


class ClozeModel(_CodeModel):
    """Code with blanks: `[[token]]` marks each. `setup` and `check` run around it, unseen; a filling is
    right when the whole prints what the unblanked code prints, so `check` has to print enough."""

    kind: Literal["code_cloze"]
    setup: str = ""
    check: str = ""
    reasons: tuple[Text, ...]
    """Why each marked token is right, in the order of the blanks."""
    pool: tuple[Filler, ...] = Field(min_length=2)


class DebugModel(_CodeModel):
    """`code` is faulty. Each change is a slip; exactly one makes it print `expected`."""

    kind: Literal["debug"]
    expected: Text
    changes: tuple[Slip, ...] = Field(min_length=4)


CodeModel = Annotated[OutputModel | NumericModel | ClozeModel | DebugModel, Field(discriminator="kind")]


class OpenPart(Value):
    """One part of an open question; its rubric points are facts of this card."""

    ask: Text
    facts: tuple[Slug, ...] = Field(min_length=1)


class OpenQuestion(Value):
    """A free-text question in one or more parts."""

    id: Slug
    question: Text
    parts: tuple[OpenPart, ...] = Field(min_length=1, max_length=4)
    hints: tuple[Text, Text]
    bloom: Bloom
    difficulty: Level


class Card(Value):
    """All that is known of the concept `concept`."""

    concept: Slug
    term: Text
    acronym: str | None = None
    expansion: str | None = None
    aliases: tuple[Text, ...] = ()
    genus: Text
    """The class of thing it is ("training method"): only terms of one genus are confusable options."""
    broader: tuple[Slug, ...] = ()
    """Concepts that this one is a kind of: never distractors beside it, for they are right as well."""
    siblings: tuple[Slug, ...] = ()
    """Concepts easily taken for it, never broader or narrower ones."""
    definition: Definition
    facts: tuple[Fact, ...] = Field(min_length=1)
    misconceptions: tuple[Misconception, ...] = ()
    contrasts: tuple[Contrast, ...] = ()
    procedures: tuple[Procedure, ...] = ()
    scenarios: tuple[Scenario, ...] = ()
    code: tuple[CodeModel, ...] = ()
    open_questions: tuple[OpenQuestion, ...] = ()

    @model_validator(mode="after")
    def _references_resolve(self) -> Self:
        facts = [fact.id for fact in self.facts]
        wrong_ideas = {idea.id for idea in self.misconceptions}
        used_facts = {idea.fact for idea in self.misconceptions}
        used_facts |= {
            slug for question in self.open_questions for part in question.parts for slug in part.facts
        }
        if unknown := used_facts - set(facts):
            raise ValueError(f"card {self.concept!r} names unknown facts {sorted(unknown)}")
        named = {wrong.misconception for fact in self.facts for wrong in fact.wrong} - {None}
        if missing := named - wrong_ideas:
            raise ValueError(
                f"card {self.concept!r} names unknown misconceptions {sorted(map(str, missing))}"
            )
        if len(set(facts)) != len(facts):
            raise ValueError(f"card {self.concept!r} has two facts of one id")
        for model in self.code:
            if isinstance(model, ClozeModel) and len(re.findall(r"\[\[.+?\]\]", model.code)) != len(
                model.reasons
            ):
                raise ValueError(f"code model {model.id!r} needs one reason for each [[blank]]")
        return self

    def complete(self) -> "Card | None":
        """The card with its complete facts alone and what refers to them; itself, when all are complete; None
        when it has none, or its definition is not said in other words."""
        facts = tuple(fact for fact in self.facts if fact.is_complete)
        if not facts or len(self.definition.paraphrases) < PARAPHRASES:
            return None
        if len(facts) == len(self.facts):
            return self
        known = {fact.id for fact in facts}
        ideas = tuple(idea for idea in self.misconceptions if idea.fact in known)
        named = {idea.id for idea in ideas}
        kept = tuple(
            fact.model_copy(
                update={
                    "wrong": tuple(
                        wrong
                        if wrong.misconception in named
                        else wrong.model_copy(update={"misconception": None})
                        for wrong in fact.wrong
                    )
                }
            )
            for fact in facts
        )
        asked = tuple(q for q in self.open_questions if all(set(part.facts) <= known for part in q.parts))
        return self.model_copy(update={"facts": kept, "misconceptions": ideas, "open_questions": asked})

    def quotations(self) -> list[Evidence]:
        """Every quotation of the card, in the order of the file."""
        parts = (self.facts, self.contrasts, self.procedures, self.scenarios, self.code)
        return [self.definition.evidence, *(entry.evidence for part in parts for entry in part)]
