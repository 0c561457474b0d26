"""One set of values a prompt, with which its snapshot is rendered."""

VALUES: dict[str, dict[str, str]] = {
    "solve_item": {
        "form": "one letter, that of the right option",
        "source": "There are no passages to look things up in; answer from what you know.",
        "passages": "(none)",
        "sheet": "Which rate is larger?\n\nOptions:\nA. 1e-4\nB. 2e-5",
    },
    "examine_item": {
        "item": '{"stem": "Which rate is larger?"}',
        "passages": "A rate of 2e-5 is a fifth of one of 1e-4.",
    },
    "weigh_faults": {
        "item": '{"stem": "Which rate is larger?"}',
        "passages": "A rate of 2e-5 is a fifth of one of 1e-4.",
        "faults": '1. {"fault": "leans_on_unseen", "words": "Which rate", "evidence": "", "why": "None."}',
    },
    "compare_keys": {
        "written": "Which rate is larger?\n\nOptions:\nA. 1e-4\nB. 2e-5\n\nKey: 2e-5",
        "curated": "True or false? 2e-5 is less than 1e-4.\n\nKey: True\n\nExplanation: It is a fifth of it.",
    },
    "write_items": {
        "slots": "slot_1: multiple_choice, easy, remember\nOne candidate for each slot.",
        "types": "multiple_choice: `right` {text, why}; `wrong`, three of {text, why, idea}.",
        "passages": "[1] Rates\nA rate of 2e-5 is a fifth of one of 1e-4.",
        "course": "(nothing)",
        "taken": "- Which rate is larger?",
    },
    "mend_item": {
        "slot": "multiple_choice, easy, remember",
        "fields": "multiple_choice: `right` {text, why}; `wrong`, three of {text, why, idea}.",
        "findings": "- key_length: the key has 90 characters, the longest wrong option 20",
        "item": '{"stem": "Which rate is larger?"}',
        "passages": "[1] Rates\nA rate of 2e-5 is a fifth of one of 1e-4.",
    },
    "extract_cards": {
        "passages": "[1] Rates\nA learning rate is a number that scales each step of training.",
        "known": "- optimiser",
    },
    "judge_answer": {
        "question": "Which rate is larger, 2e-5 or 1e-4, and by how much?",
        "reference": "1e-4 is five times as large.",
        "points": "1. 1e-4 is the larger one.\n2. It is five times as large.",
        "answer": "The second, five times.",
    },
    "write_feedback": {
        "question": "Which rate is larger, 2e-5 or 1e-4, and by how much?",
        "judged": "1. 1e-4 is the larger one. [met]\n2. It is five times as large. [missing]",
        "answer": "The second.",
        "passages": "A rate of 2e-5 is a fifth of one of 1e-4.",
    },
}
