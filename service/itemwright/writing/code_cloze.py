"""Code with blanks and one pool for all of them; each wrong filling was executed by the proof."""

import random
import re
from functools import partial

from itemwright.domain.card import Card, ClozeModel
from itemwright.domain.item import BLANK, Blank, CodeCloze
from itemwright.sandbox import Sandbox
from itemwright.writing.code_feedback import code_feedback
from itemwright.writing.draw import filled
from itemwright.writing.executed_code import drawn_parameters, printed
from itemwright.writing.frame import Setting, finished, framed
from itemwright.writing.library import Library
from itemwright.writing.opportunity import Opportunity, offered
from itemwright.writing.other_facts import checked_with
from itemwright.writing.wording import sentence

_MARK = re.compile(r"\[\[(.+?)\]\]")


def code_clozes(card: Card, library: Library, sandbox: Sandbox) -> list[Opportunity]:
    """One opportunity for each cloze model."""
    found: list[Opportunity] = []
    for model in card.code:
        if isinstance(model, ClozeModel):
            found += offered(
                card, library, "code_cloze", ("code_cloze", model.id), (model.bloom, model.difficulty),
                [model.evidence], partial(_write, model, sandbox), parts=len(model.reasons),
                fresh=bool(model.parameters),
            )  # fmt: skip
    return found


def _write(model: ClozeModel, sandbox: Sandbox, setting: Setting, rng: random.Random) -> CodeCloze | None:
    values = drawn_parameters(model, sandbox, rng)
    if values is None:
        return None
    marked = filled(model.code, values).strip("\n")
    tokens = _MARK.findall(marked)
    setup, check = filled(model.setup, values), filled(model.check, values)
    expected = printed("\n".join([setup, _MARK.sub(lambda m: m[1], marked), check]), sandbox)
    if expected is None:
        return None
    pool = list(dict.fromkeys([*tokens, *(filled(filler.text, values) for filler in model.pool)]))
    rng.shuffle(pool)
    blanks = tuple(
        Blank(id=f"blank-{i}", accepts=(token,), pool=tuple(pool)) for i, token in enumerate(tokens, 1)
    )
    code = _MARK.sub(BLANK, marked)
    filler, *others = (
        (filled(f.text, values), sentence(filled(f.why, values)))
        for f in rng.sample(model.pool, len(model.pool))
    )
    reasons = [f"`{token}`: {sentence(reason)}" for token, reason in zip(tokens, model.reasons, strict=True)]
    question = filled(model.question, values)
    task = (
        "Choose"
        if re.search(r"\b(?:fill|blanks?)\b", question.casefold())
        else "Fill the blanks"
        if blanks[1:]
        else "Fill the blank"
    )
    stem = f"{question} {task} from the pool; not all of it is needed."
    feedback = code_feedback(
        model,
        values,
        " ".join(filled(reason, values) for reason in reasons),
        f"`{filler[0]}` belongs in no blank: {filler[1]}",
        [f"`{text}`: {why}" for text, why in others[1:]],
        checked_with(f"Why does `{others[0][0]}` belong in no blank?", others[0][1]),
    )
    execution = {"setup": setup, "check": check, "expected": expected}
    provenance = setting.provenance | {"parameters": values, "execution": execution}
    frame = framed(setting._replace(provenance=provenance), feedback, [stem, code, *pool], len(blanks))
    key = {blank.id: token for blank, token in zip(blanks, tokens, strict=True)}
    return finished(CodeCloze(**frame, stem=stem, code=code, language="python", blanks=blanks, key=key))
