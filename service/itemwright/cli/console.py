"""Where messages and progress go: standard error, for standard output is for results alone.

A file of its own: commands that only give results out start without it."""

from rich.console import Console

console = Console(stderr=True, highlight=False, markup=False)
"""No markup: code and paths have brackets."""
