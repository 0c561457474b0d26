"""What the agreement suite makes of a model's judgement of two keys, and how far the judge can be trusted."""

from collections.abc import Iterable, Sequence

from evals.case import Case, CaseResult, Verdict
from evals.figure import Figure, share
from evals.key_item import KeyItem
from evals.key_judge import KeyComparison
from itemwright.domain.item import Item
from itemwright.structured import Answer, Unanswered

Judgement = Answer[KeyComparison] | Unanswered


def with_judgement(result: CaseResult, judgement: Judgement) -> CaseResult:
    """A written item's result with the judge's word on it. Not judged is not passed."""
    if isinstance(judgement, Unanswered):
        missing: Verdict = "missing" if result.verdict == "pass" else result.verdict
        return result.model_copy(
            update={"verdict": missing, "reasons": (*result.reasons, _not_judged(judgement))}
        )
    clashes = judgement.value.contradicts
    numbers = {
        "judged": 1.0,
        "judged clash": float(clashes),
        "judged same": float(judgement.value.same_fact),
    }
    return result.model_copy(
        update={
            "verdict": "fail" if clashes else result.verdict,
            "costly": result.costly or clashes,
            "reasons": (*result.reasons, *([f"judged: {judgement.value.reasoning}"] if clashes else [])),
            "shown": result.shown | {"judgement": _shown(judgement)},
            "numbers": result.numbers | numbers,
        }
    )


def tried_judge(case: Case, item: Item, key: KeyItem, judgement: Judgement) -> CaseResult:
    """How the judge did on a pair whose truth is known: `turned` clashes, `control` does not."""
    shown = {"item": item.model_dump(mode="json"), "answer key": {"id": key.id, "stem": key.stem}}
    base = CaseResult(id=case.id, group=case.group, kind=case.kind, verdict="missing", shown=shown)
    if isinstance(judgement, Unanswered):
        return base.model_copy(update={"reasons": (_not_judged(judgement),)})
    said = judgement.value
    verdict: Verdict = "pass" if said.contradicts == (case.kind == "turned") else "fail"
    if case.kind == "turned" and not (said.contradicts or said.same_fact):
        verdict = "missing"  # the pair shares a topic alone, so there was nothing to notice
    told = f"the judge sees {'a' if said.contradicts else 'no'} clash: {said.reasoning}"
    return base.model_copy(
        update={
            "verdict": verdict,
            "reasons": () if verdict == "pass" else (told,),
            "shown": shown | {"judgement": _shown(judgement)},
            "numbers": {"clash seen": float(said.contradicts), "judged same": float(said.same_fact)},
        }
    )


def judged_figures(results: Sequence[CaseResult]) -> Iterable[tuple[str, Figure | None]]:
    """What was judged; and the judge's eyesight, without which the first figure means nothing."""
    matched = [r.numbers for r in results if r.kind == "written" and r.numbers.get("matched")]
    judged = [numbers for numbers in matched if "judged" in numbers]
    yield "written items on a fact of the key, judged", share(len(judged), len(matched))
    yield (
        "of these, on one fact by the judge's word",
        share(sum(n["judged same"] > 0 for n in judged), len(judged)),
    )
    clashes = sum(numbers["judged clash"] > 0 for numbers in judged)
    yield "judged contradictions", share(clashes, len(judged), "lower")
    turned = [r.numbers for r in results if r.kind == "turned" and r.numbers]
    seen = sum(numbers["clash seen"] > 0 for numbers in turned)
    yield "of keys turned round on purpose, noticed by the judge", share(seen, len(turned), "higher")
    same = [numbers for numbers in turned if numbers["judged same"]]
    seen = sum(numbers["clash seen"] > 0 for numbers in same)
    yield "of these, where the judge sees one fact", share(seen, len(same), "higher")
    control = [r.numbers for r in results if r.kind == "control" and r.numbers]
    alarms = sum(numbers["clash seen"] > 0 for numbers in control)
    yield "false alarms of the judge, on pairs of key items", share(alarms, len(control), "lower")


def _not_judged(judgement: Unanswered) -> str:
    return f"not judged: {judgement.detail}"


def _shown(judgement: Answer[KeyComparison]) -> dict[str, object]:
    return judgement.value.model_dump() | {"model": judgement.completion.model}
