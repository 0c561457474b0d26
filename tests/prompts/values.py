"""One set of values a prompt, with which its snapshot is rendered."""

VALUES: dict[str, dict[str, str]] = {
    "solve_item": {
        "form": "one letter, that of the right option",
        "source": "There are no passages to look things up in; answer from what you know.",
        "passages": "(none)",
        "sheet": "Which rate is larger?\n\nOptions:\nA. 1e-4\nB. 2e-5",
    },
    "compare_keys": {
        "written": "Which rate is larger?\n\nOptions:\nA. 1e-4\nB. 2e-5\n\nKey: 2e-5",
        "curated": "True or false? 2e-5 is less than 1e-4.\n\nKey: True\n\nExplanation: It is a fifth of it.",
    },
}
