"""All rules, in the order in which findings are told."""

from itemwright.proving.lint import (
    agreement,
    code_text,
    feedback,
    gaps,
    grammar_cues,
    hint_rules,
    key_cues,
    measures,
    option_sets,
    option_values,
    option_wording,
    people,
    readability,
    stem_form,
    stem_scope,
    stem_topic,
    text_faults,
)
from itemwright.proving.lint.rule import Rule

RULES: tuple[Rule, ...] = (
    *stem_scope.RULES,
    *stem_form.RULES,
    *stem_topic.RULES,
    *measures.RULES,
    *people.RULES,
    *readability.RULES,
    *key_cues.RULES,
    *grammar_cues.RULES,
    *option_sets.RULES,
    *option_values.RULES,
    *option_wording.RULES,
    *gaps.RULES,
    *hint_rules.RULES,
    *agreement.RULES,
    *feedback.RULES,
    *text_faults.RULES,
    *code_text.RULES,
)
BY_ID: dict[str, Rule] = {rule.id: rule for rule in RULES}
